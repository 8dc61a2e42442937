//! Sites → types: the walk from the roots, and the choice of a type for each site that it meets.

use std::collections::{BTreeMap, BTreeSet};

use super::branch::{self, Branches};
use super::facts::{self, Facts, Mention};
use super::scalar::{self, Strings};
use super::{
    Definition, DefinitionId, Kind, Member, Origin, Settings, Shapes, Site, Struct, Symbol, Test, Type, Types, Variant,
};
use crate::catalog::RefinedType;
use crate::emit::types::name::{self, Names};
use crate::model::{Assertion, AssertionKind, Model, SchemaId, TypeSet};

/// The single types, numbers taken together, in the order in which a union has them.
const JSON_TYPES: [(TypeSet, &str); 5] = [
    (TypeSet::OBJECT, "Object"),
    (TypeSet::ARRAY, "Array"),
    (TypeSet::STRING, "String"),
    (TypeSet::NUMBER, "Number"),
    (TypeSet::BOOLEAN, "Boolean"),
];

pub(super) fn shape(model: &Model, settings: &Settings) -> Shapes {
    let mut names = Names::of_types(&settings.reserved);
    for root in &model.roots {
        names.take_type(&root.ident);
    }
    let mut deciding = Deciding {
        model,
        settings,
        names,
        known: BTreeMap::new(),
        open: BTreeMap::new(),
        definitions: Vec::new(),
        refined: BTreeSet::new(),
    };
    // Every root has its name before any type is decided, so that a reference to one finds it.
    let roots: Vec<DefinitionId> = (0..model.roots.len()).map(|index| deciding.define_root(index)).collect();
    let mut order = Vec::new();
    for (index, root) in model.roots.iter().enumerate() {
        let first = deciding.definitions.len();
        deciding.decide_root(index, &root.ident);
        order.push(roots[index]);
        order.extend((first..deciding.definitions.len()).map(DefinitionId));
    }
    deciding.ordered(&order, &roots)
}

struct Deciding<'m> {
    model: &'m Model,
    settings: &'m Settings,
    names: Names,
    /// The types of the sites that are decided, or that have a name already.
    known: BTreeMap<Site, Type>,
    /// The sites that are being decided, each with its name as soon as it has one.
    open: BTreeMap<Site, Option<DefinitionId>>,
    definitions: Vec<Definition>,
    refined: BTreeSet<SchemaId>,
}

/// What a type is called when its schema does not say.
#[derive(Clone, Debug)]
struct Hint {
    parent: String,
    part: String,
    /// Whether this goes before what the schema says.
    is_first: bool,
}

impl Hint {
    fn part(parent: &str, part: &str) -> Self {
        Self { parent: parent.to_owned(), part: part.to_owned(), is_first: false }
    }

    fn inside(&self, part: &str) -> Self {
        Self { part: format!("{} {part}", self.part), ..self.clone() }
    }
}

impl<'m> Deciding<'m> {
    fn define_root(&mut self, index: usize) -> DefinitionId {
        let root = &self.model.roots[index];
        let site = Site::of(root.schema);
        let kind = Kind::Newtype(Type::Value);
        let origin = Origin::Root(index);
        self.definitions.push(Definition { ident: root.ident.clone(), site: site.clone(), kind, origin });
        let id = DefinitionId(self.definitions.len() - 1);
        // Of two roots with one schema, the first is its type.
        self.known.entry(site).or_insert(Type::Named(id));
        id
    }

    fn decide_root(&mut self, index: usize, ident: &str) {
        let id = DefinitionId(index);
        let site = Site::of(self.model.roots[index].schema);
        if self.known.get(&site) != Some(&Type::Named(id)) {
            let ty = self.known[&site].clone();
            self.definitions[index].kind = Kind::Newtype(ty);
            return;
        }
        self.open.insert(site.clone(), Some(id));
        let ty = self.decide(&site, &Hint::part(ident, ""));
        self.open.remove(&site);
        self.close(id, ty);
    }

    /// A definition whose site turned out to have a type without a name is that type under its name.
    fn close(&mut self, id: DefinitionId, ty: Type) {
        if ty != Type::Named(id) {
            self.definitions[id.0].kind = Kind::Newtype(ty.contained());
        }
    }

    /// The type of what stands at a site.
    fn type_of(&mut self, site: &Site, hint: &Hint) -> Type {
        let site = self.normal(site);
        if site.always.is_empty() {
            return Type::Value;
        }
        if let Some(known) = self.known.get(&site) {
            return known.clone();
        }
        if self.open.contains_key(&site) {
            return Type::Named(self.define(&site, hint));
        }
        self.open.insert(site.clone(), None);
        let ty = self.decide(&site, hint);
        let named = self.open.remove(&site).flatten();
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

    /// The same site in the one form that all who mean it share: references followed, what says nothing left out.
    fn normal(&self, site: &Site) -> Site {
        let mut always = Vec::new();
        for schema in site.always.iter().map(|schema| self.target(*schema)) {
            if !self.model.schema(schema).assertions.is_empty() && !always.contains(&schema) {
                always.push(schema);
            }
        }
        let mut perhaps = Vec::new();
        for schema in site.perhaps.iter().map(|schema| self.target(*schema)) {
            if !always.contains(&schema) && !perhaps.contains(&schema) && self.names_parts(schema, &mut Vec::new()) {
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

    /// Where a schema leads that is nothing but a reference; the schema itself if it is more, or a root.
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

    /// Whether a schema names a member of an instance, or of one of its parts.
    fn names_parts(&self, schema: SchemaId, seen: &mut Vec<SchemaId>) -> bool {
        if seen.contains(&schema) {
            return false;
        }
        seen.push(schema);
        self.model.schema(schema).assertions.iter().any(|assertion| match &assertion.kind {
            AssertionKind::Properties(_)
            | AssertionKind::PatternProperties(_)
            | AssertionKind::DependentSchemas(_)
            | AssertionKind::DependentRequired(_)
            | AssertionKind::Required(_) => true,
            kind => kind.subschemas(assertion.keyword).into_iter().any(|(_, schema)| self.names_parts(schema, seen)),
        })
    }

    fn decide(&mut self, site: &Site, hint: &Hint) -> Type {
        let facts = facts::gather(self.model, self.settings, site);
        let types = facts.types;
        if types == TypeSet::NULL {
            return Type::Null;
        }
        let is_open = TypeSet::ALL.without(types).names().count() < 2;
        if types.contains(TypeSet::NULL) && !is_open {
            return match self.type_of(&site.restricted(TypeSet::ALL.without(TypeSet::NULL)), hint) {
                Type::Value => Type::Value,
                Type::Null => Type::Null,
                Type::Nullable(inner) => Type::Nullable(inner),
                inner => Type::Nullable(Box::new(inner.contained())),
            };
        }
        let present: Vec<_> = JSON_TYPES.into_iter().filter(|(json_type, _)| types.intersects(*json_type)).collect();
        match present.as_slice() {
            [] => Type::Value,
            [(json_type, word)] => match self.branches(site, &facts, *json_type) {
                Some(branches) => self.apart(site, branches, *json_type, word, hint),
                None => self.whole(site, &facts, *json_type, hint),
            },
            _ => self.several(site, &facts, &present, hint),
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
    fn apart(
        &mut self,
        site: &Site,
        branches: Vec<(SchemaId, Test)>,
        json_type: TypeSet,
        word: &str,
        hint: &Hint,
    ) -> Type {
        if let [(branch, _)] = branches.as_slice() {
            return self.type_of(&branch_site(site, *branch, json_type), hint);
        }
        let id = self.define(site, hint);
        let mut names = Names::default();
        let variants = self.variants(site, branches, json_type, word, id, &mut names);
        self.union(id, variants)
    }

    fn variants(
        &mut self,
        site: &Site,
        branches: Vec<(SchemaId, Test)>,
        json_type: TypeSet,
        word: &str,
        id: DefinitionId,
        names: &mut Names,
    ) -> Vec<Variant> {
        let parent = self.definitions[id.0].ident.clone();
        let mut variants = Vec::new();
        for (branch, test) in branches {
            let site = self.normal(&branch_site(site, branch, json_type));
            let candidate = match &test {
                Test::Tag(_, values) if values.len() <= 3 => {
                    let words: Vec<String> = values.iter().map(|value| name::variant_ident(value)).collect();
                    Some(words.join("Or"))
                }
                Test::JsonType => Some(word.to_owned()),
                _ => None,
            };
            let candidate = candidate.or_else(|| self.said(&site)).unwrap_or_else(|| word.to_owned());
            let ident = names.of_variant(if candidate == "Unknown" { "UnknownValue" } else { &candidate });
            let hint = Hint::part(&parent, &ident);
            let ty = self.type_of(&site, &hint).contained();
            variants.push(Variant { ident, ty, json_type, test, site });
        }
        variants
    }

    /// The type of a site with instances of several JSON types.
    fn several(&mut self, site: &Site, facts: &Facts<'m>, present: &[(TypeSet, &'static str)], hint: &Hint) -> Type {
        let interesting = |json_type: TypeSet| match json_type {
            TypeSet::OBJECT => {
                !facts.members.is_empty()
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
        let kept: Vec<_> =
            present.iter().copied().filter(|(json_type, _)| !is_wide || interesting(*json_type)).collect();
        if kept.is_empty() {
            return Type::Value;
        }
        let id = self.define(site, hint);
        let parent = self.definitions[id.0].ident.clone();
        let mut names = Names::default();
        let mut variants = Vec::new();
        for (json_type, word) in kept {
            let part = self.normal(&site.restricted(json_type));
            if let Some(branches) = self.branches(&part, facts, json_type) {
                variants.extend(self.variants(&part, branches, json_type, word, id, &mut names));
                continue;
            }
            let hint = Hint { is_first: true, ..Hint::part(&parent, word) };
            let ty = self.type_of(&part, &hint).contained();
            let word = if ty == Type::Integer { "Integer" } else { word };
            let ident = names.of_variant(word);
            variants.push(Variant { ident, ty, json_type, test: Test::JsonType, site: part });
        }
        self.union(id, variants)
    }

    fn union(&mut self, id: DefinitionId, variants: Vec<Variant>) -> Type {
        self.definitions[id.0].kind = Kind::Union(variants);
        Type::Named(id)
    }

    /// The type of a site with instances of one JSON type, taken as a whole.
    fn whole(&mut self, site: &Site, facts: &Facts<'m>, json_type: TypeSet, hint: &Hint) -> Type {
        match json_type {
            TypeSet::OBJECT => self.object(site, facts, hint),
            TypeSet::ARRAY => Type::array_of(self.element(facts, hint)),
            TypeSet::STRING => self.string(site, facts, hint),
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
        }
    }

    fn string(&mut self, site: &Site, facts: &Facts<'m>, hint: &Hint) -> Type {
        let values = match Strings::of(facts) {
            Strings::Refined(refined) => return self.refined(facts, refined),
            Strings::Any(values) | Strings::Listed(values) if values.is_empty() => return Type::String,
            Strings::Any(values) | Strings::Listed(values) => values,
        };
        let id = self.define(site, hint);
        let mut names = Names::default();
        names.take_type("Unknown");
        let symbols = values.into_iter().map(|wire_name| {
            let ident = names.of_variant(&name::variant_ident(&wire_name));
            Symbol { wire_name, ident }
        });
        self.definitions[id.0].kind = Kind::Enum(symbols.collect());
        Type::Named(id)
    }

    /// The type that every element has.
    fn element(&mut self, facts: &Facts<'m>, hint: &Hint) -> Type {
        let hint = hint.inside("item");
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
            return self.type_of(&Site { always, perhaps, ..Site::default() }, &hint);
        }
        let mut normal = sites.iter().map(|site| self.normal(site));
        let first = normal.next().expect("it is not empty");
        if always.is_empty() && perhaps.is_empty() && normal.all(|site| site == first) {
            return self.type_of(&first, &hint);
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

    fn object(&mut self, site: &Site, facts: &Facts<'m>, hint: &Hint) -> Type {
        let mut mentions = facts.members.clone();
        let own: Vec<(usize, bool)> =
            mentions.iter().map(|mention| (mention.always.len(), mention.is_required)).collect();
        for agreed in facts.choices.iter().flat_map(branch::agreed) {
            let known = mentions.iter_mut().find(|mention| mention.wire_name == agreed.wire_name);
            let known = known.expect("what a branch names is mentioned");
            known.always.extend(agreed.always);
            known.is_required |= agreed.is_required;
        }
        let is_closed = facts
            .rests
            .iter()
            .any(|rest| rest.patterns.is_empty() && rest.additional.is_some_and(|schema| self.is_never(schema)));
        if mentions.is_empty() && !is_closed {
            let rest = self.rest(facts, &hint.inside("value")).unwrap_or(Type::Value);
            return Type::map_of(rest);
        }
        let id = self.define(site, hint);
        let ident = self.definitions[id.0].ident.clone();
        let mut names = Names::default();
        let members: Vec<Member> = mentions
            .into_iter()
            .zip(own)
            .map(|(mention, (own, is_required_itself))| {
                let agreed = mention.always.len() - own;
                Member { agreed, is_required_itself, ..self.member(mention, &ident, &mut names) }
            })
            .collect();
        let rest = self.rest(facts, &Hint::part(&ident, "other"));
        let rest = rest.map(|ty| (names.of_field("other"), ty.contained()));
        // What is read member by member is read by its type alone.
        let contained = |member: Member| Member { ty: member.ty.contained(), ..member };
        let members = if rest.is_some() { members.into_iter().map(contained).collect() } else { members };
        self.definitions[id.0].kind = Kind::Struct(Struct { members, rest });
        Type::Named(id)
    }

    fn member(&mut self, mention: Mention, parent: &str, names: &mut Names) -> Member {
        let Mention { wire_name, is_required, always, perhaps } = mention;
        let site = Site { always, perhaps, ..Site::default() };
        let ident = names.of_field(&name::field_ident(&wire_name));
        let ty = self.type_of(&site, &Hint::part(parent, &ident));
        let ty = match ty {
            // What a native integer is read by stands at the member, and knows `Option` only for a member that may be absent.
            Type::Nullable(inner) => Type::Nullable(Box::new(inner.contained())),
            ty => ty,
        };
        let facts = facts::gather(self.model, self.settings, &site);
        let is_nullable = site.always.is_empty() || facts.types.contains(TypeSet::NULL) || ty == Type::Value;
        Member { wire_name, ident, ty, is_required, is_nullable, site, agreed: 0, is_required_itself: is_required }
    }

    /// The type of the members without a name, if the schemas say more of them than whether they may be there.
    fn rest(&mut self, facts: &Facts<'m>, hint: &Hint) -> Option<Type> {
        if facts.has_loose_rest {
            return Some(Type::Value);
        }
        let says_something = |schema: &SchemaId| {
            !self.is_never(*schema) && !self.model.schema(self.target(*schema)).assertions.is_empty()
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
            return Some(self.type_of(&Site { always, ..Site::default() }, hint));
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
            return Some(self.type_of(&first, hint));
        }
        Some(self.same_scalar(&sites))
    }

    /// Gives the site's type a name.
    fn define(&mut self, site: &Site, hint: &Hint) -> DefinitionId {
        if let Some(Some(id)) = self.open.get(site) {
            return *id;
        }
        let part = name::type_ident(&format!("{} {}", hint.parent, hint.part)).unwrap_or_else(|| hint.parent.clone());
        let candidates: Vec<String> = match self.said(site) {
            Some(said) if hint.is_first => vec![part, said],
            Some(said) => vec![said, part],
            None => vec![part],
        };
        let ident = self.names.of_type(&candidates);
        let origin = Origin::Part(hint.parent.clone(), hint.part.clone());
        self.definitions.push(Definition { ident, site: site.clone(), kind: Kind::Newtype(Type::Value), origin });
        let id = DefinitionId(self.definitions.len() - 1);
        if let Some(open) = self.open.get_mut(site) {
            *open = Some(id);
        }
        self.known.insert(site.clone(), Type::Named(id));
        id
    }

    /// What the schema at a site is called in its document: its key in `$defs`, else its title.
    fn said(&self, site: &Site) -> Option<String> {
        let [schema] = site.always.as_slice() else {
            return None;
        };
        let schema = self.model.schema(self.target(*schema));
        let tokens: Vec<String> = schema.pointer().tokens().collect();
        if let [.., list, key] = tokens.as_slice()
            && matches!(list.as_str(), "$defs" | "definitions")
        {
            let segment = key.rsplit(['/', '#']).find(|segment| !segment.is_empty()).unwrap_or(key);
            return name::type_ident(segment.strip_suffix(".json").unwrap_or(segment));
        }
        let title = schema.annotations.title.as_deref().filter(|title| title.split_whitespace().count() <= 4);
        let stem = || {
            let path = schema.place.source.path();
            let file = path.rsplit('/').next().unwrap_or(path);
            tokens.is_empty().then(|| file.trim_end_matches(".json").trim_end_matches(".schema"))
        };
        name::type_ident(title.or_else(stem)?)
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
        Shapes { definitions, roots, refined: self.refined }
    }
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
