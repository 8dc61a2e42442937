//! Law 1 on mutants: interpreter, both validators on values, the validator on bytes, and two independent judges agree.
//!
//! `MUTANTS=1000000 cargo test --release -p conformance --test suite differential -- --nocapture` runs a million; `SEED=7` selects others.

mod additions;
mod exception;
mod exceptions;
mod judge;
mod reading;
mod subject;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::interpret;
use codegen::json;
use codegen::source::location::Source;
use serde_json::Value;
use support::compiled::Compiled;
use support::suite::{self, Group};

use exception::{Disagreement, Exception, keyword};
use exceptions::EXCEPTIONS;
use judge::{Judge, Judges};
use subject::Subject;

/// The default number of texts.
const MUTANTS: usize = 20_000;

/// The factor of mutants for meta-schemas, documented schemas and the corpus, whose instances are larger than the suite's.
const WEIGHT: usize = 12;

fn number_of(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("it is a number"))
}

/// The findings.
#[derive(Default)]
pub(crate) struct Found {
    /// The number of judged texts.
    texts: usize,
    accepted: usize,
    refused: usize,
    malformed: usize,
    rounded: usize,
    /// The number of texts with additions that were noted.
    noted: usize,
    judged: BTreeMap<Judge, usize>,
    /// The schemas that a judge refuses, with reasons.
    refusals: Vec<String>,
    /// The disagreements between validators.
    wrong: Vec<String>,
    /// The number of disagreements with a judge that each exception covers.
    covered: BTreeMap<usize, usize>,
    /// The uncovered disagreements by class, with their number and one of them.
    uncovered: BTreeMap<String, (usize, String)>,
}

/// Asserts that all validators and the judges agree on as many mutants as `MUTANTS` says.
///
/// # Panics
///
/// If they disagree, and no exception gives the reason.
pub fn agree_on_mutants(all: &[Compiled]) {
    let groups = suite::all();
    if suite::folder().is_none() {
        println!("the official suite is not beside the repository: only the documented schemas are examined");
    }
    let (mutants, seed) = (number_of("MUTANTS", MUTANTS), number_of("SEED", 1));
    let weights: usize = groups.iter().map(weight).sum();
    println!("{mutants} mutants of {} schemas, seed {seed}", groups.len());
    let documents = documents();
    let start = Instant::now();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Found::default()));
    let work = || {
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            let count = (mutants * weight(group)).div_ceil(weights);
            let mut own = Found::default();
            Subject::new(group, all, &documents).examine(count, seed as u64, &mut own);
            found.lock().expect("no thread panics with it").add(own);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let found = found.into_inner().expect("no thread panics with it");
    found.print(start);
    found.assert(mutants);
}

/// Asserts that each exception still has an example: an obsolete one would hide the next wrong verdict of ours.
///
/// # Panics
///
/// If an exception is obsolete.
pub fn every_exception_is_needed() {
    let documents = documents();
    for exception in EXCEPTIONS {
        let Exception { class, reason, example: (draft, schema, instance), ours, .. } = exception;
        if schema.contains("localhost") && documents.is_empty() {
            continue;
        }
        let parse = |text: &str| json::parse(&Source::new("example.json", text.to_owned())).expect("it is JSON").root;
        let asserts = exception.concerns_formats() && !schema.contains("localhost");
        let group = Group {
            name: "example".to_owned(),
            schema: parse(schema),
            tests: parse("[]"),
            is_required: false,
            draft_name: "example",
            draft: *draft,
            format: if asserts { FormatMeaning::Assertion } else { FormatMeaning::Annotation },
            content: ContentMeaning::Assertion,
        };
        let (model, plan) = group.plan();
        let root = plan.entries[&model.roots[0].schema];
        let found = interpret::validate(&plan, root, &parse(instance));
        assert_eq!(found.is_empty(), *ours, "{class}");
        let judges = Judges::of(&group, &documents);
        let instance: Value = serde_json::from_str(instance).expect("it is JSON");
        let theirs = judges.is_valid(exception.judge, &instance);
        assert_eq!(theirs, Some(!ours), "no exception any more: {:?}, {class}: {reason}", exception.judge);
        let keywords = found.into_iter().map(|finding| keyword(&finding.keyword, &finding.message));
        let keywords = if *ours { judges.keywords(exception.judge, &instance) } else { keywords.collect() };
        let disagreement =
            Disagreement { judge: exception.judge, group: &group, instance: &instance, ours: *ours, keywords };
        assert!(exception.covers(&disagreement), "{class} has an example of something else");
    }
}

fn documents() -> BTreeMap<String, Value> {
    let value = |text| serde_json::from_str(text).expect("remotes are JSON");
    suite::remotes().iter().map(|(uri, source)| (uri.clone(), value(source.text()))).collect()
}

fn weight(group: &Group) -> usize {
    let is_small = ["draft", "own", "random"].iter().any(|prefix| group.name.starts_with(prefix));
    if is_small { 1 } else { WEIGHT }
}

impl Found {
    fn add(&mut self, other: Self) {
        self.texts += other.texts;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.malformed += other.malformed;
        self.rounded += other.rounded;
        self.noted += other.noted;
        self.wrong.extend(other.wrong);
        self.refusals.extend(other.refusals);
        for (class, (count, example)) in other.uncovered {
            self.uncovered.entry(class).or_insert((0, example)).0 += count;
        }
        for (judge, count) in other.judged {
            *self.judged.entry(judge).or_default() += count;
        }
        for (exception, count) in other.covered {
            *self.covered.entry(exception).or_default() += count;
        }
    }

    fn print(&self, start: Instant) {
        let Self { texts, accepted, refused, malformed, rounded, noted, .. } = self;
        println!(
            "{texts} texts in {:.1} s: {accepted} accepted, {refused} refused, {malformed} no JSON, \
             {rounded} with a number that `Value` does not hold, {noted} with additions that are noted",
            start.elapsed().as_secs_f64()
        );
        println!("judged: {:?}", self.judged);
        self.refusals.iter().for_each(|refusal| println!("{refusal}"));
        for (index, count) in &self.covered {
            let exception = &EXCEPTIONS[*index];
            println!("{count:>7} {:?}: {}", exception.judge, exception.class);
        }
    }

    fn assert(&self, mutants: usize) {
        let first = |found: &[String]| found.iter().take(400).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.wrong.is_empty(), "{} times, faces disagree:\n{}", self.wrong.len(), first(&self.wrong));
        let uncovered: Vec<String> =
            self.uncovered.iter().map(|(class, (count, example))| format!("{count} {class}\n{example}")).collect();
        assert!(uncovered.is_empty(), "{} ways in which a judge disagrees:\n{}", uncovered.len(), first(&uncovered));
        assert!(self.texts >= mutants);
        assert!(self.noted > mutants / 200, "additions are noted in {} texts only", self.noted);
        assert!(self.accepted > mutants / 10 && self.refused > mutants / 10 && self.malformed > mutants / 100);
    }
}
