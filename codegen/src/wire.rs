//! The effect of a change on the wire: what receivers of the old contract do when the new producer sends.
//!
//! `ok` is a proof: every instance of the new schema is valid under the old one. `degrades` is a proof that every instance is delivered, at
//! worst as drift, with an instance that drifts. `fails` is an instance that the receiver refuses. Otherwise the change is `unclassified`.
//! The verdict on one change is the verdict on an edition that differs from the old one in this change alone.

mod admitted;
mod contract;
mod delivered;
mod entry;
mod extended;
mod handshake;
mod hybrid;
mod judge;
mod meeting;
mod merged;
mod numbered;
mod outcome;
mod receive;
mod reserved;
mod sample;
mod search;
mod sent;
mod shrink;
mod sized;
mod tolerated;
mod view;

pub use contract::{Contract, Inside, Part, Site};
pub use handshake::{HANDSHAKE, removed as removed_handshake};
pub(crate) use hybrid::LISTS;
pub use judge::{Judge, judge};
pub use meeting::Meetings;
pub use merged::merged;
pub use outcome::{Difference, Failure, Outcome, Wire, Witness};
pub use receive::{drifting, is_unrepresentable, receive};
pub use reserved::{Removed, Use, is_never, is_open, reserving, still_names, uses};
pub use tolerated::tolerated;
