//! The rules of a change: one id for each kind of atomic change, with its number on the checklist.

/// Lists the rules: variant, number on the checklist (0 for those without one), id, title.
macro_rules! rules {
    ($($variant:ident $number:literal $id:literal $title:literal;)*) => {
        /// The kind of an atomic change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each has its title")]
        pub enum Rule {
            $($variant,)*
        }

        impl Rule {
            /// All rules in the order of the checklist.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the id, which stays the same in every release: `optional-member-added`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }

            /// Returns the kind of change in words: "adds an optional member".
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)*
                }
            }

            /// Returns the number of the row on the checklist: 1 for R1.
            pub fn number(self) -> Option<u8> {
                let number = match self {
                    $(Self::$variant => $number,)*
                };
                (number > 0).then_some(number)
            }
        }
    };
}

rules! {
    OptionalMemberAdded     1 "optional-member-added"     "adds an optional member";
    RequiredMemberAdded     2 "required-member-added"     "adds a required member";
    OptionalMemberRemoved   3 "optional-member-removed"   "removes an optional member";
    RequiredMemberRemoved   4 "required-member-removed"   "removes a required member";
    MemberRenamed           5 "member-renamed"            "renames a member";
    MemberMadeOptional      6 "member-made-optional"      "makes a required member optional";
    MemberMadeRequired      7 "member-made-required"      "makes an optional member required";
    NullAllowed             8 "null-allowed"              "allows null";
    ValueAdded              9 "value-added"               "adds a value";
    ValuesOpened            9 "values-opened"             "accepts any value instead of a list";
    ValueRemoved           10 "value-removed"             "removes a value";
    ValuesListed           11 "values-listed"             "lists the values";
    ConstraintLoosened     12 "constraint-loosened"       "loosens a constraint";
    ConstraintTightened    13 "constraint-tightened"      "tightens a constraint";
    FormatAdded            14 "format-added"              "adds a format";
    FormatChanged          14 "format-changed"            "changes or removes a format";
    PatternChanged         15 "pattern-changed"           "changes a pattern";
    TypeChanged            16 "type-changed"              "changes the type";
    NullForbidden          16 "null-forbidden"            "forbids null";
    ConstantChanged        16 "constant-changed"          "changes a constant";
    IntegerMadeNumber      17 "integer-made-number"       "allows fractions";
    EventAdded             18 "event-added"               "adds an event";
    EventRemoved           19 "event-removed"             "removes an event";
    EventRenamed           20 "event-renamed"             "renames an event";
    ObjectOpened           21 "object-opened"             "opens a closed object";
    ObjectClosed           22 "object-closed"             "closes an open object";
    BranchAdded            23 "branch-added"              "adds a branch";
    BranchRemoved          23 "branch-removed"            "removes a branch";
    WordsChanged           24 "words-changed"             "changes words";
    LayoutChanged          24 "layout-changed"            "changes order, layout or identifiers";
    EnvelopeMemberAdded    25 "envelope-member-added"     "adds to the envelope";
    EnvelopeMemberChanged  26 "envelope-member-changed"   "takes from the envelope, or retypes it";
    SignatureChanged       27 "signature-changed"         "changes the signature";
    ReservedNameReturned   28 "reserved-name-returned"    "brings a reserved name back with another meaning";
    Restructured           29 "restructured"              "restructures schemas";
    ExampleChanged         30 "example-changed"           "changes an example";
    BranchesReordered       0 "branches-reordered"        "changes the order of branches";
    ConstraintChanged       0 "constraint-changed"        "changes a constraint";
    SchemaAdded             0 "schema-added"              "adds a schema";
    SchemaRemoved           0 "schema-removed"            "removes a schema";
    SchemaRenamed           0 "schema-renamed"            "renames a schema";
    SignatureAdded          0 "signature-added"           "adds the signature";
    ToleranceChanged        0 "tolerance-changed"         "changes the tolerated difference of the time";
    EventMemberChanged      0 "event-member-changed"      "names the event in another member";
    EventHeaderChanged      0 "event-header-changed"      "changes the event header";
    PayloadMoved            0 "payload-moved"             "moves the payload";
    IdMoved                 0 "id-moved"                  "takes the id from another place";
    SentAtMoved             0 "sent-at-moved"             "takes the time from another place";
    VersionsChanged         0 "versions-changed"          "changes the known versions";
    HandshakesChanged       0 "handshakes-changed"        "changes the handshakes";
    ReservationRemoved      0 "reservation-removed"       "no longer reserves a name";
    TypeRenamed             0 "type-renamed"              "renames a type";
    RefinementChanged       0 "refinement-changed"        "changes a refinement";
    SettingChanged          0 "setting-changed"           "changes a setting";
    CrateChanged            0 "crate-changed"             "changes the package";
    ChangesTogether         0 "changes-together"          "changes more than its parts";
    CrateRenamed            0 "crate-renamed"             "renames the package";
}

impl Rule {
    /// Returns the rule with that id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// Returns the rule for the same change to a member of the envelope.
    pub(super) fn of_envelope(self) -> Self {
        match self {
            Self::OptionalMemberAdded | Self::RequiredMemberAdded => Self::EnvelopeMemberAdded,
            Self::OptionalMemberRemoved
            | Self::RequiredMemberRemoved
            | Self::MemberRenamed
            | Self::MemberMadeOptional
            | Self::NullAllowed
            | Self::TypeChanged
            | Self::IntegerMadeNumber => Self::EnvelopeMemberChanged,
            other => other,
        }
    }
}
