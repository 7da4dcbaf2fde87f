//! Cards found by words, over a real index in memory.
//!
//! Must not know: files.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

use julin_matching::text::tokens::words;
use julin_matching::text::{
    FieldWeight, Found, Kind, Means, Query, RamDirectory, TermBase, TermGroup, TextCard, TextError,
    TextIndex, TextWriter, Way, fold,
};
use julin_model::splitmix::output;
use proptest::prelude::*;

const MEANS: Means = Means {
    threads: 1,
    memory: 16_000_000,
};

fn fields() -> Vec<FieldWeight> {
    vec![FieldWeight::new("title", 3), FieldWeight::new("text", 1)]
}

fn card(id: &str, title: &str, text: &str) -> TextCard {
    TextCard {
        id: id.to_owned(),
        fields: vec![
            ("title".to_owned(), title.to_owned()),
            ("text".to_owned(), text.to_owned()),
        ],
    }
}

fn index_of(cards: &[TextCard]) -> TextIndex {
    let index = TextIndex::open(RamDirectory::create(), &fields()).unwrap();
    let mut writer = index.writer(MEANS).unwrap();
    feed(&mut writer, cards, 1);
    index
}

fn feed(writer: &mut TextWriter, cards: &[TextCard], mark: u64) {
    for card in cards {
        writer.add(card).unwrap();
    }
    writer.commit(mark).unwrap();
}

fn find(index: &TextIndex, text: &str) -> Found {
    let query = Query::new(text, &TermBase::default());
    index.search(&query, 100).unwrap()
}

fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn codes(found: &Found) -> Vec<&str> {
    found.findings.iter().map(|f| f.code.as_str()).collect()
}

fn some_cards() -> Vec<TextCard> {
    vec![
        card(
            "a",
            "固态电池中试线",
            "寻找有层高和承重的厂房，solid-state battery pilot line",
        ),
        card("b", "工业软件", "面向芯片设计的仿真软件，已有国产替代案例"),
        card("c", "低空经济场景", "无人机物流配送航线，需要起降点"),
        card("d", "電池回收", "退役動力電池的梯次利用"),
        card("e", "", ""),
    ]
}

#[test]
fn either_script_finds_the_other() {
    let index = index_of(&some_cards());
    assert_eq!(ids(&find(&index, "電池")), ids(&find(&index, "电池")));
    assert_eq!(ids(&find(&index, "动力电池"))[0], "d");
    assert_eq!(ids(&find(&index, "晶片設計的仿真軟體與芯片設計"))[0], "b");
    assert_eq!(ids(&find(&index, "ＢＡＴＴＥＲＩＥＳ")), ["a"]);
}

#[test]
fn the_title_counts_more_than_the_text() {
    let index = index_of(&[card("a", "设备", "激光"), card("b", "激光", "设备")]);
    assert_eq!(ids(&find(&index, "激光")), ["b", "a"]);
}

#[test]
fn words_side_by_side_count_more() {
    let index = index_of(&[
        card("a", "", "pilot line with a battery in it"),
        card("b", "", "battery pilot line with it in a"),
    ]);
    let found = find(&index, "battery pilot");
    assert_eq!(ids(&found), ["b", "a"]);
    let phrase = found.hits[0].parts.iter().find(|p| p.kind == Kind::Phrase);
    assert_eq!(phrase.unwrap().shown, "battery pilot");
}

#[test]
fn an_english_query_finds_a_chinese_card_and_says_how() {
    let index = index_of(&some_cards());
    let (base, findings) = TermBase::new(vec![TermGroup {
        equal: vec!["低空经济".into(), "low-altitude economy".into()],
        narrower: vec!["无人机".into()],
        weight: 0.6,
    }]);
    assert!(findings.is_empty());
    let typed = "Low-altitude economies";
    assert!(find(&index, typed).hits.is_empty());
    let found = index.search(&Query::new(typed, &base), 10).unwrap();
    assert_eq!(ids(&found), ["c"]);
    let parts = &found.hits[0].parts;
    assert!(parts.iter().all(|part| part.way == Way::Synonym));
    assert!(
        parts
            .iter()
            .any(|p| p.shown == "低空" && p.typed == "low-altitude economies")
    );
    assert!(parts.iter().any(|p| p.shown == "无人机"));
}

#[test]
fn what_was_typed_counts_more_than_what_stands_for_it() {
    let index = index_of(&[card("a", "", "光达"), card("b", "", "lidar")]);
    let (base, _) = TermBase::new(vec![TermGroup {
        equal: vec!["lidar".into(), "光达".into()],
        narrower: vec![],
        weight: 0.5,
    }]);
    let search = |typed: &str| index.search(&Query::new(typed, &base), 10).unwrap();
    assert_eq!(ids(&search("Lidar")), ["b", "a"]);
    assert_eq!(ids(&search("光達")), ["a", "b"]);
}

#[test]
fn a_word_misspelt_is_told_and_found() {
    let index = index_of(&some_cards());
    let found = find(&index, "battary");
    assert_eq!(ids(&found), ["a"]);
    assert_eq!(codes(&found), ["match.query.spelling"]);
    assert_eq!(found.findings[0].args["typed"], "battary");
    let part = &found.hits[0].parts[0];
    assert_eq!((part.way, part.typed.as_str()), (Way::Spelling, "battary"));
    assert!(part.score < find(&index, "battery").hits[0].parts[0].score);
    // Too short to be guessed, and codes are exact.
    assert!(find(&index, "lien").hits.is_empty());
    assert!(find(&index, "batt3ry").hits.is_empty());
}

#[test]
fn nothing_to_look_for_finds_nothing_and_is_told() {
    let index = index_of(&some_cards());
    for (typed, code) in [
        ("的", "match.query.stop-words"),
        ("the", "match.query.stop-words"),
        ("", "match.query.empty"),
        ("😀", "match.query.empty"),
        ("\u{0}\u{1b}，。", "match.query.empty"),
    ] {
        let found = find(&index, typed);
        assert!(found.hits.is_empty());
        assert_eq!(codes(&found), [code], "{typed:?}");
    }
}

#[test]
fn ten_thousand_words_are_cut_to_the_most_telling() {
    let numbers = (0..10_000).map(|n| format!("w{n}"));
    let words: Vec<String> = numbers.collect();
    let mut cards: Vec<TextCard> = (0..20)
        .map(|n| card(&format!("{n:02}"), "", &words[..9_999].join(" ")))
        .collect();
    cards.push(card("rare", "", &words[9_999]));
    let index = index_of(&cards);
    let found = find(&index, &words.join(" "));
    assert_eq!(codes(&found), ["match.query.cut"]);
    assert!(ids(&found).contains(&"rare"));
    assert!(found.hits[1].parts.len() <= 64 + 16);
}

#[test]
fn hostile_cards_and_queries_are_answered() {
    let pieces = [
        "国",
        "a",
        "\u{301}",
        "😀",
        "\u{0}",
        "国a1.\u{200b}é😀",
        "\u{10ffff}",
    ];
    let long = |piece: &&str| piece.repeat(1_000_000 / piece.len());
    let cards: Vec<TextCard> = pieces
        .iter()
        .enumerate()
        .map(|(n, piece)| card(&n.to_string(), &long(piece), piece))
        .collect();
    let index = index_of(&cards);
    assert_eq!(index.cards(), 7);
    for piece in &pieces {
        let found = find(&index, &long(piece));
        assert!(found.hits.len() <= 7);
    }
    assert_eq!(ids(&find(&index, &"国".repeat(9)))[0], "0");
}

#[test]
fn what_was_not_committed_is_gone_and_the_mark_says_where_to_go_on() {
    let directory = RamDirectory::create();
    let open = || TextIndex::open(directory.clone(), &fields());
    let index = open().unwrap();
    assert_eq!((index.mark(), index.cards()), (0, 0));
    let mut writer = index.writer(MEANS).unwrap();
    feed(&mut writer, &some_cards()[..2], 7);
    writer.add(&some_cards()[2]).unwrap();
    writer.remove("a").unwrap();
    drop(writer);
    drop(index);
    let index = open().unwrap();
    assert_eq!((index.mark(), index.cards()), (7, 2));
    assert_eq!(ids(&find(&index, "电池")), ["a"]);
    assert!(find(&index, "低空").hits.is_empty());
    // Fed again from the mark on, nothing stands twice.
    let mut writer = index.writer(MEANS).unwrap();
    writer.remove("a").unwrap();
    feed(&mut writer, &some_cards()[1..], 8);
    assert_eq!((index.mark(), index.cards()), (8, 4));
    assert_eq!(ids(&find(&index, "电池")), ["d"]);
}

#[test]
fn one_writer_at_a_time_and_readers_see_its_commits() {
    let directory = RamDirectory::create();
    let index = TextIndex::open(directory.clone(), &fields()).unwrap();
    let other = TextIndex::open(directory, &fields()).unwrap();
    let mut writer = index.writer(MEANS).unwrap();
    assert!(matches!(other.writer(MEANS), Err(TextError::Locked)));
    feed(&mut writer, &some_cards(), 3);
    assert_eq!(other.mark(), 0);
    other.refresh().unwrap();
    assert_eq!((other.mark(), other.cards()), (3, 5));
    writer.finish().unwrap();
    assert!(other.writer(MEANS).is_ok());
}

#[test]
fn an_index_for_other_fields_is_told_apart() {
    let directory = RamDirectory::create();
    let index = TextIndex::open(directory.clone(), &fields()).unwrap();
    feed(&mut index.writer(MEANS).unwrap(), &some_cards(), 1);
    let other = [FieldWeight::new("title", 2), FieldWeight::new("text", 1)];
    let error = TextIndex::open(directory, &other).err().unwrap();
    assert!(matches!(error, TextError::OtherLayout { .. }));
    assert_eq!(error.diagnostic().code, "match.index.other-layout");
}

#[test]
fn cards_that_cannot_be_kept_are_refused() {
    let index = TextIndex::open(RamDirectory::create(), &fields()).unwrap();
    let mut writer = index.writer(MEANS).unwrap();
    let refused = writer.add(&card("", "甲", ""));
    assert!(matches!(refused, Err(TextError::BadId { bytes: 0, .. })));
    let mut other = card("a", "", "");
    other.fields.push(("secret".into(), "乙".into()));
    let refused = writer.add(&other);
    assert!(matches!(refused, Err(TextError::UnknownField { .. })));
}

/// A card of words drawn from a few; a frequent one in front.
fn drawn(number: u64) -> TextCard {
    let word = |n| WORDS[(output(number, n) % 12).min(output(number, n + 50) % 12) as usize];
    let words: Vec<&str> = (0..1 + number % 7).map(word).collect();
    card(&format!("{number:05}"), word(90), &words.join(" "))
}

#[test]
fn over_many_segments_and_blocks_the_best_are_the_first_of_all() {
    let index = TextIndex::open(RamDirectory::create(), &fields()).unwrap();
    let mut writer = index.writer(MEANS).unwrap();
    let cards: Vec<TextCard> = (0..9_000).map(drawn).collect();
    feed(&mut writer, &cards[..300], 1);
    feed(&mut writer, &cards[300..], 2);
    for number in (0..9_000).step_by(7) {
        writer.remove(&cards[number].id).unwrap();
    }
    writer.commit(3).unwrap();
    for typed in [
        "电池 芯片 软件平台 battery pilot line",
        "机器人 trl7",
        "设备",
    ] {
        let query = Query::new(typed, &TermBase::default());
        let all = index.search(&query, 10_000).unwrap().hits;
        assert!(all.len() > 500);
        for limit in [1, 10, 400] {
            assert!(index.search(&query, limit).unwrap().hits == all[..limit]);
        }
    }
}

/// The formula of BM25F, written plainly over the words of every card. Short cards, whose
/// lengths are kept exactly.
#[test]
fn scores_are_those_of_the_formula() {
    let cards: Vec<TextCard> = (0..40).map(drawn).collect();
    let index = index_of(&cards);
    let bag = |card: &TextCard| -> Vec<String> {
        let (title, text) = (fold(&card.fields[0].1), fold(&card.fields[1].1));
        let mut bag: Vec<String> = Vec::new();
        for token in words(&title) {
            bag.extend(std::iter::repeat_n(token.text.into_owned(), 3));
        }
        bag.extend(
            words(&text)
                .into_iter()
                .map(|token| token.text.into_owned()),
        );
        bag
    };
    let bags: Vec<Vec<String>> = cards.iter().map(bag).collect();
    let mean = bags.iter().map(Vec::len).sum::<usize>() as f64 / 40.0;
    for (key, weight) in [("芯片", 0.5), ("pilot", 1.0)] {
        let with = bags.iter().filter(|bag| bag.iter().any(|word| word == key));
        let with = with.count() as f64;
        let idf = (1.0 + (40.0 - with + 0.5) / (with + 0.5)).ln();
        let found = find(&index, key);
        assert_eq!(found.hits.len() as f64, with);
        for hit in &found.hits {
            let bag = &bags[hit.id.parse::<usize>().unwrap()];
            let times = bag.iter().filter(|word| *word == key).count() as f64;
            let norm = 1.2 * (0.25 + 0.75 * bag.len() as f64 / mean);
            let expected = weight * idf * times * 2.2 / (times + norm);
            let part = hit
                .parts
                .iter()
                .find(|part| part.kind == Kind::Word)
                .unwrap();
            assert!(
                (part.score - expected).abs() < 1e-6,
                "{} {expected}",
                part.score
            );
        }
    }
}

/// Words for made-up cards and queries: common and rare, both languages.
const WORDS: [&str; 12] = [
    "电池",
    "芯片",
    "固态电池",
    "設備",
    "设备",
    "battery",
    "pilot",
    "line",
    "的",
    "trl7",
    "软件平台",
    "机器人",
];

fn texts(most: usize) -> impl Strategy<Value = Vec<String>> {
    let text = proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..8);
    proptest::collection::vec(text.prop_map(|words| words.join(" ")), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_parts_add_up_to_the_score(cards in texts(12), query in texts(3)) {
        let cards = cards.iter().enumerate();
        let cards: Vec<_> = cards.map(|(n, t)| card(&n.to_string(), t, t)).collect();
        let found = find(&index_of(&cards), &query.join(" "));
        for hit in &found.hits {
            let sum: f64 = hit.parts.iter().map(|part| part.score).sum();
            prop_assert!((sum - hit.score).abs() < 1e-9);
            prop_assert!(hit.parts.iter().all(|part| part.score > 0.0));
        }
    }

    #[test]
    fn a_card_without_the_word_that_gave_most_scores_lower(query in texts(2)) {
        let text = "电池 芯片 设备 battery pilot line 软件平台 机器人 trl7";
        let mut cards = some_cards();
        cards.push(card("all", "", text));
        let before = find(&index_of(&cards), &query[0]);
        let Some(hit) = before.hits.iter().find(|hit| hit.id == "all") else {
            return Ok(());
        };
        let word = hit.parts.iter().find(|part| part.kind == Kind::Word).unwrap();
        let shorter = text.replace(&word.shown, "空白");
        *cards.last_mut().unwrap() = card("all", "", &shorter);
        let after = find(&index_of(&cards), &query[0]);
        let after = after.hits.iter().find(|hit| hit.id == "all");
        prop_assert!(after.map_or(0.0, |hit| hit.score) < hit.score);
    }

    #[test]
    fn the_answer_does_not_depend_on_order_segments_or_removals(
        texts in texts(30),
        query in texts(3),
        batch in 1_usize..7,
    ) {
        let cards: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(n, t)| card(&format!("{n:02}"), t, "设备"))
            .collect();
        let at_once = index_of(&cards);
        let index = TextIndex::open(RamDirectory::create(), &fields()).unwrap();
        let mut writer = index.writer(MEANS).unwrap();
        let passing: Vec<_> = cards.iter().map(|c| card(&format!("x{}", c.id), "电池", "芯片")).collect();
        feed(&mut writer, &passing, 1);
        for (mark, cards) in (2..).zip(cards.rchunks(batch)) {
            // Each stands there as something else first.
            let replaced: Vec<_> = cards.iter().map(|c| card(&c.id, "电池", "")).collect();
            feed(&mut writer, &replaced, mark);
            feed(&mut writer, cards, mark);
        }
        for card in &passing {
            writer.remove(&card.id).unwrap();
        }
        writer.commit(99).unwrap();
        let query = Query::new(&query.join(" "), &TermBase::default());
        for limit in [1, 3, 100] {
            let expected = at_once.search(&query, limit).unwrap();
            prop_assert_eq!(&index.search(&query, limit).unwrap(), &expected);
        }
    }

    #[test]
    fn the_best_are_the_first_of_all(texts in texts(200), query in texts(4)) {
        let cards: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(n, t)| card(&format!("{n:03}"), t, ""))
            .collect();
        let index = index_of(&cards);
        let query = Query::new(&query.join(" "), &TermBase::default());
        let all = index.search(&query, 1_000).unwrap().hits;
        for limit in [1, 2, 5, 50] {
            let best = index.search(&query, limit).unwrap().hits;
            prop_assert_eq!(&best[..], &all[..limit.min(all.len())]);
        }
    }
}
