//! The values of a catalogue for templates.

use crate::catalog::Catalog;
use crate::catalog::scheme::{Algorithm, Coding, HeaderNames, Scheme};
use crate::emit::receiver::testing::Chosen;
use crate::emit::template::{Values, flag};
use crate::emit::wording::{code, for_markdown, shell_word};

/// Returns the environment variable of the secret in examples: `ACME_SIGNING_SECRET`. Shell variables cannot start with a digit.
pub(super) fn secret_variable(catalog: &Catalog) -> String {
    let mut words = crate::ident::words(&catalog.crate_.vendor.value);
    if words.first().is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit())) {
        words.insert(0, "vendor".to_owned());
    }
    words.extend(["signing", "secret"].map(str::to_owned));
    words.join("_").to_ascii_uppercase()
}

/// Returns the headers that may carry a signature, as Markdown.
pub(in crate::emit) fn header_names(header: &HeaderNames) -> String {
    match header {
        HeaderNames::Names(names) => names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" or "),
        HeaderNames::Numbered { before, after } => code(&format!("{before}{{n}}{after}")),
    }
}

/// The address of the receiver in samples of a vendor that signs it.
const URL: &str = "https://example.com/webhooks";

/// Returns the names and conditions of a catalogue. Vendor text is Markdown, or a literal where the name says so.
pub(in crate::emit) fn values(catalog: &Catalog) -> Values {
    let package = &catalog.crate_.name.value;
    let signature_header =
        catalog.signature.as_ref().map(|signature| header_names(&signature.scheme.header)).unwrap_or_default();
    let scheme = catalog.signature.as_ref().map(|signature| &signature.scheme);
    let signs = scheme.is_some_and(|it| !it.algorithm.is_asymmetric());
    let tolerance = scheme.filter(|it| it.signs_time()).and_then(|it| it.time.as_ref()?.tolerance);
    let has_time = catalog.delivery.sent_at.is_some();
    let chosen = scheme.map(|scheme| Chosen::of(catalog, scheme));
    Values::from([
        ("package", package.clone()),
        ("library", package.replace('-', "_")),
        ("vendor", for_markdown(&catalog.crate_.vendor.value)),
        ("secret", secret_variable(catalog)),
        ("nameless", flag(catalog.is_nameless())),
        ("envelope", flag(catalog.envelope.is_some())),
        ("created_at", flag(has_time)),
        ("extractors", flag(catalog.has_extractors())),
        ("received", if catalog.payload.each.is_some() { "Batch" } else { "Delivery" }.to_owned()),
        ("batch", flag(catalog.payload.each.is_some())),
        ("version", flag(catalog.delivery.version.is_some())),
        ("handshakes", flag(!catalog.handshakes.is_empty())),
        ("named_in_body", flag(!catalog.naming.members.is_empty())),
        ("header_names", flag(catalog.naming.members.is_empty() && catalog.naming.header.is_some())),
        ("event_header", catalog.naming.header.as_ref().map(|header| code(&header.value)).unwrap_or_default()),
        ("suffix", catalog.naming.suffix.as_ref().map(|suffix| code(&suffix.title())).unwrap_or_default()),
        ("beside_body", beside_body(catalog).join(" and ")),
        ("beside_format", vec!["{:?}"; beside_refused(catalog).len()].join(" ")),
        ("beside_refused", beside_refused(catalog).join(", ")),
        ("header_id", flag(catalog.delivery.id_header.is_some())),
        ("unsigned_id", flag(has_unsigned_id(catalog))),
        ("chosen_id", flag(catalog.delivery.id_header.is_some() && chosen.as_ref().is_some_and(|chosen| chosen.id))),
        ("chosen", chosen.as_ref().map(chosen_words).unwrap_or_default().to_owned()),
        ("signature_header", signature_header),
        ("signed_headers", flag(scheme.is_some_and(|it| it.time.is_some() || it.id.is_some() || it.nonce.is_some()))),
        ("signed_time", flag(scheme.is_some_and(Scheme::signs_time))),
        (
            "sample_secret",
            scheme.map(|scheme| format!("{:?}", sample(scheme, "a secret of the tests"))).unwrap_or_default(),
        ),
        ("trial_secret", scheme.map(trial_secret).unwrap_or_default()),
        ("trial", scheme.map(|scheme| format!("{:?}", trial(catalog, scheme))).unwrap_or_default()),
        ("sign_call", sign_call(scheme)),
        ("signs", flag(signs)),
        ("signer", if signs { "secret" } else { "key" }.to_owned()),
        ("signs_body", flag(scheme.is_some_and(|it| it.algorithm != Algorithm::Secret))),
        ("signs_url", flag(scheme.is_some_and(Scheme::signs_url))),
        ("tolerance", tolerance.map(|seconds| seconds.to_string()).unwrap_or_default()),
        ("timeless", flag(scheme.is_some_and(Scheme::signs_time) && tolerance.is_none())),
        ("signed_url", if scheme.is_some_and(Scheme::signs_url) { format!(", {URL:?}") } else { String::new() }),
    ])
}

/// Returns true if no signature covers the header with the id.
fn has_unsigned_id(catalog: &Catalog) -> bool {
    let header = catalog.delivery.id_header.as_ref().zip(catalog.signature.as_ref());
    header.is_some_and(|(header, signature)| !signature.scheme.signs_header(&header.value))
}

/// Returns the words for a request whose parts a test chooses.
fn chosen_words(chosen: &Chosen) -> &'static str {
    match (chosen.time, chosen.id) {
        (true, true) => {
            "a time and an id of your choice: a late one, a repeated one, or another one with the same body"
        }
        (true, false) => "a time of your choice, such as a late one",
        (false, true) => "an id of your choice: a repeated one, or another one with the same body",
        (false, false) => "",
    }
}

/// Returns the expressions of what a stored body does not have, as Markdown.
fn beside_body(catalog: &Catalog) -> Vec<&'static str> {
    let is_by_header = catalog.naming.members.is_empty() && catalog.naming.header.is_some();
    let event = catalog.is_nameless().then_some("the name of the event");
    let event = event.or(is_by_header.then_some("`Verified::event_name()`"));
    event.into_iter().chain(catalog.delivery.id_header.as_ref().map(|_| "`Verified::id()`")).collect()
}

/// Returns the expressions of what the body of a refused delivery does not have, for samples.
fn beside_refused(catalog: &Catalog) -> Vec<&'static str> {
    let event = catalog.naming.members.is_empty().then_some("refused.event_name().map(EventName::as_str)");
    event.into_iter().chain(catalog.delivery.id_header.as_ref().map(|_| "refused.id()")).collect()
}

/// Returns the expression of a forged request's headers in the README, for the body `{}`.
fn sign_call(scheme: Option<&Scheme>) -> String {
    let Some(scheme) = scheme else { return String::new() };
    let url = if scheme.signs_url() { format!(", {URL:?}") } else { String::new() };
    let time = if scheme.signs_time() { ", std::time::SystemTime::now()" } else { "" };
    let other = sample(scheme, "another secret");
    let other = if scheme.algorithm.is_asymmetric() {
        "testing::PrivateKey::from_bytes(&[8; 32]).expect(\"it is a key\")".to_owned()
    } else {
        format!("SigningSecret::new({other:?})?")
    };
    let call = format!("testing::sign(&{other}, b\"{{}}\"{time}{url})");
    if scheme.time.is_none() && scheme.id.is_none() && scheme.nonce.is_none() {
        format!("[({:?}.to_owned(), {call})]", scheme.header.first())
    } else {
        call
    }
}

/// Returns the secret for trying the examples as a word of a shell. With a public key alone, nobody can sign.
fn trial_secret(scheme: &Scheme) -> String {
    if scheme.algorithm.is_asymmetric() {
        shell_word("the public key of the endpoint")
    } else {
        shell_word(&sample(scheme, "a secret to try it"))
    }
}

/// Returns the help of the examples without a secret.
fn trial(catalog: &Catalog, scheme: &Scheme) -> String {
    let set = format!("export {}={}", secret_variable(catalog), trial_secret(scheme));
    if scheme.algorithm.is_asymmetric() { set } else { format!("to try it, in both terminals: {set}") }
}

/// Returns a secret in the vendor's form, for samples.
fn sample(scheme: &Scheme, text: &str) -> String {
    let key = match scheme.key.coding {
        Coding::Text | Coding::Spki => text.to_owned(),
        Coding::Encoded(encoding) => encoding.encode(text.as_bytes()),
    };
    format!("{}{key}{}", scheme.key.before, scheme.key.after)
}
