//! The grammar of the signature header: candidates, and the fault of anything else.

use codegen_runtime::receive::fault::Fault;
use codegen_runtime::receive::hmac_sha256::Key;
use codegen_runtime::receive::mac_encoding::Encoding;
use codegen_runtime::receive::scheme::{Header, Item, Part, Piece, Placeholder, Scheme, Time, Unit, MAX_CANDIDATES};
use codegen_runtime::receive::signature::Candidates;

/// A code of the body behind a literal.
const HEX_ITEM: &[Item] = &[Item { before: "sha256=", placeholder: Some(Placeholder::Code), after: "" }];
const BARE_ITEM: &[Item] = &[Item { before: "", placeholder: Some(Placeholder::Code), after: "" }];
const COMMA_ITEM: &[Item] = &[Item { before: "v1,", placeholder: Some(Placeholder::Code), after: "" }];
const TIMED_ITEMS: &[Item] = &[
    Item { before: "t=", placeholder: Some(Placeholder::Part(Part::Time)), after: "" },
    Item { before: "v1=", placeholder: Some(Placeholder::Code), after: "" },
];
const ORDERED_ITEMS: &[Item] = &[
    Item { before: "", placeholder: Some(Placeholder::Part(Part::Time)), after: "" },
    Item { before: "", placeholder: Some(Placeholder::Code), after: "" },
];

const fn of_body(items: &'static [Item], encoding: Encoding) -> Scheme {
    Scheme {
        algorithm: "HMAC-SHA256",
        header: Header::Names(&["X-Signature"]),
        value: "",
        items,
        separator: None,
        list: Some(b','),
        encoding,
        bytes: Some(32),
        signed: &[Piece::Body],
        time: None,
        id: None,
        nonce: None,
    }
}

const fn timed(items: &'static [Item], separator: u8, list: u8) -> Scheme {
    Scheme {
        separator: Some(separator),
        list: Some(list),
        signed: &[Piece::Part(Part::Time), Piece::Text("."), Piece::Body],
        time: Some(Time { header: None, unit: Unit::Seconds, tolerance: Some(300) }),
        ..of_body(items, Encoding::Hex)
    }
}

static HEX: Scheme = of_body(HEX_ITEM, Encoding::Hex);
static BASE64: Scheme = of_body(BARE_ITEM, Encoding::Base64);
static WITH_COMMA: Scheme = of_body(COMMA_ITEM, Encoding::Base64);
static TIMED: Scheme = timed(TIMED_ITEMS, b',', b',');
static SEMICOLONS: Scheme = timed(TIMED_ITEMS, b';', b',');
static SPACES: Scheme = timed(TIMED_ITEMS, b',', b' ');
static ORDERED: Scheme = timed(ORDERED_ITEMS, b',', b',');

const CODE: [u8; 32] = [0xa5; 32];

fn hex() -> String {
    write(&HEX)
}

/// Returns the value of a header with nothing but the code.
fn write(scheme: &Scheme) -> String {
    format!("{}{}", scheme.code().before, scheme.encoding.encode(&CODE))
}

/// Returns the number of candidates in header lines, or the fault.
fn read<L: AsRef<[u8]>>(scheme: &'static Scheme, lines: &[L]) -> Result<usize, Option<Fault>> {
    let mut candidates = Candidates::<Key>::new(scheme);
    for line in lines {
        candidates.add_line(line.as_ref());
    }
    let values = candidates.values()?;
    let codes: Vec<&[u8]> = (0..values).flat_map(|value| candidates.codes(value)).map(|code| &code[..]).collect();
    assert!(codes.contains(&CODE.as_slice()), "the candidate is what was written");
    Ok(codes.len())
}

fn fault(scheme: &'static Scheme, line: impl AsRef<[u8]>) -> Fault {
    read(scheme, &[line]).expect_err("it is none").expect("there is a line")
}

#[test]
fn case_and_outer_white_space_are_ignored() {
    assert_eq!(read(&HEX, &[hex()]), Ok(1));
    assert_eq!(read(&HEX, &[hex().to_uppercase().replace("SHA", "sha")]), Ok(1));
    assert_eq!(read(&HEX, &[format!(" \t{} ", hex())]), Ok(1));
    assert_eq!(read(&BASE64, &[write(&BASE64)]), Ok(1));
}

#[test]
fn a_missing_header_has_no_fault() {
    assert_eq!(read::<&str>(&HEX, &[]), Err(None));
}

#[test]
fn each_truncation_is_refused() {
    for scheme in [&HEX, &BASE64, &WITH_COMMA] {
        let whole = write(scheme);
        for length in 0..whole.len() {
            assert!(read(scheme, &[&whole[..length]]).is_err(), "{length} of {whole}");
        }
    }
}

#[test]
fn too_long_codes_are_refused() {
    for extra in ["0", "00", " 0", "=", "\0", "é"] {
        assert!(read(&HEX, &[hex() + extra]).is_err(), "{extra}");
        assert!(read(&HEX, &[extra.to_owned() + &hex()]).is_err(), "{extra}");
        assert!(read(&BASE64, &[write(&BASE64) + extra]).is_err(), "{extra}");
    }
}

#[test]
fn garbage_between_digits_is_not_skipped() {
    let digits = "a5".repeat(32);
    for place in 0..64 {
        let mut broken = digits.clone().into_bytes();
        broken[place] = b'g';
        assert_eq!(fault(&HEX, [b"sha256=".as_slice(), &broken].concat()), Fault::Characters);
        broken[place] = b'-';
        broken.push(b'5');
        assert_eq!(fault(&HEX, [b"sha256=".as_slice(), &broken].concat()), Fault::Length);
    }
}

#[test]
fn all_lines_are_examined() {
    let other = "sha256=".to_owned() + &"00".repeat(32);
    assert_eq!(read(&HEX, &[hex(), other.clone()]), Ok(2));
    assert_eq!(read(&HEX, &[other, "nonsense".to_owned(), hex()]), Ok(2));
}

#[test]
fn a_line_may_be_a_list() {
    let other = "sha256=".to_owned() + &"00".repeat(32);
    assert_eq!(read(&HEX, &[format!("{other} , {},sha1=00", hex())]), Ok(2));
    assert_eq!(read(&HEX, &[format!(",, {},", hex())]), Ok(1));
    assert_eq!(read(&WITH_COMMA, &[format!("v1,AAAA, {}", write(&WITH_COMMA))]), Ok(1));
}

#[test]
fn at_most_sixteen_candidates_are_examined() {
    let list = |length: usize| vec![hex(); length].join(",");
    assert_eq!(read(&HEX, &[list(MAX_CANDIDATES)]), Ok(16));
    assert_eq!(fault(&HEX, list(MAX_CANDIDATES + 1)), Fault::TooMany);
    assert_eq!(read(&HEX, &vec![hex(); 17]), Err(Some(Fault::TooMany)));
    // Empty values count as well, so that a long list costs nothing.
    assert_eq!(fault(&HEX, ",".repeat(1 << 20)), Fault::TooMany);
}

#[test]
fn another_algorithm_is_its_own_fault() {
    for name in ["sha1", "SHA1", "sha512", "sha-512", "md5", "hmac-sha512"] {
        assert_eq!(fault(&HEX, format!("{name}={}", "a5".repeat(32))), Fault::OtherAlgorithm, "{name}");
        assert_eq!(fault(&BASE64, format!("{name}={}", "a5".repeat(20))), Fault::OtherAlgorithm, "{name}");
    }
}

/// In any alphabet and padding, with and without the prefix.
#[test]
fn base64_in_a_hexadecimal_header_is_recognized() {
    let base64 = "tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
    let url_safe = base64.replace('/', "_").replace('+', "-");
    for code in [base64, &url_safe, base64.trim_end_matches('='), url_safe.trim_end_matches('=')] {
        assert_eq!(fault(&HEX, code), Fault::Base64, "{code}");
        assert_eq!(fault(&HEX, format!("sha256={code}")), Fault::Base64, "{code}");
    }
    let digits = "a5".repeat(32);
    assert_eq!(fault(&HEX, format!("sha256={}", &digits[..43])), Fault::Length, "digits that are cut off");
    assert_eq!(fault(&HEX, format!("sha256={}", &base64[1..])), Fault::Length);
    assert_eq!(fault(&HEX, format!("sha256={base64}=")), Fault::Length);
    assert_eq!(fault(&HEX, format!("sha256={}!{}", &base64[..20], &base64[21..])), Fault::Length);
    assert_eq!(fault(&BASE64, &digits), Fault::Hex);
    assert_eq!(fault(&WITH_COMMA, &digits), Fault::Hex);
}

/// Without a prefix every text is at the place of the code.
#[test]
fn a_scheme_without_prefix_names_its_faults() {
    static BARE: Scheme = of_body(BARE_ITEM, Encoding::Hex);
    let digits = "a5".repeat(32);
    assert_eq!(read(&BARE, &[&digits]), Ok(1));
    assert_eq!(fault(&BARE, &digits[1..]), Fault::Length);
    assert_eq!(fault(&BARE, digits.replacen('a', "g", 1)), Fault::Characters);
    assert_eq!(fault(&BARE, format!("sha256={digits}")), Fault::OtherPrefix);
    assert_eq!(fault(&BARE, format!("sha1={digits}")), Fault::OtherAlgorithm);
    assert_eq!(fault(&HEX, format!("sha256=sha1={}", &digits[5..])), Fault::Characters, "the prefix is there");
}

#[test]
fn other_schemes_are_recognized() {
    let digits = "a5".repeat(32);
    let base64 = "tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
    assert_eq!(fault(&HEX, ""), Fault::Empty);
    assert_eq!(fault(&HEX, "  \t"), Fault::Empty);
    assert_eq!(fault(&HEX, &digits), Fault::NoPrefix);
    assert_eq!(fault(&HEX, format!("SHA256={digits}")), Fault::PrefixCase);
    assert_eq!(fault(&HEX, format!("sha256:{digits}")), Fault::OtherPrefix);
    assert_eq!(fault(&HEX, format!("hmac-sha256={digits}")), Fault::OtherPrefix);
    assert_eq!(fault(&HEX, format!("sha256={base64}")), Fault::Base64);
    assert_eq!(fault(&HEX, format!("v1,{base64}")), Fault::StandardWebhooks);
    assert_eq!(fault(&HEX, format!("v1,{base64} v1,{base64}")), Fault::StandardWebhooks);
    assert_eq!(fault(&HEX, format!("t=1492774577,v1={digits}")), Fault::Timed);
    assert_eq!(fault(&BASE64, &digits), Fault::Hex);
    assert_eq!(fault(&BASE64, format!("sha256={base64}")), Fault::OtherPrefix);
}

#[test]
fn base64_has_one_spelling() {
    let code = write(&BASE64);
    assert!(code.ends_with("U="), "{code}");
    for wrong in [code.replace("U=", "V="), code.replace('=', ""), code.replace('=', "=="), code.replace('p', "-")] {
        assert!(read(&BASE64, &[&wrong]).is_err(), "{wrong}");
    }
}

#[test]
fn any_bytes_are_answered() {
    for byte in 0..=u8::MAX {
        for length in [1, 7, 8, 63, 64, 71, 72, 1000] {
            assert!(read(&HEX, &[vec![byte; length]]).is_err());
            assert!(read(&BASE64, &[vec![byte; length]]).is_err());
        }
    }
}

/// Returns the time and the number of codes of each complete value.
fn timed_values(scheme: &'static Scheme, lines: &[&str]) -> Vec<(String, usize)> {
    let mut candidates = Candidates::<Key>::new(scheme);
    let code = Encoding::Hex.encode(&CODE);
    for line in lines {
        candidates.add_line(line.replace('@', &code).as_bytes());
    }
    let Ok(values) = candidates.values() else { return Vec::new() };
    let time = |value| candidates.parts(value)?.get(Part::Time);
    let text = |value| String::from_utf8_lossy(time(value).unwrap_or_default()).into_owned();
    (0..values).map(|value| (text(value), candidates.codes(value).count())).filter(|(_, codes)| *codes > 0).collect()
}

#[test]
fn items_come_in_any_order() {
    let one = [("1".to_owned(), 1)];
    for line in ["t=1,v1=@", "v1=@,t=1", " t=1 ,\tv1=@ ", "v0=@,t=1,x,v1=@,v2=@", ",,t=1,,v1=@,"] {
        assert_eq!(timed_values(&TIMED, &[line]), one, "{line}");
    }
    assert_eq!(timed_values(&TIMED, &["t=1,v1=@,v1=@"]), [("1".to_owned(), 2)]);
    assert_eq!(timed_values(&ORDERED, &["1,@,@"]), [("1".to_owned(), 2)]);
    for line in [
        "",
        "t=1",
        "v1=@",
        "t=,v1=@",
        "t=x,v1=@",
        "t=-1,v1=@",
        "t=1.0,v1=@",
        "T=1,v1=@",
        "t=1,V1=@",
        "t=1;v1=@",
        "t=1,v1=@@",
    ] {
        assert!(timed_values(&TIMED, &[line]).is_empty(), "{line}");
    }
    assert!(timed_values(&ORDERED, &["@,1"]).is_empty(), "their order tells them apart");
}

/// A code belongs to the time of its own value.
#[test]
fn each_value_has_its_own_time() {
    let two = [("1".to_owned(), 1), ("2".to_owned(), 1)];
    assert_eq!(timed_values(&TIMED, &["t=1,v1=@", "t=2,v1=@"]), two);
    assert_eq!(timed_values(&TIMED, &["t=1,v1=@,t=2,v1=@"]), two, "a proxy has joined the lines");
    assert_eq!(timed_values(&SEMICOLONS, &["t=1;v1=@,t=2;v1=@"]), two);
    assert_eq!(timed_values(&SPACES, &["t=1,v1=@ t=2,v1=@"]), two);
    assert_eq!(timed_values(&SEMICOLONS, &["t=1,v1=@"]), [], "the time stands in another value");
}

/// A time that comes again shows that lines were joined, whatever comes first in a value.
#[test]
fn codes_may_precede_their_times() {
    static CODE_FIRST: Scheme = timed(
        &[
            Item { before: "sign=", placeholder: Some(Placeholder::Code), after: "" },
            Item { before: "env=main", placeholder: None, after: "" },
            Item { before: "t=", placeholder: Some(Placeholder::Part(Part::Time)), after: "" },
        ],
        b',',
        b',',
    );
    static BARE_CODE_FIRST: Scheme = timed(
        &[
            Item { before: "", placeholder: Some(Placeholder::Code), after: "" },
            Item { before: "", placeholder: Some(Placeholder::Part(Part::Time)), after: "" },
        ],
        b',',
        b',',
    );
    let values = |counts: &[(&str, usize)]| -> Vec<(String, usize)> {
        counts.iter().map(|(time, count)| ((*time).to_owned(), *count)).collect()
    };
    for (scheme, line, expected) in [
        (&CODE_FIRST, "sign=@, env=main, t=1", values(&[("1", 1)])),
        (&CODE_FIRST, "sign=@, env=main, t=1, sign=@, env=main, t=2", values(&[("1", 1), ("2", 1)])),
        (&CODE_FIRST, "sign=@, sign=@, env=main, t=1, sign=@, env=main, t=2", values(&[("1", 2), ("2", 1)])),
        (&CODE_FIRST, "env=main, sign=@, t=1, env=main, sign=@, t=2", values(&[("1", 1), ("2", 1)])),
        (&CODE_FIRST, "t=1, env=main, sign=@, t=2, env=main, sign=@", values(&[("1", 1), ("2", 1)])),
        (&CODE_FIRST, "env=main, t=1, sign=@, env=main, t=2, sign=@", values(&[("1", 1), ("2", 1)])),
        (&CODE_FIRST, "sign=@, env=main, t=1, x=2, sign=@", values(&[("1", 2)])),
        (&CODE_FIRST, "sign=@, env=mainly, t=1", values(&[])),
        (&TIMED, "v1=@,t=1,v1=@,t=2", values(&[("1", 1), ("2", 1)])),
        (&TIMED, "v1=@,t=1,v1=@", values(&[("1", 2)])),
        (&TIMED, "t=1,v1=@,v1=@,t=2,v1=@", values(&[("1", 2), ("2", 1)])),
        (&BARE_CODE_FIRST, "@,1", values(&[("1", 1)])),
        (&BARE_CODE_FIRST, "@,1, @,2", values(&[("1", 1), ("2", 1)])),
        (&BARE_CODE_FIRST, "@,1,@", values(&[("1", 2)])),
        (&ORDERED, "1,@, 2,@", values(&[("1", 1), ("2", 1)])),
        (&ORDERED, "1,@,@, 2,@,@, 3", values(&[("1", 2), ("2", 2)])),
    ] {
        assert_eq!(timed_values(scheme, &[line]), expected, "{line}");
    }
}

/// A proxy joins lines with commas, whatever the vendor writes between values.
#[test]
fn commas_join_lines_of_any_scheme() {
    static WORDS: Scheme = Scheme { list: Some(b' '), ..of_body(COMMA_ITEM, Encoding::Base64) };
    static BARS: Scheme = Scheme { list: Some(b'|'), ..of_body(HEX_ITEM, Encoding::Hex) };
    static SPACED: Scheme = timed(TIMED_ITEMS, b';', b' ');
    let other = "v1,lYwmaWdnZWQgbm90aGluZyBoZXJlIGF0IGFsbCwgbm8=";
    let own = write(&WORDS);
    for (line, count) in [
        (format!("{own} {other}"), 2),
        (format!("{own}, {other}"), 2),
        (format!("{own},{other}"), 2),
        (format!("{other}, {own}"), 2),
        (format!("{other} {own} , {own}"), 3),
        (format!("v1a,x, {own}"), 1),
        (format!("v1a,x,{own}"), 1),
        (format!("{}{own}", "v1a,x ".repeat(15)), 1),
        (format!("{own},"), 1),
    ] {
        assert_eq!(read(&WORDS, &[&line]), Ok(count), "{line}");
    }
    assert_eq!(read(&BARS, &[format!("{}, {}|{}", hex(), hex(), hex())]), Ok(3));
    let two = [("1".to_owned(), 1), ("2".to_owned(), 1)];
    assert_eq!(timed_values(&SPACED, &["t=1;v1=@ t=2;v1=@"]), two);
    assert_eq!(timed_values(&SPACED, &["t=1;v1=@, t=2;v1=@"]), two);
    assert_eq!(timed_values(&SPACED, &["t=1;v1=@,t=2;v1=@"]), two);
    assert_eq!(timed_values(&SPACES, &["t=1,v1=@, t=2,v1=@"]), two);
}

#[test]
fn marks_inside_of_literals_split_nothing() {
    static BEHIND: Scheme =
        of_body(&[Item { before: "", placeholder: Some(Placeholder::Code), after: ",v1" }], Encoding::Base64);
    static AROUND: Scheme = of_body(
        &[Item { before: "a,b ", placeholder: Some(Placeholder::Code), after: " (HMAC-SHA256, hex), x" }],
        Encoding::Hex,
    );
    static CLOSED: Scheme =
        of_body(&[Item { before: "", placeholder: Some(Placeholder::Code), after: "," }], Encoding::Hex);
    assert_eq!(read(&CLOSED, &[format!("{0},,{0},, {0},", write(&CLOSED))]), Ok(3));
    for scheme in [&BEHIND, &AROUND] {
        let one = write(scheme) + scheme.code().after;
        assert_eq!(read(scheme, &[&one]), Ok(1), "{one}");
        assert_eq!(read(scheme, &[format!("{one},{one}, {one}")]), Ok(3), "{one}");
        assert_eq!(read(scheme, &[format!("x, {one}")]), Ok(1), "{one}");
        assert!(read(scheme, &[write(scheme)]).is_err(), "{one}");
    }
}

/// Of several items that fit, that with the longest literals is meant.
#[test]
fn longer_literals_are_preferred() {
    static NESTED: Scheme = timed(
        &[
            Item { before: "s=", placeholder: Some(Placeholder::Code), after: "" },
            Item { before: "s=t", placeholder: Some(Placeholder::Part(Part::Time)), after: "" },
        ],
        b',',
        b',',
    );
    assert_eq!(timed_values(&NESTED, &["s=@,s=t1"]), [("1".to_owned(), 1)]);
    assert_eq!(timed_values(&NESTED, &["s=t1,s=@,s=@"]), [("1".to_owned(), 2)]);
}

#[test]
fn blanks_of_literals_count() {
    static BLANKS: Scheme = timed(
        &[
            Item { before: "HMAC ", placeholder: Some(Placeholder::Part(Part::Time)), after: "" },
            Item { before: "", placeholder: Some(Placeholder::Code), after: "" },
        ],
        b':',
        b',',
    );
    assert_eq!(timed_values(&BLANKS, &["HMAC 1:@"]), [("1".to_owned(), 1)]);
    assert_eq!(timed_values(&BLANKS, &["HMAC 1:@, HMAC 2:@"]), [("1".to_owned(), 1), ("2".to_owned(), 1)]);
    assert_eq!(timed_values(&BLANKS, &["HMAC1:@"]), []);
}

#[test]
fn malformed_parts_have_their_own_fault() {
    static BY_ID: Scheme = Scheme {
        separator: Some(b':'),
        signed: &[Piece::Part(Part::Id), Piece::Body],
        ..of_body(
            &[
                Item { before: "", placeholder: Some(Placeholder::Part(Part::Id)), after: "" },
                Item { before: "", placeholder: Some(Placeholder::Code), after: "" },
            ],
            Encoding::Hex,
        )
    };
    assert_eq!(read(&BY_ID, &["a:".to_owned() + &"a5".repeat(32)]), Ok(1));
    assert_eq!(fault(&BY_ID, ":".to_owned() + &"a5".repeat(32)), Fault::Part);
    assert_eq!(fault(&TIMED, "t=x,v1=".to_owned() + &"a5".repeat(32)), Fault::Time);
}

#[test]
fn many_items_are_too_many() {
    for line in ["t=1,v1=@,".repeat(17), ",".repeat(1 << 20), "t=1,".repeat(1 << 18)] {
        assert!(timed_values(&TIMED, &[line.as_str()]).is_empty());
    }
    assert_eq!(timed_values(&TIMED, &["t=1,v1=@,".repeat(8).as_str()]).len(), 8);
}

#[test]
fn numbered_headers_are_found() {
    let header = Header::Numbered { before: "X-Signature-", after: "-Of" };
    for name in ["X-Signature-1-Of", "x-signature-16-of", "X-SIGNATURE-999-OF"] {
        assert!(header.is(name.as_bytes()), "{name}");
    }
    for name in [
        "X-Signature--Of",
        "X-Signature-1",
        "X-Signature-a-Of",
        "X-Signature-1-Ofx",
        "X-Signature-1000-Of",
        "-Of",
        "",
        "X-Signature-Of",
    ] {
        assert!(!header.is(name.as_bytes()), "{name}");
    }
}
