//! An event for its emitters.

use proc_macro2::Ident;
use syn::{Attribute, parse_quote};

use crate::emit::payload::ident;
use crate::emit::types::said_deprecated;
use crate::emit::wording::{code, ended, for_markdown, kept_since};
use crate::model::{Model, Root};

/// An event for its emitters.
pub(super) struct Variant<'m> {
    pub(super) root: &'m Root,
    /// The type of the payload, and the variant of `Event` and `EventName`.
    pub(super) ident: Ident,
    /// The documentation.
    pub(super) docs: String,
    /// `#[deprecated]`, if the event is kept, or its schema says so.
    pub(super) deprecated: Option<Attribute>,
    /// `#[cfg]`, if the event has a feature.
    pub(super) condition: Option<Attribute>,
}

impl<'m> Variant<'m> {
    /// Returns the variant of an event.
    pub(super) fn of(model: &Model, root: &'m Root, condition: Option<Attribute>) -> Self {
        let summary =
            root.summary.as_deref().map_or_else(String::new, |summary| format!(": {}", for_markdown(summary)));
        let docs = ended(&format!("{}{summary}", code(&root.wire_name)));
        let kept = root.kept_since.as_ref().map(|since| {
            let note = kept_since("event", since);
            parse_quote!(#[deprecated(note = #note)])
        });
        let deprecated = kept.or_else(|| said_deprecated(model, &[root.schema]));
        Self { root, ident: ident(&root.ident), docs, deprecated, condition }
    }
}
