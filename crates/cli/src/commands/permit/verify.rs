//! `precede permit verify`.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use clap::Args;
use precede_model::Timestamp;
use precede_permit::{RevocationList, Token, Verdict, VerificationKeys};
use serde_json::{Value, json};

use super::{machine, now};
use crate::{answer::Answer, context::Context, errors::CliError, key_folder::KeyFolder, parse};

/// Judges a token.
#[derive(Args)]
#[command(after_help = "Example:
  precede permit verify --file token.txt --keys keys.json --revocations scr.revocations
  precede permit verify eyJ0eXAi… --keys keys.json --at 2010-07-01T10:00 --json

With --keys nothing else is read: no data folder, no network. Without --revocations, or with a list that is fifteen minutes
old, the answer is `signed, revocation unknown`.

Exit codes: 0 valid, or signed with revocation unknown unless --require-revocations; 1 revoked, expired, not yet valid,
altered, another key; 2 no token at all, or other bad input.")]
pub struct Arguments {
    /// The token
    #[arg(required_unless_present = "file")]
    token: Option<String>,
    /// The token is in this file; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    file: Option<PathBuf>,
    /// Published keys; without it those of the data folder
    #[arg(long, value_name = "JWKS")]
    keys: Option<PathBuf>,
    /// The signed list of revocations
    #[arg(long, value_name = "FILE")]
    revocations: Option<PathBuf>,
    /// Revocation unknown is not good enough: exit code 1
    #[arg(long)]
    require_revocations: bool,
    /// Judge as at this instant [default: now]
    #[arg(long, value_name = "T", value_parser = parse::instant)]
    at: Option<Timestamp>,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let text = token(&arguments)?;
    let (keys, at) = match &arguments.keys {
        Some(path) => (published(path)?, arguments.at.unwrap_or_else(machine)),
        None => {
            let keys = KeyFolder::new(context.settings.permit_keys()).published()?;
            let at = match arguments.at {
                Some(at) => at,
                None => now(context).await?,
            };
            (keys, at)
        }
    };
    let list = arguments.revocations.as_deref();
    let list = list.map(|path| list_of(path, &keys)).transpose()?;
    let verdict = precede_permit::verify(&text, &keys, list.as_ref(), at);
    let code = match &verdict {
        Verdict::Valid { .. } => 0,
        Verdict::SignedRevocationUnknown { .. } => u8::from(arguments.require_revocations),
        Verdict::Revoked { .. }
        | Verdict::Expired { .. }
        | Verdict::NotYetValid { .. }
        | Verdict::Altered
        | Verdict::AnotherKey { .. } => 1,
        Verdict::Malformed { .. } => 2,
    };
    Ok(Answer {
        code,
        ..Answer::done(in_words(&verdict), as_json(&verdict))
    })
}

/// Without the line ends that copying adds. Bytes that are no text are for the verdict to refuse.
fn token(arguments: &Arguments) -> Result<String, CliError> {
    let bytes = match (&arguments.token, &arguments.file) {
        (Some(token), _) => token.clone().into_bytes(),
        (None, Some(path)) if path == Path::new("-") => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            read.map_err(|error| CliError::Usage(format!("standard input: {error}")))?;
            bytes
        }
        (None, Some(path)) => std::fs::read(path)
            .map_err(|error| CliError::Usage(format!("`{}`: {error}", path.display())))?,
        (None, None) => Vec::new(),
    };
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

fn published(path: &Path) -> Result<VerificationKeys, CliError> {
    VerificationKeys::from_jwks(&read(path)?)
        .map_err(|error| CliError::Usage(format!("`{}`: {error}", path.display())))
}

fn list_of(path: &Path, keys: &VerificationKeys) -> Result<RevocationList, CliError> {
    RevocationList::read(read(path)?.trim(), keys).map_err(|untrusted| {
        CliError::Usage(format!(
            "`{}`: this list of revocations cannot be trusted: {untrusted}; fetch list and keys anew",
            path.display()
        ))
    })
}

fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path)
        .map_err(|error| CliError::Usage(format!("`{}`: {error}", path.display())))
}

fn in_words(verdict: &Verdict) -> String {
    let mut text = format!("{}\n{verdict}\n", verdict.status());
    if let Some(Token { claims, .. }) = verdict.token() {
        text += &format!(
            "  practice {}, {}, campaign {}, {} withheld\n  approved {}, token good until {}\n",
            claims.practice,
            claims.pct,
            claims.campaign,
            claims.withheld,
            claims.approved_at,
            claims.expires_at
        );
    }
    text
}

/// What an unsigned text says is not repeated: its members are null.
fn as_json(verdict: &Verdict) -> Value {
    let token = verdict.token();
    let claims = token.map(|token| &token.claims);
    let key = match verdict {
        Verdict::AnotherKey { kid } => Some(*kid),
        _ => token.map(|token| token.key),
    };
    let revoked = match verdict {
        Verdict::Revoked { at, .. } => Some(*at),
        _ => None,
    };
    json!({
        "status": verdict.status(),
        "practice": claims.map(|claims| claims.practice),
        "pct": claims.map(|claims| claims.pct),
        "programme": claims.map(|claims| claims.campaign.programme),
        "campaign": claims.map(|claims| claims.campaign.to_string()),
        "withheld": claims.map(|claims| claims.withheld),
        "evidence": claims.map(|claims| claims.evidence),
        "approved": claims.map(|claims| claims.approved_at),
        "issued": token.map(|token| token.issued_at),
        "expires": claims.map(|claims| claims.expires_at),
        "revoked": revoked,
        "token": claims.map(|claims| claims.id),
        "key": key,
        "words": verdict.to_string(),
    })
}
