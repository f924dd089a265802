//! Chance for names and passwords of things that live as long as one task.

use std::fs::File;
use std::io::Read;

use crate::failure::{Outcome, cannot};

/// `bytes` random bytes as lower-case hex.
///
/// # Errors
///
/// When the system has no source of randomness.
pub fn hex(bytes: usize) -> Outcome<String> {
    let mut buffer = vec![0; bytes];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut buffer))
        .map_err(cannot("read random bytes"))?;
    Ok(buffer.iter().map(|byte| format!("{byte:02x}")).collect())
}
