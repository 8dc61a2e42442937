//! Vendor text is data: Markdown shows only the text, and no emitted file has an invisible character.

use codegen::emit::wording;
use codegen::import::import;
use codegen::source::location::Source;
use codegen::source::visible::{Visible, first_invisible, is_visible};
use codegen::{Files, generate};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use support::adversarial;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// Fragments that open or close a construct in `CommonMark`, its extensions, rustdoc, HTML or a terminal.
const FRAGMENTS: &[&str] = &[
    "```",
    "~~~",
    "~~~rust",
    "``",
    "`",
    "`a`",
    "``a`b``",
    "    ",
    "\t",
    "  ",
    " ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "- ",
    "-     code",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "12.",
    "123456789. ",
    "•  ",
    "# ",
    "#",
    "## x #",
    "> ",
    "> [!NOTE]",
    "===",
    "---",
    "***",
    "___",
    "+++",
    "|",
    "|---|",
    "a | b",
    "\\",
    "\\|",
    "\\\\",
    "\\`",
    "*a*",
    "**a**",
    "_a_",
    "a_b",
    "~a~",
    "~~a~~",
    "^a^",
    "$a$",
    "$$a$$",
    "[",
    "]",
    "[a]",
    "[a](b)",
    "[a]: b",
    "![a](b)",
    "[^1]",
    "[^1]: a",
    "[[a]]",
    "[ ] ",
    "[x] ",
    ": a",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "<a@b.c>",
    "<http://a.b>",
    "http://",
    "https://a.example/x_y*z",
    "http://a@b",
    "www.a.b",
    "a@b.example",
    "javascript:a",
    "&",
    "&lt;",
    "&#x3c;",
    "&#0;",
    "!",
    "{",
    "}",
    "{#a .b}",
    "{{a}}",
    "\"",
    "'",
    "...",
    "--",
    "a",
    "é",
    "名",
    "1",
    "0",
    "fn main() {}",
    "String",
    "crate::Event",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{a0}",
    "\u{2028}",
    "\u{ad}",
    "\u{fe0f}",
    "\u{e0041}",
    "\0",
    "\u{1b}[31m",
    "\u{85}",
    "\u{c}",
    "\u{3000}",
];

fn text() -> impl Strategy<Value = String> {
    let fragments = prop::collection::vec(prop::sample::select(FRAGMENTS), 0..12).prop_map(|parts| parts.concat());
    prop_oneof![4 => fragments, 1 => any::<String>()]
}

/// Returns the text that Markdown shows; the error names a construct that the generator never writes.
fn shown(markdown: &str, options: Options) -> Result<String, String> {
    let mut shown = String::new();
    let mut link = None;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) if dest_url.starts_with("http") => {
                link = Some((shown.len(), dest_url));
            }
            Event::End(TagEnd::Link) => {
                let (start, address) = link.take().ok_or("a link inside of a link")?;
                if shown[start..] != *address {
                    return Err(format!("a link to {address} that says {}", &shown[start..]));
                }
            }
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item)
            | Event::SoftBreak => shown.push('\n'),
            Event::Text(text) | Event::Code(text) => shown.push_str(&text),
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(shown)
}

fn plain() -> Options {
    Options::all() - Options::ENABLE_SMART_PUNCTUATION
}

/// Normalizes prose: plain spaces only, and no variation selectors.
fn spaced(text: &str) -> String {
    let plain = |found: char| if found.is_whitespace() { ' ' } else { found };
    text.chars().filter(|found| !matches!(found, '\u{fe0e}' | '\u{fe0f}')).map(plain).collect()
}

/// Removes everything with several spellings: white space, and the marks of code, addresses and lists.
fn bare(text: &str, without: &str) -> String {
    text.chars().filter(|found| !found.is_whitespace() && !without.contains(*found)).collect()
}

fn judged(markdown: &str, text: &str, without: &str) -> Result<(), TestCaseError> {
    prop_assert!(is_visible(markdown) && !markdown.contains(['\t', '\r']), "{markdown:?}");
    for options in [Options::all(), plain(), Options::empty()] {
        let shown = shown(markdown, options);
        prop_assert!(shown.is_ok(), "{shown:?} in {markdown:?}");
    }
    let shown = shown(markdown, plain()).unwrap_or_default();
    prop_assert_eq!(bare(&shown, without), bare(&Visible(&spaced(text)).to_string(), without), "{:?}", markdown);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documentation_shows_only_the_text(text in text()) {
        judged(&wording::documentation(&text), &text, "`<>-*+•.)0123456789")?;
    }

    #[test]
    fn a_line_shows_only_the_text(text in text()) {
        let line = wording::line(&text);
        prop_assert!(!line.contains('\n'));
        judged(&line, &text, "`<>")?;
        judged(&format!("a {}", wording::for_markdown(&text)), &format!("a {text}"), "`<>")?;
    }

    #[test]
    fn code_is_one_code_span(text in text()) {
        let code = wording::code(&text);
        for options in [Options::all(), plain(), Options::empty()] {
            let events: Vec<Event<'_>> = Parser::new_ext(&code, options).collect();
            let Some(Event::Code(inside)) = events.get(1).filter(|_| events.len() == 3) else {
                return Err(TestCaseError::fail(format!("{events:?} of {code:?}")));
            };
            prop_assert_eq!(inside.to_string(), if text.is_empty() { "\"\"".to_owned() } else { Visible(&text).to_string() });
        }
    }

    #[test]
    fn cells_and_headings_keep_their_text(name in text(), text in text()) {
        let table = format!("| a | b |\n| --- | --- |\n| {} | {} |\n", wording::code_in_table(&name), wording::for_markdown(&text));
        let mut cells = Vec::new();
        for event in Parser::new_ext(&table, plain()) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) | Event::Code(text) => cells.last_mut().expect("text stands in cells").push_str(&text),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::Link { link_type: LinkType::Autolink, .. })
                | Event::End(_) => {}
                other => return Err(TestCaseError::fail(format!("{other:?} in {table:?}"))),
            }
        }
        let spaced = spaced(&text);
        prop_assert_eq!(cells.len(), 4, "{:?}", table);
        prop_assert_eq!(bare(&cells[2], ""), bare(&if name.is_empty() { "\"\"".to_owned() } else { Visible(&name).to_string() }, ""), "{:?}", table);
        prop_assert_eq!(bare(&cells[3], "`<>"), bare(&Visible(&spaced).to_string(), "`<>"), "{:?}", table);

        let heading = format!("## {} \u{2014} {}\n", wording::code(&name), wording::for_markdown(&text));
        let mut shown = String::new();
        for event in Parser::new_ext(&heading, plain()) {
            match event {
                Event::Start(Tag::Heading { id: None, classes, attrs, .. }) if classes.is_empty() && attrs.is_empty() => {}
                Event::Text(text) | Event::Code(text) => shown.push_str(&text),
                Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }) | Event::End(_) => {}
                other => return Err(TestCaseError::fail(format!("{other:?} in {heading:?}"))),
            }
        }
        prop_assert!(bare(&shown, "`<>").ends_with(&bare(&Visible(&spaced).to_string(), "`<>")), "{:?}", heading);
    }
}

/// Returns a line of documentation, including one behind a feature.
fn line(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let is_without = parts.first().is_some_and(|condition| condition.path().is_ident("not"));
            parts.iter().skip(1).filter(|_| !is_without).find_map(line)
        }
        _ => None,
    }
}

/// Returns the documentation of each item of a file, as rustdoc reads it.
fn documentation(file: &syn::File) -> Vec<String> {
    struct Docs(Vec<String>);
    impl VisitMut for Docs {
        fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
            let lines = attributes.iter().filter_map(|attribute| line(&attribute.meta));
            let lines: Vec<String> = lines.collect();
            let indent =
                lines.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len()).min();
            let line = |line: &String| line.get(indent.unwrap_or_default()..).unwrap_or_default().to_owned();
            self.0.push(lines.iter().map(line).collect::<Vec<_>>().join("\n"));
        }
    }
    let mut docs = Docs(Vec::new());
    docs.visit_file_mut(&mut file.clone());
    docs.0
}

/// Returns the places of the vendor's marker word outside of text, code spans, and links that show their target.
fn marked(markdown: &str, may_be_in: impl Fn(&Tag<'_>) -> bool) -> Vec<String> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(markdown, Options::all()) {
        let is_marked = |text: &str| text.contains(adversarial::MARK);
        match event {
            Event::Start(tag) => {
                match &tag {
                    Tag::Link { link_type: LinkType::Autolink, .. } => {}
                    Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }
                        if is_marked(dest_url) || is_marked(title) =>
                    {
                        found.push(format!("{tag:?}"));
                    }
                    _ => {}
                }
                open.push(tag);
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) | Event::Code(text) if is_marked(&text) => {
                let is_plain = |tag: &Tag<'_>| {
                    matches!(
                        tag,
                        Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Link { link_type: LinkType::Autolink, .. }
                    ) || may_be_in(tag)
                };
                found.extend(open.iter().filter(|tag| !is_plain(tag)).map(|tag| format!("{text} in {tag:?}")));
            }
            Event::Text(_) | Event::Code(_) | Event::SoftBreak => {}
            other => found.extend(Some(format!("{other:?}")).filter(|other| is_marked(other))),
        }
    }
    found
}

/// Checks all files of a crate; returns the number of marker words in its documentation.
fn judge_crate(files: &Files) -> Result<usize, String> {
    let mut marks = 0;
    for (path, text) in files {
        if let Some(found) = first_invisible(text) {
            return Err(format!("{path}: {found:?}"));
        }
        let is_block = |tag: &Tag<'_>, languages: &[&str]| match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => languages.contains(&&**language),
            _ => false,
        };
        let is_page = |tag: &Tag<'_>| {
            matches!(tag, Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell | Tag::Heading { .. })
        };
        let found: Vec<String> = match path.as_str() {
            "README.md" => marked(text, |tag| is_page(tag) || is_block(tag, &["sh", "text"])),
            path if path.starts_with("docs/") => marked(text, |tag| is_page(tag) || is_block(tag, &["json"])),
            path if path.starts_with("src/") => {
                let file = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
                let docs = documentation(&file);
                marks += docs.iter().filter(|docs| docs.contains(adversarial::MARK)).count();
                // The front page is the README.
                let may_be_in =
                    |tag: &Tag<'_>| path == "src/lib.rs" && (is_page(tag) || is_block(tag, &["sh", "text"]));
                docs.iter().flat_map(|docs| marked(docs, may_be_in)).collect()
            }
            path if path.starts_with("examples/") => {
                syn::parse_file(text).map(|_| Vec::new()).map_err(|error| format!("{path}: {error}"))?
            }
            _ => Vec::new(),
        };
        if !found.is_empty() {
            return Err(format!("{path}: {found:#?}"));
        }
    }
    Ok(marks)
}

#[test]
fn adversarial_text_adds_no_construct() {
    let generated = generate(&adversarial::catalogue()).unwrap_or_else(|found| panic!("{found}"));
    let marks = judge_crate(&generated.files).unwrap_or_else(|found| panic!("{found}"));
    assert!(marks > 50, "the vendor's words are the documentation: {marks}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_adds_no_construct(texts in prop::collection::vec(text(), 1..6)) {
        let texts: Vec<String> = texts.into_iter().map(|text| format!("{text}{}", adversarial::MARK)).collect();
        let files = adversarial::of(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let generated = generate(&files).map_err(|found| TestCaseError::fail(found.to_string()))?;
        judge_crate(&generated.files).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn schemas_and_examples_stay_byte_for_byte() {
    let generated = generate(&adversarial::catalogue()).unwrap_or_else(|found| panic!("{found}"));
    for (path, text) in adversarial::catalogue().iter().filter(|(path, _)| *path != "catalog.toml") {
        assert_eq!(generated.files.get(&format!("schemas/{path}")), Some(text), "{path}");
        let page = &generated.files["docs/webhooks.md"];
        assert!(page.contains(text.trim_end()) || path == "envelope.schema.json", "{path}");
    }
}

#[test]
fn import_writes_no_invisible_character() {
    let page = "# Acme webhooks\n\n## `box.opened` \u{2014} a\u{202e}b\n\nExample:\n\n```json\n{ \"a\u{200b}\": \"x\u{202e}\" }\n```\n\n\
                Schema:\n\n```json\n{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\", \
                \"description\": \"~~~\u{202e}\\nx\", \"properties\": { \"a\u{200b}\": { \"type\": \"string\" } } }\n```\n";
    let imported = import(&Source::new("page.md", page), None, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
    for (path, text) in &imported.files {
        assert!(is_visible(text), "{path}: {text}");
    }
    assert!(imported.files["events/box.opened.schema.json"].contains(r"~~~\u202e\nx"), "{:?}", imported.files);
    let generated = generate(&imported.files).unwrap_or_else(|found| panic!("{found}"));
    assert!(generated.warnings.is_empty(), "{}", generated.warnings);
    judge_crate(&generated.files).unwrap_or_else(|found| panic!("{found}"));
}
