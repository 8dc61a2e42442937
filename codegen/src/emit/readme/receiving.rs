//! The README's part for those who receive: first two terminals, then code, then everything that they will be asked.

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::emit::example;
use crate::emit::receiver::{self, Key, adapter, error};
use crate::emit::wording::{code, for_markdown};
use crate::json::Value;
use crate::model::{Model, Role, Root};

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
        let event = &self.first.wire_name;
        let path =
            if receiver::is_nameless(self.catalog) { format!("/webhooks/{event}") } else { "/webhooks".to_owned() };
        let servers = example::of(self.catalog).into_iter().map(|example| example.name).filter(|name| *name != "send");
        let others: Vec<String> = servers.filter(|name| *name != "serve").map(|name| format!("`{name}`")).collect();
        let _ = write!(
            text,
            "\n## Try it\n\nIn the folder of this crate; nothing else has to be installed. The first build takes a minute or two, because it brings \
             the packages of all examples. One terminal receives:\n\n\
             ```sh\nexport {variable}='a secret to try it'\ncargo run --example serve\n```\n\n\
             Another one sends, as {} would:\n\n\
             ```sh\nexport {variable}='a secret to try it'\n\
             cargo run --example send -- {event} http://127.0.0.1:3000{path}\n```\n\n\
             ```text\n{event}{}\n200 {{\"delivery\":\"handled\"}}\n```\n\n",
            for_markdown(&self.catalog.crate_.vendor.value),
            self.sent_id().map_or_else(String::new, |id| format!(" {id}")),
        );
        match self.sent_id() {
            Some(id) => {
                let _ = write!(
                    text,
                    "`--id {id}` behind it sends that delivery again: it is known already, and is not handled a second time."
                );
            }
            None => text.push_str("Sent again, it is known already, and is not handled a second time."),
        }
        text.push_str(
            " With another secret the answer is 401. While no server listens, it is tried again after 1, 2, 4 and 8 seconds. To try your own \
             server, give its address. (In a package as it comes from a registry, cargo asks for `--features testing` behind `--example send`.)\n",
        );
        if !others.is_empty() {
            let _ = write!(
                text,
                "\nInstead of `serve`, which is on the standard library alone, {} are the same in frameworks. All keep what arrives in SQLite, \
                 handle each delivery in the same transaction, and can be stopped at any time; [examples/](examples/) is there to be copied.\n",
                others.join(" and ")
            );
        }
    }

    /// What stands behind the ten lines of code: frameworks, errors, and what to decide.
    pub(super) fn sections(&self, text: &mut String) {
        self.rules(text);
        self.frameworks(text);
        self.errors(text);
        self.drift(text);
        self.duplicates(text);
        rotation(text, &self.catalog.crate_.name.value.replace('-', "_"));
        self.unknown(text);
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

    fn frameworks(&self, text: &mut String) {
        text.push_str("\n## In a framework\n\n");
        if receiver::is_nameless(self.catalog) {
            text.push_str(
                "Nothing in a request says which event it is, so each event has an address of its own, and the handler of that address gives \
                 `receive` the name. With `http-1`, `receive_request` takes a whole `http::Request`.\n",
            );
            return;
        }
        let library = self.catalog.crate_.name.value.replace('-', "_");
        let _ = write!(
            text,
            "With `axum-0_8` and `actix-web-4`, `Delivery` is an extractor. It reads the body itself, no further than the receiver's own limit, \
             verifies it, and answers what it refuses with the error's status and `{{\"error\":\"…\"}}`, the error's code. A handler that takes \
             `Result<Delivery, ReceiveError>` decides itself. In axum:\n\n```rust\n{}```\n\nIn actix-web:\n\n```rust\n{}```\n\n\
             With `http-1`, `receiver.receive_request(&request)` takes an `http::Request` whose body was read. Everywhere else, `receive` takes \
             what yields names and values, as a `HeaderMap`, a `HashMap` or a `Vec` of pairs do by reference; read no more than \
             `receiver.max_body_bytes()`.\n",
            adapter::axum_example(&library),
            adapter::actix_example(&library),
        );
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
        let key = match self.key {
            Key::Id => "`delivery.id()` is the key by which a delivery is known that comes again",
            Key::PerhapsId => {
                "`delivery.id()`, or `delivery.body_digest()` where there is none, is the key by which a delivery is known that comes again"
            }
            Key::Digest => "`delivery.body_digest()` is the key by which a delivery is known that comes again",
        };
        let _ = write!(
            text,
            "\n## The same delivery again\n\n\
             Deliveries come again: when the answer was lost, when the server was away, when somebody sends a recorded request. {key}. Keep \
             the digest beside it: **the same key with another body is no repetition but an alarm.**\n\n\
             In a database, in the transaction that handles the delivery, so that both happen or neither; SQLite and PostgreSQL alike, as the \
             examples have it, where the body is a `BLOB` in the one and `BYTEA` in the other:\n\n```sql\n\
             CREATE TABLE deliveries (id TEXT PRIMARY KEY, digest TEXT NOT NULL, body BLOB NOT NULL);\n{}\n{}\n```\n\n\
             One row is inserted: handle it, then commit, then answer. None: commit, and answer with success if the second statement finds a row; \
             otherwise keep the body for a person. (In PostgreSQL in the isolation level `READ COMMITTED`, which is the default.)\n\n\
             With Redis, where what is done about a delivery is not in a database:\n\n```text\nSET delivery:<key> <digest> NX EX 2592000\n\
             GET delivery:<key>\n```\n\n\
             `OK` for the first: handle it, and `DEL` it if that fails. Otherwise compare the second with the digest. If the process dies \
             between the two, the delivery is known but not handled; where that matters, take a database.\n",
            statement(example::INSERT_MARK),
            statement(example::SAME_MARK),
        );
    }

    fn unknown(&self, text: &mut String) {
        let vendor = for_markdown(&self.catalog.crate_.vendor.value);
        let _ = write!(
            text,
            "\n## What this crate cannot know\n\n\
             It is made from schemas, and from how requests are signed. Of what follows it has no documentation, so ask {vendor} where it matters:\n\n\
             - Which statuses count as accepted. The examples answer 200; any other answer than success may bring the delivery again.\n\
             - When, how often and for how long a delivery is sent again, and how long a server may take to answer. Keep keys for longer than that; \
             where the work is long, keep the delivery, answer, and work later from what was kept.\n\
             - Whether a delivery that is sent again has the same id and the same bytes. The alarm above tells if it has not.\n\
             - In which order events come. They may overtake each other.\n"
        );
        if self.catalog.envelope.as_ref().is_some_and(|envelope| envelope.created_at.is_some()) {
            text.push_str(
                "- Whether a delivery that is sent again carries its old time. So there is no limit of age unless `max_age` asks for one: repeated \
                 requests are met by their key.\n",
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
    format!("{};", statement.map(|(statement, _)| statement).unwrap_or_default())
}
