//! `precede ledger`: the history, exported as it is stored and checked by code that shares nothing with the engine.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::PathBuf,
};

use clap::Subcommand;
use precede_app::{App, export_line, head_of_heads};
use precede_audit::Report;
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError};

/// The history.
#[derive(Subcommand)]
pub enum Command {
    /// One JSON line an event: campaign, seq, prev, hash, body
    #[command(after_help = "Example:
  precede ledger export --out history.jsonl
  precede ledger export --stream campaign:scr/5PY/all | less")]
    Export {
        /// Only this stream
        #[arg(long)]
        stream: Option<String>,
        /// Into this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Another database than the data folder's
        #[arg(long, value_name = "URL")]
        database_url: Option<String>,
    },
    /// Says which rule was broken where; exit code 1 if any was
    #[command(after_help = "Example:
  precede ledger check
  precede ledger check --file history.jsonl --json

An export explains itself: the check reads nothing else. What each rule asks is written in docs/ledger.md.")]
    Check {
        /// An export; without it this data folder's history
        #[arg(long, value_name = "EXPORT")]
        file: Option<PathBuf>,
        /// Another database than the data folder's
        #[arg(long, value_name = "URL", conflicts_with = "file")]
        database_url: Option<String>,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Export {
            stream,
            out,
            database_url,
        } => export(&on(context, database_url), stream, out).await,
        Command::Check {
            file: Some(file), ..
        } => {
            let name = file.display().to_string();
            let source =
                File::open(&file).map_err(|error| CliError::Usage(format!("`{name}`: {error}")))?;
            checked(BufReader::new(source), &name)
        }
        Command::Check {
            file: None,
            database_url,
        } => {
            let app = on(context, database_url).app().await?;
            answer(&check_folder(&app).await?)
        }
    }
}

/// The wiring with the database named here, if one is.
fn on(context: &Context, database_url: Option<String>) -> Context {
    let mut settings = context.settings.clone();
    settings.database_url = database_url.or(settings.database_url);
    context.with(settings)
}

async fn export(
    context: &Context,
    stream: Option<String>,
    out: Option<PathBuf>,
) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let (lines, head) = match &out {
        Some(path) => {
            let file = File::create(path)
                .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", path.display())))?;
            write_export(&app, stream.as_deref(), &mut BufWriter::new(file)).await?
        }
        None => {
            write_export(
                &app,
                stream.as_deref(),
                &mut BufWriter::new(std::io::stdout()),
            )
            .await?
        }
    };
    if out.is_none() {
        // The export itself is the answer.
        return Ok(Answer::silent());
    }
    Ok(Answer::done(
        format!("{lines} lines, head {head}"),
        json!({"entries": lines, "head": head}),
    ))
}

/// Writes the history of one stream, or of all, and says how many lines and which head.
pub async fn write_export(
    app: &App,
    stream: Option<&str>,
    out: &mut (dyn Write + Send),
) -> Result<(u64, String), CliError> {
    let heads = app.heads().await?;
    if let Some(stream) = stream
        && !heads.iter().any(|head| head.stream == stream)
    {
        return Err(CliError::Usage(format!("there is no stream `{stream}`")));
    }
    let mut lines = 0;
    for head in heads
        .iter()
        .filter(|head| stream.is_none_or(|stream| stream == head.stream))
    {
        lines += app
            .read_ledger::<CliError>(&head.stream, |line| {
                writeln!(out, "{}", export_line(&line))
                    .map_err(|error| CliError::Unavailable(error.to_string()))
            })
            .await?;
    }
    out.flush()
        .map_err(|error| CliError::Unavailable(error.to_string()))?;
    Ok((lines, head_of_heads(&heads).to_string()))
}

/// Checks this folder's own history by way of an export.
pub async fn check_folder(app: &App) -> Result<Report, CliError> {
    let file = tempfile::tempfile().map_err(|error| CliError::Unavailable(error.to_string()))?;
    let mut writer = BufWriter::new(file);
    write_export(app, None, &mut writer).await?;
    let mut file = writer
        .into_inner()
        .map_err(|error| CliError::Unavailable(error.to_string()))?;
    std::io::Seek::rewind(&mut file).map_err(|error| CliError::Unavailable(error.to_string()))?;
    precede_audit::check(BufReader::new(file)).map_err(|error| CliError::Usage(error.to_string()))
}

fn checked(source: impl BufRead, name: &str) -> Result<Answer, CliError> {
    let report = precede_audit::check(source)
        .map_err(|error| CliError::Usage(format!("{name}: {error}")))?;
    answer(&report)
}

fn answer(report: &Report) -> Result<Answer, CliError> {
    let mut text = format!(
        "{} entries, {} violations\n",
        report.entries,
        report.violations.len()
    );
    for violation in &report.violations {
        let whose = violation
            .practice
            .as_deref()
            .map_or(String::new(), |code| format!(" practice {code}"));
        text += &format!(
            "  {:?} {}{whose} line {}: {}\n",
            violation.rule, violation.campaign, violation.seq, violation.why
        );
    }
    Ok(Answer::done(text, report).judged(report.violations.is_empty()))
}
