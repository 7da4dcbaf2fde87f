//! A journey: who does what in which case, and what is then seen or refused. It is told
//! once, in words of the office, and played by pages and by commands alike.
//!
//! Must not know: how a page looks or how a command is called.

use anyhow::{Result, ensure};
use std::collections::BTreeMap;

/// Words in both languages, 中文 first.
pub type Both = (&'static str, &'static str);

/// The language somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// As addresses and commands have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// One after another.
#[derive(Debug, Clone)]
pub struct Journey {
    /// What it is about.
    pub name: &'static str,
    /// What is done.
    pub steps: Vec<Step>,
}

impl Journey {
    /// A step as a tester looks for it.
    pub fn told(&self, step: usize, lang: Lang) -> String {
        let own = &self.steps[step];
        let (name, n, lang) = (self.name, step + 1, lang.code());
        format!("{name} ({lang}), step {n}: {:?} by {}", own.deed, own.who)
    }
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A case is opened by an act of its workflow and is called so from then on.
    Open(&'static str, &'static str, &'static str),
    /// An act of the workflow, in a case.
    Act(&'static str, &'static str),
    /// Agreeing, or not, to what waits in a case.
    Sign(&'static str, bool),
    /// Something is promised in a case by the holders of a role.
    Promise(&'static str, &'static str, &'static str),
    /// A promise of a case is kept.
    Keep(&'static str, u32),
    /// A promise of a case is put off to a day.
    PutOff(&'static str, u32, &'static str),
    /// An interest in a case is declared.
    Interest(&'static str),
    /// A case is scored, item by item.
    Score(&'static str, &'static [(&'static str, u32)]),
    /// Documents are handed in.
    Attach(&'static str),
    /// Words are added to a case.
    Note(&'static str, &'static str),
    /// What is due by itself is done.
    Wake,
    /// Somebody looks.
    Look(Place),
}

/// Where somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A case.
    Case(&'static str),
    /// A case as it was on a day.
    CaseOn(&'static str, &'static str),
    /// A round of scoring.
    Round(&'static str),
    /// The register of a workflow.
    Register(&'static str),
    /// The figures of a workflow.
    Figures(&'static str),
    /// The contact budget of a month.
    Budget(&'static str),
    /// Cases of a workflow by how silent they are.
    Silence(&'static str),
    /// One's own work: `todo`, `done`, `started`, `unclaimed`.
    Work(&'static str),
}

/// Somebody does something.
#[derive(Debug, Clone)]
pub struct Step {
    /// Who.
    pub who: &'static str,
    /// What.
    pub deed: Deed,
    /// What a new case is called.
    pub title: &'static str,
    /// Whom a new case is about.
    pub about: &'static str,
    /// The case a new one belongs to.
    pub within: &'static str,
    /// Fields of the act.
    pub fields: Vec<(&'static str, &'static str)>,
    /// Persons by role, several with `、` between.
    pub people: Vec<(&'static str, &'static str)>,
    /// Where the act leads, when it may lead to several states.
    pub to: &'static str,
    /// Why.
    pub reason: &'static str,
    /// The day something is promised for.
    pub due: &'static str,
    /// When it happened, `2026-03-01T09:00`; now when empty.
    pub on: &'static str,
    /// What a document handed in says.
    pub document: &'static str,
    /// What is said when it is refused; nothing when it goes through.
    pub refused: Vec<Both>,
    /// What is then seen.
    pub seen: Vec<Both>,
    /// What is then not seen.
    pub unseen: Vec<Both>,
    /// What the case it opened beside is called, and its series.
    pub brought: Option<(&'static str, &'static str)>,
}

/// A case is opened: what it is called here, its workflow, the act.
pub fn open(name: &'static str, workflow: &'static str, act: &'static str) -> Step {
    Step::of(Deed::Open(name, workflow, act))
}

/// An act in a case.
pub fn act(case: &'static str, act: &'static str) -> Step {
    Step::of(Deed::Act(case, act))
}

/// Anything else that is done.
pub fn step(deed: Deed) -> Step {
    Step::of(deed)
}

/// Somebody looks.
pub fn look(place: Place) -> Step {
    Step::of(Deed::Look(place))
}

impl Step {
    fn of(deed: Deed) -> Self {
        Self {
            who: "",
            deed,
            title: "",
            about: "",
            within: "",
            fields: vec![],
            people: vec![],
            to: "",
            reason: "",
            due: "",
            on: "",
            document: "",
            refused: vec![],
            seen: vec![],
            unseen: vec![],
            brought: None,
        }
    }

    /// Who does it.
    #[must_use]
    pub fn by(self, who: &'static str) -> Self {
        Self { who, ..self }
    }

    /// What the new case is called.
    #[must_use]
    pub fn titled(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    /// Whom the new case is about.
    #[must_use]
    pub fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// The case the new one belongs to.
    #[must_use]
    pub fn within(self, within: &'static str) -> Self {
        Self { within, ..self }
    }

    /// A field is filled.
    #[must_use]
    pub fn field(mut self, id: &'static str, value: &'static str) -> Self {
        self.fields.push((id, value));
        self
    }

    /// A role is given.
    #[must_use]
    pub fn person(mut self, role: &'static str, names: &'static str) -> Self {
        self.people.push((role, names));
        self
    }

    /// Where it leads.
    #[must_use]
    pub fn to(self, to: &'static str) -> Self {
        Self { to, ..self }
    }

    /// Why.
    #[must_use]
    pub fn because(self, reason: &'static str) -> Self {
        Self { reason, ..self }
    }

    /// The day it is promised for.
    #[must_use]
    pub fn due(self, due: &'static str) -> Self {
        Self { due, ..self }
    }

    /// When it happened.
    #[must_use]
    pub fn on(self, on: &'static str) -> Self {
        Self { on, ..self }
    }

    /// With a document that says this.
    #[must_use]
    pub fn with(self, document: &'static str) -> Self {
        Self { document, ..self }
    }

    /// It is refused, and this is said.
    #[must_use]
    pub fn refused(mut self, zh: &'static str, en: &'static str) -> Self {
        self.refused.push((zh, en));
        self
    }

    /// This is then seen.
    #[must_use]
    pub fn sees(mut self, zh: &'static str, en: &'static str) -> Self {
        self.seen.push((zh, en));
        self
    }

    /// This is then not seen.
    #[must_use]
    pub fn misses(mut self, zh: &'static str, en: &'static str) -> Self {
        self.unseen.push((zh, en));
        self
    }

    /// It opens another case: what that is called here, and its series.
    #[must_use]
    pub fn brings(self, name: &'static str, series: &'static str) -> Self {
        let brought = Some((name, series));
        Self { brought, ..self }
    }

    /// The case it is about; none for a look elsewhere.
    pub fn case(&self) -> Option<&'static str> {
        match self.deed {
            Deed::Act(case, _)
            | Deed::Sign(case, _)
            | Deed::Promise(case, ..)
            | Deed::Keep(case, _)
            | Deed::PutOff(case, ..)
            | Deed::Interest(case)
            | Deed::Score(case, _)
            | Deed::Attach(case)
            | Deed::Note(case, _)
            | Deed::Open(case, ..) => Some(case),
            Deed::Wake | Deed::Look(_) => None,
        }
    }
}

/// The language it is read in, and the numbers of the cases by what they are called here.
#[derive(Debug, Clone)]
pub struct Book {
    /// The language.
    pub lang: Lang,
    codes: BTreeMap<&'static str, String>,
}

impl Book {
    /// A book without cases.
    pub fn new(lang: Lang) -> Self {
        let codes = BTreeMap::new();
        Self { lang, codes }
    }

    /// Notes the number of a case.
    pub fn note(&mut self, name: &'static str, code: &str) {
        self.codes.insert(name, code.to_owned());
    }

    /// The number of a case.
    ///
    /// # Panics
    /// When a journey names a case nobody opened.
    pub fn code(&self, name: &str) -> &str {
        let code = self.codes.get(name);
        code.unwrap_or_else(|| panic!("nobody opened “{name}”"))
    }

    /// A text with the number of a case in place of each `{name}`.
    pub fn told(&self, text: &str) -> String {
        let all = self.codes.iter();
        all.fold(text.to_owned(), |text, (name, code)| {
            text.replace(&format!("{{{name}}}"), code)
        })
    }

    /// What a reader reads, without spaces: lines break where there is room.
    pub fn read(&self, words: Both) -> String {
        squeezed(&self.told(match self.lang {
            Lang::Zh => words.0,
            Lang::En => words.1,
        }))
    }

    /// Everything that should be seen is there, and nothing else that should not.
    pub fn seen(&self, step: &Step, text: &str) -> Result<()> {
        let plain = squeezed(text);
        for words in &step.seen {
            let words = self.read(*words);
            ensure!(plain.contains(&words), "not said: {words}\n{text}");
        }
        for words in &step.unseen {
            let words = self.read(*words);
            ensure!(
                !plain.contains(&words),
                "should not be said: {words}\n{text}"
            );
        }
        Ok(())
    }

    /// What is refused is refused with these words.
    pub fn refused(&self, step: &Step, said: &str) -> Result<()> {
        let plain = squeezed(said);
        for words in &step.refused {
            let words = self.read(*words);
            ensure!(plain.contains(&words), "not said: {words}\n{said}");
        }
        Ok(())
    }
}

/// A text without spaces and line ends.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The first number of a case of a series in a text; of any series when it is empty.
pub fn code_in(text: &str, series: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let code = |word: &&str| {
        let mut parts = word.split('-');
        let (own, year, number) = (parts.next(), parts.next(), parts.next());
        let digits = |part: Option<&str>| {
            part.is_some_and(|part| part.len() >= 4 && part.bytes().all(|c| c.is_ascii_digit()))
        };
        let capitals = own.is_some_and(|own| {
            (own == series || series.is_empty())
                && !own.is_empty()
                && own.bytes().all(|c| c.is_ascii_uppercase())
        });
        capitals && digits(year) && digits(number) && parts.next().is_none()
    };
    let mut words = words;
    words.find(code).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_case_is_found_among_words() {
        let text = "见 “VI-2026-0001”，RQ-2026-0012 2026-03-01";
        assert_eq!(code_in(text, "").as_deref(), Some("VI-2026-0001"));
        assert_eq!(code_in(text, "RQ").as_deref(), Some("RQ-2026-0012"));
        assert_eq!(code_in(text, "AG"), None);
    }

    #[test]
    fn what_is_not_said_is_missed_and_what_should_not_be_said_is_told() {
        let mut book = Book::new(Lang::En);
        book.note("first", "VI-2026-0001");
        let step = look(Place::Case("first"))
            .sees("有 {first}", "there is {first}")
            .misses("金额", "sum");
        assert!(book.seen(&step, "There \n there is VI-2026-0001.").is_ok());
        assert!(book.seen(&step, "There is nobody").is_err());
        assert!(book.seen(&step, "there is VI-2026-0001: the sum").is_err());
    }
}
