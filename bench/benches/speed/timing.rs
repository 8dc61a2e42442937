//! Contenders in turns: the processor time of each for a whole dataset, relative to the first.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use serde_json::Value;

use crate::contender::{Compiled, Contender, Name, Runtime};
use crate::table::Row;

/// The minimum duration of a turn.
const TURN: Duration = Duration::from_millis(1);

/// Measures one dataset.
pub(crate) fn row(
    compiled: &Compiled,
    runtime: &Runtime<'_>,
    texts: &[Vec<u8>],
    rounds: usize,
    notes: Vec<String>,
) -> Row {
    let measured = measure(&runtime.contenders(), texts, rounds);
    let values: Vec<Value> = texts.iter().map(|text| serde_json::from_slice(text).expect("all have read it")).collect();
    let on_value = measure(&runtime.contenders_on_value(), &values, rounds);
    Row {
        dataset: compiled.name,
        kind: compiled.kind,
        instances: texts.len(),
        bytes: texts.iter().map(Vec::len).sum(),
        baseline: measured.baseline,
        on_value: on_value.of(Name::OursValue),
        over_ignored: measured.between(Name::OursBytes, Name::IgnoredAny),
        ratios: Name::ALL.map(|name| measured.of(name)),
        notes,
    }
}

/// The times of a dataset, by contender and round.
struct Measured {
    /// The median time of the first, for the whole dataset.
    baseline: Duration,
    times: Vec<(Name, Vec<Duration>)>,
}

impl Measured {
    fn of(&self, name: Name) -> Option<f64> {
        self.between(name, self.times[0].0)
    }

    /// Returns the median of the ratios of two contenders in the same round.
    fn between(&self, name: Name, other: Name) -> Option<f64> {
        let find = |name| self.times.iter().find(|(known, _)| *known == name).map(|(_, times)| times);
        let pairs = find(name)?.iter().zip(find(other)?);
        Some(median(pairs.map(|(time, other)| time.as_secs_f64() / other.as_secs_f64()).collect()))
    }
}

fn measure<T>(contenders: &[Contender<'_, T>], inputs: &[T], rounds: usize) -> Measured {
    let turns: Vec<u32> = contenders.iter().map(|contender| passes_of_a_turn(contender, inputs)).collect();
    let mut times: Vec<(Name, Vec<Duration>)> =
        contenders.iter().map(|contender| (contender.name, Vec::new())).collect();
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            // All are first equally often.
            let index = (turn + round) % contenders.len();
            times[index].1.push(time(&contenders[index], inputs, turns[index]) / turns[index]);
        }
    }
    let baseline = median(times[0].1.iter().map(Duration::as_secs_f64).collect());
    Measured { baseline: Duration::from_secs_f64(baseline), times }
}

/// Returns the number of passes per turn, and warms up the contender.
fn passes_of_a_turn<T>(contender: &Contender<'_, T>, inputs: &[T]) -> u32 {
    let mut passes = 1;
    while time(contender, inputs, passes) < TURN {
        passes *= 2;
    }
    passes
}

fn time<T>(contender: &Contender<'_, T>, inputs: &[T], passes: u32) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..passes {
        black_box((contender.pass)(black_box(inputs)));
    }
    start.elapsed()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
