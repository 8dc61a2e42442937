//! The grammar of a header value: from its template to items and their separator.

use codegen_runtime::receive::scheme::{Hole, Part};

use super::template::Token;
use super::{Item, Unit};

/// The marks that separate items first of all.
const SEPARATORS: [char; 5] = [',', ';', '&', '|', ' '];

/// Returns the items of a value and their separator. A template with one placeholder is one item. With several, the text between two of them
/// is the end of the one, the separator, and the beginning of the other.
///
/// # Errors
///
/// If the template is ambiguous: one sentence and help.
pub(super) fn items(tokens: &[Token<'_>]) -> Result<(Vec<Item>, Option<u8>), (String, String)> {
    let mut literals = vec![String::new()];
    let mut holes = Vec::new();
    for token in tokens {
        match token {
            Token::Literal(text) => literals.last_mut().expect("there is one").push_str(text),
            Token::Placeholder(name) => {
                holes.push(hole(name));
                literals.push(String::new());
            }
        }
    }
    if let [before, after] = literals.as_slice() {
        let item = Item { before: before.clone(), hole: holes.first().copied(), after: after.clone() };
        return Ok((vec![item], None));
    }
    let between = &literals[1..literals.len() - 1];
    let separator = between.first().and_then(|text| separator(text)).ok_or_else(adjacent)?;
    let mut items = Vec::new();
    // Pieces between separators: each holds at most one placeholder.
    let mut item = Item { before: String::new(), hole: None, after: String::new() };
    for (index, literal) in literals.iter().enumerate() {
        let mut pieces = literal.split(separator).map(str::trim);
        let first = pieces.next().unwrap_or_default();
        match item.hole {
            Some(_) => item.after.push_str(first),
            None => item.before.push_str(first),
        }
        for piece in pieces {
            items.push(std::mem::replace(
                &mut item,
                Item { before: piece.to_owned(), hole: None, after: String::new() },
            ));
        }
        if let Some(hole) = holes.get(index) {
            if item.hole.is_some() {
                return Err(adjacent());
            }
            item.hole = Some(*hole);
        }
    }
    items.push(item);
    items.retain(|item| item.hole.is_some() || !item.before.is_empty());
    Ok((items, u8::try_from(separator).ok()))
}

fn adjacent() -> (String, String) {
    (
        "nothing tells where one placeholder ends and the next begins".to_owned(),
        "separate all of them by the same mark, as in `t={time},v1={code}`".to_owned(),
    )
}

/// Finds the separator in the text between two placeholders.
fn separator(between: &str) -> Option<char> {
    let text = if between.trim().is_empty() { between } else { between.trim() };
    let is_mark = |found: &char| found.is_ascii_punctuation() && !"+/=\"'".contains(*found);
    text.chars().find(|found| SEPARATORS.contains(found)).or_else(|| text.chars().find(is_mark))
}

/// Returns true if the text of a time may contain the mark.
pub(super) fn stands_in_time(unit: Unit, mark: u8) -> bool {
    unit == Unit::Rfc3339 && b":-.+ ".contains(&mark)
}

fn hole(name: &str) -> Hole {
    match name {
        "time" => Hole::Part(Part::Time),
        "id" => Hole::Part(Part::Id),
        "nonce" => Hole::Part(Part::Nonce),
        _ => Hole::Code,
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::tokens;
    use super::*;

    fn read(template: &str) -> String {
        let known = ["code", "time", "id", "nonce"];
        match items(&tokens(template, &known).expect("a template")) {
            Ok((items, separator)) => {
                let shown = items.iter().map(|it| format!("{}<{}>{}", it.before, name(it.hole), it.after));
                format!("{} {:?}", shown.collect::<Vec<_>>().join(" "), separator.map(char::from))
            }
            Err((message, _)) => message,
        }
    }

    fn name(hole: Option<Hole>) -> &'static str {
        match hole {
            None => "",
            Some(Hole::Code) => "code",
            Some(Hole::Part(Part::Time)) => "time",
            Some(Hole::Part(Part::Id)) => "id",
            Some(Hole::Part(Part::Nonce)) => "nonce",
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
        assert!(read("{time}{code}").starts_with("nothing tells"));
        assert!(read("{time}x{code}").starts_with("nothing tells"));
        assert!(read("{time},{id};{code}").starts_with("nothing tells"));
    }
}
