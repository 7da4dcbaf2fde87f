//! Calls upon a firm: two departments have used the month up, the third is stopped and
//! told by whom; what is found there becomes a request; a call let go gives its place back.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

const FIRM: &str = "样例企业0001";
const MONTH: &str = "2026-03";

/// The journey.
pub fn journey() -> Journey {
    let name = "visit";
    let steps = [arranged(), stopped(), noted(), given_back()].concat();
    Journey { name, steps }
}

/// A call upon the firm, planned by a department.
fn plan(
    name: &'static str,
    who: &'static str,
    (department, day): (&'static str, &'static str),
) -> Step {
    open(name, "cn-national/visit", "arrange")
        .by(who)
        .titled("走访 Visit")
        .about(FIRM)
        .field("day", day)
        .field("department", department)
        .field("way", "on-site")
        .field("purpose", "service")
        .field("plan", "三件事 Three points")
}

fn arranged() -> Vec<Step> {
    vec![
        plan("first", "talent-visitor", ("Talent-office", "2026-03-05")).sees("已安排", "Planned"),
        plan(
            "second",
            "science-visitor",
            ("Science-office", "2026-03-12"),
        ),
        // Their days have come.
        step(Deed::Wake),
        look(Place::Case("first"))
            .by("talent-visitor")
            .sees("到日待记录", "Day has come, to be noted")
            .sees("三件事", "Three points"),
        look(Place::Work("todo"))
            .by("talent-visitor")
            .sees("{first}", "{first}"),
    ]
}

fn stopped() -> Vec<Step> {
    let third = plan("third", "trade-visitor", ("Trade-office", "2026-03-20"));
    vec![
        third
            .refused(
                "2026-03 已经联系过2次，每月最多2次",
                "In 2026-03 there have been 2 calls; 2 a month at most",
            )
            .refused("{first}", "{first}")
            .refused("Talent-office", "Talent-office")
            .refused("{second}", "{second}")
            .refused("Science-office", "Science-office")
            .refused("合并走访", "Join one of these calls"),
        look(Place::Budget(MONTH))
            .by("trade-visitor")
            .sees("样例企业0001", "Sample enterprise 0001")
            .sees("{first}", "{first}")
            .sees("Science-office", "Science-office")
            .sees("1 家已满", "1 at the limit")
            .misses("Trade-office", "Trade-office"),
    ]
}

fn noted() -> Vec<Step> {
    vec![
        act("first", "pass_on")
            .by("talent-visitor")
            .field("note", "电话里说了一小时 An hour on the phone")
            .field("issue", "二期缺电 Short of power")
            .field("issue_class", "utilities")
            .sees("已记录并转诉求", "Noted, request opened")
            .brings("request", "RQ"),
        look(Place::Case("request"))
            .by("desk")
            .sees("{first}", "{first}")
            .sees("二期缺电", "Short of power")
            .sees("水电气网", "Water, power, gas, network"),
        act("request", "accept")
            .by("desk")
            .field("urgency", "routine")
            .person("handler", "officer"),
        look(Place::Work("todo"))
            .by("officer")
            .sees("{request}", "{request}"),
    ]
}

fn given_back() -> Vec<Step> {
    vec![
        act("second", "cancel")
            .by("science-visitor")
            .because("企业正在迁址 The firm is moving")
            .sees("已取消", "Cancelled"),
        plan("third", "trade-visitor", ("Trade-office", "2026-03-20")),
        step(Deed::Wake),
        act("third", "write_up")
            .by("trade-visitor")
            .field("note", "一切正常 All is well")
            .sees("已记录", "Noted"),
        look(Place::Budget(MONTH))
            .by("trade-visitor")
            .sees("Trade-office", "Trade-office")
            .misses("Science-office", "Science-office"),
    ]
}
