//! The rules by which a difference costs a version: those of Cargo's semver reference, and a few that it lacks.

/// The version that a difference needs, from the cheapest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cost {
    /// No program notices.
    Patch,
    /// Programs keep compiling.
    Minor,
    /// A program may no longer compile.
    Major,
}

impl Cost {
    /// Returns the name: `patch`, `minor`, `major`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Declares the rules: variant, name, cost, and true if the name is an anchor of Cargo's reference.
macro_rules! rules {
    ($($rule:ident $name:literal $cost:ident $is_reference:literal $doc:literal)*) => {
        /// A rule about a difference of two APIs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $doc] $rule,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// Returns the name, which is the anchor of the rule if Cargo's reference has it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            /// Returns the cost.
            pub fn cost(self) -> Cost {
                match self {
                    $(Self::$rule => Cost::$cost,)*
                }
            }

            /// Returns true if Cargo's reference has the rule.
            pub fn is_of_reference(self) -> bool {
                match self {
                    $(Self::$rule => $is_reference,)*
                }
            }
        }
    };
}

rules! {
    ItemRemove "item-remove" Major true "A public item, or a path of it, is removed, or needs another feature."
    ItemNew "item-new" Minor true "A public item, or a path of it, is new, or needs fewer features."
    StructAddPrivateFieldWhenPublic "struct-add-private-field-when-public" Major true
        "A struct whose fields were all public has a private one."
    StructAddPublicFieldWhenNoPrivate "struct-add-public-field-when-no-private" Major true
        "A struct without private fields has another public one."
    StructPrivateFieldsWithPrivate "struct-private-fields-with-private" Minor true "A struct no longer has private fields."
    EnumVariantNew "enum-variant-new" Major true "An exhaustive enum has another variant."
    EnumFieldsNew "enum-fields-new" Major true "An exhaustive variant has another field."
    TraitNewItemNoDefault "trait-new-item-no-default" Major true "A trait has another item without a default."
    TraitItemSignature "trait-item-signature" Major true "The signature of a trait's item is another one."
    TraitNewDefaultItem "trait-new-default-item" Minor true "A trait has another item with a default."
    TraitNewParameterNoDefault "trait-new-parameter-no-default" Major true "A trait has another parameter without a default."
    TraitNewParameterDefault "trait-new-parameter-default" Minor true "A trait has another parameter with a default."
    ImplItemNew "impl-item-new" Minor true "A type has another method or constant."
    GenericBoundsTighten "generic-bounds-tighten" Major true "A bound is new or stricter."
    GenericBoundsLoosen "generic-bounds-loosen" Minor true "A bound is removed."
    GenericNewDefault "generic-new-default" Minor true "A type has another parameter with a default."
    FnChangeArity "fn-change-arity" Major true "A function has more or fewer parameters."
    FnGeneralizeMismatch "fn-generalize-mismatch" Major true "A function has other generic parameters."
    FnUnsafeSafe "fn-unsafe-safe" Minor true "A function is no longer `unsafe`."
    AttrAddingNonExhaustive "attr-adding-non-exhaustive" Major true "A type or variant has become `#[non_exhaustive]`."
    EnvNewRust "env-new-rust" Minor true "A newer version of Rust is required."
    NewLints "new-lints" Minor true "An item has become `#[deprecated]`."
    CargoFeatureAdd "cargo-feature-add" Minor true "A feature is new."
    CargoFeatureRemove "cargo-feature-remove" Major true "A feature is removed."
    CargoChangeDepFeature "cargo-change-dep-feature" Minor true "A public dependency has other features."
    CargoDepAdd "cargo-dep-add" Minor true "A public dependency is new, or requires a newer compatible version."
    PackageRename "package-rename" Major false "The package has another name."
    TypeChange "type-change" Major false "A type, or the form of an item, is another one."
    QualifierRemove "qualifier-remove" Major false "A function is no longer `const`, or has become `async` or `unsafe`."
    QualifierAdd "qualifier-add" Minor false "A function has become `const`."
    DefaultRemove "default-remove" Major false "A trait's item no longer has a default."
    DefaultAdd "default-add" Minor false "A trait's item has a default."
    NonExhaustiveRemove "non-exhaustive-remove" Minor false "A type or variant is no longer `#[non_exhaustive]`."
    PublicDependencyMajor "public-dependency-major" Major false "A public dependency requires an incompatible version."
    PublicDependencyLoosen "public-dependency-loosen" Patch false "A public dependency is removed, or accepts an older version."
    EnvOlderRust "env-older-rust" Patch false "An older version of Rust is enough."
    LintRemove "lint-remove" Patch false "An item is no longer `#[deprecated]`."
    ParameterRename "parameter-rename" Patch false "A parameter, lifetime or generic parameter has another name."
}
