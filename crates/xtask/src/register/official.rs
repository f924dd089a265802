//! The official files this task reads.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use precede_register::{Format, Record, read_all};

use crate::failure::{Failure, Outcome, cannot};

/// What the official files say.
pub struct Official {
    folder: PathBuf,
    /// The PCTs of 16 April 2010.
    pub pcts: Vec<Record>,
    /// The PCTs of December 2011.
    pub later_pcts: Vec<Record>,
    /// The practices of 16 April 2010 whose names are known.
    pub practices: Vec<Record>,
    /// The registers of practices, the one nearest to 2010 first.
    pub registers: [Vec<Record>; 2],
    /// Every dated membership.
    pub memberships: Vec<Record>,
    /// Registered patients, the newest first.
    pub patients: [Vec<Record>; 2],
}

impl Official {
    /// Reads all of them.
    ///
    /// # Errors
    ///
    /// A file is missing or damaged.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let read = |name: &str, format| read(folder, name, format);
        Ok(Self {
            folder: folder.to_owned(),
            pcts: read("pct-2010-04-16.csv", Format::PctList)?,
            later_pcts: read("pct-sha-2011-12.csv", Format::PctSha)?,
            practices: read("practice-pct-2010-04-16.csv", Format::PracticePct)?,
            registers: [
                read("epraccur-2019-10.csv.gz", Format::Epraccur)?,
                read("epraccur-2025-09.csv", Format::Epraccur)?,
            ],
            memberships: read("epcmem-2019-08.csv", Format::Epcmem)?,
            patients: [
                read("gp-reg-pat-prac-all-2022-05.csv", Format::Patients)?,
                read("gp-reg-pat-prac-all-2021-01.csv.gz", Format::Patients)?,
            ],
        })
    }

    /// The text of a file that is not a register.
    ///
    /// # Errors
    ///
    /// The file is missing or not UTF-8.
    pub fn text(&self, name: &str) -> Outcome<String> {
        let path = self.folder.join(name);
        fs::read_to_string(&path).map_err(cannot(format_args!("read `{}`", path.display())))
    }
}

fn read(folder: &Path, name: &str, format: Format) -> Outcome<Vec<Record>> {
    let path = folder.join(name);
    let file = File::open(&path).map_err(cannot(format_args!("read `{}`", path.display())))?;
    let reading = read_all(file, Some(format))
        .map_err(|refused| Failure::Wanting(refused.of_file(name).to_string()))?;
    Ok(reading.rows.into_iter().map(|row| row.record).collect())
}
