//! The README's part about receiving: first two terminals, then code, then everything else.

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::emit::package::example;
use crate::emit::receiver::{self, Key, adapter, error};
use crate::emit::wording::{code, for_markdown, shell_word};
use crate::json::Value;
use crate::model::{Model, Role, Root};
use crate::source::visible::Visible;

use crate::emit::package::readme::integration;
use crate::emit::package::readme::page::{Page, Sample};

/// The subject of the README's part about receiving; `first` is the first event.
pub(super) struct Receiving<'a> {
    pub(super) model: &'a Model,
    pub(super) catalog: &'a Catalog,
    pub(super) first: &'a Root,
    pub(super) key: Key,
}

impl Receiving<'_> {
    /// Writes the session in two terminals.
    pub(super) fn session(&self, text: &mut String) {
        let variable = receiver::secret_variable(self.catalog);
        let shown = Visible(&self.first.wire_name);
        let event = shell_word(&self.first.wire_name);
        let address = shell_word(&format!("http://127.0.0.1:3000{}", example::path(self.first, self.catalog)));
        let _ = write!(
            text,
            "\n## Try it\n\nYou need Rust, and a C compiler, which builds SQLite. Run both commands in the folder of this crate; the first build \
             takes about half a minute. Start the receiver in one terminal:\n\n\
             ```sh\nexport {variable}='a secret to try it'\ncargo run --example serve\n```\n\n\
             Send a signed delivery from another, as {} would:\n\n\
             ```sh\nexport {variable}='a secret to try it'\n\
             cargo run --example send -- {event} {address}\n```\n\n\
             ```text\n{shown}{}\n200 {{\"delivery\":\"handled\"}}\n```\n\n",
            for_markdown(&self.catalog.crate_.vendor.value),
            self.sent_id().map_or_else(String::new, |id| format!(" {}", Visible(&id))),
        );
        let again = match (self.key, self.sent_id()) {
            (Key::None, _) => "Sent again, it is handled again: nothing in it identifies the delivery.".to_owned(),
            (_, Some(id)) => format!(
                "Add {} to send the same delivery again: it is known already, and is not handled a second time.",
                code(&format!("--id {}", shell_word(&id)))
            ),
            (Key::Id, None) => "Sent again with the same `--id`, it is known already, and is not handled a second time.".to_owned(),
            (Key::PerhapsId, None) => {
                "Sent again with the same id, it is known already, and is not handled a second time; without an id it is handled again.".to_owned()
            }
        };
        text.push_str(&again);
        text.push_str(
            " Another secret is answered with 401. If no server listens, `send` tries again after 1, 2, 4 and 8 seconds. To try your own server, \
             pass its address; `--help` after the `--` lists the options. (In a package from a registry, cargo asks for `--features` with \
             `--example`.)\n\n\
             The [examples/](examples/) are meant to be copied. `serve` uses axum and SQLite. It stores each delivery and handles it in the same \
             transaction, and can be stopped at any time. Heads and bodies have deadlines and limited room; when the room is full, the slowest \
             connections are closed. A refused request is answered before the database is asked, and the log can neither delay nor change an \
             answer. `axum::serve` alone has none of these deadlines.\n",
        );
    }

    /// Writes the sections behind the first sample: frameworks, errors, and decisions.
    pub(super) fn sections(&self, page: &mut Page) {
        self.rules(&mut page.text);
        self.frameworks(page);
        self.errors(&mut page.text);
        self.drift(&mut page.text);
        self.duplicates(&mut page.text);
        self.tests(page);
        rotation(&mut page.text, &self.library());
        self.unknown(&mut page.text);
    }

    fn library(&self) -> String {
        self.catalog.crate_.name.value.replace('-', "_")
    }

    /// Returns an id like the one that the sender prints.
    fn sent_id(&self) -> Option<String> {
        let member = self.catalog.envelope.as_ref()?.id.as_ref()?;
        let envelope = self.model.roots.iter().find(|root| root.role == Role::Envelope)?;
        let example = envelope.examples.first()?.root.as_object()?;
        let id = example.iter().find(|known| known.name == member.value)?;
        match &id.node.value {
            Value::String(id) if self.key == Key::Id => Some(id.clone()),
            _ => None,
        }
    }

    fn rules(&self, text: &mut String) {
        let header =
            code(&self.catalog.signature.as_ref().map(|signature| signature.header.value.clone()).unwrap_or_default());
        let _ = write!(
            text,
            "\n- The signature in {header} is verified over the bytes of the body before anything is parsed. Pass the body exactly as it arrived: a \
             framework that parses it and writes it again changes bytes.\n\
             - `receive` has two steps, `verify` and `Verified::decode`. `Receiver::parse_unverified` is for bodies that were verified earlier, and \
             returns another type.\n\
             - A body has at most 1 MiB and 64 levels of nesting. `Receiver::builder` sets the limit of the size, and all other options.\n\
             - The secret is the text that the vendor shows, unchanged. It must not be empty, or have white space at its ends. No output shows it.\n"
        );
    }

    fn frameworks(&self, page: &mut Page) {
        page.text.push_str("\n## In a framework\n\n");
        if self.catalog.is_nameless() {
            page.text.push_str(
                "A request does not name its event. So each event has an address of its own, whose handler passes the name to `receive`. With \
                 `http-1`, `receive_request` takes a whole `http::Request`.\n",
            );
            return;
        }
        let package = &self.catalog.crate_.name.value;
        let add = |feature: &str| format!("\n```sh\ncargo add {package} --features {feature}\n```\n");
        page.text.push_str(
            "`Delivery` is an extractor in axum and actix-web. It reads the body up to the receiver's limit and verifies it. Let the handler take \
             `Result<Delivery, ReceiveError>`, to keep a delivery that is genuine but refused. A handler that takes `Delivery` leaves errors to \
             the extractor: it answers with the error's status and code, `{\"error\":\"…\"}`, and the refused delivery is lost unless the vendor \
             sends it again.\n\nIn axum:\n",
        );
        page.text.push_str(&add("axum-0_8"));
        page.sample(Sample { feature: Some("axum-0_8"), ..Sample::new(adapter::axum_example(&self.library())) });
        page.text.push_str("\nIn actix-web:\n");
        page.text.push_str(&add("actix-web-4"));
        page.sample(Sample { feature: Some("actix-web-4"), ..Sample::new(adapter::actix_example(&self.library())) });
        page.text.push_str(
            "\nactix-web treats a chunked body with trailers as one that was cut off: it is answered with 400, if the handler answers at once.\n\n\
             In other frameworks, enable `http-1` and pass an `http::Request` whose body was read to `receiver.receive_request(&request)`. Or pass \
             any iterator of header names and values to `receive`: `&HeaderMap`, `&HashMap` or a `&Vec` of pairs. Read at most \
             `receiver.max_body_bytes()`.\n",
        );
    }

    /// Writes a test of the handler in the first sample.
    fn tests(&self, page: &mut Page) {
        let library = self.library();
        let nameless = self.catalog.is_nameless();
        let event = if nameless { ", event.as_str()" } else { "" };
        let (header, name) = (
            &self.catalog.signature.as_ref().map(|signature| signature.header.value.clone()).unwrap_or_default(),
            if nameless { ", EventName::ALL[0].as_str()" } else { "" },
        );
        let _ = write!(
            page.text,
            "\n## Test a handler\n\n```sh\ncargo add --dev {} --features testing\n```\n\nThe feature `testing` provides every documented example as a \
             signed request. It weakens nothing: a receiver verifies them like any other. A test of `handle` above:\n",
            self.catalog.crate_.name.value
        );
        let code = format!(
            "use {library}::{{testing, EventName}};\n\n\
             #[test]\n\
             fn every_documented_example_is_handled() -> Result<(), Box<dyn std::error::Error>> {{\n    \
                 let secret = SigningSecret::new(\"a secret of the tests\")?;\n    \
                 let receiver = Receiver::new(secret.clone());\n    \
                 for event in EventName::ALL {{\n        \
                     let Some(request) = testing::example_request(&secret, event) else {{ continue }};\n        \
                     handle(&receiver, &request.headers, &request.body{event})?;\n    \
                 }}\n    \
                 // A request that another secret has signed.\n    \
                 let signature = testing::sign(&SigningSecret::new(\"another secret\")?, b\"{{}}\");\n    \
                 let forged = handle(&receiver, &[({header:?}.to_owned(), signature)], b\"{{}}\"{name});\n    \
                 assert_eq!(forged.map_err(|error| error.http_status()), Err(401));\n    \
                 Ok(())\n\
             }}\n"
        );
        page.sample(Sample {
            feature: Some("testing"),
            hidden: (
                integration::example(self.model, self.catalog),
                "every_documented_example_is_handled().expect(\"the handler works\");",
            ),
            ..Sample::new(code)
        });
    }

    fn errors(&self, text: &mut String) {
        text.push_str(
            "\n## Errors\n\nAn error has a `code()`, an `http_status()` to answer with, and a `hint()` for those who operate the receiver. None of them \
             reveals a body or a secret, so all may be logged.\n\n| Code | Status | When | What to do |\n| --- | --- | --- | --- |\n",
        );
        for error::Row { code, status, when, advice } in error::codes(self.catalog) {
            let _ = writeln!(text, "| `{code}` | {status} | {when} | {advice} |");
        }
        text.push_str(
            "\nWith 400 and 422, except for `body-incomplete`, the signature holds, and the error holds the delivery: `into_delivery()`. Store its `raw()` \
             body, answer with success so that it is not sent again, and let a person look at it. A newer version of this crate may \
             read it with `parse_unverified`.\n",
        );
    }

    fn drift(&self, text: &mut String) {
        let header = self.catalog.event_header.as_ref().map(|header| code(&header.value));
        let (header, about_header) = match (header, &self.catalog.envelope) {
            (None, _) => (String::new(), String::new()),
            (Some(header), Some(_)) => (
                format!(", a header {header} that names another event than the body"),
                format!(
                    "\nThe header {header} is not signed, so the body decides. The header is compared as a list [RFC 9110 §5.6.1]: equal elements are \
                     no difference, and another letter case is one.\n"
                ),
            ),
            (Some(header), None) => (
                format!(", a header {header} with an event's name in another letter case"),
                format!(
                    "\nThe header {header} is not signed, but nothing else names the event. It is read as a list [RFC 9110 §5.6.1]: equal elements are \
                     one name, and different names are the error `event-header-malformed`, which holds the delivery. A documented name in another \
                     letter case counts as that event.\n"
                ),
            ),
        };
        let _ = write!(
            text,
            "\n## When a delivery differs from the documentation\n\n\
             Some differences do not stop a delivery: a new member, a new enumeration value, a value that violates only a `format`, a new event{header}. \
             `delivery.drift()` reports each with its place, never its value. Log them, and look for a newer version of this crate. A new event is \
             `Event::Unknown`, with its name and payload.\n\n\
             In tests and staging, `Receiver::builder().contract(Contract::Strict)` makes each of them an error, which still holds the delivery. \
             Any other violation, such as a missing member or a wrong type, is always an error.\n{about_header}"
        );
    }

    fn duplicates(&self, text: &mut String) {
        let vendor = for_markdown(&self.catalog.crate_.vendor.value);
        text.push_str(
            "\n## The same delivery again\n\n\
             A delivery is repeated when an answer was lost, when the server was down, or when somebody sends a recorded request.",
        );
        let absent = match self.key {
            Key::Id => "",
            Key::PerhapsId => {
                " **A delivery without an id never counts as a duplicate**, because another event may have the same body: it is handled again."
            }
            Key::None => {
                let _ = writeln!(
                    text,
                    " But nothing documented identifies a delivery of {vendor}, and the body does not: two events may have the same body (\"something has \
                     changed\"). **So nothing counts as a duplicate: every delivery is handled**, in the examples too, and a repeated one is \
                     handled again. Never use `delivery.body_digest()` as a key: the second of two events with the same body would be lost. Write \
                     handlers that may run twice: set a value instead of adding to it, or read the current state from {vendor}. If {vendor} names a \
                     member that identifies a delivery, add it to `[envelope]` of the catalogue."
                );
                return;
            }
        };
        let _ = write!(
            text,
            " `delivery.id()` identifies a delivery.{absent} Keep the digest beside the id, never in its place: **the same id with another body is \
             not a duplicate but an alarm.**\n\n\
             With a database, insert and handle in one transaction, so that both happen or neither. These statements of the examples run on SQLite; \
             in PostgreSQL `BLOB` is `BYTEA`:\n\n```sql\n{}\n{}\n{}\n```\n\n\
             If a row was inserted, handle the delivery, commit, and answer. If none was, commit, and answer with success if the last statement \
             finds a row; otherwise keep the body for a person. PostgreSQL needs the isolation level `READ COMMITTED`, its default, and rejects an \
             id with U+0000 or of more than 2,692 bytes: keep that body for a person, too.{}\n\n\
             With Redis, if the effects of a handler are not in a database:\n\n```text\nSET delivery:<id> <digest> NX EX 2592000\n\
             GET delivery:<id>\n```\n\n\
             If `SET` answers `OK`, handle the delivery, and `DEL` the key if that fails. Otherwise compare the stored digest. If the process dies \
             while it handles, the delivery is known but not handled; where that matters, use a database.\n",
            statement(example::TABLE_MARK),
            statement(example::INSERT_MARK),
            statement(example::SAME_MARK),
            if self.key == Key::PerhapsId {
                " Deliveries without an id have `NULL` there, which `UNIQUE` does not compare."
            } else {
                ""
            },
        );
    }

    fn unknown(&self, text: &mut String) {
        let vendor = for_markdown(&self.catalog.crate_.vendor.value);
        let _ = write!(
            text,
            "\n## What this crate cannot know\n\n\
             It is generated from schemas and from the documented signature. The rest is not documented, so ask {vendor} where it matters:\n\n\
             - Which statuses count as accepted. The examples answer 200; after any answer but success a delivery may be repeated.\n\
             - When, how often and for how long a delivery is repeated, and how long a server may take to answer.{} If the work takes long, store \
             the delivery, answer, and do the work later.\n\
             - {}\n\
             - In which order events arrive. They may overtake each other.\n",
            if self.key == Key::None { "" } else { " Keep ids longer than that." },
            if self.key == Key::None {
                "What identifies a delivery, so that a repeated one is recognized."
            } else {
                "Whether a repeated delivery has the same id and the same bytes. The alarm above reports it if not."
            },
        );
        if self.catalog.envelope.as_ref().is_some_and(|envelope| envelope.created_at.is_some()) {
            text.push_str(
                "- Whether a repeated delivery has its original time. So there is no limit of age unless you set `max_age`.\n",
            );
        }
        text.push_str("- Currencies, units and time zones that the schemas leave open. Types do not guess.\n");
    }
}

/// Writes the rotation of secrets.
fn rotation(text: &mut String, library: &str) {
    let _ = write!(
        text,
        "\n## Rotate the secret\n\n\
         Accept both secrets while one replaces the other: `{library}::Receiver::with_secrets([new, old])`. `delivery.secret_index()` says which one \
         has signed, counted from zero. Remove the old one when it signs nothing any more.\n"
    );
}

/// Returns a statement of the examples, which are tested with it.
fn statement(mark: &str) -> String {
    let source = example::inbox();
    let statement = source.split_once(mark).and_then(|(_, rest)| rest.split_once('"')?.1.split_once('"'));
    let statement = statement.map(|(statement, _)| statement).unwrap_or_default();
    format!("{};", statement.replace(" IF NOT EXISTS", ""))
}
