//! The one binary: reads settings, opens the store, wires rooms together, and prints answers.

mod answer;
mod arguments;
mod commands;
mod context;
mod errors;
mod hold;
mod key_folder;
mod parse;

use std::process::ExitCode;

use crate::{answer::Answer, context::Context};

fn main() -> ExitCode {
    let cli = match arguments::parse() {
        Ok(cli) => cli,
        Err(ended) => return ended,
    };
    let json = cli.json;
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return errors::print(json, &errors::CliError::Unavailable(error.to_string()));
        }
    };
    // As a task of the runtime: what it starts in passing (a connection going back to its pool) then runs on the same
    // thread, where from outside each would wake another one.
    let task = runtime.spawn(async move {
        let context = Context::new(&cli)?;
        commands::run(&context, cli.command).await
    });
    let result = match runtime.block_on(task) {
        Ok(result) => result,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(ended) => Err(errors::CliError::Unavailable(ended.to_string())),
        },
    };
    // Nothing may keep the process alive once the answer is there.
    runtime.shutdown_background();
    match result {
        Ok(answer) => print(json, &answer),
        Err(error) => errors::print(json, &error),
    }
}

fn print(json: bool, answer: &Answer) -> ExitCode {
    use std::io::Write as _;
    let text = if json && answer.json.is_null() {
        String::new()
    } else if json {
        format!("{}\n", answer.json)
    } else {
        answer.text.clone()
    };
    // A reader that went away (a closed pipe) is no fault of ours.
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::from(answer.code)
}
