//! The path of a member as a constant.

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::BodyMember;

/// Emits the path.
pub(super) fn emit(member: &BodyMember) -> TokenStream {
    let (pointer, names) = (member.pointer.as_str(), member.names());
    quote!(MemberPath { pointer: #pointer, names: &[#(#names),*] })
}
