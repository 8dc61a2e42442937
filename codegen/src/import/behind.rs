//! Members of a page's envelope that a derived schema in the folder lacks: imports do not update a derived schema.

use crate::documentation::DocumentedEnvelope;
use crate::json::{Document, Member, Node};
use crate::source::diagnostic::{Diagnostic, listed};
use crate::source::location::{Place, Pointer};

/// Warns of the members of an envelope's example that neither the schema has nor the `last` example had.
pub(super) fn unlisted(
    envelope: &DocumentedEnvelope,
    schema_path: &str,
    schema: &Document,
    last: &Document,
) -> Option<Diagnostic> {
    let mut found = Vec::new();
    new_members(&envelope.example.root, Some(&schema.root), Some(&last.root), Some(&envelope.roles.data), &mut found);
    let (first, others) = found.split_first()?;
    let names = listed(found.iter().map(|member| member.name.as_str()));
    let message = format!("the derived schema of the envelope lacks {names}");
    let place = |member: &Member| Place::new(&envelope.example.source, member.name_span.clone());
    let warning = Diagnostic::warning("envelope-schema-behind", message).labelled(place(first), "this is new");
    let warning = others.iter().take(4).fold(warning, |warning, other| warning.related(place(other), "and this"));
    Some(warning.help(format!(
        "add them to `{schema_path}` if the crate shall have them: an import never changes a schema that was derived before"
    )))
}

/// Collects the members that are new, outside of the payload (`data`).
fn new_members<'n>(
    example: &'n Node,
    schema: Option<&Node>,
    last: Option<&Node>,
    data: Option<&Pointer>,
    found: &mut Vec<&'n Member>,
) {
    let Some(properties) = schema.and_then(|schema| schema.get("properties")) else { return };
    for member in example.as_object().unwrap_or_default() {
        let name = &member.name;
        let mut tokens = data.into_iter().flat_map(Pointer::tokens);
        let is_around = tokens.next().as_ref() == Some(name);
        let rest = tokens.fold(Pointer::root(), |rest, token| rest.join(token));
        if is_around && rest == Pointer::root() {
            continue;
        }
        let (property, before) = (properties.get(name), last.and_then(|last| last.get(name)));
        match (property, before) {
            (None, None) => found.push(member),
            _ => new_members(&member.node, property, before, Some(&rest).filter(|_| is_around), found),
        }
    }
}
