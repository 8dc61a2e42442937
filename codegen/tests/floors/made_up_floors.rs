//! The rules on small made-up trees: what passes, and the message for what does not.

use crate::imports::Sources;
use crate::rules::{Floors, violations};

const FLOORS: Floors<'static> = &[("top", &["roof"]), ("middle", &["left", "right"]), ("ground", &["cellar"])];

/// A tree in which every import goes down, with more files or other texts for them.
fn tree(files: &[(&str, &str)]) -> Sources {
    let sound = [
        ("lib.rs", "mod roof; mod left; mod right; mod cellar; pub use roof::Roof;"),
        ("roof.rs", "use crate::left::Left; pub struct Roof(Left, crate::right::Right);"),
        ("left.rs", "mod inner; use inner::Inner; pub struct Left(Inner);"),
        ("left/inner.rs", "pub struct Inner(crate::cellar::Cellar);"),
        ("right.rs", "pub struct Right;"),
        ("cellar.rs", "pub struct Cellar;"),
    ];
    sound.iter().chain(files).map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn found(files: &[(&str, &str)]) -> Vec<String> {
    violations(FLOORS, &tree(files))
}

#[test]
fn imports_down_pass() {
    assert_eq!(found(&[]), Vec::<String>::new());
}

#[test]
fn import_up_is_a_violation() {
    let text = "use crate::{\n    left::inner::Inner,\n};\npub struct Cellar(Inner);";
    let message =
        "cellar.rs: `crate::left::inner::Inner` goes up: from `cellar` (ground) to `left` (middle)".to_owned();
    assert!(found(&[("cellar.rs", text)]).contains(&message));
}

#[test]
fn import_of_the_root_is_a_violation() {
    let message = "right.rs: `crate::Roof` goes up: from `right` to the crate's root".to_owned();
    assert!(found(&[("right.rs", "pub fn roof(_: crate::Roof) {}")]).contains(&message));
}

#[test]
fn import_sideways_is_a_violation() {
    let message = "right.rs: `crate::left::Left` goes sideways: from `right` (middle) to `left` (middle)".to_owned();
    assert_eq!(found(&[("right.rs", "use super::left::Left;\npub struct Right(Left);")]), [message]);
}

#[test]
fn circle_of_files_is_a_violation() {
    let message =
        "circle of 2 files:\n    left.rs: `crate::left::inner::Inner`\n    left/inner.rs: `crate::left::Left`";
    assert_eq!(found(&[("left/inner.rs", "pub struct Inner(Box<super::Left>);")]), [message]);
}

#[test]
fn declaration_of_a_module_is_no_import() {
    let files = [("left.rs", "mod inner; pub struct Left;"), ("left/inner.rs", "pub struct Inner(super::Left);")];
    assert_eq!(found(&files), Vec::<String>::new());
}

#[test]
fn file_without_a_row_is_a_violation() {
    assert_eq!(found(&[("shed/tools.rs", "")]), ["shed/tools.rs belongs to no module of the table"]);
}

#[test]
fn row_without_a_file_is_a_violation() {
    let floors: Floors<'_> = &[("top", &["roof", "attic"]), ("middle", &["left", "right"]), ("ground", &["cellar"])];
    assert_eq!(violations(floors, &tree(&[])), ["`attic` is in the table, but there is no such file"]);
}

#[test]
fn row_of_an_inner_module_has_precedence() {
    let floors: Floors<'_> =
        &[("top", &["roof"]), ("middle", &["left"]), ("lower", &["left/inner", "right"]), ("ground", &["cellar"])];
    let files = [("right.rs", "pub fn right(_: super::left::inner::Inner) {}")];
    let message = "right.rs: `crate::left::inner::Inner` goes sideways: from `right` (lower) to `left/inner` (lower)";
    assert_eq!(violations(floors, &tree(&files)), [message]);
}

/// Every place in which a path can stand, in `cellar.rs`, which may import nothing.
#[test]
fn paths_are_found_wherever_they_stand() {
    let places = [
        "fn f() { crate::right::call(); }",
        "fn f(_: Vec<crate::right::Right>) {}",
        "fn f() { matches!(0, crate::right::ZERO); }",
        "fn f() { vec![format!(\"{}\", crate::right::ZERO)]; }",
        "impl crate::right::Trait for u8 {}",
        "fn f<T: crate::right::Trait>() {}",
        "fn f() { use super::right::call; call(); }",
        "use super::right as other; fn f() { other::call(); }",
        "use super::*; fn f() { right::call(); }",
        "mod inner { use super::super::right::call; }",
        "mod inner { fn f() { match 0 { crate::right::ZERO => {}, _ => {} } } }",
        "macro_rules! f { () => { crate::right::call() } }",
        "macro_rules! f { () => { use crate::{left, right::{call, other}}; } }",
        "macro_rules! f { () => { use super::{right}; } }",
        "macro_rules! f { () => { use crate::right::*; } }",
        "extern crate self as own; fn f() { own::right::call(); }",
        "use crate::r#right::call;",
        "#[derive(crate::right::Derive)] struct Cellar;",
        "#[serde(with = \"crate::right\")] struct Cellar;",
        "#[serde(default = \"super::right::call\")] struct Cellar;",
        "#[path = \"right.rs\"] mod other;",
        "include!(\"./right.rs\");",
    ];
    for place in places {
        let found = found(&[("cellar.rs", place)]);
        assert!(
            found.iter().any(|message| message.contains("from `cellar` (ground) to `right`")),
            "{place}: {found:?}"
        );
    }
}

#[test]
fn emitted_code_and_text_import_nothing() {
    let places = [
        "fn f() { quote! { crate::right::call() } }",
        "fn f() { vec![quote!(crate::right::call())]; }",
        "fn f() { \"crate::right::call()\"; }",
        "/// [`crate::right::Right`]\nfn f() {}",
        "#[expect(dead_code, reason = \"crate::right::call() is not called\")]\nfn f() {}",
        "include_str!(\"right.rs\");",
        "pub(in super::super) struct Cellar;",
    ];
    for place in places {
        assert_eq!(found(&[("cellar.rs", place)]), Vec::<String>::new(), "{place}");
    }
}
