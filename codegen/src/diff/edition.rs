//! An edition of a contract: a catalogue that was read and checked as `gen` does.

use semver::Version;

use crate::api::Api;
use crate::clock::Clock;
use crate::diff::side::Side;
use crate::load::{self, Loaded};
use crate::pipeline;
use crate::source::diagnostic::Diagnostics;
use crate::source::files::Files;
use crate::verify::{self, Verified};

/// A catalogue with its model, types and plan.
pub(super) struct Edition {
    pub(super) loaded: Loaded,
    pub(super) verified: Verified,
}

impl Edition {
    /// Reads and checks a folder of schemas.
    ///
    /// # Errors
    ///
    /// All findings of the first phase that has an error among them.
    pub(super) fn read(files: &Files) -> Result<Self, Diagnostics> {
        let (loaded, _) = load::load(files)?;
        let verified = verify::verify(&loaded, false, &mut Clock::new(&|_| {}))?;
        Ok(Self { loaded, verified })
    }

    /// Returns the side of a comparison.
    pub(super) fn side(&self) -> Side<'_> {
        Side::new(&self.loaded, &self.verified.model)
    }

    /// Returns the public API of the crate.
    pub(super) fn api(&self) -> Api {
        pipeline::api(&self.loaded, &self.verified.model, &self.verified.shapes)
    }

    /// Returns the version of the crate.
    pub(super) fn version(&self) -> Version {
        let version = Version::parse(&self.loaded.catalog.crate_.version.value);
        version.expect("the catalogue accepts semantic versions alone")
    }
}
