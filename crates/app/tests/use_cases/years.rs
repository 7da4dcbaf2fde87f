//! Several years of a framework on figures of the store.

use crate::office::Office;
use julin_app::contract::{Proof, YearStanding, Years};
use julin_app::data::{ImportInput, import_file};
use julin_app::measure::{
    self, Frame, RankingInput, Subject, YearSpan, YearsInput, YearsViewInput,
};
use julin_app::packs::{LoadInput, load_facts};
use julin_app::runs::{Performed, RebuildInput, perform, rebuild_run};

const HDI: &str = "world/hdi";
const HEADINGS: &str =
    "国家,出生时预期寿命,预期受教育年限,平均受教育年限（25岁及以上）,人均国民总收入\n";

/// Finland overtakes Japan in 2004; Sweden is complete in 2004 only.
const YEARS: [(&str, &str); 2] = [
    (
        "2003",
        "芬兰,78.0,17.0,11.0,35000\n日本,82.0,15.0,11.5,35000\n瑞典,80.1,,12.0,38000\n",
    ),
    (
        "2004",
        "芬兰,82.0,18.0,14.0,40000\n日本,82.0,15.0,11.5,35000\n瑞典,80.4,16.0,12.1,39000\n",
    ),
];

fn loaded() -> Office {
    let office = Office::new();
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    for (year, rows) in YEARS {
        let table = office.table(&format!("{year}.csv"), &format!("{HEADINGS}{rows}"));
        let mut options = table.options.clone();
        options.entity_type = Some("country".to_owned());
        options.period = Some(year.to_owned());
        let input = ImportInput { options, ..table };
        let outcome = import_file(&office.app, &office.call, &input, &mut |_, _| ()).unwrap();
        assert_eq!(
            (outcome.counts.accepted, outcome.counts.entities_added),
            (3, 0)
        );
    }
    office
}

fn asked(first: i32, last: i32, frame: Option<Frame>) -> YearsInput {
    let subject = Subject::Store {
        framework: HDI.to_owned(),
        as_of: 2025,
        method: None,
    };
    YearsInput::new(&subject, YearSpan::new(first, last).unwrap(), frame)
}

fn done(office: &Office, input: &YearsInput) -> Performed<Years> {
    perform(Some(&office.app), input, &|_| true).unwrap()
}

fn of<'a>(years: &'a Years, unit: &str) -> &'a [YearStanding] {
    let row = years.rows.iter().find(|row| row.unit.id == unit);
    &row.unwrap().years
}

#[test]
fn ranks_of_two_years_stand_side_by_side_and_the_unknown_stays_unknown() {
    let office = loaded();
    let years = done(&office, &asked(2002, 2004, None)).outcome;
    assert_eq!(years.years, [2002, 2003, 2004]);
    let told: Vec<_> = years.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(told, ["app.years-unranked"]);
    assert_eq!(years.diagnostics[0].args["years"], "2002");
    let ranks = |unit| {
        of(&years, unit)
            .iter()
            .map(|one| one.rank)
            .collect::<Vec<_>>()
    };
    assert_eq!(ranks("japan"), [None, Some(1), Some(3)]);
    assert_eq!(ranks("finland"), [None, Some(2), Some(1)]);
    assert_eq!(ranks("sweden"), [None, None, Some(2)]);
    let gained = |unit| {
        of(&years, unit)
            .iter()
            .map(|one| one.gained)
            .collect::<Vec<_>>()
    };
    assert_eq!(gained("japan"), [None, None, Some(-2)]);
    assert_eq!(gained("finland"), [None, None, Some(1)]);
    assert_eq!(gained("sweden"), [None, None, None]);
    let sweden = &of(&years, "sweden")[1];
    let why = sweden.reason.as_deref();
    assert_eq!(
        (sweden.score, why),
        (None, Some("measure.missing.below-coverage"))
    );
    // Goalposts are the same every year: another frame changes nothing.
    let fixed = done(&office, &asked(2002, 2004, Some(Frame::Fixed))).outcome;
    assert_eq!((fixed.rows, fixed.frame.as_str()), (years.rows, "given"));
}

#[test]
fn each_year_is_the_ranking_of_that_year_and_the_ranking_tells_the_change() {
    let office = loaded();
    let years = done(&office, &asked(2003, 2004, None)).outcome;
    for (at, year) in [2003, 2004].into_iter().enumerate() {
        let input = RankingInput {
            framework: HDI.to_owned(),
            as_of: year,
        };
        let ranking = measure::ranking(&office.app, &office.call, &input).unwrap();
        for row in &ranking.rows {
            let one = &of(&years, row.unit.id.as_str())[at];
            assert_eq!((row.rank, row.score), (one.rank, one.score));
            assert_eq!(row.gained, one.gained, "{} {year}", row.unit.id);
        }
        let proof = measure::ranking_proof(&office.app, &office.call, &input).unwrap();
        assert_eq!(proof.run.head.id, ranking.run);
    }
}

#[test]
fn a_run_of_several_years_is_rebuilt_and_names_its_years() {
    let office = loaded();
    let performed = done(&office, &asked(2003, 2004, None));
    let Proof { recipes, years, .. } = performed.proof();
    assert_eq!((recipes.len(), years), (1, vec![2003, 2004]));
    let run = RebuildInput { run: performed.run };
    let again = rebuild_run(Some(&office.app), &run, &|_| true).unwrap();
    assert!(again.same_packs && again.same_figures && again.same_result);
}

#[test]
fn a_page_shows_five_years_and_no_more_than_can_be_computed() {
    let office = loaded();
    let ask = |first, last| {
        let input = YearsViewInput {
            framework: HDI.to_owned(),
            as_of: 2004,
            first,
            last,
        };
        measure::years_view(&office.app, &office.call, &input)
    };
    let usual = ask(None, None).unwrap();
    assert_eq!(usual.result.years, [2000, 2001, 2002, 2003, 2004]);
    assert_eq!(ask(Some(2003), None).unwrap().result.years, [2003, 2004]);
    let code = |first, last| ask(first, last).unwrap_err().diagnostic().code.clone();
    assert_eq!(code(Some(1), None), "app.too-many-years");
    assert_eq!(code(Some(i32::MIN), Some(i32::MAX)), "app.too-many-years");
    assert_eq!(code(Some(2005), None), "app.bad-years");
}

/// Sweden has no schooling in 2003: all of 2004 is told in 2004, and counts on in 2005.
#[test]
fn a_ranking_says_when_figures_of_earlier_years_stand_in() {
    let office = loaded();
    let carried = |as_of: i32| {
        let input = RankingInput {
            framework: HDI.to_owned(),
            as_of,
        };
        let view = measure::ranking(&office.app, &office.call, &input).unwrap();
        view.carried()
    };
    assert_eq!(carried(2003), None);
    assert_eq!(carried(2004), None);
    assert_eq!(carried(2005), Some((3, 2004)));
}
