//! The registry of documents, with their schemas and the targets of references.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::json::{Document, Node, Value};
use crate::keyword::dialect::{self, Dialect, Vocabularies, Vocabulary};
pub use crate::schema::dangling::Unresolved;
use crate::schema::{dangling, meta};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};
use crate::source::nearest::nearest;
use crate::source::uri;

/// A location in the registry's documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The index of the document.
    pub document: usize,
    /// The pointer to the value.
    pub pointer: Pointer,
}

/// The scope of a schema.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The URI of its schema resource, without a fragment.
    pub base: String,
    /// The root of the resource.
    pub resource: Location,
    /// The dialect.
    pub dialect: Dialect,
}

/// A plain-name anchor of a resource.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    pub(super) location: Location,
    pub(super) is_dynamic: bool,
}

/// The target of a reference.
#[derive(Clone, Debug)]
pub struct Target {
    /// The location of the schema.
    pub location: Location,
    /// The name of the dynamic anchor by which the reference found the schema.
    pub dynamic_anchor: Option<String>,
}

/// The key for `$recursiveAnchor`, which no anchor can have.
pub(super) const RECURSIVE: &str = "";

/// The registry of documents, with their schemas and the targets of references.
#[derive(Debug, Default)]
pub struct Registry {
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) resources: BTreeMap<String, Location>,
    pub(super) anchors: BTreeMap<(String, String), Anchor>,
    pub(super) scopes: BTreeMap<Location, Scope>,
    pub(super) references: Vec<Reference>,
    /// The places of each member that is no keyword, by document and name.
    pub(super) unknown_keywords: BTreeMap<(usize, String), Vec<Place>>,
    /// The places of each keyword that a `$ref` beside it hides, by document and name.
    pub(super) hidden: BTreeMap<(usize, String), Vec<Place>>,
    /// The members whose names are like that of a keyword, each with a warning.
    pub(super) misspelled: Vec<(Location, Diagnostic)>,
    /// The URIs that two schemas have: references by them are not certain.
    pub(super) repeated: BTreeSet<String>,
    /// The retrieval URI of each document.
    retrieval: Vec<String>,
    /// Offered documents without a reference so far; their findings do not concern the author yet.
    pub(super) offered: BTreeSet<usize>,
    /// The number of searches for a suggestion.
    suggested: usize,
}

/// The number of searches for a suggestion: each compares many names.
const MOST: usize = 100;

/// The keywords for definitions: authors of any draft use either.
const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

fn is_schema(node: &Node) -> bool {
    matches!(node.value, Value::Object(_) | Value::Boolean(_))
}

/// A dangling reference and the schema that contains it.
#[derive(Clone, Debug)]
pub struct Dangling {
    /// The schema.
    pub schema: Location,
    /// The error.
    pub finding: Diagnostic,
}

/// A reference to check.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) schema: Location,
    pub(super) keyword: String,
    pub(super) text: String,
}

impl Registry {
    /// Adds a document by its retrieval URI and visits its schemas; `dialect` is the default for documents without `$schema`.
    pub fn add(
        &mut self,
        uri: &str,
        document: &Arc<Document>,
        dialect: Dialect,
        diagnostics: &mut Diagnostics,
    ) -> Location {
        let location = Location { document: self.documents.len(), pointer: Pointer::root() };
        self.documents.push(Arc::clone(document));
        self.retrieval.push(uri.to_owned());
        self.resources.insert(uri.to_owned(), location.clone());
        let scope = Scope { base: uri.to_owned(), resource: location.clone(), dialect };
        self.visit(&location, &document.root, &scope, diagnostics);
        location
    }

    /// Offers a document for references: its findings are reported only if a reference leads to it, and it takes no URI from the documents
    /// that are added.
    pub fn offer(&mut self, uri: &str, document: &Arc<Document>, dialect: Dialect) {
        let references = self.references.len();
        self.offered.insert(self.documents.len());
        let location = self.add(uri, document, dialect, &mut Diagnostics::new());
        self.references.truncate(references);
        self.unknown_keywords.retain(|(of, _), _| *of != location.document);
        self.hidden.retain(|(of, _), _| *of != location.document);
        self.misspelled.retain(|(of, _)| of.document != location.document);
    }

    /// Offers the published meta-schema with a URI, if there is one, without the parts that documents already define.
    fn offer_meta_schema(&mut self, uri: &str) {
        let is_known = |uri: &str| self.resources.contains_key(uri);
        if is_known(uri) {
            return;
        }
        if let Some((draft, document)) = meta::document(uri, is_known) {
            self.offer(document.source.path(), &document, Dialect::of(draft));
        }
    }

    /// Returns the dialect for a value of `$schema`: that of a draft, or of a meta-schema among the documents.
    pub(super) fn dialect(&self, uri: &str) -> Option<Dialect> {
        if let Some(draft) = dialect::Draft::from_meta_schema(uri) {
            return Some(Dialect::of(draft));
        }
        let location = self.resources.get(uri.trim_end_matches('#'))?;
        let mut dialect = self.scopes.get(location)?.dialect;
        let declared = self.node(location).get("$vocabulary").and_then(Node::as_object);
        for member in declared.into_iter().flatten() {
            let is_first = dialect.vocabularies == Vocabularies::ALL;
            let vocabularies = if is_first { Vocabularies::CORE } else { dialect.vocabularies };
            let required = matches!(member.node.value, Value::Boolean(true));
            match Vocabulary::from_uri(&member.name) {
                Some(vocabulary) => dialect.vocabularies = vocabularies.with(vocabulary),
                None if required => return None,
                None => dialect.vocabularies = vocabularies,
            }
            dialect.asserts_format |= member.name.ends_with("/format-assertion");
        }
        Some(dialect)
    }

    /// Visits an offered document again after the first reference to it.
    fn accept(&mut self, document: usize, diagnostics: &mut Diagnostics) {
        if self.offered.remove(&document) {
            let location = Location { document, pointer: Pointer::root() };
            let (uri, _) = self.resources.iter().find(|(_, known)| **known == location).expect("it was added");
            let dialect = self.scope(&location).dialect;
            let scope = Scope { base: uri.clone(), resource: location.clone(), dialect };
            let root = Arc::clone(&self.documents[document]);
            self.visit(&location, &root.root, &scope, diagnostics);
        }
    }

    /// Follows every reference, so that a dangling one is found even in an unused schema. `lower` decides about its severity by whether the
    /// schema is used.
    pub fn follow_all(&mut self, diagnostics: &mut Diagnostics) -> Vec<Dangling> {
        let mut next = 0;
        let mut dangling = Vec::new();
        while let Some(reference) = self.references.get(next).cloned() {
            next += 1;
            if let Err(why) = self.resolve(&reference.schema, &reference.text, diagnostics)
                && !self.is_uncertain(&reference)
            {
                let pointer = reference.schema.pointer.join(&reference.keyword);
                let place = self.place(&Location { document: reference.schema.document, pointer });
                let message = format!("dangling `{}`: {}", reference.keyword, why.message);
                let diagnostic = Diagnostic::error("unresolved-ref", message).labelled(place, "this reference");
                dangling.push(Dangling { schema: reference.schema, finding: diagnostic.help(why.help) });
            }
        }
        self.warn_of_unknown(diagnostics);
        self.warn_of_hidden(diagnostics);
        dangling
    }

    /// Warns of members that are no keywords, unless a reference leads to their values or into them: then they are definitions.
    fn warn_of_unknown(&self, diagnostics: &mut Diagnostics) {
        for (member, warning) in &self.misspelled {
            if !self.is_led_to(member.document, &member.pointer) {
                diagnostics.push(warning.clone());
            }
        }
        for ((document, keyword), places) in &self.unknown_keywords {
            let is_led_to = |place: &Place| place.pointer.as_ref().is_some_and(|at| self.is_led_to(*document, at));
            let places: Vec<&Place> = places.iter().filter(|place| !is_led_to(place)).collect();
            let Some(first) = places.first() else { continue };
            let message = format!("unknown keyword `{keyword}`{}", times(places.len()));
            let help = "it is kept as an annotation; prefix it with `x-` if that is intended";
            diagnostics.push(Diagnostic::warning("unknown-keyword", message).at((*first).clone()).help(help));
        }
    }

    /// Warns of keywords that a `$ref` beside them hides.
    fn warn_of_hidden(&self, diagnostics: &mut Diagnostics) {
        for ((_, keyword), places) in &self.hidden {
            let Some(first) = places.first() else { continue };
            let times = times(places.len());
            let message =
                format!("`{keyword}` has no effect{times}: up to draft 7, `$ref` hides the keywords beside it");
            let help = "put both into `allOf`, or move to draft 2019-09 or a later one, which applies it";
            diagnostics.push(Diagnostic::warning("ignored-beside-ref", message).at(first.clone()).help(help));
        }
    }

    /// Returns true if a schema is known at the pointer or below.
    fn is_led_to(&self, document: usize, pointer: &Pointer) -> bool {
        let below = Location { document, pointer: pointer.join("") };
        let next = self.scopes.range(&below..).next().map(|(location, _)| location);
        let is_below =
            |it: &Location| it.document == document && it.pointer.as_str().starts_with(below.pointer.as_str());
        self.scopes.contains_key(&Location { document, pointer: pointer.clone() }) || next.is_some_and(is_below)
    }

    /// Returns true for a reference by a URI that two schemas have.
    fn is_uncertain(&self, reference: &Reference) -> bool {
        let uri = uri::resolve(&self.scope(&reference.schema).base, &reference.text);
        uri.is_some_and(|(uri, _)| self.repeated.contains(&uri))
    }

    /// Returns the document of a location.
    pub fn document(&self, location: &Location) -> &Arc<Document> {
        &self.documents[location.document]
    }

    /// Returns the value at a location of the registry.
    pub fn node(&self, location: &Location) -> &Node {
        self.document(location).get(&location.pointer).expect("the registry gives only locations that exist")
    }

    /// Returns the place of the value at a location of the registry.
    pub fn place(&self, location: &Location) -> Place {
        self.document(location).place(self.node(location), &location.pointer)
    }

    /// Returns the schemas of a document, each with its scope.
    pub fn schemas(&self, document: usize) -> impl Iterator<Item = (&Location, &Scope)> {
        let first = Location { document, pointer: Pointer::root() };
        self.scopes.range(first..).take_while(move |(location, _)| location.document == document)
    }

    /// Returns the scope of a location; `None` if there is no schema.
    pub fn scope_at(&self, location: &Location) -> Option<&Scope> {
        self.scopes.get(location)
    }

    /// Returns the scope of the schema at a location.
    pub fn scope(&self, location: &Location) -> &Scope {
        self.scopes.get(location).expect("the registry visits each schema that it leads to")
    }

    /// Returns the URI of a schema: that of its resource, with its pointer as fragment.
    pub fn uri(&self, location: &Location) -> String {
        let scope = self.scope(location);
        let inside = location.pointer.as_str().strip_prefix(scope.resource.pointer.as_str()).unwrap_or_default();
        format!("{}#{}", scope.base, uri::encode_fragment(inside))
    }

    /// Returns the dynamic anchors of a resource with their names.
    pub fn dynamic_anchors(&self, base: &str) -> impl Iterator<Item = (&str, &Location)> {
        let of_base =
            self.anchors.range((base.to_owned(), String::new())..).take_while(move |((uri, _), _)| uri == base);
        let dynamic = of_base.filter(|(_, anchor)| anchor.is_dynamic);
        dynamic.map(|((_, anchor_name), anchor)| (anchor_name.as_str(), &anchor.location))
    }

    /// Resolves a reference in the schema at `from`.
    ///
    /// # Errors
    ///
    /// The reason why the reference dangles.
    pub fn resolve(
        &mut self,
        from: &Location,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<Target, Unresolved> {
        let base = self.scope(from).base.clone();
        let (uri, fragment) = uri::resolve(&base, reference).ok_or_else(|| Unresolved {
            message: format!("`{reference}` is not a URI reference"),
            help: "percent-encode what a URI must not contain".to_owned(),
        })?;
        self.offer_meta_schema(&uri);
        let (uri, resource) = self.resource(from, reference, &uri)?;
        self.accept(resource.document, diagnostics);
        if fragment.is_empty() {
            let recursive = self.anchors.get(&(uri, RECURSIVE.to_owned())).is_some_and(|it| it.is_dynamic);
            return Ok(Target { location: resource, dynamic_anchor: recursive.then(|| RECURSIVE.to_owned()) });
        }
        if !fragment.starts_with('/') {
            let anchor =
                self.anchors.get(&(uri.clone(), fragment.clone())).ok_or_else(|| self.no_anchor(&uri, &fragment))?;
            let dynamic_anchor = anchor.is_dynamic.then_some(fragment);
            return Ok(Target { location: anchor.location.clone(), dynamic_anchor });
        }
        let nowhere = |message: String, help: String| Unresolved { message, help };
        let pointer = Pointer::parse(&format!("{}{fragment}", resource.pointer)).ok_or_else(|| {
            nowhere(format!("`{fragment}` is not a JSON Pointer"), "write `~` as `~0` and `/` as `~1`".to_owned())
        })?;
        let location = Location { document: resource.document, pointer };
        if self.document(&location).get(&location.pointer).is_none() {
            let path = self.document(&location).source.path();
            let message = format!("`{fragment}` does not exist in {path}");
            let help = self.near(&location, reference, &resource).unwrap_or_else(|| self.siblings(&location));
            return Err(nowhere(message, help));
        }
        self.visit_unvisited(&location, diagnostics);
        Ok(Target { location, dynamic_anchor: None })
    }

    /// Returns the resource with a URI: by its `$id`, its retrieval URI, or its path relative to the referring document. The returned URI
    /// is its `$id`, if it has one: its anchors are registered under that.
    fn resource(&mut self, from: &Location, reference: &str, uri: &str) -> Result<(String, Location), Unresolved> {
        let beside = || Some(uri::resolve(&self.retrieval[from.document], reference)?.0);
        let known = |uri: String| Some((self.resources.get(&uri)?.clone(), uri));
        if let Some((location, uri)) = known(uri.to_owned()).or_else(|| known(beside()?)) {
            return Ok((self.scopes.get(&location).map_or(uri, |scope| scope.base.clone()), location));
        }
        self.suggested += 1;
        let known = self.retrieval.iter().map(String::as_str).filter(|_| self.suggested <= MOST);
        let has = |uri: &str, fragment: &str| self.has(uri, fragment);
        Err(dangling::no_document(reference, uri, &self.retrieval[from.document], known, has))
    }

    /// Returns true if the document with a retrieval URI has a fragment; any may have an anchor.
    fn has(&self, uri: &str, fragment: &str) -> bool {
        let document = self.retrieval.iter().position(|known| known == uri).map(|index| &self.documents[index]);
        let has = |pointer: &Pointer| document.is_some_and(|document| document.get(pointer).is_some());
        (!fragment.is_empty() && !fragment.starts_with('/')) || Pointer::parse(fragment).as_ref().is_some_and(has)
    }

    fn no_anchor(&self, uri: &str, anchor: &str) -> Unresolved {
        let known = self.anchors.keys().filter(|(base, known)| base == uri && known != RECURSIVE);
        let known: Vec<String> = known.map(|(_, anchor)| format!("`#{anchor}`")).collect();
        let help = match known.as_slice() {
            [] => "start the fragment with `#/`, or define an `$anchor`".to_owned(),
            _ => format!("its anchors are {}", known.join(", ")),
        };
        Unresolved { message: format!("no anchor `{anchor}` in <{uri}>"), help }
    }

    /// Suggests a reference for a dangling one: the other keyword for definitions, a similar name, or the definition with that name. Each
    /// search compares all siblings, so their number is limited.
    fn near(&mut self, location: &Location, reference: &str, resource: &Location) -> Option<String> {
        self.suggested += 1;
        if self.suggested > MOST {
            return None;
        }
        let document = self.document(location);
        let mut node = document.get(&resource.pointer)?;
        let mut reached = resource.pointer.clone();
        let inside = location.pointer.as_str().strip_prefix(resource.pointer.as_str())?;
        let mut rest: Vec<String> = Pointer::parse(inside)?.tokens().collect();
        while let Some(child) = rest.first().and_then(|token| node.child(token)) {
            node = child;
            reached = reached.join(rest.remove(0));
        }
        let wrong = rest.first()?.clone();
        let names = || node.as_object().unwrap_or_default().iter().map(|member| member.name.as_str());
        let spelling = DEFINITIONS.iter().copied().filter(|_| DEFINITIONS.contains(&wrong.as_str()));
        let beside = spelling.chain(nearest(&wrong, names().take(1000))).map(|name| {
            let behind = rest[1..].iter().fold(reached.join(name), |pointer, token| pointer.join(token));
            (name, behind)
        });
        let by_name = DEFINITIONS
            .iter()
            .map(|keyword| (*keyword, resource.pointer.join(keyword).join(rest.last().unwrap_or(&wrong))));
        let (_, meant) = beside.chain(by_name).find(|(_, pointer)| document.get(pointer).is_some_and(is_schema))?;
        let inside = meant.as_str().strip_prefix(resource.pointer.as_str())?;
        let before = reference.split('#').next().unwrap_or_default();
        Some(format!("did you mean `{before}#{}`?", uri::encode_fragment(inside)))
    }

    /// Returns the schemas of a document with `$ref`, each with the target, or `None` if it dangles. Findings are known from following them.
    pub fn references(&mut self, document: usize) -> Vec<(Location, Option<Location>)> {
        let locations: Vec<Location> = self.schemas(document).map(|(location, _)| location.clone()).collect();
        let mut known = Diagnostics::new();
        let reference = |location: Location| {
            let reference = self.node(&location).get("$ref").and_then(Node::as_str)?.to_owned();
            let target = self.resolve(&location, &reference, &mut known).ok().map(|target| target.location);
            Some((location, target))
        };
        locations.into_iter().filter_map(reference).collect()
    }

    /// Lists the siblings of a dangling pointer, as help for a typing mistake.
    fn siblings(&self, location: &Location) -> String {
        let tokens: Vec<String> = location.pointer.tokens().collect();
        let document = self.document(location);
        let mut node = &document.root;
        let mut reached = Pointer::root();
        for token in &tokens {
            let Some(child) = node.child(token) else { break };
            node = child;
            reached = reached.join(token);
        }
        let names: Vec<String> =
            node.as_object().unwrap_or_default().iter().take(12).map(|member| format!("`{}`", member.name)).collect();
        match names.as_slice() {
            [] => format!("`#{reached}` has no members"),
            _ => format!("the members of `#{reached}` are {}", names.join(", ")),
        }
    }

    /// Visits a schema in a place where its draft has none, such as below an unknown keyword.
    fn visit_unvisited(&mut self, location: &Location, diagnostics: &mut Diagnostics) {
        if self.scopes.contains_key(location) {
            return;
        }
        let ancestors = std::iter::successors(Some(location.pointer.clone()), Pointer::parent);
        let scope = ancestors.skip(1).find_map(|pointer| {
            let ancestor = Location { document: location.document, pointer };
            self.scopes.get(&ancestor).cloned()
        });
        let Some(scope) = scope else { return };
        let document = Arc::clone(self.document(location));
        let node = document.get(&location.pointer).expect("the caller looked it up");
        self.visit(location, node, &scope, diagnostics);
    }
}

/// Returns how often a member is in a document, unless it is there once.
fn times(count: usize) -> String {
    if count == 1 { String::new() } else { format!(" ({count} times in this document)") }
}
