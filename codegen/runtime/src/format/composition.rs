//! Unicode's normalization form C for labels [Unicode Standard Annex 15].
//!
//! Only code points that a label may contain matter. Hangul syllables are units: their parts are not allowed.

use super::code_point;
use super::code_point_table::COMPOSITIONS;

/// Returns true if the allowed code points stay the same when decomposed and composed again.
pub(super) fn is_composed(label: &[char]) -> bool {
    let is_settled = |it: &char| combining_class(*it) == 0 && bases(*it).is_none();
    label.iter().all(is_settled) || compose(&decompose(label)) == label
}

/// Decomposes code points and sorts their marks.
fn decompose(label: &[char]) -> Vec<char> {
    let mut decomposed = Vec::with_capacity(label.len());
    for it in label {
        push_decomposed(&mut decomposed, *it);
    }
    for marks in decomposed.split_mut(|it| combining_class(*it) == 0) {
        marks.sort_by_key(|mark| combining_class(*mark));
    }
    decomposed
}

fn push_decomposed(decomposed: &mut Vec<char>, it: char) {
    let parts = COMPOSITIONS.iter().find_map(|(mark, bases)| {
        let base = pairs(bases).find_map(|(base, composed)| (composed == it).then_some(base));
        base.map(|base| (base, *mark))
    });
    match parts {
        None => decomposed.push(it),
        Some((base, mark)) => {
            push_decomposed(decomposed, base);
            decomposed.push(mark);
        }
    }
}

fn compose(decomposed: &[char]) -> Vec<char> {
    let mut composed: Vec<char> = Vec::with_capacity(decomposed.len());
    let mut base = None;
    for it in decomposed {
        let class = combining_class(*it);
        let with_base = base.and_then(|base: usize| {
            // Marks of a lower class in between do not block composition with the base.
            let is_near = composed[base + 1..].last().is_none_or(|between| combining_class(*between) < class);
            let joined = find(composed[base], *it).filter(|_| is_near)?;
            Some((base, joined))
        });
        if let Some((base, joined)) = with_base {
            composed[base] = joined;
            continue;
        }
        if class == 0 {
            base = Some(composed.len());
        }
        composed.push(*it);
    }
    composed
}

fn find(base: char, mark: char) -> Option<char> {
    pairs(bases(mark)?).find_map(|(known, composed)| (known == base).then_some(composed))
}

/// Returns the bases that compose with a mark. Each base precedes its composition.
fn bases(mark: char) -> Option<&'static str> {
    let at = COMPOSITIONS.binary_search_by_key(&mark, |(mark, _)| *mark).ok()?;
    Some(COMPOSITIONS[at].1)
}

fn pairs(bases: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let mut bases = bases.chars();
    std::iter::from_fn(move || Some((bases.next()?, bases.next()?)))
}

fn combining_class(it: char) -> u8 {
    code_point::find(it).map_or(0, |properties| properties.combining_class)
}
