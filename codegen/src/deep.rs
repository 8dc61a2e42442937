//! A stack for any accepted chain of schemas.

use std::cell::Cell;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Scope, ScopedJoinHandle};

/// The size of the stack in bytes. It is reserved, not used: a page is allocated when it is first touched.
///
/// A level of a chain of schemas takes up to 16 KiB without optimization; the stack holds twice [`LEVELS`](crate::check::LEVELS).
const STACK: usize = 1 << 30;

thread_local! {
    /// True on the threads that this module starts.
    static IS_DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Runs work with a deep stack, because schemas that refer to one another are walked recursively. The work runs on this thread if its stack
/// is deep, otherwise on a new thread.
///
/// # Panics
///
/// If the work panics, or the system cannot create a thread.
pub(crate) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if IS_DEEP.get() { work() } else { thread::scope(|scope| join(spawn(scope, work))) }
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

/// Returns the results of the same work on all items, in their order. One thread per core does the work, each with a deep stack.
///
/// # Panics
///
/// If the work panics, or the system cannot create a thread.
pub(crate) fn map<A: Sync, B: Send>(items: &[A], work: impl Fn(&A) -> B + Sync) -> Vec<B> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(item)));
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done: Vec<(usize, B)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores.min(items.len())).map(|_| spawn(scope, worker)).collect();
        workers.into_iter().flat_map(join).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Starts work on a thread of a scope, with a deep stack.
pub(crate) fn spawn<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    work: impl FnOnce() -> T + Send + 's,
) -> ScopedJoinHandle<'s, T> {
    let thread = thread::Builder::new().name("codegen".to_owned()).stack_size(STACK);
    let work = || {
        IS_DEEP.set(true);
        work()
    };
    thread.spawn_scoped(scope, work).expect("a thread is available")
}

/// Waits for work, and panics as it did.
pub(crate) fn join<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}
