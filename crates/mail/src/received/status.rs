//! Codes in a server's text: RFC 3463 statuses and SMTP replies.

use super::{
    parts::cut,
    reason::{self, Reason},
};

/// What codes a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// The first status that says more than its class, else the first at all.
    pub enhanced: Option<String>,
    /// The first SMTP reply of class 4 or 5.
    pub reply: Option<u16>,
}

/// What is known of one recipient before it is judged.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The report's own `Status`, if it has one.
    pub field: Option<&'a str>,
    /// What the server said of this recipient.
    pub words: &'a str,
    /// The notice around it, for what the words leave out.
    pub notice: &'a str,
    /// The report says that the mail is only late.
    pub late: bool,
}

/// Status, whether for good, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The RFC 3463 status.
    pub status: String,
    /// Whether trying again is useless.
    pub permanent: bool,
    /// Why.
    pub reason: Reason,
}

/// Bytes of the notice that are read anew for each recipient.
const NOTICE_MAX: usize = 4096;

/// Judges one recipient.
pub fn judge(told: &Told<'_>) -> Verdict {
    let notice = cut(told.notice, NOTICE_MAX);
    let codes = find(told.words);
    let reason = match reason::from_words(told.words) {
        Reason::Unstated => codes
            .enhanced
            .as_deref()
            .or(told.field)
            .map_or_else(|| reason::from_words(notice), reason::from_status),
        said => said,
    };
    // A queue that only says "4.0.0" without the server's answer knows less than its own text.
    let field = told.field.filter(|field| {
        !(told.late && is_bare(field) && codes == Codes::default() && reason.lasts())
    });
    let status = chosen(field, &codes).unwrap_or_else(|| {
        let class = match codes.reply {
            Some(reply) => reply / 100,
            None if told.late && reason.lasts() => 5,
            None if told.late || hopes(told.words, notice) => 4,
            None => 5,
        };
        format!("{class}.{}", reason.detail())
    });
    let permanent = status.starts_with('5');
    let reason = match reason {
        Reason::Unstated => reason::from_status(&status),
        said => said,
    };
    Verdict {
        status,
        permanent,
        reason,
    }
}

/// The report's status or the one in the server's answer: the answer's, where the report's says only its class or
/// contradicts the very reply it quotes.
fn chosen(field: Option<&str>, codes: &Codes) -> Option<String> {
    let Some(field) = field else {
        return codes.enhanced.clone();
    };
    let better = codes.enhanced.as_ref().filter(|quoted| {
        let reply = codes
            .reply
            .map(|reply| (b'0' + (reply / 100) as u8) as char);
        !is_bare(quoted)
            && (is_bare(field)
                || (reply.is_some()
                    && quoted.chars().next() == reply
                    && field.chars().next() != reply))
    });
    Some(better.map_or_else(|| field.to_owned(), Clone::clone))
}

/// `5.0.0` and `4.0.0` name a class and nothing more.
fn is_bare(status: &str) -> bool {
    status.ends_with(".0.0")
}

/// Whether a text without any code speaks of another try.
fn hopes(words: &str, notice: &str) -> bool {
    const FINAL: &[&str] = &[
        "permanent",
        "given up",
        "giving up",
        "not going to try",
        "no longer",
        "will not continue",
        "not be retried",
    ];
    const HOPEFUL: &[&str] = &[
        "temporar",
        "will be retried",
        "will retry",
        "will continue",
        "keep trying",
        "still trying",
        "try again later",
        "trying again",
        "will try again",
        "delayed",
        "deferred",
        "not yet been delivered",
        "greylist",
        "do not need to resend",
        "do not need to re-send",
    ];
    for text in [words, notice] {
        let text = text.to_lowercase();
        if FINAL.iter().any(|word| text.contains(word)) {
            return false;
        }
        if HOPEFUL.iter().any(|word| text.contains(word)) {
            return true;
        }
    }
    false
}

/// The status a field begins with: `5.1.10 (host/domain does not accept mail)`.
pub fn from_field(value: &str) -> Option<String> {
    find(value).enhanced.or_else(|| {
        // A delivered recipient's class 2 is of interest here alone.
        let first = value.split_whitespace().next()?;
        first.starts_with("2.").then(|| first.to_owned())
    })
}

/// The codes of a text.
pub fn find(text: &str) -> Codes {
    let mut codes = Codes::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let starts = matches!(bytes[at], b'4' | b'5') && (at == 0 || opens(bytes[at - 1]));
        if starts && let Some(length) = enhanced_at(&bytes[at..]) {
            let found = &text[at..at + length];
            let better = codes.enhanced.as_deref().is_none_or(is_bare);
            if better && (codes.enhanced.is_none() || !is_bare(found)) {
                codes.enhanced = Some(found.to_owned());
            }
            at += length;
            continue;
        }
        if starts && codes.reply.is_none() && is_reply(text, at) {
            codes.reply = text[at..at + 3].parse().ok();
        }
        at += 1;
    }
    codes
}

/// What may stand before a code.
fn opens(before: u8) -> bool {
    before.is_ascii_whitespace() || b":;([{<-#=\"',>/".contains(&before)
}

/// The length of `d.ddd.ddd` here, unless it is the beginning of something longer, such as an IP address.
fn enhanced_at(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    for _ in 0..2 {
        if bytes.get(at) != Some(&b'.') {
            return None;
        }
        let digits = bytes[at + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if !(1..=3).contains(&digits) {
            return None;
        }
        at += 1 + digits;
    }
    let longer = match bytes.get(at) {
        Some(b'.') => bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
        Some(next) => next.is_ascii_alphanumeric() || *next == b'@',
        None => false,
    };
    (!longer).then_some(at)
}

/// Whether an SMTP reply stands here: three digits in its range that count nothing.
fn is_reply(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(code) = bytes.get(at..at + 3) else {
        return false;
    };
    if !(b'0'..=b'5').contains(&code[1]) || !code[2].is_ascii_digit() {
        return false;
    }
    let after = bytes.get(at + 3).copied().unwrap_or(b' ');
    if !(after.is_ascii_whitespace() || b"-:;>)],.\"'".contains(&after)) {
        return false;
    }
    if after != b' ' && bytes.get(at + 4).is_some_and(u8::is_ascii_digit) && after != b'-' {
        return false;
    }
    let rest = text
        .get(at + 3..)
        .unwrap_or("")
        .trim_start()
        .to_ascii_lowercase();
    const COUNTED: &[&str] = &[
        "byte", "kb", "mb", "day", "hour", "minute", "second", "message",
    ];
    !COUNTED.iter().any(|unit| rest.starts_with(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> (Option<String>, Option<u16>) {
        let found = find(text);
        (found.enhanced, found.reply)
    }

    #[test]
    fn codes_are_told_from_other_numbers() {
        let enhanced = |text: &str| Some(text.to_owned());
        for (text, wanted) in [
            ("550 5.1.1 no", (enhanced("5.1.1"), Some(550))),
            ("554 5.0.0 x; 550 5.6.9 y", (enhanced("5.6.9"), Some(554))),
            ("550-5.7.1 [2401::1]", (enhanced("5.7.1"), Some(550))),
            ("host [5.1.1.9] (4.1.2.3)", (None, None)),
            ("in 450 seconds, 500 MB, 512kb", (None, None)),
            ("(#5.1.1)", (enhanced("5.1.1"), None)),
            ("said: 421 Service", (None, Some(421))),
            ("id 20450 and 5501", (None, None)),
            ("599", (None, None)),
        ] {
            assert_eq!(codes(text), wanted, "{text}");
        }
    }

    fn told<'a>(field: Option<&'a str>, words: &'a str) -> Told<'a> {
        Told {
            field,
            words,
            notice: "",
            late: false,
        }
    }

    fn status(field: Option<&str>, words: &str) -> String {
        judge(&told(field, words)).status
    }

    #[test]
    fn the_more_telling_status_wins() {
        assert_eq!(status(Some("5.0.0"), "452 4.2.2 over quota"), "4.2.2");
        assert_eq!(status(Some("4.5.0"), "550 5.5.0 no"), "5.5.0");
        assert_eq!(status(Some("4.0.0"), "554 Blocked"), "4.0.0");
        assert_eq!(status(Some("5.1.1"), "550 5.7.1 no"), "5.1.1");
        assert_eq!(status(None, "450 User unknown"), "4.1.1");
        assert_eq!(status(None, "mailbox is full"), "5.2.2");
    }

    #[test]
    fn a_text_without_codes_is_read_for_hope() {
        assert!(!judge(&told(None, "temporarily deferred")).permanent);
        assert!(judge(&told(None, "timed out; not going to try again")).permanent);
        let late = Told {
            late: true,
            ..told(Some("4.0.0"), "no MX found for domain")
        };
        assert!(judge(&late).permanent);
        assert!(
            !judge(&Told {
                late: true,
                ..told(None, "")
            })
            .permanent
        );
    }
}
