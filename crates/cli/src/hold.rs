//! A restored database is on hold: its fence is one this folder has seen before, so mail may have left that it does not
//! know of. The hold is a file, so that a daemon started again and again by its supervisor does not talk itself out of it.

use std::path::Path;

use precede_model::Digest;

use crate::errors::CliError;

/// The highest fence a daemon of this folder has drawn, by database: another database is no older one.
const SEEN: &str = "fence";
/// There while a restored database waits for a person.
const HOLD: &str = "on-hold";

/// Refuses to work on a database older than one this folder has worked on.
///
/// # Errors
/// On hold, or the folder cannot be written.
pub fn check(folder: &Path, database: &str, fence: i64) -> Result<(), CliError> {
    // The address may hold a password: only its digest is written.
    let database = Digest::of(database).to_string();
    let text = std::fs::read_to_string(folder.join(SEEN)).unwrap_or_default();
    let seen = text
        .split_once(' ')
        .filter(|(of, _)| *of == database)
        .and_then(|(_, fence)| fence.trim().parse::<i64>().ok());
    if seen.is_some_and(|seen| fence <= seen) {
        let words = "a restored database waits for a person: precede restore confirm --as PERSON\n";
        write(folder, HOLD, words)?;
    }
    if folder.join(HOLD).exists() {
        return Err(CliError::Unavailable(format!(
            "`{}` holds a restored database and sends nothing: find out what went out after the backup was taken, \
             record it, then `precede restore confirm --as PERSON`",
            folder.display()
        )));
    }
    write(folder, SEEN, &format!("{database} {fence}\n"))
}

/// Lifts the hold. Returns whether there was one.
///
/// # Errors
/// When the folder cannot be written.
pub fn lift(folder: &Path) -> Result<bool, CliError> {
    let hold = folder.join(HOLD);
    if !hold.exists() {
        return Ok(false);
    }
    // Forgotten first: the next daemon's fence is the new measure.
    remove(&folder.join(SEEN))?;
    remove(&hold)?;
    Ok(true)
}

fn remove(path: &Path) -> Result<(), CliError> {
    if path.exists() {
        std::fs::remove_file(path)
            .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", path.display())))?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), CliError> {
    let path = folder.join(name);
    std::fs::write(&path, text)
        .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_database_is_on_hold_until_a_person_lifts_it() {
        let folder = tempfile::tempdir().unwrap();
        let check = |database, fence| check(folder.path(), database, fence);
        check("sqlite:a", 7).unwrap();
        check("sqlite:a", 8).unwrap();
        assert!(
            check("sqlite:a", 8).is_err(),
            "this fence was drawn before: the database went back"
        );
        assert!(
            check("sqlite:a", 9).is_err(),
            "starting again does not lift the hold"
        );
        assert!(lift(folder.path()).unwrap());
        check("sqlite:a", 9).unwrap();
        assert!(!lift(folder.path()).unwrap());
        check("postgres:b", 1).unwrap();
    }
}
