//! What every handler is given: the application, the options, the waiting uploads.

use super::failure::Failure;
use super::request::{Ask, Form};
use super::respond::{Surface, book};
use super::upload::Uploads;
use crate::ServerOptions;
use crate::pages;
use axum::http::StatusCode;
use axum::response::Response;
use julin_app::contract::{Grid, Proof};
use julin_app::{Answer, App, Call, exports, follow};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer waits for a file that may be made at once.
const A_MOMENT: Duration = Duration::from_secs(2);

/// A use case that reads.
pub type Read<I, T> = fn(&App, &Call, &I) -> Answer<T>;

/// The running site.
#[derive(Clone)]
pub struct Site {
    app: App,
    /// How it was started.
    pub options: Arc<ServerOptions>,
    /// Files waiting for a decision.
    pub uploads: Uploads,
}

impl Site {
    /// Puts the site together.
    pub fn new(app: App, options: ServerOptions) -> std::io::Result<Self> {
        Ok(Self {
            app,
            options: Arc::new(options),
            uploads: Uploads::new()?,
        })
    }

    /// The year figures are shown as of when none is asked for: last year, unless the
    /// options say otherwise.
    pub fn default_as_of(&self) -> i32 {
        self.options
            .as_of
            .unwrap_or_else(|| self.app.default_year())
    }

    /// The application, for what needs no waiting.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Runs a reading use case and draws its answer, both away from the threads that
    /// serve connections. Stops waiting after the time allowed.
    pub async fn show<T, F>(&self, ask: Ask, surface: Surface<T>, read: F) -> Response
    where
        T: Serialize + 'static,
        F: FnOnce(&App, &Call) -> Answer<T> + Send + 'static,
    {
        if ask.form == Form::Export && surface.has_rows() {
            let cx = ask.cx.clone();
            let grids = move |app: &App, call: &Call| {
                let view = read(app, call)?;
                Ok(surface.whole(&cx, &view).into_iter().collect())
            };
            return self.export(ask, grids).await;
        }
        let draw = move |ask: &Ask, view: &T| surface.answer(ask, view);
        self.draw(ask, read, draw).await
    }

    /// The same; a workbook also says how the answer was computed, where that can be told.
    pub async fn show_proved<I, T>(
        &self,
        ask: Ask,
        surface: Surface<T>,
        input: I,
        (read, prove): (Read<I, T>, Read<I, Option<Proof>>),
    ) -> Response
    where
        I: Send + 'static,
        T: Serialize + 'static,
    {
        let book_asked = matches!(ask.form, Form::Xlsx | Form::Export);
        let Some(grid) = surface.sheet().filter(|_| book_asked) else {
            let read = move |app: &App, call: &Call| read(app, call, &input);
            return self.show(ask, surface, read).await;
        };
        let cx = ask.cx.clone();
        let grids = move |app: &App, call: &Call| {
            // The answer first: it refuses what would take too long.
            let first = grid(&cx, &read(app, call, &input)?);
            let proof = prove(app, call, &input)?;
            let proof = proof.iter().flat_map(|proof| proof.grids(cx.lang));
            Ok([first].into_iter().chain(proof).collect::<Vec<_>>())
        };
        match ask.form {
            Form::Export => self.export(ask, grids).await,
            _ => self.draw(ask, grids, |ask, grids| book(ask, grids)).await,
        }
    }

    /// Starts to make sheets into a file beside the pages. What is made in a moment is
    /// answered with the file, what takes longer with the page that shows how far it is.
    async fn export<F>(&self, ask: Ask, read: F) -> Response
    where
        F: FnOnce(&App, &Call) -> Answer<Vec<Grid>> + Send + 'static,
    {
        let input = exports::ExportInput {
            page: ask.cx.here(&[]),
            lang: ask.cx.lang,
        };
        let started = move |app: &App, call: &Call| {
            let own = exports::start_export(app, call, input, read)?;
            exports::export_soon(app, call, (own.id, A_MOMENT))
        };
        match self.run_as(&ask, started).await {
            Ok(own) => pages::exports::go(&own),
            Err(failure) => failure.answer(&ask),
        }
    }

    async fn draw<T, F, D>(&self, ask: Ask, read: F, draw: D) -> Response
    where
        F: FnOnce(&App, &Call) -> Answer<T> + Send + 'static,
        D: FnOnce(&Ask, &T) -> Response + Send + 'static,
    {
        let (site, mut asked) = (self.clone(), ask.clone());
        let work = tokio::task::spawn_blocking(move || {
            let call = caller(&asked);
            let answer = match asked.form {
                // A file holds the whole list.
                Form::Csv | Form::Xlsx => read(&site.app.for_file(&Arc::default()), &call),
                _ => read(&site.app, &call),
            };
            if asked.form == Form::Page && asked.cx.who.is_some() {
                // A count that cannot be had is left out: the page itself says what is wrong.
                asked.cx.to_do = follow::to_do(&site.app, &call).ok();
            }
            match answer {
                Ok(view) => draw(&asked, &view),
                Err(error) => Failure::from(error).answer(&asked),
            }
        });
        match tokio::time::timeout(self.options.timeout, work).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => Failure::stopped().answer(&ask),
            Err(_) => Failure::new(StatusCode::GATEWAY_TIMEOUT, "server.too-long").answer(&ask),
        }
    }

    /// Runs a use case to its end, however long it takes.
    pub async fn run<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Call) -> Answer<T> + Send + 'static,
    {
        self.run_for(Call::default(), work).await
    }

    /// The same for whoever asks.
    pub async fn run_as<T, F>(&self, ask: &Ask, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Call) -> Answer<T> + Send + 'static,
    {
        self.run_for(caller(ask), work).await
    }

    async fn run_for<T, F>(&self, call: Call, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&App, &Call) -> Answer<T> + Send + 'static,
    {
        let site = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&site.app, &call)).await;
        done.map_err(|_| Failure::stopped())?.map_err(Failure::from)
    }
}

/// Who calls: the name somebody works under; the one local person where nobody said.
fn caller(ask: &Ask) -> Call {
    let named = ask.cx.who.clone();
    named.map_or_else(Call::default, |actor| Call { actor })
}
