//! typify's types → the items of the generated crate.
//!
//! typify's structs, enums and types remain: the use of `Option`, `Vec`, `BTreeMap` and `Box` is its decision. Its derives, documentation,
//! conversions, names and paths are not used.

use std::collections::BTreeMap;

use proc_macro2::{Literal, Span};
use quote::{format_ident, quote};
use syn::token::{Brace, Paren};
use syn::{
    AngleBracketedGenericArguments, Attribute, Field, FieldModifiers, Fields, FieldsNamed, FieldsUnnamed,
    GenericArgument, Generics, Item, ItemEnum, ItemStruct, PathArguments, PathSegment, Token, Type as RustType,
    TypePath, TypeTuple, Visibility, parse_quote,
};
use typify::{TypeDetails, TypeEnum, TypeEnumVariant, TypeId, TypeSpace, TypeStruct};

use crate::emit::types::doc;
use crate::emit::types::json_schema::JsonSchemas;
use crate::emit::types::rename::Rule;
use crate::emit::types::serde_impl;
use crate::emit::types::shape::{Definition, DefinitionId, Kind, Member, Sequence, Shapes, Struct, Type, Variant};
use crate::emit::types::typify::input::{self, EXTERNAL, UNKNOWN};
use crate::emit::types::typify::size;
use crate::model::Model;
use crate::render;

/// Returns the item of each definition.
pub(crate) fn refine(
    space: &TypeSpace,
    shapes: &Shapes,
    model: &Model,
    json_schemas: &mut JsonSchemas<'_>,
) -> BTreeMap<DefinitionId, Item> {
    let types = space.iter_types().skip(EXTERNAL.len()).take(shapes.definitions.len());
    let mut types: Vec<_> = types.enumerate().map(|(index, ty)| (ty.name(), DefinitionId(index), ty)).collect();
    let idents = types.iter().map(|(name, id, _)| (name.clone(), shapes.definition(*id).alias.as_str())).collect();
    let written = Written { space, idents };
    // The parts of a file's schemas are numbered in this order.
    types.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let mut refined = BTreeMap::new();
    for (_, id, ty) in types {
        refined.insert(id, written.item(ty.details(), id, shapes, model, json_schemas));
    }
    size::limit(&mut refined, shapes);
    refined
}

/// Emitted types can be compared and hashed: none holds a float by itself.
fn derives(kind: &Kind) -> Vec<Attribute> {
    let derive = |traits| render::attribute("derive", traits);
    let plain = || derive(quote!(Debug, Clone, PartialEq, Eq, Hash));
    let coded = || derive(quote!(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize));
    let serde = |arguments| render::attribute("serde", arguments);
    match kind {
        Kind::Struct(Struct { rest: None, members, .. }) => {
            let rule = Rule::of(members).map(Rule::name);
            let rule = rule.map(|rule| serde(quote!(rename_all = #rule)));
            [coded()].into_iter().chain(rule).chain([parse_quote!(#[non_exhaustive])]).collect()
        }
        Kind::Newtype(_) => vec![coded(), serde(quote!(transparent))],
        Kind::Struct(_) | Kind::Sequence(_) | Kind::Enum(_) | Kind::Union(_) => {
            vec![plain(), parse_quote!(#[non_exhaustive])]
        }
    }
}

/// The types of typify with our names.
struct Written<'a> {
    space: &'a TypeSpace,
    /// Our names of the definitions, by typify's.
    idents: BTreeMap<String, &'a str>,
}

impl Written<'_> {
    fn item(
        &self,
        details: TypeDetails<'_>,
        id: DefinitionId,
        shapes: &Shapes,
        model: &Model,
        json_schemas: &mut JsonSchemas<'_>,
    ) -> Item {
        let definition = shapes.definition(id);
        let mut attrs = doc::of_definition(model, definition);
        attrs.extend(derives(&definition.kind));
        attrs.extend(json_schemas.of_type(definition));
        let ident = format_ident!("{}", definition.ident);
        let fields = match (details, &definition.kind) {
            (TypeDetails::Enum(it), kind) => {
                let variants = self.variants(&it, kind, definition, shapes, model).into_iter().collect();
                let (vis, generics) = (public(), Generics::default());
                let (enum_token, brace_token) = (Token![enum](Span::call_site()), Brace::default());
                return Item::Enum(ItemEnum { attrs, vis, enum_token, ident, generics, brace_token, variants });
            }
            (TypeDetails::Struct(typified), Kind::Struct(it)) => {
                let named = self.fields(&typified, id, it, model, json_schemas).into_iter().collect();
                Fields::Named(FieldsNamed { brace_token: Brace::default(), named })
            }
            (TypeDetails::Struct(typified), Kind::Sequence(it)) => {
                let named = self.elements(&typified, it, model).into_iter().collect();
                Fields::Named(FieldsNamed { brace_token: Brace::default(), named })
            }
            (TypeDetails::Newtype(it), _) => unnamed([field(public(), self.ty(&it.inner()))]),
            (other, _) => unnamed([field(public(), self.written(other))]),
        };
        let semi_token = matches!(fields, Fields::Unnamed(_)).then(|| Token![;](Span::call_site()));
        let (vis, struct_token, generics) = (public(), Token![struct](Span::call_site()), Generics::default());
        Item::Struct(ItemStruct { attrs, vis, struct_token, ident, generics, fields, semi_token })
    }

    /// Returns the fields of a struct in documented order.
    fn fields(
        &self,
        typified: &TypeStruct<'_>,
        id: DefinitionId,
        it: &Struct,
        model: &Model,
        json_schemas: &mut JsonSchemas<'_>,
    ) -> Vec<Field> {
        let names = input::fields(it).into_iter().map(|(ident, _)| ident);
        let mut found: BTreeMap<&str, RustType> =
            names.zip(typified.properties()).map(|(ident, (_, ty))| (ident, self.ty(&ty))).collect();
        let (rule, is_coded) = (Rule::of(&it.members), it.rest.is_none());
        let members = it.members.iter().filter_map(|member| {
            let mut field = member_field(found.remove(member.ident.as_str())?, member, model);
            if is_coded {
                field.attrs.extend(serde_impl::attribute(member, rule));
            }
            field.attrs.extend(json_schemas.of_member(id, member, is_coded, rule));
            Some(field)
        });
        let mut ordered: Vec<Field> = members.collect();
        if let Some((ident, _)) = &it.rest
            && let Some(ty) = found.remove(ident.as_str())
        {
            let mut field = named_field(ident, ty);
            field.attrs = doc::attributes("The members without a field of their own, by name.");
            field.attrs.extend(json_schemas.of_rest(id));
            ordered.push(field);
        }
        ordered
    }

    /// Returns the fields of an array's struct in the order of the elements.
    fn elements(&self, typified: &TypeStruct<'_>, it: &Sequence, model: &Model) -> Vec<Field> {
        let field = |(index, (ident, ty)): (usize, (&str, RustType))| match it.elements.get(index) {
            Some(element) => {
                let attrs = doc::of_element(model, element, index + 1);
                Field { attrs, ..named_field(ident, if element.is_required { ty } else { generic("Option", [ty]) }) }
            }
            None => {
                Field { attrs: doc::attributes("The elements without a field of their own."), ..named_field(ident, ty) }
            }
        };
        let names = input::elements(it).into_iter().map(|(ident, _)| ident);
        names.zip(typified.properties().map(|(_, ty)| self.ty(&ty))).enumerate().map(field).collect()
    }

    /// Returns the variants of an enum: documented ones, then the one for other values.
    fn variants(
        &self,
        typified: &TypeEnum<'_>,
        kind: &Kind,
        definition: &Definition,
        shapes: &Shapes,
        model: &Model,
    ) -> Vec<syn::Variant> {
        let known: Vec<(&str, Vec<Attribute>, bool)> = match kind {
            Kind::Enum(symbols) => {
                let doc = |symbol| doc::of_symbol(model, &definition.site, symbol);
                symbols.iter().map(|symbol| (symbol.ident.as_str(), doc(symbol), false)).collect()
            }
            Kind::Union(all) => {
                let doc = |index| doc::of_variant(model, shapes, all, index);
                let is_tuple = |variant: &Variant| matches!(variant.ty, Type::Tuple(_));
                let variants = all.iter().enumerate();
                variants.map(|(index, it)| (it.ident.as_str(), doc(index), is_tuple(it))).collect()
            }
            Kind::Struct(_) | Kind::Sequence(_) | Kind::Newtype(_) => Vec::new(),
        };
        let what = if let Kind::Enum(_) = kind { "Any other string" } else { "A value outside the other variants" };
        let all = known.into_iter().chain([(UNKNOWN, vec![doc::unknown(what)], false)]);
        let variant = |((ident, attrs, is_tuple), (_, held)): ((&str, Vec<Attribute>, bool), (&str, _))| {
            let fields = match held {
                TypeEnumVariant::Simple => Fields::Unit,
                // A variant has one value, a tuple like any other.
                TypeEnumVariant::Tuple(types) if is_tuple => {
                    unnamed([field(Visibility::Inherited, tuple(types.iter().map(|ty| self.ty(ty))))])
                }
                TypeEnumVariant::Tuple(types) => {
                    unnamed(types.iter().map(|ty| field(Visibility::Inherited, self.ty(ty))))
                }
                TypeEnumVariant::Struct(fields) => {
                    unnamed(fields.iter().map(|(_, ty)| field(Visibility::Inherited, self.ty(ty))))
                }
            };
            syn::Variant { attrs, ident: format_ident!("{ident}"), fields, discriminant: None }
        };
        all.zip(typified.variants()).map(variant).collect()
    }

    fn ty(&self, id: &TypeId) -> RustType {
        let ty = self.space.get_type(id).expect("the type is one of the space's");
        match ty.details() {
            TypeDetails::Enum(_) | TypeDetails::Struct(_) | TypeDetails::Newtype(_) => {
                let name = ty.name();
                plain(self.idents.get(&name).copied().unwrap_or(&name))
            }
            details => self.written(details),
        }
    }

    /// Writes a type without a definition, by the names under which its parts are imported.
    fn written(&self, details: TypeDetails<'_>) -> RustType {
        match details {
            TypeDetails::Option(inner) if self.optional(&inner).is_some() => self.ty(&inner),
            TypeDetails::Option(inner) => generic("Option", [self.ty(&inner)]),
            TypeDetails::Vec(inner) | TypeDetails::Set(inner) => generic("Vec", [self.ty(&inner)]),
            TypeDetails::Map(name, value) => generic("BTreeMap", [self.ty(&name), self.ty(&value)]),
            TypeDetails::Box(inner) => match self.optional(&inner) {
                // The value is boxed, not the option.
                Some(value) => generic("Option", [generic("Box", [self.ty(&value)])]),
                None => generic("Box", [self.ty(&inner)]),
            },
            TypeDetails::Tuple(elements) => tuple(elements.map(|element| self.ty(&element))),
            TypeDetails::Array(element, length) => {
                let (element, length) = (self.ty(&element), Literal::usize_unsuffixed(length));
                parse_quote!([#element; #length])
            }
            TypeDetails::Builtin(path) => plain(path.rsplit("::").next().unwrap_or(path)),
            TypeDetails::String => plain("String"),
            TypeDetails::Unit | TypeDetails::Enum(_) | TypeDetails::Struct(_) | TypeDetails::Newtype(_) => tuple([]),
        }
    }
    /// Returns the type inside an option.
    fn optional(&self, id: &TypeId) -> Option<TypeId> {
        match self.space.get_type(id).ok()?.details() {
            TypeDetails::Option(inner) => Some(inner),
            _ => None,
        }
    }
}

fn public() -> Visibility {
    Visibility::Public(Token![pub](Span::call_site()))
}

/// Returns a field without a name.
fn field(vis: Visibility, ty: RustType) -> Field {
    let modifiers = FieldModifiers::default();
    Field { attrs: Vec::new(), vis, modifiers, ident: None, colon_token: None, ty, default: None }
}

fn named_field(ident: &str, ty: RustType) -> Field {
    let colon_token = Some(Token![:](Span::call_site()));
    Field { ident: Some(format_ident!("{ident}")), colon_token, ..field(public(), ty) }
}

fn member_field(ty: RustType, member: &Member, model: &Model) -> Field {
    let ty = if member.is_required { ty } else { generic("Option", [ty]) };
    Field { attrs: doc::of_member(model, member), ..named_field(&member.ident, ty) }
}

fn unnamed(fields: impl IntoIterator<Item = Field>) -> Fields {
    Fields::Unnamed(FieldsUnnamed { paren_token: Paren::default(), unnamed: fields.into_iter().collect() })
}

/// Returns the type with a name, without parsing it.
fn plain(name: &str) -> RustType {
    of_segment(PathSegment::from(format_ident!("{name}")))
}

/// Returns a generic type with its arguments, without parsing it.
fn generic<const COUNT: usize>(name: &str, arguments: [RustType; COUNT]) -> RustType {
    let mut segment = PathSegment::from(format_ident!("{name}"));
    segment.arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: Token![<](Span::call_site()),
        args: arguments.into_iter().map(GenericArgument::Type).collect(),
        gt_token: Token![>](Span::call_site()),
    });
    of_segment(segment)
}

fn of_segment(segment: PathSegment) -> RustType {
    RustType::Path(TypePath { attrs: Vec::new(), qself: None, path: segment.into() })
}

fn tuple(elements: impl IntoIterator<Item = RustType>) -> RustType {
    let mut elems: syn::punctuated::Punctuated<RustType, Token![,]> = elements.into_iter().collect();
    if elems.len() == 1 {
        // Otherwise it is a type in parentheses.
        elems.push_punct(Token![,](Span::call_site()));
    }
    RustType::Tuple(TypeTuple { attrs: Vec::new(), paren_token: Paren::default(), elems })
}
