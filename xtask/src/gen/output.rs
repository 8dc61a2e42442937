//! The current content of the output folder, and the check that gen owns it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use codegen::Files;
use codegen::render::MARK;
use codegen::source::visible::Visible;

use crate::crate_name;
use crate::program;
use crate::workspace::{is_inside, shown};

/// The files of the output folder by relative path with `/`, except those that `gen` never touches.
pub(super) type Found = BTreeMap<String, FoundFile>;

/// A file or a link in the output folder.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundFile {
    /// Its path below the output folder, in the platform's syntax.
    pub(super) path: PathBuf,
    /// Its content, if it has the name of a generated file.
    pub(super) content: Option<Vec<u8>>,
    /// True if it has the mark of generated files.
    pub(super) is_marked: bool,
}

/// Files of cargo that nobody commits with a library, and `.git`, if the crate is a repository of its own.
const CARGO_OWNED: [&str; 3] = ["Cargo.lock", "target", ".git"];

/// The maximum size of a generated file: 256 MiB. Larger files are replaced unread.
const MAX_BYTES: u64 = 256 << 20;

/// Refuses an output folder that contains the schemas, one inside of them, and one with anything other than a generated crate.
pub(super) fn refuse_foreign(schemas: &Path, out: &Path) -> Result<()> {
    if is_inside(schemas, out) {
        bail!(
            "the schemas are inside the output folder {}, where gen deletes all other files\nhelp: name another folder with `--out`",
            shown(out)
        );
    }
    if is_inside(out, schemas) {
        bail!(
            "the output folder {} is inside the schemas, {}, where gen would read its own output\nhelp: name another folder with `--out`",
            shown(out),
            shown(schemas)
        );
    }
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", shown(out))),
    };
    let is_empty = entries.count() == 0;
    if !is_empty && !is_marked(&out.join("Cargo.toml")) {
        let out = out.display();
        bail!(
            "{out} is not empty and not a generated crate: its Cargo.toml does not start with `# {MARK}`\nhelp: name an empty or new folder with `--out`, or restore the generated Cargo.toml"
        );
    }
    Ok(())
}

/// Refuses an output folder with the crate of another catalogue.
pub(super) fn refuse_other(schemas: &Files, out: &Path) -> Result<()> {
    let (Some(name), Some(found)) = (crate_name::of_catalogue(schemas), crate_name::of_folder(out)) else {
        return Ok(());
    };
    if name != found {
        let (out, found, name) = (shown(out), Visible(&found), Visible(&name));
        bail!(
            "{out} has the crate `{found}`, not `{name}`, which gen would write\nhelp: name another folder with `--out`, or remove {out} if `{name}` takes its place"
        );
    }
    Ok(())
}

/// Reads the output folder as far as the plan needs it.
pub(super) fn read(out: &Path, wanted: &Files) -> Result<Found> {
    let mut found = Found::new();
    if out.exists() {
        read_into(out, Path::new(""), wanted, &mut found)?;
    }
    let strangers: Vec<&str> = found.keys().filter(|path| !wanted.contains_key(*path)).map(String::as_str).collect();
    let ignored = git_ignored(out, &strangers);
    found.retain(|path, _| !ignored.contains(path));
    Ok(found)
}

fn read_into(out: &Path, below: &Path, wanted: &Files, found: &mut Found) -> Result<()> {
    let unreadable = |path: &Path| format!("{} cannot be read", shown(path));
    let folder = out.join(below);
    for entry in fs::read_dir(&folder).with_context(|| unreadable(&folder))? {
        let entry = entry.with_context(|| unreadable(&folder))?;
        let path = below.join(entry.file_name());
        if CARGO_OWNED.iter().any(|owned| path == Path::new(owned)) {
            continue;
        }
        // A link is never followed: it may lead out of the folder.
        let full = entry.path();
        let file_type = entry.file_type().with_context(|| unreadable(&full))?;
        if file_type.is_dir() {
            read_into(out, &path, wanted, found)?;
            continue;
        }
        let name = path.to_string_lossy().replace('\\', "/");
        let is_ours =
            file_type.is_file() && wanted.contains_key(&name) && entry.metadata().is_ok_and(|it| it.len() <= MAX_BYTES);
        let content = if is_ours { Some(fs::read(&full).with_context(|| unreadable(&full))?) } else { None };
        let is_marked = file_type.is_file() && is_marked(&full);
        found.insert(name, FoundFile { path, content, is_marked });
    }
    Ok(())
}

/// Returns true if a file's first line has the mark of generated files. Anything but a regular file has none and is not opened.
fn is_marked(path: &Path) -> bool {
    if !fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut start = [0; 64];
    let read = File::open(path).and_then(|mut file| file.read(&mut start)).unwrap_or_default();
    String::from_utf8_lossy(&start[..read]).lines().next().is_some_and(|line| program::behind_mark(line).is_some())
}

/// Returns the paths that git ignores; none without git or outside a repository.
fn git_ignored(out: &Path, paths: &[&str]) -> BTreeSet<String> {
    if paths.is_empty() {
        return BTreeSet::new();
    }
    let ask = || -> io::Result<Vec<u8>> {
        let mut git = Command::new("git")
            .arg("-C")
            .arg(out)
            .args(["check-ignore", "-z", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut stdin = git.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let question = paths.join("\0");
        // A thread of its own writes, so that neither side blocks on a full pipe.
        let writer = std::thread::spawn(move || stdin.write_all(question.as_bytes()));
        let answer = git.wait_with_output()?.stdout;
        writer.join().map_err(|_| io::ErrorKind::BrokenPipe)??;
        Ok(answer)
    };
    let answer = ask().unwrap_or_default();
    String::from_utf8_lossy(&answer).split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}
