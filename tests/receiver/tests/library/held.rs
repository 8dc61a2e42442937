//! Checks that a listed test holds its row: it exists, it runs, and it can fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A test: its file below the workspace, and its function.
pub(crate) type Test = (&'static str, &'static str);

/// A function of a test's file, or of the library of its package.
#[derive(Default)]
struct Function {
    /// The paths of its attributes: `test`, `ignore`, `cfg`.
    attributes: Vec<String>,
    /// All words of its body, including calls.
    words: BTreeSet<String>,
}

/// Returns the functions of a text by name, also inside `proptest!` and modules.
fn functions(text: &str, path: &Path) -> BTreeMap<String, Function> {
    let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found = BTreeMap::new();
    add_functions(tokens, &mut found);
    found
}

fn add_functions(tokens: TokenStream, found: &mut BTreeMap<String, Function>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut attributes = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.peek() {
                    let path = attribute.stream().into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
                    let path: String = path.map(|token| token.to_string()).collect();
                    attributes.push(path.split('=').next().unwrap_or_default().to_owned());
                    tokens.next();
                }
            }
            TokenTree::Ident(word) if word == "fn" => {
                let Some(TokenTree::Ident(name)) = tokens.next() else { continue };
                let body = tokens.by_ref().find_map(|token| match token {
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
                    _ => None,
                });
                let mut words = BTreeSet::new();
                add_words(body.unwrap_or_default(), &mut words);
                found.insert(name.to_string(), Function { attributes: std::mem::take(&mut attributes), words });
            }
            TokenTree::Group(group) => {
                attributes.clear();
                add_functions(group.stream(), found);
            }
            // `pub async fn`
            TokenTree::Ident(_) => {}
            _ => attributes.clear(),
        }
    }
}

fn add_words(tokens: TokenStream, words: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                words.insert(word.to_string());
            }
            TokenTree::Group(group) => add_words(group.stream(), words),
            _ => {}
        }
    }
}

impl Function {
    /// Returns true if it asserts something, directly or through a function that it names.
    fn asserts(&self, others: &BTreeMap<String, Function>, seen: &mut BTreeSet<String>) -> bool {
        let asserts =
            ["assert", "assert_eq", "assert_ne", "prop_assert", "prop_assert_eq", "prop_assert_ne", "panic", "is_not"];
        asserts.iter().any(|word| self.words.contains(*word))
            || self.words.iter().any(|word| {
                seen.insert(word.clone()) && others.get(word).is_some_and(|function| function.asserts(others, seen))
            })
    }
}

/// Returns the folder of the package of a test file: `tests/<test>.rs`, or `tests/<program>/<test>.rs` with a `main.rs` that has the
/// module.
fn package_of(path: &Path) -> Option<&Path> {
    let folder = path.parent()?;
    if folder.ends_with("tests") {
        return folder.parent();
    }
    let program = fs::read_to_string(folder.join("main.rs")).ok()?;
    let module = format!("mod {};", path.file_stem()?.to_str()?);
    let tests = folder.parent().filter(|tests| tests.ends_with("tests"))?;
    program.lines().any(|line| line == module).then(|| tests.parent())?
}

/// Returns the sources below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Returns the fault of a listed test: it does not exist, does not run, or cannot fail.
pub(crate) fn fault((file, name): &Test, root: &Path) -> Option<String> {
    let path = root.join(file);
    let Ok(text) = fs::read_to_string(&path) else { return Some(format!("{file} is not there")) };
    let Some(package) = package_of(&path) else { return Some(format!("cargo takes {file} for no test")) };
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap_or_default();
    if manifest.contains("autotests") || manifest.contains("[[test]]") {
        return Some(format!("the manifest of {file} says itself what its tests are"));
    }
    let mut others = functions(&text, &path);
    for source in sources(&package.join("src")) {
        let text = fs::read_to_string(&source).unwrap_or_default();
        for (name, function) in functions(&text, &source) {
            others.entry(name).or_insert(function);
        }
    }
    let Some(function) = others.get(*name) else { return Some(format!("{file} has no `{name}`")) };
    let has = |attribute: &str| function.attributes.iter().any(|known| known == attribute);
    if !has("test") || has("ignore") || has("cfg") || has("should_panic") || has("cfg_attr") {
        return Some(format!("`{name}` of {file} is not run as a test: {:?}", function.attributes));
    }
    let can_fail = function.asserts(&others, &mut BTreeSet::new());
    (!can_fail).then(|| format!("`{name}` of {file} asserts nothing"))
}

/// The check finds each way in which a test fails to hold its name.
#[test]
fn a_test_that_cannot_fail_is_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    };
    let tests = r#"
        fn checks() { assert!(true); }
        fn around() { checks(); }
        fn looks() { let _ = 1; }
        #[test] fn itself() { assert_eq!(1, 1); }
        #[test] fn through() { around(); }
        #[test] fn library() { held::judge(1); }
        /// `assert!` in a comment.
        #[test] fn empty() {}
        #[test] fn idle() { looks(); }
        #[test] #[ignore = "slow"] fn ignored() { checks(); }
        #[test] #[cfg(windows)] fn elsewhere() { checks(); }
        #[test] #[should_panic] fn panics() { checks(); }
        fn no_test() { checks(); }
        proptest! { #[test] fn property(x in 0..2) { prop_assert!(x < 2); } #[test] fn free(x in 0..2) { let _ = x; } }
    "#;
    write("a/tests/t.rs", tests);
    write("a/Cargo.toml", "[package]\n");
    write("a/src/lib.rs", "pub fn judge(it: u8) { if it > 1 { panic!() } }");
    write("a/tests/program/main.rs", "mod t;\n");
    write("a/tests/program/t.rs", tests);
    write("a/tests/program/u.rs", tests);
    write("b/tests/t.rs", tests);
    write("b/Cargo.toml", "[package]\nautotests = false\n");
    let holds = |file: &'static str, name: &'static str| fault(&(file, name), folder.path()).is_none();
    for name in ["itself", "through", "library", "property"] {
        assert!(holds("a/tests/t.rs", name) && holds("a/tests/program/t.rs", name), "{name}");
    }
    for name in ["empty", "idle", "ignored", "elsewhere", "panics", "no_test", "free", "nowhere"] {
        assert!(!holds("a/tests/t.rs", name), "{name}");
    }
    assert!(!holds("a/tests/program/u.rs", "itself"), "no program has it");
    assert!(!holds("a/tests/u.rs", "itself") && !holds("a/src/lib.rs", "judge") && !holds("b/tests/t.rs", "itself"));
}
