//! Grant lists through their front door: two rules that exclude one another, firms
//! imported as a table, a clock the tests set. Expectations follow by hand from the rules,
//! the table and the calendar: 23 November 2026 is a Monday.

use crate::office::{hands_at, import_firms, packs_with, put};
use crate::tiny_award::{CODES, FIELDS, FIRMS, MANIFEST, OFFICE, OTHER, QUIET, RULE};
use julin_app::contract::{
    ConfirmedList, Counting, FindingSide, GrantListView, GrantState, GrantVerb, SetBy,
};
use julin_app::criteria::{self, GrantOn};
use julin_app::data;
use julin_app::runs::{self, RebuildInput, RunInput};
use julin_app::{Answer, App, Call, Kind, Opening};
use julin_model::{HandClock, Lang};
use std::sync::Arc;
use tempfile::TempDir;

struct Park {
    app: App,
    call: Call,
    hands: Arc<HandClock>,
    folder: TempDir,
}

fn park() -> Park {
    let plain = OTHER.replace("tiny-other", "tiny-plain");
    let plain: String = plain
        .lines()
        .filter(|line| !line.starts_with("benefit") && !line.starts_with("grants"))
        .map(|line| format!("{line}\n"))
        .collect();
    let packs = packs_with([
        ("pack.yaml", MANIFEST),
        ("fields/f.yaml", FIELDS),
        ("types/t.yaml", CODES),
        ("calendars/office.yaml", OFFICE),
        ("calendars/quiet.yaml", QUIET),
        ("criteria/award.yaml", RULE),
        ("criteria/other.yaml", OTHER),
        ("criteria/plain.yaml", &plain),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let hands = hands_at("2026-11-23T01:00:00Z");
    let app = App::open(&url, Opening::Create, packs, hands.clone()).unwrap();
    let park = Park {
        app,
        call: Call::default(),
        hands,
        folder,
    };
    park.import(FIRMS);
    park
}

impl Park {
    /// Puts the clock to nine o'clock of a day.
    fn on(&self, day: &str) {
        put(&self.hands, &format!("{day}T09:00:00Z"));
    }

    fn import(&self, text: &str) {
        import_firms(&self.app, self.folder.path(), text);
    }

    fn draft(&self, rule: &str) -> GrantListView {
        let input = criteria::DraftGrantInput {
            rule: rule.to_owned(),
            as_of: Some("2026-11-23".to_owned()),
        };
        criteria::draft_grant_list(&self.app, &self.call, &input).unwrap()
    }

    fn check(&self, list: u32) -> GrantListView {
        criteria::check_grant_list(&self.app, &self.call, &on(list)).unwrap()
    }

    fn settle(&self, list: u32, finding: u32, strike: Option<&str>) -> Answer<GrantListView> {
        let input = criteria::SettleGrantInput {
            on: on(list),
            finding,
            strike: strike.map(str::to_owned),
            reason: "已核对".to_owned(),
            by: "经办甲".to_owned(),
        };
        criteria::settle_grant_finding(&self.app, &self.call, &input)
    }

    fn publish(&self, list: u32) -> Answer<GrantListView> {
        let input = criteria::PublishGrantInput {
            on: on(list),
            by: "经办甲".to_owned(),
            ..Default::default()
        };
        criteria::publish_grant_list(&self.app, &self.call, &input)
    }

    fn object(&self, list: u32, about: &str) -> Answer<GrantListView> {
        let input = criteria::ObjectGrantInput {
            on: on(list),
            about: about.to_owned(),
            objector: "某某".to_owned(),
            grounds: "有违规".to_owned(),
            day: None,
        };
        criteria::object_to_grant(&self.app, &self.call, &input)
    }

    fn decide(&self, list: u32, upheld: bool) -> Answer<GrantListView> {
        let input = criteria::DecideGrantInput {
            on: on(list),
            objection: 1,
            upheld,
            grounds: "已查明".to_owned(),
            by: "经办乙".to_owned(),
        };
        criteria::decide_grant_objection(&self.app, &self.call, &input)
    }

    fn confirm(&self, list: u32) -> Answer<GrantListView> {
        let input = criteria::ConfirmGrantInput {
            on: on(list),
            by: "负责人".to_owned(),
        };
        criteria::confirm_grant_list(&self.app, &self.call, &input)
    }
}

fn on(list: u32) -> GrantOn {
    GrantOn { list, seen: None }
}

fn names(view: &GrantListView) -> Vec<(String, bool)> {
    let mut names: Vec<_> = view
        .members
        .iter()
        .map(|own| (own.member.entity.name.zh.clone(), own.struck.is_none()))
        .collect();
    names.sort();
    names
}

fn refusal(answer: Answer<GrantListView>) -> (Kind, String) {
    let error = answer.unwrap_err();
    (error.kind(), error.diagnostic().code.clone())
}

fn conflict(code: &str) -> (Kind, String) {
    (Kind::Conflict, code.to_owned())
}

#[test]
fn a_draft_lists_the_eligible_with_amounts_and_counts_the_others_beside() {
    let park = park();
    let view = park.draft("tiny/award");
    assert_eq!(view.line.state, GrantState::Draft);
    // 甲, 乙, 丁; 丙 and 戊 are each one clause away.
    assert_eq!(view.draft.counts, [3, 2, 0, 0]);
    assert_eq!(view.draft.short.len(), 2);
    // One per cent of 5, 6 and 9 million.
    assert_eq!(view.line.total, Some(200_000.0));
    let run = RunInput {
        id: view.run.id.clone(),
    };
    let run = runs::run(&park.app, &park.call, &run).unwrap();
    let again = runs::rebuild_run(Some(&park.app), &RebuildInput { run }, &|_| true).unwrap();
    assert!(again.same_result && again.same_figures && again.same_packs);
}

#[test]
fn a_rule_without_benefit_or_not_in_force_makes_no_list() {
    let park = park();
    let draft = |rule: &str, as_of: &str| {
        let input = criteria::DraftGrantInput {
            rule: rule.to_owned(),
            as_of: Some(as_of.to_owned()),
        };
        refusal(criteria::draft_grant_list(&park.app, &park.call, &input)).1
    };
    assert_eq!(draft("tiny/award", "2026-03-31"), "app.grant-not-in-force");
    assert_eq!(draft("tiny/plain", "2026-11-23"), "app.grant-no-benefit");
    assert_eq!(draft("tiny/nothing", "2026-11-23"), "app.not-found.rule");
}

#[test]
fn what_a_firm_has_already_is_found_in_titles_and_on_other_lists() {
    let park = park();
    let other = park.draft("tiny/other").line.number;
    let list = park.draft("tiny/award").line.number;
    let view = park.check(list);
    let mut told: Vec<_> = view
        .findings
        .iter()
        .map(|f| (f.member.name.zh.as_str(), f.kind.as_str()))
        .collect();
    told.sort_unstable();
    // Sales of 8 million and more: only 丁 is on the other list.
    assert_eq!(told, [("丁公司", "list"), ("乙公司", "title")]);
    for finding in &view.findings {
        let article = finding.basis.as_ref().unwrap().article.as_deref();
        assert_eq!(article, Some("三"));
        match &finding.other {
            FindingSide::Title {
                title,
                statement,
                source,
            } => {
                assert_eq!(title.zh, "另一称号");
                assert!(statement.is_some() && source.is_some());
            }
            FindingSide::List { list, entity, .. } => {
                assert_eq!((*list, entity.name.zh.as_str()), (other, "丁公司"));
            }
            FindingSide::Member { .. } => panic!("no pair here"),
        }
    }
    // The other list finds it as well, and a list given up is no matter any more.
    assert_eq!(park.check(other).findings.len(), 1);
    let given_up = criteria::WithdrawGrantInput {
        on: on(other),
        reason: "重做".to_owned(),
        by: "经办甲".to_owned(),
    };
    criteria::withdraw_grant_list(&park.app, &park.call, &given_up).unwrap();
    let view = park.check(list);
    let standing: Vec<_> = view.findings.iter().filter(|f| f.stands).collect();
    assert_eq!(standing.len(), 1);
    assert_eq!(view.line.open_findings, 1);
}

#[test]
fn firms_merged_after_the_draft_are_found() {
    let park = park();
    let list = park.draft("tiny/award").line.number;
    let merge = data::MergeInput {
        from: "甲公司".to_owned(),
        into: "丁公司".to_owned(),
    };
    data::merge_entities(&park.app, &park.call, &merge).unwrap();
    let view = park.check(list);
    let found = view.findings.iter().find(|f| f.kind == "merged").unwrap();
    let FindingSide::Member { entity, .. } = &found.other else {
        panic!("two members");
    };
    let mut both = [found.member.name.zh.as_str(), entity.name.zh.as_str()];
    both.sort_unstable();
    assert_eq!(both, ["丁公司", "甲公司"]);
    let gone = view
        .members
        .iter()
        .find(|m| m.member.entity.name.zh == "甲公司");
    let gone = gone.unwrap().member.entity.id.to_string();
    let view = park.settle(list, found.number, Some(&gone)).unwrap();
    assert!(names(&view).contains(&("甲公司".to_owned(), false)));
}

/// From the draft to the confirmed list, and everything that is refused on the way.
#[test]
fn a_list_goes_its_way_and_cannot_be_hurried() {
    let park = park();
    let list = park.draft("tiny/award").line.number;
    assert_eq!(
        refusal(park.publish(list)),
        conflict("criteria.grant-step.draft")
    );
    let view = park.check(list);
    assert_eq!(view.findings.len(), 1);
    assert_eq!(
        refusal(park.publish(list)),
        conflict("criteria.grant-findings-open")
    );
    assert_eq!(
        refusal(park.settle(list, 9, None)),
        conflict("criteria.grant-no-finding")
    );
    assert_eq!(
        refusal(park.settle(list, 1, Some("甲公司"))),
        conflict("criteria.grant-strike-other")
    );
    let view = park.settle(list, 1, Some("乙公司")).unwrap();
    assert!(names(&view).contains(&("乙公司".to_owned(), false)));
    let view = park.publish(list).unwrap();
    let window = view.window.unwrap();
    // Five working days after Monday, as the rule says.
    assert_eq!(window.last.to_string(), "2026-11-30");
    assert_eq!(
        (window.set_by, window.counting),
        (SetBy::Rule, Counting::Working)
    );
    let strangers = refusal(park.object(list, "丙公司"));
    assert_eq!(strangers, conflict("criteria.grant-not-listed"));
    park.on("2026-11-25");
    park.object(list, "丁公司").unwrap();
    park.on("2026-11-30");
    assert_eq!(
        refusal(park.confirm(list)),
        conflict("criteria.grant-objections-open")
    );
    let view = park.decide(list, true).unwrap();
    assert!(names(&view).contains(&("丁公司".to_owned(), false)));
    assert_eq!(
        refusal(park.decide(list, false)),
        conflict("criteria.grant-decided")
    );
    assert_eq!(
        refusal(park.confirm(list)),
        conflict("criteria.grant-window-open")
    );
    park.on("2026-12-01");
    let view = park.confirm(list).unwrap();
    assert_eq!(view.line.state, GrantState::Confirmed);
    // Only 甲 is left: one per cent of 5 million.
    assert_eq!((view.line.standing, view.line.total), (1, Some(50_000.0)));
    assert_eq!(view.possible, [GrantVerb::Withdraw]);
    assert_eq!(
        refusal(park.confirm(list)),
        conflict("criteria.grant-step.confirmed")
    );
}

fn confirmed(park: &Park) -> u32 {
    let list = park.draft("tiny/award").line.number;
    park.check(list);
    park.settle(list, 1, Some("乙公司")).unwrap();
    park.publish(list).unwrap();
    park.object(list, "丁公司").unwrap();
    park.decide(list, true).unwrap();
    park.on("2026-12-01");
    park.confirm(list).unwrap();
    list
}

#[test]
fn a_confirmed_list_is_rebuilt_byte_for_byte_whatever_is_learned_later() {
    let park = park();
    let list = confirmed(&park);
    let before = criteria::grant_list(&park.app, &park.call, list).unwrap();
    park.on("2026-12-02");
    // 甲 falls below, 乙 gets more, 戊 comes up to 500.
    park.import(
        "企业名称,销售额（万元）,无违规,称号
甲公司,100,是,[]
乙公司,650,是,tiny-other
戊公司,500,是,[]
",
    );
    let again = criteria::rebuild_grant_list(&park.app, &park.call, list).unwrap();
    assert_eq!(again.same_list, Some(true));
    assert!(again.run.same_result && again.run.same_figures);
    let [kept, built] = again.digests.unwrap();
    assert_eq!(kept, built);
    assert_eq!(kept, before.confirmed.as_ref().unwrap().digest);
    let after = criteria::grant_list(&park.app, &park.call, list).unwrap();
    assert_eq!(
        (after.members, after.draft, after.confirmed),
        (before.members, before.draft, before.confirmed)
    );
    let now = criteria::grant_difference(&park.app, &park.call, list).unwrap();
    let comes: Vec<_> = now
        .comes
        .iter()
        .map(|m| m.entity.name.zh.as_str())
        .collect();
    assert_eq!(comes, ["戊公司"]);
    // 乙 and 丁 are struck already: only 甲 would go, for its sales.
    let [(gone, Some(why))] = now.goes.as_slice() else {
        panic!("{:?}", now.goes);
    };
    assert_eq!(gone.entity.name.zh, "甲公司");
    assert_eq!(why.failing[0].zh, "销售额不低于500万元");
    assert!(now.same_packs && now.changed.is_empty());
}

#[test]
fn what_comes_up_after_the_last_look_keeps_a_list_from_being_confirmed() {
    let park = park();
    let list = park.draft("tiny/award").line.number;
    park.check(list);
    park.settle(list, 1, None).unwrap();
    park.publish(list).unwrap();
    // Another list takes 丁 while this one is public.
    park.draft("tiny/other");
    park.on("2026-12-01");
    assert_eq!(
        refusal(park.confirm(list)),
        conflict("app.grant-check-again")
    );
    park.check(list);
    assert_eq!(
        refusal(park.confirm(list)),
        conflict("criteria.grant-findings-open")
    );
    // What was settled before it was public stays.
    assert_eq!(
        refusal(park.settle(list, 1, Some("乙公司"))),
        conflict("criteria.grant-settled")
    );
    park.settle(list, 2, None).unwrap();
    assert_eq!(park.confirm(list).unwrap().line.standing, 3);
}

#[test]
fn of_two_who_act_at_once_the_second_gets_a_conflict_and_nothing_is_lost() {
    let park = park();
    let list = park.draft("tiny/award").line.number;
    let seen = park.check(list).last;
    let settle = |strike: Option<&str>, by: &str| {
        let input = criteria::SettleGrantInput {
            on: GrantOn {
                list,
                seen: Some(seen),
            },
            finding: 1,
            strike: strike.map(str::to_owned),
            reason: "已核对".to_owned(),
            by: by.to_owned(),
        };
        criteria::settle_grant_finding(&park.app, &park.call, &input)
    };
    settle(None, "甲").unwrap();
    assert_eq!(
        refusal(settle(Some("乙公司"), "乙")),
        conflict("app.grant-overtaken")
    );
    let view = criteria::grant_list(&park.app, &park.call, list).unwrap();
    let settled = view.findings[0].settled.as_ref().unwrap();
    assert_eq!((settled.by.as_str(), &settled.strike), ("甲", &None));
    assert_eq!(view.history.len(), 3);
}

#[test]
fn a_window_is_no_shorter_than_the_rule_says_and_every_act_names_a_person() {
    let park = park();
    let list = park.draft("tiny/award").line.number;
    park.check(list);
    park.settle(list, 1, None).unwrap();
    let publish = |days, counting, by: &str| {
        let input = criteria::PublishGrantInput {
            on: on(list),
            days,
            counting,
            by: by.to_owned(),
            ..Default::default()
        };
        criteria::publish_grant_list(&park.app, &park.call, &input)
    };
    let short = refusal(publish(Some(3), Some(Counting::Calendar), "甲"));
    assert_eq!(short, (Kind::Invalid, "app.grant-days-short".to_owned()));
    let nobody = refusal(publish(None, None, " "));
    assert_eq!(nobody, (Kind::Invalid, "app.grant-missing.by".to_owned()));
    let none = refusal(publish(Some(0), None, "甲"));
    assert_eq!(none, (Kind::Invalid, "app.grant-days-bad".to_owned()));
    let window = publish(Some(10), None, "甲").unwrap().window.unwrap();
    assert_eq!(window.last.to_string(), "2026-12-07");
    assert_eq!(
        (window.set_by, window.provisional),
        (SetBy::Operator, false)
    );
    assert_eq!(window.calendar, "tiny/office");
    // The other rule is silent: without a number there is no window.
    let other = park.draft("tiny/other").line.number;
    park.check(other);
    park.settle(other, 1, None).unwrap();
    let silent = refusal(park.publish(other));
    assert_eq!(silent, (Kind::Invalid, "app.grant-days-missing".to_owned()));
}

#[test]
fn a_window_is_counted_by_the_calendar_asked_for() {
    let park = park();
    let list = park.draft("tiny/award").line.number;
    park.check(list);
    park.settle(list, 1, None).unwrap();
    let publish = |calendar: &str, opened: &str| {
        let input = criteria::PublishGrantInput {
            on: on(list),
            opened: Some(opened.parse().unwrap()),
            calendar: Some(calendar.to_owned()),
            by: "甲".to_owned(),
            ..Default::default()
        };
        criteria::publish_grant_list(&park.app, &park.call, &input)
    };
    let gone = refusal(publish("tiny/gone", "2026-11-23"));
    assert_eq!(gone, (Kind::NotFound, "app.not-found.calendar".to_owned()));
    // By hand: Monday the 23rd opens; 24, (25 closed), 26, 27, 30, 1 December.
    let window = publish("tiny/quiet", "2026-11-23").unwrap().window.unwrap();
    assert_eq!(window.last.to_string(), "2026-12-01");
    assert_eq!(
        (window.calendar.as_str(), window.provisional),
        ("tiny/quiet", false)
    );
}

#[test]
fn rows_say_how_far_the_list_is_and_the_confirmed_bytes_are_the_list() {
    let park = park();
    let list = confirmed(&park);
    let view = criteria::grant_list(&park.app, &park.call, list).unwrap();
    let grid = view.grid(Lang::Zh);
    assert_eq!(grid.rows.len(), 3);
    assert!(grid.rows.iter().all(|row| row[0].shown() == "已确认"));
    let struck = grid.rows.iter().filter(|row| row[7].shown() == "已剔除");
    assert_eq!(struck.count(), 2);
    let bytes = criteria::confirmed_grant_list(&park.app, &park.call, list).unwrap();
    let kept: ConfirmedList = serde_json::from_str(&bytes).unwrap();
    assert_eq!((kept.members.len(), kept.struck.len()), (1, 2));
    assert_eq!((kept.total, kept.by.as_str()), (Some(50_000.0), "负责人"));
    let other = park.draft("tiny/other").line.number;
    let early = criteria::confirmed_grant_list(&park.app, &park.call, other).unwrap_err();
    assert_eq!(early.diagnostic().code, "app.grant-not-confirmed");
}
