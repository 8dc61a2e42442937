//! The outcome of a delivery, and the instance that shows it.

use codegen_runtime::validate::drift::DriftKind;

use crate::json::Node;
use crate::source::location::Pointer;

/// The outcome of a delivery for the receiver of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is decoded, and nothing is reported.
    Handled,
    /// It is decoded, with these differences from the documentation.
    Drift(Vec<Difference>),
    /// It is refused with an error.
    Fails(Failure),
}

/// A difference that does not prevent the delivery.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The kind of difference.
    pub kind: DriftKind,
    /// The place in the body.
    pub instance: Pointer,
    /// The violated keyword in the documented schema; empty for an undocumented event.
    pub keyword_location: String,
}

/// The error of a refused delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The code of the receiver's error: `payload-schema`.
    pub code: &'static str,
    /// The place in the body.
    pub instance: Pointer,
    /// The violated keyword in the documented schema; empty if there is none.
    pub keyword_location: String,
    /// The expectation, without any value of the instance: ``the member `orderId` is missing``.
    pub message: String,
}

impl Outcome {
    /// Returns the outcome of a part of the body with its places in the body; `at` is that of the part.
    pub(super) fn below(mut self, at: &Pointer) -> Self {
        let move_down = |place: &mut Pointer| {
            if let Some(moved) = Pointer::parse(&format!("{at}{place}")) {
                *place = moved;
            }
        };
        match &mut self {
            Self::Handled => {}
            Self::Drift(differences) => differences.iter_mut().for_each(|it| move_down(&mut it.instance)),
            Self::Fails(failure) => move_down(&mut failure.instance),
        }
        self
    }

    /// Returns 0 for a delivery that is handled, 1 for drift, 2 for a failure.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Handled => 0,
            Self::Drift(_) => 1,
            Self::Fails(_) => 2,
        }
    }
}

/// A delivery of the new edition that shows what a receiver of the old one does.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The name of the documented schema: `ticket.sold`, or `envelope`.
    pub wire_name: String,
    /// The instance of that schema: the payload of an event, or the body if the change is in the envelope.
    pub instance: Node,
    /// The whole body.
    pub body: Node,
    /// The place of the instance in the body.
    pub at: Pointer,
    /// The outcome for the receiver of the old edition, as far as the change causes it. Its places are in the body.
    pub outcome: Outcome,
    /// True if other changes cause a worse outcome of the same instance.
    pub is_hypothetical: bool,
}

/// The effect of a change on receivers of the old contract when the new producer sends.
#[derive(Clone, Debug)]
pub enum Wire {
    /// Every delivery is decoded as before.
    Ok {
        /// The reason, in words.
        proof: String,
    },
    /// Every delivery is decoded, some as drift or as an undocumented event.
    Degrades {
        /// A delivery with drift.
        witness: Box<Witness>,
    },
    /// Some deliveries are refused.
    Fails {
        /// A delivery that fails.
        witness: Box<Witness>,
    },
    /// Neither a proof nor an instance was found.
    Unclassified {
        /// The reason, in words: what could not be proven, and where.
        reason: String,
    },
}

impl Wire {
    /// Returns `ok`, `degrades`, `fails` or `unclassified`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ok { .. } => "ok",
            Self::Degrades { .. } => "degrades",
            Self::Fails { .. } => "fails",
            Self::Unclassified { .. } => "unclassified",
        }
    }

    /// Returns the delivery that shows the effect, if there is one.
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Self::Degrades { witness } | Self::Fails { witness } => Some(witness),
            Self::Ok { .. } | Self::Unclassified { .. } => None,
        }
    }
}
