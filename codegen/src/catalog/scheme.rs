//! The signing scheme of a vendor: the meaning of `[signature]`.

pub(super) mod build;
mod grammar;
mod overlap;
mod template;

pub use codegen_runtime::receive::mac_encoding::Encoding;
use codegen_runtime::receive::scheme::is_numbered;
pub use codegen_runtime::receive::scheme::{Part, Placeholder, Unit};

/// The encodings of a code or a key, by their names in the catalogue.
pub const ENCODINGS: [(&str, Encoding); 2] =
    [(encoding_name(Encoding::Hex), Encoding::Hex), (encoding_name(Encoding::Base64), Encoding::Base64)];

/// Returns the name of an encoding in the catalogue.
pub const fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Hex => "hex",
        Encoding::Base64 => "base64",
    }
}

/// The units of a signed time, by their names in the catalogue.
pub const UNITS: [(&str, Unit); 3] = [("s", Unit::Seconds), ("ms", Unit::Milliseconds), ("rfc3339", Unit::Rfc3339)];

/// Returns the names in a table of values.
pub(in crate::catalog) const fn names<T, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = table[index].0;
        index += 1;
    }
    names
}

/// Returns the value with that name in a table.
fn named<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// A signing scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The header or headers of the signature.
    pub header: HeaderNames,
    /// The items of a header value.
    pub items: Vec<Item>,
    /// The separator of items; a value of one item has none.
    pub separator: Option<u8>,
    /// The separator of complete values; `None` if a line is one value.
    pub list: Option<u8>,
    /// The encoding of the code.
    pub encoding: Encoding,
    /// The signed content; empty if nothing is signed.
    pub signed: Vec<Piece>,
    /// The format of a secret.
    pub key: KeyFormat,
    /// The time of the signature.
    pub time: Option<Time>,
    /// The header of the id.
    pub id: Option<String>,
    /// The header of the nonce.
    pub nonce: Option<String>,
}

/// The algorithm of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC-SHA1
    HmacSha1,
    /// HMAC-SHA256
    HmacSha256,
    /// HMAC-SHA512
    HmacSha512,
    /// Ed25519 [RFC 8032]
    Ed25519,
    /// ECDSA on P-256 with SHA-256 [FIPS 186-5]
    EcdsaP256Sha256,
    /// A shared secret in the header; nothing is signed.
    Secret,
}

/// The header or headers of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderNames {
    /// Headers by name.
    Names(Vec<String>),
    /// Headers whose names differ in a number.
    Numbered {
        /// The name before the number.
        before: String,
        /// The name after it.
        after: String,
    },
}

/// An item of a header value: a placeholder between literals, or a literal alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The literal before the placeholder.
    pub before: String,
    /// The placeholder.
    pub placeholder: Option<Placeholder>,
    /// The literal after the placeholder.
    pub after: String,
}

/// A piece of a signed content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A literal.
    Text(String),
    /// The body.
    Body,
    /// The address of the receiver.
    Url,
    /// A part of the request.
    Part(Part),
}

/// The format of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFormat {
    /// The literal before the key.
    pub before: String,
    /// The encoding of the key.
    pub coding: Coding,
    /// The literal after the key.
    pub after: String,
}

/// The encoding of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `{text}`: the text itself.
    Text,
    /// `{hex}` or `{base64}`
    Encoded(Encoding),
    /// `{spki-base64}`: base64 of a public key with the name of its algorithm.
    Spki,
}

/// The time of a signature.
#[derive(Clone, Debug)]
pub struct Time {
    /// The header of the time; `None` if the value of the signature has it.
    pub header: Option<String>,
    /// The form of the time.
    pub unit: Unit,
    /// The accepted difference in seconds.
    pub tolerance: Option<u32>,
}

impl Algorithm {
    /// All algorithms with their names in the catalogue.
    pub const ALL: [(&'static str, Self); 6] = [
        ("hmac-sha1", Self::HmacSha1),
        ("hmac-sha256", Self::HmacSha256),
        ("hmac-sha512", Self::HmacSha512),
        ("ed25519", Self::Ed25519),
        ("ecdsa-p256-sha256", Self::EcdsaP256Sha256),
        ("secret", Self::Secret),
    ];

    /// Returns the algorithm with that name in the catalogue.
    pub fn of(name: &str) -> Option<Self> {
        named(&Self::ALL, name)
    }

    /// Returns the name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC-SHA1",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::HmacSha512 => "HMAC-SHA512",
            Self::Ed25519 => "Ed25519",
            Self::EcdsaP256Sha256 => "ECDSA-P256-SHA256",
            Self::Secret => "shared secret",
        }
    }

    /// Returns the module of the runtime.
    pub fn module(self) -> &'static str {
        match self {
            Self::HmacSha1 => "hmac_sha1",
            Self::HmacSha256 => "hmac_sha256",
            Self::HmacSha512 => "hmac_sha512",
            Self::Ed25519 => "ed25519",
            Self::EcdsaP256Sha256 => "ecdsa_p256",
            Self::Secret => "shared_secret",
        }
    }

    /// Returns the number of bytes of a code, unless it varies.
    pub fn bytes(self) -> Option<usize> {
        match self {
            Self::HmacSha1 => Some(20),
            Self::HmacSha256 => Some(32),
            Self::HmacSha512 | Self::Ed25519 => Some(64),
            Self::EcdsaP256Sha256 | Self::Secret => None,
        }
    }

    /// Returns true if receivers know only a public key, which verifies signatures and cannot create them.
    pub fn is_asymmetric(self) -> bool {
        matches!(self, Self::Ed25519 | Self::EcdsaP256Sha256)
    }
}

impl Scheme {
    /// Returns true if the address of the receiver is signed.
    pub fn signs_url(&self) -> bool {
        self.signed.contains(&Piece::Url)
    }

    /// Returns true if a time is signed.
    pub fn signs_time(&self) -> bool {
        self.signed.contains(&Piece::Part(Part::Time))
    }

    /// Returns true if the value of a header is signed as the id or the nonce.
    pub fn signs_header(&self, header: &str) -> bool {
        let signed = [(Part::Id, &self.id), (Part::Nonce, &self.nonce)];
        signed.into_iter().any(|(part, name)| {
            let is_it = name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(header));
            is_it && self.signed.contains(&Piece::Part(part))
        })
    }
}

impl Item {
    /// Returns the item as a template has it; `code` is the name of the placeholder of the code.
    fn written(&self, code: &str) -> String {
        let name = match self.placeholder {
            None => return self.before.clone(),
            Some(Placeholder::Code) => code.to_owned(),
            Some(Placeholder::Part(part)) => part.to_string(),
        };
        format!("{}{{{name}}}{}", self.before, self.after)
    }
}

impl HeaderNames {
    /// Returns the name of the header that a sender writes first.
    pub fn first(&self) -> String {
        match self {
            Self::Names(names) => names.first().cloned().unwrap_or_default(),
            Self::Numbered { before, after } => format!("{before}1{after}"),
        }
    }

    /// Returns true if a header of that name carries a signature.
    pub fn is(&self, name: &str) -> bool {
        match self {
            Self::Names(names) => names.iter().any(|known| known.eq_ignore_ascii_case(name)),
            Self::Numbered { before, after } => is_numbered(name.as_bytes(), before, after),
        }
    }
}
