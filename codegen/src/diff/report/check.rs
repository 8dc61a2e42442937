//! The objections to a release: the changes that the version does not allow, and those that wait for a verdict.

use std::fmt::Write as _;

use crate::diff::change::Change;
use crate::diff::report::human::source_line;
use crate::diff::report::{Folders, Report};
use crate::diff::rule::Rule;
use crate::diff::verdict::{Effect, Judged};
use crate::source::visible::{self, Visible};

/// The ways out if a reserved name has returned with another meaning.
const RETURNED: &str = "ask the vendor for another name, or, if it is meant, remove its `[[reserved]]` entry; `diff --check` then shows the verdict to record";

impl Report {
    /// Returns the objections, each with the change, its rule and the remedy; empty if there are none.
    pub fn objections(&self) -> String {
        let mut text = String::new();
        for judged in &self.changes {
            if judged.change.rule == Rule::ReservedNameReturned {
                let _ = writeln!(text, "reserved  {}\n          {RETURNED}", line(&judged.change, &self.folders));
            } else if judged.waits() {
                let reason = judged.wire.basis.words(&self.old_version.to_string());
                let _ =
                    writeln!(text, "waits     {}\n          {}", line(&judged.change, &self.folders), Visible(&reason));
                text.push_str(&entry(judged));
            } else if !self.allows(judged.source) {
                let _ = writeln!(text, "{:<8}  {}", judged.source.name(), line(&judged.change, &self.folders));
            }
        }
        for difference in self.unexplained.iter().filter(|it| !self.allows(it.cost())) {
            let _ = writeln!(text, "{:<8}  {}", difference.cost().name(), source_line(difference));
        }
        if self.is_same() && !self.is_sufficient() {
            let (old, new) = (&self.old_version, &self.new_version);
            let _ = writeln!(
                text,
                "\nthe version {new} does not follow {old}, since which nothing has changed: set `version = \"{old}\"`"
            );
        } else if !self.is_sufficient() {
            let _ = writeln!(
                text,
                "\nthe version {} is too small for what changed since {}: it needs {}; run `{}`, or set `version`",
                self.new_version,
                self.old_version,
                self.needed(),
                self.commands.release
            );
        }
        text
    }
}

fn line(change: &Change, folders: &Folders) -> String {
    let number = change.rule.number().map_or_else(String::new, |number| format!("R{number} "));
    let folder = if change.after.is_some() { &folders.new } else { &folders.old };
    let place = change.place().map_or_else(String::new, |place| format!(" at {folder}{}", Visible(&place.to_string())));
    format!("{} ({number}{}){place}", Visible(&change.to_string()), change.rule.id())
}

/// Returns the lines that record a verdict: with the effect that was found, if only a person's word is missing. What a person must decide
/// is left open, and refused as it stands.
fn entry(judged: &Judged) -> String {
    let quoted = |text: &str| visible::in_toml(text);
    let wire = match judged.wire.effect {
        Effect::Unclassified => "\"…\" # \"ok\", \"degrades\" or \"fails\"".to_owned(),
        Effect::Ok | Effect::Degrades | Effect::Fails => quoted(judged.wire.effect.code()),
    };
    format!(
        "          to decide, add to the catalogue:\n\n            [[verdicts]]\n            rule = {}\n            place = {}\n            wire = {wire}\n            reason = \"…\"\n\n",
        quoted(judged.change.rule.id()),
        quoted(&judged.change.key())
    )
}
