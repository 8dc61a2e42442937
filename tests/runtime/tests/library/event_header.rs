//! The event header: a list that is compared with the body's event, or read if the body does not name one.

use codegen_runtime::receive::delivery_body::{check_event, documented_event, event_of_header};
use codegen_runtime::receive::headers::EventHeader;
use codegen_runtime::validate::drift::Drift;

const DOCUMENTED: [&str; 3] = ["box.opened", "box.closed", "Box.Closed"];

fn header(lines: &[&str]) -> EventHeader {
    let mut header = EventHeader::default();
    for line in lines {
        header.add(line.as_bytes());
    }
    header
}

fn named(name: &str) -> EventHeader {
    EventHeader::Named(name.as_bytes().into())
}

#[test]
fn header_lines_form_one_list() {
    assert_eq!(header(&[]), EventHeader::Absent);
    for empty in [&[""][..], &[" ", "\t"], &[",", " , ,"]] {
        assert_eq!(header(empty), EventHeader::Empty, "{empty:?}");
    }
    for same in [&["a"][..], &["a", " a"], &["a,a"], &[",a", "", "a,"], &["\"a\""], &["\"a\",a"], &["\"\\a\" , a"]] {
        assert_eq!(header(same), named("a"), "{same:?}");
    }
    for other in [&["a", "b"][..], &["a,b"], &["a,A"], &["a", "\"\""], &["a,b,a"], &["b", "a", "a"]] {
        assert_eq!(header(other), EventHeader::Contradictory, "{other:?}");
    }
}

/// An opening quotation mark without a closing one before the comma or the end is an ordinary character.
#[test]
fn only_whole_elements_are_quoted() {
    assert_eq!(header(&["\"a,b\""]), named("a,b"));
    assert_eq!(header(&["\"a\\\"b\""]), named("a\"b"));
    assert_eq!(header(&["\"a"]), named("\"a"));
    assert_eq!(header(&["a\""]), named("a\""));
    assert_eq!(header(&["\"a\"b"]), named("\"a\"b"));
    assert_eq!(header(&["\"a\\\""]), named("\"a\\\""));
    assert_eq!(header(&["\"a,a"]), EventHeader::Contradictory);
    assert_eq!(header(&["\"\""]), named(""));
}

#[test]
fn a_long_list_takes_linear_time() {
    for part in ["a,", "\"a\",", "\"", "\",", ",", "\"\\\",", "\"a\"b,"] {
        let _ = header(&[&part.repeat(1 << 18)]);
    }
}

/// Checks a header beside a body that names `a`.
fn checked(lines: &[&str], is_required: bool) -> Result<Vec<String>, &'static str> {
    let mut drift = Vec::new();
    check_event(&header(lines), "a", "/kind", "X-Event", is_required, &mut drift).map_err(|refusal| refusal.code())?;
    Ok(drift.iter().map(Drift::to_string).collect())
}

#[test]
fn a_header_that_differs_drifts() {
    let differs = || Ok(vec!["event-header-mismatch at /kind".to_owned()]);
    for is_required in [false, true] {
        assert_eq!(checked(&["a"], is_required), Ok(vec![]));
        assert_eq!(checked(&["A"], is_required), differs());
        assert_eq!(checked(&["a", "b"], is_required), differs());
    }
    assert_eq!(checked(&[], false), Ok(vec![]));
    assert_eq!(checked(&[""], false), differs());
    assert_eq!(checked(&[], true), Err("event-header-missing"));
    for empty in [&[""][..], &[" , "], &["", ","]] {
        assert_eq!(checked(empty, true), Err("event-header-malformed"), "{empty:?}");
    }
}

/// Reads the name from a header alone, and counts the drift.
fn read(header: &EventHeader) -> Result<(String, usize), &'static str> {
    let mut drift = Vec::new();
    let name = event_of_header(header, "X-Event").map_err(|refusal| refusal.code())?;
    let in_header = name.len();
    let name = documented_event(name, in_header, DOCUMENTED.into_iter(), &mut drift).into_owned();
    assert!(drift.iter().all(|drift| drift.to_string() == "event-header-mismatch"), "{drift:?}");
    Ok((name, drift.len()))
}

#[test]
fn a_header_alone_names_one_documented_event() {
    let is = |name: &str, drift| Ok((name.to_owned(), drift));
    assert_eq!(read(&named("box.opened")), is("box.opened", 0));
    assert_eq!(read(&named("Box.Opened")), is("box.opened", 1));
    assert_eq!(read(&named("box.open")), is("box.open", 0), "an event of its own");
    // Two documented names differ in case only: each is itself, and a third spelling is ambiguous.
    assert_eq!(read(&named("box.closed")), is("box.closed", 0));
    assert_eq!(read(&named("Box.Closed")), is("Box.Closed", 0));
    assert_eq!(read(&named("BOX.CLOSED")), is("BOX.CLOSED", 0));
    assert_eq!(read(&EventHeader::Absent), Err("event-header-missing"));
    for nameless in [&[""][..], &[" , "], &["\"\""], &["\"\"", ""]] {
        assert_eq!(read(&header(nameless)), Err("event-header-malformed"), "{nameless:?}");
    }
    assert_eq!(read(&EventHeader::Contradictory), Err("event-header-malformed"));
    assert_eq!(read(&EventHeader::Named(b"\xff".as_slice().into())), Err("event-header-malformed"));
}

/// A member of the body ends the name: it is signed, so its case counts.
#[test]
fn only_a_header_may_differ_in_case() {
    let documented = ["box.opened", "box", "Crate.opened", "crate.opened", "é.opened"];
    for (header, end, counts_as, drifts) in [
        ("box", Some("opened"), "box.opened", 0),
        ("Box", Some("opened"), "box.opened", 1),
        ("box", Some("Opened"), "box.Opened", 0),
        ("BOX", Some("OPENED"), "BOX.OPENED", 0),
        ("Box.Opened", None, "box.opened", 1),
        ("Box", None, "box", 1),
        ("Box", Some(""), "Box.", 0),
        ("b", Some("x.opened"), "b.x.opened", 0),
        ("crate", Some("opened"), "crate.opened", 0),
        ("CRATE", Some("opened"), "CRATE.opened", 0),
        ("é", Some("opened"), "é.opened", 0),
        ("e", Some("opened"), "e.opened", 0),
    ] {
        let name = end.map_or(header.to_owned(), |end| format!("{header}.{end}"));
        let mut drift = Vec::new();
        let read = documented_event(name.clone().into(), header.len(), documented.into_iter(), &mut drift);
        assert_eq!((&*read, drift.len()), (counts_as, drifts), "{name}");
    }
}
