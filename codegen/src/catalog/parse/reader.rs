//! Reads TOML tables key by key, with a finding for each faulty key.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Item, TableLike, Value};

use crate::catalog::place::Text;
use crate::catalog::rule::{self, Rule};
use crate::catalog::table::{self, Form};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};
use crate::source::nearest::nearest;

/// A table with its name in messages.
pub(super) struct Section<'a> {
    /// The name in the table of keys: `delivery.version`.
    name: String,
    header: String,
    table: &'a dyn TableLike,
    span: Range<usize>,
    /// The values of keys that the section lacks. They have no place of their own.
    defaults: Option<&'a dyn TableLike>,
}

impl<'a> Section<'a> {
    /// Returns the section of the document itself.
    pub(super) fn root(table: &'a dyn TableLike) -> Self {
        Self { name: String::new(), header: "the catalogue".to_owned(), table, span: 0..0, defaults: None }
    }

    /// Returns the same section with values for the keys that it lacks.
    pub(super) fn over(&self, defaults: &'a dyn TableLike) -> Self {
        let (name, header, span) = (self.name.clone(), self.header.clone(), self.span.clone());
        Self { name, header, span, table: self.table, defaults: Some(defaults) }
    }

    /// Returns true if the key exists.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Returns the value of a key, and its place in the catalogue.
    fn value(&self, key: &str) -> Option<(&'a Item, Range<usize>)> {
        let own = self.table.get(key).map(|item| (item, item.span().unwrap_or_else(|| self.key_span(key))));
        own.or_else(|| Some((self.defaults?.get(key)?, self.span.clone())))
    }

    /// Returns true if the key is missing or an empty list.
    pub(super) fn holds_none(&self, key: &str) -> bool {
        self.table.get(key).is_none_or(|item| item.as_array().is_some_and(toml_edit::Array::is_empty))
    }

    /// Returns the form of a key's value.
    fn form(&self, key: &str) -> Option<Form> {
        table::find(&self.name).keys.iter().find(|known| known.name == key).map(|key| key.form)
    }

    pub(super) fn key_span(&self, key: &str) -> Range<usize> {
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

    /// Returns the number of findings so far.
    pub(super) fn found(&self) -> usize {
        self.diagnostics.iter().count()
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

    /// Reports each text that equals an earlier one.
    pub(super) fn repeated<'t>(&mut self, texts: impl Iterator<Item = &'t Text>, finding: impl Fn(&str) -> Diagnostic) {
        let mut seen: HashMap<&str, &Text> = HashMap::new();
        for text in texts.filter(|text| !text.value.is_empty()) {
            if let Some(first) = seen.insert(&text.value, text) {
                self.push(finding(&text.value).repeating(text.place.clone(), first.place.clone()));
            }
        }
    }

    /// Reports keys that the table does not have, for a section or a table inside of one.
    pub(super) fn only(&mut self, section: &Section<'_>) {
        self.only_and(section, &[]);
    }

    /// Reports keys that the table does not have. Old keys have findings of their own, and no help proposes them.
    pub(super) fn only_and(&mut self, section: &Section<'_>, old: &[&str]) {
        let known: Vec<&str> = table::find(&section.name).keys.iter().map(|key| key.name).collect();
        self.only_known(section, &known, old);
    }

    /// Reports keys that are not among the known ones. Old keys have findings of their own, and no help proposes them.
    pub(super) fn only_known(&mut self, section: &Section<'_>, known: &[&str], old: &[&str]) {
        for (key, _) in section.table.iter().filter(|(key, _)| !known.contains(key) && !old.contains(key)) {
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
            self.wrong_type(root, key, item.span(), Expected::Table, item.type_name());
            return None;
        };
        let span = item.span().unwrap_or_else(|| root.key_span(key));
        Some(Section { name: key.to_owned(), header: format!("`[{key}]`"), table, span, defaults: None })
    }

    /// Reads a table inside of a section, if it exists. A default gives it the keys that it lacks.
    pub(super) fn table<'a>(&mut self, section: &Section<'a>, key: &str) -> Option<Section<'a>> {
        let (item, span) = section.value(key)?;
        let Some(table) = item.as_table_like() else {
            self.wrong_type(section, key, Some(span), Expected::Keys, item.type_name());
            return None;
        };
        let defaults = section.defaults.and_then(|defaults| defaults.get(key)?.as_table_like());
        let (name, header) = (format!("{}.{key}", section.name), format!("`{key}` of {}", section.header));
        Some(Section { name, header, table, span, defaults })
    }

    /// Reads a required table inside of a section.
    pub(super) fn required_table<'a>(&mut self, section: &Section<'a>, key: &str) -> Option<Section<'a>> {
        self.item(section, key)?;
        self.table(section, key)
    }

    /// Returns a required value of any type with its place.
    pub(super) fn item<'a>(&mut self, section: &Section<'a>, key: &str) -> Option<(&'a Item, Place)> {
        let found = section.value(key).map(|(item, span)| (item, self.place(span)));
        if found.is_none() {
            self.missing(section, key, "…");
        }
        found
    }

    /// Reads each `[[key]]`.
    pub(super) fn sections<'a>(&mut self, root: &Section<'a>, key: &str) -> Vec<Section<'a>> {
        let Some(item) = root.table.get(key) else {
            return Vec::new();
        };
        let header = format!("`[[{key}]]`");
        let section = |table, span: Option<_>| Section {
            name: key.to_owned(),
            header: header.clone(),
            table,
            span: span.unwrap_or_else(|| root.key_span(key)),
            defaults: None,
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
                self.wrong_type(root, key, item.span(), Expected::Tables, item.type_name());
                Vec::new()
            }
        }
    }

    /// Reads a required string.
    pub(super) fn required(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Text {
        if section.value(key).is_none() {
            self.missing(section, key, "\"…\"");
        }
        self.text(section, key, rule, "").unwrap_or_else(|| self.nothing())
    }

    /// Reads the required `member` of a table that has no `header`; `instead` ends the help for one.
    pub(super) fn required_member(&mut self, section: &Section<'_>, instead: &str) -> Text {
        self.only_and(section, &["header"]);
        if !section.holds("header") {
            return self.required(section, "member", rule::body_pointer);
        }
        let message = format!("{} is a member of the body, never a header", section.header);
        let finding = Diagnostic::error("header-for-a-member", message).at(self.place(section.key_span("header")));
        self.push(finding.help(if section.holds("member") {
            "remove `header`".to_owned()
        } else {
            format!("write `member = \"/…\"`{instead}")
        }));
        self.optional(section, "member", rule::body_pointer).unwrap_or_else(|| self.nothing())
    }

    /// Reports a missing key with the form of its value, and its values if they are listed.
    fn missing(&mut self, section: &Section<'_>, key: &str, value: &str) {
        let form = section.form(key).filter(|form| matches!(form, Form::OneOf(_) | Form::Algorithm));
        let values = form.map(|form| format!(", one of {}", form.words())).unwrap_or_default();
        let missing = Diagnostic::error("missing-key", format!("{} has no `{key}`", section.header));
        self.push(missing.at(self.place(section.span.clone())).help(format!("add `{key} = {value}`{values}")));
    }

    /// Reads an optional string.
    pub(super) fn optional(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Option<Text> {
        self.text(section, key, rule, ", or remove the key")
    }

    /// Reads a string; `removal` ends the help for a blank one.
    fn text(&mut self, section: &Section<'_>, key: &str, rule: Rule, removal: &str) -> Option<Text> {
        let (item, span) = section.value(key)?;
        let Some(value) = item.as_str() else {
            self.wrong_type(section, key, Some(span), Expected::Text, item.type_name());
            return None;
        };
        self.checked(value, span, rule, removal)
    }

    /// Reads an optional boolean, false by default.
    pub(super) fn flag(&mut self, section: &Section<'_>, key: &str) -> bool {
        self.choice(section, key).unwrap_or_default()
    }

    /// Reads an optional boolean without a default.
    pub(super) fn choice(&mut self, section: &Section<'_>, key: &str) -> Option<bool> {
        let item = section.table.get(key)?;
        if item.as_bool().is_none() {
            self.wrong_type(section, key, item.span(), Expected::Flag, item.type_name());
        }
        item.as_bool()
    }

    /// Reads an optional whole number between the bounds of its key.
    ///
    /// # Panics
    ///
    /// If the table has no such number, which is a fault of the reader.
    pub(super) fn number(&mut self, section: &Section<'_>, key: &str) -> Option<u32> {
        let (item, span) = section.value(key)?;
        let Some(Form::Number { least, most, usual }) = section.form(key) else {
            panic!("the table has no number {key} in {}", section.name);
        };
        let number = item.as_integer().and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let found = if item.is_integer() { "another integer" } else { item.type_name() };
            self.wrong_type(section, key, Some(span), Expected::Number { least, most, usual }, found);
        }
        number
    }

    /// Reads a required string or array of strings.
    pub(super) fn one_or_more(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Vec<Text> {
        match section.value(key) {
            Some((item, _)) if item.is_array() => {
                let texts = self.list(section, key, rule);
                if item.as_array().is_some_and(toml_edit::Array::is_empty) {
                    let empty = Diagnostic::error("empty-value", format!("`{key}` of {} is empty", section.header));
                    self.push(
                        empty
                            .at(self.place(section.key_span(key)))
                            .help(format!("list at least one, as in `{key} = [\"…\"]`")),
                    );
                }
                texts
            }
            _ => Some(self.required(section, key, rule)).filter(|text| !text.value.is_empty()).into_iter().collect(),
        }
    }

    /// Reads an optional array of strings.
    pub(super) fn list(&mut self, section: &Section<'_>, key: &str, rule: Rule) -> Vec<Text> {
        let Some(item) = section.table.get(key) else {
            return Vec::new();
        };
        let Some(elements) = item.as_array() else {
            self.wrong_type(section, key, item.span(), Expected::Texts, item.type_name());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for element in elements {
            let span = element.span().unwrap_or_else(|| section.key_span(key));
            match element.as_str() {
                Some(value) => texts.extend(self.checked(value, span, rule, ", or remove it")),
                None => self.wrong_type(section, key, Some(span), Expected::Texts, element.type_name()),
            }
        }
        texts
    }

    fn checked(&mut self, value: &str, span: Range<usize>, rule: Rule, removal: &str) -> Option<Text> {
        let place = self.place(span);
        if let Some(breach) = rule(value) {
            let (message, help) = if value.trim().is_empty() {
                ("this value is empty".to_owned(), breach.help + removal)
            } else {
                (breach.message, breach.help)
            };
            self.push(Diagnostic::error(breach.code, message).at(place).help(help));
            return None;
        }
        Some(Text { value: value.to_owned(), place })
    }

    fn wrong_type(
        &mut self,
        section: &Section<'_>,
        key: &str,
        span: Option<Range<usize>>,
        expected: Expected,
        found: &str,
    ) {
        let span = span.unwrap_or_else(|| section.key_span(key));
        let message = format!("`{key}` of {} must be {}", section.header, expected.words());
        let wrong = Diagnostic::error("wrong-type", message);
        let help = format!("write `{}`", expected.line(key));
        self.push(wrong.labelled(self.place(span), format!("found: {found}")).help(help));
    }
}

/// The type of a value.
#[derive(Clone, Copy)]
enum Expected {
    Table,
    Keys,
    Tables,
    Text,
    Texts,
    Number { least: u32, most: u32, usual: u32 },
    Flag,
}

impl Expected {
    fn words(self) -> String {
        let words = match self {
            Self::Table => "a table",
            Self::Keys => "a table of keys",
            Self::Tables => "an array of tables",
            Self::Text => "a string",
            Self::Texts => "an array of strings",
            Self::Number { least, most, .. } => return format!("a whole number from {least} to {most}"),
            Self::Flag => "a boolean",
        };
        words.to_owned()
    }

    /// Returns the line of a key with such a value.
    fn line(self, key: &str) -> String {
        match self {
            Self::Table => format!("[{key}]"),
            Self::Keys => format!("{key} = {{ … }}"),
            Self::Tables => format!("[[{key}]]"),
            Self::Text => format!("{key} = \"…\""),
            Self::Texts => format!("{key} = [\"…\"]"),
            Self::Number { usual, .. } => format!("{key} = {usual}"),
            Self::Flag => format!("{key} = true"),
        }
    }
}
