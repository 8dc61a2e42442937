//! The encodings of a code.

use codegen_runtime::receive::mac_encoding::Encoding;

/// Lengths with and without a remainder of words.
const LENGTHS: [usize; 7] = [0, 1, 3, 4, 20, 31, 32];

fn decode(text: &[u8], bytes: usize) -> Option<Vec<u8>> {
    let mut code = vec![0; bytes];
    Encoding::Hex.decode(text, &mut code).map(|()| code)
}

#[test]
fn hexadecimal_digits_of_either_case_are_decoded() {
    for length in LENGTHS {
        let code: Vec<u8> = (0..length).map(|index| u8::try_from(index * 73 % 256).expect("a byte")).collect();
        let text = Encoding::Hex.encode(&code);
        for text in [text.to_uppercase(), text] {
            assert_eq!(decode(text.as_bytes(), length).as_ref(), Some(&code), "{text}");
            assert_eq!(decode(text.as_bytes(), length + 1), None);
        }
    }
}

#[test]
fn only_digits_stand_in_a_code() {
    for length in LENGTHS {
        for at in 0..length * 2 {
            for byte in 0..=u8::MAX {
                let mut text = vec![b'5'; length * 2];
                text[at] = byte;
                assert_eq!(decode(&text, length).is_some(), byte.is_ascii_hexdigit(), "{byte} at {at} of {length}");
            }
        }
    }
}
