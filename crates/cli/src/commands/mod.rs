//! One file a command.

mod batch;
mod bench_steps;
mod calendar;
mod campaign;
mod clock;
mod contacts;
mod demo;
mod doctor;
mod effect;
mod explanation;
mod init;
mod ledger;
mod migrate;
mod person;
mod programme;
mod register;
mod restore;
mod schedule;
mod serve;
mod step;

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
    /// Brings the database to this program's version
    Migrate(migrate::Arguments),
    /// Lets a restored database go back to work
    #[command(subcommand)]
    Restore(restore::Command),
    /// Looks at the health of the data folder
    Doctor(doctor::Arguments),
    /// A national roll-out on the 2010 register, simulated
    Demo(demo::Arguments),
    #[command(hide = true)]
    BenchSteps(bench_steps::Arguments),
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
        Command::Effect(command) => effect::run(context, command).await,
        Command::Serve(arguments) => serve::run(context, arguments).await,
        Command::Clock(command) => clock::run(context, command).await,
        Command::Schedule(command) => schedule::run(command),
        Command::Calendar(command) => calendar::run(command),
        Command::Ledger(command) => ledger::run(context, command).await,
        Command::Migrate(arguments) => migrate::run(context, arguments).await,
        Command::Restore(command) => restore::run(context, command).await,
        Command::Doctor(arguments) => doctor::run(context, arguments).await,
        Command::Demo(arguments) => demo::run(context, arguments).await,
        Command::BenchSteps(arguments) => bench_steps::run(context, arguments).await,
    }
}
