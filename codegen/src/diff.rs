//! Two catalogues → the changes between them, and what these mean for receivers and for programs.

mod annotation;
mod applied;
mod attribution;
mod behaviour;
mod change;
mod example;
mod handshake;
mod id;
mod judge;
mod key_place;
mod local;
mod matched;
mod naming;
mod object;
mod path;
mod reference;
mod refined;
mod rename;
mod report;
mod reserved;
mod residue;
mod reverted;
mod role;
mod roots;
mod rule;
mod schema;
mod section;
mod setting;
mod side;
mod signature;
mod similar;
mod tuple;
mod union;
mod unused;
mod verdict;
mod walk;
mod wire_verdict;
mod words;

pub use self::change::{Change, Reading};
pub use self::report::{Commands, Folders, Report, Status};
pub use self::rule::Rule;
pub(crate) use self::section::read_from_page;
pub use self::verdict::{Basis, Effect, Judged, Reader, Verdict};

use self::judge::Verdicts;
use self::local::Sides;
use self::side::Side;
use crate::load::RELEASED;
use crate::pipeline::Edition;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::{api, catalog, deep, load, pipeline};

/// Compares two folders of schemas.
///
/// # Errors
///
/// The findings of the first folder that is not a catalogue, and those of `[[verdicts]]`.
pub fn compare(old: &Files, new: &Files) -> Result<Report, Diagnostics> {
    let (old, new) = read(old, new, "");
    compare_editions(&old?, &new?)
}

/// Reads two folders of schemas at the same time, with all that a comparison needs of each alone. Findings of the older one show its
/// folder: `released/`.
///
/// # Errors
///
/// The findings of each folder that is not a catalogue.
pub fn read(old: &Files, new: &Files, folder: &str) -> (Result<Edition, Diagnostics>, Result<Edition, Diagnostics>) {
    let read = |files: &Files| Edition::read(files).inspect(|edition| _ = edition.api());
    let (old, new) = deep::both(|| older(old, folder).and_then(read), || read(new));
    (old.map_err(|findings| findings.below(folder)), new)
}

/// Returns the files of an older edition if they have a catalogue.
fn older<'f>(files: &'f Files, folder: &str) -> Result<&'f Files, Diagnostics> {
    if files.contains_key(catalog::FILE_NAME) {
        return Ok(files);
    }
    let message = format!("there is no `{folder}{}`, the catalogue of the older edition", catalog::FILE_NAME);
    let help = "restore the folder of the last release, or name that of another edition with `diff --against DIR`";
    Err(Diagnostic::error("missing-file", message).help(help).into())
}

/// Compares two editions of a contract.
///
/// # Errors
///
/// The findings of `[[verdicts]]`.
pub fn compare_editions(old: &Edition, new: &Edition) -> Result<Report, Diagnostics> {
    let walk = || {
        let [old, new] = [old, new].map(|it| Side::new(&it.loaded, &it.verified.model).with_types(&it.verified.shapes));
        between(&old, &new)
    };
    let (changes, differences) = deep::both(walk, || api::compare(old.api(), new.api()));
    deep::with_stack(|| {
        let Verdicts { changes, unexplained, warnings } = judge::judge(old, new, changes, differences)?;
        Ok(Report {
            old_version: old.version(),
            new_version: new.version(),
            changes,
            unexplained,
            folders: Folders::default(),
            commands: Commands::default(),
            warnings,
        })
    })
}

/// Returns the changes between two folders of schemas without verdicts. Their examples may be invalid.
///
/// # Errors
///
/// The findings of the first folder whose schemas have no meaning.
pub fn changes(old: &Files, new: &Files) -> Result<Vec<Change>, Diagnostics> {
    let read = |files: &Files| -> Result<_, Diagnostics> {
        let (loaded, _) = load::load(files)?;
        let (model, _) = pipeline::model(&loaded)?;
        Ok((loaded, model))
    };
    deep::with_stack(|| {
        let (old, new) = (read(old)?, read(new)?);
        Ok(between(&Side::new(&old.0, &old.1), &Side::new(&new.0, &new.1)))
    })
}

/// Compares a folder of schemas with the input of the last published version; `None` before the first release.
///
/// # Errors
///
/// The same as for [`compare`], with the path of a file in [`RELEASED`].
pub fn since_release(files: &Files) -> Result<Option<Report>, Diagnostics> {
    let Some(released) = load::released(files) else { return Ok(None) };
    let (old, new) = read(&released, files, RELEASED);
    compare_editions(&old?, &new?).map(Some)
}

/// Returns the changes between two sides.
fn between(old: &Side<'_>, new: &Side<'_>) -> Vec<Change> {
    let sides = Sides { old, new };
    let mut changes = section::changes(sides);
    let (found, aligned) = walk::changes(sides);
    changes.extend(found);
    changes.extend(reserved::changes(sides, &aligned));
    changes.extend(residue::changes(sides, &changes));
    // Most examples change because their schemas do.
    changes.extend(example::changes(sides));
    if changes.is_empty() {
        changes.extend(section::unread(sides));
    }
    changes
}
