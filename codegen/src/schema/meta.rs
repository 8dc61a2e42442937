//! Meta-schemas, generated from the keyword table, so that schemas may refer to them.
//!
//! They assert the same as the published ones and have the same URIs, anchors and definitions, but no prose.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::json::{self, Document};
use crate::keyword::dialect::{Draft, Vocabulary};
use crate::keyword::{self, Form};
use crate::source::location::Source;

/// Returns the meta-schema with a URI: that of a draft, or of one of its vocabularies, which is nested inside it. Known ones are omitted.
/// Its path is its retrieval URI.
pub(super) fn document(uri: &str, is_known: impl Fn(&str) -> bool) -> Option<(Draft, Arc<Document>)> {
    let meta_schemas = [Draft::Draft4, Draft::Draft6, Draft::Draft7, Draft::Draft2019, Draft::Draft2020];
    let draft = meta_schemas.into_iter().find(|draft| {
        let own = draft.meta_schema();
        uri == own || own.strip_suffix("schema").is_some_and(|base| uri.starts_with(&format!("{base}meta/")))
    })?;
    let own = draft.meta_schema();
    let (path, schema) = match draft {
        Draft::Draft4 | Draft::Draft6 | Draft::Draft7 => (own.to_owned(), single(draft)),
        Draft::Draft2019 | Draft::Draft2020 if is_known(own) => {
            (format!("{own}/vocabularies"), json!({ "$schema": own, "$defs": vocabularies(draft, is_known) }))
        }
        Draft::Draft2019 | Draft::Draft2020 => (own.to_owned(), by_vocabulary(draft, is_known)),
    };
    let source = Source::new(path, schema.to_string());
    json::parse(&source).ok().map(|document| (draft, Arc::new(document)))
}

/// Returns the meta-schema of a draft without vocabularies.
fn single(draft: Draft) -> Value {
    let uri = format!("{}#", draft.meta_schema());
    let mut schema = json!({
        "$schema": uri,
        draft.id_keyword(): uri,
        "type": if draft == Draft::Draft4 { json!("object") } else { json!(["object", "boolean"]) },
        "definitions": definitions(draft, "definitions"),
        "properties": properties(draft, |_| true),
    });
    if draft == Draft::Draft4 {
        schema["dependencies"] = json!({ "exclusiveMaximum": ["maximum"], "exclusiveMinimum": ["minimum"] });
    }
    schema
}

/// Returns the meta-schema of a draft with vocabularies, which consists of one schema for each.
fn by_vocabulary(draft: Draft, is_known: impl Fn(&str) -> bool) -> Value {
    let (own, base, paths) = (draft.meta_schema(), base(draft), paths(draft));
    dynamic(
        draft,
        json!({
            "$schema": own,
            "$id": own,
            "$vocabulary": paths.iter().map(|path| (format!("{base}vocab/{path}"), json!(true))).collect::<Map<_, _>>(),
            "type": ["object", "boolean"],
            "allOf": paths.iter().map(|path| json!({ "$ref": format!("meta/{path}") })).collect::<Value>(),
            "$defs": vocabularies(draft, is_known),
            "properties": given_up(draft),
        }),
    )
}

/// Returns the meta-schemas of a draft's vocabularies, except for known ones.
fn vocabularies(draft: Draft, is_known: impl Fn(&str) -> bool) -> Map<String, Value> {
    let vocabulary = |path: &'static str| {
        let uri = format!("{}meta/{path}", base(draft));
        let schema = json!({
            "$schema": draft.meta_schema(),
            "$id": uri,
            "type": ["object", "boolean"],
            "$defs": definitions(draft, "$defs"),
            "properties": properties(draft, |of: Vocabulary| of.path(draft) == path),
        });
        (!is_known(&uri)).then(|| (path.to_owned(), dynamic(draft, schema)))
    };
    paths(draft).into_iter().filter_map(vocabulary).collect()
}

/// Returns the paths of a draft's vocabularies in the published order.
fn paths(draft: Draft) -> Vec<&'static str> {
    let vocabularies: BTreeSet<Vocabulary> = keyword::of(draft).map(|keyword| keyword.vocabulary).collect();
    let mut paths: Vec<&str> = vocabularies.into_iter().map(|vocabulary| vocabulary.path(draft)).collect();
    // Draft 2019-09 has one for two of them.
    paths.dedup();
    paths
}

/// Returns the base URI of a draft's vocabularies.
fn base(draft: Draft) -> &'static str {
    draft.meta_schema().strip_suffix("schema").unwrap_or_default()
}

/// Makes a schema extensible by a dynamic anchor.
fn dynamic(draft: Draft, mut schema: Value) -> Value {
    let (keyword, value) =
        if draft == Draft::Draft2019 { ("$recursiveAnchor", json!(true)) } else { ("$dynamicAnchor", json!("meta")) };
    schema[keyword] = value;
    schema
}

/// Returns the keywords of the previous draft that this draft checks only for their form.
fn given_up(draft: Draft) -> Map<String, Value> {
    let is_given_up = |keyword: &&keyword::Keyword| {
        draft == Draft::Draft2020 && keyword.spelling.starts_with("$recursive") && !keyword.is_in(draft)
    };
    let form = |form| if form == Form::Boolean { Form::Anchor } else { form };
    let given_up = keyword::of(Draft::Draft2019).filter(is_given_up);
    given_up
        .map(|keyword| (keyword.spelling.to_owned(), self::form(keyword.spelling, form(keyword.form), draft)))
        .collect()
}

fn properties(draft: Draft, is_wanted: impl Fn(Vocabulary) -> bool) -> Map<String, Value> {
    // In draft 4, a reference is not a schema: the meta-schema does not list `$ref`.
    let is_known = |spelling: &str| draft != Draft::Draft4 || spelling != "$ref";
    let wanted = keyword::of(draft).filter(|keyword| is_wanted(keyword.vocabulary) && is_known(keyword.spelling));
    wanted.map(|keyword| (keyword.spelling.to_owned(), form(keyword.spelling, keyword.form, draft))).collect()
}

/// Returns the definitions of the published meta-schema.
fn definitions(draft: Draft, at: &str) -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    let types = ["array", "boolean", "integer", "null", "number", "object", "string"];
    let mut strings = json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true });
    if draft == Draft::Draft4 {
        strings["minItems"] = json!(1);
    }
    let (first, second) = match draft {
        Draft::Draft4 => ("positiveInteger", "positiveIntegerDefault0"),
        _ => ("nonNegativeInteger", "nonNegativeIntegerDefault0"),
    };
    json!({
        "schemaArray": { "type": "array", "minItems": 1, "items": self_reference(draft) },
        first: count,
        second: { "allOf": [{ "$ref": format!("#/{at}/{first}") }] },
        "simpleTypes": { "enum": types },
        "stringArray": strings,
    })
}

/// Returns a reference to the meta-schema itself or to its extension.
fn self_reference(draft: Draft) -> Value {
    match draft {
        Draft::Draft4 | Draft::Draft6 | Draft::Draft7 => json!({ "$ref": "#" }),
        Draft::Draft2019 => json!({ "$recursiveRef": "#" }),
        Draft::Draft2020 => json!({ "$dynamicRef": "#meta" }),
    }
}

fn form(spelling: &str, form: Form, draft: Draft) -> Value {
    let definitions = if draft <= Draft::Draft7 { "definitions" } else { "$defs" };
    let defined = |definition: &str| json!({ "$ref": format!("#/{definitions}/{definition}") });
    let map = |member: Value| json!({ "type": "object", "additionalProperties": member });
    let any_of = |first: Value, second: Value| json!({ "anyOf": [first, second] });
    let number = if draft == Draft::Draft4 {
        json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true })
    } else {
        json!({ "type": "number", "exclusiveMinimum": 0 })
    };
    let count = if draft == Draft::Draft4 { "positiveInteger" } else { "nonNegativeInteger" };
    match form {
        // Draft 4 has boolean schemas only here.
        Form::Schema if draft == Draft::Draft4 && spelling.starts_with("additional") => {
            any_of(json!({ "type": "boolean" }), self_reference(draft))
        }
        Form::Schema => self_reference(draft),
        Form::SchemaList => defined("schemaArray"),
        Form::SchemaMap => map(self_reference(draft)),
        Form::SchemaOrList => any_of(self_reference(draft), defined("schemaArray")),
        Form::SchemaOrStrings => any_of(self_reference(draft), defined("stringArray")),
        Form::SchemaOrStringsMap => map(any_of(self_reference(draft), defined("stringArray"))),
        Form::StringsMap => map(defined("stringArray")),
        Form::PatternMap if draft == Draft::Draft4 => map(self_reference(draft)),
        Form::PatternMap => {
            json!({ "type": "object", "additionalProperties": self_reference(draft), "propertyNames": { "format": "regex" } })
        }
        Form::Pattern => json!({ "type": "string", "format": "regex" }),
        Form::Types => json!({ "anyOf": [
            defined("simpleTypes"),
            { "type": "array", "items": defined("simpleTypes"), "minItems": 1, "uniqueItems": true },
        ] }),
        Form::TypeName => defined("simpleTypes"),
        Form::Values if draft == Draft::Draft4 => json!({ "type": "array", "minItems": 1, "uniqueItems": true }),
        Form::Values => json!({ "type": "array" }),
        Form::Strings => defined("stringArray"),
        Form::Count => defined(count),
        Form::Number => json!({ "type": "number" }),
        Form::PositiveNumber => number,
        Form::Boolean => json!({ "type": "boolean" }),
        Form::String => json!({ "type": "string" }),
        Form::Uri | Form::UriReference if draft == Draft::Draft4 => json!({ "type": "string" }),
        Form::Uri => json!({ "type": "string", "format": "uri" }),
        Form::UriReference if spelling == "$id" && draft >= Draft::Draft2019 => {
            json!({ "type": "string", "format": "uri-reference", "pattern": "^[^#]*#?$" })
        }
        Form::UriReference => json!({ "type": "string", "format": "uri-reference" }),
        Form::Anchor if draft == Draft::Draft2019 => {
            json!({ "type": "string", "pattern": "^[A-Za-z][-A-Za-z0-9.:_]*$" })
        }
        Form::Anchor => json!({ "type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$" }),
        Form::UriFlags => json!({
            "type": "object",
            "propertyNames": { "type": "string", "format": "uri" },
            "additionalProperties": { "type": "boolean" },
        }),
        Form::Anything => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::location::Pointer;

    fn has(uri: &str, pointer: &str) -> bool {
        let (_, document) = document(uri, |_| false).unwrap();
        document.get(&pointer.split('/').skip(1).fold(Pointer::root(), |pointer, token| pointer.join(token))).is_some()
    }

    #[test]
    fn draft_4_meta_schema_omits_references() {
        assert!(!has("http://json-schema.org/draft-04/schema", "/properties/$ref"));
        assert!(has("http://json-schema.org/draft-06/schema", "/properties/$ref"));
    }

    #[test]
    fn dropped_keywords_keep_their_form() {
        let recursive = "/properties/$recursiveAnchor/pattern";
        assert!(has("https://json-schema.org/draft/2020-12/schema", recursive));
        assert!(!has("https://json-schema.org/draft/2019-09/schema", recursive));
    }

    #[test]
    fn vocabularies_are_in_published_order() {
        for (draft, third) in [(Draft::Draft2019, "meta/validation"), (Draft::Draft2020, "meta/unevaluated")] {
            assert_eq!(by_vocabulary(draft, |_| false)["allOf"][2]["$ref"], third);
            assert_eq!(by_vocabulary(draft, |_| false)["allOf"][0]["$ref"], "meta/core");
        }
    }

    #[test]
    fn an_identifier_has_no_fragment_since_2019() {
        assert!(!has("http://json-schema.org/draft-07/schema", "/properties/$id/pattern"));
        assert!(has("https://json-schema.org/draft/2019-09/schema", "/$defs/core/properties/$id/pattern"));
        assert!(has("https://json-schema.org/draft/2020-12/schema", "/$defs/core/properties/$id/pattern"));
    }
}
