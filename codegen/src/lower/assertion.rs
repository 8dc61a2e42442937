//! Assertions and applicators.

use std::collections::HashSet;

use crate::lower::{Context, Lowering};
use crate::pattern;
use codegen_runtime::value::exact::Decimal;

use crate::catalog::{ContentMeaning, FormatMeaning};
use crate::json::{Node, Value};
use crate::keyword::dialect::Draft;
use crate::keyword::form;
use crate::model::{AssertionKind, Content, Pattern, SchemaId, TypeSet};
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

impl Lowering<'_> {
    /// Lowers a keyword; returns `None` if it never affects validity, or does not because of its value or siblings.
    pub(super) fn assertion(
        &mut self,
        context: &Context<'_>,
        keyword: &'static str,
        node: &Node,
        place: &Place,
    ) -> Option<AssertionKind> {
        self.reference_assertion(context, keyword, node)
            .or_else(|| value_assertion(keyword, node))
            .or_else(|| self.number_assertion(context, keyword, node, place))
            .or_else(|| self.string_assertion(context, keyword, node, place))
            .or_else(|| self.array_assertion(context, keyword, node))
            .or_else(|| self.object_assertion(context, keyword, node, place))
            .or_else(|| self.in_place_assertion(context, keyword, node))
    }

    fn reference_assertion(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Option<AssertionKind> {
        let is_dynamic = match keyword {
            "$ref" => false,
            "$dynamicRef" | "$recursiveRef" => true,
            _ => return None,
        };
        self.reference(context, node, is_dynamic).map(AssertionKind::Ref)
    }

    fn number_assertion(
        &mut self,
        context: &Context<'_>,
        keyword: &str,
        node: &Node,
        place: &Place,
    ) -> Option<AssertionKind> {
        let bound = bound(context, keyword, node)?;
        if let AssertionKind::MultipleOf(divisor) = &bound
            && !is_exact_divisor(divisor)
        {
            let message = "this divisor has more significant digits than fit 127 bits";
            let help = "divide by a number of at most 38 digits";
            self.diagnostics.push(Diagnostic::error("unsupported-number", message).at(place.clone()).help(help));
            return None;
        }
        Some(bound)
    }

    fn string_assertion(
        &mut self,
        context: &Context<'_>,
        keyword: &str,
        node: &Node,
        place: &Place,
    ) -> Option<AssertionKind> {
        match keyword {
            "maxLength" => Some(AssertionKind::MaxLength(form::count(node)?)),
            "minLength" => Some(AssertionKind::MinLength(form::count(node)?)),
            "pattern" => self.pattern(node.as_str()?, place).map(AssertionKind::Pattern),
            "format" => {
                let format = node.as_str()?;
                let is_asked = self.options.format == FormatMeaning::Assertion || context.dialect.asserts_format;
                (is_asked && crate::lower::is_asserted_format(format)).then(|| AssertionKind::Format(format.to_owned()))
            }
            "contentEncoding" | "contentMediaType" if self.options.content == ContentMeaning::Assertion => {
                content(context, keyword, node).map(AssertionKind::Content)
            }
            _ => None,
        }
    }

    /// Compiles a pattern, or reports why it cannot be; the place is that of the string.
    fn pattern(&mut self, source: &str, place: &Place) -> Option<Pattern> {
        match pattern::matching(source) {
            Ok(matching) => Some(Pattern { source: source.to_owned(), matching }),
            Err(why) => {
                let message = format!("the pattern `{source}` is refused: {why}");
                let at = pattern::place::within(place, why.offset);
                self.diagnostics.push(Diagnostic::error("unsupported-pattern", message).at(at).help(why.help));
                None
            }
        }
    }

    fn array_assertion(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Option<AssertionKind> {
        let sibling_count = |keyword: &str| context.node.get(keyword).and_then(form::count);
        match keyword {
            "prefixItems" => Some(AssertionKind::PrefixItems(self.list(context, keyword, node))),
            "items" => match &node.value {
                Value::Array(elements) if elements.is_empty() => None,
                Value::Array(_) => Some(AssertionKind::PrefixItems(self.list(context, keyword, node))),
                _ => Some(AssertionKind::Items(self.subschema(context, [keyword]))),
            },
            // Up to 2019-09, it applies to the elements behind an array of `items`, and has no effect without one.
            "additionalItems" => {
                context.node.get("items")?.as_array()?;
                Some(AssertionKind::Items(self.subschema(context, [keyword])))
            }
            "contains" => {
                let counts_siblings = context.dialect.draft >= Draft::Draft2019;
                let count = |keyword| counts_siblings.then(|| sibling_count(keyword)).flatten();
                let (min, max) = (count("minContains"), count("maxContains"));
                let evaluates = context.dialect.draft >= Draft::Draft2020;
                Some(AssertionKind::Contains { schema: self.subschema(context, [keyword]), min, max, evaluates })
            }
            "maxItems" => Some(AssertionKind::MaxItems(form::count(node)?)),
            "minItems" => Some(AssertionKind::MinItems(form::count(node)?)),
            "unevaluatedItems" => Some(AssertionKind::UnevaluatedItems(self.subschema(context, [keyword]))),
            "uniqueItems" => matches!(node.value, Value::Boolean(true)).then_some(AssertionKind::UniqueItems),
            _ => None,
        }
    }

    fn object_assertion(
        &mut self,
        context: &Context<'_>,
        keyword: &str,
        node: &Node,
        place: &Place,
    ) -> Option<AssertionKind> {
        match keyword {
            "properties" => Some(AssertionKind::Properties(self.map(context, keyword, node))),
            "patternProperties" => {
                let members = self.map(context, keyword, node);
                let patterns = members.into_iter().filter_map(|(source, schema)| {
                    let name = node.as_object().unwrap_or_default().iter().find(|member| member.name == source);
                    let span = name.map_or(place.span.clone(), |member| member.name_span.clone());
                    let pattern = self.pattern(&source, &Place { span, ..place.clone() })?;
                    Some((pattern, schema))
                });
                Some(AssertionKind::PatternProperties(patterns.collect()))
            }
            "additionalProperties" => Some(AssertionKind::AdditionalProperties(self.subschema(context, [keyword]))),
            "unevaluatedProperties" => Some(AssertionKind::UnevaluatedProperties(self.subschema(context, [keyword]))),
            "propertyNames" => Some(AssertionKind::PropertyNames(self.subschema(context, [keyword]))),
            "required" => Some(AssertionKind::Required(strings(node))),
            "maxProperties" => Some(AssertionKind::MaxProperties(form::count(node)?)),
            "minProperties" => Some(AssertionKind::MinProperties(form::count(node)?)),
            "dependentRequired" => Some(AssertionKind::DependentRequired(strings_map(node))),
            "dependentSchemas" => Some(AssertionKind::DependentSchemas(self.map(context, keyword, node))),
            _ => None,
        }
    }

    fn in_place_assertion(&mut self, context: &Context<'_>, keyword: &str, node: &Node) -> Option<AssertionKind> {
        match keyword {
            "allOf" => Some(AssertionKind::AllOf(self.list(context, keyword, node))),
            "anyOf" => Some(AssertionKind::AnyOf(self.list(context, keyword, node))),
            "oneOf" => Some(AssertionKind::OneOf(self.list(context, keyword, node))),
            "not" => Some(AssertionKind::Not(self.subschema(context, [keyword]))),
            "if" => {
                let mut branch = |keyword| context.node.get(keyword).map(|_| self.subschema(context, [keyword]));
                let (then, else_) = (branch("then"), branch("else"));
                Some(AssertionKind::If { condition: self.subschema(context, [keyword]), then, else_ })
            }
            _ => None,
        }
    }

    /// Lowers `dependencies`: its arrays of names, and its schemas.
    pub(super) fn dependencies(&mut self, context: &Context<'_>, node: &Node) -> Vec<AssertionKind> {
        let required = strings_map(node);
        let schemas = self.map(context, "dependencies", node);
        let required = (!required.is_empty()).then_some(AssertionKind::DependentRequired(required));
        let schemas = (!schemas.is_empty()).then_some(AssertionKind::DependentSchemas(schemas));
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

fn bound(context: &Context<'_>, keyword: &str, node: &Node) -> Option<AssertionKind> {
    let Value::Number(text) = &node.value else { return None };
    // In draft 4, a boolean beside the bound makes it exclusive.
    let is_excluded = |keyword: &str| {
        let sibling = context.node.get(keyword).map(|sibling| &sibling.value);
        context.dialect.draft == Draft::Draft4 && matches!(sibling, Some(Value::Boolean(true)))
    };
    let bound = text.clone();
    match keyword {
        "multipleOf" => Some(AssertionKind::MultipleOf(bound)),
        "maximum" if is_excluded("exclusiveMaximum") => Some(AssertionKind::ExclusiveMaximum(bound)),
        "maximum" => Some(AssertionKind::Maximum(bound)),
        "exclusiveMaximum" => Some(AssertionKind::ExclusiveMaximum(bound)),
        "minimum" if is_excluded("exclusiveMinimum") => Some(AssertionKind::ExclusiveMinimum(bound)),
        "minimum" => Some(AssertionKind::Minimum(bound)),
        "exclusiveMinimum" => Some(AssertionKind::ExclusiveMinimum(bound)),
        _ => None,
    }
}

/// Returns true if remainders by this divisor can be computed exactly.
fn is_exact_divisor(divisor: &str) -> bool {
    let one = Decimal::parse("1").expect("1 is a number");
    Decimal::parse(divisor).is_some_and(|divisor| one.is_multiple_of(&divisor).is_some())
}

/// Returns the content of a string, as far as it can be checked.
fn content(context: &Context<'_>, keyword: &str, node: &Node) -> Option<Content> {
    let encoding = context.node.get("contentEncoding").and_then(Node::as_str).map(str::to_ascii_lowercase);
    if keyword == "contentEncoding" {
        return (encoding.as_deref() == Some("base64")).then_some(Content::Base64);
    }
    let (media_type, _parameters) = node.as_str().map(|text| text.split_once(';').unwrap_or((text, "")))?;
    if !media_type.trim().eq_ignore_ascii_case("application/json") {
        return None;
    }
    match encoding.as_deref() {
        Some("base64") => Some(Content::JsonInBase64),
        // These three are the identity.
        None | Some("7bit" | "8bit" | "binary") => Some(Content::Json),
        Some(_) => None,
    }
}

fn strings(node: &Node) -> Vec<String> {
    node.as_array().unwrap_or_default().iter().filter_map(|element| element.as_str().map(str::to_owned)).collect()
}

fn strings_map(node: &Node) -> Vec<(String, Vec<String>)> {
    let members = node.as_object().unwrap_or_default().iter().filter(|member| member.node.as_array().is_some());
    members.map(|member| (member.name.clone(), strings(&member.node))).collect()
}
