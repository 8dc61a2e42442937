//! Templates: literals with placeholders in braces.

use crate::catalog::rule::NO_RECEIVER;
use crate::source::nearest::nearest;

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Text that stands for itself; never empty.
    Literal(&'t str),
    /// The name of a placeholder.
    Placeholder(&'t str),
}

/// The fault of a template.
#[derive(Debug)]
pub(super) struct Malformed<'t> {
    /// One sentence.
    pub(super) message: String,
    pub(super) help: String,
    /// The part of the template that is wrong.
    pub(super) part: &'t str,
}

/// Other names of placeholders.
const SYNONYMS: [(&str, &str); 12] = [
    ("timestamp", "time"),
    ("ts", "time"),
    ("unix", "time"),
    ("raw_body", "body"),
    ("rawbody", "body"),
    ("payload", "body"),
    ("msg_id", "id"),
    ("message_id", "id"),
    ("webhook_id", "id"),
    ("uri", "url"),
    ("signature", "code"),
    ("hmac", "code"),
];

/// Splits a template.
///
/// # Errors
///
/// If a brace has no partner or a placeholder is unknown.
pub(super) fn tokens<'t>(template: &'t str, known: &[&str]) -> Result<Vec<Token<'t>>, Malformed<'t>> {
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
            let message = "a `}` has no `{` before it".to_owned();
            return Err(Malformed { message, help: format!("placeholders: {}", list()), part: &rest[..1] });
        };
        let end = inner.find(['{', '}']).unwrap_or(inner.len());
        let name = &inner[..end];
        let Some(behind) = inner[end..].strip_prefix('}') else {
            let help = format!("close it with `}}`; placeholders: {}", list());
            return Err(Malformed { message: format!("unclosed placeholder: `{{{name}`"), help, part: &rest[..=end] });
        };
        if !known.contains(&name) {
            let meant = SYNONYMS.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, meant)| *meant);
            let meant = meant.filter(|meant| known.contains(meant)).or_else(|| nearest(name, known.iter().copied()));
            let help = match meant {
                Some(meant) => format!("did you mean `{{{meant}}}`?"),
                None => format!("known here: {}; {NO_RECEIVER}", list()),
            };
            return Err(Malformed {
                message: format!("unknown placeholder `{{{name}}}`"),
                help,
                part: &rest[..end + 2],
            });
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

    #[test]
    fn unknown_placeholders_have_a_way_out() {
        let known = ["body", "time", "url"];
        for (template, part, help) in [
            ("v0:{timestamp}.{body}", "{timestamp}", "did you mean `{time}`?"),
            ("{raw_body}", "{raw_body}", "did you mean `{body}`?"),
            ("{tiem}", "{tiem}", "did you mean `{time}`?"),
            ("{url}{params}", "{params}", "remove `[signature]`"),
            ("{path}", "{path}", "remove `[signature]`"),
            ("{sha256}", "{sha256}", "remove `[signature]`"),
            // No placeholder of this key.
            ("{signature}", "{signature}", "remove `[signature]`"),
        ] {
            let found = tokens(template, &known).expect_err(template);
            assert_eq!(found.part, part);
            assert!(found.help.contains(help), "{template}: {}", found.help);
        }
    }
}
