//! The plan of what a receiver delivers has the verdict of the rules of drift.

use codegen::json::{self, Node};
use codegen::source::location::Source;
use codegen::{interpret, plan, wire};
use support::mutation::Mutator;
use support::suite::{self, Group};

use crate::containment::sample;

#[test]
fn tolerated_instances_are_those_that_drift() {
    let mut drifting = 0;
    for group in sample(suite::groups().into_iter().chain(suite::own()).chain(suite::random())) {
        drifting += compare(&group, 30);
    }
    for group in suite::corpus() {
        drifting += compare(&group, 60);
    }
    println!("{drifting} invalid instances drift");
    assert!(drifting > 0);
}

fn compare(group: &Group, mutants: usize) -> usize {
    let model = group.model();
    let root = model.roots[0].schema;
    let plan = plan::plan_of(&model, vec![root]);
    let node = plan.entries[&root];
    let plans = [true, false].map(|asserts_formats| wire::tolerated(&plan, node, asserts_formats));
    let instances: Vec<serde_json::Value> = group.instances().take(100).map(Node::to_serde).collect();
    let schema = group.schema.to_serde();
    let mutants = Mutator::new(5, &schema, &instances[..instances.len().min(20)]).mutants(&instances, mutants);
    let mut drifting = 0;
    for value in instances.iter().chain(&mutants) {
        let instance = json::parse(&Source::new("instance.json", value.to_string())).expect("a value is JSON").root;
        let findings = interpret::validate(&plan, node, &instance);
        let is_delivered = wire::drifting(&plan, node, &instance, &findings).is_some();
        let is_tolerated = plans.iter().any(|(plan, node)| interpret::is_valid(plan, *node, &instance));
        assert_eq!(is_tolerated, is_delivered, "{}: {value}: {findings:#?}", group.name);
        drifting += usize::from(is_delivered && !findings.is_empty());
    }
    drifting
}
