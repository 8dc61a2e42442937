//! Handshakes: their constants, and their answer before a body is decoded.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::catalog::{AnswerForm, AnswerPiece, Handshake};
use crate::emit::receiver::path;
use crate::emit::receiver::subject::Subject;

/// Emits the constants.
pub(super) fn constants(subject: &Subject<'_>) -> Option<TokenStream> {
    let handshakes = &subject.catalog.handshakes;
    let (count, all) = (Literal::usize_unsuffixed(handshakes.len()), handshakes.iter().map(constant));
    (!handshakes.is_empty()).then(|| {
        quote! {
            /// The requests that deliver nothing, each with its answer.
            static HANDSHAKES: [Handshake; #count] = [#(#all),*];
        }
    })
}

fn constant(handshake: &Handshake) -> TokenStream {
    let when = path::emit(&handshake.when);
    let equals = match handshake.equals.as_str() {
        Some(text) => quote!(Equals::Text(#text)),
        None => {
            let json = handshake.equals.to_string();
            quote!(Equals::Json(#json))
        }
    };
    let status = Literal::u16_unsuffixed(handshake.status);
    let answer = handshake.answer.iter().map(|piece| match piece {
        AnswerPiece::Literal(text) => quote!(AnswerPiece::Literal(#text)),
        AnswerPiece::Member(member) => {
            let member = path::emit(member);
            quote!(AnswerPiece::Member(#member))
        }
        AnswerPiece::Code(member) => {
            let member = path::emit(member);
            quote!(AnswerPiece::Code(#member))
        }
    });
    let form = match handshake.form {
        AnswerForm::Json => quote!(AnswerForm::Json),
        AnswerForm::Text => quote!(AnswerForm::Text),
    };
    quote!(Handshake { when: #when, equals: #equals, status: #status, form: #form, answer: &[#(#answer),*] })
}

/// Returns true if an answer has a code.
fn signs(subject: &Subject<'_>) -> bool {
    let mut pieces = subject.catalog.handshakes.iter().flat_map(|handshake| &handshake.answer);
    pieces.any(|piece| matches!(piece, AnswerPiece::Code(_)))
}

/// Emits the answer, for a verified request. The only delivery of a batch may be a handshake too.
pub(super) fn answered(subject: &Subject<'_>) -> Option<TokenStream> {
    let sign = if signs(subject) {
        quote!(|text| self.settings.verifier.keys[secret_index].sign(SCHEME.encoding, &[text]))
    } else {
        quote!(|_| String::new())
    };
    let answer = |body| quote!(handshake::answer(&HANDSHAKES, #body, #sign));
    let whole = answer(quote!(self.body));
    let answer = if subject.is_batch() {
        let only = answer(quote!(only));
        quote! {
            #whole.or_else(|| {
                let only = batch::only(self.body, found.as_deref().unwrap_or_default())?;
                #only
            })
        }
    } else {
        whole
    };
    (!subject.catalog.handshakes.is_empty()).then(|| {
        quote! {
            if let Some(refusal) = #answer {
                let malformed = refusal.handshake().is_none();
                if malformed {
                    trace::refused(&refusal, None, &[]);
                }
                let unread = || RefusedDelivery::unread(secret_index);
                return Err(ReceiveError::new(refusal, malformed.then(unread)));
            }
        }
    })
}

/// Returns the imports of both.
pub(super) fn uses(subject: &Subject<'_>) -> Vec<&'static str> {
    if subject.catalog.handshakes.is_empty() {
        return Vec::new();
    }
    let mut uses = vec![
        "crate::runtime::receive::handshake",
        "crate::runtime::receive::handshake::AnswerForm",
        "crate::runtime::receive::handshake::Equals",
        "crate::runtime::receive::handshake::Handshake",
        "crate::runtime::receive::member_path::MemberPath",
    ];
    if subject.catalog.handshakes.iter().any(|handshake| !handshake.answer.is_empty()) {
        uses.push("crate::runtime::receive::handshake::AnswerPiece");
    }
    if signs(subject) {
        uses.push("crate::runtime::receive::algorithm::Sign");
    }
    uses
}
