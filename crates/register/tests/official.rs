//! The whole official files, where they lie beside the workspace; skipped with a message elsewhere.

use std::collections::HashSet;
use std::fs::File;
use std::path::PathBuf;

use precede_model::{OrganisationCode, OrganisationKind};
use precede_register::{
    Format, Kind, Reading, Record, Register, Status, check_memberships, plan_changes, read_all,
};

fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Reads an official file, which must be recognised as `format`.
fn official(name: &str, format: Format) -> Option<Reading> {
    let path = workspace().join("../shared/data").join(name);
    let Ok(file) = File::open(&path) else {
        eprintln!("skipped: `{}` is not there", path.display());
        return None;
    };
    let reading = read_all(file, None).unwrap_or_else(|e| panic!("{}", e.of_file(name)));
    assert_eq!(reading.report.format, format);
    Some(reading)
}

fn shipped(name: &str, format: Format) -> Reading {
    let file = File::open(workspace().join("data").join(name)).unwrap();
    read_all(file, Some(format)).unwrap_or_else(|e| panic!("{}", e.of_file(name)))
}

fn count(reading: &Reading, wanted: impl Fn(&Record) -> bool) -> usize {
    reading.records().filter(|record| wanted(record)).count()
}

fn of_status(reading: &Reading, status: Status) -> usize {
    count(
        reading,
        |record| matches!(record, Record::Organisation(one) if one.status == Some(status)),
    )
}

fn of_kind(reading: &Reading, kind: Kind) -> usize {
    count(
        reading,
        |record| matches!(record, Record::Organisation(one) if one.kind == kind),
    )
}

#[test]
fn epraccur_whole() {
    let Some(reading) = official("epraccur-2025-09.csv", Format::Epraccur) else {
        return;
    };
    assert_eq!((reading.report.rows, reading.report.taken), (16_685, 8_655));
    assert_eq!(of_status(&reading, Status::Active), 6_618);
    assert_eq!(of_status(&reading, Status::Closed), 1_963);
    assert_eq!(of_status(&reading, Status::Dormant), 74);
    let skipped = &reading.report.skipped;
    assert_eq!(skipped["not a GP practice: prescribing setting 26"], 609);
    assert_eq!(skipped["not a GP practice: prescribing setting 27"], 219);

    let older = official("epraccur-2019-10.csv.gz", Format::Epraccur).unwrap();
    assert_eq!(older.report.rows, 14_303);
}

#[test]
fn epcmem_whole_without_overlap() {
    let Some(reading) = official("epcmem-2019-08.csv", Format::Epcmem) else {
        return;
    };
    assert_eq!(
        (reading.report.rows, reading.report.taken),
        (47_822, 47_822)
    );
    let open = count(
        &reading,
        |record| matches!(record, Record::Membership(one) if one.until.is_none()),
    );
    assert_eq!(open, 11_812);
}

#[test]
fn the_other_files_whole() {
    let Some(pcts) = official("pct-sha-2011-12.csv", Format::PctSha) else {
        return;
    };
    assert_eq!(
        (of_kind(&pcts, Kind::Pct), of_kind(&pcts, Kind::Region)),
        (151, 10)
    );
    let residents: u32 = pcts
        .records()
        .map(|record| match record {
            Record::Residents(one) => one.residents,
            _ => 0,
        })
        .sum();
    assert_eq!(residents, 53_107_169);
    let rows = |name: &str, format| official(name, format).unwrap().report.rows;
    assert_eq!(rows("pct-2010-04-16.csv", Format::PctList), 151);
    assert_eq!(
        rows("practice-pct-2010-04-16.csv", Format::PracticePct),
        8_046
    );
    assert_eq!(rows("ebranchs-2017-08.csv", Format::Ebranchs), 2_702);
    assert_eq!(rows("icb-names-codes-2024-12.csv", Format::IcbNames), 42);
    assert_eq!(
        rows("gp-reg-pat-prac-all-2022-05.csv", Format::Patients),
        6_506
    );
    assert_eq!(
        rows("gp-reg-pat-prac-all-2021-01.csv.gz", Format::Patients),
        6_658
    );
    let boards = official("subicb-icb-region-2022-07.csv", Format::SubicbIcbRegion).unwrap();
    let kinds = [Kind::SubIcb, Kind::Icb, Kind::Region].map(|kind| of_kind(&boards, kind));
    assert_eq!(kinds, [106, 42, 7]);
    let groups = official("eccg-2025-12.csv", Format::Eccg).unwrap();
    let kinds = [Kind::SubIcb, Kind::Ccg, Kind::Hub].map(|kind| of_kind(&groups, kind));
    assert_eq!(kinds, [106, 142, 35]);
    assert_eq!(groups.report.skipped.values().sum::<u64>(), 37);
}

/// The register the shipped tables make.
fn shipped_register() -> Register {
    let mut register = Register::default();
    for (name, format) in [
        ("organisations.csv", Format::Organisations),
        ("memberships.csv", Format::Memberships),
        ("list-sizes.csv", Format::ListSizes),
        ("residents.csv", Format::Residents),
    ] {
        let reading = shipped(name, format);
        let belonging =
            check_memberships(&known(&register), reading.rows).unwrap_or_else(|e| panic!("{e}"));
        assert!(belonging.skipped.is_empty(), "{:?}", belonging.skipped);
        register.apply(&plan_changes(&register, &belonging.taken));
        assert!(plan_changes(&register, &belonging.taken).is_empty());
    }
    register
}

fn known(register: &Register) -> HashSet<OrganisationCode> {
    register.organisations().keys().copied().collect()
}

#[test]
fn the_shipped_tables_give_the_register_of_the_suspension() {
    let register = shipped_register();
    let day = "2010-04-16".parse().unwrap();
    let pcts = register.open_on(OrganisationKind::Pct, day);
    assert_eq!(pcts.len(), 151);
    assert_eq!(register.open_on(OrganisationKind::Region, day).len(), 10);
    let codes: Vec<OrganisationCode> = pcts
        .iter()
        .flat_map(|pct| register.practices_of(*pct, day))
        .collect();
    assert_eq!(codes.len(), 8_046);
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), 8_046);
    let code = |text: &str| text.parse::<OrganisationCode>().unwrap();
    assert!(pcts.contains(&code("TAM")) && !pcts.contains(&code("5QW")));
    for pct in &pcts {
        let region = register
            .parent_on(*pct, day)
            .expect("every PCT has a region");
        assert!(register.organisation(region).is_some(), "{region}");
        assert!(
            register.organisation(*pct).unwrap().people.is_some(),
            "{pct}"
        );
        assert!(register.practices_of(*pct, day).len() >= 12, "{pct}");
    }
}

#[test]
fn trusts_that_merged_are_known_on_the_days_before() {
    let register = shipped_register();
    let pcts = |day: &str| register.open_on(OrganisationKind::Pct, day.parse().unwrap());
    assert_eq!(pcts("2010-01-04").len(), 152);
    assert_eq!(pcts("2010-03-31").len(), 152);
    assert_eq!(pcts("2011-04-15").len(), 151);
    assert_eq!(pcts("2013-04-01").len(), 0);
}

#[test]
fn the_official_files_import_over_the_shipped_tables_in_either_order() {
    let Some(groups) = official("eccg-2025-12.csv", Format::Eccg) else {
        return;
    };
    let practices = official("epraccur-2025-09.csv", Format::Epraccur).unwrap();
    let members = official("epcmem-2019-08.csv", Format::Epcmem).unwrap();
    // Two practices of 2025 were no GP practices in the register of 2019, which is nearer to 2010;
    // once they are known, their memberships are taken.
    for (files, expected) in [
        ([&groups, &practices, &members], 8_048),
        ([&groups, &members, &practices], 8_046),
    ] {
        let mut register = shipped_register();
        for reading in files {
            let belonging = check_memberships(&known(&register), reading.rows.clone())
                .unwrap_or_else(|e| panic!("{e}"));
            let changes = plan_changes(&register, &belonging.taken);
            assert!(!changes.is_empty());
            register.apply(&changes);
            assert!(plan_changes(&register, &belonging.taken).is_empty());
        }
        let day = "2010-04-16".parse().unwrap();
        let pcts = register.open_on(OrganisationKind::Pct, day);
        let practices: usize = pcts
            .iter()
            .map(|pct| register.practices_of(*pct, day).len())
            .sum();
        assert_eq!((pcts.len(), practices), (151, expected));
    }
}
