//! The signed parts beside a body: times of any size, and the form that each must have.

use std::time::{Duration, SystemTime};

use codegen_runtime::receive::age::{is_near, unix_milliseconds};
use codegen_runtime::receive::parts::time_text;
use codegen_runtime::receive::parts::Parts;
use codegen_runtime::receive::scheme::Unit;
use proptest::prelude::*;

const UNITS: [Unit; 3] = [Unit::Seconds, Unit::Milliseconds, Unit::Rfc3339];

#[test]
fn times_have_one_form() {
    assert_eq!(Unit::Seconds.milliseconds(b"1700000000"), Some(1_700_000_000_000));
    assert_eq!(Unit::Milliseconds.milliseconds(b"1700000000000"), Some(1_700_000_000_000));
    assert_eq!(Unit::Rfc3339.milliseconds(b"2023-11-14T22:13:20Z"), Some(1_700_000_000_000));
    assert_eq!(Unit::Rfc3339.milliseconds(b"2023-11-15T00:13:20.5+02:00"), Some(1_700_000_000_500));
    for text in ["", "-1", "+1", " 1", "1 ", "1.0", "1e9", "0x1", "1_000", "٣", "2023-11-14T22:13:20Z"] {
        assert_eq!(Unit::Seconds.milliseconds(text.as_bytes()), None, "{text:?}");
        assert_eq!(Unit::Milliseconds.milliseconds(text.as_bytes()), None, "{text:?}");
    }
    for text in
        ["", "1700000000", "2023-11-14", "2023-11-14 22:13", "2023-11-14T22:13:20", "Tue, 14 Nov 2023 22:13:20 GMT"]
    {
        assert_eq!(Unit::Rfc3339.milliseconds(text.as_bytes()), None, "{text:?}");
    }
}

/// However long the digits are: no number overflows, and nothing that long is read.
#[test]
fn long_times_are_cheap() {
    assert_eq!(Unit::Seconds.milliseconds(b"9223372036854775807"), Some(i64::MAX));
    assert_eq!(Unit::Milliseconds.milliseconds(b"99999999999999999999"), Some(i64::MAX));
    for unit in UNITS {
        assert_eq!(unit.milliseconds("1".repeat(1 << 20).as_bytes()), None);
        assert_eq!(unit.milliseconds(&[0xff; 4]), None);
    }
    let parts = Parts::default();
    assert!(codegen_runtime::receive::scheme::Part::ALL.iter().all(|part| parts.get(*part).is_none()));
}

proptest! {
    #[test]
    fn any_time_is_near_or_not(time: i64, now: i64, tolerance: u64) {
        let tolerance = Duration::from_millis(tolerance);
        let exact = i128::from(now).abs_diff(i128::from(time)) <= u128::from(u64::try_from(tolerance.as_millis()).unwrap_or(u64::MAX));
        let found = is_near(time, now, tolerance);
        // Only where the difference itself does not fit is it taken for the largest.
        prop_assert!(found == exact || now.checked_sub(time).is_none() || tolerance.as_millis() > i64::MAX as u128);
    }

    #[test]
    fn written_times_are_read(milliseconds in 0..253_402_300_799_999_i64) {
        let whole = milliseconds / 1000 * 1000;
        for unit in UNITS {
            let written = time_text(unit, milliseconds);
            let expected = if unit == Unit::Seconds { whole } else { milliseconds };
            prop_assert_eq!(unit.milliseconds(written.as_bytes()), Some(expected), "{}", written);
        }
    }

    #[test]
    fn any_bytes_are_a_time_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        for unit in UNITS {
            let read = unit.milliseconds(&bytes);
            prop_assert!(read.is_none() || std::str::from_utf8(&bytes).is_ok());
        }
    }

    #[test]
    fn any_clock_has_milliseconds(seconds: u64, is_before: bool) {
        let distance = Duration::from_secs(seconds);
        let epoch = SystemTime::UNIX_EPOCH;
        let time = if is_before { epoch.checked_sub(distance) } else { epoch.checked_add(distance) };
        if let Some(time) = time {
            let near = is_near(unix_milliseconds(time), unix_milliseconds(epoch), Duration::from_secs(seconds));
            prop_assert!(near, "{seconds} s {is_before}");
        }
    }
}
