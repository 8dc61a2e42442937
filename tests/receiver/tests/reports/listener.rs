//! The one subscriber of this program.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

/// The reports of any thread, because servers have their own.
static REPORTS: Mutex<Vec<Report>> = Mutex::new(Vec::new());

/// One report.
#[derive(Debug)]
pub(crate) struct Report {
    /// `LEVEL message name=value …`, without the hint.
    pub(crate) line: String,
    /// Hints are sentences, and kept apart.
    pub(crate) hint: Option<String>,
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "museahub_webhooks"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        assert!(event.metadata().level() <= &Level::DEBUG);
        let mut report = Report { line: event.metadata().level().to_string(), hint: None };
        event.record(&mut report);
        REPORTS.lock().unwrap_or_else(PoisonError::into_inner).push(report);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for Report {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "hint" => self.hint = Some(format!("{value:?}")),
            name => write!(self.line, " {name}={value:?}").expect("a String takes everything"),
        }
    }
}

/// Returns the reports during some work; only one work is done at a time.
pub(crate) fn heard(work: impl FnOnce()) -> Vec<Report> {
    static START: Once = Once::new();
    static TURN: Mutex<()> = Mutex::new(());
    START.call_once(|| tracing::subscriber::set_global_default(Listener).expect("nobody else listens"));
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    work();
    std::mem::take(&mut *REPORTS.lock().unwrap_or_else(PoisonError::into_inner))
}
