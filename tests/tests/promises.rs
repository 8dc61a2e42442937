//! What was promised of the receiver, row by row, and the tests that hold it to that. A row without a test fails, and so does a test that is
//! not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A test: its file below the workspace, and its function.
type Test = (&'static str, &'static str);

/// A row of a table of `RECEIVER.md`: how its first cell begins, and its tests.
type Row = (&'static str, &'static [Test]);

const BODIES: &str = "tests/receiver/tests/bodies.rs";
const DELIVERY: &str = "tests/receiver/tests/delivery.rs";
const HMAC: &str = "codegen/runtime/tests/hmac_sha256.rs";
const PACKAGES: &str = "tests/tests/packages.rs";
const PROPERTIES: &str = "tests/receiver/tests/properties.rs";
const REDACTION: &str = "tests/receiver/tests/redaction.rs";
const REPLAY: &str = "tests/receiver/tests/replay.rs";
const SECRET: &str = "codegen/runtime/tests/signing_secret.rs";
const SPOILED: &str = "tests/receiver/tests/spoiled.rs";
const VECTORS: &str = "tests/receiver/tests/vectors.rs";
const VERIFICATION: &str = "tests/receiver/tests/verification.rs";

/// "What the vendor's page fixes".
const FACTS: &[Row] = &[
    (
        "only the raw body is signed",
        &[
            (SPOILED, "the_body_is_altered_after_it_was_signed"),
            (SPOILED, "the_request_is_stale"),
            (BODIES, "a_delivery_may_be_as_old_as_is_allowed_and_no_older"),
        ],
    ),
    (
        "the event header is not signed",
        &[
            (DELIVERY, "header_lines_that_agree_are_no_drift"),
            (DELIVERY, "a_header_that_differs_costs_no_delivery"),
            (DELIVERY, "a_required_header_must_name_something"),
            (DELIVERY, "the_signed_body_decides_whatever_headers_say"),
            (SPOILED, "the_event_is_changed"),
        ],
    ),
    (
        "the page says `sha256=`",
        &[(VERIFICATION, "a_signature_of_standard_webhooks_or_in_base64_is_refused_with_a_hint")],
    ),
    (
        "\"keyed with your endpoint's signing secret\"",
        &[
            (SECRET, "white_space_at_the_ends_is_an_error_and_never_trimmed"),
            (VERIFICATION, "any_of_several_secrets_may_sign_and_the_delivery_says_which"),
        ],
    ),
    (
        "`data` is closed",
        &[
            (DELIVERY, "a_new_member_a_new_value_and_a_new_event_arrive_and_are_drift"),
            (SPOILED, "an_unknown_member_is_added"),
        ],
    ),
    ("`status` is `enum", &[(BODIES, "each_kind_of_drift_is_accepted_open_and_refused_strict_with_the_delivery_held")]),
    ("`totalAmount` is a decimal string", &[(BODIES, "the_validator_decides_and_not_what_serde_would_take")]),
    ("deliveries are retried", &[(SPOILED, "the_id_is_changed"), (DELIVERY, "every_documented_example_is_delivered")]),
];

/// "What went wrong elsewhere".
const ELSEWHERE: &[Row] = &[
    ("RUSTSEC-2024-0010", &[(VERIFICATION, "an_empty_or_truncated_or_over_long_signature_is_refused")]),
    (
        "a released webhook crate",
        &[
            (SECRET, "an_empty_secret_cannot_be_built_by_any_constructor"),
            (SECRET, "a_blank_secret_cannot_be_built"),
            (PROPERTIES, "a_secret_is_a_secret_by_every_constructor"),
            (VERIFICATION, "a_receiver_without_a_secret_cannot_be_built"),
        ],
    ),
    ("two released crates", &[(BODIES, "no_clock_and_no_age_overflow"), (BODIES, "no_time_that_is_written_overflows")]),
    ("a released crate", &[(REDACTION, "no_error_shows_a_secret_a_signature_or_a_value")]),
    (
        "RUSTSEC-2022-0086/0087",
        &[
            (REDACTION, "what_receives_and_what_is_received_shows_none"),
            (REDACTION, "no_configuration_error_shows_a_secret"),
            (REDACTION, "a_secret_has_no_display_and_is_not_serialized"),
            (REDACTION, "every_public_type_is_accounted_for"),
        ],
    ),
    (
        "CVE-2023-50728",
        &[
            (PROPERTIES, "arbitrary_headers_and_bytes_never_panic"),
            (REPLAY, "inputs_that_are_kept_are_replayed"),
            (REPLAY, "neighbours_of_inputs_that_are_kept_are_replayed"),
        ],
    ),
    (
        "RUSTSEC-2022-0055",
        &[(VERIFICATION, "a_body_has_a_limit_before_anything_else"), (SPOILED, "the_body_is_oversize")],
    ),
    (
        "RUSTSEC-2024-0012",
        &[
            (BODIES, "five_million_levels_are_an_error_at_once"),
            (BODIES, "sixty_four_levels_are_read_and_sixty_five_are_not"),
        ],
    ),
    ("RUSTSEC-2021-0100", &[(VECTORS, "sha_256_of_every_critical_length_is_what_another_implementation_says")]),
    ("svix, measured", &[(VERIFICATION, "several_lines_in_any_order_and_lists_are_read")]),
    ("go-playground, octokit, measured", &[(VERIFICATION, "a_missing_prefix_and_garbage_between_digits_are_refused")]),
    (
        "serde derive, measured",
        &[
            (BODIES, "the_validator_decides_and_not_what_serde_would_take"),
            (BODIES, "a_body_is_utf_8_as_a_whole"),
            (BODIES, "a_lone_surrogate_is_refused_also_where_nobody_reads"),
            (BODIES, "a_member_that_stands_twice_is_refused_at_any_depth"),
        ],
    ),
    (
        "serde, feature unification",
        &[(PACKAGES, "the_published_crate_is_right_whatever_features_of_serde_json_are_on")],
    ),
    ("octokit, workos, sentry, razorpay", &[(SPOILED, "the_body_is_altered_after_it_was_signed")]),
];

/// "Vectors".
const VECTORS_OF_OTHERS: &[Row] = &[
    ("Wycheproof", &[(VECTORS, "wycheproof_hmac_sha256")]),
    (
        "GitHub's documented vector",
        &[(VECTORS, "the_vector_that_github_documents"), (HMAC, "the_vector_that_github_documents")],
    ),
    ("Another receiver's", &[(VECTORS, "the_vector_of_another_receiver")]),
    (
        "RFC 4231's seven cases",
        &[
            (VECTORS, "the_seven_cases_of_rfc_4231"),
            (HMAC, "the_cases_of_rfc_4231"),
            (VERIFICATION, "a_signature_of_standard_webhooks_or_in_base64_is_refused_with_a_hint"),
        ],
    ),
    ("The 17 ways", &[]), // below
    (
        "proptest",
        &[
            (PROPERTIES, "what_is_signed_verifies"),
            (PROPERTIES, "one_flipped_bit_in_body_signature_or_secret_is_refused"),
            (PROPERTIES, "decode_then_encode_then_decode_is_the_identity"),
        ],
    ),
];

/// "The 17 ways to spoil a request": through `receive`.
const WAYS: [Row; 17] = [
    ("remove", &[(SPOILED, "a_member_is_removed")]),
    ("replace", &[(SPOILED, "a_member_is_replaced_by_another")]),
    ("retype a member", &[(SPOILED, "a_member_has_another_type")]),
    ("add an unknown", &[(SPOILED, "an_unknown_member_is_added")]),
    ("change id", &[(SPOILED, "the_id_is_changed")]),
    ("event", &[(SPOILED, "the_event_is_changed")]),
    ("truncate", &[(SPOILED, "the_body_is_truncated")]),
    ("invalid JSON", &[(SPOILED, "the_body_is_no_json")]),
    ("invalid UTF-8", &[(SPOILED, "the_body_is_no_utf_8")]),
    ("duplicate key", &[(SPOILED, "a_member_stands_twice")]),
    ("content type", &[(SPOILED, "the_content_type_is_another")]),
    ("altered after signing", &[(SPOILED, "the_body_is_altered_after_it_was_signed")]),
    ("stale", &[(SPOILED, "the_request_is_stale")]),
    ("wrong secret", &[(SPOILED, "the_secret_is_another_one")]),
    ("missing signature", &[(SPOILED, "the_signature_is_missing")]),
    ("malformed signature", &[(SPOILED, "the_signature_is_malformed")]),
    ("oversize", &[(SPOILED, "the_body_is_oversize")]),
];

/// The same seventeen, end to end against a server of each adapter on loopback, and the limit that each adapter has by itself.
const END_TO_END: &[Test] = &[
    ("tests/endpoints/tests/spoiled.rs", "the_extractor_of_axum_refuses_every_spoiled_request"),
    ("tests/endpoints/tests/spoiled.rs", "the_extractor_of_actix_refuses_every_spoiled_request"),
    ("tests/endpoints/tests/spoiled.rs", "a_request_of_http_is_received_and_every_spoiled_one_refused"),
    ("tests/endpoints/tests/spoiled.rs", "the_example_on_the_standard_library_survives_every_spoiled_request"),
    ("tests/endpoints/tests/spoiled.rs", "the_example_in_axum_survives_every_spoiled_request"),
    ("tests/endpoints/tests/spoiled.rs", "the_example_in_actix_survives_every_spoiled_request"),
    ("tests/endpoints/tests/limits.rs", "axum"),
    ("tests/endpoints/tests/limits.rs", "actix"),
    ("tests/endpoints/tests/limits.rs", "the_examples"),
    ("tests/endpoints/tests/load.rs", "the_server_of_axum_handles_every_accepted_delivery_exactly_once"),
    ("tests/endpoints/tests/load.rs", "the_server_of_actix_handles_every_accepted_delivery_exactly_once"),
    (
        "tests/endpoints/tests/load.rs",
        "the_server_of_the_standard_library_handles_every_accepted_delivery_exactly_once",
    ),
    ("tests/endpoints/tests/session.rs", "every_documented_event_is_sent_and_handled_and_known_when_it_comes_again"),
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The functions of a file that are tests, inside of `proptest!` or not.
fn tests_of(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found = BTreeSet::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        match line.strip_prefix("fn ").or_else(|| line.strip_prefix("async fn ")) {
            Some(function) if is_test => {
                found.extend(function.split(['(', '<']).next().map(str::to_owned));
                is_test = false;
            }
            Some(_) => is_test = false,
            None if line.starts_with("#[") && line.ends_with("test]") => is_test = true,
            None if line.starts_with("#[ignore") => is_test = false,
            None => is_test &= line.starts_with("#[") || line.starts_with("//"),
        }
    }
    found
}

#[test]
fn every_promise_has_a_test_that_is_there() {
    let rows = FACTS.iter().chain(ELSEWHERE).chain(VECTORS_OF_OTHERS).chain(&WAYS);
    let mut missing: Vec<&Test> = Vec::new();
    for (row, tests) in rows {
        assert!(!tests.is_empty() || *row == "The 17 ways", "`{row}` has no test");
        missing.extend(tests.iter().filter(|(file, name)| !tests_of(&workspace().join(file)).contains(*name)));
    }
    missing.extend(END_TO_END.iter().filter(|(file, name)| !tests_of(&workspace().join(file)).contains(*name)));
    assert!(missing.is_empty(), "these tests are not there, or are ignored: {missing:#?}");
}

/// The seventeen ways are also tried against a server of each adapter, as soon as there are adapters.
#[test]
fn what_adapters_promise_is_tested_end_to_end() {
    let feature = fs::read_to_string(workspace().join("codegen/src/emit/feature.rs")).expect("the list of features");
    let adapters: Vec<&str> = ["http-1", "axum-0_8", "actix-web-4"]
        .into_iter()
        .filter(|name| feature.contains(&format!("\"{name}\"")))
        .collect();
    assert_eq!(adapters.is_empty(), END_TO_END.is_empty(), "adapters {adapters:?} and their tests belong together");
}

/// The first cells of the rows of a table, or the beginnings of the items of a list, below a heading.
fn rows_below<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).expect("the section is there");
    let table = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).skip(2);
    let list = section.lines().filter_map(|line| line.strip_prefix("- "));
    table.chain(list).collect()
}

fn assert_each_has_its_row(heading: &str, promised: &[&str], rows: &[Row]) {
    let begins = |text: &str, row: &str| text.to_lowercase().starts_with(&row.to_lowercase());
    for text in promised {
        assert!(rows.iter().any(|(row, _)| begins(text, row)), "{heading}: nothing in the list is `{text}`");
    }
    for (row, _) in rows {
        assert!(promised.iter().any(|text| begins(text, row)), "{heading}: `{row}` is promised no more");
    }
    assert_eq!(promised.len(), rows.len(), "{heading}");
}

#[test]
fn the_list_has_every_row_of_what_was_promised() {
    let Ok(text) = fs::read_to_string(workspace().join("../shared/RECEIVER.md")) else {
        println!("`../shared/RECEIVER.md` is not here; its rows are not compared");
        return;
    };
    let compare = |heading: &str, rows| assert_each_has_its_row(heading, &rows_below(&text, heading), rows);
    compare("What the vendor's page fixes", FACTS);
    compare("What went wrong elsewhere", ELSEWHERE);
    compare("Vectors", VECTORS_OF_OTHERS);
    let ways = text.split("The 17 ways").nth(1).and_then(|rest| rest.split(": ").nth(1)).expect("they are listed");
    let ways = ways.split("\n- ").next().unwrap_or_default().trim_end().trim_end_matches('.');
    let ways: Vec<&str> = ways.split([',', ';']).map(str::trim).collect();
    assert_each_has_its_row("The 17 ways", &ways, &WAYS);
}
