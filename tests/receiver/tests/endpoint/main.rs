//! Each adapter and the crate's own examples, behind real connections.

mod limits;
mod load;
mod log;
mod session;
mod slow;
mod spoiled;
mod trailers;
