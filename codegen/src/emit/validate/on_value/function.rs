//! The function of a node: a dispatch by JSON type, then applicators in place.

use proc_macro2::{Literal as Number, TokenStream};
use quote::quote;

use crate::emit::macros::{CHECK, OBJECT};
use crate::emit::validate::functions::{Layout, is_used, place};
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::{join, violation, wrong_type};
use crate::emit::validate::on_value::clause::is_readable;
use crate::keyword::leaf::WALK;
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Literal, message};

/// The types that validators distinguish, each with the name of the variable for its content.
const KINDS: [(TypeSet, &str, &str); 6] = [
    (TypeSet::OBJECT, "Object", "members"),
    (TypeSet::ARRAY, "Array", "elements"),
    (TypeSet::STRING, "String", "text"),
    (TypeSet::NUMBER, "Number", "number"),
    (TypeSet::BOOLEAN, "Boolean", "flag"),
    (TypeSet::NULL, "Null", ""),
];

/// The checks of an instance of one type.
struct Arm {
    variant: &'static str,
    variable: &'static str,
    body: TokenStream,
    /// True if the body uses the content, not only `value`.
    uses_content: bool,
}

impl Emitter<'_> {
    /// Emits the function of the node.
    pub(super) fn function(&mut self) -> TokenStream {
        let plan = self.functions.plan;
        let node = plan.node(self.node);
        let ident = self.functions.layout.ident(self.node);
        let place = place(self.functions.model, plan, self.node);
        let visibility = Layout::visibility(self.functions.entries.contains(&self.node));
        let memo = self.functions.repeated.get(&self.node).map(|number| Number::u32_unsuffixed(*number));
        if let Some(rows) = self.whole(&node.checks) {
            let memo = memo.map(|number| quote!([memo #number]));
            let called = self.called(OBJECT);
            return quote!(#called! { #[doc = #place] #visibility fn #ident #memo #rows });
        }
        if let Some(clause) = self.attempt(|emitter| emitter.compound(&node.checks).filter(is_readable)) {
            let memo = memo.map(|number| quote!([memo #number]));
            let called = self.called(CHECK);
            return quote!(#called! { #[doc = #place] #visibility fn #ident #memo => #clause; });
        }
        let body = self.body(&node.checks);
        let body = match memo {
            Some(number) => quote!(at.memoize(#number, value, |at| { #body Ok(()) })),
            None => quote!(#body Ok(())),
        };
        let (value, at) = (is_used(&body, "value"), is_used(&body, "at"));
        let value = if value { quote!(value) } else { quote!(_) };
        let at = if at { quote!(at) } else { quote!(_) };
        quote! {
            #[doc = #place]
            #visibility fn #ident<R: Report>(#value: &R::Instance, #at: R) -> Result<(), Stop> {
                #body
            }
        }
    }

    fn body(&mut self, checks: &Checks) -> TokenStream {
        let at = quote!(at);
        let never = checks.never.iter().map(|trail| {
            let (at, keywords) = join(&at, trail);
            quote!(#at.never(#keywords)?;)
        });
        let never = quote!(#(#never)*);
        let arms: Vec<Arm> = KINDS.iter().map(|kind| self.arm(checks, *kind)).collect();
        let dispatch = dispatch(&arms, checks.in_place.is_empty());
        if is_used(&dispatch, "Kind") {
            self.module.import("value::instance::Instance");
            self.module.import("value::instance::Kind");
        }
        let in_place: Vec<TokenStream> = checks.in_place.iter().map(|check| self.in_place(check)).collect();
        quote!(#never #dispatch #(#in_place)*)
    }

    fn arm(&mut self, checks: &Checks, (kind, variant, variable): (TypeSet, &'static str, &'static str)) -> Arm {
        let mut statements = Vec::new();
        let mut uses_content = false;
        for check in &checks.types {
            let allowed = check.asks.intersection(kind);
            let wrong_type = wrong_type(&quote!(at), &check.trail, check.asks);
            if allowed.is_empty() {
                statements.push(wrong_type);
            } else if allowed != kind {
                self.module.import("value::instance::Number");
                statements.push(quote!(if !number.is_integer() { #wrong_type }));
                uses_content = true;
            }
        }
        for check in &checks.values {
            let violation = violation(&quote!(at), &check.trail, &message::values(&check.asks));
            let own: Vec<&Literal> = check.asks.iter().filter(|literal| literal.types() == kind).collect();
            match self.differs(&own) {
                None => statements.push(violation),
                Some(condition) if condition.is_empty() => {}
                Some(condition) => {
                    statements.push(quote!(if #condition { #violation }));
                    uses_content |= !matches!(variant, "Array" | "Object");
                }
            }
        }
        let parts = match variant {
            "Object" => self.object(&checks.object),
            "Array" => self.array(&checks.array),
            _ => quote!(),
        };
        let content = quote::format_ident!("{}", if variable.is_empty() { "_" } else { variable });
        let (content, at) = (quote!(#content), quote!(at));
        let (early, late): (Vec<_>, Vec<_>) = checks.leaves_for(kind).partition(|check| check.asks.cost() < WALK);
        let early = self.leaves(early.into_iter(), &content, &at);
        let late = self.leaves(late.into_iter(), &content, &at);
        let own = quote!(#early #parts #late);
        if variant == "Object" && !own.is_empty() {
            self.module.import("value::instance::Members as _");
        }
        uses_content |= !own.is_empty();
        Arm { variant, variable, body: quote!(#(#statements)* #own), uses_content }
    }
}

/// Emits the dispatch by type in its shortest form.
fn dispatch(arms: &[Arm], is_last: bool) -> TokenStream {
    let (with_content, without): (Vec<&Arm>, Vec<&Arm>) = arms.iter().partition(|arm| arm.uses_content);
    // The most common body among the others is that of `_`.
    let same = |body: &TokenStream| without.iter().filter(|arm| arm.body.to_string() == body.to_string()).count();
    let rest = without.iter().max_by_key(|arm| same(&arm.body)).map(|arm| arm.body.clone()).unwrap_or_default();
    let others: Vec<&&Arm> = without.iter().filter(|arm| arm.body.to_string() != rest.to_string()).collect();
    if with_content.is_empty() && others.is_empty() {
        return rest;
    }
    if let ([arm], []) = (with_content.as_slice(), others.as_slice()) {
        let pattern = arm.pattern();
        let body = &arm.body;
        if rest.is_empty() {
            return quote!(if let #pattern = value.kind() { #body });
        }
        if is_last {
            let stop = returning(&rest);
            return quote!(let #pattern = value.kind() else { #stop }; #body);
        }
    }
    let arms = with_content.iter().chain(others.iter().copied()).map(|arm| {
        let (pattern, body) = (arm.pattern(), &arm.body);
        quote!(#pattern => { #body })
    });
    let rest = (with_content.len() + others.len() < KINDS.len()).then(|| quote!(_ => { #rest }));
    quote!(match value.kind() { #(#arms)* #rest })
}

impl Arm {
    fn pattern(&self) -> TokenStream {
        let variant = quote::format_ident!("{}", self.variant);
        match (self.variable, self.uses_content) {
            ("", _) => quote!(Kind::#variant),
            (_, false) => quote!(Kind::#variant(_)),
            (variable, true) => {
                let variable = quote::format_ident!("{variable}");
                quote!(Kind::#variant(#variable))
            }
        }
    }
}

/// Turns statements that end in `?;` into a block that returns.
fn returning(statements: &TokenStream) -> TokenStream {
    let tokens: Vec<_> = statements.clone().into_iter().collect();
    let count = |text: &str| tokens.iter().filter(|token| token.to_string() == text).count();
    // A single statement returns its own result.
    if count(";") == 1 && count("?") == 1 && tokens.len() > 2 {
        let call: TokenStream = tokens[..tokens.len() - 2].iter().cloned().collect();
        return quote!(return #call;);
    }
    quote!(#statements return Ok(());)
}
