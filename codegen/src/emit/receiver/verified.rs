//! `Verified`: a request with a valid signature, and the second step, which decodes it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::receiver::subject::Subject;
use crate::emit::receiver::values::header_names;
use crate::emit::receiver::{contents, delivery, handshake};
use crate::emit::wording::code;

/// Emits the type and its methods.
pub(super) fn emit(subject: &Subject<'_>) -> TokenStream {
    let (decode, batch) = (decode(subject), subject.is_batch().then(|| batch(subject)));
    // The deliveries of a batch share the settings.
    let settings = if subject.is_batch() { quote!(Arc<Settings<Key>>) } else { quote!(Settings<Key>) };
    let (name, id) = (event_name(subject), id(subject));
    let about = format!(" A request with {}. Nothing is parsed yet.", subject.genuine());
    quote! {
        #[doc = #about]
        pub struct Verified<'a> {
            settings: &'a #settings,
            body: &'a [u8],
            verdict: Verdict,
        }

        impl<'a> Verified<'a> {
            /// Returns the bytes of the body.
            #[must_use]
            pub fn body(&self) -> &'a [u8] {
                self.body
            }

            /// Returns the index of the receiver's secret that has signed, in the order of addition.
            #[must_use]
            pub fn secret_index(&self) -> usize {
                self.verdict.secret_index
            }

            #id
            #name
            #decode
        }

        impl fmt::Debug for Verified<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("Verified")
                    .field("bytes", &self.body.len())
                    .field("secret_index", &self.verdict.secret_index)
                    .finish_non_exhaustive()
            }
        }

        #batch

        /// Gives a decoded delivery its body.
        fn keeping(body: Vec<u8>, read: Result<Delivery, ReceiveError>) -> Result<Delivery, ReceiveError> {
            match read {
                Ok(mut delivery) => {
                    delivery.contents.raw = body;
                    Ok(delivery)
                }
                Err(error) => Err(error.keeping(body)),
            }
        }
    }
}

/// Returns the documentation of the receiver, and that of its first step.
pub(super) fn words(subject: &Subject<'_>) -> (String, &'static str) {
    let header = header_names(&subject.signature.scheme.header);
    if subject.is_secret() {
        let about = format!(
            " Receives requests: compares the secret in {header}, then reads the body, which nothing binds to it."
        );
        (about, " Compares the secret in `headers` with those of the receiver. Nothing is parsed.")
    } else {
        let about = format!(" Receives requests: verifies the signature in {header}, then reads what was signed.");
        (
            about,
            " Verifies a signature in `headers` over the bytes of `body`, by one of the secrets. Nothing is parsed.",
        )
    }
}

/// Emits the id of the delivery, if a header has it.
fn id(subject: &Subject<'_>) -> Option<TokenStream> {
    let signed = if subject.signature.scheme.signs_header(subject.id_header()?) {
        " The signature covers it."
    } else {
        " **It is not signed**: whoever can repeat a request can give it another id."
    };
    let about = format!(" Returns the id of the delivery, {}.", subject.id_title()?);
    Some(quote! {
        #[doc = #about]
        ///
        #[doc = #signed]
        ///
        /// `None` if the header is missing or empty, has several values, is longer than 1024 bytes, or is not UTF-8.
        #[must_use]
        pub fn id(&self) -> Option<&str> {
            self.verdict.id_header.id()
        }
    })
}

/// Emits the reading of the event's name, if a header alone has it or begins it.
fn event_name(subject: &Subject<'_>) -> Option<TokenStream> {
    let header = subject.named_by_header()?;
    let suffix = subject.catalog.naming.suffix.as_ref();
    let ended = suffix.map(|_| quote!(let event = delivery_body::ended(event, self.body, &SUFFIX);));
    let about = match suffix {
        Some(suffix) => format!(
            " Returns the name of the event: that of the header {}, and the end in {} of the body.",
            code(header),
            code(&suffix.title())
        ),
        None => format!(" Returns the name of the event: that of the header {}.", code(header)),
    };
    Some(quote! {
        #[doc = #about]
        ///
        /// `None` if the header does not name exactly one event; then [`decode`](Self::decode) returns the error.
        #[must_use]
        pub fn event_name(&self) -> Option<EventName> {
            self.named(&mut Vec::new()).ok().map(|name| EventName::from(&*name))
        }

        /// Returns the name of the event, and adds the drift of its header.
        fn named(&self, drift: &mut Vec<Drift>) -> Result<Cow<'_, str>, Refusal> {
            let event = delivery_body::event_of_header(&self.verdict.event_header, #header)?;
            let in_header = event.len();
            #ended
            let documented = EventName::ALL.iter().map(EventName::as_str);
            Ok(delivery_body::documented_event(event, in_header, documented, drift))
        }
    })
}

/// Emits the second step: of one delivery, or of each in a batch.
fn decode(subject: &Subject<'_>) -> TokenStream {
    let (parameter, argument) = subject.name_parameter();
    let handshake = handshake::answered(subject);
    if !subject.is_batch() {
        let one = delivery(subject);
        return quote! {
            /// Decodes the body.
            ///
            /// # Errors
            ///
            /// If the body differs from the documentation; the error holds the delivery.
            pub fn decode(self, #parameter) -> Result<Delivery, ReceiveError> {
                keeping(self.body.into(), self.read(#argument))
            }

            /// Decodes the body, which the caller keeps.
            fn read(self, #parameter) -> Result<Delivery, ReceiveError> {
                let secret_index = self.verdict.secret_index;
                #handshake
                #one
            }
        };
    }
    quote! {
        /// Finds the deliveries in the body. [`next`](Iterator::next) decodes one.
        ///
        /// # Errors
        ///
        /// If the body has no array of deliveries, or is no JSON around them; the error holds the whole body.
        pub fn decode(self) -> Result<Batch, ReceiveError> {
            let found = self.deliveries();
            Batch::of(self.settings, self.verdict, self.body.into(), found)
        }

        /// Finds the deliveries in the body, which the caller keeps.
        fn deliveries(&self) -> Result<Vec<Range<usize>>, ReceiveError> {
            let secret_index = self.verdict.secret_index;
            let found = batch::deliveries(self.body, &EACH);
            #handshake
            found.map_err(|refusal| {
                trace::refused(&refusal, None, &[]);
                let error = ReceiveError::new(refusal, Some(RefusedDelivery::unread(secret_index)));
                if self.verdict.is_compressed { error.of_compressed() } else { error }
            })
        }
    }
}

/// Emits the deliveries of a request.
fn batch(subject: &Subject<'_>) -> TokenStream {
    let one = delivery(subject);
    let about = format!(" The deliveries of a request with {}, in their order.", subject.genuine());
    quote! {
        #[doc = #about]
        ///
        /// [`next`](Iterator::next) decodes one. If it differs from the documentation, its error holds it, and the others are not affected.
        #[must_use = "deliveries are decoded when they are asked for"]
        pub struct Batch {
            settings: Arc<Settings<Key>>,
            verdict: Verdict,
            body: Vec<u8>,
            deliveries: std::vec::IntoIter<Range<usize>>,
        }

        impl Batch {
            /// Creates the batch of a body, or gives the body to the error.
            fn of(
                settings: &Arc<Settings<Key>>,
                verdict: Verdict,
                body: Vec<u8>,
                found: Result<Vec<Range<usize>>, ReceiveError>,
            ) -> Result<Self, ReceiveError> {
                match found {
                    Ok(found) => Ok(Self { settings: Arc::clone(settings), verdict, body, deliveries: found.into_iter() }),
                    Err(error) => Err(error.keeping(body)),
                }
            }

            /// Decodes a delivery, whose body the caller keeps.
            fn delivery(&self, body: &[u8]) -> Result<Delivery, ReceiveError> {
                let secret_index = self.verdict.secret_index;
                #one
            }
        }

        impl Iterator for Batch {
            type Item = Result<Delivery, ReceiveError>;

            fn next(&mut self) -> Option<Self::Item> {
                let body = self.body.get(self.deliveries.next()?)?;
                Some(keeping(body.into(), self.delivery(body)))
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.deliveries.size_hint()
            }
        }

        impl ExactSizeIterator for Batch {}

        impl fmt::Debug for Batch {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("Batch").field("deliveries", &self.deliveries.len()).finish_non_exhaustive()
            }
        }
    }
}

/// Emits the decoding of a delivery, with its trace.
fn delivery(subject: &Subject<'_>) -> TokenStream {
    let read = read(subject);
    let id = delivery::optional_id(subject, &quote!(delivery));
    let refused_id =
        if subject.has_id() { quote!(error.delivery().and_then(RefusedDelivery::id)) } else { quote!(None) };
    quote! {
        let read = #read;
        let is_strict = self.settings.contract == Contract::Strict;
        let accepted = match read {
            Ok(contents) if is_strict && !contents.drift.is_empty() => {
                let refusal = Refusal::of_drift(&contents.drift);
                Err(ReceiveError::new(refusal, Some(RefusedDelivery::read(contents, secret_index))))
            }
            Ok(contents) => Ok(Delivery { contents, secret_index }),
            Err(error) if self.verdict.is_compressed => Err(error.of_compressed()),
            Err(error) => Err(error),
        };
        match &accepted {
            Ok(delivery) => {
                let contents = &delivery.contents;
                trace::accepted(#id, contents.event_name(), secret_index, &contents.drift);
            }
            Err(error) => {
                let drift = error.delivery().map(RefusedDelivery::drift).unwrap_or_default();
                trace::refused(error.refusal(), #refused_id, drift);
            }
        }
        accepted
    }
}

/// Emits the decoding of the body, after the event's name was read unless the body has it.
fn read(subject: &Subject<'_>) -> TokenStream {
    let check = subject.has_check().then(|| check(subject));
    let id = subject.id_header().map(|_| quote!(self.verdict.id_header.id(),));
    if subject.is_named_in_body() {
        let body = if subject.is_batch() { quote!(body) } else { quote!(self.body) };
        return quote!(contents_of(#body, secret_index, #id #check));
    }
    let check = check.map(|check| quote!(, #check));
    if subject.is_nameless() {
        return quote!(contents_of(self.body, secret_index, #id event.as_str(), Vec::new() #check));
    }
    let unread = contents::unread(subject, &quote!(self.verdict.id_header.id()), None);
    quote! {{
        let mut drift = Vec::new();
        match self.named(&mut drift) {
            Ok(event) => contents_of(self.body, secret_index, #id &event, drift #check),
            Err(refusal) => Err(ReceiveError::new(refusal, Some(#unread))),
        }
    }}
}

/// Emits the further checks of a delivery: a closure over its text, the event's name and the drift so far.
fn check(subject: &Subject<'_>) -> TokenStream {
    let pointer = contents::event_pointer(subject);
    let header = subject.catalog.naming.header.as_ref().zip(pointer).map(|(header, pointer)| {
        let header = &header.value;
        quote!(delivery_body::check_event(
            &self.verdict.event_header,
            event,
            #pointer,
            #header,
            self.settings.requires_event_header,
            drift,
        ))
    });
    let age = subject.sent_at().map(|_| {
        quote! {
            if let Some(max_age) = self.settings.max_age {
                delivery_body::check_age(text, &SENT_AT, self.settings.verifier.clock.now(), max_age)?;
            }
        }
    });
    match (header, age) {
        (None, None) => quote!(|_, _, _| Ok(())),
        (Some(header), None) => quote!(|_, event, drift| #header),
        (None, Some(age)) => quote!(|text, _, _| { #age Ok(()) }),
        (Some(header), Some(age)) => quote!(|text, event, drift| { #age #header }),
    }
}
