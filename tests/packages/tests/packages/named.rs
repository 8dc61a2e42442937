//! A program that names everything in the public API of a crate: each path, field, variant, signature and implementation.
//!
//! It compiles only if all of them are there, with these types.

use std::fmt::Write as _;

use codegen::api::item::{Fields, Form, Function, Generics, Implementation};
use codegen::api::{Api, Item, Kind};

/// Returns the program as a test of the crate.
pub(crate) fn program(api: &Api) -> String {
    let library = api.package.replace('-', "_");
    let mut text = format!(
        "//! Names everything in the public API.\n\n#![allow(warnings)]\n\nuse {library}::*;\n\n\
         #[test]\nfn everything_can_be_named() {{}}\n"
    );
    for (index, item) in api.items.iter().enumerate() {
        // In a module of its own, each item may use the same names.
        if let Some(inner) = statement(api, item) {
            let inner = inner.replace("crate::", &format!("{library}::")).replace(LIBRARY, &library);
            writeln!(text, "\nmod item_{index} {{\n    use {library}::*;\n    {inner}\n}}")
                .expect("a String takes everything");
        }
    }
    text
}

/// Stands for the crate's name, because `crate::` is the test.
const LIBRARY: &str = "LIBRARY";

fn statement(api: &Api, item: &Item) -> Option<String> {
    let path = format!("{LIBRARY}::{}", item.path);
    let owner = || api.items.iter().find(|it| it.path == item.owner && it.owner == item.owner);
    Some(match &item.kind {
        Kind::Module | Kind::Reexport(_) | Kind::Alias(..) | Kind::Static(_) | Kind::Macro => {
            format!("use {path} as _named;")
        }
        Kind::Struct(it) => of_type(&path, &it.generics),
        Kind::Enum(it) => of_type(&path, &it.generics),
        Kind::Trait(_) => format!("use {path} as _;"),
        Kind::Variant(fields) => variant(&path, &item.owner, fields),
        Kind::Field(ty) => {
            let (parent, field) = item.path.rsplit_once("::")?;
            match api.items.iter().find(|it| it.path == parent).map(|it| &it.kind) {
                Some(Kind::Variant(_)) => format!(
                    "fn field(it: &{LIBRARY}::{}) {{ if let {LIBRARY}::{parent} {{ {field}, .. }} = it {{ let _: &{ty} = {field}; }} }}",
                    item.owner
                ),
                _ => format!("fn field(it: &{LIBRARY}::{parent}) -> &{ty} {{ &it.{field} }}"),
            }
        }
        Kind::Constant(it) => match owner().map(|owner| &owner.kind) {
            Some(Kind::Trait(_)) => {
                let name = item.path.rsplit("::").next()?;
                format!("fn constant<T: {LIBRARY}::{}>() {{ let _: {} = T::{name}; }}", item.owner, it.ty)
            }
            _ => format!("fn constant() {{ let _: {} = {path}; }}", it.ty),
        },
        Kind::Function(it) => function(item, it, owner().map(|owner| &owner.kind)),
        Kind::Implementation(it) if it.of == "Drop" => return None,
        Kind::Implementation(it) => implementation(it),
        Kind::AssociatedType(..) => return None,
    })
}

/// Names a type, which every thread may own.
fn of_type(path: &str, generics: &Generics) -> String {
    if !generics.parameters.iter().all(|parameter| parameter.name.starts_with('\'')) {
        return format!("use {path} as _named;");
    }
    format!("fn sent<T: Send + Sync + Unpin>() {{}} fn named() {{ sent::<{path}{}>(); }}", anonymous(generics))
}

fn variant(path: &str, owner: &str, fields: &Fields) -> String {
    let Form::Tuple(types) = &fields.form else {
        return format!("fn variant(it: &{LIBRARY}::{owner}) -> bool {{ matches!(it, {path} {{ .. }}) }}");
    };
    let parts: Vec<String> = (0..types.len()).map(|index| format!("part_{index}")).collect();
    let lines: Vec<String> = parts.iter().zip(types).map(|(part, ty)| format!("let _: &{ty} = {part}; ")).collect();
    let (parts, lines) = (parts.join(", "), lines.concat());
    format!("fn variant(it: &{LIBRARY}::{owner}) {{ if let {path}({parts}) = it {{ {lines}}} }}")
}

/// Calls a function from one with the same signature; a method from a method of another trait.
fn function(item: &Item, it: &Function, owner: Option<&Kind>) -> String {
    let names: Vec<String> = (0..it.parameters.len()).map(|index| format!("part_{index}")).collect();
    let typed = names.iter().zip(&it.parameters).map(|(name, (_, ty))| format!("{name}: {ty}"));
    let inputs: Vec<String> = it.receiver.iter().cloned().chain(typed).collect();
    let arguments: Vec<&str> = it.receiver.iter().map(|_| "self").chain(names.iter().map(String::as_str)).collect();
    let output = it.output.as_ref().map(|ty| format!(" -> {ty}")).unwrap_or_default();
    let signature =
        format!("fn same{}({}){output}{}", parameters(&it.generics), inputs.join(", "), bounds(&it.generics));
    let name = item.path.rsplit("::").next().unwrap_or_default();
    let arguments = arguments.join(", ");
    let (generics, by, callee) = match owner {
        Some(Kind::Trait(_)) => {
            let of = format!("{LIBRARY}::{}", item.owner);
            (format!("<Any: {of}>"), "Any".to_owned(), format!("<Any as {of}>::{name}"))
        }
        Some(
            Kind::Struct(codegen::api::item::Struct { generics, .. })
            | Kind::Enum(codegen::api::item::Enum { generics, .. }),
        ) => {
            let by = format!("{LIBRARY}::{}{}", item.owner, parameters(generics));
            (parameters(generics), by.clone(), format!("<{by}>::{name}"))
        }
        _ => return format!("{signature} {{ {LIBRARY}::{}({arguments}) }}", item.path),
    };
    format!(
        "trait Same: Sized {{ {signature}; }}\n    impl{generics} Same for {by} {{ {signature} {{ {callee}({arguments}) }} }}"
    )
}

/// Requires an implementation with its associated types.
fn implementation(it: &Implementation) -> String {
    let types: Vec<String> = it.types.iter().map(|(name, ty)| format!("{name} = {ty}")).collect();
    let of = match (types.as_slice(), it.of.strip_suffix('>')) {
        ([], _) => it.of.clone(),
        (types, Some(open)) => format!("{open}, {}>", types.join(", ")),
        (types, None) => format!("{}<{}>", it.of, types.join(", ")),
    };
    let mut names: Vec<String> = it.generics.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let declared = parameters(&it.generics);
    let where_ = bounds(&it.generics);
    names.push(format!("Type: ?Sized + {of}"));
    let passed: Vec<&str> =
        it.generics.parameters.iter().map(|it| it.name.as_str()).filter(|it| !it.starts_with('\'')).collect();
    let passed: Vec<&str> = passed.into_iter().chain([it.by.as_str()]).collect();
    format!(
        "fn needs<{}>(){where_} {{}}\n    fn has{declared}(){where_} {{ needs::<{}>(); }}",
        names.join(", "),
        passed.join(", ")
    )
}

fn anonymous(generics: &Generics) -> String {
    let names: Vec<&str> = generics.parameters.iter().map(|_| "'_").collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

fn parameters(generics: &Generics) -> String {
    let names: Vec<&str> = generics.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

fn bounds(generics: &Generics) -> String {
    let bounds: Vec<&str> = generics.bounds.iter().map(String::as_str).collect();
    if bounds.is_empty() { String::new() } else { format!(" where {}", bounds.join(", ")) }
}
