//! The schemas of event, event name and message for schemars: combinations of the payloads' documented schemas.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::render;

use crate::emit::events::places::Places;
use crate::emit::events::variant::Variant;
use crate::emit::types::json_schema::implementation;

/// Emits the implementations of the trait behind the feature.
pub(super) fn emit(variants: &[Variant<'_>], envelope: Option<(&Places<'_>, &Ident)>) -> Vec<syn::Item> {
    let payloads: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let wire_names: Vec<_> = variants.iter().map(|variant| &variant.root.wire_name).collect();
    let conditions: Vec<_> = variants.iter().map(|variant| &variant.condition).collect();
    let name = of("EventName", &quote!(_), &quote!(schema::strings([#(#wire_names),*])));
    let event = match envelope {
        Some((places, _)) => match places.flat() {
            Some([event, data]) => quote! {
                schema::choice("oneOf", [
                    #(#conditions schema::tagged((#event, #wire_names), (#data, generator.subschema_for::<#payloads>()))),*
                ])
            },
            None => {
                let [event, data] = [places.event, places.payload].map(|member| {
                    let names = member.names();
                    quote!(&[#(#names),*])
                });
                quote! {
                    schema::choice("oneOf", [
                        #(#conditions schema::choice("allOf", [
                            schema::placed(#event, schema::constant(#wire_names)),
                            schema::placed(#data, generator.subschema_for::<#payloads>()),
                        ])),*
                    ])
                }
            }
        },
        None => quote!(schema::choice("anyOf", [#(#conditions generator.subschema_for::<#payloads>()),*])),
    };
    let event = of("Event", &quote!(generator), &event);
    let message = envelope.map(|(_, ident)| {
        let parts = quote!([generator.subschema_for::<#ident>(), generator.subschema_for::<Event>()]);
        of("Message", &quote!(generator), &quote!(schema::choice("allOf", #parts)))
    });
    render::items(&quote!(#name #event #message))
}

/// The import is inside the function, because a module's own import would be unused without the feature.
fn of(ident: &str, generator: &TokenStream, schema: &TokenStream) -> TokenStream {
    let body = quote!(use crate::runtime::value::schema; #schema);
    implementation(ident, ident, generator, &body)
}
