//! Integers of any size: recognition, equality, and preserved spelling.

use std::collections::HashSet;

use codegen_runtime::value::serde_member;
use codegen_runtime::Integer;
use serde::Deserialize;

fn integer(text: &str) -> Option<Integer> {
    serde_json::from_str(text).ok()
}

#[test]
fn numbers_without_a_fraction_are_integers() {
    for text in ["0", "-1", "2.0", "1e3", "18446744073709551615", "-9223372036854775808", "1e300"] {
        assert!(integer(text).is_some(), "{text}");
    }
    for text in ["1.5", "1e-1", r#""1""#, "null", "true", "[]"] {
        assert!(integer(text).is_none(), "{text}");
    }
}

#[test]
fn integers_survive_unchanged() {
    for text in ["2", "2.0", "18446744073709551615", "-5"] {
        let written = serde_json::to_string(&integer(text)).expect("it is a number");
        assert_eq!(written, text);
    }
}

#[test]
fn equality_order_and_hash_use_the_value() {
    let (two, two_point_zero) = (integer("2"), integer("2.0"));
    assert_eq!(two, two_point_zero);
    assert_eq!(HashSet::from([two.clone(), two_point_zero]).len(), 1);
    assert!(integer("-3") < two && two < integer("1e3") && integer("1e3") < integer("18446744073709551615"));
    assert_eq!(integer("2.0").expect("it is one"), 2_u8);
    assert_ne!(integer("2.0").expect("it is one"), 3_i64);
}

#[test]
fn conversions_are_checked() {
    let large = integer("18446744073709551615").expect("it is one");
    assert_eq!((large.as_i64(), large.as_u64(), large.as_i128()), (None, Some(u64::MAX), Some(i128::from(u64::MAX))));
    assert!(u8::try_from(&large).is_err());
    assert_eq!(i8::try_from(Integer::from(-128_i64)), Ok(-128));
    assert_eq!(integer("1e300").and_then(|large| large.as_i128()), None);
}

#[test]
fn natives_compare_by_value_from_both_sides() {
    let (two, minus_three) = (integer("2.0").expect("it is one"), integer("-3").expect("it is one"));
    let huge = integer("1e300").expect("it is one");
    macro_rules! compared {
        ($($native:ident)*) => {$(
            let (one, second, three): ($native, $native, $native) = (1, 2, 3);
            assert!(two > one && two < three && two <= second && two == second && two != three);
            assert!(one < two && three > two && second >= two && second == two);
            assert!(huge > $native::MAX && huge != $native::MAX);
            assert!($native::MAX < huge);
            assert!(minus_three < one && one > minus_three);
        )*};
    }
    compared!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
    assert!(minus_three > i8::MIN && minus_three < u128::MIN);
}

#[test]
fn every_native_converts_or_is_refused() {
    macro_rules! converted {
        ($($native:ident)*) => {$(
            for value in [$native::MIN, 0, 7, $native::MAX] {
                assert_eq!($native::try_from(Integer::from(value)), Ok(value));
            }
        )*};
    }
    converted!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);
    assert_eq!(Integer::try_from(7_u128).and_then(u128::try_from), Ok(7));
    assert_eq!(Integer::try_from(-7_i128).and_then(i128::try_from), Ok(-7));
    assert!(usize::try_from(Integer::from(-1)).is_err());
    assert!(u128::try_from(Integer::from(-1)).is_err());
    assert!(isize::try_from(integer("1e300").expect("it is one")).is_err());
    // Beyond 64 bits the number is kept or refused, as `serde_json` can hold it; never rounded.
    for value in [u128::MAX, u128::from(u64::MAX) + 2] {
        assert!(Integer::try_from(value).map_or(true, |kept| kept == value && u128::try_from(kept) == Ok(value)));
    }
    assert!(Integer::try_from(i128::MIN).map_or(true, |kept| i128::try_from(kept) == Ok(i128::MIN)));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Members {
    #[serde(deserialize_with = "serde_member::native")]
    native: u8,
    #[serde(default, deserialize_with = "serde_member::optional_native")]
    optional: Option<i16>,
    #[serde(default, deserialize_with = "serde_member::present")]
    #[expect(clippy::option_option, reason = "absent, null and a string are three things")]
    nullable: Option<Option<String>>,
    #[serde(default, deserialize_with = "serde_member::present_native")]
    #[expect(clippy::option_option, reason = "absent, null and an integer are three things")]
    both: Option<Option<u8>>,
}

#[test]
fn members_accept_integers_in_any_spelling() {
    let read = |text: &str| serde_json::from_str::<Members>(text).ok();
    let members = |native, optional, nullable| Some(Members { native, optional, nullable, both: None });
    assert_eq!(read(r#"{ "native": 2.0 }"#), members(2, None, None));
    assert_eq!(read(r#"{ "native": 255, "optional": -3e2, "nullable": null }"#), members(255, Some(-300), Some(None)));
    assert_eq!(read(r#"{ "native": 0, "nullable": "a" }"#), members(0, None, Some(Some("a".to_owned()))));
    let both = |text: &str| read(text).map(|read| read.both);
    assert_eq!(both(r#"{ "native": 0, "both": null }"#), Some(Some(None)));
    assert_eq!(both(r#"{ "native": 0, "both": 2.0 }"#), Some(Some(Some(2))));
    assert_eq!(both(r#"{ "native": 0, "both": 256 }"#), None);
    assert_eq!(read(r#"{ "native": 256 }"#), None);
    assert_eq!(read(r#"{ "native": 0.5 }"#), None);
    assert_eq!(read(r#"{ "native": 0, "optional": 40000 }"#), None);
}
