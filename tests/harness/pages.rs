//! A journey played on the pages, in a browser: whoever acts says who they are, opens the
//! form and fills it.

use crate::browser::Browser;
use crate::forms::{become_, fill, hand_in, id, open, refusal, sent};
use crate::journey::{Book, Deed, Journey, Lang, Place, Step, code_in};
use crate::program::julin;
use crate::site::Site;
use anyhow::{Context, Result, bail, ensure};
use std::path::PathBuf;

/// A browser before the site.
pub struct Pages<'a> {
    site: &'a Site,
    browser: &'a Browser,
    book: Book,
    /// Who it knows it is with.
    who: &'static str,
    /// What it shows, while it is known to be as it is now.
    shown: String,
    documents: u32,
    refused: usize,
}

/// What is typed into a form of a case, and by which button it is sent.
struct Typing {
    form: String,
    inputs: Vec<(String, String)>,
    button: &'static str,
}

impl<'a> Pages<'a> {
    /// Nobody is there yet.
    pub fn new(site: &'a Site, browser: &'a Browser, lang: Lang) -> Self {
        Self {
            site,
            browser,
            book: Book::new(lang),
            who: "",
            shown: String::new(),
            documents: 0,
            refused: 0,
        }
    }

    /// How many forms were refused.
    pub fn refused(&self) -> usize {
        self.refused
    }

    /// Plays a journey.
    pub async fn play(&mut self, journey: &Journey) -> Result<()> {
        for (i, step) in journey.steps.iter().enumerate() {
            let done = self.step(step).await;
            done.with_context(|| journey.told(i, self.book.lang))?;
        }
        Ok(())
    }

    async fn step(&mut self, step: &Step) -> Result<()> {
        match step.deed {
            Deed::Wake => {
                // The server does the same every minute.
                julin(&["follow", "wake", "--db", &self.site.db]).well();
                self.shown.clear();
            }
            Deed::Look(place) => self.go(step.who, &self.path(place)).await?,
            Deed::Open(name, workflow, act) => self.opens(step, name, (workflow, act)).await?,
            _ => self.acts(step).await?,
        }
        if let Some((name, series)) = step.brought {
            let link = format!("main a[href^='/cases/{series}-']");
            let link = self.browser.wait(&link).await?;
            let link = link.attr("href").await?.unwrap_or_default();
            self.book.note(name, &code_in(&link, series).context(link)?);
        }
        if step.seen.is_empty() && step.unseen.is_empty() {
            return Ok(());
        }
        let words = self.browser.text("main").await?;
        self.book.seen(step, &words)
    }

    /// Whoever it is looks at a page as it is now.
    async fn go(&mut self, who: &'static str, path: &str) -> Result<()> {
        if who != self.who && !who.is_empty() {
            let back = path.replace('?', "%3F").replace('&', "%26");
            become_(self.site, self.browser, who, &back).await?;
            self.who = who;
        } else {
            self.browser.open(&self.site.at(path)).await?;
        }
        path.clone_into(&mut self.shown);
        Ok(())
    }

    fn path(&self, place: Place) -> String {
        let plain = |workflow: &str| workflow.replace('/', "%2F");
        match place {
            Place::Case(name) => format!("/cases/{}", self.book.code(name)),
            Place::CaseOn(name, day) => format!("/cases/{}?on={day}", self.book.code(name)),
            Place::Round(name) => format!("/rounds/{}", self.book.code(name)),
            Place::Register(workflow) => format!("/register/{}", plain(workflow)),
            Place::Figures(workflow) => format!("/figures/{}", plain(workflow)),
            Place::Budget(month) => format!("/contact-budget?month={month}"),
            Place::Silence(workflow) => format!("/silence?workflow={workflow}"),
            Place::Work(part) => format!("/my-work?shown={part}"),
        }
    }

    /// Opens a case by the form of its workflow.
    async fn opens(
        &mut self,
        step: &Step,
        name: &'static str,
        (workflow, act): (&str, &str),
    ) -> Result<()> {
        let within = match step.within {
            "" => String::new(),
            name => format!("&within={}", self.book.code(name)),
        };
        let path = format!("/cases/new?workflow={workflow}&act={act}{within}");
        self.go(step.who, &path).await?;
        let mut inputs = vec![("title".to_owned(), step.title.to_owned())];
        if !step.about.is_empty() {
            inputs.push(("subject".to_owned(), step.about.to_owned()));
        }
        inputs.extend(filled(step));
        self.typed("new", &inputs, step).await?;
        self.browser
            .click("main form.stacked button.primary")
            .await?;
        let said = refusal(self.browser, "#timeline, .refused[role=alert]").await?;
        self.refused += usize::from(said.is_some());
        self.judged(step, said)?;
        if step.refused.is_empty() {
            let place = self.browser.place().await?;
            let code = place
                .strip_prefix("/cases/")
                .context("the page of no case")?;
            self.book.note(name, code);
            self.shown = place;
        }
        Ok(())
    }

    /// Does something in a case, by its form there.
    async fn acts(&mut self, step: &Step) -> Result<()> {
        let path = self.path(Place::Case(step.case().context("no case")?));
        if self.shown != path || (step.who != self.who && !step.who.is_empty()) {
            self.go(step.who, &path).await?;
            self.browser.wait("#timeline").await?;
        }
        let Some(typing) = self.typing(step) else {
            bail!("there is no form for it");
        };
        let css = format!("#do-{}", typing.form);
        if !step.refused.is_empty() && self.browser.all(&css).await?.is_empty() {
            let said = self.browser.ask(
                "return Array.from(document.querySelectorAll('.acts')).map(e => e.textContent).join(' ')",
            );
            let said = said.await?.as_str().unwrap_or_default().to_owned();
            return self.judged(step, Some(said));
        }
        open(self.browser, &typing.form).await?;
        self.typed(&typing.form, &typing.inputs, step).await?;
        let said = sent(self.browser, &typing.form, typing.button).await?;
        self.refused += usize::from(said.is_some());
        self.judged(step, said)
    }

    /// Fills a form in, with what any form may ask for besides.
    async fn typed(&mut self, form: &str, inputs: &[(String, String)], step: &Step) -> Result<()> {
        for (input, value) in inputs {
            fill(self.browser, &id(form, input), &self.book.told(value)).await?;
        }
        if !step.document.is_empty() {
            let file = self.document(step.document)?;
            hand_in(self.browser, &id(form, "documents"), &file).await?;
        }
        if !step.on.is_empty() {
            let on = id(form, "on");
            let late = format!("details:has(> div > {on}) > summary");
            self.browser.click(&late).await?;
            fill(self.browser, &on, step.on).await?;
        }
        Ok(())
    }

    /// A file that says something.
    fn document(&mut self, text: &str) -> Result<PathBuf> {
        self.documents += 1;
        let path = self.site.file(&format!("evidence-{}.txt", self.documents));
        std::fs::write(&path, text)?;
        Ok(path)
    }

    /// Went through what should go through, and was refused as it should be what should not.
    fn judged(&mut self, step: &Step, said: Option<String>) -> Result<()> {
        let Some(said) = said else {
            ensure!(step.refused.is_empty(), "it went through");
            return Ok(());
        };
        // What stands there is no longer the case as it is.
        self.shown.clear();
        ensure!(!step.refused.is_empty(), "it is refused: {said}");
        self.book.refused(step, &said)
    }

    /// The form of a deed, and what is typed there.
    fn typing(&self, step: &Step) -> Option<Typing> {
        let plain = "button[type=submit]";
        let (form, inputs, button) = match step.deed {
            Deed::Act(_, act) => (format!("act-{act}"), filled(step), plain),
            Deed::Sign(_, agree) => {
                let inputs = some(&[("reason", step.reason)]);
                let button = match agree {
                    true => "button[value=yes]",
                    false => "button[value=no]",
                };
                ("sign".to_owned(), inputs, button)
            }
            Deed::Promise(_, title, owner) => {
                let inputs = some(&[("title", title), ("owner", owner), ("due", step.due)]);
                ("oblige".to_owned(), inputs, plain)
            }
            Deed::Keep(_, n) => (format!("keep-{n}"), some(&[("result", step.reason)]), plain),
            Deed::PutOff(_, n, day) => {
                let inputs = some(&[("due", day), ("reason", step.reason)]);
                (format!("put-off-{n}"), inputs, plain)
            }
            Deed::Interest(_) => (
                "interest".to_owned(),
                some(&[("reason", step.reason)]),
                plain,
            ),
            Deed::Score(_, points) => {
                let points = points.iter();
                let points = points.map(|(item, n)| ((*item).to_owned(), n.to_string()));
                ("score".to_owned(), points.collect(), plain)
            }
            Deed::Attach(_) => ("attach".to_owned(), vec![], plain),
            Deed::Note(_, text) => ("note".to_owned(), some(&[("text", text)]), plain),
            Deed::Open(..) | Deed::Wake | Deed::Look(_) => return None,
        };
        Some(Typing {
            form,
            inputs,
            button,
        })
    }
}

/// What an act is filled with.
fn filled(step: &Step) -> Vec<(String, String)> {
    let fields = step.fields.iter().map(|(id, value)| ("f", id, value));
    let people = step.people.iter().map(|(id, names)| ("p", id, names));
    let filled = fields.chain(people);
    let filled = filled.map(|(kind, id, value)| (format!("{kind}-{id}"), (*value).to_owned()));
    let rest = some(&[("to", step.to), ("reason", step.reason)]);
    filled.chain(rest).collect()
}

/// Those that are not empty.
fn some(inputs: &[(&str, &str)]) -> Vec<(String, String)> {
    let inputs = inputs.iter().filter(|(_, value)| !value.is_empty());
    inputs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
