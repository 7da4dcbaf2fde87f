//! Needs and offers of files, through the program. After the told case of the academician's
//! team that needed a hall for trial production; the forum gives no measures, so all
//! figures here are made up. Expectations are worked out by hand.

use julin_tests::program::julin;
use serde_json::Value;
use tempfile::TempDir;

const NEEDS: &str = "\
名称,面积(平方米),净高(米),荷载(吨/平方米),供电容量(千瓦),危险类别,需在此前落实,环节,说明,预算(万元)
院士团队,1500,8,2,800,丁,2027-06-30,特种材料,High-strength alloys: a pilot plant,600
";
const SPACES: &str = "\
名称,业主,面积(平方米),净高(米),荷载(千牛/平方米),供电容量(千瓦),危险类别,可入驻日期,环节,说明,价格(万元)
老卫星厂房,东园国资,1800,12,50,1000,丙;丁;戊,2027-03-01,特种材料,可作中试，有行车,500
写字楼12层,西园置业,1500,3.5,3,200,戊,2026-12-01,,精装修办公,700
制钉厂旧址,北园集团,2600,9,,1200,丁;戊,2027-01-01,,旧厂房,
制钉厂旧址,北园集团,1,1,1,1,戊,2027-01-01,,又一行,
";

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let own = Self(tempfile::tempdir().unwrap());
        own.write("needs.csv", NEEDS);
        own.write("spaces.csv", SPACES);
        own
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn files(&self) -> [String; 4] {
        let path = |name: &str| self.0.path().join(name).display().to_string();
        let (needs, offers) = (path("needs.csv"), path("spaces.csv"));
        ["--needs".to_owned(), needs, "--offers".to_owned(), offers]
    }

    fn ask(&self, words: &[&str]) -> Value {
        let files = self.files();
        let files = files.each_ref().map(String::as_str);
        let ran = julin(&[&["match"], words, &files, &["--format", "json"]].concat());
        ran.well().json()
    }
}

#[test]
fn the_old_hall_comes_first_and_what_stands_in_the_way_of_the_rest_is_named() {
    let answer = Desk::new().ask(&["pairs", "core/space"]);
    let need = &answer["needs"][0];
    assert_eq!((&need["offers"], &need["blocked"]), (&3.into(), &1.into()));
    let matches = need["matches"].as_array().unwrap();
    let musts = |own: &Value| -> Vec<String> {
        let all = own["musts"].as_array().unwrap().iter();
        let told = all.map(|must| format!("{} {}", must["id"].as_str().unwrap(), must["fails"]));
        told.collect()
    };
    let found: Vec<(&str, Vec<String>)> = matches
        .iter()
        .map(|own| (own["offer"].as_str().unwrap(), musts(own)))
        .collect();
    let named = |all: &[&str]| all.iter().map(|&own| own.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            ("老卫星厂房", named(&[])),
            ("制钉厂旧址", named(&["load false", "price false"])),
            (
                "写字楼12层",
                named(&["height true", "load true", "power true", "price true"])
            ),
        ]
    );
    let twice = &answer["findings"][0];
    assert_eq!(
        (&twice["code"], &twice["args"]["first"]),
        (&"app.card-twice".into(), &"4".into())
    );
}

/// The need is written in English, the hall in Chinese; the term base knows that a pilot
/// plant is 中试.
#[test]
fn an_english_need_meets_chinese_words_and_parts_add_up() {
    let answer = Desk::new().ask(&[
        "explain",
        "core/space",
        "--need",
        "院士团队",
        "--offer",
        "老卫星厂房",
    ]);
    let own = &answer["needs"][0]["matches"][0];
    let signs = own["signs"].as_array().unwrap();
    let number = |value: &Value| value.as_f64().unwrap();
    let sum = signs.iter().fold(number(&own["base"]), |sum, sign| {
        sum + number(&sign["adds"])
    });
    assert_eq!(sum, number(&own["score"]));
    let words = signs.iter().find(|sign| sign["id"] == "words").unwrap();
    assert!(number(&words["like"]) > 0.0, "{words}");
    let fit = signs.iter().find(|sign| sign["id"] == "fit").unwrap();
    assert!(
        (number(&fit["like"]) - 0.85).abs() < 1e-12,
        "1,800 for 1,500 within 2,000"
    );
}

#[test]
fn what_is_not_there_is_said() {
    let desk = Desk::new();
    let files = desk.files();
    let files = files.each_ref().map(String::as_str);
    let ask = |words: &[&str]| julin(&[&["match"], words, &files].concat());
    let told = [
        (vec!["pairs", "core/none"], "app.not-found.pair"),
        (
            vec!["pairs", "core/space", "--need", "无"],
            "app.not-found.need-in-file",
        ),
        (
            vec![
                "explain",
                "core/space",
                "--need",
                "院士团队",
                "--offer",
                "无",
            ],
            "app.not-found.offer-in-file",
        ),
    ];
    for (words, code) in told {
        let ran = ask(&words);
        assert!(ran.err.contains(code), "{}", ran.err);
        assert_ne!(ran.code, 0);
    }
    desk.write("spaces.csv", "名称,乱\n甲,1\n");
    let ran = ask(&["pairs", "core/space"]);
    assert!(ran.err.contains("app.criteria-no-column"), "{}", ran.err);
}
