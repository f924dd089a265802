//! The history is chained and read in pieces.

use precede_model::Digest;
use precede_store::{Expect, Write};
use precede_testkit::{campaign, stores};

use crate::support::{at, birth, commit, next, row};

#[tokio::test]
async fn lines_are_chained_over_their_exact_text() {
    let bodies = [
        "{}",
        "{\"note\":\"caf\u{e9} \\\"quoted\\\" \\\\ \u{1f4ee}\"}",
        "",
        "{\"null\":null, \"spaces\" :  1}",
        "tab\tline\nend",
    ];
    for test in stores().await {
        let sample = campaign("5PY", &[]);
        commit(&*test.store, birth(&sample)).await.unwrap();
        let stream = sample.id.stream();
        let mut write = next(&row(&*test.store, &stream).await);
        write.bodies = bodies.iter().map(|&body| body.to_owned()).collect();
        let landed = commit(&*test.store, write)
            .await
            .unwrap()
            .landed
            .remove(0)
            .row;
        let lines = test.store.ledger(&stream, 1, u64::MAX).await.unwrap();
        assert_eq!(lines.len(), 6, "{}", test.name);
        let mut head = None;
        for (line, seq) in lines.iter().zip(1..) {
            assert_eq!((line.stream.as_str(), line.seq), (stream.as_str(), seq));
            assert_eq!(line.prev, head);
            assert_eq!(line.hash, Digest::chained(head, &line.body));
            head = Some(line.hash);
        }
        assert_eq!(
            lines[1..]
                .iter()
                .map(|line| &line.body[..])
                .collect::<Vec<_>>(),
            bodies
        );
        assert_eq!((landed.seq, landed.head), (6, head));
        assert_eq!(row(&*test.store, &stream).await, landed);
        let some = test.store.ledger(&stream, 3, 2).await.unwrap();
        assert_eq!(some, lines[2..4]);
        assert_eq!(test.store.ledger(&stream, 0, 1).await.unwrap(), lines[..1]);
        assert_eq!(test.store.ledger(&stream, 7, 9).await.unwrap(), []);
        assert_eq!(test.store.ledger("none", 1, 9).await.unwrap(), []);
    }
}

#[tokio::test]
async fn heads_are_of_streams_with_a_history_in_order_of_their_bytes() {
    for test in stores().await {
        let mut writes: Vec<Write<'_>> =
            ["register", "programme:scr", "campaign:b", "campaign:B", "Z"]
                .map(|stream| {
                    let mut write = Write::to(stream, Expect::New);
                    write.bodies = vec!["{}".to_owned()];
                    write
                })
                .into();
        writes.push(Write::to("daemon", Expect::New));
        test.store.commit(&writes, at(0)).await.unwrap();
        let heads = test.store.heads().await.unwrap();
        let names: Vec<_> = heads.iter().map(|head| head.stream.as_str()).collect();
        assert_eq!(
            names,
            ["Z", "campaign:B", "campaign:b", "programme:scr", "register"],
            "{}",
            test.name
        );
        assert!(
            heads
                .iter()
                .all(|head| head.seq == 1 && head.head == Digest::chained(None, "{}"))
        );
    }
}
