//! The rule of an item that is added or changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::compare::generic::normal;
use crate::api::compare::rule::Rule;
use crate::api::item::{Fields, Form, Function, Generics, Item, Kind, Struct};

/// The types, traits, variants and modules of both APIs, to which other items belong.
pub(super) struct Parents<'a> {
    old: BTreeMap<&'a str, &'a Item>,
    new: BTreeMap<&'a str, &'a Item>,
}

impl<'a> Parents<'a> {
    pub(super) fn of(old: &'a [Item], new: &'a [Item]) -> Self {
        Self { old: parents(old), new: parents(new) }
    }

    /// Returns true if an item is removed together with another one that it belongs to.
    pub(super) fn removes(&self, item: &Item) -> bool {
        is_within(item, |path| self.old.contains_key(path) && !self.new.contains_key(path))
    }

    /// Returns true if an item is added together with another one that it belongs to.
    pub(super) fn adds(&self, item: &Item) -> bool {
        is_within(item, |path| self.new.contains_key(path) && !self.old.contains_key(path))
    }
}

fn parents(items: &[Item]) -> BTreeMap<&str, &Item> {
    let is_parent = |item: &&Item| {
        matches!(item.kind, Kind::Module | Kind::Struct(_) | Kind::Enum(_) | Kind::Variant(_) | Kind::Trait(_))
    };
    items.iter().filter(is_parent).map(|item| (item.path.as_str(), item)).collect()
}

/// Returns true if a condition holds for the owner of an item, or for the start of its path.
fn is_within(item: &Item, holds: impl Fn(&str) -> bool) -> bool {
    if *item.owner != *item.path && holds(&item.owner) {
        return true;
    }
    let is_path = !matches!(item.kind, Kind::Implementation(_));
    is_path && item.path.match_indices("::").any(|(at, _)| holds(&item.path[..at]))
}

/// Returns the rule of an added item.
pub(super) fn added(item: &Item, parents: &Parents<'_>) -> Rule {
    let parent = item.path.rsplit_once("::").and_then(|(path, _)| parents.old.get(path)).map(|parent| &parent.kind);
    match (&item.kind, parent) {
        (Kind::Field(_), Some(Kind::Struct(Struct { fields, .. }))) if !is_open(fields) => {
            Rule::StructAddPublicFieldWhenNoPrivate
        }
        (Kind::Field(_), Some(Kind::Variant(fields))) if !is_open(fields) => Rule::EnumFieldsNew,
        (Kind::Variant(_), Some(Kind::Enum(parent))) if !parent.is_non_exhaustive => Rule::EnumVariantNew,
        (Kind::Function(_) | Kind::Constant(_), Some(Kind::Struct(_) | Kind::Enum(_))) => Rule::ImplItemNew,
        (kind, Some(Kind::Trait(parent))) if !parent.is_sealed => match kind {
            Kind::Function(Function { has_default: true, .. }) | Kind::AssociatedType(_, true) => {
                Rule::TraitNewDefaultItem
            }
            Kind::Constant(constant) if constant.has_default => Rule::TraitNewDefaultItem,
            Kind::Implementation(_) | Kind::Reexport(_) => Rule::ItemNew,
            _ => Rule::TraitNewItemNoDefault,
        },
        _ => Rule::ItemNew,
    }
}

/// Returns true if programs cannot list all fields.
fn is_open(fields: &Fields) -> bool {
    fields.has_private || fields.is_non_exhaustive
}

/// Returns the costliest rule of a changed item, or `None` if it is the same.
pub(super) fn changed(old: &Item, new: &Item, parents: &Parents<'_>) -> Option<Rule> {
    if old.kind == new.kind && old.conditions == new.conditions && old.is_deprecated == new.is_deprecated {
        return None;
    }
    let mut rules = Vec::new();
    if old.conditions != new.conditions {
        let needs_fewer = new.conditions.is_subset(&old.conditions);
        rules.push(if needs_fewer { Rule::ItemNew } else { Rule::ItemRemove });
    }
    if old.is_deprecated != new.is_deprecated {
        rules.push(if new.is_deprecated { Rule::NewLints } else { Rule::LintRemove });
    }
    let (before, after) = (normal(&old.kind), normal(&new.kind));
    if before != after {
        let of_kind = of_kind(&before, &after);
        // A difference without a rule counts as a changed type, which needs a major version.
        let of_kind = if of_kind.is_empty() { vec![Rule::TypeChange] } else { of_kind };
        rules.extend(of_kind.into_iter().map(|rule| in_trait(rule, old, parents)));
    } else if old.kind != new.kind {
        rules.push(Rule::ParameterRename);
    }
    // Among rules with the same cost, the first is returned.
    rules.into_iter().rev().max_by_key(|rule| rule.cost())
}

/// Returns the rule for a trait's item, whose signature may not change at all.
fn in_trait(rule: Rule, item: &Item, parents: &Parents<'_>) -> Rule {
    let is_of_trait = *item.owner != *item.path
        && parents.old.get(&*item.owner).is_some_and(|owner| matches!(owner.kind, Kind::Trait(_)))
        && !matches!(item.kind, Kind::Implementation(_) | Kind::Reexport(_));
    match rule {
        Rule::DefaultAdd | Rule::DefaultRemove => rule,
        _ if is_of_trait => Rule::TraitItemSignature,
        rule => rule,
    }
}

/// Returns the rules of two forms that differ.
fn of_kind(old: &Kind, new: &Kind) -> Vec<Rule> {
    let mut rules = Vec::new();
    let is_generalized = matches!((old, new), (Kind::Function(old), Kind::Function(new))
        if old.generics.parameters.len() != new.generics.parameters.len());
    if let (Some(old), Some(new), false) = (old.generics(), new.generics(), is_generalized) {
        rules.extend(of_bounds(&old.bounds, &new.bounds));
    }
    match (old, new) {
        (Kind::Struct(old), Kind::Struct(new)) => {
            rules.extend(of_parameters(&old.generics, &new.generics, Rule::GenericNewDefault, Rule::TypeChange));
            rules.extend(of_fields(&old.fields, &new.fields, Rule::StructAddPublicFieldWhenNoPrivate));
        }
        (Kind::Enum(old), Kind::Enum(new)) => {
            rules.extend(of_parameters(&old.generics, &new.generics, Rule::GenericNewDefault, Rule::TypeChange));
            rules.extend(of_non_exhaustive(old.is_non_exhaustive, new.is_non_exhaustive));
        }
        (Kind::Variant(old), Kind::Variant(new)) => rules.extend(of_fields(old, new, Rule::EnumFieldsNew)),
        (Kind::Function(old), Kind::Function(new)) => rules.extend(of_function(old, new)),
        (Kind::Constant(old), Kind::Constant(new)) => {
            rules.extend((old.ty != new.ty).then_some(Rule::TypeChange));
            rules.extend(of_default(old.has_default, new.has_default));
        }
        (Kind::AssociatedType(old, was_default), Kind::AssociatedType(new, is_default)) => {
            rules.extend((old != new).then_some(Rule::TypeChange));
            rules.extend(of_default(*was_default, *is_default));
        }
        (Kind::Trait(old), Kind::Trait(new)) => {
            let (with, without) = (Rule::TraitNewParameterDefault, Rule::TraitNewParameterNoDefault);
            rules.extend(of_parameters(&old.generics, &new.generics, with, without));
            rules.extend((old.is_unsafe != new.is_unsafe).then_some(Rule::TypeChange));
            if !old.supertraits.is_subset(&new.supertraits) || (new.is_sealed && !old.is_sealed) {
                rules.push(Rule::TypeChange);
            } else if old.supertraits != new.supertraits {
                // No other package implements a sealed trait.
                rules.push(if old.is_sealed { Rule::ItemNew } else { Rule::GenericBoundsTighten });
            } else if old.is_sealed != new.is_sealed {
                rules.push(Rule::ItemNew);
            }
        }
        (Kind::Implementation(old), Kind::Implementation(new)) => {
            rules.extend((old.types != new.types).then_some(Rule::TypeChange));
        }
        _ => rules.push(Rule::TypeChange),
    }
    rules
}

fn of_bounds(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<Rule> {
    // `?Sized` removes a bound.
    let stricter = |from: &BTreeSet<String>, to: &BTreeSet<String>| {
        to.difference(from).any(|bound| !bound.contains(": ?"))
            || from.difference(to).any(|bound| bound.contains(": ?"))
    };
    match (stricter(old, new), stricter(new, old)) {
        (true, _) => Some(Rule::GenericBoundsTighten),
        (false, true) => Some(Rule::GenericBoundsLoosen),
        (false, false) => None,
    }
}

/// Compares parameters: additional ones with defaults give `with_default`, other differences `otherwise`.
fn of_parameters(old: &Generics, new: &Generics, with_default: Rule, otherwise: Rule) -> Option<Rule> {
    if old.parameters == new.parameters {
        return None;
    }
    let added = new.parameters.strip_prefix(old.parameters.as_slice());
    let has_defaults = added.is_some_and(|added| added.iter().all(|parameter| parameter.default.is_some()));
    Some(if has_defaults { with_default } else { otherwise })
}

fn of_fields(old: &Fields, new: &Fields, more: Rule) -> Vec<Rule> {
    let mut rules: Vec<Rule> = of_non_exhaustive_fields(old, new).into_iter().collect();
    match (&old.form, &new.form) {
        (Form::Tuple(before), Form::Tuple(after)) if before != after => {
            let is_longer = after.starts_with(before);
            rules.push(match (is_longer, is_open(old)) {
                (true, true) => Rule::ItemNew,
                (true, false) => more,
                (false, _) => Rule::TypeChange,
            });
        }
        (Form::Tuple(_), Form::Tuple(_)) | (Form::Named, Form::Named) | (Form::Unit, Form::Unit) => {}
        (Form::Named | Form::Tuple(_) | Form::Unit, _) => rules.push(Rule::TypeChange),
    }
    match (old.has_private, new.has_private) {
        (false, true) if !old.is_non_exhaustive => rules.push(Rule::StructAddPrivateFieldWhenPublic),
        (false, true) | (true, false) => rules.push(Rule::StructPrivateFieldsWithPrivate),
        (false, false) | (true, true) => {}
    }
    rules
}

/// Returns the rule for a changed `#[non_exhaustive]`. It changes nothing for programs if some fields are private.
fn of_non_exhaustive_fields(old: &Fields, new: &Fields) -> Option<Rule> {
    let rule = of_non_exhaustive(old.is_non_exhaustive, new.is_non_exhaustive)?;
    Some(if old.has_private && rule == Rule::AttrAddingNonExhaustive {
        Rule::StructPrivateFieldsWithPrivate
    } else {
        rule
    })
}

fn of_non_exhaustive(old: bool, new: bool) -> Option<Rule> {
    of_flag(old, new, Rule::AttrAddingNonExhaustive, Rule::NonExhaustiveRemove)
}

fn of_default(old: bool, new: bool) -> Option<Rule> {
    of_flag(old, new, Rule::DefaultAdd, Rule::DefaultRemove)
}

fn of_flag(old: bool, new: bool, set: Rule, unset: Rule) -> Option<Rule> {
    (old != new).then_some(if new { set } else { unset })
}

fn of_function(old: &Function, new: &Function) -> Vec<Rule> {
    let mut rules = Vec::new();
    let types = |it: &Function| it.parameters.iter().map(|(_, ty)| ty.clone()).collect::<Vec<_>>();
    if old.generics.parameters.len() != new.generics.parameters.len() {
        rules.push(Rule::FnGeneralizeMismatch);
    }
    if old.parameters.len() != new.parameters.len() || old.receiver.is_some() != new.receiver.is_some() {
        rules.push(Rule::FnChangeArity);
    } else if types(old) != types(new) || old.receiver != new.receiver {
        rules.push(Rule::TypeChange);
    }
    rules.extend((old.output != new.output).then_some(Rule::TypeChange));
    rules.extend(of_default(old.has_default, new.has_default));
    for qualifier in old.qualifiers.symmetric_difference(&new.qualifiers) {
        rules.push(match (qualifier.as_str(), new.qualifiers.contains(qualifier)) {
            ("const", true) => Rule::QualifierAdd,
            ("unsafe", false) => Rule::FnUnsafeSafe,
            _ => Rule::QualifierRemove,
        });
    }
    rules
}
