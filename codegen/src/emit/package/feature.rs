//! The features of the generated crate, in one list, which determines manifest, README, copied modules and public items.

use std::collections::BTreeSet;

use crate::emit::package::dependency::Dependency;

/// A feature of the generated crate. No feature is enabled by default.
#[derive(Debug)]
pub struct Feature {
    /// The name, with the version of the package whose types it adds: `jiff-0_2`.
    pub name: &'static str,
    /// The addition, in a sentence without a full stop.
    pub adds: &'static str,
    /// The module of the runtime that it extends; a crate without that module lacks the feature.
    pub to: Option<&'static str>,
    /// The modules of the runtime that it adds; each has `#![cfg(feature = "…")]`.
    pub modules: &'static [&'static str],
    /// The packages that it needs. A package belongs to one feature; others that need it enable that feature.
    pub dependencies: &'static [Dependency],
}

/// The module of the runtime that conversions of timestamps extend.
pub const TIMESTAMP: &str = "value/timestamp";

/// The module of the runtime that conversions of decimals extend.
pub const DECIMAL: &str = "value/decimal";

/// The features of a package whose users enable its default ones; its error types need the standard library.
const STD: &[&str] = &["std"];

/// All features in the order of the manifest.
pub const FEATURES: &[Feature] = &[
    Feature {
        name: "actix-web-4",
        adds: "`Delivery` as an extractor of actix-web, and `ReceiveError` as its answer",
        to: Some("receive/answer"),
        modules: &["receive/actix_web_4"],
        dependencies: &[Dependency::new("actix-web", "4.9.0", "its traits of extractors and errors").only(&[])],
    },
    Feature {
        name: "axum-0_8",
        adds: "`Delivery` as an extractor of axum, and `ReceiveError` as its answer",
        to: Some("receive/answer"),
        modules: &["receive/axum_0_8"],
        dependencies: &[Dependency::new("axum", "0.8.0", "its traits of extractors and answers").only(&[])],
    },
    Feature {
        name: "chrono-0_4",
        adds: "`Timestamp` to and from `DateTime<FixedOffset>` and `DateTime<Utc>`",
        to: Some(TIMESTAMP),
        modules: &["value/chrono_0_4"],
        dependencies: &[Dependency::new(
            "chrono",
            "0.4.23",
            "`DateTime`, for code that works with chrono; without its clock",
        )
        .only(STD)],
    },
    Feature {
        name: "http-1",
        adds: "`Receiver::receive_request` for an `http::Request`, `ReceiveError` to `StatusCode`, and `testing` requests to `http::Request`",
        to: Some("receive/verifier"),
        modules: &["receive/http_1"],
        dependencies: &[Dependency::new("http", "1.0.0", "the types of requests and statuses").only(STD)],
    },
    Feature {
        name: "jiff-0_2",
        adds: "`Timestamp` to `jiff::Timestamp` and `Zoned`, and from `jiff::Timestamp`",
        to: Some(TIMESTAMP),
        modules: &["value/jiff_0_2"],
        dependencies: &[Dependency::new(
            "jiff",
            "0.2.0",
            "`Timestamp` and `Zoned`, for code that works with jiff; without its time zones",
        )
        .only(STD)],
    },
    Feature {
        name: "rust_decimal-1",
        adds: "`Decimal` to and from `rust_decimal::Decimal`",
        to: Some(DECIMAL),
        modules: &["value/rust_decimal_1"],
        dependencies: &[Dependency::new("rust_decimal", "1.14.0", "a decimal to calculate with").only(STD)],
    },
    Feature {
        name: "schemars",
        adds: "`schemars::JsonSchema` for all types: the documented schemas",
        to: None,
        modules: &[],
        dependencies: &[Dependency::new("schemars", "1.0.0", "`JsonSchema`, the trait and its derive macro")],
    },
    Feature {
        name: "testing",
        adds: "The module `testing`: requests signed as the vendor signs them; it weakens nothing",
        to: Some("receive/verifier"),
        modules: &["receive/signed_request"],
        dependencies: &[],
    },
    Feature {
        name: "time-0_3",
        adds: "`Timestamp` to and from `time::OffsetDateTime`",
        to: Some(TIMESTAMP),
        modules: &["value/time_0_3"],
        dependencies: &[Dependency::new("time", "0.3.3", "`OffsetDateTime`, for code that works with time").only(STD)],
    },
    Feature {
        name: "tracing-0_1",
        adds: "An event of `tracing` for each request that is accepted or refused: codes, hints, places and ids, no values; the target is the crate's name",
        to: Some("receive/trace"),
        modules: &[],
        dependencies: &[Dependency::new("tracing", "0.1.35", "where the events go").only(&[])],
    },
];

impl Feature {
    /// Returns the value of the feature in the manifest.
    pub fn turns_on(&self) -> Vec<String> {
        self.dependencies.iter().map(|dependency| format!("dep:{}", dependency.package)).collect()
    }
}

/// Returns the features of a crate with these modules of the runtime.
pub fn of(modules: &BTreeSet<&'static str>) -> Vec<&'static Feature> {
    FEATURES.iter().filter(|feature| feature.to.is_none_or(|module| modules.contains(module))).collect()
}

/// Returns the packages of some features.
pub fn dependencies<'a>(features: &'a [&'static Feature]) -> impl Iterator<Item = &'static Dependency> + 'a {
    features.iter().flat_map(|feature| feature.dependencies)
}

/// Returns the feature of a module of the runtime, if it has one.
pub fn gate(module: &str) -> Option<&'static str> {
    FEATURES.iter().find(|feature| feature.modules.contains(&module)).map(|feature| feature.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use toml_edit::{DocumentMut, Item};

    use super::*;
    use crate::emit::runtime::{self, RUNTIME};

    fn parse(manifest: &str) -> DocumentMut {
        manifest.parse().expect("a manifest is TOML")
    }

    fn strings(array: &Item) -> Vec<String> {
        array.as_array().into_iter().flatten().map(|value| value.as_str().expect("a string").to_owned()).collect()
    }

    #[test]
    fn the_feature_list_is_sorted_and_valid() {
        assert!(FEATURES.windows(2).all(|pair| pair[0].name < pair[1].name));
        let mut packages = BTreeSet::new();
        for feature in FEATURES {
            for module in feature.modules.iter().chain(&feature.to) {
                assert!(runtime::find(module).is_some(), "{}: {module}", feature.name);
            }
            for dependency in feature.dependencies {
                assert_eq!(dependency.version.split('.').count(), 3, "{}", dependency.package);
                assert!(packages.insert(dependency.package), "{} belongs to two features", dependency.package);
            }
        }
    }

    /// A module is compiled with its feature, and no feature is misspelled.
    #[test]
    fn sources_use_listed_features_only() {
        for module in RUNTIME {
            let inner = gate(module.module).map(|feature| format!("#![cfg(feature = \"{feature}\")]"));
            assert!(inner.is_none_or(|inner| module.source.contains(&inner)), "{}", module.module);
            for rest in module.source.split("feature = \"").skip(1) {
                let asked = rest.split('"').next().expect("a split has a first part");
                assert!(FEATURES.iter().any(|feature| feature.name == asked), "{}: {asked}", module.module);
            }
        }
    }

    /// The runtime is tested with the features and packages of generated crates.
    #[test]
    fn the_runtime_has_the_same_features() {
        let manifest = parse(include_str!("../../../runtime/Cargo.toml"));
        let of_runtime: BTreeMap<&str, Vec<String>> =
            manifest["features"].as_table().expect("a table").iter().map(|(name, on)| (name, strings(on))).collect();
        let of_list: BTreeMap<&str, Vec<String>> =
            FEATURES.iter().map(|feature| (feature.name, feature.turns_on())).collect();
        assert_eq!(of_runtime, of_list);
        let workspace = parse(include_str!("../../../../Cargo.toml"));
        for dependency in FEATURES.iter().flat_map(|feature| feature.dependencies) {
            let shared = &workspace["workspace"]["dependencies"][dependency.package];
            let table = shared.as_inline_table();
            let version = shared.as_str().or_else(|| table?.get("version")?.as_str());
            let default_features = table.and_then(|table| table.get("default-features")?.as_bool()).unwrap_or(true);
            let features = table.and_then(|table| table.get("features")?.as_array());
            let features: Vec<&str> = features.into_iter().flatten().filter_map(|feature| feature.as_str()).collect();
            assert_eq!(version, Some(dependency.version), "{}", dependency.package);
            assert_eq!(default_features, dependency.default_features, "{}", dependency.package);
            assert_eq!(features, dependency.features, "{}", dependency.package);
        }
    }
}
