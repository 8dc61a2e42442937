//! `[signature]` → the scheme of a vendor.

use super::reader::{Reader, Section};
use crate::catalog::data::{Signature, SignatureTime, SignatureWords};
use crate::catalog::place::Text;
use crate::catalog::{rule, scheme};
use crate::source::diagnostic::Diagnostic;
use crate::source::visible::in_toml;

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

/// Reads the section; `None` after an error.
pub(super) fn signature(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Signature> {
    reader.only_and(section, &["prefix"]);
    old_prefix(reader, section);
    let before = reader.found();
    let like = reader.optional(section, "like", |value| {
        rule::one_of("unknown-scheme", "named scheme", value, &NAMED.map(|(name, _)| name))
    });
    let named = like.as_ref().and_then(|like| NAMED.iter().find(|(name, _)| *name == like.value));
    // A scheme with an unknown name may have the missing keys, so defaults fill them: only the written keys are checked.
    let named = named.or_else(|| NAMED.first().filter(|_| section.holds("like")));
    let named = named.map(|(_, text)| toml_edit::Document::parse(*text).expect("the named schemes are TOML"));
    let written = section;
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
    if let Some(like) = &like {
        some_headers(reader, written, like, &words);
    }
    Some(Signature { words, scheme: scheme? })
}

/// Warns if a vendor overrides only some of the headers of a named scheme.
fn some_headers(reader: &mut Reader<'_>, section: &Section<'_>, like: &Text, words: &SignatureWords) {
    let time = words.time.as_ref().and_then(|time| time.header.as_ref());
    let headers = [("header", words.header.first()), ("id", words.id.as_ref()), ("time", time)];
    let (own, inherited): (Vec<_>, Vec<_>) =
        headers.into_iter().filter_map(|(key, header)| Some((key, header?))).partition(|(key, _)| match *key {
            "header" => section.holds("header"),
            key => reader.table(section, key).is_some_and(|table| table.holds("header")),
        });
    let (Some((key, header)), false) = (own.first(), inherited.is_empty()) else { return };
    let keys: Vec<String> = inherited.iter().map(|(key, _)| format!("`{key}`")).collect();
    let keep = if keys.len() == 1 { "keeps that" } else { "keep those" };
    let message =
        format!("`{key}` names a header of the vendor, and {} {keep} of `{}`", keys.join(" and "), like.value);
    let written_out = |(key, header): &(&str, &Text)| match (*key, in_toml(&header.value)) {
        ("header", header) => format!("`header = {header}`"),
        (key, header) => format!("`{key} = {{ header = {header} }}`"),
    };
    let lines: Vec<String> = inherited.iter().map(written_out).collect();
    let finding = Diagnostic::warning("some-headers", message).at(header.place.clone());
    let help = "write the other headers too, even if the vendor uses those of the scheme";
    reader.push(finding.help(format!("{help}: {}", lines.join(" and "))));
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
        key: reader.optional(section, "key", rule::key_format),
        time,
        id,
        nonce,
    }
}

fn time(reader: &mut Reader<'_>, table: &Section<'_>) -> SignatureTime {
    reader.only(table);
    SignatureTime {
        header: reader.optional(table, "header", rule::header),
        unit: reader.optional(table, "unit", rule::unit),
        tolerance: reader.number(table, "tolerance"),
        place: reader.place_of(table),
    }
}

/// Reports the old key `prefix` with the line that replaces it.
fn old_prefix(reader: &mut Reader<'_>, section: &Section<'_>) {
    let Some(Text { value, place }) = reader.optional(section, "prefix", |_| None) else { return };
    let help = match value.as_str() {
        "" => "remove the line".to_owned(),
        prefix => format!("write `value = {}`", in_toml(&format!("{prefix}{{code}}"))),
    };
    reader
        .push(Diagnostic::error("old-key", "`prefix` of `[signature]` is now a part of `value`").at(place).help(help));
}
