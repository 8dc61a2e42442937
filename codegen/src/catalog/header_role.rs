//! The roles of the headers that the catalogue names.

use codegen_runtime::receive::scheme::is_numbered;

use crate::catalog::data::SignatureWords;
use crate::catalog::place::Text;
use crate::source::diagnostic::Diagnostic;

/// The role of an id, which `[signature]` and `[delivery]` may both read.
pub(super) const ID: &str = "the id";

impl SignatureWords {
    /// Returns the headers of the signature, each with its role.
    pub(super) fn header_roles(&self) -> impl Iterator<Item = (&Text, &'static str)> {
        let time = self.time.as_ref().and_then(|time| time.header.as_ref());
        let parts = [(time, "the time"), (self.id.as_ref(), ID), (self.nonce.as_ref(), "the nonce")];
        let parts = parts.into_iter().filter_map(|(header, role)| Some((header?, role)));
        self.header.iter().map(|header| (header, "the signature")).chain(parts)
    }
}

/// Reports each header that already has another role.
pub(super) fn repeated<'a>(roles: impl Iterator<Item = (&'a Text, &'static str)>) -> Vec<Diagnostic> {
    let roles: Vec<_> = roles.collect();
    let repeated = roles.iter().enumerate().filter_map(|(index, (header, role))| {
        let is_other = |(known, other): &&(&Text, &str)| other != role && is_same(&known.value, &header.value);
        let (known, other) = roles[..index].iter().find(is_other)?;
        let finding =
            Diagnostic::error("header-with-two-roles", format!("the header `{}` has two roles", header.value))
                .labelled(header.place.clone(), *role)
                .related(known.place.clone(), *other)
                .help("use another header in one of the two lines");
        Some(finding)
    });
    repeated.collect()
}

/// Returns true if a name or a pattern with `{n}` is that of a header; header names ignore case [RFC 9110 §5.1].
fn is_same(known: &str, header: &str) -> bool {
    match known.split_once("{n}") {
        Some((before, after)) => is_numbered(header.as_bytes(), before, after),
        None => known.eq_ignore_ascii_case(header),
    }
}
