//! Places: a source text, a span of it, and the JSON Pointer of the value there.
//!
//! A text may differ from its file, as the catalogue wants it. It knows where its parts stand on the disk, and every message shows that place.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text with the path for messages.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: String,
    line_starts: Vec<usize>,
    /// The origin of a text that differs from its file.
    origin: Option<Origin>,
}

/// Returns the last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Source {
    /// Creates a source; messages use the path, with `/` on every platform.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::with_origin(path.into(), text.into(), None))
    }

    fn with_origin(path: String, text: String, origin: Option<Origin>) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        Self { path, text, line_starts, origin }
    }

    /// Returns the source with edits, which are in the order of the text and apart. Its places are still found on the disk.
    pub fn edited(self: &Arc<Self>, edits: impl IntoIterator<Item = Edit>) -> Arc<Self> {
        let (file, lists) = match &self.origin {
            Some(origin) => (Arc::clone(&origin.file), origin.lists.clone()),
            None => (Arc::clone(self), Vec::new()),
        };
        let mut origin = Origin { file, pieces: Vec::new(), lists };
        let mut text = String::with_capacity(self.text.len());
        let mut end = 0;
        for edit in edits {
            self.copy(end..edit.span.start, &mut text, &mut origin.pieces);
            end = edit.span.end;
            origin.lists.extend(edit.shortened);
            let place = Arc::new(edit.place.on_disk());
            let mut written = 0;
            for (part, own) in edit.parts {
                origin.add(text.len(), written..part.start, &place, false);
                let own = own.on_disk();
                let is_alike = own.span.len() == part.len();
                written = part.end;
                origin.add(text.len(), part, &Arc::new(own), is_alike);
            }
            origin.add(text.len(), written..edit.text.len(), &place, false);
            text.push_str(&edit.text);
        }
        self.copy(end..self.text.len(), &mut text, &mut origin.pieces);
        Arc::new(Self::with_origin(self.path.clone(), text, Some(origin)))
    }

    /// Appends a part of this text to another one, with its pieces.
    fn copy(&self, span: Range<usize>, text: &mut String, pieces: &mut Vec<Piece>) {
        let (from, to) = (span.start, text.len());
        text.push_str(&self.text[span.clone()]);
        let Some(origin) = &self.origin else {
            pieces.extend((!span.is_empty()).then_some(Piece { start: to, on_disk: OnDisk::Copied(from) }));
            return;
        };
        let mut index = origin.index(from);
        while let Some(piece) = origin.pieces.get(index).filter(|piece| piece.start < span.end) {
            let skipped = from.saturating_sub(piece.start);
            let on_disk = match &piece.on_disk {
                OnDisk::Copied(start) => OnDisk::Copied(start + skipped),
                OnDisk::Added(place, is_alike) => OnDisk::Added(Arc::clone(place), *is_alike && skipped == 0),
            };
            pieces.push(Piece { start: to + piece.start + skipped - from, on_disk });
            index += 1;
        }
    }

    /// Returns the path for messages.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the extension of the path in lower case; empty if there is none.
    pub(crate) fn extension(&self) -> String {
        let file_name = self.path.rsplit(['/', '\\']).next().and_then(|file_name| file_name.rsplit_once('.'));
        file_name.map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
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

/// A change of a text that its file does not have.
#[derive(Debug)]
pub struct Edit {
    /// The part that is replaced; empty if text is only added.
    pub span: Range<usize>,
    /// The new text.
    pub text: String,
    /// The place that messages show for the new text.
    pub place: Place,
    /// Better places for parts of the new text, in its order and apart.
    pub parts: Vec<(Range<usize>, Place)>,
    /// The array that loses an element, and the index of that element.
    pub shortened: Option<(Pointer, usize)>,
}

impl Edit {
    /// Adds a text at an offset.
    pub fn added(offset: usize, text: String, place: Place) -> Self {
        Self { span: offset..offset, text, place, parts: Vec::new(), shortened: None }
    }
}

/// The origin of a text that differs from its file.
#[derive(Debug)]
struct Origin {
    file: Arc<Source>,
    /// The pieces of the text, in order and without gaps.
    pieces: Vec<Piece>,
    /// The arrays that have lost an element, with its index, in the order of the losses.
    lists: Vec<(Pointer, usize)>,
}

/// A part of a text, up to the next one.
#[derive(Debug)]
struct Piece {
    start: usize,
    on_disk: OnDisk,
}

/// The place of a piece on the disk.
#[derive(Debug)]
enum OnDisk {
    /// In the file, from this offset on.
    Copied(usize),
    /// In the file it is not: messages show this place, or the same part of it if it is spelled alike.
    Added(Arc<Place>, bool),
}

impl Origin {
    fn add(&mut self, start: usize, part: Range<usize>, place: &Arc<Place>, is_alike: bool) {
        if !part.is_empty() {
            let on_disk = OnDisk::Added(Arc::clone(place), is_alike);
            self.pieces.push(Piece { start: start + part.start, on_disk });
        }
    }

    /// Returns the index of the piece with an offset.
    fn index(&self, offset: usize) -> usize {
        self.pieces.partition_point(|piece| piece.start <= offset).saturating_sub(1)
    }

    /// Returns the place on the disk of the part of a span that the piece at an index has.
    fn span(&self, index: usize, span: &Range<usize>) -> (&Arc<Source>, Range<usize>) {
        let Some(piece) = self.pieces.get(index) else { return (&self.file, 0..0) };
        let end = self.pieces.get(index + 1).map_or(span.end, |next| next.start.min(span.end));
        let start = span.start.max(piece.start) - piece.start;
        let part = start..(end.max(piece.start) - piece.start).max(start);
        match &piece.on_disk {
            OnDisk::Copied(offset) => (&self.file, offset + part.start..offset + part.end),
            OnDisk::Added(place, true) => (&place.source, place.span.start + part.start..place.span.start + part.end),
            OnDisk::Added(place, false) => (&place.source, place.span.clone()),
        }
    }

    /// Returns the place on the disk of a place in the text.
    fn place(&self, place: Place) -> Place {
        let (first, last) = (self.index(place.span.start), self.index(place.span.end.max(1) - 1));
        let (source, start) = self.span(first, &place.span);
        let (source_of_end, end) = self.span(last.max(first), &place.span);
        let end = if Arc::ptr_eq(source, source_of_end) { end.end.max(start.end) } else { start.end };
        let pointer = match self.pieces.get(first).map(|piece| &piece.on_disk) {
            Some(OnDisk::Added(added, _)) => added.pointer.clone().filter(|_| place.pointer.is_some()),
            Some(OnDisk::Copied(_)) | None => place.pointer.map(|pointer| self.pointer(pointer)),
        };
        Place { source: Arc::clone(source), span: start.start..end, pointer }
    }

    /// Returns the pointer in the file: elements behind a lost one have a higher index there.
    fn pointer(&self, pointer: Pointer) -> Pointer {
        self.lists.iter().rev().fold(pointer, |pointer, (list, lost)| {
            let below = pointer.0.strip_prefix(&list.0).and_then(|rest| rest.strip_prefix('/'));
            let (token, rest) = below.map_or(("", ""), |below| below.split_at(below.find('/').unwrap_or(below.len())));
            match token.parse::<usize>() {
                Ok(index) if index >= *lost => Pointer(format!("{}{rest}", list.join(index + 1))),
                _ => pointer,
            }
        })
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

    /// Returns the place in the file on the disk, for messages: the text may have been edited since it was read.
    #[must_use]
    pub fn on_disk(self) -> Self {
        let source = Arc::clone(&self.source);
        match &source.origin {
            Some(origin) => origin.place(self),
            None => self,
        }
    }

    /// Returns true if its file does not have what stands here: the catalogue adds it.
    pub fn is_added(&self) -> bool {
        let piece = self.source.origin.as_ref().and_then(|origin| origin.pieces.get(origin.index(self.span.start)));
        piece.is_some_and(|piece| matches!(piece.on_disk, OnDisk::Added(..)))
    }
}

/// Writes `path:line:column` in the file on the disk, with the JSON Pointer if there is one.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.clone().on_disk();
        let (line, column) = place.source.line_column(place.span.start);
        write!(f, "{}:{line}:{column}", place.source.path())?;
        match &place.pointer {
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
        self.0.split('/').skip(1).map(|token| {
            // Few tokens have something to unescape, and a search for it in each took a twentieth of `gen`.
            if token.contains('~') { token.replace("~1", "/").replace("~0", "~") } else { token.to_owned() }
        })
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
