//! Hostile inputs: none exhausts the stack, none takes more than linear time, and the findings of fuzz targets stay fixed.

mod depth;
mod number;
mod replay_receiver;
mod replay_validator;
mod size;
mod string;
mod text;
