//! Compressed bodies are recognized by their header or their first bytes.

use codegen_runtime::receive::compression::{begins, is_coding};

#[test]
fn any_coding_but_identity_counts() {
    for value in ["gzip", "GZIP", "br", "zstd", "deflate", "x-gzip", "identity, gzip", " , br"] {
        assert!(is_coding(value.as_bytes()), "{value}");
    }
    for value in ["", " ", "identity", "Identity", " identity , identity", ",,"] {
        assert!(!is_coding(value.as_bytes()), "{value}");
    }
}

#[test]
fn compressed_bodies_have_signatures() {
    for body in
        [&b"\x1f\x8b\x08\0"[..], b"\x28\xb5\x2f\xfd\x04", b"\x78\x01\x03", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"]
    {
        assert!(begins(body), "{body:?}");
    }
    for body in
        [&b""[..], b"{}", b"x", b"xy", b"\x1f", b"\x1f\x8c", b"\x28\xb5\x2f", b"\x78", b"\x79\x9c", b"\xef\xbb\xbf{}"]
    {
        assert!(!begins(body), "{body:?}");
    }
}

/// A JSON text begins with white space or one of few characters.
#[test]
fn no_json_looks_compressed() {
    for first in b" \t\r\n{[\"-0123456789tfn" {
        for second in 0..=u8::MAX {
            assert!(!begins(&[*first, second, 0x2f, 0xfd]), "{first} {second}");
        }
    }
}
