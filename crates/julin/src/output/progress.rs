//! A progress bar on standard error for work that takes long.

use super::Output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows how far a long piece of work is; hidden when standard error is not a terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar counting bytes.
    pub fn bytes(output: &Output) -> Self {
        Self::start(
            output,
            "{elapsed_precise} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        )
    }

    /// A bar counting rows of unknown number.
    pub fn rows(output: &Output) -> Self {
        Self::start(output, "{elapsed_precise} {human_pos} {per_sec}")
    }

    /// A bar of steps whose number is known.
    pub fn steps(output: &Output) -> Self {
        Self::start(output, "{elapsed_precise} [{bar:30}] {percent}% {eta}")
    }

    /// Writes something above the bar.
    pub fn aside(&self, write: impl FnOnce()) {
        self.0.suspend(write);
    }

    fn start(output: &Output, template: &str) -> Self {
        let bar = ProgressBar::new(0);
        if output.quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    /// Moves the bar.
    pub fn set(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
