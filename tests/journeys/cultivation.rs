//! A track taken through gates that somebody else keeps, and one whose cover by policies
//! ran out.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

const WORKFLOW: &str = "cn-national/cultivation";

/// The journey.
pub fn journey() -> Journey {
    let name = "cultivation";
    let steps = [gates(), gap()].concat();
    Journey { name, steps }
}

fn planned(name: &'static str, until: &'static str) -> Step {
    act(name, "set_plan")
        .by("officer")
        .to("attract")
        .field("kind", "track")
        .field("plan", "一年三步 Three steps in a year")
        .field("goal", "引来五家 Five firms")
        .field("cover", "专项政策 The special policy")
        .field("covered_until", until)
        .person("owner", "owner")
}

fn passed(who: &'static str, gate: &'static str) -> Step {
    act("track", gate)
        .by(who)
        .field("result", "来了六家 Six came")
        .field("gate_note", "达到目标 The goal is met")
        .field("goal", "再上台阶 One step on")
}

fn gates() -> Vec<Step> {
    vec![
        open("track", WORKFLOW, "take_up")
            .by("officer")
            .titled("新赛道 New track")
            .field("what", "低空物流 Freight by drone")
            .sees("待定方案", "To be planned"),
        planned("track", "2026-01-31")
            .person("gatekeeper", "gatekeeper")
            .refused(
                "政策覆盖到期日应在今天之后",
                "The day the cover ends must lie ahead",
            ),
        planned("track", "2099-12-31")
            .person("gatekeeper", "gatekeeper")
            .sees("到期前接续政策", "Renew the cover before it ends"),
        act("track", "support")
            .by("officer")
            .field("support_kind", "space")
            .field("support", "场地一处 A place")
            .sees("空间", "Space"),
        act("track", "report")
            .by("owner")
            .field("result", "来了六家 Six came"),
        passed("officer", "to_foster").refused("不能做", "may not do"),
        act("track", "not_yet")
            .by("gatekeeper")
            .field("gate_note", "再等一季 One quarter more")
            .because("证据不足 Not shown yet"),
        passed("gatekeeper", "to_foster").sees("培育", "Foster"),
        passed("gatekeeper", "to_grow").sees("壮大", "Grow"),
        passed("gatekeeper", "to_manage").sees("管护", "Manage"),
        act("track", "graduate")
            .by("gatekeeper")
            .field("result", "自成一业 It stands by itself")
            .field("gate_note", "可以出培 May go")
            .sees("已出培", "Graduated"),
    ]
}

/// The cover ended in February and nobody renewed it.
fn gap() -> Vec<Step> {
    vec![
        open("gap", WORKFLOW, "take_up")
            .by("officer")
            .titled("旧赛道 Old track")
            .field("what", "检测服务 Testing")
            .on("2026-01-05T09:00"),
        planned("gap", "2026-02-02")
            .person("gatekeeper", "officer")
            .on("2026-01-06T09:00"),
        step(Deed::Wake),
        look(Place::Case("gap"))
            .by("officer")
            .sees("政策断档", "Gap in the policies")
            .sees("断档补救", "Closing the gap"),
        act("gap", "cover_again")
            .by("officer")
            .to("attract")
            .field("cover", "新政策 The new policy")
            .field("covered_until", "2099-12-31")
            .because("新办法已施行 New rules are in force")
            .sees("引进", "Attract"),
        act("gap", "to_foster")
            .by("officer")
            .field("result", "来了一家 One came")
            .field("gate_note", "自己把关 My own gate")
            .field("goal", "再来一家 One more")
            .refused("前面的步骤是本人办的", "after an earlier step of their own"),
    ]
}
