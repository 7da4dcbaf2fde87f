//! Digests of notices over the wire, to a mail server that is not ours.

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
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
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

/// A mail server that is not ours (aiosmtpd, RFC 5321); what it takes goes into a maildir.
struct Post {
    running: Option<Child>,
    port: u16,
    folder: TempDir,
}

impl Post {
    fn new() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut post = Self {
            running: None,
            port,
            folder: tempfile::tempdir().unwrap(),
        };
        post.start(&[]);
        post
    }

    /// Starts it and waits until it says that it listens.
    fn start(&mut self, more: &[&str]) {
        self.stop();
        let place = format!("127.0.0.1:{}", self.port);
        let mut command = Command::new("aiosmtpd");
        command.args(["-n", "-d", "-l", &place]).args(more);
        command.args(["-c", "aiosmtpd.handlers.Mailbox"]);
        command.arg(self.folder.path().join("mail"));
        let running = command.stderr(Stdio::piped()).spawn();
        let Ok(mut running) = running else {
            panic!("aiosmtpd does not run: `cargo xtask tools` installs it");
        };
        let mut told = BufReader::new(running.stderr.take().unwrap()).lines();
        assert!(told.any(|line| line.unwrap().contains("is listening")));
        // Whoever writes to a closed pipe ends: it is read on.
        std::thread::spawn(move || told.for_each(drop));
        self.running = Some(running);
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill().unwrap();
            running.wait().unwrap();
        }
    }

    /// What it took since it was last asked, as a reader of mail that is not ours shows it:
    /// addressee, subject, text.
    fn taken(&self) -> Vec<String> {
        const READ: &str = "import email, email.policy, sys
letter = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(letter['to'], letter['subject'], letter.get_body(('plain',)).get_content(), sep='\\n')";
        let letters = std::fs::read_dir(self.folder.path().join("mail/new"));
        let letters = letters.into_iter().flatten().map(|letter| {
            let letter = letter.unwrap().path();
            let mut reader = Command::new("python3");
            reader
                .args(["-c", READ])
                .stdin(File::open(&letter).unwrap());
            let read = reader.env("PYTHONUTF8", "1").output().unwrap();
            assert!(
                read.status.success(),
                "{}",
                String::from_utf8_lossy(&read.stderr)
            );
            std::fs::remove_file(letter).unwrap();
            String::from_utf8(read.stdout).unwrap()
        });
        letters.collect()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Desk {
    app: App,
    hands: Arc<HandClock>,
    post: Post,
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
        let post = Post::new();
        let place = format!("smtp://127.0.0.1:{}", post.port);
        let mailer = Mailer::new(&place, "julin@park.test").unwrap();
        Self {
            app,
            hands,
            post,
            mailer,
            _folder: folder,
        }
    }

    fn wants(&self, muted: &[&str], quiet: Option<(u32, u32)>) {
        self.wants_in(Lang::En, muted, quiet);
    }

    fn wants_in(&self, lang: Lang, muted: &[&str], quiet: Option<(u32, u32)>) {
        let wanted = NoticeSettings {
            mail: "officer@park.test".to_owned(),
            lang,
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
}

#[test]
fn what_somebody_is_told_goes_out_once_in_one_message() {
    let desk = Desk::new();
    desk.wants(&[], None);
    desk.ask("street-light");
    desk.ask("parking");
    assert_eq!(desk.send(), (1, 0));
    let [letter] = &desk.post.taken()[..] else {
        panic!("one letter");
    };
    assert!(letter.starts_with("officer@park.test\n"), "{letter}");
    assert!(letter.contains("Julin: 2 matters for you"), "{letter}");
    assert!(letter.contains("street-light") && letter.contains("parking"));
    desk.later(60);
    assert_eq!(desk.send(), (0, 0), "nothing new, nothing sent");
    desk.ask("noise");
    assert_eq!(desk.send(), (1, 0));
    let letters = desk.post.taken();
    assert!(letters[0].contains("noise"), "{letters:?}");
    assert!(!letters[0].contains("parking"), "told before");
}

#[test]
fn chinese_words_long_lines_and_lone_dots_arrive_as_they_were() {
    let desk = Desk::new();
    desk.wants_in(Lang::Zh, &[], None);
    let long = "三号楼前的路灯不亮".repeat(20);
    desk.ask(&long);
    desk.ask(".");
    assert_eq!(desk.send(), (1, 0));
    let letters = desk.post.taken();
    assert!(letters[0].contains("聚林"), "{letters:?}");
    assert!(letters[0].contains(&long), "{letters:?}");
}

#[test]
fn a_server_that_refuses_or_is_away_loses_nothing() {
    let mut desk = Desk::new();
    desk.wants(&[], None);
    desk.ask("street-light");
    // It takes no letter of more than so many bytes.
    desk.post.start(&["-s", "10"]);
    assert_eq!(desk.send(), (0, 1));
    desk.post.stop();
    assert_eq!(desk.send(), (0, 1));
    desk.post.start(&[]);
    assert_eq!(desk.send(), (1, 0));
    assert!(desk.post.taken()[0].contains("street-light"));
    assert_eq!(desk.send(), (0, 0));
}

#[test]
fn quiet_hours_short_intervals_and_muted_kinds_are_kept() {
    let desk = Desk::new();
    // One o'clock in universal time is nine in Beijing, which all calendars of the packs
    // keep to.
    desk.wants(&[], Some((8 * 60, 10 * 60)));
    desk.ask("street-light");
    assert_eq!(desk.send(), (0, 0), "it is quiet until ten");
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
