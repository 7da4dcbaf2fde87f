//! A base of a park and a university: terms, projects, a pause, the end; what nobody knows
//! stays empty and is never shown as zero.

use crate::journey::{Deed, Journey, Place, Step, act, look, open, step};

/// The journey.
pub fn journey() -> Journey {
    let name = "joint education";
    let steps = [set_up(), run(), ended()].concat();
    Journey { name, steps }
}

fn set_up() -> Vec<Step> {
    vec![
        open("base", "core/joint-education", "hope")
            .by("keeper")
            .titled("实习基地 Internship base")
            .field("form", "internship-base")
            .field("agreed", "每学期二十人 Twenty a term")
            .sees("意向", "Intent"),
        act("base", "start")
            .by("keeper")
            .field("places", "20")
            .person("park", "park-officer")
            .person("school", "school-officer")
            .sees("运行中", "Running"),
        step(Deed::Promise("base", "派两位导师 Send two mentors", "park"))
            .by("school-officer")
            .due("2099-09-01")
            .sees("派两位导师", "Send two mentors"),
    ]
}

fn run() -> Vec<Step> {
    vec![
        act("base", "report")
            .by("school-officer")
            .field("term", "2026春 Spring 2026")
            .field("students", "18")
            .sees("在训学生数", "Students")
            // Nobody said how many stayed.
            .misses("留园就业数", "Later working in the park"),
        act("base", "add_project")
            .by("park-officer")
            .field("project", "一条中试线 A pilot line"),
        act("base", "pause")
            .by("park-officer")
            .because("场地改造 The place is rebuilt")
            .sees("暂停", "Paused"),
        act("base", "go_on")
            .by("school-officer")
            .because("改造完成 It is ready")
            .sees("运行中", "Running"),
    ]
}

fn ended() -> Vec<Step> {
    vec![
        act("base", "end")
            .by("school-officer")
            .field("result", "完成 Done")
            .refused("不能做“结束”", "may not do 'End'"),
        act("base", "end")
            .by("park-officer")
            .field("result", "三批学生 Three intakes")
            .sees("已结束", "Ended"),
        look(Place::Case("base"))
            .by("school-officer")
            .sees("三批学生", "Three intakes")
            .sees("一条中试线", "A pilot line"),
    ]
}
