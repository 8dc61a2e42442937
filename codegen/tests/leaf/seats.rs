#[derive(serde::Deserialize)]
pub struct Seats(#[allow(dead_code)] serde_json::Value);

use codegen_runtime::validate::documented;
use self::macros::documented;

documented! {
    Seats;
    schema = "";
    examples = [];
    checks = checks;
}

#[allow(
    clippy::collapsible_if,
    clippy::collapsible_match,
    clippy::match_wildcard_for_single_variants,
    clippy::nonminimal_bool,
    clippy::redundant_closure_for_method_calls,
    clippy::redundant_else,
    clippy::semicolon_if_nothing_returned,
    clippy::too_many_lines,
    clippy::unnecessary_map_or,
    clippy::unnecessary_wraps,
    clippy::unreadable_literal
)]
mod checks {
    use codegen_runtime::text::known_members::{KnownNames, Member, Members};
    use codegen_runtime::text::plain::{Check, Plain};
    use codegen_runtime::text::scanner::Scanner;
    use codegen_runtime::validate::report::{Quick, Report, Stop};
    use codegen_runtime::value::instance::{Instance, Kind, Members as _, Number};
    use serde_json::Value;
    use super::macros::read_members;

    pub(crate) const SCHEMA_PATH: &str = "seats.schema.json";

    /// The schema as a table, for reading and filling at once.
    pub(crate) const PLAIN: Option<&Plain> = Some(
        &Plain::new(
            &KnownNames::<1, 2>::new(["count"]),
            &[Check::By(count_on_bytes)],
            0,
            false,
        ),
    );

    pub(crate) fn is_valid(value: &Value) -> bool {
        on_value(value, Quick).is_ok()
    }

    /// `seats.schema.json#`
    pub(crate) fn on_value<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
        let Kind::Object(members) = value.kind() else {
            return at.wrong_type("/type", "an object", value);
        };
        for (name, value) in members.iter() {
            if name == "count" {
                count_on_value(value, at.member(name, "/properties/count"))?;
            }
        }
        Ok(())
    }

    /// `seats.schema.json#/properties/count`
    fn count_on_value<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
        let Kind::Number(number) = value.kind() else {
            return at.wrong_type("/type", "an integer", value);
        };
        if !number.is_integer() {
            at.wrong_type("/type", "an integer", value)?;
        }
        if number.is_integer() && !number.is_multiple_of_integer(2) {
            at.violation("/x-even", "expected an even integer")?;
        }
        Ok(())
    }

    /// `seats.schema.json#`
    pub(crate) fn on_bytes(scanner: &mut Scanner<'_>) -> Option<()> {
        read_members! {
            scanner, members;
            (0, "count") => count_on_bytes(scanner)?;
            _ => skip;
        }
        Some(())
    }

    /// `seats.schema.json#/properties/count`
    fn count_on_bytes(scanner: &mut Scanner<'_>) -> Option<()> {
        let number = scanner.number()?;
        (number.is_integer()
            && (!number.is_integer() || number.is_multiple_of_integer(2)))
            .then_some(())
    }
}

mod macros {
    /// Gives a type its schema, its examples and its validators; `checks` is the module of the validators.
    ///
    /// The caller imports this macro and, as `documented`, its module.
    #[allow(unused_macros)]
    macro_rules! documented {
        (
            $type:ident $(in $library:ident)?; schema = $schema:expr; examples =
            [$($first:expr $(, $other:expr)* $(,)?)?]; checks = $($checks:ident)::+;
        ) => {
            impl $type { #[doc = " The documented JSON Schema."] pub const SCHEMA :
            &'static str = $schema; #[doc = " The documented examples, as JSON."] pub
            const EXAMPLES : &'static [&'static str] = & [$($first $(, $other)*)?];
            $(#[doc = " Returns the first documented example."] #[must_use] pub fn
            example() -> Self { Self::from_slice($first .as_bytes())
            .expect("gen has checked every example against its schema") })? #[doc =
            " Returns whether the documented schema accepts a value."] #[doc = ""] #[doc
            =
            " Stops at the first violation; [`validate`](Self::validate) returns them all. Both give the same verdict."]
            #[must_use] pub fn is_valid(value : & serde_json::Value) -> bool {
            $($checks)::+:: is_valid(value) } #[doc =
            " Validates a value against the documented schema and returns every violation."]
            #[doc = ""] #[doc = " # Errors"] #[doc = ""] #[doc =
            " All violations, each with its location in the value and in the schema, and without any part of the value."]
            pub fn validate(value : & serde_json::Value) -> Result < (),
            documented::Violations > { documented::validate::< Self > (value,
            $($checks)::+:: is_valid) } #[doc =
            " Returns whether bytes are JSON [RFC 8259] that the documented schema accepts."]
            #[doc = ""] #[doc =
            " Decides in one pass, without building a tree. Numbers of any size are compared exactly. An object with two"]
            #[doc =
            " members of one name and nesting beyond 128 levels are refused. [`validate_slice`](Self::validate_slice)"]
            #[doc = " returns the reason; both give the same verdict."] #[must_use] pub
            fn is_valid_slice(input : & [u8]) -> bool { documented::is_valid_slice::<
            Self > (input) } #[doc =
            " Validates JSON bytes against the documented schema and returns every violation."]
            #[doc = ""] #[doc = " # Errors"] #[doc = ""] #[doc =
            " The first place at which the bytes are not JSON, or else all violations, as [`validate`](Self::validate)"]
            #[doc = " returns them."] $(#[doc = ""] #[doc = " # Examples"] #[doc = ""]
            #[doc = " ```"] #[doc = concat!("use ", stringify!($library), "::{Invalid, ",
            stringify!($type), "};")] #[doc = ""] #[doc = concat!("match ",
            stringify!($type), "::validate_slice(b\"[1, 2\") {")] #[doc =
            "     Ok(()) => println!(\"valid\"),"] #[doc =
            "     Err(Invalid::NotJson(error)) => println!(\"no JSON at byte {}: {error}\", error.offset),"]
            #[doc =
            "     Err(Invalid::Schema(violations)) => println!(\"{violations}\"),"] #[doc
            = "     Err(other) => println!(\"{other}\"),"] #[doc = " }"] #[doc =
            " ```"])? pub fn validate_slice(input : & [u8]) -> Result < (),
            documented::Invalid > { documented::validate_slice::< Self > (input) } #[doc
            = " Validates JSON bytes against the documented schema and decodes them."]
            #[doc = ""] #[doc =
            " The verdict is that of [`validate_slice`](Self::validate_slice), unlike that of `serde_json::from_slice`, which does"]
            #[doc = " not know the schema."] #[doc = ""] #[doc = " # Errors"] #[doc = ""]
            #[doc =
            " The errors of [`validate_slice`](Self::validate_slice), or [`Invalid::Unrepresentable`](documented::Invalid)."]
            pub fn from_slice(input : & [u8]) -> Result < Self, documented::Invalid > {
            documented::from_slice::< Self > (input) } } impl documented::Documented for
            $type { const SCHEMA_PATH : &'static str = $($checks)::+:: SCHEMA_PATH; const
            READER : documented::Reader = $($checks)::+:: on_bytes; const PLAIN : Option
            <&'static documented::Plain > = $($checks)::+:: PLAIN; fn collect <'v, 't >
            (instance : &'v documented::Tree <'t >, at : documented::Collect <'v, 't >,)
            -> Result < (), documented::Stop > { $($checks)::+:: on_value(instance, at) }
            }
        };
    }

    pub(super) use documented;

    /// Reads the members of an object in one pass. A row has documented names, each with its position in documented order, and the reader of
    /// their values. The last row is for members with other names:
    ///
    /// ```text
    /// read_members! {
    ///     scanner, members;
    ///     (0, "id") | (2, "label") => scanner.skip_string()?;
    ///     (1, "kind") => kind_on_bytes(scanner)?;
    ///     _ => skip;
    /// }
    /// ```
    ///
    /// Afterwards, `members` knows which names were seen. A third variable counts the members. Documented names without a row of their own are
    /// listed after `others:`. A row `_ if PATTERN` before the last one is for other names that the pattern matches.
    ///
    /// `skip` accepts any value, `add` notes the member as an addition, and `refuse` accepts none; a reader of other members is in braces.
    ///
    /// The caller imports this macro, `KnownNames`, `Member` and `Members`.
    #[allow(unused_macros)]
    macro_rules! read_members {
        (@ other $scanner:ident, $members:ident, $member:ident, refuse) => {
            return None
        };
        (@ other $scanner:ident, $members:ident, $member:ident, add) => {
            $members .add($scanner, $member) ?
        };
        (@ other $scanner:ident, $members:ident, $member:ident, skip) => {
            { let Member::Unknown(name) = $member else { return None }; $members
            .skip($scanner, name) ? }
        };
        (@ other $scanner:ident, $members:ident, $member:ident, { $read:expr }) => {
            { let Member::Unknown(name) = $member else { return None }; $members
            .record($scanner, name) ?; $read }
        };
        (
            @ other $scanner:ident, $members:ident, $member:ident, $rest:tt,
            $pattern:ident, $read:expr
        ) => {
            { let Member::Unknown(name) = $member else { return None }; $members
            .record($scanner, name) ?; if $pattern .is_match(name.bytes()) { $read } else
            { read_members! { @ rest $rest } } }
        };
        (@ rest refuse) => {
            return None
        };
        (@ rest { $read:expr }) => {
            $read
        };
        (
            $scanner:ident, $members:ident $(, $length:ident)?; $($(($position:literal,
            $name:literal))|+ => $read:expr;)* $(others : $(($other:literal,
            $other_name:literal))|+ => $read_other:expr;)? $(_ if $pattern:ident =>
            $matching:expr;)? _ => $rest:tt;
        ) => {
            let mut $members = { const NAMES : & [(usize, & str)] = & [$($(($position,
            $name),)+)* $($(($other, $other_name),)+)?]; static KNOWN : KnownNames < {
            NAMES.len() }, { KnownNames::< 0, 0 >::slots(NAMES.len()) } > =
            KnownNames::of(NAMES); Members::< { NAMES.len().saturating_sub(1) / 64 + 1 }
            >::open($scanner, & KNOWN) ? }; while $members .has_next() {
            #[allow(unused_variables, clippy::manual_range_patterns)] match $members
            .read($scanner) ? { $(Member::Known($($position)|+) => $read,)*
            $(Member::Known(_) => $read_other,)? member => read_members! { @ other
            $scanner, $members, member, $rest $(, $pattern, $matching)? }, } $($length +=
            1;)? $members .advance($scanner) ?; }
        };
    }

    pub(super) use read_members;
}
