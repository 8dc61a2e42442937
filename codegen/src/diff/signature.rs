//! Two signing schemes: the deliveries of the newer one that an older crate verifies.

use std::collections::BTreeSet;

use codegen_runtime::receive::scheme::is_numbered;

use crate::catalog::Catalog;
use crate::catalog::scheme::{Algorithm, HeaderNames, Item, Placeholder, Scheme};
use crate::diff::change::{Change, Reading};
use crate::diff::rule::Rule;
use crate::diff::verdict::{Basis, Effect, Verdict};
use crate::diff::words;

/// Decides whether an older crate verifies deliveries that are signed by the newer scheme. Any header and any code of a value may match, so
/// alternatives come and go one by one.
pub(super) fn verdict(old: &Catalog, new: &Catalog) -> Verdict {
    let schemes = old.signature.as_ref().zip(new.signature.as_ref()).map(|(old, new)| (&old.scheme, &new.scheme));
    let Some((old, new)) = schemes.filter(|(old, new)| differ_in_alternatives(old, new)) else {
        return confirmed("no delivery is verified; a person must confirm it");
    };
    let (headers, codes) = (headers(old, new), codes(old, new));
    if headers.is_empty() || codes.is_empty() {
        return confirmed("no delivery is verified; a person must confirm it");
    }
    let is_each = |header: &String| headers.contains(header);
    let is_known = names(new).iter().all(is_each) && code_items(new).is_subset(&code_items(old));
    // A line of one value is read alike, whatever separates several.
    let is_listed_alike = old.list == new.list || new.list.is_none();
    match (is_known, is_listed_alike) {
        (true, true) => return Verdict::proven("the older crate knows each signature that a delivery may have"),
        (true, false) => {
            return confirmed(
                "the older crate verifies a delivery only if each line of the header has one value; a person must confirm that it has",
            );
        }
        (false, _) => {}
    }
    let alone = if is_listed_alike { "" } else { ", as the only value of a line" };
    let quoted = |texts: &[String]| texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" or ");
    let item = |(before, after): &(String, String)| format!("{before}{{code}}{after}");
    let codes: Vec<String> = codes.iter().map(item).collect();
    confirmed(&format!(
        "the older crate verifies a delivery only by {} in {}{alone}; a person must confirm that it has one",
        quoted(&codes),
        quoted(&headers)
    ))
}

/// Returns true if both crates verify the same deliveries.
pub(super) fn are_alike(old: &Catalog, new: &Catalog) -> bool {
    [verdict(old, new), verdict(new, old)].iter().all(|verdict| verdict.effect == Effect::Ok)
}

/// Returns a verdict that a person must confirm: deliveries fail unless vendor and receivers have agreed on the change.
fn confirmed(reason: &str) -> Verdict {
    Verdict { effect: Effect::Fails, basis: Basis::Unknown(reason.to_owned()) }
}

/// Returns true if two schemes are the same but for their headers, and for codes between literals of their own.
fn differ_in_alternatives(old: &Scheme, new: &Scheme) -> bool {
    let name = |name: &Option<String>| name.as_ref().map(|name| name.to_ascii_lowercase());
    let time = |scheme: &Scheme| scheme.time.as_ref().map(|time| (name(&time.header), time.unit));
    // Items between literals may come in any order.
    let others = |scheme: &Scheme| -> Vec<Item> {
        let mut others: Vec<Item> = scheme.items.iter().filter(|item| !is_code(item)).cloned().collect();
        if scheme.items.iter().all(|item| !item.before.is_empty()) {
            others.sort_by(|one, other| (&one.before, &one.after).cmp(&(&other.before, &other.after)));
        }
        others
    };
    let has_literals = |scheme: &Scheme| code_items(scheme).iter().all(|(before, _)| !before.is_empty());
    old.algorithm == new.algorithm
        && others(old) == others(new)
        && (code_items(old) == code_items(new) || has_literals(old) && has_literals(new))
        && old.separator == new.separator
        && (old.list == new.list || old.algorithm != Algorithm::Secret)
        && old.encoding == new.encoding
        && old.signed == new.signed
        && old.key == new.key
        && time(old) == time(new)
        && name(&old.id) == name(&new.id)
        && name(&old.nonce) == name(&new.nonce)
}

fn is_code(item: &Item) -> bool {
    item.placeholder == Some(Placeholder::Code)
}

/// Returns the literals around each code of a value.
fn code_items(scheme: &Scheme) -> BTreeSet<(String, String)> {
    scheme.items.iter().filter(|item| is_code(item)).map(|item| (item.before.clone(), item.after.clone())).collect()
}

/// Returns the codes that both schemes have.
fn codes(old: &Scheme, new: &Scheme) -> Vec<(String, String)> {
    code_items(old).intersection(&code_items(new)).cloned().collect()
}

/// Returns the headers of a scheme as a catalogue names them.
fn names(scheme: &Scheme) -> Vec<String> {
    match &scheme.header {
        HeaderNames::Names(names) => names.clone(),
        HeaderNames::Numbered { before, after } => vec![format!("{before}{{n}}{after}")],
    }
}

/// Returns the newer headers that the older scheme reads.
fn headers(old: &Scheme, new: &Scheme) -> Vec<String> {
    let is_read = |name: &String| match &old.header {
        HeaderNames::Numbered { before, after } if is_numbered(name.as_bytes(), before, after) => true,
        _ => names(old).iter().any(|known| known.eq_ignore_ascii_case(name)),
    };
    names(new).into_iter().filter(is_read).collect()
}

/// Returns true if two lists have the same names: any of the headers may match, in any order.
pub(super) fn are_same_headers(old: &str, new: &str) -> bool {
    let names = |list: &str| list.split(", ").map(str::to_ascii_lowercase).collect::<BTreeSet<String>>();
    names(old) == names(new)
}

/// Joins the changes of several keys of a signature to one: they have a meaning only together.
pub(super) fn joined(changes: Vec<Change>) -> Vec<Change> {
    let (of_signature, others): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| change.rule == Rule::SignatureChanged);
    if of_signature.len() < 2 {
        return of_signature.into_iter().chain(others).collect();
    }
    let said: Vec<&str> = of_signature.iter().map(|change| change.words.as_str()).collect();
    let listed = |reading: fn(&Change) -> Option<&Reading>| {
        let found: Vec<_> = of_signature.iter().filter_map(|it| Some((it.section_key?, reading(it)?))).collect();
        let words: Vec<String> = found.iter().map(|(key, reading)| format!("{key} {}", reading.words)).collect();
        found.first().map(|(_, reading)| Reading::new(reading.place.clone(), words::cut(&words.join(", "))))
    };
    let (before, after) = (listed(|change| change.before.as_ref()), listed(|change| change.after.as_ref()));
    let subject = &of_signature[0].subject;
    let joined = Change::outside(Rule::SignatureChanged, subject, said.join("; "), before, after);
    [joined].into_iter().chain(others).collect()
}
