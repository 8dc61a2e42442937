//! Law 4 for validators: the schema that schemars derives is self-contained, and gives the documented verdict on every instance.
#![allow(warnings, clippy::all, clippy::pedantic)] // only what derives a schema is left of the types

include!(concat!(env!("OUT_DIR"), "/derived.rs"));

macro_rules! judged {
    ($($test:ident: $start:literal,)*) => {
        $(
            #[test]
            fn $test() {
                conformance::derived::judge(DERIVED, $start);
            }
        )*
    };
}

judged! {
    suite_2020_12_has_the_documented_verdicts: "draft2020-12/",
    suite_2019_09_has_the_documented_verdicts: "draft2019-09/",
    suite_draft_7_has_the_documented_verdicts: "draft7/",
    suite_draft_6_has_the_documented_verdicts: "draft6/",
    suite_draft_4_has_the_documented_verdicts: "draft4/",
    random_schemas_have_the_documented_verdicts: "random/",
    corpus_has_the_documented_verdicts: "corpus/",
    meta_schemas_have_the_documented_verdicts: "meta/",
    documented_payloads_have_the_documented_verdicts: "schemas/",
    output_tests_have_the_documented_verdicts: "output/",
    integers_beyond_32_bits_compile: "own/derived.json: integers beyond 32 bits",
    bounds_next_to_zero_are_held: "own/derived.json: bounds that cannot be held",
    recursion_stands_alone: "own/derived.json: recursion",
    unevaluated_alone_is_not_switched_off: "own/derived.json: unevaluated",
    members_of_branches_are_not_lifted: "own/derived.json: branches",
    scopes_are_kept: "own/derived.json: scope",
    null_in_two_branches_is_refused: "own/derived.json: null",
}
