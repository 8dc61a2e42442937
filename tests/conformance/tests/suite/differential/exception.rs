//! Where a judge says something else, class by class, and why: the table, and what it is looked up by.
//!
//! Each class has a minimal example, which is asserted to be judged differently still. Two wrong verdicts that the project knows of do not
//! occur here, because these validators take no part: the macro of `jsonschema` 0.60.2 lets `{"type": "array", "maxLength": 253}` accept
//! strings, and Ajv applies what stands beside `$ref` up to draft 7.

use std::collections::BTreeSet;
use std::fmt;

use codegen::catalog::FormatMeaning;
use codegen::keyword::dialect::Draft;
use serde_json::Value;
use support::suite::Group;

use super::judge::Judge;

/// A verdict that is not ours.
pub(crate) struct Disagreement<'a> {
    /// Whose.
    pub(crate) judge: Judge,
    /// The schema.
    pub(crate) group: &'a Group,
    /// The instance.
    pub(crate) instance: &'a Value,
    /// Our verdict.
    pub(crate) ours: bool,
    /// The keywords that the side names which does not accept the instance; a format with its name.
    pub(crate) keywords: BTreeSet<String>,
}

impl Disagreement<'_> {
    /// What it probably has in common with others.
    pub(crate) fn class(&self) -> String {
        let Self { judge, group, ours, keywords, .. } = self;
        let file = group.name.split(": ").next().unwrap_or_default();
        format!("{judge:?} {file} {keywords:?}, we say {ours}")
    }

    /// Whether a keyword stands somewhere in the schema.
    pub(crate) fn speaks_of(&self, keyword: &str) -> bool {
        self.group.schema.to_compact().contains(&format!("\"{keyword}\":"))
    }

    /// Whether the draft is known, and at most this one.
    pub(crate) fn is_up_to(&self, draft: Draft) -> bool {
        !self.group.draft_name.is_empty() && self.group.draft <= draft
    }

    /// Whether the keywords are this one format.
    pub(crate) fn is_of_format(&self, format: &str) -> bool {
        self.keywords.len() == 1 && self.keywords.contains(&format!("format {format}"))
    }

    /// Whether a format is among the keywords, which is an annotation in this schema.
    pub(crate) fn is_of_annotations(&self) -> bool {
        self.group.format == FormatMeaning::Annotation
            && self.keywords.iter().any(|keyword| keyword.starts_with("format "))
    }

    /// Whether the keyword is among those.
    pub(crate) fn says(&self, keyword: &str) -> bool {
        self.keywords.contains(keyword)
    }

    /// Whether the schema refers to a meta-schema.
    pub(crate) fn speaks_of_meta_schema(&self) -> bool {
        self.group.schema.to_compact().contains("\"$ref\":\"http://json-schema.org/draft-0")
    }

    /// Whether an object of the instance has a member of that name.
    pub(crate) fn has_member(&self, wire_name: &str) -> bool {
        self.has(&|value| value.get(wire_name).is_some())
    }

    /// Whether a string of the instance, names included, has a character of some.
    pub(crate) fn has_character(&self, is_meant: fn(char) -> bool) -> bool {
        self.has(&|value| match value {
            Value::String(text) => text.contains(is_meant),
            Value::Object(members) => members.keys().any(|name| name.contains(is_meant)),
            _ => false,
        })
    }

    /// Whether a number of the instance is of some.
    pub(crate) fn has_number(&self, is_meant: fn(f64) -> bool) -> bool {
        self.has(&|value| value.as_f64().is_some_and(is_meant))
    }

    /// Whether a number of the instance is written with a fraction of nothing.
    pub(crate) fn has_idle_fraction(&self) -> bool {
        self.has(&|value| value.is_f64() && value.as_f64().is_some_and(|number| number.fract() == 0.0))
    }

    fn has(&self, is_meant: &dyn Fn(&Value) -> bool) -> bool {
        has(self.instance, is_meant)
    }
}

/// Whether a value or a part of it is of some.
fn has(value: &Value, is_meant: &dyn Fn(&Value) -> bool) -> bool {
    is_meant(value)
        || match value {
            Value::Array(elements) => elements.iter().any(|element| has(element, is_meant)),
            Value::Object(members) => members.values().any(|member| has(member, is_meant)),
            _ => false,
        }
}

impl fmt::Display for Disagreement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, instance, .. } = self;
        let short = |text: String| text.chars().take(300).collect::<String>();
        let (schema, instance) = (short(group.schema.to_compact()), short(instance.to_string()));
        write!(f, "    {}\n    {schema}\n    {instance}", group.name)
    }
}

/// The keyword of a violation; a format with its name.
pub(crate) fn keyword(keyword: &str, message: &str) -> String {
    match message.split('`').nth(1) {
        Some(format) if keyword == "format" => format!("format {format}"),
        _ => keyword.to_owned(),
    }
}

/// A class of disagreements.
pub(crate) struct Exception {
    /// Whose verdict is another.
    pub(crate) judge: Judge,
    /// What they have in common.
    pub(crate) class: &'static str,
    /// Why it is the judge that is wrong, or what was decided otherwise here.
    pub(crate) reason: &'static str,
    /// Draft, schema and instance of an example.
    pub(crate) example: (Draft, &'static str, &'static str),
    /// Our verdict on the example.
    pub(crate) ours: bool,
    /// Whether a disagreement is of the class.
    pub(crate) concerns: fn(&Disagreement<'_>) -> bool,
}

impl Exception {
    /// Whether its example is about what a format accepts.
    pub(crate) fn concerns_formats(&self) -> bool {
        self.example.1.contains("\"format\"") && !self.class.starts_with("formats as annotations")
    }

    /// Whether it is of this class.
    pub(crate) fn covers(&self, disagreement: &Disagreement<'_>) -> bool {
        self.judge == disagreement.judge && (self.concerns)(disagreement)
    }
}
