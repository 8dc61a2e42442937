//! Hashes with a secret key, so that nobody can choose texts or values that collide.
//!
//! The words of a text are the coefficients of a polynomial, which is evaluated at a secret point modulo a prime: two texts of at most `n`
//! words agree for at most `n + 1` of 2<sup>61</sup> points [Carter and Wegman 1979].

use std::collections::hash_map::{Entry, RandomState};
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::exact::Exact;

/// The prime 2<sup>61</sup> − 1.
const PRIME: u64 = (1 << 61) - 1;

/// The bytes of a word, which is less than the prime.
const WORD: usize = 7;

/// The secret key of this process.
#[derive(Debug)]
pub struct Key {
    /// The point of the polynomial, modulo the prime.
    point: u64,
    /// An odd factor.
    factor: u64,
}

impl Key {
    /// Returns the key.
    #[inline]
    pub fn get() -> &'static Self {
        static KEY: OnceLock<Key> = OnceLock::new();
        KEY.get_or_init(|| {
            let random = RandomState::new();
            Self { point: random.hash_one(0) % PRIME, factor: random.hash_one(1) | 1 }
        })
    }

    /// Hashes a text.
    #[inline]
    pub fn text(&self, text: &[u8]) -> u64 {
        // The first coefficient is one, so that words of zeros count.
        let (mut sum, mut rest) = (1, text);
        while let Some(word) = rest.first_chunk::<8>() {
            sum = self.step(sum, u64::from_le_bytes(*word) & ((1 << (8 * WORD)) - 1));
            rest = rest.get(WORD..).unwrap_or_default();
        }
        scatter(self.step(sum, up_to_seven(rest)) % PRIME)
    }

    /// Hashes a pair of hashes.
    #[inline]
    pub fn pair(&self, first: u64, second: u64) -> u64 {
        scatter(first.wrapping_mul(self.factor).wrapping_add(second))
    }

    /// Hashes `digits` / 10<sup>`scale`</sup> in lowest terms, both of less than 19 digits.
    #[inline]
    pub fn scaled(&self, digits: i64, scale: u32) -> u64 {
        self.pair(4 + u64::from(digits < 0) + 8 * u64::from(scale), digits.unsigned_abs())
    }

    /// Hashes a number: equal numbers of any spelling have equal hashes.
    pub fn number(&self, number: &Exact<'_>) -> u64 {
        if let Some((digits, scale)) = number.to_scaled() {
            return self.scaled(digits, scale);
        }
        let mut sum = 1;
        number.canonical_parts(|part| sum = self.step(sum, u64::from(part)));
        self.pair(6, scatter(sum % PRIME))
    }

    /// Hashes `null`.
    #[inline]
    pub fn null(&self) -> u64 {
        self.pair(1, 0)
    }

    /// Hashes a boolean.
    #[inline]
    pub fn boolean(&self, value: bool) -> u64 {
        self.pair(2, u64::from(value))
    }

    /// Returns the hash of an empty array, which is paired with that of each element in turn.
    #[inline]
    pub fn array(&self) -> u64 {
        self.pair(3, 0)
    }

    /// Returns the hash of an empty object. The hash of each member, the pair of its name and its value, is added to it in any order.
    #[inline]
    pub fn object(&self) -> u64 {
        self.pair(3, 1)
    }

    /// Computes `(sum + word) × point`, reduced to less than 2<sup>62</sup>.
    #[inline]
    fn step(&self, sum: u64, word: u64) -> u64 {
        let product = u128::from(sum + word) * u128::from(self.point);
        #[allow(clippy::cast_possible_truncation)] // the product is less than 2¹²³
        let (low, high) = (product as u64 & PRIME, (product >> 61) as u64);
        let reduced = low + high;
        (reduced & PRIME) + (reduced >> 61)
    }
}

/// Spreads the differences of hashes over all bits; a bijection.
#[inline]
fn scatter(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// Returns the last bytes of a text and their number in one word.
#[inline]
fn up_to_seven(bytes: &[u8]) -> u64 {
    let word = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4))
        }
        _ => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    word | (bytes.len() as u64) << (8 * WORD)
}

/// The items of a set by their keyed hashes.
#[derive(Debug, Default)]
pub struct KeyedSet {
    by_hash: HashMap<u64, usize, BuildHasherDefault<Hashed>>,
    /// Items whose hash an earlier item has: almost always empty.
    others: Vec<usize>,
}

impl KeyedSet {
    /// Creates a set with room for some items.
    pub fn with_capacity(items: usize) -> Self {
        Self { by_hash: HashMap::with_capacity_and_hasher(items, BuildHasherDefault::default()), others: Vec::new() }
    }

    /// Adds an item, unless it equals another one, which is returned.
    #[inline]
    pub fn insert(&mut self, hash: u64, item: usize, is_equal: impl Fn(usize) -> bool) -> Option<usize> {
        match self.by_hash.entry(hash) {
            Entry::Vacant(entry) => {
                entry.insert(item);
                None
            }
            Entry::Occupied(entry) => {
                let found = std::iter::once(*entry.get()).chain(self.others.iter().copied()).find(|it| is_equal(*it));
                if found.is_none() {
                    self.others.push(item);
                }
                found
            }
        }
    }
}

/// Takes a hash as it is.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
