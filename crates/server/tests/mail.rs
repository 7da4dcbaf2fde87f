//! Digests of notices over the wire: a mail server that speaks SMTP (RFC 5321) on a
//! socket of its own and keeps what it is given.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

use chrono::TimeDelta;
use julin_app::contract::NoticeSettings;
use julin_app::follow::{self, OpenCaseInput};
use julin_app::{App, Call, Opening, Packs};
use julin_model::{HandClock, Lang, Text};
use julin_server::mail::Mailer;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const PACK: &str =
    "id: tiny\ntitle: {zh: 小, en: Tiny}\nversion: '1'\nrequires: [core]\nchecked_on: 2026-11-22\n";
const FLOW: &str = "
title: {zh: 诉求, en: Request}
version: 1
code: TST
roles:
- {id: asker, title: {zh: 提出人, en: Asker}, taken: opening}
- {id: officer, title: {zh: 专员, en: Officer}}
states:
- {id: new, title: {zh: 待办, en: New}, turn: [officer]}
- {id: done, title: {zh: 已办结, en: Done}, phase: done}
acts:
- {id: open, title: {zh: 提交, en: Submit}, to: [new], by: [asker], names: [officer]}
- {id: solve, title: {zh: 办结, en: Solve}, from: [new], to: [done], by: [officer]}
";

/// A mail server: what it was given, and how many more times it refuses.
#[derive(Default)]
struct Post {
    kept: Vec<String>,
    refuses: u32,
}

fn mail_server(post: Arc<Mutex<Post>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = serve(stream, &post);
        }
    });
    port
}

fn serve(stream: TcpStream, post: &Mutex<Post>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    write!(out, "220 post.test\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let verb = line.split_whitespace().next().unwrap_or("").to_uppercase();
        match verb.as_str() {
            "EHLO" => write!(out, "250-post.test\r\n250 8BITMIME\r\n")?,
            "MAIL" if refused(post) => write!(out, "451 try later\r\n")?,
            "DATA" => {
                write!(out, "354 go on\r\n")?;
                let mut text = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    text.push_str(&line);
                    text.push('\n');
                }
                post.lock().unwrap().kept.push(text);
                write!(out, "250 kept\r\n")?;
            }
            "QUIT" => {
                write!(out, "221 bye\r\n")?;
                break;
            }
            _ => write!(out, "250 ok\r\n")?,
        }
    }
    Ok(())
}

fn refused(post: &Mutex<Post>) -> bool {
    let mut post = post.lock().unwrap();
    let refuses = post.refuses > 0;
    post.refuses = post.refuses.saturating_sub(1);
    refuses
}

struct Desk {
    app: App,
    hands: Arc<HandClock>,
    post: Arc<Mutex<Post>>,
    mailer: Mailer,
    _folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tiny = folder.path().join("tiny");
        std::fs::create_dir_all(tiny.join("workflows")).unwrap();
        std::fs::write(tiny.join("pack.yaml"), PACK).unwrap();
        std::fs::write(tiny.join("workflows/ask.yaml"), FLOW).unwrap();
        let packs = Packs::read(&[tiny]);
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let hands = Arc::new(HandClock::new(
            "2026-11-23T01:00:00Z".parse().unwrap(),
            TimeDelta::zero(),
        ));
        let app = App::open(&url, Opening::Create, packs, hands.clone()).unwrap();
        let post = Arc::default();
        let port = mail_server(Arc::clone(&post));
        let mailer = Mailer::new(&format!("smtp://127.0.0.1:{port}"), "julin@park.test").unwrap();
        Self {
            app,
            hands,
            post,
            mailer,
            _folder: folder,
        }
    }

    fn wants(&self, muted: &[&str], quiet: Option<(u32, u32)>) {
        let wanted = NoticeSettings {
            mail: "officer@park.test".to_owned(),
            lang: Lang::En,
            muted: muted.iter().map(|word| (*word).to_owned()).collect(),
            quiet,
            every_minutes: 30,
        };
        follow::set_notices(&self.app, &Call::named("officer"), &wanted).unwrap();
    }

    fn ask(&self, title: &str) {
        self.later(1);
        let input = OpenCaseInput {
            workflow: "tiny/ask".to_owned(),
            title: Text::same(title),
            people: BTreeMap::from([("officer".to_owned(), vec!["officer".to_owned()])]),
            ..OpenCaseInput::default()
        };
        follow::open_case(&self.app, &Call::named("asker"), &input).unwrap();
    }

    fn later(&self, minutes: i64) {
        self.hands.put_on(TimeDelta::minutes(minutes));
    }

    fn send(&self) -> (u32, usize) {
        let sent = self.mailer.send_due(&self.app, &Call::named("")).unwrap();
        (sent.sent, sent.failed.len())
    }

    fn kept(&self) -> Vec<String> {
        self.post.lock().unwrap().kept.clone()
    }
}

#[test]
fn what_somebody_is_told_goes_out_once_in_one_message() {
    let desk = Desk::new();
    desk.wants(&[], None);
    desk.ask("street-light");
    desk.ask("parking");
    assert_eq!(desk.send(), (1, 0));
    let kept = desk.kept();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].contains("To: officer@park.test"), "{}", kept[0]);
    assert!(kept[0].contains("Julin: 2 matters for you"), "{}", kept[0]);
    assert!(kept[0].contains("street-light") && kept[0].contains("parking"));
    desk.later(60);
    assert_eq!(desk.send(), (0, 0), "nothing new, nothing sent");
    desk.ask("noise");
    assert_eq!(desk.send(), (1, 0));
    assert!(!desk.kept()[1].contains("parking"), "told before");
}

#[test]
fn a_server_that_refuses_loses_nothing() {
    let desk = Desk::new();
    desk.wants(&[], None);
    desk.ask("street-light");
    desk.post.lock().unwrap().refuses = 1;
    assert_eq!(desk.send(), (0, 1));
    assert_eq!(desk.send(), (1, 0));
    assert!(desk.kept()[0].contains("street-light"));
}

#[test]
fn quiet_hours_short_intervals_and_muted_kinds_are_kept() {
    let desk = Desk::new();
    // Nine in the morning in Beijing, one o'clock of a calendar without an offset: the
    // tiny pack has no calendar, so its clocks show universal time.
    desk.wants(&[], Some((0, 120)));
    desk.ask("street-light");
    assert_eq!(desk.send(), (0, 0), "it is quiet until two");
    desk.later(60);
    assert_eq!(desk.send(), (1, 0));
    desk.ask("parking");
    assert_eq!(desk.send(), (0, 0), "half an hour has not passed");
    desk.later(30);
    assert_eq!(desk.send(), (1, 0));
    desk.wants(&["turn"], None);
    desk.ask("noise");
    desk.later(60);
    assert_eq!(desk.send(), (0, 0), "turns are muted");
    let told = follow::notices(&desk.app, &Call::named("officer"), 10).unwrap();
    assert_eq!((told.lines.len(), told.unread), (0, 0), "here too");
}

#[test]
fn a_bad_address_is_refused_without_a_password_in_the_words() {
    let refused = Mailer::new("gopher://me:secret@host", "julin@park.test");
    let told = refused.err().map(|error| error.to_string()).unwrap();
    assert!(!told.contains("secret"), "{told}");
    assert!(Mailer::new("smtp://127.0.0.1:25", "nobody").is_err());
}
