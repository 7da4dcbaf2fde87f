//! The web app on a port of its own over a database of its own.

use crate::program;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

/// A running `julin serve`; stopped with the value.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:<port>`.
    pub url: String,
}

impl Server {
    /// Starts it and waits until it says where it listens.
    ///
    /// # Panics
    /// When it ends before it listens.
    pub fn start(db: &str) -> Self {
        let args = ["serve", "--db", db, "--listen", "127.0.0.1:0"];
        let child = program::command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut server = Self {
            child,
            url: String::new(),
        };
        let out = server.child.stdout.take().expect("piped");
        let err = server.child.stderr.take().expect("piped");
        let (say, said) = std::sync::mpsc::channel();
        for stream in [
            Box::new(out) as Box<dyn std::io::Read + Send>,
            Box::new(err),
        ] {
            let say = say.clone();
            std::thread::spawn(move || {
                // Reads on to the end, so that the program never waits for its reader.
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = say.send(line);
                }
            });
        }
        drop(say);
        let mut heard = vec![];
        for line in said {
            if let Some(url) = address(&line) {
                server.url = url;
                return server;
            }
            heard.push(line);
        }
        panic!(
            "julin serve ended before it listened:\n{}",
            heard.join("\n")
        );
    }
}

/// The address in a line such as `Listening on http://127.0.0.1:40123/`.
fn address(line: &str) -> Option<String> {
    let rest = &line[line.find("http://127.0.0.1:")?..];
    let port: String = rest["http://127.0.0.1:".len()..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    (!port.is_empty()).then(|| format!("http://127.0.0.1:{port}"))
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_is_found_in_a_line_of_words() {
        assert_eq!(
            address("聚林 http://127.0.0.1:40123/ （Ctrl-C）").as_deref(),
            Some("http://127.0.0.1:40123")
        );
        assert_eq!(address("loading"), None);
    }
}
