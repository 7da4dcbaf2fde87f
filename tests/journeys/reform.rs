//! A reform from the obstacle through measure, rule and first case to where it was copied;
//! one that was sent back; a batch known by its number only.

use crate::journey::{Journey, Place, Step, act, look, open};

const WORKFLOW: &str = "core/reform";

/// The journey.
pub fn journey() -> Journey {
    let name = "reform";
    let steps = [found(), tried(), copied(), counted()].concat();
    Journey { name, steps }
}

fn found() -> Vec<Step> {
    vec![
        open("reform", WORKFLOW, "find")
            .by("keeper")
            .titled("跨境样品 Samples across the border")
            .field("obstacle", "通关要五天 Clearance takes five days")
            .field("origin", "request")
            .sees("堵点", "Obstacle"),
        act("reform", "propose")
            .by("keeper")
            .field("measure", "白名单 A white list")
            .field("approved_on", "2026-02-01")
            .person("lead", "customs-lead")
            .person("partner", "trade-partner")
            .sees("举措", "Measure"),
        look(Place::Register(WORKFLOW))
            .by("keeper")
            .sees("{reform}", "{reform}"),
        look(Place::Work("todo"))
            .by("customs-lead")
            .sees("{reform}", "{reform}"),
    ]
}

fn tried() -> Vec<Step> {
    vec![
        act("reform", "enact")
            .by("customs-lead")
            .field("rule_title", "试行办法 Trial rules")
            .field("rule_on", "2026-03-01")
            .sees("已成制度", "Rule"),
        act("reform", "send_back")
            .by("keeper")
            .because("范围太窄 Too narrow")
            .sees("退回 1 次", "returned: 1"),
        act("reform", "enact")
            .by("customs-lead")
            .field("rule_title", "修订办法 Amended rules"),
        act("reform", "first_use")
            .by("customs-lead")
            .field("first_case", "两小时通关 Cleared in two hours")
            .sees("有首例", "First case"),
    ]
}

fn copied() -> Vec<Step> {
    vec![
        act("reform", "report")
            .by("trade-partner")
            .field("effect", "十二家受益 Twelve firms use it"),
        act("reform", "copy")
            .by("customs-lead")
            .field("copied_where", "三个园区 Three parks")
            .sees("已复制推广", "Copied")
            .sees("三个园区", "Three parks"),
    ]
}

fn counted() -> Vec<Step> {
    vec![
        open("batch", WORKFLOW, "tally")
            .by("keeper")
            .titled("一批举措 A batch")
            .field("measure", "一批举措 A batch of measures")
            .field("count", "7")
            .field("bound", "7项 7 measures")
            .sees("只有总数", "Counted only"),
        look(Place::Register(WORKFLOW))
            .by("keeper")
            .sees("{batch}", "{batch}"),
        act("batch", "itemise")
            .by("keeper")
            .because("已逐项登记 Each is entered")
            .sees("已逐项建档", "Kept one by one"),
        look(Place::Register(WORKFLOW))
            .by("keeper")
            .misses("{batch}", "{batch}"),
    ]
}
