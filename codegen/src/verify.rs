//! The gate before emitting: examples and names of the catalogue against its schemas.

mod held;
mod kept;

use crate::builder;
use crate::catalog::Unlisted;
use crate::clock::Clock;
use crate::contract;
use crate::emit::package::{name, selection};
use crate::emit::types::{self, Shapes};
use crate::interpret::{annotated, example};
use crate::load::Loaded;
use crate::model::{Model, Role, Root};
use crate::plan::{self, Plan};
use crate::source::diagnostic::{Diagnostic, Diagnostics};

/// A catalogue with verified names and examples.
pub(crate) struct Verified {
    pub(crate) model: Model,
    pub(crate) shapes: Shapes,
    pub(crate) plan: Plan,
    pub(crate) warnings: Diagnostics,
}

/// Decides model, types and plan, and checks examples and names against them. Nothing fails afterwards.
///
/// `is_new` is true if the catalogue is not on the disk yet.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub(crate) fn verify(loaded: &Loaded, is_new: bool, clock: &mut Clock<'_>) -> Result<Verified, Diagnostics> {
    clock.begin("lower");
    let (mut model, mut warnings) = builder::model(loaded, &selection::reserved(&loaded.catalog))?;
    clock.begin("plan");
    let shapes = types::shape(&model, &type_settings(loaded, &model));
    let plan = plan::plan(&model, &shapes.dispatched());
    warnings.extend(widened(&model, &shapes));
    clock.begin("verify");
    let ((), found) = kept::check(&loaded.catalog, &model).gate(())?;
    warnings.extend(found);
    warnings.extend(annotated::check(&model));
    let examples = example::check(&model, &plan, &loaded.catalog, is_new);
    let examples = examples.and_then(|()| held::check(loaded, &model, &shapes, || type_settings(loaded, &model)));
    let names = contract::check(loaded, &model, &plan, &shapes.refined, examples.is_ok());
    let deliveries = match (name::check(&loaded.catalog), examples, names) {
        (None, Ok(()), Ok((deliveries, found))) => {
            warnings.extend(found);
            deliveries
        }
        (name, examples, names) => {
            let mut found = name.map(Diagnostics::from).unwrap_or_default();
            found.extend(examples.err().unwrap_or_default());
            found.extend(names.map_or_else(|found| found, |(_, found)| found));
            return Err(found);
        }
    };
    for (root, deliveries) in model.roots.iter_mut().zip(deliveries) {
        root.deliveries = deliveries;
    }
    Ok(Verified { model, shapes, plan, warnings })
}

/// Warns of a type that was given up because too many schemas apply to one value.
pub(crate) fn widened(model: &Model, shapes: &Shapes) -> Diagnostics {
    let mut found = Diagnostics::new();
    if let Some(schema) = shapes.widened {
        let message = "too many schemas apply to one value to give it a type";
        found.push(
            Diagnostic::warning("types-given-up", message)
                .labelled(model.schema(schema).place.clone(), "from here on, its type is `serde_json::Value`")
                .help("define the combined schemas once, in `$defs`, and refer to them"),
        );
    }
    found
}

/// Returns the settings of a crate's types.
fn type_settings(loaded: &Loaded, model: &Model) -> types::Settings {
    let drops = |root: &Root| match loaded.catalog.settings.unlisted {
        Some(unlisted) => unlisted == Unlisted::Drop,
        None => root.role != Role::Plain,
    };
    let dropping = model.roots.iter().enumerate().filter(|(_, root)| drops(root));
    types::Settings {
        is_crate: true,
        reserved: selection::reserved(&loaded.catalog),
        dropping: dropping.map(|(index, _)| index).collect(),
        refinements: contract::refinements(loaded, model),
    }
}
