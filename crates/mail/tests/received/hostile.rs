//! Bytes that nobody honest sends: any, endless, and nested without end.

use std::fmt::Write as _;

use precede_mail::received::{Kind, classify};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        classify(&bytes);
    }

    #[test]
    fn any_text_in_the_frame_of_a_report_is_read_without_a_panic(
        notice in "\\PC{0,200}",
        fields in "[a-zA-Z:;@<>. \n\u{e9}5-]{0,200}",
        original in "[ -~\n\u{3042}]{0,200}",
    ) {
        let report = format!(
            "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\
             Content-Type: multipart/report; boundary=b\n\n--b\n\n{notice}\n\
             --b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {fields}\n\
             --b\nContent-Type: message/rfc822\n\n{original}\n--b--\n"
        );
        classify(report.as_bytes());
        classify(format!("From: postmaster@x.example\nSubject: undeliverable\n\n{fields}{original}").as_bytes());
    }
}

#[test]
fn ten_thousand_messages_inside_each_other_are_read() {
    let nested = "Subject: x\nContent-Type: message/rfc822\n\n".repeat(10_000);
    assert_eq!(classify(nested.as_bytes()).kind, Kind::Other);
    let mut parts = String::new();
    for level in 0..10_000 {
        write!(
            parts,
            "Content-Type: multipart/digest; boundary=b{level}\n\n--b{level}\n\n"
        )
        .unwrap();
    }
    assert_eq!(classify(parts.as_bytes()).kind, Kind::Other);
    let json = format!(
        "Subject: x\n\n{{\"notificationType\":{}",
        "[".repeat(100_000)
    );
    for text in [format!("From: {}", "(".repeat(100_000)), json] {
        assert_eq!(classify(text.as_bytes()).kind, Kind::Other);
    }
}

#[test]
fn fifty_megabytes_cost_no_more_than_their_beginning() {
    let head = "From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n<a@y.example>:\n550 no such user\n\n";
    for filling in [
        "a@b.example ",
        "x",
        "<a@\n",
        "content-type: a/b\n\n",
        "\"",
        "@@@@",
    ] {
        let endless = filling.repeat(50_000_000 / filling.len());
        let bytes = [head.as_bytes(), endless.as_bytes()].concat();
        let read = classify(&bytes);
        // What comes after the beginning is not looked at.
        assert_eq!(read, classify(&bytes[..256 * 1024]), "{filling:?}");
        assert_eq!(read.kind, Kind::Bounce, "{filling:?}");
        assert!(read.recipients.iter().all(|to| to.words.len() <= 500));
        assert_eq!(read.recipients[0].address, "a@y.example");
    }
}

#[test]
fn a_report_of_very_many_recipients_beside_a_long_notice_is_bounded() {
    let many = |line: &str| -> String {
        (0..10_000).fold(String::new(), |mut text, nth| {
            writeln!(text, "{}", line.replace('#', &nth.to_string())).unwrap();
            text
        })
    };
    let report = format!(
        "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; boundary=b\n\n\
         --b\n\n{}\n--b\nContent-Type: message/delivery-status\n\n{}\n--b--\n",
        many("n#@y.example"),
        many("Final-Recipient: rfc822; a#@y.example\n")
    );
    let read = classify(report.as_bytes());
    assert_eq!((read.kind, read.recipients.len()), (Kind::Bounce, 200));
}
