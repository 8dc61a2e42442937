//! `date`: a `full-date` [RFC 3339 §5.6].

/// Whether a text is a date of the Gregorian calendar: `2024-02-29`.
pub fn is_valid(text: impl AsRef<[u8]>) -> bool {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_ref() else { return false };
    let (Some(century), Some(year), Some(month), Some(day)) =
        (two_digits(*y0, *y1), two_digits(*y2, *y3), two_digits(*m0, *m1), two_digits(*d0, *d1))
    else {
        return false;
    };
    (1..=days(century * 100 + year, month)).contains(&day)
}

/// How many days a month has; none if there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// The number that two ASCII digits write.
pub(super) fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
    is_number.then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}
