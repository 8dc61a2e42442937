//! The vendor for the emitters of the receiver.

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::{Catalog, Signature};
use crate::emit::receiver::envelope::Envelope;
use crate::emit::types::Shapes;
use crate::model::{Model, Role, Root};

/// The vendor's catalogue, events and envelope.
pub(super) struct Subject<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) signature: &'a Signature,
    pub(super) events: Vec<&'a Root>,
    pub(super) envelope: Option<Envelope<'a>>,
}

impl<'a> Subject<'a> {
    /// Returns the vendor of a catalogue; `None` if it has no receiver.
    pub(super) fn of(model: &'a Model, catalog: &'a Catalog, shapes: &'a Shapes) -> Option<Self> {
        let signature = catalog.signature.as_ref().filter(|_| catalog.has_receiver())?;
        let events = model.roots.iter().filter(|root| root.role == Role::Event).collect();
        Some(Self { catalog, signature, events, envelope: Envelope::of(model, catalog, shapes) })
    }
}

impl Subject<'_> {
    /// Emits the header that repeats the event's name as an expression.
    pub(super) fn event_header(&self) -> TokenStream {
        match &self.catalog.event_header {
            Some(header) => {
                let header = &header.value;
                quote!(Some(#header))
            }
            None => quote!(None),
        }
    }

    /// Returns true if requests do not name their event.
    pub(super) fn is_nameless(&self) -> bool {
        self.catalog.is_nameless()
    }

    /// Emits the parameter that names the event, if the caller must, and its value in a call.
    pub(super) fn name_parameter(&self) -> (Option<TokenStream>, Option<TokenStream>) {
        if self.is_nameless() { (Some(quote!(event: &str)), Some(quote!(event))) } else { (None, None) }
    }

    /// Returns the member with the delivery's time.
    pub(super) fn created_at(&self) -> Option<&str> {
        let envelope = self.envelope.as_ref()?;
        envelope.catalog.created_at.as_ref().map(|member| member.value.as_str())
    }

    /// Returns true if the receiver compares a time with a clock.
    pub(super) fn has_clock(&self) -> bool {
        self.created_at().is_some() || self.signature.scheme.signs_time()
    }

    /// Returns the member with the delivery's id.
    pub(super) fn id(&self) -> Option<&str> {
        let envelope = self.envelope.as_ref()?;
        envelope.catalog.id.as_ref().map(|member| member.value.as_str())
    }
}
