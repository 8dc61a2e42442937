//! The report on two editions: the changes with their verdicts, the version that they need, and the objections to a release.

mod check;
mod human;
mod json;
mod markdown;

use semver::Version;

use crate::api::{Cost, Difference, is_sufficient, smallest_sufficient};
use crate::diff::change::{Change, Reading};
use crate::diff::rule::Rule;
use crate::diff::verdict::{Effect, Judged, Verdict};
use crate::source::diagnostic::Diagnostics;
use crate::source::location::Place;

/// The comparison of two editions of a contract.
#[derive(Clone, Debug)]
pub struct Report {
    /// The version of the older edition.
    pub old_version: Version,
    /// The version in the newer catalogue.
    pub new_version: Version,
    /// The changes in the order of the catalogue.
    pub changes: Vec<Judged>,
    /// The differences of the public API that no change explains.
    pub unexplained: Vec<Difference>,
    /// The folders of both editions, as messages show them.
    pub folders: Folders,
    /// The commands that follow, as messages show them.
    pub commands: Commands,
    /// Warnings: recorded verdicts that no change needs.
    pub warnings: Diagnostics,
}

/// The folders of two editions, each with a slash at the end, or empty.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The folder of the older edition.
    pub old: String,
    /// The folder of the newer edition.
    pub new: String,
}

/// Commands in messages, with the options that name the folders.
#[derive(Clone, Debug)]
pub struct Commands {
    /// The comparison.
    pub diff: String,
    /// The release.
    pub release: String,
}

impl Default for Commands {
    fn default() -> Self {
        Self { diff: "cargo xtask diff".to_owned(), release: "cargo xtask release".to_owned() }
    }
}

/// The result of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing has changed.
    Same,
    /// The version allows every change.
    Allowed,
    /// The version is too small.
    TooSmall,
    /// A reserved name has returned with another meaning.
    Reserved,
    /// A person must decide on a change.
    Unclassified,
}

impl Report {
    /// Adds the places on a page to the newer parts, as far as `place` knows them.
    pub fn locate(&mut self, place: impl Fn(&Place) -> Option<Place>) {
        for judged in &mut self.changes {
            if let Some(after) = &mut judged.change.after {
                after.on_page = place(&after.place.clone().on_disk());
            }
        }
    }

    /// Adds a part of the catalogue that may be wrong: a person must decide.
    pub(crate) fn doubt(&mut self, rule: Rule, (subject, words): (&str, &str), place: &Place, reason: &str) {
        let after = Reading::new(place.clone(), "as before");
        let change = Change::outside(rule, subject, words.to_owned(), None, Some(after));
        self.changes.push(Judged { change, wire: Verdict::unknown(reason), api: Vec::new(), source: Cost::Patch });
    }

    /// Returns true if the contract and the crate are the same.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty() && self.unexplained.is_empty()
    }

    /// Returns the greatest cost of all changes.
    pub fn cost(&self) -> Cost {
        let changes = self.changes.iter().map(|judged| judged.source);
        changes.chain(self.unexplained.iter().map(Difference::cost)).max().unwrap_or(Cost::Patch)
    }

    /// Returns the smallest version that allows every change.
    pub fn needed(&self) -> Version {
        if self.is_same() { self.old_version.clone() } else { smallest_sufficient(&self.old_version, self.cost()) }
    }

    /// Returns the version after the released one if nothing has changed.
    pub(crate) fn next_patch(&self) -> Version {
        smallest_sufficient(&self.old_version, Cost::Patch)
    }

    /// Returns true if the catalogue's version allows every change.
    pub fn is_sufficient(&self) -> bool {
        self.is_same() && self.new_version == self.old_version || self.is_enough(&self.new_version)
    }

    /// Returns true if a version allows every change. It must differ from the older version even if nothing has changed.
    pub fn is_enough(&self, version: &Version) -> bool {
        is_sufficient(&self.old_version, version, self.cost())
    }

    /// Returns true if the catalogue's version allows a cost.
    pub fn allows(&self, cost: Cost) -> bool {
        is_sufficient(&self.old_version, &self.new_version, cost)
    }

    /// Returns the changes with an effect.
    pub fn with_effect(&self, effect: Effect) -> impl Iterator<Item = &Judged> {
        self.changes.iter().filter(move |judged| judged.wire.effect == effect)
    }

    /// Returns the result.
    pub fn status(&self) -> Status {
        if self.changes.iter().any(Judged::waits) {
            Status::Unclassified
        } else if self.changes.iter().any(|judged| judged.change.rule == Rule::ReservedNameReturned) {
            Status::Reserved
        } else if !self.is_sufficient() {
            Status::TooSmall
        } else if self.is_same() {
            Status::Same
        } else {
            Status::Allowed
        }
    }

    /// Returns the effect on receivers in a few words: "nothing fails, 1 change arrives as drift".
    pub fn effect_words(&self) -> String {
        let counted = |effect: Effect| self.with_effect(effect).count();
        let mut parts = vec![match counted(Effect::Fails) {
            0 => "nothing fails".to_owned(),
            1 => "1 change fails".to_owned(),
            many => format!("{many} changes fail"),
        }];
        match counted(Effect::Degrades) {
            0 => {}
            1 => parts.push("1 change arrives as drift".to_owned()),
            many => parts.push(format!("{many} changes arrive as drift")),
        }
        match self.changes.iter().filter(|judged| judged.waits()).count() {
            0 => {}
            1 => parts.push("1 change waits for a verdict".to_owned()),
            many => parts.push(format!("{many} changes wait for a verdict")),
        }
        parts.join(", ")
    }

    /// Returns the summary in a line, without the next step.
    pub fn summary(&self) -> String {
        if self.is_same() {
            let other = format!(", and the version {} does not follow it", self.new_version);
            let other = if self.is_sufficient() { "" } else { other.as_str() };
            return format!("nothing has changed since {}{other}", self.old_version);
        }
        let needed = self.needed();
        let version = if self.is_sufficient() {
            format!("the crate needs {needed}, the catalogue has {}", self.new_version)
        } else {
            format!("the crate needs {needed}")
        };
        format!("receivers of {}: {} · {version}", self.old_version, self.effect_words())
    }
}
