//! The two verdicts on a change: what receivers of the older crate do, and what programs that use it need.

use crate::api::{Cost, Difference};
use crate::diff::change::Change;

/// A change with its verdicts.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The change.
    pub change: Change,
    /// The effect on receivers of the older crate.
    pub wire: Verdict,
    /// The differences of the public API that the change causes.
    pub api: Vec<Difference>,
    /// The effect on programs: the greatest cost of these differences, or what the rule itself demands.
    pub source: Cost,
}

impl Judged {
    /// Returns true if the change waits for the verdict of a person.
    pub fn waits(&self) -> bool {
        matches!(self.wire.basis, Basis::Unknown(_))
    }
}

/// The effect on receivers of the older crate when the newer producer sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Every delivery is decoded, and nothing is lost.
    Ok,
    /// Every delivery is decoded, some as drift or as an unknown event.
    Degrades,
    /// Some deliveries are refused.
    Fails,
    /// Unknown: a person must decide.
    Unclassified,
}

impl Effect {
    /// Returns `ok`, `degrades`, `fails` or `unclassified`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Degrades => "degrades",
            Self::Fails => "fails",
            Self::Unclassified => "unclassified",
        }
    }

    /// Returns the effect with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Ok, Self::Degrades, Self::Fails, Self::Unclassified].into_iter().find(|effect| effect.code() == code)
    }
}

/// An effect with its basis.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The effect.
    pub effect: Effect,
    /// The basis of the verdict.
    pub basis: Basis,
}

/// The part of a crate that reads an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The receiver.
    Receiver,
    /// `from_slice` of a type, which validates: no receiver reads the instance.
    Types,
    /// `Event`, in a crate without a receiver.
    Event,
}

impl Reader {
    fn words(self) -> &'static str {
        match self {
            Self::Receiver => "a receiver",
            Self::Types => "`from_slice`",
            Self::Event => "`Event`",
        }
    }
}

/// The basis of a verdict.
#[derive(Clone, Debug)]
pub enum Basis {
    /// A proof, in words.
    Proof(String),
    /// A delivery that shows the effect.
    Witness {
        /// The payload or the envelope as JSON.
        instance: String,
        /// The whole body, if a receiver reads it and it is more than the instance.
        body: Option<String>,
        /// The part of the older crate that reads it.
        reader: Reader,
        /// The result: "rejects".
        outcome: &'static str,
        /// The place in the body, or else in the instance, with the reason; empty if there is none.
        detail: String,
        /// True if other changes cause a worse outcome of the same instance.
        is_hypothetical: bool,
        /// The reason why the newer crate refuses it as well, if it does: "the refinement `u64` does not hold it".
        again: Option<String>,
    },
    /// The reason that a person has recorded in `[[verdicts]]`.
    Recorded(String),
    /// The reason why neither a proof nor a witness was found, or why a person must confirm.
    Unknown(String),
}

impl Verdict {
    pub(super) fn proven(words: impl Into<String>) -> Self {
        Self { effect: Effect::Ok, basis: Basis::Proof(words.into()) }
    }

    pub(super) fn unknown(words: impl Into<String>) -> Self {
        Self { effect: Effect::Unclassified, basis: Basis::Unknown(words.into()) }
    }
}

/// The maximum number of characters of an instance in a sentence, and of those at its end.
const SHOWN: (usize, usize) = (400, 60);

/// Shortens an instance: the JSON form of a report has the whole.
fn shown(instance: &str) -> String {
    let (most, end) = SHOWN;
    let letters: Vec<char> = instance.chars().collect();
    if letters.len() <= most {
        return instance.to_owned();
    }
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let (start, end) = (text(&letters[..most - end]), text(&letters[letters.len() - end..]));
    format!("{start}…{end} ({} characters)", letters.len())
}

impl Basis {
    /// Returns the basis in a sentence; `version` is that of the older crate. A long instance is shortened.
    pub fn words(&self, version: &str) -> String {
        match self {
            Self::Proof(words) | Self::Unknown(words) => words.clone(),
            Self::Recorded(reason) => format!("recorded: {reason}"),
            Self::Witness { instance, body, reader, outcome, detail, is_hypothetical, again } => {
                let sent = shown(body.as_ref().unwrap_or(instance));
                let colon = if detail.is_empty() { "" } else { ": " };
                let apart = if *is_hypothetical { "apart from the other changes, " } else { "" };
                let again = again.as_ref().map_or_else(String::new, |why| format!("; so does the newer crate: {why}"));
                format!("{apart}{} of {version} {outcome} {sent}{colon}{detail}{again}", reader.words())
            }
        }
    }
}
