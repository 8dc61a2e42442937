//! Places: a source text, a span of it, and the JSON Pointer of the value there.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text with the path for messages.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    /// Creates a source; messages use the path, with `/` on every platform.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        Arc::new(Self { path: path.into(), text, line_starts })
    }

    /// Returns the path for messages.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the line and column of a byte offset, both starting at 1; columns count characters.
    ///
    /// An offset past the end, or inside a character, is moved back to the nearest position.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// Returns the byte offset of a line, starting at 1; the end of the text if there is no such line.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }
}

/// A span of a source, with the JSON Pointer if it is the span of a value.
#[derive(Clone, Debug)]
pub struct Place {
    /// The text.
    pub source: Arc<Source>,
    /// Byte offsets into the text.
    pub span: Range<usize>,
    /// The pointer to the value in its document, if the span is that of a JSON value.
    pub pointer: Option<Pointer>,
}

impl Place {
    /// Creates a place other than a JSON value.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        Self { source: Arc::clone(source), span, pointer: None }
    }

    /// Adds a JSON Pointer.
    #[must_use]
    pub fn at(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self
    }
}

/// Writes `path:line:column`, with the JSON Pointer if there is one.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.source.line_column(self.span.start);
        write!(f, "{}:{line}:{column}", self.source.path())?;
        match &self.pointer {
            Some(pointer) => write!(f, " #{pointer}"),
            None => Ok(()),
        }
    }
}

/// A JSON Pointer [RFC 6901] in its string form; empty for the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Parses a pointer; returns `None` unless it is empty or starts with `/`, and each `~` is `~0` or `~1`.
    pub fn parse(text: &str) -> Option<Self> {
        let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        ((text.is_empty() || text.starts_with('/')) && escapes).then(|| Self(text.to_owned()))
    }

    /// Appends a reference token, which is escaped.
    #[must_use]
    pub fn join(&self, token: impl fmt::Display) -> Self {
        let mut text = format!("{}/{token}", self.0);
        let start = self.0.len() + 1;
        if text[start..].contains(['~', '/']) {
            let token = text[start..].replace('~', "~0").replace('/', "~1");
            text.truncate(start);
            text.push_str(&token);
        }
        Self(text)
    }

    /// Returns the pointer to the enclosing value; `None` for the whole document.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// Returns the pointer with its first reference tokens alone.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        let end = self.0.match_indices('/').nth(count).map_or(self.0.len(), |(end, _)| end);
        Self(self.0[..end].to_owned())
    }

    /// Returns true for the place of `outer`, or one inside of it.
    pub fn is_below(&self, outer: &Self) -> bool {
        self.0.strip_prefix(&outer.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the reference tokens, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        let tokens = self.0.split('/');
        tokens.skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the string form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_survive_odd_offsets() {
        let source = Source::new("a", "é\nxyé");
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(1), (1, 1), "inside a character");
        assert_eq!(source.line_column(2), (1, 2));
        assert_eq!(source.line_column(5), (2, 3));
        assert_eq!(source.line_column(99), (2, 4));
    }

    #[test]
    fn tokens_undo_join() {
        let pointer = Pointer::root().join("a/b").join("m~n").join(0);
        assert_eq!(pointer.as_str(), "/a~1b/m~0n/0");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["a/b", "m~n", "0"]);
        assert_eq!(Pointer::parse("a"), None);
        assert_eq!(Pointer::parse("/a~2"), None);
    }
}
