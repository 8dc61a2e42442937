//! Generates the modules for the tests: validators of each group, types of each group, everything for each schema of the corpus.

mod corpus;
mod derived;

use std::thread;

use support::generate::validator;
use support::suite;

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
