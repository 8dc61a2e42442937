//! The checks of the model before emission, which cannot fail.

use std::collections::BTreeMap;

use crate::model::{Model, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// Reports schemas that apply themselves to the same instance without end, and colliding names.
///
/// # Errors
///
/// `infinite-loop` for each cycle of such schemas, `too-deep` for a chain of too many, `ident-collision` for each pair of documented
/// schemas with the same name.
pub(crate) fn check(model: &Model) -> Result<Diagnostics, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    find_loops(model, &mut diagnostics);
    find_depth(model, &mut diagnostics);
    find_collisions(model, &mut diagnostics);
    diagnostics.gate(()).map(|((), warnings)| warnings)
}

/// The progress of the search for loops in a schema.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Untouched,
    OnPath,
    Done,
}

fn find_loops(model: &Model, diagnostics: &mut Diagnostics) {
    let mut progress = vec![Progress::Untouched; model.schemas.len()];
    for start in model.ids() {
        // Depth first without recursion: a schema is left when all schemas that it applies in place are done.
        let mut path = vec![(start, in_place(model, start))];
        if std::mem::replace(&mut progress[start.0], Progress::OnPath) != Progress::Untouched {
            progress[start.0] = Progress::Done;
            continue;
        }
        while let Some((schema, open)) = path.last_mut() {
            let Some((next, place)) = open.pop() else {
                progress[schema.0] = Progress::Done;
                path.pop();
                continue;
            };
            match progress[next.0] {
                Progress::Done => {}
                Progress::OnPath => diagnostics.push(infinite_loop(model, next, place)),
                Progress::Untouched => {
                    progress[next.0] = Progress::OnPath;
                    path.push((next, in_place(model, next)));
                }
            }
        }
    }
}

/// Returns the schemas that a schema applies to its own instance, each with the place of the keyword.
fn in_place(model: &Model, schema: SchemaId) -> Vec<(SchemaId, Place)> {
    let applied = model.schema(schema).assertions.iter().flat_map(|assertion| {
        assertion.kind.applied_in_place().into_iter().map(|applied| (applied, assertion.place.clone()))
    });
    applied.collect()
}

/// The maximum nesting of schemas including references, which later phases walk recursively.
pub(crate) const LEVELS: usize = 10_000;

/// Reports a chain of more than [`LEVELS`] schemas.
fn find_depth(model: &Model, diagnostics: &mut Diagnostics) {
    let mut seen = vec![false; model.schemas.len()];
    for root in &model.roots {
        let mut path = vec![vec![root.schema]];
        while let Some(open) = path.last_mut() {
            let Some(schema) = open.pop() else {
                path.pop();
                continue;
            };
            if std::mem::replace(&mut seen[schema.0], true) {
                continue;
            }
            if path.len() > LEVELS {
                let message = format!("schemas nest deeper than {LEVELS} levels");
                let help = "use a recursive reference where the structure repeats";
                let place = model.schema(schema).place.clone();
                diagnostics.push(Diagnostic::error("too-deep", message).labelled(place, "here").help(help));
                return;
            }
            path.push(model.schema(schema).applied().collect());
        }
    }
}

fn infinite_loop(model: &Model, schema: SchemaId, place: Place) -> Diagnostic {
    let message = "infinite recursion: this schema applies itself to the same instance";
    Diagnostic::error("infinite-loop", message)
        .labelled(place, "closes the cycle")
        .related(model.schema(schema).place.clone(), "starts here")
        .help("put the reference below `properties` or `items`, so that each step descends into the instance")
}

fn find_collisions(model: &Model, diagnostics: &mut Diagnostics) {
    let (mut idents, mut modules) = (BTreeMap::new(), BTreeMap::new());
    for root in &model.roots {
        let place = model.schema(root.schema).place.clone();
        let same_ident = idents.insert(root.ident.as_str(), place.clone());
        let same_module = modules.insert(root.module.as_str(), place.clone());
        if let Some(known) = same_ident.or(same_module) {
            let message = format!("two documented schemas have the Rust name `{}`", root.ident);
            diagnostics.push(
                Diagnostic::error("ident-collision", message)
                    .labelled(place, format!("`{}`", root.wire_name))
                    .related(known, "the other one")
                    .help(format!(
                        "give one of them another name in Rust, in the catalogue: `type = \"{}2\"`",
                        root.ident
                    )),
            );
        }
    }
}
