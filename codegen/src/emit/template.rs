//! Texts with placeholders: `{{name}}` becomes a value, `{{#name}}…{{/name}}` stays if the value is not empty, `{{^name}}…{{/name}}` if it is.
//!
//! A line with nothing but the mark of a section vanishes. A value is inserted as it is: a placeholder inside of it is text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

/// The values of a template by name. A condition is a value, too: empty if it does not hold.
pub type Values = BTreeMap<&'static str, String>;

/// Returns the value of a condition.
pub fn flag(holds: bool) -> String {
    if holds { "yes".to_owned() } else { String::new() }
}

/// Fills a template.
///
/// # Panics
///
/// If a placeholder has no value: the templates are part of the generator.
pub fn fill(template: &str, values: &Values) -> String {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?m)^\{\{(?<line>[#^/][a-z_]+)\}\}\n|\{\{(?<part>[#^/]?[a-z_]+)\}\}";
        Regex::new(pattern).expect("the pattern is written here, and tested")
    });
    let mut text = String::new();
    let mut end = 0;
    // One entry for each open section: true if it stays.
    let mut open: Vec<bool> = Vec::new();
    for found in MARK.captures_iter(template) {
        let whole = found.get(0).expect("group 0 is the match");
        let mark = found.name("line").or_else(|| found.name("part")).map_or("", |mark| mark.as_str());
        let name = mark.trim_start_matches(['#', '^', '/']);
        let value = values.get(name).unwrap_or_else(|| panic!("`{name}` has no value"));
        let stays = !open.contains(&false);
        text.push_str(if stays { &template[end..whole.start()] } else { "" });
        end = whole.end();
        match mark.as_bytes()[0] {
            b'#' => open.push(!value.is_empty()),
            b'^' => open.push(value.is_empty()),
            b'/' => drop(open.pop()),
            _ => text.push_str(if stays { value } else { "" }),
        }
    }
    text + &template[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stay_if_their_value_does() {
        let values = Values::from([("a", "{{b}}".to_owned()), ("b", flag(false))]);
        let template = "{{#a}}\n1 {{a}}\n{{^b}}\n2{{#b}} 3{{/b}}\n{{/b}}\n{{/a}}\n{{#b}}\n4 {{a}}\n{{#a}}5{{/a}}\n{{/b}}\n{ {c} }}\n";
        assert_eq!(fill(template, &values), "1 {{b}}\n2\n{ {c} }}\n");
    }
}
