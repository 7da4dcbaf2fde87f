//! Two keys of a name. `full` folds formatting only: two names with one full key are
//! one name. `core` also drops the legal form, the place in front of it, and what every
//! zone has in its name: two names with one core may be one thing, or two.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Shortest core in characters: below it, stripping has gone too far.
const SHORTEST: usize = 2;

/// Which words names may lose. Content of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NameRules {
    /// Ends of names of bodies: 有限责任公司, 集团, Co., Ltd., GmbH.
    pub legal_forms: Vec<String>,
    /// Places that may stand before the name of an enterprise: 北京, 广东.
    pub places: Vec<String>,
    /// What may follow such a place: 省, 市, 自治区.
    pub place_suffixes: Vec<String>,
    /// Beginnings of names of zones that tell their rank: 国家级, 国家.
    pub zone_prefixes: Vec<String>,
    /// Ends of names of zones that mean the one kind: 高新技术产业开发区, 高新区.
    pub zone_suffixes: Vec<String>,
}

/// Both keys of a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameKey {
    /// Formatting folded.
    pub full: String,
    /// Legal form, place and kind of zone dropped.
    pub core: String,
}

/// Rules made ready: folded, longest first.
#[derive(Debug, Clone, Default)]
pub struct NameFolder {
    legal_forms: Vec<String>,
    places: Vec<String>,
    place_suffixes: Vec<String>,
    zone_prefixes: Vec<String>,
    zone_suffixes: Vec<String>,
}

impl NameFolder {
    /// Makes the rules ready.
    pub fn new(rules: &NameRules) -> Self {
        let ready = |words: &[String]| {
            let mut words: Vec<String> = words
                .iter()
                .map(|w| full(w))
                .filter(|w| !w.is_empty())
                .collect();
            words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            words.dedup();
            words
        };
        Self {
            legal_forms: ready(&rules.legal_forms),
            places: ready(&rules.places),
            place_suffixes: ready(&rules.place_suffixes),
            zone_prefixes: ready(&rules.zone_prefixes),
            zone_suffixes: ready(&rules.zone_suffixes),
        }
    }

    /// Both keys.
    pub fn key(&self, name: &str) -> NameKey {
        let full = full(name);
        let core = self.core(name, &full);
        NameKey { full, core }
    }

    fn core(&self, name: &str, full: &str) -> String {
        if let Some(zone) = self.zone_core(full) {
            return zone;
        }
        let without_place = self.without_bracketed_place(name);
        let (stem, stripped) = self.without_legal_form(without_place.as_deref().unwrap_or(full));
        if stripped {
            self.without_place(&stem)
        } else {
            stem
        }
    }

    /// The name of a zone without rank and kind; its place stays, it is the name.
    fn zone_core(&self, full: &str) -> Option<String> {
        let prefixed = self
            .zone_prefixes
            .iter()
            .find_map(|p| full.strip_prefix(p.as_str()));
        let stem = prefixed.unwrap_or(full);
        let ended = self
            .zone_suffixes
            .iter()
            .find_map(|s| stem.strip_suffix(s.as_str()))?;
        // The rank may stand between place and kind: 苏州国家高新技术产业开发区.
        let inner = self
            .zone_prefixes
            .iter()
            .find_map(|p| ended.strip_suffix(p.as_str()));
        let bare = inner.unwrap_or(ended);
        let bare = self.without_place_suffix(bare).unwrap_or(bare);
        (bare.chars().count() >= SHORTEST).then(|| bare.to_owned())
    }

    /// 襄阳市高新区 is 襄阳高新区, but only when what is left is a known place.
    fn without_place_suffix<'a>(&self, stem: &'a str) -> Option<&'a str> {
        let bare = self
            .place_suffixes
            .iter()
            .find_map(|s| stem.strip_suffix(s.as_str()))?;
        self.places
            .iter()
            .any(|place| place == bare)
            .then_some(bare)
    }

    fn without_legal_form(&self, full: &str) -> (String, bool) {
        let mut stem = full;
        let mut stripped = false;
        while let Some(shorter) = self.legal_forms.iter().find_map(|f| strip_end(stem, f)) {
            if shorter.chars().count() < SHORTEST {
                break;
            }
            (stem, stripped) = (shorter, true);
        }
        (stem.to_owned(), stripped)
    }

    fn without_place(&self, stem: &str) -> String {
        let Some(rest) = self
            .places
            .iter()
            .find_map(|p| stem.strip_prefix(p.as_str()))
        else {
            return stem.to_owned();
        };
        let rest = self
            .place_suffixes
            .iter()
            .find_map(|s| rest.strip_prefix(s.as_str()))
            .unwrap_or(rest);
        let rest = rest.trim_start();
        if rest.chars().count() >= SHORTEST {
            rest.to_owned()
        } else {
            stem.to_owned()
        }
    }

    /// 某某(中国)有限公司: a place in brackets goes, anything else in brackets stays.
    fn without_bracketed_place(&self, name: &str) -> Option<String> {
        let plain: String = name.nfkc().collect();
        let open = plain.find(['(', '[', '〔', '【'])?;
        let rest = &plain[open..];
        let close = rest.find([')', ']', '〕', '】'])?;
        let inner = full(rest.get(rest.chars().next()?.len_utf8()..close)?);
        let bare = self.without_place_suffix(&inner).unwrap_or(&inner);
        let after = &rest[close + rest[close..].chars().next()?.len_utf8()..];
        let is_place = self.places.iter().any(|place| place == bare);
        is_place.then(|| full(&format!("{} {after}", &plain[..open])))
    }
}

/// An end that is Latin must be a word of its own.
fn strip_end<'a>(stem: &'a str, end: &str) -> Option<&'a str> {
    let rest = stem.strip_suffix(end)?;
    let whole_word = !end.starts_with(|c: char| c.is_ascii_alphanumeric())
        || rest.ends_with(|c: char| !c.is_ascii_alphanumeric());
    whole_word.then(|| rest.trim_end())
}

/// Formatting folded: width, case, brackets, points, spaces.
///
/// Spaces stay only between two Latin words, where they tell words apart.
pub fn full(name: &str) -> String {
    // Nothing to fold: common hanzi, digits and small letters.
    if name
        .chars()
        .all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | 'a'..='z' | '0'..='9'))
    {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.nfkc().flat_map(char::to_lowercase) {
        if c == '&' || c.is_alphanumeric() {
            if gap && latin(c) && out.ends_with(latin) {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else if c.is_whitespace() || "-_/,()[]·•‧・".contains(c) {
            gap = true;
        }
    }
    // Lower-casing may decompose; once more makes the form its own form.
    if out.is_ascii() {
        out
    } else {
        out.nfkc().collect()
    }
}

fn latin(c: char) -> bool {
    c.is_alphanumeric() && !('\u{2e80}'..='\u{ffef}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folder() -> NameFolder {
        let list = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        let mut rules = NameRules {
            legal_forms: list("有限责任公司 股份有限公司 有限公司 集团 （集团） 公司 GmbH Inc."),
            places: list("北京 上海 苏州 长春 吉林 中国 广东 深圳 襄阳"),
            place_suffixes: list("省 市"),
            zone_prefixes: list("国家级 国家"),
            zone_suffixes: list("高新技术产业开发区 高新区 高新技术开发区"),
        };
        rules.legal_forms.extend([
            "Co., Ltd.".to_owned(),
            "Co Ltd".to_owned(),
            "Limited".to_owned(),
        ]);
        NameFolder::new(&rules)
    }

    fn core(name: &str) -> String {
        folder().key(name).core
    }

    #[test]
    fn formatting_alone_does_not_make_another_name() {
        let same = [
            "甲（中国）有限公司",
            "甲(中国)有限公司",
            " 甲 （中国） 有限公司",
            "甲（中国）有限公司　",
        ];
        assert!(same.iter().all(|name| full(name) == full(same[0])));
        assert_eq!(full("ACME Co., Ltd."), full("Acme  co ltd"));
        assert_eq!(full("ＡＣＭＥ"), "acme");
        assert_eq!(full("AT&T"), "at&t");
        assert_ne!(full("New Wave"), full("Newwave"));
        assert_eq!(full("3M 中国"), full("3M中国"));
    }

    #[test]
    fn legal_form_and_place_leave_the_core() {
        for name in [
            "北京小米科技有限责任公司",
            "小米科技有限公司",
            "北京市小米科技股份有限公司",
            "小米科技（北京）有限公司",
        ] {
            assert_eq!(core(name), "小米科技", "{name}");
        }
        assert_eq!(core("小米科技集团有限公司"), "小米科技");
        assert_eq!(core("Acme Widgets Co., Ltd."), "acme widgets");
        assert_eq!(core("Acme GmbH"), "acme");
        // A word that merely ends like a legal form keeps its end.
        assert_eq!(core("Unlimited"), "unlimited");
        // Nothing would be left.
        assert_eq!(core("北京有限公司"), "北京");
        assert_eq!(core("集团"), "集团");
    }

    #[test]
    fn zones_keep_their_place() {
        for name in [
            "苏州",
            "苏州高新区",
            "苏州国家高新技术产业开发区",
            "国家苏州高新区",
            "苏州 高新技术产业开发区",
            "苏州市高新区",
        ] {
            assert_eq!(core(name), "苏州", "{name}");
        }
        assert_eq!(core("苏州工业园区"), "苏州工业园区");
        assert_eq!(core("长春净月高新技术产业开发区"), "长春净月");
        assert_eq!(core("长春净月"), "长春净月");
        assert_eq!(core("长春高新区"), "长春");
        assert_eq!(core("吉林高新区"), "吉林");
        assert_eq!(core("襄阳市国家高新区"), "襄阳");
        assert_eq!(core("高新区"), "高新区");
    }

    proptest! {
        #[test]
        fn the_full_key_is_its_own_key(name in "\\PC{0,30}") {
            prop_assert_eq!(full(&full(&name)), full(&name));
        }

        #[test]
        fn the_core_of_a_core_is_that_core(stem in "[甲乙丙丁戊]{2,5}", form in prop::sample::select(vec!["有限公司", "集团有限公司", "", "高新区"])) {
            let once = core(&format!("{stem}{form}"));
            prop_assert_eq!(core(&once), once);
        }
    }
}
