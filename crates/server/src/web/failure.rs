//! Why a request is not answered, as a status and a message.

use super::request::Ask;
use super::respond;
use crate::pages::error::{self, Problem};
use axum::http::StatusCode;
use axum::response::Response;
use julin_app::{AppError, Kind};
use julin_model::Diagnostic;

/// A refusal or a failure.
#[derive(Debug, Clone)]
pub struct Failure {
    /// HTTP status.
    pub status: StatusCode,
    /// What to tell.
    pub diagnostic: Box<Diagnostic>,
}

impl Failure {
    /// A failure of the web surface itself, by the code of its message.
    pub fn new(status: StatusCode, code: &str) -> Self {
        Self {
            status,
            diagnostic: Box::new(Diagnostic::error(code)),
        }
    }

    /// No such page.
    pub fn no_page() -> Self {
        Self::new(StatusCode::NOT_FOUND, "server.no-page")
    }

    /// The request cannot be read.
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "server.bad-request")
    }

    /// A part of the program stopped.
    pub fn stopped() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server.stopped")
    }

    /// The answer, as a page or as JSON.
    pub fn answer(&self, ask: &Ask) -> Response {
        if self.status.is_server_error() {
            tracing::error!(request = %ask.request, path = %ask.cx.path, code = %self.diagnostic.code, args = ?self.diagnostic.args, "failed");
        }
        let problem = Problem {
            status: self.status.as_u16(),
            code: self.diagnostic.code.clone(),
            message: ask.cx.message(&self.diagnostic),
            request: ask.request.clone(),
        };
        let mut response = respond::page_or_json(ask, &problem, error::page);
        *response.status_mut() = self.status;
        response
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        let status = match error.kind() {
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self {
            status,
            diagnostic: Box::new(error.diagnostic().clone()),
        }
    }
}
