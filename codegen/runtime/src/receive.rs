//! Receiving: from a signed request to a delivery.

pub mod actix_web_4;
pub mod age;
pub mod answer;
pub mod axum_0_8;
pub mod body_digest;
pub mod compression;
pub mod configuration_error;
pub mod contract;
pub mod delivery_body;
pub mod event;
pub mod headers;
pub mod hmac_sha256;
pub mod http_1;
pub mod mac_encoding;
pub mod refusal;
pub mod settings;
pub mod signature;
pub mod signed_request;
pub mod signing_secret;
pub mod trace;
pub mod verifier;
