//! What a form sent: names with values, and documents. Forms with documents come in
//! parts, others as one line; both read the same.

use super::failure::Failure;
use super::request::decode;
use super::upload::broken;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use chrono::{NaiveDate, NaiveDateTime};
use julin_app::follow::Upload;
use julin_model::Diagnostic;
use std::collections::BTreeMap;

/// What stands before the name of a field of a case.
pub const FIELD: &str = "f.";
/// What stands before the name of a role.
pub const ROLE: &str = "p.";
/// What stands before the name of a field whose value was shown as this.
pub const SHOWN: &str = "o.";

/// A form as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Names and values in order.
    pub pairs: Vec<(String, String)>,
    /// Documents handed in.
    pub documents: Vec<Upload>,
}

impl Sent {
    /// Reads the form of a request.
    pub async fn read(request: Request) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let body = String::from_request(request, &()).await;
            let body = body.map_err(|error| broken(error.status()))?;
            return Ok(Self {
                pairs: decode(&body),
                documents: Vec::new(),
            });
        }
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|error| broken(error.status()))?;
        let mut sent = Self::default();
        while let Some(field) = next(&mut form).await? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => {
                    let content = field.bytes().await;
                    let content = content.map_err(|error| broken(error.status()))?.to_vec();
                    // A choice of no file is sent as a file without a name.
                    if !file.is_empty() {
                        sent.documents.push(Upload {
                            name: file,
                            content,
                        });
                    }
                }
                None => {
                    let text = field.text().await;
                    let text = text.map_err(|error| broken(error.status()))?;
                    sent.pairs.push((name, text.replace("\r\n", "\n")));
                }
            }
        }
        Ok(sent)
    }

    /// A value that is not empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// A value; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.given(name).unwrap_or_default().to_owned()
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.given(name)?.parse().ok()
    }

    /// A day; none where none was chosen.
    pub fn day(&self, name: &str) -> Result<Option<NaiveDate>, Diagnostic> {
        self.read_as(name, |text| text.parse().ok())
    }

    /// A time of the office; none where none was chosen.
    pub fn time(&self, name: &str) -> Result<Option<NaiveDateTime>, Diagnostic> {
        const WAYS: [&str; 2] = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
        let read = |text: &str| {
            let mut read = WAYS
                .iter()
                .map(|way| NaiveDateTime::parse_from_str(text, way));
            read.find_map(Result::ok)
        };
        self.read_as(name, read)
    }

    fn read_as<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Diagnostic> {
        let Some(text) = self.given(name) else {
            return Ok(None);
        };
        let bad = || Diagnostic::error("server.no-day").with("text", text);
        read(text).map(Some).ok_or_else(bad)
    }

    /// Fields of a case that were filled, changed or emptied. What is as it was shown is
    /// left alone, so that a look at a form changes nothing.
    pub fn fields(&self) -> BTreeMap<String, String> {
        let shown = |id: &str| self.given(&format!("{SHOWN}{id}")).unwrap_or_default();
        let fields = self.pairs.iter().filter_map(|(name, value)| {
            let id = name.strip_prefix(FIELD)?;
            (value.trim() != shown(id)).then(|| (id.to_owned(), value.trim().to_owned()))
        });
        fields.collect()
    }

    /// Persons by role, for the roles somebody was named in.
    pub fn people(&self) -> BTreeMap<String, Vec<String>> {
        let people = self.pairs.iter().filter_map(|(name, value)| {
            let role = name.strip_prefix(ROLE)?;
            let names = names(value);
            (!names.is_empty()).then(|| (role.to_owned(), names))
        });
        people.collect()
    }
}

/// Names one after another, with commas of either language, semicolons or lines between.
fn names(text: &str) -> Vec<String> {
    let parts = text.split(['、', ',', '，', ';', '；', '\n']);
    let names = parts.map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

async fn next(
    form: &mut Multipart,
) -> Result<Option<axum::extract::multipart::Field<'_>>, Failure> {
    let field = form.next_field().await;
    field.map_err(|error| broken(error.status()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Sent {
        let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        Sent {
            pairs: pairs.collect(),
            documents: Vec::new(),
        }
    }

    #[test]
    fn a_field_left_as_shown_is_left_alone_and_an_emptied_one_is_emptied() {
        let sent = sent(&[
            ("o.same", "甲"),
            ("f.same", " 甲"),
            ("o.gone", "乙"),
            ("f.gone", ""),
            ("f.never", ""),
            ("f.new", "丙"),
        ]);
        let wanted = [("gone", ""), ("new", "丙")];
        let wanted = wanted.map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(sent.fields(), BTreeMap::from(wanted));
    }

    #[test]
    fn people_are_named_with_commas_of_either_language() {
        let sent = sent(&[("p.head", "甲、乙, 丙；丁\n戊"), ("p.none", " ,")]);
        let people = sent.people();
        assert_eq!(people["head"], ["甲", "乙", "丙", "丁", "戊"]);
        assert_eq!(people.get("none"), None);
    }

    #[test]
    fn a_day_that_is_none_is_told() {
        let sent = sent(&[("due", "2026-02-30"), ("at", "2026-11-23T09:00")]);
        assert_eq!(sent.day("due").unwrap_err().code, "server.no-day");
        assert_eq!(sent.day("missing"), Ok(None));
        assert!(sent.time("at").unwrap().is_some());
    }
}
