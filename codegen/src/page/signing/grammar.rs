//! The grammar of understood schemes: a MAC of the raw body, keyed with a secret, in one header.
//!
//! A rule matches a whole sentence. Anything that no rule provides for (another signed item, a second header, an operation on the key)
//! makes the sentence not understood. So the grammar may lack a rule, but no rule accepts too much.

use std::sync::LazyLock;

use regex::Regex;

use crate::page::pattern::pattern;
use crate::page::signing::general;
use crate::page::signing::header::is_signature_header;
use crate::page::signing::normal::Normal;
use crate::page::signing::reading::{Fact, FactKind, Reading};

/// Reads a sentence in normal form.
pub(super) fn read(normal: Normal) -> Reading {
    if general::is_general(&normal.text) {
        return Reading::General;
    }
    if UNSIGNED.is_match(&normal.text) {
        return Reading::Unsigned;
    }
    let is_signature = |fact: &Fact| fact.kind != FactKind::Header || is_signature_header(&fact.value);
    let is_about_event = EVENT.is_match(&normal.text);
    if is_about_event && !normal.facts.iter().any(is_signature) {
        return Reading::General;
    }
    if !is_scheme(&normal.text) || !normal.facts.iter().all(is_signature) {
        return Reading::Unread;
    }
    let mut facts = normal.facts;
    let mut fact = |kind, value: &str| facts.push(Fact { kind, value: value.to_owned(), span: normal.span.clone() });
    for found in ENCODING.find_iter(&normal.text) {
        fact(FactKind::Encoding, if found.as_str().starts_with("hex") { "hex" } else { "base64" });
    }
    if CONTENT.is_match(&normal.text) {
        fact(FactKind::Body, "body");
    }
    Reading::Scheme(facts)
}

/// Returns true if the grammar derives a sentence, optionally with a general clause behind it, or with `for example`.
fn is_scheme(text: &str) -> bool {
    let text = general::without_introduction(text);
    let is_derived = |text: &str| RULES.iter().any(|rule| rule.is_match(text.trim()));
    let clauses = [", so ", " - ", "; ", ", and "].into_iter();
    let mut splits = clauses.flat_map(|mark| text.match_indices(mark).map(move |(at, _)| (at, at + mark.len())));
    is_derived(text)
        || splits.any(|(end, start)| is_derived(&text[..end]) && general::is_general_clause(&text[start..]))
}

// The parts of sentences. Each is one component of a scheme.

const HEADER: &str = concat!(
    r"(?:(?:the|a|an|our|http|https|request|signature|custom) )*(?:header )?(?:named |called )?§h(?: (?:http |request )*header)?",
    r"(?: of (?:each|every|the|a) (?:http |webhook |post )*(?:request|delivery|call))?",
);
const SPELLING: &str = r"(?:(?:lower ?-?case|standard|padded) )*(?:hex|hexadecimal|base64)";
const BODY: &str = concat!(
    r"(?:(?:the|your|its|each|every|that) )?(?:bytes of (?:the |its )?)?",
    r"(?:(?:raw|exact|unmodified|unparsed|unaltered|unchanged|entire|whole|complete|full|original)(?:,? (?:and )?))*",
    r"(?:(?:http|https|json|utf-8|request(?:'s)?|post|webhook(?:'s)?|delivery(?:'s)?) )*",
    r"(?:body|raw payload|(?:raw )?request payload)(?: bytes)?",
    r"(?: of (?:the|each|every|that) (?:(?:http|webhook|post) )*(?:request|delivery|webhook|post))?",
    r"(?:,? (?:exactly |just )?as (?:(?:it|they) (?:(?:is|was|are|were) )?)?(?:received|sent|delivered|arrived|arrives|came|comes))?",
);
const SECRET: &str = concat!(
    r"(?:(?:the|your|its|this|that|their) )?(?:(?:endpoint|webhook|subscription|integration)(?:'s)? )*",
    r"(?:(?:app(?:lication)?(?:'s)?|client|shared|signing|hmac|webhook) )*(?:secret key|secret|signing key|shared key)",
    r"(?: of (?:the|your|that) (?:webhook )?(?:endpoint|webhook|subscription))?",
    r"(?: (?:(?:which |that )?(?:is )?shown|(?:that )?you (?:will )?find|from) (?:in|on)? ?(?:the|your) (?:dashboard|settings))?",
);
const SUBJECT: &str = concat!(
    r"(?:(?:the|all|each|every|our|a|any) )?(?:(?:webhook|http|post) )*",
    r"(?:deliver(?:y|ies)|requests?|webhooks?|calls?|events?|notifications?)(?: (?:that )?(?:we|§n) sends?)?",
);

/// Replaces the names in braces by the parts that they name.
fn written(form: &str) -> String {
    let code = r"(?:(?:the|a|an|its) )?(?:{spelling}(?:[- ]encoded)? )?(?:§a|hmac)(?: (?:{spelling} )?(?:hash|digest|signature|mac|code|value|checksum))?(?: \({spelling}\))?";
    let call = r"(?:§a ?{arguments}|{spelling}(?:[-_ ]?encode)? ?\( ?§a ?{arguments} ?\))";
    let arguments = r"\( ?(?:{secret}, ?{body}|{body}, ?{secret}) ?\)";
    let of = r"(?: (?:of|over|for)|,? (?:computed|calculated|taken|made|generated) (?:over|of|from|on)) {body}";
    let spelled = concat!(
        r"(?:(?:,| and|, and)? (?:then )?(?:encoded|written|given|rendered|represented|expressed|formatted) (?:as|in) (?:an? )?{spelling}",
        r"|, (?:as|in) (?:an? )?{spelling}|(?:,|,? and) {spelling}[- ]encoded| \({spelling}(?:[- ]encoded)?\))(?: string| digits| digest| encoding| form)?",
    );
    let keyed = concat!(
        r"(?:,? (?:and )?(?:(?:is |are |which is )?(?:keyed|made|computed|calculated|created|generated|signed) )?(?:with|using|by) {secret}",
        r"(?: as (?:(?:the|its|a) )?(?:(?:hmac|secret|signing) )*key)?|[;,] (?:and )?(?:the|its) key is {secret})",
    );
    let recoded = concat!(
        r"(?:,? and (?:then )?(?:encoded|written|given|rendered) (?:as|in) (?:an? )?{spelling}(?: string| digits| digest)?",
        r"|,? (?:and )?(?:then )?(?:{spelling}[- ]encode|encode) (?:it|the (?:result|digest|hash|signature|code))(?: (?:as|in|to|with) (?:an? )?{spelling}(?: string| digits)?)?)",
    );
    let behind = concat!(
        r"(?:,? (?:(?:which|that) )?(?:is |are )?",
        r"(?:behind|prefixed (?:with|by)|preceded by|starts with|starting with|begins with|beginning with) §p)",
    );
    let value = concat!(
        r"(?:(?:(?:the (?:prefix|text|literal) )?§p(?:,? (?:is )?(?:followed by|and then|and|plus|then|\+))? )?{call}(?:,? (?:as|in) {spelling})?",
        r"|(?:(?:the (?:prefix|text|literal) )?§p(?:,? (?:is )?(?:followed by|and then|and|plus|then|\+))? |§p {slot}, where (?:{slot}|it) is )?{code}",
        r"(?:(?:{of})?(?:{spelled})?(?:{keyed})?(?:{recoded})?|{keyed}{of}(?:{spelled})?)(?:{behind})?)",
    );
    let slot = r"[<{](?:hex|base64|signature|code|hash|digest|hmac|mac)[>}]";
    let carries = r"(?:have|carry|contain|include|bear|come with|are sent with|arrive with|has|carries|contains|includes|bears|comes with|is sent with|arrives with|will have|will include|will contain)";
    let it = r"(?:it|this|the value|its value|the signature|the (?:result|digest|hash|code))";
    let as_spelled = r"(?:,? (?:as|in) (?:an? )?{spelling}(?: string| digits| form| encoding)?|, (?:{spelling}[- ]encoded|encoded (?:as|in) {spelling}))";
    let is = r"(?: ?(?:-|:|=|\|) ?| (?:is|holds|has|contains|carries|will contain|equals) )";
    let stands = r"(?:is|stands|goes|comes|arrives|travels|(?:is|are) (?:sent|placed|put|passed|included|given|delivered|found)|can be found)";
    let compare = concat!(
        r"(?:compare|check) (?:it|the result|your result|both|them|the two|the two values)",
        r"(?: (?:with|to|against) (?:(?:the )?(?:value|signature|code|one) (?:of|in|from) )?(?:{header}|the header|the signature|the value|it))?",
        r"(?:,? (?:in|with a|using a) constant[- ]time(?: comparison| compare| function| equality check)?)?",
    );
    let parts = [
        ("{compare}", compare),
        ("{value}", value),
        ("{call}", call),
        ("{arguments}", arguments),
        ("{slot}", slot),
        ("{carries}", carries),
        ("{it}", it),
        ("{as-spelled}", as_spelled),
        ("{behind}", behind),
        ("{recoded}", recoded),
        ("{keyed}", keyed),
        ("{spelled}", spelled),
        ("{of}", of),
        ("{code}", code),
        ("{is}", is),
        ("{stands}", stands),
        ("{header}", HEADER),
        ("{subject}", SUBJECT),
        ("{secret}", SECRET),
        ("{body}", BODY),
        ("{spelling}", SPELLING),
    ];
    parts.iter().fold(form.to_owned(), |text, (name, part)| text.replace(name, &format!("(?:{part})")))
}

fn rule(form: &str) -> Regex {
    pattern(&format!("^(?:{})$", written(form)))
}

static RULES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let forms = [
        // The header and its value.
        "{header}{is}{value}",
        "{header}{is}(?:the|a|its|this) (?:webhook |request )?signature(?: of (?:{subject}|{body}))?",
        "{header}",
        "(?:the )?(?:signature )?header(?: name)?{is}§h",
        "{subject} {carries} {value},? in {header}",
        "{subject} {carries} {header}(?:(?:,| -|:| with|,? (?:which|that) (?:is|holds|contains|includes|carries|has)|,? (?:containing|holding|with)) {value})?",
        "{value}(?:,? (?:and )?(?:then )?{stands} (?:in|as) {header}(?:{as-spelled})?)?",
        "(?:the|this|its|a|each) (?:resulting |webhook )?signature {stands} (?:in|as) {header}(?:{as-spelled})?",
        "(?:we|§n) (?:sends?|puts?|includes?|places?|adds?) (?:the|this|its|a) signature (?:in|as|to) {header}(?:{as-spelled})?",
        "(?:you (?:(?:will|can) )?)?find (?:{value}|the signature),? in {header}",
        "(?:it|this|the value|its value|(?:the|this) header(?:'s value)?){is}{value}",
        "(?:we|§n) (?:computes?|calculates?|creates?|generates?|makes?) {value}(?:,? and (?:then )?(?:sends?|puts?|includes?|places?|pass(?:es)?) {it}(?: {spelling}[- ]encoded)? (?:in|as) {header})?",
        "(?:(?:always|please|make sure to|you should|you must) )?(?:verify|check) {header}(?: of (?:each|every|the) (?:request|delivery))?",
        // The scheme.
        "{subject} (?:is|are) signed (?:with|using|by) (?:{value}|{secret}(?:,? (?:with|using) {value})?)(?:,? (?:and sent |sent )?in {header})?",
        "{subject} (?:is|are) signed in {header}",
        "(?:we|§n) signs? {subject} (?:with|using) (?:{value}|{secret}(?:,? (?:with|using) {value})?)",
        "(?:the|this|its|a|each) signature(?:{is}| is (?:computed|calculated|made|generated|created) (?:as|with|using|by) ){value}",
        "(?:the|this|its|a|each) signature is (?:(?:encoded|written|given) (?:as|in) )?{spelling}(?:[- ]encoded)?",
        "(?:(?:(?:the|its|this) (?:value|signature|header|code)(?: value)?|it) )?(?:is prefixed with|starts with|begins with|has the prefix) §p",
        "(?:(?:the|its) )?(?:(?:hmac|signing) )?key{is}{secret}(?:,? and the (?:message|content){is}{body})?",
        "{secret} is (?:used as )?(?:the|its) (?:hmac |signing )?key",
        "(?:(?:the|hash|hashing|hmac|signature|signing) )*algorithm{is}§a",
        "(?:(?:the|signature|digest|code) )*encoding{is}{spelling}",
        "(?:the )?(?:signed (?:content|message|payload|data)|message){is}{body}",
        // Instructions to a receiver.
        "(?:to verify (?:it|{subject}|the signature|a signature)[,:] )?(?:then |first,? )?(?:compute|calculate|recompute|generate|create) {value}(?:,? (?:and )?(?:then )?{compare})?",
        "(?:then |finally,? )?{compare}",
        "(?:first,? )?(?:take|get|read|use) {body}",
        "(?:(?:first|then|next),? )?(?:read|get|take|extract) {header}(?: from the request)?",
        "(?:(?:then|finally),? )?(?:{spelling}[- ]encode|encode) the (?:result|digest|hash|signature|code)(?: (?:as|in|to|with) (?:an? )?{spelling}(?: string| digits)?)?",
        "use {secret} to (?:verify|check) (?:it|{subject}|the signature|signatures)",
    ];
    forms.map(rule).into()
});

static UNSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        "{subject} (?:is|are) (?:(?:currently |at present |today )?not (?:yet |currently )?signed|unsigned)(?: yet| today| at present| currently)?|(?:we|§n) do(?:es)? not sign {subject}(?: yet)?",
    )
});

/// Sentences about the header that names the event.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        "{header}{is}?(?: ?(?:names|repeats|is|has|holds|contains) ?)?(?:(?:the|an?) )?(?:name of (?:the|its) event|event(?:'s)?(?: name| type)?|type of (?:the|its) event)(?:,? (?:e\\.g\\.|for example|such as|as in) ?(?:§e|\\S+))?",
    )
});

static ENCODING: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:hex|hexadecimal|base64)(?:_?encode)?\b"));
static CONTENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&written(
        r"(?:of|over|for|from|on|(?:signed (?:content|message|payload|data)|message|content){is}) ?{body}|{arguments}",
    ))
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::mapped::Mapped;
    use std::collections::BTreeSet;

    fn reading(text: &str) -> Reading {
        let mapped = Mapped::verbatim(text, 0..text.len());
        let names = BTreeSet::from(["Acme".to_owned()]);
        let context = crate::page::signing::normal::Context { names: &names, events: &[] };
        read(crate::page::signing::normal::normal(&mapped, 0..text.len(), false, &context))
    }

    fn facts(text: &str) -> Vec<String> {
        match reading(text) {
            Reading::Scheme(facts) => facts.into_iter().map(|fact| fact.value).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn plain_schemes_are_read() {
        for text in [
            "X-Acme-Signature—sha256=followed by the HMAC-SHA256 of the raw request body, keyed with your endpoint's signing secret.",
            "`X-Acme-Signature` is the HMAC-SHA256 of the body, behind `sha256=`",
            "X-Acme-Signature — sha256= and then an HMAC-SHA256 over the bytes of the body as they were sent, written in hex; the key is the secret of the endpoint.",
        ] {
            let found = facts(text);
            for wanted in ["X-Acme-Signature", "hmac-sha256", "sha256=", "body"] {
                assert!(found.iter().any(|value| value == wanted), "{text}: {found:?}");
            }
        }
        for text in [
            "Each delivery is signed with HMAC-SHA256 using your signing secret, so you can verify it.",
            "The signature is sent in the X-Acme-Signature header.",
            "The signature is computed as the hex-encoded HMAC-SHA256 of the raw request body, keyed with the endpoint's secret",
            "Compute the HMAC-SHA256 of the raw body with your secret and compare it with the header in constant time.",
            "Webhook-Signature: base64-encoded HMAC-SHA256 of the raw body",
        ] {
            assert!(!facts(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn unknown_parts_make_a_sentence_unread() {
        for text in [
            "X-Acme-Signature: HMAC-SHA256 of the timestamp in X-Acme-Timestamp, a dot and the raw request body",
            "X-Acme-Signature: HMAC-SHA256 of the raw request body and the timestamp",
            "X-Acme-Signature: HMAC-SHA256 of the raw request body (with the timestamp in front)",
            "X-Acme-Signature: HMAC-SHA256 of the raw request body, keyed with your base64-decoded secret",
            "X-Acme-Signature: HMAC-SHA256 of the raw request body, keyed with your API key",
            "X-Acme-Signature: HMAC-SHA256 of the SHA-256 of the raw request body",
            "X-Acme-Signature: HMAC-SHA256 of the minified JSON body",
            "X-Acme-Signature: the first 32 characters of the HMAC-SHA256 of the body",
            "X-Acme-Signature: base64url-encoded HMAC-SHA256 of the body",
            "X-Acme-Signature holds t=1,v1=HMAC-SHA256 of the body",
            "The signature is not the HMAC-SHA256 of the body",
            "X-Acme-Timestamp: HMAC-SHA256 of the body",
            "X-Acme-Signature-1: HMAC-SHA256 of the body",
            "Uppercase-hex-encode the result.",
            "Hex-encode it.",
            "X-Acme-Signature is the HMAC-SHA256 of the raw request body, and the event.",
            "X-Acme-Signature is the HMAC-SHA256 of the raw request body; and the endpoint.",
            "X-Acme-Signature is the HMAC-SHA256 of the raw request body - and your secret.",
            "Read the X-Acme-Signature header, and the secret.",
            "The signature is keyed with the secret shown in your dashboard and the time.",
        ] {
            assert!(matches!(reading(text), Reading::Unread), "{text}: {:?}", reading(text));
        }
        for text in ["Deliveries are not signed.", "Webhooks are currently not signed.", "We do not sign webhooks."] {
            assert!(matches!(reading(text), Reading::Unsigned), "{text}");
        }
    }

    /// Plain wordings of one scheme, with all that a receiver needs.
    const PLAIN: &[&str] = &[
        "Every request carries an `X-Acme-Signature` header: the hex-encoded HMAC-SHA256 of the raw request body, with your webhook secret as the key.",
        "Each delivery has a header called `X-Acme-Signature`, a hex HMAC-SHA256 of the raw request body made with your signing secret.",
        "The `X-Acme-Signature` header contains a hex-encoded HMAC-SHA256 digest of the raw request body, keyed with your app's client secret.",
        "The hex HMAC-SHA256 of the raw request body, keyed with your signing secret, and is sent in the `X-Acme-Signature` header.",
        "An HMAC-SHA256 signature of the raw request body made with your signing secret is included in the `X-Acme-Signature` header as a hexadecimal string.",
        "You will find the hex HMAC-SHA256 of the raw request body, keyed with your signing secret, in the `X-Acme-Signature` header.",
        "We calculate an HMAC-SHA256 of the raw request body with your signing secret, encode it as hex and send it in the `X-Acme-Signature` header.",
        "To verify a request, compute an HMAC with SHA-256 over the raw request body using your signing secret, hex-encode it, and compare it with the `X-Acme-Signature` header using a constant-time comparison.",
        "`X-Acme-Signature`: hex(HMAC-SHA256(signing secret, raw request body))",
        "`X-Acme-Signature` = hex_encode(HMAC_SHA256(raw request body, signing secret))",
        "`X-Acme-Signature` = HMAC-SHA256(signing secret, raw request body) in hex",
    ];

    #[test]
    fn plain_wordings_have_all_facts() {
        for text in PLAIN {
            let found: BTreeSet<String> = facts(text).into_iter().collect();
            let wanted = ["X-Acme-Signature", "body", "hex", "hmac-sha256"];
            assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), wanted, "{text}");
        }
        for (text, wanted) in [
            (
                "The header `X-Acme-Signature` holds `sha256=<hex>`, where `<hex>` is the HMAC-SHA256 of the raw body with your secret as key",
                "sha256=",
            ),
            ("`X-Acme-Signature`: `sha256=` + hex(HMAC-SHA256(secret, body))", "sha256="),
            (
                "It is the hex-encoded HMAC-SHA256 of the raw request body, using your webhook secret as the key.",
                "hmac-sha256",
            ),
            ("The signature is in the `X-Acme-Signature` header, hex encoded.", "hex"),
            ("Compute the HMAC of the raw body using your signing secret and base64 encode the result.", "base64"),
            ("The key is your webhook's signing secret and the message is the raw request body.", "body"),
            ("Signed content: raw request body", "body"),
            ("Signature header: `X-Acme-Signature`", "X-Acme-Signature"),
            ("Signature algorithm | HMAC-SHA256", "hmac-sha256"),
            ("Encoding: hex", "hex"),
            ("Starts with `sha256=`.", "sha256="),
            (
                "We compute an HMAC-SHA256 of the raw body using your secret, and send it hex-encoded in the header `X-Acme-Signature`.",
                "hex",
            ),
            ("All requests include the header `X-Acme-Signature`.", "X-Acme-Signature"),
            ("It is the HMAC-SHA256 of the body, keyed with the secret shown in your dashboard.", "hmac-sha256"),
            ("Hex-encode the result.", "hex"),
            ("Read the `X-Acme-Signature` header.", "X-Acme-Signature"),
        ] {
            assert!(facts(text).iter().any(|value| value == wanted), "{text}");
        }
        for text in [
            "The secret of your endpoint is the key.",
            "Use your signing secret to verify it.",
            "Take the raw request body.",
        ] {
            assert_eq!(facts(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn no_plain_wording_hides_another_part() {
        let others = [
            ("raw request body", "timestamp and the raw request body"),
            ("raw request body", "raw request body and the timestamp"),
            ("raw request body", "SHA-256 of the raw request body"),
            ("raw request body", "URL + raw request body"),
            ("raw request body", "minified request body"),
            ("raw request body", "`data` object"),
            ("raw request body", "base64-encoded raw request body"),
            ("signing secret", "base64-decoded signing secret"),
            ("signing secret", "signing secret and the timestamp"),
            ("HMAC", "truncated HMAC"),
            ("HMAC-SHA256", "SHA256"),
            ("HMAC-SHA256", "HMAC-MD5"),
            ("HMAC-SHA256", "HMAC-SHA512/256"),
            ("hex", "base64url"),
            ("hex", "uppercase"),
        ];
        for (text, (part, other)) in PLAIN.iter().flat_map(|text| others.map(|pair| (text, pair))) {
            let changed = text.replace(part, other);
            if changed != **text {
                assert!(matches!(reading(&changed), Reading::Unread), "{changed}: {:?}", reading(&changed));
            }
        }
    }
}
