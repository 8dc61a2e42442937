//! Webhooks → names of events, and the parts of a request: written if the document proves them, or else as lines for a person to confirm.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::PartFacts;
use crate::documentation::claim::{self, Claim, Claims};
use crate::documentation::naming::{self, Naming};
use crate::documentation::{DocumentedHeader, SignatureHeader};
use crate::documentation::{parts, word};
use crate::openapi::accepted::{Accepted, Named};
use crate::openapi::evidence;
use crate::openapi::header::{self, Header};
use crate::openapi::webhook::{NamedBy, Webhook};
use crate::source::diagnostic::{Diagnostic, listed};
use crate::source::location::{Place, Pointer};
use crate::source::visible;

/// The names of events and the parts of a request.
pub(crate) struct Proposal {
    /// The names in the order of the webhooks.
    pub(crate) names: Vec<String>,
    pub(crate) parts: PartFacts,
    /// The headers that may have the signature.
    pub(crate) signature_headers: Vec<SignatureHeader>,
    pub(crate) headers: Vec<DocumentedHeader>,
    pub(crate) warnings: Vec<Diagnostic>,
    /// True if a part of the requests names the events.
    pub(crate) is_named: bool,
}

impl Proposal {
    /// Returns the keys of the webhooks as names, and nothing else.
    pub(crate) fn of_keys(webhooks: &[Webhook<'_>]) -> Self {
        let names = webhooks.iter().map(|webhook| webhook.key.clone()).collect();
        let (parts, warnings) = (PartFacts::default(), Vec::new());
        Self { names, parts, signature_headers: Vec::new(), headers: Vec::new(), warnings, is_named: true }
    }
}

/// Decides the names of events, and proposes the parts of a request; `accepted` are the names of a catalogue that has events.
pub(crate) fn propose(webhooks: &[Webhook<'_>], accepted: Option<&Accepted>) -> Proposal {
    let mut claims: Vec<Claims> = webhooks.iter().map(|webhook| claims(webhook)).collect();
    add_samples(&mut claims, webhooks);
    let keyed: Vec<(&str, &Claims)> = webhooks.iter().map(|webhook| webhook.key.as_str()).zip(&claims).collect();
    let headers = header::headers(webhooks);
    let mut parts = PartFacts::default();
    let found = named(webhooks, &keyed, &headers, &mut parts);
    let mut warnings = Vec::new();
    let (names, by) = match (accepted, found) {
        (Some(accepted), found) => {
            let decision = accepted.decide(webhooks, &keyed, &headers, found);
            warnings.extend(decision.warnings);
            (decision.names, decision.by)
        }
        (None, Some(found)) => (found.names, Some(found.by)),
        (None, None) => {
            warnings.extend(unnamed(webhooks, &headers, &keyed));
            (webhooks.iter().map(|webhook| webhook.key.clone()).collect(), None)
        }
    };
    let is_named = by.is_some();
    if !is_named {
        (parts.event, parts.event_header) = (Vec::new(), None);
    }
    let proposed = parts.event.iter().filter(|_| parts.event.len() == 1).find_map(|member| Pointer::parse(member));
    let member = accepted.and_then(Accepted::member).cloned().or(proposed).filter(|_| is_named);
    warnings.extend(member.and_then(|member| undescribed(webhooks, &names, &member, &keyed)));
    warnings.extend(by.and_then(|by| renamed(webhooks, &names, &by, accepted)));
    let is_new = |name: &String| accepted.is_none_or(|accepted| !accepted.are_objects && !accepted.has(name));
    let mut new = webhooks.iter().zip(&names).filter(|(_, name)| is_new(name)).map(|(webhook, _)| webhook);
    if !parts.event.is_empty()
        && let Some(untyped) = new.find_map(untyped)
    {
        parts.are_objects = true;
        warnings.push(untyped);
    }
    let of_request = || headers.iter().find(|header| header.is_id_of_request());
    parts.id_header = headers.iter().find(|header| header.is_id()).or_else(of_request).map(|it| it.name.to_owned());
    parts::propose_delivery(&keyed, None, &mut parts);
    if parts.event.is_empty() && parts.event_header.is_none() {
        let events = headers.iter().filter(|header| header.may_name(webhooks));
        let lines = events.map(|header| format!("header = {}", visible::in_toml(header.name)));
        parts::suggest(&mut parts, "[event]", lines.collect());
    }
    let others: Vec<String> = other_headers(webhooks, &headers, &parts).map(|it| format!("`{}`", it.name)).collect();
    if !others.is_empty() {
        let line = format!("# {}", others.join(", "));
        parts::suggest(&mut parts, "# Other headers of the requests:", vec![line]);
    }
    let signature_headers = headers.iter().filter(|header| header.is_signature());
    let signature_headers = signature_headers.map(|header| SignatureHeader {
        name: header.name.to_owned(),
        place: header.place.clone(),
        value: header.shown_signature(),
    });
    let signature_headers = signature_headers.collect();
    let headers = headers.iter().map(Header::documented).collect();
    Proposal { names, parts, signature_headers, headers, warnings, is_named }
}

/// Returns the names of the events in the part of their requests that names them, and writes the part.
fn named(
    webhooks: &[Webhook<'_>],
    claims: &[(&str, &Claims)],
    headers: &[Header<'_>],
    parts: &mut PartFacts,
) -> Option<Named> {
    let of_headers = headers.iter().filter_map(|header| Some((header, header.event_names(webhooks)?)));
    let of_header = of_headers.min_by_key(|(_, (rank, _))| *rank);
    let is_better = |naming: &Naming| of_header.as_ref().is_none_or(|(_, (rank, _))| naming.rank <= *rank);
    if let Some(Naming { members, names, .. }) = naming::naming(claims).filter(is_better) {
        parts.event = members.iter().map(Pointer::to_string).collect();
        let quoted: Vec<String> = parts.event.iter().map(|member| visible::in_toml(member)).collect();
        let line = match quoted.as_slice() {
            [member] => format!("member = {member}"),
            members => format!("members = [{}]", members.join(", ")),
        };
        return Some(Named { names, by: parts.event.join("` and `"), line });
    }
    let (header, (_, names)) = of_header?;
    parts.event_header = Some(header.name.to_owned());
    Some(Named { names, by: header.name.to_owned(), line: format!("header = {}", visible::in_toml(header.name)) })
}

/// Returns the headers that the catalogue does not use, without those that every HTTP request has.
fn other_headers<'h, 'd>(
    webhooks: &'h [Webhook<'d>],
    headers: &'h [Header<'d>],
    parts: &'h PartFacts,
) -> impl Iterator<Item = &'h Header<'d>> {
    const OF_HTTP: [&str; 5] = ["accept", "authorization", "content-length", "content-type", "user-agent"];
    let is_usual = |header: &Header<'_>| OF_HTTP.iter().any(|usual| header.name.eq_ignore_ascii_case(usual));
    let is_part = move |header: &&Header<'_>| {
        let name = Some(header.name);
        name == parts.event_header.as_deref() || name == parts.id_header.as_deref() || header.may_name(webhooks)
    };
    headers.iter().filter(move |header| !is_usual(header) && !header.is_signature() && !is_part(header))
}

fn claims(webhook: &Webhook<'_>) -> Claims {
    let mut claims = webhook.schema.as_ref().map(|schema| evidence::of_schema(webhook.api, schema)).unwrap_or_default();
    if let Some(NamedBy::Member { member, name }) = &webhook.named_by {
        claims.entry(member.clone()).or_default().listed = name.as_str().map(str::to_owned).into_iter().collect();
    }
    webhook.examples.iter().for_each(|example| claim::add_example(&mut claims, example));
    claims
}

/// Adds the examples of members, where nothing else says their values. One that several events have is that of a schema which they share.
fn add_samples(claims: &mut [Claims], webhooks: &[Webhook<'_>]) {
    let of_webhook = |webhook: &Webhook<'_>| {
        webhook.schema.as_ref().map(|schema| evidence::samples(webhook.api, schema)).unwrap_or_default()
    };
    let samples: Vec<BTreeMap<Pointer, BTreeSet<String>>> = webhooks.iter().map(of_webhook).collect();
    let mut counts: BTreeMap<(&Pointer, &String), usize> = BTreeMap::new();
    for (member, texts) in samples.iter().flatten() {
        for text in texts {
            *counts.entry((member, text)).or_default() += 1;
        }
    }
    for (claims, samples) in claims.iter_mut().zip(&samples) {
        for (member, texts) in samples.iter().filter(|(_, texts)| !texts.is_empty()) {
            let claim = claims.entry(member.clone()).or_default();
            if claim.listed.is_empty() && claim.shown.is_empty() {
                claim.shown.extend(texts.iter().filter(|text| counts[&(member, *text)] == 1).cloned());
            }
        }
    }
}

/// Warns of events that have other names than their webhooks, unless the catalogue has them.
fn renamed(
    webhooks: &[Webhook<'_>],
    names: &[String],
    named_by: &str,
    accepted: Option<&Accepted>,
) -> Option<Diagnostic> {
    let is_known = |name: &str| accepted.is_some_and(|accepted| accepted.has(name));
    let renamed = webhooks.iter().zip(names).filter(|(webhook, name)| webhook.key != **name && !is_known(name));
    let renamed: Vec<_> = renamed.collect();
    let (first, name) = renamed.first()?;
    let events = if renamed.len() == 1 { "an event is".to_owned() } else { format!("{} events are", renamed.len()) };
    let warning = Diagnostic::warning(
        "named-by-request",
        format!("{events} named by `{named_by}`, not by the {}", first.api.unit()),
    );
    Some(
        warning
            .labelled(first.place.clone(), format!("`{name}`"))
            .help("review the names of the events: the crate recognizes requests by them"),
    )
}

/// Warns of names that the schemas list for the member with the name of the event, and that no event has.
fn undescribed(
    webhooks: &[Webhook<'_>],
    names: &[String],
    member: &Pointer,
    claims: &[(&str, &Claims)],
) -> Option<Diagnostic> {
    let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let lists = webhooks.iter().zip(claims).filter_map(|(webhook, (_, claims))| Some((webhook, claims.get(member)?)));
    let names = lists.flat_map(|(webhook, claim)| claim.listed.iter().map(move |name| (webhook, name.as_str())));
    let others: Vec<(&Webhook<'_>, &str)> = names.filter(|(_, name)| !known.contains(name)).collect();
    let first = others.first()?.0;
    let others: BTreeSet<&str> = others.into_iter().map(|(_, name)| name).collect();
    let others = listed(others.into_iter());
    let unit = first.api.unit();
    let message = format!("`{member}` lists names of events that no {unit} describes: {others}");
    let warning = Diagnostic::warning("undescribed-event", message).labelled(first.place.clone(), "the first");
    Some(warning.help(format!("describe each in a {unit} of its own: the crate takes it for an unknown event")))
}

/// Warns of a payload whose schema has members and no type: the name of the event is in it, so that it is an object.
fn untyped(webhook: &Webhook<'_>) -> Option<Diagnostic> {
    let schema = webhook.schema.as_ref()?;
    let is_object = webhook.is_object || evidence::refuses_null(webhook.api, schema);
    if is_object || evidence::of_schema(webhook.api, schema).is_empty() {
        return None;
    }
    let message = if !schema.node.outer_references().is_empty() {
        "only another file states the type of a payload, if any does: it is read as that of an object"
    } else if evidence::states_type(webhook.api, schema) {
        "the schema of a payload allows null or other types: it is read as that of an object"
    } else {
        "the schema of a payload lacks `type`: it is read as that of an object"
    };
    let finding = Diagnostic::warning("untyped-payload", message).labelled(webhook.api.place(schema), "the first");
    Some(finding.help("a member names the event: `objects = \"payloads\"` in `[settings]` says so"))
}

/// Warns that nothing in the document says how a request names its event.
fn unnamed(webhooks: &[Webhook<'_>], headers: &[Header<'_>], claims: &[(&str, &Claims)]) -> Option<Diagnostic> {
    let first = webhooks.first()?;
    let warning = naming::unnamed().labelled(first.place.clone(), "events keep the names that they have there");
    let candidate = headers.iter().find(|header| header.is_event());
    let candidate = candidate.or_else(|| headers.iter().find(|header| header.tells_apart(webhooks)));
    // Further inside, a list with a usual name describes a part of the data, unless its values have the form of names.
    let may_list = |(member, claim): &(&Pointer, &Claim)| {
        let is_outer = member.tokens().count() == 1 && candidate.is_none();
        word::is_usual(member) && (is_outer || claim.listed.iter().all(|name| word::is_formed(name)))
    };
    let list = claims.iter().find_map(|(_, claims)| {
        let several = claims.iter().filter(|(_, claim)| claim.listed.len() > 1).filter(may_list);
        several.min_by_key(|(member, _)| word::usual(member))
    });
    let warning = match list {
        Some((member, claim)) => warning.help(format!(
            "`{member}` lists values: {}: if they are names of events, describe each in a {} of its own",
            listed(claim.listed.iter().map(String::as_str)),
            first.api.unit(),
        )),
        None => match naming::distinct(claims) {
            Some(member) => warning.help(format!(
                "`{member}` has another value for each event: if it names them, write `member = \"{member}\"` in `[event]`",
            )),
            None => warning,
        },
    };
    let warning = exception(webhooks, claims).into_iter().fold(warning, |it, Exception { place, label, help }| {
        let it = it.related(place, label);
        help.into_iter().fold(it, Diagnostic::help)
    });
    Some(candidate.into_iter().fold(warning, |it, header| it.related(header.place.clone(), "perhaps here")))
}

/// An event that a member does not distinguish from others, although it names most events.
struct Exception {
    place: Place,
    label: String,
    /// The way out, if the member cannot name the event.
    help: Option<String>,
}

/// Returns the first such event.
fn exception(webhooks: &[Webhook<'_>], claims: &[(&str, &Claims)]) -> Option<Exception> {
    let value = |member: &Pointer, claims: &Claims| claims.get(member).and_then(Claim::value).map(str::to_owned);
    let count = |member: &Pointer| claims.iter().filter(|(_, claims)| value(member, claims).is_some()).count();
    let members: BTreeSet<&Pointer> = claims.iter().flat_map(|(_, claims)| claims.keys()).collect();
    let words = members.into_iter().filter(|member| word::is_word(member) && count(member) * 2 > claims.len());
    let member =
        words.min_by_key(|member| (usize::MAX - count(member), member.tokens().count(), word::usual(member)))?;
    let mut known = BTreeSet::new();
    webhooks.iter().zip(claims).find_map(|(webhook, (_, claims))| {
        let (label, help) = match value(member, claims) {
            None => (format!("`{member}` names other events, but not this one"), None),
            Some(name) if known.contains(&name) => {
                let label = format!("`{member}` has the value of another event here: `{name}`");
                let help = "so it does not tell them apart: if another member does, write both as `members` in `[event]`; otherwise";
                let unit = webhook.api.unit();
                (label, Some(format!("`{member}` names both, {help} describe both by one {unit}, or give each an endpoint of its own")))
            }
            Some(name) => {
                known.insert(name);
                return None;
            }
        };
        Some(Exception { place: webhook.place.clone(), label, help })
    })
}
