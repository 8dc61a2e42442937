//! Calendar dates, `YYYY-MM-DD`.

/// A date in the proleptic Gregorian calendar, as text; `None` if there is no such day.
pub(crate) fn date(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    ((1..=last).contains(&day) && year <= 9999).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Whether a text is a date in the one form that the catalogue has.
pub(crate) fn is_date(text: &str) -> bool {
    let mut numbers = text.split('-').map(|part| part.parse().ok());
    let (year, month, day) = (numbers.next().flatten(), numbers.next().flatten(), numbers.next().flatten());
    let same = |(year, month, day)| date(year, month, day).is_some_and(|date| date == text);
    year.zip(month).zip(day).is_some_and(|((year, month), day)| same((year, month, day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        assert!(is_date("2024-02-29"));
        assert!(!is_date("2026-02-29"));
        assert!(!is_date("2026-6-12"));
        assert!(!is_date("2026-06-12T00:00:00Z"));
        assert_eq!(date(2026, 13, 1), None);
    }
}
