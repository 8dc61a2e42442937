//! The vendor's words as documentation: escaped, so that they say in rustdoc and Markdown what they said as plain text.

/// Text of one or more lines for a documentation comment: brackets escaped, addresses made links.
pub fn for_rustdoc(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        let is_address = ["http://", "https://"].iter().any(|scheme| bare.starts_with(scheme));
        if is_address {
            let address = bare.trim_end_matches(['.', ',', ';', ':', ')', '"', '\'']);
            return format!("<{address}>{}", &word[address.len()..]);
        }
        escape(word, &['[', ']', '<', '>', '`', '*', '_', '\\'])
    });
    words.collect()
}

/// Text for a line of Markdown, a cell of a table among them.
pub fn for_markdown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&line, &['[', ']', '<', '>', '`', '*', '_', '|', '\\'])
}

/// A name as Markdown code, also in a table.
pub fn code(name: &str) -> String {
    let longest = name.split(|other| other != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if name.starts_with('`') || name.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", name.replace('|', "\\|"))
}

fn escape(text: &str, special: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if special.contains(&letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// `text` as a sentence: a capital letter first, a full stop last.
pub fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if text.trim_end().ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_brackets_stay_brackets() {
        assert_eq!(for_rustdoc("see https://a.example/b_c, or [x]"), "see <https://a.example/b_c>, or \\[x\\]");
    }

    #[test]
    fn code_survives_back_ticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
