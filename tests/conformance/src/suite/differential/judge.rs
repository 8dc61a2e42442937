//! Independent judges: the `jsonschema` and `boon` crates.

use std::collections::{BTreeMap, BTreeSet};

use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::keyword::dialect::Draft;
use serde_json::Value;
use support::suite::Group;

/// An independent judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Judge {
    /// The `jsonschema` crate, at run-time.
    Jsonschema,
    /// The `boon` crate.
    Boon,
}

/// All judges.
pub(crate) const JUDGES: [Judge; 2] = [Judge::Jsonschema, Judge::Boon];

/// The URI of a schema without `$id` for the judges.
const SCHEMA: &str = "https://suite.example/schema.json";

/// The judges of one schema.
pub(crate) struct Judges {
    jsonschema: Result<jsonschema::Validator, String>,
    boon: Result<(boon::Schemas, boon::SchemaIndex), String>,
}

impl Judges {
    /// Creates the judges of a schema and the documents that it may refer to.
    pub(crate) fn of(group: &Group, remotes: &BTreeMap<String, Value>) -> Self {
        let schema: Value = serde_json::from_str(&group.schema.to_compact()).unwrap_or_default();
        Self { jsonschema: jsonschema(group, &schema, remotes), boon: boon(group, schema, remotes) }
    }

    /// Returns the reason why a judge does not take part.
    pub(crate) fn refusal(&self, judge: Judge) -> Option<&str> {
        match judge {
            Judge::Jsonschema => self.jsonschema.as_ref().err(),
            Judge::Boon => self.boon.as_ref().err(),
        }
        .map(String::as_str)
    }

    /// Returns the verdict of a judge; `None` if it does not take part.
    pub(crate) fn is_valid(&self, judge: Judge, instance: &Value) -> Option<bool> {
        match judge {
            Judge::Jsonschema => Some(self.jsonschema.as_ref().ok()?.is_valid(instance)),
            Judge::Boon => {
                let (schemas, index) = self.boon.as_ref().ok()?;
                Some(schemas.validate(instance, *index).is_ok())
            }
        }
    }

    /// Returns the keywords that a judge names as violated; a format with its name.
    pub(crate) fn keywords(&self, judge: Judge, instance: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        match judge {
            Judge::Jsonschema => {
                for error in self.jsonschema.iter().flat_map(|validator| validator.iter_errors(instance)) {
                    let format = match error.kind() {
                        jsonschema::error::ValidationErrorKind::Format { format } => format!(" {format}"),
                        _ => String::new(),
                    };
                    found.insert(format!("{}{format}", error.kind().keyword()));
                }
            }
            Judge::Boon => {
                if let Ok((schemas, index)) = &self.boon
                    && let Err(error) = schemas.validate(instance, *index)
                {
                    collect(&error, &mut found);
                }
            }
        }
        found
    }
}

fn jsonschema(
    group: &Group,
    schema: &Value,
    remotes: &BTreeMap<String, Value>,
) -> Result<jsonschema::Validator, String> {
    let draft = match group.draft {
        Draft::Draft4 => jsonschema::Draft::Draft4,
        Draft::Draft6 => jsonschema::Draft::Draft6,
        Draft::Draft7 => jsonschema::Draft::Draft7,
        Draft::Draft2019 => jsonschema::Draft::Draft201909,
        Draft::Draft2020 => jsonschema::Draft::Draft202012,
    };
    let mut options = jsonschema::options().with_base_uri(SCHEMA).with_retriever(Documents(remotes.clone()));
    // Since 2019-09 they are annotations, unless the vocabulary says otherwise.
    if group.format == FormatMeaning::Assertion || group.draft <= Draft::Draft7 {
        options = options.should_validate_formats(group.format == FormatMeaning::Assertion);
    }
    if schema.get("$schema").is_none() {
        options = options.with_draft(draft);
    }
    options.build(schema).map_err(|error| error.to_string())
}

/// The documents that schemas may refer to.
struct Documents(BTreeMap<String, Value>);

impl jsonschema::Retrieve for Documents {
    fn retrieve(&self, uri: &jsonschema::Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        self.0.get(uri.as_str()).cloned().ok_or_else(|| format!("there is no {uri}").into())
    }
}

fn boon(
    group: &Group,
    schema: Value,
    remotes: &BTreeMap<String, Value>,
) -> Result<(boon::Schemas, boon::SchemaIndex), String> {
    let (mut compiler, mut schemas) = (boon::Compiler::new(), boon::Schemas::new());
    compiler.set_default_draft(match group.draft {
        Draft::Draft4 => boon::Draft::V4,
        Draft::Draft6 => boon::Draft::V6,
        Draft::Draft7 => boon::Draft::V7,
        Draft::Draft2019 => boon::Draft::V2019_09,
        Draft::Draft2020 => boon::Draft::V2020_12,
    });
    if group.format == FormatMeaning::Assertion {
        compiler.enable_format_assertions();
    }
    if group.content == ContentMeaning::Assertion {
        compiler.enable_content_assertions();
    }
    for (uri, document) in remotes {
        compiler.add_resource(uri, document.clone()).map_err(|error| error.to_string())?;
    }
    compiler.add_resource(SCHEMA, schema).map_err(|error| error.to_string())?;
    let index = compiler.compile(SCHEMA, &mut schemas).map_err(|error| format!("{error:#}"))?;
    Ok((schemas, index))
}

fn collect(error: &boon::ValidationError<'_, '_>, found: &mut BTreeSet<String>) {
    if error.causes.is_empty() {
        let debug = format!("{:?}", error.kind);
        let kind = debug.split([' ', '(', '{']).next().unwrap_or_default();
        let mut keyword = kind.to_owned();
        keyword.replace_range(..1, &kind[..1].to_lowercase());
        found.insert(match &error.kind {
            boon::ErrorKind::Format { want, .. } => format!("format {want}"),
            _ => keyword,
        });
    }
    error.causes.iter().for_each(|cause| collect(cause, found));
}
