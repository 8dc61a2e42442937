//! Compares the page's sentences about signing with the catalogue: nothing is assumed, and a contradiction is an error.
//!
//! `[signature]` is written once, from a page that is understood as a whole, and belongs to a person from then on. Every later import
//! compares the two. If a page is not understood, a person reads its sentences and writes `[signature]` with their hash in `reviewed`.
//! While the hash is unchanged, the sentences are accepted and the section is not compared.

use std::sync::Arc;

use crate::catalog::{Algorithm, Catalog, Signature, SignatureFacts, Text};
use crate::page::{Fact, FactKind, Sentence, Signing};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};

/// Returns the facts for a catalogue without `[signature]`.
pub(super) fn signature(
    source: &Arc<Source>,
    signing: &Signing,
    known: Option<&Catalog>,
    diagnostics: &mut Diagnostics,
) -> Option<SignatureFacts> {
    let reviewed = known.and_then(|known| known.reviewed.as_ref());
    let Some(hash) = signing.hash() else {
        without_sentences(source, known, diagnostics);
        return None;
    };
    let import = Import { source, signing, known, hash };
    let found = match reviewed {
        Some(reviewed) if reviewed.value == import.hash => return None,
        Some(reviewed) => Err(import.changed(reviewed).into()),
        None => import.read(),
    };
    match found {
        Ok(Some(facts)) => {
            let known = known.and_then(|known| known.signature.as_ref());
            if let (None, None) = (known, &facts.encoding) {
                diagnostics.push(import.assumed_encoding());
            }
            for contradiction in known.iter().flat_map(|known| import.contradictions(known, &facts)) {
                diagnostics.push(contradiction);
            }
            Some(facts)
        }
        Ok(None) => {
            import.unsigned(diagnostics);
            None
        }
        Err(found) => {
            diagnostics.extend(found);
            None
        }
    }
}

/// Handles a page without sentences about signing.
fn without_sentences(source: &Arc<Source>, known: Option<&Catalog>, diagnostics: &mut Diagnostics) {
    let gone = "the page no longer documents the signature";
    diagnostics.push(match known.map(|known| (&known.reviewed, &known.signature)) {
        Some((Some(reviewed), signature)) => {
            Diagnostic::error("signature-changed", format!("{gone}, although it was reviewed"))
                .at(reviewed.place.clone())
                .help(match signature {
                    Some(_) => "remove `reviewed`, or all of `[signature]` if deliveries are no longer signed",
                    None => "remove `[signature]`, which has nothing but `reviewed`",
                })
        }
        Some((None, Some(signature))) => Diagnostic::warning("no-longer-documented", gone)
            .at(signature.words.place.clone())
            .help("the catalogue keeps it; remove it there if the vendor has removed it"),
        _ => Diagnostic::warning("no-signature", "the page does not mention signatures: the crate has no receiver")
            .at(Place::new(source, 0..0))
            .help("add `[signature]` if deliveries are signed"),
    });
}

/// The comparison of sentences with a catalogue.
pub(super) struct Import<'i> {
    pub(super) source: &'i Arc<Source>,
    pub(super) signing: &'i Signing,
    pub(super) known: Option<&'i Catalog>,
    pub(super) hash: String,
}

impl Import<'_> {
    fn place(&self, sentence: &Sentence) -> Place {
        Place::new(self.source, sentence.span.clone())
    }

    fn first(&self) -> &Sentence {
        self.signing.sentences.first().expect("there is a hash, so there is a sentence")
    }

    /// Returns the scheme if the page describes it completely, and `None` if it says that deliveries are not signed.
    pub(super) fn read(&self) -> Result<Option<SignatureFacts>, Diagnostics> {
        if let Some(first) = self.signing.unread().next() {
            return Err(self.unread(first).into());
        }
        let header = self.single_fact(FactKind::Header, "headers")?;
        let algorithm = self.single_fact(FactKind::Algorithm, "algorithms")?;
        let encoding = self.single_fact(FactKind::Encoding, "encodings")?;
        let prefix = self.single_fact(FactKind::Prefix, "prefixes")?;
        let body = self.single_fact(FactKind::Body, "contents")?;
        if let Some(unsigned) = self.signing.unsigned() {
            let is_all = self.signing.is_unsigned_throughout();
            return if is_all { Ok(None) } else { Err(self.contradicted(unsigned).into()) };
        }
        let missing = match (header, algorithm, body) {
            (Some(header), Some(algorithm), Some(_)) => {
                self.supported(algorithm)?;
                self.fits(algorithm, prefix, self.single_fact(FactKind::Length, "lengths")?)?;
                return Ok(Some(SignatureFacts {
                    header: header.value.clone(),
                    algorithm: algorithm.value.clone(),
                    encoding: encoding.map(|fact| fact.value.clone()),
                    value: prefix.map(|fact| format!("{}{{code}}", fact.value)),
                }));
            }
            (None, None, _) => "names neither header nor algorithm",
            (None, ..) => "names no header",
            (_, None, _) => "names no algorithm",
            (_, _, None) => "does not name the signed content",
        };
        Err(self.incomplete(self.first(), missing).into())
    }

    /// Returns the only fact of a kind; several different ones are an error.
    fn single_fact(&self, kind: FactKind, what: &str) -> Result<Option<&Fact>, Diagnostics> {
        let first = self.signing.facts(kind).next();
        let other =
            self.signing.facts(kind).find(|fact| first.is_some_and(|first| !same(kind, &first.value, &fact.value)));
        match (first, other) {
            (Some(first), Some(other)) => Err(Diagnostic::error(
                "signature-not-understood",
                format!("the page names several {what} of the signature"),
            )
            .repeating(Place::new(self.source, other.span.clone()), Place::new(self.source, first.span.clone()))
            .help(self.help())
            .into()),
            _ => Ok(first),
        }
    }

    fn supported(&self, algorithm: &Fact) -> Result<(), Diagnostics> {
        if Algorithm::of(&algorithm.value).is_some() || self.known.is_some_and(|known| known.signature.is_some()) {
            return Ok(());
        }
        let message = format!("unsupported signature algorithm `{}`", algorithm.value);
        let unsupported =
            Diagnostic::error("unsupported-signature", message).at(Place::new(self.source, algorithm.span.clone()));
        Err(unsupported.help(self.help()).into())
    }

    /// Warns that the encoding in the new catalogue is a guess.
    fn assumed_encoding(&self) -> Diagnostic {
        let header = self.signing.facts(FactKind::Header).next();
        let span = header.map_or_else(|| self.first().span.clone(), |header| header.span.clone());
        Diagnostic::warning("assumed-encoding", "the page does not name the encoding of the code")
            .labelled(Place::new(self.source, span), "assumed: `hex`")
            .help("correct `encoding` in `[signature]` if it is `base64`: a receiver with the wrong one refuses every delivery")
    }

    /// Requires that the prefix names the hash of the algorithm, and that the code in a sample has its length.
    fn fits(&self, algorithm: &Fact, prefix: Option<&Fact>, length: Option<&Fact>) -> Result<(), Diagnostics> {
        let bits = |text: &str| text.trim_end_matches('=').rsplit("sha").next()?.parse::<u32>().ok();
        let hash = bits(&algorithm.value);
        let is_other = |fact: &&Fact| match fact.kind {
            FactKind::Length => {
                let bytes = hash.map(|bits| if bits == 1 { 20 } else { bits / 8 });
                bytes.is_some_and(|bytes| fact.value != bytes.to_string())
            }
            _ => fact.value.to_lowercase().starts_with("sha") && bits(&fact.value.to_lowercase()) != hash,
        };
        let Some(other) = prefix.into_iter().chain(length).find(is_other) else { return Ok(()) };
        let message = format!("this does not fit `{}`, the algorithm that the page names", algorithm.value);
        let place = |fact: &Fact| Place::new(self.source, fact.span.clone());
        let found = Diagnostic::error("signature-not-understood", message)
            .labelled(place(other), "of another hash")
            .related(place(algorithm), "the algorithm");
        Err(found.help(self.help()).into())
    }

    fn unread(&self, first: &Sentence) -> Diagnostic {
        let mut others = self.signing.unread().skip(1);
        let message = "unknown statement about signing";
        let mut unread = Diagnostic::error("signature-not-understood", message).at(self.place(first));
        for other in others.by_ref().take(4) {
            unread = unread.related(self.place(other), "and this");
        }
        let rest = match others.count() {
            0 => String::new(),
            1 => "one more sentence is not understood; ".to_owned(),
            more => format!("{more} more sentences are not understood; "),
        };
        unread.help(format!("{rest}{}", self.help()))
    }

    fn incomplete(&self, sentence: &Sentence, missing: &str) -> Diagnostic {
        let message = format!("the page says that deliveries are signed, but {missing}");
        Diagnostic::error("signature-not-understood", message).at(self.place(sentence)).help(self.help())
    }

    fn contradicted(&self, unsigned: &Sentence) -> Diagnostic {
        let message = "the page says that deliveries are not signed, but it says as well how they are";
        Diagnostic::error("signature-not-understood", message).at(self.place(unsigned)).help(self.help())
    }

    fn changed(&self, reviewed: &Text) -> Diagnostic {
        let first = self.signing.unread().next().unwrap_or(self.first());
        Diagnostic::error("signature-changed", "the page's sentences about signing have changed since the review")
            .at(self.place(first))
            .related(reviewed.place.clone(), "the review")
            .help(if self.signing.is_unsigned_throughout() { self.help_of_unsigned() } else { self.help() })
    }

    /// Returns the line of `[signature]` that accepts the sentences.
    fn line(&self) -> String {
        format!("reviewed = \"{}\"", self.hash)
    }

    fn help_of_unsigned(&self) -> String {
        format!("remove `[signature]` from the catalogue if the page is right; otherwise write `{}` in it", self.line())
    }

    /// Returns the lines to write after reading the sentences.
    fn help(&self) -> String {
        let mut lines = vec![
            "read every sentence of the page about signing, and say in catalog.toml how deliveries are signed:"
                .to_owned(),
            String::new(),
        ];
        if self.known.is_none() {
            lines.extend(
                ["[crate]", "name = \"…-webhooks\"", "version = \"0.1.0\"", "vendor = \"…\"", ""].map(str::to_owned),
            );
        }
        lines.push("[signature]".to_owned());
        match self.known.and_then(|known| known.signature.as_ref()) {
            Some(_) => lines.push("# the lines that are there, corrected".to_owned()),
            None => lines.extend(WORDS.map(str::to_owned)),
        }
        lines.extend([
            self.line(),
            String::new(),
            "Instead of these keys, `like = \"standard-webhooks\"` has those of Standard Webhooks; docs/signing.md describes all.".to_owned(),
            "`reviewed` accepts these sentences until one of them changes. If the catalogue cannot say how deliveries are".to_owned(),
            "signed, write `reviewed` alone: the crate has no receiver then".to_owned(),
        ]);
        lines.join("\n")
    }

    /// Handles a page that says that deliveries are not signed.
    pub(super) fn unsigned(&self, diagnostics: &mut Diagnostics) {
        let sentence = self.signing.unsigned().unwrap_or(self.first());
        let known = self.known.and_then(|known| known.signature.as_ref());
        diagnostics.push(match known {
            Some(known) => Diagnostic::error("contradicts-catalogue", "the page says that deliveries are not signed")
                .at(self.place(sentence))
                .related(known.words.place.clone(), "the catalogue says how they are")
                .help(self.help_of_unsigned()),
            None => Diagnostic::warning("no-signature", "deliveries are not signed: the crate has no receiver")
                .at(self.place(sentence))
                .help("ask the vendor to sign deliveries: anyone who knows the address can forge one"),
        });
    }

    /// Reports contradictions between page and catalogue. A page without an encoding leaves it to the catalogue.
    pub(super) fn contradictions(&self, known: &Signature, facts: &SignatureFacts) -> Vec<Diagnostic> {
        let value = Some(facts.value.clone().unwrap_or_else(|| "{code}".to_owned()));
        let body = self.signing.facts(FactKind::Body).next().map(|_| "{body}".to_owned());
        let said = [
            (FactKind::Header, "header", Some(facts.header.clone())),
            (FactKind::Algorithm, "algorithm", Some(facts.algorithm.clone())),
            (FactKind::Encoding, "encoding", facts.encoding.clone()),
            (FactKind::Prefix, "value", value),
            (FactKind::Body, "signed", body),
        ];
        let written = known.words.facts();
        let differ = said.into_iter().filter_map(|(kind, key, said)| {
            let (_, known, place) = written.iter().find(|(known, ..)| *known == key)?;
            let said = said.filter(|said| !same(kind, said, known))?;
            let fact = self.signing.facts(kind).next().or_else(|| self.signing.facts(FactKind::Header).next());
            let span = fact.map_or(self.first().span.clone(), |fact| fact.span.clone());
            let message = format!("the {key} of the signature is `{said}` on the page");
            let contradiction = Diagnostic::error("contradicts-catalogue", message)
                .at(Place::new(self.source, span))
                .related(place.clone(), format!("`{known}` in the catalogue"))
                .help(format!(
                    "write `{key} = \"{said}\"` if the vendor has changed it: receivers of the old crate then refuse new deliveries. If the \
                     page is wrong, add `{}` to `[signature]`",
                    self.line()
                ));
            Some(contradiction)
        });
        differ.collect()
    }
}

/// The lines of a new `[signature]`.
pub(super) const WORDS: [&str; 10] = [
    "algorithm = \"…\" # hmac-sha1, hmac-sha256, hmac-sha512, ed25519, ecdsa-p256-sha256 or secret",
    "header = \"…\"",
    "value = \"{code}\" # or with what stands around it, as in \"sha256={code}\" or \"t={time},v1={code}\"",
    "encoding = \"…\" # hex or base64",
    "signed = \"{body}\" # or with all that is signed, as in \"{time}.{body}\"",
    "key = \"{text}\" # or as the secret is written: \"{hex}\", \"{base64}\", \"whsec_{base64}\"",
    "time = { header = \"…\", unit = \"s\", tolerance = 300 } # only if a time is signed",
    "id = { header = \"…\" } # only if an id is signed",
    "nonce = { header = \"…\" } # only if a value is signed that is never repeated",
    "list = \"…\" # only if another mark than a comma separates complete values",
];

/// Returns true if two values mean the same; header names ignore case.
fn same(kind: FactKind, one: &str, other: &str) -> bool {
    match kind {
        FactKind::Header => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}
