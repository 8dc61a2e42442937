//! Positions, findings and texts: the ground that every other module stands on.

pub mod diagnostic;
pub mod files;
pub mod location;
pub(crate) mod nearest;
pub mod uri;
pub mod visible;
