//! Generates the validators of each schema under stress.

#[allow(unreachable_pub)] // for the tests
#[path = "src/schema.rs"]
mod schema;

use support::generate::validator;
use support::interpreter;

fn main() {
    for path in ["build.rs", "schemas", "src/schema.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let planned = schema::all().into_iter().map(|(name, text)| {
        let (model, plan) = interpreter::plan(&name, &text);
        (name, model, plan)
    });
    validator::write("schemas.rs", planned);
}
