//! A webhook that sends several events: each becomes a webhook of its own.
//!
//! Three forms are recognized: a union whose branches fix a member to different names, a member whose schema lists the names, and a header
//! whose schema lists them.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::claim::{self, Claim, Claims};
use crate::documentation::likeness;
use crate::documentation::word;
use crate::json::Node;
use crate::openapi::api::{Api, At};
use crate::openapi::chosen::{Found, is_silent, unions};
use crate::openapi::evidence;
use crate::openapi::header;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::owned::{self, Owned};
use crate::openapi::tag;
use crate::openapi::webhook::{self, NamedBy, Webhook};
use crate::openapi::written::string;
use crate::source::location::{Place, Pointer};

/// The schemas of a webhook's events, and the member that names the events in each.
struct Union<'d> {
    member: Pointer,
    branches: Vec<Branch<'d>>,
    /// The place of the union; `None` for a list.
    found: Option<Found<'d>>,
    /// Listed names that stand for several events.
    wildcards: Vec<String>,
}

/// A schema with the events that have it.
struct Branch<'d> {
    schema: At<'d>,
    names: Vec<String>,
    /// True if the schema itself allows no other name.
    is_fixed: bool,
}

/// The events of a webhook.
struct Split<'d> {
    oddity: Oddity,
    parts: Vec<Webhook<'d>>,
    /// The member that names them; `None` for a header.
    member: Option<Pointer>,
    /// The schema with the union.
    union: Option<At<'d>>,
    /// Listed names that stand for several events.
    wildcards: Vec<String>,
}

/// Replaces each webhook that sends several events, unless another webhook sends one of them with another schema.
pub(super) fn split_all<'d>(api: Api<'d>, webhooks: Vec<Webhook<'d>>, oddities: &mut Oddities) -> Vec<Webhook<'d>> {
    let known: BTreeSet<&str> = webhooks.iter().map(|webhook| webhook.key.as_str()).collect();
    let owned = Owned::new(&webhooks);
    let common = common(api, &webhooks);
    let mut splits: Vec<Option<Split<'d>>> =
        webhooks.iter().map(|webhook| split(api, webhook, &known, &common, &owned)).collect();
    for index in shared(&webhooks, &splits) {
        oddities.note(Oddity::SharedName, webhooks[index].place.clone());
        splits[index] = None;
    }
    let owners = owners(&webhooks, &splits);
    let mut found = United::default();
    for (index, (webhook, split)) in webhooks.into_iter().zip(splits).enumerate() {
        let Some(Split { oddity, parts, union, wildcards, .. }) = split else {
            found.add(webhook, true);
            continue;
        };
        oddities.note(oddity, webhook.place.clone());
        if !wildcards.is_empty() {
            let wildcards: Vec<&str> = wildcards.iter().map(String::as_str).collect();
            oddities.note_names(Oddity::Wildcard, webhook.place.clone(), &wildcards);
        }
        let keyword = |schema: &At<'d>| ["oneOf", "anyOf"].iter().find_map(|keyword| schema.get(keyword));
        let tagged = union.as_ref().and_then(|schema| Some((schema.get("discriminator")?, keyword(schema)?)));
        if let Some((discriminator, branches)) = tagged {
            tag::note_lost(api, oddities, &discriminator, &branches);
        }
        for example in webhook.examples.iter().filter(|it| !parts.iter().any(|part| part.examples.contains(it))) {
            oddities.note(Oddity::StrayExample, Place::new(&api.document.source, example.span.clone()));
        }
        for mut part in parts {
            let of_several = owners.get(&part.key).filter(|_| part.operation.pointer == webhook.operation.pointer);
            part.is_untold |= of_several == Some(&None);
            found.add(part, of_several == Some(&Some(index)));
        }
    }
    found.webhooks
}

/// Returns the owner of each event that several webhooks send, if one is evident: it has the name of the event, or alone an example of it,
/// or alone a part of the name.
fn owners(webhooks: &[Webhook<'_>], splits: &[Option<Split<'_>>]) -> BTreeMap<String, Option<usize>> {
    let mut senders: BTreeMap<&str, Vec<(usize, &Webhook<'_>)>> = BTreeMap::new();
    for (index, split) in splits.iter().enumerate() {
        for part in split.iter().flat_map(|split| &split.parts) {
            senders.entry(part.key.as_str()).or_default().push((index, part));
        }
    }
    let owner = |name: &str, senders: &[(usize, &Webhook<'_>)]| {
        let single = |is_it: &dyn Fn(usize, &Webhook<'_>) -> bool| {
            let mut found = senders.iter().filter(|(index, part)| is_it(*index, part)).map(|(index, _)| *index);
            found.next().filter(|_| found.next().is_none())
        };
        single(&|index, _| likeness::resembles(&webhooks[index].key, name))
            .or_else(|| single(&|_, part| !part.examples.is_empty()))
            .or_else(|| single(&|index, _| likeness::is_part(&webhooks[index].key, name)))
    };
    let several = senders.into_iter().filter(|(_, senders)| senders.len() > 1);
    several.map(|(name, senders)| (name.to_owned(), owner(name, &senders))).collect()
}

/// The webhooks for each event.
#[derive(Default)]
struct United<'d> {
    webhooks: Vec<Webhook<'d>>,
    /// The names of those that have the texts of their owners.
    owned: BTreeSet<String>,
}

impl<'d> United<'d> {
    /// Adds a webhook, unless another one sends the same event: then the event has the examples of both, and the texts of its owner. Without
    /// one, it is deprecated if all of them are.
    fn add(&mut self, mut webhook: Webhook<'d>, is_owner: bool) {
        let key = webhook.key.clone();
        match self.webhooks.iter_mut().find(|known| known.key == key) {
            Some(known) => {
                if is_owner {
                    std::mem::swap(known, &mut webhook);
                } else if !self.owned.contains(&key) {
                    known.is_deprecated &= webhook.is_deprecated;
                }
                known.add_examples(webhook.examples);
            }
            None => self.webhooks.push(webhook),
        }
        self.owned.extend(is_owner.then_some(key));
    }
}

/// Returns the unions that several webhooks have.
fn common(api: Api<'_>, webhooks: &[Webhook<'_>]) -> BTreeSet<Pointer> {
    let mut known = BTreeSet::new();
    let mut common = BTreeSet::new();
    for schema in webhooks.iter().filter_map(|webhook| webhook.schema.as_ref()) {
        let of_webhook: BTreeSet<Pointer> = unions(api, schema).into_iter().map(|it| it.union.pointer).collect();
        common.extend(of_webhook.into_iter().filter(|union| !known.insert(union.clone())));
    }
    common
}

fn split<'d>(
    api: Api<'d>,
    webhook: &Webhook<'d>,
    known: &BTreeSet<&str>,
    common: &BTreeSet<Pointer>,
    owned: &Owned,
) -> Option<Split<'d>> {
    let by = |oddity, union: Union<'d>| {
        let parts = by_member(&union, webhook);
        let Union { member, found, wildcards, .. } = union;
        Split { oddity, parts, member: Some(member), union: found.map(|found| found.schema), wildcards }
    };
    let by_union = union(api, webhook, known, common).map(|union| by(Oddity::SeveralEvents, union));
    let by_list = || list(api, webhook, known).map(|list| by(Oddity::ListOfEvents, list));
    let splits = [by_union, by_list(), by_header(webhook, known)];
    splits.into_iter().flatten().find(|split| !owned.name(webhook, split.member.as_ref()))
}

/// Returns the events of a single webhook whose schema is only a union of them.
pub(crate) fn branches_of<'d>(webhook: &Webhook<'d>) -> Option<Vec<Webhook<'d>>> {
    let found = unions(webhook.api, webhook.schema.as_ref()?).into_iter().find(|found| found.is_alone)?;
    let union = named(webhook.api, &found)?;
    let is_resource = |at: &At<'d>| webhook.api.follow(at.clone()).is_ok_and(|it| it.node.get("$id").is_some());
    let is_owned = Owned::new(std::slice::from_ref(webhook)).name(webhook, Some(&union.member));
    let is_split =
        word::is_usual(&union.member) && !is_owned && !union.branches.iter().any(|it| is_resource(&it.schema));
    is_split.then(|| by_member(&union, webhook))
}

/// Returns the events of each webhook whose schema lists their names in a member; `None` for all others, and if another one has one of the
/// names, too.
pub(crate) fn lists_of<'d>(webhooks: &[Webhook<'d>]) -> Vec<Option<Vec<Webhook<'d>>>> {
    let known: BTreeSet<&str> = webhooks.iter().map(|webhook| webhook.key.as_str()).collect();
    let owned = Owned::new(webhooks);
    let events = |webhook: &Webhook<'d>| {
        // The branches of a union may be events that have schemas of their own.
        let is_union = !unions(webhook.api, webhook.schema.as_ref()?).is_empty();
        let list = list(webhook.api, webhook, &known).filter(|_| !is_union)?;
        let is_list = list.wildcards.is_empty() && !owned.name(webhook, Some(&list.member));
        is_list.then(|| by_member(&list, webhook))
    };
    let found: Vec<Option<Vec<Webhook<'d>>>> = webhooks.iter().map(events).collect();
    let names = |(webhook, events): (&Webhook<'d>, &Option<Vec<Webhook<'d>>>)| -> BTreeSet<String> {
        match events {
            Some(events) => events.iter().map(|event| event.key.clone()).collect(),
            None => owned::fixed(webhook).into_values().collect(),
        }
    };
    let mut senders: BTreeMap<String, usize> = BTreeMap::new();
    for name in webhooks.iter().zip(&found).flat_map(names) {
        *senders.entry(name).or_default() += 1;
    }
    let is_alone = |events: &Vec<Webhook<'d>>| events.iter().all(|event| senders[&event.key] == 1);
    found.into_iter().map(|events| events.filter(is_alone)).collect()
}

/// Returns the branches of a schema that is nothing but a union.
pub(crate) fn lone_union(schema: &Node) -> Option<&[Node]> {
    let (keyword, union) = ["oneOf", "anyOf"].iter().find_map(|keyword| Some((*keyword, schema.get(keyword)?)))?;
    let is_alone = |name: &str| name == keyword || matches!(name, "type" | "$id" | "$comment") || is_silent(name);
    schema.as_object()?.iter().all(|member| is_alone(&member.name)).then_some(union.as_array()?)
}

/// Returns the positions of webhooks that are not split, because another webhook describes one of their events with another schema.
fn shared(webhooks: &[Webhook<'_>], splits: &[Option<Split<'_>>]) -> BTreeSet<usize> {
    let mut whole: BTreeSet<usize> = BTreeSet::new();
    // A webhook that stays whole keeps its key, which may be the name of another event.
    loop {
        let mut owners: BTreeMap<&str, (usize, &Webhook<'_>)> = BTreeMap::new();
        let mut clashing = BTreeSet::new();
        for (index, webhook) in webhooks.iter().enumerate() {
            let split = splits[index].as_ref().filter(|_| !whole.contains(&index));
            let parts = split.map_or(std::slice::from_ref(webhook), |split| split.parts.as_slice());
            for part in parts {
                let (owner, first) = *owners.entry(&part.key).or_insert((index, part));
                let is_same = owner != index && first.is_same_event(part);
                if !std::ptr::eq(first, part) && !is_same {
                    clashing.extend([owner, index]);
                }
            }
        }
        let known = whole.len();
        whole.extend(clashing.into_iter().filter(|index| splits[*index].is_some()));
        if whole.len() == known {
            return whole;
        }
    }
}

/// Returns the events of a union. Beside members that they share, its branches may as well be kinds of data, also with `discriminator`: they
/// are events if their names are names of events, and the webhook neither is an event itself nor has its union in common with another one.
fn union<'d>(
    api: Api<'d>,
    webhook: &Webhook<'d>,
    known: &BTreeSet<&str>,
    common: &BTreeSet<Pointer>,
) -> Option<Union<'d>> {
    let schema = webhook.schema.as_ref()?;
    // References without an end are refused here.
    api.follow(schema.clone()).ok()?;
    let is_event = word::is_formed(&webhook.key) && likeness::has_words(&webhook.key);
    let is_evident = |found: &Found<'d>, union: &Union<'d>| {
        let names: Vec<String> = union.branches.iter().flat_map(|branch| branch.names.iter().cloned()).collect();
        !is_event
            && !common.contains(&found.union.pointer)
            && word::is_list_of_events(&union.member, &names)
            && !has_known(known, names.iter().map(String::as_str))
            && !has_nearer(&evidence::of_schema(api, schema), &union.member)
    };
    unions(api, schema).into_iter().find_map(|found| {
        let union = named(api, &found)?;
        (found.is_alone || is_evident(&found, &union)).then_some(union)
    })
}

/// Returns the branches of a union with their names, if a member tells them apart.
fn named<'d>(api: Api<'d>, found: &Found<'d>) -> Option<Union<'d>> {
    let Found { schema, union, .. } = found;
    let claims: Vec<Claims> = union.elements().map(|branch| evidence::of_schema(api, &branch)).collect();
    let discriminator = schema.get("discriminator");
    if let Some(discriminator) = &discriminator {
        // `discriminator` names the member that distinguishes the branches.
        let member = Pointer::root().join(discriminator.text("propertyName")?);
        let mapped = tag::find(api, discriminator, union).map(|tag| tag.values);
        let of_branch = |(index, claims): (usize, &Claims)| match mapped.as_ref().map(|values| values[index].as_slice())
        {
            Some([]) | None => Some(claims.get(&member)?.listed.clone()),
            Some(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        };
        let names = claims.iter().enumerate().map(of_branch).collect::<Option<Vec<_>>>()?;
        return branches(found, &claims, member, names);
    }
    let candidates = claims.first()?.keys().filter_map(|member| {
        let names: Vec<Vec<String>> =
            claims.iter().map(|claims| Some(claims.get(member)?.listed.clone())).collect::<Option<_>>()?;
        let is_fixed = names.iter().all(|names| names.len() == 1);
        let is_evident = is_fixed || names.iter().all(|names| word::is_list_of_events(member, names));
        let union = is_evident.then(|| branches(found, &claims, member.clone(), names)).flatten()?;
        Some((!is_fixed, member.tokens().count(), union))
    });
    candidates
        .min_by_key(|(is_listed, depth, union)| (*is_listed, *depth, word::usual(&union.member), union.member.clone()))
        .map(|(.., union)| union)
}

/// Returns the branches of a union with their names, if each has names of its own.
fn branches<'d>(found: &Found<'d>, claims: &[Claims], member: Pointer, names: Vec<Vec<String>>) -> Option<Union<'d>> {
    let all: Vec<&String> = names.iter().flatten().collect();
    if names.iter().any(Vec::is_empty) || all.iter().collect::<BTreeSet<_>>().len() < all.len() {
        return None;
    }
    let branch = |((schema, claims), names): ((At<'d>, &Claims), Vec<String>)| {
        let is_fixed = claims.get(&member).is_some_and(|claim| claim.fixed().is_some());
        Branch { schema, names, is_fixed }
    };
    let branches = found.union.elements().zip(claims).zip(names).map(branch).collect();
    Some(Union { member, branches, found: Some(found.clone()), wildcards: Vec::new() })
}

/// Returns the events that a member of the schema lists. A list with the name of a webhook does not count, because each of these webhooks
/// sends one event.
fn list<'d>(api: Api<'d>, webhook: &Webhook<'d>, known: &BTreeSet<&str>) -> Option<Union<'d>> {
    let schema = webhook.schema.clone()?;
    let claims = evidence::of_schema(api, &schema);
    let listed = |(member, claim): (&'_ Pointer, &Claim)| {
        let (wildcards, names): (Vec<String>, Vec<String>) =
            claim.listed.iter().cloned().partition(|name| word::is_wildcard(name));
        let is_list = names.len() > 1 && !has_known(known, names.iter().map(String::as_str));
        (is_list && word::is_list_of_events(member, &names)).then(|| (member.clone(), names, wildcards))
    };
    let lists = claims.iter().filter_map(listed);
    let (member, names, wildcards) = lists.min_by_key(|(member, ..)| (member.tokens().count(), word::usual(member)))?;
    if has_nearer(&claims, &member) {
        return None;
    }
    Some(Union { member, branches: vec![Branch { schema, names, is_fixed: false }], found: None, wildcards })
}

/// Returns true if a member nearer to the top may name the one event whose data a member is about.
fn has_nearer(claims: &Claims, member: &Pointer) -> bool {
    let is_nearer = |(other, claim): (&Pointer, &Claim)| {
        let is_text = claim.listed.is_empty() && !claim.is_object;
        is_text && word::is_word(other) && other.tokens().count() < member.tokens().count()
    };
    claims.iter().any(is_nearer)
}

/// Returns true if a list has the name of a webhook, in any spelling: the webhook sends that event, and no other one sends it for that one.
fn has_known<'n>(known: &BTreeSet<&str>, names: impl Iterator<Item = &'n str>) -> bool {
    let mut names = names;
    names.any(|name| known.iter().any(|key| *key == name || likeness::resembles(key, name)))
}

/// Returns a webhook for each event that a member names.
fn by_member<'d>(union: &Union<'d>, webhook: &Webhook<'d>) -> Vec<Webhook<'d>> {
    let api = webhook.api;
    let shared = union.found.as_ref().filter(|found| !found.is_alone);
    let part = |(index, branch): (usize, &Branch<'d>), name: &String| {
        let is_its = |example: &&Node| example.at(&union.member).and_then(Node::as_str) == Some(name.as_str());
        // A branch describes its events, and the operation those of all branches, or of a list.
        let is_branch = union.found.is_some();
        let target = api.follow(branch.schema.clone()).unwrap_or_else(|_| branch.schema.clone());
        let operation = is_branch.then(|| target.clone());
        let name_node = string(name, branch.schema.node);
        let mut examples: Vec<Node> = webhook.examples.iter().filter(is_its).cloned().collect();
        if examples.is_empty() {
            let of_branch = webhook::of_schema(api, branch.schema.clone());
            examples = of_branch.iter().map(|example| example.node).filter(is_its).cloned().collect();
        }
        Webhook {
            key: name.clone(),
            place: if is_branch { api.place(&branch.schema) } else { webhook.place.clone() },
            operation: operation.unwrap_or_else(|| webhook.operation.clone()),
            schema: if shared.is_some() { webhook.schema.clone() } else { Some(branch.schema.clone()) },
            chosen: shared.map(|found| found.chosen(index, target, branch.is_fixed)),
            named_by: (!branch.is_fixed || shared.is_some())
                .then(|| NamedBy::Member { member: union.member.clone(), name: name_node }),
            around: if is_branch { Vec::new() } else { webhook.around.clone() },
            examples,
            ..webhook.clone()
        }
    };
    let branches = union.branches.iter().enumerate();
    branches.flat_map(|branch| branch.1.names.iter().map(move |name| part(branch, name))).collect()
}

/// Returns a webhook for each event that a header names. No example has a header, so each event has all of them but those whose body shows
/// the name of another one.
fn by_header<'d>(webhook: &Webhook<'d>, known: &BTreeSet<&str>) -> Option<Split<'d>> {
    let (header, names) = header::list_of_events(webhook)?;
    let (wildcards, names): (Vec<&str>, Vec<&str>) = names.into_iter().partition(|name| word::is_wildcard(name));
    if names.len() < 2 || has_known(known, names.iter().copied()) {
        return None;
    }
    let shown: Vec<Vec<String>> = webhook.examples.iter().map(|example| shown(example, &names)).collect();
    let part = |name: &&'d str| {
        let is_its = |shown: &[String]| shown.is_empty() || shown.iter().any(|shown| shown == name);
        let examples = webhook.examples.iter().zip(&shown).filter(|(_, shown)| is_its(shown));
        Webhook {
            key: (*name).to_owned(),
            named_by: Some(NamedBy::Header { header, name }),
            examples: examples.map(|(example, _)| example.clone()).collect(),
            ..webhook.clone()
        }
    };
    let parts = names.iter().map(part).collect();
    let wildcards = wildcards.into_iter().map(str::to_owned).collect();
    Some(Split { oddity: Oddity::ListOfEvents, parts, member: None, union: None, wildcards })
}

/// Returns those of some names that an example shows in members for events.
fn shown(example: &Node, names: &[&str]) -> Vec<String> {
    let mut claims = Claims::new();
    claim::add_example(&mut claims, example);
    let of_events = claims.into_iter().filter(|(member, _)| word::is_usual(member));
    of_events.flat_map(|(_, claim)| claim.shown).filter(|shown| names.contains(&shown.as_str())).collect()
}
