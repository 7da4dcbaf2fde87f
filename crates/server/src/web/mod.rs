//! The HTTP side: requests, answers, security, assets.

pub mod assets;
pub mod failure;
pub mod request;
pub mod respond;
pub mod security;
pub mod sent;
pub mod site;
pub mod upload;
