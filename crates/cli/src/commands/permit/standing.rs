//! `precede permit issue|show|list|revoke|revocations`: standing approvals and the tokens signed on them.

use std::path::PathBuf;

use clap::Args;
use precede_app::{PermitLine, TokenGround};
use precede_model::{CampaignId, Length, Order, OrganisationCode, ProgrammeCode};
use precede_permit::{Claims, KeyRing, LONGEST_LIFE, Revocation, RevocationList, Revoked};
use serde_json::json;

use crate::{
    answer::Answer,
    commands::{said::SaidArguments, told},
    context::{Context, random_owner},
    errors::CliError,
    key_folder::KeyFolder,
    parse,
};

/// Signs tokens on standing approvals.
#[derive(Args)]
#[command(after_help = "Example:
  precede permit issue 5PY F81006 --as f81006
  precede permit issue 5PY --all --life 8h --as ann --json

A token is signed on a standing approval while every rule holds at this instant. It is no entry of the history.
Exit codes: 0 signed; 1 refused by a rule, or no approval stands; 2 bad input, or no key (see `precede permit keys new`).")]
pub struct Issue {
    /// The campaign
    campaign: String,
    /// The practice
    #[arg(required_unless_present = "all")]
    practice: Option<OrganisationCode>,
    /// Every practice whose approval is good for a token now
    #[arg(long, conflicts_with = "practice")]
    all: bool,
    /// How long each token lives [default: the programme's permit_life]
    #[arg(long, value_name = "LENGTH")]
    life: Option<Length>,
}

/// Shows an approval.
#[derive(Args)]
#[command(after_help = "Example:
  precede permit show 5PY F81006")]
pub struct Show {
    /// The campaign
    campaign: String,
    /// The practice
    practice: OrganisationCode,
}

/// Lists approvals.
#[derive(Args)]
#[command(after_help = "Example:
  precede permit list 5PY
  precede permit list --json                (every campaign)")]
pub struct List {
    /// The campaign [default: all]
    campaign: Option<String>,
}

/// Takes an approval back.
#[derive(Args)]
#[command(after_help = "Example:
  precede permit revoke 5PY F81006 --reason 'wrong list was uploaded for training' --as ann")]
pub struct Revoke {
    /// The campaign
    campaign: String,
    /// The practice
    practice: OrganisationCode,
    #[command(flatten)]
    said: SaidArguments,
}

/// Signs the list of revocations.
#[derive(Args)]
#[command(after_help = "Example:
  precede permit revocations --out scr.revocations

Those who verify tokens trust a list for fifteen minutes: publish one more often.")]
pub struct Revocations {
    /// The programme
    #[arg(long, default_value = "scr", value_name = "CODE")]
    programme: ProgrammeCode,
    /// Into this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Does it.
pub async fn issue(context: &Context, issue: Issue) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let (id, by) = (
        parse::campaign(&app, &issue.campaign).await?,
        context.person()?,
    );
    let ring = KeyFolder::new(context.settings.permit_keys()).open()?;
    let practices = match issue.practice {
        Some(practice) => vec![practice],
        None => (app.permits(id).await?.iter())
            .filter(|line| line.good_for_token)
            .map(|line| line.practice)
            .collect(),
    };
    let now = app.now().await?;
    let mut signed = Vec::new();
    for ground in app.token_grounds(id, &practices, by).await? {
        signed.push(token(now, (&ring, &ground), issue.life)?);
    }
    let text = signed.iter().map(|(_, token)| format!("{token}\n"));
    let rows: Vec<_> = signed
        .iter()
        .map(|(claims, token)| {
            json!({
                "campaign": claims.campaign.to_string(), "practice": claims.practice, "withheld": claims.withheld,
                "evidence": claims.evidence, "approved": claims.approved_at, "expires": claims.expires_at,
                "token": token,
            })
        })
        .collect();
    let json = match (&rows[..], issue.all) {
        ([one], false) => one.clone(),
        _ => json!({"tokens": rows}),
    };
    Ok(Answer::done(text.collect::<String>(), json))
}

fn token(
    now: precede_model::Timestamp,
    (ring, ground): (&KeyRing, &TokenGround),
    life: Option<Length>,
) -> Result<(Claims, String), CliError> {
    let seconds = match life {
        None => i64::try_from(ground.life_max.as_secs()).unwrap_or(i64::MAX),
        Some(Length::Hours(hours)) => i64::from(hours) * 60 * 60,
        Some(Length::Days(_) | Length::WorkingDays(_)) => {
            return Err(CliError::Usage(
                "the life of a token is counted in hours: write --life 8h".to_owned(),
            ));
        }
    };
    let id = random_owner();
    let claims = Claims {
        campaign: ground.campaign,
        pct: ground.campaign.pct,
        practice: ground.practice,
        evidence: ground.evidence,
        withheld: ground.withheld,
        approved_at: ground.approved_at,
        expires_at: now.plus_seconds(seconds),
        id: id.get(..40).unwrap_or(&id).parse().map_err(|error| {
            CliError::Unavailable(format!("a token's id could not be drawn: {error}"))
        })?,
    };
    let token = ring
        .sign(&claims, ground.life_max, now)
        .map_err(|error| CliError::Usage(error.to_string()))?;
    Ok((claims, token))
}

/// Does it.
pub async fn show(context: &Context, show: Show) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = parse::campaign(&app, &show.campaign).await?;
    let lines = app.permits(id).await?;
    let found = lines.iter().find(|line| line.practice == show.practice);
    match found {
        Some(line) => Ok(Answer::done(words(line), line)),
        None => {
            let text = format!(
                "{}: no go-live approval was given in {id}; see `precede campaign explain {} --practice {} --act permit`",
                show.practice, show.campaign, show.practice
            );
            let json =
                json!({"campaign": id.to_string(), "practice": show.practice, "state": "none"});
            Ok(Answer::done(text, json).judged(false))
        }
    }
}

/// Does it.
pub async fn list(context: &Context, list: List) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let campaigns: Vec<CampaignId> = match &list.campaign {
        Some(text) => vec![parse::campaign(&app, text).await?],
        None => app.store().campaigns().await?,
    };
    let mut lines = Vec::new();
    for id in campaigns {
        lines.extend(app.permits(id).await?);
    }
    let mut text: String = lines.iter().map(words).collect();
    if text.is_empty() {
        text = "no go-live approval was given".to_owned();
    }
    Ok(Answer::done(text, json!({"permits": lines})))
}

/// Does it.
pub async fn revoke(context: &Context, revoke: Revoke) -> Result<Answer, CliError> {
    let practice = revoke.practice;
    let order = Order::RevokePermit { practice };
    let told = told::order(context, &revoke.campaign, &revoke.said, order).await?;
    Ok(told.answer(&format!("go-live approval of {practice} revoked")))
}

/// Does it.
pub async fn revocations(context: &Context, wanted: Revocations) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let now = app.now().await?;
    let ring = KeyFolder::new(context.settings.permit_keys()).open()?;
    let hours = i64::try_from(LONGEST_LIFE.as_secs()).unwrap_or(i64::MAX);
    let revoked = app
        .revoked_since(wanted.programme, now.plus_seconds(-hours))
        .await?;
    let entries: Vec<Revocation> = revoked
        .iter()
        .map(|one| Revocation {
            practice: one.practice,
            what: Revoked::Campaign(one.campaign),
            at: one.at,
        })
        .collect();
    let count = entries.len();
    let list = RevocationList::sign(wanted.programme, entries, &ring, now)
        .map_err(|error| CliError::Usage(error.to_string()))?;
    match &wanted.out {
        None => Ok(Answer::done(
            list.clone(),
            json!({"programme": wanted.programme, "entries": count, "list": list}),
        )),
        Some(path) => {
            std::fs::write(path, format!("{list}\n"))
                .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", path.display())))?;
            Ok(Answer::done(
                format!("{count} revocations signed into `{}`", path.display()),
                json!({"programme": wanted.programme, "entries": count, "file": path}),
            ))
        }
    }
}

fn words(line: &PermitLine) -> String {
    let since = line.since.map_or(String::new(), |at| format!(" {at}"));
    let mut text = format!("{} {}: {}{since}", line.campaign, line.practice, line.state);
    if let Some(withheld) = line.withheld {
        text.push_str(&format!(", {withheld} withheld"));
    }
    if let Some(reason) = &line.reason {
        text.push_str(&format!(" ({reason})"));
    }
    if let Some(upload) = line.upload {
        text.push_str(&format!(", first upload {upload}"));
    }
    if line.state == "issued" {
        text.push_str(if line.good_for_token {
            ", good for a token now"
        } else {
            ", no token now: a rule does not hold (see `precede campaign explain`)"
        });
    }
    text.push('\n');
    text
}
