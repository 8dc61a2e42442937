//! The input of the commands: regular files below a folder, from any current folder.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PAGE: &str = "Parcels
X-Acme-Event names the event.
parcel.sent — a parcel left the house
{ \"parcelId\": \"p_1\" }
{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }
";

/// A workspace with a page, its schemas and its crate.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().expect("a temporary folder"));
        project.write("Cargo.toml", "[workspace]\nmembers = []\n");
        project.write("page.txt", PAGE);
        project.write("inside/of/it/note.txt", "");
        project
    }

    fn imported() -> Self {
        let project = Self::new();
        assert_eq!(project.run("", &["import", "page.txt"]).0, 0);
        assert_eq!(project.run("", &["gen"]).0, 0);
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    }

    /// Runs a command in a folder of the project; returns its exit code and all output. Its limit is one minute.
    fn run(&self, folder: &str, arguments: &[&str]) -> (i32, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(self.path(folder))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let start = Instant::now();
        while child.try_wait().expect("it is ours").is_none() {
            if start.elapsed() > Duration::from_mins(1) {
                child.kill().expect("it is ours");
                panic!("{arguments:?} hangs");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let output = child.wait_with_output().expect("it has ended");
        let printed = [output.stdout, output.stderr].concat();
        (output.status.code().expect("it ends by itself"), String::from_utf8(printed).expect("it prints text"))
    }
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("there is mkfifo").success());
}

/// An unusual entry in place of a file or folder of schemas, the function that creates it, and the code of the finding.
type Unusual = (&'static str, fn(&Project, &Path), &'static str);

const UNUSUAL: &[Unusual] = &[
    ("events", |project, path| link(project, "elsewhere", path), "linked-file"),
    ("events/parcel.sent.schema.json", |project, path| link(project, "elsewhere/secret.json", path), "linked-file"),
    ("catalog.toml", |project, path| link(project, "elsewhere/catalog.toml", path), "linked-file"),
    ("events/loop", |_, path| symlink(".", path).expect("a new link"), "linked-file"),
    ("events/nowhere.schema.json", |_, path| symlink("nowhere", path).expect("a new link"), "linked-file"),
    ("events/parcel.sent.schema.json", |_, path| make_pipe(path), "not-a-file"),
    ("new.schema.json", |_, path| make_pipe(path), "not-a-file"),
    ("events/zero.schema.json", |_, path| symlink("/dev/zero", path).expect("a new link"), "linked-file"),
    ("big.schema.json", |_, path| sparse(path, 17 << 20), "file-too-large"),
    ("events/huge.example.json", |_, path| sparse(path, 1 << 40), "file-too-large"),
    (
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s.json",
        |_, path| fs::write(path, "{}").expect("a new file"),
        "folder-too-large",
    ),
    ("bytes.schema.json", |_, path| fs::write(path, b"\xff").expect("a new file"), "not-utf8"),
];

fn link(project: &Project, target: &str, path: &Path) {
    symlink(project.path(target), path).expect("a new link");
}

/// Creates a sparse file of a large size.
fn sparse(path: &Path, length: u64) {
    fs::File::create(path).and_then(|file| file.set_len(length)).expect("a new file");
}

#[test]
fn only_regular_files_below_are_read() {
    for (path, make, code) in UNUSUAL {
        let project = Project::imported();
        project.write("elsewhere/secret.json", "{ \"type\": \"object\" }");
        project.write("elsewhere/parcel.sent.schema.json", "{ \"type\": \"object\" }");
        project.write("elsewhere/catalog.toml", "[crate]\n");
        let target = project.path("schemas").join(path);
        let _ = if target.is_dir() { fs::remove_dir_all(&target) } else { fs::remove_file(&target) };
        fs::create_dir_all(target.parent().expect("it is in a folder")).expect("a new folder");
        make(&project, &target);
        let elsewhere = || {
            let names = ["secret.json", "parcel.sent.schema.json", "catalog.toml"];
            names.map(|name| fs::read_to_string(project.path("elsewhere").join(name)).expect("it is still there"))
        };
        let before = elsewhere();
        project.write("page.txt", &PAGE.replace("parcel.sent", "parcel.lost"));
        for arguments in
            [&["gen"][..], &["gen", "--check"], &["import", "page.txt"], &["import", "page.txt", "--check"]]
        {
            let (exit, printed) = project.run("", arguments);
            assert_eq!(exit, 2, "{path}: {arguments:?}: {printed}");
            assert!(printed.contains(&format!("error[{code}]")), "{path}: {arguments:?}: {printed}");
            assert!(printed.contains("help: "), "{printed}");
        }
        assert_eq!(elsewhere(), before, "{path}");
        assert_eq!(fs::read_dir(project.path("elsewhere")).expect("a folder").count(), 3, "{path}");
    }
}

#[test]
fn a_page_must_be_a_regular_file() {
    let project = Project::new();
    make_pipe(&project.path("pipe.txt"));
    symlink(project.path("pipe.txt"), project.path("linked-pipe.txt")).expect("a new link");
    symlink("/dev/zero", project.path("zero.txt")).expect("a new link");
    sparse(&project.path("large.txt"), 1 << 40);
    for (page, code) in [
        ("pipe.txt", "not-a-file"),
        ("linked-pipe.txt", "not-a-file"),
        ("zero.txt", "not-a-file"),
        ("/dev/zero", "not-a-file"),
        ("inside", "no-event"),
        ("large.txt", "file-too-large"),
        ("no-page.txt", "unreadable-file"),
    ] {
        let (exit, printed) = project.run("", &["import", page]);
        assert_eq!(exit, 2, "{page}: {printed}");
        assert!(printed.contains(&format!("error[{code}]")), "{page}: {printed}");
    }
    assert!(!project.path("schemas").exists());
    symlink(project.path("page.txt"), project.path("linked.txt")).expect("a new link");
    assert_eq!(project.run("", &["import", "linked.txt"]).0, 0, "a person has named the link");
}

#[test]
fn a_pipe_in_the_output_is_harmless() {
    let project = Project::imported();
    fs::remove_file(project.path("generated/src/lib.rs")).expect("it was generated");
    make_pipe(&project.path("generated/src/lib.rs"));
    make_pipe(&project.path("generated/src/stray.rs"));
    assert_eq!(project.run("", &["gen", "--check"]).0, 1);
    assert_eq!(project.run("", &["gen"]).0, 0);
    assert_eq!(project.run("", &["gen", "--check"]).0, 0);
    fs::remove_file(project.path("generated/Cargo.toml")).expect("it was generated");
    make_pipe(&project.path("generated/Cargo.toml"));
    let (exit, printed) = project.run("", &["gen"]);
    assert_eq!(exit, 2, "{printed}");
}

#[test]
fn commands_find_the_workspace_from_any_folder() {
    let project = Project::new();
    let page = project.path("page.txt");
    let page = page.to_str().expect("a temporary folder has a plain name");
    let (exit, printed) = project.run("inside/of/it", &["import", page]);
    assert_eq!(exit, 0, "{printed}");
    assert!(printed.contains("../../../schemas: "), "{printed}");
    assert!(project.path("schemas/catalog.toml").exists() && !project.path("inside/of/it/schemas").exists());
    let (exit, printed) = project.run("inside/of", &["gen"]);
    assert_eq!(exit, 0, "{printed}");
    assert!(printed.contains(" in ../../schemas") && printed.contains(" in ../../generated"), "{printed}");
    // The copy of the schemas in the generated crate is not written.
    let copy = fs::read_to_string(project.path("generated/schemas/catalog.toml")).expect("a copy");
    project.write("page.txt", &PAGE.replace("p_1", "p_2"));
    for folder in ["generated", "generated/schemas", "generated/schemas/events", "schemas/events", ""] {
        let (exit, printed) = project.run(folder, &["import", page, "--check"]);
        assert_eq!(exit, 1, "{folder}: {printed}");
        let (exit, printed) = project.run(folder, &["gen", "--check"]);
        assert_eq!(exit, 0, "{folder}: {printed}");
    }
    assert_eq!(project.run("generated", &["import", page]).0, 0);
    assert_eq!(fs::read_to_string(project.path("generated/schemas/catalog.toml")).expect("a copy"), copy);
    assert!(!project.path("generated/schemas/schemas").exists());
}

/// Findings about the files of a source, which is another folder than the catalogue, have the path from the command line.
#[test]
fn files_of_a_source_have_its_path() {
    let project = Project::new();
    project.write("vendor/a/note.txt", "");
    symlink("nowhere", project.path("vendor/a/link.schema.json")).expect("a new link");
    fs::write(project.path("vendor/bytes.schema.json"), b"\xff").expect("a new file");
    for source in ["vendor", "vendor/"] {
        let (exit, printed) = project.run("", &["import", source]);
        assert_eq!(exit, 2, "{printed}");
        for part in
            ["`vendor/a/link.schema.json` is a link", "`vendor/bytes.schema.json` is not UTF-8", "--> vendor/bytes"]
        {
            assert!(printed.contains(part), "{part}: {printed}");
        }
    }
}
