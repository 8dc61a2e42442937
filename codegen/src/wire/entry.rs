//! A schema with the plan that judges its instances.

use crate::interpret::{self, Finding};
use crate::json::Node;
use crate::model::{Model, SchemaId};
use crate::plan::{self, NodeId, Plan};

/// A schema with its plan.
pub(super) struct Entry {
    pub(super) plan: Plan,
    pub(super) node: NodeId,
}

impl Entry {
    pub(super) fn new(model: &Model, schema: SchemaId) -> Self {
        let plan = plan::plan_of(model, vec![schema]);
        let node = plan.entries[&schema];
        Self { plan, node }
    }

    pub(super) fn pair(&self) -> (&Plan, NodeId) {
        (&self.plan, self.node)
    }

    pub(super) fn accepts(&self, instance: &Node) -> bool {
        interpret::is_valid(&self.plan, self.node, instance)
    }

    pub(super) fn findings(&self, instance: &Node) -> Vec<Finding> {
        interpret::validate(&self.plan, self.node, instance)
    }
}
