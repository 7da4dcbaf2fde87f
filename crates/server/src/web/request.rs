//! What a request asks for: language, time, form of the answer.

use super::site::Site;
use crate::view::Cx;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use julin_app::exports::WHOLE;
use julin_model::Lang;
use std::convert::Infallible;

/// Years that can be asked for; anything else is taken for a slip.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// The form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The whole page.
    Page,
    /// The page without its frame, for opening in place.
    Fragment,
    /// The contract type.
    Json,
    /// Rows for a spreadsheet.
    Csv,
    /// A workbook at once.
    Xlsx,
    /// A workbook made beside the pages.
    Export,
    /// One chart as a file.
    Svg,
}

/// One request, read.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What drawing needs.
    pub cx: Cx,
    /// The form of the answer.
    pub form: Form,
    /// The language was chosen in the address and is to be remembered.
    pub remember: bool,
    /// Number of the request in the log.
    pub request: String,
}

impl Ask {
    /// Reads address and headers.
    pub fn of(uri: &Uri, headers: &HeaderMap, default_as_of: i32) -> Self {
        let query = decode(uri.query().unwrap_or_default());
        let mut cx = Cx {
            default_as_of,
            as_of: default_as_of,
            path: uri.path().to_owned(),
            query,
            ..Cx::default()
        };
        let chosen = cx.ask("lang").and_then(Lang::parse);
        cx.lang = chosen
            .or_else(|| cookie_lang(headers))
            .unwrap_or_else(|| accepted_lang(headers));
        cx.who = cookie(headers, "who")
            .map(unescape)
            .filter(|name| !name.trim().is_empty());
        let year = cx
            .ask("as_of")
            .and_then(|year| year.parse().ok())
            .filter(|year| YEARS.contains(year));
        cx.as_of = year.unwrap_or(default_as_of);
        let request = header(headers, "x-request-id").to_owned();
        Self {
            form: form(&cx, headers),
            cx,
            remember: chosen.is_some(),
            request,
        }
    }

    /// A value of the query as an owned text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.cx.ask(name).map(str::to_owned)
    }

    /// Where a list starts and how many rows it shows; a file gets all of them.
    pub fn window(&self) -> (u64, u64) {
        let offset = self
            .cx
            .ask("offset")
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        let limit = match self.form {
            Form::Export => WHOLE as u64,
            Form::Csv | Form::Xlsx => ALL_ROWS,
            _ => crate::view::PAGE_ROWS,
        };
        (offset, limit)
    }
}

/// Most rows of a list saved as a file at once.
const ALL_ROWS: u64 = 100_000;

/// Marks a question this program asks its own pages: the list as a workbook made beside
/// them, with words of this language.
#[derive(Debug, Clone, Copy)]
pub struct ForExport(pub Lang);

impl FromRequestParts<Site> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let mut ask = Self::of(&parts.uri, &parts.headers, site.default_as_of());
        if let Some(ForExport(lang)) = parts.extensions.get() {
            ask.form = Form::Export;
            ask.cx.lang = *lang;
        }
        Ok(ask)
    }
}

fn form(cx: &Cx, headers: &HeaderMap) -> Form {
    match (cx.ask("format"), cx.ask("download")) {
        (Some("json"), _) => Form::Json,
        (Some("csv"), _) => Form::Csv,
        (Some("xlsx"), _) => Form::Xlsx,
        (_, Some("svg")) => Form::Svg,
        _ if header(headers, ACCEPT.as_str()).starts_with("application/json") => Form::Json,
        _ if header(headers, "x-fragment") == "1" => Form::Fragment,
        _ => Form::Page,
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn cookie_lang(headers: &HeaderMap) -> Option<Lang> {
    cookie(headers, "lang").and_then(Lang::parse)
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut pairs = header(headers, COOKIE.as_str()).split(';');
    pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The first language of the browser's list that we have; Chinese when there is none.
fn accepted_lang(headers: &HeaderMap) -> Lang {
    let wanted = header(headers, ACCEPT_LANGUAGE.as_str());
    wanted
        .split(',')
        .find_map(|part| Lang::parse(part.trim()))
        .unwrap_or_default()
}

/// A query or form body as pairs, decoded. Broken escapes stay as written.
pub fn decode(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(k, v)| (unescape(k), unescape(v)))
        .collect()
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let raw = text.as_bytes();
    let mut i = 0;
    while i < raw.len() {
        let code = text
            .get(i + 1..i + 3)
            .filter(|_| raw[i] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (code, raw[i]) {
            (Some(byte), _) => {
                bytes.push(byte);
                i += 2;
            }
            (None, b'+') => bytes.push(b' '),
            (None, byte) => bytes.push(byte),
        }
        i += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn ask(uri: &str, headers: &[(&'static str, &'static str)]) -> Ask {
        let headers = headers
            .iter()
            .map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_static(v)))
            .collect();
        Ask::of(&uri.parse().unwrap(), &headers, 2025)
    }

    #[test]
    fn the_address_goes_before_the_cookie_and_the_cookie_before_the_browser() {
        let headers = [
            ("accept-language", "fr, en;q=0.8"),
            ("cookie", "a=b; lang=zh"),
        ];
        assert_eq!(ask("/?lang=en", &headers).cx.lang, Lang::En);
        assert_eq!(ask("/", &headers).cx.lang, Lang::Zh);
        assert_eq!(ask("/", &headers[..1]).cx.lang, Lang::En);
        assert_eq!(ask("/", &[]).cx.lang, Lang::Zh);
    }

    #[test]
    fn a_year_that_is_none_is_the_usual_one() {
        let years = [
            "/?as_of=2023",
            "/?as_of=x",
            "/?as_of=999999999999",
            "/?as_of=",
        ]
        .map(|uri| ask(uri, &[]).cx.as_of);
        assert_eq!(years, [2023, 2025, 2025, 2025]);
    }

    #[test]
    fn escapes_are_read_and_broken_ones_left() {
        let pairs = decode("q=%E4%B8%AD+a&x=%zz%&&y=100%25&%ff=1");
        let expected = [
            ("q", "中 a"),
            ("x", "%zz%"),
            ("y", "100%"),
            ("\u{fffd}", "1"),
        ];
        assert!(
            pairs
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .eq(expected)
        );
    }

    #[test]
    fn the_form_is_chosen_by_address_or_header() {
        assert_eq!(ask("/?format=csv", &[]).form, Form::Csv);
        assert_eq!(ask("/", &[("accept", "application/json")]).form, Form::Json);
        assert_eq!(ask("/", &[("x-fragment", "1")]).form, Form::Fragment);
        assert_eq!(
            ask("/", &[("accept", "text/html,application/json")]).form,
            Form::Page
        );
    }
}
