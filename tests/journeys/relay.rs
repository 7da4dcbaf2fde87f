//! One number from need to landing: bodies take over from one another, and each sees its
//! own part.

use crate::journey::{Journey, Place, Step, act, look, open};

/// The journey.
pub fn journey() -> Journey {
    let name = "relay";
    let steps = [opened(), money(), space(), landed()].concat();
    Journey { name, steps }
}

fn opened() -> Vec<Step> {
    vec![
        open("relay", "cn-national/relay", "open_case")
            .by("coordinator")
            .titled("一支团队 A team")
            .field("need", "资金和场地 Money and a place")
            .person("team", "team")
            .person("investor", "fund")
            .person("landlord", "estate")
            .sees("需求明确中", "Finding the need"),
        act("relay", "hand_over")
            .by("coordinator")
            .field("baton", "先找钱 Money first")
            .sees("待接棒", "To be taken over"),
        look(Place::Work("todo"))
            .by("fund")
            .sees("{relay}", "{relay}"),
    ]
}

fn money() -> Vec<Step> {
    vec![
        act("relay", "decline")
            .by("estate")
            .because("还早 Too early")
            .sees("需求明确中", "Finding the need"),
        act("relay", "hand_over")
            .by("coordinator")
            .field("baton", "请基金接 To the fund"),
        act("relay", "take_money").by("fund").sees("资金", "Money"),
        act("relay", "land")
            .by("coordinator")
            .field("outcome", "已落地 Landed")
            .refused("还没有任何一棒完成", "No leg has been run yet"),
        act("relay", "do_money")
            .by("fund")
            .field("money", "首笔到账 First-payment")
            .field("money_sum", "1234567")
            .sees("首笔到账", "First-payment"),
        act("relay", "hand_over")
            .by("fund")
            .field("baton", "请空间接 To the estate"),
    ]
}

fn space() -> Vec<Step> {
    vec![
        act("relay", "take_space")
            .by("estate")
            .misses("首笔到账", "First-payment")
            .misses("1234567", "1234567")
            .misses("1,234,567", "1,234,567"),
        act("relay", "do_space")
            .by("estate")
            .field("space", "二层已腾出 Second-floor")
            .sees("二层已腾出", "Second-floor"),
        look(Place::Case("relay"))
            .by("fund")
            .sees("首笔到账", "First-payment")
            .misses("二层已腾出", "Second-floor"),
        look(Place::Case("relay"))
            .by("team")
            .sees("首笔到账", "First-payment")
            .sees("二层已腾出", "Second-floor"),
    ]
}

fn landed() -> Vec<Step> {
    vec![
        act("relay", "land")
            .by("coordinator")
            .field("outcome", "入园经营 At work in the park")
            .sees("已落地", "Landed")
            .sees("入园经营", "At work in the park"),
    ]
}
