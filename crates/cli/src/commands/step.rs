//! `precede step`: records what people did.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use precede_app::App;
use precede_model::{
    Answer as PracticeAnswer, CampaignId, ConsultStage, Digest, How, OptOutCounts, Order,
    OrganisationCode, PatientList, Position, ProgrammeCode, Report, StepId,
    definition::{Kind, StepDef},
};

use super::{said::SaidArguments, told, withdraw, words::words};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// What people did. CAMPAIGN is a PCT's code when it has one campaign only, else scr/5PY/all.
#[derive(Subcommand)]
pub enum Command {
    /// Records that a step was done; what is asked depends on the step's kind
    #[command(after_help = "Example:
  precede step done 5PY readiness --as rita
  precede step done 5PY plan --as ann            (twice, by two people)
  precede step done 5PY consult-lmc --stage papers --as carol
  precede step done 5PY consult-lmc --position supports --happened 2010-02-03 --as carol
  precede step done 5PY publicity --as ann       (--close when it ends)
  precede step done 5PY list --practice F81006 --list list.json --as carol
  precede step done 5PY opt-outs-coded --practice F81006 --coded 41 --as f81006
  precede step done 5PY practice-agrees --practice F81006 --as f81006

A patient list (--list FILE) is JSON: holder, agreement, agreement_expires, digest, extracted, deaths_checked, rows,
excluded {reason: count}, to_post. Reasons for those who need not be told: deceased, off-the-list, duplicate,
opted-out; for those still to be told by another way: outside-age-range, restricted-address, no-fixed-abode,
undeliverable, overseas, format-wanted. A reason of another name counts as still to be told.")]
    Done(Box<Done>),
    /// Records that a person at a practice confirmed that it is ready
    #[command(after_help = "Example:
  precede step acknowledge 5PY F81006 --how phone --role 'practice manager' --as carol")]
    Acknowledge {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// How they told us
        #[arg(long, default_value = "phone")]
        how: HowWord,
        /// Role of the person there
        #[arg(long)]
        role: Option<String>,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Records a practice's answer
    #[command(after_help = "Example:
  precede step answer 5PY F81006 takes-part --as f81006")]
    Answer {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// takes-part, not-yet or declines
        answer: AnswerWord,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Takes an acknowledgement, an agreement or a fact back; what rests on it stops
    #[command(after_help = "Example:
  precede step withdraw 5PY F81006 --reason 'posters have not come' --as f81006
  precede step withdraw 5PY F81006 --what list --reason 'an old extract' --as carol
  precede step withdraw 5PY --what publicity --reason 'the radio never ran it' --as ann

A reason is always needed. The answer names what stopped: permits revoked, letters stopped or asked back, steps open
again, and the incident.")]
    Withdraw(withdraw::Arguments),
    /// Records people registered since the extract who are still to be told; they are withheld until then
    #[command(after_help = "Example:
  precede step newcomers 5PY F81006 --count 23 --as f81006")]
    Newcomers {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// How many are still to be told
        #[arg(long, value_name = "N")]
        count: u32,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Records that somebody written to has died; never who
    #[command(after_help = "Example:
  precede step death 5PY F81006 --as carol
  precede step death 5PY F81006 --known-before-extract --as carol

After the extract it is an apology, no more. Known before it, the list was wrong: its letters stop and an incident opens.")]
    Death {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// The death was known before the list was extracted
        #[arg(long)]
        known_before_extract: bool,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// A director releases a silent practice by name, after the chase
    #[command(after_help = "Example:
  precede step release 5PY F81006 --reason 'no answer to five calls' --as dora")]
    Release {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Passes over an optional step, with a reason
    #[command(after_help = "Example:
  precede step skip 5PY direct-message --practice F81006 --reason 'the DPIA asks for none' --as ann")]
    Skip {
        /// The campaign
        campaign: String,
        /// The step
        step: StepId,
        /// For this practice
        #[arg(long, value_name = "CODE")]
        practice: Option<OrganisationCode>,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Tries a notice again that could not leave
    #[command(after_help = "Example:
  precede step retry 5PY tell-practice F81006 --as carol")]
    Retry {
        /// The campaign
        campaign: String,
        /// The step
        step: StepId,
        /// The practice
        practice: OrganisationCode,
    },
    /// Records a step done once for a region or for the whole programme
    #[command(after_help = "Example:
  precede step shared announcement authority-letter --as nina
  precede step shared scr some-step --region Q35 --as rita")]
    Shared {
        /// The programme
        programme: ProgrammeCode,
        /// The step
        step: StepId,
        /// Only for this region
        #[arg(long, value_name = "CODE")]
        region: Option<OrganisationCode>,
        #[command(flatten)]
        said: SaidArguments,
    },
}

/// A step done.
#[derive(Args)]
pub struct Done {
    /// The campaign
    campaign: String,
    /// The step
    step: StepId,
    /// The practice, for a practice's step
    #[arg(long, value_name = "CODE")]
    practice: Option<OrganisationCode>,
    /// Consultation: papers sent or meeting held
    #[arg(long)]
    stage: Option<StageWord>,
    /// Consultation: the body's position
    #[arg(long)]
    position: Option<PositionWord>,
    /// Publicity: it ends
    #[arg(long)]
    close: bool,
    /// Patient list: a JSON file of counts and dates
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// Opt-outs coded in the practice's system
    #[arg(long)]
    coded: Option<u32>,
    /// Opt-outs received anywhere [default: as coded]
    #[arg(long)]
    received: Option<u32>,
    /// Opt-outs passed on to the practice [default: as received]
    #[arg(long)]
    passed_on: Option<u32>,
    /// Digest of the content signed [default: computed from the definition]
    #[arg(long)]
    digest: Option<Digest>,
    /// The legal instrument of a confirmation
    #[arg(long)]
    instrument: Option<String>,
    #[command(flatten)]
    said: SaidArguments,
}

words! {
    /// How a practice told us.
    HowWord => How { Link, Phone, Visit }
}
words! {
    /// A practice's answer.
    AnswerWord => PracticeAnswer { TakesPart, NotYet, Declines }
}
words! {
    /// A point of a consultation.
    StageWord => ConsultStage { Papers, Meeting }
}
words! {
    /// A body's position.
    PositionWord => Position { Supports, Neutral, Objects }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let person = context.person()?;
    let (campaign, said, order) = match command {
        Command::Shared {
            programme,
            step,
            region,
            said,
        } => {
            let said = said.said(&app).await?;
            let done = app
                .step_done_for((programme, step), region, person, said)
                .await?;
            return Ok(Answer::done(
                format!("{step} done for {} campaigns", done.serves.len()),
                done,
            ));
        }
        Command::Done(done) => {
            let id = parse::campaign(&app, &done.campaign).await?;
            let order = done_order(&app, id, &done).await?;
            (done.campaign, done.said, order)
        }
        Command::Acknowledge {
            campaign,
            practice,
            how,
            role,
            said,
        } => {
            let order = Order::Acknowledge {
                step: None,
                practice,
                how: how.into(),
                name_role: role,
            };
            (campaign, said, order)
        }
        Command::Answer {
            campaign,
            practice,
            answer,
            said,
        } => (
            campaign,
            said,
            Order::Answer {
                practice,
                answer: answer.into(),
            },
        ),
        Command::Withdraw(arguments) => return withdraw::run(context, arguments).await,
        Command::Newcomers {
            campaign,
            practice,
            count,
            said,
        } => {
            let report = Report::Newcomers { practice, count };
            (campaign, said, Order::Report(report))
        }
        Command::Death {
            campaign,
            practice,
            known_before_extract,
            said,
        } => {
            let report = Report::Death {
                practice,
                known_before_extract,
            };
            (campaign, said, Order::Report(report))
        }
        Command::Release {
            campaign,
            practice,
            said,
        } => (campaign, said, Order::ReleaseSilent { practice }),
        Command::Skip {
            campaign,
            step,
            practice,
            said,
        } => (campaign, said, Order::Skip { step, practice }),
        Command::Retry {
            campaign,
            step,
            practice,
        } => (
            campaign,
            SaidArguments::default(),
            Order::Retry { step, practice },
        ),
    };
    let told = told::order(context, &campaign, &said, order).await?;
    Ok(told.recorded())
}

/// The order a step's kind asks for.
async fn done_order(app: &App, id: CampaignId, done: &Done) -> Result<Order, CliError> {
    let mut tick = app.tick(app.now().await?);
    let (campaign, def) = tick.campaign(id).await?;
    let Some((_, found)) = def.find(done.step) else {
        let known: Vec<String> = def
            .definition
            .steps
            .iter()
            .map(|step| step.id.to_string())
            .collect();
        return Err(CliError::Usage(format!(
            "there is no step `{}`: {}",
            done.step,
            known.join(", ")
        )));
    };
    let (step, practice) = (done.step, done.practice);
    let digest = done
        .digest
        .unwrap_or_else(|| content(found, campaign.definition, campaign.variant.as_deref()));
    let order = match &found.kind {
        Kind::Task { establishes, .. } => {
            let is_counted = establishes.iter().any(|fact| fact.as_str() == "opt-outs");
            Order::Finish {
                step,
                practice,
                counts: if is_counted {
                    Some(counts(done)?)
                } else {
                    None
                },
            }
        }
        Kind::Approval { .. } => Order::Sign {
            step,
            practice,
            digest,
            contents: def.policy.pack.clone(),
        },
        Kind::Consult { .. } => match (done.stage, done.position) {
            (_, Some(position)) => Order::TakePosition {
                step,
                practice,
                position: position.into(),
            },
            (Some(stage), None) => Order::Consult {
                step,
                practice,
                stage: stage.into(),
            },
            (None, None) => {
                return Err(CliError::Usage(
                    "say --stage papers|meeting or --position P".to_owned(),
                ));
            }
        },
        Kind::Acknowledgement { .. } => Order::Acknowledge {
            step: Some(step),
            practice: needed(practice)?,
            how: How::Phone,
            name_role: None,
        },
        Kind::Answer => return Err(CliError::Usage("use `precede step answer`".to_owned())),
        Kind::Publicity { .. } if done.close => Order::ClosePublicity { step },
        Kind::Publicity { .. } => Order::OpenPublicity { step },
        Kind::List => Order::AcceptList {
            step,
            practice: needed(practice)?,
            list: Box::new(list(done)?),
        },
        Kind::SignOff { .. } => Order::SignOff {
            step,
            practice: needed(practice)?,
            instrument: done.instrument.clone(),
        },
        Kind::Notice { .. }
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::Permit
        | Kind::Recurring { .. } => {
            // Time and the daemon do these: asking the engine gives the refusal its place in the history.
            Order::Finish {
                step,
                practice,
                counts: None,
            }
        }
    };
    tick.commit().await?;
    Ok(order)
}

fn needed(practice: Option<OrganisationCode>) -> Result<OrganisationCode, CliError> {
    practice.ok_or_else(|| {
        CliError::Usage("this step is done for a practice: add --practice CODE".to_owned())
    })
}

fn counts(done: &Done) -> Result<OptOutCounts, CliError> {
    let coded = done
        .coded
        .ok_or_else(|| CliError::Usage("say how many opt-outs are coded: --coded N".to_owned()))?;
    let received = done.received.unwrap_or(coded);
    Ok(OptOutCounts {
        coded,
        received,
        passed_on: done.passed_on.unwrap_or(received),
    })
}

fn list(done: &Done) -> Result<PatientList, CliError> {
    let path = done
        .list
        .as_ref()
        .ok_or_else(|| CliError::Usage("name the list's counts: --list FILE".to_owned()))?;
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::Usage(format!("`{name}`: {error}")))?;
    serde_json::from_str(&text).map_err(|error| CliError::Usage(format!("`{name}`: {error}")))
}

/// What two people sign when nobody names a digest: this definition, this variant, this step.
fn content(step: &StepDef, definition: Digest, variant: Option<&str>) -> Digest {
    Digest::of(format!(
        "{definition}|{}|{}",
        variant.unwrap_or_default(),
        step.id
    ))
}
