//! Log lines for operators. A thread of its own writes them, so that a slow or missing reader of the log never delays or changes an answer.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{sync_channel, SyncSender};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The maximum number of waiting lines; further ones are dropped and counted.
const WAITING: usize = 1024;

/// The maximum number of characters of a line.
const LENGTH: usize = 500;

/// The queue of lines to write.
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
    /// Starts the thread that writes to standard output.
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
                    // A closed pipe is no reason to stop.
                    Entry::Line(line) => drop(writeln!(io::stdout(), "{line}")),
                    Entry::End(end) => drop(end.send(())),
                }
            }
        });
        Self { entries, dropped }
    }

    /// Writes a line later. It never waits and never fails.
    pub(crate) fn line(&self, text: impl Display) {
        if self.entries.try_send(Entry::Line(visible(&text.to_string()))).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits up to one second until everything is written.
    pub(crate) fn end(&self) {
        let (end, ended) = sync_channel(1);
        if self.entries.try_send(Entry::End(end)).is_ok() {
            let _ = ended.recv_timeout(Duration::from_secs(1));
        }
    }
}

/// Returns the text as one line with invisible characters escaped, so that a sender cannot forge another line.
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
