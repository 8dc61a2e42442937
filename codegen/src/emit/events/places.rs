//! The members of a body with an envelope that an event decides.

use crate::catalog::{BodyMember, Catalog};

/// The members for the event's name and the payload.
pub(super) struct Places<'a> {
    pub(super) event: &'a BodyMember,
    pub(super) payload: &'a BodyMember,
}

impl<'a> Places<'a> {
    pub(super) fn of(catalog: &'a Catalog) -> Option<Self> {
        Some(Self { event: catalog.naming.members.first()?, payload: catalog.payload.at.as_ref()? })
    }

    /// Returns the names of both, if they are top members.
    pub(super) fn flat(&self) -> Option<[String; 2]> {
        let name = |member: &BodyMember| <[String; 1]>::try_from(member.names()).ok();
        let ([event], [payload]) = (name(self.event)?, name(self.payload)?);
        Some([event, payload])
    }
}
