//! Lines for those who operate the server. A line is written by a thread of its own, so that no reader of the log, and no lack of one,
//! decides what a sender is answered.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{sync_channel, SyncSender};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The lines that wait while nobody reads; further ones are dropped, and counted.
const WAITING: usize = 1024;

/// The characters of a line; the rest is cut off.
const LENGTH: usize = 500;

/// Where lines go.
#[derive(Clone)]
pub(crate) struct Log {
    entries: SyncSender<Entry>,
    dropped: Arc<AtomicUsize>,
}

enum Entry {
    Line(String),
    End(SyncSender<()>),
}

impl Log {
    /// Starts the thread that writes to the standard output.
    pub(crate) fn start() -> Self {
        let (entries, written) = sync_channel(WAITING);
        let dropped = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&dropped);
        thread::spawn(move || {
            for entry in written {
                let missing = count.swap(0, Ordering::Relaxed);
                if missing > 0 {
                    let _ = writeln!(io::stdout(), "{missing} lines were dropped, because nobody has read them in time");
                }
                match entry {
                    // A pipe that nobody reads any more is no reason to end.
                    Entry::Line(line) => drop(writeln!(io::stdout(), "{line}")),
                    Entry::End(end) => drop(end.send(())),
                }
            }
        });
        Self { entries, dropped }
    }

    /// Writes a line, some time later. It never waits and never fails.
    pub(crate) fn line(&self, text: impl Display) {
        if self.entries.try_send(Entry::Line(visible(&text.to_string()))).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until everything is written, but no longer than a second.
    pub(crate) fn end(&self) {
        let (end, ended) = sync_channel(1);
        if self.entries.try_send(Entry::End(end)).is_ok() {
            let _ = ended.recv_timeout(Duration::from_secs(1));
        }
    }
}

/// The text as one line: what a sender has put into it cannot begin another one, and what is not visible is an escape.
fn visible(text: &str) -> String {
    let mut line = String::new();
    for (index, letter) in text.chars().enumerate() {
        match letter {
            _ if index == LENGTH => {
                line.push('…');
                break;
            }
            '"' | '\'' => line.push(letter),
            _ => line.extend(letter.escape_debug()),
        }
    }
    line
}
