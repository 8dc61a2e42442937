//! The normal form of a site.

use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::gather;
use crate::emit::types::shape::site::{Site, Types};

impl Deciding<'_> {
    /// Returns the normal form of a site, with references followed and unconstrained schemas removed.
    pub(super) fn normal(&self, site: &Site) -> Site {
        let mut always = Vec::new();
        for schema in site.always.iter().map(|schema| self.model.typed_target(*schema)) {
            if !self.model.schema(schema).assertions.is_empty() && !always.contains(&schema) {
                always.push(schema);
            }
        }
        let mut perhaps = Vec::new();
        for schema in site.perhaps.iter().map(|schema| self.model.typed_target(*schema)) {
            if !always.contains(&schema) && !perhaps.contains(&schema) && self.naming.contains(&schema) {
                perhaps.push(schema);
            }
        }
        let mut site = Site { always, perhaps, taken: site.taken.clone(), types: site.types };
        if site.types != Types::default() {
            let all = Site { types: Types::default(), ..site.clone() };
            let facts = gather::gather(self.model, self.settings, &all);
            if site.types.0.contains(facts.types) {
                site = all;
            }
        }
        site
    }
}
