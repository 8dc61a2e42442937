//! Verdicts for receivers of an old contract: the rows of changes, at every place, and random edits of real schemas.

mod again;
mod alone;
mod alternatives;
mod drift;
mod edits;
mod elsewhere;
mod found;
mod keywords;
mod limits;
mod names;
mod new_union;
mod place;
mod roles;
mod routed;
mod rows;
mod rules;
mod sites;
mod stress;
