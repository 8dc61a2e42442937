//! `cargo xtask`.

use std::process::ExitCode;

use xtask::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    xtask::run(false)
}
