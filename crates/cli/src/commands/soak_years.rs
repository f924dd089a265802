//! `precede soak-years`: national years with faults, one after another, judged each. For `cargo xtask soak years`.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args;
use precede_app::compile;
use precede_rehearsal::year::{Plan, Soaked, soak_year};
use serde_json::json;

use super::rehearse::check;
use crate::{answer::Answer, errors::CliError};

/// Plans that years are played under, in turn.
const PLANS: [&str; 5] = [
    "scr:2010-01",
    "scr:2010-10",
    "shared-care-record:message",
    "shared-care-record:letter",
    "announcement",
];

/// Plays years with faults and prints what they add up to. Exit code 1 when one went wrong.
#[derive(Args)]
pub struct Arguments {
    /// At most so many years
    #[arg(long)]
    years: Option<u64>,
    /// No new year after so many minutes
    #[arg(long)]
    minutes: Option<u64>,
    /// Seed of the first year; the next has the next
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One plan alone, with its variant after a `:`
    #[arg(long)]
    plan: Option<String>,
    /// Of so many campaigns one is read by the independent check
    #[arg(long, default_value_t = 20)]
    checked_one_in: u32,
    /// Where to keep what went wrong, a line a case
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

/// Does it.
pub fn run(arguments: &Arguments) -> Result<Answer, CliError> {
    let plans = plans(arguments)?;
    let begun = Instant::now();
    let budget = arguments
        .minutes
        .map(|minutes| Duration::from_secs(60 * minutes));
    let years = arguments
        .years
        .unwrap_or(if budget.is_some() { u64::MAX } else { 100 });
    let mut soaked = Soaked::default();
    let mut seed = arguments.seed;
    let mut told = Instant::now();
    while soaked.years < years && budget.is_none_or(|budget| begun.elapsed() < budget) {
        let known = soaked.found.len();
        soak_year(
            seed,
            (&plans, &check),
            arguments.checked_one_in.max(1),
            &mut soaked,
        )?;
        keep(arguments, &soaked, known)?;
        seed += 1;
        if told.elapsed() > Duration::from_secs(10) {
            told = Instant::now();
            eprintln!(
                "{} years, {} wrong; next seed {seed}",
                soaked.years,
                soaked.found.len()
            );
        }
    }
    Ok(answer(&soaked, seed, begun.elapsed().as_secs_f64()))
}

fn plans(arguments: &Arguments) -> Result<Vec<Plan>, CliError> {
    let names = match &arguments.plan {
        Some(name) => vec![name.as_str()],
        None => PLANS.to_vec(),
    };
    names.into_iter().map(plan).collect()
}

fn plan(name: &str) -> Result<Plan, CliError> {
    let (code, variant) = match name.split_once(':') {
        Some((code, variant)) => (code, Some(variant)),
        None => (name, None),
    };
    let text = precede_render::programme_text(code)
        .ok_or_else(|| CliError::Usage(format!("there is no shipped programme `{code}`")))?;
    let definition = precede_model::definition::parse(text, code, &|_| true)
        .map_err(precede_app::AppError::Faults)?;
    Ok(Plan {
        name: name.to_owned(),
        def: compile(definition, variant)?,
    })
}

/// What this year found is written down before the next begins.
fn keep(arguments: &Arguments, soaked: &Soaked, known: usize) -> Result<(), CliError> {
    for (case, wrong) in &soaked.found[known..] {
        eprintln!("WRONG {case}");
        for why in wrong {
            eprintln!("  {why}");
        }
        let Some(file) = &arguments.keep else {
            continue;
        };
        let cannot = |error| CliError::Unavailable(format!("`{}`: {error}", file.display()));
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(file)
            .map_err(cannot)?;
        writeln!(file, "{case}").map_err(cannot)?;
    }
    Ok(())
}

fn answer(soaked: &Soaked, next: u64, seconds: f64) -> Answer {
    let Soaked {
        years,
        campaigns,
        entries,
        checked,
        faults,
        found,
    } = soaked;
    let a_minute = *years as f64 * 60.0 / seconds.max(1e-9);
    let mut text = format!(
        "{years} national years in {seconds:.1} s: {a_minute:.0} a minute; {campaigns} campaigns, {entries} entries, \
         {checked} campaigns read by the independent check\n"
    );
    for (fault, times) in faults {
        let _ = writeln!(text, "  {times:>9} {fault}");
    }
    let _ = writeln!(text, "wrong: {}\nnext seed: {next}", found.len());
    let wrong: Vec<String> = found.iter().map(|(case, _)| case.to_string()).collect();
    let json = json!({
        "years": years, "seconds": seconds, "years_a_minute": a_minute, "campaigns": campaigns, "entries": entries,
        "checked": checked, "faults": faults, "wrong": wrong, "next_seed": next,
    });
    Answer::done(text, json).judged(found.is_empty())
}
