//! What a documented schema is called in Rust: its type and its module, valid whatever the vendor calls it.

use std::collections::BTreeSet;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::model::Role;

/// Names that belong to the language or its prelude, or that emitted code uses: no type is called so.
pub(crate) const TAKEN: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Cow",
    "Debug",
    "Decimal",
    "Default",
    "Deserialize",
    "DeserializeOwned",
    "Deserializer",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromStr",
    "Hash",
    "Hasher",
    "Infallible",
    "Integer",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonSchema",
    "Map",
    "None",
    "Number",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "SerializeMap",
    "SerializeStruct",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "Value",
    "Vec",
];

/// The type's name: `TicketSold` for `ticket.sold`. A name that is needed for something else, by emitted code or as `reserved` says, gets
/// the schema's role behind it.
pub fn of_type(wire_name: &str, role: Role, reserved: &BTreeSet<String>) -> String {
    let ident = clean(wire_name).to_upper_camel_case();
    let ident = match ident.chars().next() {
        None => "Unnamed".to_owned(),
        Some(first) if is_start(first) => ident,
        Some(_) => format!("N{ident}"),
    };
    // `Unknown` is the variant for what is not documented.
    let is_taken = ident == "Unknown" || TAKEN.contains(&ident.as_str()) || reserved.contains(&ident);
    match role {
        _ if !is_taken => ident,
        Role::Event => format!("{ident}Payload"),
        Role::Envelope | Role::Plain => format!("{ident}Schema"),
    }
}

/// The module's name: `ticket_sold` for `ticket.sold`.
pub fn of_module(wire_name: &str) -> String {
    let ident = clean(wire_name).to_snake_case();
    let ident = match ident.chars().next() {
        None => "unnamed".to_owned(),
        Some(first) if is_start(first) => ident,
        Some(_) => format!("n{ident}"),
    };
    // Keywords are no identifiers.
    if syn::parse_str::<syn::Ident>(&ident).is_ok() { ident } else { format!("{ident}_") }
}

/// The words of a vendor's name in ASCII, as it writes them itself: `GitHub` is one word, `Acme Tickets` are two. A change of case parts
/// nothing, because names that people know are written so.
pub fn words(vendor: &str) -> Vec<String> {
    let parts = vendor.split(|found: char| !found.is_alphanumeric());
    let ascii = parts.map(|part| part.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    ascii.filter(|word| !word.is_empty()).collect()
}

/// The text with a blank for each character that no name can hold.
fn clean(text: &str) -> String {
    text.chars()
        .map(|found| if syn::parse_str::<syn::Ident>(&format!("x{found}")).is_ok() { found } else { ' ' })
        .collect()
}

fn is_start(first: char) -> bool {
    syn::parse_str::<syn::Ident>(&format!("{first}a")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_identifiers() {
        for wire_name in
            ["", "+", "2fa.enabled", "a.b_c-d/e:f", "match", "self", "Self", "é.à", "日本", "x²", "'", "\u{1f600}"]
        {
            for role in [Role::Event, Role::Envelope, Role::Plain] {
                let (ident, module) = (of_type(wire_name, role, &BTreeSet::new()), of_module(wire_name));
                assert!(syn::parse_str::<syn::Ident>(&ident).is_ok(), "{wire_name}: {ident}");
                assert!(syn::parse_str::<syn::Ident>(&module).is_ok(), "{wire_name}: {module}");
            }
        }
    }

    #[test]
    fn the_case_of_a_vendor_parts_no_words() {
        for (vendor, expected) in [
            ("GitHub", "GitHub"),
            ("Acme Tickets", "Acme Tickets"),
            ("Clear-Tix_2", "Clear Tix 2"),
            ("café au lait", "caf au lait"),
            ("O'Neill & Sons, Inc.", "O Neill Sons Inc"),
            ("日本", ""),
        ] {
            assert_eq!(words(vendor).join(" "), expected);
        }
    }

    #[test]
    fn names_that_the_crate_needs_get_their_role_behind_them() {
        let reserved = BTreeSet::from(["Event".to_owned()]);
        assert_eq!(of_type("ticket.sold", Role::Event, &reserved), "TicketSold");
        assert_eq!(of_type("event", Role::Event, &reserved), "EventPayload");
        assert_eq!(of_type("string", Role::Plain, &reserved), "StringSchema");
        assert_eq!(of_type("unknown", Role::Event, &reserved), "UnknownPayload");
        assert_eq!(of_module("type"), "type_");
    }
}
