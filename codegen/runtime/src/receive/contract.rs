//! The contract: strictness towards deliveries that differ from the documentation.

/// The treatment of drift: differences from the documentation that the delivery's types can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Contract {
    /// Accepts and reports drift: an unlisted member of a closed object, an unlisted enum value, a value that violates only a `format`, an
    /// undocumented event, an event header that differs from the signed body.
    #[default]
    Open,
    /// Refuses drift with an error that holds the delivery. For tests and staging.
    Strict,
}
