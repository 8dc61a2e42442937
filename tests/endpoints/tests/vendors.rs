//! Other vendors' crates: their examples are built as they are, without a warning, and speak to each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::{generate, Files};
use endpoints::program::Program;
use endpoints::SECRET;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("a package is in its workspace")
}

/// Where the crates are built. What the workspace has built for itself is used again.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the folder of all that is built").to_owned()
}

/// Writes the crate of a catalogue into a folder that stays, so that nothing of it is built twice.
fn write(vendor: &str) -> PathBuf {
    let schemas = workspace().join("tests/fixtures/catalog/vendors").join(vendor);
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_str().expect("a name in UTF-8").to_owned();
        (name, fs::read_to_string(path).expect("a text"))
    };
    let input: Files = fs::read_dir(schemas).expect("there is such a vendor").map(read).collect();
    let generated = generate(&input).unwrap_or_else(|found| panic!("{vendor}: {found}"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vendors").join(vendor);
    let mut files = generated.files;
    files.get_mut("Cargo.toml").expect("a manifest").push_str("\n[workspace]\n");
    files.insert("Cargo.lock".to_owned(), fs::read_to_string(workspace().join("Cargo.lock")).expect("it is locked"));
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        // A file that is right is not touched, so that it is not built again.
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            fs::write(path, text).expect("a new file");
        }
    }
    folder
}

/// Builds the examples with no word about features, as the README has it, and runs the session of two terminals.
/// `answers` are those to the same delivery, sent twice.
fn session(vendor: &str, variable: &str, path: &str, id: &[&str], answers: [&str; 2]) {
    let folder = write(vendor);
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(&folder).args(["build", "--examples", "--offline"]).env("CARGO_TARGET_DIR", target());
    // Without other flags: with them, all packages would be built again.
    let output = command.output().expect("cargo starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !said.contains("warning: "), "{vendor}\n{said}");
    let example = |name: &str| {
        // Another vendor's example of the same name is built to the same place, so each has a copy.
        let (built, own) = (target().join("debug/examples").join(name), folder.join(name));
        fs::copy(built, &own).expect("it was built");
        own
    };
    let (serve, send) = (example("serve"), example("send"));
    let database = tempfile::tempdir().expect("a temporary folder");
    let mut server = Command::new(serve);
    let server = Program::start_with(server.env(variable, SECRET), "127.0.0.1:0", &database.path().join("database"));
    let url = format!("http://{}{path}", server.address);
    let answers = answers.map(|answer| format!("200 {{\"delivery\":\"{answer}\"}}"));
    for answer in answers {
        let output = Command::new(&send)
            .args(["parcel.moved", &url])
            .args(id)
            .env(variable, SECRET)
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.trim_end().ends_with(&answer), "{vendor}: {said}{}", String::from_utf8_lossy(&output.stderr));
    }
    let refused =
        Command::new(&send).args(["parcel.moved", &url]).env(variable, "another").output().expect("it starts");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains(&format!("is {variable} the same in both terminals?")), "{vendor}: {said}");
}

/// One behind the other: cargo builds one crate at a time.
#[test]
fn the_session_of_two_terminals_works_for_every_vendor_that_signs() {
    let once = ["handled", "repeated"];
    session("base64-envelope", "BASE64_ENVELOPE_SIGNING_SECRET", "/webhooks", &["--id", "k7"], once);
    session("numeric-id", "NUMERIC_ID_SIGNING_SECRET", "/webhooks", &["--id", "7"], once);
    // Nothing says that it is the same delivery: a second event may have the same body.
    let each = ["handled", "handled"];
    session("bare-body", "BARE_BODY_SIGNING_SECRET", "/webhooks", &[], each);
    session("nameless", "NAMELESS_SIGNING_SECRET", "/webhooks/parcel.moved", &[], each);
}

/// Two events may have the same body, so the body is no key: neither in the README nor in the documentation nor in the examples.
#[test]
fn without_an_id_nothing_is_a_repetition() {
    for vendor in ["bare-body", "choices", "nameless"] {
        let folder = write(vendor);
        let read = |path: &str| fs::read_to_string(folder.join(path)).expect("it is generated");
        let readme = read("README.md");
        assert!(readme.contains("every delivery is handled") && !readme.contains("ON CONFLICT"), "{vendor}: {readme}");
        assert!(readme.contains("Sent again, it is handled again") && !readme.contains("known already"), "{vendor}");
        for text in [readme, read("src/delivery.rs"), read("src/lib.rs")] {
            assert!(!text.contains("is the key by which"), "{vendor}");
        }
        assert!(
            read("examples/serve/main.rs").contains("fn id(_: &Delivery) -> Option<&str> {\n    None\n}"),
            "{vendor}"
        );
    }
    let readme = fs::read_to_string(write("numeric-id").join("README.md")).expect("it is generated");
    assert!(readme.contains("**A delivery without an id is never taken for a repetition**"), "{readme}");
    assert!(!readme.contains("or `delivery.body_digest()`"), "{readme}");
}

#[test]
fn a_vendor_that_does_not_sign_has_no_receiver_no_adapter_and_no_example() {
    let folder = write("unsigned");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    for word in ["axum", "actix", "http", "example", "testing", "rusqlite", "dev-dependencies"] {
        assert!(!manifest.contains(word), "{word} is in\n{manifest}");
    }
    assert!(!folder.join("examples").exists() && !folder.join("src/receiver.rs").exists());
}
