//! The words of the reference page for how deliveries are signed: all of the scheme, so that `import` reads the same or refuses the page.

use crate::catalog::scheme::{Coding, HeaderNames, Scheme, encoding_name};
use crate::catalog::{Algorithm, Signature, SignatureTime, Text};
use crate::emit::receiver::header_names;
use crate::emit::wording::{code, for_markdown};

/// Says in an item of a list how deliveries are signed.
pub(super) fn line(signature: &Signature) -> String {
    let Signature { words, scheme } = signature;
    let header = header_names(&scheme.header);
    let word = |key: &str| words.facts().into_iter().find(|(known, ..)| *known == key).map(|(_, value, _)| value);
    let value = word("value").unwrap_or_default();
    if scheme.algorithm == Algorithm::Secret {
        let secret = format!("- {header} — {}, where the secret is that of the endpoint.", code(&value));
        return secret
            + &legend(signature, &value)
            + " Nothing is signed: whoever learns the secret can send any body.";
    }
    let form = match (value.strip_suffix("{code}"), scheme.items.len()) {
        (Some(""), 1) => String::new(),
        (Some(prefix), 1) => format!("{} and then ", code(prefix)),
        _ => format!("{}, where the code is ", code(&value)),
    };
    let signed = word("signed").unwrap_or_default();
    let content = match signed.as_str() {
        "{body}" => "the bytes of the body as they were sent".to_owned(),
        signed => format!("{}, with the bytes of the body as they were sent", code(signed)),
    };
    let encoding = for_markdown(words.encoding.as_ref().map_or("", |encoding| &encoding.value));
    let algorithm = scheme.algorithm.title();
    let article = if scheme.algorithm.is_asymmetric() { "a signature by " } else { "an " };
    let main =
        format!("- {header} — {form}{article}{algorithm} over {content}, written in {encoding}; {}.", key(scheme));
    main + &legend(signature, &format!("{value} {signed}"))
}

/// Says what the key is.
fn key(scheme: &Scheme) -> String {
    let key = &scheme.key;
    let name = match key.coding {
        Coding::Text => "text",
        Coding::Encoded(encoding) => encoding_name(encoding),
        Coding::Spki => "spki-base64",
    };
    let owner =
        if scheme.algorithm.is_asymmetric() { "the public key of the vendor" } else { "the secret of the endpoint" };
    let decoded = match key.coding {
        Coding::Text => "",
        Coding::Encoded(_) => &format!(", decoded from {name}"),
        Coding::Spki => ", decoded from base64 of its `SubjectPublicKeyInfo`",
    };
    if key.before.is_empty() && key.after.is_empty() {
        return format!("the key is {owner}{decoded}");
    }
    let whole = format!("{}{{{name}}}{}", key.before, key.after);
    format!("the key is the part {} of {owner}, {}{decoded}", code(&format!("{{{name}}}")), code(&whole))
}

/// Says what the placeholders of the templates are, and what else a receiver must know, in a sentence each.
fn legend(signature: &Signature, templates: &str) -> String {
    let Signature { words, scheme } = signature;
    let mut sentences = match &scheme.header {
        HeaderNames::Names(names) if names.len() < 2 => Vec::new(),
        HeaderNames::Names(_) => vec!["Any of these headers may have it.".to_owned()],
        HeaderNames::Numbered { .. } => {
            vec!["In the name of the header, `{n}` is a number from 1 on; any of these headers may have it.".to_owned()]
        }
    };
    if let Some(list) = &words.list {
        let mark = if list.value == " " { "a space".to_owned() } else { code(&list.value) };
        sentences.push(format!("Several values of a header have {mark} between them."));
    }
    let has = |name: &str| templates.contains(&format!("{{{name}}}"));
    let stands = |header: Option<&Text>| {
        header.map_or("in the same value".to_owned(), |header| format!("in the header {}", code(&header.value)))
    };
    if let Some(time) = &words.time {
        let place = stands(time.header.as_ref());
        let name = if has("time") { "`{time}`, the time of the signature," } else { "An unsigned time" };
        sentences.push(format!("{name} is {place}, {}.{}", unit(time), tolerance(scheme, time)));
    }
    for (name, about, header) in
        [("id", "the id of the delivery", &words.id), ("nonce", "a value that is never repeated", &words.nonce)]
    {
        if has(name) {
            sentences.push(format!("`{{{name}}}`, {about}, is {}.", stands(header.as_ref())));
        } else if header.is_some() {
            sentences.push(format!("An unsigned {name} is {}.", stands(header.as_ref())));
        }
    }
    if has("url") {
        sentences.push("`{url}` is the address of the endpoint as it is registered with the vendor.".to_owned());
    }
    if has("method") {
        sentences.push("`{method}` is `POST`.".to_owned());
    }
    sentences.into_iter().fold(String::new(), |text, sentence| text + " " + &sentence)
}

fn unit(time: &SignatureTime) -> &'static str {
    match time.unit.as_ref().map(|unit| unit.value.as_str()) {
        Some("ms") => "in milliseconds since 1970",
        Some("rfc3339") => "as a date and time of RFC 3339",
        _ => "in seconds since 1970",
    }
}

fn tolerance(scheme: &Scheme, time: &SignatureTime) -> String {
    match time.tolerance {
        Some(seconds) => {
            format!(" A receiver refuses one that is more than {seconds} seconds before or after its own clock.")
        }
        None if scheme.signs_time() => " No limit of its age is documented.".to_owned(),
        None => String::new(),
    }
}
