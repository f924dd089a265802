//! Where mail goes. Nothing is sent unless a setting says so.

use crate::sources::{SettingsError, Sources};

/// Mode of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Into files; nothing is sent. The default.
    Capture,
    /// To a relay on this machine, reserved domains only. The one sending mode a simulated clock may use.
    TestRelay,
    /// To the relay, every mail to one tester.
    Redirect,
    /// To the people it is for.
    Live,
}

/// How the connection to the relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// STARTTLS, required.
    StartTls,
    /// From the first byte.
    Implicit,
    /// None; only a relay on this machine may have it.
    None,
}

/// Mail settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Where it goes.
    pub mode: Mode,
    /// Relay's host.
    pub relay_host: Option<String>,
    /// Relay's port.
    pub relay_port: u16,
    /// After so many seconds of silence the relay ends a session; the claim of a mail on the wire lasts as long.
    pub relay_idle_seconds: u32,
    /// Protection.
    pub tls: Tls,
    /// User at the relay; the password comes from `password_file`.
    pub user: Option<String>,
    /// File whose first line is the password.
    pub password_file: Option<String>,
    /// Who gets everything in mode redirect.
    pub redirect_to: Option<String>,
    /// The sender.
    pub from: String,
}

/// What relays commonly grant (RFC 5321 asks for five minutes).
const IDLE_SECONDS: u32 = 300;
/// A sender that belongs to nobody.
const FROM: &str = "Public information programme <programme@precede.invalid>";

impl Mail {
    pub(crate) fn from_sources(sources: &Sources) -> Result<Self, SettingsError> {
        let mut faults = sources.unknown();
        let mode = match sources.text("mail.mode") {
            None | Some("capture") => Mode::Capture,
            Some("test-relay") => Mode::TestRelay,
            Some("redirect") => Mode::Redirect,
            Some("live") => Mode::Live,
            Some(other) => {
                faults.push(sources.fault(
                    "mail.mode",
                    other,
                    "capture, test-relay, redirect or live",
                ));
                Mode::Capture
            }
        };
        let tls = match sources.text("mail.tls") {
            None if mode == Mode::TestRelay => Tls::None,
            None | Some("starttls") => Tls::StartTls,
            Some("tls") => Tls::Implicit,
            Some("none") => Tls::None,
            Some(other) => {
                faults.push(sources.fault("mail.tls", other, "starttls, tls or none"));
                Tls::StartTls
            }
        };
        let relay_port = match sources.text("mail.relay_port").map(str::parse) {
            None => 587,
            Some(Ok(port)) => port,
            Some(Err(_)) => {
                let given = sources.text("mail.relay_port").unwrap_or_default();
                faults.push(sources.fault("mail.relay_port", given, "a port from 1 to 65535"));
                587
            }
        };
        let relay_idle_seconds = match sources.text("mail.relay_idle_seconds") {
            None => IDLE_SECONDS,
            Some(given) => match given.parse() {
                Ok(seconds @ 1..=3_600) => seconds,
                Ok(_) | Err(_) => {
                    let wanted = "seconds from 1 to 3600, the relay's own idle timeout";
                    faults.push(sources.fault("mail.relay_idle_seconds", given, wanted));
                    IDLE_SECONDS
                }
            },
        };
        faults.extend(missing(sources, mode, tls));
        if !faults.is_empty() {
            return Err(SettingsError(faults));
        }
        let text = |key| sources.text(key).map(str::to_owned);
        Ok(Self {
            mode,
            relay_host: text("mail.relay_host"),
            relay_port,
            relay_idle_seconds,
            tls,
            user: text("mail.user"),
            password_file: text("mail.password_file"),
            redirect_to: text("mail.redirect_to"),
            from: text("mail.from").unwrap_or_else(|| FROM.to_owned()),
        })
    }
}

/// What a mode needs and does not have, or has and may not.
fn missing(sources: &Sources, mode: Mode, tls: Tls) -> Vec<String> {
    let needed: &[&str] = match mode {
        Mode::Capture => &[],
        Mode::TestRelay => &["mail.relay_host"],
        Mode::Redirect => &["mail.relay_host", "mail.from", "mail.redirect_to"],
        Mode::Live => &["mail.relay_host", "mail.from"],
    };
    let chosen = sources.text("mail.mode").unwrap_or("capture");
    let absent = needed.iter().filter(|key| sources.text(key).is_none());
    let mut faults: Vec<String> = absent
        .map(|key| format!("mail.mode `{chosen}` needs `{key}`, which is not set"))
        .collect();
    if mode == Mode::Live && sources.text("mail.redirect_to").is_some() {
        let place = sources.place("mail.redirect_to");
        faults.push(format!(
            "mail.mode `live` and mail.redirect_to ({place}) contradict each other: remove one"
        ));
    }
    let on_this_machine = matches!(
        sources.text("mail.relay_host"),
        Some("localhost" | "127.0.0.1" | "::1")
    );
    if mode != Mode::Capture
        && tls == Tls::None
        && sources.text("mail.relay_host").is_some()
        && !on_this_machine
    {
        faults.push(
            "mail.tls `none` is only for a relay on this machine: use starttls or tls".to_owned(),
        );
    }
    if sources.text("mail.user").is_some() != sources.text("mail.password_file").is_some() {
        faults.push("mail.user and mail.password_file go together: set both or neither".to_owned());
    }
    faults
}
