//! The simulator, the rule editor and the comparison of vintages in process: every form
//! works without scripts, and hostile input is told, never a failure of the server.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use julin_app::{App, Opening, Packs};
use julin_model::FixedClock;
use julin_server::{ServerOptions, router};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;

fn site() -> (TempDir, Router) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let clock = FixedClock("2026-11-22T08:00:00Z".parse().unwrap());
    let app = App::open(&url, Opening::Create, Packs::read(&[]), Arc::new(clock)).unwrap();
    let options = ServerOptions {
        timeout: std::time::Duration::from_secs(3600),
        ..ServerOptions::default()
    };
    (folder, router(app, options).unwrap())
}

async fn send(site: &Router, method: &str, path: &str, body: String) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost:7300")
        .header("sec-fetch-site", "same-origin")
        .header("accept-language", "en")
        .body(Body::from(body))
        .unwrap();
    let response = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let place = parts
        .headers
        .get("location")
        .map(|l| l.to_str().unwrap().to_owned());
    let text = place.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned());
    (parts.status, text)
}

async fn get(site: &Router, path: &str) -> (StatusCode, String) {
    send(site, "GET", path, String::new()).await
}

const EDIT: &str = "/policies/cn-national/hnte/edit";

#[tokio::test]
async fn the_simulator_keeps_answers_in_the_address_and_refuses_none() {
    let (_folder, site) = site();
    let (status, page) = get(&site, "/simulator?kind=enterprise").await;
    assert_eq!(status, StatusCode::OK);
    let first = page
        .split("name=\"f.")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let (_, next) = get(&site, &format!("/simulator?kind=enterprise&skip={first}")).await;
    assert!(next.contains(&format!("type=\"hidden\" name=\"f.{first}\" value=\"?\"")));
    assert!(!next.contains(&format!("type=\"radio\" name=\"f.{first}\"")));
    let long = format!(
        "/simulator?f.revenue={}&f.x=1&f.=&kind=nobody&ask=%00",
        "9".repeat(5000)
    );
    let strange = [
        "/simulator?f.revenue=-1&f.revenue=2&f.titles=%3Cscript%3E",
        &long,
        "/simulator?day=9999",
    ];
    for path in strange {
        let (status, page) = get(&site, path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        assert!(!page.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn hostile_texts_in_the_editor_are_told() {
    let (_folder, site) = site();
    let (status, page) = get(&site, EDIT).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("高新技术企业"),
        "the text as it is in the pack"
    );
    let texts = [
        "x".repeat(1 << 20),
        format!("conditions: {}", "[".repeat(10_000)),
        "seires: x\ntitle: </textarea><script>alert(1)</script>".to_owned(),
        String::new(),
        "%".repeat(100),
    ];
    for text in &texts {
        let body = format!("do=check&text={text}&firm=&firm=%3Cb%3E");
        let (status, page) = send(&site, "POST", EDIT, body).await;
        assert_eq!(status, StatusCode::OK, "{}", &page[..page.len().min(300)]);
        assert!(!page.contains("<script>alert"));
        assert!(
            page.contains("class=\"error\"") || page.contains("finding-below error"),
            "a finding is shown"
        );
    }
    let (status, _) = send(&site, "POST", EDIT, "x".repeat(9 << 20)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _) = send(&site, "POST", "/policies/cn-national/hnte", String::new()).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    for (path, body, wanted) in [
        (
            "/policies/cn-national/none/edit",
            "do=check",
            StatusCode::NOT_FOUND,
        ),
        (EDIT, "do=save&name=..%2Fx&text=a", StatusCode::BAD_REQUEST),
    ] {
        let (status, _) = send(&site, "POST", path, body.to_owned()).await;
        assert_eq!(status, wanted, "{path}");
    }
}

#[tokio::test]
async fn a_draft_is_kept_shown_and_downloaded() {
    let (_folder, site) = site();
    let save = "do=save&name=hnte-2027&text=title%3A+x%0D%0A&note=try&firm=a".to_owned();
    let (status, place) = send(&site, "POST", EDIT, save).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{place}");
    let (status, page) = get(&site, &place).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("packs/cn-national/criteria/hnte-2027.yaml"),
        "where it goes"
    );
    assert!(page.contains("kept version 1"), "{place}");
    let (_, file) = send(&site, "POST", EDIT, "do=download&text=a%3A+1%0A".to_owned()).await;
    assert_eq!(file, "a: 1\n");
    let (status, _) = get(&site, &format!("{EDIT}?version=7")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_vintages_are_compared_and_unknown_ones_are_not_found() {
    let (_folder, site) = site();
    let path = "/policies/cn-national/little-giant-2026/diff";
    let (status, _) = get(
        &site,
        &format!("{path}?against=cn-national/little-giant-2022"),
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    let (_, page) = get(&site, "/policies/cn-national/little-giant-2026").await;
    assert!(page.contains("/policies/cn-national/little-giant-2026/diff?against="));
    for against in ["", "?against=cn-national/none"] {
        let (status, _) = get(&site, &format!("{path}{against}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{against}");
    }
}
