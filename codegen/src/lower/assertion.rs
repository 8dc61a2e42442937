//! Assertions and applicators.

use std::collections::HashSet;

use crate::catalog::FormatMeaning;
use crate::json::{Node, Value};
use crate::keyword::dialect::Draft;
use crate::keyword::leaf::{Options, Written};
use crate::keyword::types::TypeSet;
use crate::keyword::{self, Keyword, form};
use crate::lower::{Context, Lowering};
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, ObjectKeyword, SchemaId};
use crate::pattern;
use crate::source::location::Place;

impl Lowering<'_> {
    /// Lowers a keyword; returns `None` if it never affects validity, or does not because of its value or siblings.
    pub(super) fn assertion(
        &mut self,
        context: &Context<'_>,
        keyword: &'static Keyword,
        node: &Node,
        place: &Place,
    ) -> Option<AssertionKind> {
        let spelling = keyword.spelling;
        if let Some(lower) = keyword::lowering(keyword) {
            let options = self.options_of(context);
            let (schema, draft) = (context.node, context.dialect.draft);
            let written = Written { spelling, node, place, schema, draft, options };
            return lower(&written, &mut self.diagnostics).map(AssertionKind::Leaf);
        }
        value_assertion(spelling, node)
            .or_else(|| self.reference_assertion(context, spelling, node).map(AssertionKind::InPlace))
            .or_else(|| self.array_assertion(context, spelling, node).map(AssertionKind::Array))
            .or_else(|| self.object_assertion(context, spelling, node, place).map(AssertionKind::Object))
            .or_else(|| self.in_place_assertion(context, spelling, node).map(AssertionKind::InPlace))
    }

    /// A meta-schema may ask that `format` be asserted.
    fn options_of(&self, context: &Context<'_>) -> Options {
        if context.dialect.asserts_format {
            Options { format: FormatMeaning::Assertion, ..self.options }
        } else {
            self.options
        }
    }

    fn reference_assertion(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Option<InPlaceKeyword> {
        let is_dynamic = match keyword {
            "$ref" => false,
            "$dynamicRef" | "$recursiveRef" => true,
            _ => return None,
        };
        self.reference(context, node, is_dynamic).map(InPlaceKeyword::Ref)
    }

    fn array_assertion(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Option<ArrayKeyword> {
        let sibling_count = |keyword: &str| context.node.get(keyword).and_then(form::count);
        match keyword {
            "prefixItems" => Some(ArrayKeyword::PrefixItems(self.list(context, keyword, node))),
            "items" => match &node.value {
                Value::Array(elements) if elements.is_empty() => None,
                Value::Array(_) => Some(ArrayKeyword::PrefixItems(self.list(context, keyword, node))),
                _ => Some(ArrayKeyword::Items(self.subschema(context, [keyword]))),
            },
            // Up to 2019-09, it applies to the elements behind an array of `items`, and has no effect without one.
            "additionalItems" => {
                context.node.get("items")?.as_array()?;
                Some(ArrayKeyword::Items(self.subschema(context, [keyword])))
            }
            "contains" => {
                let counts_siblings = context.dialect.draft >= Draft::Draft2019;
                let count = |keyword| counts_siblings.then(|| sibling_count(keyword)).flatten();
                let (min, max) = (count("minContains"), count("maxContains"));
                let evaluates = context.dialect.draft >= Draft::Draft2020;
                Some(ArrayKeyword::Contains { schema: self.subschema(context, [keyword]), min, max, evaluates })
            }
            "unevaluatedItems" => Some(ArrayKeyword::UnevaluatedItems(self.subschema(context, [keyword]))),
            _ => None,
        }
    }

    fn object_assertion(
        &mut self,
        context: &Context<'_>,
        keyword: &str,
        node: &Node,
        place: &Place,
    ) -> Option<ObjectKeyword> {
        match keyword {
            "properties" => Some(ObjectKeyword::Properties(self.map(context, keyword, node))),
            "patternProperties" => {
                let members = self.map(context, keyword, node);
                let patterns = members.into_iter().filter_map(|(source, schema)| {
                    let name = node.as_object().unwrap_or_default().iter().find(|member| member.name == source);
                    let span = name.map_or(place.span.clone(), |member| member.name_span.clone());
                    let pattern = pattern::read(&source, &Place { span, ..place.clone() }, &mut self.diagnostics)?;
                    Some((pattern, schema))
                });
                Some(ObjectKeyword::PatternProperties(patterns.collect()))
            }
            "additionalProperties" => Some(ObjectKeyword::AdditionalProperties(self.subschema(context, [keyword]))),
            "unevaluatedProperties" => Some(ObjectKeyword::UnevaluatedProperties(self.subschema(context, [keyword]))),
            "propertyNames" => Some(ObjectKeyword::PropertyNames(self.subschema(context, [keyword]))),
            "required" => Some(ObjectKeyword::Required(strings(node))),
            "dependentRequired" => Some(ObjectKeyword::DependentRequired(strings_map(node))),
            "dependentSchemas" => Some(ObjectKeyword::DependentSchemas(self.map(context, keyword, node))),
            _ => None,
        }
    }

    fn in_place_assertion(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Option<InPlaceKeyword> {
        match keyword {
            "allOf" => Some(InPlaceKeyword::AllOf(self.list(context, keyword, node))),
            "anyOf" => Some(InPlaceKeyword::AnyOf(self.list(context, keyword, node))),
            "oneOf" => Some(InPlaceKeyword::OneOf(self.list(context, keyword, node))),
            "not" => Some(InPlaceKeyword::Not(self.subschema(context, [keyword]))),
            "if" => {
                let mut branch = |keyword| context.node.get(keyword).map(|_| self.subschema(context, [keyword]));
                let (then, else_) = (branch("then"), branch("else"));
                Some(InPlaceKeyword::If { condition: self.subschema(context, [keyword]), then, else_ })
            }
            _ => None,
        }
    }

    /// Lowers `dependencies`: its arrays of names, and its schemas.
    pub(super) fn dependencies(&mut self, context: &Context<'_>, node: &Node) -> Vec<AssertionKind> {
        let required = strings_map(node);
        let schemas = self.map(context, "dependencies", node);
        let required =
            (!required.is_empty()).then_some(AssertionKind::Object(ObjectKeyword::DependentRequired(required)));
        let schemas = (!schemas.is_empty()).then_some(AssertionKind::Object(ObjectKeyword::DependentSchemas(schemas)));
        required.into_iter().chain(schemas).collect()
    }

    fn subschema<T: std::fmt::Display>(
        &mut self,
        context: &Context<'_>,
        tokens: impl IntoIterator<Item = T>,
    ) -> SchemaId {
        self.id(context.below(tokens), context.bindings)
    }

    fn list(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Vec<SchemaId> {
        let length = node.as_array().map_or(0, <[Node]>::len);
        (0..length).map(|index| self.subschema(context, [keyword, &index.to_string()])).collect()
    }

    fn map(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Vec<(String, SchemaId)> {
        let members = node.as_object().unwrap_or_default().iter().filter(|member| member.node.as_array().is_none());
        members.map(|member| (member.name.clone(), self.subschema(context, [keyword, &member.name]))).collect()
    }
}

fn value_assertion(keyword: &str, node: &Node) -> Option<AssertionKind> {
    match keyword {
        "type" => {
            let type_names = node.as_array().unwrap_or(std::slice::from_ref(node)).iter().filter_map(Node::as_str);
            let types = type_names.filter_map(TypeSet::from_name).fold(TypeSet::NONE, TypeSet::union);
            Some(AssertionKind::Type(types))
        }
        "enum" => Some(AssertionKind::Enum(distinct(node.as_array()?))),
        "const" => Some(AssertionKind::Const(node.clone())),
        _ => None,
    }
}

/// Removes repeated values of a list, which assert nothing and have caused a warning already.
fn distinct(values: &[Node]) -> Vec<Node> {
    let mut known = HashSet::with_capacity(values.len());
    values.iter().filter(|value| known.insert(value.to_canonical())).cloned().collect()
}

fn strings(node: &Node) -> Vec<String> {
    node.as_array().unwrap_or_default().iter().filter_map(|element| element.as_str().map(str::to_owned)).collect()
}

fn strings_map(node: &Node) -> Vec<(String, Vec<String>)> {
    let members = node.as_object().unwrap_or_default().iter().filter(|member| member.node.as_array().is_some());
    members.map(|member| (member.name.clone(), strings(&member.node))).collect()
}
