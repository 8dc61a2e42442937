//! The signature in a source that can describe it only in prose: its texts are read like those of a page, and a person decides.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::documentation::Documentation;
use crate::import::signature::{Import, WORDS};
use crate::page::{self, FactKind, Reading, Sentence, Signing};
use crate::source::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::location::{Place, Source};
use crate::source::visible;

/// The number of words between the name of an algorithm and one of signing beside it.
const NEAR: usize = 4;

/// Handles a source other than a page. Returns lines for a person to confirm.
pub(super) fn unsaid(
    source: &Arc<Source>,
    documentation: &Documentation,
    known: Option<&Catalog>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let events: Vec<&str> = documentation.events.iter().map(|event| event.wire_name.as_str()).collect();
    let signing = page::signing_of(source, &documentation.prose, &events);
    let says = |sentence: &&Sentence| !matches!(sentence.reading, Reading::General);
    let said: Vec<Place> =
        signing.sentences.iter().filter(says).map(|sentence| Place::new(source, sentence.span.clone())).collect();
    let hash = signing.hash().filter(|_| !said.is_empty());
    let signature = known.and_then(|known| known.signature.as_ref());
    let reviewed = known.and_then(|known| known.reviewed.as_ref());
    match (hash, reviewed) {
        (Some(hash), None) if signature.is_some() => {
            let import = Import { source, signing: &signing, known, hash };
            diagnostics.extend(compare(&import, &said));
            Vec::new()
        }
        (Some(hash), Some(reviewed)) if reviewed.value != hash => {
            let changed = "the document's sentences about signing have changed since the review";
            let changed = shown(Diagnostic::warning("signature-changed", changed), &said);
            let changed = changed.related(reviewed.place.clone(), "the review");
            diagnostics.push(changed.help(format!("correct `[signature]` by them, and write `reviewed = \"{hash}\"`")));
            Vec::new()
        }
        (_, Some(_)) => Vec::new(),
        (None, None) if signature.is_some() => Vec::new(),
        (hash, None) => {
            let headers: Vec<&str> =
                documentation.signature_headers.iter().map(|header| header.name.as_str()).collect();
            let is_certain = |sentence: &Sentence| match sentence.reading {
                Reading::General => false,
                Reading::Unsigned | Reading::Scheme(_) => true,
                Reading::Unread => says_how(&sentence.text, &headers),
            };
            let is_certain = signing.sentences.iter().any(is_certain);
            let lines = lines(&signing, documentation, hash.as_deref(), is_certain);
            diagnostics.push(without_signature(source, documentation, &said, is_certain, &lines));
            lines
        }
    }
}

/// Returns true if a sentence that is not understood is about a signature all the same: it names the header of one, or the algorithm beside
/// a word of signing. The hash of a signed document is something else.
fn says_how(text: &str, headers: &[&str]) -> bool {
    let text = text.to_lowercase();
    let is_known = |name: &str| headers.iter().any(|header| header.eq_ignore_ascii_case(name));
    let is_own = |name: &str| {
        name.starts_with("x-") && name.split('-').any(|part| matches!(part, "signature" | "sig" | "hmac" | "digest"))
    };
    let mut names = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    if names.any(|name| name.contains('-') && (is_known(name) || is_own(name))) {
        return true;
    }
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let is_beside = |(index, word): (usize, &&str)| {
        let before = &words[index.saturating_sub(NEAR)..index];
        let after = &words[index + 1..words.len().min(index + 1 + NEAR)];
        let is_signature = |word: &&str| matches!(*word, "sign" | "signature" | "signatures" | "signing");
        let is_signed = before.iter().any(|it| matches!(*it, "signed" | "signs")) || before.iter().any(is_signature);
        is_algorithm(word) && (is_signed || after.iter().any(is_signature))
    };
    words.iter().any(|word| word.contains("hmac")) || words.iter().enumerate().any(is_beside)
}

/// Returns true for the first word in the name of an algorithm: `sha` of `SHA-256`, or `rs256`.
fn is_algorithm(word: &str) -> bool {
    let is_numbered = |prefix| {
        let number = word.strip_prefix(prefix);
        number.is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
    };
    matches!(word, "ecdsa" | "ed25519" | "md5" | "rsa" | "es256" | "hs256" | "ps256" | "rs256") || is_numbered("sha")
}

/// Returns the lines of a new `[signature]`, with what the texts say. If they say more than was understood, no line has a default that may
/// contradict them.
fn lines(signing: &Signing, documentation: &Documentation, hash: Option<&str>, is_certain: bool) -> Vec<String> {
    let is_open = is_certain && signing.unread().next().is_some();
    let fact = |kind| signing.facts(kind).next().map(|fact| fact.value.clone());
    let shown = documentation.signature_headers.first();
    let header = fact(FactKind::Header).or(shown.map(|header| header.name.clone()));
    let value = fact(FactKind::Prefix).map(|prefix| format!("{prefix}{{code}}"));
    let known = [
        ("algorithm", fact(FactKind::Algorithm)),
        ("header", header),
        ("encoding", fact(FactKind::Encoding)),
        ("value", value.or(shown.and_then(|header| header.value.clone()))),
    ];
    let line = |word: &str| {
        let found =
            known.iter().find(|(key, _)| word.starts_with(key)).and_then(|(key, value)| Some((key, value.as_ref()?)));
        found.map_or_else(
            || if is_open { undecided(word) } else { word.to_owned() },
            |(key, value)| format!("{key} = {}", visible::in_toml(value)),
        )
    };
    let reviewed = hash.map(|hash| format!("reviewed = \"{hash}\""));
    ["", "[signature]"].map(str::to_owned).into_iter().chain(WORDS.map(line)).chain(reviewed).collect()
}

/// Returns a line without its default, which is a value in braces, or one with what stands around it.
fn undecided(word: &str) -> String {
    match word.split_once(" = \"{").and_then(|(key, rest)| Some((key, rest.split_once("}\" # or ")?))) {
        Some((key, (default, others))) => format!("{key} = \"…\" # {{{default}}}, or {others}"),
        None => word.to_owned(),
    }
}

/// Warns that the crate has no receiver, at the sentences that say how deliveries are signed, or may say so, or at the header of the signature.
fn without_signature(
    source: &Arc<Source>,
    documentation: &Documentation,
    said: &[Place],
    is_certain: bool,
    lines: &[String],
) -> Diagnostic {
    let lines = lines.join("\n");
    if is_certain && !said.is_empty() {
        let message = "the document says only in prose how deliveries are signed: the crate has no receiver";
        let warning = shown(Diagnostic::warning("signature-in-prose", message), said);
        return warning.help(format!("read these sentences, and add to the catalogue what they say:\n{lines}"));
    }
    if let Some((first, others)) = said.split_first() {
        let message = "the document does not say for certain how deliveries are signed: the crate has no receiver";
        let warning = Diagnostic::warning("no-signature", message).labelled(first.clone(), "this may be about it");
        let warning = others.iter().take(4).fold(warning, |it, place| it.related(place.clone(), "and this"));
        let help = "add it to the catalogue, from the vendor's documentation; `reviewed` says that you have read these sentences";
        return warning.help(format!("{help}:\n{lines}"));
    }
    let header = documentation.signature_headers.first();
    let place = header.map_or_else(|| Place::new(source, 0..0), |header| header.place.clone());
    let message = "the source cannot say how deliveries are signed: the crate has no receiver";
    let warning = Diagnostic::warning("no-signature", message).at(place);
    warning.help(format!("add it to the catalogue, from the vendor's documentation:\n{lines}"))
}

/// Compares what the texts say with the catalogue. A person decides, because some texts are about other requests.
fn compare(import: &Import<'_>, said: &[Place]) -> Diagnostics {
    let known = import.known.and_then(|known| known.signature.as_ref());
    let found: Vec<Diagnostic> = match (import.read(), known) {
        (Ok(Some(facts)), Some(known)) => import.contradictions(known, &facts),
        (Ok(_), _) => {
            let mut found = Diagnostics::new();
            import.unsigned(&mut found);
            found.into_iter().collect()
        }
        (Err(_), _) => {
            let message = "these sentences about signing are not compared with the catalogue";
            let unread = shown(Diagnostic::warning("signature-not-understood", message), said);
            let help = "if `[signature]` says the same as they do, or they are about other requests, add to it";
            vec![unread.help(format!("{help}\n\nreviewed = \"{}\"", import.hash))]
        }
    };
    let mut warnings = Diagnostics::new();
    for finding in found {
        warnings.push(Diagnostic { severity: Severity::Warning, ..finding });
    }
    warnings
}

/// Shows sentences: the first as the place, and some others.
fn shown(finding: Diagnostic, said: &[Place]) -> Diagnostic {
    let first = said.iter().take(1).fold(finding, |finding, place| finding.at(place.clone()));
    said.iter().skip(1).take(4).fold(first, |finding, place| finding.related(place.clone(), "and this"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_from_business() {
        for (text, expected) in [
            ("Computing the SHA-256 HMAC signature of the request body with the secret.", true),
            ("We take an HMAC of it.", true),
            ("crypto.createHmac('sha256', secret)", true),
            ("It is signed by us with RSA-SHA256.", true),
            ("The signature is made with Ed25519.", true),
            ("Our ECDSA signing takes the body.", true),
            ("A token that is signed with RS256", true),
            ("Compare it with `Acme-Proof`, please.", true),
            ("See X-Other-Signature.", true),
            ("Sent when a customer verifies their email address.", false),
            ("The contract is signed.", false),
            ("The API key was rotated.", false),
            ("The SHA-256 hash of the signed document", false),
            ("The SHA-256 of a file", false),
            ("Sent when an e-signature is requested.", false),
            ("Sent when an Ed25519 key is added.", false),
            ("The digest of the day", false),
            ("The authorization was signed.", false),
        ] {
            assert_eq!(says_how(text, &["acme-proof", "Authorization"]), expected, "{text}");
        }
    }
}
