//! A round of selection: anybody nominates, a judge steps aside, the rest is scored out of
//! each other's sight; who is picked goes on to cultivation, who is dropped keeps the
//! reason.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

const ROUND: &str = "cn-national/selection-round";
const NOMINATION: &str = "cn-national/nomination";
const HIGH: &[(&str, u32)] = &[
    ("technology", 16),
    ("scenario", 15),
    ("players", 14),
    ("capital", 15),
    ("landscape", 15),
];
const LOW: &[(&str, u32)] = &[
    ("technology", 12),
    ("scenario", 11),
    ("players", 13),
    ("capital", 12),
    ("landscape", 12),
];

/// The journey.
pub fn journey() -> Journey {
    let name = "selection";
    let steps = [called(), looked_at(), scored(), decided(), gone_on()].concat();
    Journey { name, steps }
}

fn nominated(name: &'static str, who: &'static str, title: &'static str) -> Step {
    open(name, NOMINATION, "nominate")
        .by(who)
        .titled(title)
        .within("round")
        .field("what", title)
        .field("why", "有场景 There is a use")
}

fn called() -> Vec<Step> {
    vec![
        open("round", ROUND, "call")
            .by("secretary")
            .titled("一轮遴选 A round")
            .field("scope", "不限 Any field")
            .field("rules", "先公布后评 Published first")
            .field("closes_on", "2026-09-10")
            .field("places", "1")
            .sees("征集中", "Open for nominations")
            // What may be opened within it is said there.
            .sees("赛道推荐", "Nomination"),
        nominated("alpha", "citizen", "甲赛道 Track alpha").sees("已推荐", "Nominated"),
        nominated("beta", "firm", "乙赛道 Track beta"),
        nominated("gamma", "school", "丙赛道 Track gamma"),
    ]
}

fn looked_at() -> Vec<Step> {
    let admitted = |name| {
        act(name, "admit")
            .by("secretary")
            .field("evidence_told", "公开报道 Public reports")
            .sees("已送评", "Before the judges")
    };
    vec![
        admitted("alpha"),
        admitted("beta"),
        act("gamma", "ask")
            .by("secretary")
            .field("question", "谁在用？ Who uses it?")
            .because("看不出场景 No use is shown")
            .sees("待补充", "Waiting for more"),
        act("gamma", "supply")
            .by("school")
            .field("why", "两家在试 Two are trying"),
        act("gamma", "drop")
            .by("secretary")
            .field("drop_reason", "条件尚不成熟 Too early")
            .sees("未入选", "Dropped")
            .sees("条件尚不成熟", "Too early"),
        act("round", "begin_scoring")
            .by("secretary")
            .person("judge", "judge-a、judge-b、judge-c、judge-d")
            .person("chair", "chair")
            .sees("评审中", "Scoring"),
        nominated("late", "citizen", "丁赛道 Track delta").refused(
            "现在是“评审中”，不再接收新的事项",
            "is at 'Scoring' and takes no new cases",
        ),
    ]
}

fn score(name: &'static str, who: &'static str, points: &'static [(&'static str, u32)]) -> Step {
    step(Deed::Score(name, points)).by(who)
}

fn scored() -> Vec<Step> {
    vec![
        step(Deed::Interest("alpha"))
            .by("judge-d")
            .because("曾任顾问 Once their adviser"),
        score("alpha", "judge-d", HIGH).refused("利害关系", "interest"),
        score("beta", "judge-d", LOW),
        score("alpha", "judge-a", HIGH),
        score("beta", "judge-a", LOW),
        score("alpha", "judge-b", HIGH),
        score("beta", "judge-b", LOW),
        score("alpha", "judge-c", HIGH),
        // Before results are shown nobody sees the scores of others.
        look(Place::Round("round"))
            .by("judge-a")
            .sees("judge-a", "judge-a")
            .misses("judge-b", "judge-b"),
        score("beta", "judge-c", LOW),
        score("beta", "stranger", LOW).refused("stranger", "stranger"),
    ]
}

fn decided() -> Vec<Step> {
    vec![
        act("round", "rank")
            .by("chair")
            .field("ranking", "甲、乙 Alpha, beta"),
        // By hand: 16 + 15 + 14 + 15 + 15 = 75 of each judge, 12 + 11 + 13 + 12 + 12 = 60.
        look(Place::Round("round"))
            .by("chair")
            .sees("75.00", "75.00")
            .sees("60.00", "60.00")
            .sees("judge-b", "judge-b")
            .sees("曾任顾问", "Once their adviser"),
        act("round", "publish")
            .by("chair")
            .field("notice_until", "2026-09-20")
            .because("按排序公示 As ranked")
            .sees("公示中", "On notice"),
        act("round", "decide")
            .by("chair")
            .field("decision", "甲入选 Alpha")
            .field("objections", "无 None")
            .field("next_round", "2099-03-01")
            .sees("已定", "Decided")
            .sees("发布下一轮征集", "Call the next round"),
    ]
}

fn gone_on() -> Vec<Step> {
    vec![
        act("alpha", "pick")
            .by("secretary")
            .field("pick_reason", "得分最高 Highest score")
            .sees("入选", "Picked")
            .brings("track", "CU"),
        look(Place::Case("track"))
            .by("officer")
            .sees("甲赛道", "Track alpha")
            .sees("{alpha}", "{alpha}"),
        act("beta", "drop")
            .by("secretary")
            .field("drop_reason", "名额已满 No place left")
            .sees("未入选", "Dropped"),
    ]
}
