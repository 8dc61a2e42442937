//! The hand-written modules that a generated crate takes along: those that it uses, and what these need.

use std::collections::{BTreeMap, BTreeSet};

use codegen_runtime::format::FORMATS;

/// A module of the runtime, as it is copied.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeModule {
    /// Its path below the runtime: `number`, `format/date_time`.
    pub module: &'static str,
    /// Its text.
    pub source: &'static str,
    /// The modules that it refers to, by their paths.
    pub needs: &'static [&'static str],
    /// The packages that it needs beside `serde` and `serde_json`.
    pub packages: &'static [&'static str],
}

macro_rules! module {
    ($module:literal, $needs:expr) => {
        module!($module, $needs, &[])
    };
    ($module:literal, $needs:expr, $packages:expr) => {
        RuntimeModule {
            module: $module,
            source: include_str!(concat!("../../runtime/src/", $module, ".rs")),
            needs: $needs,
            packages: $packages,
        }
    };
}

/// All modules of the runtime but `format`, which is written by [`files`].
pub const RUNTIME: &[RuntimeModule] = &[
    module!("actix_web_4", &["answer", "refusal"]),
    module!("age", &[]),
    module!("answer", &[]),
    module!("arithmetic", &["instance", "number"]),
    module!("automaton", &[]),
    module!("axum_0_8", &["answer", "refusal"]),
    module!("body_digest", &["mac_encoding"], &["hmac-sha256"]),
    module!("chrono_0_4", &["moment", "timestamp"]),
    module!("code_point_automaton", &[]),
    module!("compression", &["headers"]),
    module!("configuration_error", &[]),
    module!("content", &[]),
    module!("contract", &[]),
    module!("decimal", &[]),
    module!(
        "delivery_body",
        &["age", "documented", "drift", "headers", "look", "parse", "refusal", "report", "scan", "timestamp"]
    ),
    module!("distinct", &["scan", "tree"]),
    module!("documented", &["report", "scan", "tree"]),
    module!("drift", &["instance", "tree", "violation", "visible"]),
    module!("eight", &[]),
    module!("equal", &["instance"]),
    module!("event", &["scan", "violation", "visible"]),
    module!("format/bidi", &["format/code_point"]),
    module!("format/code_point", &["format/code_point_table"]),
    module!("format/code_point_table", &["format/code_point"]),
    module!("format/composition", &["format/code_point", "format/code_point_table"]),
    module!("format/date", &[]),
    module!("format/date_time", &["format/date", "format/time"]),
    module!("format/duration", &[]),
    module!("format/email", &["format/ipv4", "format/ipv6"]),
    module!("format/hostname", &["format/idna"]),
    module!("format/idn_email", &["format/email", "format/idna"]),
    module!("format/idn_hostname", &["format/idna"]),
    module!("format/idna", &["format/bidi", "format/code_point", "format/composition", "format/punycode"]),
    module!("format/ipv4", &[]),
    module!("format/ipv6", &["format/ipv4"]),
    module!("format/iri", &["format/reference"]),
    module!("format/iri_reference", &["format/reference"]),
    module!("format/json_pointer", &[]),
    module!("format/punycode", &[]),
    module!("format/reference", &["format/ipv6"]),
    module!("format/regex", &["format/regex_part", "format/unicode_property"]),
    module!("format/regex_part", &["format/unicode_property"]),
    module!("format/relative_json_pointer", &["format/json_pointer"]),
    module!("format/time", &["format/date"]),
    module!("format/unicode_property", &[]),
    module!("format/uri", &["format/reference"]),
    module!("format/uri_reference", &["format/reference"]),
    module!("format/uri_template", &["format/reference"]),
    module!("format/uuid", &[]),
    module!("headers", &[]),
    module!("hmac_sha256", &["signing_secret"], &["hmac-sha256", "subtle"]),
    module!("http_1", &["signed_request"]),
    module!("instance", &["number"]),
    module!("integer", &["number"]),
    module!("invalid", &["json_error", "parse", "report", "scan", "tree", "violation"]),
    module!("jiff_0_2", &["moment", "timestamp"]),
    module!("joined", &["code_point_automaton"]),
    module!("json_error", &[]),
    module!("length", &[]),
    module!("literal", &["instance", "number"]),
    module!("look", &["scan", "text"]),
    module!("mac_encoding", &["content", "hmac_sha256"]),
    module!("member", &["integer"]),
    module!("members", &["eight", "names", "scan", "text"]),
    module!("moment", &["timestamp"]),
    module!("names", &["eight", "text"]),
    module!("number", &[]),
    module!("number_text", &["number"]),
    module!("parse", &["json_error", "number", "scan", "tree"]),
    module!("pattern", &[], &["regex"]),
    module!("recursion", &["instance", "report"]),
    module!("refusal", &["configuration_error", "json_error", "signature", "violation"]),
    module!("report", &["instance", "recursion", "tree", "violation", "visible"]),
    module!("rust_decimal_1", &["decimal"]),
    module!("scan", &["eight", "look", "members", "names", "number_text", "text", "token"]),
    module!("schema", &[]),
    module!("settings", &["configuration_error", "contract", "hmac_sha256", "signature", "signing_secret", "verifier"]),
    module!("signature", &["headers", "hmac_sha256", "mac_encoding"]),
    module!("signed_request", &["hmac_sha256", "signature", "signing_secret"]),
    module!("signing_secret", &["configuration_error"]),
    module!("text", &[]),
    module!("time_0_3", &["moment", "timestamp"]),
    module!("timestamp", &[]),
    module!("token", &["eight"]),
    module!("trace", &["drift", "refusal", "visible"]),
    module!("tree", &["arithmetic", "instance", "number", "scan"]),
    module!("unique", &["eight", "equal", "instance", "number"]),
    module!("verifier", &["compression", "headers", "hmac_sha256", "refusal", "signature"]),
    module!("violation", &["visible"]),
    module!("visible", &[]),
];

/// The path of the module that checks a format: `format/date_time`.
pub fn format_module(wire_name: &str) -> Option<&'static RuntimeModule> {
    let format = FORMATS.iter().find(|format| format.wire_name == wire_name)?;
    find(&format!("format/{}", format.module))
}

/// The module of that path.
pub fn find(module: &str) -> Option<&'static RuntimeModule> {
    RUNTIME.iter().find(|known| known.module == module)
}

/// The modules of those paths and all that they need, in the order of their paths.
pub fn closure(used: &BTreeSet<&'static str>) -> Vec<&'static RuntimeModule> {
    let mut open: Vec<&str> = used.iter().copied().collect();
    let mut found: BTreeMap<&str, &RuntimeModule> = BTreeMap::new();
    while let Some(module) = open.pop() {
        if let Some(known) = find(module)
            && found.insert(known.module, known).is_none()
        {
            open.extend(known.needs);
        }
    }
    found.into_values().collect()
}

/// The paths of those modules and of all that they need.
pub fn modules(used: &BTreeSet<&'static str>) -> BTreeSet<&'static str> {
    closure(used).iter().map(|known| known.module).collect()
}

/// The texts of those modules and of all that they need, by their paths below the runtime: `number.rs`, `format.rs`, `format/date.rs`.
pub fn files(used: &BTreeSet<&'static str>) -> BTreeMap<String, String> {
    let modules = closure(used);
    let formats: Vec<&str> = modules.iter().filter_map(|module| module.module.strip_prefix("format/")).collect();
    let mut files: BTreeMap<String, String> =
        modules.iter().map(|module| (format!("{}.rs", module.module), module.source.to_owned())).collect();
    if !formats.is_empty() {
        let mut text =
            "//! The formats that are asserted, one module each [JSON Schema 2020-12 Validation §7.3].\n\n".to_owned();
        for format in formats {
            text.extend(["pub mod ", format, ";\n"]);
        }
        files.insert("format.rs".to_owned(), text);
    }
    files
}

/// The modules as items that stand inside of another module, with `format` nested; their own comments that are not documentation are lost.
///
/// # Panics
///
/// Never: the sources are compiled with the generator itself.
pub fn inline(used: &BTreeSet<&'static str>) -> Vec<syn::Item> {
    let mut items = Vec::new();
    let mut formats = Vec::new();
    for module in closure(used) {
        let file = syn::parse_file(module.source).expect("the runtime's sources compile");
        let (attributes, content) = (file.attrs, file.items);
        let name = module.module.rsplit('/').next().unwrap_or(module.module);
        let ident = quote::format_ident!("{name}");
        let item: syn::Item = syn::parse_quote!(pub mod #ident { #(#attributes)* #(#content)* });
        if module.module.starts_with("format/") { formats.push(item) } else { items.push(item) }
    }
    if !formats.is_empty() {
        items.push(syn::parse_quote! {
            /// The formats that are asserted, one module each.
            pub mod format { #(#formats)* }
        });
    }
    items
}

/// The packages that the modules need beside `serde` and `serde_json`.
pub fn packages(used: &BTreeSet<&'static str>) -> BTreeSet<&'static str> {
    closure(used).iter().flat_map(|module| module.packages.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a source names by `super::`, in the order in which they stand.
    fn named(module: &RuntimeModule) -> BTreeSet<String> {
        let folder = module.module.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let rest = module.source.split("super::").skip(1);
        let named = rest.flat_map(|rest| {
            let path = rest.split([';', '(']).next().unwrap_or_default();
            let names: Vec<String> = match path.strip_prefix('{') {
                Some(list) => list.trim_end_matches('}').split(", ").map(str::to_owned).collect(),
                None => vec![path.split("::").next().unwrap_or_default().to_owned()],
            };
            names
        });
        named.map(|name| format!("{folder}{name}")).filter(|name| find(name).is_some()).collect()
    }

    #[test]
    fn each_module_says_what_it_needs() {
        for module in RUNTIME {
            let needs: BTreeSet<String> = module.needs.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(named(module), needs, "{}", module.module);
        }
    }

    #[test]
    fn only_what_is_used_is_copied() {
        let files = files(&BTreeSet::from(["format/email"]));
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(paths, ["format.rs", "format/email.rs", "format/ipv4.rs", "format/ipv6.rs"]);
        assert!(packages(&BTreeSet::from(["pattern"])).contains("regex"));
        assert_eq!(inline(&BTreeSet::from(["format/date_time", "length"])).len(), 2);
    }
}
