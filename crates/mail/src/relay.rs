//! An SMTP relay: in trial to one on the loopback with reserved domains only, or for real when a setting says so.

use std::time::Duration;

use async_trait::async_trait;
use lettre::transport::smtp::client::TlsParameters;
use precede_engine::Warrant;
use precede_model::ClaimProof;
use tokio::sync::Mutex;

use crate::{Letter, MailError, Mailer, Standing, message, session::Session};

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsMode {
    /// None: for a relay on this machine.
    Plain,
    /// STARTTLS, required.
    StartTls,
    /// TLS from the first byte.
    Implicit,
}

/// Where the relay is and to whom it may send.
#[derive(Debug, Clone)]
pub struct RelaySettings {
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub tls: TlsMode,
    /// User and password.
    pub credentials: Option<(String, String)>,
    /// Send everything to this tester instead.
    pub redirect_to: Option<String>,
    /// After so long a silence the relay ends a session. The claim of a mail lasts as long (E6): a value below the
    /// relay's own lets a process that was stopped and wakes up send late.
    pub idle: Duration,
    /// Whether this is a trial: a relay on the loopback and reserved domains only.
    pub is_trial: bool,
}

/// A relay.
pub struct Relay {
    settings: RelaySettings,
    tls: Option<TlsParameters>,
    /// The session that is open, between two mails.
    session: Mutex<Option<Session>>,
}

impl Relay {
    /// Prepares connections; none is made yet.
    ///
    /// # Errors
    /// When a trial names a relay that is not on the loopback, or TLS cannot be set up.
    pub fn new(settings: RelaySettings) -> Result<Self, MailError> {
        if settings.is_trial && !is_loopback(&settings.host) {
            return Err(MailError::Address(format!(
                "a test relay must be on the loopback, `{}` is not",
                settings.host
            )));
        }
        let tls = match settings.tls {
            TlsMode::Plain => None,
            TlsMode::StartTls | TlsMode::Implicit => {
                let parameters = TlsParameters::new(settings.host.clone());
                Some(parameters.map_err(|error| MailError::Later(error.to_string()))?)
            }
        };
        Ok(Self {
            settings,
            tls,
            session: Mutex::default(),
        })
    }
}

#[async_trait]
impl Mailer for Relay {
    async fn send(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        letter: &Letter,
        standing: &dyn Standing,
    ) -> Result<String, MailError> {
        if !message::is_for_this(&warrant, claim, letter) {
            return Err(MailError::NotForThis);
        }
        let mut letter = letter.clone();
        if let Some(tester) = &self.settings.redirect_to {
            letter.envelope.to.clone_from(tester);
            letter.envelope.to_name = None;
        }
        may_write_to(&letter.envelope.to, &self.settings)?;
        let composed = message::compose(&warrant, &letter)?;
        let mut kept = self.session.lock().await;
        let mut session = match kept.take().filter(|kept| kept.is_fresh(&self.settings)) {
            Some(session) => session,
            None => Session::open(&self.settings, self.tls.as_ref()).await?,
        };
        // A session in which anything went wrong is dropped, and its connection with it.
        let answer = session.hand_over(&composed, standing).await?;
        *kept = Some(session);
        Ok(answer)
    }
}

/// Real practices are never contacted by accident: a trial writes to reserved domains only, and a live relay never to
/// them.
fn may_write_to(address: &str, settings: &RelaySettings) -> Result<(), MailError> {
    let domain = address.rsplit('@').next().unwrap_or_default();
    let reserved = is_reserved(domain);
    if settings.is_trial && !reserved {
        return Err(MailError::Refused(format!(
            "`{domain}` is a real domain and this is a trial"
        )));
    }
    if !settings.is_trial && reserved {
        return Err(MailError::Refused(format!(
            "`{domain}` is reserved for tests and no mail reaches it"
        )));
    }
    Ok(())
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// Domains that belong to nobody (RFC 2606, RFC 6761).
fn is_reserved(domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    [
        "invalid",
        "example",
        "test",
        "localhost",
        "example.com",
        "example.org",
        "example.net",
    ]
    .iter()
    .any(|reserved| domain == *reserved || domain.ends_with(&format!(".{reserved}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(is_trial: bool, host: &str) -> RelaySettings {
        RelaySettings {
            host: host.to_owned(),
            port: 25,
            tls: TlsMode::Plain,
            credentials: None,
            redirect_to: None,
            idle: Duration::from_secs(300),
            is_trial,
        }
    }

    #[test]
    fn a_trial_reaches_nobody_real() {
        let trial = settings(true, "127.0.0.1");
        assert!(may_write_to("a@practice.invalid", &trial).is_ok());
        assert!(may_write_to("a@invalid.org.uk", &trial).is_err());
        assert!(Relay::new(settings(true, "relay.invalid")).is_err());
        assert!(Relay::new(trial).is_ok());
    }

    #[test]
    fn a_live_relay_refuses_addresses_made_for_tests() {
        let live = settings(false, "relay.invalid");
        assert!(may_write_to("a@practice.invalid", &live).is_err());
        assert!(may_write_to("a@EXAMPLE.com", &live).is_err());
    }
}
