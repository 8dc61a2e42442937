//! The duration of `gen` and `diff`, and the build time and size of the generated crate: `cargo bench -p bench --bench gen`.
//!
//! Each catalogue has a process of its own, which then tells its peak memory. The figures in docs/performance.md come from here.

mod equal;
mod varied;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::Files;
use cpu_time::ProcessTime;
use mimalloc::MiMalloc;

/// The allocator of `xtask`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The catalogues, each with its number of events; `edited` is the comparison of a varied one with a later edition.
const CATALOGUES: [(&str, usize); 6] =
    [("equal", 5), ("equal", 500), ("varied", 250), ("varied", 500), ("varied", 1000), ("edited", 500)];

/// The argument before a catalogue and its number of events, with which the bench calls itself: memory is that of a process.
const ONLY: &str = "--only";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [only, kind, events, rounds] = arguments.as_slice()
        && only == ONLY
    {
        let (events, rounds) = (events.parse()?, rounds.parse()?);
        return if kind == "edited" { comparison(events, rounds) } else { generation(kind, events, rounds) };
    }
    // `cargo test --benches` only checks that it runs.
    let is_test = !arguments.iter().any(|argument| argument == "--bench") || arguments.iter().any(|it| it == "--test");
    let rounds = if is_test { "1" } else { "5" };
    for (kind, events) in CATALOGUES {
        let events = if is_test { 5 } else { events }.to_string();
        let status = Command::new(std::env::current_exe()?).args([ONLY, kind, &events, rounds]).status()?;
        if !status.success() {
            return Err(format!("the {kind} catalogue of {events} events is refused").into());
        }
    }
    if !is_test {
        crate_itself()?;
    }
    Ok(())
}

/// Measures the whole pipeline in memory, without reading or writing files.
fn generation(kind: &str, events: usize, rounds: usize) -> Result<()> {
    let files = if kind == "varied" { varied::catalogue(events) } else { equal::catalogue(events) };
    let mut phases: Vec<(&'static str, Vec<Duration>)> = Vec::new();
    let mut lines = 0;
    let cost = cost(rounds, || {
        let generated = codegen::generate(&files).map_err(|findings| findings.to_string())?;
        lines = rust_lines(&generated.files);
        for (index, (phase, time)) in generated.phases.into_iter().enumerate() {
            if phases.len() == index {
                phases.push((phase, Vec::new()));
            }
            phases[index].1.push(time);
        }
        Ok(())
    })?;
    println!("{events} {kind} events: {cost}, {lines} lines of Rust");
    for (phase, times) in phases {
        println!("    {phase:<8} {}", milliseconds(median(times)));
    }
    Ok(())
}

/// Measures `diff` of a catalogue and a later edition in memory.
fn comparison(events: usize, rounds: usize) -> Result<()> {
    let old = varied::catalogue(events);
    let new = varied::edited(&old);
    let mut changes = 0;
    let cost = cost(rounds, || {
        changes = codegen::diff::compare(&old, &new).map_err(|findings| findings.to_string())?.changes.len();
        Ok(())
    })?;
    println!("{events} varied events, {changes} changes between two editions: {cost}");
    Ok(())
}

/// Returns the cost of some work in words: the medians of its times, and the peak memory.
fn cost(rounds: usize, mut work: impl FnMut() -> Result<()>) -> Result<String> {
    let (mut times, mut processor) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (start, busy) = (Instant::now(), ProcessTime::now());
        work()?;
        times.push(start.elapsed());
        processor.push(busy.elapsed());
    }
    let (elapsed, processor) = (milliseconds(median(times)), milliseconds(median(processor)));
    let memory = peak_memory().map_or_else(|| "unknown".to_owned(), |kib| format!("{} MB", kib / 1024));
    Ok(format!("{elapsed} elapsed, {processor} of processor time, {memory}"))
}

/// Returns the peak memory of this process in KiB, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Measures the committed crate: lines, packages, and the time of a build from scratch.
fn crate_itself() -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let sources = read(&workspace.join("generated/src"))?;
    println!("generated: {} lines of Rust in {} files", rust_lines(&sources), sources.len());
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(&cargo)
        .current_dir(&workspace)
        .args(["tree", "--package", "cleartix-webhooks", "--edges", "normal,build", "--prefix", "none"])
        .output()?;
    let packages: std::collections::BTreeSet<String> = String::from_utf8(tree.stdout)?
        .lines()
        .map(|line| line.trim_end_matches(" (*)").to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    println!("packages built, itself among them: {}", packages.len());
    for (profile, options) in [("debug", &[][..]), ("release", &["--release"])] {
        let target = tempfile::tempdir()?;
        let start = Instant::now();
        let built = Command::new(&cargo)
            .current_dir(&workspace)
            .args(["build", "--quiet", "--package", "cleartix-webhooks", "--target-dir"])
            .arg(target.path())
            .args(options)
            .status()?;
        if !built.success() {
            return Err("the generated crate does not build".into());
        }
        println!("build from nothing, {profile}: {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut open: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.display().to_string(), fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

fn rust_lines(files: &Files) -> usize {
    let is_rust = |path: &&String| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    files.keys().filter(is_rust).map(|path| files[path].lines().count()).sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
