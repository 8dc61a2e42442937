//! Facts about the instances at a site: an upper bound of the accepted ones, and every mentioned name.

use std::collections::BTreeSet;

use crate::catalog::RefinedType;
use crate::emit::types::shape::rust_type::Native;
use crate::emit::types::shape::site::Way;
use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::pattern::matching::Pattern;

/// The facts about the instances at a site.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts<'m> {
    /// The possible types.
    pub(super) types: TypeSet,
    /// The possible values, if they are listed.
    pub(super) values: Option<Vec<&'m Node>>,
    /// The possible strings, if a pattern lists them.
    pub(super) matching: Option<Vec<String>>,
    /// The named members in documented order.
    pub(super) members: Vec<Mention>,
    /// The members that no instance has.
    pub(super) absent: BTreeSet<String>,
    /// The descriptions of unnamed members, each by one schema.
    pub(super) rests: Vec<Rest<'m>>,
    /// True if a condition describes unnamed members.
    pub(super) has_loose_rest: bool,
    /// The descriptions of elements, each by one schema.
    pub(super) elements: Vec<Elements>,
    /// Schemas that some elements may have.
    pub(super) loose_elements: Vec<SchemaId>,
    /// True if listed values have elements with members, or nested ones.
    pub(super) has_listed_elements: bool,
    /// True if all members are named here or described by a rest.
    pub(super) is_closed: bool,
    /// The least and the greatest integer.
    pub(super) bounds: (Option<i128>, Option<i128>),
    /// The least and the greatest number of elements.
    pub(super) sizes: (u64, Option<u64>),
    /// The refinement of the strings.
    pub(super) refined: Option<RefinedType>,
    /// The native type from the catalogue, if the instances are integers.
    pub(super) native: Option<Native>,
    /// The refined schemas.
    pub(super) refining: Vec<SchemaId>,
    /// The branches of `anyOf` and `oneOf`, a list per keyword: at least one accepts.
    pub(super) choices: Vec<Choice<'m>>,
    /// The ways through each `if`: one applies.
    pub(super) conditions: Vec<Choice<'m>>,
}

/// A named member.
#[derive(Clone, Debug, Default)]
pub(super) struct Mention {
    pub(super) wire_name: String,
    pub(super) is_required: bool,
    pub(super) always: Vec<SchemaId>,
    pub(super) perhaps: Vec<SchemaId>,
    /// True if only a listed value or a schema below `not` names it: it alone does not make the type an object.
    pub(super) is_weak: bool,
    /// True if a listed value has an object or an array there, which no schema may describe.
    pub(super) is_listed: bool,
}

/// A schema's description of unnamed members.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest<'m> {
    pub(super) patterns: Vec<(&'m Pattern, SchemaId)>,
    pub(super) additional: Option<SchemaId>,
}

/// A schema's description of elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    pub(super) prefix: Vec<SchemaId>,
    pub(super) items: Option<SchemaId>,
}

/// The ways through an `anyOf`, a `oneOf` or an `if`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'m> {
    /// True if exactly one accepts.
    pub(super) is_exclusive: bool,
    pub(super) branches: Vec<(Way, Facts<'m>)>,
}

impl Facts<'_> {
    pub(super) fn unknown() -> Self {
        Self { types: TypeSet::ALL, ..Self::default() }
    }

    /// Returns true if `null` is possible, and not only because any value is, so that the type is an `Option`.
    pub(super) fn is_optional(&self) -> bool {
        let mut branches = self.choices.iter().flat_map(|choice| &choice.branches);
        let is_said = self.types != TypeSet::ALL || branches.any(|(_, branch)| branch.types == TypeSet::NULL);
        self.types.contains(TypeSet::NULL) && is_said
    }

    /// Returns true if the schemas themselves, apart from branches, describe an object's members.
    pub(super) fn describes_members(&self) -> bool {
        !self.rests.is_empty() || self.members.iter().any(|member| !member.always.is_empty() || member.is_required)
    }

    /// Returns true if the schemas describe elements, or accept arrays alone.
    pub(super) fn describes_arrays(&self) -> bool {
        self.types.without(TypeSet::NULL) == TypeSet::ARRAY
            || !self.elements.is_empty()
            || !self.loose_elements.is_empty()
            || self.choices.iter().flat_map(|choice| &choice.branches).any(|(_, branch)| branch.describes_arrays())
    }

    /// Returns the possible strings, if they are listed and no other types are possible.
    pub(super) fn texts(&self) -> Option<Vec<String>> {
        match &self.values {
            Some(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
            None => self.matching.clone().filter(|_| self.types == TypeSet::STRING),
        }
    }

    /// Returns the possible strings, if they are listed; values of other types may be possible unless what is beside the schemas excludes
    /// them.
    pub(super) fn told(&self) -> Option<Vec<String>> {
        let matching =
            || self.matching.clone().filter(|_| self.types.contains(TypeSet::STRING) && self.values.is_none());
        self.texts().or_else(matching)
    }

    /// Returns the facts about a named member.
    pub(super) fn member(&self, wire_name: &str) -> Option<&Mention> {
        self.members.iter().find(|member| member.wire_name == wire_name)
    }
}
