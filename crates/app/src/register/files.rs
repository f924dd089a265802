//! Reading the files of an import, and what they make of the register together.

use std::{collections::HashSet, io::Read};

use precede_model::{Digest, OrganisationCode, OrganisationKind};
use precede_register::{
    Format, Reading, Record, Refused, Register, check_memberships, plan_changes,
};
use sha2::{Digest as _, Sha256};

use super::FileReport;
use crate::AppError;

/// One file, read without fault.
pub(super) struct FileRead {
    name: String,
    digest: Digest,
    reading: Reading,
}

/// Reads every file; the faults of all are told at once.
pub(super) fn read_all(files: Vec<(String, impl Read)>) -> Result<Vec<FileRead>, AppError> {
    let mut read = Vec::new();
    let mut faults = Vec::new();
    for (name, source) in files {
        match read_one(&name, source) {
            Ok(file) => read.push(file),
            Err(refused) => faults.extend(lines(&refused.of_file(&name))),
        }
    }
    if !faults.is_empty() {
        return Err(AppError::BadInput(faults));
    }
    // Bodies that practices belong to come first. Where two files disagree the newer is right, however they were typed.
    read.sort_by_key(
        |FileRead {
             reading: Reading { report, .. },
             ..
         }| {
            let rank = Format::ALL.iter().position(|known| *known == report.format);
            (!lists_bodies(report.format), report.newest, rank)
        },
    );
    Ok(read)
}

fn read_one(name: &str, source: impl Read) -> Result<FileRead, Refused> {
    let mut digested = Digested {
        source,
        hasher: Sha256::new(),
    };
    let reading = precede_register::read_all(&mut digested, None)?;
    let digest = digested.finish();
    Ok(FileRead {
        name: name.to_owned(),
        digest,
        reading,
    })
}

/// Takes the files one after the other.
pub(super) fn apply(
    before: &Register,
    files: Vec<FileRead>,
) -> Result<(Register, Vec<FileReport>), AppError> {
    let mut known: HashSet<OrganisationCode> = before.organisations().keys().copied().collect();
    known.extend(
        files
            .iter()
            .flat_map(|file| listed(&file.reading))
            .map(|(code, _)| code),
    );
    let practices_known = before
        .organisations()
        .values()
        .any(|one| one.kind == OrganisationKind::Practice)
        || files
            .iter()
            .flat_map(|file| listed(&file.reading))
            .any(|(_, kind)| kind == OrganisationKind::Practice);
    let mut register = before.clone();
    let (mut reports, mut faults) = (Vec::new(), Vec::new());
    for FileRead {
        name,
        digest,
        reading,
    } in files
    {
        let report = reading.report;
        let belonging = match check_memberships(&known, reading.rows) {
            Ok(belonging) => belonging,
            Err(refused) => {
                faults.extend(lines(&refused.of_file(&name)));
                continue;
            }
        };
        if !belonging.skipped.is_empty() && !practices_known {
            faults.push(format!(
                "`{name}`: it holds memberships of practices, and the register knows no practice yet; import \
                 the file that lists the practices first, or together with this one"
            ));
        }
        register.apply(&plan_changes(&register, &belonging.taken));
        reports.push(FileReport {
            name,
            digest,
            format: report.format,
            rows: report.rows,
            taken: report.taken,
            skipped: report.skipped,
            left_out: belonging.skipped,
        });
    }
    if faults.is_empty() {
        Ok((register, reports))
    } else {
        Err(AppError::BadInput(faults))
    }
}

fn listed(reading: &Reading) -> impl Iterator<Item = (OrganisationCode, OrganisationKind)> {
    reading.records().filter_map(|record| match record {
        Record::Organisation(listed) => Some((listed.code, listed.kind.in_campaigns()?)),
        _ => None,
    })
}

/// Files of regions, trusts, groups and boards.
fn lists_bodies(format: Format) -> bool {
    match format {
        Format::Organisations
        | Format::PctSha
        | Format::PctList
        | Format::SubicbIcbRegion
        | Format::IcbNames
        | Format::Eccg => true,
        Format::Epraccur
        | Format::Ebranchs
        | Format::PracticePct
        | Format::Memberships
        | Format::Epcmem
        | Format::Patients
        | Format::ListSizes
        | Format::Residents => false,
    }
}

fn lines(refused: &Refused) -> Vec<String> {
    refused.to_string().lines().map(str::to_owned).collect()
}

/// Digests what is read through it.
struct Digested<R> {
    source: R,
    hasher: Sha256,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        Ok(read)
    }
}

impl<R> Digested<R> {
    fn finish(self) -> Digest {
        hex::encode(self.hasher.finalize())
            .parse()
            .expect("SHA-256 is 64 hex digits")
    }
}
