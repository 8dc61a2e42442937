//! Lookaheads find members wherever they are, at every level.

use codegen_runtime::text::lookahead::{Lookahead, MemberValue};
use codegen_runtime::text::scanner::Scanner;

/// Reads nested objects whose member `tag` is the level, behind an inner object `in`; returns the number of levels.
fn levels(scanner: &mut Scanner<'_>, level: usize) -> Option<usize> {
    let mut lookahead = Lookahead::new(scanner, ["tag"]);
    match lookahead.value(scanner, 0) {
        MemberValue::String(tag) if tag.is(&level.to_string()) => {}
        _ => return None,
    }
    let mut inner = 1;
    let mut more = scanner.open_object()?;
    while more {
        let name = scanner.name()?;
        if name.is("in") {
            inner += levels(scanner, level + 1)?;
        } else {
            scanner.value()?;
        }
        more = scanner.next_member()?;
    }
    Some(inner)
}

fn nested(levels: usize, level: usize, member: &str) -> String {
    if levels == level {
        return format!("{{\"tag\":\"{level}\"}}");
    }
    let inner = nested(levels, level + 1, member);
    format!("{{{member}\"in\":{inner},\"list\":[[{{}}],{{\"tag\":0}}], \"tag\" : \"{level}\"}}")
}

#[test]
fn late_members_are_found_at_every_level() {
    for member in [
        "",
        "\"other\":{\"tag\":[1,\"}\"]},",
        "\"first\":[\"a rather long string, so that the array is noted as well\"],",
    ] {
        for count in [0, 1, 2, 9, 60] {
            let text = nested(count, 0, member);
            let mut scanner = Scanner::new(text.as_bytes());
            assert_eq!(levels(&mut scanner, 0), Some(count + 1), "{text}");
            assert_eq!(scanner.end(), Some(()));
            for end in 0..text.len() {
                assert_eq!(levels(&mut Scanner::new(&text.as_bytes()[..end]), 0), None, "{}", &text[..end]);
            }
        }
    }
}

#[test]
fn a_first_member_is_compared_as_text() {
    let found = |text: &str, name: &'static str| {
        let mut scanner = Scanner::new(text.as_bytes());
        let mut lookahead = Lookahead::new(&mut scanner, [name]);
        let found = lookahead.find(&mut scanner, 0).map(|at| &text[at..]);
        found.map(str::to_owned)
    };
    assert_eq!(found("{\"a\":1}", "a").as_deref(), Some("1}"));
    assert_eq!(found(" { \"a\" :\n 1}", "a").as_deref(), Some("1}"));
    assert_eq!(found("{\"a\":  1}", "a").as_deref(), Some("1}"));
    assert_eq!(found("{\"\\u0061\":1}", "a").as_deref(), Some("1}"));
    assert_eq!(found("{\"ab\":1,\"a\":2}", "a").as_deref(), Some("2}"));
    assert_eq!(found("{\"x\":1,\"y\":2}", "x\":1,\"y"), None);
    assert_eq!(found("{\"a\\nb\":1}", "a\\nb"), None);
    assert_eq!(found("{\"a\\nb\":1}", "a\nb").as_deref(), Some("1}"));
}

/// Reads an object without a member `tag`, whose members are `true`.
fn untagged(scanner: &mut Scanner<'_>) -> Option<()> {
    let mut more = scanner.open_object()?;
    while more {
        let name = scanner.name()?;
        if name.is("tag") {
            return None;
        }
        scanner.literal(b"true")?;
        more = scanner.next_member()?;
    }
    Some(())
}

#[test]
fn unexpected_members_are_found_behind_others() {
    let before = "{\"tag\":null},".repeat(40);
    // The first object of a text, and one after more failed assumptions than a scanner makes.
    for before in ["", &before] {
        for (text, expected) in [
            (r#"{"a":true,"b":true}"#, "Read(Some(()))"),
            ("{}", "Read(Some(()))"),
            (r#"{"a":true,"b":false}"#, "Read(None)"),
            (r#"{"tag":true,"b":false}"#, "Boolean(true)"),
            (r#"{"a":false, "b":[{"tag":1}], "tag" : null}"#, "Null"),
            (r#"{"a":true,"\u0074ag":false}"#, "Boolean(false)"),
            (r#"{"a":true,"tag":[0],"tag":null}"#, "Other"),
        ] {
            let whole = format!("[{before}{text}]");
            let mut scanner = Scanner::new(whole.as_bytes());
            let mut more = scanner.open_array();
            while scanner.offset() <= before.len() {
                assert_eq!(more, Some(true));
                let mut lookahead = Lookahead::new(&mut scanner, ["first", "tag"]);
                assert!(matches!(lookahead.value_or_read(&mut scanner, 1, untagged), MemberValue::Null));
                scanner.value().expect("it is an object");
                more = scanner.next_element();
            }
            let start = scanner.offset();
            let found = Lookahead::new(&mut scanner, ["first", "tag"]).value_or_read(&mut scanner, 1, untagged);
            assert_eq!(format!("{found:?}"), expected, "{whole}");
            let is_read = matches!(found, MemberValue::Read(Some(())));
            assert!(expected == "Read(None)" || scanner.offset() == if is_read { whole.len() - 1 } else { start });
        }
    }
}

/// Reads an object whose members are numbers, and which has one that is required.
macro_rules! requiring {
    ($name:ident, $required:literal) => {
        fn $name(scanner: &mut Scanner<'_>) -> Option<()> {
            let (mut found, mut more) = (false, scanner.open_object()?);
            while more {
                found |= scanner.name()?.is($required);
                scanner.skip_number()?;
                more = scanner.next_member()?;
            }
            found.then_some(())
        }
    };
}
requiring!(with_a, "a");
requiring!(with_b, "b");
requiring!(with_c, "c");

/// Branches are left out by their required members alone: the verdict, and the place where the scanner is, do not change.
#[test]
fn refused_branches_change_no_verdict() {
    let names = ["a", "b", "c"];
    for text in [
        "{}",
        "{\"a\":1}",
        "{\"b\":1}",
        "{\"c\" : 1 , \"a\" : 2}",
        "{\"b\":1,\"c\":2,\"a\":3}",
        "{\"\\u0061\":1}",
        "{\"d\":1}",
        "{\"a\":\"\"}",
        "{\"a\":1",
        "{\"a\"",
        "{\"b\":{\"a\":1}}",
        "{\"b\":1,}",
        "{\"a\":1}}",
        "{",
    ] {
        let branches = [(0b001, with_a as _), (0b010, with_b as _), (0b110, with_c as _), (0, with_b as _)];
        for count in 0..=branches.len() {
            let branches = &branches[..count];
            let outcomes = |accepts: &dyn Fn(&mut Scanner<'_>) -> Option<()>| {
                let mut scanner = Scanner::new(text.as_bytes());
                accepts(&mut scanner).map(|()| scanner.offset())
            };
            // A branch that is not read because of a missing member would be refused by it.
            let has = |bit: usize, text: &str| {
                text.contains(["\"a\"", "\"b\"", "\"c\""][bit]) || bit == 0 && text.contains("u0061")
            };
            let possible: Vec<_> = branches
                .iter()
                .filter(|(required, _)| (0..3).all(|bit| required >> bit & 1 == 0 || has(bit, text)))
                .map(|(_, reader)| *reader)
                .collect();
            let expected =
                [outcomes(&|scanner| scanner.one_of(&possible)), outcomes(&|scanner| scanner.any_of(&possible))];
            let found = [
                outcomes(&|scanner| Lookahead::new(scanner, names).one_of(scanner, branches)),
                outcomes(&|scanner| Lookahead::new(scanner, names).any_of(scanner, branches)),
            ];
            assert_eq!(found, expected, "{text} {count}");
        }
    }
}

#[test]
fn absent_members_are_assumed_a_few_times() {
    fn without(scanner: &mut Scanner<'_>) -> Option<()> {
        let mut more = scanner.open_object()?;
        while more {
            let name = scanner.name()?;
            if name.is_any(["a", "b"]) {
                return None;
            }
            scanner.value()?;
            more = scanner.next_member()?;
        }
        Some(())
    }
    let read = |text: &str| {
        let mut scanner = Scanner::new(text.as_bytes());
        let read = Lookahead::new(&mut scanner, ["a", "b"]).assume_absent(&mut scanner, &[0, 1], without);
        (read, scanner.offset())
    };
    assert_eq!(read(r#"{"c":1}"#), (Some(true), 7));
    for refused in [r#"{"a":1}"#, r#"{"b":1}"#, r#"{"c":1,"b":1}"#, r#"{"c":1,"\u0061":1}"#, "{"] {
        assert_eq!(read(refused), (Some(false), 0), "{refused}");
    }
    let mut scanner = Scanner::new(br#"{"c":1,"b":1}"#);
    let mut assume = || Lookahead::new(&mut scanner, ["a", "b"]).assume_absent(&mut scanner, &[0, 1], without);
    let count = std::iter::from_fn(|| assume().filter(|accepts| !accepts)).take(100).count();
    assert!((1..100).contains(&count), "{count} assumptions failed");
}
