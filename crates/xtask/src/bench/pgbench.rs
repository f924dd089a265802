//! The limit on PostgreSQL, by PostgreSQL's own benchmark.

use super::durable;
use super::measured::{Fsyncs, Measured, spell};
use crate::failure::{Failure, Outcome, cannot};
use crate::postgres::Postgres;
use crate::programs::{PGBENCH, ensure, find};
use crate::running::Scratch;

const DATABASE: &str = "pgbench_limit";

/// Runs durable steps for `seconds`, `in_flight` at a time.
///
/// # Errors
///
/// When pgbench is missing or fails.
pub fn limit(postgres: &Postgres, in_flight: u32, seconds: u32) -> Outcome<Measured> {
    ensure(&[PGBENCH])?;
    postgres.create_database(DATABASE)?;
    postgres.query(DATABASE, &durable::schema())?;
    let scratch = Scratch::new("pgbench")?;
    std::fs::write(
        scratch.path().join("durable-step.sql"),
        durable::pgbench_script(),
    )
    .map_err(cannot("write the script of pgbench"))?;

    let mut command = postgres.client(&find(PGBENCH)?);
    command.args([
        "-n",
        "-M",
        "prepared",
        "-c",
        &in_flight.to_string(),
        "-j",
        "2",
    ]);
    command.args(["-T", &seconds.to_string(), "-f", "durable-step.sql"]);
    command
        .env("PGDATABASE", DATABASE)
        .current_dir(scratch.path());

    let (output, work) = Work::during(postgres, DATABASE, || {
        command.output().map_err(cannot("run `pgbench`"))
    })?;
    let text = String::from_utf8_lossy(&output.stdout);
    let figures = parse(&text)
        .filter(|_| output.status.success())
        .ok_or_else(|| {
            let said = String::from_utf8_lossy(&output.stderr);
            Failure::Unavailable(format!("`pgbench` failed: {} {}", text.trim(), said.trim()))
        })?;
    Ok(work.of(spell(&command), figures.0, figures.1))
}

/// What a server did, by its own account.
pub struct Work {
    commits: u64,
    fsyncs: u64,
}

impl Work {
    /// The work on `database` while `action` runs. A few commits are those of the question itself.
    ///
    /// # Errors
    ///
    /// What `action` returns, or when the server does not answer.
    pub fn during<T>(
        postgres: &Postgres,
        database: &str,
        action: impl FnOnce() -> Outcome<T>,
    ) -> Outcome<(T, Work)> {
        let before = Work::so_far(postgres, database)?;
        let result = action()?;
        // The server's processes hand in their counts at most a second late.
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        let after = Work::so_far(postgres, database)?;
        let work = Work {
            commits: after.commits - before.commits,
            fsyncs: after.fsyncs - before.fsyncs,
        };
        Ok((result, work))
    }

    /// Puts the server's account beside a program's own figures.
    pub fn of(&self, command: String, done: u64, seconds: f64) -> Measured {
        let Work { commits, fsyncs } = *self;
        let fsyncs = Some(Fsyncs { fsyncs, commits });
        Measured {
            command,
            done,
            seconds,
            commits: Some(commits),
            fsyncs,
        }
    }

    fn so_far(postgres: &Postgres, database: &str) -> Outcome<Work> {
        let version: u32 = number(postgres, "show server_version_num")?;
        // PostgreSQL 18 moved the count of write-ahead log syncs.
        let syncs = if version >= 180_000 {
            "select coalesce(sum(fsyncs), 0)::bigint from pg_stat_io where object = 'wal'"
        } else {
            "select wal_sync from pg_stat_wal"
        };
        let commits =
            format!("select xact_commit from pg_stat_database where datname = '{database}'");
        Ok(Work {
            commits: number(postgres, &commits)?,
            fsyncs: number(postgres, syncs)?,
        })
    }
}

fn number<T: std::str::FromStr>(postgres: &Postgres, sql: &str) -> Outcome<T> {
    let answer = postgres.query("postgres", sql)?;
    answer
        .parse()
        .map_err(|_| Failure::Unavailable(format!("`{sql}` answered `{answer}`, not a number")))
}

/// Transactions and seconds, from pgbench's report.
fn parse(report: &str) -> Option<(u64, f64)> {
    let value = |name: &str| {
        let line = report.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()
    };
    let transactions: u64 = value("number of transactions actually processed:")?
        .parse()
        .ok()?;
    let rate: f64 = value("tps =")?.parse().ok()?;
    Some((transactions, transactions as f64 / rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pgbenchs_report() {
        let report = "number of transactions actually processed: 41200\nlatency average = 3.8 ms\n\
                      tps = 8240.000000 (without initial connection time)\n";
        assert_eq!(parse(report), Some((41_200, 5.0)));
        assert_eq!(parse("pgbench: error"), None);
    }

    #[test]
    fn the_script_runs_and_each_step_is_one_commit() {
        let postgres = Postgres::start().expect("PostgreSQL is installed");
        let measured = limit(&postgres, 2, 1).expect("pgbench runs");
        let commits = measured.commits.expect("the server counts");
        assert!(
            commits >= measured.done && commits < measured.done + 50,
            "{measured:?}"
        );
        let events = postgres
            .query(DATABASE, "select count(*) from ledger")
            .expect("it answers");
        assert_eq!(events, measured.done.to_string());
    }
}
