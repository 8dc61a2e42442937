//! Lines that only mark a box around a text: `:::note`, `!!! tip "Title"`, `> [!NOTE]`, `{% hint %}`, `{{< note >}}`, `{: .note }`.

use std::ops::Range;

use crate::page::pattern::regex;

/// Returns the title in a line that is such a mark, empty if it has none; `None` for any other line.
pub(super) fn title(line: &str) -> Option<Range<usize>> {
    let mark = regex!(&format!(
        concat!(
            r"(?i)^\s*(?::{{3,}}\s*(?:\{{[^}}]*\}}|[\w-]+)?(?:\s*\[(?<c>[^\]]+)\]|\s+(?<d>[^{{}}]+?))?\s*(?:\{{[^}}]*\}})?",
            r#"|[!?]{{3}}\+?\s+[\w-]+(?:\s+[\w-]+)*(?:\s+"(?<e>[^"]*)")?"#,
            r"|\[!\w+\][+-]?\s*(?<f>.*?)",
            r"|\{{%-?\s*/?(?:end)?(?:{kind}|code|step(?:per)?|tabs?)\b{attributes}-?%\}}|\{{\{{[<%]\s*/?{kind}\b{attributes}/?[>%]\}}\}}",
            r"|\{{:[^}}]*\}}|{kind}[:.!]?)\s*$",
        ),
        kind = "(?:admonition|alert|attention|callout|caution|danger|details|hint|important|info|note|notice|tip|warn|warning)",
        attributes = r#"(?:[^%<>"]|"[^"]*")*"#,
    ));
    let found = mark.captures(line)?;
    let attribute = regex!(r#"\btitle="(?<a>[^"]*)""#).captures(line).and_then(|title| title.name("a"));
    let title = ["c", "d", "e", "f"].into_iter().find_map(|group| found.name(group)).or(attribute);
    Some(title.map_or(0..0, |title| title.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_recognized() {
        for (line, expected) in [
            (":::note", Some("")),
            (":::", Some("")),
            ("::: tip", Some("")),
            (":::warning Read this", Some("Read this")),
            (":::note[Read this]", Some("Read this")),
            ("::: {.callout-note}", Some("")),
            ("!!! note", Some("")),
            ("??? warning \"Read this\"", Some("Read this")),
            ("[!NOTE]", Some("")),
            ("[!tip]- Read this", Some("Read this")),
            ("{% hint style=\"info\" %}", Some("")),
            ("{% endhint %}", Some("")),
            ("{% tab title=\"Read this\" %}", Some("Read this")),
            ("{% code title=\"read.json\" overflow=\"wrap\" %}", Some("read.json")),
            ("{% endtab %}", Some("")),
            ("{% code", None),
            ("code", None),
            ("{{< note >}}", Some("")),
            ("{{% alert title=\"Read this\" %}}", Some("Read this")),
            ("{{< /note >}}", Some("")),
            ("{: .note }", Some("")),
            ("Note", Some("")),
            ("Warning:", Some("")),
            ("Note: read this", None),
            ("{% if signed %}", None),
            ("{{ signature }}", None),
            ("A note", None),
            ("::", None),
            ("[note]", None),
        ] {
            assert_eq!(title(line).map(|title| &line[title]), expected, "{line}");
        }
    }
}
