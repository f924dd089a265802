//! The relay: aiosmtpd, a real SMTP server of another house, on the loopback.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::failure::{Failure, Outcome, cannot};
use crate::running::{Running, Scratch};

/// After so many seconds of silence the relay ends a session.
pub const IDLE_SECONDS: u64 = 3;
/// One in how many mails is taken without an answer.
const LOSE: u64 = 40;
/// Debian's own Python, to which its packages belong.
const PYTHON: &str = "/usr/bin/python3";

/// A running relay.
pub struct Relay {
    _server: Running,
    log: PathBuf,
    pub port: u16,
}

/// A mail the relay took.
#[derive(Debug, Clone, Deserialize)]
pub struct Taken {
    pub at: f64,
    pub id: String,
    pub practice: String,
    pub step: String,
    pub to: Vec<String>,
}

impl Relay {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub fn start(scratch: &Scratch, port: u16) -> Outcome<Relay> {
        let script = scratch.path().join("sink.py");
        std::fs::write(&script, include_str!("sink.py")).map_err(cannot("write the relay"))?;
        let log = scratch.path().join("taken.jsonl");
        let mut command = Command::new(PYTHON);
        command.arg(&script).arg(port.to_string()).arg(&log);
        command.args([IDLE_SECONDS, LOSE].map(|number| number.to_string()));
        let server =
            Running::start(command.stdout(Stdio::null())).map_err(cannot("run python3"))?;
        let relay = Relay {
            _server: server,
            log,
            port,
        };
        relay.answers()?;
        Ok(relay)
    }

    fn answers(&self) -> Outcome<()> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Failure::Unavailable(
            "the relay of the chaos run does not start: is the package `python3-aiosmtpd` installed?"
                .to_owned(),
        ))
    }

    /// What it took, in order.
    ///
    /// # Errors
    ///
    /// When its log cannot be read.
    pub fn taken(&self) -> Outcome<Vec<Taken>> {
        let text = std::fs::read_to_string(&self.log).map_err(cannot("read the relay's log"))?;
        text.lines()
            .map(|line| {
                serde_json::from_str(line)
                    .map_err(|error| Failure::Wanting(format!("the relay took `{line}`: {error}")))
            })
            .collect()
    }
}
