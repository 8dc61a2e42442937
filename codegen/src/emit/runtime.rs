//! The runtime modules of a generated crate: those that emitted code names, and their imports.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;

use crate::reach::reached;

/// A module of the runtime to copy.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeModule {
    /// Its path below the runtime: `text/number`, `format/date_time`.
    pub module: &'static str,
    /// Its text.
    pub source: &'static str,
    /// The modules that it imports.
    pub imports: &'static [&'static str],
    /// The packages that it imports, besides `serde`, `serde_json` and those of features.
    pub packages: &'static [&'static str],
    /// Its inner attributes.
    pub attributes: &'static str,
    /// Its items without what no program can name.
    pub declarations: &'static [Declaration],
}

/// An item of the runtime. Names are those of the runtime's items.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The kind of the item.
    pub declares: Declared,
    /// The names for which it is needed; without any, it always is.
    pub needed_by: &'static [&'static str],
    /// Its text.
    pub text: &'static str,
}

/// The kind of a declared item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// A struct, an enum, a union or a trait with this name.
    Type(&'static str),
    /// Another name for a type.
    Alias,
    /// A macro with this name.
    Macro(&'static str),
    /// The items of a call of this macro.
    Call(&'static str),
    /// An implementation, a module, an import, a function or a constant.
    Other,
}

/// The modules of the runtime by path; the build script lists the files.
pub const RUNTIME: &[RuntimeModule] = include!(concat!(env!("OUT_DIR"), "/runtime_modules.rs"));

/// The folders of the runtime, each with the file that lists its modules.
const FOLDERS: &[RuntimeModule] = include!(concat!(env!("OUT_DIR"), "/runtime_folders.rs"));

/// Returns true for the name of a folder of the runtime, or of a module that validators may import.
pub(super) fn is_of_validators(name: &str) -> bool {
    let is_one = |module: &RuntimeModule| match module.place() {
        ("", folder) => folder == name,
        (folder, module) => matches!(folder, "text" | "validate") && module == name,
    };
    RUNTIME.iter().chain(FOLDERS).any(is_one)
}

impl RuntimeModule {
    /// Returns the folder and the name of the module.
    fn place(&self) -> (&'static str, &'static str) {
        self.module.split_once('/').unwrap_or(("", self.module))
    }
}

/// Returns the module with that path.
pub fn find(module: &str) -> Option<&'static RuntimeModule> {
    RUNTIME.iter().find(|known| known.module == module)
}

/// Returns the modules with those paths and all that they import, sorted by path.
pub fn closure(used: &BTreeSet<&'static str>) -> Vec<&'static RuntimeModule> {
    let imports = |module| find(module).into_iter().flat_map(|known| known.imports.iter().copied());
    reached(used.iter().copied(), imports).into_iter().filter_map(find).collect()
}

/// Returns the paths of those modules and of all that they import.
pub fn modules(used: &BTreeSet<&'static str>) -> BTreeSet<&'static str> {
    closure(used).iter().map(|known| known.module).collect()
}

/// Groups the modules by folder.
fn folders(modules: &[&'static RuntimeModule]) -> BTreeMap<&'static str, Vec<&'static RuntimeModule>> {
    let mut folders: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for module in modules {
        folders.entry(module.place().0).or_default().push(*module);
    }
    folders
}

/// Returns the documentation of a folder of the runtime.
fn doc(folder: &str) -> &'static str {
    let known = FOLDERS.iter().find(|known| known.module == folder);
    let line = known.and_then(|known| known.source.lines().next()?.strip_prefix("//! "));
    line.unwrap_or_default()
}

/// Returns the texts of those modules and of all that they import, by path below the runtime: `format.rs`, `format/date.rs`.
pub fn files(used: &BTreeSet<&'static str>) -> BTreeMap<String, String> {
    let modules = closure(used);
    let mut files: BTreeMap<String, String> =
        modules.iter().map(|module| (format!("{}.rs", module.module), module.source.to_owned())).collect();
    for (folder, modules) in folders(&modules) {
        let mut text = format!("//! {}\n\n", doc(folder));
        for module in modules {
            text.extend(["pub mod ", module.place().1, ";\n"]);
        }
        files.insert(format!("{folder}.rs"), text);
    }
    files
}

/// Returns the modules as items inside another module; comments other than documentation are lost.
///
/// # Panics
///
/// Never: the sources are compiled with the generator itself.
pub fn inline(used: &BTreeSet<&'static str>) -> Vec<syn::Item> {
    let folders = folders(&closure(used));
    let folder = |(folder, modules): (&str, Vec<&RuntimeModule>)| -> syn::Item {
        let modules = modules.into_iter().map(|module| -> syn::Item {
            let file = syn::parse_file(module.source).expect("the runtime's sources compile");
            let (attributes, content, ident) = (file.attrs, file.items, format_ident!("{}", module.place().1));
            syn::parse_quote!(pub mod #ident { #(#attributes)* #(#content)* })
        });
        let (doc, ident) = (format!(" {}", doc(folder)), format_ident!("{folder}"));
        syn::parse_quote!(#[doc = #doc] pub mod #ident { #(#modules)* })
    };
    folders.into_iter().map(folder).collect()
}

/// Returns the packages that the modules import, besides `serde` and `serde_json`.
pub fn packages(used: &BTreeSet<&'static str>) -> BTreeSet<&'static str> {
    closure(used).iter().flat_map(|module| module.packages.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_from_the_source() {
        let named = |module: &str| find(module).expect("there is such a module").imports;
        assert!(named("format/ipv4").is_empty());
        assert_eq!(named("format/date_time"), ["format/date", "format/time"]);
        let expected = ["text/known_members", "text/scanner", "text/tree", "validate/report", "value/instance"];
        let found: BTreeSet<&str> = RUNTIME.iter().flat_map(|module| module.imports).copied().collect();
        assert!(expected.iter().all(|module| *module == "text/known_members" || found.contains(module)), "{found:?}");
    }

    #[test]
    fn only_used_modules_are_copied() {
        let files = files(&BTreeSet::from(["format/email"]));
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(paths, ["format.rs", "format/email.rs", "format/ipv4.rs", "format/ipv6.rs"]);
        assert_eq!(packages(&BTreeSet::from(["text/pattern"])), BTreeSet::from(["regex"]));
        assert_eq!(packages(&BTreeSet::from(["receive/hmac_sha256"])), BTreeSet::from(["hmac", "sha2"]));
        assert_eq!(inline(&BTreeSet::from(["format/date_time", "validate/length"])).len(), 2);
    }
}
