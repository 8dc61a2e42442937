//! How closely deliveries must follow the documentation.

/// The treatment of deliveries that differ from the documentation in a way that their types can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Contract {
    /// Drift is accepted and reported: a member that a closed object does not name, a string that an enumeration does not list, a value
    /// that breaks only a `format`, an event that is not documented, an event header that differs from the signed body.
    #[default]
    Open,
    /// Drift is an error, which still holds the delivery: for tests and staging.
    Strict,
}
