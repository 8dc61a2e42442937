//! The rules for values of the catalogue.

use codegen_runtime::format::date;
use heck::ToUpperCamelCase as _;

use crate::catalog::notation;
use crate::catalog::scheme::{Algorithm, ENCODINGS, UNITS, names};
use crate::source::location::Pointer;
use crate::source::nearest::nearest;
use crate::source::visible::is_invisible;

/// A breach of a rule.
pub(super) struct Breach {
    /// The diagnostic's code.
    pub(super) code: &'static str,
    /// One sentence.
    pub(super) message: String,
    /// The correction.
    pub(super) help: String,
}

/// A rule: returns a breach, or `None` for a correct value.
pub(super) type Rule = fn(&str) -> Option<Breach>;

pub(super) fn breach(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Breach {
    Breach { code, message: message.into(), help: help.into() }
}

/// Returns the breach unless the value is correct.
fn unless(is_correct: bool, code: &'static str, message: impl Into<String>, help: &str) -> Option<Breach> {
    (!is_correct).then(|| breach(code, message, help))
}

/// Requires a text that is not blank.
pub(super) fn filled(value: &str) -> Option<Breach> {
    if value.contains(char::is_control) {
        let help = "write it on one line, without tabs and other control characters";
        return Some(breach("control-character", "this value has a control character", help));
    }
    unless(!value.trim().is_empty(), "empty-value", "this value is empty", "write a text")
}

/// Requires a reason in words: `diff --check` leaves its place open.
pub(super) fn reason(value: &str) -> Option<Breach> {
    let says = value.contains(char::is_alphanumeric);
    filled(value).or_else(|| unless(says, "empty-value", "this value says nothing", "write why, in a sentence"))
}

/// Requires the name of a type as Rust spells them.
pub(super) fn rust_name(value: &str) -> Option<Breach> {
    let is_spelled = value.starts_with(|first: char| first.is_ascii_uppercase())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && value == value.to_upper_camel_case();
    unless(
        is_spelled,
        "not-a-type",
        "this cannot be the name of a type",
        "spell it as Rust does, with ASCII letters and digits: `OrderPaid`",
    )
}

/// Requires a web address that crates.io accepts.
pub(super) fn url(value: &str) -> Option<Breach> {
    let uri = fluent_uri::Uri::parse(value).ok();
    let is_web = |uri: &fluent_uri::Uri<&str>| {
        let is_http = ["http", "https"].iter().any(|scheme| uri.scheme().as_str().eq_ignore_ascii_case(scheme));
        is_http && uri.authority().is_some_and(|authority| !authority.host().is_empty())
    };
    let is_correct = uri.as_ref().is_some_and(is_web);
    unless(
        is_correct,
        "invalid-url",
        format!("`{value}` is not a web address"),
        "write the full address, as in `https://example.com/acme/webhooks`",
    )
}

/// Requires a package name that Cargo and crates.io accept.
pub(super) fn crate_name(value: &str) -> Option<Breach> {
    let letters = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let crate_name = value.replace('-', "_");
    if ["test", "core", "std", "alloc", "proc_macro"].contains(&crate_name.as_str()) {
        let message = format!("`{value}` is the name of a crate that comes with Rust");
        return Some(breach("invalid-crate-name", message, format!("choose another name, as in `{value}-webhooks`")));
    }
    let keyword = syn::parse_str::<syn::Ident>(&crate_name).is_err();
    let short = value.len() <= 64;
    let is_correct = letters && short && !keyword && value.starts_with(|first: char| first.is_ascii_alphabetic());
    // rustc warns of a crate that is not in snake case.
    if is_correct && value.contains(|letter: char| letter.is_ascii_uppercase()) {
        let message = format!("`{value}` has upper-case letters, which a crate does not have");
        return Some(breach("invalid-crate-name", message, format!("write `{}`", value.to_ascii_lowercase())));
    }
    unless(
        is_correct,
        "invalid-crate-name",
        format!("`{value}` is not a valid package name"),
        "use up to 64 ASCII letters, digits, `-` and `_`, starting with a letter; Rust keywords are reserved",
    )
}

/// Requires a version [Semantic Versioning 2.0.0].
pub(super) fn version(value: &str) -> Option<Breach> {
    let error = semver::Version::parse(value).err()?;
    Some(breach(
        "invalid-version",
        format!("`{value}` is not a semantic version: {error}"),
        "write three numbers, as in `0.1.0`",
    ))
}

/// Requires a path inside the catalogue's folder, without hidden parts.
pub(super) fn path(value: &str) -> Option<Breach> {
    let is_unseen = |found: char| found != ' ' && is_invisible(found);
    // Files and folders with a leading dot are hidden, and not read.
    let plain = |segment: &str| !segment.is_empty() && !segment.starts_with('.') && !segment.contains(is_unseen);
    let portable = !value.contains(['\\', ':']);
    let is_correct = portable && value.split('/').all(plain);
    unless(
        is_correct,
        "path-leaves-folder",
        format!("`{value}` is not a path inside the catalogue's folder"),
        "write a relative path with `/` and no leading `.`, as in `events/order.paid.schema.json`",
    )
}

/// Requires a header name: a token [RFC 9110 §5.6.2].
pub(super) fn header(value: &str) -> Option<Breach> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let is_correct = !value.is_empty() && value.bytes().all(is_token);
    unless(
        is_correct,
        "invalid-header-name",
        format!("`{value}` is not a valid header name"),
        "use ASCII letters, digits and `-`, as in `X-Signature`",
    )
}

/// Requires a header name, or the pattern of numbered ones.
pub(super) fn numbered_header(value: &str) -> Option<Breach> {
    header(&value.replacen("{n}", "1", 1)).map(|breach| Breach {
        message: format!("`{value}` is not a valid header name"),
        help: "use ASCII letters, digits and `-`, as in `X-Signature`; `{n}` stands for a number".to_owned(),
        ..breach
    })
}

/// Requires visible ASCII and inner spaces, for the template of a header value.
pub(super) fn header_value(value: &str) -> Option<Breach> {
    template(value, "write the form of the value, as in `sha256={code}`")
}

/// Requires a text that may stand in a header.
fn template(value: &str, help: &str) -> Option<Breach> {
    let is_visible = value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    unless(
        is_visible && !value.is_empty() && value.trim() == value,
        "invalid-template",
        "this must consist of visible ASCII characters, without spaces at its ends",
        help,
    )
}

/// Requires one mark between values.
pub(super) fn separator(value: &str) -> Option<Breach> {
    let is_mark = |byte: &u8| (byte.is_ascii_punctuation() && !b"+/=".contains(byte)) || *byte == b' ';
    unless(
        matches!(value.as_bytes(), [byte] if is_mark(byte)),
        "invalid-separator",
        "a separator must be one mark or one space",
        "write the mark between two complete values, as in `list = \" \"`",
    )
}

/// Requires a text that is not empty.
pub(super) fn not_empty(value: &str) -> Option<Breach> {
    unless(!value.is_empty(), "empty-value", "this value is empty", "write a text")
}

/// The help with a scheme that the catalogue cannot express.
pub(in crate::catalog) const NO_RECEIVER: &str =
    "if the vendor uses another one, remove `[signature]`: the crate then has no receiver";

pub(super) fn algorithm(value: &str) -> Option<Breach> {
    exactly("unknown-algorithm", "algorithm", value, &names(&Algorithm::ALL), NO_RECEIVER)
}

pub(super) fn encoding(value: &str) -> Option<Breach> {
    exactly("unknown-encoding", "encoding", value, &names(&ENCODINGS), NO_RECEIVER)
}

pub(super) fn unit(value: &str) -> Option<Breach> {
    let is_known = names(&UNITS).contains(&value);
    let help = "known: `s` (seconds), `ms` (milliseconds), `rfc3339`; if the vendor signs a time of another form, remove \
                `[signature]`: the crate then has no receiver";
    unless(is_known, "unknown-unit", format!("unknown unit: `{value}`"), help)
}

/// Requires the form of a secret.
pub(super) fn key_format(value: &str) -> Option<Breach> {
    let help = if value.starts_with("-----") {
        "write the form of keys, not a key: `{spki-base64}` is the text between the lines of a public key in PEM"
    } else {
        "write the form of secrets, not a secret, as in `whsec_{base64}`"
    };
    template(value, help)
}

/// Requires one of the known values. Help proposes a known value only if the given one differs in case or `_`: a merely similar name may
/// mean something else.
fn exactly(code: &'static str, what: &str, value: &str, known: &[&str], otherwise: &str) -> Option<Breach> {
    if known.contains(&value) {
        return None;
    }
    let help = match known.iter().find(|known| known.eq_ignore_ascii_case(&value.replace('_', "-"))) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known: `{}`; {otherwise}", known.join("`, `")),
    };
    Some(breach(code, format!("unknown {what}: `{value}`"), help))
}

/// Requires one of the known values.
pub(super) fn one_of(code: &'static str, what: &str, value: &str, known: &[&str]) -> Option<Breach> {
    if known.contains(&value) {
        return None;
    }
    let list: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    let help = match nearest(value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known: {}", list.join(", ")),
    };
    Some(breach(code, format!("unknown {what}: `{value}`"), help))
}

/// Requires a calendar date, `YYYY-MM-DD`.
pub(super) fn date(value: &str) -> Option<Breach> {
    let is_correct = date::is_valid(value);
    unless(
        is_correct,
        "invalid-date",
        format!("`{value}` is not a date"),
        "write year, month and day, as in `2026-06-12`",
    )
}

/// Requires a SHA-256 in hex.
pub(super) fn sha256(value: &str) -> Option<Breach> {
    let is_correct = value.len() == 64 && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    unless(
        is_correct,
        "invalid-sha256",
        "this is not a SHA-256 in hex",
        "it has 64 lower-case digits: remove the line, then run `cargo xtask import`, which writes it or shows it",
    )
}

/// Requires a JSON Pointer [RFC 6901].
pub(super) fn pointer(value: &str) -> Option<Breach> {
    let meant = notation::tokens(value).map(|tokens| notation::pointer(&tokens)).filter(|meant| !meant.is_empty());
    unless(
        Pointer::parse(value).is_some(),
        "invalid-pointer",
        format!("`{value}` is not a JSON Pointer"),
        &format!(
            "start with `/`; escape `~` as `~0` and `/` in a name as `~1`, as in `{}`",
            meant.as_deref().unwrap_or("/properties/total")
        ),
    )
}

/// Requires a JSON Pointer to a member of the body.
pub(super) fn body_pointer(value: &str) -> Option<Breach> {
    let meant = notation::tokens(value).unwrap_or_default();
    let inner = meant.rsplit(|token| notation::is_element(token)).next().unwrap_or_default();
    let pointer = if inner.is_empty() { "/type".to_owned() } else { notation::pointer(inner) };
    let help = if inner.len() < meant.len() {
        format!(
            "write `each` of `[payload]` for an array of deliveries, and the pointer from one of them, as in `{pointer}`"
        )
    } else {
        format!("write the pointer of a member, as in `{pointer}`")
    };
    unless(
        !value.is_empty() && Pointer::parse(value).is_some(),
        "invalid-pointer",
        format!("`{value}` is not the JSON Pointer of a member"),
        &help,
    )
}

/// Requires a JSON Pointer to an array, followed by `/*`.
pub(super) fn elements(value: &str) -> Option<Breach> {
    let array = value.strip_suffix("/*").and_then(Pointer::parse);
    let mut meant = notation::tokens(value).unwrap_or_default();
    while meant.last().is_some_and(|token| token.is_empty() || notation::is_element(token)) {
        meant.pop();
    }
    let is_one_array = !meant.is_empty() && !meant.iter().any(|token| token == notation::ANY);
    let pointer = if is_one_array { notation::pointer(&meant) } else { "/events".to_owned() };
    unless(
        array.is_some_and(|array| array.tokens().all(|token| token != notation::ANY)),
        "invalid-pointer",
        format!("`{value}` does not lead to the elements of an array"),
        &format!("write `/*` if the body is the array, or a pointer and `/*`, as in `{pointer}/*`"),
    )
}

/// Requires a JSON Pointer to a member of `properties`.
pub(super) fn member_pointer(value: &str) -> Option<Breach> {
    let is_member = |tokens: &[String]| matches!(tokens, [.., outer, _] if outer == "properties");
    let tokens: Option<Vec<String>> = Pointer::parse(value).map(|pointer| pointer.tokens().collect());
    if tokens.is_some_and(|tokens| is_member(&tokens)) {
        return None;
    }
    let meant = notation::tokens(value).filter(|tokens| is_member(tokens));
    let meant = meant.map_or_else(|| "/properties/total".to_owned(), |tokens| notation::pointer(&tokens));
    Some(breach(
        "invalid-pointer",
        format!("`{value}` is not the JSON Pointer of a member"),
        format!("write the place of the removed schema, as in `{meant}`"),
    ))
}
