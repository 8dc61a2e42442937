//! The oddities of real documents that an import handles: one warning each, with their number and the first place.

use std::collections::BTreeMap;

use crate::source::diagnostic::{Diagnostic, Diagnostics, listed};
use crate::source::location::Place;

/// Declares the oddities, each with its code, message and help.
macro_rules! oddities {
    ($($name:ident: $code:literal, $message:literal, $help:literal;)*) => {
        /// An oddity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Oddity {
            $($name,)*
        }

        impl Oddity {
            /// Returns the code, the message and the help.
            fn words(self) -> (&'static str, &'static str, &'static str) {
                match self {
                    $(Self::$name => ($code, $message, $help),)*
                }
            }
        }
    };
}

oddities! {
    NoBody: "webhook-without-body",
        "the webhook has no request body, and is not imported",
        "if it delivers something, describe its `requestBody`";
    NoWebhook: "no-webhook",
        "the member is not an object of operations, and is not imported",
        "describe a webhook there, or begin the name of the member with `x-`";
    Extension: "extension-not-read",
        "a member `x-…` beside the webhooks has no operation, and no effect",
        "if it is a webhook, describe its operation with a `requestBody`";
    CallbackObject: "callback-as-webhook",
        "a callback object is in the place of a path item: the path item in it is read",
        "move the path item up one level, in place of its address";
    SeveralCallbacks: "several-callbacks",
        "a callback object with several path items is in the place of one, and is not imported",
        "give each path item in it a webhook of its own, without its address";
    NoJson: "webhook-without-json",
        "the webhook's body is not JSON, and it is not imported",
        "a receiver reads JSON: look for a setting of the vendor that sends it";
    NoSchema: "webhook-without-schema",
        "the webhook's body has no schema, and it is not imported",
        "add its schema to the document, or import with `--derive` if it has examples";
    OtherMethod: "other-method",
        "the webhook has another operation with a body, which is not imported",
        "a receiver takes one request for each event; the imported one is `post`, or the first";
    OtherMedia: "other-media-type",
        "the webhook's body has another media type, which is not imported",
        "look for a setting of the vendor that sends JSON with the imported schema";
    OtherJson: "other-json",
        "the webhook's body has another schema in another type of JSON, which is not imported",
        "the schema of `application/json` is imported, or else the first: if deliveries have the other type, move its schema there";
    Callback: "callback-not-read",
        "a callback of an operation is not imported",
        "describe it in `webhooks`, or `x-webhooks` in 3.0, if it is an event";
    OtherParameter: "parameter-not-read",
        "a parameter that is no header is not read: a receiver verifies and reads headers and the body",
        "if it carries the name of the event or a secret, ask the vendor for a header";
    OtherSecurity: "security-not-read",
        "this way in which deliveries authenticate is not read",
        "say it in `[signature]` if the catalogue can; otherwise verify it before the receiver gets the request";
    SecurityOfCalls: "document-security",
        "`security` of the document is not read for its webhooks, because the document has `paths`",
        "repeat it in the operation of each webhook if deliveries are signed like that";
    NoHeader: "invalid-parameter",
        "the parameter is not an object with a valid `name` and `in`, and is ignored",
        "correct it as the OpenAPI specification requires";
    NoExample: "external-example",
        "the example has no `value` in this document, and is not imported",
        "write its `value`, or list a file in `examples` by hand";
    ReferenceAsValue: "reference-as-value",
        "the value of the example is a reference, and is read as what it leads to",
        "refer to it in `examples`, as in `one: { $ref: … }`, without `value`: only there a reference is followed";
    ExamplesInList: "list-of-examples",
        "`examples` of a body is not an object, and is ignored",
        "write an object of examples by their names, each with a `value`";
    SeveralEvents: "webhook-of-several-events",
        "the branches of the webhook's schema fix a member to different names: each is imported as an event",
        "describe each event in a webhook of its own to choose its name and summary";
    ListOfEvents: "webhook-of-several-events",
        "the webhook's request lists several names of events: each is imported as an event, with the same schema",
        "describe each event in a webhook of its own to choose its schema and summary";
    Wildcard: "wildcard-in-names",
        "a list of names of events has a wildcard, which is no event and is left out",
        "if a delivery has it as the name of its event, describe that in a webhook of its own";
    SharedName: "event-of-several-webhooks",
        "the webhook lists an event that another webhook has with another schema: it is imported as one event",
        "describe each event in one webhook; a receiver needs a name for each schema";
    StrayExample: "example-of-no-event",
        "the example names none of the events of its webhook, and is left out",
        "correct the name";
    ExampleInString: "example-in-string",
        "the example is JSON in a string, and is read as that JSON",
        "write the value itself";
    NoDeprecation: "invalid-flag",
        "`deprecated` is neither true nor false, and has no effect",
        "write `true` or `false`, without quotes";
    NoScheme: "undefined-security-scheme",
        "the security scheme is not defined, and is not read",
        "define it in `securitySchemes` of `components`, or correct its name";
    NullableSince31: "nullable-in-3.1",
        "`nullable` is not a keyword since OpenAPI 3.1; it is read as in 3.0",
        "write `type: [\"…\", \"null\"]`";
    NullableBeside: "nullable-beside-ref",
        "`nullable` has no effect here: it needs a `type` beside it, and adds nothing to what `$ref` and `allOf` refuse",
        "if the vendor sends null there, set `nullable = \"everywhere\"` in `[settings]` and import again";
    OwnNullable: "x-nullable",
        "`x-nullable` is not a keyword of OpenAPI, and has no effect",
        "if the vendor sends null there, write `nullable: true` in 3.0, or `type: [\"…\", \"null\"]` in 3.1";
    NoFlag: "invalid-flag",
        "`nullable` is neither true nor false, and has no effect",
        "write `true` or `false`, without quotes";
    KeywordSince31: "keyword-since-3.1",
        "OpenAPI 3.0 does not have this keyword, or not in this form; it is read as in 3.1",
        "say `openapi: 3.1.0` if the schemas are written for it, or else remove it";
    BesideRef: "ignored-beside-ref",
        "OpenAPI 3.0 ignores this keyword, which is beside `$ref`",
        "put both into `allOf`, or move to OpenAPI 3.1, which applies it";
    TwicePathItem: "path-item-twice",
        "the webhook and the path item that it refers to both have this member: that of the webhook counts",
        "keep one of the two: the specification does not say which one counts";
    BooleanBound: "boolean-bound",
        "since OpenAPI 3.1 an exclusive bound is a number; true or false is read as in 3.0",
        "write the bound itself";
    RequiredFlag: "required-flag",
        "`required` of a member is a list of names in its object; true or false has no effect",
        "list the member in `required` of its object";
    NullType: "null-type",
        "the type null has no quotes, and is read as a string",
        "quote it: `\"null\"`";
    NoBound: "no-bound",
        "an exclusive bound that is true needs the bound beside it, and has no effect",
        "add `minimum` or `maximum`";
    Untagged: "discriminator-ignored",
        "`discriminator` changes no verdict, and is ignored: the branches do not fix the values that tell them apart",
        "give the member of each branch a `const`";
    BrokenMapping: "discriminator-ignored",
        "`discriminator` changes no verdict, and is ignored: this name in `mapping` leads to none of the branches",
        "correct the reference, or give the member of each branch a `const`";
    StrayMapping: "mapping-of-no-branch",
        "this name in `mapping` leads to none of the branches, and is left out: the union refuses its instances",
        "correct the reference, or add its schema to the union";
    RefusedMapping: "mapping-of-refused-name",
        "the branch of this name in `mapping` fixes another one, and the name is left out: the union refuses its instances",
        "correct the name, or the `const` or `enum` of the branch";
    UnmappedName: "name-without-mapping",
        "several branches of the union list this name, and `mapping` leads to none of them: the union refuses its instances",
        "add the name to `mapping`, or remove it from the `enum` of the branches";
    MappedConst: "discriminator-as-const",
        "`mapping` becomes a `const` in each branch: the union refuses instances with another name",
        "if other names arrive in this member, remove `mapping`";
    Subtypes: "discriminator-of-base",
        "a schema with `discriminator` and without a union is expected: what the schemas of its names add is not checked",
        "list those schemas in `oneOf` here, in place of this one";
    ReadOnlyRequired: "required-read-only",
        "a `readOnly` member stays required, although OpenAPI 3.0 requires it only in responses",
        "remove it from `required` if deliveries lack it";
    ExampleList: "examples-in-schema",
        "`examples` of a schema is a list, and is ignored",
        "write a list of values, or one `example`";
}

/// The occasions of an oddity.
#[derive(Debug)]
struct Found {
    first: Place,
    count: usize,
    /// The names in the document that it is about.
    names: Vec<String>,
}

/// The oddities of a document.
#[derive(Debug, Default)]
pub(super) struct Oddities(BTreeMap<Oddity, Found>);

impl Oddities {
    /// Counts an oddity.
    pub(super) fn note(&mut self, oddity: Oddity, place: Place) {
        self.note_names(oddity, place, &[]);
    }

    /// Counts an oddity of names.
    pub(super) fn note_names(&mut self, oddity: Oddity, place: Place, names: &[&str]) {
        let found = self.0.entry(oddity).or_insert_with(|| Found { first: place, count: 0, names: Vec::new() });
        found.count += 1;
        for name in names {
            if !found.names.iter().any(|known| known == name) {
                found.names.push((*name).to_owned());
            }
        }
    }

    /// Returns true if an oddity was counted.
    pub(super) fn has(&self, oddity: Oddity) -> bool {
        self.0.contains_key(&oddity)
    }

    /// Returns a warning for each kind.
    pub(super) fn into_warnings(self) -> Diagnostics {
        let mut warnings = Diagnostics::new();
        for (oddity, Found { first, count, names }) in self.0 {
            let (code, message, help) = oddity.words();
            let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
            let label = if count > 1 { "the first" } else { "" };
            let listed = listed(names.iter().map(String::as_str));
            let names = if listed.is_empty() { listed } else { format!(": {listed}") };
            let warning = Diagnostic::warning(code, format!("{message}{times}{names}"));
            warnings.push(warning.labelled(first, label).help(help));
        }
        warnings
    }
}
