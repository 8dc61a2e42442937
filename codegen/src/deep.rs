//! A stack for any accepted chain of schemas.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{self, Scope, ScopedJoinHandle};

/// The size of the stack in bytes. It is reserved, not used: a page is allocated when it is first touched.
///
/// A level of a chain of schemas takes up to 16 KiB without optimization; the stack holds twice [`LEVELS`](crate::check::LEVELS).
const STACK: usize = 1 << 30;

/// Runs work on a thread with a deep stack, because schemas that refer to one another are walked recursively.
///
/// # Panics
///
/// If the work panics, or the system cannot create a thread.
pub(crate) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| join(spawn(scope, work)))
}

/// Runs two tasks at the same time, each on a thread with a deep stack.
///
/// # Panics
///
/// If one of them panics, or the system cannot create a thread.
pub(crate) fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let (one, other) = (spawn(scope, one), spawn(scope, other));
        (join(one), join(other))
    })
}

/// Runs the same work on a thread for each core, each with a deep stack.
///
/// # Panics
///
/// If the work panics, or the system cannot create a thread.
pub(crate) fn on_all_cores<T: Send>(work: impl Fn() -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| spawn(scope, &work)).collect();
        workers.into_iter().map(join).collect()
    })
}

/// Starts work on a thread of a scope, with a deep stack.
pub(crate) fn spawn<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    work: impl FnOnce() -> T + Send + 's,
) -> ScopedJoinHandle<'s, T> {
    let thread = thread::Builder::new().name("codegen".to_owned()).stack_size(STACK);
    thread.spawn_scoped(scope, work).expect("a thread is available")
}

/// Waits for work, and panics as it did.
pub(crate) fn join<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}
