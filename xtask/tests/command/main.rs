//! The command line as users run it.

mod gen;
mod import;
mod input;
mod lockstep;
mod package;
mod terminal;
