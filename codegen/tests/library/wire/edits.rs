//! Random single edits of real schemas: how many verdicts there are, and that witnesses are true.

use std::collections::BTreeMap;

use codegen::wire::{Outcome, Site, Wire, judge};
use codegen::{Edition, Files};
use fastrand::Rng;
use serde_json::Value;
use support::edit::edit;
use support::suite;

use crate::containment::edits;

/// Returns a catalogue with one schema.
pub(super) fn files(schema: &Value, example: Option<&Value>) -> Files {
    let catalog = r#"
[crate]
name = "one"
version = "0.1.0"
vendor = "One"

[[schemas]]
name = "root"
schema = "root.schema.json"
"#;
    let listed = if example.is_some() { "examples = [\"root.example.json\"]\n" } else { "" };
    let mut files = Files::from([
        ("catalog.toml".to_owned(), format!("{catalog}{listed}")),
        ("root.schema.json".to_owned(), schema.to_string()),
    ]);
    files.extend(example.map(|example| ("root.example.json".to_owned(), example.to_string())));
    files
}

#[test]
fn few_corpus_edits_have_no_verdict() {
    let edits = edits(2);
    let mut tally: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut unclassified = Vec::new();
    for group in suite::corpus() {
        let schema = group.schema.to_serde();
        let examples: Vec<Value> = group.instances().take(3).map(codegen::json::Node::to_serde).collect();
        // The first instance that is valid is the documented example.
        let before = examples
            .iter()
            .map(Some)
            .chain([None])
            .find_map(|example| Some((Edition::read(&files(&schema, example)).ok()?, example)));
        let Some((before, example)) = before else { continue };
        let mut rng = Rng::with_seed(group.name.len() as u64 + 11);
        for _ in 0..edits {
            let Some((edited, said)) = edit(&schema, &mut rng) else { continue };
            let after = Edition::read(&files(&edited, example)).or_else(|_| Edition::read(&files(&edited, None)));
            let Ok(after) = after else { continue };
            for (how, old, new) in [("", &before, &after), (" (undone)", &after, &before)] {
                let verdict = judge(old.contract(), new.contract(), &Site::root(0, 0));
                assert_truth(&verdict);
                *tally.entry(verdict.code()).or_default() += 1;
                if let Wire::Unclassified { reason } = verdict {
                    unclassified.push(format!("{}: {said}{how}: {reason}", group.name));
                }
            }
        }
    }
    let listed = unclassified.join("\n  ");
    println!("{tally:?}\n  {listed}");
    let all: usize = tally.values().sum();
    assert!(unclassified.len() * 10 <= all, "{} of {all} have no verdict:\n  {listed}", unclassified.len());
}

fn assert_truth(verdict: &Wire) {
    match verdict {
        Wire::Fails { witness } => assert!(matches!(witness.outcome, Outcome::Fails(_)), "{witness:?}"),
        Wire::Degrades { witness } => assert!(matches!(witness.outcome, Outcome::Drift(_)), "{witness:?}"),
        Wire::Ok { .. } | Wire::Unclassified { .. } => {}
    }
}
