//! A document of a case, to be saved.

use crate::view::segment;
use crate::web::request::Ask;
use crate::web::site::Site;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use julin_app::follow;

/// `GET /cases/{code}/documents/{digest}`
pub async fn show(
    State(site): State<Site>,
    Path((code, digest)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    let found = site
        .run_as(&ask, move |app, call| {
            follow::case_document(app, call, (&code, &digest))
        })
        .await;
    let (name, document) = match found {
        Ok(found) => found,
        Err(failure) => return failure.answer(&ask),
    };
    let mut response = Response::new(Body::from(document.content));
    let headers = response.headers_mut();
    // Never shown within the site: what strangers handed in is saved, not run.
    let name = segment(&name).replace(['/', ':'], "-");
    let saved = format!("attachment; filename*=UTF-8''{name}");
    for (header, value) in [(CONTENT_DISPOSITION, saved), (CONTENT_TYPE, document.media)] {
        if let Ok(value) = value.parse() {
            headers.insert(header, value);
        }
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
