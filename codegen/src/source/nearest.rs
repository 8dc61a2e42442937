//! Spelling suggestions: the known name nearest to an unknown one.

/// Returns the nearest name within the distance of a typing mistake: a third of its characters.
pub(crate) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (edits, candidate) = fewest_edits(found, known)?;
    (edits <= (candidate.chars().count() / 3).max(1)).then_some(candidate)
}

/// Returns the nearest name if one edit leads to it: where any name is allowed, a wrong guess is worse than none.
pub(crate) fn within_one_edit<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    fewest_edits(found, known).filter(|(edits, _)| *edits <= 1).map(|(_, candidate)| candidate)
}

/// Returns the distance and the nearest name. An edit inserts, removes or replaces a character, swaps two neighbours, or makes a plural in
/// `ies` a singular in `y`; case is ignored.
fn fewest_edits<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<(usize, &'a str)> {
    let found = found.to_ascii_lowercase();
    let singular = found.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let candidates = known.into_iter().map(|candidate| {
        let lower = candidate.to_ascii_lowercase();
        let of_singular = singular.as_ref().map(|singular| strsim::osa_distance(singular, &lower) + 1);
        let edits = strsim::osa_distance(&found, &lower);
        (of_singular.map_or(edits, |other| edits.min(other)), candidate)
    });
    candidates.min_by_key(|(edits, _)| *edits)
}

#[cfg(test)]
mod tests {
    use super::{nearest, within_one_edit};

    #[test]
    fn only_near_names_are_suggested() {
        let known = ["schema", "example", "event"];
        assert_eq!(nearest("shcema", known), Some("schema"));
        assert_eq!(nearest("examples", known), Some("example"));
        assert_eq!(nearest("payload", known), None);
        assert_eq!(nearest("deliveries", ["delivery"]), Some("delivery"));
    }

    #[test]
    fn case_costs_no_edit() {
        assert_eq!(nearest("SCHMEA", ["schema"]), Some("schema"));
        assert_eq!(within_one_edit("readonly", ["writeOnly", "readOnly"]), Some("readOnly"));
    }

    #[test]
    fn one_edit_is_the_limit() {
        let known = ["maxLength", "minLength", "enum"];
        assert_eq!(within_one_edit("maxLenght", known), Some("maxLength"));
        assert_eq!(within_one_edit("enums", known), Some("enum"));
        assert_eq!(within_one_edit("length", known), None);
    }
}
