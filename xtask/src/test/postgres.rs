//! One PostgreSQL server for one test run: own folder, own port, gone afterwards.
//!
//! PostgreSQL refuses to run as root, so root starts it as the user `postgres`. The
//! server is told to end when this process ends, even when this process is killed.

use super::tools::postgres_folder;
use crate::shell::{capture, run};
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server; dropping it stops it and removes its folder.
pub struct Server {
    child: Child,
    folder: String,
    log: PathBuf,
    user: User,
    /// Address for `JULIN_TEST_POSTGRES`.
    pub url: String,
}

/// As whom the server runs.
#[derive(Clone, Copy)]
enum User {
    Ourselves,
    Postgres,
}

/// Whether what was written must outlive a power cut.
#[derive(Clone, Copy)]
pub enum Lasting {
    /// As a server is set up by itself.
    Yes,
    /// For tests: quicker.
    No,
}

const SETTINGS: [&str; 3] = [
    "max_connections=200",
    "shared_buffers=128MB",
    "listen_addresses=127.0.0.1",
];
const NOT_LASTING: [&str; 3] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];
const ATTEMPTS: u32 = 300;

impl User {
    fn find() -> Result<Self> {
        let id = capture(Command::new("id").arg("-u"))?;
        Ok(if id.trim() == "0" {
            Self::Postgres
        } else {
            Self::Ourselves
        })
    }

    /// A command run as this user, ending with us if `bound`.
    fn command(self, program: &Path, bound: bool) -> Command {
        let mut command = Command::new("setpriv");
        if let Self::Postgres = self {
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        }
        if bound {
            command.arg("--pdeathsig=QUIT");
        }
        command.arg("--").arg(program).current_dir("/");
        command
    }
}

impl Server {
    /// Makes a fresh database folder and starts a server on a free port.
    pub fn start(lasting: Lasting) -> Result<Self> {
        let bin: PathBuf = postgres_folder().context("PostgreSQL is not installed")?;
        let user = User::find()?;
        let mut mktemp = user.command(Path::new("mktemp"), false);
        let folder = capture(mktemp.args(["-d", "-t", "julin-postgres-XXXXXX"]))?;
        let folder = folder.trim().to_owned();
        let data = format!("{folder}/data");
        let mut initdb = user.command(&bin.join("initdb"), false);
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8"]);
        initdb.args(["--locale=C.UTF-8", "--no-sync", "--pgdata", &data]);
        capture(&mut initdb)?;

        let port = free_port()?;
        let mut postgres = user.command(&bin.join("postgres"), true);
        postgres.args(["-D", &data, "-k", &folder, "-p", &port.to_string()]);
        let further = match lasting {
            Lasting::Yes => &[][..],
            Lasting::No => &NOT_LASTING[..],
        };
        let settings = SETTINGS.iter().chain(further);
        postgres.args(settings.flat_map(|s| ["-c", s]));
        let log = std::env::temp_dir().join(format!("julin-postgres-{port}.log"));
        let child = postgres
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .spawn()
            .context("cannot start the PostgreSQL server")?;
        let url = format!("postgres://postgres@127.0.0.1:{port}");
        let mut server = Self {
            child,
            folder,
            log,
            user,
            url,
        };
        server.wait(&bin, port)?;
        Ok(server)
    }

    /// Waits until the server answers.
    fn wait(&mut self, bin: &Path, port: u16) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let mut ask = Command::new(bin.join("pg_isready"));
            ask.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
            if ask.status().is_ok_and(|s| s.success()) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                bail!("the PostgreSQL server ended at once: {status}\n{log}");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the PostgreSQL server does not answer on port {port}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // QUIT: stop now, without tidying a folder that is removed anyway.
        let pid = self.child.id().to_string();
        let asked = run(Command::new("kill").args(["-QUIT", &pid]));
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        let mut remove = self.user.command(Path::new("rm"), false);
        let _ = run(remove.args(["-rf", &self.folder]));
        let _ = std::fs::remove_file(&self.log);
    }
}

/// A port nobody listens on now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
