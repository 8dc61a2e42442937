//! The time to receive a delivery, beside the unavoidable work: `cargo bench -p bench --bench receive [-- [--quick] [--picture FILE]]`.
//!
//! Each documented example is received in turns with (a) the HMAC alone, with a prepared key, and (b) the HMAC, `serde_json::from_slice` into
//! the plain structs that typify makes of envelope and payload, without further checks, and a copy of the body, which a delivery keeps. So is
//! the first example with a longer string in its payload. The first example is also received with a member that its schema does not list,
//! in turns with itself. The output is `schemas/figures.md`, which the README of the crate shows.

#[path = "picture.rs"]
mod picture;

use std::hint::black_box;
use std::time::Duration;

use cleartix_webhooks::{EventName, Receiver, SigningSecret, testing};
use codegen_runtime::receive::hmac_sha256::Key;
use cpu_time::ThreadTime;
use picture::Bar;

#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    irrefutable_let_patterns,
    missing_docs,
    unreachable_pub,
    unused_imports
)]
mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain.rs"));
}

/// The secret that signs.
const SECRET: &str = "shhh, a secret of the tests";

/// The minimum duration of a turn.
const TURN: Duration = Duration::from_millis(2);

/// A contender; everything but its work is prepared.
type Contender<'a> = Box<dyn Fn() + 'a>;

fn secret() -> SigningSecret {
    SigningSecret::new(SECRET).expect("it is a secret")
}

fn main() {
    let rounds = if std::env::args().any(|argument| argument == "--quick") { 11 } else { 101 };
    let receiver = Receiver::new(secret());
    let key = Key::of_bytes(SECRET.as_bytes());
    println!(
        "The time to receive documented examples, a row each, beside (a) the HMAC alone with a prepared key, and (b) the HMAC, \
         `serde_json::from_slice` into plain structs of the right event, and a copy of the body; (b) checks no headers, schema, duplicate names or drift. \
         Processor time: medians of {rounds} rounds, taken in turns; in the repository of this crate, `cargo bench -p bench --bench receive` prints it.\n"
    );
    println!(
        "| bytes | `receive` | HMAC alone (a) | HMAC, `serde_json` and a copy (b) | `receive` ÷ a | `receive` ÷ b |\n\
         | --- | --- | --- | --- | --- | --- |"
    );
    let examples = EventName::ALL.iter().filter_map(|name| Some((name, testing::example_request(&secret(), name)?)));
    let examples: Vec<_> = examples.collect();
    let ratios: Vec<f64> = examples
        .iter()
        .map(|(name, request)| row(&contenders(name, &receiver, &key, request), request, rounds))
        .collect();
    let (name, example) = &examples[0];
    let mut bars = Vec::new();
    let bytes = example.body.len();
    draw(&mut bars, bytes, ratios[0]);
    for bytes in [2_000, 20_000, 1_000_000] {
        let request = lengthened(example, name, bytes);
        draw(&mut bars, bytes, row(&contenders(name, &receiver, &key, &request), &request, rounds));
    }
    picture::write("Processor time of receive, relative to HMAC and serde_json alone", &bars);
    let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>()
        / f64::from(u32::try_from(ratios.len()).expect("few")))
    .exp();
    println!(
        "\nGeometric mean of `receive` ÷ b over the examples: {mean:.2}. The rows after them have a longer string in the payload."
    );
    let added = with_addition(example, name);
    let times = measure(&[receiving(&receiver, example), receiving(&receiver, &added)], rounds);
    let ratio = median(times[1].iter().zip(&times[0]).map(|(time, other)| time / other).collect());
    println!("\nWith a member that no schema lists in the payload, the first example takes {ratio:.2} times as long.");
}

/// Returns an example with another member in its payload.
fn with_addition(example: &testing::SignedRequest, name: &EventName) -> testing::SignedRequest {
    let mut body: serde_json::Value = serde_json::from_slice(&example.body).expect("an example is JSON");
    body["data"]["addition"] = "new".into();
    testing::request(&secret(), name, body.to_string())
}

/// Returns `receive`, after a check of its result.
fn receiving<'a>(receiver: &'a Receiver, request: &'a testing::SignedRequest) -> Contender<'a> {
    assert!(receiver.receive(&request.headers, &request.body).is_ok());
    Box::new(move || {
        black_box(receiver.receive(&request.headers, black_box(&request.body)).is_ok());
    })
}

/// Adds the bars of a body: `receive`, and (b) as one.
fn draw(bars: &mut Vec<Bar>, bytes: usize, ratio: f64) {
    let bar = |name: &str, value: f64, is_ours| Bar {
        name: format!("{bytes} bytes: {name}"),
        value,
        text: format!("{value:.2}"),
        is_ours,
    };
    bars.extend([bar("receive", ratio, true), bar("HMAC and serde_json", 1.0, false)]);
}

/// Prints the row of a request, and returns its ratio of `receive` to (b).
fn row(contenders: &[Contender<'_>], request: &testing::SignedRequest, rounds: usize) -> f64 {
    let times = measure(contenders, rounds);
    let [whole, hmac, plain] = [0, 1, 2].map(|index| median(times[index].clone()));
    let [over_hmac, over_plain] =
        [1, 2].map(|index| median(times[0].iter().zip(&times[index]).map(|(time, other)| time / other).collect()));
    println!(
        "| {} | {:.2} µs | {:.2} µs | {:.2} µs | {over_hmac:.2} | {over_plain:.2} |",
        request.body.len(),
        whole * 1e6,
        hmac * 1e6,
        plain * 1e6,
    );
    over_plain
}

/// Returns an example with its longest string replaced by one of about this many bytes.
fn lengthened(example: &testing::SignedRequest, name: &EventName, bytes: usize) -> testing::SignedRequest {
    let mut body: serde_json::Value = serde_json::from_slice(&example.body).expect("an example is JSON");
    let data = body["data"].as_object_mut().expect("the payload is an object");
    let strings = data.values_mut().filter(|value| value.is_string());
    let longest = strings.max_by_key(|value| value.as_str().map(str::len)).expect("a payload has a string");
    *longest = "0123456789abcde ".repeat(bytes / 16).into();
    testing::request(&secret(), name, body.to_string())
}

/// Returns `receive`, (a) and (b), after a check of their results.
fn contenders<'a>(
    name: &EventName,
    receiver: &'a Receiver,
    key: &'a Key,
    request: &'a testing::SignedRequest,
) -> [Contender<'a>; 3] {
    let body = request.body.as_slice();
    let read = plain::reader(name.as_str()).expect("every documented event has a reader");
    [
        receiving(receiver, request),
        Box::new(move || {
            black_box(key.mac(&[black_box(body)]));
        }),
        Box::new(move || {
            // As long as the struct is there, as in a delivery.
            let kept = black_box(body).to_vec();
            black_box(key.mac(&[black_box(body)]));
            read(body);
            black_box(kept);
        }),
    ]
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) {
    black_box(serde_json::from_slice::<T>(black_box(body)).expect("it is an example"));
}

/// Measures each contender in each round, in seconds; all are first equally often.
fn measure(contenders: &[Contender<'_>], rounds: usize) -> Vec<Vec<f64>> {
    let turns: Vec<u32> = contenders.iter().map(passes_of_a_turn).collect();
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            let index = (turn + round) % contenders.len();
            times[index].push(time(&contenders[index], turns[index]).as_secs_f64() / f64::from(turns[index]));
        }
    }
    times
}

/// Returns the number of passes per turn, and warms up the contender.
fn passes_of_a_turn(contender: &Contender<'_>) -> u32 {
    let mut passes = 1;
    while time(contender, passes) < TURN {
        passes *= 2;
    }
    passes
}

fn time(contender: &Contender<'_>, passes: u32) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..passes {
        contender();
    }
    start.elapsed()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
