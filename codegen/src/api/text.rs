//! The API as text: one line an item, sorted, so that a change of the API is a line in a diff.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::api::item::{
    Api, Conditions, Constant, Dependency, Fields, Form, Function, GenericParameter, Generics, Item, Kind,
};

/// Returns the text below the header of the file.
pub(super) fn text(api: &Api) -> String {
    let mut text = format!("package {}\nrust-version {}\n", api.package, api.rust_version);
    for name in &api.features {
        let _ = writeln!(text, "feature {name}");
    }
    for (package, dependency) in &api.dependencies {
        let _ = writeln!(text, "{}", dependency_line(package, dependency));
    }
    let mut was_single = false;
    for block in api.items.chunk_by(|one, other| one.owner == other.owner) {
        // Items without members stand below one another.
        if !(was_single && block.len() == 1) {
            text.push('\n');
        }
        was_single = block.len() == 1;
        for item in block {
            let indent = if is_head(item) { "" } else { "    " };
            let _ = writeln!(text, "{indent}{}", line(item));
        }
    }
    text
}

/// Returns true for the line that heads the block of its owner, and for those of the crate's root.
fn is_head(item: &Item) -> bool {
    let is_itself = *item.path == *item.owner
        && matches!(item.kind, Kind::Module | Kind::Struct(_) | Kind::Enum(_) | Kind::Trait(_));
    is_itself || item.owner.is_empty()
}

/// Returns the line of a public dependency.
pub(super) fn dependency_line(package: &str, dependency: &Dependency) -> String {
    let Dependency { version, features, conditions } = dependency;
    let features = listed(" with ", features, ", ");
    format!("dependency {package} {version}{features}{}", condition(conditions))
}

/// Returns the line of an item in the block of its owner.
pub(super) fn line(item: &Item) -> String {
    let path = item.path.strip_prefix(&format!("{}::", item.owner)).unwrap_or(&item.path);
    let deprecated = if item.is_deprecated { " #[deprecated]" } else { "" };
    format!("{}{deprecated}{}", declaration(path, &item.owner, &item.kind), condition(&item.conditions))
}

fn declaration(path: &str, owner: &str, kind: &Kind) -> String {
    match kind {
        Kind::Module => format!("mod {path}"),
        Kind::Reexport(target) if target == owner => format!("use {path}"),
        Kind::Reexport(target) => format!("use {path} = {target}"),
        Kind::Struct(it) => format!(
            "struct {path}{}{}{}",
            parameters(&it.generics),
            fields(&it.fields, ["", ";"]),
            bounds(&it.generics)
        ),
        Kind::Enum(it) => {
            let attribute = non_exhaustive(it.is_non_exhaustive);
            format!("enum {path}{}{attribute}{}", parameters(&it.generics), bounds(&it.generics))
        }
        Kind::Variant(it) => format!("{path}{}", fields(it, [" {}", ""])),
        Kind::Field(ty) => format!("{path}: {ty}"),
        Kind::Alias(generics, ty) => format!("type {path}{} = {ty}{}", parameters(generics), bounds(generics)),
        Kind::Constant(Constant { ty, has_default }) => format!("const {path}: {ty}{}", default(*has_default)),
        Kind::Static(ty) => format!("static {path}: {ty}"),
        Kind::Function(it) => function(path, it),
        Kind::Trait(it) => {
            let unsafety = if it.is_unsafe { "unsafe " } else { "" };
            let supertraits = listed(": ", &it.supertraits, " + ");
            let sealed = if it.is_sealed { " #[sealed]" } else { "" };
            format!("{unsafety}trait {path}{}{supertraits}{sealed}{}", parameters(&it.generics), bounds(&it.generics))
        }
        Kind::AssociatedType(bounds, has_default) => {
            format!("type {path}{}{}", listed(": ", bounds, " + "), default(*has_default))
        }
        Kind::Implementation(it) => {
            let types: Vec<String> = it.types.iter().map(|(name, ty)| format!("{name} = {ty}")).collect();
            let of = with_types(&it.of, &types);
            let by = if it.by == owner { String::new() } else { format!(" for {}", it.by) };
            format!("impl{} {of}{by}{}", parameters(&it.generics), bounds(&it.generics))
        }
        Kind::Macro => format!("macro {path}!"),
    }
}

/// Writes associated types into the arguments of a trait.
fn with_types(of: &str, types: &[String]) -> String {
    match (types, of.strip_suffix('>')) {
        ([], _) => of.to_owned(),
        (types, Some(open)) => format!("{open}, {}>", types.join(", ")),
        (types, None) => format!("{of}<{}>", types.join(", ")),
    }
}

fn function(path: &str, it: &Function) -> String {
    let qualifiers: String = it.qualifiers.iter().flat_map(|qualifier| [qualifier, " "]).collect();
    let inputs: Vec<String> =
        it.receiver.iter().cloned().chain(it.parameters.iter().map(|(name, ty)| format!("{name}: {ty}"))).collect();
    let output = it.output.as_ref().map(|ty| format!(" -> {ty}")).unwrap_or_default();
    let (inputs, default) = (inputs.join(", "), default(it.has_default));
    format!("{qualifiers}fn {path}{}({inputs}){output}{}{default}", parameters(&it.generics), bounds(&it.generics))
}

/// Writes the form of fields; `plain` has the texts for named fields and for no fields.
fn fields(fields: &Fields, plain: [&str; 2]) -> String {
    let form = match &fields.form {
        Form::Named if fields.has_private => " { .. }".to_owned(),
        Form::Named => plain[0].to_owned(),
        Form::Tuple(types) => format!("({})", types.join(", ")),
        Form::Unit => plain[1].to_owned(),
    };
    form + non_exhaustive(fields.is_non_exhaustive)
}

fn non_exhaustive(is_non_exhaustive: bool) -> &'static str {
    if is_non_exhaustive { " #[non_exhaustive]" } else { "" }
}

fn default(has_default: bool) -> &'static str {
    if has_default { " = …" } else { "" }
}

fn parameters(generics: &Generics) -> String {
    let parameter = |it: &GenericParameter| match &it.default {
        Some(default) => format!("{} = {default}", it.name),
        None => it.name.clone(),
    };
    let parameters: Vec<String> = generics.parameters.iter().map(parameter).collect();
    if parameters.is_empty() { String::new() } else { format!("<{}>", parameters.join(", ")) }
}

fn bounds(generics: &Generics) -> String {
    listed(" where ", &generics.bounds, ", ")
}

fn condition(conditions: &Conditions) -> String {
    listed(" if ", conditions, ", ")
}

/// Writes texts with `between` between them and `before` in front; nothing if there are none.
fn listed(before: &str, texts: &BTreeSet<String>, between: &str) -> String {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    if texts.is_empty() { String::new() } else { format!("{before}{}", texts.join(between)) }
}
