//! The command line as users run it.

mod folders;
mod generate;
mod import;
mod input;
mod installed;
mod lockstep;
mod new;
mod package;
mod project;
mod release;
mod terminal;
