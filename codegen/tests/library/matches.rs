//! A match on an enum of the model, of the plan or of the keyword table lists the variants: a new one stops the compiler where it matters.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{Arm, ExprMatch, ItemEnum, ItemImpl, ItemType, ItemUse, Member, Pat, Type, UseTree, Visibility};

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
        let matches = Matches::of(&enums.0, file);
        let path = path.strip_prefix(&root).expect("it stands below").display();
        found.extend(matches.found.into_iter().map(|arm| format!("{path}: list the variants instead of `{arm}`")));
        let imported = matches.imported.into_iter();
        found.extend(imported.map(|variants| format!("{path}: import the enum, not its variants `{variants}`")));
    }
    assert!(found.is_empty(), "{} arms take any variant, or hide it:\n{}", found.len(), found.join("\n"));
}

#[test]
fn arms_that_take_any_variant_are_found() {
    let enums = BTreeSet::from(["InPlace".to_owned()]);
    let found = |arms: &str| {
        let file = syn::parse_file(&format!("impl InPlace {{ fn f() {{ match it {{\n{arms}\n}} }} }}")).expect(arms);
        Matches::of(&enums, &file).found.iter().map(|pattern| pattern.replace(' ', "")).collect::<Vec<_>>()
    };
    for any in ["_", "_ if a", "other", "&other", "Self::Not(_) | _"] {
        let pattern = any.replace(' ', "");
        assert_eq!(found(&format!("InPlace::All(_) => 1,\n{any} => 2,")), [&*pattern], "{any}");
        assert_eq!(found(&format!("Self::All(_) => 1,\n{any} => 2,")), [&*pattern], "{any}");
    }
    assert_eq!(found("Some(InPlace::All(_)) => 1,\nNone => 2,\nSome(_) => 3,"), ["Some(_)"]);
    assert_eq!(found("(a, InPlace::All(_)) => 1,\n(a, _) => 2,"), ["(a,_)"]);
    assert_eq!(found("InPlace::All(InPlace::Not(_)) => 1,\nInPlace::All(_) => 2,"), ["InPlace::All(_)"]);
    assert_eq!(found("InPlace::All(edge) => 1,\nInPlace::Not(_) => 2,"), [""; 0]);
    assert_eq!(found("[InPlace::All(_)] => 1,\n_ => 2,"), [""; 0]);
    assert_eq!(found("InPlace::All(_) => 1,\nInPlace::Not(_) => 2,"), [""; 0]);
    assert_eq!(found("Other::All(_) => 1,\n_ => 2,"), [""; 0]);
    for wrapper in ["Err", "Break", "Other::Edge"] {
        let pattern = format!("{wrapper}(_)");
        assert_eq!(found(&format!("{wrapper}(InPlace::All(_)) => 1,\n{pattern} => 2,")), [&*pattern], "{wrapper}");
    }
    for any in ["Edge{..}", "Edge{at:_,..}", "Edge{at,..}", "edge", "_"] {
        assert_eq!(found(&format!("Edge {{ at: InPlace::All(_), .. }} => 1,\n{any} => 2,")), [any], "{any}");
    }
    assert_eq!(found("Edge { at: InPlace::All(_), .. } => 1,\nEdge { at: InPlace::Not(_), .. } => 2,"), [""; 0]);
    assert_eq!(found("Edge { at: InPlace::All(_), to: 1 } => 1,\nEdge { to: 2, .. } => 2,"), [""; 0]);
}

#[test]
fn enums_are_known_by_other_names() {
    let enums = BTreeSet::from(["InPlace".to_owned()]);
    for (text, found, imported) in [
        ("use crate::plan::{Edge, InPlace as I};", 1, 0),
        ("type I<'a> = crate::plan::InPlace<'a>;", 1, 0),
        ("use crate::plan::InPlace::*;", 0, 1),
        ("use crate::plan::{Edge, InPlace::{All, Not as N}};", 0, 2),
        ("use crate::plan::{Edge, InPlace};", 0, 0),
    ] {
        let file = syn::parse_file(&format!("fn f() {{ match it {{ I::All(_) => 1, _ => 2 }} }} {text}")).expect(text);
        let matches = Matches::of(&enums, &file);
        assert_eq!((matches.found.len(), matches.imported.len()), (found, imported), "{text}");
    }
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

/// The other names of enums in a file.
struct Aliases<'e> {
    enums: &'e BTreeSet<String>,
    found: BTreeMap<String, String>,
    /// The paths of `use`s that bring variants into scope, once for each variant.
    imported: Vec<String>,
}

impl Aliases<'_> {
    fn read(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(it) if self.enums.contains(&it.ident.to_string()) => {
                let variants = if let UseTree::Group(group) = &*it.tree { group.items.len() } else { 1 };
                self.imported.extend(std::iter::repeat_n(it.to_token_stream().to_string(), variants));
            }
            UseTree::Path(it) => self.read(&it.tree),
            UseTree::Group(it) => it.items.iter().for_each(|tree| self.read(tree)),
            UseTree::Rename(it) if self.enums.contains(&it.ident.to_string()) => {
                self.found.insert(it.rename.to_string(), it.ident.to_string());
            }
            UseTree::Rename(_) | UseTree::Name(_) | UseTree::Glob(_) => {}
        }
    }
}

impl Visit<'_> for Aliases<'_> {
    fn visit_item_use(&mut self, item: &ItemUse) {
        self.read(&item.tree);
    }

    fn visit_item_type(&mut self, item: &ItemType) {
        let Type::Path(path) = &*item.ty else { return };
        let name = path.path.segments.last().map(|segment| segment.ident.to_string());
        self.found.extend(name.filter(|name| self.enums.contains(name)).map(|name| (item.ident.to_string(), name)));
    }
}

struct Matches<'e> {
    enums: &'e BTreeSet<String>,
    aliases: BTreeMap<String, String>,
    imported: Vec<String>,
    /// The type whose methods are visited.
    own: Option<String>,
    /// The patterns of arms that take any variant.
    found: Vec<String>,
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
            let takes_any = |arm: &&Arm| Self::takes_any(&arm.pat, &positions, "");
            let patterns = it.arms.iter().filter(takes_any).map(|arm| arm.pat.to_token_stream().to_string());
            self.found.extend(patterns.collect::<Vec<_>>());
        }
        visit::visit_expr_match(self, it);
    }
}

impl<'e> Matches<'e> {
    fn of(enums: &'e BTreeSet<String>, file: &syn::File) -> Self {
        let mut aliases = Aliases { enums, found: BTreeMap::new(), imported: Vec::new() };
        aliases.visit_file(file);
        let Aliases { found: aliases, imported, .. } = aliases;
        let mut matches = Self { enums, aliases, imported, own: None, found: Vec::new() };
        matches.visit_file(file);
        matches
    }

    /// Returns the positions of variants of the enums: those inside of tuples, references, structs and other variants, but not of slices.
    fn positions(&self, pattern: &Pat, at: &str) -> Vec<String> {
        let own = self.variant(pattern).map(|_| at.to_owned());
        let inner = Self::parts(pattern, at).into_iter().flat_map(|(part, at)| self.positions(part, &at));
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
        self.enums.contains(self.aliases.get(&name).unwrap_or(&name)).then_some(variant)
    }

    /// Returns the patterns that stand at positions inside of a pattern, or in its place.
    fn parts<'p>(pattern: &'p Pat, at: &str) -> Vec<(&'p Pat, String)> {
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
                let name = last(&it.path);
                it.elems.iter().map(|part| (part, format!("{at}.{name}"))).collect()
            }
            Pat::Struct(it) => {
                let name = last(&it.path);
                it.fields.iter().map(|field| (&*field.pat, format!("{at}.{name}.{}", member(&field.member)))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Reports whether a pattern takes any value at a position of variants, and whatever stands beside it.
    fn takes_any(pattern: &Pat, positions: &BTreeSet<String>, at: &str) -> bool {
        if let Pat::Or(it) = pattern {
            return it.cases.iter().any(|case| Self::takes_any(case, positions, at));
        }
        let is_around = |at: &str| positions.iter().any(|position| position.starts_with(at));
        let parts = Self::parts(pattern, at);
        if let Pat::Struct(it) = pattern
            && !parts.iter().any(|(_, at)| is_around(at))
        {
            // Fields that it does not name have any value.
            return it.rest.is_some()
                && is_around(&format!("{at}.{}.", last(&it.path)))
                && parts.iter().all(|(part, _)| is_any(part));
        }
        if parts.is_empty() {
            return is_any(pattern) && is_around(at);
        }
        let (around, beside): (Vec<_>, Vec<_>) = parts.iter().partition(|(_, at)| is_around(at));
        !around.is_empty()
            && around.iter().all(|(part, at)| Self::takes_any(part, positions, at))
            && beside.iter().all(|(part, _)| is_any(part))
    }
}

/// Returns the name of a variant or a struct.
fn last(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn member(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

fn is_any(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(it) => it.subpat.is_none() && it.ident.to_string().starts_with(char::is_lowercase),
        _ => false,
    }
}
