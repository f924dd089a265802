//! Answers by machines (RFC 3834): neither a failure nor anybody's word.

use super::{
    address,
    answer::{Kind, Received, Recipient},
    fields::Fields,
    parts::{Parts, cut},
    reason::Reason,
};

/// How subjects of such answers begin, in lower case, for systems that mark them in no other way.
const SUBJECTS: &[&str] = &[
    "auto:",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "automatic reply",
    "automatic response",
    "automated reply",
    "automated response",
    "out of office",
    "out of the office",
    "out-of-office",
    "away from",
    "vacation",
    "on holiday",
    "annual leave",
    "absence",
    "réponse automatique",
    "abwesen",
    "automatische antwort",
    "risposta automatica",
    "fuori ufficio",
    "respuesta automática",
    "fuera de la oficina",
    "resposta automática",
    "ausência",
    "automatisch antwoord",
    "afwezig",
    "autosvar",
    "automatiskt svar",
    "automatisk svar",
    "automaattinen vastaus",
    "odpowiedź automatyczna",
    "automatická odpověď",
    "автоответ",
    "автоматический ответ",
    "自動返信",
    "自動応答",
    "不在",
    "自动回复",
    "自动答复",
    "자동 회신",
];

/// The answer of a machine in a message, if it is one.
pub fn read(parts: &Parts) -> Option<Received> {
    is_auto_reply(&parts.headers, &parts.subject).then(|| Received {
        kind: Kind::AutoReply,
        recipients: answerer(&parts.headers)
            .map(|address| Recipient {
                address,
                status: String::new(),
                permanent: None,
                reason: Reason::Away,
                words: cut(parts.notice.trim(), super::delivery_report::WORDS_MAX).to_owned(),
            })
            .into_iter()
            .collect(),
        ..Received::other()
    })
}

fn is_auto_reply(headers: &Fields, subject: &str) -> bool {
    let value = |name: &str| headers.get(name).unwrap_or_default().to_ascii_lowercase();
    let submitted = value("auto-submitted");
    if ["auto-replied", "auto-notified"]
        .iter()
        .any(|word| submitted.starts_with(word))
    {
        return true;
    }
    if submitted.starts_with("no") || headers.has("list-id") {
        return false;
    }
    let marked = [
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply",
        "x-mail-autoreply",
    ]
    .iter()
    .any(|name| headers.has(name) && !value(name).starts_with("no"));
    if marked || value("precedence") == "auto_reply" || value("x-apple-action").contains("vacation")
    {
        return true;
    }
    let answers = headers.has("in-reply-to") || subject_says_so(subject);
    let machine =
        submitted.starts_with("auto-generated") || headers.has("x-auto-response-suppress");
    (machine && answers) || subject_says_so(subject)
}

/// Whether a subject begins as those of machines do.
pub fn subject_says_so(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    let subject = subject.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = subject.strip_prefix("re:").unwrap_or(subject).trim_start();
    SUBJECTS.iter().any(|words| bare.starts_with(words))
}

fn answerer(headers: &Fields) -> Option<String> {
    ["from", "reply-to", "return-path"]
        .iter()
        .filter_map(|name| headers.get(name))
        .find_map(|value| address::first(value).map(str::to_owned))
}
