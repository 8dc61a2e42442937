//! Serialization of types: serde's attributes where its derives suffice, our own implementations where they do not.
//!
//! serde's `untagged`, `tag` and `flatten` buffer values in a form that loses numbers if `serde_json/arbitrary_precision` is enabled. Our
//! implementations buffer a `serde_json::Value` instead.

use std::collections::BTreeMap;
use std::str::FromStr;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Item, parse_quote};

use crate::emit::types::rename::{self, Rule};
use crate::emit::types::shape::{Definition, Kind, Member, Struct, Symbol, Tags, Test, Type, Variant};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::render;

/// Returns the implementations that a type needs besides its derives; `lists` is true if the strings of an enum are all that its schema says.
pub(super) fn emit(definition: &Definition, entries: &BTreeMap<SchemaId, syn::Path>, lists: bool) -> Vec<Item> {
    let ident = format_ident!("{}", definition.ident);
    match &definition.kind {
        Kind::Struct(it) => it.rest.as_ref().map(|rest| open_struct(&ident, it, rest)).unwrap_or_default(),
        Kind::Enum(symbols) => vec![open_enum(&ident, symbols, lists.then_some(&definition.alias))],
        Kind::Union(variants) => union(&ident, variants, entries),
        Kind::Newtype(_) => Vec::new(),
    }
}

/// Returns the function of the runtime that reads a member, if the type's own implementation does not suffice.
pub(super) fn reader(member: &Member) -> Option<&'static str> {
    match &member.ty {
        Type::Native(_) if member.is_required => Some("serde_member::native"),
        Type::Native(_) => Some("serde_member::optional_native"),
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
fn open_struct(ident: &syn::Ident, it: &Struct, (rest, _): &(String, Type)) -> Vec<Item> {
    let rest = format_ident!("{rest}");
    let reads = it.members.iter().map(|member| {
        let (field, wire_name) = (format_ident!("{}", member.ident), &member.wire_name);
        let function = match (&member.ty, member.is_required, member.is_nullable) {
            (Type::Native(_), true, _) => quote!(required_native),
            (Type::Native(_), false, _) => quote!(not_null_native),
            (_, true, _) => quote!(required),
            (_, false, true) => quote!(optional),
            (_, false, false) => quote!(not_null),
        };
        quote!(#field: serde_member::#function(&mut members, #wire_name)?)
    });
    let writes = it.members.iter().map(|member| {
        let (field, wire_name) = (format_ident!("{}", member.ident), &member.wire_name);
        if member.is_required {
            quote!(object.serialize_entry(#wire_name, &self.#field)?;)
        } else {
            quote! {
                if let Some(value) = &self.#field {
                    object.serialize_entry(#wire_name, value)?;
                }
            }
        }
    });
    // Only a field takes its member out of the others.
    let members = if it.members.is_empty() { quote!(members) } else { quote!(mut members) };
    vec![
        parse_quote! {
            impl Serialize for #ident {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let mut object = serializer.serialize_map(None)?;
                    #(#writes)*
                    for (name, value) in &self.#rest {
                        object.serialize_entry(name, value)?;
                    }
                    object.end()
                }
            }
        },
        parse_quote! {
            impl<'de> Deserialize<'de> for #ident {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let #members = serde_json::Map::deserialize(deserializer)?;
                    Ok(Self { #(#reads,)* #rest: serde_member::rest(members) })
                }
            }
        },
    ]
}

/// Implements an enum of strings that keeps unknown ones; `name` is that of its schema if schemars derives it.
fn open_enum(ident: &syn::Ident, symbols: &[Symbol], name: Option<&str>) -> Item {
    let idents = symbols.iter().map(|symbol| format_ident!("{}", symbol.ident));
    let wire_names = symbols.iter().map(|symbol| &symbol.wire_name);
    let name = name.map(|name| quote!(as #name));
    render::call("open_enum", quote!(#ident #name; #(#idents = #wire_names;)*))
}

/// Implements a union that keeps values outside its types.
fn union(ident: &syn::Ident, variants: &[Variant], entries: &BTreeMap<SchemaId, syn::Path>) -> Vec<Item> {
    let idents = variants.iter().map(|variant| format_ident!("{}", variant.ident));
    let patterns = variants.iter().map(|variant| pattern(variant, entries));
    let writes = same(variants);
    let covered = variants.iter().filter(|variant| variant.test == Test::JsonType);
    let covered = covered.fold(TypeSet::NULL, |types, variant| types.union(variant.json_type));
    // Clippy asks for the name of a single kind that is left.
    let others = if covered == TypeSet::ALL { quote!(Value::Null) } else { quote!(_) };
    vec![
        parse_quote! {
            impl Serialize for #ident {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    match self {
                        #(#(Self::#writes(value))|* => value.serialize(serializer),)*
                    }
                }
            }
        },
        parse_quote! {
            impl<'de> Deserialize<'de> for #ident {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = Value::deserialize(deserializer)?;
                    let known = match &value {
                        #(#patterns => Deserialize::deserialize(&value).ok().map(Self::#idents),)*
                        #others => None,
                    };
                    Ok(known.unwrap_or(Self::Unknown(value)))
                }
            }
        },
    ]
}

/// Returns the names of variants, those whose contents have one type together: they are written alike.
fn same(variants: &[Variant]) -> Vec<Vec<syn::Ident>> {
    let mut groups: Vec<(&Type, Vec<syn::Ident>)> = Vec::new();
    let unknown = ("Unknown", &Type::Value);
    for (ident, ty) in variants.iter().map(|it| (it.ident.as_str(), &it.ty)).chain([unknown]) {
        let ident = format_ident!("{ident}");
        match groups.iter_mut().find(|(known, _)| *known == ty) {
            Some((_, idents)) => idents.push(ident),
            None => groups.push((ty, vec![ident])),
        }
    }
    groups.into_iter().map(|(_, idents)| idents).collect()
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
