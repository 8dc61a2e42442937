//! Sites → types: the walk from the roots, and the choice of a type for each site that it meets.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::RefinedType;
use crate::emit::types::name;
use crate::emit::types::shape::branch::{self, Branches};
use crate::emit::types::shape::facts::{self, Facts, Mention};
use crate::emit::types::shape::kept::Kept;
use crate::emit::types::shape::scalar::{self, Strings};
use crate::emit::types::shape::{
    Definition, DefinitionId, Kind, Member, Native, Origin, Settings, Shapes, Site, Struct, Symbol, Test, Type, Types,
    Variant,
};
use crate::emit::types::shape::{naming, step};
use crate::json::{Node, Value};
use crate::model::{AssertionKind, Model, SchemaId, TypeSet};
use crate::render::fragment::Owner;

/// The single types, numbers taken together, in the order in which a union has them.
const JSON_TYPES: [TypeSet; 5] = [TypeSet::OBJECT, TypeSet::ARRAY, TypeSet::STRING, TypeSet::NUMBER, TypeSet::BOOLEAN];

pub(super) fn shape(model: &Model, settings: &Settings) -> Shapes {
    let mut deciding = Deciding {
        model,
        settings,
        naming: naming_parts(model),
        known: BTreeMap::new(),
        open: Vec::new(),
        definitions: Vec::new(),
        kept: Kept::default(),
        combined: 0,
        widened: None,
        refined: BTreeSet::new(),
    };
    // Every root has its definition before any type is decided, so that a reference to one finds it.
    let roots: Vec<DefinitionId> = (0..model.roots.len()).map(|index| deciding.define_root(index)).collect();
    for (root, id) in model.roots.iter().zip(&roots) {
        deciding.known.insert(Site::of(root.schema), Type::Named(*id));
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
    /// The types of the sites that are decided, or that have a definition already.
    known: BTreeMap<Site, Type>,
    /// The sites that are being decided, the outermost first, each with its definition as soon as it has one.
    open: Vec<(Site, Option<DefinitionId>)>,
    definitions: Vec<Definition>,
    kept: Kept,
    refined: BTreeSet<SchemaId>,
    /// The number of sites at which several schemas meet.
    combined: usize,
    /// The first schema whose type was given up, because there are too many such sites.
    widened: Option<SchemaId>,
}

/// The sites at which several schemas meet may be this many times the schemas of the model, and [`COMBINED_ALWAYS`] more: sets of schemas
/// can be exponentially many. Beyond, a value's type is any JSON value, which is always sound.
const COMBINED_BY_SCHEMA: usize = 4;

/// See [`COMBINED_BY_SCHEMA`].
const COMBINED_ALWAYS: usize = 256;

impl<'m> Deciding<'m> {
    fn define_root(&mut self, index: usize) -> DefinitionId {
        let root = &self.model.roots[index];
        let definition = Definition {
            ident: root.ident.clone(),
            alias: String::new(),
            home: Owner::Root(index),
            shared: None,
            site: Site::of(root.schema),
            kind: Kind::Newtype(Type::Value),
            origin: Origin::Root(index),
        };
        self.definitions.push(definition);
        DefinitionId(self.definitions.len() - 1)
    }

    fn decide_root(&mut self, index: usize) {
        let id = DefinitionId(index);
        let site = Site::of(self.model.roots[index].schema);
        self.open.push((site.clone(), Some(id)));
        let ty = self.decide(&site);
        self.open.pop();
        self.close(id, ty);
    }

    /// A definition whose site turned out to have a type without a name is that type under its name.
    fn close(&mut self, id: DefinitionId, ty: Type) {
        if ty != Type::Named(id) {
            self.definitions[id.0].kind = Kind::Newtype(ty.contained());
        }
    }

    /// The type of what stands at a site.
    fn type_of(&mut self, site: &Site) -> Type {
        let site = self.normal(site);
        if site.always.is_empty() {
            return Type::Value;
        }
        if let Some(known) = self.known.get(&site) {
            return known.clone();
        }
        if let Some(position) = self.open.iter().position(|(open, _)| *open == site) {
            return self.again(position);
        }
        if site.always.len() + site.perhaps.len() > 1 {
            self.combined += 1;
            if self.combined > COMBINED_BY_SCHEMA * self.model.schemas.len() + COMBINED_ALWAYS {
                self.widened = self.widened.or(site.always.first().copied());
                return Type::Value;
            }
        }
        self.open.push((site.clone(), None));
        let ty = self.decide(&site);
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

    /// The type of a site that contains itself. A type with a name on the way back ends the circle, wherever it was entered; in a circle
    /// of lists, maps and options alone, all schemas that have a name of their own get a type of that name.
    fn again(&mut self, position: usize) -> Type {
        if self.open[position + 1..].iter().any(|(_, id)| id.is_some()) {
            let site = self.open[position].0.clone();
            return self.decide(&site);
        }
        let circle: Vec<Site> = self.open[position..].iter().map(|(site, _)| site.clone()).collect();
        let is_own = |site: &Site| match site.always.as_slice() {
            [schema] if site.perhaps.is_empty() && site.types == Types::default() => {
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

    /// The same site in the one form that all who mean it share: references followed, what says nothing left out.
    fn normal(&self, site: &Site) -> Site {
        let mut always = Vec::new();
        for schema in site.always.iter().map(|schema| self.model.typed_target(*schema)) {
            if !self.model.schema(schema).assertions.is_empty() && !always.contains(&schema) {
                always.push(schema);
            }
        }
        let mut perhaps = Vec::new();
        for schema in site.perhaps.iter().map(|schema| self.model.typed_target(*schema)) {
            if !always.contains(&schema) && !perhaps.contains(&schema) && self.naming.contains(&schema) {
                perhaps.push(schema);
            }
        }
        let mut site = Site { always, perhaps, types: site.types };
        if site.types != Types::default() {
            let all = Site { types: Types::default(), ..site.clone() };
            let facts = facts::gather(self.model, self.settings, &all);
            if site.types.0.contains(facts.types) {
                site = all;
            }
        }
        site
    }

    fn decide(&mut self, site: &Site) -> Type {
        let facts = facts::gather(self.model, self.settings, site);
        let types = facts.types;
        if types == TypeSet::NULL {
            return Type::Null;
        }
        let is_open = TypeSet::ALL.without(types).names().count() < 2;
        if types.contains(TypeSet::NULL) && !is_open {
            return match self.type_of(&site.restricted(TypeSet::ALL.without(TypeSet::NULL))) {
                Type::Value => Type::Value,
                Type::Null => Type::Null,
                Type::Nullable(inner) => Type::Nullable(inner),
                inner => Type::Nullable(Box::new(inner.contained())),
            };
        }
        let present: Vec<_> = JSON_TYPES.into_iter().filter(|json_type| types.intersects(*json_type)).collect();
        match present.as_slice() {
            [] => Type::Value,
            [json_type] => match self.branches(site, &facts, *json_type) {
                Some(branches) => self.apart(site, &facts, branches, *json_type),
                None => self.whole(site, &facts, *json_type),
            },
            _ => self.several(site, &facts, &present),
        }
    }

    /// The branches to take one by one, if the schemas at the site themselves do not speak of the parts.
    fn branches(&self, site: &Site, facts: &Facts<'m>, json_type: TypeSet) -> Option<Vec<(SchemaId, Test)>> {
        let is_open = match json_type {
            TypeSet::OBJECT => !facts.describes_members(),
            TypeSet::ARRAY => facts.elements.is_empty(),
            _ => false,
        };
        let divided = is_open.then(|| branch::divide(self.model, self.settings, facts, json_type))?;
        match divided {
            Branches::Apart(branches) if branches.iter().all(|(branch, _)| !site.always.contains(branch)) => {
                Some(branches)
            }
            _ => None,
        }
    }

    /// The type of a site with instances of one JSON type, in branches.
    fn apart(&mut self, site: &Site, facts: &Facts<'m>, branches: Vec<(SchemaId, Test)>, json_type: TypeSet) -> Type {
        if let [(branch, _)] = branches.as_slice() {
            let ty = self.type_of(&branch_site(site, *branch, json_type));
            self.kept.beside(self.model, self.settings, facts, *branch, &ty);
            return ty;
        }
        let id = self.define(site);
        let variants = self.variants(site, facts, branches, json_type);
        self.union(id, variants)
    }

    fn variants(
        &mut self,
        site: &Site,
        facts: &Facts<'m>,
        branches: Vec<(SchemaId, Test)>,
        json_type: TypeSet,
    ) -> Vec<Variant> {
        let variant = |(branch, test)| {
            let site = self.normal(&branch_site(site, branch, json_type));
            let ty = self.type_of(&site).contained();
            self.kept.beside(self.model, self.settings, facts, branch, &ty);
            Variant { ident: String::new(), ty, json_type, test, site }
        };
        branches.into_iter().map(variant).collect()
    }

    /// The type of a site with instances of several JSON types.
    fn several(&mut self, site: &Site, facts: &Facts<'m>, present: &[TypeSet]) -> Type {
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
        // Without branches, next to all types are no union that anyone wrote.
        let is_wide = present.len() == JSON_TYPES.len() && facts.choices.is_empty();
        let kept: Vec<_> = present.iter().copied().filter(|json_type| !is_wide || interesting(*json_type)).collect();
        if kept.is_empty() {
            return Type::Value;
        }
        let id = self.define(site);
        let mut variants = Vec::new();
        for json_type in kept {
            let part = self.normal(&site.restricted(json_type));
            if let Some(branches) = self.branches(&part, facts, json_type) {
                variants.extend(self.variants(&part, facts, branches, json_type));
                continue;
            }
            let ty = self.type_of(&part).contained();
            variants.push(Variant { ident: String::new(), ty, json_type, test: Test::JsonType, site: part });
        }
        self.union(id, variants)
    }

    fn union(&mut self, id: DefinitionId, variants: Vec<Variant>) -> Type {
        self.definitions[id.0].kind = Kind::Union(variants);
        Type::Named(id)
    }

    /// The type of a site with instances of one JSON type, taken as a whole.
    fn whole(&mut self, site: &Site, facts: &Facts<'m>, json_type: TypeSet) -> Type {
        match json_type {
            TypeSet::OBJECT => self.object(site, facts),
            TypeSet::ARRAY => Type::array_of(self.element(facts)),
            TypeSet::STRING => self.string(site, facts),
            TypeSet::BOOLEAN => Type::Boolean,
            _ => scalar::number(facts),
        }
    }

    /// The type that the catalogue or a format gives to the strings of a site. Refinements that have asked for it have had their effect.
    fn refined(&mut self, facts: &Facts<'m>, refined: RefinedType) -> Type {
        let asks_for_it = |schema: &&SchemaId| self.settings.refinements.get(*schema) == Some(&refined);
        self.refined.extend(facts.refining.iter().filter(asks_for_it));
        for (_, branch) in facts.choices.iter().flat_map(|choice| &choice.branches) {
            self.refined(branch, refined);
        }
        match refined {
            RefinedType::Timestamp => Type::Timestamp,
            RefinedType::Decimal => Type::Decimal,
            // Integers have theirs in `Facts::native`.
            RefinedType::U32 | RefinedType::U64 | RefinedType::I32 | RefinedType::I64 => Type::String,
        }
    }

    /// Notes the refinements by which a member is an integer of Rust. Elsewhere they have no effect: see [`Type::Native`].
    fn note_native(&mut self, site: &Site, native: Native) {
        let facts = facts::gather(self.model, self.settings, &self.normal(site));
        let asks_for_it = |schema: &&SchemaId| {
            let refined = self.settings.refinements.get(*schema);
            refined.and_then(|refined| Native::refined(*refined)) == Some(native)
        };
        self.refined.extend(facts.refining.iter().filter(asks_for_it));
    }

    fn string(&mut self, site: &Site, facts: &Facts<'m>) -> Type {
        let values = match Strings::of(facts) {
            Strings::Refined(refined) => return self.refined(facts, refined),
            Strings::Any(values) | Strings::Listed(values) if values.is_empty() => return Type::String,
            Strings::Any(values) | Strings::Listed(values) => values,
        };
        let id = self.define(site);
        let idents = name::symbols(&values);
        let symbols = values.into_iter().zip(idents).map(|(wire_name, ident)| Symbol { wire_name, ident });
        self.definitions[id.0].kind = Kind::Enum(symbols.collect());
        Type::Named(id)
    }

    /// The type that every element has.
    fn element(&mut self, facts: &Facts<'m>) -> Type {
        if facts.has_listed_elements {
            return Type::Value;
        }
        let mut sites: Vec<Site> = Vec::new();
        let mut always = Vec::new();
        for elements in &facts.elements {
            if elements.prefix.is_empty() {
                always.extend(elements.items);
            } else {
                let is_closed = elements.items.is_some_and(|items| self.is_never(items));
                let items = elements.items.filter(|_| !is_closed);
                let open = (!is_closed && items.is_none()).then(Site::default);
                sites.extend(elements.prefix.iter().copied().chain(items).map(Site::of).chain(open));
            }
        }
        let perhaps = facts.loose_elements.clone();
        if sites.is_empty() {
            return self.type_of(&Site { always, perhaps, ..Site::default() });
        }
        let mut normal = sites.iter().map(|site| self.normal(site));
        let first = normal.next().expect("it is not empty");
        if always.is_empty() && perhaps.is_empty() && normal.all(|site| site == first) {
            return self.type_of(&first);
        }
        self.same_scalar(&sites)
    }

    /// The type of all the sites, if they have the same without a name; any value otherwise.
    fn same_scalar(&mut self, sites: &[Site]) -> Type {
        let plain = |site: &Site| {
            let site = self.normal(site);
            let facts = facts::gather(self.model, self.settings, &site);
            match facts.types {
                _ if site.always.is_empty() => None,
                TypeSet::BOOLEAN => Some(Type::Boolean),
                TypeSet::INTEGER => Some(Type::Integer),
                TypeSet::NUMBER => Some(Type::Number),
                TypeSet::STRING => match Strings::of(&facts) {
                    Strings::Refined(refined) => Some(self.refined(&facts, refined)),
                    _ => Some(Type::String),
                },
                _ => None,
            }
        };
        let types: Option<Vec<Type>> = sites.iter().map(plain).collect();
        let types = types.unwrap_or_default();
        match types.first() {
            Some(first) if types.iter().all(|ty| ty == first) => first.clone(),
            _ => Type::Value,
        }
    }

    fn is_never(&self, schema: SchemaId) -> bool {
        let assertions = &self.model.schema(schema).assertions;
        assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never))
    }

    fn object(&mut self, site: &Site, facts: &Facts<'m>) -> Type {
        let mut mentions = facts.members.clone();
        let own: Vec<(usize, bool)> =
            mentions.iter().map(|mention| (mention.always.len(), mention.is_required)).collect();
        for agreed in facts.choices.iter().flat_map(branch::agreed) {
            let known = mentions.iter_mut().find(|mention| mention.wire_name == agreed.wire_name);
            let known = known.expect("what a branch names is mentioned");
            known.always.extend(agreed.always);
            known.is_required |= agreed.is_required;
        }
        if mentions.iter().all(|mention| mention.is_weak) && !facts.is_closed {
            let is_listed = mentions.iter().any(|mention| mention.is_listed);
            let rest = self.rest(facts).filter(|_| !is_listed);
            return Type::map_of(rest.unwrap_or(Type::Value));
        }
        let id = self.define(site);
        let wire_names: Vec<&str> = mentions.iter().map(|mention| mention.wire_name.as_str()).collect();
        let idents = name::fields(&wire_names);
        let mut members = Vec::new();
        for ((mention, (own, is_required_itself)), ident) in mentions.into_iter().zip(own).zip(idents) {
            let agreed = mention.always.len() - own;
            members.push(Member { agreed, is_required_itself, ..self.member(mention, ident) });
        }
        let rest = self.rest(facts).map(|ty| (name::REST.to_owned(), ty.contained()));
        self.definitions[id.0].kind = Kind::Struct(Struct { members, rest, is_closed: facts.is_closed });
        Type::Named(id)
    }

    fn member(&mut self, mention: Mention, ident: String) -> Member {
        let Mention { wire_name, is_required, always, perhaps, is_listed, .. } = mention;
        let site = Site { always, perhaps, ..Site::default() };
        let ty = if is_listed { Type::Value } else { self.type_of(&site) };
        let ty = match ty {
            // What a native integer is read by stands at the member, and knows `Option` only for a member that may be absent.
            Type::Nullable(inner) => Type::Nullable(Box::new(inner.contained())),
            ty => ty,
        };
        if let Type::Native(native) = ty {
            self.note_native(&site, native);
        }
        let facts = facts::gather(self.model, self.settings, &site);
        let is_nullable = site.always.is_empty() || facts.types.contains(TypeSet::NULL) || ty == Type::Value;
        Member { wire_name, ident, ty, is_required, is_nullable, site, agreed: 0, is_required_itself: is_required }
    }

    /// The type of the members without a name, if the schemas say more of them than whether they may be there.
    fn rest(&mut self, facts: &Facts<'m>) -> Option<Type> {
        if facts.has_loose_rest {
            return Some(Type::Value);
        }
        let says_something = |schema: &SchemaId| {
            !self.is_never(*schema) && !self.model.schema(self.model.typed_target(*schema)).assertions.is_empty()
        };
        let described: Vec<_> = facts
            .rests
            .iter()
            .filter(|rest| !rest.patterns.is_empty() || rest.additional.as_ref().is_some_and(says_something))
            .collect();
        if described.is_empty() {
            return None;
        }
        if described.iter().all(|rest| rest.patterns.is_empty()) {
            let always = described.iter().filter_map(|rest| rest.additional).collect();
            return Some(self.type_of(&Site { always, ..Site::default() }));
        }
        let [rest] = described.as_slice() else {
            return Some(Type::Value);
        };
        let takes_all = rest
            .patterns
            .iter()
            .any(|(pattern, _)| matches!(pattern.source.as_str(), "" | ".*" | "^.*$" | "^" | "^.*"));
        let additional = rest.additional.filter(|schema| !self.is_never(*schema));
        if rest.additional.is_none() && !takes_all {
            return Some(Type::Value);
        }
        let additional = additional.filter(|_| !takes_all);
        let sites: Vec<Site> =
            rest.patterns.iter().map(|(_, schema)| *schema).chain(additional).map(Site::of).collect();
        let mut normal = sites.iter().map(|site| self.normal(site));
        let first = normal.next()?;
        if normal.all(|site| site == first) {
            return Some(self.type_of(&first));
        }
        Some(self.same_scalar(&sites))
    }

    /// Gives the site's type a definition, if it has none yet.
    fn define(&mut self, site: &Site) -> DefinitionId {
        let id = DefinitionId(self.definitions.len());
        if let Some((_, named)) = self.open.iter_mut().rev().find(|(open, _)| open == site) {
            if let Some(known) = named {
                return *known;
            }
            *named = Some(id);
        }
        // Its name is decided when all are known.
        self.definitions.push(Definition {
            ident: String::new(),
            alias: String::new(),
            home: Owner::Shared,
            shared: None,
            site: site.clone(),
            kind: Kind::Newtype(Type::Value),
            origin: Origin::Part(String::new(), String::new()),
        });
        self.known.insert(site.clone(), Type::Named(id));
        id
    }

    /// The definitions in the order in which they are to be read.
    fn ordered(self, order: &[DefinitionId], roots: &[DefinitionId]) -> Shapes {
        let position: BTreeMap<DefinitionId, DefinitionId> =
            order.iter().enumerate().map(|(new, old)| (*old, DefinitionId(new))).collect();
        let renamed = |ty: &Type| rename(ty, &position);
        let mut definitions: Vec<Definition> = order.iter().map(|id| self.definitions[id.0].clone()).collect();
        for definition in &mut definitions {
            match &mut definition.kind {
                Kind::Struct(it) => {
                    it.members.iter_mut().for_each(|member| member.ty = renamed(&member.ty));
                    it.rest.iter_mut().for_each(|(_, ty)| *ty = renamed(ty));
                }
                Kind::Union(variants) => variants.iter_mut().for_each(|variant| variant.ty = renamed(&variant.ty)),
                Kind::Newtype(ty) => *ty = renamed(ty),
                Kind::Enum(_) => {}
            }
        }
        let roots = roots.iter().map(|root| position[root]).collect();
        Shapes { definitions, roots, refined: self.refined, widened: self.widened }
    }
}

fn has_parts(value: &Node) -> bool {
    matches!(value.value, Value::Object(_) | Value::Array(_))
}

/// Returns the schemas that name a member of an instance, or of one of its parts.
fn naming_parts(model: &Model) -> BTreeSet<SchemaId> {
    let mut found = BTreeSet::new();
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut open = Vec::new();
    for id in model.ids() {
        for assertion in &model.schema(id).assertions {
            let names = match &assertion.kind {
                AssertionKind::Properties(_)
                | AssertionKind::PatternProperties(_)
                | AssertionKind::DependentSchemas(_)
                | AssertionKind::DependentRequired(_)
                | AssertionKind::Required(_) => true,
                AssertionKind::Enum(values) => values.iter().any(has_parts),
                AssertionKind::Const(value) => has_parts(value),
                _ => false,
            };
            if names {
                open.push(id);
            }
            for (_, applied) in assertion.kind.subschemas(assertion.keyword) {
                users.entry(applied).or_default().push(id);
            }
        }
    }
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(users.get(&id).into_iter().flatten());
        }
    }
    found
}

fn rename(ty: &Type, position: &BTreeMap<DefinitionId, DefinitionId>) -> Type {
    match ty {
        Type::Named(id) => Type::Named(position[id]),
        Type::Array(inner) => Type::Array(Box::new(rename(inner, position))),
        Type::Map(inner) => Type::Map(Box::new(rename(inner, position))),
        Type::Nullable(inner) => Type::Nullable(Box::new(rename(inner, position))),
        other => other.clone(),
    }
}

/// The place of those instances of a site that one branch of it accepts.
fn branch_site(site: &Site, branch: SchemaId, json_type: TypeSet) -> Site {
    let types = Types(site.types.0.intersection(json_type));
    Site { always: vec![branch], perhaps: site.perhaps.clone(), types }
}
