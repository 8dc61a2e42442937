//! Hostile inputs: none exhausts the stack, none takes more than linear time, and what a fuzz target once found stays found.

mod chains;
mod depth;
mod number;
mod replay_receiver;
mod replay_validator;
mod size;
mod string;
mod text;
