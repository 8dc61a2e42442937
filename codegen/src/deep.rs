//! A stack that holds any chain of schemas that the generator accepts.

use std::panic::resume_unwind;
use std::thread;

/// The size of the stack in bytes. It is reserved, not used: a page counts when it is touched first.
///
/// A level of a chain of schemas takes up to 16 KiB without optimization; [`LEVELS`](crate::check::LEVELS) of them fit twice.
const STACK: usize = 1 << 30;

/// Runs the work on a thread with a deep stack, because schemas that refer to one another are walked by recursion.
///
/// # Panics
///
/// When the work does, or the system gives no thread.
pub(crate) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = thread::Builder::new().name("codegen".to_owned()).stack_size(STACK).spawn_scoped(scope, work);
        worker.expect("a thread is available").join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
