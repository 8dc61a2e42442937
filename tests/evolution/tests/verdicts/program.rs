//! A program that uses everything in the public API of a crate, as its users may.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::api::{Api, Form, Function, Generics, Implementation, Item, Kind};

/// Returns the source of a library that uses each item that needs no feature.
pub(crate) fn program(api: &Api) -> String {
    let package = api.package.replace('-', "_");
    let mut text = format!("#![allow(warnings)]\nuse {package}::*;\n\ntrait Same: Sized {{}}\n");
    let items: Vec<&Item> = api.items.iter().filter(|item| item.conditions.is_empty()).collect();
    let owners: BTreeMap<&str, &Item> = items.iter().map(|item| (item.path.as_str(), *item)).collect();
    for (index, item) in items.iter().enumerate() {
        let owner = owners.get(&*item.owner).copied();
        let _ = writeln!(text, "{}", usage(index, item, owner, &package));
        if let Kind::Enum(_) = item.kind {
            let variants = items.iter().filter(|it| *it.owner == *item.path);
            let _ = writeln!(text, "{}", variants_of(index, item, variants.copied()));
        }
    }
    text
}

/// Returns the use of an item.
fn usage(index: usize, item: &Item, owner: Option<&Item>, package: &str) -> String {
    let (path, of) = (&item.path, &*item.owner);
    let name = path.rsplit("::").next().unwrap_or(path);
    let ty = owner.map_or_else(|| of.to_owned(), spelled);
    match &item.kind {
        Kind::Module | Kind::Reexport(_) | Kind::Macro => format!("use {package}::{path} as _u{index};"),
        Kind::Struct(it) => match &it.fields.form {
            Form::Tuple(types) if !it.fields.has_private && !it.fields.is_non_exhaustive => {
                let names: Vec<String> = (0..types.len()).map(|field| format!("f{field}")).collect();
                let parameters: Vec<String> =
                    names.iter().zip(types).map(|(name, ty)| format!("{name}: {ty}")).collect();
                format!(
                    "fn u{index}({}) -> {} {{ {path}({}) }}\nfn v{index}(it: {}) {{ let {path}({}) = it; }}",
                    parameters.join(", "),
                    spelled(item),
                    names.join(", "),
                    spelled(item),
                    names.join(", ")
                )
            }
            Form::Tuple(_) | Form::Named | Form::Unit => format!("type U{index} = {path}{};", lifetimes(&it.generics)),
        },
        Kind::Enum(it) => format!("type U{index} = {path}{};", lifetimes(&it.generics)),
        Kind::Alias(generics, _) => format!("type U{index} = {path}{};", lifetimes(generics)),
        // In the match on its enum.
        Kind::Variant(_) => String::new(),
        Kind::Field(field) if owner.is_some_and(|owner| matches!(owner.kind, Kind::Struct(_))) => {
            format!("fn u{index}(it: {ty}) -> {field} {{ it.{name} }}")
        }
        Kind::Field(_) | Kind::AssociatedType(..) => String::new(),
        Kind::Constant(it) if owner.is_some_and(is_trait) => {
            format!("fn u{index}<T: {of}>() -> {} {{ T::{name} }}", it.ty)
        }
        Kind::Constant(it) => format!("fn u{index}() -> {} {{ {path} }}", it.ty),
        Kind::Static(ty) => format!("fn u{index}() -> &'static {ty} {{ &{path} }}"),
        Kind::Function(it) => function(index, item, it, owner),
        Kind::Trait(it) => {
            let bounds: Vec<String> = it.supertraits.iter().cloned().collect();
            let bounds = if bounds.is_empty() { "Sized".to_owned() } else { bounds.join(" + ") };
            format!("fn u{index}<T: {path}>() {{ fn has<U: {bounds}>() {{}} has::<T>(); }}")
        }
        Kind::Implementation(it) => implementation(index, it),
    }
}

fn is_trait(item: &Item) -> bool {
    matches!(item.kind, Kind::Trait(_))
}

/// Returns the type that an item declares, with lifetimes left out.
fn spelled(item: &Item) -> String {
    let generics = match &item.kind {
        Kind::Struct(it) => lifetimes(&it.generics),
        Kind::Enum(it) => lifetimes(&it.generics),
        _ => "",
    };
    format!("{}{generics}", item.path)
}

fn lifetimes(generics: &Generics) -> &'static str {
    if generics.parameters.is_empty() { "" } else { "<'static>" }
}

/// Matches on all variants, as a user of an enum that may grow must.
fn variants_of<'i>(index: usize, item: &Item, members: impl Iterator<Item = &'i Item>) -> String {
    let mut arms = String::new();
    for variant in members {
        let Kind::Variant(fields) = &variant.kind else { continue };
        let path = &variant.path;
        let _ = match &fields.form {
            Form::Unit => write!(arms, " {path} => {{}}"),
            Form::Named => write!(arms, " {path} {{ .. }} => {{}}"),
            Form::Tuple(types) => {
                let names: Vec<String> = (0..types.len()).map(|field| format!("f{field}")).collect();
                let uses = names.iter().zip(types).filter(|(_, ty)| *ty != "_");
                let uses: Vec<String> = uses.map(|(name, ty)| format!("let _: {ty} = {name};")).collect();
                write!(arms, " {path}({}) => {{ {} }}", names.join(", "), uses.join(" "))
            }
        };
    }
    format!("fn m{index}(it: {}) {{ match it {{{arms} _ => {{}} }} }}", spelled(item))
}

/// Calls a function with its signature. A method is called in a method, in which omitted lifetimes mean the same.
fn function(index: usize, item: &Item, it: &Function, owner: Option<&Item>) -> String {
    let path = &item.path;
    let owner_has_generics = owner.is_some_and(|owner| match &owner.kind {
        Kind::Struct(it) => !it.generics.parameters.is_empty(),
        Kind::Enum(it) => !it.generics.parameters.is_empty(),
        _ => false,
    });
    if owner_has_generics {
        let has_types = it.generics.parameters.iter().any(|parameter| !parameter.name.starts_with('\''));
        return if has_types { String::new() } else { format!("fn u{index}() {{ let _ = {path}; }}") };
    }
    let parameters = it.parameters.iter().enumerate().map(|(at, (_, ty))| format!("p{at}: {ty}"));
    let parameters: Vec<String> = it.receiver.iter().cloned().chain(parameters).collect();
    let arguments = (0..it.parameters.len()).map(|at| format!("p{at}"));
    let arguments: Vec<String> = it.receiver.iter().map(|_| "self".to_owned()).chain(arguments).collect();
    let output = it.output.as_ref().map(|ty| format!(" -> {ty}")).unwrap_or_default();
    let signature = format!("{}({}){output}{}", declared(&it.generics), parameters.join(", "), bounded(&it.generics));
    let arguments = arguments.join(", ");
    match owner {
        Some(owner) if is_trait(owner) => {
            let name = path.rsplit("::").next().unwrap_or(path);
            let (of, in_scope) = (&owner.path, format!("({}){output}", parameters.join(", ")));
            if it.receiver.is_some() {
                String::new()
            } else {
                // `Self` means the same in a trait below it.
                format!(
                    "trait U{index}: {of} + Sized {{ fn call{in_scope} {{ <Self as {of}>::{name}({arguments}) }} }}"
                )
            }
        }
        Some(owner) => format!(
            "trait U{index}: Sized {{ fn call{signature}; }}\nimpl U{index} for {} {{ fn call{signature} {{ {path}({arguments}) }} }}",
            spelled(owner)
        ),
        None => format!("fn u{index}{signature} {{ {path}({arguments}) }}"),
    }
}

fn declared(generics: &Generics) -> String {
    let names: Vec<&str> = generics.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

fn bounded(generics: &Generics) -> String {
    let bounds: Vec<&str> = generics.bounds.iter().map(String::as_str).collect();
    if bounds.is_empty() { String::new() } else { format!(" where {}", bounds.join(", ")) }
}

/// Asks for an implementation; those with parameters other than lifetimes are left out.
fn implementation(index: usize, it: &Implementation) -> String {
    let parameters: Vec<&str> = it.generics.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    if !it.generics.bounds.is_empty() || parameters.iter().any(|name| !name.starts_with('\'')) {
        return String::new();
    }
    let types: Vec<String> = it.types.iter().map(|(name, ty)| format!("{name} = {ty}")).collect();
    let of = match (types.is_empty(), it.of.strip_suffix('>')) {
        (true, _) => it.of.clone(),
        (false, Some(open)) => format!("{open}, {}>", types.join(", ")),
        (false, None) => format!("{}<{}>", it.of, types.join(", ")),
    };
    let of = of.replace("&'", "\u{0}").replace('&', "&'static ").replace('\u{0}', "&'");
    let lifetimes = parameters.join(", ");
    let parameters: Vec<&str> = parameters.into_iter().chain(["T"]).collect();
    let (by, parameters) = (it.by.replace("'_", "'static"), parameters.join(", "));
    format!("fn u{index}<{lifetimes}>() {{ fn has<{parameters}>() where T: {of} {{}} has::<{by}>(); }}")
}
