//! `cargo xtask` for the repositories of vendors: `cargo install --path xtask --bin webhook-codegen`.

use std::process::ExitCode;

use xtask::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    xtask::run(true)
}
