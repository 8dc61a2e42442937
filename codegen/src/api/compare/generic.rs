//! Generic parameters by position, because no program depends on their names.

use std::borrow::Cow;

use crate::api::item::{Generics, Item, Kind};

/// Returns the identity of an item among those of its owner and group.
pub(super) fn identity(item: &Item) -> Cow<'_, str> {
    match &item.kind {
        Kind::Implementation(it) if !it.generics.parameters.is_empty() => {
            numbered(&item.path, &names(&it.generics)).into()
        }
        _ => item.path.as_str().into(),
    }
}

/// Returns a form whose generic parameters are numbered, and whose parameters have no names.
pub(super) fn normal(kind: &Kind) -> Kind {
    let mut normal = kind.clone();
    if let Some(generics) = kind.generics() {
        let names = names(generics);
        normal.map_texts(&|text| numbered(text, &names));
    }
    if let Kind::Implementation(it) = &mut normal {
        // The parameters count in the implemented trait and type, not in the header.
        it.generics.parameters.clear();
    }
    if let Kind::Function(it) = &mut normal {
        it.parameters.iter_mut().for_each(|(name, _)| name.clear());
    }
    normal
}

fn names(generics: &Generics) -> Vec<String> {
    generics.parameters.iter().map(|parameter| name(&parameter.name).to_owned()).collect()
}

/// Returns the name in the declaration of a parameter: `N` of `const N: usize`.
fn name(declaration: &str) -> &str {
    let name = declaration.strip_prefix("const ").unwrap_or(declaration);
    name.split_once(": ").map_or(name, |(name, _)| name)
}

/// Replaces the names by their positions.
fn numbered(text: &str, names: &[String]) -> String {
    let mut numbered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |it: char| it.is_alphanumeric() || it == '_';
        let start = usize::from(first == '\'');
        let length = start + rest[start..].find(|it: char| !is_word(it)).unwrap_or(rest.len() - start);
        if length == 0 {
            numbered.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let word = &rest[..length];
        // A name behind `::` is that of an item, not of a parameter.
        let position = names.iter().position(|name| name == word).filter(|_| !numbered.ends_with("::"));
        match position {
            Some(position) => {
                numbered.push(if start == 1 { '\'' } else { '$' });
                numbered.push_str(&position.to_string());
            }
            None => numbered.push_str(word),
        }
        rest = &rest[length..];
    }
    numbered
}
