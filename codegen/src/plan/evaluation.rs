//! The evaluated parts of a schema's keywords.

use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, ObjectKeyword, SchemaId};
use crate::plan::build::Builder;
use crate::plan::evaluated::{Condition, Evaluated, Parts, When, add_new};
use crate::plan::keyword_location::Trail;

impl Evaluated {
    /// Returns the parts that a schema evaluates if it accepts the instance, without its own `unevaluatedProperties` or `unevaluatedItems`.
    pub(super) fn beside(builder: &mut Builder<'_>, parts: Parts, schema: SchemaId) -> Self {
        let mut found = Self::default();
        for assertion in &builder.model.schema(schema).assertions {
            found.add(builder, parts, &assertion.kind);
        }
        found.settle();
        found
    }

    /// Returns the parts that a schema evaluates if it accepts the instance.
    fn by(builder: &mut Builder<'_>, parts: Parts, schema: SchemaId) -> Self {
        let leaves_none = |kind: &AssertionKind| match parts {
            Parts::Members => matches!(kind, AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(_))),
            Parts::Elements => matches!(kind, AssertionKind::Array(ArrayKeyword::UnevaluatedItems(_))),
        };
        if builder.model.schema(schema).assertions.iter().any(|assertion| leaves_none(&assertion.kind)) {
            return Self { all: true, ..Self::default() };
        }
        if let Some(known) = builder.evaluated.get(&(parts, schema)) {
            return known.clone();
        }
        let found = Self::beside(builder, parts, schema);
        builder.evaluated.insert((parts, schema), found.clone());
        found
    }

    fn add(&mut self, builder: &mut Builder<'_>, parts: Parts, kind: &AssertionKind) {
        match kind {
            AssertionKind::Array(kind) if parts == Parts::Elements => self.add_elements(builder, kind),
            AssertionKind::Object(kind) if parts == Parts::Members => self.add_members(builder, kind),
            AssertionKind::InPlace(kind) => self.add_in_place(builder, parts, kind),
            AssertionKind::Array(_) | AssertionKind::Object(_) | AssertionKind::Leaf(_) => {}
            AssertionKind::Never | AssertionKind::Type(_) | AssertionKind::Enum(_) | AssertionKind::Const(_) => {}
        }
    }

    fn add_elements(&mut self, builder: &mut Builder<'_>, kind: &ArrayKeyword) {
        match kind {
            ArrayKeyword::Items(_) => self.all = true,
            ArrayKeyword::PrefixItems(schemas) => self.first = self.first.max(schemas.len()),
            ArrayKeyword::Contains { schema, evaluates: true, .. } => {
                add_new(&mut self.contained, [builder.edge_to(Trail::default(), *schema)]);
            }
            ArrayKeyword::Contains { evaluates: false, .. } | ArrayKeyword::UnevaluatedItems(_) => {}
        }
    }

    fn add_members(&mut self, builder: &mut Builder<'_>, kind: &ObjectKeyword) {
        match kind {
            ObjectKeyword::Properties(members) => {
                add_new(&mut self.names, members.iter().map(|(wire_name, _)| wire_name.clone()));
            }
            ObjectKeyword::PatternProperties(members) => {
                add_new(&mut self.patterns, members.iter().map(|(pattern, _)| pattern.clone()));
            }
            ObjectKeyword::AdditionalProperties(_) => self.all = true,
            ObjectKeyword::DependentSchemas(members) => {
                for (wire_name, schema) in members {
                    let then = Self::by(builder, Parts::Members, *schema);
                    let condition = Condition::Has(wire_name.clone());
                    self.when.push(When { condition, then, otherwise: Self::default() });
                }
            }
            ObjectKeyword::UnevaluatedProperties(_) | ObjectKeyword::PropertyNames(_) => {}
            ObjectKeyword::Required(_) | ObjectKeyword::DependentRequired(_) => {}
        }
    }

    fn add_in_place(&mut self, builder: &mut Builder<'_>, parts: Parts, kind: &InPlaceKeyword) {
        match kind {
            InPlaceKeyword::Ref(target) => self.join(Self::by(builder, parts, *target)),
            InPlaceKeyword::AllOf(branches) => {
                for branch in branches {
                    self.join(Self::by(builder, parts, *branch));
                }
            }
            InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches) => {
                self.add_choice(builder, parts, branches);
            }
            InPlaceKeyword::If { condition, then, else_ } => {
                let mut branch = |schema: &Option<SchemaId>| {
                    schema.map(|schema| Self::by(builder, parts, schema)).unwrap_or_default()
                };
                let mut accepted = branch(&Some(*condition));
                accepted.join(branch(then));
                let otherwise = branch(else_);
                self.join(accepted.intersection(&otherwise));
                let condition = Condition::Accepts(builder.edge_to(Trail::default(), *condition));
                self.when.push(When { condition, then: accepted, otherwise });
            }
            InPlaceKeyword::Not(_) => {}
        }
    }

    /// Adds the parts of a choice: one branch accepts the instance, so the intersection of all is evaluated.
    fn add_choice(&mut self, builder: &mut Builder<'_>, parts: Parts, branches: &[SchemaId]) {
        let each: Vec<Self> = branches.iter().map(|branch| Self::by(builder, parts, *branch)).collect();
        let common = each.iter().skip(1).fold(each.first().cloned(), |common, next| Some(common?.intersection(next)));
        self.join(common.unwrap_or_default());
        for (branch, then) in branches.iter().zip(each) {
            let condition = Condition::Accepts(builder.edge_to(Trail::default(), *branch));
            self.when.push(When { condition, then, otherwise: Self::default() });
        }
    }
}
