//! Edits of a contract, as catalogues: the rows of the checklist on the fixture `orders`.

pub mod edit;
pub mod rows;
