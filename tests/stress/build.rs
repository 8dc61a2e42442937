//! Generates the validators of each schema under stress.

#[allow(dead_code, unreachable_pub)] // the tests use more of it
#[path = "src/chain.rs"]
mod chain;
#[allow(dead_code, unreachable_pub)] // the tests use more of it
#[path = "src/schema.rs"]
mod schema;

use support::generate::validator;

fn main() {
    for path in ["build.rs", "schemas", "src/chain.rs", "src/schema.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let planned = schema::all().into_iter().map(|(name, text)| {
        let (model, plan) = schema::plan(&name, &text);
        (name, model, plan)
    });
    validator::write("schemas.rs", planned);
}
