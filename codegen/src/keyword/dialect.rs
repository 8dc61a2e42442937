//! The dialects of JSON Schema, named by `$schema`.

/// A published version of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Draft {
    /// Draft 4
    Draft4,
    /// Draft 6
    Draft6,
    /// Draft 7
    Draft7,
    /// Draft 2019-09
    Draft2019,
    /// Draft 2020-12
    Draft2020,
}

/// A draft with its vocabularies in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The draft.
    pub draft: Draft,
    /// The vocabularies in use: all, unless a meta-schema with `$vocabulary` restricts them.
    pub vocabularies: Vocabularies,
    /// True if a meta-schema makes `format` an assertion.
    pub asserts_format: bool,
}

/// The dialect of schemas without `$schema`.
pub const DEFAULT: Dialect = Dialect::of(Draft::Draft2020);

impl Dialect {
    /// Returns a draft with all its vocabularies.
    pub const fn of(draft: Draft) -> Self {
        Self { draft, vocabularies: Vocabularies::ALL, asserts_format: false }
    }
}

/// A named set of keywords [JSON Schema 2020-12 Core §8.1].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vocabulary {
    /// `$id`, `$ref` and the other keywords with `$`: always in use.
    Core,
    /// Keywords that apply subschemas.
    Applicator,
    /// `unevaluatedItems` and `unevaluatedProperties`
    Unevaluated,
    /// Keywords that assert by themselves.
    Validation,
    /// `title`, `description` and related keywords.
    MetaData,
    /// `format`
    Format,
    /// `contentEncoding` and related keywords.
    Content,
}

impl Vocabulary {
    /// Returns the vocabulary for a member of `$vocabulary`, in any draft.
    pub fn from_uri(uri: &str) -> Option<Self> {
        let rest = uri.strip_prefix("https://json-schema.org/draft/")?;
        let (_, vocabulary) = rest.strip_prefix("2020-12").or(rest.strip_prefix("2019-09"))?.split_once("/vocab/")?;
        match vocabulary {
            "core" => Some(Self::Core),
            "applicator" => Some(Self::Applicator),
            "unevaluated" => Some(Self::Unevaluated),
            "validation" => Some(Self::Validation),
            "meta-data" => Some(Self::MetaData),
            "format" | "format-annotation" | "format-assertion" => Some(Self::Format),
            "content" => Some(Self::Content),
            _ => None,
        }
    }

    /// Returns the last part of its URI in a draft.
    pub fn path(self, draft: Draft) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Applicator => "applicator",
            // In 2019-09 they are part of the applicators.
            Self::Unevaluated if draft == Draft::Draft2019 => "applicator",
            Self::Unevaluated => "unevaluated",
            Self::Validation => "validation",
            Self::MetaData => "meta-data",
            Self::Format if draft == Draft::Draft2019 => "format",
            Self::Format => "format-annotation",
            Self::Content => "content",
        }
    }
}

/// A set of vocabularies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vocabularies(u8);

impl Vocabularies {
    /// All vocabularies.
    pub const ALL: Self = Self(u8::MAX);
    /// The vocabulary that is always in use.
    pub const CORE: Self = Self(1 << Vocabulary::Core as u8);

    /// Adds a vocabulary.
    #[must_use]
    pub const fn with(self, vocabulary: Vocabulary) -> Self {
        Self(self.0 | 1 << vocabulary as u8)
    }

    /// Returns true if a vocabulary is in use.
    pub const fn contains(self, vocabulary: Vocabulary) -> bool {
        self.0 & 1 << vocabulary as u8 != 0
    }
}

/// The meta-schemas by draft.
const META_SCHEMAS: [(Draft, &str); 5] = [
    (Draft::Draft4, "http://json-schema.org/draft-04/schema"),
    (Draft::Draft6, "http://json-schema.org/draft-06/schema"),
    (Draft::Draft7, "http://json-schema.org/draft-07/schema"),
    (Draft::Draft2019, "https://json-schema.org/draft/2019-09/schema"),
    (Draft::Draft2020, "https://json-schema.org/draft/2020-12/schema"),
];

impl Draft {
    /// Returns the draft for a value of `$schema`, with or without an empty fragment, in either scheme.
    pub fn from_meta_schema(uri: &str) -> Option<Self> {
        let strip = |uri: &str| {
            uri.trim_end_matches('#').trim_start_matches("https://").trim_start_matches("http://").to_owned()
        };
        let found = META_SCHEMAS.iter().find(|(_, known)| strip(known) == strip(uri));
        found.map(|(draft, _)| *draft)
    }

    /// Returns the URI of the meta-schema.
    pub fn meta_schema(self) -> &'static str {
        META_SCHEMAS[self as usize].1
    }

    /// Returns the URIs of all meta-schemas, for messages.
    pub fn all_meta_schemas() -> impl Iterator<Item = &'static str> {
        META_SCHEMAS.iter().map(|(_, uri)| *uri)
    }

    /// Returns true if `$ref` disables its siblings, as up to draft 7.
    pub fn ref_hides_siblings(self) -> bool {
        self <= Self::Draft7
    }

    /// Returns the keyword for a schema's identifier.
    pub fn id_keyword(self) -> &'static str {
        if self == Self::Draft4 { "id" } else { "$id" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_found_by_meta_schema() {
        for (draft, uri) in META_SCHEMAS {
            assert_eq!(draft.meta_schema(), uri);
            assert_eq!(Draft::from_meta_schema(uri), Some(draft));
            assert_eq!(Draft::from_meta_schema(&format!("{uri}#")), Some(draft));
        }
        assert_eq!(Draft::from_meta_schema("https://example.com/schema"), None);
    }
}
