//! The envelope: recognized by its shape, with a derived schema if the page has none.

use codegen_runtime::format::date_time;

use crate::documentation::Roles;
use crate::documentation::derive::{self, typed};
use crate::json::Node;
use crate::json::construct::{array, member, object, string};

/// Recognizes an envelope: one member names a documented event, or is called `event` or similar; another holds an object.
pub(super) fn roles(node: &Node, is_event: &dyn Fn(&str) -> bool) -> Option<Roles> {
    let members = node.as_object()?;
    let strings = || members.iter().filter_map(|member| Some((&member.name, member.node.as_str()?)));
    let named = ["event", "type", "event_type", "eventType", "event_name", "eventName", "topic"];
    let by_value = strings().find(|(_, text)| is_event(text));
    let (event, _) = by_value.or_else(|| strings().find(|(name, _)| named.contains(&name.as_str())))?;
    let objects: Vec<&String> =
        members.iter().filter(|member| member.node.as_object().is_some()).map(|member| &member.name).collect();
    let named = |wanted: &[&str]| objects.iter().copied().find(|name| wanted.contains(&name.as_str()));
    // Of several objects without such a name, any may be the payload.
    let data =
        named(&["data", "payload", "body"]).or_else(|| objects.first().copied().filter(|_| objects.len() == 1))?;
    // `webhook_id` is mostly that of the subscription.
    let ids = ["id", "event_id", "eventId", "delivery_id", "deliveryId"];
    let id = ids.iter().find(|id| strings().any(|(name, _)| name == *id));
    let created_at = strings().find(|(name, text)| date_time::is_valid(text) && is_time_of_event(name));
    Some(Roles {
        event: event.clone(),
        data: data.clone(),
        id: id.map(ToString::to_string),
        created_at: created_at.map(|(name, _)| name.clone()),
    })
}

/// Returns true for a name such as `created_at` or `timestamp`, but not for `expires_at`.
fn is_time_of_event(name: &str) -> bool {
    const PARTS: [&str; 11] =
        ["creat", "deliver", "emit", "fired", "generat", "occur", "publish", "send", "sent", "time", "trigger"];
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "at" | "date" | "when") || PARTS.iter().any(|part| name.contains(part))
}

/// Derives the schema of an envelope from its example. It is open, because the vendor never closed it.
pub(crate) fn derive_schema(example: &Node, roles: &Roles) -> Node {
    let members = example.as_object().unwrap_or_default();
    let properties = members.iter().map(|known| {
        let schema = if known.name == roles.data { typed("object") } else { derive::schema(&[&known.node]) };
        member(&known.name, schema)
    });
    object(vec![
        member("$schema", string("https://json-schema.org/draft/2020-12/schema")),
        member("$comment", string("Derived from an example: the page documents no schema for it.")),
        member("description", string("The object around the payload of every event.")),
        member("type", string("object")),
        member("required", array(members.iter().map(|known| string(&known.name)).collect())),
        member("properties", object(properties.collect())),
    ])
}
