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
    let member = match &subject.envelope {
        Some(_) => quote!(Some(MEMBERS.data)),
        None => quote!(None),
    };
    let naming = match (&subject.envelope, subject.is_nameless()) {
        (Some(_), _) => quote!(Some(MEMBERS.event)),
        (None, _) => quote!(None),
    };
    let open = match &subject.envelope {
        Some(envelope) => contents_of_envelope(subject, envelope),
        None => quote! {
            fn contents_of(
                body: &[u8],
                secret_index: usize,
                event: &str,
                mut drift: Vec<Drift>,
            ) -> Result<Contents, ReceiveError> {
                match delivery_body::text(body).and_then(|text| event_of(event, text, &mut drift)) {
                    Ok(event) => Ok(Contents { raw: body.into(), event, drift }),
                    Err(refusal) => {
                        let unread = RefusedDelivery::unread(body, secret_index);
                        Err(ReceiveError::new(refusal, Some(RefusedDelivery { drift, ..unread })))
                    }
                }
            }
        },
    };
    quote! {
        /// Decodes a body.
        #open

        /// Decodes the payload of the event `name`.
        fn event_of(name: &str, data: &str, drift: &mut Vec<Drift>) -> Result<Event, Refusal> {
            match name {
                #(#names => delivery_body::payload(data, #member, drift).map(Event::#payloads),)*
                _ => {
                    let data = delivery_body::undocumented(data)?;
                    drift.push(Drift::new_event(#naming));
                    Ok(Event::Unknown(UnknownEvent::new(name, data)))
                }
            }
        }
    }
}

/// Emits decoding of a body with an envelope.
fn contents_of_envelope(subject: &Subject<'_>, envelope: &Envelope<'_>) -> TokenStream {
    let (documented, lean) = (ident(&envelope.root.ident), &envelope.ident);
    let id = delivery::stores_id(subject).then(|| {
        let id = subject.id().unwrap_or_default();
        quote!(let id = delivery_body::member(text, #id).map(|id| id.into_owned().into_boxed_str());)
    });
    let known = id.is_some().then(|| quote!(id,));
    quote! {
        fn contents_of(
            body: &[u8],
            secret_index: usize,
            check: impl FnOnce(&str, &str, &mut Vec<Drift>) -> Result<(), Refusal>,
        ) -> Result<Contents, ReceiveError> {
            let refuse = |refusal, delivery: RefusedDelivery| ReceiveError::new(refusal, Some(delivery));
            let unread = || RefusedDelivery::unread(body, secret_index);
            let text = delivery_body::text(body).map_err(|refusal| refuse(refusal, unread()))?;
            let mut drift = Vec::new();
            let opened = match delivery_body::open::<#documented, #lean>(text, &MEMBERS, &mut drift) {
                Ok(opened) => opened,
                Err((refusal, envelope)) => {
                    let envelope = envelope.map(|envelope| *envelope);
                    return Err(refuse(refusal, RefusedDelivery { envelope, drift, ..unread() }));
                }
            };
            let envelope = opened.envelope;
            #id
            let checked = check(text, &opened.event, &mut drift);
            match checked.and_then(|()| event_of(&opened.event, opened.data, &mut drift)) {
                Ok(event) => Ok(Contents { raw: body.into(), envelope, #known event, drift }),
                Err(refusal) => {
                    let envelope = Some(envelope);
                    Err(refuse(refusal, RefusedDelivery { envelope, #known drift, ..unread() }))
                }
            }
        }
    }
}
