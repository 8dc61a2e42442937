//! Methods of unions: the members that several of their variants have.
//!
//! A method needs two variants with the member, and all that have it must agree on its type. A variant without the member, such as
//! [`UNKNOWN`], does not prevent the method: it returns an option.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::{Attribute, Item, Type as RustType, parse_quote};

use crate::emit::types::doc;
use crate::emit::types::shape::{DefinitionId, Kind, Shapes, Struct, Type, Variant};
use crate::emit::types::typify::input::UNKNOWN;
use crate::emit::wording::code;

/// The names of other methods of a type: those of documented types, and those that emitted code calls.
const TAKEN: &str = "\
    clone deserialize eq example fmt from_slice hash into is_valid is_valid_slice serialize to_owned validate \
    validate_slice";

/// A member that several variants of a union have.
pub(super) struct Accessor<'s> {
    ident: &'s str,
    wire_name: &'s str,
    /// The type of the member in the model.
    pub(super) ty: &'s Type,
    /// The variants that have it, by the expressions that read it.
    reads: Vec<(Vec<&'s str>, TokenStream)>,
    returned: TokenStream,
    /// `#[deprecated]`, if a field is.
    deprecated: Option<Attribute>,
    /// True if all documented variants have it.
    is_common: bool,
}

/// Returns the members of a union's variants that have a method; `items` are the emitted types.
pub(super) fn of<'s>(
    shapes: &'s Shapes,
    variants: &'s [Variant],
    items: &BTreeMap<DefinitionId, Item>,
) -> Vec<Accessor<'s>> {
    let structs: Vec<(&Variant, DefinitionId, &Struct)> = variants
        .iter()
        .filter_map(|variant| match &variant.ty {
            Type::Named(id) => match &shapes.definition(*id).kind {
                Kind::Struct(it) => Some((variant, *id, it)),
                Kind::Sequence(_) | Kind::Enum(_) | Kind::Union(_) | Kind::Newtype(_) => None,
            },
            _ => None,
        })
        .collect();
    let mut seen = BTreeSet::new();
    let members = structs.iter().flat_map(|(_, _, it)| &it.members);
    let members: Vec<_> = members.filter(|member| seen.insert(&member.wire_name)).collect();
    members
        .into_iter()
        .filter_map(|first| {
            let mut reads: Vec<(DefinitionId, Vec<&str>, Field)> = Vec::new();
            for (variant, id, it) in &structs {
                let Some(member) = it.members.iter().find(|member| member.wire_name == first.wire_name) else {
                    continue;
                };
                let field = Field::of(items.get(id)?, &member.ident)?;
                match reads.iter_mut().find(|(known, ..)| known == id) {
                    Some((_, variants, _)) => variants.push(&variant.ident),
                    None => reads.push((*id, vec![&variant.ident], field)),
                }
            }
            let count: usize = reads.iter().map(|(_, variants, _)| variants.len()).sum();
            let returned = reads.first()?.2.returned();
            let is_same = reads.iter().all(|(.., field)| field.returned().to_string() == returned.to_string());
            let is_free = TAKEN.split(' ').all(|taken| taken != first.ident);
            (count > 1 && is_same && is_free).then(|| Accessor {
                ident: &first.ident,
                wire_name: &first.wire_name,
                ty: &first.ty,
                deprecated: reads.iter().find_map(|(.., field)| field.deprecated.clone()),
                reads: reads.into_iter().map(|(_, variants, field)| (variants, field.read())).collect(),
                returned,
                is_common: count == variants.len(),
            })
        })
        .collect()
}

/// Emits the methods of a union.
pub(super) fn emit(ident: &str, accessors: &[Accessor<'_>]) -> Option<Item> {
    let methods = accessors.iter().map(|accessor| {
        let docs = doc::attributes(&format!("Returns {}, if the value has it.", code(accessor.wire_name)));
        let (ident, returned, deprecated) =
            (format_ident!("{}", accessor.ident), &accessor.returned, &accessor.deprecated);
        let arms = accessor.reads.iter().map(|(variants, read)| {
            let variants = variants.iter().map(|variant| format_ident!("{variant}"));
            quote!(#(Self::#variants(value))|* => #read)
        });
        let unknown = format_ident!("{UNKNOWN}");
        let others = if accessor.is_common { quote!(Self::#unknown(_)) } else { quote!(_) };
        quote! {
            #(#docs)*
            #deprecated
            #[must_use]
            pub fn #ident(&self) -> Option<#returned> {
                match self {
                    #(#arms,)*
                    #others => None,
                }
            }
        }
    });
    let ident = format_ident!("{ident}");
    (!accessors.is_empty()).then(|| parse_quote!(impl #ident { #(#methods)* }))
}

/// An emitted field.
struct Field {
    ident: syn::Ident,
    /// The number of options around the value.
    options: usize,
    is_boxed: bool,
    deprecated: Option<Attribute>,
    value: RustType,
}

impl Field {
    fn of(item: &Item, ident: &str) -> Option<Self> {
        let Item::Struct(item) = item else { return None };
        let ident = format_ident!("{ident}");
        let field = item.fields.iter().find(|field| field.ident.as_ref() == Some(&ident))?;
        let (mut value, mut options) = (field.ty.clone(), 0);
        while let Some(inner) = inside(&value, "Option") {
            (value, options) = (inner, options + 1);
        }
        let boxed = inside(&value, "Box");
        let deprecated = field.attrs.iter().find(|attribute| attribute.path().is_ident("deprecated")).cloned();
        Some(Self { ident, options, is_boxed: boxed.is_some(), deprecated, value: boxed.unwrap_or(value) })
    }

    fn is_copied(&self) -> bool {
        let copied = ["bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];
        !self.is_boxed && copied.contains(&self.value.to_token_stream().to_string().as_str())
    }

    fn is_text(&self) -> bool {
        self.value.to_token_stream().to_string() == "String"
    }

    /// Returns the type that a method borrows or copies.
    fn returned(&self) -> TokenStream {
        let value = &self.value;
        match inside(value, "Vec") {
            _ if self.is_copied() => quote!(#value),
            _ if self.is_text() => quote!(&str),
            Some(element) => quote!(&[#element]),
            None => quote!(&#value),
        }
    }

    /// Returns the expression that reads the field of `value`.
    fn read(&self) -> TokenStream {
        let ident = &self.ident;
        let is_deref = self.is_boxed || self.is_text() || inside(&self.value, "Vec").is_some();
        let borrow = if is_deref { quote!(as_deref) } else { quote!(as_ref) };
        match (self.options, self.is_copied()) {
            (0, true) => quote!(Some(value.#ident)),
            (0, false) => quote!(Some(&value.#ident)),
            (1, true) => quote!(value.#ident),
            (1, false) => quote!(value.#ident.#borrow()),
            (_, true) => quote!(value.#ident.flatten()),
            (_, false) => quote!(value.#ident.as_ref().and_then(Option::#borrow)),
        }
    }
}

/// Returns the argument of a generic type with that name.
fn inside(ty: &RustType, name: &str) -> Option<RustType> {
    let RustType::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner.clone()),
        _ => None,
    }
}
