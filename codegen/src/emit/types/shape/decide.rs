//! Sites → types: walks from the roots and chooses a type for each site.

mod array;
mod normal;
mod object;
mod order;
mod perhaps;
mod string;
mod ways;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::emit::types::shape::branch;
use crate::emit::types::shape::definition::{Definition, Kind, Origin, Shapes, Test, Variant};
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::gather;
use crate::emit::types::shape::kept::Kept;
use crate::emit::types::shape::rust_type::{DefinitionId, Type};
use crate::emit::types::shape::scalar::{self};
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::twins::{self, Twins};
use crate::emit::types::shape::{member_schemas, naming, step};
use crate::keyword::types::TypeSet;
use crate::model::{Model, SchemaId};
use crate::render::fragment::Owner;

/// The single types, with all numbers together, in the order of a union's variants.
const JSON_TYPES: [TypeSet; 5] = [TypeSet::OBJECT, TypeSet::ARRAY, TypeSet::STRING, TypeSet::NUMBER, TypeSet::BOOLEAN];

/// Decides the types of a model.
pub fn shape(model: &Model, settings: &Settings) -> Shapes {
    let mut deciding = Deciding {
        model,
        settings,
        naming: member_schemas::naming_parts(model),
        known: BTreeMap::new(),
        open: Vec::new(),
        definitions: Vec::new(),
        kept: Kept::default(),
        combined: 0,
        widened: None,
        refined: BTreeSet::new(),
        twins: twins::twins(model, settings),
        narrowed: RefCell::default(),
        contents: RefCell::default(),
        changing: RefCell::default(),
    };
    // Every root has its definition before any type is decided, so that references find it.
    let roots: Vec<DefinitionId> = (0..model.roots.len()).map(|index| deciding.define_root(index)).collect();
    for (root, id) in model.roots.iter().zip(&roots) {
        deciding.known.insert(Site::of(root.schema), Type::Named(*id));
        deciding.known.insert(deciding.definitions[id.0].site.clone(), Type::Named(*id));
    }
    let mut order = Vec::new();
    for (index, root) in roots.iter().enumerate() {
        let first = deciding.definitions.len();
        deciding.decide_root(index);
        order.push(*root);
        order.extend((first..deciding.definitions.len()).map(DefinitionId));
    }
    deciding.kept.apply(&mut deciding.definitions, &roots, settings);
    naming::name(model, settings, &mut deciding.definitions, &roots);
    deciding.ordered(&order, &roots)
}

struct Deciding<'m> {
    model: &'m Model,
    settings: &'m Settings,
    /// The schemas that name a member of an instance, or of one of its parts.
    naming: BTreeSet<SchemaId>,
    /// The types of decided sites, or of those with a definition already.
    known: BTreeMap<Site, Type>,
    /// The sites in progress, outermost first, each with its definition once it has one.
    open: Vec<(Site, Option<DefinitionId>)>,
    definitions: Vec<Definition>,
    kept: Kept,
    refined: BTreeSet<SchemaId>,
    twins: Twins,
    /// The types of schemas that only narrow a site, by both.
    narrowed: RefCell<BTreeMap<(Site, SchemaId), Option<TypeSet>>>,
    /// The length and the digest of the contents of schemas.
    contents: RefCell<BTreeMap<SchemaId, (usize, String)>>,
    /// The conditions examined so far, by site: true if their ways have other types.
    changing: RefCell<BTreeMap<(Site, SchemaId), bool>>,
    /// The number of sites with several schemas.
    combined: usize,
    /// The first schema whose type was given up because there are too many such sites.
    widened: Option<SchemaId>,
}

/// The limit of sites with several schemas, per schema of the model, plus [`COMBINED_ALWAYS`]: sets of schemas can be exponentially many.
/// Beyond, a value's type is any JSON value, which is always sound.
const COMBINED_BY_SCHEMA: usize = 4;

/// See [`COMBINED_BY_SCHEMA`].
const COMBINED_ALWAYS: usize = 256;

/// The limit of ways taken one inside of the other.
const TAKEN: usize = 4;

impl<'m> Deciding<'m> {
    fn limit(&self) -> usize {
        COMBINED_BY_SCHEMA * self.model.schemas.len() + COMBINED_ALWAYS
    }

    fn define_root(&mut self, index: usize) -> DefinitionId {
        let root = &self.model.roots[index];
        let undecided = Definition::undecided(Site::of(root.schema));
        let undecided = Definition { site: Site::of(self.described_by(root.schema)), ..undecided };
        let (ident, home, origin) = (root.ident.clone(), Owner::Root(index), Origin::Root(index));
        self.definitions.push(Definition { ident, home, origin, ..undecided });
        DefinitionId(self.definitions.len() - 1)
    }

    /// Returns the schema that describes a root: its target if the root is only a reference into its own document, otherwise the root.
    fn described_by(&self, root: SchemaId) -> SchemaId {
        let target = self.model.target(root);
        let is_root = |schema: SchemaId| self.model.roots.iter().any(|root| root.schema == schema);
        let document = |schema: SchemaId| self.model.schema(schema).place.source.path();
        let is_only = self.model.roots.iter().filter(|other| self.model.target(other.schema) == target).count() == 1;
        let is_same =
            document(root) == document(target) && self.model.copies.get(&root) == self.model.copies.get(&target);
        if is_only && is_same && !is_root(target) && !self.settings.refinements.contains_key(&root) {
            target
        } else {
            root
        }
    }

    fn decide_root(&mut self, index: usize) {
        let id = DefinitionId(index);
        let site = self.definitions[index].site.clone();
        self.open.push((site.clone(), Some(id)));
        let ty = self.decide(&site);
        self.open.pop();
        self.close(id, ty);
    }

    /// Completes a definition whose site has an unnamed type: the definition becomes a newtype of it.
    fn close(&mut self, id: DefinitionId, ty: Type) {
        if ty != Type::Named(id) {
            self.definitions[id.0].kind = Kind::Newtype(ty.contained());
        }
    }

    /// Returns the type of a site.
    fn type_of(&mut self, site: &Site) -> Type {
        let site = self.normal(site);
        if site.always.is_empty() && site.perhaps.len() != 1 {
            return Type::Value;
        }
        if let Some(known) = self.known.get(&site) {
            return known.clone();
        }
        if let Some(position) = self.open.iter().position(|(open, _)| *open == site) {
            return self.again(position);
        }
        if site.always.len() + site.perhaps.len() + site.taken.len() > 1 {
            self.combined += 1;
            if self.combined > self.limit() {
                self.widened = self.widened.or(site.always.first().copied());
                return Type::Value;
            }
        }
        self.open.push((site.clone(), None));
        let ty = if site.always.is_empty() { self.perhaps(&site) } else { self.decide(&site) };
        let named = self.open.pop().and_then(|(_, named)| named);
        let ty = match named {
            Some(id) => {
                self.close(id, ty);
                Type::Named(id)
            }
            None => ty,
        };
        self.known.insert(site, ty.clone());
        ty
    }

    /// Returns the type of a site that contains itself. A named type on the way back ends the cycle, wherever it was entered; in a cycle of
    /// lists, maps and options alone, all schemas with a name of their own get a type with that name.
    fn again(&mut self, position: usize) -> Type {
        if self.open[position + 1..].iter().any(|(_, id)| id.is_some()) {
            let site = self.open[position].0.clone();
            return if site.always.is_empty() { self.perhaps(&site) } else { self.decide(&site) };
        }
        let circle: Vec<Site> = self.open[position..].iter().map(|(site, _)| site.clone()).collect();
        let is_own = |site: &Site| match site.always.as_slice() {
            [schema] if site.perhaps.is_empty() && site.is_whole() => {
                step::is_own(self.model.schema(*schema).pointer())
            }
            _ => false,
        };
        let own: Vec<&Site> = circle.iter().filter(|site| is_own(site)).collect();
        for site in own {
            self.define(site);
        }
        Type::Named(self.define(&circle[0]))
    }

    fn decide(&mut self, site: &Site) -> Type {
        let facts = gather::gather(self.model, self.settings, site);
        let types = facts.types;
        if types == TypeSet::NULL {
            return Type::Null;
        }
        if facts.is_optional() {
            return match self.type_of(&site.restricted(TypeSet::ALL.without(TypeSet::NULL))) {
                Type::Value => Type::Value,
                Type::Null => Type::Null,
                Type::Nullable(inner) => Type::Nullable(inner),
                inner => Type::Nullable(Box::new(inner)),
            };
        }
        let present: Vec<_> = JSON_TYPES.into_iter().filter(|json_type| types.intersects(*json_type)).collect();
        match present.as_slice() {
            [] => Type::Value,
            [json_type] => match self.ways(site, &facts, *json_type) {
                Some(ways) => self.apart(site, &facts, ways, *json_type),
                None => self.whole(site, &facts, *json_type),
            },
            _ => self.several(site, &facts, &present),
        }
    }

    /// Decides the type of a site with instances of several JSON types.
    fn several(&mut self, site: &Site, facts: &Facts<'m>, present: &[TypeSet]) -> Type {
        if let Some(named) = self.named_branch(site, facts) {
            return self.type_of(&Site::of(named).restricted(site.types.0));
        }
        let interesting = |json_type: TypeSet| match json_type {
            TypeSet::OBJECT => {
                facts.members.iter().any(|member| !member.is_weak)
                    || !facts.rests.is_empty()
                    || facts.has_loose_rest
                    || !facts.choices.is_empty()
            }
            TypeSet::ARRAY => {
                !facts.elements.is_empty() || !facts.loose_elements.is_empty() || !facts.choices.is_empty()
            }
            _ => false,
        };
        // Without branches, almost all types are not an intended union.
        let is_wide = present.len() == JSON_TYPES.len() && facts.choices.is_empty();
        let kept: Vec<_> = present.iter().copied().filter(|json_type| !is_wide || interesting(*json_type)).collect();
        if kept.is_empty() {
            return Type::Value;
        }
        let id = self.define(site);
        let mut variants = Vec::new();
        for json_type in kept {
            let part = self.normal(&site.restricted(json_type));
            if let Some(ways) = self.ways(&part, facts, json_type) {
                self.variants(&mut variants, &part, facts, ways, json_type);
                continue;
            }
            let ty = self.type_of(&part).contained();
            let branch = branch::only(facts, json_type);
            variants.push(Variant { ident: String::new(), ty, json_type, test: Test::JsonType, site: part, branch });
        }
        self.union(id, variants)
    }

    /// Returns the schema with a name that the only branch with instances refers to, if the site says nothing else.
    fn named_branch(&self, site: &Site, facts: &Facts<'m>) -> Option<SchemaId> {
        let [choice] = facts.choices.as_slice() else { return None };
        let is_alone = site.taken.is_empty()
            && facts.conditions.is_empty()
            && facts.values.is_none()
            && facts.rests.is_empty()
            && facts.elements.is_empty()
            && facts.refining.is_empty()
            && facts.bounds == (None, None)
            && facts.members.iter().all(|member| member.always.is_empty());
        let mut possible = choice.branches.iter().filter(|(_, branch)| branch.types.intersects(facts.types));
        // A choice of one branch is made to be extended.
        let is_one_of_several = choice.branches.len() > 1;
        let (way, _) = possible.next().filter(|_| is_alone && is_one_of_several && possible.next().is_none())?;
        let applied = way.applied()?;
        let target = self.model.typed_target(applied);
        let is_own = step::is_own(self.model.schema(target).pointer());
        (target != applied && is_own).then_some(target)
    }

    fn union(&mut self, id: DefinitionId, variants: Vec<Variant>) -> Type {
        self.definitions[id.0].kind = Kind::Union(variants);
        Type::Named(id)
    }

    /// Decides the type of a site with instances of one JSON type, as a whole.
    fn whole(&mut self, site: &Site, facts: &Facts<'m>, json_type: TypeSet) -> Type {
        match json_type {
            TypeSet::OBJECT => self.object(site, facts),
            TypeSet::ARRAY => self.array(site, facts),
            TypeSet::STRING => self.string(site, facts),
            TypeSet::BOOLEAN => Type::Boolean,
            _ => scalar::number(facts),
        }
    }

    /// Gives the site's type a definition, unless it has one.
    fn define(&mut self, site: &Site) -> DefinitionId {
        let id = DefinitionId(self.definitions.len());
        if let Some((_, named)) = self.open.iter_mut().rev().find(|(open, _)| open == site) {
            if let Some(known) = named {
                return *known;
            }
            *named = Some(id);
        }
        self.definitions.push(Definition::undecided(site.clone()));
        self.known.insert(site.clone(), Type::Named(id));
        id
    }
}
