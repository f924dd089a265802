//! `precede directive`: orders that hold acts.

use clap::{Args, Subcommand, ValueEnum};
use precede_app::{DirectiveReport, InCampaign, Mode};
use precede_model::{
    ClockEffect, Evidence, FactName, HeldAct, OrganisationCode, ProgrammeCode, Timestamp,
    programme::{Area, Coverage, ProgrammeCommand, ProgrammeOrder, Scope},
};
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Orders by an authority that hold acts over a scope from a date.
#[derive(Subcommand)]
pub enum Command {
    /// Shows whom a directive would hold and what it would stop, without issuing it
    #[command(after_help = "Example:
  precede directive preview dh-2010-04-16 --authority 'Department of Health' --reference 'letter of 16 April 2010' \\
    --holds permit --scope wave:accelerated --except wave:early_adopter --except wave:fast_follower --as nina")]
    Preview(Box<Issue>),
    /// Issues a directive: it binds at once
    #[command(after_help = "Example:
  precede directive issue dh-2010-04-16 --authority 'Department of Health' --reference 'letter of 16 April 2010' \\
    --holds permit --scope wave:accelerated --except wave:early_adopter --from 2010-04-16 --as nina

Scopes: programme, wave:ID, region:CODE, pct:CODE, practice:CODE. Acts: tell, publicity, post, permit, start, updates, all.
Who cannot be proved to be outside is held, and listed for a named person to settle.")]
    Issue(Box<Issue>),
    /// Changes a directive; what is not given stays as it is
    #[command(after_help = "Example:
  precede directive amend dh-2010-04-16 --authority 'Department of Health' --reference 'letter of 20 April' \\
    --scope wave:accelerated --scope pct:5PX --as nina")]
    Amend(Box<Amend>),
    /// Lifts a directive by another order
    #[command(after_help = "Example:
  precede directive lift dh-2010-04-16 --authority 'Department of Health' --reference 'letter of 1 July' --as nina")]
    Lift {
        /// Its id
        id: FactName,
        #[command(flatten)]
        ordered: Ordered,
        #[command(flatten)]
        of: Of,
    },
    /// Records a named person's word on a PCT whose coverage is not proved
    #[command(after_help = "Example:
  precede directive settle dh-2010-04-16 5PX exempt --reference 'SHA list of 23 April' --as nina")]
    Settle {
        /// The directive
        id: FactName,
        /// The PCT
        pct: OrganisationCode,
        /// covered or exempt
        coverage: Answered,
        /// What it rests on
        #[arg(long)]
        reference: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Shows a directive, whom it holds and why
    #[command(after_help = "Example:
  precede directive show dh-2010-04-16 --why")]
    Show {
        /// Its id
        id: FactName,
        /// Says for each PCT what its answer rests on
        #[arg(long)]
        why: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Lists directives
    #[command(after_help = "Example:
  precede directive list")]
    List {
        #[command(flatten)]
        of: Of,
    },
}

/// Of which programme.
#[derive(Args, Clone, Copy)]
pub struct Of {
    /// The programme
    #[arg(long, default_value = "scr", value_name = "CODE")]
    pub programme: ProgrammeCode,
}

/// Who orders, and where that is written.
#[derive(Args)]
pub struct Ordered {
    /// Who orders, in words
    #[arg(long, default_value = "", hide_default_value = true)]
    pub authority: String,
    /// Where it is written
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
}

/// Whom something is about.
#[derive(Args)]
pub struct ScopeArguments {
    /// Whom it is about; several times for several
    #[arg(long = "scope", value_name = "AREA", value_delimiter = ',')]
    pub areas: Vec<Area>,
    /// Left out again
    #[arg(long, value_name = "AREA", value_delimiter = ',')]
    pub except: Vec<Area>,
}

impl ScopeArguments {
    /// As the model has it.
    pub fn scope(&self) -> Scope {
        Scope {
            areas: self.areas.clone(),
            except: self.except.clone(),
        }
    }
}

/// A new directive.
#[derive(Args)]
pub struct Issue {
    /// Its id, for example dh-2010-04-16
    id: FactName,
    #[command(flatten)]
    ordered: Ordered,
    /// Acts it holds: tell, publicity, post, permit, start, updates or all; several times or with commas
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    holds: Vec<HeldWord>,
    #[command(flatten)]
    scope: ScopeArguments,
    /// From when [default: now]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// What it does to waits that run inside it
    #[arg(long, default_value = "runs")]
    clock: ClockWord,
    /// How many days ahead uploads that fall due are looked for
    #[arg(long, default_value_t = 28)]
    days: u32,
    #[command(flatten)]
    of: Of,
}

/// A change.
#[derive(Args)]
pub struct Amend {
    /// Its id
    id: FactName,
    #[command(flatten)]
    ordered: Ordered,
    /// Acts it holds from now on
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    holds: Vec<HeldWord>,
    #[command(flatten)]
    scope: ScopeArguments,
    /// What it does to waits from now on
    #[arg(long)]
    clock: Option<ClockWord>,
    /// Shows what it would do, without writing it
    #[arg(long)]
    preview: bool,
    #[command(flatten)]
    of: Of,
}

/// An act as people type it.
#[derive(Clone, Copy, ValueEnum)]
pub enum HeldWord {
    /// Notices to practices
    Tell,
    /// Publicity opens
    Publicity,
    /// Letters leave
    Post,
    /// First uploads
    Permit,
    /// New campaigns start
    Start,
    /// Updates of records already shared
    Updates,
    /// All of these
    All,
}

/// What a directive does to waits.
#[derive(Clone, Copy, ValueEnum)]
pub enum ClockWord {
    /// They go on
    Runs,
    /// They stand still until it is lifted
    Stops,
}

/// A settled answer.
#[derive(Clone, Copy, ValueEnum)]
pub enum Answered {
    /// It is inside
    Covered,
    /// It is not
    Exempt,
}

/// Acts as the model has them.
pub fn acts(words: &[HeldWord]) -> Vec<HeldAct> {
    words
        .iter()
        .flat_map(|word| match word {
            HeldWord::Tell => vec![HeldAct::Tell],
            HeldWord::Publicity => vec![HeldAct::Publicity],
            HeldWord::Post => vec![HeldAct::Post],
            HeldWord::Permit => vec![HeldAct::Permit],
            HeldWord::Start => vec![HeldAct::Start],
            HeldWord::Updates => vec![HeldAct::Updates],
            HeldWord::All => HeldAct::ALL.to_vec(),
        })
        .collect()
}

impl From<ClockWord> for ClockEffect {
    fn from(word: ClockWord) -> Self {
        match word {
            ClockWord::Runs => Self::Runs,
            ClockWord::Stops => Self::Stops,
        }
    }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Preview(issue) => issued(context, *issue, Mode::Preview).await,
        Command::Issue(issue) => issued(context, *issue, Mode::Record).await,
        Command::Amend(amend) => amended(context, *amend).await,
        Command::Lift { id, ordered, of } => {
            let order = ProgrammeOrder::Lift {
                id,
                authority: ordered.authority,
                reference: ordered.reference,
            };
            tell(context, of, (id, order, None), (Mode::Record, 0)).await
        }
        Command::Settle {
            id,
            pct,
            coverage,
            reference,
            of,
        } => {
            let coverage = match coverage {
                Answered::Covered => Coverage::Covered,
                Answered::Exempt => Coverage::Exempt,
            };
            let order = ProgrammeOrder::Settle { id, pct, coverage };
            tell(context, of, (id, order, reference), (Mode::Record, 0)).await
        }
        Command::Show { id, why, of } => {
            let report = context.app().await?.directive(of.programme, id).await?;
            let mut text = words(&report, "");
            if why {
                for (pct, words) in &report.why {
                    text.push_str(&format!("  {pct}: {words}\n"));
                }
            }
            Ok(Answer::done(text, report))
        }
        Command::List { of } => list(context, of).await,
    }
}

async fn issued(context: &Context, issue: Issue, mode: Mode) -> Result<Answer, CliError> {
    let now = context.app().await?.now().await?;
    let from = match &issue.from {
        None => now,
        Some(text) => parse::instant(text).map_err(CliError::Usage)?,
    };
    let order = ProgrammeOrder::Issue {
        id: issue.id,
        authority: issue.ordered.authority,
        reference: issue.ordered.reference,
        acts: acts(&issue.holds),
        scope: issue.scope.scope(),
        from,
        clock: issue.clock.into(),
    };
    let what = (issue.id, order, None);
    tell(context, issue.of, what, (mode, issue.days)).await
}

async fn amended(context: &Context, amend: Amend) -> Result<Answer, CliError> {
    let has_scope = !(amend.scope.areas.is_empty() && amend.scope.except.is_empty());
    let order = ProgrammeOrder::Amend {
        id: amend.id,
        authority: amend.ordered.authority,
        reference: amend.ordered.reference,
        acts: (!amend.holds.is_empty()).then(|| acts(&amend.holds)),
        scope: has_scope.then(|| amend.scope.scope()),
        clock: amend.clock.map(Into::into),
    };
    let mode = if amend.preview {
        Mode::Preview
    } else {
        Mode::Record
    };
    tell(context, amend.of, (amend.id, order, None), (mode, 28)).await
}

async fn tell(
    context: &Context,
    of: Of,
    (id, order, reference): (FactName, ProgrammeOrder, Option<String>),
    (mode, days): (Mode, u32),
) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let command = ProgrammeCommand {
        by: context.person()?,
        happened: None,
        evidence: Evidence {
            reference,
            ..Evidence::default()
        },
        order,
    };
    let report = app
        .order_directive(of.programme, (id, &command), (mode, days))
        .await?;
    let heading = match mode {
        Mode::Preview => "preview, nothing is written: ",
        Mode::Record => "",
    };
    Ok(Answer::done(words(&report, heading), report))
}

async fn list(context: &Context, of: Of) -> Result<Answer, CliError> {
    let state = context.app().await?.programme_state(of.programme).await?;
    let directives = &state.programme.directives;
    let mut text = String::new();
    for one in directives {
        let lifted = one.lifted.as_ref().map_or("in force".to_owned(), |lifted| {
            format!("lifted {}", day(lifted.at))
        });
        text.push_str(&format!(
            "{} from {} ({lifted}): {} holds {}; {}\n",
            one.id,
            day(one.from),
            one.authority,
            names(&one.acts),
            one.reference
        ));
    }
    if text.is_empty() {
        text = format!("no directive was issued in `{}`", of.programme);
    }
    Ok(Answer::done(text, json!({"directives": directives})))
}

/// A report as people read it.
fn words(report: &DirectiveReport, heading: &str) -> String {
    let mut text = format!(
        "{heading}directive {} ({}, {}) holds {} from {}\n",
        report.directive,
        report.authority,
        report.reference,
        names(&report.acts),
        day(report.from)
    );
    if let Some(lifted) = report.lifted {
        text.push_str(&format!("lifted {}\n", day(lifted)));
    }
    let (pcts, practices) = (&report.pcts, &report.practices);
    text.push_str(&format!(
        "covered     {:>4} PCTs  {:>6} practices  {}\n",
        pcts.covered.len(),
        practices.covered,
        some(&pcts.covered)
    ));
    text.push_str(&format!(
        "not proved  {:>4} PCTs  {:>6} practices  {}\n",
        pcts.unproved.len(),
        practices.unproved,
        some(&pcts.unproved)
    ));
    text.push_str(&format!(
        "exempt      {:>4} PCTs  {:>6} practices  {}\n",
        pcts.exempt.len(),
        practices.exempt,
        some(&pcts.exempt)
    ));
    if !report.conflicts.is_empty() {
        text.push_str(&format!(
            "both inside and exempt, held until somebody settles it: {}\n",
            some(&report.conflicts)
        ));
    }
    effects(report, &mut text);
    if report.lifted.is_none() && !pcts.unproved.is_empty() {
        text.push_str(&format!(
            "not proved counts as covered. To settle one: precede directive settle {} PCT covered|exempt --as PERSON\n",
            report.directive
        ));
    }
    text
}

fn effects(report: &DirectiveReport, text: &mut String) {
    let effect = &report.effect;
    text.push_str(&format!("campaigns bound: {}\n", effect.campaigns.len()));
    for (act, found) in &effect.in_flight {
        text.push_str(&format!(
            "under way and stopped ({act}): {}\n",
            in_words(found)
        ));
    }
    if !effect.recalls.is_empty() {
        text.push_str(&format!(
            "batches asked back from the mail house: {}\n",
            in_words(&effect.recalls)
        ));
    }
    if !effect.permits_revoked.is_empty() {
        text.push_str(&format!(
            "go-live approvals revoked: {}\n",
            in_words(&effect.permits_revoked)
        ));
    }
    for due in &effect.uploads_due {
        text.push_str(&format!(
            "upload held: {} of {}, from {}\n",
            due.practice,
            due.campaign,
            day(due.from)
        ));
    }
    for act in &report.unlawful_in_hindsight {
        let practice = act
            .practice
            .map_or(String::new(), |code| format!(" {code}"));
        text.push_str(&format!(
            "unlawful in hindsight: {} of {}{practice} on {} (entry {})\n",
            act.act,
            act.campaign,
            day(act.at),
            act.seq
        ));
    }
}

fn in_words(found: &[InCampaign]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = found
        .iter()
        .take(SHOWN)
        .map(|one| format!("{} ({})", one.practice, one.campaign))
        .collect();
    let more = found.len().saturating_sub(SHOWN);
    if more == 0 {
        shown.join(", ")
    } else {
        format!("{} and {more} more (--json lists all)", shown.join(", "))
    }
}

fn some(codes: &[OrganisationCode]) -> String {
    const SHOWN: usize = 20;
    let shown: Vec<String> = codes.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = codes.len().saturating_sub(SHOWN);
    if more == 0 {
        shown.join(" ")
    } else {
        format!("{} … and {more} more", shown.join(" "))
    }
}

/// Acts in words.
pub fn names(acts: &[HeldAct]) -> String {
    let names: Vec<String> = acts.iter().map(ToString::to_string).collect();
    names.join(", ")
}

/// A day as people read it.
pub fn day(at: Timestamp) -> String {
    at.day(parse::ZONE).format("%-d %B %Y").to_string()
}
