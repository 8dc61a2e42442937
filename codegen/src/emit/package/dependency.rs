//! The dependencies of the generated crate.

/// A dependency of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub package: &'static str,
    /// The minimum version, with all three numbers. `.ci/run` builds with it.
    pub version: &'static str,
    /// True if default features are enabled.
    pub default_features: bool,
    /// The enabled features.
    pub features: &'static [&'static str],
    /// The reason, in a sentence without a full stop.
    pub reason: &'static str,
}

impl Dependency {
    /// Creates a dependency with its default features.
    pub const fn new(package: &'static str, version: &'static str, reason: &'static str) -> Self {
        Self { package, version, default_features: true, features: &[], reason }
    }

    /// Enables these features beside the default ones.
    #[must_use]
    pub const fn with(self, features: &'static [&'static str]) -> Self {
        Self { features, ..self }
    }

    /// Enables these features alone.
    #[must_use]
    pub const fn only(self, features: &'static [&'static str]) -> Self {
        Self { default_features: false, features, ..self }
    }
}
