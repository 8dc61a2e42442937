//! A folder with schemas, a changelog, and the crate generated from them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Asserts the exit code, and returns what was printed.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// A copy of the fixture `orders`.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/orders");
        copy(&fixture, project.folder.path());
        project
    }

    /// Creates a project whose version 0.1.0 is released.
    pub(crate) fn released() -> Self {
        let project = Self::new();
        project.run(&["release", "--date", "2026-06-12"]).exits(0);
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces a text of a file.
    pub(crate) fn edit(&self, path: &str, before: &str, after: &str) {
        let text = self.read(path);
        assert!(text.contains(before), "{path} has no {before}");
        self.write(path, &text.replace(before, after));
    }

    /// Runs a command on the folders of the project.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let out: &[&str] = if arguments[0] == "diff" { &[] } else { &["--out", "out"] };
        self.plain(&[arguments, &["--schemas", "schemas"], out].concat())
    }

    /// Runs a command beside the folders of the project.
    pub(crate) fn plain(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = command.current_dir(self.folder.path()).args(arguments).output().expect("the command starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("messages are text");
        let code = output.status.code().expect("it ends by itself");
        Run { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}
