//! `schemars::JsonSchema` for the types: the documented schemas, self-contained.
//!
//! [`derivable`] decides where schemars derives the schema from the Rust type, so that a wrong type is noticed, and what attributes add.
//! Beyond that border an implementation returns the documented schema, as written by [`document`], with references to the schemas of types.
//! A referenced schema without a type is a part. Both stand in a module of the file, `json_schema`.

mod derivable;
mod document;
mod standalone;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Item, parse_quote};

use self::derivable::{Border, Patch};
use self::document::{Document, Part, Target, Writer};
pub(crate) use self::standalone::standalone;
use crate::emit::macros::JSON_SCHEMA;
use crate::emit::payload::literal;
use crate::emit::types::rename::{self, Rule};
use crate::emit::types::shape::{Definition, DefinitionId, Kind, Member, Shapes, Struct, Type};
use crate::json::held::{self, Numbers};
use crate::model::{ArrayKeyword, AssertionKind, Model, SchemaId};
use crate::render;
use crate::render::fragment::{Owner, Paths, from_inside};

/// Writes the schemas of a model's types, file by file.
pub(crate) struct JsonSchemas<'m> {
    border: Border<'m>,
    /// The members of each struct that derives its schema, each with its schema.
    derived: BTreeMap<DefinitionId, BTreeMap<&'m str, SchemaId>>,
    typed: BTreeMap<SchemaId, DefinitionId>,
    shared: BTreeSet<SchemaId>,
    paths: &'m Paths,
    runtime: syn::Path,
    has_unevaluated_items: bool,
    /// The module of each definition: `crate::events::ticket_sold`; empty if all are in one module.
    modules: Vec<String>,
    /// The implementations of each file.
    implemented: BTreeMap<Owner, Vec<Item>>,
    /// The parts of each file, to which its documents refer.
    parts: BTreeMap<Owner, Vec<Part>>,
}

impl<'m> JsonSchemas<'m> {
    pub(super) fn new(model: &'m Model, shapes: &'m Shapes, paths: &'m Paths, modules: Vec<String>) -> Self {
        let runtime = parsed(&paths.runtime);
        let mut assertions = model.schemas.iter().flat_map(|schema| &schema.assertions);
        let has_unevaluated_items =
            assertions.any(|it| matches!(it.kind, AssertionKind::Array(ArrayKeyword::UnevaluatedItems(_))));
        let border = Border { model, shapes };
        let structs = shapes.definitions.iter().enumerate().filter_map(|(index, definition)| {
            let is_derived = matches!(definition.kind, Kind::Struct(_)) && border.definition(definition).is_some();
            is_derived.then(|| (DefinitionId(index), border.members_by_name(&definition.site)))
        });
        let derived = structs.collect();
        let (typed, shared) = (document::typed(shapes), document::shared(model, shapes));
        Self {
            border,
            derived,
            typed,
            shared,
            paths,
            runtime,
            has_unevaluated_items,
            modules,
            implemented: BTreeMap::new(),
            parts: BTreeMap::new(),
        }
    }

    /// Returns true if the Rust type implies the schema.
    pub(super) fn derives(&self, definition: &Definition) -> bool {
        self.border.definition(definition).is_some()
    }

    /// Returns the attributes of a type that derives its schema.
    pub(super) fn of_type(&self, definition: &Definition) -> Vec<Attribute> {
        if let Kind::Enum(_) | Kind::Union(_) = definition.kind {
            return Vec::new();
        }
        let Some(patch) = self.border.definition(definition) else {
            return Vec::new();
        };
        let mut arguments = Vec::new();
        if matches!(definition.kind, Kind::Struct(_)) && self.border.is_closed(&definition.site) {
            arguments.push(quote!(deny_unknown_fields));
        }
        arguments.extend(self.arguments(&patch));
        if let Kind::Struct(Struct { rest: Some(_), members, .. }) = &definition.kind
            && let Some(rule) = Rule::of(members).map(Rule::name)
        {
            arguments.push(quote!(rename_all = #rule));
        }
        let arguments = (!arguments.is_empty()).then(|| quote!(schemars(#(#arguments),*)));
        let metas = [quote!(derive(schemars::JsonSchema))].into_iter().chain(arguments);
        vec![render::attribute("cfg_attr", quote!(feature = "schemars", #(#metas),*))]
    }

    /// Returns the attributes of a struct's member. Without serde's derive, they name the member as serde would; `rule` is the struct's.
    pub(super) fn of_member(
        &mut self,
        id: DefinitionId,
        member: &Member,
        is_coded: bool,
        rule: Option<Rule>,
    ) -> Option<Attribute> {
        let definition = self.border.shapes.definition(id);
        let schema = *self.derived.get(&id)?.get(member.wire_name.as_str())?;
        let mut arguments = Vec::new();
        if !is_coded {
            let wire_name = &member.wire_name;
            if rename::field_name(rule, member) != *wire_name {
                arguments.push(quote!(rename = #wire_name));
            }
            if !member.is_required {
                arguments.push(quote!(default, skip_serializing_if = "Option::is_none"));
            }
        }
        match self.border.value(&member.ty, schema) {
            Some(patch) => {
                if !member.is_required {
                    let with = self.rust(&member.ty);
                    arguments.push(quote!(with = #with));
                }
                arguments.extend(match member.ty.native() {
                    Some(_) => Some(self.native(patch)),
                    None => self.arguments(&patch),
                });
            }
            None => {
                let with = self.stand_in(definition.home, schema);
                arguments.push(quote!(with = #with));
            }
        }
        attribute(&arguments)
    }

    /// Returns the attributes of the field for members without a field: whatever the schema leaves open.
    pub(super) fn of_rest(&self, id: DefinitionId) -> Option<Attribute> {
        self.derived.get(&id)?;
        attribute(&[quote!(skip)])
    }

    /// Implements the trait for a type, unless it derives its schema.
    pub(super) fn implement(&mut self, id: DefinitionId) {
        let definition = self.border.shapes.definition(id);
        if self.derives(definition) {
            return;
        }
        let (owner, name) = (definition.home, &definition.alias);
        let written = self.document(owner, |writer| writer.definition(id, &definition.site));
        let call = self.call(owner, &self.path(owner, id), &quote!(#name), written);
        self.implemented.entry(owner).or_default().push(call);
    }

    /// Returns the module of a file's implementations, if it has any. Parts that these refer to are added.
    pub(super) fn module(&mut self, owner: Owner) -> Option<Item> {
        let mut calls = self.implemented.remove(&owner).unwrap_or_default();
        let mut index = 0;
        while let Some(part) = self.parts.get(&owner).and_then(|parts| parts.get(index)).copied() {
            let written = self.document(owner, |writer| writer.part(part));
            let name = document::name_of(self.border.model.schema(part.schema));
            let inline = part.is_inline.then(|| quote!(inline));
            calls.push(self.call(owner, &Target::part(index), &quote!(#inline #name), written));
            index += 1;
        }
        let part = (index > 0).then(|| {
            quote! {
                /// A schema without a type, by its index.
                pub(super) enum Part<const INDEX: usize> {}
            }
        });
        let (module, name) = JSON_SCHEMA;
        let paths = [format!("{}::{module}", self.paths.runtime), self.paths.macro_of((module, name))];
        let uses = render::imports(&paths.iter().map(|path| from_inside(path)).collect(), &BTreeMap::new());
        let uses = uses.into_iter().flatten();
        (!calls.is_empty()).then(|| {
            parse_quote! {
                #[cfg(feature = "schemars")]
                mod json_schema {
                    //! Documented schemas of types that imply less, and of parts of them.

                    #(#uses)*

                    #part
                    #(#calls)*
                }
            }
        })
    }

    /// Returns the call of the macro that implements the trait.
    fn call(
        &self,
        owner: Owner,
        ty: &str,
        name: &TokenStream,
        (document, held): (Document, Option<TokenStream>),
    ) -> Item {
        let ty: syn::Type = parsed(ty);
        let text = literal(&document.text());
        let text = held.map_or(quote!(#text), |held| quote!(schema::held(#text, #held)));
        let references = document.references.iter().map(|(at, target)| {
            let at = at.as_str();
            let target: syn::Type = parsed(&match target {
                Target::Part(index) => Target::part(*index),
                Target::Type(id) => self.path(owner, *id),
            });
            quote!(#at = #target;)
        });
        render::call(JSON_SCHEMA.1, quote!(#ty as #name; #text; #(#references)*))
    }

    /// Writes a document of a file, with a second text if some versions of `serde_json` cannot hold its numbers.
    fn document(&mut self, owner: Owner, write: impl Fn(Writer<'_>) -> Document) -> (Document, Option<TokenStream>) {
        let mut written = |numbers| {
            write(Writer {
                model: self.border.model,
                typed: &self.typed,
                shared: &self.shared,
                numbers,
                parts: self.parts.entry(owner).or_default(),
                has_unevaluated_items: self.has_unevaluated_items,
                references: Vec::new(),
            })
        };
        let (exact, held) = (written(Numbers::Exact), written(Numbers::Held).text());
        let held = (held != exact.text()).then(|| literal(&held));
        (exact, held)
    }

    /// Returns a type with the member's schema, if the member's own type has another one.
    fn stand_in(&mut self, owner: Owner, schema: SchemaId) -> String {
        let schema = self.border.model.typed_target(schema);
        if let Some(id) = self.typed.get(&schema) {
            return self.path_in_file(owner, *id);
        }
        let part = Part { schema, is_inline: !self.shared.contains(&schema) };
        let index = document::index_of(self.parts.entry(owner).or_default(), part);
        format!("json_schema::{}", Target::part(index))
    }

    /// Returns the path of a type from the module of a file's implementations.
    fn path(&self, owner: Owner, id: DefinitionId) -> String {
        let path = self.path_in_file(owner, id);
        // That of another file starts at the crate.
        if path.contains("::") { path } else { format!("super::{path}") }
    }

    /// Returns the path of a type from a file.
    fn path_in_file(&self, owner: Owner, id: DefinitionId) -> String {
        let Definition { ident, home, .. } = self.border.shapes.definition(id);
        match self.modules[id.0].as_str() {
            module if !module.is_empty() && *home != owner => format!("{module}::{ident}"),
            _ => ident.clone(),
        }
    }

    /// Returns the arguments that add keywords: plain ones beside the derived keywords, a patch for nested ones.
    fn arguments(&self, patch: &Patch) -> Option<TokenStream> {
        if patch.is_empty() {
            return None;
        }
        if let Some(plain) = derivable::plain(patch) {
            return Some(quote!(extend(#(#plain),*)));
        }
        let (runtime, patch) = (&self.runtime, literal(&held::text(&Value::Object(patch.clone()))));
        Some(quote!(transform = #runtime::value::schema::overlay(#patch)))
    }

    /// Returns the argument that replaces the bounds of a native integer, implied by its type, by those of its schema.
    fn native(&self, mut patch: Patch) -> TokenStream {
        patch.retain(|_, value| !value.is_null());
        let (runtime, bounds) = (&self.runtime, literal(&held::text(&Value::Object(patch))));
        quote!(transform = #runtime::value::schema::native(#bounds))
    }

    /// Writes a type as a string for an attribute.
    fn rust(&self, ty: &Type) -> String {
        match ty {
            Type::Value => "serde_json::Value".to_owned(),
            Type::Null => "()".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::String => "String".to_owned(),
            Type::Timestamp => "Timestamp".to_owned(),
            Type::Decimal => "Decimal".to_owned(),
            Type::Integer => "Integer".to_owned(),
            Type::Native(native) => native.ident().to_owned(),
            Type::Number => "serde_json::Number".to_owned(),
            Type::Array(inner) => format!("Vec<{}>", self.rust(inner)),
            Type::Tuple(elements) => {
                let elements: Vec<String> = elements.iter().map(|element| self.rust(element)).collect();
                format!("({})", elements.join(", "))
            }
            Type::Map(inner) => format!("BTreeMap<String, {}>", self.rust(inner)),
            Type::Nullable(inner) => format!("Option<{}>", self.rust(inner)),
            Type::Named(id) => self.border.shapes.definition(*id).alias.clone(),
        }
    }
}

/// Emits the implementation of `JsonSchema` for a type.
pub(in crate::emit) fn implementation(
    ident: &str,
    schema_name: &str,
    generator: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (path, ident) = (format!("::{ident}"), format_ident!("{ident}"));
    quote! {
        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for #ident {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                #schema_name.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), #path).into()
            }

            fn json_schema(#generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                #body
            }
        }
    }
}

/// Parses the path of a module or a type.
fn parsed<T: syn::parse::Parse>(path: &str) -> T {
    syn::parse_str(path).expect("it is a path")
}

fn attribute(arguments: &[TokenStream]) -> Option<Attribute> {
    (!arguments.is_empty())
        .then(|| render::attribute("cfg_attr", quote!(feature = "schemars", schemars(#(#arguments),*))))
}
