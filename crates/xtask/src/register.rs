//! `cargo xtask register`: makes the condensed tables below `data/` from the official files.
//!
//! The tables hold what the shipped demo and the calendars need: codes, names, postcodes, dated
//! memberships, list sizes, holidays. No telephone number and no address line gets in, because
//! the reading crate never reads one.

mod holidays;
mod memberships;
mod official;
mod people;
mod practices;
mod proof;
mod table;
mod trusts;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::failure::{Failure, Outcome};
use crate::workspace;

use official::Official;
use table::Table;

/// Where the official files lie unless the command line says otherwise, from the workspace's root.
const OFFICIAL: &str = "../shared/data";

/// Reads the official files in the folder named, makes the tables, and prints their sizes.
///
/// # Errors
///
/// See [`make`]; or the command line makes no sense.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let root = workspace::root()?;
    let official: PathBuf = match arguments {
        [] => root.join(OFFICIAL),
        [flag, folder] if flag == "--from" => PathBuf::from(folder),
        _ => {
            return Err(Failure::Usage(
                "write `cargo xtask register` or `cargo xtask register --from FOLDER`".to_owned(),
            ));
        }
    };
    for line in make(&official, &root.join("data"))? {
        println!("{line}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the tables in `data` from the official files in `official`; returns a line about each.
///
/// # Errors
///
/// An official file is missing or damaged, a table cannot be written, or the tables would not
/// give the 151 PCTs and the practices the list of 16 April 2010 names.
pub fn make(official: &Path, data: &Path) -> Outcome<Vec<String>> {
    let tables = tables(&Official::read(official)?)?;
    proof::check(&tables)?;
    tables.iter().map(|table| table.write(data)).collect()
}

fn tables(official: &Official) -> Outcome<Vec<Table>> {
    let trusts = trusts::of(official);
    let practices = practices::of(official, &trusts);
    let mut organisations = Table::new(
        "organisations.csv",
        &[
            "code", "kind", "name", "postcode", "region", "opened", "closed",
        ],
    );
    trusts::regions(official, &mut organisations);
    trusts::rows(&trusts, &mut organisations);
    practices::rows(&practices, &mut organisations);
    Ok(vec![
        organisations,
        memberships::table(official, &trusts, &practices),
        people::list_sizes(official, &practices),
        people::residents(&trusts),
        holidays::table(official)?,
    ])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The shipped tables are what this task makes, to the byte.
    #[test]
    fn the_shipped_tables_are_up_to_date() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join(OFFICIAL);
        if !folder.exists() {
            eprintln!(
                "skipped: the official files are not in `{}`",
                folder.display()
            );
            return;
        }
        let tables = tables(&Official::read(&folder).unwrap()).unwrap();
        for table in &tables {
            let shipped = fs::read(root.join("data").join(table.name)).unwrap();
            assert!(
                shipped == table.text().into_bytes(),
                "`data/{}` is out of date: run `cargo xtask register`",
                table.name
            );
        }
        proof::check(&tables).unwrap();
        let bytes: usize = tables.iter().map(|table| table.text().len()).sum();
        assert!(bytes < 1_500_000, "the tables have grown to {bytes} bytes");
    }
}
