//! Figures of a workflow as rows of a spreadsheet: one row for each figure, with the part of
//! the page it stands in, what it is of, and its unit.

use crate::view::Cx;
use julin_app::contract::{Cell, DurationFigures, FunnelView, Grid, WorkflowFigures};

/// Seconds of a minute.
const MINUTE: f64 = 60.0;

/// Rows for a spreadsheet.
pub fn grid(cx: &Cx, view: &WorkflowFigures) -> Grid {
    let keys = [
        "page.figures.part",
        "page.figures.of",
        "page.figures.figure",
        "page.figures.value",
        "page.figures.unit",
    ];
    let mut grid = Grid::new(cx.plain(&view.workflow.title), keys.map(|key| cx.t(key)));
    if let Some(funnel) = &view.funnel {
        far(cx, &mut grid, funnel);
    }
    times(cx, &mut grid, view);
    let [returned, reopened, hurried] = view.counts;
    let handled = [
        ("page.figures.counted.returned", returned),
        ("page.figures.counted.reopened", reopened),
        ("page.figures.counted.hurried", hurried),
    ];
    for (key, n) in handled {
        let of = ["page.figures.handling", "page.figures.all"].map(|key| cx.t(key));
        row(
            &mut grid,
            of,
            (cx.t(key), Cell::number(n as f64, 0)),
            String::new(),
        );
    }
    for own in &view.classes {
        let known = own.choices.iter();
        let known = known.map(|(choice, n)| (cx.plain(&choice.title).to_owned(), *n));
        let unknown = (own.unknown > 0).then(|| (cx.t("ui.unknown"), own.unknown));
        for (choice, n) in known.chain(unknown) {
            let of = [cx.plain(&own.field.title).to_owned(), choice];
            let figure = (cx.t("page.figures.cases"), Cell::number(n as f64, 0));
            row(&mut grid, of, figure, String::new());
        }
    }
    grid
}

fn row(grid: &mut Grid, [part, of]: [String; 2], (figure, value): (String, Cell), unit: String) {
    grid.row::<Cell>([part.into(), of.into(), figure.into(), value, unit.into()]);
}

/// How far cases came and how they ended.
fn far(cx: &Cx, grid: &mut Grid, funnel: &FunnelView) {
    let mut add = |part: &str, of: &str, figures: &[(&str, f64)]| {
        for (key, value) in figures {
            let place = [cx.t(part), of.to_owned()];
            row(
                grid,
                place,
                (cx.t(key), Cell::number(*value, 0)),
                String::new(),
            );
        }
    };
    for (state, reached, last) in &funnel.steps {
        let figures = [
            ("page.figures.reached", reached.counted),
            ("page.figures.stayed", last.counted),
        ];
        add("page.figures.funnel", cx.plain(&state.title), &figures);
    }
    for (state, _, own) in &funnel.ended {
        let figures = [("page.figures.cases", own.counted)];
        add("page.figures.ends", cx.plain(&state.title), &figures);
    }
    let still = cx.t("page.figures.still-open");
    add(
        "page.figures.ends",
        &still,
        &[("page.figures.cases", funnel.open.counted)],
    );
}

/// How long it took, in minutes of working time; before and after a day where one is chosen.
fn times(cx: &Cx, grid: &mut Grid, view: &WorkflowFigures) {
    for own in &view.clocks {
        let mut parts: Vec<(&str, &DurationFigures)> =
            vec![("page.figures.all", &own.durations.all)];
        if view.day.is_some() {
            parts.push(("page.figures.before", &own.durations.before));
            parts.push(("page.figures.after", &own.durations.after));
        }
        for (when, figures) in parts {
            let why = || cx.t("page.figures.nothing-finished");
            let median = figures.median.map(|seconds| seconds / MINUTE);
            let worst = figures.worst_decile.map(|seconds| seconds as f64 / MINUTE);
            let taken = [
                ("page.figures.median-time", median),
                ("page.figures.worst-time", worst),
            ];
            for (key, minutes) in taken {
                let place = [cx.plain(&own.clock.title).to_owned(), cx.t(when)];
                let value = Cell::number(minutes, 0).or_unknown(why);
                row(
                    grid,
                    place,
                    (cx.t(key), value),
                    cx.t("page.figures.minutes"),
                );
            }
            let counts = [
                ("page.figures.finished", figures.n),
                ("page.figures.unfinished", figures.unfinished),
            ];
            for (key, n) in counts {
                let place = [cx.plain(&own.clock.title).to_owned(), cx.t(when)];
                row(
                    grid,
                    place,
                    (cx.t(key), Cell::number(n as f64, 0)),
                    String::new(),
                );
            }
        }
    }
}
