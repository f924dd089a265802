//! `precede register`: organisations and their dated memberships, from the official files as they are.

use std::{fs::File, path::PathBuf};

use clap::Subcommand;
use precede_app::{Alteration, ImportReport, MembershipCounts, Refreshed};
use precede_model::OrganisationCode;
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Organisations and their dated memberships.
#[derive(Subcommand)]
pub enum Command {
    /// Imports official files as they are; all of them or nothing
    #[command(after_help = "Example:
  precede register import --shipped
  precede register import eccg.csv epraccur.csv epcmem.csv

A practice or a membership needs its parent: import the bodies first or beside them; the PCTs of 2010 are among the
shipped tables. Formats are recognised: epraccur (27 columns, no header), epcmem, ebranchs, eccg, the PCT and SHA lists, sub-ICB
and ICB lists, patients registered at a practice; also packed by gzip. Importing a file twice changes nothing.
With --shipped the tables built into the program are imported: the register of 2010.")]
    Import {
        /// The files
        #[arg(required_unless_present = "shipped")]
        files: Vec<PathBuf>,
        /// Import the tables built into the program
        #[arg(long, conflicts_with = "files")]
        shipped: bool,
    },
    /// Shows one organisation, or how many there are
    #[command(after_help = "Example:
  precede register show 5PY --on 2010-04-16")]
    Show {
        /// Its code
        code: Option<OrganisationCode>,
        /// As at this day [default: today]
        #[arg(long, value_name = "DATE")]
        on: Option<chrono::NaiveDate>,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Import { files, shipped } => import(context, files, shipped).await,
        Command::Show { code, on } => show(context, code, on).await,
    }
}

async fn import(context: &Context, files: Vec<PathBuf>, shipped: bool) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let by = context.person_if_named();
    let report = if shipped {
        app.import_shipped_register().await?
    } else {
        let mut sources = Vec::new();
        for file in files {
            let name = file.display().to_string();
            let source =
                File::open(&file).map_err(|error| CliError::Usage(format!("`{name}`: {error}")))?;
            sources.push((name, source));
        }
        app.import_register(sources, by).await?
    };
    // What the files say of today reaches running campaigns at once; the rest on its day, by the nightly refresh.
    let refreshed = app.refresh_campaigns_today().await?;
    let text = format!("{}{}", imported(&report), campaigns(&refreshed));
    let mut json = serde_json::to_value(&report).unwrap_or_default();
    json["campaigns"] = serde_json::to_value(&refreshed).unwrap_or_default();
    Ok(Answer::done(text, json))
}

/// File by file what was taken, and what changed.
fn imported(report: &ImportReport) -> String {
    let mut text = String::new();
    for file in &report.files {
        text += &format!(
            "{} ({}): {} rows, {} taken\n",
            file.name,
            file.format.word(),
            file.rows,
            file.taken
        );
        for (why, count) in file.skipped.iter().chain(&file.left_out) {
            text += &format!("  {count} left out: {why}\n");
        }
    }
    if !report.changed {
        return text + "nothing changed: the register knew all of it\n";
    }
    let count = |word| report.organisations.get(&word).copied().unwrap_or_default();
    let MembershipCounts {
        joined,
        moved,
        ended,
        corrected,
    } = report.memberships;
    text += &format!(
        "organisations: {} opened, {} closed, {} renamed\n",
        count(Alteration::Opened),
        count(Alteration::Closed),
        count(Alteration::Renamed)
    );
    text + &format!(
        "memberships: {joined} joined, {moved} moved, {ended} ended, {corrected} corrected\n"
    )
}

/// What it meant to running campaigns.
fn campaigns(refreshed: &Refreshed) -> String {
    let mut text = String::new();
    for (campaign, practice, to) in &refreshed.left {
        let to = to.map_or(String::new(), |to| format!(" for {to}"));
        text += &format!("{campaign}: {practice} left{to}\n");
    }
    for (campaign, practice) in &refreshed.closed {
        text += &format!("{campaign}: {practice} closed\n");
    }
    for (campaign, practice, into) in &refreshed.merged {
        text += &format!("{campaign}: {practice} merged into {into}\n");
    }
    for (campaign, practice) in &refreshed.joined {
        text += &format!("{campaign}: {practice} joined\n");
    }
    for (pct, practice) in &refreshed.unplaced {
        text += &format!("{pct}: {practice} belongs to no group of its campaigns yet\n");
    }
    for (campaign, practice, why) in &refreshed.refused {
        text += &format!("{campaign}: {practice}: {why}\n");
    }
    text
}

async fn show(
    context: &Context,
    code: Option<OrganisationCode>,
    on: Option<chrono::NaiveDate>,
) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let day = match on {
        Some(day) => day,
        None => app.now().await?.day(parse::ZONE),
    };
    let register = app.register().await?;
    let Some(code) = code else {
        use precede_model::OrganisationKind::{Lmc, Pct, Practice, Region};
        let count = |kind| register.open_on(kind, day).len();
        let in_pct: usize = register
            .open_on(Pct, day)
            .into_iter()
            .map(|pct| register.practices_of(pct, day).len())
            .sum();
        let json = json!({
            "on": day, "regions": count(Region), "pcts": count(Pct), "practices": in_pct,
            "practices_known": count(Practice), "lmcs": count(Lmc),
        });
        let text = format!(
            "on {day}: {} regions, {} PCTs, {in_pct} practices",
            count(Region),
            count(Pct)
        );
        return Ok(Answer::done(text, json));
    };
    let organisation = register.organisation(code).ok_or_else(|| {
        CliError::Usage(format!(
            "the register knows no `{code}`: import it, or look at the spelling"
        ))
    })?;
    let parent = register.parent_on(code, day);
    let children = register.children_on(code, day);
    let mut text = format!(
        "{} {} ({})\n",
        organisation.code, organisation.name, organisation.kind
    );
    if let Some(parent) = parent {
        text += &format!("  belongs to {parent} on {day}\n");
    }
    if !children.is_empty() {
        text += &format!("  {} organisations belong to it on {day}\n", children.len());
    }
    let json = json!({
        "organisation": organisation, "on": day, "parent": parent, "children": children,
        "memberships": register.memberships_of(code),
    });
    Ok(Answer::done(text, json))
}
