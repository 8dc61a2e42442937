//! The appearance of the commands: colours, version, help.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const PAGE: &str = "Parcels
X-Acme-Event names the event.
parcel.sent — a parcel left the house
{ \"parcelId\": \"p_1\" }
{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }
";

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";

/// Runs a command with no variables about colours except these.
fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(variable);
    }
    let output = command.args(arguments).envs(variables.iter().copied()).current_dir(folder).output();
    let output = output.expect("the command starts");
    String::from_utf8([output.stdout, output.stderr].concat()).expect("it prints text")
}

#[test]
fn colours_follow_terminal_and_environment() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("page.txt"), PAGE).expect("a new file");
    run(folder.path(), &["import", "page.txt"], &[]);
    run(folder.path(), &["gen"], &[]);
    let newer = PAGE.replace("\"object\"", "\"array\"").replace("{ \"parcelId\": \"p_1\" }", "[]");
    fs::write(folder.path().join("page.txt"), newer).expect("it is ours");
    fs::write(folder.path().join("generated/src/event.rs"), "// by hand\n").expect("it is ours");
    fs::write(folder.path().join("broken.txt"), PAGE.replace("p_1\" }", "p_1\", }")).expect("a new file");
    let import = ["import", "page.txt", "--check"];
    let check = ["gen", "--check"];
    for arguments in [&import[..], &check] {
        let forced = run(folder.path(), arguments, &[("CLICOLOR_FORCE", "1")]);
        assert!(forced.contains(RED) && forced.contains(GREEN), "{forced}");
        for variables in [&[][..], &[("NO_COLOR", "1")], &[("CLICOLOR", "0")], &[("NO_COLOR", "1"), ("CLICOLOR", "1")]]
        {
            let plain = run(folder.path(), arguments, variables);
            assert!(!plain.contains('\u{1b}') && plain.contains("    -"), "{variables:?}: {plain}");
        }
    }
    let broken = ["import", "broken.txt"];
    assert!(run(folder.path(), &broken, &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!run(folder.path(), &broken, &[]).contains('\u{1b}'));
}

#[test]
fn version_and_help_are_printed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let version = concat!("cargo xtask ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(run(folder, &["--version"], &[]), version);
    assert_eq!(run(folder, &["-V"], &[]), version);
    for arguments in
        [&["--help"][..], &["gen", "--help"], &["import", "--help"], &["diff", "--help"], &["release", "--help"]]
    {
        assert!(run(folder, arguments, &[]).contains("Usage: cargo xtask"), "{arguments:?}");
    }
}

/// `cargo xtask import PAGE | head -1` writes all files.
#[test]
fn closed_output_stops_no_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("page.txt"), PAGE).expect("a new file");
    for (arguments, written) in
        [(&["import", "page.txt"][..], "schemas/catalog.toml"), (&["gen"], "generated/src/lib.rs")]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        drop((child.stdout.take(), child.stderr.take()));
        assert!(child.wait().expect("it ends").success(), "{arguments:?}");
        assert!(folder.path().join(written).exists(), "{written}");
    }
}
