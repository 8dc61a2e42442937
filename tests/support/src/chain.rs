//! Chains of schemas: each level applies the next one in two indistinguishable ways, so the number of paths doubles with each level. None
//! is recursive.

/// The numbers of levels with a schema of each family.
pub const LEVELS: [usize; 2] = [8, 32];

/// A way to apply the next level twice.
#[derive(Debug)]
pub struct Family {
    /// The keyword.
    pub name: &'static str,
    /// The schema around the chain, with the placeholder `CHAIN`.
    outside: &'static str,
    /// A level, given two schemas equivalent to the next one.
    level: fn(&str, &str) -> String,
    /// The members that distinguish these two.
    own: [&'static str; 2],
    /// The last schema.
    end: &'static str,
    /// A level of an instance around the next one.
    nest: fn(&str) -> String,
    /// The innermost values.
    innermost: &'static [&'static str],
}

const OBJECTS: [&str; 2] = [r#""properties":{"p":{"type":"integer"}}"#, r#""properties":{"q":{"type":"integer"}}"#];
const STRINGS: [&str; 2] = [r#""minLength":1"#, r#""maxLength":99"#];
const ARRAYS: [&str; 2] = [r#""minItems":1"#, r#""maxItems":99"#];
const OBJECT: &str = r#"{"type":"object","properties":{"z":{"type":"string"}}}"#;
const LETTERS: &str = r#"{"pattern":"^[a-y]*$"}"#;

/// The families: chains on one value first, then those that descend.
pub const FAMILIES: [Family; 13] = [
    on_object("any-of", |p, q| format!(r#"{{"anyOf":[{p},{q}]}}"#)),
    on_object("one-of", |p, q| format!(r#"{{"oneOf":[{p},{q}]}}"#)),
    on_object("all-of", |p, q| format!(r#"{{"anyOf":[{p}],"allOf":[{{"anyOf":[{q}]}}]}}"#)),
    on_object("not", |p, q| format!(r#"{{"not":{{"allOf":[{{"not":{p}}},{{"not":{q}}}]}}}}"#)),
    on_object("if", |p, q| format!(r#"{{"if":{p},"then":{q}}}"#)),
    on_object("else", |p, q| format!(r#"{{"if":{p},"else":{q}}}"#)),
    on_object("dependent", |p, q| format!(r#"{{"dependentSchemas":{{"a":{p},"b":{q}}}}}"#)),
    on_object("unevaluated", |p, q| format!(r#"{{"anyOf":[{p},{q}],"unevaluatedProperties":true,"minProperties":1}}"#)),
    Family { own: STRINGS, end: LETTERS, innermost: &["\"abc\"", "\"xyz\""], ..on_object("string", any_of) },
    Family {
        outside: r#"{"propertyNames":CHAIN}"#,
        own: STRINGS,
        end: LETTERS,
        innermost: &[r#"{"abc":1,"def":2}"#, r#"{"abc":1,"xyz":2,"def":3}"#],
        ..on_object("names", |p, q| format!(r#"{{"if":{p},"then":{q},"else":false}}"#))
    },
    Family {
        nest: |inner| format!(r#"{{"n":{inner}}}"#),
        ..on_object("member", |p, q| format!(r#"{{"properties":{{"n":{p}}},"patternProperties":{{"^n":{q}}}}}"#))
    },
    Family {
        own: ARRAYS,
        end: LETTERS,
        nest: |inner| format!("[{inner}]"),
        innermost: &["\"abc\"", "\"xyz\""],
        ..on_object("contains", |p, q| format!(r#"{{"contains":{p},"items":{q}}}"#))
    },
    Family {
        own: ARRAYS,
        end: LETTERS,
        nest: |inner| format!("[{inner}]"),
        innermost: &["\"abc\"", "\"xyz\""],
        ..on_object("items", |p, q| format!(r#"{{"items":{p},"anyOf":[{{"items":{q}}}]}}"#))
    },
];

fn any_of(p: &str, q: &str) -> String {
    format!(r#"{{"anyOf":[{p},{q}]}}"#)
}

const fn on_object(name: &'static str, level: fn(&str, &str) -> String) -> Family {
    Family {
        name,
        outside: "CHAIN",
        level,
        own: OBJECTS,
        end: OBJECT,
        nest: str::to_owned,
        // The last one is rejected beside the chain, so that violations of the chain are collected and there are none.
        innermost: &[r#"{"a":1,"b":2,"z":"x"}"#, r#"{"a":1,"b":2,"z":1}"#, r#"{"a":1,"b":2,"z":"x","bad":1}"#],
    }
}

impl Family {
    /// Returns the name of the schema.
    pub fn schema_name(&self, levels: usize) -> String {
        format!("chain-{}-{levels}", self.name)
    }

    /// Returns the schema.
    pub fn schema(&self, levels: usize) -> String {
        let branch = |own: &str, level: usize| format!(r##"{{{own},"allOf":[{{"$ref":"#/$defs/a{}"}}]}}"##, level + 1);
        let level = |level: usize| {
            let [p, q] = self.own.map(|own| branch(own, level));
            format!(r#""a{level}":{}"#, (self.level)(&p, &q))
        };
        let definitions: Vec<String> = (0..levels).map(level).collect();
        let outside = self.outside.replace("CHAIN", r##"{"$ref":"#/$defs/a0"}"##);
        let (definitions, end) = (definitions.join(","), self.end);
        format!(r#"{{"properties":{{"bad":false}},"allOf":[{outside}],"$defs":{{{definitions},"a{levels}":{end}}}}}"#)
    }

    /// Returns the instances; the chain accepts some of them.
    pub fn instances(&self, levels: usize) -> Vec<String> {
        let nested = |innermost: &&str| (0..levels).fold((*innermost).to_owned(), |inner, _| (self.nest)(&inner));
        self.innermost.iter().map(nested).collect()
    }
}
