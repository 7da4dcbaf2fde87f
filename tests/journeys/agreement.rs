//! An agreement with somebody to answer for it on both sides: promises, two versions of
//! what was agreed, evidence; one that goes silent and is taken up again; one that dies.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

const WORKFLOW: &str = "core/agreement";
const OURS: &str = "our-officer";
const THEIRS: &str = "their-officer";

/// The journey.
pub fn journey() -> Journey {
    let name = "agreement";
    let steps = [signed(), versions(), promises(), kept(), silent(), dead()].concat();
    Journey { name, steps }
}

fn entered(name: &'static str, act: &'static str) -> Step {
    open(name, WORKFLOW, act)
        .by("keeper")
        .titled("共建协议 Agreement")
        .field("kind", "cooperation")
        .field("our_side", "本园 Our park")
        .field("other_side", "对方园区 Their park")
        .field("other_kind", "park")
}

fn signed() -> Vec<Step> {
    vec![
        entered("agreement", "sign")
            .field("next_step", "首次例会 First meeting")
            .person("side_a", OURS)
            .person("side_b", THEIRS)
            .sees("已签约", "Signed"),
        look(Place::Register(WORKFLOW))
            .by("keeper")
            .sees("{agreement}", "{agreement}"),
        act("agreement", "start")
            .by(THEIRS)
            .sees("推进中", "Running"),
    ]
}

/// Each side gives its own version; both stand.
fn versions() -> Vec<Step> {
    let version = |who, agreed| {
        act("agreement", "reword")
            .by(who)
            .field("agreed", agreed)
            .because("说明本方理解 Our reading")
    };
    vec![
        version(OURS, "每年十家 Ten firms a year"),
        version(THEIRS, "每年五家 Five firms a year")
            .sees("每年十家", "Ten firms a year")
            .sees("每年五家", "Five firms a year")
            .sees("我方责任人", "Responsible on our side")
            .sees("对方责任人", "Responsible on the other side"),
        act("agreement", "reword").by("stranger").refused(
            "stranger 不能做“说明本方口径”",
            "stranger may not do 'Give one's own version'",
        ),
    ]
}

/// Each side owes something; it is kept with evidence only.
fn promises() -> Vec<Step> {
    vec![
        step(Deed::Promise(
            "agreement",
            "派出首批团队 Send the first team",
            "side_a",
        ))
        .by("keeper")
        .due("2099-06-30"),
        step(Deed::Promise(
            "agreement",
            "开放实验室 Open the laboratory",
            "side_b",
        ))
        .by(OURS)
        .due("2099-09-30")
        .sees("开放实验室", "Open the laboratory"),
        look(Place::Work("todo"))
            .by(THEIRS)
            .sees("{agreement}", "{agreement}"),
        step(Deed::Keep("agreement", 1))
            .by(OURS)
            .because("团队已到 The team is there")
            .refused("1份材料，现有0份", "needs 1 documents; there are 0"),
        act("agreement", "fulfil")
            .by("keeper")
            .field("result", "两个项目 Two projects")
            .field("proof", "纪要 Minutes")
            .refused("还有未了的承诺", "Promises are still open"),
    ]
}

fn kept() -> Vec<Step> {
    vec![
        step(Deed::Keep("agreement", 1))
            .by(OURS)
            .because("团队已到 The team is there")
            .with("Minutes of the first meeting.")
            .sees("已兑现", "kept"),
        step(Deed::PutOff("agreement", 2, "2099-12-31"))
            .by(THEIRS)
            .because("等待批文 Waiting for a permit")
            .sees("等待批文", "Waiting for a permit"),
        step(Deed::Keep("agreement", 2))
            .by(THEIRS)
            .because("已开放 It is open")
            .with("List of instruments."),
        act("agreement", "fulfil")
            .by("keeper")
            .field("result", "两个项目 Two projects")
            .field("proof", "纪要 Minutes")
            .sees("履约完毕", "Fulfilled")
            .sees("evidence-", "evidence-"),
    ]
}

/// Nobody is heard of since January: both sides are asked, until somebody answers.
fn silent() -> Vec<Step> {
    let listed = || look(Place::Silence(WORKFLOW)).by("keeper");
    vec![
        entered("silent", "sign")
            .person("side_a", OURS)
            .person("side_b", "silent-officer")
            .on("2026-01-05T09:00"),
        step(Deed::Wake),
        look(Place::Case("silent"))
            .by("keeper")
            .sees("97", "97")
            .sees("催问", "asked"),
        listed()
            .sees("{silent}", "{silent}")
            .sees("1 / 4", "1 of 4")
            .sees("silent-officer", "silent-officer"),
        // By hand: 98 days from 5 January to 13 April.
        look(Place::CaseOn("silent", "2026-04-13"))
            .by("keeper")
            .sees("98", "98")
            .sees("已签约", "Signed"),
        act("silent", "tell")
            .by("silent-officer")
            .field("progress", "换了联系人 Somebody new")
            .field("next_step", "当面拜访 Call in person"),
        act("silent", "bury")
            .by(OURS)
            .field("death", "no-demand")
            .because("双方同意 Both agree")
            .sees("已终止", "Died"),
        listed().misses("{silent}", "{silent}"),
        act("silent", "revive")
            .by("keeper")
            .field("next_step", "重新谈 Talk again")
            .person("side_a", OURS)
            .person("side_b", "their-new-officer")
            .because("对方换人 Somebody new there")
            .sees("推进中", "Running")
            .sees("重开 1 次", "reopened: 1"),
    ]
}

fn dead() -> Vec<Step> {
    vec![
        entered("dead", "intend").sees("意向", "Intent"),
        act("dead", "bury")
            .by("keeper")
            .field("death", "no-money")
            .because("对方未获预算 No budget there")
            .sees("已终止", "Died")
            .sees("资金未落实", "No money"),
        look(Place::Figures(WORKFLOW))
            .by("keeper")
            .sees("履约完毕", "Fulfilled"),
    ]
}
