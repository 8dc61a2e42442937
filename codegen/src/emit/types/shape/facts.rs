//! What is known of the instances at a site: an upper bound of what its schemas accept, and every name they mention.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::RefinedType;
use crate::emit::types::shape::rust_type::Native;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::Site;
use crate::json::{Node, Value};
use crate::keyword::types::TypeSet;
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};
use crate::pattern;
use crate::pattern::matching::Pattern;
use crate::plan::budget::Effort;

/// What is known of the instances at a site.
#[derive(Clone, Debug)]
pub(super) struct Facts<'m> {
    /// The types that they can have.
    pub(super) types: TypeSet,
    /// The values that they can be, if these are listed.
    pub(super) values: Option<Vec<&'m Node>>,
    /// The members that the schemas name, in documented order.
    pub(super) members: Vec<Mention>,
    /// What is said of members without a name, each by one schema.
    pub(super) rests: Vec<Rest<'m>>,
    /// Whether a condition describes members without a name.
    pub(super) has_loose_rest: bool,
    /// What is said of elements, each by one schema.
    pub(super) elements: Vec<Elements>,
    /// Schemas that some elements may have.
    pub(super) loose_elements: Vec<SchemaId>,
    /// Whether listed values have elements with members, or whose elements have.
    pub(super) has_listed_elements: bool,
    /// Whether there are no members but those that are named here, or that a rest describes.
    pub(super) is_closed: bool,
    /// The least and the greatest integer.
    pub(super) bounds: (Option<i128>, Option<i128>),
    /// What the strings are.
    pub(super) refined: Option<RefinedType>,
    /// The type that the catalogue asks for where the instances are integers.
    pub(super) native: Option<Native>,
    /// The schemas for which the catalogue says what their values are.
    pub(super) refining: Vec<SchemaId>,
    /// The branches of which at least one accepts, each list by one keyword.
    pub(super) choices: Vec<Choice<'m>>,
}

/// A member that schemas name.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) wire_name: String,
    pub(super) is_required: bool,
    pub(super) always: Vec<SchemaId>,
    pub(super) perhaps: Vec<SchemaId>,
    /// Whether nothing but a listed value or a schema below `not` names it: it makes no object out of what is none otherwise.
    pub(super) is_weak: bool,
    /// Whether a listed value has an object or an array there, of which no schema may know.
    pub(super) is_listed: bool,
}

/// What one schema says of members without a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest<'m> {
    pub(super) patterns: Vec<(&'m Pattern, SchemaId)>,
    pub(super) additional: Option<SchemaId>,
}

/// What one schema says of elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    pub(super) prefix: Vec<SchemaId>,
    pub(super) items: Option<SchemaId>,
}

/// The branches of an `anyOf` or a `oneOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'m> {
    /// Whether exactly one accepts.
    pub(super) is_exclusive: bool,
    pub(super) branches: Vec<(SchemaId, Facts<'m>)>,
}

impl Facts<'_> {
    fn unknown() -> Self {
        Facts {
            types: TypeSet::ALL,
            values: None,
            members: Vec::new(),
            rests: Vec::new(),
            has_loose_rest: false,
            elements: Vec::new(),
            loose_elements: Vec::new(),
            has_listed_elements: false,
            is_closed: false,
            bounds: (None, None),
            refined: None,
            native: None,
            refining: Vec::new(),
            choices: Vec::new(),
        }
    }

    /// Whether the schemas themselves, apart from the branches of a choice, say something of an object's members.
    pub(super) fn describes_members(&self) -> bool {
        !self.rests.is_empty() || self.members.iter().any(|member| !member.always.is_empty() || member.is_required)
    }
}

/// Collects what is known at a site.
pub(super) fn gather<'m>(model: &'m Model, settings: &Settings, site: &Site) -> Facts<'m> {
    gather_below(model, settings, site, &BTreeSet::new(), Effort::FULL)
}

/// Collects what is known at a site; choices inside of branches are looked into as far as the effort allows.
fn gather_below<'m>(
    model: &'m Model,
    settings: &Settings,
    site: &Site,
    above: &BTreeSet<SchemaId>,
    effort: Effort,
) -> Facts<'m> {
    let mut gathering = Gathering {
        model,
        settings,
        above,
        effort,
        seen: BTreeSet::new(),
        positions: BTreeMap::new(),
        scopes: Vec::new(),
        facts: Facts::unknown(),
    };
    gathering.facts.types = site.types.0;
    for schema in &site.always {
        gathering.visit(*schema, true);
    }
    for schema in &site.perhaps {
        gathering.visit(*schema, false);
    }
    gathering.cross();
    let mut facts = gathering.facts;
    for choice in &facts.choices {
        let types = choice.branches.iter().fold(TypeSet::NONE, |types, (_, branch)| types.union(branch.types));
        facts.types = facts.types.intersection(types);
    }
    if let Some(values) = &facts.values {
        let types = values.iter().fold(TypeSet::NONE, |types, value| types.union(TypeSet::of(value)));
        facts.types = facts.types.intersection(types);
    }
    facts
}

struct Gathering<'a, 'm> {
    model: &'m Model,
    settings: &'a Settings,
    /// The schemas whose instances these are too, from further up: a branch that leads back to one adds nothing.
    above: &'a BTreeSet<SchemaId>,
    effort: Effort,
    seen: BTreeSet<(SchemaId, bool)>,
    scopes: Vec<Scope<'m>>,
    /// Where each member stands in the facts.
    positions: BTreeMap<String, usize>,
    facts: Facts<'m>,
}

/// What one schema says of members by patterns, or of those that it does not name.
#[derive(Debug)]
struct Scope<'m> {
    names: BTreeSet<&'m str>,
    patterns: Vec<(&'m Pattern, SchemaId)>,
    additional: Option<SchemaId>,
}

impl<'m> Gathering<'_, 'm> {
    fn visit(&mut self, id: SchemaId, is_sure: bool) {
        if self.above.contains(&id) || !self.seen.insert((id, is_sure)) {
            return;
        }
        let schema = self.model.schema(id);
        if is_sure {
            if let Some(refined) = self.settings.refinements.get(&id) {
                match Native::refined(*refined) {
                    Some(native) => self.facts.native = self.facts.native.or(Some(native)),
                    None => self.facts.refined = self.facts.refined.or(Some(*refined)),
                }
                self.facts.refining.push(id);
            }
            if let Some((_, format)) = schema.annotations.other.iter().find(|(keyword, _)| keyword == "format") {
                self.format(format.as_str().unwrap_or_default());
            }
        }
        let mut rest = Rest::default();
        let mut elements = Elements::default();
        for assertion in &schema.assertions {
            match &assertion.kind {
                AssertionKind::Object(ObjectKeyword::PatternProperties(members)) => {
                    rest.patterns = members.iter().map(|(pattern, schema)| (pattern, *schema)).collect();
                }
                AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) => rest.additional = Some(*schema),
                AssertionKind::Array(ArrayKeyword::PrefixItems(schemas)) => elements.prefix.clone_from(schemas),
                AssertionKind::Array(ArrayKeyword::Items(schema)) => elements.items = Some(*schema),
                // Which parts `unevaluated…` speaks of may depend on the instance, so that no type can say it.
                AssertionKind::Array(ArrayKeyword::Contains { schema, .. })
                | AssertionKind::Array(ArrayKeyword::UnevaluatedItems(schema)) => {
                    self.facts.loose_elements.push(*schema);
                }
                AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(schema)) => {
                    self.facts.has_loose_rest |= self.describes(*schema);
                    self.facts.is_closed |= is_sure && self.is_never(*schema) && !self.evaluates_all(id);
                    let names = self.names_in_place(id);
                    self.scopes.push(Scope { names, patterns: Vec::new(), additional: Some(*schema) });
                }
                AssertionKind::Object(
                    kind @ (ObjectKeyword::Properties(_)
                    | ObjectKeyword::Required(_)
                    | ObjectKeyword::PropertyNames(_)
                    | ObjectKeyword::DependentRequired(_)
                    | ObjectKeyword::DependentSchemas(_)),
                ) => self.mention(kind, is_sure),
                AssertionKind::InPlace(kind) => self.apply(id, kind, is_sure),
                kind @ (AssertionKind::Never
                | AssertionKind::Type(_)
                | AssertionKind::Enum(_)
                | AssertionKind::Const(_)
                | AssertionKind::Leaf(_)) => self.constrain(kind, is_sure),
            }
        }
        if !rest.patterns.is_empty() || rest.additional.is_some() {
            let names = self.names(id);
            self.scopes.push(Scope { names, patterns: rest.patterns.clone(), additional: rest.additional });
        }
        self.facts.is_closed |=
            is_sure && rest.patterns.is_empty() && rest.additional.is_some_and(|schema| self.is_never(schema));
        self.keep(rest, elements, is_sure);
    }

    /// Applies what is said of members by patterns, or of all others, to those that are named: it may name members of theirs.
    fn cross(&mut self) {
        for member in &mut self.facts.members {
            let wire_name = member.wire_name.as_str();
            for scope in &self.scopes {
                let matching = scope.patterns.iter().filter(|(regex, _)| pattern::is_match(regex, wire_name));
                let mut applied: Vec<SchemaId> = matching.map(|(_, schema)| *schema).collect();
                if applied.is_empty() && !scope.names.contains(wire_name) {
                    applied.extend(scope.additional);
                }
                applied.retain(|schema| !member.always.contains(schema));
                member.perhaps.extend(applied);
            }
        }
    }

    /// The members that a schema itself describes by name.
    fn names(&self, id: SchemaId) -> BTreeSet<&'m str> {
        self.model.schema(id).properties().iter().map(|(wire_name, _)| wire_name.as_str()).collect()
    }

    /// The members that a schema, or one that it applies in place, describes by name.
    fn names_in_place(&self, id: SchemaId) -> BTreeSet<&'m str> {
        self.in_place(id).into_iter().flat_map(|schema| self.names(schema)).collect()
    }

    /// Whether a schema that is applied in place may evaluate members that nobody names.
    fn evaluates_all(&self, id: SchemaId) -> bool {
        self.in_place(id).into_iter().flat_map(|schema| &self.model.schema(schema).assertions).any(|assertion| {
            matches!(
                &assertion.kind,
                AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) | AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(schema))
                    if !self.is_never(*schema)
            )
        })
    }

    /// A schema, and all that it applies in place.
    fn in_place(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            let applied = self.model.schema(id).assertions.iter().filter(|assertion| assertion.kind.is_in_place());
            for (_, schema) in applied.flat_map(|assertion| assertion.kind.subschemas(assertion.keyword)) {
                if !found.contains(&schema) {
                    found.push(schema);
                }
            }
        }
        found
    }

    fn is_never(&self, id: SchemaId) -> bool {
        let assertions = &self.model.schema(id).assertions;
        assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never))
    }

    /// The members that a schema names that is not to accept the instance: it says nothing of them.
    fn name_only(&mut self, id: SchemaId) {
        for schema in self.in_place(id) {
            for assertion in &self.model.schema(schema).assertions {
                let AssertionKind::Object(kind) = &assertion.kind else { continue };
                let named: Vec<&'m String> = match kind {
                    ObjectKeyword::Properties(members) | ObjectKeyword::DependentSchemas(members) => {
                        members.iter().map(|(wire_name, _)| wire_name).collect()
                    }
                    ObjectKeyword::Required(wire_names) => wire_names.iter().collect(),
                    ObjectKeyword::DependentRequired(members) => dependent(members).collect(),
                    ObjectKeyword::PatternProperties(_)
                    | ObjectKeyword::AdditionalProperties(_)
                    | ObjectKeyword::UnevaluatedProperties(_)
                    | ObjectKeyword::PropertyNames(_) => Vec::new(),
                };
                for wire_name in named {
                    self.weak_member(wire_name);
                }
            }
        }
    }

    /// The members of listed values: to write one of them again takes all of its members.
    fn name_listed(&mut self, values: &'m [Node]) {
        let has_parts = |node: &Node| matches!(node.value, Value::Object(_) | Value::Array(_));
        for value in values {
            match &value.value {
                Value::Object(members) => {
                    for member in members.iter() {
                        let is_listed = has_parts(&member.node);
                        self.weak_member(&member.name).is_listed |= is_listed;
                    }
                }
                Value::Array(elements) => self.facts.has_listed_elements |= elements.iter().any(has_parts),
                _ => {}
            }
        }
    }

    fn keep(&mut self, rest: Rest<'m>, elements: Elements, is_sure: bool) {
        let describes_rest = !rest.patterns.is_empty() || rest.additional.is_some_and(|schema| self.describes(schema));
        if is_sure && (describes_rest || rest.additional.is_some()) {
            self.facts.rests.push(rest);
        } else if describes_rest {
            self.facts.has_loose_rest = true;
        }
        if is_sure && (!elements.prefix.is_empty() || elements.items.is_some()) {
            self.facts.elements.push(elements);
        } else {
            self.facts.loose_elements.extend(elements.prefix.into_iter().chain(elements.items));
        }
    }

    /// Whether a schema is more than `true` or `false`.
    fn describes(&self, id: SchemaId) -> bool {
        let assertions = &self.model.schema(id).assertions;
        !assertions.is_empty() && !assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never))
    }

    /// Takes in what constrains the instance itself.
    fn constrain(&mut self, kind: &'m AssertionKind, is_sure: bool) {
        self.name_listed(kind.values().unwrap_or_default());
        if !is_sure {
            return;
        }
        match kind {
            AssertionKind::Never => self.facts.types = TypeSet::NONE,
            AssertionKind::Type(types) => self.facts.types = self.facts.types.intersection(*types),
            AssertionKind::Enum(_) | AssertionKind::Const(_) => self.one_of(kind.values().unwrap_or_default()),
            AssertionKind::Leaf(leaf) => {
                let ((least, greatest), (lowest, highest)) = (self.facts.bounds, leaf.integers());
                let upper = greatest.into_iter().chain(highest).min();
                self.facts.bounds = (least.max(lowest), upper);
                self.format(leaf.format().unwrap_or_default());
            }
            AssertionKind::Array(_) | AssertionKind::Object(_) | AssertionKind::InPlace(_) => {}
        }
    }

    fn one_of(&mut self, values: &'m [Node]) {
        let known = self.facts.values.take();
        let Some(known) = known else {
            self.facts.values = Some(values.iter().collect());
            return;
        };
        // Strings, which long lists consist of, are looked up; other values are compared one by one.
        let strings: BTreeSet<&str> = known.iter().filter_map(|value| value.as_str()).collect();
        let others: Vec<&Node> = known.into_iter().filter(|value| value.as_str().is_none()).collect();
        let is_known =
            |value: &&Node| value.as_str().map_or_else(|| others.contains(value), |text| strings.contains(text));
        self.facts.values = Some(values.iter().filter(is_known).collect());
    }

    fn format(&mut self, format: &str) {
        if format == "date-time" {
            self.facts.refined = self.facts.refined.or(Some(RefinedType::Timestamp));
        }
    }

    fn mention(&mut self, kind: &'m ObjectKeyword, is_sure: bool) {
        match kind {
            ObjectKeyword::Properties(members) => {
                for (wire_name, schema) in members {
                    let member = self.member(wire_name);
                    let mentions = if is_sure { &mut member.always } else { &mut member.perhaps };
                    mentions.push(*schema);
                }
            }
            ObjectKeyword::Required(wire_names) => {
                for wire_name in wire_names {
                    self.member(wire_name).is_required |= is_sure;
                }
            }
            ObjectKeyword::DependentRequired(members) => {
                for wire_name in dependent(members) {
                    self.member(wire_name);
                }
            }
            ObjectKeyword::DependentSchemas(members) => {
                for (wire_name, schema) in members {
                    self.member(wire_name);
                    self.visit(*schema, false);
                }
            }
            ObjectKeyword::PatternProperties(_) | ObjectKeyword::AdditionalProperties(_) => {}
            ObjectKeyword::UnevaluatedProperties(_) | ObjectKeyword::PropertyNames(_) => {}
        }
    }

    fn apply(&mut self, schema: SchemaId, kind: &'m InPlaceKeyword, is_sure: bool) {
        match kind {
            InPlaceKeyword::Ref(target) => self.visit(*target, is_sure),
            InPlaceKeyword::AllOf(schemas) => {
                for schema in schemas {
                    self.visit(*schema, is_sure);
                }
            }
            InPlaceKeyword::AnyOf(branches) => self.choice(schema, branches, false, is_sure),
            InPlaceKeyword::OneOf(branches) => self.choice(schema, branches, true, is_sure),
            InPlaceKeyword::Not(schema) => self.name_only(*schema),
            InPlaceKeyword::If { condition, then, else_ } => {
                for schema in [Some(condition), then.as_ref(), else_.as_ref()].into_iter().flatten() {
                    self.visit(*schema, false);
                }
            }
        }
    }

    fn choice(&mut self, schema: SchemaId, branches: &'m [SchemaId], is_exclusive: bool, is_sure: bool) {
        if is_sure {
            let mut above = self.above.clone();
            above.extend(self.seen.iter().filter(|(_, is_sure)| *is_sure).map(|(id, _)| *id));
            above.insert(schema);
            let below = self.effort.among(branches.len());
            // A branch of which nothing is known is a branch of any type, which is always sound.
            let facts = |branch| {
                if self.effort.is_spent() {
                    Facts::unknown()
                } else {
                    gather_below(self.model, self.settings, &Site::of(branch), &above, below)
                }
            };
            let branches = branches.iter().map(|branch| (*branch, facts(*branch))).collect();
            self.facts.choices.push(Choice { is_exclusive, branches });
        }
        for branch in branches {
            self.visit(*branch, false);
        }
    }

    fn member(&mut self, wire_name: &str) -> &mut Mention {
        let member = self.weak_member(wire_name);
        member.is_weak = false;
        member
    }

    fn weak_member(&mut self, wire_name: &str) -> &mut Mention {
        let members = &mut self.facts.members;
        let index = self.positions.get(wire_name).copied().unwrap_or_else(|| {
            self.positions.insert(wire_name.to_owned(), members.len());
            members.push(Mention {
                wire_name: wire_name.to_owned(),
                is_required: false,
                always: Vec::new(),
                perhaps: Vec::new(),
                is_weak: true,
                is_listed: false,
            });
            members.len() - 1
        });
        &mut members[index]
    }
}

/// The members that `dependentRequired` names.
fn dependent(members: &[(String, Vec<String>)]) -> impl Iterator<Item = &String> {
    members.iter().flat_map(|(wire_name, others)| std::iter::once(wire_name).chain(others))
}
