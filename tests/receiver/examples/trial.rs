//! Measures the cost of the README's trial: the processor time of `cargo build --example serve --example send` from scratch, and the number
//! of packages. `cargo run -p receiver --example trial [-- FOLDER…]`
//!
//! A folder is that of a generated crate; by default this one's. Give that of an older commit to compare.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if folders.is_empty() {
        folders.push(workspace.join("generated"));
    }
    for folder in folders {
        let fresh = tempfile::tempdir()?;
        copy(&folder, fresh.path())?;
        let lock = [folder.join("Cargo.lock"), folder.join("../Cargo.lock")].into_iter().find(|lock| lock.exists());
        fs::copy(lock.unwrap_or_else(|| workspace.join("Cargo.lock")), fresh.path().join("Cargo.lock"))?;
        let manifest = fresh.path().join("Cargo.toml");
        fs::write(&manifest, fs::read_to_string(&manifest)? + "\n[workspace]\n")?;
        let (seconds, packages) = build(fresh.path())?;
        println!("{}: {seconds:.0} s of processor time, {packages} packages", folder.display());
    }
    Ok(())
}

/// Copies a clone, without build output.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let new = to.join(entry.file_name());
        if !entry.file_type()?.is_dir() {
            fs::copy(entry.path(), new)?;
        } else if entry.file_name() != "target" {
            fs::create_dir(&new)?;
            copy(&entry.path(), &new)?;
        }
    }
    Ok(())
}

/// Builds the examples as in the README; returns the seconds and the number of packages.
fn build(folder: &Path) -> Result<(f64, usize)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The shell knows the time of its children. Downloads are not measured.
    let script =
        "\"$0\" fetch --quiet && times && \"$0\" build --offline --color never --example serve --example send && times";
    let output = Command::new("sh")
        .current_dir(folder)
        .args(["-c", script])
        .arg(cargo)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("CARGO_PROFILE_DEV_DEBUG")
        .env_remove("CARGO_INCREMENTAL")
        .output()?;
    let (said, complained) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    if !output.status.success() {
        return Err(complained.into());
    }
    // Two lines each time: the shell's own, then its children's.
    let times: Vec<f64> = said.lines().skip(1).step_by(2).map(seconds).collect::<Option<_>>().ok_or("unknown times")?;
    let [before, after] = times[..] else { return Err("the shell has not said what the build took".into()) };
    let packages = complained.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count();
    Ok((after - before, packages))
}

/// Returns the sum of times such as `0m1.230s 0m0.450s`.
fn seconds(line: &str) -> Option<f64> {
    line.split_whitespace()
        .map(|time| {
            let (minutes, seconds) = time.strip_suffix('s')?.split_once('m')?;
            Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
        })
        .sum()
}
