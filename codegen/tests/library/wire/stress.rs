//! Any pair of schemas gets a verdict in bounded time.

use std::time::{Duration, Instant};

use codegen::containment::contained;
use support::suite;

use crate::containment::{model, sample};

/// The longest time for one pair, without optimization and on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn corpus_schemas_are_compared_in_time() {
    let corpus = suite::corpus();
    let models: Vec<_> =
        corpus.iter().filter_map(|group| model(group, &Vec::new(), &group.schema.to_compact())).collect();
    for (new, of_new) in models.iter().zip(&corpus) {
        for (old, of_old) in models.iter().zip(&corpus) {
            let start = Instant::now();
            let _ = contained((&new.0, new.1), (&old.0, old.1));
            assert!(start.elapsed() < LIMIT, "{} in {}: {:?}", of_new.name, of_old.name, start.elapsed());
        }
    }
}

#[test]
fn suite_schemas_are_compared_in_time() {
    let remotes = suite::remotes();
    let groups: Vec<_> = sample(suite::groups().into_iter().chain(suite::random())).collect();
    let models: Vec<_> = groups
        .iter()
        .filter_map(|group| Some((model(group, &remotes, &group.schema.to_compact())?, &group.name)))
        .collect();
    for (index, ((new, new_root), new_name)) in models.iter().enumerate() {
        let ((old, old_root), old_name) = &models[(index * 7 + 13) % models.len()];
        let start = Instant::now();
        let _ = contained((new, *new_root), (old, *old_root));
        assert!(start.elapsed() < LIMIT, "{new_name} in {old_name}: {:?}", start.elapsed());
    }
}
