//! Sending digests of notices by SMTP.
//!
//! The address of the server comes from the environment, so that a password stands in no
//! command line and no log.
//!
//! Must not know: who is told what and when.

use julin_app::contract::Digest;
use julin_app::{App, AppError, Call, follow};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{Message, SmtpTransport, Transport};
use std::time::Duration;

/// Longest wait for the server.
const PATIENCE: Duration = Duration::from_secs(30);

/// A way to send mail.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

/// Why no mail can be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address of the server is none. It is not repeated: it may hold a password.
    #[error("the address of the mail server cannot be read")]
    Server,
    /// The sender's address is none.
    #[error("`{0}` is no sender")]
    From(String),
}

/// What became of the messages that were due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages sent.
    pub sent: u32,
    /// Those that could not be sent, with why; they are tried again later.
    pub failed: Vec<(String, String)>,
}

impl Mailer {
    /// A way to send mail through the server at `url` (`smtps://user:password@host:465`,
    /// `smtp://host:587?tls=required`, `smtp://host:25`) from an address.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let from = from.parse().map_err(|_| MailError::From(from.to_owned()))?;
        let builder = SmtpTransport::from_url(url).map_err(|_| MailError::Server)?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(Self { transport, from })
    }

    /// Sends the digests that are due. One that was sent while the program was stopped
    /// before it could say so is sent again; none is lost.
    pub fn send_due(&self, app: &App, call: &Call) -> Result<Sent, AppError> {
        let mut outcome = Sent::default();
        for digest in follow::due_digests(app, call)? {
            match self.send(&digest) {
                Ok(()) => {
                    follow::digest_sent(app, call, &digest)?;
                    outcome.sent += 1;
                }
                Err(why) => outcome.failed.push((digest.person, why)),
            }
        }
        Ok(outcome)
    }

    fn send(&self, digest: &Digest) -> Result<(), String> {
        let to: Mailbox = digest.to.parse().map_err(|e| format!("{e}"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&digest.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(digest.body.clone())
            .map_err(|e| e.to_string())?;
        let sent = self.transport.send(&message);
        sent.map(|_| ()).map_err(|e| e.to_string())
    }
}
