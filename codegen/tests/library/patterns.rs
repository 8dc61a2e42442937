//! Patterns agree with an independent matcher: `regress`, which backtracks as ECMA-262 specifies.

use codegen::pattern::matching::{Matching, Pattern};
use codegen::pattern::{is_match, matching};
use regress::Regex;

fn pattern(source: &str) -> Pattern {
    let matching = matching(source).unwrap_or_else(|why| panic!("{source}: {why}"));
    Pattern { source: source.to_owned(), matching }
}

/// Small random numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % limit as u64).expect("it is below a usize")
    }

    fn one<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.below(choices.len())]
    }

    /// Returns a pattern, mostly with look-around.
    fn pattern(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self
                .one(&["a", "b", "[ab]", "[^a]", ".", r"\w", r"\d", "é", r"\S", "", "^", "$", r"\b", r"\B"])
                .to_owned();
        }
        let inner = self.pattern(depth - 1);
        match self.below(14) {
            0..=3 => format!("{inner}{}", self.pattern(depth - 1)),
            4 => format!("(?:{inner}|{})", self.pattern(depth - 1)),
            // A repetition consumes something; otherwise the judge may loop for ever.
            5 | 6 => format!("(?:{}{inner}){}", self.one(&["a", "[^a]", "."]), self.one(&["*", "?", "{2,}", "{0,3}?"])),
            7 => format!("({inner}{}){}", self.one(&["a", "b", "."]), self.one(&["+", "{2}", "{1,2}"])),
            8 | 9 => format!("(?={inner})"),
            10 | 11 => format!("(?!{inner})"),
            12 => format!("(?<={inner})"),
            _ => format!("(?<!{inner})"),
        }
    }

    fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.one(pieces)).collect()
    }
}

/// Returns a text near another one: with a character removed, doubled, replaced or inserted.
fn neighbours(text: &str, pieces: &[&str], random: &mut Random) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    let (before, behind): (String, String) = (characters[..at].iter().collect(), characters[at..].iter().collect());
    let without_first: String = behind.chars().skip(1).collect();
    match random.below(4) {
        0 => format!("{before}{without_first}"),
        1 => format!("{before}{}{behind}", before.chars().last().unwrap_or('a')),
        2 => format!("{before}{}{without_first}", random.one(pieces)),
        _ => format!("{before}{}{behind}", random.one(pieces)),
    }
}

#[test]
fn random_patterns_agree_with_the_judge() {
    let pieces = ["a", "b", "é", "1", "-", "\n", "_", "\u{1f432}"];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut accepted, mut refused, mut looks) = (0, 0, 0);
    for round in 0..1500 {
        let source = random.pattern(1 + round % 4);
        let Ok(judge) = Regex::with_flags(&source, "u") else { continue };
        let ours = pattern(&source);
        looks += usize::from(!matches!(ours.matching, Matching::Regex(_)));
        for _ in 0..40 {
            let text = random.text(&pieces, 6);
            let expected = judge.find(&text).is_some();
            *(if expected { &mut accepted } else { &mut refused }) += 1;
            assert_eq!(is_match(&ours, &text), expected, "{source} on {text:?}");
        }
    }
    assert!(accepted > 5000 && refused > 5000 && looks > 400, "{accepted} {refused} {looks}");
}

/// Patterns as people write them, each with texts that it accepts.
const REAL: &[(&str, &[&str])] = &[
    // Passwords.
    (r"^(?=.*\d)(?=.*[a-z]).{8,}$", &["abcdefg1", "1234567a"]),
    (r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[@$!%*?&])[A-Za-z\d@$!%*?&]{8,20}$", &["aB3@aB3@"]),
    (r"^(?!.*(.)\s)(?=\S+$)(?=(?:.*[A-Z]){2})(?=(?:\D*\d){2}).{6,64}$", &["ABc12d"]),
    (r"^(?:(?=.*\d)(?=.*[a-z])|(?=.*[!?])).{4,}$", &["abc1", "ABC!"]),
    // Reserved names.
    (r"^(?!tmp_)[a-z_]+$", &["tmp", "a_b"]),
    (r"^(?!(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?$)[^<>:\x22/\\|?*]+$", &["con1", "a.txt"]),
    (r"^(?!(?:class|fn|let)$)[a-z_]\w*$", &["classes", "x1"]),
    (r"^(?!.*admin).*$", &["user", ""]),
    (r"^((?!forbidden).)*$", &["for", "a-b"]),
    (r"^(?!\s*$).+", &["a", " a"]),
    (r"^(?!0+$)\d{1,9}$", &["10", "001"]),
    (r"^(?!666|000|9\d{2})\d{3}-(?!00)\d{2}-(?!0{4})\d{4}$", &["123-45-6789"]),
    // Versions, hosts, paths.
    (
        r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$",
        &["1.2.3", "1.0.0-rc.1+b"],
    ),
    (r"^(?!-)(?!.*--)[A-Za-z0-9-]{1,63}(?<!-)$", &["a-b", "x"]),
    (r"^(?=.{1,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+[a-z]{2,}$", &["a.example", "a-b.c-d.org"]),
    (r"^(?!.*\.\.)(?!\/)[\w.\/-]+(?<!\/)$", &["a/b.txt", "x"]),
    (r"^(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0]+$", &["a/b", "..a"]),
    (r"\.(?!\.)\/", &["../", "a./b"]),
    (r"^(?:\.\/)?(?!\.)[^\/]+(?:\/(?!\.)[^\/]+)*$", &["./a/b", "a"]),
    (r"^(?!https?:\/\/).+", &["ftp://a", "a"]),
    (r"^\/(?!\/).*(?<!\/)$", &["/a", "/a/b"]),
    // Two patterns in one, as in cspell.
    (r"^(?=!+[^!*,;{}[\]~\n]+$)(?=(.*\w)).+$", &["!a", "!!b c"]),
    (r"^(?=[^!*,;{}[\]~\n]+$)(?=(.*\w)).+$", &["a", "a-b"]),
    (r"^(?=A$)(?=B).+$", &[]),
    // In the middle, in repetitions, nested.
    (r"^(?:(?!-->)[^])*$", &["a--b", ""]),
    (r"^<!--(?:(?!-->)[^])*-->$", &["<!-- a -->"]),
    (r"^\d{1,3}(?:,(?=\d{3})\d{3})*$", &["1,234,567", "12"]),
    (r"^(?:[a-z](?![A-Z])|[A-Z](?=[a-z]))+$", &["ab", "Ab"]),
    (r"^[^']*(?:(?<=\\)'[^']*)*$", &[r"a\'b", "ab"]),
    (r"(?<![\w.])\d+(?![\w.])", &["a 12 b", "1"]),
    (r"(?<=\$)\d+(?:\.\d\d)?\b(?!%)", &["$5", "x $5.20"]),
    (r"\b(?!un)\w+ing\b", &["a thing", "ring"]),
    (r"^(?=(?!a)b|(?<!c)d).", &["b", "d1"]),
    (r"^(?!(?!a)b)[ab]", &["a"]),
    (r"(?<=(?<!a)b(?=c))c", &["bc", "bbc"]),
    (r"^(?<year>\d{4})-(?<month>0[1-9]|1[0-2])(?!-)$", &["2026-01"]),
    (r"^(?!.*\b(\w+)\b.*--)\S+$", &["a", "a-b"]),
    (r"^[\w.+-]{1,64}@(?!.*\.\.)(?:[a-z\d-]+\.)+[a-z]{2,}$", &["a.b@c.de"]),
    (r"^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$", &["1.2.3.4", "255.255.0.1"]),
    (r"^(?![\d.]+$)(?=\p{L}).{1,1000}$", &["é1", "ab"]),
];

#[test]
fn real_patterns_agree_with_the_judge() {
    let pieces = [
        "a", "B", "0", "1", "9", "-", "--", ".", "..", "/", " ", "'", "\\", "@", "!", "$", ",", "c", "_", "\n", "é",
        "ing", "b", "%", "~",
    ];
    let mut random = Random(0x1234_5678_9abc_def1);
    for (source, accepted) in REAL {
        let (ours, judge) =
            (pattern(source), Regex::with_flags(source, "u").unwrap_or_else(|why| panic!("{source}: {why}")));
        for text in *accepted {
            assert!(is_match(&ours, text), "{source} on {text:?}");
        }
        let mut texts: Vec<String> = accepted.iter().map(|text| (*text).to_owned()).collect();
        texts.extend((0..100).map(|_| random.text(&pieces, 9)));
        let mut tried = Vec::new();
        for text in &texts {
            let mut near = text.clone();
            for _ in 0..12 {
                tried.push(near.clone());
                near = neighbours(&near, &pieces, &mut random);
            }
        }
        for text in &tried {
            assert_eq!(is_match(&ours, text), judge.find(text).is_some(), "{source} on {text:?}");
        }
    }
}

#[test]
fn real_patterns_are_small() {
    fn steps(matching: &Matching) -> usize {
        match matching {
            Matching::Regex(_) => 0,
            Matching::Automaton(automaton) => automaton.next.len(),
            Matching::All(parts) | Matching::Any(parts) => parts.iter().map(steps).sum(),
            Matching::Not(part) => steps(part),
        }
    }
    for (source, _) in REAL {
        let steps = steps(&pattern(source).matching);
        assert!(steps <= 2048, "{source} takes {steps}");
    }
}

/// An empty repetition equals none: its look-arounds need not hold.
#[test]
fn empty_repetitions_match() {
    for (source, text, expected) in [
        (r"^(?:(?=a)|b)*$", "bb", true),
        (r"^(?:(?=a)|b)*$", "", true),
        (r"^(?:(?=a)|b){2}$", "b", false),
        (r"^(?:(?=a)|b){2}", "a", true),
        (r"^(?:(?=b)|b){2}$", "b", true),
        (r"^(?:(?!b)|a*)*$", "aa", true),
        (r"^(?:(?<=a)|a)+$", "aa", true),
        (r"^(?:(?:\b|a)*)*(?!b)$", "aa", true),
        (r"^(?=b)?a$", "a", true),
        (r"^(?=b){0}a$", "a", true),
        (r"^(?=b)+a$", "a", false),
    ] {
        assert_eq!(is_match(&pattern(source), text), expected, "{source} on {text:?}");
    }
}

/// The time to refuse or accept any pattern is bounded.
#[test]
fn hostile_patterns_finish_quickly() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    let hostile = [
        r"(?=(?:.*a.{12}b){3})x".to_owned(),
        r"x(?=[^]*a[^]{30}b)(?=[^]*b[^]{30}a)(?=[^]*c[^]{30}a)".to_owned(),
        format!("x{}", (0..60).map(|n| format!("(?=.*a.{{{n}}}b)")).collect::<Vec<_>>().concat()),
        format!("x{}", (0..300).map(|n| format!("(?!.*{n}$)")).collect::<Vec<_>>().concat()),
        nested("(?=b|", ")", 99),
        nested("(?<!c|", ")", 99),
        nested("(?:(?!a*)|", ")*", 99),
        format!("(?<=a{{1000}})(?={}b)", "a?".repeat(3000)),
        format!("(?!x)(?:{})", (0..3000).map(|n| format!("w{n}|")).collect::<Vec<_>>().concat()),
        format!("y(?!x)(?:{})", vec![r"\p{L}{1,50}"; 40].join("-?")),
    ];
    for source in hostile {
        let start = std::time::Instant::now();
        let _ = matching(&source);
        let shown: String = source.chars().take(60).collect();
        assert!(start.elapsed().as_secs() < 60, "{shown} takes {:?}", start.elapsed());
    }
}
