//! The content of strings.

use codegen_runtime::validate::content::{is_base64, is_json, is_json_in_base64};

#[test]
fn base64_is_padded_without_stray_bits() {
    for text in ["", "Zg==", "Zm8=", "Zm9v", "+/+/"] {
        assert!(is_base64(text), "{text}");
    }
    for text in [
        "Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zm9v=", "Zg==Zg==", "Zh==", "Zm9=", "Zm 9", "-_-_", "Zm9v\n",
        "é==",
    ] {
        assert!(!is_base64(text), "{text}");
    }
}

#[test]
fn json_content_is_a_whole_text() {
    for text in ["1", " {\"a\": [null]} ", "\"é\"", "1e400"] {
        assert!(is_json(text), "{text}");
    }
    for text in ["", "{", "{} {}", "{:}", "'a'", "01", "\u{feff}1"] {
        assert!(!is_json(text), "{text}");
    }
}

#[test]
fn encoded_json_ignores_strings_without_base64() {
    assert!(is_json_in_base64("eyJmb28iOiAiYmFyIn0K"));
    assert!(!is_json_in_base64("ezp9Cg=="), "{{:}}");
    assert!(!is_json_in_base64("/w=="), "no UTF-8");
    assert!(is_json_in_base64("{}"), "no base64");
}
