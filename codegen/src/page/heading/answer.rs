//! Headings and lines above code that is not a current payload: answers of a receiver, headers, subscriptions, past events.

use crate::page::pattern::regex;

/// Returns true for a heading above advice to those who write a receiver.
pub(in crate::page) fn is_advice(text: &str) -> bool {
    let advice =
        regex!(r"(?i)\b(?:verif|validat|sign|secur|authent|respon|subscri|regist|test|retr|debug|polic|troubl)");
    advice.is_match(text)
}

/// Returns true for a heading, or a line, above anything else than a payload of today: an answer, headers, a subscription.
pub(in crate::page) fn is_other(text: &str) -> bool {
    let instruction = regex!(concat!(
        r"(?i)^\W*(?:(?:please|then|and|your|you|the|an?|endpoint|server|handler|receiver|must|should|can|may|has|needs|to|expected|simply|just) )*",
        r"(?:(?:respond|reply|replies|answer|return|acknowledge)s?(?: (?:with|it|this|the|an?|in|like|json|http|\d+|to (?:it|each|every|this|the|an?) (?:event|delivery|request|webhook|call|notification))\b|\W*$)|(?:response|answer|reply) (?:body|must|should|is|looks|from your)\b|(?:we )?expects? (?:[\w-]+ ){0,4}(?:status|response|answer|reply)\b)",
    ));
    let preparation = regex!(concat!(
        r"(?i)^\W*(?:(?:subscrib|register|configur)\w*|subscriptions?|registration|set-?up|(?:creat|updat|delet)\w+ (?:(?:an?|the|your) )?(?:webhook|endpoint|subscription)s?",
        r"|(?:an? )?(?:invalid|malformed|wrong|incorrect|faulty|rejected)[ -](?:examples?|payloads?|deliver(?:y|ies)|requests?|bod(?:y|ies)|json)",
        r"|(?:the )?(?:payloads?|examples?|formats?|schemas?|bod(?:y|ies)) (?:(?:sent|used) )?(?:before|until|prior to|up to|in (?:previous|old|older|former)|for (?:previous|old|older|former)) (?:[\w.-]+ ){0,3}(?:versions? )?[\w.-]+",
        r"|(?:before|until|prior to) (?:[\w-]+ ){0,3}(?:v\d[\w.-]*|\d{4}(?:-\d\d){0,2}|\d+\.\d[\w.]*)(?:,? (?:the|its|their) (?:payloads?|bod(?:y|ies)|formats?|schemas?|examples?|json) (?:was|were|looked|had)[^.:]*)?",
        r"|(?:subscrib|register|creat|updat|delet|list|fetch|retriev|replay)ing (?:[\w-]+ ){1,4}(?:by|via|with|using|through|over) (?:the |our )?(?:\w+ )?api",
        r"|(?:the )?(?:previous|old|older|former|legacy|obsolete|deprecated|outdated) (?:versions?|payloads?|formats?|schemas?|examples?|bod(?:y|ies)))\W*$",
    ));
    is_title(text) || is_status(text) || preparation.is_match(text) || instruction.is_match(text)
}

/// Returns true for a title such as `Sample response`, also with a status behind it.
fn is_title(text: &str) -> bool {
    let title = regex!(&format!(
        concat!(
            r"(?i)^\s*(?::{{3,}}\s*[\w-]+\s+)?\W*(?:(?:an?|your|the|expected|example|sample|success(?:ful)?|request|http|json|error) )*(?:responses?|headers?|errors?)",
            r"(?: (?:examples?|samples?|bod(?:y|ies)|json|payloads?|formats?))?(?: (?:sent|we send|of (?:an?|the|each|every) (?:request|delivery)))?(?:\.json)?{status}\W*$",
            r"|^\W*(?:(?:an?|your|the|http|json) )*(?:expected|example|sample|success(?:ful)?) (?:repl(?:y|ies)|answers?|results?|acknowledge?ments?){status}\W*$",
        ),
        status = r"(?:\W*(?:http )?(?:status )?(?:code )?[1-5]\d\d(?: [a-z]+){0,2})?",
    ));
    title.is_match(text)
}

/// Returns true for a status of HTTP alone: `200 OK`.
fn is_status(text: &str) -> bool {
    let status = regex!(concat!(
        r"(?i)^\s*(?::{3,}\s*[\w-]+\s+)?\W*(?:http(?:/[0-9.]+)? )?(?:status(?: code)?:? )?[1-5]\d\d(?:\W+(?:ok|created|accepted|no content|bad request|unauthorized",
        r"|forbidden|not found|conflict|gone|unprocessable(?: entity| content)?|too many requests|(?:internal )?server error|service unavailable))?\W*$",
    ));
    status.is_match(text)
}

/// Returns true for the label of an answer, which counts for the next block, whatever stands between.
pub(in crate::page) fn is_answer(text: &str) -> bool {
    text.len() <= 60 && is_title(text) && regex!(r"(?i)\b(?:responses?|repl(?:y|ies)|answers?)\b").is_match(text)
}

/// Returns true for a line below such a label that says otherwise: the next block is no answer.
pub(in crate::page) fn ends_answer(text: &str, is_bold: bool) -> bool {
    let sent =
        regex!(r"(?i)\b(?:deliver(?:y|ies)|events?|messages?|notifications?|payloads?|requests?|schemas?|webhooks?)\b");
    let answers = regex!(r"(?i)\b(?:acknowledg|answer|repl(?:y|ies)|respon|return|status)");
    (is_bold || sent.is_match(text)) && !answers.is_match(text) && !is_other(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_payloads_are_distinguished() {
        for text in [
            "Response",
            "Response example:",
            "A response:",
            "Successful response:",
            "Error response body",
            "Sample reply:",
            "Expected result:",
            "Respond to this event with the following body:",
            "Reply to each delivery with JSON:",
            "Before 2024 the payload was:",
            "Until v2, the body looked like this:",
            "Deprecated payload:",
            "Outdated example",
            "Response `200`",
            "Response (200)",
            "Expected response: HTTP 200",
            "Error 404 not found",
            "response.json",
            ":::note Response",
            "200",
            "201 Created",
            "Status: 200 OK",
        ] {
            assert!(is_other(text), "{text}");
        }
        for text in [
            "Reply to a comment",
            "Respond to a review (review.replied)",
            "Result",
            "Review answers",
            "Example:",
            "Sample payload",
            "The response was recorded",
            "Error rate",
            "Response times in 2024",
            "2024",
            "200 orders",
            "2.1 OK",
        ] {
            assert!(!is_other(text), "{text}");
        }
    }

    #[test]
    fn lines_below_answers_may_end_them() {
        for (text, is_bold, ends) in [
            ("200 OK", true, false),
            ("Example:", false, false),
            ("Content-Type: application/json", false, false),
            ("The body is ignored, but may be logged.", false, false),
            ("Respond to each delivery within ten seconds.", false, false),
            ("The payload:", false, true),
            ("We send this request:", false, true),
            ("Body", true, true),
            ("Request", false, true),
        ] {
            assert_eq!(ends_answer(text, is_bold), ends, "{text}");
        }
        for (text, is_it) in
            [("Response", true), ("Responses (200)", true), ("Headers", false), ("Respond with:", false)]
        {
            assert_eq!(is_answer(text), is_it, "{text}");
        }
    }
}
