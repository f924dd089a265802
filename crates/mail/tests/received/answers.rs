//! Answers of machines, receipts, complaints and letters: what is no bounce.

use precede_mail::received::{Kind, classify};

fn kind(headers: &str, body: &str) -> Kind {
    classify(format!("{headers}\n\n{body}\n").as_bytes()).kind
}

const PERSON: &str = "From: Pat <pat@surgery.example>\nTo: us@pct.example\n";

#[test]
fn machines_answer_under_many_marks() {
    for mark in [
        "Subject: Away\nAuto-Submitted: auto-replied (vacation)",
        "Subject: Hello\nX-Autoreply: yes",
        "Subject: Hello\nX-Autorespond: Hello",
        "Subject: Hello\nPrecedence: auto_reply",
        "Subject: Hello\nX-Auto-Response-Suppress: All\nIn-Reply-To: <1@pct.example>",
        "Subject: Hello\nAuto-Submitted: auto-generated\nIn-Reply-To: <1@pct.example>",
        "Subject: Out of office: your notice",
        "Subject: Automatic reply: Undeliverable: your notice\nReturn-Path: <>",
        "Subject: =?utf-8?Q?R=C3=A9ponse_automatique?=: avis",
        "Subject: Abwesenheitsnotiz",
        "Subject: =?utf-8?B?6Ieq5YuV6L+U5L+h?=",
    ] {
        let headers = format!("{PERSON}{mark}");
        let read = classify(format!("{headers}\n\nI am away.\n").as_bytes());
        assert_eq!(read.kind, Kind::AutoReply, "{mark}");
        assert_eq!(read.recipients[0].address, "pat@surgery.example", "{mark}");
        assert_eq!(read.permanent(), None);
    }
}

#[test]
fn letters_are_letters() {
    for (mark, body) in [
        ("Subject: Re: your notice", "We are ready."),
        (
            "Subject: Re: your notice\nAuto-Submitted: no",
            "We are ready.",
        ),
        (
            "Subject: Digest\nList-Id: <gp.lists.example>\nX-Auto-Response-Suppress: All",
            "News.",
        ),
        (
            "Subject: Question",
            "My leaflet could not be delivered to pat@surgery.example, why?",
        ),
        ("Subject: Our vacation policy", "Out of office rules."),
        (
            "Subject: Report\nAuto-Submitted: auto-generated",
            "Nightly figures.",
        ),
    ] {
        assert_eq!(
            kind(&format!("{PERSON}{mark}"), body),
            Kind::Other,
            "{mark}"
        );
    }
    assert_eq!(classify(b"").kind, Kind::Other);
}

#[test]
fn vacation_words_in_a_bounce_stay_a_bounce() {
    let headers = "From: Mailer-Daemon@mx.example\nTo: us@pct.example\nReturn-Path: <>\n\
                   Auto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender";
    let body = "The following address(es) failed:\n\n  pat@surgery.example\n    550 out of office, on vacation\n";
    assert_eq!(kind(headers, body), Kind::Bounce);
}

fn report(kind: &str, part: &str) -> String {
    format!(
        "From: postmaster@mx.example\nTo: us@pct.example\nSubject: Report\n\
         Content-Type: multipart/report; report-type={kind}; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nA report.\n\
         --b\nContent-Type: message/{kind}\n\n{part}\n\
         --b\nContent-Type: message/rfc822\n\n\
         From: us@pct.example\nTo: pat@surgery.example\nMessage-ID: <7@pct.example>\n\
         X-Precede-Pct: 5QE\nX-Precede-Practice: K84001\n\nHello\n--b--\n"
    )
}

#[test]
fn a_receipt_and_a_delivery_are_no_bounces() {
    let receipt = "Final-Recipient: rfc822; pat@surgery.example\n\
                   Disposition: manual-action/MDN-sent-manually; displayed";
    assert_eq!(
        classify(report("disposition-notification", receipt).as_bytes()).kind,
        Kind::Other
    );
    for action in ["delivered", "relayed", "expanded"] {
        let fields = format!(
            "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; pat@surgery.example\n\
             Action: {action}\nStatus: 2.0.0"
        );
        let read = classify(report("delivery-status", &fields).as_bytes());
        assert_eq!(
            (read.kind, read.recipients.len()),
            (Kind::Other, 0),
            "{action}"
        );
    }
}

#[test]
fn a_complaint_names_who_complained_and_our_mail() {
    let fields = "Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <kim@surgery.example>";
    let read = classify(report("feedback-report", fields).as_bytes());
    assert_eq!(read.kind, Kind::Complaint);
    assert_eq!(read.recipients[0].address, "kim@surgery.example");
    assert_eq!(read.permanent(), None);
    assert_eq!(read.original_message_id.as_deref(), Some("7@pct.example"));
    let own: Vec<_> = read
        .own_headers
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(own, ["X-Precede-Pct=5QE", "X-Precede-Practice=K84001"]);
    let taken_back =
        classify(report("feedback-report", "Feedback-Type: not-spam\nVersion: 1").as_bytes());
    assert_eq!(taken_back.kind, Kind::Other);
}

#[test]
fn the_address_it_came_to_may_carry_the_recipient() {
    let headers = "From: MAILER-DAEMON@mx.example\nSubject: failure notice\nReturn-Path: <>\n\
                   To: bounces+pat=surgery.example@pct.example";
    let read = classify(format!("{headers}\n\nSorry, no such user.\n").as_bytes());
    assert_eq!(read.kind, Kind::Bounce);
    assert_eq!(
        read.verp.as_deref(),
        Some("bounces+pat=surgery.example@pct.example")
    );
    assert_eq!(read.recipients[0].address, "pat@surgery.example");
    assert_eq!(read.permanent(), Some(true));
}

#[test]
fn a_notification_in_json_is_read() {
    let headers = "From: no-reply@sns.example\nSubject: Notification Message";
    let read =
        |body: &str| classify(format!("{headers}\n\n{body}\n\n--\nTo stop, click.\n").as_bytes());
    let late = read(
        r#"{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bouncedRecipients":
        [{"emailAddress":"pat@surgery.example"},{"emailAddress":"kim@clinic.example","status":"5.1.1"}]}}"#,
    );
    assert_eq!(late.kind, Kind::Bounce);
    let fates: Vec<_> = late.recipients.iter().map(|to| to.permanent).collect();
    assert_eq!(fates, [Some(false), Some(true)]);
    let complaint = read(
        r#"{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"pat@surgery.example"}]}}"#,
    );
    assert_eq!(complaint.kind, Kind::Complaint);
    assert_eq!(complaint.recipients[0].address, "pat@surgery.example");
    let arrived = read(
        r#"{"notificationType":"Delivery","delivery":{"recipients":["pat@surgery.example"]}}"#,
    );
    assert_eq!(arrived.kind, Kind::Other);
}
