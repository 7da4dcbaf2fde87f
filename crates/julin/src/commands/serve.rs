//! `julin serve`: the web app over an existing database.

use crate::args::{Common, ListenArgs, ServeArgs};
use crate::context;
use crate::output::{Output, note};
use anyhow::Context as _;
use julin_app::follow::Woken;
use julin_app::{App, AppError, Call, Kind};
use julin_model::Diagnostic;
use julin_server::mail::{MailError, Mailer, Sent};
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;

/// Serves until interrupted.
pub fn run(common: &Common, output: &Output, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    refuse_strangers(&args.listen)?;
    let app = context::open(common, output)?;
    serve(app, output, &args.listen)
}

/// Without accounts everybody who can connect can write, so only this machine may,
/// unless the user says otherwise.
pub fn refuse_strangers(args: &ListenArgs) -> anyhow::Result<()> {
    let address = address(&args.listen)?;
    if address.ip().is_loopback() || args.insecure {
        return Ok(());
    }
    let refused = Diagnostic::error("cli.not-loopback").with("address", address);
    Err(AppError::invalid(refused).into())
}

fn address(text: &str) -> anyhow::Result<SocketAddr> {
    let mut found = text.to_socket_addrs().ok().into_iter().flatten();
    let bad = || AppError::invalid(Diagnostic::error("cli.bad-address").with("address", text));
    Ok(found.next().ok_or_else(bad)?)
}

/// Serves an open application.
pub fn serve(app: App, output: &Output, args: &ListenArgs) -> anyhow::Result<ExitCode> {
    start_log();
    let address = address(&args.listen)?;
    let mailer = mailer()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("tokio")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| busy(address, &error))?;
        let bound = listener.local_addr().context("address")?;
        note(
            output,
            &Diagnostic::note("cli.serving").with("url", format!("http://{bound}/")),
        );
        let loopback_only = bound.ip().is_loopback();
        let options = julin_server::ServerOptions {
            loopback_only,
            ..Default::default()
        };
        let stop = async {
            let _ = tokio::signal::ctrl_c().await;
        };
        let waking = tokio::spawn(every_minute(app.clone(), mailer.map(Arc::new)));
        let served = julin_server::serve(listener, app, options, stop).await;
        waking.abort();
        served.context("serve")
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The way to send mail the environment names; none where it names none.
fn mailer() -> anyhow::Result<Option<Mailer>> {
    let Ok(url) = std::env::var("JULIN_MAIL") else {
        return Ok(None);
    };
    let from = std::env::var("JULIN_MAIL_FROM").unwrap_or_default();
    let bad = |error: MailError| {
        let found = match error {
            MailError::Server => Diagnostic::error("cli.mail-server"),
            MailError::From(from) => Diagnostic::error("cli.mail-from").with("from", from),
        };
        AppError::invalid(found)
    };
    Ok(Some(Mailer::new(&url, &from).map_err(bad)?))
}

/// Does what is due in cases by itself and sends what is due to be sent; what fails is
/// told to the log and tried again.
async fn every_minute(app: App, mailer: Option<Arc<Mailer>>) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        let (app, mailer) = (app.clone(), mailer.clone());
        let done = tokio::task::spawn_blocking(move || {
            let call = Call::default();
            log(julin_app::follow::wake_cases(&app, &call));
            if let Some(mailer) = mailer {
                log_sent(mailer.send_due(&app, &call));
            }
        });
        if let Err(error) = done.await {
            tracing::error!(%error, "wake");
        }
    }
}

/// Tells the log what could not be sent; never an address.
fn log_sent(sent: Result<Sent, AppError>) {
    match sent {
        Ok(sent) => {
            for (person, why) in sent.failed {
                tracing::warn!(person, why, "mail");
            }
        }
        Err(error) => tracing::warn!(%error, "mail"),
    }
}

/// Tells the log what could not be done.
fn log(woken: Result<Woken, AppError>) {
    let failed = match woken {
        Ok(woken) => woken.failed,
        Err(error) => vec![error.diagnostic().clone()],
    };
    for found in failed {
        tracing::warn!(code = found.code, args = ?found.args, "wake");
    }
}

fn busy(address: SocketAddr, error: &std::io::Error) -> AppError {
    let code = match error.kind() {
        std::io::ErrorKind::AddrInUse => "cli.port-in-use",
        _ => "cli.cannot-listen",
    };
    let found = Diagnostic::error(code)
        .with("address", address)
        .with("port", address.port());
    AppError::new(Kind::Unavailable, found.with("reason", error))
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("JULIN_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
