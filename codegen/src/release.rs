//! A release: the version, the changelog, the reserved names, and the input that the next edition is compared with.

mod changelog;
mod reserve;
mod told;

use std::collections::BTreeSet;

use semver::Version;

use crate::catalog::{self, ReleaseFacts};
use crate::deep;
use crate::diff::{self, Commands, Report};
use crate::load::{self, CHANGELOG, RELEASED};
use crate::pipeline::{self, Edition};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Source};
use reserve::Meaning;

/// The choices of a person.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The version; by default the smallest that allows every change, or that of the catalogue if it does.
    pub version: Option<String>,
    /// The removed events, members and values that the crate keeps, deprecated: `order.paid`, `order.paid.seat`, `order.paid.channel=fax`.
    pub keep: Vec<String>,
    /// The date for the changelog, `YYYY-MM-DD`. Nothing else in a release depends on a date.
    pub date: Option<String>,
    /// The commands in messages.
    pub commands: Commands,
}

/// A release that is ready to be written.
#[derive(Clone, Debug)]
pub struct Release {
    /// The version.
    pub version: Version,
    /// The new content of the folder of schemas.
    pub files: Files,
    /// The new changelog.
    pub changelog: String,
    /// The changes since the last release; `None` for the first one.
    pub report: Option<Report>,
    /// The names that are reserved from now on.
    pub reserved: Vec<String>,
}

/// Prepares a release of the folder `files`; its [`CHANGELOG`], if there is one, is among them.
///
/// # Errors
///
/// The findings of the folder; `unknown-vendor`, `unknown-name`, `already-reserved`, `nothing-to-release`, `version-too-small`,
/// `invalid-version`, `invalid-date`, `released-version`, `undecided-change` and `reserved-name`.
pub fn release(files: &Files, options: &Options) -> Result<Release, Diagnostics> {
    let first = diff::since_release(files)?;
    if first.is_none() {
        // The copy of a faulty contract could not be compared with the next one.
        Edition::read(files)?;
    }
    let (loaded, _) = load::load(files)?;
    if let Some(error) = loaded.catalog.unknown_vendor(Diagnostic::error) {
        return Err(error.into());
    }
    let mut meanings = reserve::facts(files, &loaded, first.as_ref())?;
    let place = loaded.catalog.crate_.version.place.clone();
    reserve::keep(&mut meanings, &options.keep, &loaded.catalog.reserved)?;
    meanings.retain(|meaning| !meaning.is_reserved(&loaded.catalog.reserved));
    let report = if options.keep.is_empty() {
        first
    } else {
        let current = loaded.catalog.crate_.version.value.as_str();
        diff::since_release(&with_reserved(files, &meanings, current, &[], false))?
    };
    let version = version(&place, &loaded.catalog.crate_.version.value, report.as_ref(), options)?;
    let model = deep::with_stack(|| pipeline::model(&loaded))?.0;
    let known = files.get(CHANGELOG).map(String::as_str);
    if let Some(start) = known.and_then(|text| changelog::entry(text, &version)) {
        let place = Place::new(&Source::new(CHANGELOG, known.unwrap_or_default()), start..start + 2);
        let message = format!("the changelog has an entry for {version} already");
        let help = "write `(unreleased)` behind the version if this text is for the release, restore `released` if this version was released, and give the catalogue a folder of its own if the changelog beside it is another crate's";
        return Err(Diagnostic::error("released-version", message).at(place).help(help).into());
    }
    let edition = changelog::Edition { catalog: &loaded.catalog, model: &model, report: report.as_ref() };
    let changelog = changelog::write(known, &edition, &version, options.date.as_deref());
    let returned = reserve::returned(&loaded, &model);
    let mut released = with_reserved(files, &meanings, &version.to_string(), &returned, true);
    let reserved = &loaded.catalog.reserved;
    let files_of = |index: &usize| reserved[*index].meaning.iter().chain(&reserved[*index].examples);
    let unused: BTreeSet<&str> = returned.iter().flat_map(files_of).map(|path| path.value.as_str()).collect();
    released.retain(|path, _| !path.starts_with(RELEASED) && path != CHANGELOG && !unused.contains(path.as_str()));
    let files = with_copy(released)?;
    let reserved = meanings.into_iter().map(|meaning| meaning.name).collect();
    Ok(Release { version, files, changelog, report, reserved })
}

/// Writes version and reserved names into the catalogue, and adds the meanings.
fn with_reserved(files: &Files, meanings: &[Meaning], version: &str, returned: &[usize], is_final: bool) -> Files {
    let mut files = files.clone();
    let facts = ReleaseFacts {
        version: version.to_owned(),
        reserved: meanings.iter().map(|meaning| meaning.facts.clone()).collect(),
        returned: returned.to_vec(),
        is_final,
    };
    let catalog = catalog::release(&files[catalog::FILE_NAME], &facts);
    files.insert(catalog::FILE_NAME.to_owned(), catalog);
    files.extend(meanings.iter().flat_map(Meaning::files));
    files
}

/// Adds the copy of the contract that the next edition is compared with.
fn with_copy(mut files: Files) -> Result<Files, Diagnostics> {
    let (loaded, _) = load::load(&files)?;
    let contract: BTreeSet<String> = loaded.texts().into_keys().collect();
    let copies: Vec<(String, String)> = contract
        .into_iter()
        .filter_map(|path| Some((format!("{RELEASED}{path}"), files.get(&path)?.clone())))
        .collect();
    files.extend(copies);
    Ok(files)
}

/// Decides the version.
fn version(place: &Place, current: &str, report: Option<&Report>, options: &Options) -> Result<Version, Diagnostics> {
    let refuse = |code, message: String, help: String| -> Diagnostics {
        Diagnostic::error(code, message).at(place.clone()).help(help).into()
    };
    // An error in the command line has no place in a file.
    let refuse_option =
        |code, message: String, help: String| Diagnostics::from(Diagnostic::error(code, message).help(help));
    if let Some(date) = options.date.as_ref().filter(|date| !codegen_runtime::format::date::is_valid(date)) {
        let help = "write year, month and day, as in `--date 2026-06-12`".to_owned();
        return Err(refuse_option("invalid-date", format!("`{date}` is not a date"), help));
    }
    let parse = |text: &str| {
        let help = "write three numbers, as in `0.2.0`".to_owned();
        let refused = |error| format!("`{text}` is not a semantic version: {error}");
        Version::parse(text).map_err(|error| refuse_option("invalid-version", refused(error), help))
    };
    let given = options.version.as_deref().map(parse).transpose()?;
    let current = parse(current)?;
    let Some(report) = report else { return Ok(given.unwrap_or(current)) };
    match report.status() {
        diff::Status::Unclassified => {
            let help = format!("run `{} --check`: it shows the lines for the catalogue", options.commands.diff);
            return Err(refuse("undecided-change", "a change waits for the verdict of a person".to_owned(), help));
        }
        diff::Status::Reserved => {
            let help = format!("run `{} --check`: it shows the ways out", options.commands.diff);
            return Err(refuse("reserved-name", "a reserved name has returned with another meaning".to_owned(), help));
        }
        diff::Status::Same | diff::Status::Allowed | diff::Status::TooSmall => {}
    }
    let needed = report.needed();
    match given {
        Some(given) if report.is_enough(&given) => Ok(given),
        Some(given) if report.is_same() => {
            let message = format!("{given} does not follow {}, since which nothing has changed", report.old_version);
            Err(refuse_option("version-too-small", message, unchanged(report, options)))
        }
        Some(given) => {
            let help = format!("release {needed}, or leave the version out");
            let message = format!("{given} is too small for what changed since {}", report.old_version);
            Err(refuse_option("version-too-small", message, help))
        }
        None if report.is_same() => {
            let old = &report.old_version;
            let reset = if report.is_sufficient() { String::new() } else { format!("set `version = \"{old}\"`; ") };
            let help = format!("{reset}{}", unchanged(report, options));
            Err(refuse("nothing-to-release", format!("nothing has changed since {old}"), help))
        }
        None if report.is_sufficient() => Ok(current),
        None => Ok(needed),
    }
}

/// Returns the way to release a contract that has not changed.
fn unchanged(report: &Report, options: &Options) -> String {
    let (release, next) = (&options.commands.release, report.next_patch());
    format!("to release it all the same, as after a change of the generator, name the next version: `{release} {next}`")
}
