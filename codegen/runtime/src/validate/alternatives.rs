//! Alternatives, each with its check.

/// Refuses a value that no alternative accepts. The location of `anyOf` comes first, then that of each alternative with its
/// `check!`:
///
/// ```text
/// any_of! {
///     value, at, "/anyOf";
///     "/anyOf/0" => types(is_null, "null");
///     "/anyOf/1/$ref" => kind_on_value;
/// }
/// ```
///
/// The caller imports this macro and `check`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! any_of {
    ($value:ident, $at:ident, $keyword:literal; $($branch:tt => $check:ident $(($($argument:tt)*))?;)+) => {
        check!($value, $at, any_of($keyword; $($branch => $check $(($($argument)*))?);+));
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use any_of;

/// Refuses a value unless exactly one alternative accepts it; written as `any_of!`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! one_of {
    ($value:ident, $at:ident, $keyword:literal; $($branch:tt => $check:ident $(($($argument:tt)*))?;)+) => {
        check!($value, $at, one_of($keyword; $($branch => $check $(($($argument)*))?);+));
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use one_of;
