//! Keyed hashes agree for equal values only, and a set stays right when they collide.

use codegen_runtime::value::exact::Exact;
use codegen_runtime::value::keyed_hash::{Key, KeyedSet};

#[test]
fn different_texts_have_different_hashes() {
    let mut texts: Vec<Vec<u8>> = Vec::new();
    for length in 0..40 {
        texts.push(vec![0; length]);
        texts.extend((0..length).map(|index| [vec![0; index], vec![1], vec![0; length - index - 1]].concat()));
    }
    let mut hashes: Vec<u64> = texts.iter().map(|text| Key::get().text(text)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), texts.len());
}

#[test]
fn equal_numbers_have_equal_hashes() {
    let hash = |text| Key::get().number(&Exact::parse(text).expect("it is a number"));
    let groups: [&[&str]; 9] = [
        &["0", "-0", "0.0", "0e9"],
        &["1", "1.0", "10e-1"],
        &["-1", "-1.000"],
        &["999999999999999999", "999999999999999999.0"],
        &["1000000000000000000", "1e18", "100e16"],
        &["0.1", "1e-1", "0.10"],
        &["-1.5", "-15e-1", "-1.50"],
        &["1e-19", "0.1e-18"],
        &["0.123456789012345678901"],
    ];
    let mut hashes: Vec<u64> = groups.iter().map(|group| hash(group[0])).collect();
    for (group, expected) in groups.iter().zip(&hashes) {
        assert!(group.iter().all(|text| hash(text) == *expected), "{group:?}");
    }
    assert_eq!(Key::get().scaled(-1, 0), hash("-1"));
    assert_eq!(Key::get().scaled(1, 1), hash("0.1"));
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), groups.len());
}

#[test]
fn colliding_items_are_compared() {
    let mut set = KeyedSet::default();
    for item in 0..5 {
        assert_eq!(set.insert(7, item, |_| false), None);
    }
    for item in 0..5 {
        assert_eq!(set.insert(7, 9, |known| known == item), Some(item));
    }
    assert_eq!(set.insert(8, 2, |known| known == 2), None);
}
