//! Valid secrets, and their redaction.

use codegen_runtime::receive::configuration_error::ConfigurationError;
use codegen_runtime::receive::key_format::{Coding, KeyFormat};
use codegen_runtime::receive::mac_encoding::{bytes, Encoding};
use codegen_runtime::receive::refusal::Refusal;
use codegen_runtime::receive::signing_secret::{read, SigningSecret};
use codegen_runtime::receive::{ecdsa_p256, ed25519, shared_secret};

fn code(secret: impl Into<Vec<u8>>) -> &'static str {
    SigningSecret::new(secret).map_or_else(|error| error.code(), |_| "")
}

#[test]
fn an_empty_secret_is_an_error() {
    let all: [Result<SigningSecret, ConfigurationError>; 5] = [
        SigningSecret::new(""),
        SigningSecret::new(Vec::new()),
        "".parse(),
        SigningSecret::try_from(""),
        SigningSecret::try_from(String::new()),
    ];
    for built in all {
        assert_eq!(built.err().map(|error| error.code()), Some("secret-empty"));
    }
}

#[test]
fn a_blank_secret_is_an_error() {
    for blank in [" ", "\t\n", "\r\n", "\u{a0}", "\u{feff}", "\u{2003} \u{3000}"] {
        assert_eq!(code(blank), "secret-blank", "{blank:?}");
    }
}

#[test]
fn outer_white_space_is_never_trimmed() {
    for wrong in [" a", "a ", "a\n", "a\r\n", "\ta", "\u{feff}a", "a\u{a0}"] {
        assert_eq!(code(wrong), "secret-white-space", "{wrong:?}");
    }
    assert_eq!(code(b"\xff\n".as_slice()), "secret-white-space");
    assert_eq!(code("a b"), "", "inside it is part of the secret");
    assert_eq!(code(b"\xff\xfe".as_slice()), "", "any bytes are a secret");
}

/// A secret that a header carries itself, as with `algorithm = "secret"`.
#[test]
fn a_secret_in_a_header_is_sendable() {
    let format = KeyFormat { is_key: shared_secret::is_key, ..KeyFormat::TEXT };
    let code = |secret: &str| read(&format, secret.into()).map_or_else(|error| error.code(), |_| "");
    for wrong in ["a\nb", "a\r\nb", "a\0", "a\u{7f}b", "\u{1}a", &"a".repeat(4097)] {
        assert_eq!(code(wrong), "secret-unsendable", "{wrong:?}");
    }
    for plain in ["a b", "a\tb", "é", &"a".repeat(4096)] {
        assert_eq!(code(plain), "", "{plain:?}");
    }
    let format = KeyFormat { before: "key-", ..format };
    let code = |secret: &str| read(&format, secret.into()).map_or_else(|error| error.code(), |_| "");
    assert_eq!([code("a\nb"), code("key-a\nb"), code("key-a")], ["secret-format", "secret-unsendable", ""]);
    assert!(SigningSecret::new("a\nb").is_ok(), "any bytes are a key of HMAC");
}

/// A public key is decoded before it is judged: both errors have their own sentence.
#[test]
fn an_encoded_key_may_be_none() {
    let hex = KeyFormat { coding: Coding::Encoded(Encoding::Hex), written: "{hex}", ..KeyFormat::TEXT };
    let (ed25519, p256) =
        (KeyFormat { is_key: ed25519::is_key, ..hex }, KeyFormat { is_key: ecdsa_p256::is_key, before: "pk_", ..hex });
    let spki = KeyFormat { coding: Coding::Spki(ed25519::SPKI), written: "{spki-base64}", ..ed25519 };
    let rfc8032 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let of_spki =
        |hex: &str| Encoding::Base64.encode(&[ed25519::SPKI, &bytes(Encoding::Hex, hex.as_bytes()).unwrap()].concat());
    for (format, secret, code) in [
        (&ed25519, rfc8032.to_owned(), ""),
        (&ed25519, rfc8032[..62].to_owned(), "secret-no-key"),
        (&ed25519, format!("{rfc8032}00"), "secret-no-key"),
        (&ed25519, "00".repeat(32), "secret-no-key"),
        (&ed25519, "02".repeat(32), "secret-no-key"),
        (&ed25519, rfc8032[..63].to_owned(), "secret-format"),
        (&ed25519, rfc8032.replace('d', "g"), "secret-format"),
        (&spki, of_spki(rfc8032), ""),
        (&spki, of_spki(&rfc8032[..62]), "secret-no-key"),
        (&spki, rfc8032.to_owned(), "secret-format"),
        (&p256, format!("pk_{}", "02".repeat(33)), ""),
        (&p256, format!("pk_{}", "02".repeat(32)), "secret-no-key"),
        (&p256, format!("pk_{}", "08".repeat(33)), "secret-no-key"),
        (&p256, "02".repeat(33), "secret-format"),
    ] {
        let error = read(format, secret.clone().into()).err();
        assert_eq!(error.as_ref().map_or("", ConfigurationError::code), code, "{secret}");
        let says = error.map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(says.ends_with(", but its bytes are no key of this algorithm"), code == "secret-no-key", "{says}");
    }
}

#[test]
fn a_missing_variable_is_an_error() {
    let error = |variable| SigningSecret::from_env(variable).map_err(|error| error.code()).map(|_| ());
    for variable in ["RUNTIME_TEST_MISSING", "", "a=b", "a\0b"] {
        assert_eq!(error(variable), Err("secret-not-set"), "{variable:?}");
    }
    std::env::set_var("RUNTIME_TEST_EMPTY", "");
    assert_eq!(error("RUNTIME_TEST_EMPTY"), Err("secret-empty"));
    std::env::set_var("RUNTIME_TEST_LINE", "hidden\n");
    assert_eq!(error("RUNTIME_TEST_LINE"), Err("secret-white-space"));
    std::env::set_var("RUNTIME_TEST_RIGHT", "hidden");
    assert_eq!(error("RUNTIME_TEST_RIGHT"), Ok(()));
}

#[test]
fn secrets_are_redacted_everywhere() {
    let secret = SigningSecret::new("hidden").expect("it is a secret");
    assert_eq!(format!("{secret:?} {secret:#?}"), "SigningSecret(…) SigningSecret(…)");
    std::env::set_var("RUNTIME_TEST_SHOWN", " hidden ");
    for error in [SigningSecret::new("hidden "), SigningSecret::from_env("RUNTIME_TEST_SHOWN")] {
        let error = error.expect_err("it has white space");
        let shown = format!("{error} {error:?} {error:#?} {}", error.hint());
        assert!(!shown.contains("hidden"), "{shown}");
        assert_eq!(error.http_status(), 500);
    }
}

#[test]
fn every_configuration_error_has_a_hint() {
    let variable = "RUNTIME_TESTS_DO_NOT_SET_THIS";
    let cases = [
        (
            SigningSecret::new("").err(),
            "secret-empty",
            "the signing secret is empty",
            "copy the endpoint's signing secret from the vendor",
        ),
        (
            SigningSecret::new(" ").err(),
            "secret-blank",
            "the signing secret is nothing but white space",
            "copy the endpoint's signing secret from the vendor",
        ),
        (
            SigningSecret::new("a\n").err(),
            "secret-white-space",
            "the signing secret begins or ends with white space",
            "remove it",
        ),
        (
            SigningSecret::from_env(variable).err(),
            "secret-not-set",
            "the environment has no variable `RUNTIME_TESTS_DO_NOT_SET_THIS`",
            "set the variable to the endpoint's signing secret",
        ),
    ];
    for (error, code, message, hint) in cases {
        let error = error.expect("it is an error");
        assert_eq!((error.code(), error.to_string().as_str(), error.http_status()), (code, message, 500));
        assert!(error.hint().contains(hint), "{code}: {}", error.hint());
    }
}

#[test]
fn a_missing_receiver_is_a_configuration_error() {
    let refusal = Refusal::of_missing_receiver();
    assert_eq!((refusal.code(), refusal.http_status()), ("no-receiver", 500));
    assert_eq!(refusal.to_string(), "the application has no receiver");
    assert!(refusal.hint().contains("App::new()"), "{}", refusal.hint());
}

#[test]
fn a_variable_error_names_the_variable() {
    std::env::set_var("RUNTIME_TEST_HINT", " hidden");
    let error = SigningSecret::from_env("RUNTIME_TEST_HINT").expect_err("it begins with white space");
    assert_eq!(error.code(), "secret-white-space");
    let said =
        "in the variable `RUNTIME_TEST_HINT` of the environment: the signing secret begins or ends with white space";
    assert_eq!(error.to_string(), said);
    assert!(error.hint().contains("remove it"), "{}", error.hint());
}
