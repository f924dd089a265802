//! One mail: addressed, with a Message-ID that is the same however often it is tried.

use lettre::{
    Message,
    message::{Mailbox, MultiPart, header::HeaderName, header::HeaderValue},
};
use precede_engine::Warrant;
use precede_model::{CampaignId, ClaimProof, Digest, EffectKey, OrganisationCode, StepId};

/// From whom and to whom.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Sender.
    pub from: String,
    /// Recipient.
    pub to: String,
    /// The recipient's name, if known.
    pub to_name: Option<String>,
}

/// A mail ready to be addressed to a relay.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The campaign.
    pub campaign: CampaignId,
    /// The practice, or the PCT for mail to its staff.
    pub organisation: OrganisationCode,
    /// The step.
    pub step: StepId,
    /// From and to.
    pub envelope: Envelope,
    /// Subject, one line.
    pub subject: String,
    /// Text part.
    pub text: String,
    /// HTML part.
    pub html: String,
}

/// Why a mail was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Warrant or claim is for something else: a fault of ours, nothing left.
    #[error("the warrant or the claim is not for this mail")]
    NotForThis,
    /// The claim ran out and another daemon has taken it over: nothing left from here.
    #[error("another daemon has taken it over")]
    TakenOver,
    /// The address or a header cannot be used.
    #[error("cannot be addressed: {0}")]
    Address(String),
    /// The taker refused it for good.
    #[error("refused: {0}")]
    Refused(String),
    /// The taker is not available, or asked to try again later.
    #[error("not taken yet: {0}")]
    Later(String),
}

impl MailError {
    /// Whether another try can help.
    pub fn retry(&self) -> bool {
        matches!(self, Self::Later(_))
    }
}

/// The Message-ID of an effect: a copy repeated after a crash carries the same.
pub fn message_id(campaign: CampaignId, key: EffectKey, domain: &str) -> String {
    let digest = Digest::of(format!("{campaign}|{key}")).to_string();
    format!("<{}@{domain}>", &digest[..32])
}

/// Whether warrant and claim are for this mail.
pub(crate) fn is_for_this(warrant: &Warrant, claim: &ClaimProof, letter: &Letter) -> bool {
    warrant.key() == claim.key()
        && warrant.campaign() == letter.campaign
        && claim.stream() == letter.campaign.stream()
        && warrant.key().step == letter.step
        && warrant
            .key()
            .subject
            .is_none_or(|subject| subject == letter.organisation)
}

/// The message as it goes over the wire.
pub(crate) fn compose(warrant: &Warrant, letter: &Letter) -> Result<Message, MailError> {
    let unusable = |what: &dyn std::fmt::Display| MailError::Address(what.to_string());
    let from: Mailbox = letter
        .envelope
        .from
        .parse()
        .map_err(|e: lettre::address::AddressError| unusable(&e))?;
    let to: lettre::Address = letter
        .envelope
        .to
        .parse()
        .map_err(|e: lettre::address::AddressError| unusable(&e))?;
    let id = message_id(letter.campaign, warrant.key(), from.email.domain());
    let date = std::time::UNIX_EPOCH
        + std::time::Duration::from_micros(warrant.at().micros().max(0).unsigned_abs());
    let builder = Message::builder()
        .from(from)
        .to(Mailbox::new(letter.envelope.to_name.clone(), to))
        .subject(one_line(&letter.subject))
        .message_id(Some(id))
        .date(date);
    let mut message = builder
        .multipart(MultiPart::alternative_plain_html(
            letter.text.clone(),
            letter.html.clone(),
        ))
        .map_err(|error| unusable(&error))?;
    let headers = message.headers_mut();
    for (name, value) in [
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Precede-Pct", letter.campaign.pct.to_string()),
        ("X-Precede-Practice", letter.organisation.to_string()),
        ("X-Precede-Step", letter.step.to_string()),
    ] {
        let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|error| unusable(&error))?;
        headers.insert_raw(HeaderValue::new(name, value));
    }
    Ok(message)
}

/// A subject is one line: what came from a register cannot add a header.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
