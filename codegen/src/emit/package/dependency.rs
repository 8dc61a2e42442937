//! The dependencies of the generated crate.

/// A dependency of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub package: &'static str,
    /// The minimum version with all three numbers, with which `.ci/run` builds.
    pub version: &'static str,
    /// True if default features are enabled.
    pub default_features: bool,
    /// The enabled features.
    pub features: &'static [&'static str],
    /// The reason, in a sentence without a full stop.
    pub reason: &'static str,
}
