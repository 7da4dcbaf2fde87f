//! A contest scored without names: one judge has an interest, two entries tie across the
//! last place, the result is agreed to by the supervisors, and who was kept out appeals.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

const ROUND: &str = "cn-national/review-round";
const ENTRY: &str = "cn-national/entry";
const EVEN: &[(&str, u32)] = &[
    ("novelty", 80),
    ("feasibility", 80),
    ("market", 80),
    ("team", 80),
];

/// The journey.
pub fn journey() -> Journey {
    let name = "review";
    let steps = [
        entered(),
        checked(),
        scored(),
        published(),
        appealed(),
        won(),
    ]
    .concat();
    Journey { name, steps }
}

fn entry(name: &'static str, who: &'static str, team: &'static str) -> Step {
    open(name, ENTRY, "enter")
        .by(who)
        .titled(team)
        .within("contest")
        .field("project", "一种新材料 A new material")
        .field("who", team)
        .field("contact", "010-00000000")
}

fn entered() -> Vec<Step> {
    vec![
        open("contest", ROUND, "call")
            .by("secretary")
            .titled("一场大赛 A contest")
            .field("kind", "contest")
            .field("rules", "匿名评分 Scored without names")
            .field("closes_on", "2026-09-10")
            .field("places", "1")
            .sees("报名中", "Open for entries"),
        entry("one", "applicant-one", "一队 Team-one").sees("已报名", "Entered"),
        entry("two", "applicant-two", "二队 Team-two"),
        entry("three", "applicant-three", "三队 Team-three"),
    ]
}

fn checked() -> Vec<Step> {
    vec![
        act("one", "admit")
            .by("secretary")
            .field("check", "齐全 Complete"),
        act("two", "send_back")
            .by("secretary")
            .field("check", "缺简介 No summary")
            .because("补一页 One page more")
            .sees("待补正", "To be corrected"),
        act("two", "correct")
            .by("applicant-two")
            .field("project", "一种新工艺 A new process"),
        act("two", "admit")
            .by("secretary")
            .field("check", "齐全 Complete"),
        act("three", "reject")
            .by("secretary")
            .field("check", "不在范围 Out of scope")
            .because("不是创业项目 No start-up")
            .sees("不符合条件", "Not eligible"),
        act("contest", "begin_scoring")
            .by("secretary")
            .person("judge", "judge-a、judge-b、judge-c、judge-d")
            .person("chair", "chair")
            .person("supervisor", "supervisor-a、supervisor-b")
            .sees("匿名评分", "Blind scoring"),
    ]
}

fn score(name: &'static str, who: &'static str) -> Step {
    step(Deed::Score(name, EVEN)).by(who)
}

fn scored() -> Vec<Step> {
    vec![
        look(Place::Case("one"))
            .by("judge-a")
            .sees("一种新材料", "A new material")
            .misses("Team-one", "Team-one")
            .misses("applicant-one", "applicant-one")
            .misses("010-00000000", "010-00000000"),
        score("one", "judge-a"),
        score("two", "judge-a"),
        score("one", "judge-b"),
        score("two", "judge-b"),
        score("one", "judge-c"),
        score("two", "judge-c"),
        step(Deed::Interest("one"))
            .by("judge-d")
            .because("同一单位 Same house"),
        score("one", "judge-d").refused("利害关系", "interest"),
        score("two", "judge-d"),
        look(Place::Round("contest"))
            .by("judge-a")
            .misses("Team-one", "Team-one")
            .misses("judge-b", "judge-b"),
    ]
}

fn published() -> Vec<Step> {
    vec![
        act("contest", "rank")
            .by("chair")
            .field("ranking", "一、二并列 One and two tie")
            .field("tie_note", "由组长定 The chair decides"),
        // All gave 80 for everything: nothing tells the two apart, and there is one place.
        look(Place::Round("contest"))
            .by("chair")
            .sees("80.00", "80.00")
            .sees("并列", "tied")
            .sees(
                "并列跨名额，须人工决定",
                "tie across the last place, to be decided",
            ),
        act("contest", "publish")
            .by("chair")
            .field("notice_until", "2026-09-20")
            .sees("supervisor-b", "supervisor-b"),
        act("contest", "call_off")
            .by("chair")
            .because("不等了 No more waiting")
            .refused("会签", "signatures"),
        step(Deed::Sign("contest", true)).by("supervisor-a"),
        step(Deed::Sign("contest", true))
            .by("supervisor-b")
            .sees("公示与申诉", "Notice and appeals"),
        act("contest", "decide")
            .by("chair")
            .field("decision", "二队 Two")
            .sees("已揭晓", "Decided"),
    ]
}

fn appealed() -> Vec<Step> {
    let ruled = |who| {
        act("three", "dismiss")
            .by(who)
            .field("ruling", "维持 It stands")
    };
    vec![
        act("three", "appeal")
            .by("applicant-three")
            .field("appeal", "确是创业项目 It is a start-up")
            .sees("申诉中", "Under appeal"),
        ruled("secretary").refused("前面的步骤是本人办的", "after an earlier step of their own"),
        ruled("appeals-officer").sees("未获选", "Did not win"),
        act("three", "appeal")
            .by("applicant-three")
            .field("appeal", "再申诉 Once more")
            .refused(
                "最多1次，已经用完",
                "can be done 1 times at most, and has been",
            ),
    ]
}

fn won() -> Vec<Step> {
    vec![
        act("two", "award")
            .by("secretary")
            .field("place", "1")
            .field("result", "组长裁定 By the chair")
            .person("follower", "follower")
            .sees("获选跟踪", "Won, followed")
            .sees("回访获选项目", "Call on the winner"),
        act("two", "visit")
            .by("follower")
            .field("landed", "已投产 In production"),
        act("one", "pass_over")
            .by("secretary")
            .field("result", "名额所限 One place only")
            .sees("未获选", "Did not win"),
    ]
}
