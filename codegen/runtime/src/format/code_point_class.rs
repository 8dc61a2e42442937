//! The properties of code points that IDNA2008's rules test [RFC 5892], and how the table writes them.

/// The properties of a code point that a label may hold.
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
    /// Whether `General_Category` is `Mark`.
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

/// The classes that the Bidi rule tells apart [RFC 5893 §2].
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

/// How a letter joins its neighbours, as far as the rule of the zero width non-joiner tells [RFC 5892 A.1].
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

/// The scripts that rules ask for [RFC 5892 A.4 to A.7].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// `Greek`
    Greek,
    /// `Hebrew`
    Hebrew,
    /// `Hiragana`, `Katakana` and `Han`
    Japanese,
    /// All others.
    Other,
}

/// A run starts at the code point in its upper bits,
pub const FIRST: u32 = 9;
/// holds each other one of them only if this bit is set, and has its class in the lower bits.
pub const ALTERNATING: u32 = 1 << 8;
