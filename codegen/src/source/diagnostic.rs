//! What is wrong, where it stands, and what to do about it.

pub(crate) mod character;
pub(crate) mod excerpt;

use std::fmt;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

pub use character::{Disguise, disguised, disguises};

use crate::source::location::Place;
use crate::source::visible::{self, Excerpted, Visible};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot be treated right; nothing is generated.
    Error,
    /// The input is treated right, but its author probably meant something else.
    Warning,
}

/// How messages look: plain and of any width, unless a terminal shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether they have colours.
    pub color: bool,
    /// How many columns there are; longer lines of an excerpt are cut around the place.
    pub width: Option<usize>,
}

impl Look {
    fn renderer(self) -> Renderer {
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        // Below this, there is no room for an excerpt.
        self.width.map_or(renderer.clone(), |width| renderer.term_width(width.max(40)))
    }

    /// The columns that are left for the text of an excerpt, beside the number of its line and the marks of a cut.
    fn excerpt_width(self) -> usize {
        self.width.unwrap_or(DEFAULT_TERM_WIDTH).max(40) - 20
    }
}

/// One finding: a code for machines, a sentence for people, the place, and help.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of finding, in kebab case: `unresolved-ref`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence that says what is wrong, without a full stop.
    pub message: String,
    /// Where it stands; `None` only when there is no text to point at, as for a missing file.
    pub place: Option<Place>,
    /// What stands at the place, in a few words beside the excerpt.
    pub label: String,
    /// Other places that belong to the finding, each with a few words.
    pub related: Vec<(Place, String)>,
    /// What the author can do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place yet.
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

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says where it stands, and what is there.
    #[must_use]
    pub fn labelled(mut self, place: Place, label: impl Into<String>) -> Self {
        self.place = Some(place);
        self.label = label.into();
        self
    }

    /// Names another place that belongs to the finding.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Says what the author can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The message with its excerpts; as `look` says. Lines that are too wide are cut around the place; characters that nobody would see are spelled.
    pub fn render(&self, look: Look) -> String {
        let (renderer, width) = (look.renderer(), look.excerpt_width());
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(Visible(&self.message).to_string()).id(self.code));
        let primary = self.place.iter().map(|place| (place, self.label.as_str(), AnnotationKind::Primary));
        let related = self.related.iter().map(|(place, label)| (place, label.as_str(), AnnotationKind::Context));
        let mut excerpts: Vec<(&Place, Excerpted<'_>, Vec<_>)> = Vec::new();
        for (place, label, kind) in primary.chain(related) {
            let belongs = |first: &Place| {
                std::sync::Arc::ptr_eq(&first.source, &place.source)
                    && !excerpt::are_apart(place.source.text(), &first.span, &place.span, width)
            };
            let index = excerpts.iter().position(|(first, ..)| belongs(first)).unwrap_or_else(|| {
                excerpts.push((place, Excerpted::new(place.source.text()), Vec::new()));
                excerpts.len() - 1
            });
            let (_, shown, annotations) = &mut excerpts[index];
            let span = shown.span(&excerpt::fitting(place.source.text(), place.span.clone(), width));
            let label = (!label.is_empty()).then(|| Visible(label).to_string());
            annotations.push(kind.span(span).label(label));
        }
        for (place, shown, annotations) in &excerpts {
            let snippet = Snippet::source(shown.text()).path(Visible(place.source.path()).to_string());
            group = group.element(snippet.annotations(annotations.iter().cloned()));
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

/// All findings of a phase, in the order in which they stand in the input.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No finding yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of another phase.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Puts the findings into the order in which they stand in the text; those without a place come last.
    pub fn sort(&mut self) {
        let start = |diagnostic: &Diagnostic| diagnostic.place.as_ref().map_or(usize::MAX, |place| place.span.start);
        self.0.sort_by_key(start);
    }

    /// Whether a finding is an error, so that the next phase must not run.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// `value` if no finding is an error, else the findings: the gate at the end of a phase.
    ///
    /// # Errors
    ///
    /// All findings, warnings among them, when at least one of them is an error.
    pub fn gate<T>(mut self, value: T) -> Result<(T, Self), Self> {
        let position = |place: &Place| (place.source.path().to_owned(), place.span.start);
        self.0.sort_by_key(|diagnostic| diagnostic.place.as_ref().map(position));
        if self.has_errors() { Err(self) } else { Ok((value, self)) }
    }

    /// All messages with their excerpts, an empty line between them; as `look` says.
    pub fn render(&self, look: Look) -> String {
        let messages: Vec<String> = self.0.iter().map(|diagnostic| diagnostic.render(look)).collect();
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

/// The messages with their excerpts, without color.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Look::default()))
    }
}

impl std::error::Error for Diagnostics {}
