//! A real daemon: started, frozen, looked at, killed or woken.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::relay::IDLE_SECONDS;
use super::stage::DATABASE;
use crate::failure::{Outcome, cannot};
use crate::postgres::Postgres;
use crate::running::Running;

/// One daemon's place: its folder, its account at the database, and the process that is there now.
pub struct Daemon {
    pub account: String,
    program: PathBuf,
    folder: PathBuf,
    url: String,
    relay_port: u16,
    process: Option<Running>,
}

/// What a frozen daemon has in its hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holds {
    /// Effects it has claimed.
    pub claims: u64,
    /// Its transactions that are open.
    pub transactions: u64,
}

impl Holds {
    pub fn anything(self) -> bool {
        self.claims + self.transactions > 0
    }
}

impl Daemon {
    /// Makes its folder and its account; nothing runs yet.
    ///
    /// # Errors
    ///
    /// When the database refuses the account.
    pub fn new(
        (program, folder): (PathBuf, PathBuf),
        postgres: &Postgres,
        relay_port: u16,
    ) -> Outcome<Daemon> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let account = format!("chaos_{name}");
        let password = crate::random::hex(16)?;
        let sql = format!("create role {account} login superuser password '{password}'");
        postgres.query("postgres", &sql)?;
        fs::create_dir_all(&folder).map_err(cannot("make a folder"))?;
        Ok(Daemon {
            url: postgres.url_as((&account, &password), DATABASE),
            account,
            program,
            folder,
            relay_port,
            process: None,
        })
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// When it cannot be run.
    pub fn start(&mut self) -> Outcome<()> {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .map_err(cannot("open the daemon's log"))?;
        let mut command = Command::new(&self.program);
        command
            .arg("--data-dir")
            .arg(&self.folder)
            .arg("serve")
            .env("PRECEDE_DATABASE_URL", &self.url)
            .env("PRECEDE_LOG", "info,sqlx=warn")
            .env("PRECEDE_MAIL__MODE", "test-relay")
            .env("PRECEDE_MAIL__RELAY_HOST", "127.0.0.1")
            .env("PRECEDE_MAIL__RELAY_PORT", self.relay_port.to_string())
            .env("PRECEDE_MAIL__RELAY_IDLE_SECONDS", IDLE_SECONDS.to_string());
        let process = Running::start(command.stdout(Stdio::null()).stderr(log));
        self.process = Some(process.map_err(cannot("run precede"))?);
        Ok(())
    }

    /// How it ended by itself, if it did.
    pub fn ended(&mut self) -> Option<String> {
        let status = self.process.as_ref()?.status().ok()??;
        self.process = None;
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Some(format!(
            "{}: {status}: {}",
            self.account,
            log.lines().last().unwrap_or_default()
        ))
    }

    /// Stops it in its tracks.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub fn wake(&self) {
        self.signal("CONT");
    }

    /// Kills it: `kill -9`.
    pub fn kill(&mut self) {
        self.signal("KILL");
        self.process = None;
    }

    fn signal(&self, signal: &str) {
        if let Some(process) = &self.process {
            process.signal(signal);
        }
    }

    /// What it has in its hands while it is frozen.
    ///
    /// # Errors
    ///
    /// When the database does not say.
    pub fn holds(&self, postgres: &Postgres) -> Outcome<Holds> {
        let fence = fs::read_to_string(self.folder.join("fence")).unwrap_or_default();
        let fence: i64 = fence
            .split_whitespace()
            .nth(1)
            .and_then(|fence| fence.parse().ok())
            .unwrap_or_default();
        let account = &self.account;
        let counted = postgres.query(
            DATABASE,
            &format!(
                "select (select count(*) from outbox where state = 'sending' and fence = {fence}), \
                 (select count(*) from pg_stat_activity where usename = '{account}' and (state like 'idle in%' \
                 or (state = 'active' and backend_xid is not null)))"
            ),
        )?;
        let mut numbers = counted
            .split('|')
            .map(|number| number.parse().unwrap_or_default());
        Ok(Holds {
            claims: numbers.next().unwrap_or_default(),
            transactions: numbers.next().unwrap_or_default(),
        })
    }
}
