//! Emitters: model → Rust. This file contains their shared parts.

pub mod event_features;
pub mod events;
pub mod layout;
pub mod macros;
pub mod package;
pub mod payload;
pub mod receiver;
pub mod runtime;
pub mod template;
pub mod types;
pub mod validate;
pub mod wording;
