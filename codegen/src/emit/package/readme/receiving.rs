//! The README's part for those who receive: first two terminals, then code, then everything that they will be asked.

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

/// What the README says of a receiver: of that catalogue, the first event of which is `first`.
pub(super) struct Receiving<'a> {
    pub(super) model: &'a Model,
    pub(super) catalog: &'a Catalog,
    pub(super) first: &'a Root,
    pub(super) key: Key,
}

impl Receiving<'_> {
    /// The session of two terminals.
    pub(super) fn session(&self, text: &mut String) {
        let variable = receiver::secret_variable(self.catalog);
        let shown = Visible(&self.first.wire_name);
        let event = shell_word(&self.first.wire_name);
        let address = shell_word(&format!("http://127.0.0.1:3000{}", example::path(self.first, self.catalog)));
        let _ = write!(
            text,
            "\n## Try it\n\nIn the folder of this crate; Rust and a C compiler, which builds SQLite, are all it takes. The first build takes about \
             half a minute. One terminal receives:\n\n\
             ```sh\nexport {variable}='a secret to try it'\ncargo run --example serve\n```\n\n\
             Another one sends, as {} would:\n\n\
             ```sh\nexport {variable}='a secret to try it'\n\
             cargo run --example send -- {event} {address}\n```\n\n\
             ```text\n{shown}{}\n200 {{\"delivery\":\"handled\"}}\n```\n\n",
            for_markdown(&self.catalog.crate_.vendor.value),
            self.sent_id().map_or_else(String::new, |id| format!(" {}", Visible(&id))),
        );
        let again = match (self.key, self.sent_id()) {
            (Key::None, _) => "Sent again, it is handled again: nothing in it says that it is the same one.".to_owned(),
            (_, Some(id)) => format!(
                "{} behind it sends that delivery again: it is known already, and is not handled a second time.",
                code(&format!("--id {}", shell_word(&id)))
            ),
            (Key::Id, None) => "Sent again with the same `--id`, it is known already, and is not handled a second time.".to_owned(),
            (Key::PerhapsId, None) => {
                "Sent again with the same id, it is known already, and is not handled a second time; without an id it is handled again.".to_owned()
            }
        };
        text.push_str(&again);
        text.push_str(
            " With another secret the answer is 401. While no server listens, it is tried again after 1, 2, 4 and 8 seconds. To try your own \
             server, give its address; `--help` behind the `--` says more. (In a package as it comes from a registry, cargo asks for \
             `--features` behind `--example`.)\n\n\
             [examples/](examples/) is there to be copied. `serve` is axum and SQLite: it keeps what arrives, handles each delivery in the same \
             transaction, and can be stopped at any time. Heads and bodies have deadlines, and room for only so many: when more come than it \
             has room for, the slowest go. What is refused is answered before the database is asked, and nothing that is written to the log can \
             delay or change an answer. `axum::serve` alone has none of these deadlines.\n",
        );
    }

    /// What stands behind the ten lines of code: frameworks, errors, and what to decide.
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

    /// An id like the one that the sender shows.
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
            "\n- The signature in {header} is verified over the bytes of the body before anything is parsed. Give `receive` the body exactly as it \
             arrived: a framework that has parsed it and writes it again changes bytes.\n\
             - `verify` and `Verified::decode` are its two steps. `Receiver::parse_unverified` is for bodies that were verified before; its type is \
             another one.\n\
             - A body has at most 1 MiB, and nests to at most 64 levels. `Receiver::builder` has the limits, and what else may be decided.\n\
             - The secret is the text that the vendor shows, as it is. It is not empty, has no white space at its ends, and is never shown.\n"
        );
    }

    fn frameworks(&self, page: &mut Page) {
        page.text.push_str("\n## In a framework\n\n");
        if self.catalog.is_nameless() {
            page.text.push_str(
                "Nothing in a request says which event it is, so each event has an address of its own, and the handler of that address gives \
                 `receive` the name. With `http-1`, `receive_request` takes a whole `http::Request`.\n",
            );
            return;
        }
        page.text.push_str(
            "With `axum-0_8` and `actix-web-4`, `Delivery` is an extractor. It reads the body itself, no further than the receiver's own limit, \
             and verifies it. A handler takes `Result<Delivery, ReceiveError>`, to keep what is genuine and refused nevertheless. (One that takes \
             `Delivery` leaves every error to the extractor, which answers with its status and `{\"error\":\"…\"}`, its code: what was refused \
             is then lost, unless the vendor sends it again.) In axum:\n",
        );
        page.sample(Sample { feature: Some("axum-0_8"), ..Sample::new(adapter::axum_example(&self.library())) });
        page.text.push_str("\nIn actix-web:\n");
        page.sample(Sample { feature: Some("actix-web-4"), ..Sample::new(adapter::actix_example(&self.library())) });
        page.text.push_str(
            "\nactix-web takes a chunked body with trailers for one that was cut off: it is answered with 400, if the handler answers at once.\n\n\
             With `http-1`, `receiver.receive_request(&request)` takes an `http::Request` whose body was read. Everywhere else, `receive` takes \
             what yields names and values, as a `HeaderMap`, a `HashMap` or a `Vec` of pairs do by reference; read no more than \
             `receiver.max_body_bytes()`.\n",
        );
    }

    /// A test of the handler in the first sample.
    fn tests(&self, page: &mut Page) {
        let library = self.library();
        let nameless = self.catalog.is_nameless();
        let event = if nameless { ", event.as_str()" } else { "" };
        let (header, name) = (
            &self.catalog.signature.as_ref().map(|signature| signature.header.value.clone()).unwrap_or_default(),
            if nameless { ", EventName::ALL[0].as_str()" } else { "" },
        );
        page.text.push_str(
            "\n## Test a handler\n\nThe feature `testing` has every documented example as a signed request. It weakens nothing: a receiver verifies \
             them as any other. This is a test of `handle` above:\n",
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
                 // Somebody else has signed it.\n    \
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
            "\n## Errors\n\nAn error has a `code()`, an `http_status()` to answer with, and a `hint()` for those who operate the receiver; none says \
             anything of a body or a secret, so all may be logged.\n\n| Code | Status | When | What to do |\n| --- | --- | --- | --- |\n",
        );
        for error::Row { code, status, when, advice } in error::codes(self.catalog) {
            let _ = writeln!(text, "| `{code}` | {status} | {when} | {advice} |");
        }
        text.push_str(
            "\nFor 400 and 422 of this table the signature holds, except for `body-incomplete`: the error holds the delivery, `into_delivery()`. Store \
             its `raw()` body, answer with success so that it does not come again, and let a person look at it: nothing is lost, and when a newer \
             version of this crate knows it, `parse_unverified` reads it.\n",
        );
    }

    fn drift(&self, text: &mut String) {
        let header = self.catalog.event_header.as_ref().map(|header| code(&header.value));
        let (header, about_header) = match (header, &self.catalog.envelope) {
            (None, _) => (String::new(), String::new()),
            (Some(header), Some(_)) => (
                format!(", and a header {header} that names another event than the body"),
                format!(
                    "\nThe header {header} is not signed and the body is, so the body decides. The header is a list [RFC 9110 §5.6.1]: two lines, or one \
                     with a comma, that say the same are no difference; another case of a letter is one.\n"
                ),
            ),
            (Some(header), None) => (
                format!(", and a header {header} with an event's name in another case"),
                format!(
                    "\nThe header {header} is not signed, and nothing else names the event. It is a list [RFC 9110 §5.6.1]: two lines, or one with a \
                     comma, that say the same are one name, and different names are an error, `event-header-malformed`, that holds the delivery. A \
                     documented name in another case is taken for that event.\n"
                ),
            ),
        };
        let _ = write!(
            text,
            "\n## When a delivery differs from the documentation\n\n\
             A new member, a new value of an enumeration, a value that breaks only a `format`, or a new event{header} is delivered, and reported \
             by `delivery.drift()` with its place, never its value: log it, and look for a newer version of this crate. A new event is \
             `Event::Unknown`, with its name and its payload. `Receiver::builder().contract(Contract::Strict)` makes an error of each, which still \
             holds the delivery: for tests and staging. Anything else that breaks the schema (a member that is missing, or of another type) is an \
             error in any case.\n{about_header}"
        );
    }

    fn duplicates(&self, text: &mut String) {
        let vendor = for_markdown(&self.catalog.crate_.vendor.value);
        text.push_str(
            "\n## The same delivery again\n\n\
             Deliveries come again: when the answer was lost, when the server was away, when somebody sends a recorded request.",
        );
        let absent = match self.key {
            Key::Id => "",
            Key::PerhapsId => {
                " **A delivery without an id is never taken for a repetition**, because another event may have the same body: it is handled again."
            }
            Key::None => {
                let _ = writeln!(
                    text,
                    " But nothing documented identifies a delivery of {vendor}, and the body does not: two events may say the same (\"something has \
                     changed\"). **So nothing is taken for a repetition: every delivery is handled**, as the examples do it, and one that comes \
                     again is handled again. Never use `delivery.body_digest()` as a key: the second of two events with the same body would be \
                     lost. Write handlers that may run twice: set a value instead of adding to it, or read the present state from {vendor}. If \
                     {vendor} tells of a member that identifies a delivery, `[envelope]` of the catalogue names it."
                );
                return;
            }
        };
        let _ = write!(
            text,
            " `delivery.id()` is the key by which a delivery is known that comes again.{absent} Keep the digest beside the id, never in its \
             place: **the same id with another body is no repetition but an alarm.**\n\n\
             In a database, in the transaction that handles the delivery, so that both happen or neither; SQLite and PostgreSQL alike, as the \
             examples have it, where the body is a `BLOB` in the one and `BYTEA` in the other:\n\n```sql\n{}\n{}\n{}\n```\n\n\
             One row is inserted: handle it, then commit, then answer. None: commit, and answer with success if the second statement finds a row; \
             otherwise keep the body for a person. (In PostgreSQL in the isolation level `READ COMMITTED`, which is the default.){}\n\n\
             With Redis, where what is done about a delivery is not in a database:\n\n```text\nSET delivery:<id> <digest> NX EX 2592000\n\
             GET delivery:<id>\n```\n\n\
             `OK` for the first: handle it, and `DEL` it if that fails. Otherwise compare the second with the digest. If the process dies \
             between the two, the delivery is known but not handled; where that matters, take a database.\n",
            statement(example::TABLE_MARK),
            statement(example::INSERT_MARK),
            statement(example::SAME_MARK),
            if self.key == Key::PerhapsId {
                " Rows without an id are `NULL` there, which `UNIQUE` does not compare."
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
             It is made from schemas, and from how requests are signed. Of what follows it has no documentation, so ask {vendor} where it matters:\n\n\
             - Which statuses count as accepted. The examples answer 200; any other answer than success may bring the delivery again.\n\
             - When, how often and for how long a delivery is sent again, and how long a server may take to answer.{} Where the work is long, keep \
             the delivery, answer, and work later from what was kept.\n\
             - {}\n\
             - In which order events come. They may overtake each other.\n",
            if self.key == Key::None { "" } else { " Keep ids for longer than that." },
            if self.key == Key::None {
                "What identifies a delivery, so that one that is sent again is known."
            } else {
                "Whether a delivery that is sent again has the same id and the same bytes. The alarm above tells if it has not."
            },
        );
        if self.catalog.envelope.as_ref().is_some_and(|envelope| envelope.created_at.is_some()) {
            text.push_str(
                "- Whether a delivery that is sent again carries its old time. So there is no limit of age unless `max_age` asks for one.\n",
            );
        }
        text.push_str("- Currencies, units and time zones that the schemas do not say. Types do not guess.\n");
    }
}

/// Two secrets at a time.
fn rotation(text: &mut String, library: &str) {
    let _ = write!(
        text,
        "\n## Another secret\n\n\
         While a secret is replaced, both may sign: `{library}::Receiver::with_secrets([new, old])`. `delivery.secret_index()` says which has, counted \
         from zero: when nothing comes by the old one any more, it can go.\n"
    );
}

/// A statement of the examples, which are tested with it.
fn statement(mark: &str) -> String {
    let source = example::inbox();
    let statement = source.split_once(mark).and_then(|(_, rest)| rest.split_once('"')?.1.split_once('"'));
    let statement = statement.map(|(statement, _)| statement).unwrap_or_default();
    format!("{};", statement.replace(" IF NOT EXISTS", ""))
}
