//! Reads every file of a folder again and again, and says how many messages a second that were:
//! `cargo run --release -p precede-mail --example classify -- FOLDER`.

use std::{error::Error, time::Instant};

use precede_mail::received;

const ROUNDS: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of messages")?;
    let mut messages = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        messages.push(std::fs::read(entry?.path())?);
    }
    let start = Instant::now();
    let mut recipients = 0;
    for _ in 0..ROUNDS {
        for bytes in &messages {
            recipients += received::classify(bytes).recipients.len();
        }
    }
    let read = ROUNDS * messages.len();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{read} messages, {recipients} recipients, {:.0} messages/s",
        read as f64 / seconds
    );
    Ok(())
}
