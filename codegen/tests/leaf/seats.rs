#[derive(serde::Deserialize)]
pub struct Seats(#[allow(dead_code)] serde_json::Value);

use codegen_runtime::documented;
use codegen_runtime::validate::documented;

documented! {
    Seats;
    schema = "";
    examples = [];
    checks = checks;
}

#[allow(
    clippy::collapsible_if,
    clippy::collapsible_match,
    clippy::large_stack_arrays,
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
    use codegen_runtime::{check, members, object, read_members, read_object};
    use serde_json::Value;

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

    object! {
        /// `seats.schema.json#`
        pub(crate) fn on_value: "/type";
        (5, "count") => integer(number; if number.is_integer()&&!number.is_multiple_of_integer(2) => "/x-even", "expected an even integer");
    }

    read_object! {
        /// `seats.schema.json#`
        pub(crate) fn on_bytes(scanner);
        (0, "count") => count_on_bytes(scanner)?;
    }

    /// `seats.schema.json#/properties/count`
    fn count_on_bytes(scanner: &mut Scanner<'_>) -> Option<()> {
        let number = scanner.number()?;
        (number.is_integer()
            && (!number.is_integer() || number.is_multiple_of_integer(2)))
            .then_some(())
    }
}
