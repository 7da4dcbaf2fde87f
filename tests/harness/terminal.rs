//! A journey played by commands, on a terminal: whoever acts types a line.

use crate::journey::{Book, Deed, Journey, Lang, Place, Step, code_in};
use crate::program::{Ran, julin_as};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// A terminal before a database.
pub struct Terminal<'a> {
    db: &'a str,
    folder: &'a Path,
    book: Book,
    documents: u32,
}

impl<'a> Terminal<'a> {
    /// A terminal, with a folder for what is handed in.
    pub fn new(db: &'a str, folder: &'a Path, lang: Lang) -> Self {
        Self {
            db,
            folder,
            book: Book::new(lang),
            documents: 0,
        }
    }

    /// Plays a journey.
    pub fn play(&mut self, journey: &Journey) -> Result<()> {
        for (i, step) in journey.steps.iter().enumerate() {
            let done = self.step(step);
            done.with_context(|| journey.told(i, self.book.lang))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<()> {
        let call = self.call(step)?;
        let ran = self.follow(step.who, &call);
        if !step.refused.is_empty() {
            ensure!(ran.code != 0, "{} went through\n{}", ran.call, ran.out);
            return self.book.refused(step, &ran.err);
        }
        ensure!(ran.code == 0, "{}\n{}", ran.call, ran.err);
        if let Deed::Open(name, ..) = step.deed {
            let code = code_in(&ran.out, "").context("no case is named")?;
            self.book.note(name, &code);
        }
        if step.brought.is_none() && step.seen.is_empty() && step.unseen.is_empty() {
            return Ok(());
        }
        // What is said at once need not be asked for.
        let at_once = step.brought.is_none() && step.unseen.is_empty();
        let said = match step.case() {
            Some(_) if at_once && self.book.seen(step, &ran.out).is_ok() => return Ok(()),
            Some(case) => self.shown(step.who, case)?,
            None => ran.out,
        };
        if let Some((name, series)) = step.brought {
            let code = code_in(&said, series);
            let code = code.with_context(|| format!("no {series} is named\n{said}"))?;
            self.book.note(name, &code);
        }
        self.book.seen(step, &said)
    }

    /// A case as it is now.
    fn shown(&self, who: &str, case: &str) -> Result<String> {
        let show = words(&["show", self.book.code(case)]);
        let ran = self.follow(who, &show);
        ensure!(ran.code == 0, "{}\n{}", ran.call, ran.err);
        Ok(ran.out)
    }

    /// A command about cases, on a wide terminal, in the language of the journey.
    fn follow(&self, who: &str, words: &[String]) -> Ran {
        let mut args = vec!["follow"];
        args.extend(words.iter().map(String::as_str));
        args.extend(["--db", self.db]);
        julin_as(who, self.book.lang.code(), &args)
    }

    /// What is typed.
    fn call(&mut self, step: &Step) -> Result<Vec<String>> {
        if let Deed::Look(place) = step.deed {
            return Ok(self.place(place));
        }
        let mut call = self.verb(step);
        let reason = match step.deed {
            Deed::Keep(..) => "--result",
            _ => "--reason",
        };
        let within = match step.within {
            "" => "",
            name => self.book.code(name),
        };
        for (option, value) in [
            ("--title", step.title),
            ("--subject", step.about),
            ("--within", within),
            ("--to", step.to),
            (reason, step.reason),
            ("--due", step.due),
            ("--on", step.on),
        ] {
            if !value.is_empty() {
                call.extend(words(&[option, value]));
            }
        }
        for (id, value) in &step.fields {
            call.extend(["--field".to_owned(), format!("{id}={value}")]);
        }
        for (role, names) in &step.people {
            for name in names.split('、') {
                call.extend(["--person".to_owned(), format!("{role}={name}")]);
            }
        }
        if !step.document.is_empty() {
            call.extend(words(&["--attach", &self.document(step.document)?]));
        }
        Ok(call)
    }

    /// The command of a deed.
    fn verb(&self, step: &Step) -> Vec<String> {
        let case = step.case().filter(|_| !matches!(step.deed, Deed::Open(..)));
        let code = case.map_or("", |case| self.book.code(case));
        match step.deed {
            Deed::Open(_, workflow, act) => words(&["open", workflow, "--act", act]),
            Deed::Act(_, act) => words(&["act", code, act]),
            Deed::Sign(_, true) => words(&["sign", code, "yes"]),
            Deed::Sign(_, false) => words(&["sign", code, "no"]),
            Deed::Promise(_, title, owner) => {
                words(&["promise", "add", code, title, "--owner", owner])
            }
            Deed::Keep(_, n) => words(&["promise", "keep", code, &n.to_string()]),
            Deed::PutOff(_, n, day) => words(&["promise", "put-off", code, &n.to_string(), day]),
            Deed::Interest(_) => words(&["interest", code, "yes"]),
            Deed::Score(_, points) => {
                let points = points.iter().map(|(item, n)| format!("{item}={n}"));
                words(&["score", code]).into_iter().chain(points).collect()
            }
            Deed::Attach(_) => words(&["attach", code]),
            Deed::Note(_, text) => words(&["note", code, text]),
            Deed::Wake | Deed::Look(_) => words(&["wake"]),
        }
    }

    fn place(&self, place: Place) -> Vec<String> {
        match place {
            Place::Case(name) => words(&["show", self.book.code(name)]),
            Place::CaseOn(name, day) => words(&["show", self.book.code(name), "--on", day]),
            Place::Round(name) => words(&["round", self.book.code(name)]),
            Place::Register(workflow) => words(&["register", workflow]),
            Place::Figures(workflow) => words(&["figures", workflow]),
            Place::Budget(month) => words(&["budget", "--month", month]),
            Place::Silence(workflow) => words(&["silence", workflow]),
            Place::Work(part) => words(&["work", "--part", part]),
        }
    }

    /// A file that says something.
    fn document(&mut self, text: &str) -> Result<String> {
        self.documents += 1;
        let name = format!("evidence-{}.txt", self.documents);
        let path = self.folder.join(name);
        std::fs::write(&path, text)?;
        Ok(path.display().to_string())
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
