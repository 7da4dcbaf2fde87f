//! A grant list over the web: drawn up by a form, acts in and out of turn, the second of
//! two at once, files.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use julin_app::{App, Opening, Packs};
use julin_model::FixedClock;
use julin_server::{ServerOptions, router};
use std::sync::Arc;
use tower::ServiceExt as _;

/// A rule of the packs with a benefit, in force on the day of the clock. Nobody is known,
/// so nobody is eligible: that is shown, and such a list cannot be made public.
const RULE: &str = "cn-national/cit-hnte-15";

fn site() -> (tempfile::TempDir, Router) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let clock = FixedClock("2026-11-23T08:00:00Z".parse().unwrap());
    let app = App::open(&url, Opening::Create, Packs::read(&[]), Arc::new(clock)).unwrap();
    (folder, router(app, ServerOptions::default()).unwrap())
}

/// Status, address answered with, text.
async fn send(site: &Router, method: &str, path: &str, body: &str) -> (StatusCode, String, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost:7300")
        .header("cookie", "lang=en")
        .body(Body::from(body.to_owned()));
    let (parts, body) = site
        .clone()
        .oneshot(request.unwrap())
        .await
        .unwrap()
        .into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    let to = parts.headers.get("location");
    let to = to.map_or("", |to| to.to_str().unwrap()).to_owned();
    (
        parts.status,
        to,
        String::from_utf8_lossy(&body).into_owned(),
    )
}

#[tokio::test]
async fn a_list_is_drawn_up_by_a_form_and_acts_out_of_turn_are_told_what_is_next() {
    let (_folder, site) = site();
    let form = format!("rule={RULE}");
    let (status, to, text) = send(&site, "POST", "/grant-lists", &form).await;
    assert_eq!(
        (status, to.as_str()),
        (StatusCode::SEE_OTHER, "/grant-lists/1"),
        "{text}"
    );
    let (status, _, page) = send(&site, "GET", &to, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("nobody meets all conditions"), "{page}");
    let act = async |verb: &str, body: &str| {
        let path = format!("/grant-lists/1/{verb}");
        let (status, _, text) = send(&site, "POST", &path, body).await;
        (status, text)
    };
    let (status, text) = act("confirm", "seen=1&by=Li").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        text.contains("The next step is to look it through"),
        "{text}"
    );
    assert_eq!(act("check", "seen=1").await.0, StatusCode::SEE_OTHER);
    // Another browser still shows the draft.
    let (status, text) = act("check", "seen=1").await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(text.contains("has moved on since you opened it"), "{text}");
    assert_eq!(act("check", "").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(act("shred", "seen=2").await.0, StatusCode::NOT_FOUND);
    let nobody = act("publish", "seen=2&by=Li&days=5&counting=working").await;
    assert_eq!(nobody.0, StatusCode::CONFLICT);
    assert!(
        nobody.1.contains("Nobody stands on the list"),
        "{}",
        nobody.1
    );
    let bad = act(
        "publish",
        "seen=2&by=Li&days=5&counting=working&opened=soon",
    )
    .await;
    assert_eq!(bad.0, StatusCode::BAD_REQUEST);
    assert_eq!(
        act("withdraw", "seen=2&by=Li&reason=%20").await.0,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        act("withdraw", "seen=2&by=Li&reason=empty").await.0,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn lists_are_shown_saved_and_compared() {
    let (_folder, site) = site();
    send(&site, "POST", "/grant-lists", &format!("rule={RULE}")).await;
    for path in [
        "/grant-lists",
        "/grant-lists?rule=cn-national/cit-hnte-15",
        "/grant-lists/1?format=csv",
        "/grant-lists/1?format=xlsx",
        "/grant-lists/1?format=json",
        "/grant-lists/1/difference",
    ] {
        let (status, _, text) = send(&site, "GET", path, "").await;
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
    }
    for path in [
        "/grant-lists/9",
        "/grant-lists/x",
        "/grant-lists?rule=no/such",
    ] {
        let (status, ..) = send(&site, "GET", path, "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let unknown = send(&site, "POST", "/grant-lists", "rule=no/such").await;
    assert_eq!(unknown.0, StatusCode::NOT_FOUND);
    assert_eq!(
        send(&site, "POST", "/grant-lists", "").await.0,
        StatusCode::BAD_REQUEST
    );
}
