//! Templates: literals with placeholders in braces.

use crate::source::nearest::nearest;

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Text that stands for itself; never empty.
    Literal(&'t str),
    /// The name of a placeholder.
    Placeholder(&'t str),
}

/// Splits a template.
///
/// # Errors
///
/// If a brace has no partner or a placeholder is unknown: one sentence and help.
pub(super) fn tokens<'t>(template: &'t str, known: &[&str]) -> Result<Vec<Token<'t>>, (String, String)> {
    let list = || known.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", ");
    let mut found = Vec::new();
    let mut rest = template;
    while !rest.is_empty() {
        let end = rest.find(['{', '}']).unwrap_or(rest.len());
        if end > 0 {
            found.push(Token::Literal(&rest[..end]));
            rest = &rest[end..];
            continue;
        }
        let Some(inner) = rest.strip_prefix('{') else {
            return Err(("a `}` has no `{` before it".to_owned(), format!("placeholders: {}", list())));
        };
        let end = inner.find(['{', '}']).unwrap_or(inner.len());
        let name = &inner[..end];
        let Some(behind) = inner[end..].strip_prefix('}') else {
            let help = format!("close it with `}}`; placeholders: {}", list());
            return Err((format!("unclosed placeholder: `{{{name}`"), help));
        };
        if !known.contains(&name) {
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => format!("known here: {}", list()),
            };
            return Err((format!("unknown placeholder `{{{name}}}`"), help));
        }
        found.push(Token::Placeholder(name));
        rest = behind;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_split_at_braces() {
        let found = tokens("v0:{time}{body}.", &["body", "time"]).expect("a template");
        let expected =
            [Token::Literal("v0:"), Token::Placeholder("time"), Token::Placeholder("body"), Token::Literal(".")];
        assert_eq!(found, expected);
        for faulty in ["{", "}", "{time", "{Time}", "{}", "{{time}}", "{time}}"] {
            assert!(tokens(faulty, &["body", "time"]).is_err(), "{faulty}");
        }
    }
}
