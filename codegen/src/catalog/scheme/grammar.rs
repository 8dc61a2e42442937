//! The grammar of a header value: from its template to items and their separator.
//!
//! Every letter of a literal counts, blanks too. Only the white space beside a separator of items means nothing, because HTTP allows it in
//! lists [RFC 9110 §5.6.1].

use codegen_runtime::receive::scheme::{Part, Placeholder};

use super::template::Token;
use super::{Encoding, Item, Unit};

/// The marks that are tried first as separators of items.
const SEPARATORS: [char; 5] = [',', ';', '&', '|', ' '];

/// Returns the items of a value and their separator, for codes of an encoding. A template with one placeholder is one item. With several, the
/// text between two of them is the end of the one, the separator, and the beginning of the other.
///
/// # Errors
///
/// If the template is ambiguous: one sentence and help.
pub(super) fn items(tokens: &[Token<'_>], encoding: Encoding) -> Result<(Vec<Item>, Option<u8>), (String, String)> {
    let mut literals = vec![String::new()];
    let mut placeholders = Vec::new();
    for token in tokens {
        match token {
            Token::Literal(text) => literals.last_mut().expect("there is one").push_str(text),
            Token::Placeholder(name) => {
                placeholders.push(placeholder(name));
                literals.push(String::new());
            }
        }
    }
    if let [before, after] = literals.as_slice() {
        let item = Item { before: before.clone(), placeholder: placeholders.first().copied(), after: after.clone() };
        return Ok((vec![item], None));
    }
    let between = &literals[1..literals.len() - 1];
    let separator = separator(between, encoding).ok_or_else(adjacent)?;
    let mut items = Vec::new();
    // Pieces between separators: each holds at most one placeholder.
    let mut item = Item { before: String::new(), placeholder: None, after: String::new() };
    for (index, literal) in literals.iter().enumerate() {
        let mut pieces = pieces(literal, separator);
        let first = pieces.next().unwrap_or_default();
        match item.placeholder {
            Some(_) => item.after.push_str(first),
            None => item.before.push_str(first),
        }
        for piece in pieces {
            let next = Item { before: piece.to_owned(), placeholder: None, after: String::new() };
            items.push(std::mem::replace(&mut item, next));
        }
        if let Some(placeholder) = placeholders.get(index) {
            if item.placeholder.is_some() {
                return Err(adjacent());
            }
            item.placeholder = Some(*placeholder);
        }
    }
    items.push(item);
    items.retain(|item| item.placeholder.is_some() || !item.before.is_empty());
    Ok((items, u8::try_from(separator).ok()))
}

fn adjacent() -> (String, String) {
    (
        "a receiver cannot tell where one placeholder ends and the next begins".to_owned(),
        "separate all of them by the same mark, as in `t={time},v1={code}`".to_owned(),
    )
}

/// Splits a literal. White space beside a separator is dropped; white space beside a placeholder belongs to the literal.
fn pieces(literal: &str, separator: char) -> impl Iterator<Item = &str> {
    let last = literal.split(separator).count() - 1;
    literal.split(separator).enumerate().map(move |(index, piece)| {
        let piece = if index > 0 { piece.trim_start() } else { piece };
        if index < last { piece.trim_end() } else { piece }
    })
}

/// Finds the separator: a mark that stands in every text between two placeholders, and in no code.
fn separator(between: &[String], encoding: Encoding) -> Option<char> {
    let first = between.first()?;
    let inner = if first.trim().is_empty() { first } else { first.trim() };
    let of_codes = match encoding {
        Encoding::Hex => "",
        Encoding::Base64 => "+/=",
    };
    let is_mark = |found: &char| found.is_ascii_punctuation() && !of_codes.contains(*found) && !"\"'".contains(*found);
    // `=` and `+` belong to literals rather than between them.
    let is_usual = |found: &char| is_mark(found) && !"+=".contains(*found);
    let blank = || first.chars().filter(|found| *found == ' ').take(1);
    // A blank before a word separates it: `{time} sha-256={code}`.
    let before_a_word = first.starts_with(' ') && inner.starts_with(|start: char| start.is_ascii_alphanumeric());
    let found = inner.chars().filter(|found| SEPARATORS.contains(found));
    let found = found.chain(blank().filter(|_| before_a_word)).chain(inner.chars().filter(is_usual));
    found.chain(blank()).find(|found| between.iter().all(|text| text.contains(*found)))
}

/// Returns true if the text of a time may contain the mark.
pub(super) fn stands_in_time(unit: Unit, mark: u8) -> bool {
    unit == Unit::Rfc3339 && b":-.+ ".contains(&mark)
}

/// Returns true if the mark is common in ids.
pub(super) fn stands_in_ids(mark: u8) -> bool {
    !SEPARATORS.contains(&char::from(mark))
}

fn placeholder(name: &str) -> Placeholder {
    match name {
        "time" => Placeholder::Part(Part::Time),
        "id" => Placeholder::Part(Part::Id),
        "nonce" => Placeholder::Part(Part::Nonce),
        _ => Placeholder::Code,
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::tokens;
    use super::*;

    fn read(template: &str) -> String {
        read_in(Encoding::Base64, template)
    }

    fn read_in(encoding: Encoding, template: &str) -> String {
        let known = ["code", "time", "id", "nonce"];
        match items(&tokens(template, &known).expect("a template"), encoding) {
            Ok((items, separator)) => {
                let shown = items.iter().map(|it| format!("{}<{}>{}", it.before, name(it.placeholder), it.after));
                format!("{} {:?}", shown.collect::<Vec<_>>().join(" "), separator.map(char::from))
            }
            Err((message, _)) => message,
        }
    }

    fn name(placeholder: Option<Placeholder>) -> &'static str {
        match placeholder {
            None => "",
            Some(Placeholder::Code) => "code",
            Some(Placeholder::Part(Part::Time)) => "time",
            Some(Placeholder::Part(Part::Id)) => "id",
            Some(Placeholder::Part(Part::Nonce)) => "nonce",
        }
    }

    #[test]
    fn values_are_split_into_items() {
        assert_eq!(read("{code}"), "<code> None");
        assert_eq!(read("v1,{code}"), "v1,<code> None");
        assert_eq!(read("HMAC {code};"), "HMAC <code>; None");
        assert_eq!(read("t={time},v1={code}"), "t=<time> v1=<code> Some(',')");
        assert_eq!(read("t={time}, v1={code}"), "t=<time> v1=<code> Some(',')");
        assert_eq!(read("ts={time};h1={code}"), "ts=<time> h1=<code> Some(';')");
        assert_eq!(read("{time}.{code}"), "<time> <code> Some('.')");
        assert_eq!(read("t=\"{time}\",v=\"{code}\""), "t=\"<time>\" v=\"<code>\" Some(',')");
        assert_eq!(read("k=main,t={time},v={code}"), "k=main<> t=<time> v=<code> Some(',')");
        assert_eq!(read("{time},{code},{code}"), "<time> <code> <code> Some(',')");
        assert!(read("{time}{code}").starts_with("a receiver cannot tell"));
        assert!(read("{time}x{code}").starts_with("a receiver cannot tell"));
        assert!(read("{time},{id};{code}").starts_with("a receiver cannot tell"));
    }
    #[test]
    fn blanks_of_literals_count() {
        assert_eq!(read("HMAC {time}:{code}"), "HMAC <time> <code> Some(':')");
        assert_eq!(read("HMAC-SHA256 {id}:{code}"), "HMAC-SHA256 <id> <code> Some(':')");
        assert_eq!(read("sha256 {code};{time}"), "sha256 <code> <time> Some(';')");
        assert_eq!(read("{time};sha256 {code}"), "<time> sha256 <code> Some(';')");
        assert_eq!(read("{time} ms; sha256 {code}"), "<time> ms sha256 <code> Some(';')");
        assert_eq!(read("v1 = {code}, t = {time}"), "v1 = <code> t = <time> Some(',')");
        assert_eq!(read("{time} , {code}"), "<time> <code> Some(',')", "beside a separator they do not");
        assert_eq!(read("k = main , t={time},v={code}"), "k = main<> t=<time> v=<code> Some(',')");
    }

    #[test]
    fn blanks_separate_where_no_mark_does() {
        assert_eq!(read("{time} {code}"), "<time> <code> Some(' ')");
        assert_eq!(read("t={time} v1={code}"), "t=<time> v1=<code> Some(' ')");
        assert_eq!(read("HMAC {time} {code}"), "HMAC<> <time> <code> Some(' ')");
        assert_eq!(read("t={time} hmac-sha256={code}"), "t=<time> hmac-sha256=<code> Some(' ')");
        assert_eq!(read("t=\"{time}\" v=\"{code}\""), "t=\"<time>\" v=\"<code>\" Some(' ')");
        assert_eq!(read("{time} - {code}"), "<time> <code> Some('-')");
        assert_eq!(read("{time}: v1{code}"), "<time>: v1<code> Some(' ')");
        assert_eq!(read("{time}:x {id} {code}"), "<time>:x <id> <code> Some(' ')", "it is between all of them");
    }

    #[test]
    fn marks_outside_of_codes_separate() {
        assert_eq!(read_in(Encoding::Hex, "{id}/SHA256/{code}"), "<id> SHA256<> <code> Some('/')");
        assert!(read("{id}/SHA256/{code}").starts_with("a receiver cannot tell"), "base64 has slashes");
        assert!(read_in(Encoding::Hex, "t={time}v1={code}").starts_with("a receiver cannot tell"));
    }
}
