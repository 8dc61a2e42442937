//! Generating takes time and space proportional to the input: families of growing schemas.
//!
//! The output measures space, and mostly time. The limit on processor time is orders of magnitude above a slow machine and below an
//! exponential step.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use codegen::emit::package::module::RuntimePlace;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{SchemaOptions, generate_module};

/// The limit for each schema of the tables; all of them together take seconds.
const LIMIT: Duration = Duration::from_mins(1);

fn generate(text: &str) -> Result<String, Diagnostics> {
    let place = RuntimePlace::At("crate::runtime".to_owned());
    let start = Instant::now();
    let generated = generate_module(&Source::new("growing.schema.json", text), &SchemaOptions::new("Growing"), &place);
    assert!(start.elapsed() < LIMIT, "{:.1?} for {} bytes", start.elapsed(), text.len());
    generated.map(|(module, _)| module)
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

/// Returns definitions that each refer to the next; the last is an object.
fn chain(levels: usize, level: impl Fn(usize, &str) -> String) -> String {
    let next = |index: usize| format!(r##"{{"$ref":"#/$defs/a{}"}}"##, index + 1);
    let levels_text = list(levels, |index| format!(r#""a{index}":{}"#, level(index, &next(index))));
    let end = r#"{"type":"object","properties":{"z":{"type":"string"}}}"#;
    format!(r##"{{"$ref":"#/$defs/a0","$defs":{{{levels_text},"a{levels}":{end}}}}}"##)
}

type Family = (&'static str, fn(usize) -> String);

/// Chains in which each level refers to the next one twice: the number of paths doubles with each level.
const DOUBLING: &[Family] = &[
    ("allOf", |n| chain(n, |_, next| format!(r#"{{"allOf":[{next},{next}]}}"#))),
    ("anyOf", |n| chain(n, |_, next| format!(r#"{{"anyOf":[{next},{next}]}}"#))),
    ("oneOf", |n| chain(n, |_, next| format!(r#"{{"oneOf":[{next},{next}]}}"#))),
    ("if", |n| chain(n, |i, next| format!(r#"{{"if":{{"required":["c{i}"]}},"then":{next},"else":{next}}}"#))),
    ("not", |n| chain(n, |_, next| format!(r#"{{"not":{{"anyOf":[{next},{next}]}}}}"#))),
    ("dependentSchemas", |n| chain(n, |_, next| format!(r#"{{"dependentSchemas":{{"a":{next},"b":{next}}}}}"#))),
    ("properties", |n| chain(n, |_, next| format!(r#"{{"properties":{{"a":{next},"b":{next}}}}}"#))),
    ("the same member", |n| {
        chain(n, |_, next| format!(r#"{{"allOf":[{{"properties":{{"a":{next}}}}},{{"properties":{{"a":{next}}}}}]}}"#))
    }),
    ("allOf beside anyOf of objects", |n| {
        chain(n, |_, next| {
            let branches = r#"{"type":"object","properties":{"x":{"type":"string"}}},{"type":"object","properties":{"y":{"type":"integer"}}}"#;
            format!(r#"{{"allOf":[{next},{next}],"anyOf":[{branches}]}}"#)
        })
    }),
    ("objects in branches", |n| {
        chain(n, |_, next| {
            let branch =
                |member: &str| format!(r#"{{"properties":{{"{member}":{{"type":"integer"}}}},"allOf":[{next}]}}"#);
            format!(r#"{{"anyOf":[{},{}]}}"#, branch("p"), branch("q"))
        })
    }),
    ("unevaluatedProperties", |n| {
        chain(n, |_, next| format!(r#"{{"anyOf":[{next},{next}],"unevaluatedProperties":false}}"#))
    }),
];

/// Schemas with many parts of one kind.
const WIDE: &[Family] = &[
    ("properties", |n| format!(r#"{{"properties":{{{}}}}}"#, list(n, |i| format!(r#""p{i}":{{"type":"string"}}"#)))),
    ("closed", |n| {
        let members = list(n, |i| format!(r#""p{i}":{{"type":"string"}}"#));
        format!(r#"{{"type":"object","additionalProperties":false,"properties":{{{members}}}}}"#)
    }),
    ("required", |n| format!(r#"{{"type":"object","required":[{}]}}"#, list(n, |i| format!(r#""p{i}""#)))),
    ("enum", |n| format!(r#"{{"enum":[{}]}}"#, list(n, |i| format!(r#""value {i}""#)))),
    ("enum of numbers", |n| format!(r#"{{"enum":[{}]}}"#, list(n, |i| i.to_string()))),
    ("two enums", |n| {
        let values = list(n, |i| format!(r#""value {i}""#));
        format!(r#"{{"enum":[{values}],"allOf":[{{"enum":[{values}]}}]}}"#)
    }),
    ("patternProperties", |n| {
        format!(r#"{{"patternProperties":{{{}}}}}"#, list(n / 4, |i| format!(r#""^p{i}$":{{"type":"string"}}"#)))
    }),
    ("names and patterns", |n| {
        let members = list(n / 2, |i| format!(r#""p{i}":{{"type":"string"}}"#));
        let patterns = list(n / 8, |i| format!(r#""^p{i}$":{{"minLength":1}}"#));
        format!(r#"{{"properties":{{{members}}},"patternProperties":{{{patterns}}}}}"#)
    }),
    ("dependentRequired", |n| {
        format!(r#"{{"dependentRequired":{{{}}}}}"#, list(n / 2, |i| format!(r#""p{i}":["q{i}"]"#)))
    }),
    ("allOf", |n| {
        format!(r#"{{"allOf":[{}]}}"#, list(n / 2, |i| format!(r#"{{"properties":{{"p{i}":{{"type":"string"}}}}}}"#)))
    }),
    ("definitions", |n| {
        let members = list(n / 8, |i| format!(r##""p{i}":{{"$ref":"#/$defs/d{i}"}}"##));
        let definitions =
            list(n / 8, |i| format!(r#""d{i}":{{"type":"object","properties":{{"q{i}":{{"type":"integer"}}}}}}"#));
        format!(r#"{{"type":"object","properties":{{{members}}},"$defs":{{{definitions}}}}}"#)
    }),
    ("tagged branches", |n| {
        let branch =
            |i: usize| format!(r#"{{"type":"object","required":["t"],"properties":{{"t":{{"const":"v{i}"}}}}}}"#);
        format!(r#"{{"oneOf":[{}]}}"#, list(n / 8, branch))
    }),
];

#[test]
fn doubled_references_do_not_double_the_output() {
    for (name, family) in DOUBLING {
        let sizes = [6, 24].map(|levels| generate(&family(levels)).expect("it is a schema").len());
        println!("{name}: {sizes:?}");
        assert!(sizes[1] < 5 * sizes[0].max(40_000), "{name}: {sizes:?}");
    }
}

/// A quadratic step takes 16 times as long or more; linear growth has about 4. Time that other programs took may be measured too, so a family
/// has three attempts.
#[test]
fn wide_input_takes_proportional_space_and_time() {
    for (name, family) in WIDE {
        let one = |count: usize| {
            let text = family(count);
            let start = Instant::now();
            let output = generate(&text).expect("it is a schema").len();
            #[expect(clippy::cast_precision_loss, reason = "a ratio")]
            let ratio = output as f64 / text.len() as f64;
            (start.elapsed(), ratio)
        };
        let mut attempts = (0..3).map(|_| (one(300), one(1_200)));
        let is_linear = attempts.any(|((small_time, small), (large_time, large))| {
            println!("{name}: {small:.1} and {large:.1} bytes for a byte, in {small_time:.1?} and {large_time:.1?}");
            assert!(large < 1.3 * small, "{name}: {small} and {large} bytes for a byte");
            large_time < 10 * small_time
        });
        assert!(is_linear, "{name} takes more than linear time");
    }
}

/// A chain of equal schemas is told apart level by level, from its end.
#[test]
fn chains_of_equal_schemas_take_linear_time() {
    let time = |levels: usize| {
        let text = chain(levels, |_, next| format!(r#"{{"properties":{{"a":{next}}}}}"#));
        let source = Source::new("growing.schema.json", text);
        let (model, _) = codegen::model_of(&source, &SchemaOptions::new("Growing")).expect("it is a schema");
        let start = Instant::now();
        let plan = codegen::plan::plan(&model, &BTreeSet::new());
        assert_eq!(plan.nodes.len(), levels + 2, "each level has its own node");
        start.elapsed()
    };
    // The machine may be busy with other work.
    let is_linear = (0..5).any(|_| {
        let (small, large) = (time(1_000), time(4_000));
        println!("{small:.1?}, {large:.1?}");
        large < 10 * small
    });
    assert!(is_linear, "more than linear time");
}

#[test]
fn combinations_of_schemas_are_bounded() {
    let definitions = |count: usize| {
        let both = |left: usize, right: usize| {
            format!(r##"{{"allOf":[{{"$ref":"#/$defs/d{}"}},{{"$ref":"#/$defs/d{}"}}]}}"##, left % count, right % count)
        };
        let definition = |i: usize| {
            let (a, b) = (both(i + 1, 2 * i + 1), both(i * i + 3, 3 * i + 2));
            format!(r#""d{i}":{{"type":"object","properties":{{"k{i}":{{}},"a":{a},"b":{b}}}}}"#)
        };
        format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{}}}}}"##, list(count, definition))
    };
    for count in [8, 14] {
        let size = generate(&definitions(count)).expect("it is a schema").len();
        println!("{count}: {size}");
        assert!(size < 20_000_000, "{count}: {size}");
    }
}

#[test]
fn chain_beyond_the_limit_is_refused() {
    let found = generate(&chain(12_000, |_, next| format!(r#"{{"properties":{{"a":{next}}}}}"#)));
    let found = found.expect_err("it is too deep");
    assert!(found.iter().any(|diagnostic| diagnostic.code == "too-deep"), "{found:?}");
}

/// Ordinary schemas pay nothing for the bound on repeated work: the tests of long chains are in `tests/stress`.
#[test]
fn only_crowded_chains_keep_verdicts() {
    let kept = |levels: usize| {
        let level = |_: usize, next: &str| {
            let branch = |own: &str| format!(r#"{{"properties":{{"{own}":{{"type":"integer"}}}},"allOf":[{next}]}}"#);
            format!(r#"{{"anyOf":[{},{}]}}"#, branch("p"), branch("q"))
        };
        generate(&chain(levels, level)).expect("it is a schema").matches(".memoize(").count()
    };
    assert_eq!([1, 5].map(kept), [0, 0]);
    assert!(kept(32) > 0);
}
