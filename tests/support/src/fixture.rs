//! A schema, its instances, and its generated code.

use std::fmt::Display;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A schema, its instances, and its generated code.
#[derive(Debug)]
pub struct Fixture {
    /// The rule that it shows: its file name.
    pub rule: &'static str,
    /// The text of the schema.
    pub schema: &'static str,
    /// The text of the instances.
    pub instances: &'static str,
    /// The text of the generated module.
    pub module: &'static str,
    /// The validator's verdict.
    pub is_valid: fn(&Value) -> bool,
    /// The validator's violations, as units of the *basic* output.
    pub validate: fn(&Value) -> Vec<Value>,
    /// The verdict on bytes.
    pub is_valid_slice: fn(&[u8]) -> bool,
    /// The violations on bytes, as units of the *basic* output, or the syntax error.
    pub validate_slice: fn(&[u8]) -> Result<Vec<Value>, String>,
    /// Validates bytes, decodes them, and returns the type's serialization.
    pub from_slice: fn(&[u8]) -> Result<Value, String>,
    /// Decodes a text and returns the type's serialization.
    pub from_str: fn(&str) -> Result<Value, String>,
    /// Decodes a value and returns the type's serialization.
    pub from_value: fn(Value) -> Result<Value, String>,
    /// The schema that schemars derives from the type.
    pub derived: fn() -> Value,
}

impl Fixture {
    /// Creates a fixture without instances; `faces` is made by [`faces!`](crate::faces).
    pub const fn new<T: DeserializeOwned + Serialize + JsonSchema>(
        rule: &'static str,
        schema: &'static str,
        faces: Faces,
    ) -> Self {
        let Faces { is_valid, validate, is_valid_slice, validate_slice, from_slice } = faces;
        Self {
            rule,
            schema,
            instances: "",
            module: "",
            is_valid,
            validate,
            is_valid_slice,
            validate_slice,
            from_slice,
            from_str: |text| {
                let decoded: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
                let text = serde_json::to_string(&decoded).map_err(|error| error.to_string())?;
                serde_json::from_str(&text).map_err(|error| error.to_string())
            },
            from_value: |value| {
                let decoded: T = serde_json::from_value(value).map_err(|error| error.to_string())?;
                serde_json::to_value(&decoded).map_err(|error| error.to_string())
            },
            derived: || schemars::schema_for!(T).into(),
        }
    }

    /// Adds instances and the text of the module.
    #[must_use]
    pub const fn with(self, instances: &'static str, module: &'static str) -> Self {
        Self { instances, module, ..self }
    }
}

/// The functions of a generated validator; see the equally named fields of [`Fixture`].
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "said there")]
pub struct Faces {
    pub is_valid: fn(&Value) -> bool,
    pub validate: fn(&Value) -> Vec<Value>,
    pub is_valid_slice: fn(&[u8]) -> bool,
    pub validate_slice: fn(&[u8]) -> Result<Vec<Value>, String>,
    pub from_slice: fn(&[u8]) -> Result<Value, String>,
}

/// The functions of the validator of a generated type.
#[macro_export]
macro_rules! faces {
    ($ident:ty) => {
        $crate::fixture::Faces {
            is_valid: <$ident>::is_valid,
            validate: |value| $crate::fixture::listed(<$ident>::validate(value)),
            is_valid_slice: <$ident>::is_valid_slice,
            validate_slice: |input| match <$ident>::validate_slice(input) {
                Ok(()) => Ok(Vec::new()),
                Err(invalid) => match invalid.violations() {
                    Some(violations) => Ok($crate::fixture::listed(Err(violations))),
                    None => Err(invalid.to_string()),
                },
            },
            from_slice: |input| $crate::fixture::serialized(<$ident>::from_slice(input)),
        }
    };
}

/// Returns the serialization of what a generated `from_slice` of any crate has decoded.
///
/// # Errors
///
/// Those of `from_slice`.
pub fn serialized<T: Serialize, E: Display>(decoded: Result<T, E>) -> Result<Value, String> {
    let text = serde_json::to_string(&decoded.map_err(|error| error.to_string())?);
    let text = text.map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Returns the violations of a generated `validate` of any crate.
pub fn listed<V: IntoIterator<Item: Serialize>>(verdict: Result<(), V>) -> Vec<Value> {
    let violations = verdict.err().into_iter().flatten();
    violations.map(|violation| serde_json::to_value(violation).expect("a violation is made of texts")).collect()
}
