//! Texts that are no JSON, and odd ones that are: what is true of each is written down, and `serde_json` is asked, too.

use std::fmt::Write as _;

use codegen_runtime::text::parse::parse;
use codegen_runtime::text::scanner::Scanner;
use codegen_runtime::validate::invalid::Invalid;
use serde_json::Value;
use torture::{COMPILED, Interpreter, compiled};

/// What is no JSON, by what is wrong with it.
const MALFORMED: [(&str, &[&[u8]]); 12] = [
    (
        "numbers",
        &[
            b"+1",
            b"+0",
            b"-",
            b"--1",
            b"-+1",
            b"+-1",
            b"01",
            b"00",
            b"-01",
            b"-00",
            b"007",
            b"0x1",
            b"0X1F",
            b"0b1",
            b"0o7",
            b"1_000",
            b"1,000",
            b".5",
            b"-.5",
            b"+.5",
            b"5.",
            b"-5.",
            b"0.",
            b"1.e1",
            b"1.e",
            b".e1",
            b".",
            b"-.",
            b"1..2",
            b"1.2.3",
            b"1e",
            b"1E",
            b"1e+",
            b"1e-",
            b"1e+-1",
            b"1ee1",
            b"1e1.5",
            b"1e1e1",
            b"1.5e",
            b"e1",
            b"E1",
            b"-e1",
            b"1 e1",
            b"1e 1",
            b"- 1",
            b"1 .5",
            b"1. 5",
            b"0e",
            b"0e+",
            b"1f",
            b"1.0f",
            b"1L",
            b"1n",
            b"1a",
            b"0a",
            b"NaN",
            b"-NaN",
            b"nan",
            b"Infinity",
            b"-Infinity",
            b"inf",
            b"1/2",
            b"1e\xc2\xb2",
            b"\xef\xbc\x91",
            b"\xd9\xa1",
            b"1\xc2\xa0",
            b"\xe2\x88\x921",
            b"$1",
            b"#1",
            b"1%",
        ],
    ),
    (
        "literals",
        &[
            b"True",
            b"TRUE",
            b"tru",
            b"truee",
            b"t",
            b"true1",
            b"truefalse",
            b"False",
            b"fals",
            b"falsee",
            b"Null",
            b"NULL",
            b"nul",
            b"nulll",
            b"nullnull",
            b"n",
            b"undefined",
            b"None",
            b"nil",
            b"yes",
            b"a",
            b"'true'",
            b"tr ue",
            b"\xff",
            b"true\x00",
            b"void 0",
        ],
    ),
    (
        "strings",
        &[
            b"\"",
            b"\"a",
            b"a\"",
            b"'a'",
            b"'",
            b"`a`",
            b"\"\"\"",
            b"\"a\"b\"",
            b"\"a\" \"b\"",
            b"\"\x00\"",
            b"\"\x01\"",
            b"\"\x08\"",
            b"\"\t\"",
            b"\"\n\"",
            b"\"\r\"",
            b"\"a\nb\"",
            b"\"\x1f\"",
            b"\"abcdefgh\x1fabcdefgh\"",
            b"\"abcdefg\n\"",
            b"\"abcdefgh\n\"",
            b"\"abcdefghijklmno\x00\"",
            b"\xe2\x80\x9ca\xe2\x80\x9d",
            b"\"a\\\"",
            b"\"\\\"",
            b"\"a",
            b"\"abcdefg",
            b"\"abcdefgh",
            b"R\"(a)\"",
        ],
    ),
    (
        "escapes",
        &[
            b"\"\\\"",
            b"\"\\",
            b"\"\\a\"",
            b"\"\\v\"",
            b"\"\\0\"",
            b"\"\\x41\"",
            b"\"\\'\"",
            b"\"\\ \"",
            b"\"\\\n\"",
            b"\"\\e\"",
            b"\"\\U0041\"",
            b"\"\\u\"",
            b"\"\\u4\"",
            b"\"\\u41\"",
            b"\"\\u041\"",
            b"\"\\u004\"",
            b"\"\\u00 1\"",
            b"\"\\u004g\"",
            b"\"\\u+041\"",
            b"\"\\u-041\"",
            b"\"\\uG000\"",
            b"\"\\u{41}\"",
            b"\"\\u{1F600}\"",
            b"\"\\u 0041\"",
            b"\"\\u0041",
            b"\"\\u004",
            b"\"\\u",
            b"\"\\N\"",
            b"\"\\T\"",
            b"\"\\\xc3\xa9\"",
            b"\"\\\x00\"",
            b"\"\\u\x000041\"",
            b"\"\\u00\xc3\xa9\"",
        ],
    ),
    (
        "surrogates",
        &[
            b"\"\\ud800\"",
            b"\"\\udbff\"",
            b"\"\\udc00\"",
            b"\"\\udfff\"",
            b"\"\\ud800a\"",
            b"\"\\ud800\\n\"",
            b"\"\\ud800\\u0041\"",
            b"\"\\ud800\\ud800\"",
            b"\"\\udc00\\ud800\"",
            b"\"\\udc00\\udc00\"",
            b"\"\\ud83d\\u\"",
            b"\"\\ud83d\\ude\"",
            b"\"\\ud83d\\\\ude00\"",
            b"\"\\ud83d \\ude00\"",
            b"\"\\ud83d\\Ude00\"",
            b"\"\\ud83d",
            b"\"\\ud83d\\",
            b"\"\\ud83d\\u",
            b"\"\\ud83d\\ude0",
            b"\"\\ud83d\\ude00\\ude00\"",
        ],
    ),
    (
        "arrays",
        &[
            b"[",
            b"]",
            b"[1",
            b"[1,",
            b"[,",
            b"[,1]",
            b"[1,]",
            b"[1,,2]",
            b"[,]",
            b"[1 2]",
            b"[1;2]",
            b"[1:2]",
            b"[1]]",
            b"[[1]",
            b"[[]",
            b"[}",
            b"[1}",
            b"(1)",
            b"[1)",
            b"[a]",
            b"[1, 2",
            b"[\"a\"",
            b"[\"a]",
            b"[1,\n",
            b"[...1]",
            b"[1 //\n]",
            b"[1 /* */]",
            b"[\"a\":1]",
            b"[1\x00]",
            b"[\xc2\xa01]",
            b"[1\x0c]",
            b"[1\x0b]",
            b"[]]",
            b"[[[[[[[[",
            b"[-]",
            b"[1,null",
            b"[true",
            b"[tru]",
            b"<1>",
        ],
    ),
    (
        "objects",
        &[
            b"{",
            b"}",
            b"{\"a\"",
            b"{\"a\":",
            b"{\"a\":1",
            b"{\"a\":1,",
            b"{,",
            b"{,}",
            b"{\"a\":1,}",
            b"{,\"a\":1}",
            b"{\"a\":1,,\"b\":2}",
            b"{\"a\" 1}",
            b"{\"a\"=1}",
            b"{\"a\"::1}",
            b"{\"a\":}",
            b"{\"a\":,\"b\":1}",
            b"{\"a\"}",
            b"{\"a\",\"b\"}",
            b"{a:1}",
            b"{'a':1}",
            b"{1:1}",
            b"{null:1}",
            b"{[]:1}",
            b"{{}:1}",
            b"{\"a\":1]",
            b"{\"a\":1 \"b\":2}",
            b"{\"a\":1;\"b\":2}",
            b"{\"a\":1}}",
            b"{{\"a\":1}",
            b"{\"a\":{}",
            b"{\"a\":1:2}",
            b"{:1}",
            b"{:}",
            b"{\"a\":1,}}",
            b"{\"a\":1,\"b\"}",
            b"{\"a\":1,\"b\":}",
            b"{\"a\":1,b:2}",
            b"{\"a\":'1'}",
            b"{\"a\":1/**/}",
            b"{\"a\"\x00:1}",
            b"{\"a\":\xc2\xa01}",
            b"{\"a\\\":1}",
            b"{\"a\n\":1}",
            b"{\"\\ud800\":1}",
            b"{\"a\":1 , }",
            b"{...}",
            b"{\"a\":(1)}",
            b"{[1]}",
            b"{\"a\":1",
            b"{ \"a\" : 1 ",
        ],
    ),
    (
        "names twice",
        &[
            b"{\"a\":1,\"a\":2}",
            b"{\"a\":1,\"a\":1}",
            b"{\"a\":1,\"b\":2,\"a\":3}",
            b"{\"a\":1,\"\\u0061\":2}",
            b"{\"\":1,\"\":2}",
            b"{\"b\":{\"a\":1,\"a\":2}}",
            b"[{\"a\":1,\"a\":2}]",
            b"{\"\\/\":1,\"/\":2}",
            b"{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}",
            b"{\"id\":\"a\",\"id\":\"b\"}",
            b"{\"next\":{},\"next\":{}}",
            b"{\"\\n\":1,\"\\u000a\":2}",
            b"{\"a\":{\"a\":1},\"a\":{\"a\":1}}",
            b"{\"x\":1,\"a\":{\"x\":1,\"x\":1}}",
        ],
    ),
    (
        "white space and structure",
        &[
            b"",
            b" ",
            b"\n",
            b"\t\r\n ",
            b"\x0b1",
            b"\x0c1",
            b"\xc2\xa01",
            b"\xe2\x80\xa81",
            b"1\xe2\x80\xa9",
            b"\xe3\x80\x801",
            b"\x851",
            b"\x1c1",
            b"\x001",
            b"1\x00",
            b"/**/1",
            b"1//",
            b"# 1",
            b"--",
            b"<!-- 1 -->",
            b"\\n1",
            b",",
            b":",
            b"\"a\":1",
            b"\x7f1",
            b"1\x08",
            b"\xe1\x9a\x801",
            b"\xe2\x80\x8b1",
        ],
    ),
    (
        "byte order marks",
        &[
            b"\xef\xbb\xbf1",
            b"\xef\xbb\xbf",
            b"\xef\xbb\xbf{}",
            b"1\xef\xbb\xbf",
            b"[\xef\xbb\xbf]",
            b"\xfe\xff\x001",
            b"\xff\xfe1\x00",
            b"\xff\xfe\x00\x001\x00\x00\x00",
            b"\x00\x001",
            b"1\x00",
            b"\xef\xbb",
            b"\xef",
        ],
    ),
    (
        "UTF-8",
        &[
            b"\"\x80\"",
            b"\"\xbf\"",
            b"\"\xc0\xaf\"",
            b"\"\xc0\x80\"",
            b"\"\xc1\xbf\"",
            b"\"\xe0\x80\xaf\"",
            b"\"\xe0\x9f\xbf\"",
            b"\"\xf0\x80\x80\xaf\"",
            b"\"\xf0\x8f\xbf\xbf\"",
            b"\"\xed\xa0\x80\"",
            b"\"\xed\xbf\xbf\"",
            b"\"\xed\xa0\xbd\xed\xb8\x80\"",
            b"\"\xf4\x90\x80\x80\"",
            b"\"\xf5\x80\x80\x80\"",
            b"\"\xf8\x88\x80\x80\x80\"",
            b"\"\xfc\x84\x80\x80\x80\x80\"",
            b"\"\xfe\"",
            b"\"\xff\"",
            b"\"\xc3\"",
            b"\"\xe2\x82\"",
            b"\"\xf0\x9f\x98\"",
            b"\"\xc3",
            b"\"\xe2\x82",
            b"\"\xf0\x9f",
            b"\"\xc3\x28\"",
            b"\"\xe2\x28\xa1\"",
            b"\"\xe2\x82\x28\"",
            b"\"\xf0\x28\x8c\xbc\"",
            b"\"a\xe9b\"",
            b"{\"\xff\":1}",
            b"[\"a\",\"\xc3\"]",
            b"\xc3\xa9",
            b"1\xff",
            b"\xf0\x9f\x98\x80",
        ],
    ),
    (
        "text behind the value",
        &[
            b"1 2",
            b"1,",
            b"1,2",
            b"1]",
            b"1}",
            b"{} {}",
            b"{}{}",
            b"[] []",
            b"[][]",
            b"{}[]",
            b"\"a\"1",
            b"1\"a\"",
            b"null,",
            b"true false",
            b"{},",
            b"[],",
            b"{}x",
            b"{}\x00",
            b"[]\x00",
            b"\"a\"\x00",
            b"{} //",
            b"{};",
            b"1;",
            b"{}\xff",
            b"{} null",
            b"[1]1",
            b"1 \x1a",
        ],
    ),
];

/// What is JSON, however odd.
const ODD: [(&str, &[&[u8]]); 8] = [
    (
        "numbers",
        &[
            b"0",
            b"-0",
            b"-0.0",
            b"0.0",
            b"0e0",
            b"0E+0",
            b"0e-0",
            b"-0e-0",
            b"0.0e10",
            b"1e0",
            b"1E1",
            b"1e+1",
            b"1e-1",
            b"1e01",
            b"1e+01",
            b"1e-000000001",
            b"1.0",
            b"1.00000",
            b"10e-1",
            b"1.5E+3",
            b"123456789012345678901234567890",
            b"-123456789012345678901234567890",
            b"0.1234567890123456789012345678901234567890",
            b"1e308",
            b"1e-400",
            b"9007199254740993",
            b"18446744073709551615",
            b"18446744073709551616",
            b"-9223372036854775808",
            b"-9223372036854775809",
            b"4.9e-324",
            b"0e1000000",
        ],
    ),
    (
        "numbers beyond all that serde_json has",
        &[b"1e309", b"-1e309", b"1e400", b"1e999999999999999999999", b"1.5E+400", b"[1,-1e4000]", b"{\"a\":1e400}"],
    ),
    ("literals", &[b"true", b"false", b"null", b" true ", b"\ttrue\n", b"[true,false,null]"]),
    (
        "strings",
        &[
            b"\"\"",
            b"\" \"",
            b"\"a\"",
            b"\"'\"",
            b"\"/\"",
            b"\"\x7f\"",
            b"\"\xc2\x80\"",
            b"\"\xc2\xa0\"",
            b"\"\xe2\x80\xa8\"",
            b"\"\xe2\x80\xa9\"",
            b"\"\xef\xbb\xbf\"",
            b"\"\xef\xbf\xbe\"",
            b"\"\xef\xbf\xbf\"",
            b"\"\xf0\x90\x80\x80\"",
            b"\"\xf4\x8f\xbf\xbf\"",
            b"\"\xed\x9f\xbf\"",
            b"\"\xee\x80\x80\"",
            b"\"e\xcc\x81\"",
            b"\"abcdefg\"",
            b"\"abcdefgh\"",
            b"\"abcdefghi\"",
            b"\"// no comment\"",
            b"\"[{\"",
            b"\"}]\"",
            b"\"null\"",
            b"\"aaaaaaa\xc3\xa9\"",
            b"\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\"",
        ],
    ),
    (
        "escapes",
        &[
            b"\"\\\"\"",
            b"\"\\\\\"",
            b"\"\\/\"",
            b"\"\\b\\f\\n\\r\\t\"",
            b"\"\\u0000\"",
            b"\"\\u0041\"",
            b"\"\\u00e9\"",
            b"\"\\u00E9\"",
            b"\"\\uffff\"",
            b"\"\\uFFFE\"",
            b"\"\\ufeff\"",
            b"\"\\ud83d\\ude00\"",
            b"\"\\uD83D\\uDE00\"",
            b"\"\\ud800\\udc00\"",
            b"\"\\udbff\\udfff\"",
            b"\"\\\\u0041\"",
            b"\"\\\\\\\"\"",
            b"\"\\u0022\"",
            b"\"\\u005c\"",
            b"\"\\u002f\\/\"",
            b"\"abcdefg\\n\"",
            b"\"abcdefgh\\\"\"",
            b"\"\\ue000\\ud7ff\"",
        ],
    ),
    (
        "arrays",
        &[
            b"[]",
            b"[ ]",
            b"[\n]",
            b"[[]]",
            b"[[],[]]",
            b"[[[[[[]]]]]]",
            b"[1]",
            b"[1,2]",
            b"[ 1 , 2 ]",
            b"[\t1\r,\n2]",
            b"[null]",
            b"[\"\"]",
            b"[{}]",
            b"[-0,0.0,0e1]",
            b"[1,[2,[3]]]",
            b"[\"a\",1,null,{}]",
        ],
    ),
    (
        "objects",
        &[
            b"{}",
            b"{ }",
            b"{\n}",
            b"{\"\":0}",
            b"{\"a\":1}",
            b"{ \"a\" : 1 }",
            b"{\"a\":{}}",
            b"{\"a\":[]}",
            b"{\"a\":1,\"b\":2}",
            b"{\"a\":1,\"A\":2}",
            b"{\"a\":1,\"a \":2}",
            b"{\"\\u0061\":1,\"b\":2}",
            b"{\"\\u0000\":1}",
            b"{\"a\":{\"a\":{\"a\":1}}}",
            b"{\"e\xcc\x81\":1,\"\xc3\xa9\":2}",
            b"{\"null\":null}",
            b"{\"__proto__\":1}",
            b"{\"a\\\"b\":1}",
            b"[{\"a\":1},{\"a\":2}]",
            b"{\"1\":1,\"01\":2}",
        ],
    ),
    (
        "white space",
        &[b" 1", b"1 ", b"\n1\n", b"\r\n1\r\n", b"\t[\t]\t", b" {\r\n\"a\"\t:\n1\r}\n", b"                1"],
    ),
];

fn is_scanned(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.value().and_then(|()| scanner.end()).is_some()
}

fn shown(text: &[u8]) -> String {
    text.escape_ascii().to_string()
}

/// Texts with one inside: in an array, in an object, as a member that schemas know, behind others.
fn around(text: &[u8]) -> Vec<Vec<u8>> {
    let frames: [(&[u8], &[u8]); 8] = [
        (b"", b""),
        (b"[", b"]"),
        (b"[1,", b"]"),
        (b"{\"a\":", b"}"),
        (b"{\"id\":\"a\",\"size\":", b"}"),
        (b"{\"next\":", b"}"),
        (b"{\"next\":{\"value\":", b"}}"),
        (b" \n[[{\"x-a\" : ", b"}]\t]"),
    ];
    frames.iter().map(|(before, behind)| [before, text, behind].concat()).collect()
}

#[test]
fn malformed_texts_are_refused_by_all_readers() {
    let interpreter = Interpreter::of("any");
    let mut count = 0;
    for (category, texts) in MALFORMED {
        for text in texts {
            count += 1;
            // In an array, a list with one comma is two elements, and `1]` closes it; so only by itself.
            let name = format!("{category}: {}", shown(text));
            assert!(!is_scanned(text), "{name}");
            assert!(parse(text).is_err(), "{name}");
            let by_plan = std::str::from_utf8(text).ok().and_then(|text| interpreter.is_valid(text));
            assert_eq!(by_plan, None, "{name}");
            let by_serde = serde_json::from_slice::<Value>(text).is_ok();
            assert_eq!(by_serde, category == "names twice", "{name}: serde_json");
            for compiled in COMPILED {
                assert!(!(compiled.is_valid_slice)(text), "{}: {name}", compiled.name);
                let found = (compiled.validate_slice)(text);
                assert!(matches!(found, Err(Invalid::NotJson(_))), "{}: {name}: {found:?}", compiled.name);
            }
        }
    }
    assert!(count >= 150, "{count}");
}

/// Whatever stands around a text, all readers say of it what `serde_json` says.
#[test]
fn texts_inside_of_others_are_read_as_serde_json_reads_them() {
    let names = ["any", "nested", "list", "members", "unique", "closed", "either", "evaluated"];
    for (category, texts) in MALFORMED.iter().chain(&ODD) {
        for text in texts.iter().flat_map(|text| around(text)) {
            let is_json = parse(&text).is_ok();
            assert_eq!(is_scanned(&text), is_json, "{category}: {}", shown(&text));
            match serde_json::from_slice::<Value>(&text) {
                Ok(_) => assert!(is_json || *category == "names twice", "{category}: {}", shown(&text)),
                Err(error) => {
                    assert!(!is_json || error.to_string().starts_with("number out of range"), "{}", shown(&text));
                }
            }
            for name in names {
                let compiled = compiled(name);
                let is_refused = matches!((compiled.validate_slice)(&text), Err(Invalid::NotJson(_)));
                assert_eq!(is_refused, !is_json, "{name}: {}", shown(&text));
                assert!(is_json || !(compiled.is_valid_slice)(&text), "{name}: {}", shown(&text));
            }
        }
    }
}

#[test]
fn odd_texts_are_read_by_all_readers() {
    let interpreter = Interpreter::of("any");
    let mut count = 0;
    for (category, texts) in ODD {
        for text in texts {
            count += 1;
            let name = format!("{category}: {}", shown(text));
            assert!(is_scanned(text), "{name}");
            assert!(parse(text).is_ok(), "{name}: {:?}", parse(text));
            let by_serde = serde_json::from_slice::<Value>(text).is_ok();
            assert_eq!(by_serde, category != "numbers beyond all that serde_json has", "{name}: serde_json");
            assert!((compiled("any").is_valid_slice)(text), "{name}");
            let text = std::str::from_utf8(text).expect("it is UTF-8");
            assert_eq!(interpreter.is_valid(text), Some(true), "{name}");
        }
    }
    assert!(count >= 80, "{count}");
}

/// A text that is cut off is read as `serde_json` reads it: only a number may end anywhere.
#[test]
fn prefixes_of_odd_texts_are_read_as_serde_json_reads_them() {
    for text in ODD.iter().flat_map(|(_, texts)| texts.iter()).flat_map(|text| around(text)) {
        for end in 0..text.len() {
            let cut = &text[..end];
            let by_serde = match serde_json::from_slice::<Value>(cut) {
                Err(error) if error.to_string().starts_with("number out of range") => continue,
                read => read.is_ok(),
            };
            assert_eq!(is_scanned(cut), by_serde, "{}", shown(cut));
            assert_eq!(parse(cut).is_ok(), by_serde, "{}", shown(cut));
        }
    }
}

/// All texts of three of the bytes that mean something.
#[test]
fn short_texts_are_read_as_serde_json_reads_them() {
    let alphabet = b"{}[]\",:0-+.eE1\\untr\n\x00\xc3\xa9";
    let mut text = Vec::new();
    for first in alphabet {
        for second in alphabet {
            for third in alphabet {
                for last in alphabet {
                    text.clear();
                    text.extend([first, second, third, last]);
                    let by_serde = serde_json::from_slice::<Value>(&text).is_ok();
                    assert_eq!(is_scanned(&text), by_serde, "{}", shown(&text));
                }
            }
        }
    }
}

/// Every byte in a string, at every distance from its start: strings are read eight bytes at a time.
#[test]
fn bytes_of_strings_are_read_alike_at_every_distance() {
    for byte in 0..=255_u8 {
        for distance in 0..20 {
            let mut text = b"\"".to_vec();
            text.extend(std::iter::repeat_n(b'a', distance));
            text.push(byte);
            text.extend(b"bbbbbbbbb\"");
            let by_serde = serde_json::from_slice::<Value>(&text).is_ok();
            assert_eq!(is_scanned(&text), by_serde, "{}", shown(&text));
            assert_eq!(parse(&text).is_ok(), by_serde, "{}", shown(&text));
        }
    }
}

/// The message about a text never shows it.
#[test]
fn errors_do_not_quote() {
    for text in MALFORMED.iter().flat_map(|(_, texts)| texts.iter()) {
        let Err(error) = parse(text) else { continue };
        let mut message = String::new();
        write!(message, "{error}").expect("a String takes everything");
        assert!(message.is_ascii(), "{message}");
    }
}
