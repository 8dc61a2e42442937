//! Validates the values of `default` and `examples` inside schemas.
//!
//! They are documentation and never affect validity [JSON Schema 2020-12 Validation §9.2, §9.5], so an invalid one is a warning.

use crate::json::Node;
use crate::model::{Model, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};
use crate::{interpret, plan};

/// The maximum number of findings that are listed; the others are counted.
const SHOWN: usize = 20;

/// Validates the values of a model's annotations against the schemas that contain them. Returns a warning for each invalid one.
pub fn check(model: &Model) -> Diagnostics {
    let shows = |id: &SchemaId| {
        let annotations = &model.schema(*id).annotations;
        annotations.default.is_some() || !annotations.examples.is_empty()
    };
    // A copy has the same values.
    let schemas: Vec<SchemaId> = model.ids().filter(|id| !model.copies.contains_key(id)).filter(shows).collect();
    let mut found: Vec<Diagnostic> = Vec::new();
    if schemas.is_empty() {
        return Diagnostics::new();
    }
    let plan = plan::plan_of(model, schemas.clone());
    for id in schemas {
        let annotations = &model.schema(id).annotations;
        let default = annotations.default.iter().map(|node| (node, Pointer::root().join("default"), "invalid-default"));
        let examples = annotations
            .examples
            .iter()
            .enumerate()
            .map(|(index, node)| (node, Pointer::root().join("examples").join(index), "invalid-schema-example"));
        for (node, below, code) in default.chain(examples) {
            // Only the first finding: the value is wrong as a whole.
            if let Some(finding) = interpret::validate(&plan, plan.entries[&id], node).first() {
                found.push(refused(model, id, node, &below, code, finding));
            }
        }
    }
    // A schema that is reached in several ways occurs several times, with the same values.
    let place =
        |finding: &Diagnostic| finding.place.as_ref().map(|place| (place.source.path().to_owned(), place.span.start));
    found.sort_by_key(place);
    found.dedup_by_key(|finding| place(finding));
    let more = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    let mut diagnostics = Diagnostics::new();
    for (index, mut finding) in found.into_iter().enumerate() {
        if more > 0 && index + 1 == SHOWN {
            finding.message = format!("{}; {more} more values are invalid", finding.message);
        }
        diagnostics.push(finding);
    }
    diagnostics
}

fn refused(
    model: &Model,
    id: SchemaId,
    node: &Node,
    below: &Pointer,
    code: &'static str,
    finding: &interpret::Finding,
) -> Diagnostic {
    let schema = model.schema(id);
    let pointer = Pointer::parse(&format!("{}{below}{}", schema.pointer(), finding.instance)).unwrap_or_default();
    let span = if finding.span.is_empty() { node.span.clone() } else { finding.span.clone() };
    let what = if code == "invalid-default" { "default" } else { "example" };
    Diagnostic::warning(code, format!("this {what} violates its own schema: {}", finding.message))
        .labelled(Place::new(&schema.place.source, span).at(pointer), &finding.message)
        .related(model.keyword_place(id, &finding.keyword_location), "required here")
        .help("correct the value or the schema; it is documentation and never affects validity")
}
