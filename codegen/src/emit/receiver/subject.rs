//! The facts about a vendor that the emitters of the receiver need.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Attribute;

use crate::catalog::{Algorithm, BodyMember, Catalog, Signature};
use crate::emit::event_features::EventFeatures;
use crate::emit::receiver::envelope::Envelope;
use crate::emit::types::Shapes;
use crate::emit::wording::code;
use crate::model::{Model, Role, Root};
use crate::render::fragment::Owner;

/// The vendor's catalogue, events and envelope.
pub(super) struct Subject<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) signature: &'a Signature,
    pub(super) events: Vec<&'a Root>,
    /// The condition of each event, if it has a feature.
    pub(super) conditions: Vec<Option<Attribute>>,
    pub(super) envelope: Option<Envelope<'a>>,
}

impl<'a> Subject<'a> {
    /// Returns the vendor of a catalogue; `None` if it has no receiver.
    pub(super) fn of(
        model: &'a Model,
        catalog: &'a Catalog,
        shapes: &'a Shapes,
        features: &EventFeatures,
    ) -> Option<Self> {
        let signature = catalog.signature.as_ref().filter(|_| catalog.has_receiver())?;
        let events = model.roots.iter().enumerate().filter(|(_, root)| root.role == Role::Event);
        let (events, conditions) = events.map(|(index, root)| (root, features.condition(Owner::Root(index)))).unzip();
        Some(Self { catalog, signature, events, conditions, envelope: Envelope::of(model, catalog, shapes) })
    }
}

impl Subject<'_> {
    /// Returns true if an event may be missing in the crate, without its feature.
    pub(super) fn has_features(&self) -> bool {
        self.conditions.iter().any(Option::is_some)
    }

    /// Emits the header that repeats the event's name as an expression.
    pub(super) fn event_header(&self) -> TokenStream {
        match &self.catalog.naming.header {
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

    /// Returns the header that alone names the event, or begins its name.
    pub(super) fn named_by_header(&self) -> Option<&str> {
        let header = self.catalog.naming.header.as_ref().filter(|_| !self.is_named_in_body());
        header.map(|header| header.value.as_str())
    }

    /// Emits the parameter that names the event, if the caller must, and its value in a call.
    pub(super) fn name_parameter(&self) -> (Option<TokenStream>, Option<TokenStream>) {
        if self.is_nameless() { (Some(quote!(event: &EventName)), Some(quote!(event))) } else { (None, None) }
    }

    /// Emits the type that receiving a request returns, and its path.
    pub(super) fn received(&self) -> (TokenStream, &'static str) {
        if self.is_batch() {
            (quote!(Batch), "crate::receiver::Batch")
        } else {
            (quote!(Delivery), "crate::delivery::Delivery")
        }
    }

    /// Returns true if the header carries the secret itself, which signs nothing.
    pub(super) fn is_secret(&self) -> bool {
        self.signature.scheme.algorithm == Algorithm::Secret
    }

    /// Returns the words for a part of genuine requests.
    pub(super) fn genuine(&self) -> &'static str {
        if self.is_secret() { "the right secret" } else { "a valid signature" }
    }

    /// Returns true if a request has several deliveries.
    pub(super) fn is_batch(&self) -> bool {
        self.catalog.payload.each.is_some()
    }

    /// Returns true if a member of the body names the event.
    pub(super) fn is_named_in_body(&self) -> bool {
        !self.catalog.naming.members.is_empty()
    }

    /// Returns true if a decoded delivery is checked further: its age, or the header that repeats the event's name.
    pub(super) fn has_check(&self) -> bool {
        self.is_named_in_body() || self.sent_at().is_some()
    }

    /// Returns the member with the delivery's time.
    pub(super) fn sent_at(&self) -> Option<&BodyMember> {
        self.catalog.delivery.sent_at.as_ref()
    }

    /// Returns true if the receiver compares a time with a clock.
    pub(super) fn has_clock(&self) -> bool {
        self.sent_at().is_some() || self.signature.scheme.signs_time()
    }

    /// Returns the member with the delivery's id.
    pub(super) fn id(&self) -> Option<&BodyMember> {
        self.catalog.delivery.id.as_ref()
    }

    /// Returns the header with the delivery's id.
    pub(super) fn id_header(&self) -> Option<&str> {
        self.catalog.delivery.id_header.as_ref().map(|header| header.value.as_str())
    }

    /// Returns true if deliveries have ids.
    pub(super) fn has_id(&self) -> bool {
        self.id().is_some() || self.id_header().is_some()
    }

    /// Returns the place of the id for documentation.
    pub(super) fn id_title(&self) -> Option<String> {
        let member = self.id().map(|member| format!("the member {} of the body", code(&member.title())));
        member.or_else(|| self.id_header().map(|header| format!("the header {}", code(header))))
    }

    /// Emits the default settings of a receiver.
    pub(super) fn settings(&self) -> TokenStream {
        let event_header = self.event_header();
        let id = self.id_header().map(|header| quote!(.identified_by(#header)));
        quote!(Settings::new(&SCHEME, #event_header) #id)
    }

    /// Returns true if the id of a delivery may be missing or empty.
    pub(super) fn may_lack_id(&self) -> bool {
        let is_certain =
            self.envelope.as_ref().is_some_and(|envelope| envelope.id.is_some() && !envelope.may_have_empty_id);
        self.has_id() && !is_certain
    }

    /// Returns the envelope's field with the delivery's id, if that is a required string.
    pub(super) fn id_field(&self) -> Option<&Ident> {
        self.envelope.as_ref()?.id.as_ref()
    }
}
