//! Looks at eight bytes of a text at a time.

/// Eight bytes, each of them one.
const ONES: u64 = u64::MAX / 0xff;

/// The highest bit of each of eight bytes.
const HIGH: u64 = ONES << 7;

/// How many bytes stand before the first one that is a quote, a backslash, a control character or beyond ASCII, and that byte;
/// `None` if there is none.
#[inline]
pub(super) fn first_special(text: &[u8]) -> Option<(usize, u8)> {
    first(text, |eight| specials(eight) | eight & HIGH, |byte| is_special(byte) || !byte.is_ascii())
}

/// The same, but bytes beyond ASCII are passed over.
pub(super) fn first_special_ascii(text: &[u8]) -> Option<(usize, u8)> {
    first(text, |eight| specials(eight) & !eight, is_special)
}

/// Finds the first byte that is marked by its highest bit, in sixteen bytes at once: most strings are so short, and then their length
/// decides no branch.
#[inline]
fn first(text: &[u8], marks: impl Fn(u64) -> u64, is_marked: impl Fn(u8) -> bool) -> Option<(usize, u8)> {
    let mut rest = text;
    while let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, behind @ ..] = rest {
        let low = marks(u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h])) & HIGH;
        let high = marks(u64::from_le_bytes([*i, *j, *k, *l, *m, *n, *o, *p])) & HIGH;
        if low | high != 0 {
            let index = if low == 0 { high.trailing_zeros() / 8 + 8 } else { low.trailing_zeros() / 8 } as usize;
            return Some((text.len() - rest.len() + index, *rest.get(index)?));
        }
        rest = behind;
    }
    let index = rest.iter().position(|byte| is_marked(*byte))?;
    Some((text.len() - rest.len() + index, rest[index]))
}

/// Marks the first byte of eight that is a quote, a backslash or a control character, by its highest bit; the marks of later bytes, and
/// of bytes beyond ASCII, may be wrong.
#[inline]
fn specials(eight: u64) -> u64 {
    let before = |byte: u8| (eight ^ (ONES * u64::from(byte))).wrapping_sub(ONES);
    before(b'"') | before(b'\\') | eight.wrapping_sub(ONES * 0x20)
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

/// The text behind its leading spaces.
#[inline]
pub(super) fn behind_spaces(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let [a, b, c, d, e, f, g, h, behind @ ..] = rest {
        let other = u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]) ^ (ONES * u64::from(b' '));
        if other != 0 {
            return rest.get(other.trailing_zeros() as usize / 8..).unwrap_or_default();
        }
        rest = behind;
    }
    while let [b' ', behind @ ..] = rest {
        rest = behind;
    }
    rest
}

/// The first eight and the last eight bytes of a text; of a shorter one, all its bytes in some order, the same for equal texts.
#[inline]
pub(super) fn ends(text: &[u8]) -> (u64, u64) {
    let four = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
    let eight = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
    match text.len() {
        0 => (0, 0),
        1..=3 => {
            let [first, middle, last] = [text[0], text[text.len() / 2], text[text.len() - 1]].map(u64::from);
            (first, middle << 8 | last)
        }
        4..=7 => (u64::from(four(&text[..4])), u64::from(four(&text[text.len() - 4..]))),
        _ => (eight(&text[..8]), eight(&text[text.len() - 8..])),
    }
}
