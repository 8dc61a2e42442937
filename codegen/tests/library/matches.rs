//! A match on an enum of the model, of the plan or of the keyword table lists the variants: a new one stops the compiler where it matters.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Arm, ExprMatch, ItemEnum, ItemImpl, Pat, Type, Visibility};

/// The modules whose public enums are matched.
const DECLARING: [&str; 3] = ["model", "plan", "pattern"];

#[test]
fn matches_list_every_variant() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&root);
    let mut enums = Enums::default();
    for (path, file) in &files {
        let relative = path.strip_prefix(&root).expect("it stands below").with_extension("");
        if relative.iter().next().and_then(|first| first.to_str()).is_some_and(|first| DECLARING.contains(&first)) {
            enums.visit_file(file);
        }
    }
    // A macro writes this one.
    enums.0.insert("Leaf".to_owned());
    let mut found = Vec::new();
    for (path, file) in &files {
        let mut matches = Matches { enums: &enums.0, own: None, found: Vec::new() };
        matches.visit_file(file);
        let path = path.strip_prefix(&root).expect("it stands below").display();
        found.extend(matches.found.into_iter().map(|line| format!("{path}:{line}: list the variants")));
    }
    assert!(found.is_empty(), "{} arms take any variant:\n{}", found.len(), found.join("\n"));
}

#[test]
fn arms_that_take_any_variant_are_found() {
    let enums = BTreeSet::from(["InPlace".to_owned()]);
    let lines = |arms: &str| {
        let file = syn::parse_file(&format!("impl InPlace {{ fn f() {{ match it {{\n{arms}\n}} }} }}")).expect(arms);
        let mut matches = Matches { enums: &enums, own: None, found: Vec::new() };
        matches.visit_file(&file);
        matches.found
    };
    for any in ["_ => 2", "_ if a => 2", "other => 2", "&other => 2", "Self::Not(_) | _ => 2"] {
        assert_eq!(lines(&format!("InPlace::All(_) => 1,\n{any},")), [3], "{any}");
        assert_eq!(lines(&format!("Self::All(_) => 1,\n{any},")), [3], "{any}");
    }
    assert_eq!(lines("Some(InPlace::All(_)) => 1,\nNone => 2,\nSome(_) => 3,"), [4]);
    assert_eq!(lines("(a, InPlace::All(_)) => 1,\n(a, _) => 2,"), [3]);
    assert_eq!(lines("InPlace::All(InPlace::Not(_)) => 1,\nInPlace::All(_) => 2,"), [3]);
    assert_eq!(lines("InPlace::All(edge) => 1,\nInPlace::Not(_) => 2,"), [0; 0]);
    assert_eq!(lines("[InPlace::All(_)] => 1,\n_ => 2,"), [0; 0]);
    assert_eq!(lines("InPlace::All(_) => 1,\nInPlace::Not(_) => 2,"), [0; 0]);
    assert_eq!(lines("Other::All(_) => 1,\n_ => 2,"), [0; 0]);
}

fn sources(folder: &Path) -> Vec<(PathBuf, syn::File)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("it is a folder").flatten().map(|it| it.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(sources(&path));
        } else {
            let text = fs::read_to_string(&path).expect("it is a text");
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.push((path, file));
        }
    }
    files
}

/// The names of enums.
#[derive(Default)]
struct Enums(BTreeSet<String>);

impl Visit<'_> for Enums {
    fn visit_item_enum(&mut self, item: &ItemEnum) {
        if matches!(item.vis, Visibility::Public(_)) {
            self.0.insert(item.ident.to_string());
        }
    }
}

struct Matches<'e> {
    enums: &'e BTreeSet<String>,
    /// The type whose methods are visited.
    own: Option<String>,
    /// The lines of arms that take any variant.
    found: Vec<usize>,
}

impl<'ast> Visit<'ast> for Matches<'_> {
    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let own = if let Type::Path(path) = &*item.self_ty { path.path.segments.last() } else { None };
        let outer = std::mem::replace(&mut self.own, own.map(|segment| segment.ident.to_string()));
        visit::visit_item_impl(self, item);
        self.own = outer;
    }

    fn visit_expr_match(&mut self, it: &'ast ExprMatch) {
        let positions: BTreeSet<String> = it.arms.iter().flat_map(|arm| self.positions(&arm.pat, "")).collect();
        if !positions.is_empty() {
            let takes_any = |arm: &&Arm| self.takes_any(&arm.pat, &positions, "");
            let lines = it.arms.iter().filter(takes_any).map(|arm| arm.span().start().line);
            self.found.extend(lines.collect::<Vec<_>>());
        }
        visit::visit_expr_match(self, it);
    }
}

impl Matches<'_> {
    /// Returns the positions of variants of the enums: those inside of tuples, references, options and other variants, but not of slices.
    fn positions(&self, pattern: &Pat, at: &str) -> Vec<String> {
        let own = self.variant(pattern).map(|_| at.to_owned());
        let inner = self.parts(pattern, at).into_iter().flat_map(|(part, at)| self.positions(part, &at));
        own.into_iter().chain(inner).collect()
    }

    /// Returns the name of the variant that a pattern matches, if it is one of the enums.
    fn variant(&self, pattern: &Pat) -> Option<String> {
        let path = match pattern {
            Pat::Path(it) => &it.path,
            Pat::TupleStruct(it) => &it.path,
            Pat::Struct(it) => &it.path,
            _ => return None,
        };
        let mut segments = path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let (variant, name) = (segments.next()?, segments.next()?);
        let name = if name == "Self" { self.own.clone()? } else { name };
        self.enums.contains(&name).then_some(variant)
    }

    /// Returns the patterns that stand at positions inside of a pattern, or in its place.
    fn parts<'p>(&self, pattern: &'p Pat, at: &str) -> Vec<(&'p Pat, String)> {
        match pattern {
            Pat::Paren(it) => vec![(&it.pat, at.to_owned())],
            Pat::Guard(it) => vec![(&it.pat, at.to_owned())],
            Pat::Reference(it) => vec![(&it.pat, at.to_owned())],
            Pat::Ident(it) => it.subpat.iter().map(|(_, pattern)| (&**pattern, at.to_owned())).collect(),
            Pat::Or(it) => it.cases.iter().map(|case| (case, at.to_owned())).collect(),
            Pat::Tuple(it) => {
                it.elems.iter().enumerate().map(|(index, part)| (part, format!("{at}.{index}"))).collect()
            }
            Pat::TupleStruct(it) => {
                let is_wrapper = it.path.is_ident("Some") || it.path.is_ident("Ok");
                let variant = if is_wrapper { Some("Some".to_owned()) } else { self.variant(pattern) };
                let part = |variant: &String| it.elems.iter().map(|part| (part, format!("{at}.{variant}"))).collect();
                variant.as_ref().map(part).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Reports whether a pattern takes any value at a position of variants, and whatever stands beside it.
    fn takes_any(&self, pattern: &Pat, positions: &BTreeSet<String>, at: &str) -> bool {
        if let Pat::Or(it) = pattern {
            return it.cases.iter().any(|case| self.takes_any(case, positions, at));
        }
        let is_around = |at: &str| positions.iter().any(|position| position.starts_with(at));
        let parts = self.parts(pattern, at);
        if parts.is_empty() {
            return is_any(pattern) && is_around(at);
        }
        let (around, beside): (Vec<_>, Vec<_>) = parts.iter().partition(|(_, at)| is_around(at));
        !around.is_empty()
            && around.iter().all(|(part, at)| self.takes_any(part, positions, at))
            && beside.iter().all(|(part, _)| is_any(part))
    }
}

fn is_any(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(it) => it.subpat.is_none() && it.ident.to_string().starts_with(char::is_lowercase),
        _ => false,
    }
}
