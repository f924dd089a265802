//! Amazon SES reports bounces and complaints as JSON, which its notification service also sends by mail.

use serde::Deserialize;

use super::{
    answer::{Kind, Received, Recipient},
    delivery_report::WORDS_MAX,
    parts::{Parts, cut},
    reason::Reason,
    status::{self, Told},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    #[serde(default)]
    bounce_type: String,
    bounced_recipients: Vec<Bounced>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounced {
    email_address: String,
    status: Option<String>,
    diagnostic_code: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complaint {
    complained_recipients: Vec<Complainer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Complainer {
    email_address: String,
}

/// The notification in a message, if it is one.
pub fn read(parts: &Parts) -> Option<Received> {
    let text = parts.notice.trim_start();
    if !text.starts_with('{') || !text.contains("notificationType") {
        return None;
    }
    // What follows the object is the service's own advice to people.
    let mut objects = serde_json::Deserializer::from_str(text).into_iter::<Notification>();
    let told = objects.next()?.ok()?;
    let (kind, recipients) = match (told.bounce, told.complaint) {
        (Some(bounce), _) => {
            let late = !bounce.bounce_type.eq_ignore_ascii_case("permanent");
            let to = bounce.bounced_recipients.into_iter();
            (Kind::Bounce, to.map(|to| bounced(to, late)).collect())
        }
        (None, Some(complaint)) => {
            let to = complaint.complained_recipients.into_iter();
            (Kind::Complaint, to.map(complained).collect())
        }
        (None, None) => (Kind::Other, Vec::new()),
    };
    Some(Received {
        kind,
        recipients,
        ..Received::other()
    })
}

fn bounced(to: Bounced, late: bool) -> Recipient {
    let words = to.diagnostic_code.unwrap_or_default();
    let field = to.status.as_deref().and_then(status::from_field);
    let verdict = status::judge(&Told {
        field: field.as_deref(),
        words: &words,
        notice: "",
        late,
    });
    Recipient {
        address: to.email_address,
        status: verdict.status,
        permanent: Some(verdict.permanent),
        reason: verdict.reason,
        words: cut(&words, WORDS_MAX).to_owned(),
    }
}

fn complained(to: Complainer) -> Recipient {
    Recipient {
        address: to.email_address,
        status: String::new(),
        permanent: None,
        reason: Reason::Unwanted,
        words: String::new(),
    }
}
