//! The whole site in process, over the built-in packs: every address, language, JSON,
//! CSV, security headers, refusals, import with errors and undo.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use julin_app::packs::{LoadInput, load_facts};
use julin_app::{App, Call, Opening, Packs};
use julin_model::FixedClock;
use julin_server::{ServerOptions, router};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// An application with the built-in packs loaded, in a database of its own.
fn app() -> (TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let clock = FixedClock("2026-11-22T08:00:00Z".parse().unwrap());
    let app = App::open(&url, Opening::Create, Packs::read(&[]), Arc::new(clock)).unwrap();
    load_facts(&app, &Call::default(), &LoadInput { documents: vec![] }).unwrap();
    (folder, app)
}

/// One site for all tests that only read.
static READ_ONLY: LazyLock<(TempDir, App)> = LazyLock::new(app);

/// Every page is asked for at once here: however slow the machine, they get their time.
fn site() -> Router {
    let options = ServerOptions {
        timeout: std::time::Duration::from_secs(3600),
        ..ServerOptions::default()
    };
    router(READ_ONLY.1.clone(), options).unwrap()
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

async fn send(site: &Router, request: Request<Body>) -> Answer {
    let response = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost:7300");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).unwrap()
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    send(&site(), request("GET", path, headers, "")).await
}

const PAGES: &[&str] = &[
    "/",
    "/frameworks",
    "/frameworks/zgc/five-leads",
    "/ranking/zgc/five-leads",
    "/ranking/cn-national/zk-2021?as_of=2024",
    "/years/world/tai?as_of=2001",
    "/audit/zgc/five-leads",
    "/sensitivity/world/tai?draws=64",
    "/uncertainty/world/tai?draws=200",
    "/levers/world/tai?unit=japan",
    "/levers/cn-national/zk-2021",
    "/contributions/cn-national/zk-2021",
    "/compare",
    "/jobs",
    "/why/zgc?framework=zgc/five-leads",
    "/parks/zgc",
    "/entities",
    "/entities?kind=park",
    "/entities/zgc",
    "/history/zgc?field=revenue",
    "/conflicts",
    "/sources",
    "/imports",
    "/reviews",
    "/packs",
    "/policies",
    "/policies/cn-national/hnte",
    "/policy-changes?since=2026-01-01",
    "/policy-changes/mutes",
    "/calendar",
    "/eligibility/samsung",
    "/verdict/samsung?rule=cn-national/hnte",
    "/audience/cn-national/hnte",
    "/packs/zgc",
    "/search?q=%E4%B8%AD%E5%85%B3%E6%9D%91",
];

#[tokio::test]
async fn every_page_answers_as_page_in_both_languages_as_fragment_and_as_json() {
    for path in PAGES {
        for (lang, tag) in [("zh", "lang=\"zh-CN\""), ("en", "lang=\"en\"")] {
            let answer = get(path, &[("cookie", &format!("lang={lang}"))]).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
            assert!(
                answer.text().contains(&format!("<html {tag}>")),
                "{path} {lang}"
            );
        }
        let fragment = get(path, &[("x-fragment", "1")]).await;
        assert_eq!(fragment.header("x-fragment"), "1", "{path}");
        assert!(!fragment.text().contains("<html"), "{path}");
        let json = get(path, &[("accept", "application/json")]).await;
        assert!(
            json.header("content-type").starts_with("application/json"),
            "{path}"
        );
        serde_json::from_slice::<serde_json::Value>(&json.body).unwrap();
    }
}

/// Links of a page that lead to other pages.
fn links(html: &str) -> Vec<String> {
    let found = html
        .split(" href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    found
        .map(|link| {
            link.split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&")
        })
        .filter(|l| !l.is_empty())
        .collect()
}

#[tokio::test]
async fn no_link_of_the_main_pages_is_dead() {
    let mut seen = std::collections::BTreeSet::new();
    for path in PAGES {
        for link in links(&get(path, &[]).await.text()) {
            let kind: String = link
                .split('?')
                .next()
                .unwrap_or_default()
                .split('/')
                .take(3)
                .collect::<Vec<_>>()
                .join("/");
            if seen.insert(link.clone()) && seen.iter().filter(|l| l.starts_with(&kind)).count() < 5
            {
                let answer = get(&link, &[]).await;
                assert_eq!(answer.status, StatusCode::OK, "{path} leads to {link}");
            }
        }
    }
    assert!(seen.len() > 60, "{}", seen.len());
}

#[tokio::test]
async fn a_figure_opens_down_to_its_place_in_a_source() {
    let park = get("/parks/zgc?lang=en", &[]).await.text();
    let statement = links(&park)
        .into_iter()
        .find(|l| l.starts_with("/statements/"))
        .unwrap();
    let why = get(&statement, &[]).await.text();
    let source = links(&why)
        .into_iter()
        .find(|l| l.starts_with("/sources/"))
        .unwrap();
    assert!(source.contains("statement=r"), "{source}");
    assert_eq!(get(&source, &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_audit_gives_its_facts_and_the_charts_of_each_group() {
    let facts = get("/audit/zgc/five-leads?format=csv", &[("cookie", "lang=en")]).await;
    assert!(facts.header("content-type").starts_with("text/csv"));
    let rows = facts.text().lines().count();
    assert!(rows > 5, "{rows} rows");
    for (query, status) in [
        ("chart=units", StatusCode::OK),
        ("chart=indicators", StatusCode::OK),
        ("chart=weights&group=nope", StatusCode::NOT_FOUND),
    ] {
        let path = format!("/audit/zgc/five-leads?download=svg&{query}");
        assert_eq!(get(&path, &[]).await.status, status, "{query}");
    }
    // Every chart on the page can be saved.
    let page = get("/audit/zgc/five-leads", &[]).await.text();
    let saved = links(&page)
        .into_iter()
        .filter(|link| link.contains("download=svg"));
    for link in saved {
        let answer = get(&link, &[]).await;
        assert_eq!(answer.header("content-type"), "image/svg+xml", "{link}");
    }
}

#[tokio::test]
async fn headers_keep_out_what_is_not_ours() {
    for path in [
        "/",
        "/nope",
        "/assets/nope.css",
        "/ranking/zgc/five-leads?format=csv",
    ] {
        let answer = get(path, &[]).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(!answer.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_in_the_readers_language_and_as_json() {
    for path in [
        "/nope",
        "/entities/qqq-none",
        "/parks/qqq-none",
        "/ranking/no/such",
        "/imports/99999",
        "/imports/x",
        "/statements/r0.9",
        "/sources/nope",
        "/imports/new/nope",
    ] {
        let answer = get(path, &[("accept-language", "en")]).await;
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(answer.text().contains("<html lang=\"en\">"), "{path}");
        let json = get(path, &[("accept", "application/json")]).await;
        let problem: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
        assert!(
            problem["code"].is_string() && problem["what"].is_string(),
            "{path}: {problem}"
        );
        assert!(problem["what"] != problem["code"], "{path}: {problem}");
    }
}

#[tokio::test]
async fn a_foreign_host_and_a_foreign_form_are_refused() {
    let foreign = Request::builder()
        .uri("/")
        .header("host", "evil.example")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        send(&site(), foreign).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
    let forged = request(
        "POST",
        "/imports/1/undo",
        &[("origin", "http://evil.example")],
        "",
    );
    assert_eq!(send(&site(), forged).await.status, StatusCode::FORBIDDEN);
    let forged = request(
        "POST",
        "/reviews/1",
        &[("sec-fetch-site", "cross-site")],
        "merge=true",
    );
    assert_eq!(send(&site(), forged).await.status, StatusCode::FORBIDDEN);
    let open = ServerOptions {
        loopback_only: false,
        ..ServerOptions::default()
    };
    let open = router(READ_ONLY.1.clone(), open).unwrap();
    let named = Request::builder()
        .uri("/about")
        .header("host", "park.example")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&open, named).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_language_is_remembered_and_the_year_stays_in_links() {
    let answer = get("/frameworks?lang=en&as_of=2024", &[]).await;
    assert!(answer.header("set-cookie").starts_with("lang=en;"));
    assert!(answer.text().contains("href=\"/sources?as_of=2024\""));
    assert!(
        answer
            .text()
            .contains("href=\"/frameworks?as_of=2024&amp;lang=zh\"")
    );
    assert_eq!(get("/frameworks", &[]).await.header("set-cookie"), "");
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_digest() {
    let page = get("/about", &[]).await.text();
    let style = links(&page)
        .into_iter()
        .find(|l| l.ends_with(".css"))
        .unwrap();
    let answer = get(&style, &[("accept-encoding", "gzip")]).await;
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(answer.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn a_ranking_is_saved_as_rows_and_its_chart_as_a_drawing() {
    let rows = get("/ranking/zgc/five-leads?format=csv&lang=en", &[]).await;
    assert!(
        rows.header("content-disposition")
            .contains("ranking-zgc-five-leads-2025.csv")
    );
    assert!(rows.text().starts_with("\u{feff}ID,"));
    let drawing = get("/ranking/zgc/five-leads?download=svg&chart=coverage", &[]).await;
    assert_eq!(drawing.header("content-type"), "image/svg+xml");
    assert!(
        drawing
            .text()
            .contains("<svg xmlns=\"http://www.w3.org/2000/svg\"")
    );
}

/// Beside the rows stands where they are from; what was computed has two sheets more: the
/// recipe and the run.
#[tokio::test]
async fn what_is_computed_is_saved_as_a_workbook_with_its_recipe_and_other_pages_are_not() {
    for (path, sheets) in [
        ("/ranking/world/tai?as_of=2001", 5),
        ("/years/world/tai?as_of=2001", 5),
        ("/uncertainty/world/tai?as_of=2001&draws=200", 5),
        ("/sensitivity/world/tai?as_of=2001&draws=64", 5),
        ("/levers/world/tai?as_of=2001", 5),
        ("/audit/world/tai?as_of=2001", 5),
        ("/compare?framework=world/tai&as_of=2001", 5),
        ("/policies", 2),
    ] {
        let page = get(path, &[]).await.text();
        let (_, button) = page.split_once("action=\"/exports\"").unwrap();
        let (_, of) = button.split_once("name=\"of\" value=\"").unwrap();
        let of = of.split('"').next().unwrap().replace("&amp;", "&");
        let sent = format!("of={}", of.replace('%', "%25").replace('&', "%26"));
        let started = job(&site(), "/exports", &sent).await;
        assert_eq!(started["state"], "done", "{path}: {started}");
        let book = get(&format!("/exports/{}/file", started["id"]), &[]).await;
        assert_eq!(book.status, StatusCode::OK, "{path}");
        assert!(book.header("content-type").ends_with("spreadsheetml.sheet"));
        let name = path.split('?').next().unwrap().trim_matches('/');
        let name = format!("{}-", name.replace('/', "-"));
        assert!(book.header("content-disposition").contains(&name), "{name}");
        // The names of the parts of the archive are not compressed.
        let has = |sheet: &usize| {
            let part = format!("xl/worksheets/sheet{sheet}.xml");
            book.body.windows(part.len()).any(|w| w == part.as_bytes())
        };
        let found = (1..9).filter(has).count();
        assert_eq!(found, sheets, "{path}");
    }
    let none = get("/packs?format=xlsx", &[]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let wrong = get("/years/world/tai?first=2005&last=2001&format=xlsx", &[]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn years_show_ranks_where_known_and_say_where_nobody_can_be_ranked() {
    let path = "/years/world/tai?first=1999&last=2001&as_of=2001";
    let json = get(path, &[("accept", "application/json")]).await;
    let view: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
    let rows = view["result"]["rows"].as_array().unwrap();
    let ranks = |row: &serde_json::Value| {
        let years = row["years"].as_array().unwrap().iter();
        years.map(|one| one["rank"].as_u64()).collect::<Vec<_>>()
    };
    // Figures of the index go up to 2000; a rank of 1999 is not known and stays so.
    assert_eq!(ranks(&rows[0]), [None, Some(1), Some(1)]);
    let first = &rows[0]["years"];
    assert!(first[1]["gained"].is_null());
    assert_eq!(first[2]["gained"], 0);
    let page = get(path, &[("cookie", "lang=en")]).await.text();
    assert!(page.contains("Nobody could be ranked in 1999"), "{page}");
    assert!(page.contains("/why/finland?framework=world/tai&amp;as_of=2000"));
}

#[tokio::test]
async fn a_method_an_address_does_not_take_is_405() {
    assert_eq!(
        send(&site(), request("DELETE", "/entities", &[], ""))
            .await
            .status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

const BOUNDARY: &str = "----julin";

fn multipart(name: &str, bytes: &str) -> String {
    format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: text/csv\r\n\r\n{bytes}\r\n--{BOUNDARY}\r\n\
         content-disposition: form-data; name=\"period\"\r\n\r\n2025\r\n--{BOUNDARY}--\r\n"
    )
}

fn upload(body: String) -> Request<Body> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    request(
        "POST",
        "/imports/new",
        &[("content-type", &kind), ("sec-fetch-site", "same-origin")],
        body,
    )
}

#[tokio::test]
async fn a_table_is_previewed_imported_and_undone() {
    let (_folder, app) = app();
    let site = router(app, ServerOptions::default()).unwrap();
    let table = "园区名称,营业收入（千元）\n合肥高新技术产业开发区,123456\n苏州工业园区,#DIV/0!\n合计,123456\n";
    let taken = send(&site, upload(multipart("年报.csv", table))).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let preview = taken.header("location").to_owned();
    assert!(preview.ends_with("?period=2025"), "{preview}");
    let shown = send(&site, request("GET", &preview, &[], "")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(shown.text().contains("年报.csv"));
    let token = preview.split('?').next().unwrap();
    let done = send(
        &site,
        request("POST", &format!("{token}/confirm"), &[], "period=2025"),
    )
    .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let batch = done.header("location").to_owned();
    let outcome = send(&site, request("GET", &batch, &[], "")).await.text();
    assert!(outcome.contains("#DIV/0!"), "{outcome}");
    let copy = send(
        &site,
        request("GET", &format!("{batch}/errors?format=csv"), &[], ""),
    )
    .await;
    assert!(copy.text().contains("#DIV/0!"), "{}", copy.text());
    assert_eq!(
        send(&site, request("GET", &preview, &[], "")).await.status,
        StatusCode::NOT_FOUND
    );
    let undone = send(&site, request("POST", &format!("{batch}/undo"), &[], "")).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    let json = send(
        &site,
        request("GET", &batch, &[("accept", "application/json")], ""),
    )
    .await;
    let view: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
    assert!(view["batch"]["undone_at"].is_string());
}

#[tokio::test]
async fn an_upload_that_is_empty_or_too_large_is_refused() {
    let small = ServerOptions {
        upload_limit: 1000,
        ..ServerOptions::default()
    };
    let site = router(READ_ONLY.1.clone(), small).unwrap();
    let large = send(&site, upload(multipart("a.csv", &"x".repeat(5000)))).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let nothing = send(&site, upload(format!("--{BOUNDARY}--\r\n"))).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    let unnamed = send(&site, upload(multipart("", "x"))).await;
    assert_eq!(unnamed.status, StatusCode::BAD_REQUEST);
}

/// What the link with these words leads to.
fn link_to<'a>(links: &'a [String], start: &str) -> &'a str {
    let found = links.iter().find(|link| link.starts_with(start));
    found.unwrap_or_else(|| panic!("{start}: {links:?}"))
}

#[tokio::test]
async fn a_plan_is_applied_in_what_if_by_its_link() {
    let path = "/levers/world/tai?unit=japan&goal=rank&target=1&lang=en";
    let page = get(path, &[]).await.text();
    let found = links(&page);
    let applied = link_to(&found, "/what-if/world/tai?unit=japan&v.");
    let ranks = get(&format!("{applied}&format=json"), &[]).await;
    let view: serde_json::Value = serde_json::from_slice(&ranks.body).unwrap();
    let units = view["result"]["units"].as_array().unwrap();
    let japan = units.iter().find(|unit| unit["id"] == "japan").unwrap();
    assert_eq!(japan["after"]["rank"], 1, "{japan}");
    assert!(japan["before"]["rank"].as_i64().unwrap() > 1, "{japan}");
    // The what-if page and the park lead here.
    let back = links(&get(applied, &[]).await.text());
    link_to(&back, "/levers/world/tai?unit=japan");
    let park = links(&get("/parks/japan", &[]).await.text());
    link_to(&park, "/levers/world/tai?unit=japan");
}

#[tokio::test]
async fn odd_levers_are_told_on_the_page() {
    let path = "/levers/world/tai?unit=japan&goal=rank&target=1&lang=en";
    let told = get(&format!("{path}&c.patents=-3&b.nothing=1"), &[]).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.text().contains("There is no indicator nothing"));
    assert!(told.text().contains("A cost is a number above zero"));
    let nobody = get("/levers/world/tai?unit=atlantis", &[]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

/// Sends a form that starts a job, and waits for its end.
async fn job(site: &Router, path: &str, body: &str) -> serde_json::Value {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let sent = request("POST", path, &[form], body.to_owned());
    let started = send(site, sent).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text());
    let place = started.header("location");
    let place = place.trim_end_matches("/file").to_owned();
    let json = [("accept", "application/json")];
    loop {
        let shown = send(site, request("GET", &place, &json, "")).await;
        let view: serde_json::Value = serde_json::from_slice(&shown.body).unwrap();
        if view["state"] != "running" {
            return view;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn heavy_computations_run_as_jobs_from_their_pages_and_open_as_pages() {
    let (_folder, app) = app();
    let site = router(app, ServerOptions::default()).unwrap();
    let read = async |path: &str| send(&site, request("GET", path, &[], "")).await;
    let without = read("/ranking/world/tai?lang=en").await.text();
    assert!(without.contains("action=\"/jobs/uncertainty/world/tai\""));
    assert!(!without.contains("chart=whiskers"));

    let done = job(&site, "/jobs/uncertainty/world/tai", "draws=300&noise=30").await;
    assert_eq!(done["state"], "done", "{done}");
    let with = read("/ranking/world/tai?lang=en").await.text();
    assert!(with.contains("300 draws") && with.contains("chart=whiskers"));
    let run = done["run"].as_str().unwrap();
    assert!(links(&with).contains(&format!("/uncertainty/world/tai?run={run}")));
    let svg = read("/ranking/world/tai?download=svg&chart=whiskers").await;
    assert_eq!(svg.header("content-type"), "image/svg+xml");

    let body = "of=top&unit=japan&places=5&draws=32&scale=1";
    let done = job(&site, "/jobs/sensitivity/world/tai", body).await;
    let asked = &done["so_far"][0]["response"];
    assert_eq!((&asked["of"], &asked["places"]), (&"top".into(), &5.into()));
    let shown = read(&format!("/jobs/{}?lang=en", done["id"])).await.text();
    let result = link_to(&links(&shown), "/sensitivity/world/tai?run=").to_owned();
    let page = read(&format!("{result}&lang=en")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("This is a kept result"));
    let wrong = read(&result.replace("/sensitivity/", "/uncertainty/")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{}", wrong.text());
}
