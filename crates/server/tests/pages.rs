//! Every sample page in both languages: words, headings, links, escaping, policy.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod samples;

use julin_locale::catalogue;
use julin_model::Lang;
use julin_server::view;
use std::collections::BTreeSet;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// Every sample as a whole document, with its name.
fn documents() -> Vec<(String, Lang, String)> {
    let draw = |sample: &samples::Sample, lang| {
        let cx = sample.cx(lang);
        let html = view::shell(&cx, &(sample.draw)(&cx)).into_string();
        (format!("{} {}", sample.name, lang.code()), lang, html)
    };
    samples::all()
        .iter()
        .flat_map(|sample| LANGS.map(|lang| draw(sample, lang)))
        .collect()
}

/// Values of an attribute, as written.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The words a reader sees, without tags.
fn words(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        out.push(' ');
    }
    out
}

/// Rows of dashes say nothing: a zone without a score has no columns for it.
#[test]
fn a_zone_without_a_score_shows_no_columns_of_scores() {
    for (name, lang, html) in documents() {
        let text = |key: &str| catalogue().text(key, lang).to_owned();
        let column = text("page.contributions.without-score");
        let said = text("page.contributions.unscored");
        let shown = words(&html);
        if name.starts_with("contributions-unscored") {
            assert!(shown.contains(&said) && !shown.contains(&column), "{name}");
        } else if name.starts_with("contributions-huge") {
            assert!(!shown.contains(&said) && shown.contains(&column), "{name}");
        }
    }
}

#[test]
fn no_text_is_missing_from_the_catalogue() {
    let areas: BTreeSet<_> = catalogue()
        .iter()
        .filter_map(|(key, _)| key.split('.').next())
        .collect();
    for (name, _, html) in documents() {
        let mut shown = words(&html);
        for attribute in [
            "title",
            "aria-label",
            "placeholder",
            "data-busy",
            "data-close",
        ] {
            shown.push_str(&attributes(&html, attribute).join(" "));
        }
        for word in shown.split(|c: char| c.is_whitespace() || "“”（），：".contains(c)) {
            // A sentence ends with a point as well.
            let word = word.trim_end_matches('.');
            let area = word.split('.').next().unwrap_or_default();
            let key = word.contains('.') && areas.contains(area) && word.split('.').count() > 1;
            let file = [".yaml", ".csv", ".xlsx"]
                .iter()
                .any(|ending| word.ends_with(ending));
            assert!(!key || file, "{name}: `{word}` has no text");
        }
        assert!(
            !shown.contains("{n}") && !shown.contains("{total}"),
            "{name}: a placeholder was not filled"
        );
    }
}

#[test]
fn headings_come_in_order_and_there_is_one_first() {
    for (name, _, html) in documents() {
        let levels: Vec<u8> = html
            .match_indices("<h")
            .filter_map(|(i, _)| html.as_bytes().get(i + 2).copied())
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0')
            .collect();
        assert_eq!(
            levels.iter().filter(|l| **l == 1).count(),
            1,
            "{name}: {levels:?}"
        );
        assert_eq!(levels.first(), Some(&1), "{name}");
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{name}: {levels:?}"
        );
    }
}

#[test]
fn every_link_stays_in_the_site() {
    for (name, _, html) in documents() {
        for attribute in ["href", "src", "action"] {
            for value in attributes(&html, attribute) {
                assert!(
                    value.starts_with('/') && !value.starts_with("//") || value.starts_with('#'),
                    "{name}: {value}"
                );
                assert!(!value.contains(' '), "{name}: {value}");
            }
        }
    }
}

#[test]
fn nothing_is_styled_or_scripted_in_the_page() {
    for (name, _, html) in documents() {
        assert!(!html.contains(" style="), "{name}");
        assert!(!html.contains("<style"), "{name}");
        assert_eq!(html.matches("<script").count(), 1, "{name}");
        assert!(html.contains(" defer></script>"), "{name}");
        // Attributes by name: what stands between quotes is a value, whatever it says.
        let handlers = html
            .split('<')
            .filter_map(|part| part.split_once('>'))
            .any(|(tag, _)| {
                let unquoted = tag.split('"').step_by(2);
                let mut names = unquoted.flat_map(str::split_whitespace);
                names.any(|name| name.starts_with("on") && name.ends_with('='))
            });
        assert!(!handlers, "{name}");
    }
}

#[test]
fn hostile_names_stay_words() {
    for (name, _, html) in documents()
        .iter()
        .filter(|(name, ..)| name.contains("hostile") || name.contains("search"))
    {
        assert!(!html.contains("<script>"), "{name}");
        assert!(!html.contains("<img"), "{name}");
        assert!(!html.contains("<b>") && !html.contains("<i>"), "{name}");
        let title = html
            .split("<title>")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next())
            .unwrap();
        assert!(
            !title.contains('\u{202e}') && !title.contains('\u{2066}'),
            "{name}: {title}"
        );
        assert!(html.contains("<bdi>"), "{name}");
    }
}

#[test]
fn every_page_says_its_language_and_tags_are_closed() {
    for (name, lang, html) in documents() {
        let expected = if lang == Lang::Zh {
            "<html lang=\"zh-CN\">"
        } else {
            "<html lang=\"en\">"
        };
        assert!(html.contains(expected), "{name}");
        for tag in [
            "div", "p", "table", "tr", "td", "li", "ul", "ol", "form", "a", "span", "section",
            "svg", "details",
        ] {
            let open = html.matches(&format!("<{tag}>")).count()
                + html.matches(&format!("<{tag} ")).count();
            assert_eq!(
                open,
                html.matches(&format!("</{tag}>")).count(),
                "{name}: <{tag}>"
            );
        }
    }
}

#[test]
fn ids_are_unique_and_labels_point_to_something() {
    for (name, _, html) in documents() {
        let ids = attributes(&html, "id");
        let once: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "{name}: an id stands twice");
        for target in attributes(&html, "for")
            .into_iter()
            .chain(attributes(&html, "aria-labelledby"))
        {
            assert!(
                target == "drawer-title" || once.contains(&target),
                "{name}: nothing has the id {target}"
            );
        }
    }
}

#[test]
fn every_input_has_a_label() {
    for (name, _, html) in documents() {
        let labelled: BTreeSet<_> = attributes(&html, "for").into_iter().collect();
        for tag in html.split('<').filter(|t| {
            t.starts_with("input") || t.starts_with("select") || t.starts_with("textarea")
        }) {
            let tag = tag.split('>').next().unwrap_or_default();
            if tag.contains("type=\"hidden\"") {
                continue;
            }
            let id = attributes(tag, "id");
            assert!(
                id.first().is_some_and(|id| labelled.contains(id)),
                "{name}: {tag}"
            );
        }
    }
}

#[test]
fn an_unknown_value_is_never_shown_as_zero() {
    for (name, _, html) in documents()
        .iter()
        .filter(|(name, ..)| name.starts_with("park-bare") || name.starts_with("why-unknown"))
    {
        assert!(html.contains("class=\"unknown\""), "{name}");
        assert!(!words(html).contains(" 0.0 "), "{name}");
    }
}

#[test]
fn a_table_of_thousands_of_lines_is_drawn_whole() {
    let (_, _, html) = documents()
        .into_iter()
        .find(|(name, ..)| name == "source-huge zh")
        .unwrap();
    assert_eq!(html.matches("class=\"line").count(), 4000);
}
