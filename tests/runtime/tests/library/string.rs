//! Lengths count code points; formats follow their RFCs beyond the official suite.

use codegen_runtime::format::{date, date_time, email, find, ipv4, ipv6, time, uri, uuid, FORMATS};
use codegen_runtime::validate::length::{at_least, at_most};
use proptest::prelude::*;

proptest! {
    #[test]
    fn lengths_count_code_points(text: String, limit in 0_usize..40) {
        let length = text.chars().count();
        prop_assert_eq!(at_least(&text, limit), length >= limit);
        prop_assert_eq!(at_most(&text, limit), length <= limit);
    }

    #[test]
    fn no_text_makes_a_format_panic(text: String) {
        for format in FORMATS {
            let _ = (format.is_valid)(&text);
        }
    }
}

#[test]
fn dates_and_times_must_exist() {
    assert!(date::is_valid("2024-02-29") && !date::is_valid("2023-02-29"));
    assert!(date::is_valid("2000-02-29") && !date::is_valid("1900-02-29"));
    assert!(!date::is_valid("2024-00-10") && !date::is_valid("2024-04-31") && !date::is_valid("2024-1-01"));
    assert!(!date::is_valid("2026-13-01") && !date::is_valid("2026-06-12T00:00:00Z"));
    assert!(time::is_valid("23:59:60Z") && !time::is_valid("23:58:60Z"));
    assert!(time::is_valid("00:59:60.5+01:00") && !time::is_valid("12:00:00.Z") && !time::is_valid("24:00:00Z"));
    assert!(date_time::is_valid("2026-06-12T14:05:00.000Z") && date_time::is_valid("2026-06-12t14:05:00z"));
    assert!(date_time::is_valid("2026-06-12T14:05:00+02:00"));
    assert!(!date_time::is_valid("2026-06-12 14:05:00Z") && !date_time::is_valid("2026-06-12T14:05:00"));
    assert!(!date_time::is_valid("2026-06-12T14:05:00.Z") && !date_time::is_valid("2026-06-12"));
    assert!(!date_time::is_valid("é") && !date_time::is_valid(""));
    assert!(!date_time::is_valid("2026-06-1é14:05:00Z"), "a character may stand across the separator");
}

#[test]
fn names_and_addresses_have_their_grammar() {
    assert!(
        uuid::is_valid("2EB8AA08-aa98-11ea-b4aa-73b441d16380") && !uuid::is_valid("2eb8aa08aa9811eab4aa73b441d16380")
    );
    assert!(!ipv4::is_valid("01.2.3.4") && !ipv4::is_valid("1.2.3") && !ipv4::is_valid("1.2.3.4.5"));
    assert!(!ipv6::is_valid("fe80::1%eth0") && !ipv6::is_valid("1::2::3") && !ipv6::is_valid("1:2:3:4:5:6:7::8"));
    assert!(email::is_valid("\"a@b\\\"c\"@example.com") && email::is_valid("a@[IPv6:::1]"));
    assert!(!email::is_valid("a@b@c") && !email::is_valid("a@-b.com") && !email::is_valid("é@example.com"));
    assert!(uri::is_valid("urn:a:b") && uri::is_valid("http://[v1.x]/") && uri::is_valid("file:///a"));
    assert!(
        !uri::is_valid("//a/b")
            && !uri::is_valid("http://a b/")
            && !uri::is_valid("http://[::1")
            && !uri::is_valid("a%:b")
    );
    assert!(find("date-time").is_some() && find("colour").is_none());
}
