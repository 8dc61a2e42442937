//! The durations of phases.

use std::time::{Duration, Instant};

/// Measures consecutive phases.
pub(crate) struct Clock<'w> {
    /// Receives the name of each phase when it begins.
    watch: &'w dyn Fn(&'static str),
    begun: Vec<(&'static str, Instant)>,
}

impl<'w> Clock<'w> {
    /// Starts without a phase.
    pub(crate) fn new(watch: &'w dyn Fn(&'static str)) -> Self {
        Self { watch, begun: Vec::new() }
    }

    /// Ends the previous phase, then announces and starts the next one.
    pub(crate) fn begin(&mut self, phase: &'static str) {
        (self.watch)(phase);
        self.begun.push((phase, Instant::now()));
    }

    /// Returns the duration of each phase; the last one ends now.
    pub(crate) fn laps(&self) -> Vec<(&'static str, Duration)> {
        let ends = self.begun.iter().skip(1).map(|(_, begin)| *begin).chain([Instant::now()]);
        self.begun.iter().zip(ends).map(|((phase, begin), end)| (*phase, end - *begin)).collect()
    }
}
