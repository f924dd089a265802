//! `precede step withdraw`: a word or a fact is taken back; what rested on it stops.

use clap::{Args, ValueEnum};
use precede_app::words;
use precede_model::{Order, OrganisationCode, Side, WithdrawnFact};

use super::{said::SaidArguments, told};
use crate::{answer::Answer, context::Context, errors::CliError};

/// What is taken back, and why.
#[derive(Args)]
pub struct Arguments {
    /// The campaign
    campaign: String,
    /// The practice, for what is one practice's
    practice: Option<OrganisationCode>,
    /// What is taken back
    #[arg(long, default_value = "acknowledgement")]
    what: Taken,
    #[command(flatten)]
    said: SaidArguments,
}

/// What is taken back.
#[derive(Clone, Copy, ValueEnum)]
pub enum Taken {
    /// The practice's acknowledgement
    Acknowledgement,
    /// The practice's agreement to go live
    PracticeAgreement,
    /// The PCT's agreement to go live
    PctAgreement,
    /// Readiness is not there
    Readiness,
    /// The plan's approval does not stand
    Plan,
    /// The approval of the letter's contents does not stand
    Pack,
    /// The LMC was not consulted
    Lmc,
    /// Publicity never ran
    Publicity,
    /// The helpline does not answer
    Helpline,
    /// The practice's patient list is wrong
    List,
    /// The practice's count of opt-outs is wrong
    OptOuts,
    /// Staff of the practice are not trained
    Training,
    /// The practice's system is not fit
    System,
    /// The practice's data are not fit
    DataQuality,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let Arguments {
        campaign,
        practice,
        what,
        said,
    } = arguments;
    let of_practice = || {
        practice.ok_or_else(|| {
            CliError::Usage(
                "this is one practice's: name it, `precede step withdraw CAMPAIGN PRACTICE …`"
                    .to_owned(),
            )
        })
    };
    let order = match what {
        Taken::Acknowledgement => Order::WithdrawAcknowledgement {
            practice: of_practice()?,
        },
        Taken::PracticeAgreement => Order::WithdrawAgreement {
            practice: of_practice()?,
            side: Side::Practice,
        },
        Taken::PctAgreement => Order::WithdrawAgreement {
            practice: of_practice()?,
            side: Side::Pct,
        },
        Taken::Readiness => fact(WithdrawnFact::Readiness, practice),
        Taken::Plan => fact(WithdrawnFact::Plan, practice),
        Taken::Pack => fact(WithdrawnFact::Pack, practice),
        Taken::Lmc => fact(WithdrawnFact::Lmc, practice),
        Taken::Publicity => fact(WithdrawnFact::Publicity, practice),
        Taken::Helpline => fact(WithdrawnFact::Helpline, practice),
        Taken::List => fact(WithdrawnFact::List, Some(of_practice()?)),
        Taken::OptOuts => fact(WithdrawnFact::OptOuts, Some(of_practice()?)),
        Taken::Training => fact(WithdrawnFact::Training, practice),
        Taken::System => fact(WithdrawnFact::System, practice),
        Taken::DataQuality => fact(WithdrawnFact::DataQuality, practice),
    };
    let about = match &order {
        Order::WithdrawFact { fact, .. } => Some(words::withdrawn(*fact)),
        _ => None,
    };
    let told = told::order(context, &campaign, &said, order).await?;
    Ok(match about {
        Some(about) => told.answer(&format!("recorded that {about}")),
        None => told.recorded(),
    })
}

/// Whether a fact is one practice's is the definition's to say: the engine refuses what does not fit it.
fn fact(fact: WithdrawnFact, practice: Option<OrganisationCode>) -> Order {
    Order::WithdrawFact { fact, practice }
}
