//! From a request to a delivery, by the extractor of the feature `axum-0_8`.

use axum::extract::{FromRequest as _, Request};
use vendor_webhooks::{Delivery, Receiver};

use crate::server::Refusal;

/// Where deliveries are posted to.
pub(crate) const ROUTE: &str = "/webhooks";

/// Reads the body of a request, no further than the receiver's limit, and verifies it.
pub(crate) async fn receive(receiver: &Receiver, request: Request) -> Result<Delivery, Refusal> {
    Ok(Delivery::from_request(request, receiver).await?)
}
