//! Generates the modules for the tests: validators of each group and of each chain, types of each group, everything for each schema of the
//! corpus.

mod corpus;
mod derived;

use std::thread;

use support::chain::{FAMILIES, LEVELS};
use support::generate::validator;
use support::{interpreter, suite};

fn main() {
    for path in ["build", "fixtures", "../../schemas", "../support/src"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-env-changed={}", suite::SCHEMAS);
    for folder in [suite::folder(), suite::corpus_folder()].into_iter().flatten() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    thread::scope(|scope| {
        scope.spawn(validators);
        scope.spawn(chains);
        scope.spawn(derived::write);
        scope.spawn(corpus::write);
    });
}

/// Writes the validators of each group.
fn validators() {
    let groups = suite::all();
    let planned = groups.iter().map(|group| {
        let (model, plan) = group.plan();
        (group.name.clone(), model, plan)
    });
    validator::write("suite.rs", planned);
}

/// Writes the validators of each chain.
fn chains() {
    let chains = FAMILIES.iter().flat_map(|family| LEVELS.map(|levels| (family, levels)));
    let planned = chains.map(|(family, levels)| {
        let name = family.schema_name(levels);
        let (model, plan) = interpreter::plan(&name, &family.schema(levels));
        (name, model, plan)
    });
    validator::write("chains.rs", planned);
}
