//! `ipv6` [RFC 4291 §2.2], without a zone.

use super::ipv4;

/// Whether a text is an IPv6 address: `2001:db8::7`, `::ffff:192.0.2.1`.
pub fn is_valid(text: &str) -> bool {
    match text.split_once("::") {
        None => groups(text, true) == Some(8),
        Some((before, after)) => {
            // The gap stands for one group at least; an embedded IPv4 address can only be last.
            let groups = groups(before, false).zip(groups(after, true));
            groups.is_some_and(|(before, after)| before + after < 8)
        }
    }
}

/// How many groups of 16 bits a text writes, a last IPv4 address counting for two; `None` if it is malformed.
fn groups(text: &str, may_end_in_ipv4: bool) -> Option<usize> {
    if text.is_empty() {
        return Some(0);
    }
    let (groups, last) = match text.rsplit_once(':') {
        Some((groups, last)) => (Some(groups), last),
        None => (None, text),
    };
    let last = match () {
        () if is_group(last) => 1,
        () if may_end_in_ipv4 && ipv4::is_valid(last) => 2,
        () => return None,
    };
    let mut groups = groups.into_iter().flat_map(|groups| groups.split(':'));
    groups.try_fold(last, |count, group| is_group(group).then_some(count + 1))
}

fn is_group(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
