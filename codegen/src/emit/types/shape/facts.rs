//! What is known of the instances at a site: an upper bound of what its schemas accept, and every name they mention.

use crate::catalog::RefinedType;
use crate::emit::types::shape::rust_type::Native;
use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::pattern::matching::Pattern;

/// What is known of the instances at a site.
#[derive(Clone, Debug)]
pub(super) struct Facts<'m> {
    /// The types that they can have.
    pub(super) types: TypeSet,
    /// The values that they can be, if these are listed.
    pub(super) values: Option<Vec<&'m Node>>,
    /// The members that the schemas name, in documented order.
    pub(super) members: Vec<Mention>,
    /// What is said of members without a name, each by one schema.
    pub(super) rests: Vec<Rest<'m>>,
    /// Whether a condition describes members without a name.
    pub(super) has_loose_rest: bool,
    /// What is said of elements, each by one schema.
    pub(super) elements: Vec<Elements>,
    /// Schemas that some elements may have.
    pub(super) loose_elements: Vec<SchemaId>,
    /// Whether listed values have elements with members, or whose elements have.
    pub(super) has_listed_elements: bool,
    /// Whether there are no members but those that are named here, or that a rest describes.
    pub(super) is_closed: bool,
    /// The least and the greatest integer.
    pub(super) bounds: (Option<i128>, Option<i128>),
    /// What the strings are.
    pub(super) refined: Option<RefinedType>,
    /// The type that the catalogue asks for where the instances are integers.
    pub(super) native: Option<Native>,
    /// The schemas for which the catalogue says what their values are.
    pub(super) refining: Vec<SchemaId>,
    /// The branches of which at least one accepts, each list by one keyword.
    pub(super) choices: Vec<Choice<'m>>,
}

/// A member that schemas name.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) wire_name: String,
    pub(super) is_required: bool,
    pub(super) always: Vec<SchemaId>,
    pub(super) perhaps: Vec<SchemaId>,
    /// Whether nothing but a listed value or a schema below `not` names it: it makes no object out of what is none otherwise.
    pub(super) is_weak: bool,
    /// Whether a listed value has an object or an array there, of which no schema may know.
    pub(super) is_listed: bool,
}

/// What one schema says of members without a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest<'m> {
    pub(super) patterns: Vec<(&'m Pattern, SchemaId)>,
    pub(super) additional: Option<SchemaId>,
}

/// What one schema says of elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    pub(super) prefix: Vec<SchemaId>,
    pub(super) items: Option<SchemaId>,
}

/// The branches of an `anyOf` or a `oneOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'m> {
    /// Whether exactly one accepts.
    pub(super) is_exclusive: bool,
    pub(super) branches: Vec<(SchemaId, Facts<'m>)>,
}

impl Facts<'_> {
    pub(super) fn unknown() -> Self {
        Facts {
            types: TypeSet::ALL,
            values: None,
            members: Vec::new(),
            rests: Vec::new(),
            has_loose_rest: false,
            elements: Vec::new(),
            loose_elements: Vec::new(),
            has_listed_elements: false,
            is_closed: false,
            bounds: (None, None),
            refined: None,
            native: None,
            refining: Vec::new(),
            choices: Vec::new(),
        }
    }

    /// Whether the schemas themselves, apart from the branches of a choice, say something of an object's members.
    pub(super) fn describes_members(&self) -> bool {
        !self.rests.is_empty() || self.members.iter().any(|member| !member.always.is_empty() || member.is_required)
    }
}
