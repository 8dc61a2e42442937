//! The laws, on the fixtures and on the published crate.

mod bytes;
mod canonical;
mod conversions;
mod dependencies;
mod documented;
mod editions;
mod events;
mod links;
mod message_schema;
mod openapi;
mod simulation;
mod types;
mod unevaluated;
mod validators;
mod workflow;
