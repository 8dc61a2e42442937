//! Selects the runtime modules that emitted code names, and their public items.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit::{self, Visit};

use crate::catalog::Catalog;
use crate::emit::package::path::paths;
use crate::emit::runtime::RUNTIME;
use crate::emit::{events, receiver};
use crate::render::fragment::Fragment;

/// The public items of the runtime at the root of a generated crate, by module.
const PUBLIC: [(&str, &[&str]); 13] = [
    ("receive/body_digest", &["BodyDigest", "InvalidBodyDigest"]),
    ("receive/configuration_error", &["ConfigurationError"]),
    ("receive/contract", &["Contract"]),
    ("value/decimal", &["Decimal", "InvalidDecimal"]),
    ("validate/drift", &["Drift", "DriftKind"]),
    ("receive/event", &["DecodeError", "UnknownEvent"]),
    ("receive/headers", &["HeaderPair"]),
    ("value/integer", &["Integer", "InvalidInteger"]),
    ("validate/invalid", &["Invalid"]),
    ("text/json_error", &["JsonError", "JsonErrorKind"]),
    ("receive/signing_secret", &["SigningSecret"]),
    ("value/timestamp", &["InvalidTimestamp", "Timestamp", "TimestampParts"]),
    ("validate/violation", &["Violation", "Violations"]),
];

/// Returns the modules that fragments name below `runtime`, the path of the runtime: `format/date_time`.
///
/// Their paths determine them, so that no emitter has to keep a list.
pub fn used_by<'a>(fragments: impl IntoIterator<Item = &'a Fragment>, runtime: &str) -> BTreeSet<&'static str> {
    let runtime: Vec<&str> = runtime.split("::").collect();
    let mut named = Paths::new(runtime[0]);
    for fragment in fragments {
        named.found.extend(fragment.uses.iter().map(|path| path.split("::").map(str::to_owned).collect()));
        fragment.items.iter().for_each(|item| named.visit_item(item));
    }
    let found = named.found;
    // An imported module may be named by its last segment.
    let imported: Vec<Vec<String>> = found
        .iter()
        .filter_map(|path| below(path, &runtime))
        .filter(|path| path.len() == 1)
        .map(<[_]>::to_vec)
        .collect();
    let through_imports = found.iter().filter(|path| imported.iter().any(|module| path.starts_with(module)));
    let direct = found.iter().filter_map(|path| below(path, &runtime));
    direct.chain(through_imports.map(Vec::as_slice)).filter_map(module_of).collect()
}

/// Returns the public items of the runtime for a crate with these modules.
pub fn exports(modules: &BTreeSet<&'static str>) -> BTreeMap<&'static str, &'static [&'static str]> {
    PUBLIC.into_iter().filter(|(module, _)| modules.contains(module)).collect()
}

/// Returns the names that a generated crate may use at its root, for any schemas.
pub fn reserved(catalog: &Catalog) -> BTreeSet<String> {
    let runtime = PUBLIC.iter().flat_map(|(_, names)| names.iter().copied());
    let receiver = receiver::OWN.iter().flat_map(|(_, names)| names.iter().copied()).chain([receiver::LEAN_ENVELOPE]);
    let receiver = receiver.chain(catalog.payload.each.iter().flat_map(|_| receiver::BATCH));
    events::OWN.into_iter().chain(runtime).chain(receiver).map(str::to_owned).collect()
}

/// Returns the part of a path after the runtime's; a relative path of the runtime may be used inside a module.
fn below<'p>(path: &'p [String], runtime: &[&str]) -> Option<&'p [String]> {
    let outer = path.iter().take_while(|segment| matches!(segment.as_str(), "self" | "super")).count();
    let path = &path[outer..];
    let is_below =
        path.len() > runtime.len() && path.iter().zip(runtime).all(|(segment, expected)| segment == expected);
    is_below.then(|| &path[runtime.len()..])
}

/// Returns the innermost module of a path.
fn module_of(path: &[String]) -> Option<&'static str> {
    let mut modules = (1..=path.len()).rev().map(|length| path[..length].join("/"));
    modules.find_map(|path| RUNTIME.iter().find(|known| known.module == path)).map(|known| known.module)
}

/// Collects the paths of items that may lead to the runtime, also those in the input of macros and attributes.
struct Paths<'r> {
    /// The first segments of such paths: those around the runtime, and the modules in it.
    starts: BTreeSet<&'r str>,
    found: BTreeSet<Vec<String>>,
}

impl<'r> Paths<'r> {
    fn new(runtime: &'r str) -> Self {
        let modules = RUNTIME.iter().filter_map(|known| known.module.split('/').next());
        Self { starts: modules.chain(["self", "super", runtime]).collect(), found: BTreeSet::new() }
    }

    fn may_lead(&self, start: &impl PartialEq<str>) -> bool {
        self.starts.iter().any(|known| start == *known)
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut found = Vec::new();
        paths(tokens, &[], &mut found);
        found.retain(|path| self.may_lead(&path[0]));
        self.found.extend(found);
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 && self.may_lead(&path.segments[0].ident) {
            self.found.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tokens(item.to_token_stream());
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.visit_path(&called.path);
        self.tokens(called.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone());
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::render;

    #[test]
    fn modules_are_found_inside_modules() {
        let uses = BTreeSet::from(["crate::runtime::receive::event::DecodeError".to_owned()]);
        let items = render::items(&quote!(
            mod inner {
                use super::runtime::validate::violation::{Violation, Violations};
            }
        ));
        let fragment = Fragment { uses, items };
        assert_eq!(used_by([&fragment], "crate::runtime"), BTreeSet::from(["receive/event"]));
        assert_eq!(used_by([&fragment], "runtime"), BTreeSet::from(["validate/violation"]));
    }
}
