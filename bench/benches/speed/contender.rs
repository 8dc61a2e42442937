//! The contenders: our validators, those of others, and readers without a verdict.

use boon::{Compiler, Schemas};
use serde::de::IgnoredAny;
use serde_json::Value;

/// The role of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Corpus,
    /// A documented delivery, with a target of its own.
    Delivery,
    /// Measured, but excluded from the means.
    Beside,
}

/// A dataset with the build script's code for its schema.
pub(crate) struct Compiled {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The changes to the schema, for all contenders.
    pub(crate) note: &'static str,
    pub(crate) schema: &'static str,
    /// The instances, one per line.
    pub(crate) instances: &'static str,
    /// Our validators, or the reason why the generator refuses the schema.
    pub(crate) ours: Result<Ours, &'static str>,
    pub(crate) is_valid_by_macro: fn(&Value) -> bool,
}

#[derive(Clone, Copy)]
pub(crate) struct Ours {
    pub(crate) is_valid: fn(&Value) -> bool,
    pub(crate) is_valid_slice: fn(&[u8]) -> bool,
}

pub(crate) use generated::ALL;

#[allow(dead_code, missing_docs, unreachable_pub, unused, clippy::all, clippy::pedantic)]
mod generated {
    use super::{Compiled, Kind, Ours};

    include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
}

/// A contender: a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    /// `serde_json` into a `Value`, then the validator of `jsonschema`'s macro.
    Macro,
    OursBytes,
    OursValue,
    Runtime,
    Boon,
    /// A reader without a verdict.
    IgnoredAny,
    Parse,
    Sonic,
}

impl Name {
    pub(crate) const ALL: [Self; 8] = [
        Self::Macro,
        Self::OursBytes,
        Self::OursValue,
        Self::Runtime,
        Self::Boon,
        Self::IgnoredAny,
        Self::Parse,
        Self::Sonic,
    ];

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Macro => "macro",
            Self::OursBytes => "ours, bytes",
            Self::OursValue => "ours, `Value`",
            Self::Runtime => "jsonschema",
            Self::Boon => "boon",
            Self::IgnoredAny => "`IgnoredAny`",
            Self::Parse => "`Value` parse",
            Self::Sonic => "sonic-rs parse",
        }
    }

    /// Returns true if it gives a verdict; the others only read.
    pub(crate) fn decides(self) -> bool {
        !matches!(self, Self::IgnoredAny | Self::Parse | Self::Sonic)
    }
}

/// Returns true if an input is accepted.
type Accepts<'a, T> = Box<dyn Fn(&T) -> bool + 'a>;
/// Returns the number of accepted inputs.
type Pass<'a, T> = Box<dyn Fn(&[T]) -> usize + 'a>;

/// A validator or reader of inputs.
pub(crate) struct Contender<'a, T> {
    pub(crate) name: Name,
    pub(crate) accepts: Accepts<'a, T>,
    /// One call for a whole dataset, so that the overhead of the call is negligible.
    pub(crate) pass: Pass<'a, T>,
}

impl<'a, T> Contender<'a, T> {
    fn new(name: Name, accepts: impl Fn(&T) -> bool + Copy + 'a) -> Self {
        let pass = move |inputs: &[T]| inputs.iter().filter(|input| accepts(std::hint::black_box(input))).count();
        Self { name, accepts: Box::new(accepts), pass: Box::new(pass) }
    }
}

/// The prepared schema for validators at run time.
pub(crate) struct Runtime<'a> {
    compiled: &'a Compiled,
    jsonschema: jsonschema::Validator,
    boon: Result<(Schemas, boon::SchemaIndex), String>,
}

impl<'a> Runtime<'a> {
    pub(crate) fn new(compiled: &'a Compiled) -> Self {
        let schema: Value = serde_json::from_str(compiled.schema).expect("the schemas are JSON");
        let options = jsonschema::options().should_validate_formats(true);
        let jsonschema = options.build(&schema).unwrap_or_else(|error| panic!("{}: {error}", compiled.name));
        Self { compiled, jsonschema, boon: boon(schema) }
    }

    /// Returns the reference verdict.
    pub(crate) fn judge(&self, text: &[u8]) -> bool {
        parse(text).is_some_and(|value| self.jsonschema.is_valid(&value))
    }

    /// Returns the notes for readers of the table.
    pub(crate) fn notes(&self) -> impl Iterator<Item = String> {
        let changed = Some(self.compiled.note).filter(|note| !note.is_empty()).map(str::to_owned);
        let ours = self.compiled.ours.as_ref().err().map(|why| format!("we refuse the schema: {why}"));
        let boon = self.boon.as_ref().err().map(|why| format!("boon refuses the schema: {why}"));
        [changed, ours, boon].into_iter().flatten()
    }

    /// Returns the contenders on bytes; the first is the baseline.
    pub(crate) fn contenders(&self) -> Vec<Contender<'_, Vec<u8>>> {
        let by_macro = self.compiled.is_valid_by_macro;
        let mut contenders =
            vec![Contender::new(Name::Macro, move |text: &Vec<u8>| parse(text).is_some_and(|value| by_macro(&value)))];
        if let Ok(Ours { is_valid, is_valid_slice }) = self.compiled.ours {
            contenders.push(Contender::new(Name::OursBytes, move |text: &Vec<u8>| is_valid_slice(text)));
            contenders.push(Contender::new(Name::OursValue, move |text: &Vec<u8>| {
                parse(text).is_some_and(|value| is_valid(&value))
            }));
        }
        contenders.push(Contender::new(Name::Runtime, |text: &Vec<u8>| self.judge(text)));
        if let Ok((schemas, index)) = &self.boon {
            contenders.push(Contender::new(Name::Boon, |text: &Vec<u8>| {
                parse(text).is_some_and(|value| schemas.validate(&value, *index).is_ok())
            }));
        }
        contenders.push(Contender::new(Name::IgnoredAny, |text: &Vec<u8>| {
            serde_json::from_slice::<IgnoredAny>(text).is_ok()
        }));
        contenders.push(Contender::new(Name::Parse, |text: &Vec<u8>| parse(text).is_some()));
        contenders
            .push(Contender::new(Name::Sonic, |text: &Vec<u8>| sonic_rs::from_slice::<sonic_rs::Value>(text).is_ok()));
        contenders
    }

    /// Returns the contenders on a value; the first is the baseline.
    pub(crate) fn contenders_on_value(&self) -> Vec<Contender<'_, Value>> {
        let by_macro = self.compiled.is_valid_by_macro;
        let mut contenders = vec![Contender::new(Name::Macro, move |value: &Value| by_macro(value))];
        if let Ok(Ours { is_valid, .. }) = self.compiled.ours {
            contenders.push(Contender::new(Name::OursValue, move |value: &Value| is_valid(value)));
        }
        contenders
    }
}

fn parse(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).ok()
}

fn boon(schema: Value) -> Result<(Schemas, boon::SchemaIndex), String> {
    const URI: &str = "https://schema.example/schema.json";
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    let mut schemas = Schemas::new();
    compiler.add_resource(URI, schema).map_err(|error| format!("{error:#}"))?;
    let index = compiler.compile(URI, &mut schemas).map_err(|error| format!("{error:#}"))?;
    Ok((schemas, index))
}
