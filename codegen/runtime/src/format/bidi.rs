//! The rule for labels of right-to-left names [RFC 5893 §2].

use super::code_point;
use super::code_point_class::Direction;

/// Returns true if the rule applies to a name with this label.
pub(super) fn is_right_to_left(label: &[char]) -> bool {
    let mut directions = label.iter().map(|it| direction(*it));
    directions.any(|it| matches!(it, Direction::Right | Direction::Arabic | Direction::ArabicNumber))
}

/// Returns true if the label obeys the rule.
pub(super) fn is_valid(label: &[char]) -> bool {
    use Direction::{Arabic, ArabicNumber, EuropeanNumber, Left, Neutral, Nonspacing, Right};
    let directions = || label.iter().map(|it| direction(*it));
    let has = |wanted| directions().any(|it| it == wanted);
    let Some(last) = directions().rfind(|it| *it != Nonspacing) else { return false };
    match directions().next() {
        Some(Right | Arabic) => {
            let is_last = matches!(last, Right | Arabic | EuropeanNumber | ArabicNumber);
            is_last && !has(Left) && !(has(EuropeanNumber) && has(ArabicNumber))
        }
        Some(Left) => {
            let is_allowed = |it| matches!(it, Left | EuropeanNumber | Neutral | Nonspacing);
            matches!(last, Left | EuropeanNumber) && directions().all(is_allowed)
        }
        _ => false,
    }
}

fn direction(it: char) -> Direction {
    code_point::find(it).map_or(Direction::Neutral, |properties| properties.direction)
}
