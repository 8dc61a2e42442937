//! Diagnostics: code, severity, message, place and help.

pub(crate) mod character;
pub(crate) mod excerpt;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

pub use character::{Disguise, disguised, disguises};

use crate::source::location::{Place, Source};
use crate::source::visible::{self, Excerpted, Visible};
use crate::source::words::abridged;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be processed correctly; nothing is generated.
    Error,
    /// The input is processed correctly, but its author probably meant something else.
    Warning,
}

/// The appearance of messages: by default plain, and as wide as annotate-snippets assumes a terminal to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// True for colours.
    pub color: bool,
    /// The width in columns; longer lines of an excerpt are cut around the place.
    pub width: Option<usize>,
}

impl Style {
    fn renderer(self) -> Renderer {
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        // An excerpt needs at least this width.
        self.width.map_or(renderer.clone(), |width| renderer.term_width(width.max(40)))
    }

    /// Returns the width of an excerpt's text, beside the line number and the ellipses.
    fn excerpt_width(self) -> usize {
        self.width.unwrap_or(DEFAULT_TERM_WIDTH).max(40) - 20
    }
}

/// A finding: a code for machines, a sentence for people, the place, and help. Every place is in a file as it is on the disk.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The code in kebab case: `unresolved-ref`.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// The message: one sentence without a full stop.
    pub message: String,
    /// The place; `None` only if there is no text to point at, as for a missing file.
    pub place: Option<Place>,
    /// A few words on the place, beside the excerpt.
    pub label: String,
    /// Other places of the finding, each with a few words.
    pub related: Vec<(Place, String)>,
    /// The correction.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error without a place.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: None,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// Creates a warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place.on_disk());
        self
    }

    /// Sets the place with a label.
    #[must_use]
    pub fn labelled(mut self, place: Place, label: impl Into<String>) -> Self {
        self.place = Some(place.on_disk());
        self.label = label.into();
        self
    }

    /// Sets the place of a repetition, and adds that of the first occurrence.
    #[must_use]
    pub fn repeating(self, again: Place, first: Place) -> Self {
        self.labelled(again, "again here").related(first, "first here")
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place.on_disk(), label.into()));
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Renders the message with its excerpts. Lines that are too wide are cut around the place; invisible characters are escaped.
    pub fn render(&self, style: Style) -> String {
        let (renderer, width) = (style.renderer(), style.excerpt_width());
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(Visible(&self.message).to_string()).id(self.code));
        let primary = self.place.iter().map(|place| (place, self.label.as_str(), AnnotationKind::Primary));
        let related = self.related.iter().map(|(place, label)| (place, label.as_str(), AnnotationKind::Context));
        let mut excerpts: Vec<(&Place, Vec<_>)> = Vec::new();
        for (place, label, kind) in primary.chain(related) {
            let belongs = |first: &Place| {
                Arc::ptr_eq(&first.source, &place.source)
                    && !excerpt::are_apart(place.source.text(), &first.span, &place.span, width)
            };
            let index = excerpts.iter().position(|(first, _)| belongs(first)).unwrap_or_else(|| {
                excerpts.push((place, Vec::new()));
                excerpts.len() - 1
            });
            let span = excerpt::fitting(place.source.text(), place.span.clone(), width);
            let label = (!label.is_empty()).then(|| Visible(label).to_string());
            excerpts[index].1.push((kind, span, label));
        }
        for (place, marks) in excerpts {
            let text = place.source.text();
            // Everything below takes time for all of its text, which may be large.
            let lines = excerpt::lines_around(text, marks.iter().map(|(_, span, _)| span));
            let shown = Excerpted::new(&text[lines.clone()]);
            let annotations = marks.into_iter().map(|(kind, span, label)| {
                kind.span(shown.span(&(span.start - lines.start..span.end - lines.start))).label(label)
            });
            let snippet = Snippet::source(shown.text().to_owned()).path(Visible(place.source.path()).to_string());
            let first = text[..lines.start].matches('\n').count() + 1;
            group = group.element(snippet.line_start(first).annotations(annotations.collect::<Vec<_>>()));
        }
        if let Some(pointer) = self.place.as_ref().and_then(|place| place.pointer.as_ref()) {
            group = group.element(Level::NOTE.message(format!("at `#{}`", Visible(pointer.as_str()))));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(visible::in_lines(help)));
        }
        renderer.render(&[group])
    }
}

/// The findings of a phase in the order of the input.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Creates an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds the findings of another phase.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Sorts the findings by place; those without one come last.
    pub fn sort(&mut self) {
        let start = |diagnostic: &Diagnostic| diagnostic.place.as_ref().map_or(usize::MAX, |place| place.span.start);
        self.0.sort_by_key(start);
    }

    /// Returns true if any finding is an error, which stops the next phase.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the findings of a folder for a reader outside of it: `released/` stands before the path of each place.
    #[must_use]
    pub fn below(mut self, folder: &str) -> Self {
        let mut moved: Vec<(Arc<Source>, Arc<Source>)> = Vec::new();
        let places =
            self.0.iter_mut().flat_map(|it| it.place.iter_mut().chain(it.related.iter_mut().map(|it| &mut it.0)));
        for place in places {
            let known = moved.iter().find(|(from, _)| Arc::ptr_eq(from, &place.source)).map(|(_, to)| Arc::clone(to));
            let source = known.unwrap_or_else(|| {
                let to = Source::new(format!("{folder}{}", place.source.path()), place.source.text());
                moved.push((Arc::clone(&place.source), Arc::clone(&to)));
                to
            });
            place.source = source;
        }
        self
    }

    /// Returns true if there are no findings.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Returns `value` unless a finding is an error: the gate at the end of a phase. Repeated findings are dropped.
    ///
    /// # Errors
    ///
    /// All findings including warnings, if at least one is an error.
    pub fn gate<T>(mut self, value: T) -> Result<(T, Self), Self> {
        let position = |place: &Place| (place.source.path().to_owned(), place.span.start);
        self.0.sort_by_key(|diagnostic| diagnostic.place.as_ref().map(position));
        // Several documents may share a part of a file, and each has its own findings.
        let span = |place: &Place| (place.source.path().to_owned(), place.span.clone());
        let mut known = HashSet::new();
        self.0.retain(|Diagnostic { code, message, place, related, .. }| {
            let related: Vec<_> = related.iter().map(|(place, label)| (span(place), label.clone())).collect();
            place.as_ref().is_none_or(|place| known.insert((*code, message.clone(), span(place), related)))
        });
        if self.has_errors() { Err(self) } else { Ok((value, self)) }
    }

    /// Renders all messages with their excerpts, separated by empty lines.
    pub fn render(&self, style: Style) -> String {
        let messages: Vec<String> = self.0.iter().map(|diagnostic| diagnostic.render(style)).collect();
        messages.join("\n\n")
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Writes the messages with their excerpts, without colour.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::default()))
    }
}

impl std::error::Error for Diagnostics {}

/// Returns names for a message: the first ones, if there are many.
pub(crate) fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const LISTED: usize = 10;
    abridged(names.map(|name| format!("`{name}`")), LISTED)
}
