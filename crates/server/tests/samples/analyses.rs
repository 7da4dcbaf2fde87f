//! Samples of the analyses: intervals of a ranking, levers, sensitivity, jobs and runs,
//! contributions, a comparison not yet chosen.

use super::Sample;
use super::measure::{line, ranking};
use super::parts::*;
use chrono::DateTime;
use julin_app::contract::*;
use julin_app::measure::{Standing as UnitStanding, *};
use julin_model::*;
use julin_server::pages;

const JOB: &str = "/jobs/3";

pub fn samples() -> Vec<Sample> {
    vec![
        Sample::new("ranking-intervals", "/ranking/zgc/five-leads", |cx| {
            pages::ranking::page(cx, &with_intervals())
        }),
        Sample::new("levers-typical", "/levers/zgc/five-leads", |cx| {
            pages::levers::page(cx, &levers(true, "园区"))
        })
        .asking(&[("goal", "rank"), ("target", "3"), ("c.1.2", "0.5")]),
        Sample::new("levers-out-of-reach", "/levers/zgc/five-leads", |cx| {
            pages::levers::page(cx, &levers(false, "园区"))
        }),
        Sample::new("levers-hostile", "/levers/zgc/five-leads", |cx| {
            pages::levers::page(cx, &levers(true, "<script>\u{202e}x</script>"))
        }),
        Sample::new("levers-empty", "/levers/zgc/five-leads", |cx| {
            pages::levers::page(cx, &no_levers())
        }),
        Sample::new("sensitivity-typical", "/sensitivity/zgc/five-leads", |cx| {
            pages::sensitivity::page(cx, &sensitivity(true))
        }),
        Sample::new("sensitivity-empty", "/sensitivity/zgc/five-leads", |cx| {
            pages::sensitivity::page(cx, &sensitivity(false))
        }),
        Sample::new("jobs-typical", "/jobs", |cx| {
            let states = [JobState::Running, JobState::Done, JobState::Cancelled];
            let list = JobList {
                jobs: states.map(job).to_vec(),
                exports: EXPORTS.map(export).to_vec(),
                runs: vec![run_line("measure.sensitivity"), run_line("strange")],
            };
            pages::jobs::list_page(cx, &list)
        }),
        Sample::new("jobs-empty", "/jobs", |cx| {
            pages::jobs::list_page(cx, &JobList::default())
        }),
        Sample::new("job-running", JOB, |cx| {
            pages::jobs::page(cx, &job(JobState::Running))
        }),
        Sample::new("job-done", JOB, |cx| {
            pages::jobs::page(cx, &job(JobState::Done))
        }),
        Sample::new("job-failed", JOB, |cx| {
            let error = Some(Diagnostic::error("app.nothing-varied"));
            let failed = JobView {
                error,
                ..job(JobState::Failed)
            };
            pages::jobs::page(cx, &failed)
        }),
        Sample::new("export-running", "/exports/7", |cx| {
            pages::exports::page(cx, &export(JobState::Running))
        }),
        Sample::new("export-done", "/exports/7", |cx| {
            pages::exports::page(cx, &export(JobState::Done))
        }),
        Sample::new("export-failed", "/exports/7", |cx| {
            let error = Some(Diagnostic::error("app.stopped"));
            let failed = ExportView {
                error,
                ..export(JobState::Failed)
            };
            pages::exports::page(cx, &failed)
        }),
        Sample::new("export-interrupted", "/exports/7", |cx| {
            pages::exports::page(cx, &export(JobState::Interrupted))
        }),
        Sample::new("run-typical", "/runs/9f", |cx| {
            let line = run_line("measure.uncertainty");
            let (head, result) = (line.head, "{}".to_owned());
            let about = line.about;
            let run = Run { head, result };
            pages::runs::page(cx, &RunView { run, about })
        }),
        Sample::new(
            "contributions-huge",
            "/contributions/zgc/five-leads",
            |cx| pages::contributions::page(cx, &contributions(3000)),
        )
        .asking(&[("offset", "50"), ("drop", "park-1")]),
        Sample::new(
            "contributions-unscored",
            "/contributions/zgc/five-leads",
            |cx| pages::contributions::page(cx, &unscored(contributions(4))),
        ),
        Sample::new(
            "contributions-empty",
            "/contributions/zgc/five-leads",
            |cx| pages::contributions::page(cx, &contributions(0)),
        ),
        Sample::new("compare-unchosen", "/compare", |cx| {
            let view = CompareView {
                frameworks: vec![unit("world/tai", "技术成就指数")],
                as_of: 2025,
                with_as_of: 2025,
                ..CompareView::default()
            };
            pages::compare::page(cx, &view)
        }),
    ]
}

fn unit(id: &str, name: &str) -> UnitLine {
    UnitLine {
        id: id.to_owned(),
        name: text(name, "Park"),
    }
}

fn spread(rank: f64) -> Spread {
    Spread {
        mean: rank,
        median: rank,
        low: (rank - 2.0).max(1.0),
        high: rank + 3.0,
    }
}

/// Twelve ranked parks; one of them is never ranked in the draws.
pub fn with_intervals() -> Ranking {
    let mut view = ranking(12, 20);
    let ranked = view
        .rows
        .iter()
        .filter_map(|row| row.rank.map(|rank| (row, rank)));
    let spreads = ranked
        .filter(|(_, rank)| *rank != 5)
        .map(|(row, rank)| (row.unit.id.to_string(), spread(f64::from(rank))));
    view.intervals = Some(RankIntervals {
        run: "9f".to_owned(),
        computed_at: DateTime::UNIX_EPOCH,
        draws: 4000,
        varied: usual_variation(),
        ranks: spreads.collect(),
        tiers: vec![vec![view.rows[0].unit.id.to_string()]],
    });
    view
}

fn standing(rank: u32) -> UnitStanding {
    UnitStanding {
        score: Some(70.0 - f64::from(rank)),
        rank: Some(rank),
    }
}

fn lever(i: usize, name: &str) -> LeverLine {
    let code = format!("1.{i}");
    let gain = Gain {
        code: code.clone(),
        label: Text::default(),
        value: 3.2,
        bound: 9.0,
        cost: 0.4,
        per_unit: 1.2e-9,
        per_cost: 0.3 / (i + 1) as f64,
        step: 2.5,
        after: standing(4),
    };
    LeverLine {
        code,
        label: text(name, name),
        unit: text("%", "%"),
        value: 3.2,
        usual_bound: 9.0,
        usual_cost: (i != 3).then_some(0.4),
        bound: (i == 1).then_some(8.5),
        cost: (i == 2).then_some(0.5),
        fixed: i == 4,
        gain: (i < 3).then_some(gain),
        to: (i == 0).then_some(7.123_456),
    }
}

fn levers(reached: bool, name: &str) -> LeversView {
    let change = LeverChange {
        code: "1.0".to_owned(),
        label: text(name, name),
        from: 3.2,
        to: 7.123_456,
        cost: 1.6,
    };
    LeversView {
        framework: line(),
        as_of: 2025,
        units: vec![unit("a", name), unit("b", "乙")],
        unit: Some(unit("a", name)),
        standing: standing(5),
        of: 12,
        decimals: 1,
        goal: Some(Goal::Rank(3)),
        levers: (0..5).map(|i| lever(i, name)).collect(),
        plan: Some(Plan {
            wanted: if reached {
                Goal::Rank(3)
            } else {
                Goal::Score(99.0)
            },
            before: standing(5),
            after: standing(3),
            reached,
            cost: 1.6,
            changes: if reached { vec![change] } else { Vec::new() },
            diagnostics: Vec::new(),
        }),
        diagnostics: Vec::new(),
    }
}

fn no_levers() -> LeversView {
    LeversView {
        units: Vec::new(),
        unit: None,
        standing: UnitStanding::default(),
        goal: None,
        levers: Vec::new(),
        plan: None,
        ..levers(false, "")
    }
}

fn effects(rows: usize) -> Effects {
    let estimate = |value: f64| Estimate {
        value,
        low: value - 10.0 / rows as f64,
        high: value + 10.0 / rows as f64,
    };
    let factor = |(name, first, total): (&str, f64, f64)| FactorEffect {
        factor: name.to_owned(),
        first: estimate(first),
        total: estimate(total),
    };
    let factors = [("weights", 0.2, 0.3), ("leave-out-indicators", 0.6, 0.7)];
    Effects {
        rows,
        mean: 2.0,
        variance: 0.5,
        factors: factors.map(factor).to_vec(),
    }
}

fn found() -> Sensitivity {
    Sensitivity {
        response: Response::Shift {},
        effects: effects(1024),
        steps: [64, 128, 256, 512].map(effects).to_vec(),
    }
}

fn sensitivity(any: bool) -> SensitivityView {
    let report = SensitivityReport {
        framework: line().title,
        as_of: Some(2025),
        spec: DrawSpec::default(),
        effects: vec![found()],
        left_out: Vec::new(),
        units: Vec::new(),
        diagnostics: Vec::new(),
    };
    SensitivityView {
        framework: line(),
        as_of: 2025,
        units: vec![unit("a", "甲")],
        report: any.then_some(report),
        kept: any.then(|| KeptRun {
            id: "9f".to_owned(),
            computed_at: DateTime::UNIX_EPOCH,
            current: false,
        }),
    }
}

fn about() -> RunAbout {
    RunAbout {
        framework: "zgc/five-leads".to_owned(),
        title: line().title,
        as_of: 2024,
    }
}

fn job(state: JobState) -> JobView {
    JobView {
        id: 3,
        kind: "measure.uncertainty".to_owned(),
        about: Some(about()),
        state,
        done: 420,
        total: 1000,
        actor: "local".to_owned(),
        started: DateTime::UNIX_EPOCH,
        run: (state == JobState::Done).then(|| "9f".to_owned()),
        error: None,
        stopping: false,
        so_far: vec![found()],
    }
}

const EXPORTS: [JobState; 4] = [
    JobState::Running,
    JobState::Done,
    JobState::Failed,
    JobState::Interrupted,
];

fn export(state: JobState) -> ExportView {
    let done = state == JobState::Done;
    ExportView {
        id: 7,
        page: "/cases?words=<b>&workflow=cn-national/request".to_owned(),
        lang: Lang::Zh,
        state,
        stopping: false,
        done: 640,
        total: 1000,
        name: if done {
            "事项 <b>".to_owned()
        } else {
            String::new()
        },
        rows: if done { 1234 } else { 0 },
        size: if done { 56_789 } else { 0 },
        started: DateTime::UNIX_EPOCH,
        ended: None,
        until: DateTime::UNIX_EPOCH,
        error: None,
    }
}

fn run_line(kind: &str) -> RunLine {
    let head = RunHead {
        id: "9f3a".to_owned(),
        kind: kind.to_owned(),
        parameters: "{\"spec\":{\"draws\":4000}}".to_owned(),
        pack_digest: "p".repeat(64),
        input_digest: "i".repeat(64),
        output_digest: "o".repeat(64),
        seed: Some(1),
        computed_at: DateTime::UNIX_EPOCH,
    };
    RunLine {
        head,
        about: (kind != "strange").then(about),
    }
}

/// The same of a zone that cannot be scored, with or without any firm.
fn unscored(mut view: ContributionsView) -> ContributionsView {
    for firm in &mut view.firms {
        firm.without = UnitStanding::default();
    }
    view.standing = UnitStanding::default();
    view.without = Some(UnitStanding::default());
    view
}

fn contributions(firms: usize) -> ContributionsView {
    let part = |i: usize| FirmPart {
        value: (i % 7 != 3).then_some(1.234e-7 * i as f64),
        share: Some(1e-9),
        effect: Some(Effect::Lifts),
        short_board: i.is_multiple_of(5),
    };
    let firm = |i: usize| FirmContribution {
        firm: park(i),
        parts: vec![part(i), part(i + 1)],
        without: standing(5),
    };
    let indicator = |code: &str| ContributedIndicator {
        code: code.to_owned(),
        label: text("研发强度", "R&D intensity"),
        value: Some(3.2),
    };
    ContributionsView {
        framework: line(),
        as_of: 2025,
        zone: Some(unit("zgc", "中关村")),
        zones: vec![unit("zgc", "中关村")],
        standing: standing(5),
        indicators: vec![indicator("1.1"), indicator("1.2")],
        firms: (0..firms).map(firm).collect(),
        of: firms as u32,
        dropped: vec!["park-1".to_owned()],
        without: Some(standing(6)),
        has_samples: true,
        rolled_up: vec![text("营业收入", "Revenue")],
        diagnostics: Vec::new(),
    }
}
