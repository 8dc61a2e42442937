//! Receiving: from a request to a delivery, with the extractor of the feature `axum-0_8`.

use axum::extract::{FromRequest as _, Request};
use vendor_webhooks::{Delivery, Receiver};

use crate::answer::Refusal;

/// The path of the endpoint.
pub(crate) const ROUTE: &str = "/webhooks";

/// Reads the body of a request, up to the receiver's limit, and verifies it.
pub(crate) async fn receive(receiver: &Receiver, request: Request) -> Result<Delivery, Refusal> {
    Ok(Delivery::from_request(request, receiver).await?)
}
