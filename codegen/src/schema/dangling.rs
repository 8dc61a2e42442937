//! References that lead to no document, with a suggestion.

use percent_encoding::percent_decode_str;

use crate::source::diagnostic::listed;
use crate::source::nearest::nearest;
use crate::source::uri::{encode_path, relative};

/// The reason why a reference dangles.
#[derive(Clone, Debug)]
pub struct Unresolved {
    /// The message.
    pub message: String,
    /// A suggestion.
    pub help: String,
}

/// The scheme of retrieval URIs, before a path.
const FILE: &str = "file:///";

/// Reports a reference to a document that does not exist. `from` is the retrieval URI of the referring document, and `known` are those of all
/// documents. Paths are written as that document would refer to them, because the documents may have been copied to another folder. `has`
/// tells whether the document with a retrieval URI has a fragment: only such a document is suggested.
pub(super) fn no_document<'k>(
    reference: &str,
    uri: &str,
    from: &str,
    known: impl Iterator<Item = &'k str>,
    has: impl Fn(&str, &str) -> bool,
) -> Unresolved {
    let (written, fragment) = reference.split_once('#').map_or((reference, None), |(path, of)| (path, Some(of)));
    let message = match uri.strip_prefix(FILE) {
        Some(_) => format!("there is no file `{}`", decoded(written)),
        None => format!("no document has the URI <{uri}>"),
    };
    let from = decoded(from.strip_prefix(FILE).unwrap_or_default());
    let folder = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    let paths = known.filter_map(|uri| Some(decoded(uri.strip_prefix(FILE)?)));
    // Other folders have files of other origin, such as those of events beside those of a vendor.
    let mut paths: Vec<String> =
        paths.filter(|path| folder(&from).is_none() || folder(path) == folder(&from)).collect();
    paths.sort_unstable();
    let wanted = uri.strip_prefix(FILE).map_or_else(|| uri.to_owned(), decoded);
    let retrieval = |path: &str| format!("{FILE}{}", encode_path(path));
    let has = |path: &str| has(&retrieval(path), &decoded(fragment.unwrap_or_default()));
    let others: Vec<String> = paths.iter().filter(|path| **path != from).cloned().collect();
    if let Some(meant) = meant(&wanted, &others).filter(|path| has(path)) {
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        let reference = encode_path(&relative(&from, meant));
        return Unresolved { message, help: format!("did you mean `{reference}{fragment}`?") };
    }
    let beside: Vec<String> = paths.iter().map(|path| relative(&from, path)).collect();
    let known = listed(beside.iter().map(String::as_str));
    let help = match known.as_str() {
        "" => "references are never fetched; add the document to the folder".to_owned(),
        known => format!("references are never fetched; the known documents are {known}"),
    };
    Unresolved { message, help }
}

/// Returns the file that may be meant: one of a similar name in the same folder, or one of the same name in another folder.
fn meant<'p>(wanted: &str, paths: &'p [String]) -> Option<&'p str> {
    let (folder, name) = split(wanted);
    let in_folder: Vec<&String> = paths.iter().filter(|path| split(path).0 == folder).collect();
    let similar = nearest(stem(name), in_folder.iter().map(|path| stem(split(path).1)));
    let similar = similar.and_then(|similar| in_folder.iter().find(|path| stem(split(path).1) == similar));
    let same = || paths.iter().find(|path| stem(split(path).1).eq_ignore_ascii_case(stem(name)));
    similar.copied().or_else(same).map(String::as_str)
}

/// Returns the folder, with a slash at its end, and the name of a file.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

/// Returns the name of a file without the extensions of schemas.
fn stem(name: &str) -> &str {
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    name.strip_suffix(".schema").unwrap_or(name)
}

fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_referring_one() {
        let files = [
            "events/order.paid.schema.json",
            "components/order.paid.schema.json",
            "components/shared/money.json",
            "components/shared/time.schema.json",
            "components/shared/a b.json",
        ];
        let uris = files.map(|path| format!("file:///{}", crate::source::uri::encode_path(path)));
        for (from, reference, message, help) in [
            (
                "components/order.paid.schema.json",
                "shared/moeny.json",
                "there is no file `shared/moeny.json`",
                "did you mean `shared/money.json`?",
            ),
            (
                "components/order.paid.schema.json",
                "shared/moeny.json#/$defs/A",
                "there is no file `shared/moeny.json`",
                "did you mean `shared/money.json#/$defs/A`?",
            ),
            (
                "components/order.paid.schema.json",
                "money.json",
                "there is no file `money.json`",
                "did you mean `shared/money.json`?",
            ),
            (
                "components/order.paid.schema.json",
                "shared/time.json",
                "there is no file `shared/time.json`",
                "did you mean `shared/time.schema.json`?",
            ),
            (
                "components/shared/money.json",
                "order.paid.json",
                "there is no file `order.paid.json`",
                "did you mean `../order.paid.schema.json`?",
            ),
            ("components/shared/money.json", "a%20c.json", "there is no file `a c.json`", "did you mean `a%20b.json`?"),
            (
                "components/shared/money.json",
                "a%20c.json#/$defs/Lost",
                "there is no file `a c.json`",
                "references are never fetched; the known documents are `../order.paid.schema.json`, `a b.json`, `money.json`, `time.schema.json`",
            ),
            (
                "components/shared/time.schema.json",
                "times.json",
                "there is no file `times.json`",
                "references are never fetched; the known documents are `../order.paid.schema.json`, `a b.json`, `money.json`, `time.schema.json`",
            ),
            (
                "components/shared/money.json",
                "https://acme.example/money.json#/$defs/A",
                "no document has the URI <https://acme.example/money.json>",
                "references are never fetched; the known documents are `../order.paid.schema.json`, `a b.json`, `money.json`, `time.schema.json`",
            ),
            (
                "components/shared/money.json",
                "currency.json",
                "there is no file `currency.json`",
                "references are never fetched; the known documents are `../order.paid.schema.json`, `a b.json`, `money.json`, `time.schema.json`",
            ),
            (
                "components/shared/money.json",
                "https://acme.example/time.json",
                "no document has the URI <https://acme.example/time.json>",
                "did you mean `time.schema.json`?",
            ),
        ] {
            let from = format!("file:///{}", crate::source::uri::encode_path(from));
            let (uri, _) = crate::source::uri::resolve(&from, reference).expect("a reference");
            let found = no_document(reference, &uri, &from, uris.iter().map(String::as_str), |uri, fragment| {
                uris.iter().any(|known| known == uri) && fragment != "/$defs/Lost"
            });
            assert_eq!((found.message.as_str(), found.help.as_str()), (message, help), "{reference}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        let uris: Vec<String> = (0..222).map(|index| format!("file:///of/{index:03}.json")).collect();
        let known = uris.iter().map(String::as_str);
        let found = no_document("money.json", "file:///of/money.json", "file:///of/000.json", known, |_, _| true);
        assert!(found.help.ends_with("`009.json` and 212 more"), "{}", found.help);
    }
}
