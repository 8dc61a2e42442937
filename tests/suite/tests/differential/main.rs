//! Law 1 on instances that nobody wrote: interpreter, both `Value` faces, the face from bytes, and two independent judges agree.
//!
//! `MUTANTS=1000000 cargo test --release -p suite --test differential -- --nocapture` runs a million; `SEED=7` gives others.

mod exception;
mod exceptions;
mod judge;
mod reading;

#[allow(dead_code, unreachable_pub)] // other tests use more of it
#[path = "../../../src/mutate.rs"]
mod mutate;
#[allow(unreachable_pub)]
#[path = "../../../src/spell.rs"]
mod spell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::json;
use codegen::location::Source;
use codegen::plan::{NodeId, Plan, fuse, interpret};
use serde_json::Value;
use suite::group::{self, Group};
use suite::{COMPILED, Compiled};

use exception::{Disagreement, Exception, keyword};
use exceptions::EXCEPTIONS;
use judge::{Judge, Judges};
use mutate::Mutator;
use reading::Reading;
use spell::Speller;

/// How many texts are judged, unless `MUTANTS` says it.
const MUTANTS: usize = 20_000;

/// A meta-schema, a documented schema or one of the corpus gets so many times the mutants of a group of the suite, because its instances are larger.
const WEIGHT: usize = 12;

const JUDGES: [Judge; 2] = [Judge::Jsonschema, Judge::Boon];

fn number_of(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("it is a number"))
}

/// What was found.
#[derive(Default)]
struct Found {
    mutants: usize,
    accepted: usize,
    refused: usize,
    malformed: usize,
    rounded: usize,
    judged: BTreeMap<Judge, usize>,
    /// Schemas that a judge does not take, and why.
    refusals: Vec<String>,
    /// Between faces.
    wrong: Vec<String>,
    /// With a judge, for each exception that covers them.
    covered: BTreeMap<usize, usize>,
    /// What they have in common, how often, and one of them.
    uncovered: BTreeMap<String, (usize, String)>,
}

#[test]
fn faces_and_judges_agree_on_mutants() {
    let groups = group::all();
    if group::folder().is_none() {
        println!("the official suite is not beside the repository: only the documented schemas are examined");
    }
    let (mutants, seed) = (number_of("MUTANTS", MUTANTS), number_of("SEED", 1));
    let weights: usize = groups.iter().map(weight).sum();
    println!("{mutants} mutants of {} schemas, seed {seed}", groups.len());
    let remotes = group::remotes();
    let documents = documents(&remotes);
    let start = Instant::now();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Found::default()));
    let work = || {
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            let count = (mutants * weight(group)).div_ceil(weights);
            let (model, plan) = group.plan(&remotes);
            let root = plan.entries[&model.roots[0].schema];
            let fused = fuse::fuse(&plan);
            let subject = Subject {
                group,
                compiled: COMPILED.iter().find(|it| it.name == group.name).expect("every group is compiled"),
                fused_root: fused.entries[&model.roots[0].schema],
                plan,
                root,
                fused,
                near_bounds: reading::near_bounds(&group.schema),
                judges: Judges::of(group, &documents),
            };
            let mut own = Found::default();
            for judge in JUDGES {
                let refusal = subject.judges.refusal(judge);
                own.refusals.extend(refusal.map(|why| format!("{judge:?} does not take {}: {why}", group.name)));
            }
            subject.examine(count, seed as u64, &mut own);
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

/// An exception that no longer is one would hide the next wrong verdict of ours.
#[test]
fn every_exception_is_still_needed() {
    let remotes = group::remotes();
    let documents = documents(&remotes);
    for exception in EXCEPTIONS {
        let Exception { class, reason, example: (draft, schema, instance), ours, .. } = exception;
        if schema.contains("localhost") && remotes.is_empty() {
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
        let (model, plan) = group.plan(&remotes);
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

fn documents(remotes: &[(String, Arc<Source>)]) -> BTreeMap<String, Value> {
    let document = |(uri, source): &(String, Arc<Source>)| {
        (uri.clone(), serde_json::from_str(source.text()).expect("remotes are JSON"))
    };
    remotes.iter().map(document).collect()
}

fn weight(group: &Group) -> usize {
    if group.name.starts_with("draft") || group.name.starts_with("own") { 1 } else { WEIGHT }
}

impl Found {
    fn add(&mut self, other: Self) {
        self.mutants += other.mutants;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.malformed += other.malformed;
        self.rounded += other.rounded;
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
        let Self { mutants, accepted, refused, malformed, rounded, .. } = self;
        println!(
            "{mutants} mutants in {:.1} s: {accepted} accepted, {refused} refused, {malformed} no JSON, \
             {rounded} with a number that `Value` does not hold",
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
        assert!(self.mutants >= mutants);
        assert!(self.accepted > mutants / 10 && self.refused > mutants / 10 && self.malformed > mutants / 100);
    }
}

/// One schema, and all that speak of it.
struct Subject<'a> {
    group: &'a Group,
    compiled: &'a Compiled,
    plan: Plan,
    root: NodeId,
    fused: Plan,
    fused_root: NodeId,
    near_bounds: Vec<f64>,
    judges: Judges,
}

impl Subject<'_> {
    fn examine(&self, count: usize, seed: u64, found: &mut Found) {
        let schema: Value = serde_json::from_str(&self.group.schema.to_compact()).unwrap_or_default();
        let texts: Vec<String> = self.group.instances().map(json::Node::to_compact).collect();
        let instances: Vec<Value> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
        let seed = self.group.name.bytes().fold(seed, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let (mut mutator, mut speller) = (Mutator::new(seed, &schema, &instances), Speller::new(seed));
        for text in &texts {
            self.verdicts(text.as_bytes(), found);
        }
        for index in 0..count {
            // The instances themselves, too, otherwise spelled.
            let value = if index % 8 == 0 {
                instances.get(index / 8 % instances.len().max(1)).cloned().unwrap_or_default()
            } else {
                mutator.mutant(&instances)
            };
            let text = match index % 16 {
                0..4 => value.to_string().into_bytes(),
                4..11 => speller.same(&value).into_bytes(),
                11 | 12 => speller.with_a_number(&value).into_bytes(),
                13 => speller.with_a_duplicate(&value).into_bytes(),
                _ => {
                    let text = speller.same(&value);
                    speller.broken(&text)
                }
            };
            self.verdicts(&text, found);
        }
    }

    /// Asks all faces and judges about one text.
    fn verdicts(&self, text: &[u8], found: &mut Found) {
        found.mutants += 1;
        let bytes = (self.compiled.is_valid_slice)(text);
        let document = std::str::from_utf8(text)
            .ok()
            .and_then(|text| json::parse(&Source::new("instance.json", text.to_owned())).ok());
        let fail = |what: &str| format!("{}: {what}\n    in {}", self.group.name, String::from_utf8_lossy(text));
        let reading = reading::read(text, &self.near_bounds);
        let Some(document) = document else {
            found.malformed += 1;
            match reading {
                Reading::Refused if bytes => found.wrong.push(fail("the bytes are no JSON, and are accepted")),
                Reading::Refused | Reading::Deep => {}
                _ => found.wrong.push(fail("only the interpreter's reader refuses it")),
            }
            return;
        };
        let interpreted = interpret::is_valid(&self.plan, self.root, &document.root);
        let fused = interpret::is_valid(&self.fused, self.fused_root, &document.root);
        let (value, is_exact) = match reading {
            Reading::Refused => return found.wrong.push(fail("only the interpreter's reader takes it")),
            Reading::Exact(value) => (Some(value), true),
            Reading::Rounded(value) => (Some(value), false),
            Reading::Beyond | Reading::Deep => (None, false),
        };
        if (bytes, fused) != (interpreted, interpreted) {
            let what = format!("interpreted {interpreted}, from bytes {bytes}, interpreted as fused {fused}");
            found.wrong.push(fail(&what));
        }
        *(if interpreted { &mut found.accepted } else { &mut found.refused }) += 1;
        found.rounded += usize::from(!is_exact);
        let Some(value) = value else { return };
        let is_valid = (self.compiled.is_valid)(&value);
        let violations = (self.compiled.validate)(&value);
        if violations.is_ok() != is_valid {
            found.wrong.push(fail(&format!("`is_valid` is {is_valid}, `validate` says {violations:?}")));
        }
        if !is_exact {
            return;
        }
        let compiled: BTreeSet<(String, String, String)> = violations
            .err()
            .into_iter()
            .flatten()
            .map(|violation| (violation.instance_location, violation.keyword_location, violation.message))
            .collect();
        let planned: BTreeSet<(String, String, String)> = interpret::validate(&self.plan, self.root, &document.root)
            .into_iter()
            .map(|finding| (finding.instance.as_str().to_owned(), finding.keyword_location, finding.message))
            .collect();
        if compiled != planned || planned.is_empty() != interpreted {
            found.wrong.push(fail(&format!("interpreted {planned:?}, `validate` says {compiled:?}")));
        }
        self.judge(&value, interpreted, found);
    }

    fn judge(&self, value: &Value, ours: bool, found: &mut Found) {
        for judge in JUDGES {
            let Some(theirs) = self.judges.is_valid(judge, value) else { continue };
            *found.judged.entry(judge).or_default() += 1;
            if theirs == ours {
                continue;
            }
            let disagreement = Disagreement {
                judge,
                group: self.group,
                instance: value,
                ours,
                keywords: if ours {
                    self.judges.keywords(judge, value)
                } else {
                    (self.compiled.validate)(value)
                        .err()
                        .into_iter()
                        .flatten()
                        .map(|it| keyword(&it.keyword, &it.message))
                        .collect()
                },
            };
            match EXCEPTIONS.iter().position(|exception| exception.covers(&disagreement)) {
                Some(index) => *found.covered.entry(index).or_default() += 1,
                None => {
                    let entry = found.uncovered.entry(disagreement.class());
                    entry.or_insert_with(|| (0, disagreement.to_string())).0 += 1;
                }
            }
        }
    }
}
