//! Generates a module for each schema of the official suite, for the documented ones, those of the corpus, and woven ones.

#[allow(dead_code, unreachable_pub)] // the tests use more of it
#[path = "src/group.rs"]
mod group;
#[allow(unreachable_pub)] // several build scripts use it
#[path = "../build/validator.rs"]
mod validator;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(folder) = group::folder() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    println!("cargo::rerun-if-env-changed=WOVEN");
    for path in ["fixtures", "src/group.rs", "src/weave.rs", "../../schemas", "../build/validator.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let remotes = group::remotes();
    let groups = group::all();
    let planned = groups.iter().map(|group| {
        let (model, plan) = group.plan(&remotes);
        (group.name.clone(), model, plan)
    });
    validator::write("suite.rs", planned);
}
