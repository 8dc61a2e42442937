//! Bounds of the multiples of an integer, judged by every number of a range.

use codegen::containment::{Containment, contained};

use crate::containment::plain;

const KEYWORDS: [&str; 4] = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];

fn accepts(keyword: &str, limit: i32, number: i32) -> bool {
    match keyword {
        "minimum" => number >= limit,
        "exclusiveMinimum" => number > limit,
        "maximum" => number <= limit,
        "exclusiveMaximum" => number < limit,
        _ => unreachable!("{keyword} is no bound"),
    }
}

#[test]
fn bounds_of_multiples_are_decided() {
    for divisor in [2, 5] {
        let of = |keyword: &str, limit: i32| {
            plain(&format!(r#"{{"type":"number","multipleOf":{divisor},"{keyword}":{limit}}}"#))
        };
        for (one, other) in KEYWORDS.iter().flat_map(|one| KEYWORDS.iter().map(move |other| (*one, *other))) {
            for (old, new) in (-6..7).flat_map(|old| (-6..7).map(move |new| (old, new))) {
                let mut numbers = (-40..=40).filter(|number| number % divisor == 0 && accepts(other, new, *number));
                let is_within = numbers.all(|number| accepts(one, old, number));
                let (narrow, wide) = (of(other, new), of(one, old));
                let found = contained((&narrow.0, narrow.1), (&wide.0, wide.1));
                let is_proven = matches!(found, Containment::Proven);
                assert_eq!(is_proven, is_within, "{divisor}: {other} {new} within {one} {old}");
            }
        }
    }
}
