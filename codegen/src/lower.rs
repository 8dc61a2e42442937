//! Schemas of any dialect → model: one meaning, every reference resolved.
//!
//! Dynamic references become static here: a schema that is reached through different dynamic scopes is lowered once for each. No later pass
//! knows about them.

mod annotation;
mod assertion;
mod separate;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

pub(crate) use crate::keyword::leaf::Options;
pub(crate) use separate::separate;

use crate::json::{Node, Value};
use crate::keyword;
use crate::keyword::dialect::Dialect;
use crate::model::{Annotations, Assertion, AssertionKind, Schema, SchemaId};
use crate::schema::registry::{Dangling, Location, Registry};
use crate::source::diagnostic::{Diagnostic, Diagnostics, Severity};

/// The dynamic anchors bound by the dynamic scope: name → the outermost schema with that anchor.
type Bindings = Rc<BTreeMap<String, Location>>;

/// Lowers the schemas at `roots` and all that they reach. The registry's findings must have passed the gate, except for dangling
/// references: those are errors in reached schemas, and warnings elsewhere.
///
/// # Errors
///
/// `unresolved-ref` for each dangling reference of a reached schema, `unsupported-pattern` for each pattern without an exact translation,
/// `unsupported-number` for each divisor that is too long.
pub(crate) fn lower(
    registry: &mut Registry,
    roots: &[Location],
    options: Options,
    dangling: Vec<Dangling>,
) -> Result<(Lowered, Diagnostics), Diagnostics> {
    let mut lowering = Lowering {
        registry,
        options,
        known: BTreeMap::new(),
        open: VecDeque::new(),
        schemas: Vec::new(),
        unasserted: BTreeSet::new(),
        diagnostics: Diagnostics::new(),
    };
    let ids = roots.iter().map(|root| lowering.id(root.clone(), &Bindings::default())).collect();
    while let Some((location, bindings)) = lowering.open.pop_front() {
        let schema = lowering.schema(&location, &bindings);
        lowering.schemas.push(schema);
    }
    let reached: BTreeSet<Location> = lowering.known.into_keys().map(|(location, _)| location).collect();
    let place =
        |it: &Dangling| it.finding.place.as_ref().map(|place| (place.source.path().to_owned(), place.span.start));
    let (used, others): (Vec<Dangling>, Vec<Dangling>) =
        dangling.into_iter().partition(|it| reached.contains(&it.schema));
    // What the crate keeps is also a document of its own, which nothing uses.
    let places: BTreeSet<_> = used.iter().map(place).collect();
    let others = others.into_iter().filter(|it| !places.contains(&place(it))).map(|it| unused(it.finding));
    for finding in others.chain(used.iter().map(|it| it.finding.clone())) {
        lowering.diagnostics.push(finding);
    }
    let lowered = Lowered { schemas: lowering.schemas, roots: ids };
    lowering.diagnostics.gate(lowered)
}

/// Turns a dangling reference of an unused schema into a warning.
fn unused(finding: Diagnostic) -> Diagnostic {
    let message = format!("{}; nothing uses this schema", finding.message);
    Diagnostic { severity: Severity::Warning, message, ..finding }
}

/// The result of [`lower`].
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    /// The reached schemas by id.
    pub(crate) schemas: Vec<Schema>,
    /// The id of each root.
    pub(crate) roots: Vec<SchemaId>,
}

struct Lowering<'r> {
    registry: &'r mut Registry,
    options: Options,
    known: BTreeMap<(Location, Bindings), SchemaId>,
    /// The schemas with an id that are not lowered yet, in the order of ids.
    open: VecDeque<(Location, Bindings)>,
    schemas: Vec<Schema>,
    /// The formats already reported as not asserted.
    unasserted: BTreeSet<String>,
    diagnostics: Diagnostics,
}

/// The schema being lowered.
struct Context<'a> {
    location: &'a Location,
    node: &'a Node,
    dialect: Dialect,
    bindings: &'a Bindings,
}

impl Context<'_> {
    /// Returns the location of a subschema.
    fn below<T: std::fmt::Display>(&self, tokens: impl IntoIterator<Item = T>) -> Location {
        let pointer = tokens.into_iter().fold(self.location.pointer.clone(), |pointer, token| pointer.join(token));
        Location { document: self.location.document, pointer }
    }
}

impl Lowering<'_> {
    /// Returns the id of the schema at a location, reached with these bindings.
    fn id(&mut self, location: Location, bindings: &Bindings) -> SchemaId {
        let bindings = self.enter(&location, bindings);
        let next = SchemaId(self.known.len());
        let id = *self.known.entry((location.clone(), Rc::clone(&bindings))).or_insert(next);
        if id == next {
            self.open.push_back((location, bindings));
        }
        id
    }

    /// Returns the bindings inside a resource: its dynamic anchors are bound unless an outer resource has bound the name.
    fn enter(&self, location: &Location, bindings: &Bindings) -> Bindings {
        let base = &self.registry.scope(location).base;
        let new: Vec<_> =
            self.registry.dynamic_anchors(base).filter(|(anchor, _)| !bindings.contains_key(*anchor)).collect();
        if new.is_empty() {
            return Rc::clone(bindings);
        }
        let mut extended = BTreeMap::clone(bindings);
        extended.extend(new.into_iter().map(|(anchor, location)| (anchor.to_owned(), location.clone())));
        Rc::new(extended)
    }

    fn schema(&mut self, location: &Location, bindings: &Bindings) -> Schema {
        let document = std::sync::Arc::clone(self.registry.document(location));
        let node = document.get(&location.pointer).expect("the registry gave the location");
        let place = document.place(node, &location.pointer);
        let uri = self.registry.uri(location);
        let dialect = self.registry.scope(location).dialect;
        let context = Context { location, node, dialect, bindings };
        let mut schema = Schema { place, uri, annotations: Annotations::default(), assertions: Vec::new() };
        match &node.value {
            Value::Boolean(false) => {
                let place = schema.place.clone();
                schema.assertions.push(Assertion { keyword: "", place, kind: AssertionKind::Never });
            }
            Value::Object(members) => {
                let hides_siblings = dialect.draft.ref_hides_siblings() && node.get("$ref").is_some();
                for member in members.iter().filter(|member| !hides_siblings || member.name == "$ref") {
                    self.keyword(&context, &member.name, &member.node, &mut schema);
                }
            }
            _ => {}
        }
        schema
    }

    fn keyword(&mut self, context: &Context<'_>, wire_name: &str, node: &Node, schema: &mut Schema) {
        let pointer = context.location.pointer.join(wire_name);
        let place = self.registry.document(context.location).place(node, &pointer);
        let Some(keyword) = keyword::find(wire_name, context.dialect) else {
            schema.annotations.other.push((wire_name.to_owned(), node.clone()));
            return;
        };
        if keyword.spelling == "dependencies" {
            let assertions = self.dependencies(context, node).into_iter();
            schema.assertions.extend(assertions.map(|kind| Assertion {
                keyword: keyword.spelling,
                place: place.clone(),
                kind,
            }));
            return;
        }
        match self.assertion(context, keyword, node, &place) {
            Some(kind) => schema.assertions.push(Assertion { keyword: keyword.spelling, place, kind }),
            None => self.annotation(keyword.spelling, node, &place, &mut schema.annotations),
        }
    }

    /// Returns the target of a reference.
    fn reference(&mut self, context: &Context<'_>, node: &Node, is_dynamic: bool) -> Option<SchemaId> {
        let target = self.registry.resolve(context.location, node.as_str()?, &mut self.diagnostics).ok()?;
        let bound = target.dynamic_anchor.filter(|_| is_dynamic).and_then(|anchor| {
            // The dynamic scope binds the name, or the reference acts as a static one.
            context.bindings.get(&anchor).cloned()
        });
        Some(self.id(bound.unwrap_or(target.location), context.bindings))
    }
}
