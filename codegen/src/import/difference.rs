//! The differences between two schemas, member by member, in words.

use crate::json::{Member, Node, Value};

/// Returns the differences, one line each, in the order of the newer schema; removed members are last.
pub(super) fn differences(before: &Node, after: &Node) -> Vec<String> {
    let mut lines = Vec::new();
    schema(before, after, "", &mut lines);
    lines
}

/// Compares two schemas of the member `path`, which is empty for the payload itself.
fn schema(before: &Node, after: &Node, path: &str, lines: &mut Vec<String>) {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else {
        if before != after {
            lines.push(format!("{}{} → {}", prefix(path), text(before), text(after)));
        }
        return;
    };
    for keyword in new {
        match before.get(&keyword.name) {
            None if keyword.name == "properties" => properties(None, &keyword.node, after, path, lines),
            None => lines.push(format!("{}`{}` added: {}", prefix(path), keyword.name, text(&keyword.node))),
            Some(old) if *old == keyword.node => {}
            Some(old) => changed_keyword(&keyword.name, old, before, after, path, lines),
        }
    }
    for keyword in old.iter().filter(|keyword| after.get(&keyword.name).is_none()) {
        lines.push(format!("{}`{}` removed", prefix(path), keyword.name));
    }
}

fn changed_keyword(keyword: &str, old: &Node, before: &Node, after: &Node, path: &str, lines: &mut Vec<String>) {
    let Some(new) = after.get(keyword) else {
        return;
    };
    match (keyword, &old.value, &new.value) {
        ("properties", Value::Object(_), Value::Object(_)) => properties(Some(old), new, after, path, lines),
        ("required", Value::Array(_), Value::Array(_)) => required(before, after, path, lines),
        ("items" | "additionalProperties", Value::Object(_), Value::Object(_)) => {
            schema(old, new, &format!("{path}[]"), lines);
        }
        _ => lines.push(format!("{}`{keyword}`: {} → {}", prefix(path), text(old), text(new))),
    }
}

fn properties(old: Option<&Node>, new: &Node, schema_after: &Node, path: &str, lines: &mut Vec<String>) {
    let members = |node: Option<&Node>| node.and_then(Node::as_object).unwrap_or_default().to_vec();
    for Member { name, node, .. } in members(Some(new)) {
        let member_path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if let Some(known) = old.and_then(|old| old.get(&name)) {
            schema(known, &node, &member_path, lines);
            continue;
        }
        let presence = if is_required(schema_after, &name) { "required" } else { "optional" };
        let type_ = node.get("type").map_or_else(String::new, |type_| format!("{}, ", bare(type_)));
        lines.push(format!("member `{member_path}` added: {type_}{presence}"));
    }
    for gone in members(old).iter().filter(|member| new.get(&member.name).is_none()) {
        lines.push(format!("{}member `{}` removed", prefix(path), gone.name));
    }
}

/// Reports changes of `required`, except for new and removed members, which have their own lines.
fn required(before: &Node, after: &Node, path: &str, lines: &mut Vec<String>) {
    let names = |schema: &Node| -> Vec<String> {
        let names = schema.get("required").and_then(Node::as_array).unwrap_or_default();
        names.iter().filter_map(Node::as_str).map(str::to_owned).collect()
    };
    let is_member = |schema: &Node, name: &str| schema.get("properties").is_some_and(|it| it.get(name).is_some());
    let stays = |name: &&String| is_member(before, name) == is_member(after, name);
    let added = names(after).into_iter().filter(|name| !names(before).contains(name));
    lines.extend(added.filter(|name| stays(&name)).map(|name| format!("{}`{name}` is required now", prefix(path))));
    let gone = names(before).into_iter().filter(|name| !names(after).contains(name));
    lines.extend(gone.filter(|name| stays(&name)).map(|name| format!("{}`{name}` is optional now", prefix(path))));
}

fn is_required(schema: &Node, name: &str) -> bool {
    let required = schema.get("required").and_then(Node::as_array).unwrap_or_default();
    required.iter().any(|known| known.as_str() == Some(name))
}

fn prefix(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("`{path}`: ") }
}

/// Formats a value for a line; long ones are truncated.
fn text(node: &Node) -> String {
    let text = node.to_compact();
    if text.chars().count() <= 60 {
        return text;
    }
    format!("{}…", text.chars().take(60).collect::<String>())
}

fn bare(node: &Node) -> String {
    node.as_str().map_or_else(|| text(node), str::to_owned)
}
