//! Drawings: small snapshots, so that a change of a chart is seen.

use julin_server::chart::{Words, bar, correlation, coverage, dot, lines, path, profile};

fn words() -> Words {
    Words {
        title: "T".into(),
        desc: "D".into(),
    }
}

#[test]
fn bar_snapshot() {
    let state = bar::State {
        rows: vec![("甲".into(), 0.5, "1".into())],
        words: words(),
    };
    let expected = concat!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 30" width="860" height="30" role="img" "##,
        r##"font-family="'PingFang SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif" font-size="12.5">"##,
        r##"<title>T</title><desc>D</desc>"##,
        r##"<text x="308" y="19" text-anchor="end" fill="#1d2326"><tspan x="308" dy="0">甲</tspan></text>"##,
        r##"<rect x="320" y="7" width="430" height="14" fill="#f1f0ec"></rect>"##,
        r##"<rect x="320" y="7" width="215" height="14" fill="#0b6650"></rect>"##,
        r##"<text x="760" y="19" fill="#5a646b">1</text></svg>"##
    );
    assert_eq!(bar::draw(&state).into_string(), expected);
}

#[test]
fn every_drawing_has_a_text_alternative_and_escapes_names() {
    let name = "<script>x</script>\u{202e}".to_owned();
    let drawn = [
        bar::draw(&bar::State {
            rows: vec![(name.clone(), 1.0, name.clone())],
            words: words(),
        }),
        coverage::draw(&coverage::State {
            shares: vec![0.1, 0.9],
            minimum: 0.6,
            mark: name.clone(),
            axis: name.clone(),
            words: words(),
        }),
        correlation::draw(&correlation::State {
            names: vec![(name.clone(), name.clone()); 2],
            values: vec![vec![None, None], vec![Some(-0.5), None]],
            legend: [name.clone(), name.clone(), name.clone()],
            words: words(),
            ..correlation::State::default()
        }),
        dot::draw(&dot::State {
            rows: vec![(name.clone(), 1.0, 2.0)],
            top: 100.0,
            legend: [name.clone(), name.clone()],
            words: words(),
        }),
        lines::draw(&lines::State {
            years: vec![2024, 2025],
            series: vec![lines::Series {
                name: name.clone(),
                line: vec![(2024, 1.0), (2025, f64::NAN)],
                strong: true,
            }],
            ticks: vec![(1.0, name.clone()), (4.0, name.clone())],
            down: true,
            words: words(),
        }),
        path::draw(&path::State {
            actual: vec![(2024, 1.0), (2025, f64::NAN)],
            path: vec![(2024, 1.0), (2027, 4.0)],
            known: vec![(2027, 4.0)],
            forecasts: vec![(name.clone(), vec![(2025, 2.0), (2027, f64::INFINITY)])],
            names: [name.clone(), name.clone()],
            ticks: vec![(0.0, name.clone()), (4.0, name.clone())],
            words: words(),
        }),
        profile::draw(&profile::State {
            axes: vec![name.clone()],
            series: vec![(name, vec![Some(5.0)])],
            top: 100.0,
            words: words(),
        }),
    ];
    for svg in drawn.map(|markup| markup.into_string()) {
        assert!(svg.contains("<title>T</title><desc>D</desc>"));
        assert!(!svg.contains("<script>"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
