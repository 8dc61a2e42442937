//! The promises of the receiver, row by row, with their tests. A row without a test fails, and so does a test that does not exist, does not
//! run, or asserts nothing. Mutants judge whether tests notice a change of the receiver: `tests/receiver/mutants.md`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::held::{Test, fault};

/// A row of a table of `RECEIVER.md`: the beginning of its first cell, and its tests.
type Row = (&'static str, &'static [Test]);

const BODIES: &str = "tests/receiver/tests/library/bodies.rs";
const DELIVERY: &str = "tests/receiver/tests/library/delivery.rs";
const DRIFT: &str = "tests/runtime/tests/library/drift.rs";
const EVENT_HEADER: &str = "tests/runtime/tests/library/event_header.rs";
const HMAC: &str = "tests/runtime/tests/library/hmac_sha256.rs";
const PACKAGES: &str = "tests/packages/tests/packages/receiver.rs";
const PROMISES: &str = "tests/receiver/tests/library/promises.rs";
const PROPERTIES: &str = "tests/receiver/tests/library/properties.rs";
const REDACTION: &str = "tests/receiver/tests/library/redaction.rs";
const REPLAY: &str = "tests/stress/tests/stress/replay_receiver.rs";
const SECRET: &str = "tests/runtime/tests/library/signing_secret.rs";
const SIGNATURE: &str = "tests/runtime/tests/library/signature.rs";
const SPOILED: &str = "tests/receiver/tests/library/spoiled.rs";
const TRACING: &str = "tests/receiver/tests/reports/library.rs";
const VECTORS: &str = "tests/receiver/tests/library/vectors.rs";
const VERIFICATION: &str = "tests/receiver/tests/library/verification.rs";

/// "What the vendor's page fixes".
const FACTS: &[Row] = &[
    (
        "only the raw body is signed",
        &[
            (SPOILED, "the_body_is_altered_after_signing"),
            (SPOILED, "the_request_is_stale"),
            (BODIES, "the_maximum_age_is_exact"),
        ],
    ),
    (
        "the event header is not signed",
        &[
            (DELIVERY, "header_lines_that_agree_are_no_drift"),
            (DELIVERY, "a_header_that_differs_costs_no_delivery"),
            (DELIVERY, "a_required_header_must_name_something"),
            (DELIVERY, "the_signed_body_decides_over_headers"),
            (EVENT_HEADER, "header_lines_form_one_list"),
            (EVENT_HEADER, "a_header_that_differs_drifts"),
            (EVENT_HEADER, "a_header_alone_names_one_documented_event"),
            (SPOILED, "the_event_is_changed"),
        ],
    ),
    ("the page says `sha256=`", &[(VERIFICATION, "signatures_of_other_schemes_get_hints")]),
    (
        "\"keyed with your endpoint's signing secret\"",
        &[(SECRET, "outer_white_space_is_never_trimmed"), (VERIFICATION, "any_secret_may_sign")],
    ),
    ("`data` is closed", &[(DELIVERY, "additions_are_delivered_with_drift"), (SPOILED, "an_unknown_member_is_added")]),
    ("`status` is `enum", &[(BODIES, "the_contract_decides_about_drift")]),
    ("`totalAmount` is a decimal string", &[(BODIES, "the_validator_decides_over_serde")]),
    ("deliveries are retried", &[(SPOILED, "the_id_is_changed"), (DELIVERY, "every_documented_example_is_delivered")]),
];

/// "Shape".
const SHAPE: &[Row] = &[
    (
        "`verify` and decode are two steps",
        &[
            (DELIVERY, "unverified_bodies_have_another_type"),
            (VERIFICATION, "nothing_is_parsed_before_the_signature_holds"),
            (TRACING, "verifying_alone_reports_nothing"),
        ],
    ),
    (
        "`SigningSecret`",
        &[
            (SECRET, "outer_white_space_is_never_trimmed"),
            (VERIFICATION, "a_receiver_needs_a_secret"),
            (VERIFICATION, "a_quoted_secret_gets_a_hint"),
        ],
    ),
    (
        "Signature grammar",
        &[
            (VERIFICATION, "signature_lines_and_lists_are_read"),
            (VERIFICATION, "at_most_sixteen_signatures_are_examined"),
            (VERIFICATION, "header_names_have_any_case_and_type"),
            (VERIFICATION, "another_algorithm_is_never_a_downgrade"),
            (VERIFICATION, "a_compressed_body_gets_a_hint"),
            (SIGNATURE, "base64_in_a_hexadecimal_header_is_recognized"),
        ],
    ),
    (
        "Body: at most 1 MiB",
        &[
            (VERIFICATION, "the_body_limit_comes_first"),
            (BODIES, "a_body_must_be_utf_8"),
            (BODIES, "at_most_64_levels_are_read"),
            (BODIES, "a_duplicate_member_is_refused_anywhere"),
        ],
    ),
    (
        "A delivery keeps",
        &[(DELIVERY, "every_documented_example_is_delivered"), (BODIES, "the_contract_decides_about_drift")],
    ),
    (
        "After a valid signature nothing is lost",
        &[
            (DELIVERY, "violations_hold_the_delivery"),
            (DELIVERY, "an_envelope_error_keeps_a_readable_envelope"),
            (DELIVERY, "a_refused_delivery_knows_its_secret"),
            (BODIES, "a_representable_violation_is_never_drift"),
        ],
    ),
    (
        "Errors: ",
        &[
            (REDACTION, "errors_show_no_secret_or_value"),
            (BODIES, "an_error_counts_its_places"),
            (TRACING, "ids_codes_and_places_are_reported"),
            (TRACING, "places_are_few_short_and_escaped"),
            (TRACING, "a_refusal_tells_its_hint"),
        ],
    ),
    ("The examples are what people copy", END_TO_END),
    (
        "Adapters, features with the version in the name",
        &[
            ("tests/receiver/tests/endpoint/limits.rs", "axum"),
            ("tests/receiver/tests/endpoint/limits.rs", "actix"),
            ("tests/receiver/tests/reports/endpoint.rs", "extractors_tell_why_they_refuse"),
        ],
    ),
    (
        "Without a documented id",
        &[
            (PACKAGES, "other_vendors_get_matching_receivers"),
            ("tests/packages/tests/packages/session.rs", "without_an_id_nothing_is_a_repetition"),
        ],
    ),
    (
        "A value that breaks only a `format`",
        &[
            (DELIVERY, "a_format_violation_alone_is_drift"),
            (DRIFT, "a_format_is_reported_once_per_place"),
            (DRIFT, "one_other_violation_prevents_drift"),
            (PACKAGES, "other_vendors_get_matching_receivers"),
        ],
    ),
    ("Duplicates", &[("tests/receiver/tests/endpoint/session.rs", "documented_events_are_handled_once")]),
];

/// "What went wrong elsewhere".
const ELSEWHERE: &[Row] = &[
    ("RUSTSEC-2024-0010", &[(VERIFICATION, "signatures_of_other_lengths_are_refused")]),
    (
        "a released webhook crate",
        &[
            (SECRET, "an_empty_secret_is_an_error"),
            (SECRET, "a_blank_secret_is_an_error"),
            (PROPERTIES, "constructors_agree_about_secrets"),
            (VERIFICATION, "a_receiver_needs_a_secret"),
        ],
    ),
    ("two released crates", &[(BODIES, "no_clock_and_no_age_overflow"), (BODIES, "no_time_that_is_written_overflows")]),
    ("a released crate", &[(REDACTION, "errors_show_no_secret_or_value")]),
    (
        "RUSTSEC-2022-0086/0087",
        &[
            (REDACTION, "receivers_and_deliveries_are_redacted"),
            (REDACTION, "no_configuration_error_shows_a_secret"),
            (REDACTION, "a_secret_cannot_be_displayed_or_serialized"),
            (REDACTION, "every_public_type_is_accounted_for"),
        ],
    ),
    (
        "CVE-2023-50728",
        &[
            (PROPERTIES, "arbitrary_headers_and_bytes_never_panic"),
            (REPLAY, "inputs_that_are_kept_are_replayed"),
            (REPLAY, "neighbours_of_kept_inputs_are_replayed"),
        ],
    ),
    ("RUSTSEC-2022-0055", &[(VERIFICATION, "the_body_limit_comes_first"), (SPOILED, "the_body_is_oversize")]),
    ("RUSTSEC-2024-0012", &[(BODIES, "five_million_levels_fail_at_once"), (BODIES, "at_most_64_levels_are_read")]),
    ("RUSTSEC-2021-0100", &[(VECTORS, "sha_256_agrees_on_critical_lengths")]),
    ("svix, measured", &[(VERIFICATION, "signature_lines_and_lists_are_read")]),
    ("go-playground, octokit, measured", &[(VERIFICATION, "malformed_signatures_are_refused")]),
    (
        "serde derive, measured",
        &[
            (BODIES, "the_validator_decides_over_serde"),
            (BODIES, "a_body_must_be_utf_8"),
            (BODIES, "a_lone_surrogate_is_refused_anywhere"),
            (BODIES, "a_duplicate_member_is_refused_anywhere"),
        ],
    ),
    (
        "serde, feature unification",
        &[
            (PROMISES, "promises_hold_with_other_features_too"),
            (BODIES, "an_unrepresentable_number_keeps_the_delivery"),
            (BODIES, "a_count_beyond_its_type_is_held"),
        ],
    ),
    ("octokit, workos, sentry, razorpay", &[(SPOILED, "the_body_is_altered_after_signing")]),
];

/// "Vectors".
const VECTORS_OF_OTHERS: &[Row] = &[
    ("Wycheproof", &[(VECTORS, "wycheproof_hmac_sha256")]),
    ("GitHub's documented vector", &[(VECTORS, "the_github_vector_verifies"), (HMAC, "the_github_vector_verifies")]),
    ("Another receiver's", &[(VECTORS, "the_vector_of_another_receiver")]),
    (
        "RFC 4231's seven cases",
        &[
            (VECTORS, "the_seven_cases_of_rfc_4231"),
            (HMAC, "rfc_4231_vectors_verify"),
            (VERIFICATION, "signatures_of_other_schemes_get_hints"),
        ],
    ),
    ("The 17 ways", &[]), // below
    (
        "proptest",
        &[
            (PROPERTIES, "signed_requests_verify"),
            (PROPERTIES, "any_flipped_bit_is_refused"),
            (PROPERTIES, "decoding_inverts_encoding"),
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
    ("altered after signing", &[(SPOILED, "the_body_is_altered_after_signing")]),
    ("stale", &[(SPOILED, "the_request_is_stale")]),
    ("wrong secret", &[(SPOILED, "the_secret_is_another_one")]),
    ("missing signature", &[(SPOILED, "the_signature_is_missing")]),
    ("malformed signature", &[(SPOILED, "the_signature_is_malformed")]),
    ("oversize", &[(SPOILED, "the_body_is_oversize")]),
];

/// The same seventeen, end to end against a server of each adapter on loopback, and the adapters' own limits.
const END_TO_END: &[Test] = &[
    ("tests/receiver/tests/endpoint/spoiled.rs", "axum_refuses_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/spoiled.rs", "actix_refuses_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/spoiled.rs", "http_refuses_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/spoiled.rs", "the_example_survives_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/limits.rs", "axum"),
    ("tests/receiver/tests/endpoint/limits.rs", "actix"),
    ("tests/receiver/tests/endpoint/limits.rs", "the_example"),
    ("tests/receiver/tests/endpoint/load.rs", "accepted_deliveries_are_handled_exactly_once"),
    ("tests/receiver/tests/endpoint/session.rs", "documented_events_are_handled_once"),
    ("tests/receiver/tests/endpoint/slow.rs", "the_deadline_ends_half_a_request"),
    ("tests/receiver/tests/endpoint/slow.rs", "slow_senders_keep_no_genuine_delivery_out"),
    ("tests/receiver/tests/endpoint/slow.rs", "refusals_never_wait_for_the_inbox"),
    ("tests/receiver/tests/endpoint/log.rs", "a_closed_output_costs_no_answer"),
    ("tests/receiver/tests/endpoint/log.rs", "a_delivery_cannot_forge_a_line"),
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_promise_has_a_test() {
    let rows = FACTS.iter().chain(SHAPE).chain(ELSEWHERE).chain(VECTORS_OF_OTHERS).chain(&WAYS);
    let mut faults = Vec::new();
    for (row, tests) in rows {
        assert!(!tests.is_empty() || *row == "The 17 ways", "`{row}` has no test");
        faults.extend(tests.iter().filter_map(|test| fault(test, &workspace())));
    }
    faults.extend(END_TO_END.iter().filter_map(|test| fault(test, &workspace())));
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Every test of this package runs twice before a merge: again with the features of `serde_json` that change numbers and objects.
#[test]
fn promises_hold_with_other_features_too() {
    let steps = std::fs::read_to_string(workspace().join(".ci/run")).expect("it is a part of the project");
    assert!(steps.contains("\n  cargo test -p laws -p receiver --features unified\n"));
    let body = br#"{"amount":0.10}"#;
    let value: serde_json::Value = serde_json::from_slice(body).expect("it is JSON");
    let kept = value.to_string().as_bytes() == body;
    assert_eq!(kept, cfg!(feature = "unified"), "numbers keep their digits only with these features");
}

/// The seventeen ways are also tried against a server of each adapter.
#[test]
fn adapter_promises_are_tested_end_to_end() {
    let feature =
        fs::read_to_string(workspace().join("codegen/src/emit/package/feature.rs")).expect("the list of features");
    let adapters: Vec<&str> = ["http-1", "axum-0_8", "actix-web-4"]
        .into_iter()
        .filter(|name| feature.contains(&format!("\"{name}\"")))
        .collect();
    assert_eq!(adapters.is_empty(), END_TO_END.is_empty(), "adapters {adapters:?} and their tests belong together");
}

/// Returns the first cells of a table's rows, or the beginnings of a list's items, below a heading.
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
#[cfg_attr(not(has_promises), ignore = "`../shared/RECEIVER.md` is not here, so there are no rows to compare")]
fn the_list_has_every_promise() {
    let text = fs::read_to_string(workspace().join("../shared/RECEIVER.md")).expect("the build script has seen it");
    let compare = |heading: &str, rows| assert_each_has_its_row(heading, &rows_below(&text, heading), rows);
    compare("What the vendor's page fixes", FACTS);
    compare("Shape", SHAPE);
    compare("What went wrong elsewhere", ELSEWHERE);
    compare("Vectors", VECTORS_OF_OTHERS);
    let ways = text.split("The 17 ways").nth(1).and_then(|rest| rest.split(": ").nth(1)).expect("they are listed");
    let ways = ways.split("\n- ").next().unwrap_or_default().trim_end().trim_end_matches('.');
    let ways: Vec<&str> = ways.split([',', ';']).map(str::trim).collect();
    assert_each_has_its_row("The 17 ways", &ways, &WAYS);
}
