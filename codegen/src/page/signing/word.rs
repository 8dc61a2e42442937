//! The words that make a sentence one about signing.

use std::sync::OnceLock;

use regex::Regex;

use crate::page::pattern::{pattern, regex};
use crate::page::signing::header::{is_header, is_signature_header};
use crate::page::signing::verification;

/// The distance of a sentence from one about the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Distance {
    /// In the same paragraph.
    Same,
    /// Within two paragraphs.
    Close,
    /// In the same section, or a few paragraphs away.
    Near,
    /// Anywhere on the page.
    Far,
}

/// Words that a text may have, as the text of a regular expression.
struct Words {
    text: &'static str,
    compiled: OnceLock<Regex>,
}

impl Words {
    const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    fn is_in(&self, text: &str) -> bool {
        self.compiled.get_or_init(|| pattern(self.text)).is_match(text)
    }
}

/// Words of signing: each alone makes a sentence one about signing.
static SIGNING: Words = Words::new(concat!(
    r"(?i)signatur|hmac|\bhash(?:e[ds]|ing)?\b|checksum|\bdigest|\bsha[-_ ]?\d|\bsha\b|\bmd5\b|\bcrc-?\d|\bed25519\b|\bec?dsa\b|\brsa\b",
    r"|\bjw[tsk]s?\b|\bm-?tls\b|mutual tls|client[- ]cert|x\.?509|\bverif|secret|tamper|\bforg(?:e[dr]?|ing)\b|\bgenuin|bearer",
    r"|basic[- ]auth|authorization header|authorization:|(?:public|private|signing|shared) key|cryptograph",
    r"|\bx-[a-z0-9-]*(?:token|auth|key|verif)",
    // A parameter of the address.
    r"|[?&][a-z_-]*(?:token|secret|auth|sig|signature|hash|hmac|password|passwd|api_?key|sign)=",
    // A body that is encrypted is not JSON.
    r"|\b(?:payloads?|bod(?:y|ies)|deliver(?:y|ies)|webhooks?)\b.*\b(?:en|de)crypt|\b(?:en|de)crypt.*\b(?:payload|bod(?:y|ies)|deliver(?:y|ies)|webhook)",
    r"|\b(?:the|an?) (?-i:MAC)(?:\W*$|\.|,| (?:of|over|is|with)\b)",
    // Schemes by name, and credentials in an address.
    r"|(?-i:Standard Webhooks)\b|standard-?webhooks\b|\b(?:follow|use|implement|support|adher|compl|compat|per)\w* (?:with |to |by )?(?:the )?standard webhooks\b",
    r"|\bstandard webhooks? (?:spec|standard|scheme|format|sign|librar|protocol|header|convention)|\bsvix\b|://[^/\s:@]+:[^/\s@]+@|\buser ?names? (?:and|or|with) (?:\w+ )?password",
    // Other languages.
    r"|prüfwert|chữ ký|\bimza|authentifi|empreinte|認証|鉴权|验签|校验|signier|unterschr|prüfsumme|geheim|\bfirma(?:[rdt]|\b)|\bassina|podpis|\bsigné|handtekening|подпис|署名|签名|簽名|서명",
));

/// Words of authentication: they are about signing if the sentence is about deliveries.
static AUTHENTICATION: Words = Words::new(r"(?i)authentic|\btokens?\b|password|credential");
static DELIVERY: Words =
    Words::new(r"(?i)webhook|\bhooks?\b|deliver|callback|notification|your (?:endpoint|server|url|address)|the url");

/// A stock clause about the address of deliveries, which says nothing about a scheme. Its end is that of the address.
pub(super) const ADDRESS: &str = concat!(
    r"(?i)\b(?:sends?|posts?|delivers?|makes?|issues?) (?:(?:an?|the|all|each|every|it|them|(?:http|https|json|post|webhook)\b|\bpost\b|requests?|calls?|deliver(?:y|ies)|events?|data|payloads?|notifications?|webhooks?),? ){0,5}",
    r"(?:to|at) (?:your|the|this|each|an?|any) (?:(?:callback|webhook|endpoint|target|https?|registered|configured) )*(?:urls?|address(?:es)?)\b",
    r"(?: (?:(?:that|which) )?you (?:have |had )?(?:configure|register|enter|specif|provide|set|choose|chose|give|gave|save|add)\w*| of your (?:endpoint|server|app)s?)?",
);

/// Parts of a scheme. Anything that changes one of them changes the scheme, wherever it stands.
static SUBJECT: Words = Words::new(concat!(
    r"(?i)\b(?:the|this|that|its|each|every|both|no|one) (?:request |http )?headers?\b(?: (?:is|are|has|have|holds?|contains?|carr\w+|shows?|gets?|comes?|consists?|lists?|was|were|will|may|can|changes|then|now|also|from|during|in|on|for|while|until|at|with|after|before|when|if)\b|\W*$|[,;.])",
    r"|\b(?:your|own|old|both|two) keys?\b|\b(?:hex|hexadecimal|base64(?:url)?)\b",
    r"|\bboth codes\b|\brotat[^.]*\bboth values\b|\bthe (?:value|code) (?:\w+ ){0,2}(?:covers?|spans)\b",
));

/// Words for a change of such a part, or for another one in its place.
static CHANGE: Words = Words::new(concat!(
    r"(?i)\brotat|\bswitch|\bmoved\b|\bmigrat|\bchanged\b|\bnow\b|\bno longer\b|\bas well\b|\b(?:re)?named\b|\bcalled\b|\binstead\b|\bwithout\b|\bdiffer|\bown\b|\bseparate\b",
    r"|\btwo\b|\bboth\b|\bseveral\b|\bmultiple\b|\bregions?\b|\bsandbox|\blegacy\b|\bpart of\b|\b(?:absent|omitted|optional|missing|left out)\b|\bempty\b|\bspace between\b",
));

/// Words like those of a scheme about something else: a key of an API, advice to refuse a request.
static OTHER_PART: Words = Words::new(concat!(
    r"(?i)\b(?:api|access|primary|foreign|partition|routing|sort|sorting|dedup\w*|idempotency|license|map|object|json|cache|ssh|encryption) keys?\b|\bkeys? of (?:your|the|our) apis?\b",
    r"|\b(?:reject|refuse|discard|drop|ignore|deny|denied|rejected|refused|401|403|400)\b",
));

/// Words for operations on the signed content, the key or the code.
static OPERATION: Words = Words::new(concat!(
    r"(?i)concat|\bjoin|\bappend|\bprepend|prefix|suffix|preced|in front|separated|\bdots?\b|full stop|colon\b|newline|line break|\bcomma\b",
    r"|\bpipe\b|canonical|normali[sz]|minif|white ?space|\bsort|alphabetic|lexicograph|encod|decod|\bb64|\bz85|\bhex|truncat|\bstrip|\bbytes?\b",
    r"|\bbase[- \x{2010}\x{2011}]?\d\d|\bslash|\bhyphen\b|\bsalt|blake|\bkmac|poly1305|\bjose\b|\bpaseto|\bpgp\b|curve25519|\bp-?\d{3}\b",
    r"|\bsm3\b|ripemd|certificate|\bmac\b|line ends?\b|\bcut\b|\bhalf\b|\b(?:\d+|eight|ten|twenty|thirty) (?:letters|digits|characters|chars)\b|\bahead\b",
    r"|stringif|seriali[sz]|comput|calculat|\bkeyed\b|algorithm|\bscheme\b|constant[- ]time|\bcompar|the (?:full |request )?url|query|nonce",
    r"|\breplay|crypt|\braw\b|\bremov|\bthe key\b|whsec_|-(?:timestamp|nonce)\b|\bx-[a-z0-9-]+-time\b",
    r"|\b(?:before|after|behind|ahead of|plus|with|and) (?:the |its )?(?:request )?body\b|\bbody (?:and|plus|with|together)\b",
));

/// Operations that are seldom about anything else than signed content, wherever they stand.
static SIGNED_CONTENT: Words = Words::new(concat!(
    r"(?i)\bconcatenat|\bprepend|whsec_|\braw (?:request |http )?(?:body|bytes|payload)|-(?:timestamp|nonce)\b|constant[- ]time",
    r"|\b(?:in front of|before|behind|ahead of|plus) (?:the |its )?(?:raw |request |http )*body\b|\bbody plus\b",
    r"|(?:comput|calculat)\w* (?:the|its|your|a) (?:code|mac)\b",
    // Another form of the body, or a part of it alone.
    r"|\b(?:compact|minified|canonical|stringified) json\b|\bjson without (?:white ?space|spaces)\b|\btrailing (?:newline|line ?(?:feed|break))\b",
    r"|\bthe check value(?: (?:is|are|covers?|comes?|has|changes|then|for|in|from|over)\b|\W*$|[,;.:])",
    r#"|\balone (?:counts?|matters?|is (?:covered|used))\b|\bonly (?:the )?["'`“]?\w+["'`”]? (?:counts?|is covered)\b"#,
    r"|\b(?:bod(?:y|ies)|envelope|payload|headers?|timestamp|url|path|query|data|member|value|id) (?:is|are) (?:not |also |now )?covered\b",
));

/// Another signed item, an operation on the code or the key, and another form of the body, wherever they stand.
static ANOTHER_FORM: Words = Words::new(concat!(
    r"(?i)\bthe (?:code|mac) (?:\w+ ){0,2}(?:covers?|spans)\b",
    r"|\b(?:line ?feed|newline|line break)s?\b[^.]*\bbod(?:y|ies)\b|\bbod(?:y|ies)\b[^.]*\b(?:line ?feed|newline|line break)s?\b",
    r"|\b(?:method|path|url|query|headers?|timestamp)\b[^.]*\b(?:is|are) (?:also |both |all )?part of (?:it|the (?:code|message|signed content))\b",
    r"|\badded to it\b[^.]*\b(?:dot|colon|full stop|comma|hyphen)\b|\bas (?:a |the )?salt\b|\bform-encoded (?:deliver|webhook)",
    r"|\bthe (?:value|code) is (?:then |also )?cut\b|\bthe (?:value|header) (?:begins|starts) with [^.]*\bkey\b",
    r"|\bpart (?:after|before|behind|in front of) [^.]*\bis (?:the|your) key\b|\bwhite ?space\b[^.]*\b(?:of|from|in) the (?:json|body)\b",
    // Line ends, order and parts of the body.
    r"|\blines? (?:of|in) the (?:(?:raw|request|json) )*(?:body|payload|json)\b[^.]*\b(?:crlf|carriage return|line ?feed|newline|line end)",
    r"|\bbod(?:y|ies) (?:ends?|has|have|uses?|is|are|comes?)\b[^.]*\b(?:crlf|carriage return)|\bcrlf\b[^.]*\bbod(?:y|ies)\b",
    r"|(?:^|\b(?:we|then|first|must|please|to) )sort\b[^.]*\b(?:members?|keys?|fields?|properties|names) (?:of|in) the (?:request |json )*(?:body|payload|json)\b",
    r"|\bwe (?:now |then |also |always )?(?:leave|omit|exclude|skip|drop)\b[^.]*\b(?:out of|from) it\b",
    r"|\b(?:use|get|have|receive|send|carr)(?:s|y|ies)? (?:another|a different|an? (?:old|new|older|newer|separate)|(?:their|its) own) header\b",
));

/// A body that is compressed, or anything else that is.
static COMPRESSED: Words = Words::new(
    r"(?i)\b(?:bod(?:y|ies)|payloads?|deliver(?:y|ies)|webhooks?)\b[^.]*\b(?:gzip|compress|deflate|brotli)|\b(?:gzip|compress)\w* (?:\w+ )?(?:bod(?:y|ies)|payloads?|deliver(?:y|ies)|webhooks?)\b",
);
static RESPONSE: Words = Words::new(
    r"(?i)\brespon|\banswer|\bdownload|\bexport|\bfiles?\b|\barchive|\bimages?\b|\b(?:not|never) (?:gzip|compress)",
);

/// Words for what the page shows, for a reader's own requests, and for codes and values of other things.
static SHOWN: Words = Words::new(
    r"(?i)\bexamples?\b|\bsamples?\b|\babove\b|\bbelow\b|\byour own\b|\bin a (?:note|text|comment|member|field)\b|\bcodes? of (?:the |an? )?(?:order|buyer|customer|country|currency|product|item)s?\b",
);

/// An encoding of the code for some deliveries.
static ENCODED: Words = Words::new(r"(?i)\b(?:codes?|values?|headers?)\b[^.]*\b(?:hex|hexadecimal|base64(?:url)?)\b");

/// Ways to say that something else is signed as well, near a scheme.
static ADDITION: Words = Words::new(concat!(
    r"(?i)\b(?:address|url|time|method|path|timestamp|id|name|headers?|host|query)\b[^.]*\b(?:counts?|matters?) (?:too|as well)\b",
    r"|\b(?:added|put|placed|attached|inserted|moved) (?:to|at) (?:the|its) (?:(?:very )?end|start|front|beginning)\b",
));

/// A part of the body in place of the whole, near a scheme.
static BODY_PART: Words = Words::new(
    r"(?i)\b(?:from|over|on|of|with|use|uses|using|only|take|takes|covers?) (?:only )?(?:the |that |this |a )?parts? of the (?:(?:raw|request|json) )*(?:body|payload)\b",
);

/// A value as it stands in a header: a code behind its label, such as `v1=` or `v1,`; cut, or a blank in its place, only where no other text
/// looks like that. A parameter of an address is none.
static SAMPLE: Words = Words::new(concat!(
    r"(?i)(?:^|[^\w?&/-])(?:v\d+|h\d|s|sig|sign|signature|sha\d*|mac|hmac|te|li)=[0-9a-z+/_-]{27,}",
    r"|(?:^|[^\w?&/-])(?:v\d+|h\d|sig|sign|signature|sha\d*|mac|hmac)=(?:[0-9a-z+/_-]{4,}(?:…|\.\.\.)|[<{\[]\w)",
    r"|\bv\d+a?,(?:[0-9a-z+/_-]{27,}|[0-9a-z+/_-]{4,}(?:…|\.\.\.)|[<{\[]\w)",
    r"|(?:^|[^\w?&/-])ts?=\d{9,}[,;&|. ]+\w+=",
));

/// Words for times.
static TIME: Words = Words::new(r"(?i)timestamp|unix time|epoch|\bseconds since\b|toleran|\bstale\b|older than");

/// Words for a step, or an exception, that matter close to a scheme.
static STEP: Words = Words::new(concat!(
    r"(?i)\b(?:add|put|take|insert|place|glue|attach)(?:s|es|ing)?\b.{0,40}\b(?:time|dot|body|payload|first|in front)\b",
    r"|\b(?:own|other|another|different|old|new|such) (?:key|code|header)s?\b",
));

/// Ways to say that some deliveries have no signature, or another number of them: `without it`, `two of them`.
static ABSENCE: Words = Words::new(concat!(
    r"(?i)\bwithout (?:it|one|them|this|that|any|such|either)\b|\b(?:omit|lack|skip|leav)(?:s|es|ed|ted|ting|ing|ped|ping)?\b.{0,12}\b(?:it|one|them|this|that|out)\b",
    r"|\bleave\b.{0,24}\bout\b",
    r"|\b(?:is|are|be|being|was|were|it's) (?:(?:then|also|always|currently|simply|completely) )?(?:absent|omitted|empty|optional|missing|skipped|disabled|left out|turned off|switched off|not (?:sent|there|present|set|included|used|added|checked|made|computed))\b",
    r"|\b(?:do|does)(?:n't|n\x{2019}t| not) (?:yet )?(?:have|carry|include|contain|use|send|get|bear) (?:it|one|them|any|this|that|such)\b|\b(?:no|not) such\b",
    r"|\b(?:two|three|several|both|many|more|another|others|all|some|any|each|either|one|none|most) of (?:them|these|those)\b",
    r"|\b(?:send|sends|sent|get|gets|receive|receives|see|contain|contains|carry|carries|use|uses|have|has|include|includes)\s+(?:\w+ )?(?:two|three|several|multiple|both|more|another|another one|others)(?:\W*$|,| (?:at|while|during|until|with|when)\b)",
    r"|\b(?:two|three|several|multiple|both|more than one) (?:are|may be|can be|might be|will be)\b",
    r"|\b(?:a|the|an|in|with|by|to|of|use|uses|get|gets) (?:new|old|next|previous|former|latter|second|other|different|current|another) one\b|\banother one\b|\b(?:send|sends|sent|get|gets|carry|carries|use|uses|have|has) (?:a|an|the)(?: \w+)? one\b|\bold and (?:the )?new\b|\bnew and (?:the )?old\b",
));

/// Ways to name some deliveries or times: an exception often begins like that.
static SCOPE: Words = Words::new(concat!(
    r"(?i)\brotat(?:e|es|ed|ing|ion|ions)\b|\b(?:rolling|rolled) (?:over|it|them)\b|\bgrace period\b|\boverlap|\blegacy\b|\bsandbox|\bbackwards?[- ]compat|\bmigrat|\bexcept(?:ion|ions|ing)?\b|\bapart from\b",
    r"|\b(?:test|live|development|staging|production|demo|preview|beta|dev) (?:modes?|environments?|endpoints?|deliver(?:y|ies)|events?|requests?|webhooks?|keys?|accounts?|calls?|notifications?|pings?)\b",
    r"|\bpings?\b|\bv(?:ersion )?\d+(?:\.\d+)? (?:of|endpoints?|webhooks?|deliver(?:y|ies)|requests?|events?|accounts?|integrations?|apps?|subscriptions?)\b",
    r"|\b(?:endpoints?|accounts?|webhooks?|integrations?|apps?|subscriptions?|customers?|workspaces?|organi[sz]ations?) (?:(?:that|which) (?:were|was|are|have been) |older than |from )?(?:created |registered |made |added |set up )?(?:before|after|since|until|prior to)\b",
    r"|\b(?:older|old|existing|newer|new|free|some|certain|enterprise|partner|few|other|paid|trial|select|selected) (?:(?:webhook|api|connect) )?(?:endpoints?|accounts?|integrations?|webhooks?|apps?|customers?|plans?|subscriptions?|deliver(?:y|ies)|requests?|events?|workspaces?|organi[sz]ations?|users?|notifications?|calls?)\b",
));

/// Words that make a sentence about some deliveries an exception.
static DIFFERENCE: Words =
    Words::new(r"(?i)\bdiffer|\bonly\b|\binstead\b|\bstill\b|\b(?:an)?other\b|\bown\b|\bnot\b|n't\b|\bnever\b");

/// Words that matter in the same paragraph as a scheme.
static PART: Words = Words::new(concat!(
    r"(?i)\bkeys?\b|token|headers?\b|\burl\b|\bpath\b|method|payload|\bbody\b|\bids?\b|identifier|version|parameter|\bfields?\b|string",
    r"|\bvalues?\b|\bnumber\b|\bcontent|\bfirst\b|\bbefore\b|\bafter\b|\balso\b|\btogether\b|\binclud|\bcover|\bthe time\b|\bseconds\b",
));

/// Returns true if a sentence is about signing.
pub(super) fn is_signing(text: &str) -> bool {
    // Keys that are names, not secrets.
    let key = regex!(r"(?i)\bx-(?:[a-z0-9]+-)*(?:event|topic|routing|idempotency)-key\b");
    let text = key.replace_all(text, "");
    let text = &verification::without_others(&text);
    SIGNING.is_in(text) || names_header(text) || signs(text) || (AUTHENTICATION.is_in(text) && DELIVERY.is_in(text))
}

/// Returns true if a text has the name of a header that carries a signature: `X-Acme-Sig`.
fn names_header(text: &str) -> bool {
    let mut names = regex!(r"\b[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+\b").find_iter(text).map(|found| found.as_str());
    names.any(|name| is_header(name) && is_signature_header(name))
}

/// Returns true if a text beside the content has a sentence about signing, or one that could change how deliveries are signed.
pub(super) fn is_noteworthy(text: &str) -> bool {
    is_signing(text) || matters(text, Distance::Near)
}

/// Returns true if a sentence at that distance could change how deliveries are signed.
pub(super) fn matters(text: &str, distance: Distance) -> bool {
    let text = &*regex!(ADDRESS).replace_all(text, " ");
    match distance {
        Distance::Same => OPERATION.is_in(text) || TIME.is_in(text) || PART.is_in(text) || SAMPLE.is_in(text),
        // A row of a table of members often names a time.
        Distance::Close => {
            OPERATION.is_in(text)
                || SAMPLE.is_in(text)
                || STEP.is_in(text)
                || ADDITION.is_in(text)
                || BODY_PART.is_in(text)
                || ABSENCE.is_in(text)
                || (SCOPE.is_in(text) && DIFFERENCE.is_in(text))
                || is_change(text)
                || (TIME.is_in(text) && !text.contains(" | "))
        }
        Distance::Near => {
            OPERATION.is_in(text)
                || SAMPLE.is_in(text)
                || ADDITION.is_in(text)
                || BODY_PART.is_in(text)
                || is_exception(text)
                || is_change(text)
        }
        Distance::Far => SAMPLE.is_in(text) || is_change(text),
    }
}

/// Returns true if a text names some deliveries, or a time.
pub(super) fn names_some(text: &str) -> bool {
    SCOPE.is_in(text)
}

/// Returns true if a text says of some deliveries that something is absent, or there several times.
fn is_exception(text: &str) -> bool {
    SCOPE.is_in(text) && ABSENCE.is_in(text)
}

/// Returns true if a text says that a part of the scheme changes, or is another one for some deliveries.
fn is_change(text: &str) -> bool {
    let is_row = text.contains(" | ");
    SIGNED_CONTENT.is_in(text)
        || (ANOTHER_FORM.is_in(text) && !OTHER_PART.is_in(text) && !is_row && !SHOWN.is_in(text))
        || (COMPRESSED.is_in(text) && !RESPONSE.is_in(text) && !is_row)
        || (SCOPE.is_in(text) && ENCODED.is_in(text) && !is_row && !SHOWN.is_in(text))
        || (SUBJECT.is_in(text) && CHANGE.is_in(text) && !OTHER_PART.is_in(text))
}

/// Returns true if it has a form of the verb, other than in `sign in` or `unsigned integer`.
fn signs(text: &str) -> bool {
    const OTHER: &[&str] =
        &["in", "up", "on", "out", "off", "int", "integer", "integers", "long", "number", "32-bit", "64-bit"];
    let verb = regex!(r"(?i)\b(?:un|co-?|self-|pre-?)?sign(?:s|ed|ing|ers?)?\b\s*(?<next>[\p{L}\d-]*)");
    // Signing that is switched on, and deliveries that are signed in some way.
    let noun = regex!(concat!(
        r"(?i)\b(?:turn|switch|toggl|flip|set)\w* (?:[\w-]+ ){0,3}signing (?:on|off)\b",
        r"|\bsigning (?:on|off) (?:by default|for|each|every|all|any|under|is|can|may|at|per)\b",
        r"|\b(?:request|webhook|deliver(?:y|ies)|payload|message|event|callback|bod(?:y|ies)|content)s? (?:(?:is|are|be|being|was|were|may be|can be) )?sign(?:ing|ed) (?:on|off|in|up|out)\b",
    ));
    noun.is_match(text)
        || verb
            .captures_iter(text)
            .any(|found| !OTHER.contains(&found["next"].trim_start_matches('-').to_lowercase().as_str()))
}

/// Returns true if a word is about signing or its parts, and so is not a proper name.
pub(super) fn is_technical(word: &str) -> bool {
    [&SIGNING, &AUTHENTICATION, &OPERATION, &TIME, &PART].into_iter().any(|words| words.is_in(word)) || signs(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_signing_are_recognized() {
        for text in [
            "Deliveries are signed.",
            "an HMAC of it",
            "the createHmac call",
            "a digest",
            "die Signatur",
            "a Bearer token",
            "Payloads are encrypted with AES-256-GCM.",
            "Decrypt the body first.",
            "It contains the MAC.",
            "Jede Anfrage hat einen Prüfwert.",
            "Turn signing on under Settings.",
            "We follow the standard webhooks specification.",
            "Deliveries comply with standard webhooks.",
            "See Standard Webhooks.",
            "X-Acme-Key is sent.",
            "You can turn signing off for an endpoint.",
            "Switch request signing off.",
            "Signing on each endpoint",
            "Webhooks are signed in production.",
        ] {
            assert!(is_signing(text), "{text}");
        }
        for text in [
            "Sign in to your account",
            "Turn single sign-on off",
            "Standard webhooks",
            "X-Event-Key: the event",
            "The day on which a user is signed in",
            "The event of signing up",
            "Signing off",
            "Signing in with a token of the account",
            "Users are signed in for a day.",
            "an unsigned 64-bit integer",
            "a seat is assigned",
            "a design",
            "a key",
            "the time",
            "the MAC address of the device",
            "Passwords are encrypted at rest",
        ] {
            assert!(!is_signing(text), "{text}");
        }
    }
}
