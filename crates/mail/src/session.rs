//! One session with a relay, and why no mail of it outlives its claim (E6).
//!
//! A process can be stopped between any two instructions and wake up much later, when another daemon has handed over the
//! same mail and those after it. It must then hold a dead connection. So the claim is renewed when the recipient is
//! accepted, to last the relay's idle timeout and [`MARGIN`] more; and after each later answer of the relay less than
//! `MARGIN` must have passed since. Stopped after such a look, the process has had its last answer within `MARGIN` of the
//! renewal; the relay hangs up one idle timeout after that answer, which is before the claim ends.

use std::{
    fmt::{self, Display},
    time::{Duration, Instant},
};

use lettre::{
    Message,
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailParameter},
        response::Response,
    },
};

use crate::{MailError, RelaySettings, Standing, TlsMode};

/// Within so long of the renewal of its claim a mail must be on the wire.
const MARGIN: Duration = Duration::from_secs(2);

/// An open session.
pub(crate) struct Session {
    connection: AsyncSmtpConnection,
    idle: Duration,
    answered: Instant,
}

impl Session {
    /// Connects, protects the connection as the settings say, and signs in.
    ///
    /// # Errors
    /// `Later` when the relay is not there or does not want us now.
    pub async fn open(
        settings: &RelaySettings,
        tls: Option<&TlsParameters>,
    ) -> Result<Self, MailError> {
        let hello = ClientId::default();
        let at_once = tls.filter(|_| settings.tls == TlsMode::Implicit).cloned();
        let server = (settings.host.as_str(), settings.port);
        let idle = settings.idle;
        let connect =
            AsyncSmtpConnection::connect_tokio1(server, Some(idle), &hello, at_once, None);
        let mut connection = in_time(idle, connect).await?;
        if let (TlsMode::StartTls, Some(tls)) = (settings.tls, tls) {
            in_time(idle, connection.starttls(tls.clone(), &hello)).await?;
        }
        if let Some((user, password)) = &settings.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            in_time(idle, connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        Ok(Self {
            connection,
            idle,
            answered: Instant::now(),
        })
    }

    /// Whether the relay has not hung up by now, as far as one can tell.
    pub fn is_fresh(&self, settings: &RelaySettings) -> bool {
        self.answered.elapsed() < settings.idle / 2
    }

    /// Hands one mail over if its claim stands.
    ///
    /// # Errors
    /// As [`MailError`] says; the session is not to be used again.
    pub async fn hand_over(
        &mut self,
        mail: &Message,
        standing: &dyn Standing,
    ) -> Result<String, MailError> {
        let envelope = mail.envelope();
        let content = Content::of(mail)?;
        let from = Mail::new(envelope.from().cloned(), self.parameters(envelope)?);
        self.say(from).await?;
        for to in envelope.to() {
            self.say(Rcpt::new(to.clone(), Vec::new())).await?;
        }
        let renewed = Instant::now();
        match standing.renew(self.idle + MARGIN).await {
            Ok(true) => {}
            Ok(false) => return Err(MailError::TakenOver),
            Err(why) => return Err(MailError::Later(why)),
        }
        still(renewed)?;
        self.say(Data).await?;
        still(renewed)?;
        let answer = self.say(content).await?;
        Ok(answer.message().collect::<Vec<_>>().join(" "))
    }

    fn parameters(&self, envelope: &Envelope) -> Result<Vec<MailParameter>, MailError> {
        let mut addresses = envelope.to().iter().chain(envelope.from());
        if addresses.all(|address| address.to_string().is_ascii()) {
            return Ok(Vec::new());
        }
        let info = self.connection.server_info();
        if info.supports_feature(Extension::SmtpUtfEight) {
            return Ok(vec![MailParameter::SmtpUtfEight]);
        }
        Err(MailError::Address(
            "the relay takes no address outside ASCII".to_owned(),
        ))
    }

    async fn say(&mut self, words: impl Display) -> Result<Response, MailError> {
        let answer = in_time(self.idle, self.connection.command(words)).await?;
        self.answered = Instant::now();
        Ok(answer)
    }
}

/// A relay that does not answer in its own time is gone.
async fn in_time<T>(
    idle: Duration,
    said: impl Future<Output = Result<T, Error>>,
) -> Result<T, MailError> {
    match tokio::time::timeout(idle, said).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
        Ok(Err(error)) => Err(MailError::Later(error.to_string())),
        Err(_) => Err(MailError::Later("the relay does not answer".to_owned())),
    }
}

/// Whether the claim renewed then covers what is said now.
fn still(renewed: Instant) -> Result<(), MailError> {
    if renewed.elapsed() < MARGIN {
        Ok(())
    } else {
        Err(MailError::Later(
            "too long since its claim was renewed".to_owned(),
        ))
    }
}

/// A mail's text with its end: one write, so that the process cannot be stopped between the two.
struct Content(String);

impl Content {
    fn of(mail: &Message) -> Result<Self, MailError> {
        let text = String::from_utf8(mail.formatted())
            .map_err(|error| MailError::Address(error.to_string()))?;
        let text = text.strip_suffix("\r\n").unwrap_or(&text);
        // A line that begins with a dot gets a second one, for a dot alone is the end.
        let text = text.replace("\r\n.", "\r\n..");
        let dot = if text.starts_with('.') { "." } else { "" };
        Ok(Self(format!("{dot}{text}\r\n.\r\n")))
    }
}

impl Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
        net::TcpListener,
    };

    use super::*;
    use crate::Undisputed;

    fn mail(text: &str) -> Message {
        Message::builder()
            .from("a@b.example".parse().unwrap())
            .to("c@d.example".parse().unwrap())
            .body(text.to_owned())
            .unwrap()
    }

    #[test]
    fn a_dot_alone_ends_a_mail_once() {
        let content = Content::of(&mail("one\r\n.\r\n..two\r\n")).unwrap().0;
        assert!(
            content.ends_with("\r\none\r\n..\r\n...two\r\n.\r\n"),
            "{content}"
        );
        let content = Content::of(&mail("no end")).unwrap().0;
        assert!(content.ends_with("\r\n\r\nno end\r\n.\r\n"), "{content}");
    }

    /// A relay that takes one mail and tells what was said to it.
    async fn relay() -> (u16, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 hello\r\n").await.unwrap();
            let mut said = String::new();
            let mut is_content = false;
            loop {
                let begun = said.len();
                if stream.read_line(&mut said).await.unwrap_or(0) == 0 {
                    return said;
                }
                let line = &said[begun..];
                let answer: &[u8] = match line {
                    "DATA\r\n" => b"354 go on\r\n",
                    ".\r\n" => b"250 taken\r\n",
                    _ if is_content => continue,
                    _ => b"250 ok\r\n",
                };
                is_content = answer.starts_with(b"354");
                stream.write_all(answer).await.unwrap();
            }
        });
        (port, served)
    }

    struct TakenOver;

    #[async_trait::async_trait]
    impl Standing for TakenOver {
        async fn renew(&self, lasts: Duration) -> Result<bool, String> {
            assert!(
                lasts > Duration::from_secs(300),
                "longer than the relay waits"
            );
            Ok(false)
        }
    }

    fn settings(port: u16) -> RelaySettings {
        RelaySettings {
            host: "127.0.0.1".to_owned(),
            port,
            tls: TlsMode::Plain,
            credentials: None,
            redirect_to: None,
            idle: Duration::from_secs(300),
            is_trial: true,
        }
    }

    #[tokio::test]
    async fn a_mail_whose_claim_was_taken_over_never_gets_to_data() {
        for (standing, is_taken) in [(&TakenOver as &dyn Standing, false), (&Undisputed, true)] {
            let (port, served) = relay().await;
            let mut session = Session::open(&settings(port), None).await.unwrap();
            let answer = session.hand_over(&mail("text\r\n"), standing).await;
            drop(session);
            let said = served.await.unwrap();
            assert!(said.contains("RCPT TO:<c@d.example>"), "{said}");
            assert_eq!(said.contains("DATA"), is_taken, "{said}");
            match answer {
                Ok(words) => assert_eq!((words.as_str(), is_taken), ("taken", true)),
                Err(error) => assert!(matches!(error, MailError::TakenOver) && !is_taken),
            }
        }
    }

    #[test]
    fn a_claim_covers_what_is_said_soon_after() {
        assert!(still(Instant::now()).is_ok());
        let long_ago = Instant::now().checked_sub(MARGIN).unwrap();
        assert!(matches!(still(long_ago), Err(MailError::Later(_))));
    }
}
