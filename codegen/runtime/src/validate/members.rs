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
/// A row has the length of the name, the bit that records it if it is required, and its check. The schema of a name is at
/// `/properties/name`, below which a row may say more, or elsewhere, after `at`. With several schemas a row has a location and a check for
/// each. `_ unless PATTERN` leaves out other names that a pattern matches.
///
/// A check is a function, `any`, `never`, `types` with the methods that recognize them, or `strings` with the listed ones.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! members {
    (@at $name:literal) => {
        concat!("/properties/", $name)
    };
    (@at $name:literal $below:literal) => {
        concat!("/properties/", $name, $below)
    };
    (@at $name:tt at $location:literal) => {
        $location
    };
    (@check $value:ident, $at:expr, any) => {};
    (@check $value:ident, $at:expr, never) => {
        $at.never("")?;
    };
    (@check $value:ident, $at:expr, types($($is_type:ident)|+, $expected:literal)) => {
        $at.expect_type("/type", $($value.$is_type())||+, $expected, $value)?;
    };
    (@check $value:ident, $at:expr, strings($($string:literal)|+, $keyword:literal, $message:literal)) => {
        if !matches!($value.as_str(), Some($($string)|+)) {
            $at.violation($keyword, $message)?;
        }
    };
    (@check $value:ident, $at:expr, $check:ident) => {
        $check($value, $at)?;
    };
    (
        $members:ident, $at:ident;
        $(
            ($length:literal, $name:literal) $([$seen:ident $bit:literal])*
            $($($below:literal)? $(at $location:literal)? => $check:ident $(($($argument:tt)*))?)+;
        )+
        _ $(unless $($pattern:ident)|+)? $(at $rest_location:literal)? => $rest:ident $(($($rest_argument:tt)*))?;
        $($mask:ident $required:literal => $($missing:literal),+;)*
    ) => {
        $(let mut $mask = 0_u64;)*
        #[allow(unused_variables)] // no row may check its value
        for (name, value) in $members.iter() {
            match (name.len(), name) {
                $(($length, $name) => {
                    $($seen |= 1 << $bit;)*
                    $(members! {
                        @check value, $at.member(name, members!(@at $name $($below)? $(at $location)?)), $check $(($($argument)*))?
                    })+
                })+
                $(_ if $($pattern.is_match(name))||+ => {})?
                _ => {
                    members! {
                        @check value, $at.member(name, members!(@at _ $(at $rest_location)?)), $rest $(($($rest_argument)*))?
                    }
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
