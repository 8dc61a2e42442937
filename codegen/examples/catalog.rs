//! `cargo run -p codegen --example catalog`: writes the reference of the catalogue's keys into `docs/`.

use std::fs;
use std::path::Path;

use codegen::catalog::reference;

fn main() -> std::io::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    fs::write(docs.join("catalog.md"), reference::markdown())?;
    fs::write(docs.join("catalog.schema.json"), reference::schema())
}
