//! Generates a module for each schema that is tortured.

#[allow(dead_code, unreachable_pub)] // the tests use more of it
#[path = "src/schema.rs"]
mod schema;
#[allow(unreachable_pub)] // several build scripts use it
#[path = "../build/validator.rs"]
mod validator;

fn main() {
    for path in ["build.rs", "schemas", "src/schema.rs", "../build/validator.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let planned = schema::all().into_iter().map(|(name, text)| {
        let (model, plan) = schema::plan(&name, &text);
        (name, model, plan)
    });
    validator::write("schemas.rs", planned);
}
