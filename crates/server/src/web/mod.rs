//! The HTTP side: requests, answers, security, assets.

pub mod assets;
