//! The maintainers' command line: `cargo xtask new DIR`, `import PAGE`, `gen`, `diff`, `release`. Installed, it has a name of its own.

mod command;
mod crate_name;
mod diff;
mod file;
mod folder;
mod r#gen;
mod import;
mod new;
mod program;
mod progress;
mod release;
mod report;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
/// The allocator of both programs. A generator builds and drops many small trees on several threads: a third of its time went to the
/// system's allocator. Without huge pages, because a page is cleared as a whole when it is first touched, and on virtual machines huge ones
/// took twice as long.
pub use mimalloc::MiMalloc;

/// From a vendor's page, OpenAPI document or schemas to a crate.
#[derive(Debug, Parser)]
#[command(version)]
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

/// Runs the command that the arguments name.
pub fn run(is_installed: bool) -> ExitCode {
    program::set(is_installed);
    let command = Arguments::command().name(program::name()).bin_name(program::name());
    let arguments = Arguments::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    let done = match arguments.command {
        Command::New(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Gen(command) => command.run(),
        Command::Diff(command) => Ok(command.run()),
        Command::Release(command) => command.run(),
    };
    report::exit_code(done)
}
