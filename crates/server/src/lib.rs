//! The web surface: pages and the same answers as JSON. Translates only.
//!
//! A page is a pure function from a contract type to markup; its handler runs one
//! use case. [`routes`] shows all pages on one screen. Must not know: SQL, rules of any
//! kind.

pub mod chart;
pub mod mail;
pub mod pages;
mod routes;
pub mod view;
pub mod web;

use julin_app::App;
use std::future::Future;
use std::time::Duration;

pub use routes::router;

/// How the server is started.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Answer only when asked by a name of this machine (for a loopback address).
    pub loopback_only: bool,
    /// Year figures are shown as of when none is asked for; last year when not given.
    pub as_of: Option<i32>,
    /// How long a page may take.
    pub timeout: Duration,
    /// Largest file that can be sent, in bytes.
    pub upload_limit: usize,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            loopback_only: true,
            as_of: None,
            timeout: Duration::from_secs(30),
            upload_limit: 200 << 20,
        }
    }
}

/// Serves until `shutdown` is done; requests under way are finished first.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    options: ServerOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app, options)?)
        .with_graceful_shutdown(shutdown)
        .await
}
