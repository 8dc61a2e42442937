//! typify's items → the items of the generated crate.
//!
//! typify's structs, enums and types remain: the use of `Option`, `Vec`, `BTreeMap` and `Box` is its decision. Its derives, documentation,
//! conversions, modules and paths from the root are replaced.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{
    AngleBracketedGenericArguments, Attribute, Field, Fields, GenericArgument, Item, ItemEnum, ItemStruct,
    PathArguments, PathSegment, Token, Type as RustType, TypePath, parse_quote,
};

use crate::emit::types::doc;
use crate::emit::types::json_schema::JsonSchemas;
use crate::emit::types::rename::Rule;
use crate::emit::types::serde_impl;
use crate::emit::types::shape::{Definition, DefinitionId, Kind, Member, Shapes, Struct};
use crate::emit::types::typify::input::{EXTERNAL_MODULE, Typified, UNKNOWN};
use crate::emit::types::typify::size;
use crate::model::Model;
use crate::render;

/// Returns the refined item of each definition.
pub(crate) fn refine(
    typified: Typified,
    shapes: &Shapes,
    model: &Model,
    json_schemas: &mut JsonSchemas<'_>,
) -> BTreeMap<DefinitionId, Item> {
    let Typified { tokens, names } = typified;
    let idents = names.iter().map(|(name, id)| (name.clone(), shapes.definition(*id).alias.clone())).collect();
    let mut plain = PlainPaths { idents };
    let mut refined = BTreeMap::new();
    for item in render::items(&types(tokens)) {
        let (Item::Struct(ItemStruct { ident, .. }) | Item::Enum(ItemEnum { ident, .. })) = &item else {
            continue;
        };
        let Some(id) = names.get(&ident.to_string()).copied() else {
            continue;
        };
        let mut item = item_of(item, id, shapes, model, json_schemas);
        plain.visit_item_mut(&mut item);
        refined.insert(id, item);
    }
    size::limit(&mut refined, shapes);
    refined
}

/// Returns the tokens of types: most items are implementations and modules, which need not be parsed.
fn types(tokens: TokenStream) -> TokenStream {
    let (mut types, mut item) = (Vec::new(), Vec::new());
    for token in tokens {
        let is_last = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(mark) => mark.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        item.push(token);
        if is_last {
            let is_type = |token: &TokenTree| matches!(token, TokenTree::Ident(it) if it == "struct" || it == "enum");
            let whole = item.drain(..);
            if whole.as_slice().iter().any(is_type) {
                types.extend(whole);
            }
        }
    }
    types.into_iter().collect()
}

fn item_of(item: Item, id: DefinitionId, shapes: &Shapes, model: &Model, json_schemas: &mut JsonSchemas<'_>) -> Item {
    let definition = shapes.definition(id);
    let mut attrs = doc::of_definition(model, definition);
    attrs.extend(derives(&definition.kind));
    attrs.extend(json_schemas.of_type(definition));
    let ident = format_ident!("{}", definition.ident);
    match item {
        Item::Struct(mut item) => {
            item.ident = ident;
            item.attrs = attrs;
            fields(&mut item.fields, id, &definition.kind, model, json_schemas);
            if let Kind::Struct(_) = definition.kind {
                item.semi_token = None;
            }
            Item::Struct(item)
        }
        Item::Enum(mut item) => {
            item.ident = ident;
            item.attrs = attrs;
            variants(&mut item, definition, shapes, model);
            Item::Enum(item)
        }
        other => other,
    }
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
        Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) => vec![plain(), parse_quote!(#[non_exhaustive])],
    }
}

fn fields(fields: &mut Fields, id: DefinitionId, kind: &Kind, model: &Model, json_schemas: &mut JsonSchemas<'_>) {
    match (fields, kind) {
        (Fields::Named(named), Kind::Struct(it)) => {
            let mut found: BTreeMap<String, Field> = std::mem::take(&mut named.named)
                .into_iter()
                .map(|it| (fed_name(&it.attrs, it.ident.as_ref()), it))
                .collect();
            let (rule, is_coded) = (Rule::of(&it.members), it.rest.is_none());
            let members = it.members.iter().filter_map(|member| {
                let field = found.remove(&member.ident)?;
                let mut field = member_field(field, member, model);
                if is_coded {
                    field.attrs.extend(serde_impl::attribute(member, rule));
                }
                field.attrs.extend(json_schemas.of_member(id, member, is_coded, rule));
                Some(field)
            });
            let mut ordered: Vec<Field> = members.collect();
            if let Some((ident, _)) = &it.rest
                && let Some(mut field) = found.remove(ident)
            {
                field.ident = Some(format_ident!("{ident}"));
                field.attrs = doc::attributes("The members without a field of their own, by name.");
                field.attrs.extend(json_schemas.of_rest(id));
                ordered.push(field);
            }
            named.named = ordered.into_iter().collect();
        }
        (Fields::Unnamed(unnamed), Kind::Newtype(_)) => {
            for field in &mut unnamed.unnamed {
                field.attrs.clear();
                field.vis = parse_quote!(pub);
            }
        }
        _ => {}
    }
}

fn member_field(mut field: Field, member: &Member, model: &Model) -> Field {
    field.ident = Some(format_ident!("{}", member.ident));
    field.attrs = doc::of_member(model, member);
    if !member.is_required {
        field.ty = option(field.ty);
    }
    field
}

/// Returns the type `Option` of a type, without parsing it.
fn option(inner: RustType) -> RustType {
    let mut segment = PathSegment::from(format_ident!("Option"));
    segment.arguments = PathArguments::AngleBracketed(AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: Token![<](Span::call_site()),
        args: [GenericArgument::Type(inner)].into_iter().collect(),
        gt_token: Token![>](Span::call_site()),
    });
    RustType::Path(TypePath { attrs: Vec::new(), qself: None, path: segment.into() })
}

fn variants(item: &mut ItemEnum, definition: &Definition, shapes: &Shapes, model: &Model) {
    let kind = &definition.kind;
    let docs: Vec<(&str, Vec<Attribute>)> = match kind {
        Kind::Enum(symbols) => {
            let doc = |symbol| doc::of_symbol(model, &definition.site, symbol);
            symbols.iter().map(|symbol| (symbol.ident.as_str(), doc(symbol))).collect()
        }
        Kind::Union(all) => {
            let doc = |index| doc::of_variant(model, shapes, all, index);
            all.iter().enumerate().map(|(index, variant)| (variant.ident.as_str(), doc(index))).collect()
        }
        _ => Vec::new(),
    };
    let mut found: BTreeMap<String, syn::Variant> =
        std::mem::take(&mut item.variants).into_iter().map(|it| (fed_name(&it.attrs, Some(&it.ident)), it)).collect();
    let mut take = |ident: &str, attrs: Vec<Attribute>| {
        let mut variant = found.remove(ident)?;
        variant.ident = format_ident!("{ident}");
        variant.attrs = attrs;
        if let Fields::Unnamed(fields) = &mut variant.fields
            && fields.unnamed.len() > 1
        {
            // A variant has one value, a tuple like any other.
            let elements = fields.unnamed.iter().map(|field| &field.ty);
            variant.fields = Fields::Unnamed(parse_quote!(((#(#elements),*))));
        }
        Some(variant)
    };
    let mut ordered: Vec<syn::Variant> = docs.into_iter().filter_map(|(ident, attrs)| take(ident, attrs)).collect();
    let what = if let Kind::Enum(_) = kind { "An undocumented string" } else { "A value outside the other variants" };
    ordered.extend(take(UNKNOWN, vec![doc::unknown(what)]));
    item.variants = ordered.into_iter().collect();
}

/// Returns the name of a field or a variant in typify's input: the one it renames it to, if it does.
fn fed_name(attrs: &[Attribute], ident: Option<&syn::Ident>) -> String {
    let mut fed = ident.map(ToString::to_string).unwrap_or_default();
    for attribute in attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other attributes are ignored, also those of another form.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                fed = meta.value()?.parse::<syn::LitStr>()?.value();
            } else if let Ok(value) = meta.value() {
                value.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    fed
}

/// Replaces paths by the names under which their types are imported.
struct PlainPaths {
    /// Our names of the definitions, by typify's.
    idents: BTreeMap<String, String>,
}

impl VisitMut for PlainPaths {
    fn visit_type_mut(&mut self, ty: &mut RustType) {
        syn::visit_mut::visit_type_mut(self, ty);
        let RustType::Path(path) = ty else {
            return;
        };
        let path = &mut path.path;
        let Some(mut last) = path.segments.last().cloned() else {
            return;
        };
        let is_own = path.segments.len() == 1;
        let is_known = path.leading_colon.is_some()
            && path.segments.first().is_some_and(|first| first.ident == "std" || first.ident == EXTERNAL_MODULE);
        if let Some(ident) = self.idents.get(&last.ident.to_string()).filter(|_| is_own) {
            last.ident = format_ident!("{ident}");
        } else if !is_known {
            return;
        }
        if last.ident == "Box"
            && let PathArguments::AngleBracketed(arguments) = &last.arguments
            && let Some(GenericArgument::Type(RustType::Path(inner))) = arguments.args.first()
            && let Some(inner) = inner.path.segments.last().filter(|inner| inner.ident == "Option")
            && let PathArguments::AngleBracketed(inner) = &inner.arguments
            && let Some(value) = inner.args.first()
        {
            // The value is boxed, not the option.
            *ty = parse_quote!(Option<Box<#value>>);
            return;
        }
        *path = syn::Path { leading_colon: None, segments: [last].into_iter().collect() };
    }
}
