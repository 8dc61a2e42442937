//! Sources, positions and findings: the foundation of every other module.

pub mod diagnostic;
pub mod files;
pub mod location;
pub(crate) mod nearest;
pub mod uri;
pub mod visible;
pub mod words;
