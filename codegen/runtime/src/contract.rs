//! How closely deliveries must follow the documentation.

/// What becomes of a delivery that says more than the documentation does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Contract {
    /// Additions are accepted and reported as drift: a member that a closed object does not name, a string that an enumeration does
    /// not list, an event that is not documented.
    #[default]
    Open,
    /// Additions are an error, which still holds the delivery: for tests and staging.
    Strict,
}
