//! The properties of code points that IDNA2008's rules test [RFC 5892], and the encoding of their table.

/// The properties of a code point that a label may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Properties {
    /// `Bidi_Class`
    pub direction: Direction,
    /// `Joining_Type`
    pub joining: Joining,
    /// `Script`
    pub script: Script,
    /// `Canonical_Combining_Class`
    pub combining_class: u8,
    /// True if `General_Category` is `Mark`.
    pub is_mark: bool,
}

impl Properties {
    pub(super) const fn new(
        direction: Direction,
        joining: Joining,
        script: Script,
        combining_class: u8,
        is_mark: bool,
    ) -> Self {
        Self { direction, joining, script, combining_class, is_mark }
    }
}

/// The classes that the Bidi rule distinguishes [RFC 5893 §2].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// `L`
    Left,
    /// `R`
    Right,
    /// `AL`
    Arabic,
    /// `EN`
    EuropeanNumber,
    /// `AN`
    ArabicNumber,
    /// `NSM`
    Nonspacing,
    /// `ES`, `CS`, `ET`, `ON` and `BN`
    Neutral,
}

/// The joining type of a letter, as far as the rule for the zero width non-joiner distinguishes it [RFC 5892 A.1].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joining {
    /// `U` and `C`
    None,
    /// `L`
    Left,
    /// `R`
    Right,
    /// `D`
    Dual,
    /// `T`
    Transparent,
}

/// The scripts that contextual rules test [RFC 5892 A.4 to A.7].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// `Greek`
    Greek,
    /// `Hebrew`
    Hebrew,
    /// `Hiragana`, `Katakana` and `Han`
    Japanese,
    /// All other scripts.
    Other,
}

/// The position of a run's first code point.
pub const FIRST: u32 = 9;
/// Set if a run contains only every other code point. The bits below hold its class.
pub const ALTERNATING: u32 = 1 << 8;
