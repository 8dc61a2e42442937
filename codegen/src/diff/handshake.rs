//! The handshakes of two catalogues: all that come, go or get another answer are one change.

use crate::catalog::{AnswerForm, AnswerPiece, Catalog, Handshake};
use crate::diff::change::{Change, Reading};
use crate::diff::rule::Rule;
use crate::diff::words;

/// Returns the change of the handshakes, with those alone that differ. Their order counts only where one request is several of them.
pub(super) fn change(old: &Catalog, new: &Catalog) -> Option<Change> {
    let (old, new) = (&old.handshakes, &new.handshakes);
    let all = |of: &[Handshake]| of.iter().map(written).collect::<Vec<_>>();
    let (before, after) = (all(old), all(new));
    if before == after {
        return None;
    }
    let others = |of: &[Handshake], known: &[String]| -> Vec<Handshake> {
        of.iter().filter(|it| !known.contains(&written(it))).cloned().collect()
    };
    let (gone, come) = (others(old, &after), others(new, &before));
    let quoted = |it: &Handshake| format!("`{}`", words::exact(&written(it)));
    let is_asked_alike =
        |one: &Handshake, other: &Handshake| one.when.pointer == other.when.pointer && one.equals == other.equals;
    let mut said = Vec::new();
    for it in &come {
        said.push(match gone.iter().find(|was| is_asked_alike(was, it)) {
            Some(was) => format!("changes the handshake {} → {}", quoted(was), quoted(it)),
            None => format!("adds the handshake {}", quoted(it)),
        });
    }
    let lost = gone.iter().filter(|was| !come.iter().any(|it| is_asked_alike(was, it)));
    said.extend(lost.map(|it| format!("removes the handshake {}", quoted(it))));
    if said.is_empty() {
        said.push("changes the order".to_owned());
    }
    let reading = |all: &[Handshake], others: &[Handshake]| {
        let shown = if gone.is_empty() && come.is_empty() { all } else { others };
        let words: Vec<String> = shown.iter().map(quoted).collect();
        Some(Reading::new(shown.first()?.when.place.clone(), words.join("; ")))
    };
    let (before, after) = (reading(old, &gone), reading(new, &come));
    let change = Change::outside(Rule::HandshakesChanged, "handshakes", said.join("; "), before, after);
    Some(Change { section_key: Some("handshakes"), ..change })
}

/// Returns a handshake in one line: two that are written equally are equal.
pub(super) fn written(handshake: &Handshake) -> String {
    let Handshake { when, equals, status, form, answer } = handshake;
    let piece = |piece: &AnswerPiece| match piece {
        AnswerPiece::Literal(text) => text.clone(),
        AnswerPiece::Member(member) => format!("{{{}}}", member.pointer),
        AnswerPiece::Code(member) => format!("{{code:{}}}", member.pointer),
    };
    let answer: String = answer.iter().map(piece).collect();
    let form = if *form == AnswerForm::Text { "text" } else { "" };
    let parts = [status.to_string(), form.to_owned(), answer];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{} = {equals}: {}", when.pointer, parts.join(" "))
}
