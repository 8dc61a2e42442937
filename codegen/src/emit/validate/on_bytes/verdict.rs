//! The bodies of readers.

use proc_macro2::TokenStream;

use crate::emit::validate::block::Block;

/// The body of a function, or of an arm.
#[derive(Clone)]
pub(super) struct Verdict {
    pub(super) block: Block,
    /// The same as a single call.
    pub(super) call: Option<TokenStream>,
}

impl Verdict {
    pub(super) fn call(call: TokenStream) -> Self {
        Self { block: Block::value(call.clone()), call: Some(call) }
    }
}

impl From<Block> for Verdict {
    fn from(block: Block) -> Self {
        Self { block, call: None }
    }
}
