//! The private functions of `src/receiver.rs` that decode a body: its envelope, then the payload of its event.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::payload::ident;
use crate::emit::receiver::delivery;
use crate::emit::receiver::envelope::Envelope;
use crate::emit::receiver::subject::Subject;

/// Emits the functions that decode a body.
pub(super) fn emit(subject: &Subject<'_>) -> TokenStream {
    let (names, payloads): (Vec<_>, Vec<_>) =
        subject.events.iter().map(|root| (&root.wire_name, ident(&root.ident))).unzip();
    let location = match event_pointer(subject) {
        Some(pointer) => quote!(Some(#pointer)),
        None => quote!(None),
    };
    let conditions = &subject.conditions;
    let new_event = if subject.has_features() {
        // An event without its feature is documented nevertheless.
        quote!(matches!(EventName::from(name), EventName::Unknown(_)).then(|| drift::new_event(#location)))
    } else {
        quote!(Some(drift::new_event(#location)))
    };
    // A `match` is emitted even for one event, so that the next one only adds an arm.
    let one_event = (names.len() == 1).then(|| quote!(#[allow(clippy::single_match_else)]));
    let open = match &subject.envelope {
        Some(envelope) => contents_of_envelope(subject, envelope),
        None => contents_of_payload(subject),
    };
    quote! {
        /// Decodes a body, which the caller keeps.
        #open

        /// Decodes the payload of the event `name`.
        #one_event
        fn event_of(name: &str, payload: Payload<'_, '_>) -> Result<Event, Refusal> {
            match name {
                #(#conditions #names => payload.read().map(Event::#payloads),)*
                _ => {
                    let data = payload.undocumented(#new_event)?;
                    Ok(Event::Unknown(UnknownEvent::new(name, data)))
                }
            }
        }
    }
}

/// Emits the pointer to the event's name in the body; `None` if another part of the request names it.
pub(super) fn event_pointer(subject: &Subject<'_>) -> Option<TokenStream> {
    match (&subject.envelope, subject.is_named_in_body()) {
        (Some(_), _) => Some(quote!(MEMBERS.event.pointer)),
        (None, true) => Some(quote!(NAMES[0].pointer)),
        (None, false) => None,
    }
}

/// Emits a delivery whose body was not decoded; `id` is that of a header, `name` the event's, if another part of the request names it.
pub(super) fn unread(subject: &Subject<'_>, id: &TokenStream, name: Option<&TokenStream>) -> TokenStream {
    let id = subject.id_header().map(|_| quote!(id: #id.map(Into::into),));
    let name = name.map(|name| quote!(name: Some(EventName::from(#name)),));
    if id.is_none() && name.is_none() {
        return quote!(RefusedDelivery::unread(secret_index));
    }
    quote!(RefusedDelivery { #id #name ..RefusedDelivery::unread(secret_index) })
}

/// Emits the id of a decoded delivery, if it is stored by itself.
fn stored_id(subject: &Subject<'_>) -> Option<TokenStream> {
    delivery::stores_id(subject).then(|| match subject.id_header() {
        Some(_) => quote!(id.map(Into::into)),
        None => quote!(delivery_body::id(text, &ID)),
    })
}

/// Emits the fields of a refused delivery that are read in its body: the event's name, and the id.
fn legible(subject: &Subject<'_>) -> TokenStream {
    let id = subject.id().map(|_| quote!(id: delivery_body::id(text, &ID),));
    let members = match (&subject.envelope, subject.is_named_in_body()) {
        (Some(_), _) => Some(quote!(&[MEMBERS.event])),
        (None, true) => Some(quote!(&NAMES)),
        (None, false) => None,
    };
    let name = members.map(
        |members| quote!(name: delivery_body::event_of_body(text, #members).ok().map(|name| EventName::from(&*name)),),
    );
    quote!(#id #name)
}

/// Emits the comparison of the version.
fn version_check(subject: &Subject<'_>) -> Option<TokenStream> {
    let version = subject.catalog.delivery.version.as_ref();
    version.map(|_| quote!(delivery_body::check_version(text, &VERSION, &VERSIONS, &mut drift);))
}

/// Emits decoding of a body that is the payload.
fn contents_of_payload(subject: &Subject<'_>) -> TokenStream {
    let has_check = subject.has_check();
    let takes_check = has_check.then(|| quote!(check: impl FnOnce(&str, &str, &mut Vec<Drift>) -> Result<(), Refusal>));
    let checked = |event| has_check.then(|| quote!(.and_then(|read| check(text, #event, &mut drift).map(|()| read))));
    let (parameters, drift, read) = if subject.is_named_in_body() {
        let checked = checked(quote!(&event));
        let read = quote! {
            delivery_body::event_of_body(text, &NAMES).and_then(|event| event_of(&event, Payload::new(text, "", &mut drift)) #checked)
        };
        (quote!(#takes_check), Some(quote!(let mut drift = Vec::new();)), read)
    } else {
        let checked = checked(quote!(event));
        (
            quote!(event: &str, mut drift: Vec<Drift>, #takes_check),
            None,
            quote!(event_of(event, Payload::new(text, "", &mut drift)) #checked),
        )
    };
    let id = stored_id(subject).map(|id| quote!(id: #id,));
    let takes_id = subject.id_header().map(|_| quote!(id: Option<&str>,));
    let legible = legible(subject);
    let text = (!legible.is_empty()).then(|| quote!(let text = refusal.legible(text);));
    let version = version_check(subject).map(|check| {
        quote! {
            if !matches!(&read, Err(refusal) if refusal.violations().is_none()) {
                #check
            }
        }
    });
    let named = (!subject.is_named_in_body()).then(|| quote!(event));
    let unread = unread(subject, &quote!(id), named.as_ref());
    let read = match version {
        Some(check) => (Some(quote!(let read = #read; #check)), quote!(read)),
        None => (None, read),
    };
    let (before, read) = read;
    quote! {
        fn contents_of(body: &[u8], secret_index: usize, #takes_id #parameters) -> Result<Contents, ReceiveError> {
            #drift
            let refuse = |refusal, delivery: RefusedDelivery| ReceiveError::new(refusal, Some(delivery));
            let unread = || #unread;
            let text = delivery_body::text(body).map_err(|refusal| refuse(refusal, unread()))?;
            #before
            match #read {
                Ok(event) => Ok(Contents { raw: Vec::new(), #id event, drift }),
                Err(refusal) => {
                    #text
                    Err(refuse(refusal, RefusedDelivery { #legible drift, ..unread() }))
                }
            }
        }
    }
}

/// Emits decoding of a body with an envelope.
fn contents_of_envelope(subject: &Subject<'_>, envelope: &Envelope<'_>) -> TokenStream {
    let (documented, lean) = (ident(&envelope.root.ident), &envelope.ident);
    let id = stored_id(subject).map(|id| quote!(let id = #id;));
    let known = id.is_some().then(|| quote!(id,));
    let takes_id = subject.id_header().map(|_| quote!(id: Option<&str>,));
    let version = version_check(subject);
    let unread = unread(subject, &quote!(id), None);
    let legible = legible(subject);
    quote! {
        fn contents_of(
            body: &[u8],
            secret_index: usize,
            #takes_id
            check: impl FnOnce(&str, &str, &mut Vec<Drift>) -> Result<(), Refusal>,
        ) -> Result<Contents, ReceiveError> {
            let unread = || #unread;
            let text = delivery_body::text(body).map_err(|refusal| ReceiveError::new(refusal, Some(unread())))?;
            let refuse = |refusal: Refusal, envelope, drift| {
                let text = refusal.legible(text);
                let delivery = RefusedDelivery { envelope, #legible drift, ..unread() };
                ReceiveError::new(refusal, Some(delivery))
            };
            let mut drift = Vec::new();
            let opened = envelope::open::<#documented, #lean, Event>(text, &MEMBERS, event_of, &mut drift);
            let Opened { envelope, event, payload } = match opened {
                Ok(opened) => opened,
                Err((refusal, envelope)) => return Err(refuse(refusal, envelope.map(|envelope| *envelope), drift)),
            };
            #id
            #version
            let checked = check(text, &event, &mut drift);
            match checked.and_then(|()| payload.decode(&event, &MEMBERS, event_of, &mut drift)) {
                Ok(event) => Ok(Contents { raw: Vec::new(), envelope, #known event, drift }),
                Err(refusal) => Err(refuse(refusal, Some(envelope), drift)),
            }
        }
    }
}
