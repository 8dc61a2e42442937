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

/// Declares the rules: variant, name, cost, and documentation.
macro_rules! rules {
    ($($rule:ident $name:literal $cost:ident $doc:literal)*) => {
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
        }
    };
}

rules! {
    ItemRemove "item-remove" Major "A public item, or a path of it, is removed, or needs another feature."
    ItemNew "item-new" Minor "A public item, or a path of it, is new, or needs fewer features."
    StructAddPrivateFieldWhenPublic "struct-add-private-field-when-public" Major
        "A struct whose fields were all public has a private one."
    StructAddPublicFieldWhenNoPrivate "struct-add-public-field-when-no-private" Major
        "A struct without private fields gains a public one."
    StructPrivateFieldsWithPrivate "struct-private-fields-with-private" Minor "A struct no longer has private fields."
    EnumVariantNew "enum-variant-new" Major "An exhaustive enum gains a variant."
    EnumFieldsNew "enum-fields-new" Major "An exhaustive variant gains a field."
    TraitNewItemNoDefault "trait-new-item-no-default" Major "A trait gains an item without a default."
    TraitItemSignature "trait-item-signature" Major "The signature of a trait's item has changed."
    TraitNewDefaultItem "trait-new-default-item" Minor "A trait gains an item with a default."
    TraitNewParameterNoDefault "trait-new-parameter-no-default" Major "A trait gains a parameter without a default."
    TraitNewParameterDefault "trait-new-parameter-default" Minor "A trait gains a parameter with a default."
    ImplItemNew "impl-item-new" Minor "A type gains a method or constant."
    GenericBoundsTighten "generic-bounds-tighten" Major "A bound is new or stricter."
    GenericBoundsLoosen "generic-bounds-loosen" Minor "A bound is removed."
    GenericNewDefault "generic-new-default" Minor "A type gains a parameter with a default."
    FnChangeArity "fn-change-arity" Major "A function has more or fewer parameters."
    FnGeneralizeMismatch "fn-generalize-mismatch" Major "The generic parameters of a function have changed."
    FnUnsafeSafe "fn-unsafe-safe" Minor "A function is no longer `unsafe`."
    AttrAddingNonExhaustive "attr-adding-non-exhaustive" Major "A type or variant has become `#[non_exhaustive]`."
    EnvNewRust "env-new-rust" Minor "A newer version of Rust is required."
    NewLints "new-lints" Minor "An item has become `#[deprecated]`."
    CargoFeatureAdd "cargo-feature-add" Minor "A feature is new."
    CargoFeatureRemove "cargo-feature-remove" Major "A feature is removed."
    CargoChangeDepFeature "cargo-change-dep-feature" Minor "The features of a public dependency have changed."
    CargoDepAdd "cargo-dep-add" Minor "A public dependency is new, or requires a newer compatible version."
    PackageRename "package-rename" Major "The name of the package has changed."
    TypeChange "type-change" Major "The type or the form of an item has changed."
    QualifierRemove "qualifier-remove" Major "A function is no longer `const`, or has become `async` or `unsafe`."
    QualifierAdd "qualifier-add" Minor "A function has become `const`."
    DefaultRemove "default-remove" Major "A trait's item no longer has a default."
    DefaultAdd "default-add" Minor "A trait's item has a default."
    NonExhaustiveRemove "non-exhaustive-remove" Minor "A type or variant is no longer `#[non_exhaustive]`."
    PublicDependencyMajor "public-dependency-major" Major "A public dependency requires an incompatible version."
    PublicDependencyLoosen "public-dependency-loosen" Patch "A public dependency is removed, or accepts an older version."
    EnvOlderRust "env-older-rust" Patch "An older version of Rust is enough."
    LintRemove "lint-remove" Patch "An item is no longer `#[deprecated]`."
    ParameterRename "parameter-rename" Patch "A parameter, lifetime or generic parameter has another name."
}
