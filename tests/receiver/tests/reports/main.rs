//! Reports of the feature `tracing-0_1`: codes, hints, counts, places, ids of verified deliveries and names of documented events, and no
//! value.
//!
//! A program by itself, in which nothing reports before the listener is there: `tracing` asks each place only once whether anybody listens.

mod endpoint;
mod library;
mod listener;
