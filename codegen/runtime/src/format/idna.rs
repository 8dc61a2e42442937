//! Host names whose labels may be internationalized: IDNA2008 [RFC 5890 to 5893], on the data of Unicode 17.
//!
//! Not checked: registry rules such as one script per label. Nothing is mapped to lower case first.

use super::code_point;
use super::code_point_class::{Joining, Script};
use super::{bidi, composition, punycode};

/// The maximum number of octets of a label in ASCII form, and so of its code points.
const LONGEST_LABEL: usize = 63;

/// The maximum number of octets of a name in ASCII form.
const LONGEST_NAME: usize = 253;

/// The required normalization of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Normalization form C, as in IDNA2008.
    Composed,
    /// Any form.
    Any,
}

/// Returns true if the labels (U-labels, A-labels or plain ASCII) form a host name.
pub(super) fn is_name<'t>(labels: impl Iterator<Item = &'t str> + Clone, form: Form) -> bool {
    let mut octets = 0;
    let mut is_right_to_left = false;
    for label in labels.clone() {
        let Some(label) = Label::read(label, form) else { return false };
        // The dots between the labels count, too.
        octets += label.octets() + usize::from(octets > 0);
        if octets > LONGEST_NAME {
            return false;
        }
        is_right_to_left |= label.is_right_to_left();
    }
    let mut labels = labels.map(|label| Label::read(label, form));
    !is_right_to_left || labels.all(|label| label.is_some_and(|label| label.obeys_bidi_rule()))
}

#[allow(clippy::large_enum_variant)] // one at a time, on the stack
enum Label<'t> {
    Ascii(&'t str),
    Unicode { buffer: [char; LONGEST_LABEL], length: usize, octets: usize },
}

impl<'t> Label<'t> {
    /// Reads a label.
    fn read(text: &'t str, form: Form) -> Option<Self> {
        let mut buffer = ['\0'; LONGEST_LABEL];
        let (length, octets) = if text.is_ascii() {
            if !is_ascii_label(text) {
                return None;
            }
            match text.get(..PREFIX.len()) {
                Some(prefix) if prefix.eq_ignore_ascii_case(PREFIX) => (decode(text, &mut buffer)?, text.len()),
                _ => return Some(Self::Ascii(text)),
            }
        } else {
            let mut length = 0;
            for it in text.chars() {
                *buffer.get_mut(length)? = it;
                length += 1;
            }
            let mut octets = PREFIX.len();
            punycode::encode(&buffer[..length], |_| octets += 1)?;
            (length, octets)
        };
        let is_valid = octets <= LONGEST_LABEL && is_unicode_label(&buffer[..length], form);
        is_valid.then_some(Self::Unicode { buffer, length, octets })
    }

    fn octets(&self) -> usize {
        match self {
            Self::Ascii(text) => text.len(),
            Self::Unicode { octets, .. } => *octets,
        }
    }

    fn is_right_to_left(&self) -> bool {
        match self {
            Self::Ascii(_) => false,
            Self::Unicode { buffer, length, .. } => bidi::is_right_to_left(&buffer[..*length]),
        }
    }

    fn obeys_bidi_rule(&self) -> bool {
        match self {
            // `is_ascii_label` already requires a letter or a digit at the end.
            Self::Ascii(text) => text.starts_with(|first: char| first.is_ascii_alphabetic()),
            Self::Unicode { buffer, length, .. } => bidi::is_valid(&buffer[..*length]),
        }
    }
}

/// The prefix of an A-label.
const PREFIX: &str = "xn--";

/// Returns true for letters, digits and inner hyphens [RFC 1123 §2.1].
fn is_ascii_label(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let has_edges = !text.starts_with('-') && !text.ends_with('-');
    (1..=LONGEST_LABEL).contains(&text.len()) && has_edges && text.bytes().all(is_inner)
}

/// Decodes an A-label into the buffer and returns its number of code points; `None` if it is malformed or ASCII.
fn decode(text: &str, buffer: &mut [char; LONGEST_LABEL]) -> Option<usize> {
    let decoded = punycode::decode(&text[PREFIX.len()..], buffer)?;
    let (length, is_ascii) = (decoded.len(), decoded.iter().all(char::is_ascii));
    // A-labels are case-insensitive.
    for it in buffer {
        it.make_ascii_lowercase();
    }
    (!is_ascii).then_some(length)
}

/// Returns true for a U-label [RFC 5891 §4.2, §5.4].
fn is_unicode_label(label: &[char], form: Form) -> bool {
    let is_mark = |it: char| code_point::find(it).is_some_and(|properties| properties.is_mark);
    let has_hyphens = label.starts_with(&['-']) || label.ends_with(&['-']) || label.get(2..4) == Some(&['-', '-']);
    let is_allowed = |(index, it): (usize, &char)| code_point::find(*it).is_some() && is_in_context(label, index);
    !has_hyphens
        && !label.first().is_none_or(|first| is_mark(*first))
        && label.iter().enumerate().all(is_allowed)
        && (form == Form::Any || composition::is_composed(label))
}

/// Returns true if the code point at an index satisfies its contextual rule [RFC 5892 Appendix A].
fn is_in_context(label: &[char], index: usize) -> bool {
    let (before, after) = (&label[..index], &label[index + 1..]);
    let is_of = |it: Option<&char>, script| it.is_some_and(|it| self::script(*it) == script);
    match label[index] {
        '\u{b7}' => before.last() == Some(&'l') && after.first() == Some(&'l'),
        '\u{375}' => is_of(after.first(), Script::Greek),
        '\u{5f3}' | '\u{5f4}' => is_of(before.last(), Script::Hebrew),
        '\u{30fb}' => label.iter().any(|it| script(*it) == Script::Japanese),
        '\u{660}'..='\u{669}' => !label.iter().any(|it| matches!(it, '\u{6f0}'..='\u{6f9}')),
        '\u{6f0}'..='\u{6f9}' => !label.iter().any(|it| matches!(it, '\u{660}'..='\u{669}')),
        '\u{200c}' => is_after_virama(before) || parts_joined(before, after),
        '\u{200d}' => is_after_virama(before),
        _ => true,
    }
}

fn is_after_virama(before: &[char]) -> bool {
    const VIRAMA: u8 = 9;
    let properties = before.last().and_then(|it| code_point::find(*it));
    properties.is_some_and(|properties| properties.combining_class == VIRAMA)
}

/// Returns true if two letters would join if nothing were between them.
fn parts_joined(before: &[char], after: &[char]) -> bool {
    let is_opaque = |it: &Joining| *it != Joining::Transparent;
    let left = before.iter().rev().map(|it| joining(*it)).find(is_opaque);
    let right = after.iter().map(|it| joining(*it)).find(is_opaque);
    matches!(left, Some(Joining::Left | Joining::Dual)) && matches!(right, Some(Joining::Right | Joining::Dual))
}

fn joining(it: char) -> Joining {
    code_point::find(it).map_or(Joining::None, |properties| properties.joining)
}

fn script(it: char) -> Script {
    code_point::find(it).map_or(Script::Other, |properties| properties.script)
}
