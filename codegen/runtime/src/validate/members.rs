//! The members of an object, each with its check.

/// Applies the schemas of an object's members in one pass. Each documented name has a row, then come other names, then required ones:
///
/// ```text
/// members! {
///     members, at;
///     (2, "id") [seen 0] => types(is_string, "a string");
///     (4, "kind") "/$ref" => kind_on_value;
///     _ at "/additionalProperties" => never;
///     seen "/required" => "id";
/// }
/// ```
///
/// A row has the length of the name, the bit that records it if it is required, and its `check!`. The schema of a name is at
/// `/properties/name`, followed by the location in the row if there is one. A location after `at` replaces it. With several schemas a row
/// has a location and a check for each. `_ if PATTERN` is for other names that a pattern matches, and `_ unless PATTERN` leaves them out;
/// without a row for them, other names may have any value.
///
/// The caller imports this macro and `check`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! members {
    (@part $at:ident, $member:ident, $name:literal) => {
        $at.member($member, concat!("/properties/", $name))
    };
    (@part $at:ident, $member:ident, $name:literal $below:literal) => {
        $at.member($member, concat!("/properties/", $name, $below))
    };
    (@part $at:ident, $member:ident, $name:literal at $location:tt) => {
        check!(@part $at, member($member) $location)
    };
    (
        $members:ident, $at:ident;
        $(
            ($length:literal, $name:literal) $([$seen:ident $bit:literal])*
            $($($below:literal)? $(at $location:tt)? => $check:ident $(($($argument:tt)*))?)+;
        )*
        $(_ if $matching:ident at $matching_location:tt => $matched:ident $(($($matched_argument:tt)*))?;)?
        $(_ $(unless $($pattern:ident)|+)? at $rest_location:tt => $rest:ident $(($($rest_argument:tt)*))?;)?
        $($mask:ident $required:literal => $($missing:literal),+;)*
    ) => {
        $(let mut $mask = 0_u64;)*
        #[allow(unused_variables)] // no row may check its value
        for (name, value) in $members.iter() {
            match (name.len(), name) {
                $(($length, $name) => {
                    $($seen |= 1 << $bit;)*
                    $(check!(value, members!(@part $at, name, $name $($below)? $(at $location)?), $check $(($($argument)*))?);)+
                })*
                $(_ if $matching.is_match(name) => {
                    check!(value, check!(@part $at, member(name) $matching_location), $matched $(($($matched_argument)*))?);
                })?
                $($(_ if $($pattern.is_match(name))||+ => {})?)?
                _ => {
                    $(check!(value, check!(@part $at, member(name) $rest_location), $rest $(($($rest_argument)*))?);)?
                }
            }
        }
        $(if $mask != u64::MAX >> (64 - [$($missing),+].len()) {
            $at.missing($required, &[$($missing),+], $mask)?;
        })*
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use members;

/// Defines the function that validates an object by `members!`. Behind its name is the location of the `type` that refuses other values;
/// without a location they are accepted. `[memo 3]` memoizes verdicts under that number.
///
/// ```text
/// object! {
///     /// `schema.json#/$defs/item`
///     fn item_on_value: "/type";
///     (2, "id") [seen 0] => types(is_string, "a string");
///     seen "/required" => "id";
/// }
/// ```
///
/// The caller imports this macro, `members`, `check`, and what they name: `Report`, `Stop`, `Instance`, `Kind` and `Members`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! object {
    ($(#[$place:meta])* $visibility:vis fn $check:ident [memo $memo:literal] $(: $type:literal)?; $($rows:tt)+) => {
        $(#[$place])*
        $visibility fn $check<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
            at.memoize($memo, value, |at| object!(@check value, at $(, $type)?; $($rows)+))
        }
    };
    ($(#[$place:meta])* $visibility:vis fn $check:ident $(: $type:literal)?; $($rows:tt)+) => {
        $(#[$place])*
        $visibility fn $check<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
            object!(@check value, at $(, $type)?; $($rows)+)
        }
    };
    (@check $value:ident, $at:ident $(, $type:literal)?; $($rows:tt)+) => {{
        if let Kind::Object(members) = $value.kind() {
            members! { members, $at; $($rows)+ }
        } $(else {
            $at.wrong_type($type, "an object", $value)?;
        })?
        Ok(())
    }};
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use object;
