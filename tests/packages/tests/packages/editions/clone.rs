//! A clone of the last commit, in which an edition goes through the commands of its maintainer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::load::RELEASED;

use crate::source::project;

/// The command before and behind an edition: without a release to compare with, no version is too small.
const RELEASE: &[&str] = &["xtask", "release"];

/// The commands of a maintainer for an edition.
const COMMANDS: [&[&str]; 6] = [
    &["xtask", "import", "../page.md"],
    &["xtask", "gen"],
    RELEASE,
    &["xtask", "gen", "--check"],
    &["test", "--no-fail-fast"],
    &["test", "--no-run", "--workspace", "--bench", "*"],
];

/// A clone. Its packages are built again only as far as an edition changes them.
pub(crate) struct Clone {
    folder: PathBuf,
}

impl Clone {
    pub(crate) fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).canonicalize().expect("cargo made it").join("editions");
        fs::create_dir_all(&folder).expect("a new folder");
        let clone = Self { folder: folder.join("project") };
        if !clone.folder.exists() {
            let arguments = ["clone", "--quiet", "--shared", "--no-checkout"];
            succeed(Command::new("git").args(arguments).arg(project()).arg(&clone.folder));
        }
        clone
    }

    /// Takes a page through all commands, after a release of what is committed; returns the time of each, or the output of the one that
    /// failed. `catalogue` is what a person has left for the import.
    pub(crate) fn run(&self, page: &str, catalogue: &str) -> Result<Vec<Duration>, String> {
        self.git(&["fetch", "--quiet", "origin", "HEAD"]);
        self.git(&["checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"]);
        self.git(&["clean", "-fdq"]);
        if !self.folder.join("schemas").join(RELEASED).exists() {
            self.cargo(RELEASE)?;
        }
        fs::write(self.folder.with_file_name("page.md"), page).expect("a new file");
        fs::write(self.folder.join("schemas/catalog.toml"), catalogue).expect("the folder is there");
        COMMANDS.iter().map(|arguments| self.cargo(arguments)).collect()
    }

    fn git(&self, arguments: &[&str]) {
        succeed(Command::new("git").current_dir(&self.folder).args(arguments));
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Duration, String> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the folder of all that is built");
        let start = Instant::now();
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.folder).args(arguments).env("CARGO_TARGET_DIR", target).env_remove("EDITIONS");
        let output = command.output().expect("cargo starts");
        let [said, shown] = [&output.stderr, &output.stdout].map(|text| String::from_utf8_lossy(text));
        let passed = output.status.success();
        passed.then(|| start.elapsed()).ok_or_else(|| format!("cargo {arguments:?}\n{said}\n{shown}"))
    }
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
