//! Reads TOML tables key by key, with a finding for each faulty key.

use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Item, TableLike, Value};

use crate::catalog::data::Text;
use crate::catalog::rule::Rule;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};
use crate::source::nearest::nearest;

/// A table with its name in messages.
pub(super) struct Section<'a> {
    header: String,
    table: &'a dyn TableLike,
    span: Range<usize>,
}

impl<'a> Section<'a> {
    /// Returns the section of the document itself.
    pub(super) fn root(table: &'a dyn TableLike) -> Self {
        Self { header: "the catalogue".to_owned(), table, span: 0..0 }
    }

    /// Returns true if the key exists.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Returns true if the key is missing or an empty list.
    pub(super) fn holds_none(&self, key: &str) -> bool {
        self.table.get(key).is_none_or(|item| item.as_array().is_some_and(toml_edit::Array::is_empty))
    }

    fn key_span(&self, key: &str) -> Range<usize> {
        self.table.key(key).and_then(toml_edit::Key::span).unwrap_or_else(|| self.span.clone())
    }
}

/// Reads sections of a text and collects findings.
pub(super) struct Reader<'s> {
    source: &'s Arc<Source>,
    diagnostics: Diagnostics,
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        Self { source, diagnostics: Diagnostics::new() }
    }

    pub(super) fn source(&self) -> &'s Arc<Source> {
        self.source
    }

    pub(super) fn finish(self) -> Diagnostics {
        self.diagnostics
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, span)
    }

    /// Returns the place of a section's header.
    pub(super) fn place_of(&self, section: &Section<'_>) -> Place {
        self.place(section.span.clone())
    }

    /// Returns a placeholder for a value that could not be read.
    pub(super) fn nothing(&self) -> Text {
        Text { value: String::new(), place: self.place(0..0) }
    }

    /// Reports unknown keys.
    pub(super) fn only(&mut self, section: &Section<'_>, known: &[&str]) {
        for (key, _) in section.table.iter().filter(|(key, _)| !known.contains(key)) {
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            let unknown = Diagnostic::error("unknown-key", format!("{} has no key `{key}`", section.header));
            self.push(unknown.at(self.place(section.key_span(key))).help(help));
        }
    }

    /// Reads `[key]`, if it exists.
    pub(super) fn section<'a>(&mut self, root: &Section<'a>, key: &str) -> Option<Section<'a>> {
        let item = root.table.get(key)?;
        let Some(table) = item.as_table_like() else {
            self.wrong_type(root, key, item.span(), "a table", item.type_name());
            return None;
        };
        let span = item.span().unwrap_or_else(|| root.key_span(key));
        Some(Section { header: format!("`[{key}]`"), table, span })
    }

    /// Reads each `[[key]]`.
    pub(super) fn sections<'a>(&mut self, root: &Section<'a>, key: &str) -> Vec<Section<'a>> {
        let Some(item) = root.table.get(key) else {
            return Vec::new();
        };
        let header = format!("`[[{key}]]`");
        let section = |table, span: Option<_>| Section {
            header: header.clone(),
            table,
            span: span.unwrap_or_else(|| root.key_span(key)),
        };
        match item {
            Item::ArrayOfTables(tables) => {
                tables.iter().map(|table| section(table as &dyn TableLike, table.span())).collect()
            }
            Item::Value(Value::Array(values)) if values.iter().all(Value::is_inline_table) => {
                let tables = values.iter().filter_map(|value| Some((value.as_inline_table()?, value.span())));
                tables.map(|(table, span)| section(table as &dyn TableLike, span)).collect()
            }
            _ => {
                self.wrong_type(root, key, item.span(), "an array of tables", item.type_name());
                Vec::new()
            }
        }
    }

    /// Reads a required string.
    pub(super) fn required(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Text {
        if !section.holds(key) {
            let missing = Diagnostic::error("missing-key", format!("{} has no `{key}`", section.header));
            self.push(missing.at(self.place(section.span.clone())).help(format!("add `{key} = \"…\"`")));
        }
        self.optional(section, key, rule).unwrap_or_else(|| self.nothing())
    }

    /// Reads an optional string.
    pub(super) fn optional(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Option<Text> {
        let item = section.table.get(key)?;
        let span = item.span().unwrap_or_else(|| section.key_span(key));
        let Some(value) = item.as_str() else {
            self.wrong_type(section, key, Some(span), "a string", item.type_name());
            return None;
        };
        self.checked(value, span, rule)
    }

    /// Reads an optional boolean, false by default.
    pub(super) fn flag(&mut self, section: &Section<'_>, key: &str) -> bool {
        let Some(item) = section.table.get(key) else { return false };
        item.as_bool().unwrap_or_else(|| {
            self.wrong_type(section, key, item.span(), "a boolean", item.type_name());
            false
        })
    }

    /// Reads an optional array of strings.
    pub(super) fn list(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Vec<Text> {
        let Some(item) = section.table.get(key) else {
            return Vec::new();
        };
        let Some(elements) = item.as_array() else {
            self.wrong_type(section, key, item.span(), "an array of strings", item.type_name());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for element in elements {
            let span = element.span().unwrap_or_else(|| section.key_span(key));
            match element.as_str() {
                Some(value) => texts.extend(self.checked(value, span, rule)),
                None => self.wrong_type(section, key, Some(span), "an array of strings", element.type_name()),
            }
        }
        texts
    }

    fn checked(&mut self, value: &str, span: Range<usize>, rule: Rule) -> Option<Text> {
        let place = self.place(span);
        if let Some(breach) = rule(value) {
            self.push(Diagnostic::error(breach.code, breach.message).at(place).help(breach.help));
            return None;
        }
        Some(Text { value: value.to_owned(), place })
    }

    fn wrong_type(
        &mut self,
        section: &Section<'_>,
        key: &str,
        span: Option<Range<usize>>,
        expected: &str,
        found: &str,
    ) {
        let span = span.unwrap_or_else(|| section.key_span(key));
        let wrong = Diagnostic::error("wrong-type", format!("`{key}` of {} must be {expected}", section.header));
        let form = match expected {
            "a table" => format!("[{key}]"),
            "an array of tables" => format!("[[{key}]]"),
            "an array of strings" => format!("{key} = [\"…\"]"),
            "a boolean" => format!("{key} = true"),
            _ => format!("{key} = \"…\""),
        };
        self.push(wrong.labelled(self.place(span), format!("found: {found}")).help(format!("write `{form}`")));
    }
}
