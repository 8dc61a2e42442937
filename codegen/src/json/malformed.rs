//! Findings for malformed JSON, in the words of its author: the fault at the place, and its correction.

use std::ops::Range;
use std::sync::Arc;

use crate::source::diagnostic::{Diagnostic, Disguise, disguised};
use crate::source::location::{Place, Source};

/// A fault recognized by the text around its place.
struct Fault {
    span: Range<usize>,
    what: String,
    help: String,
    /// The open bracket to point at, if that helps.
    open: Option<usize>,
}

impl Fault {
    fn new(span: Range<usize>, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, what: what.into(), help: help.into(), open: None }
    }
}

/// Returns the finding for an offset and a reason of the parser.
pub(super) fn malformed(source: &Arc<Source>, offset: usize, reason: &str) -> Diagnostic {
    let text = source.text();
    let context = Context::new(text, at(text, offset, reason), reason.starts_with("EOF"));
    let fault = whole(text).or_else(|| context.fault(reason)).unwrap_or_else(|| Fault {
        span: context.character_span(),
        what: reason.to_owned(),
        help: help_for(reason).to_owned(),
        open: None,
    });
    let place = Place::new(source, fault.span);
    let finding = Diagnostic::error("malformed-json", format!("malformed JSON: {}", fault.what)).at(place);
    match fault.open {
        Some(open) => finding.related(Place::new(source, open..open + 1), "opened here"),
        None => finding,
    }
    .help(fault.help)
}

/// Recognizes a text without any JSON.
fn whole(text: &str) -> Option<Fault> {
    let start = text.trim_start();
    if start.is_empty() {
        let help = "write a value, as in `{ \"type\": \"object\" }`, or remove the file";
        return Some(Fault::new(0..0, "the text is empty", help));
    }
    let offset = text.len() - start.len();
    let help = "save the document itself, not a page that shows it or an answer that refuses it";
    start.starts_with('<').then(|| Fault::new(offset..offset + 1, "this is HTML or XML", help))
}

/// Returns the offset of the fault: for a control character, the parser reports the previous one.
fn at(text: &str, offset: usize, reason: &str) -> usize {
    let first = text[offset..].chars().next();
    match first.filter(|first| reason.starts_with("control character") && !first.is_control()) {
        Some(first) => offset + first.len_utf8(),
        None => offset,
    }
}

/// Returns help for faults that only the parser recognizes.
fn help_for(reason: &str) -> &'static str {
    if reason.contains("number") {
        "numbers have no leading zero, no `+`, and digits on both sides of the point"
    } else if reason.contains("surrogate") || reason.contains("end of hex escape") {
        "a character beyond U+FFFF is a pair of escapes, as in `\\ud83d\\ude00`: write both, or remove the half"
    } else if reason.contains("escape") {
        "escapes are `\\` and one of `\" \\ / b f n r t`, or `u` and four hexadecimal digits"
    } else if reason.contains("trailing characters") {
        "a block has one value: move the rest into a block of its own"
    } else if reason.contains("levels") {
        "use at most 128 levels of nesting"
    } else {
        "use double quotes, no comments, and no comma after the last element"
    }
}

/// The text around a place.
struct Context<'t> {
    text: &'t str,
    /// The offset at which the parser stopped.
    offset: usize,
    /// True if it stopped at the end of the text.
    at_end: bool,
    /// The open brackets.
    open: Vec<(usize, u8)>,
    /// The start of the string around the place.
    string: Option<usize>,
    /// The last character before it other than white space, outside of strings.
    previous: Option<(usize, u8)>,
}

impl<'t> Context<'t> {
    fn new(text: &'t str, offset: usize, at_end: bool) -> Self {
        let offset = if at_end { text.trim_end().len() } else { offset.min(text.len()) };
        let mut context = Self { text, offset, at_end, open: Vec::new(), string: None, previous: None };
        let mut escaped = false;
        for (at, byte) in text.bytes().enumerate().take(offset) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if context.string.is_some() => escaped = true,
                b'"' => {
                    context.string = if context.string.is_some() { None } else { Some(at) };
                    context.previous = Some((at, byte));
                }
                _ if context.string.is_some() => {}
                b'{' | b'[' => context.open.push((at, byte)),
                b'}' | b']' => drop(context.open.pop()),
                _ => {}
            }
            if context.string.is_none() && !byte.is_ascii_whitespace() {
                context.previous = Some((at, byte));
            }
        }
        context
    }

    fn rest(&self) -> &'t str {
        &self.text[self.offset..]
    }

    fn character_span(&self) -> Range<usize> {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.offset..self.offset + length
    }

    fn fault(&self, reason: &str) -> Option<Fault> {
        if self.string.is_some() {
            return self.in_string();
        }
        // The parser's reason already says all about these.
        let is_plain = reason.contains("number") || reason.contains("trailing") || reason.contains("levels");
        let disguised = self.disguised();
        if is_plain || disguised.is_some() {
            return disguised;
        }
        self.unclosed().or_else(|| self.foreign()).or_else(|| self.comma()).or_else(|| self.word())
    }

    /// Recognizes a string across lines or with a control character.
    fn in_string(&self) -> Option<Fault> {
        let start = self.string?;
        let next = self.rest().chars().next();
        if self.at_end || matches!(next, None | Some('\n' | '\r')) {
            let line_end = self.text[start..].find(['\n', '\r']).map_or(self.text.len(), |length| start + length);
            let help = "close it with `\"`, or join it with the next line: a line break in a string is `\\n`";
            return Some(Fault::new(start..line_end, "a string is not closed on its line", help));
        }
        let control = next.filter(|next| next.is_control())?;
        let what = format!("a string has the raw character U+{:04X}", u32::from(control));
        let help = if control == '\t' {
            "write `\\t`".to_owned()
        } else {
            format!("write `\\u{:04x}`, or remove it", u32::from(control))
        };
        Some(Fault::new(self.character_span(), what, help))
    }

    /// Recognizes a look-alike or invisible character.
    fn disguised(&self) -> Option<Fault> {
        let (name, disguise) = disguised(self.rest().chars().next()?)?;
        let help = match disguise {
            Disguise::Invisible => "remove it: it is invisible, and JSON does not allow it here",
            Disguise::Space => "use a plain space",
            Disguise::Quote => "use plain double quotes, `\"`",
            Disguise::Mark if self.rest().starts_with('…') => "write the whole value: JSON has no ellipsis",
            Disguise::Mark => "use the plain ASCII character",
        };
        Some(Fault::new(self.character_span(), format!("{name} outside of a string"), help))
    }

    /// Recognizes an unclosed bracket at the end of the text.
    fn unclosed(&self) -> Option<Fault> {
        let (open, bracket) = self.open.last().copied().filter(|_| self.at_end)?;
        let (what, close) = if bracket == b'{' { ("an object", '}') } else { ("an array", ']') };
        let help = format!("add the missing `{close}`, perhaps further up");
        let fault = Fault::new(self.offset..self.offset, format!("{what} is not closed"), help);
        Some(Fault { open: Some(open), ..fault })
    }

    /// Recognizes syntax of other languages.
    fn foreign(&self) -> Option<Fault> {
        let rest = self.rest();
        let line = rest.find('\n').unwrap_or(rest.len());
        let span = |length: usize| self.offset..self.offset + length;
        if rest.starts_with("...") {
            return Some(Fault::new(span(3), "a part is left out", "write the whole value: JSON has no ellipsis"));
        }
        if rest.starts_with("/*") || rest.starts_with("//") || rest.starts_with('#') {
            return Some(Fault::new(
                span(line),
                "JSON has no comments",
                "remove the comment, or move it out of the block",
            ));
        }
        let is_number = rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit() || next == '.');
        match rest.chars().next()? {
            '\'' => Some(Fault::new(span(1), "a string has single quotes", "use double quotes, `\"`")),
            '+' if is_number => Some(Fault::new(span(1), "a number begins with `+`", "remove the `+`")),
            '.' if is_number => Some(Fault::new(span(1), "a number begins with its point", "write `0` before it")),
            _ => None,
        }
    }

    /// Recognizes a surplus or missing comma.
    fn comma(&self) -> Option<Fault> {
        let next = self.rest().bytes().next()?;
        let (at, previous) = self.previous?;
        let (open, bracket) = self.open.last().copied()?;
        let close = if bracket == b'{' { '}' } else { ']' };
        let with_open = |fault: Fault| Some(Fault { open: Some(open), ..fault });
        match (previous, next) {
            (b',', b'}' | b']') => Some(Fault::new(at..at + 1, "a comma follows the last element", "remove the comma")),
            (b',' | b'{' | b'[', b',') => {
                Some(Fault::new(self.character_span(), "a comma precedes no element", "remove the comma"))
            }
            (_, b'}' | b']') if char::from(next) != close && !matches!(previous, b':' | b',') => with_open(Fault::new(
                self.character_span(),
                format!("`{}` does not close `{}`", char::from(next), char::from(bracket)),
                format!("write `{close}`, or add the missing opening bracket"),
            )),
            (b':', b'}' | b']' | b',') => {
                Some(Fault::new(at..at + 1, "a member has no value", "write a value after the colon"))
            }
            (b'"' | b'}' | b']' | b'0'..=b'9' | b'a'..=b'z', b'{' | b'[' | b'"' | b'-' | b'0'..=b'9') => {
                with_open(Fault::new(
                    self.character_span(),
                    format!("a comma or a `{close}` is missing before this"),
                    format!("add a `,`, or close the open value with `{close}`"),
                ))
            }
            _ => None,
        }
    }

    /// Recognizes an unquoted word.
    fn word(&self) -> Option<Fault> {
        let is_word = |found: char| found.is_alphanumeric() || matches!(found, '_' | '$');
        let before = &self.text[..self.offset];
        let start = before.trim_end_matches(is_word).len();
        let end = self.offset + self.rest().find(|found| !is_word(found)).unwrap_or(self.rest().len());
        let word = &self.text[start..end];
        if !word.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$')) {
            return None;
        }
        let what = format!("`{word}` has no quotes");
        let help = match word.to_ascii_lowercase().as_str() {
            "true" | "false" => format!("write `{}`", word.to_ascii_lowercase()),
            "none" | "nil" | "undefined" | "null" => "write `null`".to_owned(),
            "nan" | "infinity" | "inf" => "JSON has no such number: use `null` or a string".to_owned(),
            _ => "use double quotes around names and strings, `\"`".to_owned(),
        };
        Some(Fault::new(start..end, what, help))
    }
}
