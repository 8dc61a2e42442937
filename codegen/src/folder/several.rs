//! A schema of several events: it is only a union of them, or lists their names in a member.

use crate::folder::bundle::Bundle;
use crate::json::Node;
use crate::openapi::{self, Webhook};
use crate::source::diagnostic::{Diagnostic, Diagnostics};

/// Returns the bodies of all events, each with the position of its file.
pub(super) fn divided<'d>(
    wholes: Vec<(usize, Webhook<'d>)>,
    bundle: &'d Bundle,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, Webhook<'d>)> {
    let bundled: Vec<Webhook<'d>> = wholes.iter().map(|(index, whole)| bundle.body(*index, whole)).collect();
    let mut bodies = Vec::new();
    for ((index, whole), listed) in wholes.into_iter().zip(openapi::lists_of(&bundled)) {
        let listed = listed.map(|events| {
            let in_file = |event: Webhook<'d>| Webhook {
                api: whole.api,
                operation: whole.operation.clone(),
                schema: whole.schema.clone(),
                ..event
            };
            events.into_iter().map(in_file).collect::<Vec<_>>()
        });
        let branches = openapi::branches(&whole).map(|events| (of_branches(&whole), events));
        match branches.or_else(|| listed.map(|events| (of_list(&whole), events))) {
            Some((warning, events)) => {
                diagnostics.push(warning);
                if let Some(warning) = stray(&whole, &events) {
                    diagnostics.push(warning);
                }
                bodies.extend(events.into_iter().map(|event| (index, event)));
            }
            None => bodies.push((index, whole)),
        }
    }
    bodies
}

/// Warns of a schema whose branches are events.
fn of_branches(whole: &Webhook<'_>) -> Diagnostic {
    let message = "the branches of the schema fix a member to different names: each is imported as an event";
    let warning = Diagnostic::warning("webhook-of-several-events", message).at(whole.place.clone());
    warning.help("describe each event in a file of its own to choose its name and summary")
}

/// Warns of a schema that several events have.
fn of_list(whole: &Webhook<'_>) -> Diagnostic {
    let message = "a member of the schema lists names of events: each is imported as an event, with the same schema";
    let warning = Diagnostic::warning("webhook-of-several-events", message).at(whole.place.clone());
    warning.help("describe each event in a file of its own to choose its schema and summary")
}

/// Warns of examples that are of none of the events.
fn stray(whole: &Webhook<'_>, events: &[Webhook<'_>]) -> Option<Diagnostic> {
    let is_stray = |example: &&Node| !events.iter().any(|event| event.examples.contains(example));
    let count = whole.examples.iter().filter(is_stray).count();
    let message = match count {
        1 => "an example names none of the events of its schema, and is left out".to_owned(),
        _ => format!("{count} examples name none of the events of their schema, and are left out"),
    };
    let warning = Diagnostic::warning("example-of-no-event", message).at(whole.place.clone());
    (count > 0).then(|| warning.help("correct the name"))
}
