//! What schemars derives from the types, completed to the documented schema.
//!
//! Members, their types, what is required, nesting and the strings of enums come from the Rust types, so that a type that is not what
//! its schema says shows. What no Rust type says (bounds, conditions, patterns) is added as attributes.

use std::collections::BTreeSet;

use proc_macro2::Literal;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};
use syn::{Attribute, Item, parse_quote};

use super::shape::{Definition, Kind, Member, Shapes, Site, Struct, Symbol, Type, Types, Variant};
use super::written::{self, Object, Writer, types_of};
use crate::emit::Paths;
use crate::model::{Assertion, AssertionKind, Model, SchemaId, TypeSet};

/// The keywords that make a derived schema the documented one: a JSON Merge Patch.
type Patch = Map<String, Value>;

/// What is needed to write the attributes of a model's types.
pub(super) struct Truth<'m> {
    model: &'m Model,
    shapes: &'m Shapes,
    runtime: syn::Path,
    writer: Writer<'m>,
    /// The schemas whose instances a union divides by JSON type: what they say of all types stands at the union, not at its parts.
    divided: BTreeSet<Vec<SchemaId>>,
}

/// An assertion, and the schema that it stands in.
type Atom<'m> = (SchemaId, &'m Assertion);

impl<'m> Truth<'m> {
    pub(super) fn new(model: &'m Model, shapes: &'m Shapes, paths: &Paths) -> Self {
        let runtime = syn::parse_str(&paths.runtime).expect("it is the path of a module");
        let unions = shapes.definitions.iter().filter(|definition| match &definition.kind {
            Kind::Union(variants) => variants.iter().any(|variant| variant.site.always == definition.site.always),
            _ => false,
        });
        let divided = unions.map(|definition| definition.site.always.clone()).collect();
        Self { model, shapes, runtime, writer: Writer::new(model), divided }
    }

    /// The attributes of a type that derives its schema.
    pub(super) fn of_type(&mut self, definition: &Definition) -> Vec<Attribute> {
        let patch = match &definition.kind {
            Kind::Struct(it) => self.of_struct(it, &definition.site),
            Kind::Newtype(ty) => self.of_value(ty, &definition.site),
            Kind::Enum(_) | Kind::Union(_) => return Vec::new(),
        };
        let mut attributes = vec![parse_quote!(#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))])];
        let mut arguments = Vec::new();
        if let Kind::Struct(it) = &definition.kind
            && self.is_closed(it, &definition.site)
        {
            arguments.push(quote!(deny_unknown_fields));
        }
        arguments.extend(self.arguments(patch));
        attributes.extend(attribute(&arguments));
        attributes
    }

    /// The attributes of a member; `is_coded` when serde's own attributes stand there.
    pub(super) fn of_member(&mut self, member: &Member, is_coded: bool) -> Vec<Attribute> {
        let own = member.site.always.len() - member.agreed;
        let site = Site { always: member.site.always[..own].to_vec(), ..Site::default() };
        let is_wide = member.agreed > 0 || own == 0;
        let ty = if is_wide { &Type::Value } else { &member.ty };
        let mut arguments = Vec::new();
        if !is_coded {
            let wire_name = &member.wire_name;
            arguments.push(quote!(rename = #wire_name));
            if !member.is_required {
                arguments.push(quote!(default, skip_serializing_if = "Option::is_none"));
            }
        }
        if is_wide {
            arguments.push(quote!(with = "serde_json::Value"));
        } else if !member.is_required {
            let with = self.rust(ty);
            arguments.push(quote!(with = #with));
        }
        let patch = self.of_value(ty, &site);
        arguments.extend(self.arguments(patch));
        attribute(&arguments).into_iter().collect()
    }

    /// The implementations of types that do not derive their schema.
    pub(super) fn items(&mut self, definition: &Definition) -> Vec<Item> {
        let body = match &definition.kind {
            Kind::Enum(symbols) => self.of_enum(symbols, &definition.site),
            Kind::Union(variants) => self.of_union(variants, &definition.site),
            Kind::Struct(_) | Kind::Newtype(_) => return Vec::new(),
        };
        let ident = format_ident!("{}", definition.ident);
        let schema_name = &definition.alias;
        vec![parse_quote! {
            #[cfg(feature = "schemars")]
            impl schemars::JsonSchema for #ident {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    #schema_name.into()
                }

                #body
            }
        }]
    }

    fn of_enum(&mut self, symbols: &[Symbol], site: &Site) -> proc_macro2::TokenStream {
        let mut object = Object::default();
        let mut is_listed = false;
        let listed = |atom: &Atom<'m>| matches!(atom.1.kind, AssertionKind::Enum(_) | AssertionKind::Const(_));
        let whole = self.atoms(site, true).into_iter().filter(listed);
        let others: Vec<Atom<'m>> = self.atoms(site, false).into_iter().filter(|atom| !listed(atom)).collect();
        for (_, assertion) in whole.chain(others) {
            let strings: Option<Vec<&str>> = match &assertion.kind {
                AssertionKind::Enum(values) => Some(values.iter().filter_map(crate::json::Node::as_str).collect()),
                AssertionKind::Const(value) => Some(value.as_str().into_iter().collect()),
                AssertionKind::Type(_) => continue,
                _ => None,
            };
            let says_all = strings.is_some_and(|strings| {
                strings.len() == symbols.len()
                    && symbols.iter().all(|symbol| strings.contains(&symbol.wire_name.as_str()))
            });
            if says_all {
                is_listed = true;
            } else if !(is_listed && listed(&(site.always[0], assertion))) {
                object.add(self.writer.assertion(assertion));
            }
        }
        let idents = symbols.iter().map(|symbol| format_ident!("{}", symbol.ident));
        let schema = if is_listed {
            let runtime = &self.runtime;
            quote!(#runtime::schema::strings([#(Self::#idents.as_str()),*]))
        } else {
            quote!(<String as schemars::JsonSchema>::json_schema(generator))
        };
        let generator = if is_listed { quote!(_) } else { quote!(generator) };
        self.completed(&generator, &schema, object.into_keywords())
    }

    fn of_union(&mut self, variants: &[Variant], site: &Site) -> proc_macro2::TokenStream {
        let atoms = self.atoms(site, true);
        let choice = atoms.iter().find_map(|(_, assertion)| match &assertion.kind {
            AssertionKind::OneOf(branches) => Some(("oneOf", branches)),
            AssertionKind::AnyOf(branches) => Some(("anyOf", branches)),
            _ => None,
        });
        let Some((keyword, branches)) = choice else {
            return self.of_types(variants, site, &atoms);
        };
        let same = |(branch, variant): (&SchemaId, &Variant)| variant.site.always == [self.target(*branch)];
        let is_same = branches.len() == variants.len() && branches.iter().zip(variants).all(same);
        let mut object = Object::default();
        for (_, assertion) in &atoms {
            let is_choice = assertion.keyword == keyword && is_same;
            if !is_choice {
                object.add(self.writer.assertion(assertion));
            }
        }
        if !is_same {
            return self.completed(&quote!(_), &quote!(schemars::Schema::default()), object.into_keywords());
        }
        let parts: Vec<_> =
            branches.iter().zip(variants).map(|(branch, variant)| self.part(variant, *branch, site)).collect();
        let runtime = &self.runtime;
        let schema = quote!(#runtime::schema::choice(#keyword, [#(#parts),*]));
        self.completed(&quote!(generator), &schema, object.into_keywords())
    }

    fn part(&mut self, variant: &Variant, branch: SchemaId, site: &Site) -> proc_macro2::TokenStream {
        let ty = self.tokens(&variant.ty);
        let mut patch = self.of_value(&variant.ty, &Site { types: site.types, ..Site::of(branch) });
        let mut part = quote!(generator.subschema_for::<#ty>());
        if variant.site.types != Types::default() {
            // The branch does not say that it is for this type only.
            part = quote!(<#ty as schemars::JsonSchema>::json_schema(generator));
            patch.insert("type".to_owned(), Value::Null);
        }
        if patch.is_empty() {
            return part;
        }
        let (runtime, patch) = (&self.runtime, raw(patch));
        quote!(#runtime::schema::completed(#part, #patch))
    }

    /// A union by JSON type alone: one schema with the keywords of all its types.
    fn of_types(&mut self, variants: &[Variant], site: &Site, atoms: &[Atom<'m>]) -> proc_macro2::TokenStream {
        let mut object = Object::default();
        let mut types = TypeSet::ALL;
        for (_, assertion) in atoms {
            match &assertion.kind {
                AssertionKind::Type(named) => types = types.intersection(*named),
                kind if speaks_of(kind).is_none() => object.add(self.writer.assertion(assertion)),
                kind => {
                    // What speaks of a type that has no variant of its own.
                    let spoken = speaks_of(kind).unwrap_or(TypeSet::NONE);
                    if !variants.iter().any(|variant| variant.json_type.intersects(spoken)) {
                        object.add(self.writer.assertion(assertion));
                    }
                }
            }
        }
        let mut patch = object.into_keywords();
        let types = types.intersection(site.types.0);
        patch.insert("type".to_owned(), if types == TypeSet::ALL { Value::Null } else { types_of(types) });
        let parts: Vec<_> = variants
            .iter()
            .map(|variant| {
                let ty = self.tokens(&variant.ty);
                let part = self.of_value(&variant.ty, &site.restricted(variant.json_type));
                let inline = quote!(<#ty as schemars::JsonSchema>::json_schema(generator));
                if part.is_empty() {
                    return inline;
                }
                let (runtime, part) = (&self.runtime, raw(part));
                quote!(#runtime::schema::completed(#inline, #part))
            })
            .collect();
        let runtime = &self.runtime;
        let schema = quote!(#runtime::schema::merged([#(#parts),*]));
        self.completed(&quote!(generator), &schema, patch)
    }

    fn completed(
        &self,
        generator: &proc_macro2::TokenStream,
        schema: &proc_macro2::TokenStream,
        patch: Patch,
    ) -> proc_macro2::TokenStream {
        let body = if patch.is_empty() {
            quote!(#schema)
        } else {
            let (runtime, patch) = (&self.runtime, raw(patch));
            quote!(#runtime::schema::completed(#schema, #patch))
        };
        quote! {
            fn json_schema(#generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                #body
            }
        }
    }

    fn of_struct(&mut self, it: &Struct, site: &Site) -> Patch {
        let atoms = self.atoms(site, false);
        let mut object = Object::default();
        let is_simple = self.has_simple_rest(it, &atoms);
        let mut rest_patch = None;
        let mut described = Vec::new();
        for (schema, assertion) in &atoms {
            match &assertion.kind {
                AssertionKind::Type(_) | AssertionKind::Properties(_) | AssertionKind::Required(_) => {}
                AssertionKind::AdditionalProperties(_) | AssertionKind::PatternProperties(_) if !is_simple => {
                    if !described.contains(schema) {
                        described.push(*schema);
                    }
                }
                AssertionKind::AdditionalProperties(schema) => {
                    if let Some((_, ty)) = &it.rest {
                        rest_patch = Some(self.of_value(ty, &Site::of(*schema)));
                    }
                }
                _ => object.add(self.writer.assertion(assertion)),
            }
        }
        let is_alone = atoms.iter().filter(|(_, it)| matches!(it.kind, AssertionKind::Properties(_))).count() < 2;
        for schema in &described {
            self.describe_rest(*schema, it, is_alone && described.len() == 1, &mut object);
        }
        let mut patch = object.into_keywords();
        if !is_simple && it.rest.is_some() {
            patch.entry("additionalProperties").or_insert(Value::Null);
        }
        if let Some(rest) = rest_patch.filter(|rest| !rest.is_empty()) {
            patch.insert("additionalProperties".to_owned(), Value::Object(rest));
        }
        // schemars takes a member for optional when its type is an `Option`.
        let is_hidden = |member: &Member| member.is_required_itself && matches!(member.ty, Type::Nullable(_));
        if it.members.iter().any(|member| member.is_required != member.is_required_itself || is_hidden(member)) {
            let required = it.members.iter().filter(|member| member.is_required_itself);
            let required: Vec<&str> = required.map(|member| member.wire_name.as_str()).collect();
            patch.insert("required".to_owned(), json!(required));
        }
        patch
    }

    /// What one schema says of members without a name, where the type does not say it.
    fn describe_rest(&mut self, schema: SchemaId, it: &Struct, is_alone: bool, object: &mut Object) {
        let mut part = Map::new();
        let mut names = Vec::new();
        for assertion in &self.model.schema(schema).assertions {
            match &assertion.kind {
                AssertionKind::Properties(members) => names = members.iter().map(|(name, _)| name.clone()).collect(),
                AssertionKind::AdditionalProperties(_) | AssertionKind::PatternProperties(_) => {
                    part.extend(self.writer.assertion(assertion));
                }
                _ => {}
            }
        }
        let is_exact =
            it.members.len() == names.len() && it.members.iter().all(|member| names.contains(&member.wire_name));
        if is_alone && is_exact {
            object.add(part);
        } else {
            let names: Map<String, Value> = names.into_iter().map(|name| (name, json!(true))).collect();
            part.insert("properties".to_owned(), Value::Object(names));
            object.add(Map::from_iter([("allOf".to_owned(), json!([part]))]));
        }
    }

    /// Whether the struct says all that its schemas say of members without a name.
    fn has_simple_rest(&self, it: &Struct, atoms: &[Atom<'m>]) -> bool {
        let patterned = atoms.iter().any(|(_, atom)| matches!(atom.kind, AssertionKind::PatternProperties(_)));
        let mut described =
            atoms.iter().filter(|(_, atom)| matches!(atom.kind, AssertionKind::AdditionalProperties(_)));
        let (first, second) = (described.next(), described.next());
        let Some((schema, atom)) = first.filter(|_| second.is_none() && !patterned) else {
            return false;
        };
        let names = self.model.schema(*schema).find(|kind| match kind {
            AssertionKind::Properties(members) => {
                Some(members.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())
            }
            _ => None,
        });
        let names = names.unwrap_or_default();
        let is_exact = names.len() == it.members.len()
            && it.members.iter().all(|member| names.contains(&member.wire_name.as_str()));
        let AssertionKind::AdditionalProperties(additional) = &atom.kind else {
            return false;
        };
        is_exact
            && it.rest.is_some() != self.is_never(*additional)
            && !self.model.schema(*additional).assertions.is_empty()
    }

    fn is_closed(&self, it: &Struct, site: &Site) -> bool {
        it.rest.is_none() && self.has_simple_rest(it, &self.atoms(site, false))
    }

    fn is_never(&self, schema: SchemaId) -> bool {
        let assertions = &self.model.schema(schema).assertions;
        assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never))
    }

    /// What a type without a name, or a reference to one that has a name, lacks of the schemas at its site.
    fn of_value(&mut self, ty: &Type, site: &Site) -> Patch {
        let (ty, is_nullable) = match ty {
            Type::Nullable(inner) => (&**inner, true),
            ty => (ty, false),
        };
        if let Type::Named(_) = ty {
            return Patch::new();
        }
        let mut atoms = self.atoms(site, false);
        if is_nullable {
            atoms = atoms.into_iter().flat_map(|atom| self.beside_null(atom, site)).collect();
        }
        let mut object = Object::default();
        let (mut parts, mut is_partial) = (Vec::new(), false);
        for (_, assertion) in &atoms {
            match (&assertion.kind, ty) {
                (AssertionKind::Type(_), ty) if *ty != Type::Value => {}
                (AssertionKind::Format(format), Type::Timestamp) if format == "date-time" => {}
                (AssertionKind::Items(element), Type::Array(_)) => parts.push(*element),
                (AssertionKind::AdditionalProperties(member), Type::Map(_)) => parts.push(*member),
                (kind, ty) => {
                    // Then the keyword of the other parts does not speak of all.
                    is_partial |= matches!(
                        (kind, ty),
                        (AssertionKind::PatternProperties(_), Type::Map(_))
                            | (AssertionKind::PrefixItems(_), Type::Array(_))
                    );
                    object.add(self.writer.assertion(assertion));
                }
            }
        }
        let mut patch = object.into_keywords();
        if let Type::Native(_) = ty {
            patch.insert("format".to_owned(), Value::Null);
            for keyword in ["minimum", "maximum"] {
                patch.entry(keyword).or_insert(Value::Null);
            }
        }
        let (keyword, inner) = match ty {
            Type::Array(inner) => ("items", inner),
            Type::Map(inner) => ("additionalProperties", inner),
            _ => return patch,
        };
        let part = if is_partial {
            match parts.as_slice() {
                [] => json!(true),
                [part] => self.writer.schema(*part),
                _ => Value::Object(Map::from_iter([(
                    "allOf".to_owned(),
                    parts.iter().map(|part| self.writer.schema(*part)).collect(),
                )])),
            }
        } else {
            Value::Object(self.of_value(inner, &Site { always: parts, ..Site::default() }))
        };
        if part != json!({}) {
            patch.insert(keyword.to_owned(), part);
        }
        patch
    }

    /// What is said of an instance that is not `null`.
    fn beside_null(&self, atom: Atom<'m>, site: &Site) -> Vec<Atom<'m>> {
        let (AssertionKind::AnyOf(branches) | AssertionKind::OneOf(branches)) = &atom.1.kind else {
            return vec![atom];
        };
        let is_null = |schema: &SchemaId| {
            let assertions = &self.model.schema(self.target(*schema)).assertions;
            matches!(assertions.as_slice(), [Assertion { kind: AssertionKind::Type(TypeSet::NULL), .. }])
        };
        match branches.iter().filter(|branch| !is_null(branch)).collect::<Vec<_>>().as_slice() {
            [branch] if branches.len() == 2 => self.atoms(&Site { always: vec![**branch], ..site.clone() }, false),
            _ => vec![atom],
        }
    }

    /// The assertions at a site, references and `allOf` followed; for a part of a union, only those that speak of its type.
    fn atoms(&self, site: &Site, is_whole: bool) -> Vec<Atom<'m>> {
        let mut atoms = Vec::new();
        let mut seen = Vec::new();
        for schema in &site.always {
            self.collect(*schema, &mut atoms, &mut seen);
        }
        let is_part = site.types != Types::default() && site.types.0.union(TypeSet::NULL) != TypeSet::ALL;
        if is_part && !is_whole {
            let is_divided = self.divided.contains(&site.always);
            atoms.retain(|(_, assertion)| match speaks_of(&assertion.kind) {
                Some(types) => types.intersects(site.types.0),
                None => !is_divided,
            });
        }
        atoms
    }

    fn collect(&self, schema: SchemaId, atoms: &mut Vec<Atom<'m>>, seen: &mut Vec<SchemaId>) {
        if seen.contains(&schema) {
            return;
        }
        seen.push(schema);
        for assertion in &self.model.schema(schema).assertions {
            match &assertion.kind {
                AssertionKind::Ref(target) => self.collect(*target, atoms, seen),
                AssertionKind::AllOf(schemas) => schemas.iter().for_each(|schema| self.collect(*schema, atoms, seen)),
                _ => atoms.push((schema, assertion)),
            }
        }
    }

    /// Where a schema leads that is nothing but a reference, as the shapes have it.
    fn target(&self, schema: SchemaId) -> SchemaId {
        let mut target = schema;
        for _ in 0..self.model.schemas.len() {
            let is_root = self.model.roots.iter().any(|root| root.schema == target);
            match self.model.schema(target).assertions.as_slice() {
                [Assertion { kind: AssertionKind::Ref(next), .. }] if !is_root => target = *next,
                _ => break,
            }
        }
        target
    }

    /// The arguments that add keywords: by themselves where they stand beside the derived ones, as a patch where they go deeper.
    fn arguments(&self, patch: Patch) -> Option<proc_macro2::TokenStream> {
        if patch.is_empty() {
            return None;
        }
        let plain: Option<Vec<_>> = patch
            .iter()
            .map(|(keyword, value)| {
                let value = match value {
                    Value::String(text) if !written::is_exact_number(value) => quote!(#text),
                    Value::Bool(flag) if keyword != "items" && keyword != "additionalProperties" => quote!(#flag),
                    Value::Number(number) if number.is_i64() || number.is_u64() => {
                        let literal: proc_macro2::TokenStream = number.to_string().parse().ok()?;
                        quote!(#literal)
                    }
                    _ => return None,
                };
                Some(quote!(#keyword = #value))
            })
            .collect();
        if let Some(plain) = plain {
            return Some(quote!(extend(#(#plain),*)));
        }
        let (runtime, patch) = (&self.runtime, raw(patch));
        Some(quote!(transform = #runtime::schema::overlay(#patch)))
    }

    /// A type as a string for an attribute.
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
            Type::Map(inner) => format!("BTreeMap<String, {}>", self.rust(inner)),
            Type::Nullable(inner) => format!("Option<{}>", self.rust(inner)),
            Type::Named(id) => self.shapes.definition(*id).alias.clone(),
        }
    }

    fn tokens(&self, ty: &Type) -> syn::Type {
        syn::parse_str(&self.rust(ty)).expect("it is written as a type")
    }
}

/// A patch as a literal that people can read.
fn raw(patch: Patch) -> Literal {
    let text = written::text(&Value::Object(patch));
    let fence = "#".repeat(1 + text.matches("\"#").count());
    format!("r{fence}\"{text}\"{fence}").parse().unwrap_or_else(|_| Literal::string(&text))
}

fn attribute(arguments: &[proc_macro2::TokenStream]) -> Option<Attribute> {
    (!arguments.is_empty()).then(|| parse_quote!(#[cfg_attr(feature = "schemars", schemars(#(#arguments),*))]))
}

/// The types of the instances that a keyword speaks of; `None` for one that speaks of all.
fn speaks_of(kind: &AssertionKind) -> Option<TypeSet> {
    Some(match kind {
        AssertionKind::MultipleOf(_)
        | AssertionKind::Maximum(_)
        | AssertionKind::ExclusiveMaximum(_)
        | AssertionKind::Minimum(_)
        | AssertionKind::ExclusiveMinimum(_) => TypeSet::NUMBER,
        AssertionKind::MaxLength(_)
        | AssertionKind::MinLength(_)
        | AssertionKind::Pattern(_)
        | AssertionKind::Content(_)
        | AssertionKind::Format(_) => TypeSet::STRING,
        AssertionKind::PrefixItems(_)
        | AssertionKind::Items(_)
        | AssertionKind::Contains { .. }
        | AssertionKind::MaxItems(_)
        | AssertionKind::MinItems(_)
        | AssertionKind::UnevaluatedItems(_)
        | AssertionKind::UniqueItems => TypeSet::ARRAY,
        AssertionKind::Properties(_)
        | AssertionKind::PatternProperties(_)
        | AssertionKind::AdditionalProperties(_)
        | AssertionKind::UnevaluatedProperties(_)
        | AssertionKind::PropertyNames(_)
        | AssertionKind::Required(_)
        | AssertionKind::MaxProperties(_)
        | AssertionKind::MinProperties(_)
        | AssertionKind::DependentRequired(_)
        | AssertionKind::DependentSchemas(_) => TypeSet::OBJECT,
        _ => return None,
    })
}
