//! What was promised of the receiver, row by row, and the tests that hold it to that. A row without a test fails, and so does a test that is
//! not there, is not run, or asserts nothing. Whether tests notice a change of the receiver is judged by mutants: `tests/receiver/mutants.md`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::held::{Test, fault};

/// A row of a table of `RECEIVER.md`: how its first cell begins, and its tests.
type Row = (&'static str, &'static [Test]);

const BODIES: &str = "tests/receiver/tests/library/bodies.rs";
const DELIVERY: &str = "tests/receiver/tests/library/delivery.rs";
const DRIFT: &str = "codegen/runtime/tests/drift.rs";
const EVENT_HEADER: &str = "codegen/runtime/tests/event_header.rs";
const HMAC: &str = "codegen/runtime/tests/hmac_sha256.rs";
const PACKAGES: &str = "tests/packages/tests/packages/receiver.rs";
const PROPERTIES: &str = "tests/receiver/tests/library/properties.rs";
const REDACTION: &str = "tests/receiver/tests/library/redaction.rs";
const REPLAY: &str = "tests/stress/tests/stress/replay_receiver.rs";
const SECRET: &str = "codegen/runtime/tests/signing_secret.rs";
const SIGNATURE: &str = "codegen/runtime/tests/signature.rs";
const SPOILED: &str = "tests/receiver/tests/library/spoiled.rs";
const TRACING: &str = "tests/receiver/tests/library/tracing.rs";
const VECTORS: &str = "tests/receiver/tests/library/vectors.rs";
const VERIFICATION: &str = "tests/receiver/tests/library/verification.rs";

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
            (EVENT_HEADER, "header_lines_form_one_list"),
            (EVENT_HEADER, "a_header_that_differs_drifts"),
            (EVENT_HEADER, "a_header_alone_names_one_documented_event"),
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
            (SECRET, "outer_white_space_is_never_trimmed"),
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

/// "Shape".
const SHAPE: &[Row] = &[
    (
        "`verify` and decode are two steps",
        &[
            (DELIVERY, "what_is_not_verified_has_another_type"),
            (VERIFICATION, "nothing_is_parsed_before_the_signature_holds"),
            (TRACING, "verifying_alone_tells_nothing_until_it_is_decoded"),
        ],
    ),
    (
        "`SigningSecret`",
        &[
            (SECRET, "outer_white_space_is_never_trimmed"),
            (VERIFICATION, "a_receiver_without_a_secret_cannot_be_built"),
            (VERIFICATION, "a_quoted_secret_has_a_hint_of_its_own"),
        ],
    ),
    (
        "Signature grammar",
        &[
            (VERIFICATION, "several_lines_in_any_order_and_lists_are_read"),
            (VERIFICATION, "no_more_than_sixteen_signatures_are_looked_at"),
            (VERIFICATION, "names_of_headers_have_any_case_and_any_type"),
            (VERIFICATION, "another_algorithm_is_its_own_error_and_never_a_downgrade"),
            (VERIFICATION, "a_compressed_body_has_a_hint_of_its_own"),
            (SIGNATURE, "base64_in_a_hexadecimal_header_is_recognized"),
        ],
    ),
    (
        "Body: at most 1 MiB",
        &[
            (VERIFICATION, "a_body_has_a_limit_before_anything_else"),
            (BODIES, "a_body_is_utf_8_as_a_whole"),
            (BODIES, "sixty_four_levels_are_read_and_sixty_five_are_not"),
            (BODIES, "a_member_that_stands_twice_is_refused_at_any_depth"),
        ],
    ),
    (
        "A delivery keeps",
        &[
            (DELIVERY, "every_documented_example_is_delivered"),
            (BODIES, "each_kind_of_drift_is_accepted_open_and_refused_strict_with_the_delivery_held"),
        ],
    ),
    (
        "After a valid signature nothing is lost",
        &[
            (DELIVERY, "what_does_not_only_add_is_an_error_that_holds_the_delivery"),
            (DELIVERY, "an_envelope_error_keeps_a_readable_envelope"),
            (DELIVERY, "a_refused_delivery_says_which_secret_has_signed"),
            (BODIES, "a_violation_that_the_type_holds_is_never_drift"),
        ],
    ),
    (
        "Errors: ",
        &[
            (REDACTION, "no_error_shows_a_secret_a_signature_or_a_value"),
            (BODIES, "an_error_counts_its_places"),
            (TRACING, "ids_codes_and_places_are_told"),
            (TRACING, "places_are_few_short_and_on_one_line"),
            (TRACING, "a_refusal_tells_its_hint"),
        ],
    ),
    ("The examples are what people copy", END_TO_END),
    (
        "Adapters, features with the version in the name",
        &[
            ("tests/receiver/tests/endpoint/limits.rs", "axum"),
            ("tests/receiver/tests/endpoint/limits.rs", "actix"),
            ("tests/receiver/tests/endpoint_tracing.rs", "extractors_tell_why_they_refuse"),
        ],
    ),
    (
        "Without a documented id",
        &[
            (PACKAGES, "every_other_vendor_gets_a_receiver_of_its_own"),
            ("tests/packages/tests/packages/session.rs", "without_an_id_nothing_is_a_repetition"),
        ],
    ),
    (
        "A value that breaks only a `format`",
        &[
            (DELIVERY, "a_value_that_breaks_only_its_format_is_drift"),
            (DRIFT, "a_format_is_reported_once_per_place"),
            (DRIFT, "one_other_violation_prevents_drift"),
            (PACKAGES, "every_other_vendor_gets_a_receiver_of_its_own"),
        ],
    ),
    ("Duplicates", &[("tests/receiver/tests/endpoint/session.rs", "every_documented_event_is_sent_and_handled_once")]),
];

/// "What went wrong elsewhere".
const ELSEWHERE: &[Row] = &[
    ("RUSTSEC-2024-0010", &[(VERIFICATION, "an_empty_or_truncated_or_over_long_signature_is_refused")]),
    (
        "a released webhook crate",
        &[
            (SECRET, "an_empty_secret_is_an_error"),
            (SECRET, "a_blank_secret_is_an_error"),
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
        &[(
            "tests/packages/tests/packages/published.rs",
            "the_published_crate_is_right_whatever_features_of_serde_json_are_on",
        )],
    ),
    ("octokit, workos, sentry, razorpay", &[(SPOILED, "the_body_is_altered_after_it_was_signed")]),
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
    ("tests/receiver/tests/endpoint/spoiled.rs", "the_extractor_of_axum_refuses_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/spoiled.rs", "the_extractor_of_actix_refuses_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/spoiled.rs", "a_request_of_http_is_received_and_every_spoiled_one_refused"),
    ("tests/receiver/tests/endpoint/spoiled.rs", "the_example_survives_every_spoiled_request"),
    ("tests/receiver/tests/endpoint/limits.rs", "axum"),
    ("tests/receiver/tests/endpoint/limits.rs", "actix"),
    ("tests/receiver/tests/endpoint/limits.rs", "the_example"),
    ("tests/receiver/tests/endpoint/load.rs", "accepted_deliveries_are_handled_exactly_once"),
    ("tests/receiver/tests/endpoint/session.rs", "every_documented_event_is_sent_and_handled_once"),
    ("tests/receiver/tests/endpoint/slow.rs", "half_a_request_is_ended_by_the_deadline"),
    ("tests/receiver/tests/endpoint/slow.rs", "slow_senders_keep_no_genuine_delivery_out"),
    ("tests/receiver/tests/endpoint/slow.rs", "a_refusal_does_not_wait_for_the_inbox"),
    ("tests/receiver/tests/endpoint/log.rs", "a_closed_standard_output_costs_no_answer"),
    ("tests/receiver/tests/endpoint/log.rs", "a_delivery_cannot_forge_a_line"),
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_promise_has_a_test_that_can_fail() {
    let rows = FACTS.iter().chain(SHAPE).chain(ELSEWHERE).chain(VECTORS_OF_OTHERS).chain(&WAYS);
    let mut faults = Vec::new();
    for (row, tests) in rows {
        assert!(!tests.is_empty() || *row == "The 17 ways", "`{row}` has no test");
        faults.extend(tests.iter().filter_map(|test| fault(test, &workspace())));
    }
    faults.extend(END_TO_END.iter().filter_map(|test| fault(test, &workspace())));
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The seventeen ways are also tried against a server of each adapter, as soon as there are adapters.
#[test]
fn what_adapters_promise_is_tested_end_to_end() {
    let feature =
        fs::read_to_string(workspace().join("codegen/src/emit/package/feature.rs")).expect("the list of features");
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
#[cfg_attr(not(has_promises), ignore = "`../shared/RECEIVER.md` is not here, so there are no rows to compare")]
fn the_list_has_every_row_of_what_was_promised() {
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
