//! `unevaluatedProperties` and `unevaluatedItems`.

use crate::interpret::{At, Run, Token};
use crate::json::{Node, Value};
use crate::pattern;
use crate::pattern::matching::Pattern;
use crate::plan::evaluated::{Condition, Evaluated, Parts};
use crate::plan::{Edge, Unevaluated};

impl Run<'_> {
    pub(super) fn unevaluated(&mut self, asked: &Unevaluated, instance: &Node, at: &At<'_>) -> bool {
        match (asked.parts, &instance.value) {
            (Parts::Members, Value::Object(members)) => {
                let evaluated = self.evaluated(&asked.evaluated, instance);
                let is_evaluated = |name: &str| evaluated.iter().any(|evaluated| evaluated.has_member(name));
                let open = members.iter().filter(|member| !is_evaluated(&member.name));
                open.fold(true, |verdict, member| {
                    self.unless_done(verdict, &asked.edge, &member.node, at, Token::Member(&member.name))
                })
            }
            (Parts::Elements, Value::Array(elements)) => {
                let evaluated = self.evaluated(&asked.evaluated, instance);
                let is_evaluated = |run: &Self, index, element: &Node| {
                    let is_contained = |edge: &Edge| run.accepts(edge, element);
                    evaluated.iter().any(|evaluated| evaluated.has_element(index, is_contained))
                };
                let elements = elements.iter().enumerate();
                elements.fold(true, |verdict, (index, element)| {
                    if is_evaluated(self, index, element) {
                        return verdict;
                    }
                    self.unless_done(verdict, &asked.edge, element, at, Token::Element(index))
                })
            }
            (Parts::Members | Parts::Elements, _) => true,
        }
    }

    fn unless_done(&mut self, verdict: bool, edge: &Edge, part: &Node, at: &At<'_>, token: Token<'_>) -> bool {
        !self.is_done(verdict) && self.edge(edge, part, at, token) && verdict
    }

    /// Returns the sets whose conditions hold.
    fn evaluated<'e>(&self, evaluated: &'e Evaluated, instance: &Node) -> Vec<&'e Evaluated> {
        let mut found = vec![evaluated];
        let mut looked_at = 0;
        while let Some(evaluated) = found.get(looked_at) {
            let when = evaluated.when.iter();
            let branches = when.map(|when| {
                let holds = match &when.condition {
                    Condition::Accepts(edge) => self.accepts(edge, instance),
                    Condition::Has(name) => instance.get(name).is_some(),
                };
                if holds { &when.then } else { &when.otherwise }
            });
            let branches: Vec<&Evaluated> = branches.collect();
            found.extend(branches);
            looked_at += 1;
        }
        found
    }
}

impl Evaluated {
    /// Returns true if a member is in this set, regardless of its conditions.
    fn has_member(&self, name: &str) -> bool {
        let is_match = |regex: &Pattern| pattern::is_match(regex, name);
        self.all || self.names.iter().any(|known| known == name) || self.patterns.iter().any(is_match)
    }

    /// Returns true if an element is in this set, regardless of its conditions.
    fn has_element(&self, index: usize, is_contained: impl Fn(&Edge) -> bool) -> bool {
        self.all || index < self.first || self.contained.iter().any(is_contained)
    }
}
