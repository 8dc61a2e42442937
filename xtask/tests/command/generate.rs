//! `cargo xtask gen` as users run it: written files, untouched files, and the output of `--check`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// A folder with a copy of the schemas and an output folder.
struct Project {
    folder: TempDir,
}

/// The result of a command.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Project {
    /// Creates a project with schemas only.
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gen");
        for (path, content) in files(&fixture) {
            project.write(&format!("schemas/{path}"), &content);
        }
        project
    }

    /// Creates a project with schemas and the crate generated from them.
    fn generated() -> Self {
        let project = Self::new();
        let run = project.r#gen(&[]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, content).expect("a new file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn r#gen(&self, options: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .current_dir(self.folder.path())
            .args(["gen", "--schemas", "schemas", "--out", "out"])
            .args(options)
            .output()
            .expect("the command starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("messages are text");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Asserts that there are no changes, and that `--check` agrees.
    fn assert_fresh(&self) {
        let run = self.r#gen(&["--check"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
        assert!(run.stdout.contains("is fresh"), "{}", run.stdout);
    }
}

/// Reads all files below a folder by relative path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let relative = path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
            found.insert(relative, fs::read(&path).expect("a file"));
        }
    }
    found
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|metadata| metadata.modified()).expect("a file has a time")
}

#[test]
fn a_second_run_touches_nothing() {
    let project = Project::generated();
    let lib = project.path("out/src/lib.rs");
    let before = modified(&lib);
    let run = project.r#gen(&[]);
    assert!(run.stdout.contains("0 written, 0 deleted"), "{}", run.stdout);
    assert_eq!(modified(&lib), before);
    project.assert_fresh();
}

#[test]
fn the_same_schemas_give_the_same_bytes() {
    let (one, other) = (Project::generated(), Project::generated());
    assert_eq!(files(&one.path("out")), files(&other.path("out")));
}

#[test]
fn check_lists_every_difference() {
    let project = Project::generated();
    let before = files(&project.path("out"));
    fs::remove_dir_all(project.path("out/docs")).expect("docs are there");
    fs::remove_file(project.path("out/src/event.rs")).expect("the file is there");
    project.write("out/src/a/b/stray.rs", b"// stray\n");
    project.write("out/src/lib.rs", format!("{}// by hand\n", project.read("out/src/lib.rs")).as_bytes());

    let run = project.r#gen(&["--check"]);
    assert_eq!(run.code, Some(1));
    for expected in [
        "missing  out/docs/webhooks.md",
        "missing  out/src/event.rs",
        "orphan   out/src/a/b/stray.rs: not written by gen",
        "stale    out/src/lib.rs: edited by hand, or codegen changed",
        "-// by hand",
        "4 files differ",
        "run `cargo xtask gen --schemas schemas --out out` to update",
    ] {
        assert!(run.stdout.contains(expected), "no `{expected}` in:\n{}", run.stdout);
    }
    assert!(project.path("out/src/a/b/stray.rs").exists(), "--check changes nothing");

    assert_eq!(project.r#gen(&[]).code, Some(0));
    assert_eq!(files(&project.path("out")), before);
    assert!(!project.path("out/src/a").exists(), "folders that became empty are gone");
    project.assert_fresh();
}

#[test]
fn check_names_the_schema_that_changed() {
    let project = Project::generated();
    let schema = project.read("schemas/events/box.opened.schema.json").replace("\"maxLength\": 9", "\"maxLength\": 8");
    project.write("schemas/events/box.opened.schema.json", schema.as_bytes());
    let run = project.r#gen(&["--check"]);
    assert_eq!(run.code, Some(1));
    let cause = "stale    out/docs/webhooks.md: schemas/events/box.opened.schema.json changed since the last gen";
    assert!(run.stdout.contains(cause), "{}", run.stdout);
    assert!(
        run.stdout.contains("+  \"properties\": { \"box\": { \"type\": \"string\", \"maxLength\": 8 } }"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("box.closed.schema.json changed"), "{}", run.stdout);
}

#[test]
fn check_reports_one_edited_character() {
    for (file, before, after, differs) in [
        (
            "events/box.opened.schema.json",
            "\"maxLength\": 9",
            "\"maxLength\": 8",
            "+  \"properties\": { \"box\": { \"type\": \"string\", \"maxLength\": 8 } }",
        ),
        ("catalog.toml", "shut again", "shut agaim", "agaim"),
    ] {
        let project = Project::generated();
        let text = project.read(&format!("schemas/{file}"));
        assert!(text.contains(before), "{text}");
        project.write(&format!("schemas/{file}"), text.replace(before, after).as_bytes());
        let run = project.r#gen(&["--check"]);
        assert_eq!(run.code, Some(1), "{}", run.stdout);
        for expected in [
            &format!("schemas/{file} changed since the last gen"),
            differs,
            "run `cargo xtask gen --schemas schemas --out out` to update",
        ] {
            assert!(run.stdout.contains(expected), "no `{expected}` in:\n{}", run.stdout);
        }
        assert_eq!(project.r#gen(&[]).code, Some(0));
        project.assert_fresh();
    }
}

#[test]
fn deleted_files_are_named() {
    let project = Project::generated();
    project.write("out/tests/own.rs", b"#[test]\nfn own() {}\n");
    let run = project.r#gen(&[]);
    assert!(run.stdout.contains("deleted  out/tests/own.rs: not written by gen\n"), "{}", run.stdout);
    assert!(run.stdout.contains("1 deleted"), "{}", run.stdout);
}

#[test]
fn check_explains_headers_and_orphans() {
    let project = Project::generated();
    let text = project.read("out/src/event.rs");
    project.write("out/src/old.rs", text.as_bytes());
    let body: String = text.lines().skip(2).flat_map(|line| [line, "\n"]).collect();
    project.write("out/src/event.rs", body.as_bytes());
    let run = project.r#gen(&["--check"]);
    assert!(run.stdout.contains("stale    out/src/event.rs: edited by hand, its header is gone"), "{}", run.stdout);
    assert!(run.stdout.contains("orphan   out/src/old.rs: its source is gone"), "{}", run.stdout);
}

#[test]
fn binary_files_are_stale() {
    let project = Project::generated();
    project.write("out/src/lib.rs", &[0xff, 0xfe, 0x00, b'\r', b'\n']);
    assert_eq!(project.r#gen(&["--check"]).code, Some(1));
    assert_eq!(project.r#gen(&[]).code, Some(0));
    project.assert_fresh();
}

#[test]
fn line_ends_of_schemas_are_ignored() {
    let project = Project::generated();
    let schema = project.read("schemas/events/box.opened.schema.json").replace('\n', "\r\n");
    project.write("schemas/events/box.opened.schema.json", schema.as_bytes());
    project.assert_fresh();
}

#[test]
fn a_foreign_folder_is_refused() {
    let project = Project::new();
    project.write("out/thesis.txt", b"years of work");
    project.write("out/Cargo.toml", b"[package]\nname = \"mine\"\n");
    let before = files(&project.path("out"));
    for options in [&[][..], &["--check"]] {
        let run = project.r#gen(options);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("not a generated crate"), "{}", run.stderr);
    }
    assert_eq!(files(&project.path("out")), before);
}

/// Neither folder may be inside of the other one.
#[test]
fn schemas_and_output_must_be_apart() {
    let project = Project::generated();
    let before = files(project.folder.path());
    for (schemas, out, message) in [
        ("out/schemas", "out", "the schemas are inside the output folder out,"),
        ("out", "out", "the schemas are inside the output folder out,"),
        ("schemas", "schemas/crate", "the output folder schemas/crate is inside the schemas, schemas,"),
        ("schemas", "schemas/a/../b", "is inside the schemas"),
        (".", "crate", "the output folder crate is inside the schemas, ."),
    ] {
        for command in ["gen", "release"] {
            let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
                .current_dir(project.folder.path())
                .args([command, "--schemas", schemas, "--out", out])
                .output()
                .expect("the command starts");
            let printed = String::from_utf8(output.stderr).expect("messages are text");
            assert_eq!(output.status.code(), Some(2), "{schemas}: {printed}");
            assert!(printed.contains(message) && printed.contains("with `--out`"), "{schemas}: {printed}");
        }
    }
    assert_eq!(files(project.folder.path()), before);
    project.assert_fresh();
}

#[test]
fn an_error_writes_nothing() {
    let project = Project::generated();
    let before = files(&project.path("out"));
    project.write("schemas/events/box.opened.schema.json", b"{ \"type\": \"object\", }\n");
    project.write("out/src/stray.rs", b"");
    let run = project.r#gen(&[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("malformed-json") && run.stderr.contains("box.opened.schema.json:1:"),
        "{}",
        run.stderr
    );
    fs::remove_file(project.path("out/src/stray.rs")).expect("it is still there");
    assert_eq!(files(&project.path("out")), before);
}

/// A missing file is not another event's; a file that nothing lists may be meant.
#[test]
fn only_free_files_are_suggested() {
    let help = "paths are relative to the folder";
    for (beside, expected) in [
        (None, help),
        (Some("events/box.clsoed.schema.json"), "did you mean `events/box.clsoed.schema.json`?"),
        (Some("notes/box.txt"), help),
    ] {
        let project = Project::generated();
        fs::remove_file(project.path("schemas/events/box.closed.schema.json")).expect("it is ours");
        if let Some(path) = beside {
            project.write(&format!("schemas/{path}"), b"{}");
        }
        let run = project.r#gen(&[]);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("error[missing-file]") && run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[test]
fn files_of_cargo_and_git_are_kept() {
    let project = Project::generated();
    project.write("out/Cargo.lock", b"");
    project.write("out/target/debug/x", b"");
    project.assert_fresh();
    let git = |arguments: &[&str]| Command::new("git").current_dir(project.folder.path()).args(arguments).output();
    if git(&["init", "--quiet"]).is_ok_and(|output| output.status.success()) {
        project.write(".gitignore", b"*.swp\n");
        project.write("out/src/lib.rs.swp", b"");
        project.assert_fresh();
        assert_eq!(project.r#gen(&[]).code, Some(0));
        assert!(project.path("out/src/lib.rs.swp").exists());
    }
    assert!(project.path("out/target/debug/x").exists());
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced() {
    let project = Project::generated();
    project.write("elsewhere/lib.rs", b"// not ours\n");
    fs::remove_file(project.path("out/src/lib.rs")).expect("the file is there");
    std::os::unix::fs::symlink(project.path("elsewhere/lib.rs"), project.path("out/src/lib.rs")).expect("a link");
    std::os::unix::fs::symlink(project.path("elsewhere"), project.path("out/src/more")).expect("a link");
    assert_eq!(project.r#gen(&["--check"]).code, Some(1));
    assert_eq!(project.r#gen(&[]).code, Some(0));
    assert_eq!(project.read("elsewhere/lib.rs"), "// not ours\n");
    project.assert_fresh();
}

#[test]
fn a_folder_may_replace_a_file() {
    let project = Project::generated();
    fs::remove_file(project.path("out/src/lib.rs")).expect("the file is there");
    project.write("out/src/lib.rs/inner.rs", b"");
    assert_eq!(project.r#gen(&[]).code, Some(0));
    project.assert_fresh();
}
