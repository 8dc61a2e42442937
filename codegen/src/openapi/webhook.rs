//! The webhooks of a document: the request that each sends, with its schema, examples and headers.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::json::{self, Node, Value};
use crate::openapi::api::{Api, At, CATALOG, MAX_STEPS};
use crate::openapi::chosen::Chosen;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer, Source};

/// A webhook with a JSON body.
#[derive(Clone, Debug)]
pub(crate) struct Webhook<'d> {
    pub(crate) api: Api<'d>,
    /// The name in the document.
    pub(crate) key: String,
    /// The place of the name.
    pub(crate) place: Place,
    pub(crate) operation: At<'d>,
    /// The parts around it, whose texts count if it has no text: path items and the body.
    pub(crate) around: Vec<At<'d>>,
    pub(crate) schema: Option<At<'d>>,
    /// The branch of its schema that the event has, if others have another one.
    pub(crate) chosen: Option<Chosen<'d>>,
    /// True if other files state that the body is an object.
    pub(crate) is_object: bool,
    /// The part that names the event, if the webhook sends others, too.
    pub(crate) named_by: Option<NamedBy<'d>>,
    /// True if its texts are about other events, too.
    pub(crate) is_untold: bool,
    /// True if the operation is deprecated.
    pub(crate) is_deprecated: bool,
    /// The values of the examples.
    pub(crate) examples: Vec<Node>,
    /// The header parameters.
    pub(crate) headers: Vec<At<'d>>,
}

/// The part of a request that names the event of a webhook, if its schema allows other names, too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NamedBy<'d> {
    Member { member: Pointer, name: Node },
    Header { header: &'d str, name: &'d str },
}

impl Webhook<'_> {
    /// Returns true if both requests have the same schema and the same part that names the event.
    pub(super) fn is_same_event(&self, other: &Self) -> bool {
        let target = |it: &Self| {
            it.schema.clone().map(|schema| it.api.follow(schema.clone()).unwrap_or(schema).node.to_canonical())
        };
        self.named_by == other.named_by && target(self) == target(other)
    }

    /// Adds the examples that it does not have yet.
    pub(super) fn add_examples(&mut self, examples: Vec<Node>) {
        let mut seen: BTreeSet<String> = self.examples.iter().map(Node::to_canonical).collect();
        self.examples.extend(examples.into_iter().filter(|example| seen.insert(example.to_canonical())));
    }
}

/// The operations of a path item, the usual one first.
pub(super) const METHODS: [&str; 8] = ["post", "put", "patch", "delete", "get", "options", "head", "trace"];

/// Returns a path item with those that it refers to, up to the first dangling or repeated reference.
pub(super) fn chain<'d>(api: Api<'d>, item: At<'d>) -> Vec<At<'d>> {
    let next = |item: &At<'d>| api.target(&item.get("$ref")?).ok();
    let mut seen = BTreeSet::new();
    std::iter::successors(Some(item), next).take_while(|item| seen.insert(item.pointer.clone())).collect()
}

pub(super) type Found<'d> = Result<Option<Webhook<'d>>, Box<Diagnostic>>;

/// Reads a webhook; `None` if it has no JSON body.
pub(super) fn webhook<'d>(
    api: Api<'d>,
    key: &'d str,
    place: Place,
    item: At<'d>,
    oddities: &mut Oddities,
) -> Found<'d> {
    let items = path_items(api, item, oddities)?;
    let part = |name: &str| items.iter().find_map(|item| item.get(name));
    let with_body = |method: &&str| part(method).filter(|operation| operation.node.get("requestBody").is_some());
    let mut operations = METHODS.iter().filter_map(with_body);
    let Some(operation) = operations.next() else {
        oddities.note(Oddity::NoBody, place);
        return Ok(None);
    };
    if let Some(other) = operations.next() {
        oddities.note(Oddity::OtherMethod, api.place(&other));
    }
    let Some(body) = operation.get("requestBody") else { return Ok(None) };
    let body = api.follow(body)?;
    let Some(media) = json(&body) else {
        oddities.note(Oddity::NoJson, place);
        return Ok(None);
    };
    let content = body.get("content");
    let mut same = Vec::new();
    for (name, other) in content.iter().flat_map(At::members) {
        let is_same = other.node.get("schema") == media.node.get("schema");
        match is_json(name) {
            _ if other.pointer == media.pointer => {}
            true if is_same => same.push(other),
            true => oddities.note_names(Oddity::OtherJson, api.place(&other), &[name]),
            false => oddities.note(Oddity::OtherMedia, api.place(&other)),
        }
    }
    let media = api.follow(media)?;
    let examples = examples(api, &media, &same, oddities)?;
    let lists = [part("parameters"), operation.get("parameters")];
    let mut headers = headers(api, lists.into_iter().flatten(), oddities)?;
    headers.extend(of_security(api, &operation, oddities));
    let is_deprecated = is_deprecated(api, &operation, oddities);
    let schema = media.get("schema");
    Ok(Some(Webhook {
        api,
        key: key.to_owned(),
        place,
        operation,
        around: items.into_iter().chain([body]).collect(),
        schema,
        chosen: None,
        is_object: false,
        named_by: None,
        is_untold: false,
        is_deprecated,
        examples,
        headers,
    }))
}

fn is_deprecated(api: Api<'_>, operation: &At<'_>, oddities: &mut Oddities) -> bool {
    let Some(flag) = operation.get("deprecated") else { return false };
    let Value::Boolean(is_deprecated) = flag.node.value else {
        oddities.note(Oddity::NoDeprecation, api.place(&flag));
        return false;
    };
    is_deprecated
}

/// Returns a path item with those that it refers to. In each, other members may stand beside `$ref`.
fn path_items<'d>(api: Api<'d>, item: At<'d>, oddities: &mut Oddities) -> Result<Vec<At<'d>>, Box<Diagnostic>> {
    // References without an end are refused here, so the loop below ends.
    api.follow(item.clone())?;
    let mut items: Vec<At<'d>> = Vec::new();
    let mut next = Some(item);
    while let Some(item) = next {
        if item.node.as_object().is_none() {
            return Err(Box::new(api.unexpected(&item, "a webhook, which is an object of operations")));
        }
        for (name, member) in item.members().filter(|(name, _)| *name != "$ref") {
            if let Some(first) = items.iter().find_map(|known| known.get(name)).filter(|it| it.node != member.node) {
                oddities.note(Oddity::TwicePathItem, api.place(&first));
            }
        }
        next = item.get("$ref").map(|reference| api.target(&reference)).transpose()?;
        items.push(item);
    }
    Ok(items)
}

/// Returns the security requirements of a webhook: its own, or those of a document that describes nothing but webhooks.
pub(super) fn security<'d>(api: Api<'d>, operation: &At<'d>) -> Option<At<'d>> {
    let of_all = || api.root().get("security").filter(|_| !has_paths(api));
    operation.get("security").or_else(of_all)
}

/// Returns true for a document that describes calls to the vendor's own interface.
pub(super) fn has_paths(api: Api<'_>) -> bool {
    api.root().get("paths").is_some_and(|paths| paths.members().next().is_some())
}

/// Returns the headers of the security schemes of an operation: they have a name, as parameters do.
fn of_security<'d>(api: Api<'d>, operation: &At<'d>, oddities: &mut Oddities) -> Vec<At<'d>> {
    let known = api.root().get("components").and_then(|components| components.get("securitySchemes"));
    let required = security(api, operation);
    let names = required.iter().flat_map(At::elements).flat_map(|it| it.members().collect::<Vec<_>>());
    let schemes = names.filter_map(|(name, at)| {
        let scheme = known.as_ref().and_then(|known| api.follow(known.get(name)?).ok());
        if scheme.is_none() {
            oddities.note(Oddity::NoScheme, api.place(&at));
        }
        scheme
    });
    let is_header = |it: &At<'_>| it.text("in") == Some("header") && it.text("name").is_some_and(is_token);
    let (headers, others): (Vec<At<'d>>, Vec<At<'d>>) = schemes.partition(is_header);
    for other in &others {
        oddities.note(Oddity::OtherSecurity, api.place(other));
    }
    headers
}

/// Returns the header parameters of lists.
fn headers<'d>(
    api: Api<'d>,
    lists: impl Iterator<Item = At<'d>>,
    oddities: &mut Oddities,
) -> Result<Vec<At<'d>>, Box<Diagnostic>> {
    let mut headers: Vec<At<'d>> = Vec::new();
    for list in lists {
        if list.node.as_array().is_none() {
            oddities.note(Oddity::NoHeader, api.place(&list));
        }
        for parameter in list.elements() {
            let parameter = api.follow(parameter)?;
            match (parameter.text("in"), parameter.text("name")) {
                (Some("header"), Some(name)) if is_token(name) => {
                    // The parameter of an operation replaces that of its path item.
                    let is_other = |known: &At<'_>| known.text("name").is_none_or(|it| !it.eq_ignore_ascii_case(name));
                    headers.retain(is_other);
                    headers.push(parameter);
                }
                (Some(place), Some(_)) if place != "header" => {
                    oddities.note(Oddity::OtherParameter, api.place(&parameter));
                }
                _ => oddities.note(Oddity::NoHeader, api.place(&parameter)),
            }
        }
    }
    Ok(headers)
}

/// Returns true for the name of a header [RFC 9110 §5.1].
fn is_token(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_part)
}

/// Returns the description of a JSON body.
fn json<'d>(body: &At<'d>) -> Option<At<'d>> {
    let content = body.get("content")?;
    let of = |is_it: &dyn Fn(&str) -> bool| content.members().find(|(name, _)| is_it(name)).map(|(_, at)| at);
    of(&|name| essence(name) == "application/json")
        .or_else(|| of(&is_json))
        .or_else(|| of(&|name| matches!(essence(name).as_str(), "*/*" | "application/*")))
}

/// Returns a media type without its parameters, whose letters are of either case.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence.ends_with("+json") || essence.ends_with("/json")
}

/// Returns the values of the examples of a body: those of its description, in media types with the same schema, or else those of its schema.
fn examples<'d>(
    api: Api<'d>,
    media: &At<'d>,
    same: &[At<'d>],
    oddities: &mut Oddities,
) -> Result<Vec<Node>, Box<Diagnostic>> {
    let mut found: Vec<At<'d>> = Vec::new();
    for media in std::iter::once(media).chain(same) {
        found.extend(media.get("example"));
        let listed = media.get("examples");
        if let Some(listed) = listed.as_ref().filter(|listed| listed.node.as_object().is_none()) {
            oddities.note(Oddity::ExamplesInList, api.place(listed));
        }
        for (_, example) in listed.iter().flat_map(At::members) {
            let example = api.follow(example)?;
            match example.get("value") {
                Some(value) => found.push(value),
                None => oddities.note(Oddity::NoExample, api.place(&example)),
            }
        }
    }
    // Where each schema is a file, its examples stay in it.
    let has_others = !found.is_empty() || api.root().get(CATALOG).is_some();
    if let (false, Some(schema)) = (has_others, media.get("schema")) {
        api.follow(schema.clone())?;
        found = of_schema(api, schema);
    }
    // Some documents repeat an example.
    let mut seen = BTreeSet::new();
    let found: Vec<At<'d>> = found.into_iter().filter_map(|example| value_of(api, example, oddities)).collect();
    let read = found.into_iter().map(|example| match in_string(example.node) {
        Some(inner) => {
            oddities.note(Oddity::ExampleInString, api.place(&example));
            inner
        }
        None => example.node.clone(),
    });
    Ok(read.filter(|example| seen.insert(example.to_canonical())).collect())
}

/// Returns the value of an example. A value that is only a reference is data by the specification, but no vendor sends it: it is followed.
fn value_of<'d>(api: Api<'d>, example: At<'d>, oddities: &mut Oddities) -> Option<At<'d>> {
    let is_reference = |at: &At<'_>| at.text("$ref").is_some() && at.node.as_object().is_some_and(|it| it.len() == 1);
    if !is_reference(&example) {
        return Some(example);
    }
    let target = api.follow(example.clone()).ok();
    let value = target.map(|target| target.get("value").unwrap_or(target));
    let oddity = if value.is_some() { Oddity::ReferenceAsValue } else { Oddity::NoExample };
    oddities.note(oddity, api.place(&example));
    value
}

/// Returns the examples of a schema: those beside a reference, or else those of what it leads to.
pub(super) fn of_schema<'d>(api: Api<'d>, schema: At<'d>) -> Vec<At<'d>> {
    let mut found: Vec<At<'d>> = Vec::new();
    let mut next = Some(schema);
    for _ in 0..MAX_STEPS {
        let Some(schema) = next.filter(|_| found.is_empty()) else { break };
        found.extend(schema.get("example"));
        found.extend(schema.get("examples").iter().flat_map(At::elements));
        next = schema.get("$ref").and_then(|reference| api.target(&reference).ok());
    }
    found
}

/// Returns the object that a string has as JSON text: some documents write examples like that. Its values have the place of the string.
fn in_string(example: &Node) -> Option<Node> {
    let text = example.as_str().filter(|text| text.trim_start().starts_with('{'))?;
    let mut inner = json::parse(&Source::new("", text)).ok()?.root;
    place(&mut inner, &example.span);
    Some(inner)
}

fn place(node: &mut Node, span: &Range<usize>) {
    node.span.clone_from(span);
    match &mut node.value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| place(element, span)),
        Value::Object(members) => {
            let mut placed = members.to_vec();
            for member in &mut placed {
                member.name_span.clone_from(span);
                place(&mut member.node, span);
            }
            *members = placed.into();
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => {}
    }
}
