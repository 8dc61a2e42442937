//! The first sample: about ten lines of integrator's code.

use crate::catalog::Catalog;
use crate::emit::receiver;
use crate::model::{Model, Role, Root};

/// Writes about ten lines of integrator's code, which the crate's own tests compile.
pub(super) fn example(model: &Model, catalog: &Catalog) -> String {
    let library = catalog.crate_.name.value.replace('-', "_");
    let first = |role: Role| model.roots.iter().find(|root| root.role == role);
    match (first(Role::Event), first(Role::Plain)) {
        (Some(event), _) => of_events(&library, event, catalog),
        (None, Some(schema)) => of_schemas(&library, schema),
        (None, None) => format!("use {library} as _;\n"),
    }
}

fn of_events(library: &str, first: &Root, catalog: &Catalog) -> String {
    let variant = &first.ident;
    let arms = format!(
        "Event::{variant}(payload) => println!(\"{{payload:?}}\"),\n        \
             Event::Unknown(event) => println!(\"{{}} is newer than this crate\", event.name),\n        \
             other => println!(\"{{}} needs no action\", other.name()),\n    \
         }}\n    \
         Ok(())\n\
         }}\n"
    );
    if catalog.has_receiver() {
        let (parameter, argument) = match (&catalog.envelope, &catalog.event_header) {
            (None, None) => (", event: &str", ", event"),
            _ => ("", ""),
        };
        let variable = receiver::secret_variable(catalog);
        return format!(
            "use {library}::{{ConfigurationError, Event, ReceiveError, Receiver, SigningSecret}};\n\n\
             fn receiver() -> Result<Receiver, ConfigurationError> {{\n    \
                 Ok(Receiver::new(SigningSecret::from_env(\"{variable}\")?))\n\
             }}\n\n\
             // Takes all headers of a request, and the bytes of its body exactly as they arrived.\n\
             fn handle(receiver: &Receiver, headers: &[(String, String)], body: &[u8]{parameter}) -> Result<(), ReceiveError> {{\n    \
                 let delivery = receiver.receive(headers, body{argument})?;\n    \
                 match delivery.event() {{\n        {arms}"
        );
    }
    let (parameters, read) = if catalog.envelope.is_some() {
        ("body: &[u8]", "from_slice(body)")
    } else {
        ("name: &str, body: &[u8]", "from_slice(name, body)")
    };
    format!(
        "use {library}::{{DecodeError, Event}};\n\n\
         fn receive({parameters}) -> Result<(), DecodeError> {{\n    \
             match Event::{read}? {{\n        {arms}"
    )
}

fn of_schemas(library: &str, root: &Root) -> String {
    let ident = &root.ident;
    format!(
        "use {library}::{ident};\n\n\
         fn read(text: &str) -> Result<{ident}, Box<dyn std::error::Error>> {{\n    \
             {ident}::validate_slice(text.as_bytes())?;\n    \
             Ok(serde_json::from_str(text)?)\n\
         }}\n"
    )
}
