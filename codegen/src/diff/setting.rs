//! Settings that determine the meaning of a keyword. The effects of a setting on all schemas with the keyword are one change, not one for
//! each place.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::diff::change::{Change, Reading};
use crate::diff::rule::Rule;
use crate::diff::verdict::Judged;
use crate::load::Loaded;
use crate::pipeline::Edition;
use crate::source::words::counted;

/// The settings, each with the keywords that it gives a meaning to.
const MEANINGS: [(&str, &[&str]); 2] = [("format", &["format"]), ("content", &["contentEncoding", "contentMediaType"])];

/// Joins the changes that come from a setting alone with the change of the setting. A change that waits for a verdict stays separate.
pub(super) fn join(old: &Edition, new: &Edition, judged: Vec<Judged>) -> Vec<Judged> {
    let mut judged = judged;
    for (setting, keywords) in MEANINGS {
        if is_same(setting, &old.loaded.catalog, &new.loaded.catalog) {
            continue;
        }
        let is_setting = |it: &Judged| it.change.rule == Rule::SettingChanged && it.change.section_key == Some(setting);
        let is_effect = |it: &Judged| !it.waits() && is_effect(&it.change, keywords, [&old.loaded, &new.loaded]);
        let (effects, mut others): (Vec<Judged>, Vec<Judged>) = judged.into_iter().partition(is_effect);
        match others.iter_mut().find(|it| is_setting(it)) {
            Some(it) => add(it, effects),
            None => others.extend(effects),
        }
        judged = others;
    }
    judged
}

fn is_same(setting: &str, old: &Catalog, new: &Catalog) -> bool {
    if setting == "format" {
        old.settings.format == new.settings.format
    } else {
        old.settings.content == new.settings.content
    }
}

/// Returns true for the change of a keyword that is written equally in both editions and has an effect in only one of them.
fn is_effect(change: &Change, keywords: &[&str], [old, new]: [&Loaded; 2]) -> bool {
    let (reading, of, other) = match (&change.before, &change.after) {
        (Some(before), None) => (before, old, new),
        (None, Some(after)) => (after, new, old),
        (Some(_), Some(_)) | (None, None) => return false,
    };
    let written = |loaded: &Loaded, reading: &Reading| {
        let pointer = reading.place.pointer.as_ref()?;
        Some(loaded.schemas.get(reading.place.source.path())?.get(pointer)?.to_compact())
    };
    let keyword = reading.place.pointer.as_ref().and_then(|pointer| pointer.tokens().last());
    let is_one = keyword.is_some_and(|keyword| keywords.contains(&keyword.as_str()));
    change.is_inside() && is_one && written(of, reading).is_some() && written(of, reading) == written(other, reading)
}

/// Adds the effects of a setting to its change. The worst effect becomes that of the setting.
fn add(setting: &mut Judged, effects: Vec<Judged>) {
    if effects.is_empty() {
        return;
    }
    let count = counted(effects.len(), "place");
    let _ = write!(setting.change.words, ", in {count} of the schemas");
    for effect in effects {
        for user in effect.change.users {
            if !setting.change.users.contains(&user) {
                setting.change.users.push(user);
            }
        }
        if effect.wire.effect > setting.wire.effect {
            setting.wire = effect.wire;
        }
        setting.source = setting.source.max(effect.source);
        setting.api.extend(effect.api);
    }
    setting.api.sort_by_key(|difference| Reverse(difference.cost()));
}
