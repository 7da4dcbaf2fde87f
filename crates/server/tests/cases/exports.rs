//! Lists made into files over the web: from the button of a list to the file, by whoever
//! asked and nobody else.

use super::{Answer, Desk};
use axum::http::StatusCode;

/// A form with its values as a browser sends them.
fn form(values: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte.is_ascii_alphanumeric() {
                true => char::from(byte).to_string(),
                false => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs = values
        .iter()
        .map(|(key, value)| format!("{key}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// What the first button for a file on a page sends.
fn of_button(page: &str) -> Option<String> {
    let (_, button) = page.split_once("action=\"/exports\"")?;
    let (_, value) = button.split_once("name=\"of\" value=\"")?;
    let (value, _) = value.split_once('"')?;
    Some(value.replace("&amp;", "&"))
}

impl Desk {
    /// Asks for a list as a file; the path of the export.
    async fn export(&self, who: &str, of: &str, lang: &str) -> String {
        let answer = self
            .post(who, "/exports", &form(&[("of", of), ("lang", lang)]))
            .await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{of}: {}",
            answer.text()
        );
        let to = answer.to().trim_end_matches("/file").to_owned();
        assert!(to.starts_with("/exports/"), "{of}: {to}");
        to
    }

    /// How an export stands, once it has ended.
    async fn ended(&self, who: &str, path: &str) -> serde_json::Value {
        loop {
            let answer = self.get(who, &format!("{path}?format=json")).await;
            let own: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            if own["state"] != "running" {
                return own;
            }
            tokio::task::yield_now().await;
        }
    }
}

fn is_a_workbook(file: &Answer) {
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.starts_with(b"PK"));
    assert!(file.header("content-type").ends_with("spreadsheetml.sheet"));
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_exported_whole_with_its_filters_and_its_language() {
    let desk = Desk::new();
    for n in 0..53 {
        let title = if n == 7 { "=cmd|x" } else { "Lamp" };
        let ask = super::ASK.replace("title=Lamp", &format!("title={title}+{n}"));
        let opened = desk.post("asker", "/cases/new", &ask).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    }
    let page = desk
        .get("asker", "/cases?offset=50&words=Lamp")
        .await
        .text();
    let of = of_button(&page).unwrap();
    // Two at once, of the same person.
    let (all, some) = tokio::join!(
        desk.export("asker", "/cases", "zh"),
        desk.export("asker", &of, "en")
    );
    assert_ne!(all, some);
    let (whole, filtered) = (
        desk.ended("asker", &all).await,
        desk.ended("asker", &some).await,
    );
    assert_eq!(
        (&whole["rows"], &whole["name"]),
        (&53.into(), &"全部事项".into())
    );
    assert_eq!(
        (&filtered["rows"], &filtered["name"]),
        (&52.into(), &"All cases".into())
    );
    assert_eq!(filtered["page"], "/cases?words=Lamp");
    let file = desk.get("asker", &format!("{all}/file")).await;
    is_a_workbook(&file);
    let disposition = file.header("content-disposition");
    assert!(
        disposition.contains("filename=\"cases-2026-11-23.xlsx\"")
            && disposition
                .contains("filename*=UTF-8''%E5%85%A8%E9%83%A8%E4%BA%8B%E9%A1%B9-2026-11-23.xlsx"),
        "{disposition}"
    );
    let jobs = desk.get("asker", "/jobs").await.text();
    assert!(jobs.contains(&format!("{all}/file")) && jobs.contains(&format!("{some}/file")));
    let late = desk.post("asker", &format!("{all}/cancel"), "").await;
    assert_eq!(
        late.to(),
        all,
        "a cancel that comes too late shows how it ended"
    );
    for other in ["somebody", ""] {
        for path in [all.clone(), format!("{all}/file")] {
            let refused = desk.get(other, &path).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{other} {path}");
        }
        let jobs = desk.get(other, "/jobs").await.text();
        assert!(!jobs.contains(&all), "{other}");
    }
}

#[tokio::test]
async fn every_list_of_cases_has_a_button_that_gives_a_file() {
    let desk = Desk::new();
    let case = desk.open().await;
    let lists = [
        "/my-work?show=started",
        "/cases",
        "/board/cn-national/request",
        "/due?days=366",
        "/figures/cn-national/request",
    ];
    for list in lists {
        let page = desk.get("asker", list).await.text();
        let of = of_button(&page).unwrap_or_else(|| panic!("no button on {list}"));
        let path = desk.export("asker", &of, "en").await;
        let own = desk.ended("asker", &path).await;
        assert_eq!(own["state"], "done", "{list}: {own}");
        assert_ne!(own["rows"], 0, "{list}");
        is_a_workbook(&desk.get("asker", &format!("{path}/file")).await);
    }
    // Lists with nothing in them have no button, and give a file of headings all the same;
    // so do lists of other parts.
    let others = [
        "/silence",
        "/contact-budget",
        "/notices",
        "/register/core/agreement",
        "/policies",
        "/entities",
        "/sources",
        "/conflicts",
        "/imports",
        "/frameworks",
    ];
    for list in others {
        let path = desk.export("asker", list, "zh").await;
        assert_eq!(desk.ended("asker", &path).await["state"], "done", "{list}");
    }
    assert!(case.starts_with("/cases/"));
}

#[tokio::test]
async fn what_is_no_list_of_this_site_is_refused() {
    let desk = Desk::new();
    let refused = [
        ("//evil.example/cases", StatusCode::BAD_REQUEST),
        ("", StatusCode::BAD_REQUEST),
        ("/about", StatusCode::NOT_FOUND),
        ("/nowhere", StatusCode::NOT_FOUND),
        ("/register/cn-national/none", StatusCode::NOT_FOUND),
    ];
    for (of, status) in refused {
        let answer = desk.post("asker", "/exports", &form(&[("of", of)])).await;
        // What is found missing while reading is told by the export itself.
        let told = match answer.status {
            StatusCode::SEE_OTHER => {
                let own = desk.ended("asker", answer.to()).await;
                assert_eq!(own["state"], "failed", "{own}");
                StatusCode::NOT_FOUND
            }
            refused => refused,
        };
        assert_eq!(told, status, "{of}: {}", answer.text());
    }
    let none = desk.post("asker", "/exports/99/cancel", "").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
