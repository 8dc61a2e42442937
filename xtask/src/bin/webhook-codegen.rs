//! `cargo xtask` for the repositories of vendors: `cargo install --path xtask --bin webhook-codegen`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::run(true)
}
