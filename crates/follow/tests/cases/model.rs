//! Ten thousand random sequences of commands against a small plain model of the rules: it
//! knows states, roles and counts, walks the acts of one workflow by hand-written tables,
//! and shares nothing with the engine. What the model allows is done, what it does not is
//! refused and changes nothing; and the case carried along is always the fold of its
//! events.

use super::desk::{Desk, day, input, workflow};
use julin_follow::Case;
use julin_follow::case::{Deed, ObligationState, What};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const FLOW: &str = "
title: {zh: 流程, en: Flow}
version: 1
code: FL
roles:
  - {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
  - {id: handler, title: {zh: 经办人, en: Handler}, taken: claimed}
  - {id: boss, title: {zh: 领导, en: Boss}, many: true}
fields: [{id: n, title: {zh: 数量, en: Count}, kind: number}]
obligations: {title: {zh: 承诺, en: Promises}, made_by: [handler], owned_by: [asker, handler]}
states:
  - {id: new, title: {zh: 新, en: New}, turn: [handler]}
  - {id: work, title: {zh: 办理, en: Work}, turn: [handler]}
  - {id: wait, title: {zh: 待补充, en: Wait}, phase: waiting, turn: [asker]}
  - {id: done, title: {zh: 完成, en: Done}, phase: done}
  - {id: off, title: {zh: 撤回, en: Off}, phase: ended}
acts:
  - {id: ask, title: {zh: 提出, en: Ask}, to: [new], by: [asker], names: [boss]}
  - {id: take, title: {zh: 接收, en: Take}, from: [new], to: [work], by: [handler]}
  - {id: back, title: {zh: 退回, en: Back}, from: [work], to: [new], by: [handler], sense: return, most: 2}
  - {id: wait, title: {zh: 请补充, en: Wait}, from: [work], to: [wait], by: [handler], reason: true}
  - {id: supply, title: {zh: 补充, en: Supply}, from: [wait], to: [work], by: [asker], needs: [n]}
  - {id: check, title: {zh: 复核, en: Check}, from: [work], by: [asker, boss], not_by_who_did: [supply]}
  - {id: finish, title: {zh: 办结, en: Finish}, from: [work], to: [done], by: [handler], countersign: {role: boss, rule: all}, when: n > 1 && obligations.open == 0, otherwise: {zh: 未满足, en: Not yet}}
  - {id: quick, title: {zh: 简办, en: Quick}, from: [work], to: [done], by: [handler], countersign: {role: boss, rule: any}}
  - {id: redo, title: {zh: 重办, en: Redo}, from: [done], to: [work], by: [asker], sense: reopen, most: 1}
  - {id: off, title: {zh: 撤回, en: Off}, from: [new, work, wait], to: [off], by: [asker], sense: withdraw}
";
const PEOPLE: [&str; 5] = ["A", "B", "C", "D", "E"];
const ACTS: [&str; 10] = [
    "ask", "take", "back", "wait", "supply", "check", "finish", "quick", "redo", "off",
];

/// What somebody tries.
#[derive(Debug, Clone)]
enum Try {
    Act(usize, Option<u8>, bool),
    Sign(bool),
    AskToSign(usize),
    Delegate(usize, usize),
    Oblige(usize),
    Keep(u32),
    Note,
    Hurry,
    /// Something the model allows, found from this number on: most sequences would not
    /// come far otherwise.
    Allowed(usize),
}

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        8 => (0..ACTS.len(), prop::option::of(0_u8..4), prop::bool::weighted(0.8))
            .prop_map(|(act, n, why)| Try::Act(act, n, why)),
        4 => prop::bool::weighted(0.8).prop_map(Try::Sign),
        1 => (0..PEOPLE.len()).prop_map(Try::AskToSign),
        1 => (0..3_usize, 0..PEOPLE.len()).prop_map(|(role, to)| Try::Delegate(role, to)),
        1 => (0..3_usize).prop_map(Try::Oblige),
        1 => (0..3_u32).prop_map(Try::Keep),
        1 => Just(Try::Note),
        1 => Just(Try::Hurry),
        16 => (0..10_000_usize).prop_map(Try::Allowed),
    ]
}

const ROLES: [&str; 3] = ["asker", "handler", "boss"];

/// Act, proposer, answers.
type Waits = (
    &'static str,
    &'static str,
    BTreeMap<&'static str, Option<bool>>,
);

/// The plain model.
#[derive(Debug, Clone)]
struct Model {
    state: &'static str,
    roles: BTreeMap<&'static str, BTreeSet<&'static str>>,
    n: Option<u8>,
    times: BTreeMap<&'static str, u32>,
    supplied_by: BTreeSet<&'static str>,
    knows: BTreeSet<&'static str>,
    /// What waits for signatures.
    waits: Option<Waits>,
    /// Owner and whether it is open.
    promises: Vec<(&'static str, bool)>,
}

impl Model {
    fn new() -> Self {
        let roles = [
            ("asker", ["A"].into()),
            ("boss", ["D", "E"].into()),
            ("handler", [].into()),
        ];
        Self {
            state: "new",
            roles: roles.into(),
            n: None,
            times: BTreeMap::new(),
            supplied_by: BTreeSet::new(),
            knows: ["A"].into(),
            waits: None,
            promises: Vec::new(),
        }
    }

    fn has(&self, person: &str, role: &str) -> bool {
        self.roles[role].contains(person)
    }

    fn acquainted(&self, person: &str) -> bool {
        self.knows.contains(person)
            || ROLES.iter().any(|role| self.has(person, role))
            || self
                .waits
                .as_ref()
                .is_some_and(|own| own.2.contains_key(person))
    }

    fn over(&self) -> bool {
        self.state == "done" || self.state == "off"
    }

    fn open_promises(&self) -> usize {
        self.promises.iter().filter(|own| own.1).count()
    }

    fn finishable(&self) -> bool {
        self.n.is_some_and(|n| n > 1) && self.open_promises() == 0
    }

    /// Where the act can be done, and where it leads; nothing where it stays.
    fn way(act: &str) -> (&'static [&'static str], Option<&'static str>) {
        match act {
            "take" => (&["new"], Some("work")),
            "back" => (&["work"], Some("new")),
            "wait" => (&["work"], Some("wait")),
            "supply" => (&["wait"], Some("work")),
            "check" => (&["work"], None),
            "finish" | "quick" => (&["work"], Some("done")),
            "redo" => (&["done"], Some("work")),
            "off" => (&["new", "work", "wait"], Some("off")),
            _ => (&[], None),
        }
    }

    fn settle(&mut self, act: &'static str, by: &'static str) {
        *self.times.entry(act).or_default() += 1;
        if let Some(to) = Self::way(act).1 {
            self.state = to;
        }
        if act == "supply" {
            self.supplied_by.insert(by);
        }
        self.waits = None;
    }

    /// Does it, if it may be done; says whether.
    fn does(&mut self, who: &'static str, what: &Try) -> bool {
        match what {
            Try::Act(act, n, why) => self.act(who, ACTS[*act], *n, *why),
            Try::Sign(agree) => self.sign(who, *agree),
            Try::AskToSign(person) => {
                let person = PEOPLE[*person];
                let Some((_, by, asked)) = &mut self.waits else {
                    return false;
                };
                let may = *by == who || asked.contains_key(who);
                if !may || *by == person || asked.contains_key(person) {
                    return false;
                }
                asked.insert(person, None);
                self.knows.insert(who);
                true
            }
            Try::Delegate(role, to) => {
                let (role, to) = (ROLES[*role], PEOPLE[*to]);
                if self.over() || !self.has(who, role) || self.has(to, role) {
                    return false;
                }
                let people = self.roles.get_mut(role).unwrap();
                people.remove(who);
                people.insert(to);
                if let Some((_, by, asked)) = &mut self.waits
                    && role == "boss"
                    && *by != to
                    && asked.get(who) == Some(&None)
                {
                    asked.remove(who);
                    asked.entry(to).or_insert(None);
                }
                self.knows.insert(who);
                true
            }
            Try::Oblige(owner) => {
                let may = !self.over() && self.has(who, "handler") && *owner < 2;
                if may {
                    self.promises.push((ROLES[*owner], true));
                    self.knows.insert(who);
                }
                may
            }
            Try::Keep(number) => {
                let at = (*number as usize).wrapping_sub(1);
                let Some((owner, true)) = self.promises.get(at).copied() else {
                    return false;
                };
                let may = self.has(who, owner) || self.has(who, "handler");
                if may {
                    self.promises[at].1 = false;
                    self.knows.insert(who);
                }
                may
            }
            Try::Allowed(_) => false,
            Try::Note => {
                let may = self.acquainted(who);
                self.knows.extend(may.then_some(who));
                may
            }
            Try::Hurry => {
                let turn = match self.state {
                    "wait" => "asker",
                    _ => "handler",
                };
                let own = self.has(who, turn) && self.waits.is_none();
                let may = !self.over() && self.acquainted(who) && !own;
                self.knows.extend(may.then_some(who));
                may
            }
        }
    }

    /// Who tries what: as drawn, or the next thing that is allowed.
    fn chosen(&self, who: &'static str, tried: &Try) -> (&'static str, Try) {
        let Try::Allowed(from) = tried else {
            return (who, tried.clone());
        };
        let kinds = ACTS.len() + 4;
        let every = kinds * PEOPLE.len() * 2;
        let nth = |at: usize| {
            let (who, kind) = (PEOPLE[at % PEOPLE.len()], at / PEOPLE.len());
            let number = (kind < kinds).then_some(2);
            let tried = match kind % kinds {
                act if act < ACTS.len() => Try::Act(act, number, true),
                10 | 11 => Try::Sign(kind < kinds || kind % kinds == 10),
                12 => Try::Oblige(0),
                _ => Try::Keep(1 + (from % 2) as u32),
            };
            (who, tried)
        };
        // In strides, so that no act stands before the others; seldom the one that ends it.
        let all = (0..every).map(|at| nth((at * 37 + from) % every));
        let all =
            all.filter(|(_, tried)| from.is_multiple_of(8) || !matches!(tried, Try::Act(9, ..)));
        let mut allowed = all.filter(|(who, tried)| self.clone().does(who, tried));
        allowed.next().unwrap_or((who, Try::Note))
    }

    fn act(&mut self, who: &'static str, act: &'static str, n: Option<u8>, why: bool) -> bool {
        if !Self::way(act).0.contains(&self.state) || (self.waits.is_some() && act != "off") {
            return false;
        }
        let handler = matches!(act, "take" | "back" | "wait" | "finish" | "quick");
        let claims = handler && self.roles["handler"].is_empty();
        let by = match act {
            "check" => self.has(who, "asker") || self.has(who, "boss"),
            _ if handler => self.has(who, "handler") || claims,
            _ => self.has(who, "asker"),
        };
        let most = match act {
            "back" => 2,
            "redo" => 1,
            _ => u32::MAX,
        };
        let again = self.times.get(act).copied().unwrap_or(0) >= most;
        let barred = act == "check" && self.supplied_by.contains(who);
        // Only the supply takes the number; others are refused with it.
        let filled = n.is_none() || act == "supply";
        let complete = act != "supply" || n.is_some() || self.n.is_some();
        let said = act != "wait" || why;
        if !by || again || barred || !filled || !complete || !said {
            return false;
        }
        if act == "finish" && !self.finishable() {
            return false;
        }
        if matches!(act, "finish" | "quick") {
            let asked = self.roles["boss"].iter().filter(|person| **person != who);
            let asked: BTreeMap<_, _> = asked.map(|person| (*person, None)).collect();
            if asked.is_empty() {
                return false;
            }
            self.waits = Some((act, who, asked));
            self.knows.insert(who);
            return true;
        }
        self.n = n.or(self.n);
        if claims {
            self.roles.get_mut("handler").unwrap().insert(who);
        }
        self.knows.insert(who);
        self.settle(act, who);
        true
    }

    fn sign(&mut self, who: &'static str, agree: bool) -> bool {
        let finishable = self.finishable();
        let Some((act, by, asked)) = &mut self.waits else {
            return false;
        };
        let (act, by) = (*act, *by);
        if by == who && !agree {
            self.waits = None;
            self.knows.insert(who);
            return true;
        }
        if asked.get(who) != Some(&None) {
            return false;
        }
        let mut after = asked.clone();
        after.insert(who, Some(agree));
        let agreed = after.values().filter(|said| **said == Some(true)).count();
        let refused = after.values().filter(|said| **said == Some(false)).count();
        let (settled, failed) = match act {
            "quick" => (agreed > 0, refused == after.len()),
            _ => (agreed == after.len(), refused > 0),
        };
        if settled && act == "finish" && !finishable {
            return false;
        }
        *asked = after;
        self.knows.insert(who);
        if failed {
            self.waits = None;
        }
        if settled {
            // Whoever proposed it as the handler nobody was before has the role now.
            self.settle(act, by);
        }
        true
    }
}

fn what(tried: &Try) -> What {
    match tried {
        Try::Act(act, n, why) => {
            let mut words = Vec::new();
            words.extend(n.map(|n| format!("n={n}")));
            words.extend(why.then(|| "?because".to_owned()));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            What::Act(input(ACTS[*act], &words))
        }
        Try::Sign(agree) => What::Sign {
            agree: *agree,
            reason: "because".to_owned(),
        },
        Try::AskToSign(person) => What::AskToSign {
            person: PEOPLE[*person].to_owned(),
        },
        Try::Delegate(role, to) => What::Delegate {
            role: ROLES[*role].to_owned(),
            to: PEOPLE[*to].to_owned(),
            reason: String::new(),
        },
        Try::Oblige(owner) => What::Oblige {
            title: julin_model::Text::same("a promise"),
            owner: ROLES[*owner].to_owned(),
            due: Some(day("2026-12-01")),
        },
        Try::Keep(obligation) => What::Keep {
            obligation: *obligation,
            result: String::new(),
            documents: Vec::new(),
        },
        Try::Note | Try::Allowed(_) => What::Note {
            text: "a note".to_owned(),
        },
        Try::Hurry => What::Hurry {
            text: String::new(),
        },
    }
}

/// The case as the model sees one.
fn agrees(desk: &Desk, model: &Model) -> Result<(), TestCaseError> {
    let case = &desk.case;
    prop_assert_eq!(&case.state, model.state);
    prop_assert_eq!(case.is_over(), model.over());
    for role in ROLES {
        let held: BTreeSet<&str> = case.holders(role).map(String::as_str).collect();
        prop_assert_eq!(&held, &model.roles[role], "{}", role);
    }
    for act in ACTS.iter().filter(|act| **act != "ask") {
        prop_assert_eq!(
            case.times(act),
            model.times.get(act).copied().unwrap_or(0) as usize
        );
    }
    prop_assert_eq!(case.returned, model.times.get("back").copied().unwrap_or(0));
    prop_assert_eq!(case.reopened, model.times.get("redo").copied().unwrap_or(0));
    let waits = case.pending.as_ref().map(|own| {
        let said = own
            .signers
            .iter()
            .map(|(person, said)| (person.as_str(), *said));
        (
            own.act.act.as_str(),
            own.by.as_str(),
            said.collect::<BTreeMap<_, _>>(),
        )
    });
    prop_assert_eq!(&waits, &model.waits);
    let open = case
        .obligations
        .iter()
        .map(|own| own.state == ObligationState::Open);
    let owed = model.promises.iter().map(|own| own.1);
    prop_assert!(open.eq(owed));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_does_what_the_plain_model_does(
        sequence in prop::collection::vec((0..PEOPLE.len(), tries()), 1..40),
    ) {
        let open = input("ask", &["boss:D", "boss:E"]);
        let mut desk = Desk::open(FLOW_READY.clone(), ("A", "2026-11-02 09:00"), &open);
        let mut model = Model::new();
        for (step, (person, tried)) in sequence.iter().enumerate() {
            let (who, tried) = model.chosen(PEOPLE[*person], tried);
            let on = format!("2026-11-02 10:{step:02}");
            let (before, events) = (desk.case.clone(), desk.events.len());
            let mut next = model.clone();
            let expected = next.does(who, &tried);
            match desk.try_it(who, &on, what(&tried)) {
                Ok(decision) => {
                    prop_assert!(expected, "{} {:?} was done", who, tried);
                    prop_assert!(!decision.deeds.is_empty());
                    let opened = matches!(decision.deeds[0], Deed::Open(_));
                    prop_assert!(!opened);
                    model = next;
                }
                Err(refused) => {
                    prop_assert!(!expected, "{} {:?} was refused: {}", who, tried, refused.code);
                    prop_assert_eq!(&desk.case, &before);
                    prop_assert_eq!(desk.events.len(), events);
                }
            }
            agrees(&desk, &model)?;
        }
        prop_assert_eq!(Case::of(&desk.events), Some(desk.case));
    }
}

static FLOW_READY: std::sync::LazyLock<julin_follow::Workflow> =
    std::sync::LazyLock::new(|| workflow(FLOW));
