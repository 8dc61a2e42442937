//! A page's sentences about signing are understood as a whole, or the import is refused at the sentence.

use codegen::Files;
use codegen::import::import;
use codegen::source::diagnostic::{Diagnostics, Severity};
use codegen::source::location::Source;

const REFUSED: &str = include_str!("../fixtures/signing/refused.md");
const UNDERSTOOD: &str = include_str!("../fixtures/signing/understood.md");

/// Marks the expected place of a finding.
const MARK: char = '»';

const PLAIN: &str = "X-Acme-Signature is the HMAC-SHA256 of the raw body.";

/// Returns a page with prose about deliveries, and an event.
fn page(prose: &str) -> String {
    format!(
        "# Acme\n\n{prose}\n\n## `parcel.sent` — a parcel left\n\n```json\n{{ \"parcelId\": \"p_1\" }}\n```\n\n```json\n{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }}\n```\n"
    )
}

fn imported(prose: &str, existing: &Files) -> Result<Files, Diagnostics> {
    import(&Source::new("page.md", page(prose)), None, existing).map(|import| import.files)
}

fn files(prose: &str) -> Files {
    imported(prose, &Files::new()).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the findings of a refused import.
fn refused(prose: &str, existing: &Files) -> Diagnostics {
    match imported(prose, existing) {
        Ok(files) => panic!("accepted: {prose}\n{}", files["catalog.toml"]),
        Err(found) => found,
    }
}

/// Returns the name and the text of each case in a file.
fn cases(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.split("=== ").skip(1).map(|case| case.split_once('\n').expect("a case has a name and a text"))
}

/// Returns the key `reviewed` in the help of a finding.
fn proposed(found: &Diagnostics) -> String {
    let error = found.iter().find(|found| found.severity == Severity::Error);
    let help = error.and_then(|found| found.help.clone()).expect("a finding has help");
    help.lines().find(|line| line.starts_with("reviewed = ")).expect("the help has the line").to_owned()
}

/// Returns a hand-written catalogue with these lines of `[signature]`.
fn by_hand(lines: &str) -> Files {
    let catalog =
        format!("[crate]\nname = \"acme-webhooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[signature]\n{lines}\n");
    Files::from([("catalog.toml".to_owned(), catalog)])
}

const LINES: &str = "header = \"X-Acme-Signature\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n";

#[test]
fn an_unknown_scheme_is_refused() {
    let mut failed = Vec::new();
    for (name, text) in cases(REFUSED) {
        let plain = text.replace(MARK, "");
        let wanted = text.match_indices(MARK).enumerate().map(|(index, (offset, _))| {
            let offset = offset - index * MARK.len_utf8();
            // A code span starts behind its mark.
            let offset = offset + usize::from(plain[offset..].starts_with('`'));
            Source::new("page.md", page(&plain)).line_column("# Acme\n\n".len() + offset)
        });
        let wanted: Vec<_> = wanted.collect();
        let Err(found) = imported(&plain, &Files::new()) else {
            failed.push(format!("{name}: accepted"));
            continue;
        };
        let errors = found.iter().filter(|found| found.severity == Severity::Error);
        let places = errors.map(|found| found.place.as_ref().expect("a finding has a place"));
        let places: Vec<_> = places.map(|place| place.source.line_column(place.span.start)).collect();
        if places.len() != 1 || !wanted.contains(&places[0]) {
            failed.push(format!("{name}: wanted {wanted:?}, found {places:?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(cases(REFUSED).count() > 40);
}

/// Wherever it stands: behind an event, or far from the other sentences.
#[test]
fn a_far_sentence_changes_the_scheme() {
    for sentence in [
        "Each request has its Unix time in `X-Acme-Timestamp`.",
        "The time in `X-Acme-Sent` stands in front of the body, behind a dot.",
        "Prepend it and a full stop before you go on.",
        "Use the part of it behind `whsec_`.",
        "Put the time before the raw body, then compute the code.",
        "For a day after you rotate a key, the header has two values.",
        "During a rotation, the header holds the old and the new value.",
        "After a rotation we send both values for a day.",
        "In the EU region the header is called `X-Acme-Sig`.",
        "The header `X-Acme-Sig` is deprecated.",
        "The header was renamed in May.",
        "We switched from hex to base64.",
        "The value now covers the timestamp as well.",
        "Bodies above 1 MB come without the header.",
        "The Test button sends a delivery without the header.",
        "Use the compact JSON without whitespace.",
        "Use the part of your key after `k_`.",
        "Each tenant has its own key.",
        "The `data` member alone counts.",
        "Our proxy adds a trailing newline to it.",
        "The code also covers the delivery ID.",
        "The HTTP method and the path are part of it.",
        "A line feed follows the body.",
        "The body is compressed with gzip.",
        "We gzip bodies above 1 KB.",
        "Version 2 endpoints get the code in Base64.",
        "Partners in the EU use another header.",
        "The value is cut to 40 characters.",
        "Only the part after the underscore is the key.",
        "The `id` of the event is added to it, with a dot between the two.",
        "Add your account number as salt.",
        "It looks like `t=1700000000,v1=5257a869…`.",
        "In Canada, all headers start with `X-Acme-Ca-`.",
        "White-label partners may rename our headers.",
        "The check value is made of `data` below it.",
        "Lines of the body end with a carriage return and a line feed.",
        "The body has CRLF between its lines.",
        "Sort the members of the body by name first.",
        "We leave `note` out of it since June.",
        "Calls of the preview have no such header.",
        "Accounts on the free plan are called without it.",
    ] {
        let far = "\n\n### Retries\n\n- We try again.\n- And again.\n".repeat(9);
        for behind in ["", far.as_str()] {
            let text = format!("{}\n## Replay\n{behind}\n## Replies\n\n{sentence}\n", page(PLAIN));
            let found = import(&Source::new("page.md", text.as_str()), None, &Files::new()).expect_err(sentence);
            // The name of another header makes its surroundings sentences about signing, too.
            let related = found.iter().flat_map(|found| found.related.iter().map(|(place, _)| place));
            let mut places = found.iter().filter_map(|found| found.place.as_ref()).chain(related);
            assert!(places.any(|place| text[place.span.start..].starts_with(sentence)), "{sentence}: {found}");
        }
    }
}

#[test]
fn harmless_far_sentences_are_accepted() {
    for harmless in [
        "The query is encoded as UTF-8, and sorted by the id.",
        "We send a POST request with the payload as JSON.",
        "Both headers and body are in the log of the dashboard.",
        "We calculate the sum of all lines.",
        "Rotate your API key every 90 days, and use a separate key per integration.",
        "Each workspace has its own API key.",
        "Refuse requests without the header.",
        "The header `X-Acme-Event` is now sent with each delivery.",
        "The header is not case-sensitive.",
        "Attachments are in base64.",
        "The payload contains the zip code of the buyer.",
        "The delivery has a link to a zip of the invoice.",
        "Payloads are never gzipped.",
        "Whitespace in the JSON examples is not significant.",
        "A newline in a note stands in the body as `\\n`.",
        "Use a new header in your own requests.",
        "For some customers the code of the order is in hexadecimal.",
        "An update has two values, and both values are strings.",
        "The key `total` was renamed.",
        "Refunds are now covered in a section of their own.",
        "You get the event without the customer.",
        "The promotion covers the delivery.",
        "The path of the file and its name are part of the order.",
        "Notes have line breaks.",
        "Responses of the API are compressed with gzip.",
        "Exports are gzip files, and the body of each has a line per order.",
        "The payload is not compressed.",
        "Version 2 endpoints get the attachment in Base64.",
        "Partners in the EU use another warehouse.",
        "Names are cut to 40 characters.",
        "The value is truncated to 255 characters.",
        "Names of events are a resource and an action, with a dot between the two.",
        "The value starts with `cus_`.",
        "A line is added to the end of the order.",
        "Failed attempts count too.",
        "See `https://acme.example/search?s=parcels…` for more.",
        "All of our headers start with `X-Acme-`.",
        "Headers about the shop begin with `X-Acme-Shop-`.",
        "Your proxy must not rename the headers.",
        "Check values before you store them.",
        "The check value of a barcode is its last digit.",
        "The lines of the payload are those of the order.",
        "Lines of an address end with a line feed.",
        "Sort the orders by the date in the payload.",
        "The members of the JSON have no order.",
        "We leave empty members out of the JSON.",
        "A note is optional. Test orders are sent without it.",
        "`data` is the part of the body that differs.",
    ] {
        let page = format!("{}\n## Paging\n\n{harmless}\n", page(PLAIN));
        assert!(import(&Source::new("page.md", page), None, &Files::new()).is_ok(), "{harmless}");
    }
}

#[test]
fn steps_below_a_scheme_belong_to_it() {
    for steps in [
        "1. Take the time.\n2. Add a `.`.\n3. Add the body.",
        "<ol><li>Read t.</li><li>Glue t and that.</li></ol>",
        "As follows:\n\n1. First t.\n2. Then that.\n   - And then `k`.",
        "- Time: put it first\n- Body: second",
        "Test deliveries differ: they add the time first.",
        "Each event has its own key.",
        "In test mode requests carry no such code.",
    ] {
        let found = refused(&format!("{PLAIN}\n\n{steps}"), &Files::new());
        assert!(found.iter().any(|found| found.code == "signature-not-understood"), "{steps}: {found}");
    }
    let reviewed = |last: &str| {
        let steps: Vec<String> = (1..20).map(|step| format!("{step}. Do {step}.\n")).collect();
        let steps = steps.concat();
        proposed(&refused(&format!("{PLAIN}\n\n{steps}20. {last}"), &Files::new()))
    };
    assert_ne!(reviewed("Do that."), reviewed("Do this."), "the last step is part of the review");
    for other in ["1. Open the settings.\n2. Press the button.", "- Open the settings."] {
        files(&format!("{PLAIN}\n\n## Start\n\nIt is easy.\n\nDo this.\n\n{other}"));
    }
}

/// Close to a scheme an exception needs no word of signing; farther away it names its deliveries as well.
#[test]
fn exceptions_near_a_scheme_are_refused() {
    let section = |sentence: &str| format!("## Signature\n\n{PLAIN}\n\nOne.\n\nTwo.\n\nThree.\n\n{sentence}");
    for (sentence, is_read_far) in [
        ("During rotation we send two of them.", true),
        ("In the sandbox it is omitted.", true),
        ("Endpoints created before 2020 get another one.", true),
        ("Some deliveries come without it.", true),
        ("Pings are sent without one.", true),
        ("Test deliveries do not have it.", true),
        ("It is absent for free accounts.", true),
        ("Add `?token=` to your URL.", true),
        ("Legacy endpoints still use the old header.", false),
        ("We may send several.", false),
        ("Both are valid for a day.", false),
        ("Each retry has a fresh one.", false),
        ("The name of the event is added to the end.", true),
        ("The address of your endpoint counts too.", true),
        ("The time of sending counts too.", true),
        ("It is made over the part of the body in `data`.", true),
        ("Only a part of the payload is used.", true),
        ("We leave the `id` out there.", false),
    ] {
        for prose in [format!("{PLAIN}\n\n{sentence}"), format!("{PLAIN}\n\n- {sentence}")] {
            let found = refused(&prose, &Files::new());
            assert!(found.iter().any(|found| found.code == "signature-not-understood"), "{sentence}: {found}");
        }
        assert_eq!(imported(&section(sentence), &Files::new()).is_err(), is_read_far, "{sentence}");
    }
    for harmless in [
        "Answer within 10 seconds: if it fails, we try again.",
        "New accounts start with three endpoints.",
        "You can send test events from the dashboard.",
        "Test events are sent without delay.",
        "Some orders have two lines.",
        "A parcel is added to the order.",
        "The name of the customer is part of the order.",
        "A reply above 1 KB counts as a failure.",
        "Weights count too.",
        "See https://acme.example/search?v1=abcd...",
        "`data` is the part of the body that differs.",
        "Leave the page open.",
    ] {
        files(&format!("{PLAIN}\n\n{harmless}"));
    }
}

#[test]
fn a_sample_is_part_of_a_review() {
    let sample = |label: &str, fence: &str| {
        let value = format!("t=1492774577,{label}={}", "5257a869e7ece0ba".repeat(4));
        format!("Each request has an Acme-Signature header, an HMAC-SHA256. Here is one:\n\n{fence}\n{value}\n{fence}")
    };
    for fence in ["", "```"] {
        let [one, other] = ["v1", "v2"].map(|label| proposed(&refused(&sample(label, fence), &Files::new())));
        assert_ne!(one, other, "{fence}");
    }
    let understood = format!("{PLAIN} It looks like this:\n\n```\nsha256={}\n```", "0a".repeat(32));
    assert!(files(&understood)["catalog.toml"].contains("value = \"sha256={code}\""));
}

#[test]
fn long_pages_are_read_in_linear_time() {
    let section = |index: usize| {
        let about = if index.is_multiple_of(4) { "`client_secret` of the thing" } else { "colour of the thing" };
        format!("### Endpoint {index}\n\nReturns the list.\n\n- {about}\n- name of the thing\n\n")
    };
    let time = |sections: usize| {
        let prose = (0..sections).fold(PLAIN.to_owned() + "\n\n", |text, index| text + &section(index));
        let start = std::time::Instant::now();
        drop(imported(&prose, &Files::new()));
        start.elapsed()
    };
    let (short, long) = (time(400), time(3200));
    assert!(long < short * 40, "{short:?} and {long:?}");
}

#[test]
fn plain_schemes_of_vendors_are_understood() {
    for (name, text) in cases(UNDERSTOOD) {
        let wanted: Vec<&str> = name.split(' ').map(|part| if part == "-" { "" } else { part }).collect();
        let text = &files(text)["catalog.toml"];
        for (key, value) in ["header", "algorithm", "encoding", "value"].iter().zip(wanted) {
            let line = match (*key, value) {
                ("encoding", "") => "encoding = \"hex\" # an assumption".to_owned(),
                ("value", "") => {
                    assert!(!text.contains("value ="), "{name}\n{text}");
                    continue;
                }
                ("value", prefix) => format!("value = \"{prefix}{{code}}\""),
                (key, value) => format!("{key} = \"{value}\""),
            };
            assert!(text.contains(&line), "{name}: {line}\n{text}");
        }
    }
}

#[test]
fn a_page_without_signature_has_a_warning() {
    for prose in ["Acme sends parcels.", "Deliveries are not signed."] {
        let page = Source::new("page.md", page(prose));
        let import = import(&page, None, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
        assert!(import.warnings.iter().any(|found| found.code == "no-signature"), "{}", import.warnings);
    }
}

#[test]
fn reviewed_sentences_are_accepted_until_they_change() {
    for (name, text) in cases(REFUSED) {
        let text = text.replace(MARK, "");
        let reviewed = proposed(&refused(&text, &Files::new()));
        let first = by_hand(&format!("{LINES}{reviewed}"));
        let files = imported(&text, &first).unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(files["catalog.toml"].contains(&format!("{LINES}{reviewed}")), "{name}");
        let again = imported(&format!("Something else, in another paragraph.\n\n{text}"), &files);
        let again = again.unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(again["catalog.toml"].contains(&reviewed), "{name}");
        let changed = refused(&format!("{text}\n\nDeliveries are signed twice."), &files);
        assert!(changed.iter().any(|found| found.code == "signature-changed"), "{name}: {changed}");
        let gone = refused("Nothing.", &files);
        assert!(gone.iter().any(|found| found.code == "signature-changed"), "{name}: {gone}");
    }
}

#[test]
fn white_space_keeps_a_review_valid() {
    let text = "X-Acme-Signature is the HMAC-SHA256 of id and body.";
    let reviewed = proposed(&refused(text, &Files::new()));
    let files = by_hand(&format!("{LINES}{reviewed}"));
    for same in
        [text.replace(' ', "  "), text.replace(" of ", "\nof "), text.replace(' ', "\r\n"), format!("{text}   ")]
    {
        assert!(imported(&same, &files).is_ok(), "{same:?}");
    }
}

#[test]
fn a_review_alone_makes_no_receiver() {
    let text = "X-Acme-Signature is made with Ed25519.";
    let reviewed = proposed(&refused(text, &Files::new()));
    let files = imported(text, &by_hand(&reviewed)).unwrap_or_else(|found| panic!("{found}"));
    let source = Source::new("catalog.toml", files["catalog.toml"].as_str());
    let (catalog, _) = codegen::catalog::parse(&source).unwrap_or_else(|found| panic!("{found}"));
    assert!(catalog.signature.is_none() && catalog.reviewed.is_some());
}

#[test]
fn a_contradicting_page_is_refused() {
    let plain = files(PLAIN);
    for (prose, key) in [
        ("X-Acme-Signature is the HMAC-SHA512 of the raw body.", "algorithm"),
        ("X-Acme-Hmac-Signature is the HMAC-SHA256 of the raw body.", "header"),
        ("X-Acme-Signature is the HMAC-SHA256 of the raw body, in base64.", "encoding"),
        ("X-Acme-Signature is the HMAC-SHA256 of the raw body, behind v1=.", "value"),
        ("Deliveries are not signed.", "not signed"),
    ] {
        let found = refused(prose, &plain);
        let found = found.iter().next().expect("a finding");
        assert_eq!(found.code, "contradicts-catalogue", "{prose}");
        assert!(found.message.contains(key), "{prose}: {}", found.message);
        assert_eq!(found.related.len(), 1);
    }
    let lower = "x-acme-signature is the HMAC-SHA256 of the raw body.";
    assert!(imported(lower, &plain).is_ok(), "names of headers have no case");
    let said = files("X-Acme-Signature is the HMAC-SHA256 of the raw body, in hex.");
    assert!(imported(PLAIN, &said).is_ok(), "a page that names no encoding contradicts none");
}

#[test]
fn a_person_owns_the_signature() {
    let mut files = files(PLAIN);
    let catalog =
        files["catalog.toml"].replace("\"hex\" # an assumption: the page does not say", "'base64' # they told us");
    files.insert("catalog.toml".to_owned(), catalog.clone());
    let again = imported(PLAIN, &files).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(again["catalog.toml"], catalog);
}

/// Phrases that change a scheme anywhere in a sentence.
const CHANGES: &[&str] = &[
    "not",
    "never",
    "the timestamp",
    "and the delivery's id",
    ", a dot and",
    "X-Acme-Timestamp",
    "X-Acme-Nonce and",
    "Base64-decoded",
    "minified",
    "sorted",
    "SHA-512",
    "HMAC-SHA1",
    "the first half of",
    "t=1,",
    "some of",
    "reversed",
    "(see below)",
    "with the request's path",
    "{timestamp}.",
    "concatenated with",
];

#[test]
fn any_change_of_a_scheme_is_refused() {
    let plain = [
        PLAIN,
        "X-Acme-Signature — sha256= followed by the HMAC-SHA256 of the raw request body, keyed with your endpoint's signing secret.",
        "`X-Acme-Signature` holds the hex-encoded HMAC-SHA256 of the exact body, behind `v1=`.",
        "Compute the HMAC-SHA256 of the raw body with your secret and compare it with the X-Acme-Signature header.",
    ];
    let mut accepted = Vec::new();
    for sentence in plain {
        assert!(imported(sentence, &Files::new()).is_ok(), "{sentence}");
        let words: Vec<&str> = sentence.trim_end_matches('.').split(' ').collect();
        for at in 0..=words.len() {
            for change in CHANGES {
                let changed = [&words[..at], &[*change], &words[at..]].concat().join(" ");
                if imported(&changed, &Files::new()).is_ok() {
                    accepted.push(changed);
                }
            }
        }
    }
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
}

#[test]
fn like_is_overridden_key_by_key() {
    for (lines, header, unit, tolerance) in [
        ("", "webhook-timestamp", "s", 300),
        ("time = { header = \"svix-timestamp\" }", "svix-timestamp", "s", 300),
        ("time.header = \"svix-timestamp\"", "svix-timestamp", "s", 300),
        ("time = { tolerance = 600 }", "webhook-timestamp", "s", 600),
        ("time = { unit = \"ms\" }\nid = { header = \"svix-id\" }", "webhook-timestamp", "ms", 300),
        (
            "header = \"svix-signature\"\ntime = { header = \"svix-timestamp\" }\nid = { header = \"svix-id\" }",
            "svix-timestamp",
            "s",
            300,
        ),
    ] {
        let events = "\n[event]\nheader = \"X-Kind\"\n\n[[events]]\nname = \"moved\"\nschema = \"moved.schema.json\"\n";
        let files = by_hand(&format!("like = \"standard-webhooks\"\n{lines}\n{events}"));
        let source = Source::new("catalog.toml", files["catalog.toml"].as_str());
        let (catalog, found) = codegen::catalog::parse(&source).unwrap_or_else(|found| panic!("{lines}: {found}"));
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        // All headers are the vendor's, or none.
        let is_mixed = [1, 2].contains(&lines.matches("svix-").count());
        assert_eq!(codes, if is_mixed { vec!["some-headers"] } else { Vec::new() }, "{lines}: {found}");
        let words = catalog.signature.expect("it has a signature").words;
        let time = words.time.expect("the scheme signs a time");
        let text = |text: Option<codegen::catalog::Text>| text.map(|text| text.value);
        let said = (text(time.header), text(time.unit), time.tolerance);
        assert_eq!(said, (Some(header.to_owned()), Some(unit.to_owned()), Some(tolerance)), "{lines}");
    }
}
