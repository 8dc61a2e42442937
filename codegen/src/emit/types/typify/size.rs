//! Boxes the fields that would make a type too large: values are moved through the stack, where a few nested structs may need megabytes.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::{Field, Fields, Item, Type as RustType, parse_quote};

use crate::emit::types::shape::{DefinitionId, Shapes};

/// The number of bytes of a struct from which on its largest fields are boxed.
const MOST: usize = 8 << 10;

/// The number of bytes of a field that is never boxed.
const SMALL: usize = 256;

/// The assumed number of bytes of a type of the runtime or of the standard library.
const PLAIN: usize = 32;

/// Boxes the largest fields of each struct that has more than [`MOST`] bytes with them. typify has boxed what is recursive.
pub(super) fn limit(items: &mut BTreeMap<DefinitionId, Item>, shapes: &Shapes) {
    let names = items.keys().map(|id| (shapes.definition(*id).alias.clone(), *id)).collect();
    let mut sizes = Sizes { names, known: BTreeMap::new() };
    let ids: Vec<DefinitionId> = items.keys().copied().collect();
    for id in ids {
        sizes.of_item(id, items);
    }
}

struct Sizes {
    /// The definitions by their names in types.
    names: BTreeMap<String, DefinitionId>,
    /// The sizes of definitions; that of one in progress is that of a pointer.
    known: BTreeMap<DefinitionId, usize>,
}

impl Sizes {
    fn of_item(&mut self, id: DefinitionId, items: &mut BTreeMap<DefinitionId, Item>) -> usize {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        self.known.insert(id, size_of::<usize>());
        let types = items.get(&id).map(types).unwrap_or_default();
        let sizes: Vec<usize> = types.iter().map(|ty| self.of(ty, items)).collect();
        let size = match items.get_mut(&id) {
            Some(Item::Struct(item)) => box_largest(&mut item.fields, sizes),
            _ => sizes.into_iter().max().unwrap_or_default() + size_of::<usize>(),
        };
        self.known.insert(id, size);
        size
    }

    fn of(&mut self, ty: &RustType, items: &mut BTreeMap<DefinitionId, Item>) -> usize {
        match ty {
            RustType::Tuple(tuple) => tuple.elems.iter().map(|element| self.of(element, items)).sum(),
            _ => match inside_option(ty) {
                Some(inner) => self.of(inner, items),
                None => match name(ty).and_then(|name| self.names.get(&name.to_string()).copied()) {
                    Some(id) => self.of_item(id, items),
                    None => PLAIN,
                },
            },
        }
    }
}

/// Returns the types of the fields of a struct, or of the values of an enum's variants.
fn types(item: &Item) -> Vec<RustType> {
    let of_fields = |fields: &Fields| fields.iter().map(|field| field.ty.clone()).collect::<Vec<_>>();
    match item {
        Item::Struct(item) => of_fields(&item.fields),
        Item::Enum(item) => item.variants.iter().flat_map(|variant| of_fields(&variant.fields)).collect(),
        _ => Vec::new(),
    }
}

/// Boxes the largest of some fields with these sizes, as long as all have too many bytes together, and returns what is left. Fields of one
/// size, as those of one type, are treated alike.
fn box_largest(fields: &mut Fields, sizes: Vec<usize>) -> usize {
    let mut size: usize = sizes.iter().sum();
    let mut largest: Vec<(usize, &mut Field)> = sizes.into_iter().zip(fields.iter_mut()).collect();
    largest.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    for group in largest.chunk_by_mut(|one, next| one.0 == next.0) {
        if size <= MOST || group[0].0 <= SMALL {
            break;
        }
        for (of_field, field) in group {
            if box_value(&mut field.ty) {
                size = size - *of_field + size_of::<usize>();
            }
        }
    }
    size
}

/// Boxes a named type, inside of options.
fn box_value(ty: &mut RustType) -> bool {
    if let Some(inner) = inside_option(ty) {
        let mut inner = inner.clone();
        let is_boxed = box_value(&mut inner);
        *ty = parse_quote!(Option<#inner>);
        return is_boxed;
    }
    let is_named = name(ty).is_some();
    if is_named {
        *ty = parse_quote!(Box<#ty>);
    }
    is_named
}

/// Returns the name of a type without arguments.
fn name(ty: &RustType) -> Option<&Ident> {
    let RustType::Path(path) = ty else { return None };
    path.path.get_ident()
}

fn inside_option(ty: &RustType) -> Option<&RustType> {
    let RustType::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(sizes: &[usize]) -> Vec<bool> {
        let names: Vec<Ident> = (0..sizes.len()).map(|index| quote::format_ident!("T{index}")).collect();
        let mut item: syn::ItemStruct = parse_quote!(struct S { #(#names: Option<#names>),* });
        box_largest(&mut item.fields, sizes.to_vec());
        item.fields.iter().map(|field| inside_option(&field.ty).is_some_and(|inner| name(inner).is_none())).collect()
    }

    #[test]
    fn the_largest_fields_are_boxed() {
        assert_eq!(boxed(&[MOST]), [false]);
        assert_eq!(boxed(&[MOST + 1]), [true]);
        assert_eq!(boxed(&[3000, 4000, 2000]), [false, true, false]);
        assert_eq!(boxed(&[5000, 4000, 4100]), [true, false, false]);
        assert_eq!(boxed(&[MOST - 10, 20, 30, MOST - 10]), [true, false, false, true]);
        assert_eq!(boxed(&[SMALL; 100]), [false; 100]);
    }
}
