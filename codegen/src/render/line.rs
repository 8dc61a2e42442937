//! Tokens → text on one line, spaced as rustfmt does.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Returns types, patterns, conditions and other small pieces of Rust as one line.
pub(crate) fn print(tokens: TokenStream) -> String {
    let mut text = String::new();
    write(tokens, &mut text);
    text.trim_end().to_owned()
}

fn write(tokens: TokenStream, text: &mut String) {
    let mut before: Option<char> = None;
    // The generic arguments that are open: outside of them, `>` compares.
    let mut open = 0_usize;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                let is_apart = text.ends_with(|it| is_word(it) || it == ')');
                if is_apart && group.delimiter() != Delimiter::Parenthesis {
                    text.push(' ');
                }
                text.push_str(open);
                write(group.stream(), text);
                text.truncate(text.trim_end().len());
                text.push_str(close);
                before = None;
            }
            TokenTree::Ident(ident) => {
                separate(text);
                text.push_str(&ident.to_string());
                before = None;
            }
            TokenTree::Literal(literal) => {
                separate(text);
                text.push_str(&literal.to_string());
                before = None;
            }
            TokenTree::Punct(mark) => {
                let is_arrow = matches!(before, Some('-' | '='));
                match mark.as_char() {
                    '<' if text.ends_with(')') => text.push_str(" < "),
                    '>' if open == 0 && !is_arrow => text.push_str(" > "),
                    '!' if text.ends_with("if") => text.push_str(" !"),
                    letter => {
                        open = match letter {
                            '<' => open + 1,
                            '>' if !is_arrow => open - 1,
                            _ => open,
                        };
                        punctuate(letter, mark.spacing(), before, text);
                    }
                }
                before = Some(mark.as_char());
            }
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Inserts a space between two words.
fn separate(text: &mut String) {
    if text.ends_with(|it: char| is_word(it) || matches!(it, ')' | ']' | '>')) {
        text.push(' ');
    }
}

fn punctuate(mark: char, spacing: Spacing, before: Option<char>, text: &mut String) {
    match mark {
        ',' => text.push_str(", "),
        ':' if spacing == Spacing::Alone && before != Some(':') => text.push_str(": "),
        '=' if before == Some('.') => text.push('='),
        '=' if spacing == Spacing::Alone => text.push_str(" = "),
        ';' => text.push_str("; "),
        '-' if spacing == Spacing::Joint => text.push_str(" -"),
        '>' if before == Some('-') => text.push_str("> "),
        '=' if spacing == Spacing::Joint && before.is_none() => text.push_str(" ="),
        '>' if before == Some('=') => text.push_str("> "),
        '|' if before == Some('|') => text.push_str("| "),
        '|' if spacing == Spacing::Joint => text.push_str(" |"),
        '+' | '|' => {
            text.push(' ');
            text.push(mark);
            text.push(' ');
        }
        '\'' | '&' | '#' | '*' | '?' => {
            if text.ends_with(|it: char| is_word(it) || it == '>') {
                text.push(' ');
            }
            text.push(mark);
        }
        mark => text.push(mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_spaced_as_rustfmt_does() {
        let lines = [
            "(members; if !PATTERN.is_match(text) => never, if members.len() < 2 => any, if members.len() > 3 => any)",
            "within(scanner, 2..=4, Scanner::value)?",
            "&'static [&'static str]",
            "Result<std::collections::BTreeMap<String, Vec<(u8, [u8; 32])>>, DecodeError>",
            "impl Fn() -> u8",
            "&'a [u8]",
            "&'a mut T",
            "impl Fn(&str, u8) -> std::time::SystemTime + Send + 'static",
            "H::Item: HeaderPair",
            "<T as IntoIterator>::Item",
            "Box<dyn std::error::Error + 'a>",
            "&'a mut dyn Iterator<Item = u8>",
            "?Sized",
            "for<'de> serde::Deserialize<'de>",
            "*const T",
            "std::fmt::Formatter<'_>",
            "any(unix, windows)",
            "Value::Object(members) if matches!(members.get(\"op\").and_then(Value::as_str), Some(\"a\" | \"b\")) => Text",
            "Value::Array(_) if one(&value) || two(&value) => Item",
            "super::Part<8> as inline r#\"{}\"#",
            "(2, \"id\") [seen 0] \"/$ref\" => types(is_null | is_string, \"null or a string\")",
            "()",
        ];
        for line in lines {
            assert_eq!(print(line.parse().expect("tokens")), line);
        }
    }
}
