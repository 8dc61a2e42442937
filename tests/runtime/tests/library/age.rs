//! Ages of deliveries for every representable time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use codegen_runtime::receive::age::{is_too_old, unix_milliseconds};
use proptest::prelude::*;

#[test]
fn a_delivery_of_maximum_age_is_accepted() {
    let second = Duration::from_secs(1);
    assert!(!is_too_old(0, 1000, second));
    assert!(is_too_old(0, 1001, second));
    assert!(!is_too_old(0, 0, Duration::ZERO));
}

#[test]
fn a_future_time_has_no_age() {
    assert!(!is_too_old(i64::MAX, 0, Duration::ZERO));
    assert!(!is_too_old(i64::MAX, i64::MIN, Duration::ZERO));
}

#[test]
fn times_far_from_1970_are_valid() {
    assert_eq!(unix_milliseconds(UNIX_EPOCH - Duration::from_millis(5)), -5);
    assert_eq!(unix_milliseconds(UNIX_EPOCH + Duration::from_millis(5)), 5);
    assert!(unix_milliseconds(SystemTime::now()) > 1_700_000_000_000);
}

proptest! {
    #[test]
    fn ages_are_exact_for_all_times(
        created_at in any::<i64>(),
        now in any::<i64>(),
        max_age in any::<u64>(),
    ) {
        let exact = i128::from(now) - i128::from(created_at) > i128::from(max_age);
        let reachable = i128::from(now) - i128::from(created_at) <= i128::from(i64::MAX);
        let found = is_too_old(created_at, now, Duration::from_millis(max_age));
        // An age beyond `i64` counts as `i64::MAX`: too old unless the limit is as large.
        prop_assert_eq!(found, if reachable { exact } else { max_age < i64::MAX as u64 });
    }

    #[test]
    fn any_duration_is_a_limit(created_at in any::<i64>(), now in any::<i64>(), seconds in any::<u64>()) {
        let _: bool = is_too_old(created_at, now, Duration::from_secs(seconds));
    }
}
