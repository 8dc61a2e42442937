//! The list of invisible characters is Unicode's, and escapes preserve the text.

use codegen_runtime::text::visible::{is_invisible, Visible};
use icu_properties::props::{
    DefaultIgnorableCodePoint, GeneralCategory, NoncharacterCodePoint, PrependedConcatenationMark,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Returns true for invisible characters beyond Unicode's properties: characters without ink, and planes reserved for them.
fn is_without_ink(found: char) -> bool {
    matches!(found, '\u{2800}' | '\u{fffc}' | '\u{1d159}' | '\u{e1000}'..='\u{efffd}')
}

#[test]
fn invisible_characters_are_those_of_unicode() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let noncharacter = CodePointSetData::new::<NoncharacterCodePoint>();
    let mark = CodePointSetData::new::<PrependedConcatenationMark>();
    for found in '\0'..=char::MAX {
        let is_unseen = match category.get(found) {
            GeneralCategory::Control
            | GeneralCategory::PrivateUse
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator => true,
            GeneralCategory::SpaceSeparator => found != ' ',
            GeneralCategory::Format => !mark.contains(found),
            _ => ignorable.contains(found) || noncharacter.contains(found),
        };
        assert_eq!(is_invisible(found), is_unseen || is_without_ink(found), "U+{:04X}", u32::from(found));
    }
}

#[test]
fn invisible_characters_are_escaped_as_in_rust() {
    let spelled = |text: &str| Visible(text).to_string();
    assert_eq!(spelled("größe, 名前 \u{1f600}"), "größe, 名前 \u{1f600}");
    assert_eq!(spelled("a\nb\tc\rd\0"), r"a\nb\tc\rd\u{0}");
    assert_eq!(spelled("\u{202e}txt.exe\u{feff}"), r"\u{202e}txt.exe\u{feff}");
    assert_eq!(spelled("\u{e0041}\u{a0}\u{ad}"), r"\u{e0041}\u{a0}\u{ad}");
}
