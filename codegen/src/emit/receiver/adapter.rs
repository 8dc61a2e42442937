//! Adapters of the receiver for frameworks: a file for each, behind its feature. Vendor-independent code is in the runtime.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::Catalog;
use crate::emit::payload::ident;
use crate::emit::template::fill;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;
use crate::emit::receiver::values::values;

/// An adapter: a module of the crate with the name of its module in the runtime.
pub(super) struct Adapter {
    pub(super) module: &'static str,
    pub(super) docs: &'static str,
    pub(super) fragment: Fragment,
}

/// Returns the adapters of a vendor's receiver. A program cannot pass an event to an extractor, so the request must name it.
pub(super) fn emit(subject: &Subject<'_>) -> Vec<Adapter> {
    let http = Adapter { module: "http_1", docs: "Requests and statuses of `http` 1.", fragment: http(subject) };
    if !subject.catalog.has_extractors() {
        return vec![http];
    }
    let actix = Adapter {
        module: "actix_web_4",
        docs: "Deliveries as an extractor of `actix-web` 4.",
        fragment: actix(subject),
    };
    let axum =
        Adapter { module: "axum_0_8", docs: "Deliveries as an extractor of `axum` 0.8.", fragment: axum(subject) };
    vec![actix, axum, http]
}

/// Returns the modules of all adapters of such a crate.
pub(super) fn modules(has_extractors: bool) -> TokenStream {
    let all = [("actix-web-4", "actix_web_4"), ("axum-0_8", "axum_0_8"), ("http-1", "http_1")];
    let wanted = all.into_iter().filter(|(_, module)| has_extractors || *module == "http_1");
    let modules = wanted.map(|(feature, module)| {
        let module = ident(module);
        quote!(#[cfg(feature = #feature)] mod #module;)
    });
    quote!(#(#modules)*)
}

/// Returns a handler in axum that loses nothing; a test of the documentation compiles it.
pub(in crate::emit) fn axum_sample(catalog: &Catalog) -> String {
    fill(include_str!("../../../runtime/crate/samples/axum_0_8.rs"), &values(catalog))
}

/// Returns such a handler in actix-web, with the deadlines of its server.
pub(in crate::emit) fn actix_sample(catalog: &Catalog) -> String {
    fill(include_str!("../../../runtime/crate/samples/actix_web_4.rs"), &values(catalog))
}

/// Emits an example as documentation, line by line.
fn documented(example: &str) -> TokenStream {
    let fence = std::iter::once(" ```".to_owned());
    let lines = example.lines().map(|line| format!(" {line}").trim_end().to_owned());
    let lines = fence.clone().chain(lines).chain(fence);
    quote!(#(#[doc = #lines])*)
}

fn fragment(uses: &[&str], items: &TokenStream) -> Fragment {
    let own = ["crate::receive_error::ReceiveError", "crate::receiver::Receiver"];
    let uses: BTreeSet<String> = own.iter().chain(uses).map(|path| (*path).to_owned()).collect();
    Fragment { uses, items: render::items(items) }
}

/// Emits a function that turns a refusal without a delivery into the error, and reports it to `tracing`.
fn unread() -> TokenStream {
    quote! {
        |refusal| {
            trace::refused(&refusal, None, &[]);
            ReceiveError::new(refusal, None)
        }
    }
}

/// Returns a line of documentation about handlers that take errors.
fn decides(received: &TokenStream) -> String {
    format!(
        " `Result<{received}, ReceiveError>` decides about errors itself, including verified deliveries that they hold."
    )
}

/// Emits the answer to a refused request, or to a handshake.
fn answer(catalog: &Catalog, module: &str) -> TokenStream {
    let module = ident(module);
    if catalog.handshakes.is_empty() {
        quote!(#module::answer(self.http_status(), self.code()))
    } else {
        quote!(#module::with(self.http_status(), self.content_type(), self.answer()))
    }
}

fn actix(subject: &Subject<'_>) -> Fragment {
    let (received, path) = subject.received();
    let uses = [
        "std::future::Future",
        "std::pin::Pin",
        "actix_web::FromRequest",
        "actix_web::HttpRequest",
        "actix_web::HttpResponse",
        "actix_web::ResponseError",
        "actix_web::dev::Payload",
        "actix_web::http::StatusCode",
        "actix_web::web::Data",
        path,
        "crate::runtime::receive::actix_web_4",
        "crate::runtime::receive::refusal::Refusal",
        "crate::runtime::receive::trace",
    ];
    let (unread, decides) = (unread(), decides(&received));
    let example = documented(&actix_sample(subject.catalog));
    let answer = answer(subject.catalog, "actix_web_4");
    fragment(
        &uses,
        &quote! {
            /// The extractor reads the body up to the receiver's limit and verifies it. The handler gets genuine deliveries only; a refused
            /// request is answered with the error's status and code.
            ///
            #example
            ///
            /// The application holds the receiver: `App::new().app_data(receiver.clone())`. A handler that takes
            #[doc = #decides]
            impl FromRequest for #received {
                type Error = ReceiveError;
                type Future = Pin<Box<dyn Future<Output = Result<Self, ReceiveError>>>>;

                fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
                    let (request, payload) = (request.clone(), payload.take());
                    Box::pin(async move {
                        let known = request.app_data::<Receiver>();
                        let receiver = known
                            .or_else(|| request.app_data::<Data<Receiver>>().map(Data::get_ref))
                            .ok_or_else(Refusal::of_missing_receiver)
                            .map_err(#unread)?;
                        let body =
                            actix_web_4::read(&request, payload, receiver.max_body_bytes()).await.map_err(#unread)?;
                        receiver.receive_owned(request.headers(), body)
                    })
                }
            }

            /// The answer has the error's status, and its code as JSON.
            impl ResponseError for ReceiveError {
                fn status_code(&self) -> StatusCode {
                    actix_web_4::status(self.http_status())
                }

                fn error_response(&self) -> HttpResponse {
                    #answer
                }
            }
        },
    )
}

fn axum(subject: &Subject<'_>) -> Fragment {
    let (received, path) = subject.received();
    let uses = [
        "axum::extract::FromRef",
        "axum::extract::FromRequest",
        "axum::extract::Request",
        "axum::response::IntoResponse",
        "axum::response::Response",
        path,
        "crate::runtime::receive::axum_0_8",
        "crate::runtime::receive::trace",
    ];
    let (unread, decides) = (unread(), decides(&received));
    let example = documented(&axum_sample(subject.catalog));
    let answer = answer(subject.catalog, "axum_0_8");
    fragment(
        &uses,
        &quote! {
            /// The extractor reads the body up to the receiver's limit and verifies it. The handler gets genuine deliveries only; a refused
            /// request is answered with the error's status and code.
            ///
            #example
            ///
            /// The router's state is the receiver, or provides it by `FromRef`. A handler that takes
            #[doc = #decides]
            impl<S> FromRequest<S> for #received
            where
                Receiver: FromRef<S>,
                S: Send + Sync,
            {
                type Rejection = ReceiveError;

                async fn from_request(request: Request, state: &S) -> Result<Self, ReceiveError> {
                    let receiver = Receiver::from_ref(state);
                    let (parts, body) = request.into_parts();
                    let body = axum_0_8::read(body, receiver.max_body_bytes()).await.map_err(#unread)?;
                    receiver.receive_owned(&parts.headers, body)
                }
            }

            /// The answer has the error's status, and its code as JSON.
            impl IntoResponse for ReceiveError {
                fn into_response(self) -> Response {
                    #answer
                }
            }
        },
    )
}

fn http(subject: &Subject<'_>) -> Fragment {
    let (parameter, argument) = subject.name_parameter();
    let (received, path) = subject.received();
    let name = parameter.is_some().then_some("crate::event::EventName");
    let uses = ["http::Request", "http::StatusCode", "crate::runtime::receive::http_1", path];
    let uses: Vec<&str> = uses.into_iter().chain(name).collect();
    fragment(
        &uses,
        &quote! {
            impl Receiver {
                /// Receives a request with a complete body: calls [`receive`](Self::receive) with its headers and body.
                ///
                /// # Errors
                ///
                /// The errors of [`receive`](Self::receive).
                pub fn receive_request<B: AsRef<[u8]>>(&self, request: &Request<B>, #parameter) -> Result<#received, ReceiveError> {
                    self.receive(request.headers(), request.body().as_ref(), #argument)
                }

                /// Receives a request with a complete body as [`receive_owned`](Self::receive_owned) does.
                ///
                /// # Errors
                ///
                /// The errors of [`receive`](Self::receive).
                pub fn receive_owned_request<B: Into<Vec<u8>>>(&self, request: Request<B>, #parameter) -> Result<#received, ReceiveError> {
                    let (parts, body) = request.into_parts();
                    self.receive_owned(&parts.headers, body, #argument)
                }
            }

            /// Returns the status to answer with.
            impl From<&ReceiveError> for StatusCode {
                fn from(error: &ReceiveError) -> Self {
                    http_1::status(error.http_status())
                }
            }
        },
    )
}
