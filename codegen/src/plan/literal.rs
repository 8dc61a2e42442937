//! The JSON values of a plan.

use codegen_runtime::value::exact::Exact;

use crate::json;
use crate::keyword::types::TypeSet;

/// A JSON value of a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number as written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Literal>),
    /// An object.
    Object(Vec<(String, Literal)>),
}

impl From<&json::Node> for Literal {
    fn from(node: &json::Node) -> Self {
        match &node.value {
            json::Value::Null => Self::Null,
            json::Value::Boolean(value) => Self::Boolean(*value),
            json::Value::Number(text) => Self::Number(text.clone()),
            json::Value::String(text) => Self::String(text.clone()),
            json::Value::Array(elements) => Self::Array(elements.iter().map(Self::from).collect()),
            json::Value::Object(members) => {
                Self::Object(members.iter().map(|member| (member.name.clone(), Self::from(&member.node))).collect())
            }
        }
    }
}

impl Literal {
    /// Returns the text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// Returns the value of an integer of at most 64 bits, in any spelling.
    pub fn as_integer(&self) -> Option<i64> {
        let Self::Number(text) = self else { return None };
        i64::try_from(Exact::parse(text)?.to_i128()?).ok()
    }

    /// Returns true if a lookahead tells the value from any other: it is a string, a boolean, null, or an integer of at most 64 bits.
    pub(crate) fn is_told(&self) -> bool {
        match self {
            Self::Null | Self::Boolean(_) | Self::String(_) => true,
            Self::Number(_) => self.as_integer().is_some(),
            Self::Array(_) | Self::Object(_) => false,
        }
    }

    /// Writes the value as JSON without white space.
    pub fn to_json(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let list = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Number(text) => text.clone(),
            Self::String(text) => quoted(text),
            Self::Array(elements) => format!("[{}]", list(elements.iter().map(Self::to_json).collect())),
            Self::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{}:{}", quoted(name), value.to_json()));
                format!("{{{}}}", list(members.collect()))
            }
        }
    }

    /// Returns the type of the value; integers count as `number`.
    pub fn types(&self) -> TypeSet {
        match self {
            Self::Null => TypeSet::NULL,
            Self::Boolean(_) => TypeSet::BOOLEAN,
            Self::Number(_) => TypeSet::NUMBER,
            Self::String(_) => TypeSet::STRING,
            Self::Array(_) => TypeSet::ARRAY,
            Self::Object(_) => TypeSet::OBJECT,
        }
    }
}
