//! The macros of the runtime by which generated code gives items and implementations to types.

/// A macro of the runtime: its module and its name.
pub(crate) type Macro = (&'static str, &'static str);

/// Items of a documented schema's type.
pub(crate) const DOCUMENTED: Macro = ("validate::documented", "documented");
/// serde's traits for a struct of an array's elements.
pub(crate) const OPEN_ARRAY: Macro = ("value::open_array", "open_array");
/// serde's traits for an enum of strings.
pub(crate) const OPEN_ENUM: Macro = ("value::open_enum", "open_enum");
/// serde's traits for a struct that keeps other members.
pub(crate) const OPEN_STRUCT: Macro = ("value::open_struct", "open_struct");
/// serde's traits for an enum of values.
pub(crate) const OPEN_UNION: Macro = ("value::open_union", "open_union");
/// The trait of schemars for a type with a documented schema.
pub(crate) const JSON_SCHEMA: Macro = ("value::schema", "json_schema");

/// A small check.
pub(crate) const CHECK: Macro = ("validate::check", "check");
/// Alternatives: one or more accept the value.
pub(crate) const ANY_OF: Macro = ("validate::alternatives", "any_of");
/// Alternatives: exactly one accepts the value.
pub(crate) const ONE_OF: Macro = ("validate::alternatives", "one_of");
/// The checks of an object's members.
pub(crate) const MEMBERS: Macro = ("validate::members", "members");
/// The function that checks an object.
pub(crate) const OBJECT: Macro = ("validate::members", "object");
/// The function that reads an object.
pub(crate) const READ_OBJECT: Macro = ("text::read_members", "read_object");
/// The readers of an object's members.
pub(crate) const READ_MEMBERS: Macro = ("text::read_members", "read_members");

/// Returns a macro with those that it calls: a file imports them, too.
pub(crate) fn with_called(called: Macro) -> impl Iterator<Item = Macro> {
    let others: &[Macro] = match called {
        OBJECT => &[MEMBERS, CHECK],
        MEMBERS | ANY_OF | ONE_OF => &[CHECK],
        READ_OBJECT => &[READ_MEMBERS],
        _ => &[],
    };
    others.iter().copied().chain([called])
}
