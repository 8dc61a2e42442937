//! A proof is a promise about every instance: random edits of real schemas, judged on instances and their mutants.

use codegen::containment::{Containment, contained};
use codegen::json::{self, Node};
use codegen::model::{Model, SchemaId};
use codegen::source::location::Source;
use codegen::{interpret, plan};
use fastrand::Rng;
use support::edit::edit;
use support::mutation::Mutator;
use support::suite::{self, Group};

use crate::containment::{edits, model, sample};

#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    proven: usize,
    refuted: usize,
    undecided: Vec<String>,
}

#[test]
fn no_instance_contradicts_a_proof() {
    let groups = sample(suite::groups().into_iter().chain(suite::own()).chain(suite::random()));
    let mut tally = Tally::default();
    for group in groups {
        judge(&group, edits(1), 40, &mut tally);
    }
    say("suite", &tally);
}

#[test]
fn no_corpus_instance_contradicts_a_proof() {
    let mut tally = Tally::default();
    for group in suite::corpus() {
        judge(&group, edits(2), 60, &mut tally);
    }
    say("corpus", &tally);
}

fn say(name: &str, tally: &Tally) {
    let Tally { pairs, proven, refuted, undecided } = tally;
    println!("{name}: {pairs} pairs, {proven} proven, {refuted} refuted by an instance, {} undecided", undecided.len());
    for line in undecided {
        println!("  {line}");
    }
}

fn judge(group: &Group, edits: usize, mutants: usize, tally: &mut Tally) {
    let schema = group.schema.to_serde();
    let Some(before) = model(group, group.schema.to_compact()) else { return };
    let instances: Vec<serde_json::Value> = group.instances().map(Node::to_serde).collect();
    let seed = group.name.bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let mut rng = Rng::with_seed(seed);
    let few: Vec<serde_json::Value> = instances.iter().take(200).cloned().collect();
    let mut mutator = Mutator::new(seed, &schema, &few[..few.len().min(20)]);
    let mutants = mutator.mutants(&few, mutants);
    let values: Vec<Node> = few.iter().chain(&mutants).map(node).collect();
    for _ in 0..edits {
        let Some((edited, said)) = edit(&schema, &mut rng) else { continue };
        let Some(after) = model(group, edited.to_string()) else { continue };
        let name = format!("{}: {said}", group.name);
        compare(&name, &before, &after, &values, tally);
        compare(&format!("{name} (undone)"), &after, &before, &values, tally);
    }
}

fn node(value: &serde_json::Value) -> Node {
    json::parse(&Source::new("instance.json", value.to_string())).expect("a value is JSON").root
}

fn compare(name: &str, old: &(Model, SchemaId), new: &(Model, SchemaId), values: &[Node], tally: &mut Tally) {
    let plans = [new, old].map(|(model, schema)| {
        let plan = plan::plan_of(model, vec![*schema]);
        let node = plan.entries[schema];
        (plan, node)
    });
    let [is_new, is_old] = plans
        .map(|(plan, node)| values.iter().map(|value| interpret::is_valid(&plan, node, value)).collect::<Vec<bool>>());
    let counterexample = (0..values.len()).find(|index| is_new[*index] && !is_old[*index]);
    let verdict = contained((&new.0, new.1), (&old.0, old.1));
    tally.pairs += 1;
    match (verdict, counterexample) {
        (Containment::Proven, Some(index)) => panic!("{name}: proven, but {}", values[index].to_compact()),
        (Containment::Proven, None) => tally.proven += 1,
        (Containment::Open(_), Some(_)) => tally.refuted += 1,
        (Containment::Open(places), None) => {
            let place = places.first().map(|place| place.old.to_string()).unwrap_or_default();
            tally.undecided.push(format!("{name} — {place}"));
        }
    }
}
