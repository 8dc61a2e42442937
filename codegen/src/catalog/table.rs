//! The sections and keys of the catalogue: the table behind the reader, `docs/catalog.md` and `docs/catalog.schema.json`.

use crate::catalog::scheme::{Algorithm, ENCODINGS, UNITS, names};

/// A section of the catalogue, or a table inside of one.
#[derive(Debug)]
pub(super) struct Section {
    /// The name: `crate`, `delivery.version`.
    pub(super) name: &'static str,
    /// True for `[[name]]`, which may be repeated.
    pub(super) is_list: bool,
    /// The purpose, in Markdown.
    pub(super) about: &'static str,
    /// The keys.
    pub(super) keys: &'static [Key],
}

/// A key of a section.
#[derive(Debug)]
pub(super) struct Key {
    /// The name.
    pub(super) name: &'static str,
    /// The form of its value.
    pub(super) form: Form,
    /// True if it must be written.
    pub(super) is_required: bool,
    /// The meaning, in Markdown.
    pub(super) about: &'static str,
}

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// A text.
    Text,
    /// One of some texts.
    OneOf(&'static [&'static str]),
    /// A signing algorithm.
    Algorithm,
    /// A list of texts.
    Texts,
    /// A text, or a list of texts.
    TextOrTexts,
    /// A semantic version.
    Version,
    /// The path of a file below the folder of the catalogue.
    Path,
    /// A list of paths.
    Paths,
    /// A JSON Pointer into a delivery: the body, or an element of it.
    Member,
    /// A list of JSON Pointers into a delivery.
    Members,
    /// A JSON Pointer into a body.
    BodyMember,
    /// The JSON Pointer of an array in a body, with `/*` for its elements.
    Elements,
    /// A JSON Pointer into a schema.
    Pointer,
    /// A boolean.
    Flag,
    /// An integer from `least` to `most`.
    Number {
        /// The smallest allowed number.
        least: u32,
        /// The largest allowed number.
        most: u32,
        /// The number that help proposes.
        usual: u32,
    },
    /// A text, a number or a boolean.
    Scalar,
    /// Any JSON.
    Json,
    /// The table with this name.
    Table(&'static str),
}

impl Form {
    /// Returns the words for a form.
    pub(super) fn words(self) -> String {
        let quoted =
            |values: &[&str]| values.iter().map(|value| format!("`\"{value}\"`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Text => "text".to_owned(),
            Self::OneOf(values) => quoted(values),
            Self::Algorithm => quoted(&Algorithm::ALL.map(|(name, _)| name)),
            Self::Texts => "list of texts".to_owned(),
            Self::TextOrTexts => "text, or list of texts".to_owned(),
            Self::Version => "version, as `0.1.0`".to_owned(),
            Self::Path => "path of a file".to_owned(),
            Self::Paths => "list of paths".to_owned(),
            Self::Member => "JSON Pointer into the delivery".to_owned(),
            Self::Members => "list of JSON Pointers into the delivery".to_owned(),
            Self::BodyMember => "JSON Pointer into the body".to_owned(),
            Self::Elements => "JSON Pointer into the body, with `/*` at its end".to_owned(),
            Self::Pointer => "JSON Pointer into the schema".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Number { least, most, .. } => format!("whole number from {least} to {most}"),
            Self::Scalar => "text, number or boolean".to_owned(),
            Self::Json => "table, list or text".to_owned(),
            Self::Table(_) => "table".to_owned(),
        }
    }
}

const fn key(name: &'static str, form: Form, about: &'static str) -> Key {
    Key { name, form, is_required: false, about }
}

const fn needed(name: &'static str, form: Form, about: &'static str) -> Key {
    Key { name, form, is_required: true, about }
}

const fn section(name: &'static str, about: &'static str, keys: &'static [Key]) -> Section {
    Section { name, is_list: false, about, keys }
}

const fn list(name: &'static str, about: &'static str, keys: &'static [Key]) -> Section {
    Section { name, is_list: true, about, keys }
}

/// The keys of an event or a plain schema.
const ENTRY: &[Key] = &[
    needed("name", Form::Text, "the name on the wire"),
    key(
        "type",
        Form::Text,
        "the name of the type, if another type has its default name: `OrderPaidAgain`. The module is named after the type. Default: made of `name`",
    ),
    key("summary", Form::Text, "one line for the documentation"),
    needed("schema", Form::Path, "its JSON Schema, of any draft from 4 to 2020-12"),
    key("examples", Form::Paths, "documented instances of the schema, which must be valid"),
    key("faulty", Form::Paths, "documented instances that break the schema, which must be invalid"),
];

/// All sections in the order of a new catalogue; a table inside of a section stands after it.
pub(super) const SECTIONS: &[Section] = &[
    section(
        "crate",
        "The generated crate.",
        &[
            needed("name", Form::Text, "the package: up to 64 ASCII letters, digits, `-` and `_`"),
            needed("version", Form::Version, "the version; `cargo xtask release` sets it"),
            needed("vendor", Form::Text, "the vendor's name in documentation"),
            key("description", Form::Text, "one sentence. By default made of the vendor's name"),
            key(
                "license",
                Form::Text,
                "an SPDX expression. Default: `\"MIT OR Apache-2.0\"`, whose texts are built in",
            ),
            key("authors", Form::Texts, "as in `Cargo.toml`"),
            key("repository", Form::Text, "a web address, as in `Cargo.toml`"),
            key("homepage", Form::Text, "a web address, as in `Cargo.toml`"),
            key("documentation", Form::Text, "a web address, as in `Cargo.toml`"),
        ],
    ),
    section(
        "source",
        "The page or document that `import` has read. Nobody writes it by hand.",
        &[
            key("title", Form::Text, "its title"),
            key("updated", Form::Text, "the date that it states"),
            key("sha256", Form::Text, "the SHA-256 of its text"),
        ],
    ),
    section(
        "settings",
        "The meaning of what schemas leave open.",
        &[
            key(
                "format",
                Form::OneOf(&["assertion", "annotation"]),
                "`format` affects validity, or only documents. Default: `\"assertion\"`",
            ),
            key(
                "content",
                Form::OneOf(&["assertion", "annotation"]),
                "the same for `contentEncoding` and `contentMediaType`. Default: `\"annotation\"`",
            ),
            key(
                "unlisted",
                Form::OneOf(&["keep", "drop"]),
                "types keep or drop members that no schema names. By default payloads and envelopes drop them, and other types keep them",
            ),
            key(
                "nullable",
                Form::OneOf(&["typed", "everywhere"]),
                "in an OpenAPI document, `nullable` has an effect beside `type` only, or everywhere. Default: `\"typed\"`",
            ),
            key(
                "objects",
                Form::OneOf(&["typed", "payloads", "everywhere"]),
                "a schema without `type` describes values of all types; or the payload of an event is an object; or also every value whose schema has `properties` is one. Default: `\"typed\"`",
            ),
            key(
                "event_features",
                Form::Flag,
                "each event has a feature of the crate. Default: `true` with more than 32 events",
            ),
        ],
    ),
    section(
        "envelope",
        "The object around the payload of a delivery. It needs `[payload] at` and `[event] member`. Without it, `at` is not written: the delivery is the payload.",
        &[
            needed("schema", Form::Path, "its JSON Schema"),
            needed(
                "example",
                Form::Path,
                "an instance, a whole delivery: `testing` puts the name and the payload of each event into it",
            ),
            key(
                "provenance",
                Form::OneOf(&["documented", "derived"]),
                "the vendor has published the schema, or `import` has derived it from examples. Default: `\"documented\"`",
            ),
        ],
    ),
    section(
        "event",
        "The part of a request that names the event. Without it, each event has an address of its own. See [delivery.md](delivery.md).",
        &[
            key("member", Form::Member, "the member with the name"),
            key(
                "members",
                Form::Members,
                "several members, whose values joined by `.` are the name; not with `[envelope]`",
            ),
            key(
                "header",
                Form::Text,
                "the header with the name; with `member`, a header that repeats the name; not with `members`",
            ),
            key(
                "suffix",
                Form::Member,
                "with `header`: a member whose string, if the delivery has it, is appended to the name after a `.`; not with `[envelope]`",
            ),
        ],
    ),
    section(
        "payload",
        "The part of a delivery that an event's schema describes. Without `at`, that is the whole delivery. With both keys, `at` is the member of each element.",
        &[
            key("at", Form::Member, "the member with the payload; needs `[envelope]`"),
            key(
                "each",
                Form::Elements,
                "the array whose elements are deliveries. Without it, the body is the only delivery",
            ),
        ],
    ),
    section(
        "delivery",
        "The facts about a delivery.",
        &[
            key(
                "id",
                Form::Table("delivery.id"),
                "identifies a delivery. Without it, no delivery counts as a repetition",
            ),
            key("sent_at", Form::Table("delivery.sent_at"), "the time of sending, for `max_age` of the receiver"),
            key("version", Form::Table("delivery.version"), "the version of a delivery's contract"),
        ],
    ),
    section(
        "delivery.id",
        "",
        &[
            key("member", Form::Member, "a string or a number"),
            key("header", Form::Text, "a header, in place of `member`"),
        ],
    ),
    section(
        "delivery.sent_at",
        "",
        &[needed("member", Form::Member, "a date and time by RFC 3339. Neither a Unix time nor a header can be used")],
    ),
    section(
        "delivery.version",
        "",
        &[
            needed("member", Form::Member, "a string or a number. A header cannot be used"),
            needed("known", Form::TextOrTexts, "the documented versions as texts; another one is drift"),
        ],
    ),
    section(
        "signature",
        "How requests are signed. Without it, the crate has types and validators, and no receiver. See [signing.md](signing.md).",
        &[
            key(
                "like",
                Form::OneOf(&["standard-webhooks"]),
                "a named scheme to start from; other keys of the section override those of the scheme, in `time` and `id` too",
            ),
            key("algorithm", Form::Algorithm, "the algorithm; needed without `like`"),
            key(
                "header",
                Form::TextOrTexts,
                "the header of the signature, several, or `\"X-Signature-{n}\"`; needed without `like`",
            ),
            key(
                "value",
                Form::Text,
                "the form of the header's value: literals with `{code}`, `{time}`, `{id}` and `{nonce}`, as in `\"t={time},v1={code}\"`, or with `{secret}`. Of several codes, one that matches is enough. Default: `\"{code}\"`",
            ),
            key("list", Form::Text, "the separator of complete values. Default: `\",\"`"),
            key(
                "encoding",
                Form::OneOf(&names(&ENCODINGS)),
                "the encoding of the code; needed without `like`, except for `secret`",
            ),
            key(
                "signed",
                Form::Text,
                "the signed content: `{body}` once, with `{time}`, `{id}`, `{nonce}`, `{url}` (an argument of the receiver), `{method}` (`POST`) and literals. Default: `\"{body}\"`",
            ),
            key(
                "key",
                Form::Text,
                "the form of the secret: `{text}`, `{hex}`, `{base64}` or `{spki-base64}` with literals around it. Default: `\"{text}\"`. A public key, which the crate takes as `SigningSecret` too, needs another form",
            ),
            key("time", Form::Table("signature.time"), "the signed time"),
            key("id", Form::Table("signature.id"), "the signed id"),
            key("nonce", Form::Table("signature.nonce"), "the signed nonce"),
            key(
                "reviewed",
                Form::Text,
                "the SHA-256 of the page's sentences about signing, as read by a person; the message that asks for it shows the line",
            ),
        ],
    ),
    section(
        "signature.time",
        "",
        &[
            key("header", Form::Text, "the header with the time, unless `value` has `{time}`"),
            key("unit", Form::OneOf(&names(&UNITS)), "Default: `\"s\"`"),
            key(
                "tolerance",
                Form::Number { least: 1, most: u32::MAX, usual: 300 },
                "seconds before and after the receiver's clock",
            ),
        ],
    ),
    section("signature.id", "", &[needed("header", Form::Text, "the header with the id")]),
    section("signature.nonce", "", &[needed("header", Form::Text, "the header with the nonce")]),
    list(
        "handshakes",
        "Requests that are answered before any event. See [delivery.md](delivery.md#handshakes).",
        &[
            needed("when", Form::Table("handshakes.when"), "the requests"),
            needed("answer", Form::Table("handshakes.answer"), "their answer"),
        ],
    ),
    section(
        "handshakes.when",
        "",
        &[needed("member", Form::BodyMember, "a member of the body"), needed("equals", Form::Scalar, "its value")],
    ),
    section(
        "handshakes.answer",
        "",
        &[
            key("status", Form::Number { least: 200, most: 299, usual: 200 }, "the HTTP status. Default: `200`"),
            key(
                "json",
                Form::Json,
                "the body, if the answer has one; `\"{/challenge}\"` repeats a member, `\"{code:/challenge}\"` signs it",
            ),
            key(
                "text",
                Form::Text,
                "the body as plain text, instead of `json`: a constant, or one of these placeholders",
            ),
        ],
    ),
    list("events", "The events, in documented order.", ENTRY),
    list("schemas", "Documented schemas other than events.", ENTRY),
    list(
        "refinements",
        "Narrower types than the schema states: a value that does not fit is `unrepresentable`, and the error holds the delivery. Or members that may be absent although the schema requires them.",
        &[
            needed("schema", Form::Path, "the schema's file"),
            needed("pointer", Form::Pointer, "the place of the member's schema"),
            key(
                "type",
                Form::OneOf(&["decimal", "timestamp", "u32", "u64", "i32", "i64"]),
                "`decimal` and `timestamp` for strings, the others for integers; needed without `optional`",
            ),
            key(
                "optional",
                Form::Flag,
                "the member may be absent, as in another edition of the vendor's product: `required` beside its `properties` no longer lists it",
            ),
        ],
    ),
    list(
        "reserved",
        "Removed names, which do not return with another meaning. `cargo xtask release` writes them.",
        &[
            key("event", Form::Text, "the name of an event; or else `schema` and `pointer`"),
            key("type", Form::Text, "the event's `type`, if it had one"),
            key("schema", Form::Path, "the file of a member's or a value's schema"),
            key("pointer", Form::Pointer, "the former place of the member, or the place of the schema with the value"),
            key("value", Form::Text, "a value of an `enum` that the crate keeps"),
            needed("since", Form::Version, "the version that removed it"),
            key("meaning", Form::Path, "the schema that it had; a value has none"),
            key("keep", Form::Flag, "the crate keeps it, deprecated"),
            key("examples", Form::Paths, "payloads of an event that the crate keeps"),
        ],
    ),
    list(
        "verdicts",
        "What a person has decided on a change for which there is neither a proof nor a witness. `cargo xtask diff --check` prints the lines.",
        &[
            needed("rule", Form::Text, "the rule of the change"),
            needed("place", Form::Text, "the place of the change"),
            needed("wire", Form::OneOf(&["ok", "degrades", "fails"]), "the effect on receivers of the released crate"),
            needed("reason", Form::Text, "why"),
        ],
    ),
];

/// Returns a section or table by its name.
///
/// # Panics
///
/// If the table has no section of that name, which is a fault of the reader.
pub(super) fn find(name: &str) -> &'static Section {
    SECTIONS.iter().find(|section| section.name == name).unwrap_or_else(|| panic!("the table has no section {name}"))
}
