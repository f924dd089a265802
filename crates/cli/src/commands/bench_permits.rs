//! `precede bench-permits`: tokens signed and verified on one core, for `cargo xtask bench`. Keys and permits are made up.

use std::time::{Duration, Instant};

use clap::Args;
use precede_model::{Digest, OrganisationCode, Timestamp};
use precede_permit::{
    Claims, KeyRing, LONGEST_LIFE, Revocation, RevocationList, Revoked, SignError,
    VerificationKeys, verify,
};
use serde_json::{Value, json};

use crate::{answer::Answer, errors::CliError};

/// How.
#[derive(Args)]
#[command(after_help = "Example:
  precede bench-permits --seconds 5 --json")]
pub struct Arguments {
    /// How long each
    #[arg(long, default_value_t = 5)]
    seconds: u64,
}

/// As many tokens as there were practices in April 2010.
const PRACTICES: u32 = 8_046;
/// So many of them are revoked.
const REVOKED: u32 = 100;

/// Does it.
pub fn run(arguments: Arguments) -> Result<Answer, CliError> {
    let now = Timestamp::from_micros(1_277_971_200_000_000);
    let ring = KeyRing::new([7; 32], now);
    let keys = VerificationKeys::from_jwks(&ring.keys().to_jwks()).map_err(failed)?;
    let long = Duration::from_secs(arguments.seconds);
    let signed = repeat(long, |ix| {
        let claims = claims(ix % PRACTICES, now)?;
        sign(&ring, &claims, now).map(|token| !token.is_empty())
    })?;
    let tokens: Vec<String> = (0..PRACTICES)
        .map(|ix| sign(&ring, &claims(ix, now)?, now))
        .collect::<Result<_, _>>()?;
    let list = list(&ring, &keys, now)?;
    let verified = repeat(long, |ix| {
        let ix = ix % PRACTICES;
        let verdict = verify(&tokens[ix as usize], &keys, Some(&list), now);
        Ok(verdict.status() == if ix < REVOKED { "revoked" } else { "valid" })
    })?;
    let text = format!(
        "signed {:.0}/s, verified {:.0}/s",
        rate(&signed),
        rate(&verified)
    );
    Ok(Answer::done(
        text,
        json!({"sign": signed, "verify": verified}),
    ))
}

/// Does it again and again, and sees each time that it was right.
fn repeat(
    long: Duration,
    mut once: impl FnMut(u32) -> Result<bool, CliError>,
) -> Result<Value, CliError> {
    let started = Instant::now();
    let mut done = 0u32;
    while started.elapsed() < long {
        if !once(done)? {
            return Err(failed("a token was judged wrongly"));
        }
        done = done.wrapping_add(1);
    }
    Ok(json!({"tokens": done, "seconds": started.elapsed().as_secs_f64()}))
}

fn rate(figures: &Value) -> f64 {
    let seconds = figures["seconds"].as_f64().unwrap_or(f64::INFINITY);
    figures["tokens"].as_f64().unwrap_or_default() / seconds
}

fn sign(ring: &KeyRing, claims: &Claims, now: Timestamp) -> Result<String, CliError> {
    ring.sign(claims, LONGEST_LIFE, now)
        .map_err(|error: SignError| failed(error))
}

fn claims(ix: u32, now: Timestamp) -> Result<Claims, CliError> {
    Ok(Claims {
        campaign: "scr/5PY/all".parse().map_err(failed)?,
        pct: "5PY".parse().map_err(failed)?,
        practice: practice(ix)?,
        evidence: Digest::of(ix.to_le_bytes()),
        withheld: ix,
        approved_at: now,
        expires_at: now.plus_seconds(3_600),
        id: format!("bench-{ix}").parse().map_err(failed)?,
    })
}

fn practice(ix: u32) -> Result<OrganisationCode, CliError> {
    format!("P{ix:05}").parse().map_err(failed)
}

fn list(
    ring: &KeyRing,
    keys: &VerificationKeys,
    now: Timestamp,
) -> Result<RevocationList, CliError> {
    let entry = |ix: u32| {
        Ok(Revocation {
            practice: practice(ix)?,
            what: Revoked::Evidence(Digest::of(ix.to_le_bytes())),
            at: now,
        })
    };
    let entries = (0..REVOKED).map(entry).collect::<Result<_, CliError>>()?;
    let programme = "scr".parse().map_err(failed)?;
    let text = RevocationList::sign(programme, entries, ring, now).map_err(failed)?;
    RevocationList::read(&text, keys).map_err(failed)
}

fn failed(why: impl ToString) -> CliError {
    CliError::Unavailable(why.to_string())
}
