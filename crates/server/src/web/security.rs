//! What stands between the network and the pages: host check, same-origin check for
//! writes, and the headers that tell browsers to keep out what is not ours.

use super::failure::Failure;
use super::request::Ask;
use super::site::Site;
use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// Everything from here, nothing from elsewhere, nothing written into the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Refuses foreign hosts and foreign writes, and puts the headers on every answer.
pub async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&site, &request) {
        Some(failure) => failure.answer(&Ask::of(
            request.uri(),
            request.headers(),
            site.default_as_of(),
        )),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refusal(site: &Site, request: &Request) -> Option<Failure> {
    let host = host(request);
    if site.options.loopback_only && !is_loopback(host) {
        return Some(Failure::new(
            StatusCode::MISDIRECTED_REQUEST,
            "server.foreign-host",
        ));
    }
    let writes = ![Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    (writes && !same_origin(request.headers(), host))
        .then(|| Failure::new(StatusCode::FORBIDDEN, "server.cross-site"))
}

fn host(request: &Request) -> &str {
    let named = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    named
        .or_else(|| request.uri().authority().map(|a| a.as_str()))
        .unwrap_or_default()
}

/// True for names that can only mean this machine. A page elsewhere that points its own
/// name at this machine (DNS rebinding) is refused by this.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    ["localhost", "127.0.0.1", "::1"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name))
}

/// Browsers say where a write comes from; programs that are no browsers say nothing.
fn same_origin(headers: &HeaderMap, host: &str) -> bool {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => ["same-origin", "none"].contains(&site),
        (None, Some(origin)) => origin
            .split_once("://")
            .is_some_and(|(_, authority)| authority == host),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for own in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "[::1]:8080",
        ] {
            assert!(is_loopback(own), "{own}");
        }
        for foreign in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "[::2]",
            "[::1",
        ] {
            assert!(!is_loopback(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_write_must_come_from_our_own_pages() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs
                .iter()
                .map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_static(v)))
                .collect();
            same_origin(&headers, "localhost:8080")
        };
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(from(&[("origin", "http://localhost:8080")]));
        assert!(from(&[]));
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
        assert!(!from(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "http://localhost:8080")
        ]));
        assert!(!from(&[("origin", "http://localhost:9090")]));
        assert!(!from(&[("origin", "null")]));
    }
}
