//! Reads the imports of a source tree: every `use`, every qualified path and every included file that leads to another file of it.
//! Paths in macros and attributes count, also those in strings: `with = "crate::json::text"`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};

/// The files below a package's `src`, by path: `plan/build.rs`.
pub(crate) type Sources = BTreeMap<String, String>;

/// An import: one file names an item of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The importing file.
    pub from: String,
    /// The imported file.
    pub to: String,
    /// The path from the crate's root: `crate::plan::Plan`.
    pub path: String,
}

/// Macros whose tokens are emitted code.
const QUOTING: [&str; 4] = ["quote", "quote_spanned", "parse_quote", "parse_quote_spanned"];

/// The segments of a path from the crate's root.
type Segments = Vec<String>;

/// The names in scope in each module, with the paths that they stand for.
type Scopes = BTreeMap<Segments, BTreeMap<String, Segments>>;

/// A path as it is written.
struct Written {
    /// The module that contains it, inline modules included.
    module: Segments,
    segments: Segments,
    /// The name that a `use` brings into scope; `*` for a glob. Without one the last segment names an item, never a module.
    alias: Option<String>,
}

/// Returns every import between two of the files, in order.
///
/// # Panics
///
/// If a file is not Rust.
pub(crate) fn imports(sources: &Sources) -> Vec<Import> {
    let files: BTreeMap<Segments, &str> = sources.keys().map(|path| (module(path), path.as_str())).collect();
    let mut found = BTreeSet::new();
    for (path, text) in sources {
        let mut tree = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut reader = Reader { module: module(path), written: Vec::new(), included: Vec::new() };
        reader.visit_file_mut(&mut tree);
        for included in reader.included {
            let to = beside(path, &included);
            if sources.contains_key(&to) && to != *path {
                found.insert(Import { from: path.clone(), path: included, to });
            }
        }
        let scopes = scopes(&files, &reader.written);
        for written in &reader.written {
            let Some(full) = resolve(&files, &scopes, written) else { continue };
            let modules = full.len().saturating_sub(usize::from(written.alias.is_none()));
            let Some(to) = (0..=modules).rev().find_map(|end| files.get(&full[..end])) else { continue };
            if *to != path {
                let full = format!("crate::{}", full.join("::"));
                found.insert(Import { from: path.clone(), path: full, to: (*to).to_owned() });
            }
        }
    }
    found.into_iter().collect()
}

/// The path of a file that another one includes by its own path: `plan/../emit.rs` is `emit.rs`.
fn beside(path: &str, included: &str) -> String {
    let mut segments: Vec<&str> = path.split('/').collect();
    segments.pop();
    for segment in included.split('/') {
        match segment {
            ".." => drop(segments.pop()),
            "." => {}
            name => segments.push(name),
        }
    }
    segments.join("/")
}

/// The module of a file: `plan::build` of `plan/build.rs`, none of `lib.rs`.
fn module(path: &str) -> Segments {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() }
}

/// The names of modules that the `use`s of one file bring into the scope of each of its modules.
fn scopes(files: &BTreeMap<Segments, &str>, written: &[Written]) -> Scopes {
    let mut scopes = Scopes::new();
    for import in written {
        let Some(alias) = &import.alias else { continue };
        let Some(full) = resolve(files, &Scopes::new(), import) else { continue };
        let scope = scopes.entry(import.module.clone()).or_default();
        if alias == "*" {
            let children = files.keys().filter(|module| module.len() == full.len() + 1 && module.starts_with(&full));
            scope.extend(children.filter_map(|module| Some((module.last()?.clone(), module.clone()))));
        } else {
            scope.insert(alias.clone(), full);
        }
    }
    scopes
}

/// The path from the crate's root; none for a path that leads out of the crate or to an item of the same module.
fn resolve(files: &BTreeMap<Segments, &str>, scopes: &Scopes, written: &Written) -> Option<Segments> {
    let (first, rest) = written.segments.split_first()?;
    if rest.is_empty() && written.alias.is_none() {
        return None;
    }
    if let Some(full) = absolute(&written.module, &written.segments) {
        return Some(full);
    }
    let child: Segments = written.module.iter().chain([first]).cloned().collect();
    let scope = scopes.get(&written.module);
    let start = match scope.and_then(|scope| scope.get(first)) {
        Some(module) => module.clone(),
        None => Some(child).filter(|child| files.contains_key(child))?,
    };
    Some(start.into_iter().chain(rest.iter().cloned()).collect())
}

/// The path from the crate's root, of a path that begins with `crate`, `self` or `super`.
fn absolute(module: &[String], segments: &[String]) -> Option<Segments> {
    let mut full = match segments.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.split_last()?.1.to_vec(),
        _ => return None,
    };
    for segment in &segments[1..] {
        match segment.as_str() {
            "super" => drop(full.pop()),
            "self" => {}
            name => full.push(name.to_owned()),
        }
    }
    Some(full)
}

/// Collects the paths of one file.
struct Reader {
    module: Segments,
    written: Vec<Written>,
    /// The paths of `include!` and `#[path]`.
    included: Vec<String>,
}

impl Reader {
    fn push(&mut self, segments: &[&Ident], alias: Option<String>) {
        self.written.push(Written {
            module: self.module.clone(),
            segments: segments.iter().map(|segment| plain(segment)).collect(),
            alias,
        });
    }

    fn read_use<'t>(&mut self, before: &mut Vec<&'t Ident>, tree: &'t syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(&path.ident);
                self.read_use(before, &path.tree);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.read_use(before, tree)),
            syn::UseTree::Glob(_) => self.push(before, Some("*".to_owned())),
            syn::UseTree::Name(syn::UseName { ident }) | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                let own = if ident == "self" { before.last().copied().unwrap_or(ident) } else { ident };
                let alias = match tree {
                    syn::UseTree::Rename(rename) => plain(&rename.rename),
                    _ => plain(own),
                };
                before.push(ident);
                self.push(before, Some(alias));
                before.pop();
            }
        }
    }

    /// Reads the paths in the tokens of a macro, except for those that it emits.
    fn read_tokens(&mut self, tokens: TokenStream) {
        self.read_tokens_below(&[], tokens);
    }

    /// Reads the paths in tokens; `before` are the segments before the braces of a `use` that contain them.
    fn read_tokens_below(&mut self, before: &[Ident], tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |at: usize, punctuation: char| matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == punctuation);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.read_tokens(group.stream()),
                TokenTree::Ident(ident) if QUOTING.iter().any(|it| ident == it) && is(at, '!') => at += 2,
                TokenTree::Ident(ident) => {
                    let mut segments: Vec<Ident> = before.iter().chain([ident]).cloned().collect();
                    let mut alias = (!before.is_empty()).then(|| plain(ident));
                    while is(at, ':') && is(at + 1, ':') {
                        match tokens.get(at + 2) {
                            Some(TokenTree::Ident(next)) => {
                                segments.push(next.clone());
                                alias = alias.map(|_| plain(next));
                            }
                            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                                self.read_tokens_below(&segments, group.stream());
                                segments.clear();
                            }
                            Some(TokenTree::Punct(glob)) if glob.as_char() == '*' => alias = Some("*".to_owned()),
                            _ => break,
                        }
                        at += 3;
                    }
                    self.push(&segments.iter().collect::<Vec<_>>(), alias);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads the paths in the strings of an attribute.
    fn read_strings(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.read_strings(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.read_string(&text.value(), literal.span());
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    /// Reads a string that is a path of more than one segment.
    fn read_string(&mut self, text: &str, span: Span) {
        let Ok(path) = syn::parse_str::<syn::Path>(text) else { return };
        if path.segments.len() < 2 {
            return;
        }
        let mut segments: Vec<Ident> = path.segments.into_iter().map(|segment| segment.ident).collect();
        for segment in &mut segments {
            segment.set_span(span);
        }
        // It may name a module, as that of a `use` may.
        self.push(&segments.iter().collect::<Vec<_>>(), Some(text.to_owned()));
    }
}

/// The name without `r#`.
fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

impl VisitMut for Reader {
    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit_mut::visit_item_mod_mut(self, item);
        self.module.pop();
    }

    fn visit_item_use_mut(&mut self, item: &mut syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.read_use(&mut Vec::new(), &item.tree);
        }
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.leading_colon.is_none() {
            let segments: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
            self.push(&segments, None);
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_item_extern_crate_mut(&mut self, item: &mut syn::ItemExternCrate) {
        if item.ident == "self" {
            let alias = item.rename.as_ref().map(|(_, name)| plain(name));
            self.push(&[&Ident::new("crate", item.ident.span())], alias);
        }
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        match &mut attribute.meta {
            syn::Meta::Path(path) => self.visit_path_mut(path),
            syn::Meta::List(list) => {
                self.visit_path_mut(&mut list.path);
                self.read_tokens(list.tokens.clone());
                self.read_strings(list.tokens.clone());
            }
            syn::Meta::NameValue(pair) => {
                let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return };
                if pair.path.is_ident("path") {
                    self.included.push(text.value());
                }
            }
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        self.visit_path_mut(&mut invocation.path);
        if invocation.path.is_ident("include")
            && let Ok(text) = syn::parse2::<syn::LitStr>(invocation.tokens.clone())
        {
            self.included.push(text.value());
        }
        if !QUOTING.iter().any(|it| invocation.path.is_ident(it)) {
            self.read_tokens(invocation.tokens.clone());
        }
    }

    /// `pub(in crate::emit)` states a visibility and imports nothing.
    fn visit_visibility_mut(&mut self, _: &mut syn::Visibility) {}
}
