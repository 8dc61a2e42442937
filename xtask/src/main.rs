//! The maintainers' command line: `cargo xtask new DIR`, `import PAGE`, `gen`, `diff`, `release`.

mod diff;
mod file;
mod folder;
mod r#gen;
mod import;
mod new;
mod progress;
mod release;
mod report;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// From a vendor's page of webhooks to a crate.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Import(import::Import),
    Gen(r#gen::Gen),
    Diff(diff::Diff),
    Release(release::Release),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::New(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Gen(command) => command.run(),
        Command::Diff(command) => Ok(command.run()),
        Command::Release(command) => command.run(),
    };
    report::exit_code(done)
}
