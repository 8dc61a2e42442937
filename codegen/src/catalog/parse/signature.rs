//! `[signature]` → the scheme of a vendor.

use super::reader::{Reader, Section};
use crate::catalog::data::{Signature, SignatureTime, SignatureWords};
use crate::catalog::place::Text;
use crate::catalog::{rule, scheme};
use crate::source::diagnostic::Diagnostic;

/// The named schemes, which `like` starts from: TOML as a catalogue has it.
const NAMED: [(&str, &str); 1] = [(
    "standard-webhooks",
    "algorithm = \"hmac-sha256\"\n\
     header = \"webhook-signature\"\n\
     value = \"v1,{code}\"\n\
     list = \" \"\n\
     encoding = \"base64\"\n\
     signed = \"{id}.{time}.{body}\"\n\
     key = \"whsec_{base64}\"\n\
     id = { header = \"webhook-id\" }\n\
     time = { header = \"webhook-timestamp\", unit = \"s\", tolerance = 300 }\n",
)];

/// Reads the section; `None` behind an error.
pub(super) fn signature(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Signature> {
    reader.only_and(section, &["prefix"]);
    old_prefix(reader, section);
    let before = reader.found();
    let like = reader.optional(section, "like", |value| {
        rule::one_of("unknown-scheme", "named scheme", value, &NAMED.map(|(name, _)| name))
    });
    let named = like.as_ref().and_then(|like| NAMED.iter().find(|(name, _)| *name == like.value));
    // An unknown scheme has the needed keys, too: only those that are written can be judged.
    let named = named.or_else(|| NAMED.first().filter(|_| section.holds("like")));
    let named = named.map(|(_, text)| toml_edit::Document::parse(*text).expect("the named schemes are TOML"));
    let section = match &named {
        Some(named) => &section.over(named.as_table()),
        None => section,
    };
    let words = words(reader, section);
    if reader.found() > before {
        return None;
    }
    let mut findings = Vec::new();
    let scheme = scheme::build::build(&words, &mut findings);
    for finding in findings {
        reader.push(finding);
    }
    Some(Signature { words, scheme: scheme? })
}

fn words(reader: &mut Reader<'_>, section: &Section<'_>) -> SignatureWords {
    let mut part = |key: &'static str| {
        let table = reader.table(section, key)?;
        reader.only(&table);
        Some(reader.required(&table, "header", rule::header)).filter(|header| !header.value.is_empty())
    };
    let (id, nonce) = (part("id"), part("nonce"));
    let time = reader.table(section, "time").map(|table| time(reader, &table));
    SignatureWords {
        place: reader.place_of(section),
        algorithm: reader.required(section, "algorithm", rule::algorithm),
        header: reader.one_or_more(section, "header", rule::numbered_header),
        value: reader.optional(section, "value", rule::header_value),
        list: reader.optional(section, "list", rule::separator),
        encoding: reader.optional(section, "encoding", rule::encoding),
        signed: reader.optional(section, "signed", rule::not_empty),
        key: reader.optional(section, "key", rule::header_value),
        time,
        id,
        nonce,
    }
}

fn time(reader: &mut Reader<'_>, table: &Section<'_>) -> SignatureTime {
    reader.only(table);
    let known = |value: &str| rule::one_of("unknown-unit", "unit", value, &["s", "ms", "rfc3339"]);
    SignatureTime {
        header: reader.optional(table, "header", rule::header),
        unit: reader.optional(table, "unit", known),
        tolerance: reader.number(table, "tolerance"),
        place: reader.place_of(table),
    }
}

/// Reports the old key `prefix` with the line that replaces it.
fn old_prefix(reader: &mut Reader<'_>, section: &Section<'_>) {
    let Some(Text { value, place }) = reader.optional(section, "prefix", |_| None) else { return };
    let help = match value.as_str() {
        "" => "remove the line".to_owned(),
        prefix => format!("write `value = {}`", crate::source::visible::in_toml(&format!("{prefix}{{code}}"))),
    };
    reader
        .push(Diagnostic::error("old-key", "`prefix` of `[signature]` is now a part of `value`").at(place).help(help));
}
