//! `date`: a `full-date` [RFC 3339 §5.6].

/// Returns true if a text is a date of the Gregorian calendar: `2024-02-29`.
pub fn is_valid(text: impl AsRef<[u8]>) -> bool {
    parse(text.as_ref()).is_some()
}

/// Parses year, month and day; returns `None` if the text is not a date or the calendar does not have the day.
pub fn parse(text: &[u8]) -> Option<(u16, u8, u8)> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else { return None };
    let (century, year) = (two_digits(*y0, *y1)?, two_digits(*y2, *y3)?);
    let (month, day) = (two_digits(*m0, *m1)?, two_digits(*d0, *d1)?);
    let year = u16::from(century) * 100 + u16::from(year);
    (1..=days_of_month(year, month)).contains(&day).then_some((year, month, day))
}

/// Returns the number of days of a month; zero if there is no such month.
pub fn days_of_month(year: u16, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Parses two ASCII digits.
pub(super) fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    let is_number = tens.is_ascii_digit() && ones.is_ascii_digit();
    is_number.then(|| (tens - b'0') * 10 + (ones - b'0'))
}
