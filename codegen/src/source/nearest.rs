//! Spelling suggestions: the known name nearest to an unknown one.

/// Returns the nearest name within the distance of a typing mistake: a third of its characters.
pub(crate) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    fewest_edits(found, known, |candidate| (candidate.chars().count() / 3).max(1))
}

/// Returns the nearest name if one edit leads to it: where any name is allowed, a wrong guess is worse than none.
pub(crate) fn within_one_edit<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    fewest_edits(found, known, |_| 1)
}

/// Returns the nearest name of those within a limit for each. An edit inserts, removes or replaces a character, swaps two neighbours, or makes
/// a plural in `ies` a singular in `y`; case is ignored.
fn fewest_edits<'a>(
    found: &str,
    known: impl IntoIterator<Item = &'a str>,
    limit: impl Fn(&str) -> usize,
) -> Option<&'a str> {
    let found = found.to_ascii_lowercase();
    let singular = found.strip_suffix("ies").map(|stem| (format!("{stem}y"), 1));
    let forms: Vec<(String, usize)> = [(found, 0)].into_iter().chain(singular).collect();
    let candidates = known.into_iter().filter_map(|candidate| {
        let limit = limit(candidate);
        let length = candidate.chars().count();
        // Each character more or less is an edit: most names need not be compared.
        let near = forms.iter().filter(|(form, edits)| form.chars().count().abs_diff(length) + edits <= limit);
        let lower = candidate.to_ascii_lowercase();
        let edits = near.map(|(form, edits)| strsim::osa_distance(form, &lower) + edits).min()?;
        (edits <= limit).then_some((edits, candidate))
    });
    candidates.min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
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
