//! The public API of the generated crate as data: everything that a program can name, and the version step that a difference needs.
//!
//! It is read from the output of the emitters, before rendering. Types are spelled by their shortest public paths, so that a private module
//! may move. The lines of [`Api::to_text`] are committed beside the crate: a changed API is a changed line.
//!
//! Not part of it: values of constants, `#[must_use]`, and auto traits.

mod by_owner;
pub mod compare;
mod condition;
mod content;
mod declaration;
mod declared;
mod implemented;
pub mod item;
mod macro_rules;
mod origin;
mod package;
mod reach;
mod read;
mod resolve;
mod spelling;
mod text;
mod tree;
pub mod version;

pub use compare::{Cost, Difference, Rule, compare};
pub use item::{Api, Form, Function, Generics, Implementation, Item, Kind, Origin};
pub use version::{is_sufficient, smallest_sufficient};

use crate::catalog;
use crate::emit::layout;
use crate::emit::package::{Input, Sources};
use crate::render::{Comment, header};
use content::Files;
use origin::Origins;

/// The file of the crate with its API.
pub const FILE_NAME: &str = "api.txt";

/// Returns the API of a crate.
pub fn of(input: Input<'_>, sources: &Sources) -> Api {
    let origins = Origins::new(input.model, input.shapes);
    let items = read::items(&Files::of(sources), &package::names(sources), &origins);
    package::api(input.catalog, sources, items)
}

/// Returns the API of a crate, for which the whole runtime was read.
#[cfg(test)]
pub(crate) fn of_whole_runtime(input: Input<'_>, sources: &Sources) -> Api {
    let origins = Origins::new(input.model, input.shapes);
    let mut files = Files::of(sources);
    files.public = content::names().collect();
    package::api(input.catalog, sources, read::items(&files, &package::names(sources), &origins))
}

impl Api {
    /// Returns the content of [`FILE_NAME`].
    pub fn to_text(&self) -> String {
        let header = header(Comment::Toml, &layout::origin(catalog::FILE_NAME));
        format!("{header}\n{ABOUT}\n{}", text::text(self))
    }
}

const ABOUT: &str = "\
# The public API: all that a program can name, by the shortest path. `use` is a further path, `if` names the needed features,
# `{ .. }` stands for private fields.
";
