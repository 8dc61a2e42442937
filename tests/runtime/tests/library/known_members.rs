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
