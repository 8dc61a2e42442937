//! The time of a verdict, beside others: `cargo bench -p bench --bench speed [-- [--quick] [--picture FILE] [DATASET…]]`.
//!
//! A dataset is measured if its name contains one of the given words. All contenders decide the same bytes, in one process, in turns;
//! before that, all verdicts are compared. The figures in docs/performance.md come from here.

mod agreement;
mod contender;
#[path = "../picture.rs"]
mod picture;
mod table;
mod timing;

use std::process::ExitCode;

use contender::{Compiled, Kind, Runtime};
use serde_json::Value;
use support::mutation::Mutator;
use table::Row;

/// The maximum number of broken instances per dataset.
const BROKEN: usize = 150;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    let is_word =
        |index: &usize| !arguments[*index].starts_with("--") && (*index == 0 || arguments[index - 1] != "--picture");
    let words: Vec<&String> = (0..arguments.len()).filter(is_word).map(|index| &arguments[index]).collect();
    let rounds = if is_quick { 7 } else { 41 };
    if !contender::ALL.iter().any(|compiled| compiled.kind == Kind::Corpus) {
        println!("The corpus is not here (../shared/corpus, or BENCH_DATASETS leaves it out).\n");
    }
    let is_chosen = |compiled: &&Compiled| words.is_empty() || words.iter().any(|word| compiled.name.contains(*word));
    let (mut valid, mut broken, mut disagreements) = (Vec::new(), Vec::new(), Vec::new());
    for compiled in contender::ALL.iter().filter(is_chosen) {
        eprintln!("{}", compiled.name);
        match measure(compiled, rounds) {
            Ok([valid_row, broken_row]) => {
                valid.push(valid_row);
                broken.push(broken_row);
            }
            Err(found) => disagreements.extend(found),
        }
    }
    println!("Valid instances:\n\n{}", table::render(&valid));
    println!("Broken instances, nearly all mutants of the valid ones:\n\n{}", table::render(&broken));
    println!("{}", table::targets(&valid));
    picture::write("Processor time of a verdict on bytes, relative to the macro of jsonschema", &table::bars(&valid));
    if disagreements.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("These verdicts differ, and nobody has said why; their datasets were not measured:");
    for found in &disagreements {
        println!("- {found}");
    }
    ExitCode::FAILURE
}

/// Returns the rows of the valid and of the broken instances, or the differing verdicts.
fn measure(compiled: &Compiled, rounds: usize) -> Result<[Row; 2], Vec<String>> {
    let runtime = Runtime::new(compiled);
    let texts = compiled.instances.lines().map(|line| line.as_bytes().to_vec());
    let (valid, mut broken): (Vec<_>, Vec<_>) = texts.partition(|text| runtime.judge(text));
    let (valid_mutants, broken_mutants): (Vec<_>, Vec<_>) =
        mutants(compiled, &valid).into_iter().partition(|text| runtime.judge(text));
    broken.extend(broken_mutants);
    broken.truncate(BROKEN);

    let contenders = runtime.contenders();
    let (valid, valid_notes) = agreement::agreed(compiled, &contenders, (valid, true))?;
    let (broken, broken_notes) = agreement::agreed(compiled, &contenders, (broken, false))?;
    agreement::agreed(compiled, &contenders, (valid_mutants, true))?;
    let notes = |found: Vec<String>| runtime.notes().chain(found).collect::<Vec<_>>();
    Ok([
        timing::row(compiled, &runtime, &valid, rounds, notes(valid_notes)),
        timing::row(compiled, &runtime, &broken, rounds, notes(broken_notes)),
    ])
}

/// Returns changed instances, the same in every run.
fn mutants(compiled: &Compiled, instances: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let value = |text: &[u8]| serde_json::from_slice::<Value>(text).expect("the instances are JSON");
    let instances: Vec<Value> = instances.iter().map(|text| value(text)).collect();
    let mut mutator = Mutator::new(3, &value(compiled.schema.as_bytes()), &instances);
    let mutants = mutator.mutants(&instances, BROKEN * 4);
    mutants.iter().map(|mutant| mutant.to_string().into_bytes()).collect()
}
