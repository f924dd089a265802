//! Real processes: three daemons on a PostgreSQL of their own and a real SMTP server, killed, frozen for longer than their
//! leases, cut off from the database, the database restarted. At the end the relay's own log, the ledger and the fold
//! must be as if nothing had happened, but for copies.
//!
//! A kill counts only when the daemon, frozen first and looked at, had a claim or a transaction open; so does a pause.

mod daemon;
mod faults;
mod oracle;
mod relay;
mod stage;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::postgres::Postgres;
use crate::programs::{AIOSMTPD, ensure};
use crate::running::Scratch;
use daemon::Daemon;
use faults::{Done, Faults, Quota};
use relay::Relay;
use stage::{DATABASE, Stage};

/// How many daemons share the work.
const DAEMONS: usize = 3;
/// How long the last mails may take once nothing is disturbed any more.
const DRAIN_SECONDS: u64 = 120;

/// How long, how much and from which seed.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    pub seed: u64,
    pub quota: Quota,
    /// Beyond this no further fault is tried.
    pub budget: Duration,
    pub campaigns: usize,
}

impl Request {
    /// What is tried on every push.
    pub fn of_a_push(seed: u64) -> Request {
        Request {
            seed,
            quota: Quota {
                kills: 50,
                pauses: 20,
                restarts: 3,
                drops: 10,
            },
            budget: Duration::from_secs(420),
            campaigns: 90,
        }
    }

    /// As much as fits into a time.
    pub fn for_minutes(seed: u64, minutes: u64) -> Request {
        Request {
            seed,
            quota: Quota {
                kills: u64::MAX,
                pauses: u64::MAX,
                restarts: u64::MAX,
                drops: u64::MAX,
            },
            budget: Duration::from_secs(60 * minutes),
            campaigns: 100,
        }
    }
}

/// `cargo xtask chaos`: what `test` runs, from a seed of one's own.
///
/// # Errors
///
/// As [`run`].
pub fn task(arguments: &[String]) -> Outcome<ExitCode> {
    let seed = match arguments {
        [] => 1,
        [word, seed] if word == "--seed" => seed
            .parse()
            .map_err(|_| Failure::Usage(format!("`--seed {seed}`: write a whole number")))?,
        _ => {
            return Err(Failure::Usage(
                "usage: cargo xtask chaos [--seed N]".to_owned(),
            ));
        }
    };
    crate::running::clean_up_when_interrupted()?;
    let program = crate::product::build_for_tests()?;
    run(&program, Request::of_a_push(seed))?;
    Ok(ExitCode::SUCCESS)
}

/// Runs it with a built `precede`. `Wanting` says everything that was found wrong.
///
/// # Errors
///
/// When something is wrong, or something needed is missing.
pub fn run(program: &Path, request: Request) -> Outcome<Done> {
    ensure(&[AIOSMTPD])?;
    let scratch = Scratch::new("chaos")?;
    let mut postgres = Postgres::start()?;
    let relay = Relay::start(&scratch, crate::postgres::free_port()?)?;
    println!("chaos: seed {}", request.seed);
    let mut stage = Stage::set((program, &scratch), &postgres, request.campaigns)?;
    let mut daemons = Vec::new();
    for number in 0..DAEMONS {
        let folder: PathBuf = scratch.path().join(format!("daemon{number}"));
        let mut daemon = Daemon::new((program.to_owned(), folder), &postgres, relay.port)?;
        daemon.start()?;
        daemons.push(daemon);
    }
    let mut faults = Faults::new(request, daemons);
    let disturbed = faults.disturb(&mut postgres, &mut stage);
    let ended = disturbed.and_then(|()| drain(&mut faults, &postgres, &stage));
    let done = faults.done();
    println!("chaos: {done}; {} campaigns", stage.started());
    drop(faults);
    let mut wrong: Vec<String> = done.wrong.clone();
    wrong.extend(ended.err().map(|failure| failure.to_string()));
    let found = oracle::judge(&relay.taken()?, &stage.told());
    println!(
        "chaos: the relay took {} mails, {} of them copies",
        found.taken, found.copies
    );
    wrong.extend(found.wrong);
    wrong.extend(judged(&postgres, &stage));
    if wrong.is_empty() {
        return Ok(done);
    }
    let shown: Vec<String> = wrong
        .iter()
        .take(20)
        .map(|line| format!("  {line}"))
        .collect();
    keep(&scratch);
    Err(Failure::Wanting(format!(
        "seed {}: {} things are wrong:\n{}",
        request.seed,
        wrong.len(),
        shown.join("\n")
    )))
}

/// Leaves the logs of a run that failed for somebody to read.
fn keep(scratch: &Scratch) {
    let kept = std::env::temp_dir().join("precede-chaos-failed");
    let _older = std::fs::remove_dir_all(&kept);
    if std::fs::rename(scratch.path(), &kept).is_ok() {
        println!("chaos: logs are kept in {}", kept.display());
    }
}

/// Undisturbed, the daemons finish. What three crashes set aside asks a person, who has it tried again.
fn drain(faults: &mut Faults, postgres: &Postgres, stage: &Stage) -> Outcome<()> {
    let begun = Instant::now();
    loop {
        faults.revive()?;
        let sql = "select state, count(*) from outbox where state <> 'done' group by state order by state";
        let left = postgres.query(DATABASE, sql)?;
        if left.is_empty() {
            return Ok(());
        }
        if left.contains("quarantined") || left.contains("in-doubt") {
            settle(stage)?;
        }
        if begun.elapsed() > Duration::from_secs(DRAIN_SECONDS) {
            let left = left.replace('\n', ", ");
            return Err(Failure::Wanting(format!("effects are left: {left}")));
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn settle(stage: &Stage) -> Outcome<()> {
    let listed = stage.precede(&["effect", "list"])?;
    for effect in listed["effects"].as_array().into_iter().flatten() {
        let (Some(campaign), Some(key)) = (effect["campaign"].as_str(), effect["effect"].as_str())
        else {
            continue;
        };
        let words = [
            "effect", "settle", campaign, key, "--stayed", "--as", "keeper",
        ];
        // Daemons may move the campaign at the same moment; it is asked again then.
        if let Err(failure) = stage.precede(&words) {
            println!("chaos: {failure}");
        }
    }
    Ok(())
}

/// The ledger by the independent check; every history folded.
fn judged(postgres: &Postgres, stage: &Stage) -> Vec<String> {
    let mut wrong = Vec::new();
    match stage.precede(&["ledger", "check"]) {
        Ok(report) => {
            let entries = &report["entries"];
            println!("chaos: the ledger's {entries} entries are checked");
        }
        Err(failure) => wrong.push(failure.to_string()),
    }
    if let Err(failure) = stage.precede(&["doctor", "--fold"]) {
        wrong.push(failure.to_string());
    }
    let sql = "select count(*) from outbox where state <> 'done'";
    match postgres.query(DATABASE, sql) {
        Ok(left) if left == "0" => {}
        Ok(left) => wrong.push(format!("{left} effects are not done")),
        Err(failure) => wrong.push(failure.to_string()),
    }
    wrong
}
