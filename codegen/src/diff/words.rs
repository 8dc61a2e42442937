//! Short descriptions of schemas and values.

use crate::diff::applied::{Applied, Unnamed};
use crate::json::Node;
use crate::keyword::leaf::Words;
use crate::keyword::types::TypeSet;
use crate::keyword::{self, Leaf};
use crate::model::{Model, SchemaId};
use crate::source::words::counted;

/// The maximum length of a description, in characters.
const LONGEST: usize = 100;

/// Describes what schemas accept: "string, at most 40 characters".
pub(super) fn schema(model: &Model, schemas: &[SchemaId]) -> String {
    let applied = Applied::new(model, schemas);
    if let Some(listed) = applied.listed() {
        let null = if applied.lists_null() { " or null" } else { "" };
        return cut(&format!("{}{null}", values(&listed.iter().map(|(value, _)| *value).collect::<Vec<_>>())));
    }
    let mut parts = vec![types(applied.types())];
    let leaves: Vec<&Leaf> = applied.leaves().into_iter().map(|(_, it)| it).collect();
    parts.extend(keyword::words(&leaves).into_iter().flatten().map(written));
    let members = applied.members().len();
    if members > 0 {
        let closed = if applied.unnamed().0 == Unnamed::Closed { ", closed" } else { "" };
        parts.push(format!("{}{closed}", counted(members, "member")));
    }
    let branches: usize = applied.unions.iter().map(|union| union.branches.len()).sum();
    if branches > 0 {
        parts.push(format!("one of {}", counted(branches, "schema")));
    }
    let required = applied.required();
    if members == 0 && !required.is_empty() {
        let names: Vec<String> = required.iter().map(|(name, _)| format!("`{name}`")).collect();
        parts.push(format!("with {}", names.join(", ")));
    }
    if parts.len() == 1 && applied.types() == TypeSet::ALL && !applied.is_idle() {
        parts.push("a schema of other keywords".to_owned());
    }
    if parts.len() > 1 && parts[0] == "any type" {
        parts.remove(0);
    }
    cut(&parts.join(", "))
}

/// Describes a set of types: "string or null".
pub(super) fn types(types: TypeSet) -> String {
    if types == TypeSet::ALL {
        return "any type".to_owned();
    }
    if types.is_empty() {
        return "nothing".to_owned();
    }
    let (nulls, others): (Vec<&str>, Vec<&str>) = types.names().partition(|type_name| *type_name == "null");
    others.into_iter().chain(nulls).collect::<Vec<_>>().join(" or ")
}

/// Describes a leaf keyword: "at most 40 characters".
pub(super) fn leaf(leaf: &Leaf) -> String {
    written(leaf.words())
}

fn written(Words { text, code }: Words) -> String {
    match code {
        Some(code) => cut(&format!("{text} `{code}`")),
        None => cut(&text),
    }
}

/// Lists values: `"a"`, `"b"`. A long list ends behind a whole value.
pub(super) fn values(listed: &[&Node]) -> String {
    /// The room for the number of the others.
    const OTHERS: usize = " and 20000 others".len();
    let texts: Vec<String> = listed.iter().map(|value| format!("`{}`", cut(&value.to_compact()))).collect();
    let whole = texts.join(", ");
    if texts.is_empty() || whole.chars().count() <= LONGEST {
        return if texts.is_empty() { "no value".to_owned() } else { whole };
    }
    let mut length = 0;
    let fits = |text: &&String| {
        length += text.chars().count() + 2;
        length <= LONGEST - OTHERS
    };
    let shown = texts.iter().take_while(fits).count().max(1);
    let others = counted(texts.len() - shown, "other");
    let list = texts[..shown].join(", ");
    if shown == texts.len() { list } else { format!("{list} and {others}") }
}

/// Shortens a text to one line of at most [`LONGEST`] characters.
pub(super) fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    format!("{}…", line.chars().take(LONGEST - 1).collect::<String>().trim_end())
}

/// Shortens a value to one line, in quotation marks if its white space counts: a separator may be a blank.
pub(super) fn exact(value: &str) -> String {
    let line = cut(value);
    let is_whole = line == value || value.chars().count() > LONGEST;
    if is_whole { line } else { format!("{value:?}") }
}

/// Returns `1 branch` or `2 branches`.
pub(super) fn branches(number: usize) -> String {
    format!("{number} branch{}", if number == 1 { "" } else { "es" })
}
