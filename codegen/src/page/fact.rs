//! Facts in the page's prose: title, date, and the headers of a delivery.

mod header;
mod header_mention;
mod purpose;
mod sent;
mod vendor;

use std::sync::Arc;

use codegen_runtime::format::date;

use crate::documentation::About;
use crate::page::block::{Block, Kind, one_line};
use crate::page::pattern::regex;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Source};
use crate::source::visible::before_one_line;

use self::header::Part;
use self::header_mention::{Context, Mention, signature_segment};
pub(super) use self::header_mention::{fields, is_header, mentions};
pub(super) use self::purpose::is_id_of_delivery;
use self::vendor::Vendor;

/// The facts, and warnings about headers.
pub(super) struct Facts {
    pub(super) about: About,
    pub(super) warnings: Vec<Diagnostic>,
}

/// Reads headings and paragraphs of a page with this title; `events` are the documented names.
pub(super) fn read(source: &Arc<Source>, blocks: &[Block], title: Option<String>, events: &[&str]) -> Facts {
    let is_prose = |block: &&Block| !matches!(block.kind, Kind::Code { .. } | Kind::Body);
    let texts: Vec<&Block> = blocks.iter().filter(is_prose).collect();
    let prose: Vec<String> = texts.iter().map(|block| one_line(block.text.text())).collect();
    let requests = blocks.iter().filter(|block| matches!(block.kind, Kind::Code { .. }) && !block.is_json());
    let requests: Vec<&Block> = requests.collect();
    let samples: Vec<&str> = requests.iter().map(|block| block.text.text()).collect();
    let is_signature = |header: &&str| signature_segment(header).is_some_and(|segment| segment > 0);
    let in_samples = samples.iter().flat_map(|code| fields(code).map(|(header, _)| &code[header]));
    let signature = prose.iter().flat_map(|text| mentions(text)).chain(in_samples).find(is_signature);
    let sent = header_mention::mentioned(&prose, &samples);
    let event = header::event(&sent, signature, events);
    let id = header::id(&sent);
    let place = |mention: &Mention<'_>| place(source, mention, &texts, &requests);
    let mut warnings = event.warnings(Part::Event, &place);
    warnings.extend(id.warnings(Part::Id, &place));
    let contradicted = event.contradicted.as_ref().map(|found| found.header.to_owned());
    let (event_header, id_header) = (event.header, id.header);
    let header = signature.or(event_header.as_deref());
    let others: Vec<&str> = sent.iter().map(|mention| mention.header).collect();
    let vendor = Vendor::of(title.as_deref(), header, &others, &prose);
    let about = About {
        // "Last updated" is about the page; a sentence may be about a part of it.
        updated: prose.iter().filter(|text| is_of_page(text)).find_map(|text| updated(text)),
        vendor_from: vendor.as_ref().and_then(|vendor| vendor.from.clone()),
        vendor: vendor.map(|vendor| vendor.name),
        title,
        event_header,
        id_header,
        likely_id: None,
        contradicted_header: contradicted,
    };
    Facts { about, warnings }
}

/// Returns the place of the header in a mention.
fn place(source: &Arc<Source>, mention: &Mention<'_>, texts: &[&Block], samples: &[&Block]) -> Place {
    let (block, start) = match mention.context {
        Context::Sentence(_) => {
            let block = texts[mention.block];
            (block, before_one_line(block.text.text(), mention.at))
        }
        Context::Sample(_) => (samples[mention.block], mention.at),
    };
    Place::new(source, block.text.span(start..start + mention.header.len()))
}

/// Returns true if a date is that of the page, not of a part: only words such as "last" and "page" stand before it.
fn is_of_page(text: &str) -> bool {
    let subject = regex!(
        r"(?i)(?:^|[.,!?|·•(—–-]\s*)\W*(?:(?:this|the|last|page|document|documentation|reference|guide|was|is|date|on) ?)*updated\b"
    );
    subject.is_match(text)
}

/// Returns the date behind `Last updated:`.
fn updated(text: &str) -> Option<String> {
    let update = regex!(concat!(
        r"(?i)\bupdated(?:\s+on)?\s*[:—–-]?\s*(?:",
        r"(?P<iso_year>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)",
        r"|(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"|(?P<first_day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<then_month>[a-z]{3,9})\.?,?\s+(?P<then_year>\d{4})",
        r")\b"
    ));
    let found = update.captures(text)?;
    let any = |names: [&str; 3]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
    let number = |text: &str| text.parse::<u32>().ok();
    let year = any(["iso_year", "year", "then_year"]).and_then(number)?;
    let day = any(["iso_day", "day", "first_day"]).and_then(number)?;
    let month = any(["iso_month", "month", "then_month"])?;
    let month = number(month).or_else(|| month_number(month))?;
    let date = format!("{year:04}-{month:02}-{day:02}");
    date::is_valid(&date).then_some(date)
}

fn month_number(name: &str) -> Option<u32> {
    const MONTHS: &str = "january february march april may june july august september october november december";
    let name = name.to_ascii_lowercase();
    let found = MONTHS.split(' ').position(|month| month.starts_with(&name))?;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_are_read() {
        for text in
            ["Last updated: June 12, 2026", "updated 12 Jun 2026", "Updated on 2026-06-12.", "Updated: June 12th 2026"]
        {
            assert_eq!(updated(text).as_deref(), Some("2026-06-12"), "{text}");
        }
        assert_eq!(updated("Last updated: June 31, 2026"), None);
        assert_eq!(updated("Last updated: 2026-13-01"), None);
        assert_eq!(updated("Last updated yesterday"), None);
    }

    #[test]
    fn header_names_differ_from_hyphenated_words() {
        let text = "The HMAC-SHA256 of the raw-body is in X-Acme-Signature: v1= and base64; X-Acme-Event names it";
        let mentions: Vec<&str> = mentions(text).collect();
        assert_eq!(mentions, ["X-Acme-Signature", "X-Acme-Event"]);
    }
}
