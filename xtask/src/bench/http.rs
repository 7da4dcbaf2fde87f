//! Just enough HTTP to time pages: a started server, and one GET after the other.

use anyhow::{Context, Result, bail};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running `julin serve`; stopped with the value.
pub struct Served {
    child: Child,
    /// Address and port.
    pub host: String,
    /// From starting the process to the address being known.
    pub started: Instant,
}

impl Served {
    /// Starts it over a database.
    pub fn start(program: &Path, db: &str) -> Result<Self> {
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["serve", "--db", db, "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("julin serve")?;
        let stderr = child.stderr.take().context("piped")?;
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let mut heard = vec![];
        for line in lines.by_ref() {
            if let Some((_, rest)) = line.split_once("http://") {
                let end = rest.find(|c: char| !c.is_ascii_digit() && !".:".contains(c));
                let host = rest[..end.unwrap_or(rest.len())].to_owned();
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(Self {
                    child,
                    host,
                    started,
                });
            }
            heard.push(line);
        }
        let _ = child.wait();
        bail!("julin serve ended: {}", heard.join("\n"))
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks for a page; answers its time to the last byte and its size.
    pub fn get(&self, path: &str) -> Result<(Duration, usize)> {
        let start = Instant::now();
        let mut stream = TcpStream::connect(&self.host)?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.host
        )?;
        let mut answer = vec![];
        stream.read_to_end(&mut answer)?;
        let took = start.elapsed();
        let head = answer.split(|b| *b == b'\r').next().unwrap_or_default();
        if !head.ends_with(b" 200 OK") {
            bail!("{path}: {}", String::from_utf8_lossy(head));
        }
        Ok((took, answer.len()))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
