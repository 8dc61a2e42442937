//! The report as JSON, for programs: `docs/diff-report.schema.json` describes it.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::Difference;
use crate::diff::change::Reading;
use crate::diff::report::{Report, Status};
use crate::diff::verdict::{Basis, Judged};
use crate::source::visible;

/// The version of `docs/diff-report.schema.json`.
const FORMAT: u8 = 1;

#[derive(Serialize)]
struct Document<'r> {
    format: u8,
    status: &'static str,
    versions: Versions,
    changes: Vec<Change<'r>>,
    unexplained: Vec<Api<'r>>,
}

#[derive(Serialize)]
struct Versions {
    old: String,
    new: String,
    needed: String,
}

#[derive(Serialize)]
struct Change<'r> {
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<String>,
    subject: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    member: &'r str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also: &'r [String],
    words: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Part<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Part<'r>>,
    users: &'r [String],
    wire: Wire<'r>,
    source: Source<'r>,
}

#[derive(Serialize)]
struct Part<'r> {
    path: String,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Page<'r>>,
    words: &'r str,
}

#[derive(Serialize)]
struct Page<'r> {
    path: &'r str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Wire<'r> {
    verdict: &'static str,
    /// True if a person must decide or confirm.
    waits: bool,
    #[serde(flatten)]
    basis: WireBasis<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum WireBasis<'r> {
    Proof(&'r str),
    Witness(Witness<'r>),
    Recorded(&'r str),
    Reason(&'r str),
}

#[derive(Serialize)]
struct Witness<'r> {
    /// As it was found: its numbers may be beyond every number type.
    instance: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
    outcome: &'r str,
    detail: &'r str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hypothetical: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    again: Option<&'r str>,
}

#[derive(Serialize)]
struct Source<'r> {
    verdict: &'static str,
    api: Vec<Api<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
}

#[derive(Serialize)]
struct Api<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'r str>,
    verdict: &'static str,
    rule: &'r str,
}

impl Report {
    /// Returns the report as JSON.
    pub fn json(&self) -> String {
        let document = Document {
            format: FORMAT,
            status: self.status().code(),
            versions: Versions {
                old: self.old_version.to_string(),
                new: self.new_version.to_string(),
                needed: self.needed().to_string(),
            },
            changes: self.changes.iter().map(change).collect(),
            unexplained: self.unexplained.iter().map(api).collect(),
        };
        let text = serde_json::to_string_pretty(&document).expect("the report has only texts and numbers");
        format!("{}\n", visible::in_json(&text))
    }

    /// Returns the report of schemas without a release to compare with, as JSON.
    pub fn json_unreleased() -> String {
        format!("{{ \"format\": {FORMAT}, \"status\": \"unreleased\" }}\n")
    }
}

impl Status {
    /// Returns `same`, `allowed`, `too-small`, `reserved` or `unclassified`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Allowed => "allowed",
            Self::TooSmall => "too-small",
            Self::Reserved => "reserved",
            Self::Unclassified => "unclassified",
        }
    }
}

fn change(judged: &Judged) -> Change<'_> {
    let Judged { change, wire, api: differences, source, .. } = judged;
    let basis = match &wire.basis {
        Basis::Proof(words) => WireBasis::Proof(words),
        Basis::Witness { instance, body, reader: _, outcome, detail, is_hypothetical, again } => {
            let json = |text: &String| RawValue::from_string(text.clone()).expect("a witness is JSON");
            let (instance, body, again) = (json(instance), body.as_ref().map(json), again.as_deref());
            WireBasis::Witness(Witness { instance, body, outcome, detail, hypothetical: *is_hypothetical, again })
        }
        Basis::Recorded(reason) => WireBasis::Recorded(reason),
        Basis::Unknown(reason) => WireBasis::Reason(reason),
    };
    Change {
        rule: change.rule.id(),
        row: change.rule.number().map(|number| format!("R{number}")),
        subject: &change.subject,
        member: &change.member,
        also: &change.also,
        words: &change.words,
        before: change.before.as_ref().map(part),
        after: change.after.as_ref().map(part),
        users: &change.users,
        wire: Wire { verdict: wire.effect.code(), waits: judged.waits(), basis },
        source: Source { verdict: source.name(), api: differences.iter().map(api).collect(), note: judged.note() },
    }
}

fn part(reading: &Reading) -> Part<'_> {
    let place = reading.place.clone().on_disk();
    let (line, column) = place.source.line_column(place.span.start);
    let pointer = place.pointer.as_ref().map(ToString::to_string);
    let page = reading.on_page.as_ref().map(|place| {
        let (line, column) = place.source.line_column(place.span.start);
        Page { path: place.source.path(), line, column }
    });
    Part { path: place.source.path().to_owned(), line, column, pointer, page, words: &reading.words }
}

fn api(difference: &Difference) -> Api<'_> {
    let Difference { path, before, after, rule, .. } = difference;
    Api {
        path,
        before: before.as_deref(),
        after: after.as_deref(),
        verdict: difference.cost().name(),
        rule: rule.name(),
    }
}
