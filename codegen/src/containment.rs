//! Containment of schemas: a proof that every instance of one schema is valid under another.
//!
//! A proof is a derivation over the plans of both schemas, in which `allOf` and references are merged already. A claim is about one value:
//! *if these nodes accept it and those do not, that node accepts it*. A claim is reduced to claims about the same value (branches,
//! conditions), to claims about its parts (members, elements), to comparisons of leaf keywords, or to a run of the interpreter if the value
//! is one of finitely many. A claim about a part may use every claim that is being proven, because a part is smaller than the whole: so
//! recursive schemas have proofs.
//!
//! `Proven` is a proof; `Open` only says that none was found.

mod array;
mod claim;
mod close;
mod goal;
mod in_place;
mod joint;
mod object;
mod prover;
mod scalar;
mod shape;
mod site;
mod split;

use crate::model::{Model, SchemaId};
use crate::plan::{self, NodeId, Plan};
use crate::source::location::Place;

pub use claim::{Gap, Step};
pub(crate) use close::node_of;
pub use joint::Joint;
use prover::Prover;
pub(crate) use scalar::language;

/// The result of a search for a proof.
#[derive(Clone, Debug)]
pub enum Containment {
    /// Every instance of the new schema is valid under the old one.
    Proven,
    /// No proof was found. The places are those at which the search ended, the most general first.
    Open(Vec<OpenPlace>),
}

/// A place at which no proof was found.
#[derive(Clone, Debug)]
pub struct OpenPlace {
    /// The schema of the new model whose instances are in question, if one schema alone describes them.
    pub new: Option<Place>,
    /// The keyword of the old model that may reject them.
    pub old: Place,
}

/// Proves that every instance of the new schema is valid under the old one.
pub fn contained(new: (&Model, SchemaId), old: (&Model, SchemaId)) -> Containment {
    crate::deep::with_stack(|| {
        let (of_new, of_old) = (plan::plan_of(new.0, vec![new.1]), plan::plan_of(old.0, vec![old.1]));
        let mut joint = Joint::new((&of_new, of_new.entries[&new.1]), (&of_old, of_old.entries[&old.1]));
        joint.align(new.0, old.0);
        match prove_joint(&mut joint) {
            Ok(()) => Containment::Proven,
            Err(gaps) => {
                let place = |gap: &Gap| OpenPlace {
                    new: gap.new.map(|schema| new.0.schema(schema).place.clone()),
                    old: old.0.keyword_place(gap.old, &gap.keyword_location),
                };
                Containment::Open(gaps.iter().filter(|gap| gap.is_old).map(place).collect())
            }
        }
    })
}

/// Proves the same for nodes of two plans.
///
/// # Errors
///
/// The gaps of the proof.
pub fn prove(new: (&Plan, NodeId), old: (&Plan, NodeId)) -> Result<(), Vec<Gap>> {
    prove_joint(&mut Joint::new(new, old))
}

/// Proves that the old node of a joint plan accepts every instance of the new one.
///
/// # Errors
///
/// The gaps of the proof.
pub fn prove_joint(joint: &mut Joint) -> Result<(), Vec<Gap>> {
    let (new, old) = (joint.new, joint.old);
    Prover::new(joint).prove(new, old)
}
