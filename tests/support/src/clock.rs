//! Measures time, and asserts that it grows linearly with the input.

use std::time::{Duration, Instant};

/// The stack size of Rust's threads, which no input may exhaust.
const STACK: usize = 2 << 20;

/// The limit for everything here, also without optimization and on a busy machine.
const LIMIT: Duration = Duration::from_mins(1);

/// The number of measurements before growth counts as quadratic.
const ATTEMPTS: usize = 3;

/// Runs on a thread with an ordinary stack.
///
/// # Panics
///
/// If the run panics.
pub fn on_a_thread(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread can be started");
    thread.join().expect("it does not panic");
}

/// Returns the shortest of a few runs.
fn shortest(mut run: impl FnMut()) -> Duration {
    let once = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    let first = once(&mut run);
    if first > Duration::from_secs(2) { first } else { first.min(once(&mut run)).min(once(&mut run)) }
}

/// Asserts that the time of `run` grows linearly: `input` makes an input of some size, and of four times that.
///
/// # Panics
///
/// If it grows quadratically, or takes too long.
pub fn assert_linear<T>(what: &str, size: usize, input: impl Fn(usize) -> T, run: impl Fn(&T)) {
    let time = |size: usize| {
        let input = input(size);
        shortest(|| run(&input))
    };
    // Four times the input takes four times as long; quadratic growth would be sixteen.
    let is_linear = |one: Duration, four: Duration| four < LIMIT && four < one * 10 + Duration::from_millis(100);
    // A busy machine makes a run longer, never shorter: quadratic growth fails every attempt.
    for attempt in 1..=ATTEMPTS {
        let (one, four) = (time(size), time(4 * size));
        println!("{what}: {size} in {one:.1?}, {} in {four:.1?}", 4 * size);
        if is_linear(one, four) {
            return;
        }
        assert!(attempt < ATTEMPTS, "{what}: {size} take {one:.1?}, {} take {four:.1?}", 4 * size);
    }
}
