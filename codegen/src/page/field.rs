//! Lines of copied text that describe a member: its name, and behind it, or in the next line, its type.

use crate::page::pattern::regex;

/// Returns the name in a line that describes a member; `next` is the line below it.
pub(super) fn subject<'t>(line: &'t str, next: Option<&str>) -> Option<&'t str> {
    const TYPE: &str = concat!(
        r"(?i:required|optional|nullable|any|arrays?|bool(?:ean)?|date(?:-?time)?|decimal|double|enum|float|int(?:eger)?\d*|list|map|number",
        r"|object|string|timestamp|uuid)\b",
    );
    const NAME: &str = r"(?<name>[A-Za-z_$][\w$.\[\]-]*)";
    // `total number, required`, and a list of terms in Markdown: `total : the total`.
    let typed = regex!(&format!(r"^{NAME}(?:\s+\(?{TYPE}[^.]{{0,60}}$|\s+:\s+\S)"));
    let only_name = regex!(&format!("^{NAME}[*?]?$"));
    let starts_with_type = regex!(&format!(r"^\(?{TYPE}[^.]{{0,60}}$"));
    let line = line.trim();
    let alone = || only_name.captures(line).filter(|_| next.is_some_and(|next| starts_with_type.is_match(next.trim())));
    let found = typed.captures(line).or_else(alone)?;
    found.name("name").map(|name| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_types_describe_members() {
        for (line, next, name) in [
            ("total", Some("number"), Some("total")),
            ("total", Some("required"), Some("total")),
            ("order.total", Some("nullable string"), Some("order.total")),
            ("id", Some("string <uuid>"), Some("id")),
            ("total number required", None, Some("total")),
            ("total (integer, optional)", None, Some("total")),
            ("total : the total", None, Some("total")),
            ("total", Some("The total"), None),
            ("total", Some("String theory is not about totals."), None),
            ("total", None, None),
            ("the total", Some("number"), None),
            ("Body: the total", None, None),
        ] {
            assert_eq!(subject(line, next), name, "{line}");
        }
    }
}
