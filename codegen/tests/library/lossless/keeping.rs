//! Simulates a type on an instance by its shapes, and judges which members it may lose.

use std::collections::BTreeSet;

use codegen::emit::types;
use codegen::emit::types::Settings;
use codegen::emit::types::shape::{Kind, Sequence, Shapes, Struct, Tags, Test, Type, Variant};
use codegen::json::Node;
use codegen::keyword::types::TypeSet;
use codegen::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};
use codegen::pattern;
use codegen::plan::Plan;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{SchemaOptions, json, model_of};
use codegen::{interpret, plan};
use serde_json::{Map, Value};

/// The treatment of members that no schema names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlisted {
    Keep,
    Drop,
}

/// A schema with its types.
pub(crate) struct Subject {
    model: Model,
    plan: Plan,
    keeping: Shapes,
    dropping: Shapes,
}

impl Subject {
    pub(crate) fn new(schema: &Value, options: &SchemaOptions) -> Result<Self, Diagnostics> {
        let (model, _) = model_of(&Source::new("thing.schema.json", schema.to_string()), options)?;
        let keeping = types::shape(&model, &Settings::default());
        let dropping = types::shape(&model, &Settings { dropping: BTreeSet::from([0]), ..Settings::default() });
        let plan = plan::plan(&model, &model.ids().collect());
        Ok(Self { model, plan, keeping, dropping })
    }

    fn root(&self) -> SchemaId {
        self.model.roots[0].schema
    }

    pub(crate) fn accepts(&self, instance: &Value) -> bool {
        self.is_valid(self.root(), instance)
    }

    fn is_valid(&self, schema: SchemaId, instance: &Value) -> bool {
        interpret::is_valid(&self.plan, self.plan.entries[&schema], &node(instance))
    }

    /// Returns the instance after reading it into the type and writing it again.
    pub(crate) fn written(&self, unlisted: Unlisted, instance: &Value) -> Result<Value, String> {
        let shapes = if unlisted == Unlisted::Keep { &self.keeping } else { &self.dropping };
        Reading { subject: self, shapes }.of(&Type::Named(shapes.roots[0]), instance)
    }

    /// Returns the fault in the result for a valid instance.
    pub(crate) fn breach(&self, unlisted: Unlisted, instance: &Value) -> Option<String> {
        match self.written(unlisted, instance) {
            Err(error) => Some(format!("not sound: {error}")),
            Ok(after) => self.difference(unlisted, instance, &after).map(|found| format!("{found}: {after}")),
        }
    }

    /// Returns the first difference between an instance and its result, except for members that may be dropped.
    pub(crate) fn difference(&self, unlisted: Unlisted, before: &Value, after: &Value) -> Option<String> {
        Comparison { subject: self, unlisted }.of(&BTreeSet::from([self.root()]), before, after, "")
    }
}

fn node(value: &Value) -> Node {
    let document = json::parse(&Source::new("instance.json", value.to_string()));
    document.unwrap_or_else(|found| panic!("{value}: {found}")).root
}

struct Reading<'a> {
    subject: &'a Subject,
    shapes: &'a Shapes,
}

impl Reading<'_> {
    fn of(&self, ty: &Type, value: &Value) -> Result<Value, String> {
        let fits = match ty {
            Type::Value => true,
            Type::Null => value.is_null(),
            Type::Boolean => value.is_boolean(),
            Type::String | Type::Timestamp | Type::Decimal => value.is_string(),
            Type::Number => value.is_number(),
            Type::Integer => is_integer(value),
            Type::Native(native) => {
                let number = value.as_f64().filter(|_| is_integer(value));
                let (sign, bits) = native.ident().split_at(1);
                let bits: i32 = bits.parse().expect("it ends with a number");
                let (least, most) =
                    if sign == "u" { (0.0, 2f64.powi(bits)) } else { (-(2f64.powi(bits - 1)), 2f64.powi(bits - 1)) };
                number.is_some_and(|number| least <= number && number < most)
            }
            Type::Array(inner) => {
                let elements = value.as_array().ok_or("no array")?;
                return elements.iter().map(|element| self.of(inner, element)).collect();
            }
            Type::Tuple(types) => {
                let elements = value.as_array().filter(|elements| elements.len() == types.len()).ok_or("no tuple")?;
                return types.iter().zip(elements).map(|(inner, element)| self.of(inner, element)).collect();
            }
            Type::Map(inner) => {
                let members = value.as_object().ok_or("no object")?;
                let read = members.iter().map(|(name, value)| Ok((name.clone(), self.of(inner, value)?)));
                return read.collect::<Result<Map<_, _>, String>>().map(Value::Object);
            }
            Type::Nullable(_) if value.is_null() => true,
            Type::Nullable(inner) => return self.of(inner, value),
            Type::Named(id) => {
                return match &self.shapes.definition(*id).kind {
                    Kind::Newtype(inner) => self.of(inner, value),
                    Kind::Enum(_) if value.is_string() => Ok(value.clone()),
                    Kind::Enum(_) => Err("no string".to_owned()),
                    Kind::Union(variants) => Ok(self.union(variants, value)),
                    Kind::Struct(it) => self.object(it, value),
                    Kind::Sequence(it) => self.array(it, value),
                };
            }
        };
        if fits { Ok(value.clone()) } else { Err(format!("{value} is no {ty:?}")) }
    }

    fn object(&self, it: &Struct, value: &Value) -> Result<Value, String> {
        let mut left = value.as_object().ok_or("no object")?.clone();
        let mut written = Map::new();
        for member in &it.members {
            match left.remove(&member.wire_name) {
                None if member.is_required => return Err(format!("{} is missing", member.wire_name)),
                None => {}
                Some(Value::Null) if !member.is_required && !member.is_nullable => {}
                Some(value) => _ = written.insert(member.wire_name.clone(), self.of(&member.ty, &value)?),
            }
        }
        if let Some((_, rest)) = &it.rest {
            written.extend(left.into_iter().filter_map(|(name, value)| Some((name, self.of(rest, &value).ok()?))));
        }
        Ok(Value::Object(written))
    }

    fn array(&self, it: &Sequence, value: &Value) -> Result<Value, String> {
        let elements = value.as_array().ok_or("no array")?;
        if it.elements.iter().skip(elements.len()).any(|element| element.is_required) {
            return Err("an element is missing".to_owned());
        }
        let types = it.elements.iter().map(|element| Some(&element.ty)).chain(std::iter::repeat(it.rest.as_ref()));
        let read = |(value, ty): (&Value, Option<&Type>)| self.of(ty.ok_or("an element too many")?, value);
        elements.iter().zip(types).map(read).collect()
    }

    fn union(&self, variants: &[Variant], value: &Value) -> Value {
        let found = variants.iter().find(|variant| {
            let is_type = match value {
                Value::Null => false,
                Value::Bool(_) => variant.json_type == TypeSet::BOOLEAN,
                Value::Number(_) => TypeSet::NUMBER.contains(variant.json_type),
                Value::String(_) => variant.json_type == TypeSet::STRING,
                Value::Array(_) => variant.json_type == TypeSet::ARRAY,
                Value::Object(_) => variant.json_type == TypeSet::OBJECT,
            };
            is_type
                && match &variant.test {
                    Test::JsonType => true,
                    Test::Tag(member, tags) => match (&value[member], tags) {
                        (Value::String(tag), Tags::Texts(values)) => values.contains(tag),
                        (Value::Bool(tag), Tags::Booleans(values)) => values.contains(tag),
                        (tag, Tags::Integers(values)) => {
                            values.iter().any(|value| tag.as_f64() == serde_json::json!(value).as_f64())
                        }
                        _ => false,
                    },
                    Test::Validators(schemas) => schemas.iter().any(|schema| self.subject.is_valid(*schema, value)),
                }
        });
        found.and_then(|variant| self.of(&variant.ty, value).ok()).unwrap_or_else(|| value.clone())
    }
}

fn is_integer(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

struct Comparison<'a> {
    subject: &'a Subject,
    unlisted: Unlisted,
}

impl Comparison<'_> {
    /// Compares the parts that some schemas describe.
    fn of(&self, schemas: &BTreeSet<SchemaId>, before: &Value, after: &Value, at: &str) -> Option<String> {
        let applied = self.in_place(schemas, before);
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => {
                for (name, value) in before {
                    let at = format!("{at}/{name}");
                    let described = self.members(&applied, name);
                    match (after.get(name), &described) {
                        (Some(after), described) => {
                            let described = described.clone().unwrap_or_default();
                            if let Some(found) = self.of(&described, value, after, &at) {
                                return Some(found);
                            }
                        }
                        (None, None) if self.unlisted == Unlisted::Drop => {}
                        (None, _) => return Some(format!("{at} is lost")),
                    }
                }
                after.keys().find(|name| !before.contains_key(*name)).map(|name| format!("{at}/{name} was added"))
            }
            (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
                let described = self.elements(&applied);
                let mut pairs = before.iter().zip(after).enumerate();
                pairs.find_map(|(index, (before, after))| self.of(&described, before, after, &format!("{at}/{index}")))
            }
            _ => (before != after).then(|| format!("{at} is another value")),
        }
    }

    /// Returns the schemas with all that they apply in place to the instance, without those below `not` and branches that reject it.
    fn in_place(&self, schemas: &BTreeSet<SchemaId>, instance: &Value) -> BTreeSet<SchemaId> {
        let mut found = schemas.clone();
        let mut open: Vec<SchemaId> = schemas.iter().copied().collect();
        while let Some(id) = open.pop() {
            for assertion in &self.subject.model.schema(id).assertions {
                let is_way = assertion.kind.is_in_place()
                    && !matches!(assertion.kind, AssertionKind::InPlace(InPlaceKeyword::Not(_)));
                let applied = assertion.kind.subschemas(assertion.keyword);
                for (_, schema) in applied.into_iter().filter(|_| is_way) {
                    if self.applies(&assertion.kind, schema, instance) && found.insert(schema) {
                        open.push(schema);
                    }
                }
            }
        }
        found
    }

    /// Returns true if an applied schema describes the instance: a branch or a condition does if it accepts it.
    fn applies(&self, kind: &AssertionKind, schema: SchemaId, instance: &Value) -> bool {
        match kind {
            AssertionKind::InPlace(InPlaceKeyword::AnyOf(_) | InPlaceKeyword::OneOf(_) | InPlaceKeyword::If { .. }) => {
                self.subject.is_valid(schema, instance)
            }
            _ => true,
        }
    }

    /// Returns the schemas of a member; `None` if nothing names or describes it.
    fn members(&self, applied: &BTreeSet<SchemaId>, name: &str) -> Option<BTreeSet<SchemaId>> {
        let (mut found, mut is_named) = (BTreeSet::new(), false);
        for id in applied {
            let schema = self.subject.model.schema(*id);
            let mut own = BTreeSet::new();
            let mut additional = None;
            for assertion in &schema.assertions {
                match &assertion.kind {
                    AssertionKind::Object(ObjectKeyword::Properties(members)) => {
                        own.extend(members.iter().filter(|(known, _)| known == name).map(|(_, schema)| *schema));
                    }
                    AssertionKind::Object(ObjectKeyword::PatternProperties(members)) => {
                        let matches = |regex| pattern::is_match(regex, name);
                        own.extend(members.iter().filter(|(regex, _)| matches(regex)).map(|(_, schema)| *schema));
                    }
                    AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) => additional = Some(*schema),
                    AssertionKind::Object(ObjectKeyword::Required(names)) => {
                        is_named |= names.iter().any(|known| known == name);
                    }
                    AssertionKind::Enum(values) => is_named |= values.iter().any(|value| value.get(name).is_some()),
                    AssertionKind::Const(value) => is_named |= value.get(name).is_some(),
                    _ => {}
                }
            }
            if own.is_empty() {
                // Neither `true` nor `false` describes an unlisted member.
                own.extend(additional.filter(|schema| {
                    let assertions = &self.subject.model.schema(*schema).assertions;
                    assertions.first().is_some_and(|first| !matches!(first.kind, AssertionKind::Never))
                }));
            }
            found.extend(own);
        }
        (is_named || !found.is_empty()).then_some(found)
    }

    fn elements(&self, applied: &BTreeSet<SchemaId>) -> BTreeSet<SchemaId> {
        let assertions = applied.iter().flat_map(|id| &self.subject.model.schema(*id).assertions);
        let described = assertions.flat_map(|assertion| match &assertion.kind {
            AssertionKind::Array(
                ArrayKeyword::PrefixItems(_) | ArrayKeyword::Items(_) | ArrayKeyword::Contains { .. },
            ) => assertion.kind.subschemas(assertion.keyword),
            _ => Vec::new(),
        });
        described.map(|(_, schema)| schema).collect()
    }
}
