//! The import of the two whole official files, beside sqlite3's own `.import` of the same.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::comparison::{Aim, Comparison};
use super::fsyncs;
use super::measured::{Fsyncs, Measured, json_of, spell};
use crate::failure::{Failure, Outcome, cannot};
use crate::programs::{SQLITE3, ensure, find};
use crate::running::Scratch;
use crate::workspace;

/// Where the official files lie when no other folder is named: beside the workspace.
const DEFAULT_FOLDER: &str = "../shared/data";
/// Names another folder.
const FOLDER_VARIABLE: &str = "PRECEDE_OFFICIAL_FILES";
const PRACTICES: &str = "epraccur-2025-09.csv";
const MEMBERSHIPS: &str = "epcmem-2019-08.csv";
const BODIES: &str = "eccg-2025-12.csv";

/// The two files as published, and how many rows they hold together.
struct Official {
    practices: PathBuf,
    memberships: PathBuf,
    /// Today's bodies, the parents of newer memberships. Imported before the clock runs.
    bodies: PathBuf,
    rows: u64,
}

/// Measures both imports.
///
/// # Errors
///
/// `Unavailable` when the official files or sqlite3 are missing.
pub fn measure(program: &Path) -> Outcome<Comparison> {
    let scratch = Scratch::new("register")?;
    let official = official_files()?;
    let limit = sqlite_import(scratch.path(), &official)?;
    let product = product_import(program, scratch.path(), &official);
    Ok(Comparison {
        title: "import of the official practices and memberships",
        unit: "rows",
        limit: Some(limit),
        product: product.map_err(|failure| failure.to_string()),
        aim: Aim::Seconds(3.0),
        notes: Vec::new(),
    })
}

fn official_files() -> Outcome<Official> {
    let folder = match std::env::var_os(FOLDER_VARIABLE) {
        Some(folder) => PathBuf::from(folder),
        None => workspace::root()?.join(DEFAULT_FOLDER),
    };
    let file = |name: &str| {
        let file = folder.join(name);
        let there = file.is_file();
        there.then_some(file).ok_or_else(|| {
            Failure::Unavailable(format!(
                "`{name}` is not in `{}`: name the folder of the official files in \
                 {FOLDER_VARIABLE}",
                folder.display()
            ))
        })
    };
    let (practices, memberships, bodies) = (file(PRACTICES)?, file(MEMBERSHIPS)?, file(BODIES)?);
    let rows = count_rows(&practices)? + count_rows(&memberships)?;
    Ok(Official {
        practices,
        memberships,
        bodies,
        rows,
    })
}

fn count_rows(file: &Path) -> Outcome<u64> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(file)
        .map_err(|error| Failure::Unavailable(format!("`{}`: {error}", file.display())))?;
    Ok(reader.byte_records().count() as u64)
}

/// Plain text columns, no keys: the least a program can do with the rows and still keep them.
fn sqlite_import(scratch: &Path, official: &Official) -> Outcome<Measured> {
    ensure(&[SQLITE3])?;
    let command = |database: &str| -> Outcome<Command> {
        let mut command = Command::new(find(SQLITE3)?);
        command
            .args(["-batch", "-bail", "-csv"])
            .arg(scratch.join(database));
        command.args([
            "-cmd",
            "pragma journal_mode = wal",
            "-cmd",
            "pragma synchronous = full",
        ]);
        command.args(["-cmd", &create_table("practice", &official.practices)?]);
        command.args(["-cmd", &create_table("membership", &official.memberships)?]);
        let import = |file: &Path, table| format!(".import '{}' {table}", file.display());
        command.args(["-cmd", &import(&official.practices, "practice")]);
        command.arg(import(&official.memberships, "membership"));
        Ok(command)
    };
    let mut timed = command("limit.db")?;
    let begun = Instant::now();
    let output = timed.output().map_err(cannot("run `sqlite3`"))?;
    let seconds = begun.elapsed().as_secs_f64();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Unavailable(format!(
            "`sqlite3` failed: {}",
            said.trim()
        )));
    }
    // Two tables made and two files imported, each a transaction.
    let commits = 4;
    let fsyncs = fsyncs::of(&command("counted.db")?).ok();
    Ok(Measured {
        command: spell(&timed),
        done: official.rows,
        seconds,
        commits: Some(commits),
        fsyncs: fsyncs.map(|fsyncs| Fsyncs { fsyncs, commits }),
    })
}

/// The official files have no heading, so the table is as wide as the first row.
fn create_table(name: &str, file: &Path) -> Outcome<String> {
    let wrong = |error| Failure::Unavailable(format!("`{}`: {error}", file.display()));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(file)
        .map_err(wrong)?;
    let width = reader.byte_headers().map_err(wrong)?.len();
    let columns: Vec<String> = (1..=width)
        .map(|column| format!("c{column} text"))
        .collect();
    Ok(format!("create table {name} ({})", columns.join(", ")))
}

/// The clock of the folder is simulated only so that making it asks nobody for the time.
fn product_import(program: &Path, scratch: &Path, official: &Official) -> Outcome<Measured> {
    let import = |data_dir: &str| -> Outcome<Command> {
        let data_dir = scratch.join(data_dir);
        let mut init = Command::new(program);
        init.arg("--data-dir").arg(&data_dir);
        json_of(init.args(["init", "--simulated", "2019-11-01T09:00", "--json"]))?;
        // Memberships need their parents first: the PCTs of 2010 are shipped, today's bodies are in a file of their own.
        let mut parents = Command::new(program);
        parents.arg("--data-dir").arg(&data_dir).args([
            "register",
            "import",
            "--shipped",
            "--json",
        ]);
        json_of(&mut parents)?;
        let mut bodies = Command::new(program);
        bodies
            .arg("--data-dir")
            .arg(&data_dir)
            .args(["register", "import"])
            .arg(&official.bodies);
        json_of(bodies.arg("--json"))?;
        let mut command = Command::new(program);
        command
            .arg("--data-dir")
            .arg(data_dir)
            .args(["register", "import"]);
        command
            .arg(&official.practices)
            .arg(&official.memberships)
            .arg("--json");
        Ok(command)
    };
    let mut timed = import("timed")?;
    let begun = Instant::now();
    json_of(&mut timed)?;
    let seconds = begun.elapsed().as_secs_f64();
    // The command is one transaction by its own promise; what reached the disk is counted.
    let commits = 1;
    let fsyncs = fsyncs::of(&import("counted")?).ok();
    Ok(Measured {
        command: spell(&timed),
        done: official.rows,
        seconds,
        commits: Some(commits),
        fsyncs: fsyncs.map(|fsyncs| Fsyncs { fsyncs, commits }),
    })
}
