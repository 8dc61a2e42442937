//! Serialization of types: serde's attributes where its derives suffice, our own implementations where they do not.
//!
//! serde's `untagged`, `tag` and `flatten` buffer values in a form that loses numbers if `serde_json/arbitrary_precision` is enabled. Our
//! implementations buffer a `serde_json::Value` instead.

use std::collections::BTreeMap;
use std::str::FromStr;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Item};

use crate::emit::macros::{OPEN_ARRAY, OPEN_ENUM, OPEN_STRUCT, OPEN_UNION};
use crate::emit::types::name;
use crate::emit::types::rename::{self, Rule};
use crate::emit::types::shape::{Definition, Kind, Member, Sequence, Struct, Symbol, Tags, Test, Type, Variant};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::render;

/// Returns true if serde's derives suffice for a type.
pub(super) fn derives(kind: &Kind) -> bool {
    matches!(kind, Kind::Struct(Struct { rest: None, .. }) | Kind::Newtype(_))
}

/// Returns the call that implements serde's traits for a type, unless their derives suffice; `lists` is true if the strings of an enum are all
/// that its schema says.
pub(super) fn emit(definition: &Definition, entries: &BTreeMap<SchemaId, syn::Path>, lists: bool) -> Option<Item> {
    let ident = format_ident!("{}", definition.ident);
    match &definition.kind {
        Kind::Struct(it) => it.rest.as_ref().map(|rest| open_struct(&ident, it, rest)),
        Kind::Sequence(it) => Some(open_array(&ident, it)),
        Kind::Enum(symbols) => Some(open_enum(&ident, symbols, lists.then_some(&definition.alias))),
        Kind::Union(variants) => Some(union(&ident, variants, entries)),
        Kind::Newtype(_) => None,
    }
}

/// Returns the function of the runtime that reads a member, if the type's own implementation does not suffice.
pub(super) fn reader(member: &Member) -> Option<&'static str> {
    match &member.ty {
        Type::Native(_) if member.is_required => Some("serde_member::native"),
        Type::Native(_) => Some("serde_member::optional_native"),
        ty if ty.native().is_some() => {
            Some(if member.is_required { "serde_member::optional_native" } else { "serde_member::present_native" })
        }
        _ if !member.is_required && member.is_nullable => Some("serde_member::present"),
        _ => None,
    }
}

/// Returns serde's attribute of a member; `rule` is that of its struct.
pub(super) fn attribute(member: &Member, rule: Option<Rule>) -> Option<Attribute> {
    let mut arguments = Vec::new();
    if rename::field_name(rule, member) != member.wire_name {
        let wire_name = &member.wire_name;
        arguments.push(quote!(rename = #wire_name));
    }
    if !member.is_required {
        arguments.push(quote!(default));
        arguments.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if let Some(reader) = reader(member) {
        arguments.push(quote!(deserialize_with = #reader));
    }
    (!arguments.is_empty()).then(|| render::attribute("serde", quote!(#(#arguments),*)))
}

/// Implements a struct that keeps members without a field.
fn open_struct(ident: &syn::Ident, it: &Struct, (rest, _): &(String, Type)) -> Item {
    let rest = format_ident!("{rest}");
    let rows = it.members.iter().map(|member| {
        let (field, wire_name) = (format_ident!("{}", member.ident), &member.wire_name);
        let read = match (&member.ty, member.is_required, member.is_nullable) {
            (Type::Native(_), true, _) => quote!(required_native),
            (Type::Native(_), false, _) => quote!(not_null_native),
            (ty, true, _) if ty.native().is_some() => quote!(required_nullable_native),
            (ty, false, _) if ty.native().is_some() => quote!(nullable_native),
            (_, true, _) => quote!(required),
            (_, false, true) => quote!(optional),
            (_, false, false) => quote!(not_null),
        };
        quote!(#field = #read(#wire_name);)
    });
    render::call(OPEN_STRUCT.1, quote!(#ident, #rest; #(#rows)*))
}

/// Implements a struct of an array's elements.
fn open_array(ident: &syn::Ident, it: &Sequence) -> Item {
    let rows = it.elements.iter().map(|element| {
        let field = format_ident!("{}", element.ident);
        let read = if element.is_required { quote!(required) } else { quote!(optional) };
        quote!(#field = #read;)
    });
    let rest = it.rest.as_ref().map(|_| format_ident!("{}", name::TAIL));
    let rest = rest.map(|rest| quote!(, #rest));
    render::call(OPEN_ARRAY.1, quote!(#ident #rest; #(#rows)*))
}

/// Implements an enum of strings that keeps unknown ones; `name` is that of its schema if schemars derives it.
fn open_enum(ident: &syn::Ident, symbols: &[Symbol], name: Option<&str>) -> Item {
    let idents = symbols.iter().map(|symbol| format_ident!("{}", symbol.ident));
    let wire_names = symbols.iter().map(|symbol| &symbol.wire_name);
    let name = name.map(|name| quote!(as #name));
    render::call(OPEN_ENUM.1, quote!(#ident #name; #(#idents = #wire_names;)*))
}

/// Implements a union that keeps values outside its types.
fn union(ident: &syn::Ident, variants: &[Variant], entries: &BTreeMap<SchemaId, syn::Path>) -> Item {
    let idents = variants.iter().map(|variant| format_ident!("{}", variant.ident));
    let patterns = variants.iter().map(|variant| pattern(variant, entries));
    render::call(OPEN_UNION.1, quote!(#ident(value); #(#patterns => #idents;)*))
}

/// Returns the pattern for the instances of a variant.
fn pattern(variant: &Variant, entries: &BTreeMap<SchemaId, syn::Path>) -> proc_macro2::TokenStream {
    let kind = match variant.json_type {
        TypeSet::OBJECT => quote!(Object),
        TypeSet::ARRAY => quote!(Array),
        TypeSet::STRING => quote!(String),
        TypeSet::BOOLEAN => quote!(Bool),
        _ => quote!(Number),
    };
    match &variant.test {
        Test::JsonType => quote!(Value::#kind(_)),
        Test::Tag(member, tags) => {
            let (read, values) = match tags {
                Tags::Texts(values) => (quote!(as_str), quote!(#(#values)|*)),
                Tags::Booleans(values) => (quote!(as_bool), quote!(#(#values)|*)),
                // `1.0` is `1`.
                Tags::Integers(values) => {
                    let values =
                        values.iter().map(|value| TokenStream::from_str(&format!("{value}.0")).expect("it is a float"));
                    (quote!(as_f64), quote!(#(#values)|*))
                }
            };
            quote!(Value::Object(members) if matches!(members.get(#member).and_then(Value::#read), Some(#values)))
        }
        Test::Validators(schemas) => {
            let path = |schema| entries.get(schema).expect("a validator was asked for by `Shapes::dispatched`");
            let paths = schemas.iter().map(path);
            quote!(Value::#kind(_) if #(#paths(&value))||*)
        }
    }
}
