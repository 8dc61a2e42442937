//! Definitions → names: a type's name depends on its own schema, never on its users or the order of discovery.
//!
//! A type is in the module of the document that contains its schema, so names collide only inside a document. There it is named after the
//! schema itself: the document's entry in the catalogue, title or file; the key in `$defs`, `definitions` or `components/schemas`; and for
//! a schema without a name of its own, its parent and its place there: `OrderBuyerAddress`. A branch of `anyOf` or `oneOf` is identified by
//! its content (see [`Naming::branch_word`]), not by its index, and a branch of lists by that of their elements: `Users`. A title below the
//! document's root is documentation: two members may have the same.
//!
//! If two schemas of a document still want the same name, the one with the more direct claim keeps it (documents, then keys, then places,
//! shorter pointers first), wherever they are; the other has the document's name prepended, or a number.
//!
//! Keys of a file that want one word get longer ones, each with a part of the key that only it has (`naming/key.rs`): none gets that word,
//! so an added key takes away a name at most, and no name comes to mean another key.
//!
//! Branches that want one word get longer ones, each with what only it has: a member, the type of one (`naming/candidate.rs`). None gets a
//! word that another one has, so an added branch takes away a name at most, and no name comes to mean another branch.
//!
//! **The border**: a schema is renamed if a schema with the same name and a more direct claim is added to its document: a key `OrderBuyer`
//! beside an unnamed `buyer` of `Order`; and if a key that ends alike is added. A branch that only its members distinguish is named after
//! its required members, and is renamed with them. A branch without required members is `Object`; beside another such branch, or another
//! one with the same word, it may be named after an optional member, and another such member renames it; a map is named after its values. A
//! branch is renamed if another one has the same word, or the same words in another spelling, as `a-b` and `a.b`; one with a key is named
//! after the key then. An `enum` of one string is a `const`, so a second string makes another branch of it. A string constant of an
//! optional member names a branch as long as other branches with the member have other constants there. A way of an `if` is named after the
//! strings that its condition lists, so another string renames it; so does another string for a branch that only the strings listed in a
//! member tell apart. An added part also ends four equalities: a schema without a name has the type of an equal key, a schema that narrows
//! a key has the key's type, a key beside `null` has the key's type, and an `if` whose ways have one type has no effect.

mod candidate;
mod constant;
mod key;
mod key_word;
mod place;
mod variant;
mod word;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::emit::layout;
use crate::emit::types::name::{self, Wish};
use crate::emit::types::shape::definition::{Definition, Kind, Origin, Part};
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::gather;
use crate::emit::types::shape::naming::constant::{Constant, Texts};
use crate::emit::types::shape::rust_type::DefinitionId;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::{Site, Types, Way};
use crate::emit::types::shape::step::{self, Step};
use crate::keyword::types::TypeSet;
use crate::model::{Model, SchemaId};
use crate::render::fragment::Owner;
use crate::source::location::Pointer;

/// The place of a branch in words.
const VARIANT: &str = "a variant";

/// Names all definitions and the variants of their unions, and assigns their files.
pub(super) fn name(model: &Model, settings: &Settings, definitions: &mut [Definition], roots: &[DefinitionId]) {
    let naming = Naming::new(model, settings);
    let calls: Vec<Call> = definitions.iter().map(|definition| naming.call(&definition.site)).collect();
    let mut homes: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        let root = roots.iter().position(|root| root.0 == index);
        let home = root.map_or(call.home, |root| if settings.is_crate { Owner::Root(root) } else { Owner::Root(0) });
        definitions[index].home = home;
        homes.entry(home).or_default().push(index);
    }
    for indices in homes.values() {
        let is_root = |index: &usize| matches!(definitions[*index].origin, Origin::Root(_));
        let taken: Vec<&str> =
            indices.iter().filter(|index| is_root(index)).map(|index| &*definitions[*index].ident).collect();
        let mut taken = name::taken_types(&settings.reserved, &taken);
        let unnamed: Vec<usize> = indices.iter().copied().filter(|index| !is_root(index)).collect();
        let wishes: Vec<Wish<_>> = unnamed.iter().map(|index| calls[*index].wish()).collect();
        for (index, ident) in unnamed.into_iter().zip(name::types(&wishes, &mut taken)) {
            definitions[index].ident = ident;
            let Call { parent, part, inside, .. } = calls[index].clone();
            definitions[index].origin = Origin::Part(Part { parent: Some(parent), wire_name: part, place: inside });
        }
    }
    if settings.is_crate {
        share(model, settings, definitions, &calls);
    }
    let idents: BTreeSet<String> = definitions.iter().map(|definition| definition.ident.clone()).collect();
    for definition in &mut *definitions {
        if let Origin::Part(part) = &mut definition.origin {
            // A list has no type of its own, and neither has a document without a root.
            part.parent = part.parent.take().filter(|parent| idents.contains(parent) && *parent != definition.ident);
            if part.parent.is_none() && part.wire_name.is_empty() {
                part.wire_name = document_stem(model, &definition.site).unwrap_or_default();
            }
        }
        if let Kind::Union(variants) = &mut definition.kind {
            naming.variants(&definition.site, variants);
        }
    }
    alias(model, definitions);
}

/// Returns the file name, without its extensions, of the document whose root a site is.
fn document_stem(model: &Model, site: &Site) -> Option<String> {
    let root =
        site.always.iter().map(|schema| model.schema(*schema)).find(|schema| schema.pointer().parent().is_none())?;
    let (_, name) = root.place.source.path().rsplit_once('/').unwrap_or(("", root.place.source.path()));
    name.split('.').next().filter(|stem| !stem.is_empty()).map(str::to_owned)
}

/// Assigns the names in `shared` to types of entries that another document refers to.
fn share(model: &Model, settings: &Settings, definitions: &mut [Definition], calls: &[Call]) {
    let referred = layout::referred(model);
    let mut naming = Naming::new(model, settings);
    naming.roots.clear();
    let mut modules: BTreeMap<Owner, Vec<(usize, Call)>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        let site = &definitions[index].site;
        let is_copy = site.always.iter().any(|schema| model.copies.contains_key(schema));
        if matches!(call.home, Owner::Root(_)) && !is_copy && referred.contains(call.path.as_str()) {
            let call = naming.call(site);
            modules.entry(call.home).or_default().push((index, call));
        }
    }
    for (home, calls) in modules {
        let Owner::Document(module) = home else { continue };
        let wishes: Vec<Wish<_>> = calls.iter().map(|(_, call)| call.wish()).collect();
        let idents = name::types(&wishes, &mut name::taken_types(&settings.reserved, &[]));
        for ((index, _), ident) in calls.into_iter().zip(idents) {
            definitions[index].shared = Some((module, ident));
        }
    }
}

/// Assigns names that are unique in the whole crate, for files that import several with one name.
fn alias(model: &Model, definitions: &mut [Definition]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for definition in &*definitions {
        *count.entry(name::type_key(&definition.ident)).or_default() += 1;
    }
    let documents = layout::documents(model);
    let wishes: Vec<Wish<_>> = definitions
        .iter()
        .map(|definition| {
            let is_root = matches!(definition.origin, Origin::Root(_));
            let is_alone = count[&name::type_key(&definition.ident)] == 1;
            let module = match definition.home {
                Owner::Root(index) => &model.roots[index].module,
                Owner::Document(index) => &documents[index],
                Owner::Shared => "",
            };
            let whole = name::joined(module, &definition.ident);
            let candidates = if is_root || is_alone { vec![definition.ident.clone(), whole] } else { vec![whole] };
            Wish { candidates, rank: (!is_root, !is_alone, definition.home, definition.ident.clone()) }
        })
        .collect();
    let aliases = name::types(&wishes, &mut BTreeSet::new());
    for (definition, alias) in definitions.iter_mut().zip(aliases) {
        definition.alias = alias;
    }
}

/// The claim of a schema to its name: the schema with the lower rank keeps it.
type Rank = (Class, usize, String, String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    /// A document or a key.
    Own,
    /// A place in one.
    Place,
    /// A part of a schema's instances, by their type.
    Part,
    /// Several schemas at one place.
    Several,
}

/// The name of a definition by itself.
#[derive(Clone, Debug)]
struct Call {
    home: Owner,
    ident: String,
    /// The name of its document.
    document: String,
    class: Class,
    /// The parent, the member of it, and the place there in words.
    parent: String,
    part: String,
    inside: String,
    path: String,
    pointer: Pointer,
    /// The name of the type of a key whose word something else in the file has.
    other: Option<String>,
    /// The pointer with the signature of each branch before its index.
    place: String,
    /// The second best name of one of the ways of its parent's instances.
    longer: Option<String>,
}

impl Call {
    fn wish(&self) -> Wish<Rank> {
        let whole = name::joined(&self.document, &self.ident);
        let steps = self.pointer.tokens().count();
        let rank = (self.class, steps, self.place.clone(), self.path.clone());
        let ident = self.other.clone().filter(|_| self.class == Class::Own).unwrap_or_else(|| self.ident.clone());
        // The parts of a way may have its name, too.
        Wish { candidates: [ident].into_iter().chain(self.longer.clone()).chain([whole]).collect(), rank }
    }

    /// Descends into a named part.
    fn child(&mut self, part: &str) {
        self.parent.clone_from(&self.ident);
        part.clone_into(&mut self.part);
        self.inside.clear();
        self.ident = name::joined(&self.ident, part);
        self.class = Class::Place;
    }

    /// Descends into an unnamed part; `place` is the place in words.
    fn inside(&mut self, word: &str, place: &str) {
        // A variant of a variant is still one.
        if place != VARIANT || !self.inside.starts_with(VARIANT) {
            let around = if self.inside.is_empty() { String::new() } else { format!(" of {}", self.inside) };
            self.inside = format!("{place}{around}");
        }
        self.ident = name::joined(&self.ident, word);
        self.class = Class::Place;
    }
}

struct Naming<'m> {
    model: &'m Model,
    settings: &'m Settings,
    documents: Vec<String>,
    /// The root of each document that has one.
    roots: BTreeMap<&'m str, usize>,
    /// The schemas by place; copies are distinguished by their root.
    places: BTreeMap<(Option<usize>, &'m str, &'m Pointer), SchemaId>,
    keys: OnceCell<key_word::Words<'m>>,
    /// The known constants and listed strings of branches.
    constants: RefCell<BTreeMap<SchemaId, Vec<Constant>>>,
    texts: RefCell<BTreeMap<SchemaId, Texts>>,
    /// The known facts about the instances that branches may apply to, by the schema around them.
    around: RefCell<BTreeMap<SchemaId, Rc<Facts<'m>>>>,
    /// The known signatures of schemas.
    signatures: RefCell<BTreeMap<SchemaId, Rc<str>>>,
    /// The known words of branches, and the branches whose words are being decided.
    words: RefCell<BTreeMap<SchemaId, String>>,
    deciding: RefCell<BTreeSet<SchemaId>>,
}

impl<'m> Naming<'m> {
    fn new(model: &'m Model, settings: &'m Settings) -> Self {
        let places = model.ids().map(|id| (id, model.schema(id)));
        let copy = |id: &SchemaId| model.copies.get(id).copied();
        let places = places.map(|(id, schema)| ((copy(&id), schema.place.source.path(), schema.pointer()), id));
        Self {
            model,
            settings,
            documents: layout::documents(model),
            roots: model.documents_of_roots(),
            places: places.collect(),
            keys: OnceCell::new(),
            constants: RefCell::default(),
            texts: RefCell::default(),
            around: RefCell::default(),
            signatures: RefCell::default(),
            words: RefCell::default(),
            deciding: RefCell::default(),
        }
    }

    /// Returns the name of a site's definition.
    fn call(&self, site: &Site) -> Call {
        if let Some((way, taken)) = site.taken.split_last() {
            // Behind an `else`, the last way distinguishes it.
            let before = taken.iter().rposition(|way| !matches!(way, Way::Else(..))).map_or(0, |index| index + 1);
            let taken = taken[..before].to_vec();
            let mut call = self.call(&Site { taken, types: Types::default(), ..site.clone() });
            let longer = self.longer_word(*way).map(|word| name::joined(&call.ident, &word));
            call.inside(&self.way_word(*way), VARIANT);
            call.longer = Some(longer.unwrap_or_else(|| name::joined(&call.ident, "Object")));
            if let Some(applied) = way.applied() {
                call.pointer = self.model.schema(applied).pointer().clone();
                call.place = self.place(applied);
            }
            call.class = call.class.max(Class::Part);
            return call;
        }
        let all: Vec<SchemaId> = site.always.iter().chain(&site.perhaps).copied().collect();
        let mut call = match all.as_slice() {
            [] => unreachable!("what nobody describes has no type of its own"),
            [one] => self.own(*one),
            all => match all.iter().filter(|schema| self.is_bound(**schema, all)).min_by_key(|it| self.claim(**it)) {
                Some(bound) => Call { class: Class::Several, ..self.own(*bound) },
                None => self.together(all),
            },
        };
        if site.always.is_empty() {
            call.ident = name::joined(&call.ident, "OrOther");
            call.class = call.class.max(Class::Part);
            return call;
        }
        let facts = gather::gather(self.model, self.settings, &Site { types: Types::default(), ..site.clone() });
        let whole = facts.types.without(TypeSet::NULL);
        let is_root = self.model.roots.iter().any(|root| site.always == [root.schema]);
        if site.types == Types::default() {
            if facts.is_optional() && !is_root {
                call.ident = name::joined(&call.ident, "OrNull");
                call.class = call.class.max(Class::Part);
            }
        } else if is_root || !site.types.0.contains(whole) {
            let word = name::word_of(site.types.0.intersection(facts.types));
            // The context often shows already that a branch is an object.
            if is_root || word != "Object" || !matches!(step::steps(&call.pointer).last(), Some((Step::Branch, _))) {
                call.inside(word, VARIANT);
            }
            call.class = call.class.max(Class::Part);
        }
        call
    }

    /// Returns the name of several schemas at one place, if none of them represents all.
    fn together(&self, all: &[SchemaId]) -> Call {
        let mut calls: Vec<Call> = all.iter().map(|schema| self.own(*schema)).collect();
        calls.sort_by_cached_key(|call| (call.pointer.tokens().count(), call.place.clone(), call.path.clone()));
        let mut idents: Vec<&str> = calls.iter().map(|call| call.ident.as_str()).collect();
        idents.dedup();
        let ident = idents.concat();
        Call { ident, class: Class::Several, ..calls.into_iter().next_back().expect("there are several") }
    }

    /// Returns the rank of a schema among those at one place: the order of their keywords has no meaning.
    fn claim(&self, schema: SchemaId) -> (usize, String) {
        (self.model.schema(schema).pointer().tokens().count(), self.place(schema))
    }

    /// Returns true if a schema never occurs without the others: its parent applies all of their parents.
    fn is_bound(&self, schema: SchemaId, all: &[SchemaId]) -> bool {
        let Some(around) = self.around(schema) else {
            return false;
        };
        let applied = self.model.in_place(around);
        let is_applied = |schema: &SchemaId| {
            let whole = step::whole_of(self.model.schema(*schema).pointer()).and_then(|whole| self.at(*schema, &whole));
            whole.is_some_and(|whole| applied.contains(&whole))
        };
        all.iter().all(|other| *other == schema || is_applied(other))
    }

    /// Returns the outermost schema applied to the same instance as a schema's parent.
    fn around(&self, schema: SchemaId) -> Option<SchemaId> {
        let mut pointer = step::whole_of(self.model.schema(schema).pointer())?;
        while let Some(outer) = step::in_place_of(&pointer) {
            pointer = outer;
        }
        self.at(schema, &pointer)
    }

    /// Returns the schema at another place of a schema's document.
    fn at(&self, schema: SchemaId, pointer: &Pointer) -> Option<SchemaId> {
        let copy = self.model.copies.get(&schema).copied();
        self.places.get(&(copy, self.model.schema(schema).place.source.path(), pointer)).copied()
    }

    /// Returns the root whose document contains a schema.
    fn root(&self, schema: SchemaId) -> Option<usize> {
        let of_document = || self.roots.get(self.model.schema(schema).place.source.path());
        self.model.copies.get(&schema).or_else(of_document).copied()
    }

    /// Returns the name of a schema by itself.
    fn own(&self, id: SchemaId) -> Call {
        let schema = self.model.schema(id);
        let path = schema.place.source.path();
        let document = self.document(id);
        let (home, prefix) = self.home_and_prefix(id);
        let mut call = Call {
            home,
            ident: document.clone(),
            document: document.clone(),
            class: Class::Own,
            parent: document.clone(),
            part: String::new(),
            inside: String::new(),
            path: path.to_owned(),
            pointer: schema.pointer().clone(),
            other: None,
            place: self.place(id),
            longer: None,
        };
        let steps = step::steps(schema.pointer());
        for (index, (step, _)) in steps.iter().enumerate() {
            match step {
                Step::Key(key) => {
                    let around = if index == 0 { &prefix } else { &call.ident };
                    let pointer = steps.get(index + 1).map_or(schema.pointer(), |(_, behind)| behind);
                    let word = self.word_of_key(id, pointer);
                    let (ident, other) = (name::joined(around, &word.text), word.ident);
                    call = Call { ident, other, class: Class::Own, part: key.clone(), inside: String::new(), ..call };
                }
                Step::Child(part) => call.child(part),
                Step::Inside(word) => {
                    let place = match word.as_str() {
                        "item" => "an element".to_owned(),
                        "value" => "a value".to_owned(),
                        "name" => "a member's name".to_owned(),
                        word => word.replace("item", "element"),
                    };
                    call.inside(word, &place);
                }
                Step::InPlace => {
                    let applied = steps.get(index + 1).and_then(|(_, before)| self.at(id, before));
                    if let Some(word) = applied.and_then(|schema| self.then_word(schema)) {
                        call.inside(&word, VARIANT);
                    }
                }
                Step::Branch => {
                    let pointer = steps.get(index + 1).map_or(schema.pointer(), |(_, before)| before);
                    let Some(branch) = self.at(id, pointer) else { continue };
                    let is_element = matches!(steps.get(index + 1), Some((Step::Inside(_), _)));
                    let element = if is_element { self.element_word(branch) } else { None };
                    if let Some(word) = self.branch_place(branch).map(|word| element.unwrap_or(word)) {
                        call.inside(&word, VARIANT);
                    }
                }
            }
        }
        call
    }
}
