//! Adapters of the receiver for frameworks: a file for each, behind its feature. Vendor-independent code is in the runtime.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::payload::ident;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;

/// An adapter: a module of the crate with the name of its module in the runtime.
pub(super) struct Adapter {
    pub(super) module: &'static str,
    pub(super) docs: &'static str,
    pub(super) fragment: Fragment,
}

/// Returns the adapters of a vendor's receiver. An extractor cannot be told the event, so the request must name it.
pub(super) fn emit(subject: &Subject<'_>) -> Vec<Adapter> {
    let http = Adapter { module: "http_1", docs: "Requests and statuses of `http` 1.", fragment: http(subject) };
    if subject.is_nameless() {
        return vec![http];
    }
    let library = subject.catalog.crate_.name.value.replace('-', "_");
    let actix = Adapter {
        module: "actix_web_4",
        docs: "Deliveries as an extractor of `actix-web` 4.",
        fragment: actix(&library),
    };
    let axum =
        Adapter { module: "axum_0_8", docs: "Deliveries as an extractor of `axum` 0.8.", fragment: axum(&library) };
    vec![actix, axum, http]
}

/// Returns the modules of all adapters of such a crate.
pub(super) fn modules(is_nameless: bool) -> TokenStream {
    let all = [("actix-web-4", "actix_web_4"), ("axum-0_8", "axum_0_8"), ("http-1", "http_1")];
    let wanted = all.into_iter().filter(|(_, module)| !is_nameless || *module == "http_1");
    let modules = wanted.map(|(feature, module)| {
        let module = ident(module);
        quote!(#[cfg(feature = #feature)] mod #module;)
    });
    quote!(#(#modules)*)
}

/// Returns a handler in axum that loses nothing; a test of the documentation compiles it.
pub(in crate::emit) fn axum_example(library: &str) -> String {
    format!(
        "use axum::{{http::StatusCode, routing::post, Router}};\n\
         use {library}::{{Delivery, ReceiveError, Receiver}};\n\n\
         async fn webhooks(received: Result<Delivery, ReceiveError>) -> Result<StatusCode, ReceiveError> {{\n    \
             let delivery = match received {{\n        \
                 Ok(delivery) => delivery,\n        \
                 Err(error) => {{\n{}\
                 }}\n    \
             }};\n    \
             // Handle `delivery.event()` here. After any answer but success it is sent again.\n    \
             Ok(StatusCode::OK)\n\
         }}\n\n\
         // The state is the receiver, or provides it by `FromRef`.\n\
         fn router(receiver: Receiver) -> Router {{\n    \
             Router::new().route(\"/webhooks\", post(webhooks)).with_state(receiver)\n\
         }}\n",
        keep("StatusCode::OK", "StatusCode::INTERNAL_SERVER_ERROR")
    )
}

/// Returns the same in actix-web, with deadlines.
pub(in crate::emit) fn actix_example(library: &str) -> String {
    format!(
        "use std::time::Duration;\n\n\
         use actix_web::body::MessageBody;\n\
         use actix_web::dev::{{ServiceRequest, ServiceResponse}};\n\
         use actix_web::error::ErrorRequestTimeout;\n\
         use actix_web::middleware::{{from_fn, Next}};\n\
         use actix_web::{{rt, web, App, Error, HttpResponse, HttpServer}};\n\
         use {library}::{{Delivery, ReceiveError, Receiver}};\n\n\
         async fn webhooks(received: Result<Delivery, ReceiveError>) -> Result<HttpResponse, ReceiveError> {{\n    \
             let delivery = match received {{\n        \
                 Ok(delivery) => delivery,\n        \
                 Err(error) => {{\n{}\
                 }}\n    \
             }};\n    \
             // Handle `delivery.event()` here. After any answer but success it is sent again.\n    \
             Ok(HttpResponse::Ok().finish())\n\
         }}\n\n\
         // actix-web itself has no deadline for a body.\n\
         async fn in_time(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {{\n    \
             let answer = rt::time::timeout(Duration::from_secs(30), next.call(request)).await;\n    \
             answer.map_err(|_| ErrorRequestTimeout(\"timeout\"))?\n\
         }}\n\n\
         async fn serve(receiver: Receiver) -> std::io::Result<()> {{\n    \
             let app = move || {{\n        \
                 let app = App::new().app_data(receiver.clone());\n        \
                 app.service(web::resource(\"/webhooks\").wrap(from_fn(in_time)).route(web::post().to(webhooks)))\n    \
             }};\n    \
             let server = HttpServer::new(app).client_request_timeout(Duration::from_secs(10)).max_connections(512);\n    \
             server.bind((\"127.0.0.1\", 3000))?.run().await\n\
         }}\n",
        keep("HttpResponse::Ok().finish()", "HttpResponse::InternalServerError().finish()")
    )
}

/// Returns the lines that keep a genuine but refused delivery; both arguments are answers.
fn keep(success: &str, failure: &str) -> String {
    format!(
        "            // Not authenticated: answer with the status of the error.\n            \
                     let Some(refused) = error.delivery() else {{ return Err(error) }};\n            \
                     // Genuine, but not as documented: keep it for a person. After success it is not sent again.\n            \
                     let kept = std::fs::write(format!(\"{{}}.refused\", refused.body_digest()), refused.raw());\n            \
                     return Ok(if kept.is_ok() {{ {success} }} else {{ {failure} }});\n        "
    )
}

/// Emits an example as documentation, line by line.
fn documented(example: &str) -> TokenStream {
    let fence = std::iter::once(" ```".to_owned());
    let lines = example.lines().map(|line| format!(" {line}").trim_end().to_owned());
    let lines = fence.clone().chain(lines).chain(fence);
    quote!(#(#[doc = #lines])*)
}

fn fragment(uses: &[&str], items: &TokenStream) -> Fragment {
    let own = ["crate::delivery::Delivery", "crate::receive_error::ReceiveError", "crate::receiver::Receiver"];
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

fn actix(library: &str) -> Fragment {
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
        "crate::runtime::receive::actix_web_4",
        "crate::runtime::receive::configuration_error::ConfigurationError",
        "crate::runtime::receive::refusal::Refusal",
        "crate::runtime::receive::trace",
    ];
    let unread = unread();
    let example = documented(&actix_example(library));
    fragment(
        &uses,
        &quote! {
            /// The extractor reads the body up to the receiver's limit and verifies it. The handler gets genuine deliveries only; a refused
            /// request is answered with the error's status and code.
            ///
            #example
            ///
            /// The application holds the receiver: `App::new().app_data(receiver.clone())`. A handler that takes
            /// `Result<Delivery, ReceiveError>` decides about errors itself, including verified deliveries that they hold.
            impl FromRequest for Delivery {
                type Error = ReceiveError;
                type Future = Pin<Box<dyn Future<Output = Result<Self, ReceiveError>>>>;

                fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
                    let (request, payload) = (request.clone(), payload.take());
                    Box::pin(async move {
                        let known = request.app_data::<Receiver>();
                        let receiver = known
                            .or_else(|| request.app_data::<Data<Receiver>>().map(Data::get_ref))
                            .ok_or_else(|| Refusal::of_configuration(ConfigurationError::no_receiver()))
                            .map_err(#unread)?;
                        let body =
                            actix_web_4::read(&request, payload, receiver.max_body_bytes()).await.map_err(#unread)?;
                        receiver.receive(request.headers(), &body)
                    })
                }
            }

            /// The answer has the error's status, and its code as JSON.
            impl ResponseError for ReceiveError {
                fn status_code(&self) -> StatusCode {
                    actix_web_4::status(self.http_status())
                }

                fn error_response(&self) -> HttpResponse {
                    actix_web_4::answer(self.http_status(), self.code())
                }
            }
        },
    )
}

fn axum(library: &str) -> Fragment {
    let uses = [
        "axum::extract::FromRef",
        "axum::extract::FromRequest",
        "axum::extract::Request",
        "axum::response::IntoResponse",
        "axum::response::Response",
        "crate::runtime::receive::axum_0_8",
        "crate::runtime::receive::trace",
    ];
    let unread = unread();
    let example = documented(&axum_example(library));
    fragment(
        &uses,
        &quote! {
            /// The extractor reads the body up to the receiver's limit and verifies it. The handler gets genuine deliveries only; a refused
            /// request is answered with the error's status and code.
            ///
            #example
            ///
            /// The router's state is the receiver, or provides it by `FromRef`. A handler that takes `Result<Delivery, ReceiveError>`
            /// decides about errors itself, including verified deliveries that they hold.
            impl<S> FromRequest<S> for Delivery
            where
                Receiver: FromRef<S>,
                S: Send + Sync,
            {
                type Rejection = ReceiveError;

                async fn from_request(request: Request, state: &S) -> Result<Self, ReceiveError> {
                    let receiver = Receiver::from_ref(state);
                    let (parts, body) = request.into_parts();
                    let body = axum_0_8::read(body, receiver.max_body_bytes()).await.map_err(#unread)?;
                    receiver.receive(&parts.headers, &body)
                }
            }

            /// The answer has the error's status, and its code as JSON.
            impl IntoResponse for ReceiveError {
                fn into_response(self) -> Response {
                    axum_0_8::answer(self.http_status(), self.code())
                }
            }
        },
    )
}

fn http(subject: &Subject<'_>) -> Fragment {
    let (parameter, argument) = subject.name_parameter();
    fragment(
        &["http::Request", "http::StatusCode", "crate::runtime::receive::http_1"],
        &quote! {
            impl Receiver {
                /// Receives a request with a complete body: calls [`receive`](Self::receive) with its headers and body.
                ///
                /// # Errors
                ///
                /// The errors of [`receive`](Self::receive).
                pub fn receive_request<B: AsRef<[u8]>>(&self, request: &Request<B>, #parameter) -> Result<Delivery, ReceiveError> {
                    self.receive(request.headers(), request.body().as_ref(), #argument)
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
