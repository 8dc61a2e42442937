//! The checks that rows of other macros consist of.

/// Applies a check to a value, or with `@accepts` asks whether it accepts the value:
///
/// | check | accepts |
/// | --- | --- |
/// | `any` | everything |
/// | `never` | nothing |
/// | `types(is_string \| is_null, "a string or null")` | these types |
/// | `values("a" \| "b", "/enum", "expected …")` | these strings |
/// | `strings("a" \| "b", "/enum", "expected …")` | these strings, where `type` asks for a string, too |
/// | `string(text; if text.is_empty() => "/minLength", "expected …")` | strings without that condition |
/// | `number(number; if number.compare_integer(0).is_lt() => "/minimum", "expected …")` | numbers without that condition |
/// | `integer(number; if … => "/minimum", "expected …")` | such integers |
/// | `array(elements; if … => "/minItems", "…"; each "/items" => never; if … => "/uniqueItems", "…")` | such arrays |
/// | `requires("/required", "id", "kind")` | objects with these members, and everything else |
/// | `any_of("/anyOf"; "/anyOf/0" => …; "/anyOf/1" => …)` | what one of these accepts, or several |
/// | `one_of("/oneOf"; "/oneOf/0" => …; "/oneOf/1" => …)` | what exactly one of these accepts |
/// | `when(…, then "/then" => …, otherwise "/else" => …)` | the one or the other, by what the first accepts |
/// | `kind_on_value` | what the function accepts |
///
/// Strings behind a condition are the location of the keyword that refuses the value, and the message. If a reference leads to a schema,
/// its location is a pair: the location of the reference, and the URI of the schema.
///
/// A check that several schemas share is a function. With `[memo 3]` it memoizes verdicts under that number:
///
/// ```text
/// check! {
///     /// `schema.json#/$defs/kind`
///     fn kind_on_value => strings("a" | "b", "/enum", "expected \"a\" or \"b\"");
/// }
/// ```
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! check {
    ($(#[$place:meta])* $visibility:vis fn $name:ident => $check:ident $(($($argument:tt)*))?;) => {
        $(#[$place])*
        $visibility fn $name<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
            check!(value, at, $check $(($($argument)*))?);
            Ok(())
        }
    };
    ($(#[$place:meta])* $visibility:vis fn $name:ident [memo $memo:literal] => $check:ident $(($($argument:tt)*))?;) => {
        $(#[$place])*
        $visibility fn $name<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
            at.memoize($memo, value, |at| {
                check!(value, at, $check $(($($argument)*))?);
                Ok(())
            })
        }
    };
    ($value:ident, $at:expr, any) => {};
    ($value:ident, $at:expr, never) => {
        $at.never("")?;
    };
    ($value:ident, $at:expr, types($($is_type:ident)|+, $expected:literal)) => {
        $at.expect_type("/type", $($value.$is_type())||+, $expected, $value)?;
    };
    ($value:ident, $at:expr, values($($string:literal)|+, $keyword:literal, $message:literal)) => {
        if !matches!($value.as_str(), Some($($string)|+)) {
            $at.violation($keyword, $message)?;
        }
    };
    ($value:ident, $at:expr, strings($($string:literal)|+, $keyword:literal, $message:literal)) => {
        match $value.as_str() {
            Some($($string)|+) => {}
            Some(_) => $at.violation($keyword, $message)?,
            None => {
                $at.wrong_type("/type", "a string", $value)?;
                $at.violation($keyword, $message)?;
            }
        }
    };
    ($value:ident, $at:expr, string($text:ident; $(if $refused:expr => $keyword:literal, $message:literal);+)) => {
        match $value.as_str() {
            Some($text) => {
                $(if $refused {
                    $at.violation($keyword, $message)?;
                })+
            }
            None => $at.wrong_type("/type", "a string", $value)?,
        }
    };
    ($value:ident, $at:expr, number($number:ident; $($refusals:tt)+)) => {
        check!(@number $value, $at, "a number", $number; $($refusals)+)
    };
    ($value:ident, $at:expr, integer($number:ident; $($refusals:tt)+)) => {
        check!(@number $value, $at, "an integer", $number; only $number.is_integer(); $($refusals)+)
    };
    ($value:ident, $at:expr, array(
        $elements:ident; $(if $refused:expr => $keyword:literal, $message:literal;)*
        each $items:tt => $check:ident $(($($argument:tt)*))?
        $(; if $refused_at_last:expr => $last_keyword:literal, $last_message:literal)*
    )) => {
        match $value.kind() {
            Kind::Array($elements) => {
                $(if $refused {
                    $at.violation($keyword, $message)?;
                })*
                for (index, value) in $elements.iter().enumerate() {
                    check!(value, check!(@part $at, element(index) $items), $check $(($($argument)*))?);
                }
                $(if $refused_at_last {
                    $at.violation($last_keyword, $last_message)?;
                })*
            }
            _ => $at.wrong_type("/type", "an array", $value)?,
        }
    };
    ($value:ident, $at:expr, requires($keyword:literal, $($name:literal),+)) => {
        if let Kind::Object(members) = $value.kind() {
            $(if !members.contains_key($name) {
                $at.missing($keyword, &[$name], 0)?;
            })+
        }
    };
    ($value:ident, $at:expr, $check:ident) => {
        $check($value, $at)?;
    };
    ($value:ident, $at:expr, any_of($keyword:literal; $($branch:tt => $check:ident $(($($argument:tt)*))?);+)) => {
        if !($(check!(@accepts $value, $at, $check $(($($argument)*))?))||+) {
            $at.violation($keyword, "expected one of the alternatives")?;
            $(check!($value, check!(@schema $at, $branch), $check $(($($argument)*))?);)+
        }
    };
    ($value:ident, $at:expr, one_of($keyword:literal; $($branch:tt => $check:ident $(($($argument:tt)*))?);+)) => {
        match [$(check!(@accepts $value, $at, $check $(($($argument)*))?)),+].iter().filter(|accepted| **accepted).count() {
            0 => {
                $at.violation($keyword, "expected one of the alternatives")?;
                $(check!($value, check!(@schema $at, $branch), $check $(($($argument)*))?);)+
            }
            1 => {}
            _ => $at.violation($keyword, "expected exactly one of the alternatives, but more than one accepts it")?,
        }
    };
    ($value:ident, $at:expr, when(
        $condition:ident $(($($asked:tt)*))?
        , then $then:tt => $check:ident $(($($argument:tt)*))?
        $(, otherwise $otherwise:tt => $other:ident $(($($other_argument:tt)*))?)?
    )) => {
        if check!(@accepts $value, $at, $condition $(($($asked)*))?) {
            check!($value, check!(@schema $at, $then), $check $(($($argument)*))?);
        } $(else {
            check!($value, check!(@schema $at, $otherwise), $other $(($($other_argument)*))?);
        })?
    };
    ($value:ident, $at:expr, when(
        $condition:ident $(($($asked:tt)*))?, otherwise $otherwise:tt => $other:ident $(($($other_argument:tt)*))?
    )) => {
        if !check!(@accepts $value, $at, $condition $(($($asked)*))?) {
            check!($value, check!(@schema $at, $otherwise), $other $(($($other_argument)*))?);
        }
    };
    (@number
        $value:ident, $at:expr, $expected:literal, $number:ident;
        $(only $is_allowed:expr;)? $(if $refused:expr => $keyword:literal, $message:literal);+
    ) => {
        match $value.kind() {
            Kind::Number($number) => {
                $(if !$is_allowed {
                    $at.wrong_type("/type", $expected, $value)?;
                })?
                $(if $refused {
                    $at.violation($keyword, $message)?;
                })+
            }
            _ => $at.wrong_type("/type", $expected, $value)?,
        }
    };
    (@part $at:expr, $step:ident($part:expr) $location:literal) => {
        $at.$step($part, $location)
    };
    (@part $at:expr, $step:ident($part:expr) ($reference:literal, $target:literal)) => {
        $at.$step($part, "").reference($reference, $target)
    };
    (@schema $at:expr, $location:literal) => {
        $at.schema($location)
    };
    (@schema $at:expr, ($reference:literal, $target:literal)) => {
        $at.reference($reference, $target)
    };
    (@accepts $value:ident, $at:expr, any) => {
        true
    };
    (@accepts $value:ident, $at:expr, never) => {
        false
    };
    (@accepts $value:ident, $at:expr, types($($is_type:ident)|+, $expected:literal)) => {
        ($($value.$is_type())||+)
    };
    (@accepts $value:ident, $at:expr, values($($string:literal)|+, $($message:literal),+)) => {
        matches!($value.as_str(), Some($($string)|+))
    };
    (@accepts $value:ident, $at:expr, strings($($string:literal)|+, $($message:literal),+)) => {
        matches!($value.as_str(), Some($($string)|+))
    };
    (@accepts $value:ident, $at:expr, string($text:ident; $(if $refused:expr => $keyword:literal, $message:literal);+)) => {
        $value.as_str().is_some_and(|$text| !($($refused)||+))
    };
    (@accepts $value:ident, $at:expr, number($number:ident; $(if $refused:expr => $keyword:literal, $message:literal);+)) => {
        match $value.kind() {
            Kind::Number($number) => !($($refused)||+),
            _ => false,
        }
    };
    (@accepts $value:ident, $at:expr, integer($number:ident; $(if $refused:expr => $keyword:literal, $message:literal);+)) => {
        match $value.kind() {
            Kind::Number($number) => $number.is_integer() && !($($refused)||+),
            _ => false,
        }
    };
    (@accepts $value:ident, $at:expr, array(
        $elements:ident; $(if $refused:expr => $keyword:literal, $message:literal;)*
        each $items:tt => $check:ident $(($($argument:tt)*))?
        $(; if $refused_at_last:expr => $last_keyword:literal, $last_message:literal)*
    )) => {
        match $value.kind() {
            Kind::Array($elements) => {
                $(!$refused &&)* $elements.iter().all(|value| check!(@accepts value, $at, $check $(($($argument)*))?))
                    $(&& !$refused_at_last)*
            }
            _ => false,
        }
    };
    (@accepts $value:ident, $at:expr, requires($keyword:literal, $($name:literal),+)) => {
        match $value.kind() {
            Kind::Object(members) => $(members.contains_key($name))&&+,
            _ => true,
        }
    };
    (@accepts $value:ident, $at:expr, any_of($keyword:literal; $($branch:tt => $check:ident $(($($argument:tt)*))?);+)) => {
        ($(check!(@accepts $value, $at, $check $(($($argument)*))?))||+)
    };
    (@accepts $value:ident, $at:expr, one_of($keyword:literal; $($branch:tt => $check:ident $(($($argument:tt)*))?);+)) => {
        ([$(check!(@accepts $value, $at, $check $(($($argument)*))?)),+].iter().filter(|accepted| **accepted).count() == 1)
    };
    (@accepts $value:ident, $at:expr, when(
        $condition:ident $(($($asked:tt)*))?
        $(, then $then:tt => $check:ident $(($($argument:tt)*))?)?
        $(, otherwise $otherwise:tt => $other:ident $(($($other_argument:tt)*))?)?
    )) => {
        if check!(@accepts $value, $at, $condition $(($($asked)*))?) {
            true $(&& check!(@accepts $value, $at, $check $(($($argument)*))?))?
        } else {
            true $(&& check!(@accepts $value, $at, $other $(($($other_argument)*))?))?
        }
    };
    (@accepts $value:ident, $at:expr, $check:ident) => {
        $check($value, $at.probe()).is_ok()
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use check;
