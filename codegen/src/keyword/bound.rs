//! `minimum`, `exclusiveMinimum`, `maximum` and `exclusiveMaximum`: the bounds of a number.

use codegen_runtime::value::exact::Exact;
use std::cmp::Ordering;

use serde_json::json;

use crate::json::held::{between, number, written};
use crate::keyword::prelude::*;

#[rustfmt::skip]
pub(super) const ROWS: &[Keyword] = &[
    keyword("maximum",          Validation, Draft4, Draft2020, Form::Number,  Typed),
    keyword("exclusiveMaximum", Validation, Draft4, Draft4,    Form::Boolean, Typed),
    keyword("exclusiveMaximum", Validation, Draft6, Draft2020, Form::Number,  Typed),
    keyword("minimum",          Validation, Draft4, Draft2020, Form::Number,  Typed),
    keyword("exclusiveMinimum", Validation, Draft4, Draft4,    Form::Boolean, Typed),
    keyword("exclusiveMinimum", Validation, Draft6, Draft2020, Form::Number,  Typed),
];

/// A bound of a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    relation: Relation,
    /// The text of a JSON number.
    limit: String,
}

/// The relation of a number to its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
}

/// The keyword of a relation, its words, and the methods of [`Ordering`] by which a number is accepted and refused.
struct Terms {
    spelling: &'static str,
    words: &'static str,
    accepts: fn(Ordering) -> bool,
    accepted: &'static str,
    refused: &'static str,
}

impl Relation {
    fn is_upper(self) -> bool {
        matches!(self, Self::AtMost | Self::LessThan)
    }

    fn is_inclusive(self) -> bool {
        matches!(self, Self::AtLeast | Self::AtMost)
    }

    #[rustfmt::skip]
    fn terms(self) -> Terms {
        let (spelling, words, accepts, accepted, refused): (_, _, fn(Ordering) -> bool, _, _) = match self {
            Self::AtLeast  => ("minimum",          "at least",  Ordering::is_ge, "is_ge", "is_lt"),
            Self::MoreThan => ("exclusiveMinimum", "more than", Ordering::is_gt, "is_gt", "is_le"),
            Self::AtMost   => ("maximum",          "at most",   Ordering::is_le, "is_le", "is_gt"),
            Self::LessThan => ("exclusiveMaximum", "less than", Ordering::is_lt, "is_lt", "is_ge"),
        };
        Terms { spelling, words, accepts, accepted, refused }
    }
}

pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<Bound> {
    let Value::Number(limit) = &written.node.value else { return None };
    let is_upper = written.spelling.ends_with("aximum");
    let exclusive = if is_upper { "exclusiveMaximum" } else { "exclusiveMinimum" };
    // In draft 4, a boolean beside the bound makes it exclusive.
    let sibling = written.schema.get(exclusive).filter(|_| written.draft == Draft4).map(|node| &node.value);
    let is_exclusive = written.spelling == exclusive || matches!(sibling, Some(Value::Boolean(true)));
    let relation = match (is_upper, is_exclusive) {
        (false, false) => Relation::AtLeast,
        (false, true) => Relation::MoreThan,
        (true, false) => Relation::AtMost,
        (true, true) => Relation::LessThan,
    };
    Some(Bound { relation, limit: limit.clone() })
}

impl Bound {
    /// Returns the last accepted integer before the bound; `None` if it is out of reach.
    fn last_integer(&self) -> Option<i128> {
        let (nearest, step) =
            if self.relation.is_upper() { (floor(&self.limit)?, -1) } else { (ceiling(&self.limit)?, 1) };
        let is_limit = floor(&self.limit) == ceiling(&self.limit);
        Some(if is_limit && !self.relation.is_inclusive() { nearest + step } else { nearest })
    }

    /// Returns the multiples of an integer next to the bound.
    pub fn multiples_near(&self, divisor: i128) -> Vec<Value> {
        let Some(below) = floor(&self.limit).map(|limit| limit.div_euclid(divisor)) else { return Vec::new() };
        let multiples = [below - 1, below, below + 1, below + 2].into_iter().filter_map(|it| it.checked_mul(divisor));
        multiples.map(|multiple| Value::Number(multiple.to_string())).collect()
    }

    /// Returns true if the other bound accepts the multiples of an integer that this one accepts.
    pub fn implies_of_multiples(&self, other: &Self, divisor: i128) -> bool {
        let Some(last) = self.last_integer() else { return false };
        let below = last.div_euclid(divisor) * divisor;
        let is_upper = self.relation.is_upper();
        let last = if is_upper || below == last { Some(below) } else { below.checked_add(divisor) };
        let is_within = |last: i128| other.accepts(&Value::Number(last.to_string()));
        is_upper == other.relation.is_upper() && last.is_some_and(is_within)
    }
}

impl Constraint for Bound {
    fn types(&self) -> TypeSet {
        TypeSet::NUMBER
    }

    fn cost(&self) -> u8 {
        0
    }

    fn implies(&self, other: &Self, of_integers: bool) -> bool {
        if self.relation.is_upper() != other.relation.is_upper() {
            return false;
        }
        if of_integers && let (Some(this), Some(other)) = (self.last_integer(), other.last_integer()) {
            return if self.relation.is_upper() { this <= other } else { this >= other };
        }
        let Some((this, limit)) = Exact::parse(&self.limit).zip(Exact::parse(&other.limit)) else { return false };
        let order = if self.relation.is_upper() { limit.cmp(&this) } else { this.cmp(&limit) };
        let is_wider = other.relation.is_inclusive() || !self.relation.is_inclusive();
        order.is_gt() || order.is_eq() && is_wider
    }

    fn excludes(&self, other: &Self) -> bool {
        let (lower, upper) = match (self.relation.is_upper(), other.relation.is_upper()) {
            (false, true) => (self, other),
            (true, false) => (other, self),
            _ => return false,
        };
        let Some((least, greatest)) = Exact::parse(&lower.limit).zip(Exact::parse(&upper.limit)) else { return false };
        let is_open = !(lower.relation.is_inclusive() && upper.relation.is_inclusive());
        least > greatest || least == greatest && is_open
    }

    fn samples(&self) -> Vec<Value> {
        let number = |number: i128| Value::Number(number.to_string());
        let near = [floor(&self.limit), ceiling(&self.limit)].into_iter().flatten();
        let integers = near.flat_map(|limit| [limit, limit - 1, limit + 1]).map(number);
        let halves = floor(&self.limit).filter(|limit| *limit >= 0).map(|limit| Value::Number(format!("{limit}.5")));
        let scaled = floor(&self.limit).is_none().then(|| scaled(&self.limit)).into_iter().flatten();
        let numbers = integers.chain(halves).chain(scaled.map(Value::Number));
        std::iter::once(Value::Number(self.limit.clone())).chain(numbers).collect()
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::Number(text) = instance else { return true };
        let order = Exact::parse(text).zip(Exact::parse(&self.limit)).map(|(number, limit)| number.cmp(&limit));
        order.is_none_or(self.relation.terms().accepts)
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        compare(code, content, &self.limit, self.relation.terms().refused)
    }

    fn on_bytes(&self, _: &mut dyn Code, content: &TokenStream) -> OnBytes {
        let (limit, accepted) = (&self.limit, format_ident!("{}", self.relation.terms().accepted));
        OnBytes::Accepts(match limit.parse::<i64>() {
            Ok(limit) => {
                let limit = Literal::i64_unsuffixed(limit);
                quote!(#content.compare_integer(#limit).#accepted())
            }
            Err(_) => quote!(#content.compare(#limit).#accepted()),
        })
    }

    fn words(&self) -> Words {
        format!("{} {}", self.relation.terms().words, self.limit).into()
    }

    /// Replaces a number between zero and the least `f64`, or beyond the greatest, by another keyword with the same verdict on all
    /// representable numbers. A number between two neighbours of `f64` is rounded to the nearer one, as an instance is.
    fn to_json(&self, numbers: Numbers) -> Json {
        let (is_upper, is_negative) = (self.relation.is_upper(), self.limit.starts_with('-'));
        let spelling = self.relation.terms().spelling;
        match numbers.rounded(&self.limit) {
            None => only(spelling, number(&self.limit)),
            Some(Nearest::Zero) => match (is_upper, is_negative) {
                (true, false) => only("maximum", 0),
                (true, true) => only("exclusiveMaximum", 0),
                (false, false) => only("exclusiveMinimum", 0),
                (false, true) => only("minimum", 0),
            },
            Some(Nearest::Beyond) if is_upper == is_negative => only("not", json!({ "type": "number" })),
            Some(Nearest::Beyond) => Json::new(),
            Some(Nearest::Number(nearest)) => match between(&self.limit, nearest) {
                Some((below, _)) if is_upper => only("maximum", number(&below.to_string())),
                Some((_, above)) => only("minimum", number(&above.to_string())),
                None => only(spelling, number(&written(nearest))),
            },
        }
    }

    fn integers(&self) -> (Option<i128>, Option<i128>) {
        let last = self.last_integer();
        if self.relation.is_upper() { (None, last) } else { (last, None) }
    }
}

/// Emits the condition that the order of a number of the instance and one of the schema is `order`: `is_lt`.
pub fn compare(code: &mut dyn Code, content: &TokenStream, text: &str, order: &str) -> TokenStream {
    let order = format_ident!("{order}");
    code.import("value::instance::Number");
    if let Some(limit) = to_i64(text) {
        let limit = integer(limit);
        return quote!(#content.compare_integer(#limit).#order());
    }
    let nearest = match text.parse::<f64>() {
        Ok(nearest) if nearest.is_finite() => {
            let nearest = Literal::f64_unsuffixed(nearest);
            quote!(#nearest)
        }
        _ if text.starts_with('-') => quote!(f64::NEG_INFINITY),
        _ => quote!(f64::INFINITY),
    };
    code.import("value::instance::Constant");
    quote!(#content.compare(Constant { text: #text, nearest: #nearest }).#order())
}

fn to_i64(text: &str) -> Option<i64> {
    let magnitude = Exact::parse(text.strip_prefix('-').unwrap_or(text))?.to_u64()?;
    let value = i128::from(magnitude);
    i64::try_from(if text.starts_with('-') { -value } else { value }).ok()
}

/// Returns the greatest integer not above a number; `None` if it is out of reach.
pub fn floor(text: &str) -> Option<i128> {
    whole(text).map(|(whole, is_exact)| if is_exact || !text.starts_with('-') { whole } else { whole - 1 })
}

/// Returns the least integer not below a number; `None` if it is out of reach.
pub fn ceiling(text: &str) -> Option<i128> {
    whole(text).map(|(whole, is_exact)| if is_exact || text.starts_with('-') { whole } else { whole + 1 })
}

/// Returns the digits before the decimal point, and true if there are none after it.
fn whole(text: &str) -> Option<(i128, bool)> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    // A number with an exponent is not worth a native type.
    (!text.contains(['e', 'E'])).then_some(())?;
    Some((
        digits.parse().ok().filter(|whole: &i128| whole.unsigned_abs() < 1 << 100)?,
        fraction.bytes().all(|byte| byte == b'0'),
    ))
}

/// Returns a tenth and ten times a limit that no integer type holds.
fn scaled(limit: &str) -> [String; 2] {
    let (digits, exponent) = limit.split_once(['e', 'E']).unwrap_or((limit, "0"));
    let exponent: i64 = exponent.parse().unwrap_or_default();
    [exponent.saturating_sub(1), exponent.saturating_add(1)].map(|exponent| format!("{digits}e{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::Relation::{AtLeast, AtMost, LessThan, MoreThan};
    use super::*;
    use crate::json::held;

    fn json(numbers: Numbers, relation: Relation, digits: &str) -> String {
        let bound = Bound { relation, limit: digits.to_owned() };
        held::text(&serde_json::Value::Object(bound.to_json(numbers)))
    }

    #[test]
    fn bounds_keep_their_digits() {
        for digits in ["-123456789012345678901234567890", "0.5", "1e400", "1e-400", "9007199254740991", "1.0", "-0"] {
            assert_eq!(json(Numbers::Exact, AtLeast, digits), format!(r#"{{"minimum":{digits}}}"#));
        }
    }

    #[test]
    fn bounds_beyond_f64_have_equal_forms() {
        for (relation, digits, expected) in [
            (AtLeast, "1e-400", r#"{"exclusiveMinimum":0}"#),
            (MoreThan, "1e-400", r#"{"exclusiveMinimum":0}"#),
            (AtMost, "1e-400", r#"{"maximum":0}"#),
            (LessThan, "1e-400", r#"{"maximum":0}"#),
            (AtLeast, "-1e-400", r#"{"minimum":0}"#),
            (AtMost, "-1e-400", r#"{"exclusiveMaximum":0}"#),
            (AtLeast, "1e400", r#"{"not":{"type":"number"}}"#),
            (AtMost, "1e400", "{}"),
            (AtLeast, "-1e400", "{}"),
            (LessThan, "-1e400", r#"{"not":{"type":"number"}}"#),
            (AtLeast, "9007199254740992.5", r#"{"minimum":9007199254740993}"#),
            (LessThan, "-9007199254740992.5", r#"{"maximum":-9007199254740993}"#),
            (AtLeast, "123456789012345678901234567890", r#"{"minimum":1.2345678901234568e29}"#),
        ] {
            assert_eq!(json(Numbers::Held, relation, digits), expected, "{digits}");
        }
    }
}
