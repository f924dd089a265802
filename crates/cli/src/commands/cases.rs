//! What `precede incident` and `precede request` share: listing and closing cases.

use precede_app::{CaseGroup, CaseLine, Listed, moment_words, words};
use precede_model::{Order, Report};
use serde_json::json;

use super::{closed, said::SaidArguments, told};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Closes a case of a group.
pub async fn close(
    context: &Context,
    campaign: &str,
    (group, number): (CaseGroup, u16),
    said: &SaidArguments,
) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = parse::campaign(&app, campaign).await?;
    app.check_case(id, group, number).await?;
    let order = Order::Report(Report::CloseCase { case: number });
    Ok(told::order(context, campaign, said, order)
        .await?
        .recorded())
}

/// Lists cases of a group, of one campaign or of all.
pub async fn list(
    context: &Context,
    campaign: Option<String>,
    (group, listed): (CaseGroup, Listed),
) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = match &campaign {
        None => None,
        Some(campaign) => Some(parse::campaign(&app, campaign).await?),
    };
    let found = app.cases(id, group, listed).await?;
    let mut text: String = found.iter().map(line).collect();
    let key = match group {
        CaseGroup::Incidents => "incidents",
        CaseGroup::Requests => "requests",
    };
    if found.is_empty() {
        text = match listed {
            Listed::Open => format!("no {key} are open"),
            Listed::All => format!("there are no {key}"),
        };
    }
    Ok(Answer::done(text, json!({ key: found })))
}

fn line(case: &CaseLine) -> String {
    format!("{} {}", case.campaign, in_words(case))
}

/// A case of one campaign as people read it.
pub fn in_words(case: &CaseLine) -> String {
    let of = case
        .practice
        .map_or(String::new(), |code| format!(" {code}"));
    let late = match (case.overdue, case.is_closed) {
        (true, false) => ", overdue",
        (true, true) => ", closed late",
        (false, _) => "",
    };
    let must_know = if case.tell.is_empty() {
        String::new()
    } else {
        format!("; must be told: {}", words::roles(&case.tell))
    };
    format!(
        "{} {}{of}: {}\n  since {}, due {}{late}; owner: {}{must_know}\n{}",
        words::case_noun(case.about),
        case.case,
        words::case(case.about),
        moment_words(case.since),
        moment_words(case.due),
        words::role(case.owner, None),
        closed::line("closed", case.closed.as_ref())
    )
}
