//! Punycode: the ASCII encoding of internationalized DNS labels [RFC 3492].

const BASE: u32 = 36;
const LEAST_THRESHOLD: u32 = 1;
const MOST_THRESHOLD: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE_POINT: u32 = 0x80;

/// Decodes ASCII letters, digits and hyphens into the start of a buffer; returns `None` if they are malformed or not canonical, or if the
/// buffer is too small.
pub fn decode<'b>(text: &str, buffer: &'b mut [char]) -> Option<&'b [char]> {
    let (literals, mut digits) = match text.rsplit_once('-') {
        // The delimiter is written only after a literal.
        Some(("", _)) => return None,
        Some((literals, digits)) => (literals, digits.bytes()),
        None => ("", text.bytes()),
    };
    let mut length = 0;
    for literal in literals.chars() {
        *buffer.get_mut(length)? = literal;
        length += 1;
    }
    let (mut code_point, mut index, mut bias) = (FIRST_CODE_POINT, 0_u32, FIRST_BIAS);
    while digits.len() > 0 {
        let delta = decode_delta(&mut digits, bias)?;
        let longer = u32::try_from(length + 1).ok()?;
        bias = adapt(delta, longer, index == 0);
        index = index.checked_add(delta)?;
        code_point = code_point.checked_add(index / longer)?;
        index %= longer;
        let decoded = char::from_u32(code_point)?;
        let at = usize::try_from(index).ok()?;
        buffer.get_mut(at..=length)?.rotate_right(1);
        buffer[at] = decoded;
        length += 1;
        index += 1;
    }
    Some(&buffer[..length])
}

/// Passes the encoded octets to `write`; returns `None` on overflow.
pub fn encode(code_points: &[char], mut write: impl FnMut(u8)) -> Option<()> {
    let mut written = 0_u32;
    for literal in code_points.iter().filter(|it| it.is_ascii()) {
        write(u8::try_from(*literal).ok()?);
        written += 1;
    }
    let literals = written;
    if literals > 0 {
        write(b'-');
    }
    let (mut code_point, mut delta, mut bias) = (FIRST_CODE_POINT, 0_u32, FIRST_BIAS);
    loop {
        let rest = code_points.iter().map(|it| u32::from(*it)).filter(|it| *it >= code_point);
        let Some(next) = rest.min() else { return Some(()) };
        delta = delta.checked_add((next - code_point).checked_mul(written + 1)?)?;
        for it in code_points.iter().map(|it| u32::from(*it)) {
            if it < next {
                delta = delta.checked_add(1)?;
            } else if it == next {
                encode_delta(delta, bias, &mut write)?;
                bias = adapt(delta, written + 1, written == literals);
                delta = 0;
                written += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code_point = next + 1;
    }
}

/// Reads a variable-length number.
fn decode_delta(digits: &mut impl Iterator<Item = u8>, bias: u32) -> Option<u32> {
    let (mut delta, mut weight, mut position) = (0_u32, 1_u32, BASE);
    loop {
        let digit = match digits.next()? {
            letter @ b'a'..=b'z' => u32::from(letter - b'a'),
            letter @ b'A'..=b'Z' => u32::from(letter - b'A'),
            digit @ b'0'..=b'9' => u32::from(digit - b'0') + 26,
            _ => return None,
        };
        delta = delta.checked_add(digit.checked_mul(weight)?)?;
        let threshold = threshold(position, bias);
        if digit < threshold {
            return Some(delta);
        }
        weight = weight.checked_mul(BASE - threshold)?;
        position += BASE;
    }
}

/// Writes a variable-length number.
fn encode_delta(mut delta: u32, bias: u32, write: &mut impl FnMut(u8)) -> Option<()> {
    let mut position = BASE;
    loop {
        let threshold = threshold(position, bias);
        if delta < threshold {
            write(digit(delta)?);
            return Some(());
        }
        write(digit(threshold + (delta - threshold) % (BASE - threshold))?);
        delta = (delta - threshold) / (BASE - threshold);
        position += BASE;
    }
}

fn digit(value: u32) -> Option<u8> {
    let value = u8::try_from(value).ok()?;
    Some(if value < 26 { b'a' + value } else { b'0' + (value - 26) })
}

/// Returns the least digit that does not end a number.
fn threshold(position: u32, bias: u32) -> u32 {
    position.saturating_sub(bias).clamp(LEAST_THRESHOLD, MOST_THRESHOLD)
}

/// Adapts the bias [RFC 3492 §6.1].
fn adapt(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut steps = 0;
    while delta > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2 {
        delta /= BASE - LEAST_THRESHOLD;
        steps += BASE;
    }
    steps + (BASE - LEAST_THRESHOLD + 1) * delta / (delta + SKEW)
}
