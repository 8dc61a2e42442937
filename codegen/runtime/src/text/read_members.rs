//! The members of an object in a JSON text, each with its reader.

/// Reads the members of an object in one pass. A row has documented names, each with its position in documented order, and the reader of
/// their values. The last row is for members with other names. Without it, they may have any value:
///
/// ```text
/// read_members! {
///     scanner, members;
///     (0, "id") | (2, "label") => scanner.skip_string()?;
///     (1, "kind") => kind_on_bytes(scanner)?;
///     _ => refuse;
/// }
/// ```
///
/// Afterwards, `members` knows which names were seen. A third variable counts the members. Documented names without a row of their own are
/// listed after `others:`. A row `_ if PATTERN` before the last one is for other names that the pattern matches.
///
/// The last row is `add`, which notes the member as an addition, `refuse`, or a reader in braces.
///
/// The caller imports this macro, `KnownNames`, `Member` and `Members`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! read_members {
    (@other $scanner:ident, $members:ident, $member:ident, refuse) => {
        return None
    };
    (@other $scanner:ident, $members:ident, $member:ident, add) => {
        $members.add($scanner, $member)?
    };
    (@other $scanner:ident, $members:ident, $member:ident) => {{
        let Member::Unknown(name) = $member else { return None };
        $members.skip($scanner, name)?
    }};
    (@other $scanner:ident, $members:ident, $member:ident, { $read:expr }) => {{
        let Member::Unknown(name) = $member else { return None };
        $members.record($scanner, name)?;
        $read
    }};
    (@other $scanner:ident, $members:ident, $member:ident, $rest:tt, $pattern:ident, $read:expr) => {{
        let Member::Unknown(name) = $member else { return None };
        $members.record($scanner, name)?;
        if $pattern.is_match(name.bytes()) {
            $read
        } else {
            read_members! { @rest $rest }
        }
    }};
    (@rest refuse) => {
        return None
    };
    (@rest { $read:expr }) => {
        $read
    };
    (
        $scanner:ident, $members:ident $(, $length:ident)?;
        $($(($position:literal, $name:literal))|+ => $read:expr;)*
        $(others: $(($other:literal, $other_name:literal))|+ => $read_other:expr;)?
        $(_ if $pattern:ident => $matching:expr;)?
        $(_ => $rest:tt;)?
    ) => {
        let mut $members = {
            const NAMES: &[(usize, &str)] = &[$($(($position, $name),)+)* $($(($other, $other_name),)+)?];
            static KNOWN: KnownNames<{ NAMES.len() }, { KnownNames::<0, 0>::slots(NAMES.len()) }> = KnownNames::of(NAMES);
            Members::<{ NAMES.len().saturating_sub(1) / 64 + 1 }>::open($scanner, &KNOWN)?
        };
        while $members.has_next() {
            #[allow(unused_variables, clippy::manual_range_patterns)] // a row may refuse any member, and its positions may follow each other
            match $members.read($scanner)? {
                $(Member::Known($($position)|+) => $read,)*
                $(Member::Known(_) => $read_other,)?
                member => read_members! { @other $scanner, $members, member $(, $rest)? $(, $pattern, $matching)? },
            }
            $($length += 1;)?
            $members.advance($scanner)?;
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use read_members;

/// Defines the function that reads an object by `read_members!`, without its first row:
///
/// ```text
/// read_object! {
///     /// `schema.json#/$defs/item`
///     fn item_on_bytes(scanner) requires [0b01];
///     (0, "id") => scanner.skip_string()?;
///     (1, "kind") => kind_on_bytes(scanner)?;
/// }
/// ```
///
/// `requires` has the masks of the required names, by their positions. `or any` accepts every value that is not an object. `[memo 3]`
/// memoizes verdicts under that number.
///
/// The caller imports this macro, `read_members`, `Scanner`, and what that names.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! read_object {
    (@members $scanner:ident; $($rows:tt)*) => {{
        read_members! { $scanner, members; $($rows)* }
        Some(())
    }};
    (@members $scanner:ident requires [$($mask:literal),+]; $($rows:tt)*) => {{
        read_members! { $scanner, members; $($rows)* }
        members.has_all([$($mask),+]).then_some(())
    }};
    (@value $scanner:ident $(requires $masks:tt)?; $($rows:tt)*) => {
        read_object!(@members $scanner $(requires $masks)?; $($rows)*)
    };
    (@value $scanner:ident $(requires $masks:tt)? or any; $($rows:tt)*) => {
        if $scanner.peek() == b'{' {
            read_object!(@members $scanner $(requires $masks)?; $($rows)*)
        } else {
            $scanner.value()
        }
    };
    (
        $(#[$place:meta])* $visibility:vis fn $name:ident($scanner:ident) [memo $memo:literal]
        $(requires $masks:tt)? $(or $other:ident)?; $($rows:tt)*
    ) => {
        $(#[$place])*
        $visibility fn $name($scanner: &mut Scanner<'_>) -> Option<()> {
            $scanner.memoize($memo, |$scanner| read_object!(@value $scanner $(requires $masks)? $(or $other)?; $($rows)*))
        }
    };
    ($(#[$place:meta])* $visibility:vis fn $name:ident($scanner:ident) $(requires $masks:tt)? $(or $other:ident)?; $($rows:tt)*) => {
        $(#[$place])*
        $visibility fn $name($scanner: &mut Scanner<'_>) -> Option<()> {
            read_object!(@value $scanner $(requires $masks)? $(or $other)?; $($rows)*)
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use read_object;
