//! The rows of a contacts file.

use std::{collections::HashMap, io::Read};

use chrono::NaiveDate;
use precede_model::{Contact, Digest, OrganisationCode, Role};

use crate::AppError;

const COLUMNS: [&str; 7] = ["code", "name", "e-mail", "role", "language", "from", "to"];
/// How many faults are told before reading stops.
const FAULTS_MAX: usize = 50;

/// One row.
pub(super) struct Row {
    /// Line of the file, the header being 1.
    pub number: u64,
    pub contact: Contact,
}

/// A file, read to its end.
pub(super) struct Contacts {
    /// Rows without fault.
    pub rows: Vec<Row>,
    /// What is wrong with the others.
    pub faults: Vec<String>,
    pub digest: Digest,
}

/// Reads a file; an error is one that leaves nothing to look at.
pub(super) fn rows(file: &str, mut source: impl Read) -> Result<Contacts, AppError> {
    let mut bytes = Vec::new();
    let unreadable = |why: String| AppError::bad(format!("`{file}`: {why}"));
    source
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(format!("it cannot be read: {error}")))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let row = bytes[..error.valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        unreadable(format!(
            "row {row} holds bytes that are not UTF-8: save the file as UTF-8"
        ))
    })?;
    let mut table = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    check_header(
        file,
        table
            .headers()
            .map_err(|error| unreadable(error.to_string()))?,
    )?;
    let mut faults = Faults {
        file,
        found: Vec::new(),
    };
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    for record in table.records() {
        let record = record.map_err(|error| unreadable(error.to_string()))?;
        let number = record.position().map_or(0, csv::Position::line);
        let Some(contact) = contact(&mut faults, number, &record) else {
            continue;
        };
        let key = (
            contact.organisation,
            contact.role,
            contact.email.to_lowercase(),
        );
        if let Some(first) = seen.insert(key, number) {
            faults.add(
                number,
                0,
                &record[0],
                format!("the same contact stands in row {first}; remove one of the two"),
            );
        }
        rows.push(Row { number, contact });
        if faults.found.len() >= FAULTS_MAX {
            break;
        }
    }
    Ok(Contacts {
        rows,
        faults: faults.found,
        digest: Digest::of(&bytes),
    })
}

fn check_header(file: &str, header: &csv::StringRecord) -> Result<(), AppError> {
    let is_named = |(name, expected): (&str, &&str)| {
        name.eq_ignore_ascii_case(expected)
            || (**expected == *"e-mail" && name.eq_ignore_ascii_case("email"))
    };
    if header.len() == COLUMNS.len() && header.iter().zip(&COLUMNS).all(is_named) {
        return Ok(());
    }
    Err(AppError::bad(format!(
        "`{file}` row 1: the header is not `{}`; put the columns in this order",
        COLUMNS.join(",")
    )))
}

struct Faults<'a> {
    file: &'a str,
    found: Vec<String>,
}

impl Faults<'_> {
    fn add(&mut self, row: u64, column: usize, value: &str, why: String) {
        let place = COLUMNS.get(column).unwrap_or(&"");
        // An address is not repeated: this text may be logged.
        let value = if column == 2 {
            String::new()
        } else {
            format!(", `{value}`")
        };
        self.found.push(format!(
            "`{}` row {row}, column {} ({place}){value}: {why}",
            self.file,
            column + 1
        ));
    }
}

fn contact(faults: &mut Faults<'_>, row: u64, record: &csv::StringRecord) -> Option<Contact> {
    if record.len() != COLUMNS.len() {
        let why = format!(
            "{} columns, not {}; check for missing or extra commas",
            record.len(),
            COLUMNS.len()
        );
        faults.add(row, 0, record.get(0).unwrap_or_default(), why);
        return None;
    }
    let before = faults.found.len();
    let organisation = record[0].parse::<OrganisationCode>();
    if let Err(error) = &organisation {
        faults.add(
            row,
            0,
            &record[0],
            format!("{error}; write the organisation's code"),
        );
    }
    if let Some(why) = bad_address(&record[2]) {
        faults.add(row, 2, "", why);
    }
    let role = record[3].parse::<Role>();
    if role.is_err() {
        faults.add(
            row,
            3,
            &record[3],
            "is no role; write for example `practice`, `lmc` or `pct-staff`".to_owned(),
        );
    }
    let language = if record[4].is_empty() {
        "en"
    } else {
        &record[4]
    };
    if !is_language(language) {
        faults.add(
            row,
            4,
            language,
            "is no language tag; write for example `en` or `cy`".to_owned(),
        );
    }
    let from = day(faults, row, 5, &record[5]);
    let until = day(faults, row, 6, &record[6]);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        faults.add(
            row,
            6,
            &record[6],
            "lies before `from`; correct one of the two days".to_owned(),
        );
    }
    if faults.found.len() > before {
        return None;
    }
    Some(Contact {
        organisation: organisation.ok()?,
        name: (!record[1].is_empty()).then(|| record[1].to_owned()),
        email: record[2].to_owned(),
        role: role.ok()?,
        language: language.to_owned(),
        from,
        until,
    })
}

fn day(faults: &mut Faults<'_>, row: u64, column: usize, text: &str) -> Option<NaiveDate> {
    if text.is_empty() {
        return None;
    }
    let day = text.parse().ok();
    if day.is_none() {
        faults.add(
            row,
            column,
            text,
            "is no day; write it as 2010-04-16".to_owned(),
        );
    }
    day
}

fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
        && tag.split('-').next().is_some_and(|first| {
            first.len() >= 2 && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

/// Why a text cannot be an address. Whether it is one only the relay knows.
fn bad_address(text: &str) -> Option<String> {
    let why = match text.rsplit_once('@') {
        _ if text.is_empty() => {
            "the address is missing; leave the row out for an organisation without one"
        }
        None => "an address has an `@`; correct it",
        _ if text.len() > 254 => "the address is too long; correct it",
        _ if text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c)) =>
        {
            "an address holds no spaces, brackets or lists; give one plain address"
        }
        Some((local, domain)) => match (local, domain) {
            ("", _) => "nothing stands before the `@`; correct it",
            _ if local.contains('@') => "an address has one `@`; correct it",
            _ if local.len() > 64
                || local.starts_with('.')
                || local.ends_with('.')
                || local.contains("..") =>
            {
                "what stands before the `@` is no mailbox; correct it"
            }
            _ if !is_domain(domain) => "what stands after the `@` is no domain; correct it",
            _ => return None,
        },
    };
    Some(why.to_owned())
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.contains('.') && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_pass_and_slips_do_not() {
        for good in ["manager@f81006.example", "a.b+c@mail.practice.invalid"] {
            assert_eq!(bad_address(good), None, "{good}");
        }
        for bad in [
            "",
            "x",
            "@a.example",
            "a@",
            "a@b",
            "a b@c.example",
            "a@@b.example",
            "a@b..example",
            "a@b.c,d@e.f",
        ] {
            assert!(bad_address(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn all_faults_are_told_with_row_and_column_and_no_address() {
        let text = "code,name,e-mail,role,language,from,to\n\
                    F81006,A,broken address,practice,en,,\n\
                    F81007,B,b@f81007.example,chief,e,2010-13-01,\n\
                    F81008,C,c@f81008.example,practice,,2010-02-01,2010-01-01\n\
                    F81009,D\n";
        let faults = rows("contacts.csv", text.as_bytes()).unwrap().faults;
        let places: Vec<_> = faults
            .iter()
            .map(|fault| fault.split_once(')').unwrap().0)
            .collect();
        assert_eq!(
            places,
            [
                "`contacts.csv` row 2, column 3 (e-mail",
                "`contacts.csv` row 3, column 4 (role",
                "`contacts.csv` row 3, column 5 (language",
                "`contacts.csv` row 3, column 6 (from",
                "`contacts.csv` row 4, column 7 (to",
                "`contacts.csv` row 5, column 1 (code",
            ]
        );
        assert!(!faults[0].contains("broken address"));
    }

    #[test]
    fn a_row_given_twice_is_a_fault() {
        let text = "code,name,email,role,language,from,to\n\
                    F81006,A,a@f81006.example,practice,en,,\n\
                    F81006,B,A@F81006.example,practice,en,,\n";
        let faults = rows("c.csv", text.as_bytes()).unwrap().faults;
        assert_eq!(faults.len(), 1);
        assert!(
            faults[0].contains("row 3") && faults[0].contains("row 2"),
            "{}",
            faults[0]
        );
    }
}
