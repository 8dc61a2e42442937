//! HMAC-SHA256: the vectors of RFC 4231, another implementation, and codes that must not verify.

use codegen_runtime::receive::algorithm::Algorithm as _;
use codegen_runtime::receive::hmac_sha256::Key;
use codegen_runtime::receive::mac_encoding::{to_hex, Encoding};
use proptest::prelude::*;

type Mac = [u8; 32];

fn mac(hex: &str) -> Mac {
    let mut mac = Mac::default();
    Encoding::Hex.decode(hex.as_bytes(), &mut mac).expect("it is a code");
    mac
}

fn code(key: &Key, message: &[u8]) -> Mac {
    key.mac(&[message]).into_bytes().into()
}

fn verify(key: &Key, message: &[u8], codes: &[Mac]) -> bool {
    let codes: Vec<_> = codes.iter().map(|code| (*code).into()).collect();
    key.verify(&[message], codes.iter())
}

/// [RFC 4231 §4.2 to §4.8]; the fifth is truncated to 128 bits there.
#[test]
fn rfc_4231_vectors_verify() {
    let ascending: Vec<u8> = (1..=25).collect();
    let cases: [(&[u8], &[u8], &str); 7] = [
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (&ascending, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (&[0x0c; 20], b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            &[0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be \
              hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ];
    for (index, (key, message, expected)) in cases.into_iter().enumerate() {
        let computed = to_hex(&code(&Key::of_bytes(key), message));
        assert!(computed.starts_with(expected), "case {}: {computed}", index + 1);
    }
}

#[test]
fn the_github_vector_verifies() {
    let expected = mac("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    let key = Key::of_bytes(b"It's a Secret to Everybody");
    assert!(verify(&key, b"Hello, World!", &[expected]));
    assert!(!verify(&key, b"Hello, World", &[expected]));
}

#[test]
fn one_candidate_at_any_position_suffices() {
    let key = Key::of_bytes(b"key");
    let right = code(&key, b"message");
    for place in 0..16 {
        let mut candidates = [[7; 32]; 16];
        candidates[place] = right;
        assert!(verify(&key, b"message", &candidates));
    }
    assert!(!verify(&key, b"message", &[[7; 32]; 16]));
    assert!(!verify(&key, b"message", &[]));
}

#[test]
fn a_key_is_redacted() {
    assert_eq!(format!("{:?}", Key::of_bytes(b"key")), "Key(…)");
}

/// The content of a message does not depend on how it is cut.
#[test]
fn pieces_are_one_message() {
    let key = Key::of_bytes(b"key");
    let whole = code(&key, b"1700000000.body");
    let pieces: [u8; 32] = key.mac(&[b"1700000000", b".", b"", b"body"]).into_bytes().into();
    assert_eq!(pieces, whole);
}

proptest! {
    #[test]
    fn one_flipped_bit_is_refused(key in proptest::collection::vec(any::<u8>(), 1..100), message in proptest::collection::vec(any::<u8>(), 1..300), bit in any::<proptest::sample::Index>()) {
        let prepared = Key::of_bytes(&key);
        let right = code(&prepared, &message);
        prop_assert!(verify(&prepared, &message, &[right]));

        let flip = |bytes: &mut [u8]| {
            let bit = bit.index(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
        };
        let (mut wrong, mut other, mut another) = (right, message.clone(), key.clone());
        flip(&mut wrong);
        flip(&mut other);
        flip(&mut another);
        prop_assert!(!verify(&prepared, &message, &[wrong]));
        prop_assert!(!verify(&prepared, &other, &[right]));
        prop_assert!(!verify(&Key::of_bytes(&another), &message, &[right]));
    }
}
