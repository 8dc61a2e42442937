//! The classes of disagreement with a judge, with reasons: the table, and its lookup.
//!
//! Each class has a minimal example, and the test asserts that the disagreement still exists. Two known wrong verdicts do not occur here,
//! because these validators do not take part: the macro of `jsonschema` 0.60.2 lets `{"type": "array", "maxLength": 253}` accept strings,
//! and Ajv applies siblings of `$ref` up to draft 7.

use std::collections::BTreeSet;
use std::fmt;

use codegen::catalog::FormatMeaning;
use codegen::keyword::dialect::Draft;
use serde_json::Value;
use support::suite::Group;

use super::judge::Judge;

/// A verdict of a judge that differs from ours.
pub(crate) struct Disagreement<'a> {
    /// The judge.
    pub(crate) judge: Judge,
    /// The schema.
    pub(crate) group: &'a Group,
    /// The instance.
    pub(crate) instance: &'a Value,
    /// Our verdict.
    pub(crate) ours: bool,
    /// The keywords named by the side that rejects the instance; a format with its name.
    pub(crate) keywords: BTreeSet<String>,
}

impl Disagreement<'_> {
    /// Returns the probable class.
    pub(crate) fn class(&self) -> String {
        let Self { judge, group, ours, keywords, .. } = self;
        let file = group.name.split(": ").next().unwrap_or_default();
        format!("{judge:?} {file} {keywords:?}, we say {ours}")
    }

    /// Returns true if the schema contains the keyword.
    pub(crate) fn speaks_of(&self, keyword: &str) -> bool {
        self.group.schema.to_compact().contains(&format!("\"{keyword}\":"))
    }

    /// Returns true if the schema asks for multiples of a number below 1.
    pub(crate) fn divides_by_a_fraction(&self) -> bool {
        self.group.schema.to_compact().contains("\"multipleOf\":0.")
    }

    /// Returns true if the draft is known, and at most this one.
    pub(crate) fn is_up_to(&self, draft: Draft) -> bool {
        !self.group.draft_name.is_empty() && self.group.draft <= draft
    }

    /// Returns true if the keywords are this one format.
    pub(crate) fn is_of_format(&self, format: &str) -> bool {
        self.keywords.len() == 1 && self.keywords.contains(&format!("format {format}"))
    }

    /// Returns true if a format is among the keywords that is an annotation in this schema.
    pub(crate) fn is_of_annotations(&self) -> bool {
        self.group.format == FormatMeaning::Annotation
            && self.keywords.iter().any(|keyword| keyword.starts_with("format "))
    }

    /// Returns true if the keyword is among those named.
    pub(crate) fn says(&self, keyword: &str) -> bool {
        self.keywords.contains(keyword)
    }

    /// Returns true if the schema refers to a meta-schema.
    pub(crate) fn speaks_of_meta_schema(&self) -> bool {
        self.group.schema.to_compact().contains("\"$ref\":\"http://json-schema.org/draft-0")
    }

    /// Returns true if an object of the instance has that member.
    pub(crate) fn has_member(&self, wire_name: &str) -> bool {
        self.has(&|value| value.get(wire_name).is_some())
    }

    /// Returns true if a string of the instance, including names, has such a character.
    pub(crate) fn has_character(&self, is_meant: fn(char) -> bool) -> bool {
        self.has(&|value| match value {
            Value::String(text) => text.contains(is_meant),
            Value::Object(members) => members.keys().any(|name| name.contains(is_meant)),
            _ => false,
        })
    }

    /// Returns true if the instance has such a number.
    pub(crate) fn has_number(&self, is_meant: fn(f64) -> bool) -> bool {
        self.has(&|value| value.as_f64().is_some_and(is_meant))
    }

    /// Returns true if a number of the instance has a zero fraction.
    pub(crate) fn has_idle_fraction(&self) -> bool {
        self.has(&|value| value.is_f64() && value.as_f64().is_some_and(|number| number.fract() == 0.0))
    }

    fn has(&self, is_meant: &dyn Fn(&Value) -> bool) -> bool {
        has(self.instance, is_meant)
    }
}

/// Returns true for a value with such a part.
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

/// Returns the keyword of a violation; a format with its name.
pub(crate) fn keyword(keyword: &str, message: &str) -> String {
    match message.split('`').nth(1) {
        Some(format) if keyword == "format" => format!("format {format}"),
        _ => keyword.to_owned(),
    }
}

/// A class of disagreements.
pub(crate) struct Exception {
    /// The judge.
    pub(crate) judge: Judge,
    /// The common property.
    pub(crate) class: &'static str,
    /// The reason why the judge is wrong, or why the project decides otherwise.
    pub(crate) reason: &'static str,
    /// Draft, schema and instance of an example.
    pub(crate) example: (Draft, &'static str, &'static str),
    /// Our verdict on the example.
    pub(crate) ours: bool,
    /// Returns true if a disagreement is of the class.
    pub(crate) concerns: fn(&Disagreement<'_>) -> bool,
}

impl Exception {
    /// Returns true if its example is about the acceptance of a format.
    pub(crate) fn concerns_formats(&self) -> bool {
        self.example.1.contains("\"format\"") && !self.class.starts_with("formats as annotations")
    }

    /// Returns true if a disagreement is of this class.
    pub(crate) fn covers(&self, disagreement: &Disagreement<'_>) -> bool {
        self.judge == disagreement.judge && (self.concerns)(disagreement)
    }
}
