//! Reports the current activity of a command that takes long.

use std::io::{self, IsTerminal as _, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The delay on a terminal. Elsewhere lines remain, so only a really slow command is reported.
const ON_A_TERMINAL: Duration = Duration::from_secs(1);
const ELSEWHERE: Duration = Duration::from_secs(5);

/// Reports the current activity on standard error until dropped.
pub(crate) struct Progress {
    state: Arc<(Mutex<State>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    doing: String,
    is_done: bool,
}

impl Progress {
    pub(crate) fn start(doing: &str) -> Self {
        let is_terminal = io::stderr().is_terminal();
        Self::on(io::stderr(), is_terminal, if is_terminal { ON_A_TERMINAL } else { ELSEWHERE }, doing)
    }

    fn on(out: impl Write + Send + 'static, is_terminal: bool, after: Duration, doing: &str) -> Self {
        let state = Arc::new((Mutex::new(State { doing: doing.to_owned(), is_done: false }), Condvar::new()));
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || report(out, is_terminal, after, &shared));
        Self { state, thread: Some(thread) }
    }

    /// Sets the current activity.
    pub(crate) fn now(&self, doing: &str) {
        let mut state = self.state.0.lock().unwrap_or_else(PoisonError::into_inner);
        doing.clone_into(&mut state.doing);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.state.0.lock().unwrap_or_else(PoisonError::into_inner).is_done = true;
        self.state.1.notify_all();
        // A failed report is not worth an error.
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// Reports each lasting activity once: on a terminal in one changing line, elsewhere on lines of their own.
fn report(mut out: impl Write, is_terminal: bool, after: Duration, (state, ends): &(Mutex<State>, Condvar)) {
    let mut said = String::new();
    let mut guard = state.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let waited = ends.wait_timeout_while(guard, after, |state| !state.is_done);
        guard = waited.unwrap_or_else(PoisonError::into_inner).0;
        if guard.is_done {
            break;
        }
        if guard.doing != said {
            said.clone_from(&guard.doing);
            let line = if is_terminal { format!("\r\u{1b}[K{said} …") } else { format!("{said} …\n") };
            let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
        }
    }
    if is_terminal && !said.is_empty() {
        let _ = out.write_all(b"\r\x1b[K").and_then(|()| out.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody panics").extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().expect("nobody panics").clone()).expect("it is text")
        }

        /// Waits until the screen shows a text.
        fn shows(&self, text: &str) {
            while !self.text().contains(text) {
                std::thread::yield_now();
            }
        }
    }

    #[test]
    fn a_quick_activity_is_silent() {
        let screen = Screen::default();
        Progress::on(screen.clone(), true, Duration::from_mins(10), "lower").now("plan");
        assert_eq!(screen.text(), "");
    }

    #[test]
    fn a_long_activity_is_reported() {
        let (terminal, file) = (Screen::default(), Screen::default());
        for (screen, is_terminal) in [(&terminal, true), (&file, false)] {
            let progress = Progress::on(screen.clone(), is_terminal, Duration::from_millis(1), "lower");
            screen.shows("lower");
            progress.now("plan");
            screen.shows("plan");
        }
        assert_eq!(terminal.text(), "\r\u{1b}[Klower …\r\u{1b}[Kplan …\r\u{1b}[K");
        assert_eq!(file.text(), "lower …\nplan …\n");
    }
}
