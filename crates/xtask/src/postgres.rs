//! A PostgreSQL server of this task's own: made in a temporary folder, gone at the end.
//!
//! Durability stays as PostgreSQL ships it (fsync, full page writes and synchronous commit on), so
//! that what is tested and measured is what an operator runs.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome, cannot};
use crate::programs::{INITDB, POSTGRES, PSQL, ensure, find, is_root, locate};
use crate::random;
use crate::running::{Running, Scratch};

const ROLE: &str = "precede";
const START_TIMEOUT: Duration = Duration::from_secs(60);
const START_ATTEMPTS: u32 = 3;

/// A running private server. Dropping it stops the server and removes its folder.
pub struct Postgres {
    // Order matters: the server stops before its folder goes.
    server: Option<Running>,
    _scratch: Scratch,
    home: PathBuf,
    account: Option<Account>,
    port: u16,
    password: String,
}

/// The account PostgreSQL runs as: root is refused, so root lends it Debian's `postgres`.
struct Account {
    uid: u32,
    gid: u32,
}

impl Postgres {
    /// Installs PostgreSQL where it is missing, makes a cluster and starts it on a free port of
    /// 127.0.0.1, with a password that lives as long as the server.
    ///
    /// # Errors
    ///
    /// `Unavailable` when there is no PostgreSQL or it does not start; the end of its log is shown.
    pub fn start() -> Outcome<Postgres> {
        ensure(&[INITDB, POSTGRES, PSQL])?;
        let scratch = Scratch::new("postgres")?;
        let account = Account::lent()?;
        let home = prepare_home(scratch.path(), account.as_ref())?;
        let password = random::hex(16)?;
        make_cluster(&home, &password, account.as_ref())?;
        let (server, port) = start_server(&home, account.as_ref())?;
        let postgres = Postgres {
            server: Some(server),
            _scratch: scratch,
            home,
            account,
            port,
            password,
        };
        postgres.create_database(ROLE)?;
        Ok(postgres)
    }

    /// The connection string of the database `name`, for example
    /// `postgres://precede:…@127.0.0.1:41234/precede`.
    pub fn url(&self, name: &str) -> String {
        format!(
            "postgres://{ROLE}:{}@127.0.0.1:{}/{name}",
            self.password, self.port
        )
    }

    /// The connection string of the database `name` for another account.
    pub fn url_as(&self, (account, password): (&str, &str), name: &str) -> String {
        format!(
            "postgres://{account}:{password}@127.0.0.1:{}/{name}",
            self.port
        )
    }

    /// Stops the server as a power cut would, leaving it no time to finish anything, and starts it again.
    ///
    /// # Errors
    ///
    /// When it does not come back.
    pub fn crash_and_restart(&mut self) -> Outcome<()> {
        if let Some(server) = self.server.take() {
            server.signal("QUIT");
            server.wait().map_err(cannot("wait for PostgreSQL"))?;
        }
        let server = launch(&self.home, self.port, self.account.as_ref())?;
        if !answers(&server, &self.home, self.port)? {
            return Err(Failure::Unavailable(
                "the private PostgreSQL did not come back".to_owned(),
            ));
        }
        self.server = Some(server);
        Ok(())
    }

    /// The connection string of the database that is there from the beginning.
    pub fn default_url(&self) -> String {
        self.url(ROLE)
    }

    /// Makes an empty database.
    ///
    /// # Errors
    ///
    /// When the server refuses.
    pub fn create_database(&self, name: &str) -> Outcome<()> {
        self.query("postgres", &format!("create database \"{name}\""))
            .map(drop)
    }

    /// Runs SQL through `psql` and returns the rows as it prints them, unaligned and without
    /// headings.
    ///
    /// # Errors
    ///
    /// When the server refuses; its message is part of the failure.
    pub fn query(&self, database: &str, sql: &str) -> Outcome<String> {
        let mut command = self.client(&find(PSQL)?);
        command.args([
            "-X",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            sql,
        ]);
        let output = command.output().map_err(cannot("run `psql`"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        Err(Failure::Unavailable(format!(
            "the private PostgreSQL refused `{sql}`: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )))
    }

    /// A client program of PostgreSQL, told by its environment where the server is.
    pub fn client(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("PGHOST", "127.0.0.1")
            .env("PGPORT", self.port.to_string())
            .env("PGUSER", ROLE)
            .env("PGPASSWORD", &self.password)
            .env("PGDATABASE", ROLE)
            .stdin(Stdio::null());
        command
    }
}

impl Account {
    /// `None` when the task does not run as root and needs no other account.
    fn lent() -> Outcome<Option<Account>> {
        if !is_root()? {
            return Ok(None);
        }
        let id = |flag| -> Outcome<u32> {
            let output = Command::new("id")
                .args([flag, "postgres"])
                .output()
                .map_err(cannot("run `id`"))?;
            String::from_utf8_lossy(&output.stdout)
                .trim()
                .parse()
                .map_err(|_| {
                    Failure::Unavailable(
                    "PostgreSQL does not run as root and there is no account `postgres`; please \
                     install the package `postgresql` or run as another user"
                        .to_owned(),
                )
                })
        };
        Ok(Some(Account {
            uid: id("-u")?,
            gid: id("-g")?,
        }))
    }
}

/// `program` as the lent account. Where `setpriv` exists the kernel also stops the server should
/// this task be killed outright.
fn command_as(account: Option<&Account>, program: &Path) -> Outcome<Command> {
    let Some(setpriv) = locate("setpriv") else {
        if account.is_some() {
            return Err(Failure::Unavailable(
                "`setpriv` is missing: please install the package `util-linux`".to_owned(),
            ));
        }
        return Ok(Command::new(program));
    };
    let mut command = Command::new(setpriv);
    if let Some(Account { uid, gid }) = account {
        command.args([format!("--reuid={uid}"), format!("--regid={gid}")]);
        command.arg("--init-groups");
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    Ok(command)
}

/// The folder the server may write: cluster, socket and log live in it.
fn prepare_home(scratch: &Path, account: Option<&Account>) -> Outcome<PathBuf> {
    let doing = format!("prepare `{}`", scratch.display());
    let home = scratch.join("server");
    fs::create_dir(&home).map_err(cannot(&doing))?;
    fs::set_permissions(scratch, fs::Permissions::from_mode(0o755)).map_err(cannot(&doing))?;
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).map_err(cannot(&doing))?;
    if let Some(Account { uid, gid }) = account {
        chown(&home, Some(*uid), Some(*gid)).map_err(cannot(&doing))?;
    }
    Ok(home)
}

fn make_cluster(home: &Path, password: &str, account: Option<&Account>) -> Outcome<()> {
    let password_file = home.join("password");
    fs::write(&password_file, password).map_err(cannot("write the server's password"))?;
    if let Some(Account { uid, gid }) = account {
        chown(&password_file, Some(*uid), Some(*gid)).map_err(cannot("hand over the password"))?;
    }
    let output = command_as(account, &find(INITDB)?)?
        .arg("--pgdata")
        .arg(home.join("cluster"))
        .args([
            "--username",
            ROLE,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
        ])
        .args(["--no-locale", "--no-sync", "--pwfile"])
        .arg(&password_file)
        .current_dir(home)
        .stdin(Stdio::null())
        .output()
        .map_err(cannot("run `initdb`"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Failure::Unavailable(format!(
        "`initdb` failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    )))
}

/// Starts the server and waits until it answers. A port that was free may be taken by someone else
/// in the meantime, hence several attempts.
fn start_server(home: &Path, account: Option<&Account>) -> Outcome<(Running, u16)> {
    for _ in 0..START_ATTEMPTS {
        let port = free_port()?;
        let server = launch(home, port, account)?;
        if answers(&server, home, port)? {
            return Ok((server, port));
        }
    }
    let log = fs::read_to_string(home.join("log")).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    let last = lines[lines.len().saturating_sub(20)..].join("\n");
    Err(Failure::Unavailable(format!(
        "the private PostgreSQL did not start; its log ends:\n{last}"
    )))
}

fn launch(home: &Path, port: u16, account: Option<&Account>) -> Outcome<Running> {
    let log = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(home.join("log"))
        .map_err(cannot("open the server's log"))?;
    let mut command = command_as(account, &find(POSTGRES)?)?;
    command.arg("-D").arg(home.join("cluster"));
    command
        .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k"])
        .arg(home);
    for setting in [
        "max_connections=200",
        "shared_buffers=256MB",
        "max_wal_size=4GB",
    ] {
        command.args(["-c", setting]);
    }
    command.current_dir(home).stdout(Stdio::null()).stderr(log);
    Running::start(&mut command).map_err(cannot("start PostgreSQL"))
}

/// The server is ready when the last line of its own lock file says so; nothing to install is
/// needed to read it.
fn answers(server: &Running, home: &Path, port: u16) -> Outcome<bool> {
    let lock_file = home.join("cluster/postmaster.pid");
    let started = Instant::now();
    while started.elapsed() < START_TIMEOUT {
        if server
            .status()
            .map_err(cannot("watch PostgreSQL"))?
            .is_some()
        {
            return Ok(false);
        }
        let lock = fs::read_to_string(&lock_file).unwrap_or_default();
        let line = |number: usize| lock.lines().nth(number).unwrap_or_default().trim();
        if line(3) == port.to_string() && line(7) == "ready" {
            return Ok(true);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(false)
}

/// A port of 127.0.0.1 that nobody listens on.
///
/// # Errors
///
/// When there is none.
pub fn free_port() -> Outcome<u16> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(cannot("find a free port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_server_is_durable_and_leaves_nothing_behind() {
        let postgres = Postgres::start().expect("PostgreSQL is installed");
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let value = postgres
                .query(ROLE, &format!("show {setting}"))
                .expect("it answers");
            assert_eq!(value, "on", "{setting}");
        }
        postgres
            .create_database("second")
            .expect("a second database");
        assert_eq!(
            postgres.query("second", "select 1").expect("it answers"),
            "1"
        );

        let port = postgres.port;
        let folder = postgres._scratch.path().to_path_buf();
        drop(postgres);
        assert!(!folder.exists());
        TcpListener::bind(("127.0.0.1", port)).expect("the port is free again");
    }
}
