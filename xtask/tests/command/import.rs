//! `cargo xtask import` as users run it: output, written files and exit codes.

use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = "Parcels
X-Acme-Event names the event.
X-Acme-Signature is the HMAC-SHA256 of the body.
parcel.sent — a parcel left the house
{ \"parcelId\": \"p_1\" }
{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }
";

/// Runs the command in a folder; returns its exit code and the output of both streams.
fn import(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("import").args(arguments).current_dir(folder).output();
    let output = command.expect("the command starts");
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code().expect("it ends by itself"), String::from_utf8(printed).expect("it prints text"))
}

fn folder_with(page: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("page.txt"), page).expect("the page is written");
    folder
}

#[test]
fn an_imported_page_is_in_step() {
    let folder = folder_with(PAGE);
    let (code, printed) = import(folder.path(), &["page.txt"]);
    assert_eq!(code, 0, "{printed}");
    // A first import says how it understood the signature.
    for part in [
        "added  parcel.sent   a parcel left the house\n",
        "added  signature     header: `X-Acme-Signature`\n",
        "algorithm: `hmac-sha256`\n",
        "encoding: `hex`\n",
        "added  event header  name: `X-Acme-Event`\n",
    ] {
        assert!(printed.contains(part), "{part}\nis missing in\n{printed}");
    }
    assert!(folder.path().join("schemas/events/parcel.sent.schema.json").exists());
    let in_step = "nothing to do: schemas is in step with page.txt\n".to_owned();
    assert_eq!(import(folder.path(), &["page.txt"]), (0, in_step.clone()));
    assert_eq!(import(folder.path(), &["page.txt", "--check"]), (0, in_step));
}

#[test]
fn check_reports_differences_and_writes_nothing() {
    let folder = folder_with(PAGE);
    let (code, printed) = import(folder.path(), &["page.txt", "--schemas", "contract", "--check"]);
    assert_eq!(code, 1, "{printed}");
    assert!(!folder.path().join("contract").exists());
    import(folder.path(), &["page.txt", "--schemas", "contract"]);
    let schema = folder.path().join("contract/events/parcel.sent.schema.json");
    let edited = fs::read_to_string(&schema).expect("the schema was imported").replace("object", "array");
    fs::write(&schema, &edited).expect("the schema is written");
    let (code, printed) = import(folder.path(), &["page.txt", "--schemas", "contract", "--check"]);
    assert_eq!(code, 1, "{printed}");
    for part in [
        "parcel.sent: changes the type: array → object\nthe folder had errors before, so there are no verdicts\n",
        "contract/events/parcel.sent.schema.json: differs\n",
        "    -  \"type\": \"array\"\n    +  \"type\": \"object\"\n",
    ] {
        assert!(printed.contains(part), "{part}\nis missing in\n{printed}");
    }
    assert!(printed.ends_with("; run `cargo xtask import page.txt --schemas contract` to update\n"), "{printed}");
    assert_eq!(fs::read_to_string(&schema).expect("it is still there"), edited);
}

#[test]
fn a_refused_page_changes_nothing() {
    let folder = folder_with(&PAGE.replace("p_1\" }", "p_1\", }"));
    let (code, printed) = import(folder.path(), &["page.txt"]);
    assert_eq!(code, 2, "{printed}");
    assert!(printed.contains("error[malformed-json]") && printed.contains("page.txt:5:20"), "{printed}");
    assert!(!folder.path().join("schemas").exists());
}

#[test]
fn a_binary_page_is_refused() {
    let folder = folder_with("");
    fs::write(folder.path().join("page.txt"), b"Parcels \xff").expect("the page is written");
    let (code, printed) = import(folder.path(), &["page.txt"]);
    assert_eq!(code, 2);
    assert!(printed.contains("error[not-utf8]") && printed.contains("page.txt:1:9"), "{printed}");
    assert_eq!(import(folder.path(), &["no-page.txt"]).0, 2);
}

#[test]
fn commands_in_messages_quote_paths() {
    let folder = folder_with("");
    fs::create_dir(folder.path().join("a b")).expect("the folder is made");
    fs::write(folder.path().join("a b/my page.txt"), PAGE).expect("the page is written");
    let page = ["a b/my page.txt", "--schemas", "it's"];
    let (code, printed) = import(folder.path(), &[&page[..], &["--check"]].concat());
    assert_eq!(code, 1, "{printed}");
    let update = "; run `cargo xtask import 'a b/my page.txt' --schemas 'it'\\''s'` to update\n";
    assert!(printed.contains(update), "{printed}");
    let (code, printed) = import(folder.path(), &page);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("next: cargo xtask gen --schemas 'it'\\''s' --out acme-webhooks\n"), "{printed}");
}

/// Packages that are installed beside the schemas of a vendor are those of others, however many they are.
#[test]
fn installed_packages_are_not_imported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    };
    write("acme/order.paid.schema.json", "{ \"type\": \"object\" }");
    write("acme/node_modules/dep/config.schema.json", "{ \"type\": \"object\" }");
    write("acme/of/node_modules/dep/not.json", "{");
    write("acme/node_modules.schema.json", "{ \"type\": \"object\", \"title\": \"A file\" }");
    let (code, printed) = import(folder.path(), &["acme", "--schemas", "contract"]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(printed.matches("warning[unread-folder]: `node_modules` is not imported").count(), 1, "{printed}");
    let has = |event: &str| folder.path().join(format!("contract/events/{event}.schema.json")).exists();
    assert!(has("order.paid") && has("node_modules") && !has("config"), "{printed}");
    // A folder of packages that is named itself is read.
    let (code, printed) = import(folder.path(), &["acme/node_modules/dep", "--schemas", "other"]);
    assert!(code == 0 && !printed.contains("unread-folder"), "{printed}");
}

/// A catalogue in the folder of the source would be read as part of the source by the next import.
#[test]
fn source_and_catalogue_must_be_apart() {
    let folder = folder_with(PAGE);
    let schema =
        r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "parcel.sent", "type": "object" }"#;
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    };
    write("schemas/parcel.sent.schema.json", schema);
    write("contract/vendor/parcel.sent.schema.json", schema);
    for (source, catalogue, relation) in [
        ("schemas", None, "schemas is also the folder of the catalogue, schemas"),
        ("schemas", Some("schemas/../schemas"), "schemas is also"),
        ("schemas", Some("schemas/out"), "schemas contains the folder of the catalogue, schemas/out"),
        ("schemas", Some("schemas/a/b"), "contains"),
        (".", Some("out"), "contains"),
        ("contract/vendor", Some("contract"), "contract/vendor is inside the folder of the catalogue, contract"),
    ] {
        for check in [&[][..], &["--check"]] {
            let option = catalogue.map_or_else(Vec::new, |catalogue| vec!["--schemas", catalogue]);
            let arguments = [&[source], &*option, check].concat();
            let (code, printed) = import(folder.path(), &arguments);
            assert_eq!(code, 2, "{arguments:?}: {printed}");
            let expected = ["error[nested-folders]", relation, "--schemas DIR", "nothing was written"];
            assert!(expected.iter().all(|part| printed.contains(part)), "{arguments:?}: {printed}");
        }
    }
    for (source, catalogue) in [("schemas", "schemas-2"), ("schemas", "out/schemas"), ("contract/vendor", "contract-2")]
    {
        let (code, printed) = import(folder.path(), &[source, "--schemas", catalogue]);
        assert_eq!(code, 0, "{source}: {printed}");
    }
    write("pages/page.txt", PAGE);
    assert_eq!(import(folder.path(), &["pages/page.txt", "--schemas", "pages"]).0, 0, "a page is one file");
}

/// The remedy for a digest that is none works: an import writes the line, or asks for it.
#[test]
fn a_wrong_digest_can_be_removed() {
    let folder = folder_with(PAGE);
    assert_eq!(import(folder.path(), &["page.txt"]).0, 0);
    let path = folder.path().join("schemas/catalog.toml");
    let catalog = fs::read_to_string(&path).expect("it was imported");
    let line = |text: &str, key: &str| text.lines().find(|line| line.starts_with(key)).map(str::to_owned);
    let digest = line(&catalog, "sha256 = ").expect("an import writes it");
    let upper = digest.to_uppercase().replace("SHA256", "sha256");
    for (before, kept, wrong) in [
        (digest.as_str(), "", "sha256 = \"abc\""),
        (&digest, "", &upper),
        ("[signature]\n", "[signature]\n", "reviewed = \"abc\"\n"),
    ] {
        let edited = catalog.replace(before, &format!("{kept}{wrong}"));
        fs::write(&path, &edited).expect("the catalogue is written");
        let (code, printed) = import(folder.path(), &["page.txt"]);
        assert_eq!(code, 2, "{printed}");
        assert!(printed.contains("error[invalid-sha256]") && printed.contains("remove the line"), "{printed}");
        fs::write(&path, edited.replace(wrong, "")).expect("the catalogue is written");
        let (code, printed) = import(folder.path(), &["page.txt"]);
        assert_eq!(code, 0, "{printed}");
        assert_eq!(line(&fs::read_to_string(&path).expect("it is there"), "sha256 = "), Some(digest.clone()));
    }
}

#[test]
fn addresses_are_not_fetched() {
    let folder = folder_with(PAGE);
    for (source, expected) in [
        (
            "https://parcels.example/docs/webhooks",
            "error[not-a-file]: `https://parcels.example/docs/webhooks` is an address",
        ),
        ("http://localhost/openapi.yaml", "save the page or the document to a file"),
        ("https.txt", "error[unreadable-file]"),
        ("docs/https://page", "error[unreadable-file]"),
    ] {
        let (code, printed) = import(folder.path(), &[source]);
        assert_eq!(code, 2, "{printed}");
        assert!(printed.contains(expected), "{source}: {printed}");
    }
}
