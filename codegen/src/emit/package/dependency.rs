//! The dependencies of the generated crate.

/// A package that the crate depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub package: &'static str,
    /// The oldest version that will do, with all three numbers: the run before a merge builds with just these.
    pub version: &'static str,
    /// Whether its default features are asked for.
    pub default_features: bool,
    /// The features that are asked for.
    pub features: &'static [&'static str],
    /// Why, in a sentence without a full stop.
    pub reason: &'static str,
}
