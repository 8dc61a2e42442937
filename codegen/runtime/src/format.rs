//! The asserted formats, one module each [JSON Schema 2020-12 Validation §7.3].

pub mod bidi;
pub mod code_point;
pub mod code_point_class;
pub mod code_point_table;
pub mod composition;
pub mod date;
pub mod date_time;
pub mod duration;
pub mod email;
pub mod hostname;
pub mod idn_email;
pub mod idn_hostname;
pub mod idna;
pub mod ipv4;
pub mod ipv6;
pub mod iri;
pub mod iri_reference;
pub mod json_pointer;
pub mod punycode;
pub mod reference;
pub mod regex;
pub mod regex_part;
pub mod relative_json_pointer;
pub mod time;
pub mod unicode_property;
pub mod uri;
pub mod uri_reference;
pub mod uri_template;
pub mod uuid;

/// A format and its check.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The value of the keyword: `date-time`.
    pub wire_name: &'static str,
    /// The module of the check: `date_time`.
    pub module: &'static str,
    /// Returns true if the text has the format.
    pub is_valid: fn(&str) -> bool,
}

/// All asserted formats.
pub const FORMATS: &[Format] = &[
    Format { wire_name: "date", module: "date", is_valid: |text| date::is_valid(text) },
    Format { wire_name: "date-time", module: "date_time", is_valid: |text| date_time::is_valid(text) },
    Format { wire_name: "duration", module: "duration", is_valid: duration::is_valid },
    Format { wire_name: "email", module: "email", is_valid: email::is_valid },
    Format { wire_name: "hostname", module: "hostname", is_valid: hostname::is_valid },
    Format { wire_name: "idn-email", module: "idn_email", is_valid: idn_email::is_valid },
    Format { wire_name: "idn-hostname", module: "idn_hostname", is_valid: idn_hostname::is_valid },
    Format { wire_name: "ipv4", module: "ipv4", is_valid: ipv4::is_valid },
    Format { wire_name: "ipv6", module: "ipv6", is_valid: ipv6::is_valid },
    Format { wire_name: "iri", module: "iri", is_valid: iri::is_valid },
    Format { wire_name: "iri-reference", module: "iri_reference", is_valid: iri_reference::is_valid },
    Format { wire_name: "json-pointer", module: "json_pointer", is_valid: json_pointer::is_valid },
    Format { wire_name: "regex", module: "regex", is_valid: regex::is_valid },
    Format {
        wire_name: "relative-json-pointer",
        module: "relative_json_pointer",
        is_valid: relative_json_pointer::is_valid,
    },
    Format { wire_name: "time", module: "time", is_valid: |text| time::is_valid(text) },
    Format { wire_name: "uri", module: "uri", is_valid: uri::is_valid },
    Format { wire_name: "uri-reference", module: "uri_reference", is_valid: uri_reference::is_valid },
    Format { wire_name: "uri-template", module: "uri_template", is_valid: uri_template::is_valid },
    Format { wire_name: "uuid", module: "uuid", is_valid: |text| uuid::is_valid(text) },
];

/// Returns the format with that name, if it is asserted.
pub fn find(wire_name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.wire_name == wire_name)
}
