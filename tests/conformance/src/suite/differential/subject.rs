//! A schema with all its validators and judges.

use std::collections::{BTreeMap, BTreeSet};

use codegen::interpret;
use codegen::json;
use codegen::plan::{NodeId, Plan, specialize};
use codegen::source::location::Source;
use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::validate::violation::Violations;
use serde_json::Value;
use support::compiled::{self, Compiled};
use support::suite::Group;

use super::Found;
use super::additions;
use super::exception::{Disagreement, keyword};
use super::exceptions::EXCEPTIONS;
use super::judge::{JUDGES, Judges};
use super::reading::{self, Reading};
use support::mutation::Mutator;
use support::spelling::Speller;

/// A schema with all its validators and judges.
pub(crate) struct Subject<'a> {
    group: &'a Group,
    compiled: &'a Compiled,
    plan: Plan,
    root: NodeId,
    specialized: Plan,
    fused_root: NodeId,
    near_bounds: Vec<f64>,
    judges: Judges,
}

/// Location, keyword and message.
type Finding = (String, String, String);

impl<'a> Subject<'a> {
    /// Creates the validators and the judges of a group's schema.
    pub(crate) fn new(group: &'a Group, all: &'a [Compiled], documents: &BTreeMap<String, Value>) -> Self {
        let (model, plan) = group.plan();
        let root = plan.entries[&model.roots[0].schema];
        let specialized = specialize::specialize(&plan);
        Self {
            group,
            compiled: compiled::named(all, &group.name),
            fused_root: specialized.entries[&model.roots[0].schema],
            plan,
            root,
            specialized,
            near_bounds: reading::near_bounds(&group.schema),
            judges: Judges::of(group, documents),
        }
    }

    /// Judges the instances of the group, and a number of mutants.
    pub(crate) fn examine(&self, count: usize, seed: u64, found: &mut Found) {
        for judge in JUDGES {
            let refusal = self.judges.refusal(judge);
            found.refusals.extend(refusal.map(|why| format!("{judge:?} does not take {}: {why}", self.group.name)));
        }
        let schema: Value = serde_json::from_str(&self.group.schema.to_compact()).unwrap_or_default();
        let texts: Vec<String> = self.group.instances().map(json::Node::to_compact).collect();
        let instances: Vec<Value> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
        let seed = self.group.name.bytes().fold(seed, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let (mut mutator, mut speller) = (Mutator::new(seed, &schema, &instances), Speller::new(seed));
        for text in &texts {
            self.verdicts(text.as_bytes(), found);
        }
        let mut random = fastrand::Rng::with_seed(seed);
        for instance in &instances {
            let text = speller.same(&additions::added(instance, &mut random));
            self.verdicts(text.as_bytes(), found);
        }
        for index in 0..count {
            // The instances themselves, too, in other spellings.
            let value = if index % 8 == 0 {
                instances.get(index / 8 % instances.len().max(1)).cloned().unwrap_or_default()
            } else {
                mutator.mutant(&instances)
            };
            let text = match index % 16 {
                0..4 => value.to_string().into_bytes(),
                4..11 => speller.same(&value).into_bytes(),
                11 | 12 => speller.with_a_number(&value).into_bytes(),
                13 => speller.with_a_duplicate(&value).into_bytes(),
                _ => {
                    let text = speller.same(&value);
                    speller.broken(&text)
                }
            };
            self.verdicts(&text, found);
        }
    }

    /// Compares all validators and judges on one text.
    fn verdicts(&self, text: &[u8], found: &mut Found) {
        found.texts += 1;
        let reading = reading::read(text, &self.near_bounds);
        let fail = |what: String| format!("{}: {what}\n    in {}", self.group.name, String::from_utf8_lossy(text));
        let outcome = match std::str::from_utf8(text).ok().map(|text| Source::new("instance.json", text.to_owned())) {
            Some(source) => match json::parse(&source) {
                Ok(document) => self.of_document(text, &document.root, reading, found),
                Err(_) => self.of_no_document(text, &reading, found),
            },
            None => self.of_no_document(text, &reading, found),
        };
        found.wrong.extend(outcome.err().map(fail));
    }

    /// Asserts that all readers refuse malformed JSON.
    fn of_no_document(&self, text: &[u8], reading: &Reading, found: &mut Found) -> Result<(), String> {
        found.malformed += 1;
        if !matches!(reading, Reading::Refused | Reading::Deep) {
            return Err("only the interpreter's reader refuses it".to_owned());
        }
        let decoded = (self.compiled.from_slice)(text).map(drop);
        match ((self.compiled.is_valid_slice)(text), (self.compiled.validate_slice)(text), decoded) {
            (false, Err(Invalid::NotJson(_)), Err(Invalid::NotJson(_))) => Ok(()),
            other => Err(format!("it is no JSON, and from bytes it is {other:?}")),
        }
    }

    /// Asserts that validators on texts decide exactly, and those on values do where the value is exact.
    fn of_document(
        &self,
        text: &[u8],
        document: &json::Node,
        reading: Reading,
        found: &mut Found,
    ) -> Result<(), String> {
        let (value, is_exact) = match reading {
            Reading::Refused => return Err("only the interpreter's reader takes it".to_owned()),
            Reading::Exact(value) => (Some(value), true),
            Reading::Rounded(value) => (Some(value), false),
            Reading::Beyond | Reading::Deep => (None, false),
        };
        let expected = interpret::is_valid(&self.plan, self.root, document);
        *(if expected { &mut found.accepted } else { &mut found.refused }) += 1;
        found.rounded += usize::from(!is_exact);
        let specialized = interpret::is_valid(&self.specialized, self.fused_root, document);
        let bytes = (self.compiled.is_valid_slice)(text);
        if (bytes, specialized) != (expected, expected) {
            return Err(format!(
                "interpreted {expected}, from bytes {bytes}, interpreted as specialized {specialized}"
            ));
        }
        let utf_8 = str::from_utf8(text).map_err(|error| error.to_string())?;
        found.noted += usize::from(additions::agree(self.compiled, utf_8)?);
        let planned: BTreeSet<Finding> = interpret::validate(&self.plan, self.root, document)
            .into_iter()
            .map(|finding| (finding.instance.as_str().to_owned(), finding.keyword_location, finding.message))
            .collect();
        let from_bytes = match (self.compiled.validate_slice)(text) {
            Ok(()) => None,
            Err(Invalid::Schema(violations)) => Some(violations),
            Err(other) => return Err(format!("it is JSON, and from bytes {other:?}")),
        };
        if findings(from_bytes.as_ref()) != planned || planned.is_empty() != expected {
            return Err(format!("interpreted {planned:?}, from bytes {from_bytes:?}"));
        }
        self.reads_like_serde(text, expected)?;
        let Some(value) = value else { return Ok(()) };
        let is_valid = (self.compiled.is_valid)(&value);
        let violations = (self.compiled.validate)(&value).err();
        if violations.is_none() != is_valid {
            return Err(format!("`is_valid` is {is_valid}, `validate` says {violations:?}"));
        }
        if is_exact {
            if findings(violations.as_ref()) != planned {
                return Err(format!("interpreted {planned:?}, `validate` says {violations:?}"));
            }
            self.judge(&value, violations.as_ref(), found);
        }
        Ok(())
    }

    /// Asserts that a valid text is decoded to the value that `serde_json` reads from it, and no other text is decoded.
    fn reads_like_serde(&self, text: &[u8], is_valid: bool) -> Result<(), String> {
        let (decoded, by_serde) = ((self.compiled.from_slice)(text), serde_json::from_slice::<Value>(text));
        let is_same = match (&decoded, &by_serde) {
            (Err(Invalid::Unrepresentable { .. }), by_serde) => is_valid && by_serde.is_err(),
            (Err(_), _) => !is_valid,
            (Ok(decoded), Ok(by_serde)) => is_valid && decoded == by_serde,
            (Ok(_), Err(error)) => is_valid && error.to_string().starts_with("recursion limit"),
        };
        if is_same { Ok(()) } else { Err(format!("decoded {decoded:?}, by serde {by_serde:?}, validity {is_valid}")) }
    }

    /// Compares with the judges.
    fn judge(&self, value: &Value, violations: Option<&Violations>, found: &mut Found) {
        let ours = violations.is_none();
        for judge in JUDGES {
            let Some(theirs) = self.judges.is_valid(judge, value) else { continue };
            *found.judged.entry(judge).or_default() += 1;
            if theirs == ours {
                continue;
            }
            let keywords = match violations {
                None => self.judges.keywords(judge, value),
                Some(violations) => violations.iter().map(|it| keyword(&it.keyword, &it.message)).collect(),
            };
            let disagreement = Disagreement { judge, group: self.group, instance: value, ours, keywords };
            match EXCEPTIONS.iter().position(|exception| exception.covers(&disagreement)) {
                Some(index) => *found.covered.entry(index).or_default() += 1,
                None => {
                    let entry = found.uncovered.entry(disagreement.class());
                    entry.or_insert_with(|| (0, disagreement.to_string())).0 += 1;
                }
            }
        }
    }
}

fn findings(violations: Option<&Violations>) -> BTreeSet<Finding> {
    let violations = violations.into_iter().flatten().cloned();
    violations.map(|it| (it.instance_location, it.keyword_location, it.message)).collect()
}
