//! The collection of the facts at a site.

mod way;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::RefinedType;
use crate::emit::types::shape::facts::{Elements, Facts, Mention, Rest};
use crate::emit::types::shape::in_place;
use crate::emit::types::shape::rust_type::Native;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::Site;
use crate::json::{Node, Value};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Schema, SchemaId};
use crate::pattern;
use crate::pattern::literal;
use crate::pattern::matching::Pattern;
use crate::plan::effort::Effort;

/// Collects the facts about a site.
pub(super) fn gather<'m>(model: &'m Model, settings: &Settings, site: &Site) -> Facts<'m> {
    gather_below(model, settings, site, &BTreeSet::new(), Effort::REPEATED)
}

/// Collects the facts about a schema, apart from those of other schemas that it applies.
pub(super) fn gather_beside<'m>(
    model: &'m Model,
    settings: &Settings,
    schema: SchemaId,
    others: &BTreeSet<SchemaId>,
) -> Facts<'m> {
    gather_below(model, settings, &Site::of(schema), others, Effort::REPEATED)
}

/// Collects the facts about a site, including choices inside branches as far as the effort allows.
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
        site,
        required: OnceCell::new(),
        is_closed_here: false,
        has_skipped: false,
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
    gathering.leave_out();
    gathering.facts.is_closed |= gathering.is_closed_here && !gathering.has_skipped;
    let mut facts = gathering.facts;
    for choice in facts.choices.iter().chain(&facts.conditions) {
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
    /// The enclosing schemas of the same instance: a branch that leads back to one adds nothing.
    above: &'a BTreeSet<SchemaId>,
    effort: Effort,
    site: &'a Site,
    /// The members that the site certainly requires.
    required: OnceCell<BTreeSet<&'m str>>,
    /// True if a schema rejects members that no schema in place evaluates.
    is_closed_here: bool,
    /// True if the site's ways leave out branches that may accept an instance.
    has_skipped: bool,
    seen: BTreeSet<(SchemaId, bool)>,
    scopes: Vec<Scope<'m>>,
    /// The position of each member in the facts.
    positions: BTreeMap<String, usize>,
    facts: Facts<'m>,
}

/// A schema's description of members by patterns, or of unlisted ones.
#[derive(Debug)]
struct Scope<'m> {
    names: BTreeSet<&'m str>,
    patterns: Vec<(&'m Pattern, SchemaId)>,
    additional: Option<SchemaId>,
    /// True if its descriptions certainly apply.
    is_sure: bool,
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
                // No other keyword evaluates a part, so these are the unlisted ones.
                AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(others)) if evaluates_itself(schema) => {
                    rest.additional = Some(*others);
                }
                AssertionKind::Array(ArrayKeyword::UnevaluatedItems(others)) if evaluates_itself(schema) => {
                    elements.items = Some(*others);
                }
                AssertionKind::Object(ObjectKeyword::PatternProperties(members)) => {
                    rest.patterns = members.iter().map(|(pattern, schema)| (pattern, *schema)).collect();
                }
                AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) => rest.additional = Some(*schema),
                AssertionKind::Array(ArrayKeyword::PrefixItems(schemas)) => elements.prefix.clone_from(schemas),
                AssertionKind::Array(ArrayKeyword::Items(schema)) => elements.items = Some(*schema),
                // The parts that `unevaluated…` constrains may depend on the instance, so no type can express it.
                AssertionKind::Array(
                    ArrayKeyword::Contains { schema, .. } | ArrayKeyword::UnevaluatedItems(schema),
                ) => {
                    self.facts.loose_elements.push(*schema);
                }
                AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(schema)) => {
                    self.facts.has_loose_rest |= in_place::describes(self.model, *schema);
                    self.is_closed_here |=
                        is_sure && in_place::is_never(self.model, *schema) && !in_place::evaluates_all(self.model, id);
                    let names = in_place::names_in_place(self.model, id);
                    self.scopes.push(Scope { names, patterns: Vec::new(), additional: Some(*schema), is_sure: false });
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
            let names = in_place::names(self.model, id);
            self.scopes.push(Scope { names, patterns: rest.patterns.clone(), additional: rest.additional, is_sure });
        }
        self.facts.is_closed |= is_sure
            && rest.patterns.is_empty()
            && rest.additional.is_some_and(|schema| in_place::is_never(self.model, schema));
        self.keep(rest, elements, is_sure);
    }

    /// Applies the descriptions by patterns, or of all other members, to named members: they may name nested members.
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
                let is_described = applied.iter().all(|schema| in_place::describes(self.model, *schema));
                // A member that only patterns or the schema of all other members describe has their type.
                if scope.is_sure && is_described && member.always.is_empty() {
                    member.always = applied;
                } else {
                    member.perhaps.extend(applied);
                }
            }
        }
    }

    /// Removes the members that a certain schema accepts no value for.
    fn leave_out(&mut self) {
        let is_absent = |member: &Mention| {
            !member.is_required && member.always.iter().any(|schema| in_place::refuses_all(self.model, *schema))
        };
        let (absent, members) = std::mem::take(&mut self.facts.members).into_iter().partition(is_absent);
        let absent: Vec<Mention> = absent;
        self.facts.absent = absent.into_iter().map(|member| member.wire_name).collect();
        self.facts.members = members;
    }

    /// Adds the members named by a schema that must not accept the instance: it does not constrain them, apart from those that must not
    /// be present.
    fn name_only(&mut self, id: SchemaId, is_sure: bool) {
        let absent = if is_sure { in_place::required_alone(self.model, id) } else { BTreeSet::new() };
        for schema in self.model.in_place(id) {
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
                for wire_name in named.into_iter().filter(|wire_name| !absent.contains(wire_name.as_str())) {
                    self.weak_member(wire_name);
                }
            }
        }
    }

    /// Adds the members of listed values: serializing such a value needs all of them.
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
        let describes_rest =
            !rest.patterns.is_empty() || rest.additional.is_some_and(|schema| in_place::describes(self.model, schema));
        // A condition may only ask for the absence of members that match a pattern.
        let is_any = |schemas: &[(_, SchemaId)]| !schemas.iter().all(|(_, it)| in_place::is_never(self.model, *it));
        if is_sure && (describes_rest || rest.additional.is_some()) {
            self.facts.rests.push(rest);
        } else if describes_rest && (rest.additional.is_some() || is_any(&rest.patterns)) {
            self.facts.has_loose_rest = true;
        }
        if is_sure && elements.items.is_some_and(|items| in_place::is_never(self.model, items)) {
            let (least, greatest) = self.facts.sizes;
            let length = elements.prefix.len() as u64;
            self.facts.sizes = (least, Some(greatest.map_or(length, |greatest| greatest.min(length))));
        }
        if is_sure && (!elements.prefix.is_empty() || elements.items.is_some()) {
            self.facts.elements.push(elements);
        } else {
            self.facts.loose_elements.extend(elements.prefix.into_iter().chain(elements.items));
        }
    }

    /// Applies a constraint on the instance itself.
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
                if let Leaf::Size(size) = leaf
                    && leaf.types() == TypeSet::ARRAY
                {
                    let ((least, greatest), (lowest, highest)) = (self.facts.sizes, size.range());
                    self.facts.sizes = (least.max(lowest), greatest.into_iter().chain(highest).min());
                }
                if let Leaf::Pattern(pattern) = leaf {
                    self.facts.matching = self.facts.matching.take().or_else(|| literal::listed(pattern.source()));
                }
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
        // Strings, the usual content of long lists, are looked up; other values are compared one by one.
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
                    self.visit(*schema, is_sure && self.requires(wire_name));
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
            InPlaceKeyword::Not(schema) => self.name_only(*schema, is_sure),
            InPlaceKeyword::If { condition, then, else_ } => {
                self.condition(schema, *condition, *then, *else_, is_sure);
            }
        }
    }

    /// Returns true if the site certainly requires a member.
    fn requires(&self, wire_name: &str) -> bool {
        let certain = || self.site.always.iter().flat_map(|schema| self.model.certain(*schema));
        let required = || certain().flat_map(|schema| in_place::required(self.model, schema)).map(String::as_str);
        self.required.get_or_init(|| required().collect()).contains(wire_name)
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
            members.push(Mention { wire_name: wire_name.to_owned(), is_weak: true, ..Mention::default() });
            members.len() - 1
        });
        &mut members[index]
    }
}

/// Returns the members that `dependentRequired` names.
fn dependent(members: &[(String, Vec<String>)]) -> impl Iterator<Item = &String> {
    members.iter().flat_map(|(wire_name, others)| std::iter::once(wire_name).chain(others))
}

/// Returns true if a schema's own keywords alone decide which parts of its instances are evaluated, by listing them.
fn evaluates_itself(schema: &Schema) -> bool {
    !schema.assertions.iter().any(|assertion| {
        matches!(
            assertion.kind,
            AssertionKind::InPlace(_)
                | AssertionKind::Object(ObjectKeyword::AdditionalProperties(_) | ObjectKeyword::DependentSchemas(_))
                | AssertionKind::Array(ArrayKeyword::Items(_) | ArrayKeyword::Contains { .. })
        )
    })
}
