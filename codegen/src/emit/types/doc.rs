//! Titles and descriptions → documentation.

use std::collections::BTreeSet;

use syn::{Attribute, parse_quote};

use crate::emit::types::shape::{
    Definition, Kind, Member, Origin, Shapes, Site, Symbol, Tags, Test, Type, Variant, in_place,
};
use crate::emit::wording::{beyond, code, documentation, ended, for_markdown, kept_since};
use crate::json::Value;
use crate::keyword::{self, Leaf, leaf::Words, types::TypeSet};
use crate::model::{Annotations, Model, Role, SchemaId};
use crate::render;
use crate::source::words::joined;

/// The documentation of an envelope; `import` describes the schemas that it derives with the same words.
const ENVELOPE: &str = "The object around the payload of every event";

/// Returns the documentation of a type.
pub(super) fn of_definition(model: &Model, definition: &Definition) -> Vec<Attribute> {
    // A root's title repeats its name.
    let has_title = matches!(definition.origin, Origin::Part(..));
    let own = if let Origin::Root(index) = definition.origin { Some(model.roots[index].schema) } else { None };
    let schemas: Vec<SchemaId> = own.into_iter().chain(described_by(model, &definition.site)).collect();
    let written = written(model, &schemas, &definition.ident, has_title);
    let origin = match &definition.origin {
        Origin::Root(index) => {
            let root = &model.roots[*index];
            let summary =
                root.summary.as_ref().map(|summary| format!(": {}", for_markdown(summary))).unwrap_or_default();
            let name = code(&root.wire_name);
            match root.role {
                Role::Event => ended(&format!("The payload of {name}{summary}")),
                Role::Envelope => ended(ENVELOPE),
                Role::Plain => ended(&format!("An instance of the schema {name}{summary}")),
            }
        }
        Origin::Part(part) => {
            let what = match definition.kind {
                Kind::Struct(_) => "The object",
                Kind::Sequence(_) => "The array",
                Kind::Enum(_) => "The string",
                Kind::Union(_) | Kind::Newtype(_) => "The value",
            };
            let parent = part.parent.as_ref().map(|parent| format!(" of {}", code(parent))).unwrap_or_default();
            let wire_name = if part.wire_name.is_empty() { String::new() } else { code(&part.wire_name) };
            let around = match (wire_name.as_str(), parent.as_str()) {
                ("", parent) => parent.to_owned(),
                (wire_name, parent) => format!(" of {wire_name}{parent}"),
            };
            let mut place = part.place.chars();
            match place.next() {
                Some(first) => format!("{}{}{around}.", first.to_uppercase(), place.as_str()),
                None if wire_name.is_empty() => format!("{what}{parent}."),
                None => format!("{what} {wire_name}{parent}."),
            }
        }
    };
    let summary = match definition.origin {
        Origin::Root(index) if model.roots[index].role == Role::Envelope => ENVELOPE.to_owned(),
        Origin::Root(index) => model.roots[index].summary.as_deref().map(documentation).unwrap_or_default(),
        Origin::Part(..) => String::new(),
    };
    match (&definition.origin, written) {
        (Origin::Root(_), Some(written)) => match beyond(&summary, &written) {
            "" => attributes(&origin),
            rest => attributes(&format!("{origin}\n\n{rest}")),
        },
        (Origin::Part(..), Some(written)) => attributes(&written),
        (_, None) => attributes(&origin),
    }
}

/// Returns the documentation of a member.
pub(super) fn of_member(model: &Model, member: &Member) -> Vec<Attribute> {
    let written = written_of_member(model, member);
    let named = || match member.wire_name.as_str() {
        "" => "The member whose name is empty.".to_owned(),
        wire_name => match limits(model, member) {
            limits if limits.is_empty() => code(wire_name),
            limits => format!("{}: {limits}.", code(wire_name)),
        },
    };
    let mut attributes = attributes(&written.unwrap_or_else(named));
    attributes.extend(deprecated(model, &member.site, None));
    attributes
}

/// Returns the documentation of an element.
pub(super) fn of_element(model: &Model, element: &Member, number: usize) -> Vec<Attribute> {
    let written = written_of_member(model, element);
    let named = || match limits(model, element) {
        limits if limits.is_empty() => format!("Element {number}."),
        limits => format!("Element {number}: {limits}."),
    };
    let mut attributes = attributes(&written.unwrap_or_else(named));
    attributes.extend(deprecated(model, &element.site, None));
    attributes
}

/// Returns the documentation of a string of an enumeration: the string, and the text of the branch that has it alone.
pub(super) fn of_symbol(model: &Model, site: &Site, symbol: &Symbol) -> Vec<Attribute> {
    let wire_name = &symbol.wire_name;
    let schemas = with_target(model, symbol.branch);
    let written = written(model, &schemas, &symbol.ident, true);
    let named = if wire_name.is_empty() { "The empty string".to_owned() } else { code(wire_name) };
    let mut attributes = attributes(&match written {
        Some(written) if written.contains('\n') => format!("{named}\n\n{written}"),
        Some(written) => format!("{named}: {written}"),
        None if wire_name.is_empty() => format!("{named}."),
        None => named,
    });
    let kept = deprecated(model, site, Some(wire_name));
    attributes.extend(kept.or_else(|| symbol.branch.and_then(|branch| said_deprecated(model, &[branch]))));
    attributes
}

/// Returns `#[deprecated]` for a member, or for a string of an enumeration, that the crate keeps, and for a member whose schema says so.
fn deprecated(model: &Model, site: &Site, value: Option<&str>) -> Option<Attribute> {
    let key = |schema: &SchemaId| (*schema, value.map(str::to_owned));
    let Some(since) = site.always.iter().chain(&site.perhaps).find_map(|schema| model.kept.get(&key(schema))) else {
        return if value.is_none() { said_deprecated(model, &site.always) } else { None };
    };
    let what = if value.is_some() { "value" } else { "member" };
    let note = kept_since(what, since);
    Some(parse_quote!(#[deprecated(note = #note)]))
}

/// Returns `#[deprecated]` if a schema says so.
pub(crate) fn said_deprecated(model: &Model, schemas: &[SchemaId]) -> Option<Attribute> {
    let is_deprecated = schemas.iter().any(|schema| model.is_deprecated(*schema));
    is_deprecated.then(|| parse_quote!(#[deprecated(note = "the vendor's schema says so")]))
}

/// Returns the text of a member's schemas, or of the definitions that they refer to, unless such a definition has a type of its own.
fn written_of_member(model: &Model, member: &Member) -> Option<String> {
    let has_title = member.ty.definitions().is_empty();
    let own = written(model, &described_by(model, &member.site), &member.ident, has_title);
    own.or_else(|| {
        let key = |schema: SchemaId| model.schema(schema).pointer().tokens().last().unwrap_or_default();
        let text = |schema: SchemaId| {
            let idents = format!("{} {}", member.ident, key(schema));
            written(model, &[schema], &idents, has_title)
        };
        referred(model, member).into_iter().find_map(text)
    })
}

/// Returns the schemas to which those of a member refer, directly or beside `null`, if the member's type is not that of a definition.
fn referred(model: &Model, member: &Member) -> Vec<SchemaId> {
    let ty = if let Type::Nullable(ty) = &member.ty { ty } else { &member.ty };
    if matches!(ty, Type::Named(_)) {
        return Vec::new();
    }
    let own = &member.site.always;
    let mut found: Vec<SchemaId> = own.clone();
    let mut next = 0;
    while let Some(schema) = found.get(next).copied() {
        next += 1;
        let certain = model.certain(schema).into_iter();
        for schema in certain.flat_map(|it| [Some(it), in_place::beside_null(model, it)]).flatten() {
            if !found.contains(&schema) {
                found.push(schema);
            }
        }
    }
    found.split_off(own.len().min(found.len()))
}

/// Returns the limits of a value in a few words: `at least 0`. Of several schemas the tightest counts.
fn limits(model: &Model, member: &Member) -> String {
    let ty = if let Type::Nullable(ty) = &member.ty { ty } else { &member.ty };
    let is_timestamp = *ty == Type::Timestamp;
    let is_integer = matches!(ty, Type::Integer | Type::Native(_));
    let referred = referred(model, member);
    let all = member.site.always.iter().chain(&referred);
    let mut leaves: Vec<&Leaf> = Vec::new();
    for leaf in all.flat_map(|schema| model.schema(*schema).leaves()) {
        let place = leaves.iter().position(|known| leaf.implies(known, is_integer));
        if place.is_some() || !leaves.iter().any(|known| known.implies(leaf, is_integer)) {
            leaves.retain(|known| !leaf.implies(known, is_integer));
            leaves.insert(place.unwrap_or(leaves.len()), leaf);
        }
    }
    let mut limits: Vec<String> = Vec::new();
    for Words { mut text, code: of_schema } in keyword::words(&leaves).into_iter().flatten() {
        // The type implies it.
        if is_timestamp && of_schema.as_deref() == Some("date-time") {
            continue;
        }
        text.extend(of_schema.map(|text| code(&text)));
        if !limits.contains(&text) {
            limits.push(text);
        }
    }
    limits.join(", ")
}

/// Returns the documentation of a union's variant: its schema's, or else what distinguishes it from the others.
pub(super) fn of_variant(model: &Model, shapes: &Shapes, variants: &[Variant], index: usize) -> Vec<Attribute> {
    let variant = &variants[index];
    let written = written(model, &with_target(model, variant.branch), &variant.ident, true);
    attributes(&written.unwrap_or_else(|| {
        let is_integer = matches!(variant.ty, Type::Integer | Type::Native(_));
        let types = if is_integer { TypeSet::INTEGER } else { variant.json_type };
        let types: Vec<&str> = types.names().collect();
        let (types, article) =
            (types.join(" or "), if types.concat().starts_with(['a', 'i', 'o']) { "An" } else { "A" });
        let is_later = variants[..index].iter().any(|other| other.json_type == variant.json_type);
        let of_tag =
            |member: &str, tags: &Tags| format!("{article} {types} whose {} is {}.", code(member), tagged(tags));
        let told =
            if let Test::Validators(schemas) = &variant.test { told(model, shapes, variant, schemas) } else { None };
        if let Some((member, tags)) = told {
            return of_tag(member, &tags);
        }
        let constants = |variant: &Variant| match &variant.test {
            Test::Validators(schemas) if schemas.len() == 1 => constants(model, schemas[0]),
            Test::Validators(_) | Test::JsonType | Test::Tag(..) => Vec::new(),
        };
        let own = constants(variant);
        let is_other = |(other, variant): (usize, &Variant)| other == index || constants(variant) != own;
        if !own.is_empty() && variants.iter().enumerate().all(is_other) {
            return format!("{article} {types} {}.", joined(&own, "and"));
        }
        match &variant.test {
            Test::Tag(member, tags) => of_tag(member, tags),
            Test::JsonType if is_later => format!("Any other {types}."),
            Test::JsonType | Test::Validators(_) => {
                let mut members = own_members(shapes, variants, index);
                let is_own = !members.is_empty();
                if let (true, Test::Validators(schemas)) = (members.is_empty(), &variant.test)
                    && let [schema] = schemas.as_slice()
                {
                    members = required_by(model, *schema);
                }
                let optional = named_alone(shapes, variants, index);
                let forbidden: Vec<String> = variant.branch.map(|it| forbidden(model, it)).unwrap_or_default();
                match members.as_slice() {
                    [] if !forbidden.is_empty() => format!("{article} {types} without {}.", joined(&forbidden, "and")),
                    [] => match optional {
                        Some(member) => format!("{article} {types} that may have {}.", code(member)),
                        None => format!("{article} {types}{}.", of_elements(shapes, &variant.ty)),
                    },
                    members => match optional.filter(|_| !is_own) {
                        Some(member) => {
                            format!("{article} {types} with {} that may have {}.", joined(members, "and"), code(member))
                        }
                        None => format!("{article} {types} with {}.", joined(members, "and")),
                    },
                }
            }
        }
    }))
}

/// Returns what the elements of a list, or the values of a map, are.
fn of_elements(shapes: &Shapes, ty: &Type) -> String {
    let each = |ty: &Type| match ty {
        Type::String => Some("strings".to_owned()),
        Type::Decimal => Some("decimals".to_owned()),
        Type::Timestamp => Some("timestamps".to_owned()),
        Type::Boolean => Some("booleans".to_owned()),
        Type::Integer | Type::Native(_) => Some("integers".to_owned()),
        Type::Number => Some("numbers".to_owned()),
        Type::Array(_) | Type::Tuple(_) => Some("arrays".to_owned()),
        Type::Named(id) => Some(code(&shapes.definition(*id).ident)),
        Type::Value | Type::Null | Type::Map(_) | Type::Nullable(_) => None,
    };
    match ty {
        Type::Array(inner) => each(inner).map(|each| format!(" of {each}")).unwrap_or_default(),
        Type::Map(inner) => each(inner).map(|each| format!(" whose values are {each}")).unwrap_or_default(),
        Type::Tuple(elements) => format!(" of {} elements", elements.len()),
        _ => String::new(),
    }
}

/// Returns the members that this variant requires, but not every other one.
fn own_members(shapes: &Shapes, variants: &[Variant], index: usize) -> Vec<String> {
    let required = |variant: &Variant| -> Vec<String> {
        required_members(shapes, variant).into_iter().map(|member| code(&member.wire_name)).collect()
    };
    let others: Vec<_> = variants.iter().enumerate().filter(|(other, _)| *other != index).collect();
    let is_common = |member: &String| others.iter().all(|(_, other)| required(other).contains(member));
    let own = required(&variants[index]).into_iter().filter(|member| others.is_empty() || !is_common(member));
    own.take(LISTED).collect()
}

/// Returns the first member that only this variant names.
fn named_alone<'s>(shapes: &'s Shapes, variants: &[Variant], index: usize) -> Option<&'s str> {
    let others = variants.iter().enumerate().filter(|(other, _)| *other != index);
    let others: Vec<&[Member]> = others.map(|(_, other)| members(shapes, other)).collect();
    let is_known = |member: &Member| others.iter().any(|it| it.iter().any(|it| it.wire_name == member.wire_name));
    let is_beside = others.iter().any(|others| !others.is_empty());
    let mut own = members(shapes, &variants[index]).iter().filter(|member| is_beside && !is_known(member));
    own.next().map(|member| member.wire_name.as_str())
}

/// Returns a member and its values, if all conditions do no more than list values of this member, and it is required by the variant's type
/// or by each condition.
fn told<'m>(model: &'m Model, shapes: &Shapes, variant: &Variant, conditions: &[SchemaId]) -> Option<(&'m str, Tags)> {
    let asked: Vec<_> = conditions.iter().map(|condition| in_place::asked(model, *condition)).collect::<Option<_>>()?;
    let (member, ..) = asked.first()?;
    let values = asked.iter().flat_map(|(_, schema, _)| &model.schema(*schema).assertions);
    let values: Vec<_> = values.flat_map(|assertion| assertion.kind.values().unwrap_or_default()).collect();
    let of_type = required_members(shapes, variant);
    let is_told = |(other, _, is_required): &(&str, SchemaId, bool)| {
        other == member && (*is_required || of_type.iter().any(|it| it.wire_name == **member))
    };
    let is_one = !values.is_empty() && asked.iter().all(is_told);
    Some((*member, Tags::of(&values).filter(|_| is_one)?))
}

/// Returns the members that a variant's type requires.
fn required_members<'s>(shapes: &'s Shapes, variant: &Variant) -> Vec<&'s Member> {
    members(shapes, variant).iter().filter(|member| member.is_required).collect()
}

/// Returns the members of a variant's type.
fn members<'s>(shapes: &'s Shapes, variant: &Variant) -> &'s [Member] {
    let Type::Named(id) = variant.ty else { return &[] };
    let Kind::Struct(it) = &shapes.definition(id).kind else { return &[] };
    &it.members
}

/// Returns the members that a schema requires.
fn required_by(model: &Model, schema: SchemaId) -> Vec<String> {
    let certain = model.certain(schema).into_iter();
    certain.flat_map(|schema| in_place::required(model, schema)).map(|member| code(member)).take(LISTED).collect()
}

/// Returns the members that no instance of a schema has.
fn forbidden(model: &Model, schema: SchemaId) -> Vec<String> {
    in_place::forbidden(model, schema).into_iter().map(code).take(LISTED).collect()
}

/// Returns the members that a schema requires with a single value, each with it.
fn constants(model: &Model, schema: SchemaId) -> Vec<String> {
    let certain = model.certain(schema);
    let is_required =
        |member: &String| certain.iter().any(|schema| in_place::required(model, *schema).contains(member));
    let members = certain.iter().flat_map(|schema| model.schema(*schema).properties());
    let constants = members.filter(|(member, _)| is_required(member)).filter_map(|(member, of)| {
        let certain = model.certain(*of).into_iter();
        let values = certain.flat_map(|schema| &model.schema(schema).assertions).find_map(|it| it.kind.values())?;
        let [value] = values else { return None };
        let value = match &value.value {
            Value::String(text) if text.is_empty() => "empty".to_owned(),
            Value::String(text) => code(text),
            Value::Null | Value::Boolean(_) | Value::Number(_) => code(&value.to_compact()),
            Value::Array(_) | Value::Object(_) => return None,
        };
        Some((member, format!("whose {} is {value}", code(member))))
    });
    let mut seen = BTreeSet::new();
    constants.filter(|(member, _)| seen.insert(*member)).map(|(_, text)| text).take(LISTED).collect()
}

/// The maximum number of members or values that are listed.
const LISTED: usize = 4;

fn tagged(tags: &Tags) -> String {
    let texts: Vec<String> = match tags {
        Tags::Texts(texts) => {
            texts.iter().map(|text| if text.is_empty() { "empty".to_owned() } else { code(text) }).collect()
        }
        Tags::Booleans(values) => values.iter().map(|value| code(&value.to_string())).collect(),
        Tags::Integers(values) => values.iter().map(|value| code(&value.to_string())).collect(),
    };
    if texts.len() > LISTED { format!("one of {} values", texts.len()) } else { joined(&texts, "or") }
}

/// Converts Markdown to documentation.
pub(super) fn attributes(text: &str) -> Vec<Attribute> {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    lines.map(|line| render::doc(&line)).collect()
}

/// Documents the variant for undocumented values.
pub(super) fn unknown(what: &str) -> Attribute {
    render::doc(&format!(" {what}, as it was sent."))
}

/// Returns the schemas whose text documents a site: those of its last way, if there is one, because they describe no other way.
fn described_by(model: &Model, site: &Site) -> Vec<SchemaId> {
    match site.taken.last() {
        Some(way) => with_target(model, way.applied()),
        None => site.schemas().collect(),
    }
}

fn with_target(model: &Model, schema: Option<SchemaId>) -> Vec<SchemaId> {
    schema.into_iter().flat_map(|schema| [schema, model.typed_target(schema)]).collect()
}

/// Returns the text of schemas, unless it only repeats a name.
fn written(model: &Model, schemas: &[SchemaId], ident: &str, has_title: bool) -> Option<String> {
    let all: Vec<&Annotations> = schemas.iter().map(|schema| &model.schema(*schema).annotations).collect();
    let plain = |text: &str| text.chars().filter(|found| found.is_alphanumeric()).collect::<String>().to_lowercase();
    let is_new = |text: &&String| !text.trim().is_empty() && !plain(ident).contains(&plain(text));
    let descriptions = all.iter().filter_map(|annotations| annotations.description.as_ref());
    let mut titles = all.iter().filter(|_| has_title).filter_map(|annotations| annotations.title.as_ref());
    let mut descriptions = descriptions.filter(is_new);
    let text = descriptions.next().or_else(|| titles.find(is_new))?;
    let text = documentation(text);
    Some(if text.ends_with(['.', '!', '?', ':', '>', ')']) || text.contains('\n') { text } else { format!("{text}.") })
}
