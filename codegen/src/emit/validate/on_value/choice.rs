//! Applicators in place: `$ref`, `anyOf`, `oneOf`, `not`, `if`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::{Step, guard, violation};
use crate::emit::validate::on_value::clause::choice_macro;
use crate::plan::{Choice, Edge, InPlace, Tag, message};

impl Emitter<'_> {
    /// Emits statements on the variable `value`.
    pub(super) fn in_place(&mut self, check: &InPlace) -> TokenStream {
        match check {
            InPlace::All(edge) => self.apply(edge, &Step::Here),
            InPlace::Not(edge) => {
                let violation = violation(&quote!(at), &edge.trail, message::NOT);
                match self.accepts(edge.node) {
                    accepts if is(&accepts, "true") => violation,
                    accepts if is(&accepts, "false") => quote!(),
                    accepts => quote!(if #accepts { #violation }),
                }
            }
            InPlace::If { condition, then, otherwise } => {
                let condition = self.accepts(condition.node);
                let mut branch = |edge: &Option<_>| edge.as_ref().map(|edge| self.apply(edge, &Step::Here));
                match (branch(then).unwrap_or_default(), branch(otherwise).unwrap_or_default()) {
                    (then, _) if is(&condition, "true") => then,
                    (_, otherwise) if is(&condition, "false") => otherwise,
                    (then, otherwise) if then.is_empty() && otherwise.is_empty() => quote!(),
                    (then, otherwise) if otherwise.is_empty() => guard(&condition, &then),
                    (then, otherwise) if then.is_empty() => guard(&quote!(!(#condition)), &otherwise),
                    (then, otherwise) => quote!(if #condition { #then } else { #otherwise }),
                }
            }
            InPlace::Choice(choice) => self.choice(choice),
            InPlace::Unevaluated(unevaluated) => self.unevaluated(unevaluated),
            InPlace::Switch(_) => unreachable!("only a plan for verdicts has it"),
        }
    }

    fn choice(&mut self, choice: &Choice) -> TokenStream {
        let Some(tag) = &choice.tag else {
            let all: Vec<usize> = (0..choice.branches.len()).collect();
            return self.choose(choice, &all, message::NO_BRANCH);
        };
        self.by_tag(choice, tag)
    }

    /// Emits a selection of branches by tag.
    fn by_tag(&mut self, choice: &Choice, tag: &Tag) -> TokenStream {
        let (wire_name, none) = (&tag.wire_name, message::no_such_tag(&tag.wire_name));
        let mut groups: Vec<(&[usize], Vec<&str>)> = Vec::new();
        for (text, left) in &tag.cases {
            match groups.iter_mut().find(|(known, _)| *known == left.as_slice()) {
                Some((_, texts)) => texts.push(text),
                None => groups.push((left, vec![text])),
            }
        }
        let cases: Vec<TokenStream> = groups
            .iter()
            .map(|(left, texts)| {
                let statements = self.choose(choice, left, &none);
                quote!(Some(#(#texts)|*) => { #statements })
            })
            .collect();
        let other = self.choose(choice, &tag.other, &none);
        let absent = self.choose(choice, &tag.absent, &none);
        let no_object = self.choose(choice, &tag.no_object, message::NO_BRANCH);
        let tagged = if other.to_string() == absent.to_string() {
            quote!(match members.get(#wire_name).and_then(Instance::as_str) { #(#cases)* _ => { #other } })
        } else {
            quote! {
                match members.get(#wire_name) {
                    None => { #absent }
                    Some(tag) => match tag.as_str() { #(#cases)* _ => { #other } }
                }
            }
        };
        for path in ["value::instance::Instance", "value::instance::Kind", "value::instance::Members as _"] {
            self.module.import(path);
        }
        quote!(match value.kind() { Kind::Object(members) => { #tagged } _ => { #no_object } })
    }

    /// Emits a choice of some branches, if no other can accept the instance.
    fn choose(&mut self, choice: &Choice, left: &[usize], none: &str) -> TokenStream {
        let at = quote!(at);
        let branches: Vec<_> = left.iter().map(|index| &choice.branches[*index]).collect();
        match branches.as_slice() {
            [] => return violation(&at, &choice.trail, none),
            [only] => return self.apply(only, &Step::Here),
            _ => {}
        }
        if let Some(alternatives) = self.attempt(|emitter| emitter.alternatives(choice, &branches)) {
            return alternatives;
        }
        let mut accepts: Vec<TokenStream> = branches.iter().map(|branch| self.accepts(branch.node)).collect();
        accepts.retain(|accepts| !is(accepts, "false"));
        let no_branch = violation(&at, &choice.trail, message::NO_BRANCH);
        let details: Vec<TokenStream> = branches.iter().map(|branch| self.apply(branch, &Step::Here)).collect();
        let no_branch = quote!(#no_branch #(#details)*);
        if accepts.is_empty() {
            return no_branch;
        }
        if !choice.only_one && accepts.iter().any(|accepts| is(accepts, "true")) {
            return quote!();
        }
        if !choice.only_one {
            return quote!(if !(#(#accepts)||*) { #no_branch });
        }
        let many = violation(&at, &choice.trail, message::MANY_BRANCHES);
        quote! {
            match [#(#accepts),*].iter().filter(|accepted| **accepted).count() {
                0 => { #no_branch }
                1 => {}
                _ => { #many }
            }
        }
    }

    /// Emits a choice as the clauses of `any_of!` or `one_of!`, or `None` if a branch does not fit into them.
    fn alternatives(&mut self, choice: &Choice, branches: &[&Edge]) -> Option<TokenStream> {
        let clauses = self.branches(choice, branches)?;
        let keyword = &choice.trail.pointer;
        let called = self.called(choice_macro(choice));
        Some(quote!(#called! { value, at, #keyword; #(#clauses;)* }))
    }
}

fn is(tokens: &TokenStream, text: &str) -> bool {
    tokens.to_string() == text
}
