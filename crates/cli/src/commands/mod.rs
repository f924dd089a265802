//! One file a command.

mod alarm;
mod batch;
mod bench_directive;
mod bench_permits;
mod bench_steps;
mod budget;
mod calendar;
mod campaign;
mod cases;
mod clock;
mod closed;
mod contacts;
mod demo;
mod directive;
mod dispensation;
mod doctor;
mod effect;
mod enquiry;
mod explanation;
mod incident;
mod init;
mod ledger;
mod mail;
mod migrate;
mod moving;
mod permit;
mod person;
mod programme;
mod programme_check;
mod programme_compare;
mod quiet_time;
mod register;
mod rehearse;
mod replay;
mod request;
mod restore;
mod said;
mod schedule;
mod serve;
mod soak_histories;
mod soak_years;
mod spending;
mod standing;
mod step;
mod told;
mod upload;
mod wave;
mod withdraw;
mod words;

use clap::Subcommand;

use crate::{answer::Answer, context::Context, errors::CliError};

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Makes a data folder
    Init(init::Arguments),
    /// Imports and shows organisations
    #[command(subcommand)]
    Register(register::Command),
    /// Imports e-mail addresses of practices, LMCs and staff
    #[command(subcommand)]
    Contacts(contacts::Command),
    /// Adds the people who act
    #[command(subcommand)]
    Person(person::Command),
    /// Checks, publishes and shows programme definitions
    #[command(subcommand)]
    Programme(programme::Command),
    /// Plans, starts, explains, pauses and ends campaigns
    #[command(subcommand)]
    Campaign(campaign::Command),
    /// Records what people did: steps done, acknowledgements, answers
    #[command(subcommand)]
    Step(step::Command),
    /// Records the mail house's answers
    #[command(subcommand)]
    Batch(batch::Command),
    /// Issues, previews, settles and lifts directives
    #[command(subcommand)]
    Directive(directive::Command),
    /// Asks for and grants leave to go on under a directive
    #[command(subcommand)]
    Dispensation(dispensation::Command),
    /// Names groups of PCTs
    #[command(subcommand)]
    Wave(wave::Command),
    /// Sets times in which proactive local media do not open
    #[command(subcommand)]
    QuietTime(quiet_time::Command),
    /// Writes down and lists what patients ask
    #[command(subcommand)]
    Enquiry(enquiry::Command),
    /// Lists, clears and raises alarms
    #[command(subcommand)]
    Alarm(alarm::Command),
    /// Opens, closes and lists incidents
    #[command(subcommand)]
    Incident(incident::Command),
    /// Complaints and requests: logs, answers and lists them
    #[command(subcommand)]
    Request(request::Command),
    /// Reports uploads of records
    #[command(subcommand)]
    Upload(upload::Command),
    /// Makes and publishes the keys of go-live tokens, and verifies tokens
    #[command(subcommand)]
    Permit(permit::Command),
    /// Effects in doubt after a crash: lists and settles them
    #[command(subcommand)]
    Effect(effect::Command),
    /// Runs the daemon on the real clock until it is stopped
    Serve(serve::Arguments),
    /// Moves or shows a simulated clock
    #[command(subcommand)]
    Clock(clock::Command),
    /// Works out the next times of a cron expression
    #[command(subcommand)]
    Schedule(schedule::Command),
    /// Adds lengths of time to dates
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Exports and checks the history
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Reads what came back by mail
    #[command(subcommand)]
    Mail(mail::Command),
    /// Brings the database to this program's version
    Migrate(migrate::Arguments),
    /// Lets a restored database go back to work
    #[command(subcommand)]
    Restore(restore::Command),
    /// Looks at the health of the data folder
    Doctor(doctor::Arguments),
    /// A national roll-out on the 2010 register, simulated
    Demo(demo::Arguments),
    /// Plays a plan through a year in a moment and prints its diary
    Rehearse(rehearse::Arguments),
    /// Plays what happened in 2010 through the rules, as a story
    Replay(replay::Arguments),
    #[command(hide = true)]
    BenchSteps(bench_steps::Arguments),
    #[command(hide = true)]
    BenchDirective(bench_directive::Arguments),
    #[command(hide = true)]
    BenchPermits(bench_permits::Arguments),
    #[command(hide = true)]
    SoakHistories(soak_histories::Arguments),
    #[command(hide = true)]
    SoakYears(soak_years::Arguments),
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Init(arguments) => init::run(context, arguments).await,
        Command::Register(command) => register::run(context, command).await,
        Command::Contacts(command) => contacts::run(context, command).await,
        Command::Person(command) => person::run(context, command).await,
        Command::Programme(command) => programme::run(context, command).await,
        Command::Campaign(command) => campaign::run(context, command).await,
        Command::Step(command) => step::run(context, command).await,
        Command::Batch(command) => batch::run(context, command).await,
        Command::Directive(command) => directive::run(context, command).await,
        Command::Dispensation(command) => dispensation::run(context, command).await,
        Command::Wave(command) => wave::run(context, command).await,
        Command::QuietTime(command) => quiet_time::run(context, command).await,
        Command::Enquiry(command) => enquiry::run(context, command).await,
        Command::Alarm(command) => alarm::run(context, command).await,
        Command::Incident(command) => incident::run(context, command).await,
        Command::Request(command) => request::run(context, command).await,
        Command::Upload(command) => upload::run(context, command).await,
        Command::Permit(command) => permit::run(context, command).await,
        Command::Effect(command) => effect::run(context, command).await,
        Command::Serve(arguments) => serve::run(context, arguments).await,
        Command::Clock(command) => clock::run(context, command).await,
        Command::Schedule(command) => schedule::run(command),
        Command::Calendar(command) => calendar::run(command),
        Command::Ledger(command) => ledger::run(context, command).await,
        Command::Mail(command) => mail::run(context, command),
        Command::Migrate(arguments) => migrate::run(context, arguments).await,
        Command::Restore(command) => restore::run(context, command).await,
        Command::Doctor(arguments) => doctor::run(context, arguments).await,
        Command::Demo(arguments) => demo::run(context, arguments).await,
        Command::Rehearse(arguments) => rehearse::run(context, arguments).await,
        Command::Replay(arguments) => replay::run(arguments).await,
        Command::BenchSteps(arguments) => bench_steps::run(context, arguments).await,
        Command::BenchDirective(arguments) => bench_directive::run(context, arguments).await,
        Command::BenchPermits(arguments) => bench_permits::run(arguments),
        Command::SoakHistories(arguments) => soak_histories::run(arguments).await,
        Command::SoakYears(arguments) => soak_years::run(&arguments),
    }
}
