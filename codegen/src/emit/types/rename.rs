//! `rename_all`: the rule that saves most members of a struct a `rename` of their own.

use crate::emit::types::shape::Member;

/// A rule by which serde derives the wire name of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Camel,
    Pascal,
    Kebab,
    ScreamingSnake,
    ScreamingKebab,
}

const RULES: [Rule; 5] = [Rule::Camel, Rule::Pascal, Rule::Kebab, Rule::ScreamingSnake, Rule::ScreamingKebab];

impl Rule {
    /// Returns the rule that leaves the fewest members to rename; `None` if single renames are as short.
    pub(super) fn of(members: &[Member]) -> Option<Self> {
        // serde does not capitalize a field of underscores alone.
        let is_defined = members.iter().all(|member| member.ident.contains(|it: char| it != '_'));
        let renamed = |rule| members.iter().filter(|member| field_name(rule, member) != member.wire_name).count();
        let best = RULES.into_iter().filter(|_| is_defined).min_by_key(|rule| renamed(Some(*rule)))?;
        let (with, without) = (renamed(Some(best)), renamed(None));
        (with + 1 < without || (with == 0 && without > 0)).then_some(best)
    }

    /// Returns the rule as the attribute spells it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::ScreamingKebab => "SCREAMING-KEBAB-CASE",
        }
    }

    fn apply(self, field: &str) -> String {
        match self {
            Self::Camel => {
                let pascal = Self::Pascal.apply(field);
                let (first, rest) = pascal.split_at(pascal.chars().next().map_or(0, char::len_utf8));
                first.to_ascii_lowercase() + rest
            }
            Self::Pascal => {
                let mut pascal = String::with_capacity(field.len());
                let mut is_first = true;
                for letter in field.chars() {
                    match letter {
                        '_' => is_first = true,
                        letter if is_first => {
                            pascal.push(letter.to_ascii_uppercase());
                            is_first = false;
                        }
                        letter => pascal.push(letter),
                    }
                }
                pascal
            }
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::ScreamingKebab => field.replace('_', "-").to_ascii_uppercase(),
        }
    }
}

/// Returns the wire name that a field has by a rule alone.
pub(super) fn field_name(rule: Option<Rule>, member: &Member) -> String {
    let field = member.ident.strip_prefix("r#").unwrap_or(&member.ident);
    rule.map_or_else(|| field.to_owned(), |rule| rule.apply(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_serde() {
        let expected = ["orderId", "OrderId", "order-id", "ORDER_ID", "ORDER-ID"];
        assert_eq!(RULES.map(|rule| rule.apply("order_id")), expected);
        assert_eq!(Rule::Camel.apply("line_2_"), "line2");
        assert_eq!(Rule::Camel.apply("_id"), "id");
    }
}
