//! Cases over the web, by the workflow of requests in the packs: a name first, a form sent
//! twice, a refusal that keeps what was typed, two at once, documents, a past day.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod exports;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use julin_app::{App, Opening, Packs};
use julin_model::FixedClock;
use julin_server::{ServerOptions, router};
use std::sync::Arc;
use tower::ServiceExt as _;

const ASK: &str =
    "workflow=cn-national/request&act=submit&form=new&title=Lamp&f.content=Dark&f.channel=web";

struct Desk {
    site: Router,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |to| to.to_str().unwrap())
    }

    fn to(&self) -> &str {
        self.header("location")
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        // Monday, four in the afternoon in the office.
        let clock = FixedClock("2026-11-23T08:00:00Z".parse().unwrap());
        let app = App::open(&url, Opening::Create, Packs::read(&[]), Arc::new(clock)).unwrap();
        Self {
            site: router(app, ServerOptions::default()).unwrap(),
            _folder: folder,
        }
    }

    async fn send(
        &self,
        who: &str,
        request: axum::http::request::Builder,
        body: Vec<u8>,
    ) -> Answer {
        let named = match who {
            "" => "lang=en".to_owned(),
            who => format!("lang=en; who={who}"),
        };
        let request = request
            .header("host", "localhost:7300")
            .header("cookie", named);
        let request = request.body(Body::from(body)).unwrap();
        let (parts, body) = self
            .site
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    async fn get(&self, who: &str, path: &str) -> Answer {
        let request = Request::builder().method("GET").uri(path);
        self.send(who, request, Vec::new()).await
    }

    async fn post(&self, who: &str, path: &str, form: &str) -> Answer {
        let request = Request::builder().method("POST").uri(path);
        self.send(who, request, form.into()).await
    }

    async fn open(&self) -> String {
        let answer = self.post("asker", "/cases/new", ASK).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.to().to_owned()
    }
}

#[tokio::test]
async fn whoever_has_no_name_is_asked_for_one_and_comes_back() {
    let desk = Desk::new();
    let form = "/cases/new?workflow=cn-national/request";
    let answer = desk.get("", form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(
        answer.to().starts_with("/me?back=/cases/new"),
        "{}",
        answer.to()
    );
    let answer = desk.post("", "/me", "name=%E7%94%B2&back=/my-work").await;
    assert_eq!(answer.to(), "/my-work");
    assert!(answer.header("set-cookie").starts_with("who=%E7%94%B2;"));
    let page = desk.get("%E7%94%B2", "/my-work").await.text();
    assert!(page.contains("甲"));
    let refused = desk.post("", "/me", "name=%20").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = desk.post("", "/me", "name=a&back=//evil.example").await;
    assert_eq!(foreign.to(), "/my-work");
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_case() {
    let desk = Desk::new();
    let form = format!("{ASK}&key=click-1");
    let first = desk.post("asker", "/cases/new", &form).await;
    assert_eq!(first.to(), "/cases/RQ-2026-0001", "{}", first.text());
    let again = desk.post("asker", "/cases/new", &form).await;
    assert_eq!(again.to(), "/cases/RQ-2026-0001");
    let list = desk
        .get("asker", "/cases?workflow=cn-national/request")
        .await;
    assert!(!list.text().contains("RQ-2026-0002"));
}

#[tokio::test]
async fn a_refusal_stands_beside_the_form_with_all_that_was_typed() {
    let desk = Desk::new();
    let short = "workflow=cn-national/request&act=submit&form=new&title=Lamp+3&f.channel=web";
    let answer = desk.post("asker", "/cases/new", short).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("role=\"alert\""), "{page}");
    assert!(page.contains("value=\"Lamp 3\""), "{page}");
    let none = desk.get("asker", "/cases").await.text();
    assert!(!none.contains("RQ-2026"), "nothing was written");
}

#[tokio::test]
async fn of_two_at_once_the_second_is_told_what_changed() {
    let desk = Desk::new();
    let case = desk.open().await;
    let accept = "act=accept&form=act-accept&seen=1&f.class=space&f.urgency=routine&p.handler=";
    let to = format!("{case}/act");
    let first = desk.post("desk-a", &to, &format!("{accept}officer")).await;
    assert_eq!(first.to(), case, "{}", first.text());
    let second = desk
        .post("desk-b", &to, &format!("{accept}other-officer"))
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = second.text();
    assert!(page.contains("desk-a"), "who was quicker: {page}");
    let note = format!("{case}/note");
    let stale = "form=note&seen=1&text=typed+with+care";
    let answer = desk.post("asker", &note, stale).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("typed with care"), "kept");
    let page = desk.get("officer", &case).await.text();
    assert!(page.contains("officer"));
    assert!(!page.contains("other-officer"), "nothing half-done");
    let work = desk.get("officer", "/my-work").await.text();
    assert!(work.contains("RQ-2026-0001"), "{work}");
}

#[tokio::test]
async fn documents_come_in_parts_and_are_saved_not_shown() {
    let desk = Desk::new();
    let case = desk.open().await;
    let part = |name: &str, content: &str| {
        format!(
            "--X\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nattach\r\n--X\r\nContent-Disposition: form-data; name=\"documents\"; filename=\"{name}\"\r\n\r\n{content}\r\n--X--\r\n"
        )
    };
    let to = format!("{case}/attach");
    let multipart = || {
        Request::builder()
            .method("POST")
            .uri(&to)
            .header("content-type", "multipart/form-data; boundary=X")
    };
    let refused = desk
        .send("asker", multipart(), part("a.html", "<p>").into())
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = desk
        .send("asker", multipart(), part("灯.txt", "dark").into())
        .await;
    assert_eq!(taken.to(), case, "{}", taken.text());
    let page = desk.get("asker", &case).await.text();
    let start = page.find(&format!("{case}/documents/")).unwrap();
    let path: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let saved = desk.get("asker", &path).await;
    assert_eq!(saved.body, b"dark");
    assert!(
        saved
            .header("content-disposition")
            .starts_with("attachment;")
    );
    let other = desk.get("asker", &format!("{case}/documents/00")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_past_day_is_shown_without_forms_and_a_day_before_the_case_is_told() {
    let desk = Desk::new();
    let case = desk.open().await;
    let page = desk.get("asker", &format!("{case}?on=2026-11-23")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("id=\"acts\""));
    let before = desk.get("asker", &format!("{case}?on=2026-11-01")).await;
    assert_eq!(before.status, StatusCode::BAD_REQUEST);
    assert!(before.text().contains("RQ-2026-0001"));
}

#[tokio::test]
async fn the_poster_holds_the_address_of_the_form() {
    let desk = Desk::new();
    let path = "/follow/poster/cn-national/request?at=https://park.example&place=Hall";
    let page = desk.get("", path).await.text();
    assert!(page.contains("https://park.example/cases/new?workflow=cn-national/request"));
    assert!(page.contains("class=\"qr\""));
    let form = desk
        .get(
            "asker",
            "/cases/new?workflow=cn-national/request&channel=poster",
        )
        .await;
    assert!(
        form.text().contains("name=\"f.channel\" value=\"poster\""),
        "{}",
        form.text()
    );
}

#[tokio::test]
async fn every_page_answers_in_both_languages_and_as_data() {
    let desk = Desk::new();
    let case = desk.open().await;
    let pages = [
        "/follow",
        "/cases",
        "/my-work",
        "/my-work?show=unclaimed",
        "/cases/new",
        "/me",
        "/due",
        "/follow/calendar",
        "/follow/calendar?month=2026-10",
        "/board/cn-national/request",
        &case,
    ];
    for path in pages {
        for lang in ["zh", "en"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = desk.get("asker", &format!("{path}{sign}lang={lang}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let text = page.text();
            assert!(
                !text.contains("page."),
                "a text is missing on {path}: {text}"
            );
        }
    }
    for path in [
        "/cases?format=csv",
        "/cases?format=xlsx",
        "/due?format=csv",
        "/due?download=svg",
        "/my-work?format=csv",
    ] {
        let file = desk.get("asker", path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
    }
    let json = desk.get("asker", &format!("{case}?format=json")).await;
    assert!(json.text().contains("\"seen\": 1"));
}

#[tokio::test]
async fn a_card_moves_by_an_act_and_an_act_that_needs_more_opens_its_form() {
    let desk = Desk::new();
    let case = desk.open().await;
    let go = format!("{case}/go");
    let more = "go=accept>assigned&seen=1&back=cn-national/request";
    let answer = desk.post("desk", &go, more).await;
    let form = format!("{case}?do=accept&to=assigned#do-act-accept");
    assert_eq!(answer.to(), form, "{}", answer.text());
    let accept = "act=accept&form=act-accept&seen=1&f.class=space&f.urgency=routine&p.handler=o";
    desk.post("desk", &format!("{case}/act"), accept).await;
    let moved = desk
        .post("o", &go, "go=take>working&seen=2&back=cn-national/request")
        .await;
    assert_eq!(moved.to(), "/board/cn-national/request", "{}", moved.text());
    let late = desk
        .post("o", &go, "go=hand_back>new&seen=2&back=cn-national/request")
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let board = desk.get("o", "/board/cn-national/request").await.text();
    assert!(board.contains("data-state=\"working\""));
}

#[tokio::test]
async fn the_calendar_marks_what_was_announced() {
    let desk = Desk::new();
    // Announced for 2026: rest from 1 to 7 October, work on Saturday 10 October.
    let page = desk.get("", "/follow/calendar?month=2026-10").await.text();
    assert_eq!(page.matches(">off</span>").count(), 5, "{page}");
    assert_eq!(page.matches(">work</span>").count(), 1, "{page}");
}
