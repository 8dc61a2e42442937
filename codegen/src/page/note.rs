//! Footnote marks: `order.paid¹`, `order.paid[1]`. A mark does not belong to the name before it.

use crate::page::pattern::regex;

/// The characters of marks, each with its raised one.
const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖq𐞥rʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ)⁾,,";

/// Returns the class of raised characters.
fn class() -> String {
    format!("[{}]", RAISED.chars().skip(1).step_by(2).filter(|it| *it != ',').collect::<String>())
}

/// Returns the pattern of a mark.
fn mark() -> String {
    let others = r"\[\^[^\]\s]{1,40}\]|\[(?:[1-9]\d?|[a-z]|[*†‡]+)\]|\((?:[1-9]\d?|[*†‡]+)\)|[†‡※]+";
    format!(r"[ \t]?(?:(?:,*{class})+|{others})", class = class())
}

/// Returns the length of the marks at the start of what follows a name; 0 if the name continues after them, as in a path: `items[1].id`.
pub(super) fn length(behind: &str) -> usize {
    let length = regex!(&format!(r"^(?:{})+", mark())).find(behind).map_or(0, |found| found.end());
    if regex!(r"^[./:_-]*[\w\[{(<]").is_match(&behind[length..]) { 0 } else { length }
}

/// Returns a text without the marks at its end.
pub(super) fn removed(text: &str) -> &str {
    let end = regex!(&format!(r"(?:{}|\*)+\s*$", mark()));
    end.find(text).filter(|found| found.start() > 0).map_or(text, |found| &text[..found.start()])
}

/// Returns raised digits, or one raised letter, as superscript characters. As ordinary characters they would seem to belong to the word
/// before them.
pub(super) fn raised(text: &str) -> Option<String> {
    let of = |plain: char| RAISED.chars().skip_while(|it| *it != plain).nth(1);
    let plain = || text.chars().filter(|it| !it.is_whitespace());
    regex!(r"^\s*(?:\d{1,3}(?:, ?\d{1,3})*|[a-z])\)?\s*$").is_match(text).then(|| plain().map(of).collect()).flatten()
}

/// Returns true if the mark of a note may stand right behind a text: behind a word, or behind another mark and a comma.
pub(super) fn may_follow(text: &str) -> bool {
    ends_word(text) || regex!(&format!("{},$", class())).is_match(text)
}

/// Returns true if a text ends with a word, or with the sign that ends a marked or quoted one.
pub(super) fn ends_word(text: &str) -> bool {
    text.ends_with(|last: char| last.is_alphanumeric() || "`*\"'”’)".contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_words_and_other_marks() {
        for before in ["parcel.sent", "`parcel.sent`", "sent()", "\u{201d}sent\u{201d}", "sent¹", "sent¹,", "sentⁱ,"]
        {
            assert!(may_follow(before), "{before}");
        }
        for before in ["", "sent ", "sent[", "sent(", "SHA-", "v1.", "a/", "sent,", "sent¹, "] {
            assert!(!may_follow(before), "{before}");
        }
    }

    #[test]
    fn marks_end_where_names_end() {
        for mark in
            ["¹", "¹²", "¹,²", " ¹", "ᵃ", "[1]", " [1]", "[^1]", "[^beta-only]", "[*]", "†", "‡", "(1)", "[1][2]"]
        {
            assert_eq!(length(mark), mark.len(), "{mark}");
            assert_eq!(length(&format!("{mark} — paid")), mark.len(), "{mark}");
            assert_eq!(removed(&format!("Acme webhooks{mark}* ")), "Acme webhooks", "{mark}");
            for rest in [".id", "paid", "[2]x", "_id", "/id"] {
                assert_eq!(length(&format!("{mark}{rest}")), 0, "{mark}{rest}");
            }
        }
        for other in ["", "[0]", "[beta]", "(paid)", "*", ".*", "[123]", " — paid¹", "{id}"] {
            assert_eq!(length(other), 0, "{other}");
        }
        for text in ["Acme", "Acme (beta)", "Acme [v2]", "Acme 2"] {
            assert_eq!(removed(text), text);
        }
    }

    #[test]
    fn raised_digits_are_spelled_so() {
        for (text, spelled) in [("1", "¹"), ("12", "¹²"), ("1, 2", "¹,²"), ("a", "ᵃ"), ("2)", "²⁾")] {
            assert_eq!(raised(text).as_deref(), Some(spelled));
        }
        for mark in ('0'..='9').chain('a'..='z') {
            let spelled = raised(&mark.to_string()).unwrap_or_else(|| panic!("{mark} is lost"));
            assert_eq!((length(&spelled), removed(&format!("Acme{spelled}"))), (spelled.len(), "Acme"), "{mark}");
        }
        for text in ["", "th", "beta", "®", "[1]", "1 of 2", "1234", "*"] {
            assert_eq!(raised(text), None, "{text}");
        }
    }
}
