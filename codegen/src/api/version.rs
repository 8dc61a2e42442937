//! The versions that a change allows, as Cargo reads them.

use semver::{BuildMetadata, Prerelease, Version};

use crate::api::compare::Cost;

/// Returns the smallest version after `old` that may have changes of this cost.
///
/// Before 1.0.0 the numbers count one place further right, and every version 0.0.z is incompatible with all others. A pre-release promises
/// nothing [Semantic Versioning 2.0.0 §9], so that the next pre-release of the same version may have any change.
pub fn smallest_sufficient(old: &Version, cost: Cost) -> Version {
    if !old.pre.is_empty() {
        return Version { pre: next(&old.pre), build: BuildMetadata::EMPTY, ..old.clone() };
    }
    let Version { major, minor, patch, .. } = *old;
    match (major, minor, cost) {
        (0, 0, _) | (0, _, Cost::Minor | Cost::Patch) => Version::new(0, minor, patch.saturating_add(1)),
        (0, _, Cost::Major) => Version::new(0, minor.saturating_add(1), 0),
        (_, _, Cost::Major) => Version::new(major.saturating_add(1), 0, 0),
        (_, _, Cost::Minor) => Version::new(major, minor.saturating_add(1), 0),
        (_, _, Cost::Patch) => Version::new(major, minor, patch.saturating_add(1)),
    }
}

/// Returns true if `new` may have changes of this cost since `old`. A pre-release is sufficient if its version is sufficient.
pub fn is_sufficient(old: &Version, new: &Version, cost: Cost) -> bool {
    let smallest = smallest_sufficient(old, cost);
    let released = |version: &Version| Version::new(version.major, version.minor, version.patch);
    new.cmp_precedence(old).is_gt()
        && (new.cmp_precedence(&smallest).is_ge() || old.pre.is_empty() && released(new) >= smallest)
}

/// Returns the pre-release that increments the last number of another one, or appends a first number: `rc.2` after `rc.1`, `alpha.1` after
/// `alpha`.
fn next(pre: &Prerelease) -> Prerelease {
    let text = pre.as_str();
    let (before, last) = text.rsplit_once('.').map_or(("", text), |(before, last)| (before, last));
    let counted = match last.parse::<u64>().ok().and_then(|number| number.checked_add(1)) {
        Some(number) if before.is_empty() => number.to_string(),
        Some(number) => format!("{before}.{number}"),
        None => format!("{text}.1"),
    };
    Prerelease::new(&counted).expect("it is a pre-release with another number")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn costs_count_further_right_before_one() {
        let rows = [
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("1.0.0", "1.0.1", "1.1.0", "2.0.0"),
            ("0.1.0", "0.1.1", "0.1.1", "0.2.0"),
            ("0.3.9", "0.3.10", "0.3.10", "0.4.0"),
            ("0.0.1", "0.0.2", "0.0.2", "0.0.2"),
            ("0.0.0", "0.0.1", "0.0.1", "0.0.1"),
            ("1.0.0-rc.1", "1.0.0-rc.2", "1.0.0-rc.2", "1.0.0-rc.2"),
            ("0.2.0-alpha", "0.2.0-alpha.1", "0.2.0-alpha.1", "0.2.0-alpha.1"),
            ("1.2.3+build", "1.2.4", "1.3.0", "2.0.0"),
        ];
        for (old, patch, minor, major) in rows {
            let smallest = |cost| smallest_sufficient(&version(old), cost).to_string();
            assert_eq!([patch, minor, major], [Cost::Patch, Cost::Minor, Cost::Major].map(smallest), "{old}");
        }
    }

    #[test]
    fn greater_versions_and_their_prereleases_suffice() {
        let rows = [
            ("0.1.0", "0.2.0", Cost::Major, true),
            ("0.1.0", "0.2.0-rc.1", Cost::Major, true),
            ("0.1.0", "1.0.0", Cost::Major, true),
            ("0.1.0", "0.1.1", Cost::Major, false),
            ("0.1.0", "0.1.0", Cost::Patch, false),
            ("0.1.0", "0.1.1", Cost::Minor, true),
            ("1.0.0", "1.0.1-rc.1", Cost::Minor, false),
            ("1.0.0", "1.1.0-rc.1", Cost::Minor, true),
            ("1.0.0-rc.1", "1.0.0", Cost::Major, true),
            ("1.0.0-rc.1", "1.0.0-rc.2", Cost::Major, true),
            ("1.0.0-rc.1", "1.0.0-rc.1", Cost::Patch, false),
            ("1.0.0", "0.9.0", Cost::Patch, false),
        ];
        for (old, new, cost, expected) in rows {
            assert_eq!(is_sufficient(&version(old), &version(new), cost), expected, "{old} {new} {cost:?}");
        }
    }
}
