//! `ipv4` and `ipv6` accept the texts of their grammar, and no others.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

use codegen_runtime::format::{ipv4, ipv6};
use proptest::prelude::*;
use regex::Regex;

/// `IPv4address` and `IPv6address` of RFC 3986 §3.2.2, which writes RFC 4291 §2.2 as a grammar.
struct Grammar {
    ipv4: Regex,
    ipv6: Regex,
}

impl Grammar {
    fn get() -> &'static Self {
        static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
        GRAMMAR.get_or_init(Self::new)
    }

    fn new() -> Self {
        let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]|[0-9])";
        let ipv4 = format!("(?:{octet}\\.{octet}\\.{octet}\\.{octet})");
        let h16 = "[0-9A-Fa-f]{1,4}";
        let ls32 = format!("(?:{h16}:{h16}|{ipv4})");
        let before_gap = |most: usize| format!("(?:(?:{h16}:){{0,{most}}}{h16})?");
        let alternatives = [
            format!("(?:{h16}:){{6}}{ls32}"),
            format!("::(?:{h16}:){{5}}{ls32}"),
            format!("(?:{h16})?::(?:{h16}:){{4}}{ls32}"),
            format!("{}::(?:{h16}:){{3}}{ls32}", before_gap(1)),
            format!("{}::(?:{h16}:){{2}}{ls32}", before_gap(2)),
            format!("{}::{h16}:{ls32}", before_gap(3)),
            format!("{}::{ls32}", before_gap(4)),
            format!("{}::{h16}", before_gap(5)),
            format!("{}::", before_gap(6)),
        ];
        let whole = |text: &str| Regex::new(&format!("\\A(?:{text})\\z")).expect("the grammar is a pattern");
        Self { ipv4: whole(&ipv4), ipv6: whole(&alternatives.join("|")) }
    }

    /// Compares both formats with the grammar and returns how many of them accept the text.
    fn compare(&self, text: &str) -> usize {
        let (is_ipv4, is_ipv6) = (ipv4::is_valid(text), ipv6::is_valid(text));
        assert_eq!(is_ipv4, self.ipv4.is_match(text), "{text:?}");
        assert_eq!(is_ipv6, self.ipv6.is_match(text), "{text:?}");
        usize::from(is_ipv4) + usize::from(is_ipv6)
    }
}

/// Every number of groups before and behind a gap, without one, and with an IPv4 address as the last group.
fn addresses() -> Vec<String> {
    let groups = ["0", "2001", "db8", "Ff", "0000", "7", "a", "9", "1", "e"];
    let mut texts = vec!["192.0.2.1".to_owned(), "255.255.255.255".to_owned(), "0.0.0.0".to_owned()];
    for before in 0..groups.len() {
        for behind in 0..groups.len() {
            let (head, tail) = (groups[..before].join(":"), groups[..behind].join(":"));
            texts.push(format!("{head}::{tail}"));
            texts.push(format!("{head}:{tail}"));
            texts.push(format!("{head}::{tail}:192.0.2.1"));
            texts.push(format!("{head}:{tail}:192.0.2.1"));
            texts.push(format!("{head}:192.0.2.1::{tail}"));
        }
    }
    texts.extend(["::192.0.2.1", "1.2.3.4::", "::1.2.3.4:5"].map(str::to_owned));
    texts
}

proptest! {
    #[test]
    fn written_addresses_are_valid(v4: u32, v6: u128) {
        let grammar = Grammar::get();
        prop_assert_eq!(grammar.compare(&Ipv4Addr::from(v4).to_string()), 1);
        prop_assert_eq!(grammar.compare(&Ipv6Addr::from(v6).to_string()), 1);
    }

    #[test]
    fn random_texts_agree_with_the_grammar(text in "[0-9a-f:.]{0,24}") {
        Grammar::get().compare(&text);
    }
}

#[test]
fn mutated_addresses_agree_with_the_grammar() {
    let grammar = Grammar::get();
    let (mut texts, mut accepted) = (0, 0);
    let mut compare = |text: &str| {
        texts += 1;
        accepted += grammar.compare(text);
    };
    for address in addresses() {
        compare(&address);
        for at in 0..=address.len() {
            let (before, behind) = address.split_at(at);
            for character in
                ["0", "1", "9", "f", "g", ":", "::", ".", "%", "%eth0", "/", " ", "+", "-", "é", "\n", "0x"]
            {
                compare(&format!("{before}{character}{behind}"));
                if let Some(rest) = behind.get(1..) {
                    compare(&format!("{before}{character}{rest}"));
                }
            }
            if let Some(rest) = behind.get(1..) {
                compare(&format!("{before}{rest}"));
            }
        }
    }
    assert!(texts > 300_000 && accepted > 9_000, "{accepted} of {texts}");
}

#[test]
fn every_octet_agrees_with_the_grammar() {
    let grammar = Grammar::get();
    let numbers = 0..=1000_u32;
    let texts = numbers
        .flat_map(|number| [format!("{number}"), format!("0{number}"), format!("{number:03}"), format!("{number:04}")]);
    let mut accepted = 0;
    for octet in texts.chain(["", "+1", "-1", "1e0", "0x1", "١"].map(str::to_owned)) {
        for address in
            [format!("{octet}.2.3.4"), format!("1.2.{octet}.4"), format!("1.2.3.{octet}"), format!("::{octet}.2.3.4")]
        {
            accepted += grammar.compare(&address);
        }
    }
    // Once as it is, and again with three digits where it has three of its own.
    assert_eq!(accepted, 4 * (256 + 156));
}

#[test]
fn every_group_agrees_with_the_grammar() {
    let grammar = Grammar::get();
    let mut accepted = 0;
    for number in 0..=0x1_0fff_u32 {
        for group in [format!("{number:x}"), format!("{number:04X}"), format!("{number:05x}")] {
            accepted += grammar.compare(&format!("1::{group}"));
        }
    }
    assert_eq!(accepted, 2 * 0x1_0000);
}
