//! The signing scheme as constants: `SCHEME`, the key's type, and the format of secrets.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::scheme::{
    Algorithm, Coding, Encoding, HeaderNames, Item, Part, Piece, Placeholder, Scheme, Unit, encoding_name,
};
use crate::catalog::{Catalog, Signature};
use crate::emit::layout;
use crate::emit::payload::ident;
use crate::keyword::leaf::integer;
use crate::render::fragment::Fragment;
use crate::render::{self, RustFile};

/// Emits the constants about signatures.
pub(super) fn emit(signature: &Signature) -> TokenStream {
    let scheme = &signature.scheme;
    let algorithm = scheme.algorithm.title();
    let module = ident(scheme.algorithm.module());
    let value = signature.words.facts().into_iter().find(|(key, ..)| *key == "value").map(|(_, value, _)| value);
    let header = header(&scheme.header);
    let items = scheme.items.iter().map(item);
    let signed = scheme.signed.iter().map(piece);
    let [separator, list] = [scheme.separator, scheme.list].map(|mark| match mark {
        Some(mark) => {
            let mark = proc_macro2::Literal::byte_character(mark);
            quote!(Some(#mark))
        }
        None => quote!(None),
    });
    let encoding = encoding(scheme.encoding);
    let bytes = optional(scheme.algorithm.bytes().map(proc_macro2::Literal::usize_unsuffixed));
    let [id, nonce] = [&scheme.id, &scheme.nonce].map(|header| optional(header.as_ref()));
    let time = time(scheme);
    quote! {
        /// The vendor's signing scheme.
        pub(crate) static SCHEME: Scheme = Scheme {
            algorithm: #algorithm,
            header: #header,
            value: #value,
            items: &[#(#items),*],
            separator: #separator,
            list: #list,
            encoding: #encoding,
            bytes: #bytes,
            signed: &[#(#signed),*],
            time: #time,
            id: #id,
            nonce: #nonce,
        };

        /// A prepared secret.
        pub(crate) type Key = crate::runtime::receive::#module::Key;
    }
}

/// Returns the imports of the constants.
pub(super) fn uses(scheme: &Scheme) -> BTreeSet<String> {
    let has_part = |part: &Piece| matches!(part, Piece::Part(_));
    let parts = scheme.signed.iter().any(has_part)
        || scheme.items.iter().any(|item| matches!(item.placeholder, Some(Placeholder::Part(_))));
    let names = [
        (true, "Header"),
        (true, "Placeholder"),
        (true, "Item"),
        (parts, "Part"),
        (!scheme.signed.is_empty(), "Piece"),
        (true, "Scheme"),
        (scheme.time.is_some(), "Time"),
        (scheme.time.is_some(), "Unit"),
    ];
    let used = names.into_iter().filter(|(is_used, _)| *is_used);
    let names = used.map(|(_, name)| format!("crate::runtime::receive::scheme::{name}"));
    names.chain(["crate::runtime::receive::mac_encoding::Encoding".to_owned()]).collect()
}

/// Emits the module of the runtime that knows the format of the vendor's secrets; `None` if it is the default.
pub(in crate::emit) fn vendor(catalog: &Catalog) -> Option<RustFile> {
    let scheme = &catalog.signature.as_ref()?.scheme;
    let key = &scheme.key;
    // Any bytes are a key of HMAC.
    let is_checked = scheme.algorithm.is_asymmetric() || scheme.algorithm == Algorithm::Secret;
    if !is_checked && key.coding == Coding::Text && key.before.is_empty() && key.after.is_empty() {
        return None;
    }
    let module = ident(scheme.algorithm.module());
    let (before, after) = (&key.before, &key.after);
    let (name, coding) = match key.coding {
        Coding::Text => ("text", quote!(Coding::Text)),
        Coding::Spki => ("spki-base64", quote!(Coding::Spki(super::#module::SPKI))),
        Coding::Encoded(of) => {
            let coding = encoding(of);
            (encoding_name(of), quote!(Coding::Encoded(#coding)))
        }
    };
    let written = format!("{before}{{{name}}}{after}");
    let is_key = if is_checked { quote!(super::#module::is_key) } else { quote!(is_any) };
    let encoding = matches!(key.coding, Coding::Encoded(_)).then(|| {
        quote!(
            use super::mac_encoding::Encoding;
        )
    });
    let is_public = scheme.algorithm.is_asymmetric();
    let any = (!is_checked).then(|| quote!(is_any,));
    let items = render::items(&quote! {
        use super::key_format::{#any Coding, KeyFormat};
        #encoding

        /// The format of the vendor's secrets.
        pub const KEY: KeyFormat =
            KeyFormat { before: #before, coding: #coding, after: #after, written: #written, is_key: #is_key };

        /// True if the secret of an endpoint is a public key.
        pub const IS_PUBLIC_KEY: bool = #is_public;
    });
    let docs = vec!["The facts about the vendor that hand-written code needs by name.".to_owned()];
    let fragment = Fragment { uses: BTreeSet::new(), items };
    Some(RustFile { docs, fragment, ..RustFile::new(layout::origin(crate::catalog::FILE_NAME)) })
}

fn header(names: &HeaderNames) -> TokenStream {
    match names {
        HeaderNames::Names(names) => quote!(Header::Names(&[#(#names),*])),
        HeaderNames::Numbered { before, after } => quote!(Header::Numbered { before: #before, after: #after }),
    }
}

fn item(item: &Item) -> TokenStream {
    let (before, after) = (&item.before, &item.after);
    let placeholder = optional(item.placeholder.map(|placeholder| match placeholder {
        Placeholder::Code => quote!(Placeholder::Code),
        Placeholder::Part(of) => {
            let of = part(of);
            quote!(Placeholder::Part(#of))
        }
    }));
    quote!(Item { before: #before, placeholder: #placeholder, after: #after })
}

fn piece(piece: &Piece) -> TokenStream {
    match piece {
        Piece::Text(text) => quote!(Piece::Text(#text)),
        Piece::Body => quote!(Piece::Body),
        Piece::Url => quote!(Piece::Url),
        Piece::Part(of) => {
            let of = part(*of);
            quote!(Piece::Part(#of))
        }
    }
}

fn part(part: Part) -> TokenStream {
    match part {
        Part::Time => quote!(Part::Time),
        Part::Id => quote!(Part::Id),
        Part::Nonce => quote!(Part::Nonce),
    }
}

fn time(scheme: &Scheme) -> TokenStream {
    optional(scheme.time.as_ref().map(|time| {
        let header = optional(time.header.as_ref());
        let unit = match time.unit {
            Unit::Seconds => quote!(Seconds),
            Unit::Milliseconds => quote!(Milliseconds),
            Unit::Rfc3339 => quote!(Rfc3339),
        };
        let tolerance = optional(time.tolerance.map(integer));
        quote!(Time { header: #header, unit: Unit::#unit, tolerance: #tolerance })
    }))
}

fn encoding(encoding: Encoding) -> TokenStream {
    match encoding {
        Encoding::Hex => quote!(Encoding::Hex),
        Encoding::Base64 => quote!(Encoding::Base64),
    }
}

fn optional(value: Option<impl quote::ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
