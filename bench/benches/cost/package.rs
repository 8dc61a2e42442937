//! A temporary package: written, built and measured.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use codegen::emit::runtime;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A package outside the workspace, with the versions of the workspace's lock file.
pub(crate) struct Package {
    folder: PathBuf,
    target: PathBuf,
}

/// The cost of a build.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) elapsed: Duration,
    /// The processor time of the compiler and its children.
    pub(crate) processor: Duration,
    /// Warnings of the package itself.
    pub(crate) warnings: usize,
}

impl Package {
    /// Creates a package in a folder; several may share a target folder.
    pub(crate) fn new(folder: PathBuf, target: &Path, dependencies: &str, source: &str) -> Result<Self> {
        let manifest = format!(
            "[package]\nname = \"weighed\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{dependencies}\n\
             [profile.release]\nstrip = true\n\n[workspace]\n"
        );
        let package = Self { folder, target: target.to_owned() };
        package.write("Cargo.toml", &manifest)?;
        package.write(source, "")?;
        package.locked()
    }

    /// Wraps a package that is already written.
    pub(crate) fn written(folder: PathBuf, target: &Path) -> Result<Self> {
        let package = Self { folder, target: target.to_owned() };
        let manifest = fs::read_to_string(package.folder.join("Cargo.toml"))?;
        package.write("Cargo.toml", &format!("{manifest}\n[workspace]\n"))?;
        package.locked()
    }

    fn locked(self) -> Result<Self> {
        self.write("Cargo.lock", &fs::read_to_string(workspace().join("Cargo.lock"))?)?;
        Ok(self)
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        Ok(fs::write(path, text)?)
    }

    /// Adds some runtime modules with their dependencies as `crate::runtime`.
    pub(crate) fn write_runtime(&self, used: &BTreeSet<&'static str>) -> Result<()> {
        let files = runtime::files(used);
        let names = files.keys().filter_map(|path| path.strip_suffix(".rs")).filter(|name| !name.contains('/'));
        let modules: Vec<String> = names.map(|name| format!("pub mod {name};\n")).collect();
        self.write("src/runtime.rs", &modules.concat())?;
        files.iter().try_for_each(|(path, text)| self.write(&format!("src/runtime/{path}"), text))
    }

    /// `cargo build --release`.
    pub(crate) fn build(&self) -> Result<Cost> {
        let start = Instant::now();
        // The shell knows the time of its children.
        let output = Command::new("sh")
            .current_dir(&self.folder)
            .args(["-c", "\"$0\" build --release --offline --color never && times"])
            .arg(cargo())
            .env("CARGO_TARGET_DIR", &self.target)
            .output()?;
        let elapsed = start.elapsed();
        let (said, complained) = texts(output)?;
        let warnings = complained.lines().filter(|line| line.starts_with("warning: ") && !is_summary(line)).count();
        Ok(Cost { elapsed, processor: processor_time(&said)?, warnings })
    }

    /// Rebuilds it without its dependencies.
    pub(crate) fn build_again(&self, source: &str) -> Result<Cost> {
        let path = self.folder.join(source);
        let text = fs::read_to_string(&path)?;
        fs::write(&path, format!("{text}\n"))?;
        self.build()
    }

    /// Returns the number of built packages, including itself.
    pub(crate) fn packages(&self) -> Result<usize> {
        let output = Command::new(cargo())
            .current_dir(&self.folder)
            .args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
            .output()?;
        let (tree, _) = texts(output)?;
        let packages: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        Ok(packages.into_iter().filter(|package| !package.is_empty()).count())
    }

    /// Returns the size of its stripped program.
    pub(crate) fn program(&self) -> Result<u64> {
        self.build()?;
        Ok(fs::metadata(self.target.join("release/weighed"))?.len())
    }

    /// Returns the size of its Rust sources.
    pub(crate) fn source(&self) -> Result<u64> {
        bytes(&self.folder.join("src"))
    }
}

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// Returns the output of a successful command.
pub(crate) fn texts(output: Output) -> Result<(String, String)> {
    let (said, complained) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    if output.status.success() { Ok((said, complained)) } else { Err(complained.into()) }
}

/// Returns true for cargo's own summary of warnings.
fn is_summary(line: &str) -> bool {
    line.contains(" generated ")
}

/// Returns the sum of the second line of `times`: user and system time of the children, as `1m2.50s 0m3.00s`.
fn processor_time(times: &str) -> Result<Duration> {
    let children = times.lines().last().ok_or("`times` writes two lines")?;
    let mut seconds = 0.0;
    for part in children.split_whitespace() {
        let (minutes, rest) = part.trim_end_matches('s').split_once('m').ok_or("`times` writes minutes")?;
        seconds += minutes.parse::<f64>()? * 60.0 + rest.parse::<f64>()?;
    }
    Ok(Duration::from_secs_f64(seconds))
}

fn bytes(folder: &Path) -> Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        total += if path.is_dir() { bytes(&path)? } else { fs::metadata(path)?.len() };
    }
    Ok(total)
}
