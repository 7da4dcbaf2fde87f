//! A round of awards and the file of a park in it: application, evidence, scores, a
//! decision that all members of the board agree to, plaque, re-assessment, withdrawal. The
//! register shows it while it has the plaque.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

const ROUND: &str = "zgc/award-round";
const FILE: &str = "zgc/certification";
const POINTS: &[(&str, u32)] = &[
    ("quality", 18),
    ("industry", 17),
    ("ecosystem", 16),
    ("mechanism", 15),
    ("performance", 14),
];

/// The journey.
pub fn journey() -> Journey {
    let name = "award";
    let steps = [applied(), scored(), decided(), plaque(), withdrawn()].concat();
    Journey { name, steps }
}

fn applied() -> Vec<Step> {
    vec![
        // 23 is what 40 in all leaves beside the 17 of the second batch (forum-2025-
        // transcript, L255); 64 is told in forum-2026-report, L28.
        look(Place::Register(FILE))
            .by("secretary")
            .sees("23 + 17 + 24 = 64", "23 + 17 + 24 = 64"),
        open("round", ROUND, "call")
            .by("secretary")
            .titled("年度认定 Yearly round")
            .field("year", "2026")
            .field("rules", "五个维度 Five dimensions")
            .field("closes_on", "2026-09-10")
            .sees("受理申请", "Applications"),
        open("park", FILE, "apply")
            .by("park-officer")
            .titled("一园申请 Application")
            .about("zgc-life-science-park")
            .within("round")
            .field("industry", "生命科学 Life science")
            .field("district", "昌平 Changping")
            .field("statement", "见附件 See what is handed in")
            .sees("已申请", "Applied"),
        act("park", "admit")
            .by("secretary")
            .refused("还没有证明材料", "No evidence was handed in yet"),
        step(Deed::Attach("park"))
            .by("park-officer")
            .with("Figures of the park.")
            .sees("evidence-", "evidence-"),
        act("park", "admit")
            .by("secretary")
            .sees("已送评", "Before the judges"),
    ]
}

fn scored() -> Vec<Step> {
    let score = |who| step(Deed::Score("park", POINTS)).by(who);
    vec![
        act("round", "begin_scoring")
            .by("secretary")
            .person("judge", "judge-a、judge-b、judge-c")
            .person("chair", "chair")
            .person("board", "member-a、member-b"),
        score("judge-a"),
        score("judge-b"),
        score("judge-c"),
        act("round", "propose")
            .by("chair")
            .field("ranking", "一园 One park")
            .sees("审定", "Before the board"),
        // By hand: 18 + 17 + 16 + 15 + 14.
        look(Place::Round("round"))
            .by("chair")
            .sees("80.00", "80.00"),
    ]
}

/// One member of the board refuses, so all are asked again.
fn decided() -> Vec<Step> {
    let approve = || {
        act("round", "approve")
            .by("chair")
            .field("notice_until", "2026-09-20")
            .sees("member-b", "member-b")
    };
    vec![
        approve(),
        step(Deed::Sign("round", false))
            .by("member-a")
            .because("名单不全 Not complete")
            .sees("名单不全", "Not complete")
            .sees("审定", "Before the board"),
        approve(),
        step(Deed::Sign("round", true)).by("member-a"),
        step(Deed::Sign("round", true))
            .by("member-b")
            .sees("公示中", "On notice"),
        act("round", "decide")
            .by("chair")
            .field("decision", "授牌 To be awarded")
            .field("objections", "无 None")
            .sees("已认定", "Decided"),
    ]
}

fn plaque() -> Vec<Step> {
    let award = |again| {
        act("park", "award")
            .by("secretary")
            .field("plaque", "PLAQUE-065")
            .field("awarded_on", "2025-06-01")
            .field("reassess_on", again)
    };
    vec![
        award("2025-05-31").refused(
            "复核日应在授牌日之后",
            "The re-assessment must come after the award",
        ),
        award("2026-06-01").sees("PLAQUE-065", "PLAQUE-065"),
        look(Place::Register(FILE))
            .by("secretary")
            .sees("PLAQUE-065", "PLAQUE-065")
            .sees("= 65", "= 65"),
        // The day of the re-assessment has come.
        step(Deed::Wake),
        look(Place::Case("park"))
            .by("assessor")
            .sees("待复核", "Due for re-assessment"),
    ]
}

fn withdrawn() -> Vec<Step> {
    let kept = |who| {
        act("park", "keep")
            .by(who)
            .field("finding", "符合 It holds")
            .field("reassess_on", "2099-06-01")
            .with("Report of the re-assessment.")
    };
    vec![
        kept("secretary").refused("前面的步骤是本人办的", "after an earlier step of their own"),
        kept("assessor").sees("已授牌", "With plaque"),
        act("park", "withdraw_plaque")
            .by("assessor")
            .field("finding", "主业已变 Its field has changed")
            .because("不再符合 It does not hold any more")
            .sees("已摘牌", "Plaque withdrawn"),
        look(Place::Register(FILE))
            .by("secretary")
            .sees("23 + 17 + 24 = 64", "23 + 17 + 24 = 64")
            .misses("PLAQUE-065", "PLAQUE-065"),
    ]
}
