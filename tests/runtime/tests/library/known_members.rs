//! Members are recognized in any order.

use codegen_runtime::text::known_members::{KnownNames, Member, Members};
use codegen_runtime::text::scanner::Scanner;

static KNOWN: KnownNames<4, 8> = KnownNames::new(["id", "a long name of a member", "quoted \"name\"", "d"]);
const NAMES: [&str; 6] = ["id", "a long name of a member", "quoted \"name\"", "d", "other", "i"];

/// Returns the positions of an object's members, with those of unknown names behind those of known ones.
fn read(text: &str) -> Option<Vec<usize>> {
    let mut scanner = Scanner::new(text.as_bytes());
    let mut members = Members::<1>::open(&mut scanner, &KNOWN)?;
    let mut found = Vec::new();
    while members.has_next() {
        found.push(match members.read(&mut scanner)? {
            Member::Known(position) => {
                scanner.value()?;
                position
            }
            Member::Unknown(name) => {
                members.skip(&mut scanner, name)?;
                NAMES.iter().position(|known| name.is(known))?
            }
        });
        members.advance(&mut scanner)?;
    }
    scanner.end()?;
    Some(found)
}

/// Returns all sequences of at most this many positions.
fn sequences(length: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..length {
        let longer = last
            .iter()
            .flat_map(|known: &Vec<usize>| (0..NAMES.len()).map(|next| [known.as_slice(), &[next]].concat()));
        last = longer.collect();
        all.extend(last.iter().cloned());
    }
    all
}

#[test]
fn members_are_found_in_any_order() {
    for sequence in sequences(5) {
        let written = sequence.iter().map(|position| format!("{:?}:[{position}]", NAMES[*position]));
        let text = format!("{{{}}}", written.collect::<Vec<_>>().join(","));
        let has_duplicates = (1..sequence.len()).any(|index| sequence[..index].contains(&sequence[index]));
        assert_eq!(read(&text), (!has_duplicates).then_some(sequence), "{text}");
    }
}

/// Reads an object of two members that are not known; returns true if it is one with these names.
fn has_names(text: &str, names: &[String; 2]) -> bool {
    let mut scanner = Scanner::new(text.as_bytes());
    let mut read = || -> Option<()> {
        let mut members = Members::<1>::open(&mut scanner, &KNOWN)?;
        let mut names = names.iter();
        while members.has_next() {
            let Member::Unknown(name) = members.read(&mut scanner)? else { return None };
            names.next().filter(|expected| name.is(expected))?;
            members.skip(&mut scanner, name)?;
            members.advance(&mut scanner)?;
        }
        scanner.end()?;
        names.next().is_none().then_some(())
    };
    read().is_some()
}

/// Checks that an object of two members is read if and only if both names are strings, and differ.
fn check(name: &str, other: &str, behind: &str) {
    let text = format!("{{\"{name}\":1,\"{other}\":[]}}{behind}");
    let decoded = [name, other].map(|raw| serde_json::from_str::<String>(&format!("\"{raw}\"")));
    let is_valid = matches!(&decoded, [Ok(one), Ok(other)] if one != other);
    let mut scanner = Scanner::new(text.as_bytes());
    assert_eq!(scanner.value().and_then(|()| scanner.end()).is_some(), is_valid, "{text}");
    assert_eq!(has_names(&text, &decoded.map(Result::unwrap_or_default)), is_valid, "{text}");
}

/// Short names are read in one load: whatever stands in them, wherever it stands, and however little text follows.
#[test]
fn names_of_every_length_are_read() {
    let parts = ["", "!", "\\\"", "\\u0062", "\\", "é", "\u{1}", "\u{7f}", "\""];
    for (length, part) in (0..=20).flat_map(|length| parts.map(|part| (length, part))) {
        for at in 0..=length {
            let name = format!("{}{part}{}", "x".repeat(at), "y".repeat(length - at));
            for behind in [String::new(), " ".repeat(20)] {
                check(&name, &name, &behind);
                check(&name, &format!("{name}z"), &behind);
            }
        }
    }
}
