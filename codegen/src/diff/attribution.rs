//! Differences of the public API → the changes that cause them, by the schemas that both name.

use std::collections::{BTreeSet, HashMap};

use crate::api::{self, Difference, Origin};
use crate::diff::change::{Anchor, Change, Site};
use crate::diff::rule::Rule;
use crate::wire::Part;

/// Returns the differences that each change causes, and the differences without a known change.
pub(super) fn attribute(changes: &[Change], differences: Vec<Difference>) -> (Vec<Vec<Difference>>, Vec<Difference>) {
    let renamed = renamed(changes);
    let cause = |difference: &Difference| only(changes, difference).or_else(|| nearest(changes, &renamed, difference));
    split_by(changes, differences, cause)
}

/// Returns the differences of each change and those that belong to none, as [`attribute`] does, but by the nearest place alone.
pub(super) fn beside(changes: &[Change], differences: Vec<Difference>) -> (Vec<Vec<Difference>>, Vec<Difference>) {
    let renamed = renamed(changes);
    split_by(changes, differences, |difference| nearest(changes, &renamed, difference))
}

fn split_by(
    changes: &[Change],
    differences: Vec<Difference>,
    cause: impl Fn(&Difference) -> Option<usize>,
) -> (Vec<Vec<Difference>>, Vec<Difference>) {
    let mut attributed = vec![Vec::new(); changes.len()];
    let mut rest = Vec::new();
    for difference in differences {
        match cause(&difference) {
            Some(change) => attributed[change].push(difference),
            None => rest.push(difference),
        }
    }
    let rest = named(&mut attributed, rest);
    (attributed, rest)
}

/// Attributes each added or removed item by its name: to the change that adds or removes another item, if that item's declaration mentions
/// it, or if it has that item's name with more words. A module of shared types has no schema of its own, and the schema of a type below a
/// renamed one does not change. Returns the other items.
fn named(attributed: &mut [Vec<Difference>], mut rest: Vec<Difference>) -> Vec<Difference> {
    let mut naming = Naming::default();
    for (change, differences) in attributed.iter().enumerate() {
        for difference in differences {
            naming.add(difference, change);
        }
    }
    let rules = [Naming::named, Naming::part, Naming::named_after, Naming::sibling];
    while let Some(found) = rules.iter().find_map(|rule| {
        let found: Vec<Option<usize>> = rest.iter().map(|it| rule(&naming, it)).collect();
        found.iter().any(Option::is_some).then_some(found)
    }) {
        let mut others = Vec::new();
        for (difference, change) in rest.into_iter().zip(found) {
            match change {
                Some(change) => {
                    naming.add(&difference, change);
                    attributed[change].push(difference);
                }
                None => others.push(difference),
            }
        }
        rest = others;
    }
    rest
}

/// The names in the lines of one side, each with its first change.
#[derive(Debug, Default)]
struct Names {
    /// The paths that lines name, with the modules in them.
    paths: HashMap<String, usize>,
    /// The types that the other side lacks, by their modules.
    types: HashMap<String, Vec<(String, usize)>>,
}

/// The names in attributed differences.
#[derive(Debug, Default)]
struct Naming {
    gone: Names,
    come: Names,
    /// The changes with differences of a module or type.
    owners: HashMap<String, BTreeSet<usize>>,
    /// The types that change their kind: a struct that becomes an enum, for example.
    replaced: HashMap<String, usize>,
}

impl Naming {
    fn add(&mut self, difference: &Difference, change: usize) {
        let Difference { path, before, after, parts, .. } = difference;
        let (module, name) = split(path);
        self.owners.entry(module.to_owned()).or_default().insert(change);
        let kind = |line: &Option<String>| line.as_deref().and_then(|line| line.split(' ').next()).map(str::to_owned);
        if is_type(name) && before.is_some() && after.is_some() && kind(before) != kind(after) {
            self.replaced.insert(path.clone(), change);
        }
        for (known, line, other) in [(&mut self.gone, before, after), (&mut self.come, after, before)] {
            let Some(line) = line else { continue };
            let is_part = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
            let lines = [line].into_iter().chain(parts);
            let paths = lines.flat_map(|line| line.split(|it: char| !is_part(it)));
            for path in paths.filter(|path| !path.is_empty()) {
                let modules = path.match_indices("::").map(|(end, _)| &path[..end]);
                for named in modules.chain([path]) {
                    known.paths.entry(named.to_owned()).or_insert(change);
                }
            }
            if other.is_none() && is_type(name) {
                known.types.entry(module.to_owned()).or_default().push((name.to_owned(), change));
            }
        }
    }

    /// Returns the names of the side that has an item, if only one side has it.
    fn side(&self, item: &Difference) -> Option<&Names> {
        match (&item.before, &item.after) {
            (Some(_), None) => Some(&self.gone),
            (None, Some(_)) => Some(&self.come),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// Returns the change whose items name an item on the only side that has it.
    fn named(&self, item: &Difference) -> Option<usize> {
        self.side(item)?.paths.get(&item.path).copied()
    }

    /// Returns the change that makes a struct of an enum, or the other way round, for a field or variant of it.
    fn part(&self, item: &Difference) -> Option<usize> {
        self.side(item)?;
        self.replaced.get(split(&item.path).0).copied()
    }

    /// Returns the change that adds or removes a type in the same module, if the name of an item contains the name of that type:
    /// `OrderKind` with `Order`. Where no schema is the cause, the name may end with it: `InvalidInteger` with `Integer`.
    fn named_after(&self, item: &Difference) -> Option<usize> {
        let (module, name) = split(&item.path);
        let has_origin = !(item.old_origins.is_empty() && item.new_origins.is_empty());
        let is_after = |(known, _): &&(String, usize)| {
            if !has_origin {
                return name.ends_with(known.as_str());
            }
            name.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with(char::is_uppercase))
        };
        let types = self.side(item)?.types.get(module).filter(|_| is_type(name))?;
        types.iter().find(is_after).map(|(_, change)| *change)
    }

    /// For an added or removed variant, returns the only change with a difference of the same enum: the names of its variants depend on
    /// each other.
    fn sibling(&self, item: &Difference) -> Option<usize> {
        let (owner, variant) = split(&item.path);
        self.side(item).filter(|_| is_type(split(owner).1) && is_type(variant))?;
        let causes = self.owners.get(owner)?;
        causes.first().copied().filter(|_| causes.len() == 1)
    }
}

/// Returns true for the name of a type or variant.
fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric)
}

/// Splits a path into its module or type and its last name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}

/// Returns the only change that can be the cause of a difference. A change of words is a possible cause only if it is the only change, or
/// if both have schemas. The keys of a signature change together: the first of them stands for all.
fn only(changes: &[Change], difference: &Difference) -> Option<usize> {
    let is_of_schema = !(difference.new_origins.is_empty() && difference.old_origins.is_empty());
    let may_cause =
        |change: &Change| changes.len() == 1 || !is_words(change.rule) || is_of_schema && !change.anchors.is_empty();
    let causes = changes.iter().enumerate().filter(|(_, change)| may_cause(change)).map(|(index, _)| index);
    match causes.collect::<Vec<usize>>().as_slice() {
        [only] => Some(*only),
        [first, ..] if !is_of_schema => {
            let is_of_signature =
                |it: &Change| matches!(it.rule, Rule::SignatureChanged | Rule::SignatureAdded | Rule::ToleranceChanged);
            let mut others = changes.iter().filter(|change| !is_words(change.rule));
            let signed = changes.iter().position(|change| change.rule == Rule::SignatureChanged);
            others.all(is_of_signature).then(|| signed.unwrap_or(*first))
        }
        _ => None,
    }
}

fn is_words(rule: Rule) -> bool {
    matches!(rule, Rule::WordsChanged | Rule::ExampleChanged | Rule::LayoutChanged | Rule::Restructured)
}

/// Returns the change that is nearest to a difference: constraints first, then restructured documents, then words. For a difference that
/// only causes lints, words come before restructured documents. Changes of the item's event come before those of other events.
fn nearest(changes: &[Change], renamed: &Renamed<'_>, difference: &Difference) -> Option<usize> {
    let kind = |rule: Rule| match (is_words(rule), rule == Rule::Restructured) {
        (false, _) => 0,
        (true, is_structure) => 1 + usize::from(is_structure == (difference.rule == api::Rule::NewLints)),
    };
    let origins = difference.new_origins.iter().chain(difference.old_origins.iter());
    let events: Vec<&str> = origins.filter_map(|origin| origin.root.as_deref()).collect();
    (0..3).flat_map(|wanted| [(wanted, true), (wanted, false)]).find_map(|(wanted, is_of_event)| {
        let is_one =
            |change: &Change| kind(change.rule) == wanted && (!is_of_event || touches(change, &events, renamed));
        let candidates = changes.iter().enumerate().filter(|(_, change)| is_one(change));
        let rated = candidates.filter_map(|(index, change)| Some((distance(change, difference)?, index)));
        let rated = alike(changes, difference, rated.collect());
        let best = rated.iter().map(|(distance, _)| *distance).min()?;
        let nearest = rated.iter().filter(|(distance, _)| *distance == best).map(|(_, index)| *index);
        match nearest.collect::<Vec<usize>>().as_slice() {
            // Several changes below one type: any of them may be the cause of what happens to the type.
            several @ [_, _, ..] if best > 0 && !is_of_one_value(changes, several) => None,
            all => {
                let of_value = all.iter().copied().find(|index| is_of_variant(&changes[*index], difference));
                let first = || all.iter().copied().find(|index| !follows(changes, *index, all));
                of_value.or_else(first).or(all.first().copied())
            }
        }
    })
}

/// The older names of renamed events and schemas.
type Renamed<'c> = HashMap<&'c str, &'c str>;

fn renamed(changes: &[Change]) -> Renamed<'_> {
    let is_renamed = |change: &&Change| matches!(change.rule, Rule::EventRenamed | Rule::SchemaRenamed);
    let names = changes.iter().filter(is_renamed).filter_map(|change| {
        let mut names = change.anchors.iter().filter_map(|anchor| anchor.root.as_deref());
        let old = names.next()?;
        Some((names.next()?, old))
    });
    names.collect()
}

/// Returns true if a change touches one of the events that an item is of. Two events may swap their schemas.
fn touches(change: &Change, events: &[&str], renamed: &Renamed<'_>) -> bool {
    let is_one = |user: &String| {
        events.contains(&user.as_str()) || renamed.get(user.as_str()).is_some_and(|old| events.contains(old))
    };
    events.is_empty() || change.users.is_empty() || change.users.iter().any(is_one)
}

/// Returns true if a change adds or removes the value after which a variant is named.
fn is_of_variant(change: &Change, difference: &Difference) -> bool {
    let Site::Inside { part: Part::AddedValue(value) | Part::RemovedValue(value), .. } = &change.site else {
        return false;
    };
    let letters = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    value.as_str().is_some_and(|value| letters(value) == letters(split(&difference.path).1))
}

/// Returns true for changes of one value: its type and its format, for example.
fn is_of_one_value(changes: &[Change], indexes: &[usize]) -> bool {
    let value = |index: &usize| (&changes[*index].subject, &changes[*index].member);
    indexes.iter().all(|index| value(index) == value(&indexes[0]) && !changes[*index].member.is_empty())
}

/// Keeps the changes of the same direction as the difference, if there are any: a removed part for a removed item, an added part for an
/// added item.
fn alike(changes: &[Change], difference: &Difference, mut rated: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let opposes = |rule: Rule| match (&difference.before, &difference.after) {
        (Some(_), None) => matches!(
            rule,
            Rule::OptionalMemberAdded
                | Rule::RequiredMemberAdded
                | Rule::ValueAdded
                | Rule::BranchAdded
                | Rule::EventAdded
                | Rule::SchemaAdded
        ),
        (None, Some(_)) => matches!(
            rule,
            Rule::OptionalMemberRemoved
                | Rule::RequiredMemberRemoved
                | Rule::ValueRemoved
                | Rule::BranchRemoved
                | Rule::EventRemoved
                | Rule::SchemaRemoved
        ),
        (Some(_), Some(_)) | (None, None) => false,
    };
    if rated.iter().any(|(_, index)| !opposes(changes[*index].rule)) {
        rated.retain(|(_, index)| !opposes(changes[*index].rule));
    }
    rated
}

/// Returns true for a changed refinement that follows from another change of the same schema: a refinement that does not fit the changed
/// schema is removed.
fn follows(changes: &[Change], index: usize, others: &[usize]) -> bool {
    let retypes = |index: &usize| {
        matches!(
            changes[*index].rule,
            Rule::TypeChanged | Rule::IntegerMadeNumber | Rule::NullAllowed | Rule::ValuesListed | Rule::FormatChanged
        )
    };
    changes[index].rule == Rule::RefinementChanged && others.iter().any(retypes)
}

/// Returns the number of reference tokens between a change and the schemas of a difference; `None` if neither contains the other.
fn distance(change: &Change, difference: &Difference) -> Option<usize> {
    let origins = difference.new_origins.iter().chain(difference.old_origins.iter());
    origins.flat_map(|origin| change.anchors.iter().filter_map(move |anchor| between(anchor, origin))).min()
}

fn between(anchor: &Anchor, origin: &Origin) -> Option<usize> {
    let is_of_another = anchor.root.as_ref().zip(origin.root.as_ref()).is_some_and(|(one, other)| one != other);
    if anchor.document != origin.document || is_of_another {
        return None;
    }
    let (anchor, origin) = (anchor.pointer.as_str(), origin.pointer.as_str());
    let contains = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    (contains(anchor, origin) || contains(origin, anchor))
        .then(|| anchor.matches('/').count().abs_diff(origin.matches('/').count()))
}
