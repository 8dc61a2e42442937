//! The event's name in members of the body that the newer catalogue no longer names.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::builder::{self, SchemaOptions};
use crate::catalog::BodyMember;
use crate::containment::{self, Containment};
use crate::model::{Role, Root};
use crate::pipeline::Edition;
use crate::source::location::Source;

/// Returns true if every payload of the newer edition is proven to have its event's name where the older crate reads it. An envelope has
/// one schema for all events, so it proves nothing.
pub(super) fn is_still_there(old: &Edition, new: &Edition) -> bool {
    let (was, is) = (&old.loaded.catalog, &new.loaded.catalog);
    let has_envelope = was.payload.at.is_some() || is.payload.at.is_some();
    if has_envelope || was.naming.members.is_empty() || was.naming.suffix.is_some() {
        return false;
    }
    let model = &new.verified.model;
    let is_named = |root: &Root| {
        let expected = named(&was.naming.members, &root.wire_name)?;
        let source = Arc::new(Source::new("name.schema.json", expected.to_string()));
        let (named, _) = builder::model_of(&source, &SchemaOptions::new("Name")).ok()?;
        let contained = containment::contained((model, root.schema), (&named, named.roots.first()?.schema));
        matches!(contained, Containment::Proven).then_some(())
    };
    let mut events = model.roots.iter().filter(|root| root.role == Role::Event && root.kept_since.is_none());
    events.all(|root| is_named(root).is_some())
}

/// Returns the schema of a body in which members together have a name; `None` if the name has another number of parts.
fn named(members: &[BodyMember], wire_name: &str) -> Option<Value> {
    let parts: Vec<&str> = match members {
        [_] => vec![wire_name],
        _ => wire_name.split('.').collect(),
    };
    let of_member = |(member, part): (&BodyMember, &&str)| {
        let tokens: Vec<String> = member.pointer.tokens().collect();
        let around = |inner: Value, name: &String| json!({ "type": "object", "required": [name], "properties": { name: inner } });
        tokens.iter().rev().fold(json!({ "const": part }), around)
    };
    (parts.len() == members.len())
        .then(|| json!({ "allOf": members.iter().zip(&parts).map(of_member).collect::<Vec<_>>() }))
}
