//! A stack for any accepted chain of schemas.

use std::panic::resume_unwind;
use std::thread;

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
    thread::scope(|scope| {
        let worker = thread::Builder::new().name("codegen".to_owned()).stack_size(STACK).spawn_scoped(scope, work);
        worker.expect("a thread is available").join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
