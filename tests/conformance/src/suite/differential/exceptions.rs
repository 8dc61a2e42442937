//! The table of exceptions.

use codegen::keyword::dialect::Draft::{Draft4, Draft6, Draft7, Draft2019, Draft2020};

use super::exception::Exception;
use super::judge::Judge::{Boon, Jsonschema};

/// Beyond this, not all halves of integers are `f64`; beyond its double, not all integers are.
const EXACT: f64 = 4_503_599_627_370_496.0;

/// All classes.
pub(crate) const EXCEPTIONS: &[Exception] = &[
    // Numbers.
    Exception {
        judge: Jsonschema,
        class: "integers of draft 4 that are written with a fraction",
        reason: "draft 4 calls `1.0` no integer [Core §3.5]; all later drafts do, and so does the project in every draft",
        example: (Draft4, r#"{"type": "integer"}"#, "1.0"),
        ours: true,
        concerns: |it| it.is_up_to(Draft4) && it.has_idle_fraction(),
    },
    Exception {
        judge: Jsonschema,
        class: "`multipleOf` of numbers beyond 2^52",
        reason: "it divides as `f64`, or as fractions of integers that overflow; the result must be an integer, \
                 whatever the size [2020-12 Validation §6.2.1]: 10^300 leaves a rest when divided by 1.5",
        example: (Draft2020, r#"{"multipleOf": 1.5}"#, "1e300"),
        ours: false,
        concerns: |it| it.speaks_of("multipleOf") && it.has_number(|number| number.abs() >= EXACT),
    },
    Exception {
        judge: Boon,
        class: "`multipleOf` of numbers beyond 2^52, of fractions, and by fractions",
        reason: "it takes the rest of a division as `f64`, where 0.0075 is no multiple of 0.0001 and 2^53 + 1 is even \
                 [2020-12 Validation §6.2.1]",
        example: (Draft2020, r#"{"multipleOf": 2}"#, "9007199254740993"),
        ours: false,
        concerns: |it| {
            it.speaks_of("multipleOf")
                && (it.divides_by_a_fraction()
                    || it.has_number(|number| number.abs() >= EXACT || number.fract() != 0.0))
        },
    },
    // Strings.
    Exception {
        judge: Boon,
        class: r"patterns with `.`, `\s` or `\S` on strings with unusual white space",
        reason: r"to it U+2028 is no white space and a character for `.`; to ECMA-262 it is a line terminator, so the other \
                  way round [§12.3, §22.2.2.9]",
        example: (Draft2020, r#"{"pattern": "^\\s$"}"#, r#""\u2028""#),
        ours: true,
        concerns: |it| {
            it.has_character(|character| matches!(character, '\u{2028}' | '\u{2029}' | '\r'))
                && ["pattern", "patternProperties"].iter().any(|keyword| it.speaks_of(keyword))
        },
    },
    Exception {
        judge: Boon,
        class: "JSON in base64 that is not UTF-8",
        reason: "JSON is UTF-8 [RFC 8259 §8.1], and it skips strings without a look at their bytes",
        example: (Draft7, r#"{"contentMediaType": "application/json", "contentEncoding": "base64"}"#, r#""IsAi""#),
        ours: false,
        concerns: |it| it.keywords.iter().eq(["contentMediaType"]) && !it.ours,
    },
    // The meaning of `format`.
    Exception {
        judge: Boon,
        class: "formats as annotations up to draft 7",
        reason: "it always asserts them there; that is a choice of the implementation [draft 7 Validation §7.2]",
        example: (Draft7, r#"{"format": "ipv4"}"#, r#""x""#),
        ours: true,
        concerns: |it| it.ours && it.is_up_to(Draft7) && it.is_of_annotations(),
    },
    Exception {
        judge: Boon,
        class: "a vocabulary of formats as assertions that need not be understood",
        reason: "who does understand it asserts formats [2020-12 Core §8.1.2, Validation §7.2.2], and the suite says so in \
                 `optional/format-assertion.json`",
        example: (
            Draft2020,
            r#"{"$schema": "http://localhost:1234/draft2020-12/format-assertion-false.json", "format": "ipv4"}"#,
            r#""x""#,
        ),
        ours: false,
        concerns: |it| {
            !it.ours && it.is_of_annotations() && it.group.schema.to_compact().contains("format-assertion-false")
        },
    },
    // Meta-schemas.
    Exception {
        judge: Boon,
        class: "`enum` in the meta-schemas of drafts 6 and 7",
        reason: "its values SHOULD differ, and one SHOULD be there [draft 6 Validation §6.23], so the meta-schema does not ask \
                 for it; boon keeps what draft 4 said",
        example: (Draft6, r#"{"$ref": "http://json-schema.org/draft-06/schema"}"#, r#"{"enum": []}"#),
        ours: true,
        concerns: |it| {
            let is_of_enum = |keyword: &String| ["minItems", "uniqueItems"].contains(&keyword.as_str());
            it.ours && it.is_up_to(Draft7) && it.speaks_of_meta_schema() && it.keywords.iter().all(is_of_enum)
        },
    },
    Exception {
        judge: Jsonschema,
        class: "`contains` beside `unevaluatedItems` in draft 2019-09",
        reason: "to it what `contains` accepts is evaluated, which only later drafts say [2019-09 Core §9.3.1.3]",
        example: (Draft2019, r#"{"contains": {"type": "string"}, "unevaluatedItems": false}"#, r#"["a"]"#),
        ours: false,
        concerns: |it| it.is_up_to(Draft2019) && it.says("unevaluatedItems") && it.speaks_of("contains"),
    },
    Exception {
        judge: Jsonschema,
        class: "`enum` in the meta-schema of draft 4",
        reason: "its values MUST differ, and one MUST be there [draft 4 Validation §5.5.1.1]; jsonschema takes what draft 6 says",
        example: (Draft4, r#"{"$ref": "http://json-schema.org/draft-04/schema"}"#, r#"{"enum": []}"#),
        ours: false,
        concerns: |it| !it.ours && it.is_up_to(Draft4) && it.speaks_of_meta_schema() && it.has_member("enum"),
    },
    Exception {
        judge: Boon,
        class: "`$ref` in the meta-schema of draft 4",
        reason: "the published one does not speak of `$ref`; boon has added it to its copy",
        example: (Draft4, r#"{"$ref": "http://json-schema.org/draft-04/schema"}"#, r#"{"$ref": 1}"#),
        ours: true,
        concerns: |it| {
            it.ours && it.is_up_to(Draft4) && it.speaks_of_meta_schema() && it.has_member("$ref") && it.says("type")
        },
    },
    // Single formats.
    Exception {
        judge: Jsonschema,
        class: "durations in lower case",
        reason: "letters of ABNF are of either case [RFC 5234 §2.3], and the format is one of ABNF [RFC 3339 App. A]",
        example: (Draft2020, r#"{"format": "duration"}"#, r#""PT1m""#),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("duration") && it.has_character(|it| it.is_ascii_lowercase()),
    },
    Exception {
        judge: Boon,
        class: "dates and times with a plus sign among their digits",
        reason: "it reads `+6` as a number of two digits; a digit is no sign [RFC 3339 §5.6]",
        example: (Draft2020, r#"{"format": "date"}"#, r#""2026-+6-12""#),
        ours: false,
        concerns: |it| {
            let is_of_time = ["date", "date-time", "time"].iter().any(|format| it.is_of_format(format));
            !it.ours && is_of_time && it.has_character(|it| it == '+')
        },
    },
    Exception {
        judge: Boon,
        class: "durations in lower case",
        reason: "as above",
        example: (Draft2020, r#"{"format": "duration"}"#, r#""PT1m""#),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("duration") && it.has_character(|it| it.is_ascii_lowercase()),
    },
    Exception {
        judge: Boon,
        class: "durations that leave out a unit between two others",
        reason: "years are followed by months, hours by minutes [RFC 3339 App. A: dur-year, dur-hour]",
        example: (Draft2020, r#"{"format": "duration"}"#, r#""P1Y2D""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("duration"),
    },
    Exception {
        judge: Jsonschema,
        class: "regular expressions with escapes of characters that need none",
        reason: "the format is ECMA-262 with the `u` flag [2020-12 Core §6.4], where `\\-` outside of brackets is an error",
        example: (Draft2020, r#"{"format": "regex"}"#, r#""\\-""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("regex") && it.has_character(|it| it == '\\'),
    },
    Exception {
        judge: Boon,
        class: "regular expressions",
        reason: "it asks whether the `regex` crate takes them, whose syntax is another than that of ECMA-262: \
                 without look-around and back-references, with a lone `]`",
        example: (Draft2020, r#"{"format": "regex"}"#, r#""^(?!a)""#),
        ours: true,
        concerns: |it| it.is_of_format("regex"),
    },
    Exception {
        judge: Jsonschema,
        class: "host names that only IDNA would refuse",
        reason: "a host name is one of RFC 1123 §2.1, which allows `--` anywhere inside, and an A-label may be written in \
                 upper case [RFC 5891 §5.3]",
        example: (Draft2020, r#"{"format": "hostname"}"#, r#""aa--b.com""#),
        ours: true,
        concerns: |it| it.ours && (it.is_of_format("hostname") || it.is_of_format("idn-hostname")),
    },
    Exception {
        judge: Jsonschema,
        class: "host names whose A-labels are none",
        reason: "it maps before it looks (UTS 46): an A-label stands for a U-label, which has no upper case, is in NFC \
                 and keeps the rules for mixed directions [RFC 5891 §5.4, RFC 5892, RFC 5893]",
        example: (Draft2020, r#"{"format": "hostname"}"#, r#""xn--l-0ea""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("hostname") && it.has_character(|it| it == '-'),
    },
    Exception {
        judge: Boon,
        class: "host names with A-labels that are none, and with a dot at the end",
        reason: "it does not look into A-labels [RFC 5890 §2.3.2.1], and RFC 1123 §2.1 has no dot at the end",
        example: (Draft2020, r#"{"format": "hostname"}"#, r#""example.""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("hostname"),
    },
    Exception {
        judge: Jsonschema,
        class: "internationalized host names that are not in their one form",
        reason: "it maps before it looks (UTS 46): a U-label has no upper case and is in NFC [RFC 5891 §4.2, RFC 5892]",
        example: (Draft2020, r#"{"format": "idn-hostname"}"#, r#""éZ""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("idn-hostname"),
    },
    Exception {
        judge: Boon,
        class: "internationalized host names",
        reason: "it maps before it looks (UTS 46), and takes symbols, which no U-label has [RFC 5892]; where it refuses \
                 more, it applies the rules of IDNA to names of RFC 1123, or takes one GERESH for no Hebrew letter",
        example: (Draft2020, r#"{"format": "idn-hostname"}"#, "\"\u{1F600}\""),
        ours: false,
        concerns: |it| it.is_of_format("idn-hostname"),
    },
    Exception {
        judge: Jsonschema,
        class: "mail addresses with a tagged literal of an unknown tag",
        reason: "the grammar has room for other tags than `IPv6` [RFC 5321 §4.1.3: General-address-literal]",
        example: (Draft2020, r#"{"format": "email"}"#, r#""a@[IP-v6:1]""#),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("email") && it.has_character(|it| it == '['),
    },
    Exception {
        judge: Boon,
        class: "mail addresses with a tagged literal of an unknown tag",
        reason: "as above",
        example: (Draft2020, r#"{"format": "email"}"#, r#""a@[IP-v6:1]""#),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("email") && it.has_character(|it| it == '['),
    },
    Exception {
        judge: Jsonschema,
        class: "mail addresses with a display name",
        reason: "the format is `Mailbox` [RFC 5321 §4.1.2]; a name before `<` belongs to RFC 5322",
        example: (Draft2020, r#"{"format": "email"}"#, r#""\"A B\" <a@b.example>""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("email") && it.has_character(|it| it == '<'),
    },
    Exception {
        judge: Boon,
        class: "mail addresses without a local part, or with a dot at the end",
        reason: "a local part is not empty, and a domain ends with a label [RFC 5321 §4.1.2]",
        example: (Draft2020, r#"{"format": "email"}"#, r#""@example.com""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("email"),
    },
    Exception {
        judge: Jsonschema,
        class: "internationalized mail addresses with more than 64 bytes before the `@`",
        reason: "the format is the grammar of `Mailbox`, which has no limit of length; implementations that have none are \
                 preferred [RFC 5321 §4.5.3.1]",
        example: (
            Draft2020,
            r#"{"format": "idn-email"}"#,
            r#""aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com""#,
        ),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("idn-email") && it.instance.as_str().is_some_and(|it| it.len() > 65),
    },
    Exception {
        judge: Jsonschema,
        class: "internationalized mail addresses whose domain has upper case beside letters beyond ASCII",
        reason: "a domain is made of U-labels [RFC 6531 §3.3], which have no upper case [RFC 5892]",
        example: (Draft2020, r#"{"format": "idn-email"}"#, r#""user@Café.com""#),
        ours: false,
        concerns: |it| !it.ours && it.is_of_format("idn-email") && it.has_character(char::is_uppercase),
    },
    Exception {
        judge: Boon,
        class: "internationalized mail addresses",
        reason: "it looks for `@` and little else beyond ASCII: local parts may be quoted and of any code point \
                 [RFC 6531 §3.3], and a domain is made of U-labels",
        example: (Draft2020, r#"{"format": "idn-email"}"#, r#""\"δοκιμή\"@example.com""#),
        ours: true,
        concerns: |it| it.is_of_format("idn-email"),
    },
    Exception {
        judge: Boon,
        class: "IRIs and references",
        reason: "it reads them as browsers do, dropping white space and asking `http` for a host; RFC 3987 §2.2 is stricter \
                 there and has no rule for single schemes",
        example: (Draft2020, r#"{"format": "iri"}"#, r#""http://a.example/\n""#),
        ours: false,
        concerns: |it| it.is_of_format("iri") || it.is_of_format("iri-reference"),
    },
    Exception {
        judge: Boon,
        class: "URI templates",
        reason: "it does not read expressions by their grammar: an operator may come first, and there is no empty one \
                 [RFC 6570 §2.2]",
        example: (Draft2020, r#"{"format": "uri-template"}"#, r#""{}""#),
        ours: false,
        concerns: |it| it.is_of_format("uri-template"),
    },
    Exception {
        judge: Jsonschema,
        class: "relative JSON Pointers with an index manipulation",
        reason: "`1-1` is one [draft-bhutton-relative-json-pointer-00 §3], which 2020-12 refers to; formats are the same in \
                 every draft here",
        example: (Draft2020, r#"{"format": "relative-json-pointer"}"#, r#""1-1""#),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("relative-json-pointer"),
    },
    Exception {
        judge: Boon,
        class: "relative JSON Pointers with an index manipulation",
        reason: "as above",
        example: (Draft2020, r#"{"format": "relative-json-pointer"}"#, r#""1-1""#),
        ours: true,
        concerns: |it| it.ours && it.is_of_format("relative-json-pointer"),
    },
];
