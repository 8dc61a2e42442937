//! The texts of a document for people, which may say how deliveries are signed.

use crate::documentation::Prose;
use crate::openapi::api::{Api, At};
use crate::openapi::section::{SECTIONS, path_items_within};
use crate::openapi::webhook::{METHODS, chain, security};

/// Returns the texts about the document, its webhooks and their headers, in this order.
pub(super) fn texts(api: Api<'_>) -> Vec<Prose> {
    let root = api.root();
    let mut found = Vec::new();
    let tags = root.get("tags");
    let general = root.get("info").into_iter().chain(tags.iter().flat_map(At::elements)).flat_map(|part| of(&part, ""));
    found.extend(general.map(|prose| Prose { text: without_requests(&prose.text), ..prose }));
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    for section in SECTIONS.iter().filter_map(|name| root.get(name)) {
        for (_, item) in section.members() {
            let item = path_items_within(api, &item).into_iter().next().unwrap_or(item);
            for item in chain(api, item) {
                found.extend(of(&item, ""));
                let operations = METHODS.iter().filter_map(|method| item.get(method));
                for part in operations.flat_map(|operation| of_operation(api, &operation, schemes.as_ref())) {
                    found.extend(part);
                }
                found.extend(of_parameters(api, &item));
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|prose| seen.insert(prose.span.start));
    found
}

/// Removes the sections of a text that are about requests to the vendor.
fn without_requests(text: &str) -> String {
    const OF_REQUESTS: [&str; 8] =
        ["authenticat", "authoriz", "api key", "error", "pagina", "rate limit", "sdk", "version"];
    const OF_DELIVERIES: [&str; 5] = ["webhook", "callback", "deliver", "notification", "event"];
    let mut sections: Vec<String> = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('#') {
            sections.push(String::new());
        }
        sections.iter_mut().last().into_iter().for_each(|section| section.push_str(line));
    }
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.to_lowercase().contains(word));
    sections.retain(|section| {
        let title = section.lines().next().filter(|line| line.trim_start().starts_with('#')).unwrap_or_default();
        has(section, &OF_DELIVERIES) || !has(title, &OF_REQUESTS)
    });
    sections.concat()
}

fn of_operation<'d>(api: Api<'d>, operation: &At<'d>, schemes: Option<&At<'d>>) -> [Vec<Prose>; 4] {
    let body = operation.get("requestBody").and_then(|body| api.follow(body).ok());
    let required = security(api, operation);
    let names = required.iter().flat_map(At::elements).flat_map(|it| it.members().collect::<Vec<_>>());
    let of_schemes = names.filter_map(|(name, _)| api.follow(schemes?.get(name)?).ok());
    [
        of(operation, ""),
        body.iter().flat_map(|body| of(body, "")).collect(),
        of_parameters(api, operation),
        of_schemes.flat_map(|scheme| of(&scheme, scheme.text("name").unwrap_or_default())).collect(),
    ]
}

/// Returns the texts about the parameters of an operation or a path item, with their names.
fn of_parameters(api: Api<'_>, owner: &At<'_>) -> Vec<Prose> {
    let list = owner.get("parameters");
    let parameters = list.iter().flat_map(At::elements).filter_map(|parameter| api.follow(parameter).ok());
    parameters.flat_map(|parameter| of(&parameter, parameter.text("name").unwrap_or_default())).collect()
}

/// Returns the summary and the description of a part of the document; `name` is the header that it describes.
fn of(part: &At<'_>, name: &str) -> Vec<Prose> {
    let texts = ["summary", "description"].into_iter().filter_map(|member| {
        let node = part.node.get(member)?;
        Some((node.as_str()?.trim(), node.span.clone()))
    });
    let texts = texts.filter(|(text, _)| !text.is_empty());
    texts.map(|(text, span)| Prose { about: name.to_owned(), text: text.to_owned(), span }).collect()
}
