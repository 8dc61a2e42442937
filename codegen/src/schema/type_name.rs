//! Names of types that JSON Schema does not have, and what their authors mean.

use crate::source::nearest::nearest;

const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Names of other languages and formats, in lower case, with the types that have such values.
const FOREIGN: [(&str, &[&str]); 7] = [
    ("array", &["list", "set", "tuple"]),
    ("boolean", &["bool"]),
    ("integer", &["int", "int32", "int64", "long", "short", "bigint"]),
    ("null", &["nil", "none", "undefined"]),
    ("number", &["num", "float", "double", "decimal"]),
    ("object", &["map", "dict", "dictionary", "hash", "record", "struct"]),
    ("string", &["str", "text", "char", "varchar", "enum"]),
];

/// Names of formats, in lower case without `-` and `_`.
const FORMATS: [(&str, &[&str]); 7] = [
    ("date", &["date"]),
    ("date-time", &["datetime", "timestamp"]),
    ("time", &["time"]),
    ("duration", &["duration"]),
    ("uuid", &["uuid", "guid"]),
    ("email", &["email"]),
    ("uri", &["uri", "url"]),
];

/// Returns the help for an unknown name of a type, if its meaning is likely.
pub(super) fn meant(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let plain = lower.replace(['-', '_'], "");
    let listed = |table: &'static [(&str, &[&str])], name: &str| {
        table.iter().find(|(_, names)| names.contains(&name)).map(|(meant, _)| *meant)
    };
    if matches!(lower.as_str(), "any" | "mixed" | "*") {
        return Some("remove it: a schema without `type` accepts every type".to_owned());
    }
    if let Some(format) = listed(&FORMATS, &plain) {
        return Some(format!("write `\"type\": \"string\"` with `\"format\": \"{format}\"`"));
    }
    let meant = listed(&FOREIGN, &lower).or_else(|| nearest(&lower, TYPES))?;
    Some(format!("did you mean `{meant}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_meanings_are_suggested() {
        for (name, part) in [
            ("int", "`integer`"),
            ("Integer", "`integer`"),
            ("interger", "`integer`"),
            ("STRING", "`string`"),
            ("strings", "`string`"),
            ("float", "`number`"),
            ("Bool", "`boolean`"),
            ("list", "`array`"),
            ("dict", "`object`"),
            ("nil", "`null`"),
            ("date", "`\"format\": \"date\"`"),
            ("dateTime", "`\"format\": \"date-time\"`"),
            ("date-time", "`\"format\": \"date-time\"`"),
            ("UUID", "`\"format\": \"uuid\"`"),
            ("any", "remove it"),
        ] {
            let help = meant(name);
            assert!(help.as_deref().is_some_and(|help| help.contains(part)), "{name}: {help:?}");
        }
        for name in ["money", "", "Address", "oneOf", "file"] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
