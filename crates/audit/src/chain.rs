//! The chain of one stream: numbers without a gap, each entry bound to the one before it by its hash.

use sha2::{Digest, Sha256};

use crate::line::Line;

/// Where a stream's chain stands.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    seq: u64,
    head: String,
}

impl Chain {
    /// Takes the next entry and says what is wrong with its place. Goes on from what the entry itself claims, so that
    /// one break is named where it is and not at every later entry.
    pub fn follow(&mut self, line: &Line) -> Vec<String> {
        let mut faults = Vec::new();
        if self.seq.checked_add(1) != Some(line.seq) {
            faults.push(format!("number {} follows {}", line.seq, self.seq));
        }
        if line.prev != self.head {
            faults.push("`prev` is not the hash of the entry before".to_owned());
        }
        if line.hash != hash(&line.prev, &line.body) {
            faults.push("`hash` does not fit `prev` and `body`".to_owned());
        }
        self.seq = line.seq;
        self.head.clone_from(&line.hash);
        faults
    }
}

/// Hex SHA-256 over `prev`, a line feed and `body`.
fn hash(prev: &str, body: &str) -> String {
    let mut sum = Sha256::new();
    sum.update(prev);
    sum.update("\n");
    sum.update(body);
    hex::encode(sum.finalize())
}
