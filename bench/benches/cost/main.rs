//! The build cost of validators: `cargo bench -p bench --bench cost`.
//!
//! All schemas of the bench as a library, built from scratch and rebuilt without dependencies, and the size that one validator adds to a
//! program: ours beside the macro of `jsonschema`. The packages are written to a temporary folder outside the workspace, with the versions
//! of its lock file. The figures in docs/performance.md come from here.

mod package;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{fs, slice};

use codegen::emit::runtime;
use package::{Cost, Package, Result, cargo, texts, workspace};

/// A schema with our validators.
struct Source {
    name: &'static str,
    is_delivery: bool,
    module: &'static str,
    schema: &'static str,
    ours: Option<Ours>,
}

/// The text of our validators, with the runtime modules that it names.
struct Ours {
    text: &'static str,
    runtime: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

const SERDE_JSON: &str = "serde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n";
const MACRO: &str = "jsonschema = { version = \"=0.60.2\", default-features = false, features = [\"macros\"] }\n\
                     serde_json = { version = \"1\", features = [\"float_roundtrip\"] }\n";

fn main() -> ExitCode {
    // `cargo test --benches` only checks that it runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    match libraries().and_then(|()| programs()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the validators of all schemas.
fn libraries() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| (folder.path().join(name), folder.path().join(name).join("target"));
    println!("All {} schemas as a library, `cargo build --release`:\n", SOURCES.len());
    println!(
        "| | packages | source | from nothing: elapsed, processor | without dependencies: elapsed, processor | warnings |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");

    let (at, target) = place("ours");
    let ours = with_ours(at, &target, "src/lib.rs", "", SOURCES)?;
    line("ours: validators, all entry points", &ours)?;

    let (at, target) = place("generated");
    line("ours: the whole crate that `gen` writes, with types", &generated(&at, &target)?)?;

    let (at, target) = place("macro");
    let by_macro = Package::new(at, &target, MACRO, "src/lib.rs")?;
    let mut modules = String::new();
    for Source { module, schema, .. } in SOURCES {
        by_macro.write(&format!("schemas/{module}.json"), schema)?;
        writeln!(modules, "pub mod {module} {{\n{}}}", macro_of(module))?;
    }
    by_macro.write("src/lib.rs", &modules)?;
    line("macro of `jsonschema`, `Value` only", &by_macro)?;
    println!();
    Ok(())
}

/// Writes the crate of a catalogue with all schemas, as `gen` does.
fn generated(at: &Path, target: &Path) -> Result<Package> {
    let schemas = at.with_extension("schemas");
    fs::create_dir_all(&schemas)?;
    let mut catalog = "[crate]\nname = \"weighed\"\nversion = \"0.0.0\"\nvendor = \"Bench\"\n".to_owned();
    for Source { name, module, schema, ours, .. } in SOURCES {
        if ours.is_some() {
            fs::write(schemas.join(format!("{module}.schema.json")), schema)?;
            write!(catalog, "\n[[schemas]]\nname = \"{name}\"\nschema = \"{module}.schema.json\"\n")?;
        }
    }
    fs::write(schemas.join("catalog.toml"), catalog)?;
    let output = Command::new(cargo())
        .current_dir(workspace())
        .args(["xtask", "gen", "--schemas"])
        .arg(&schemas)
        .arg("--out")
        .arg(at)
        .output()?;
    texts(output)?;
    Package::written(at.to_owned(), target)
}

fn macro_of(module: &str) -> String {
    format!("#[jsonschema::validator(path = \"schemas/{module}.json\", validate_formats = true)]\npub struct Root;\n")
}

/// Builds a library twice and prints its line.
fn line(what: &str, package: &Package) -> Result<()> {
    let cold = package.build()?;
    let again = package.build_again("src/lib.rs")?;
    let seconds = |cost: Cost| format!("{:.1} s, {:.1} s", cost.elapsed.as_secs_f64(), cost.processor.as_secs_f64());
    println!(
        "| {what} | {} | {} kB | {} | {} | {} |",
        package.packages()?,
        package.source()?.div_ceil(1000),
        seconds(cold),
        seconds(again),
        again.warnings
    );
    Ok(())
}

/// Measures the size that one validator adds to a stripped program.
fn programs() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let nothing = program(folder.path(), "nothing", "", "!input.is_empty()")?.program()?;
    let parse = "serde_json::from_slice::<serde_json::Value>(&input)";
    let reads = program(folder.path(), "parse", SERDE_JSON, &format!("{parse}.is_ok()"))?.program()?;
    println!("Bytes of a stripped release program that reads its input and prints a verdict:\n");
    println!("| | program | more than a program without a verdict |\n| --- | --- | --- |");
    let line = |what: &str, size: u64| println!("| {what} | {size} | {} |", size.saturating_sub(nothing));
    line("no verdict", nothing);
    line("`serde_json` into a `Value`, no validator", reads);
    let delivery = SOURCES.iter().find(|source| source.is_delivery);
    let others = SOURCES.iter().filter(|source| ["ui5", "krakend"].contains(&source.name));
    for source in delivery.into_iter().chain(others) {
        let Source { name, module, .. } = source;
        let on_value = format!("{parse}.is_ok_and(|value| {module}::Root::is_valid(&value))");
        let of_bytes = format!("{module}::Root::is_valid_slice(&input)");
        for (input, verdict) in [("from bytes", &of_bytes), ("on a `Value`", &on_value)] {
            let (at, text) = (folder.path().join("ours"), main_of(verdict));
            let package = with_ours(at.clone(), &at.join("target"), "src/main.rs", &text, slice::from_ref(source))?;
            line(&format!("{name}: ours, {input}"), package.program()?);
        }
        let package = program(folder.path(), "macro", MACRO, &on_value)?;
        package.write(&format!("schemas/{module}.json"), source.schema)?;
        let text = format!("{}mod {module} {{\n{}}}\n", main_of(&on_value), macro_of(module));
        package.write("src/main.rs", &text)?;
        line(&format!("{name}: macro"), package.program()?);
    }
    println!();
    Ok(())
}

/// Writes a package with our validators of some schemas, each a module beside `text`, and their runtime.
fn with_ours(folder: PathBuf, target: &Path, path: &str, text: &str, sources: &[Source]) -> Result<Package> {
    let ours = || sources.iter().filter_map(|source| Some((source.module, source.ours.as_ref()?)));
    let used: BTreeSet<&'static str> = ours().flat_map(|(_, ours)| ours.runtime).copied().collect();
    let mut dependencies = format!("serde = {{ version = \"1\", features = [\"derive\"] }}\n{SERDE_JSON}");
    for package in runtime::packages(&used) {
        writeln!(dependencies, "{package} = \"*\"")?;
    }
    let package = Package::new(folder, target, &dependencies, path)?;
    package.write_runtime(&used)?;
    let mut text = format!("{text}#[allow(dead_code)]\nmod runtime;\n");
    for (module, ours) in ours() {
        writeln!(text, "#[allow(dead_code)]\npub mod {module};")?;
        package.write(&format!("src/{module}.rs"), &ours.text.replace("codegen_runtime", "crate::runtime"))?;
    }
    package.write(path, &text)?;
    Ok(package)
}

/// Writes a program whose verdict on `input` is an expression.
fn program(folder: &Path, name: &str, dependencies: &str, verdict: &str) -> Result<Package> {
    let at = folder.join(name);
    let package = Package::new(at.clone(), &at.join("target"), dependencies, "src/main.rs")?;
    package.write("src/main.rs", &main_of(verdict))?;
    Ok(package)
}

fn main_of(verdict: &str) -> String {
    format!(
        "use std::io::Read as _;\n\nfn main() {{\n    let mut input = Vec::new();\n    \
         if std::io::stdin().read_to_end(&mut input).is_ok() {{\n        println!(\"{{}}\", {verdict});\n    }}\n}}\n"
    )
}
