//! The known name that an unknown one was probably meant to be.

/// The nearest of `known` to `found`, if it is near enough for a slip of the keyboard.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates = known.into_iter().map(|candidate| (strsim::osa_distance(found, candidate), candidate));
    let (distance, candidate) = candidates.min_by_key(|(distance, _)| *distance)?;
    (distance <= (candidate.chars().count() / 3).max(1)).then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_near_names_are_offered() {
        let known = ["schema", "example", "event"];
        assert_eq!(nearest("shcema", known), Some("schema"));
        assert_eq!(nearest("examples", known), Some("example"));
        assert_eq!(nearest("payload", known), None);
    }
}
