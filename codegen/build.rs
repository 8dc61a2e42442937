//! Lists the sources of the runtime, so that a new module needs a file and no row in a table, with their items for its public API.

#[path = "src/api/declaration.rs"]
mod declaration;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    println!("cargo::rerun-if-changed={}", sources.display());
    let (mut folders, mut modules) = (Vec::new(), Vec::new());
    for folder in fs::read_dir(&sources)? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        folders.push((folder.file_name().display().to_string(), folder.path().with_extension("rs")));
        for file in fs::read_dir(folder.path())? {
            let path = file?.path();
            if let (Some(name), Some("rs")) = (path.file_stem(), path.extension().and_then(|it| it.to_str())) {
                modules.push((format!("{}/{}", folder.file_name().display(), name.display()), path));
            }
        }
    }
    let output = env::var_os("OUT_DIR").expect("cargo sets it");
    for (file, mut sources) in [("runtime_folders.rs", folders), ("runtime_modules.rs", modules)] {
        sources.sort();
        let mut rows = String::from("&[\n");
        for (module, path) in sources {
            let declarations = declarations(&fs::read_to_string(&path)?);
            let path = path.display().to_string();
            let _ = writeln!(
                rows,
                "    RuntimeModule {{ module: {module:?}, source: include_str!({path:?}), declarations: {declarations:?} }},"
            );
        }
        rows.push(']');
        fs::write(Path::new(&output).join(file), rows)?;
    }
    Ok(())
}

/// Returns the items of a source, without bodies of functions and without documentation.
fn declarations(source: &str) -> String {
    let is_code = |line: &&str| !["///", "//!"].iter().any(|mark| line.trim_start().starts_with(mark));
    let code: Vec<&str> = source.lines().filter(is_code).collect();
    let file = syn::parse_file(&code.join("\n")).expect("the runtime compiles");
    let attributes = &file.attrs;
    let items = file.items.iter().filter_map(declaration::of);
    quote::quote!(#(#attributes)* #(#items)*).to_string()
}
