//! A made-up file of each format gives its typed records.

use std::io::Write;

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};
use precede_register::{
    Format, Kind, ListSize, ListedOrganisation, Reading, Record, Residents, Status, detect,
    read_all,
};

const EPRACCUR: &str = r#""Z99001","THE MADE-UP SURGERY, NORTH","Y63","QZZ","1 NO STREET","","","","","ZZ1 1ZZ","19740401","","A","B","99C","20200401","","01632 960001","","","","0","","99C","","4",""
"Z99002","THE CLOSED PRACTICE","Y63","QZZ","","","","","","ZZ1 1ZY","19740401","20171031","C","B","99K","20130401","20171031","","","","","0","","","","4",""
"Z99003","A HOSPITAL CLINIC","Y63","QZZ","","","","","","ZZ1 1ZX","20010101","","A","B","99C","20200401","","","","","","0","","","","10",""
"Z99004","NO DAY GIVEN","Y63","QZZ","","","","","","","20010101","","C","Z","","","","","","","","0","","","","4",""
"#;

fn code(text: &str) -> OrganisationCode {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(text: &str, format: Format) -> Reading {
    assert_eq!(
        detect(text.as_bytes()),
        Some(format),
        "detected by its first bytes"
    );
    let reading = read_all(text.as_bytes(), Some(format)).unwrap_or_else(|e| panic!("{e}"));
    let skipped: u64 = reading.report.skipped.values().sum();
    assert_eq!(reading.report.rows, reading.report.taken + skipped);
    reading
}

fn organisations(reading: &Reading) -> Vec<&ListedOrganisation> {
    reading
        .records()
        .filter_map(|record| match record {
            Record::Organisation(one) => Some(one),
            _ => None,
        })
        .collect()
}

fn membership(child: &str, parent: &str, from: &str, until: Option<&str>) -> Membership {
    Membership {
        child: code(child),
        parent: code(parent),
        from: day(from),
        until: until.map(day),
    }
}

#[test]
fn epraccur_takes_gp_practices_and_counts_the_rest_by_setting() {
    let reading = read(EPRACCUR, Format::Epraccur);
    let listed = organisations(&reading);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0].name, "THE MADE-UP SURGERY, NORTH");
    assert_eq!(listed[0].status, Some(Status::Active));
    assert_eq!(listed[0].postcode.as_deref(), Some("ZZ1 1ZZ"));
    assert_eq!(listed[0].region, Some(code("Y63")));
    assert_eq!(listed[1].closed, Some(day("2017-10-31")));
    let commissioner = membership("Z99002", "99K", "2013-04-01", Some("2017-10-31"));
    assert!(
        reading
            .records()
            .any(|record| *record == Record::Commissioner(commissioner))
    );
    let skipped: Vec<(&str, u64)> = reading
        .report
        .skipped
        .iter()
        .map(|(why, n)| (why.as_str(), *n))
        .collect();
    assert_eq!(
        skipped,
        [
            ("closed, but the day is not known", 1),
            (
                "not a GP practice: prescribing setting 10 (hospital service)",
                1
            ),
        ]
    );
    assert_eq!(reading.report.newest, Some(day("2020-04-01")));
}

#[test]
fn no_telephone_number_or_address_line_comes_out() {
    let out = format!("{:?}", read(EPRACCUR, Format::Epraccur));
    assert!(!out.contains("01632") && !out.contains("NO STREET"));
}

#[test]
fn a_packed_file_is_unpacked() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(EPRACCUR.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    assert_eq!(detect(&packed), Some(Format::Epraccur));
    let unpacked = read_all(&packed[..], None).unwrap();
    assert_eq!(unpacked, read(EPRACCUR, Format::Epraccur));
}

#[test]
fn epcmem_reads_days_and_dos_line_ends() {
    let text = "\"Z99001\",\"9E1\",\"W\",\"20010401\",\"20130331\",\"0\"\r\n\
                \"Z99001\",\"99K\",\"W\",\"20130401\",\"\",\"0\"\r\n";
    let reading = read(text, Format::Epcmem);
    let expected = [
        membership("Z99001", "9E1", "2001-04-01", Some("2013-03-31")),
        membership("Z99001", "99K", "2013-04-01", None),
    ];
    assert!(
        reading
            .records()
            .eq(expected.map(Record::Membership).iter())
    );
    assert_eq!(
        reading
            .rows
            .iter()
            .map(|row| row.number)
            .collect::<Vec<_>>(),
        [1, 2]
    );
}

#[test]
fn ebranchs_names_the_practice_as_parent() {
    let text = r#""Z99001001","THE BRANCH","Y54","QZZ","","","","","","ZZ1 1ZZ","20040401","","","","Z99001","20040401","","","","","","0","","A","","",""
"#;
    let reading = read(text, Format::Ebranchs);
    let listed = organisations(&reading);
    assert_eq!(
        (listed[0].kind, listed[0].parent),
        (Kind::Branch, Some(code("Z99001")))
    );
    assert_eq!(listed[0].organisation(), None);
}

#[test]
fn lists_of_trusts_name_each_authority_once() {
    let pct_sha = "sha_code,sha_ons_code,sha_name,pct_code,pct_ons_code,pct_name,residents_mid2011\n\
                   Q99,E1,Nowhere,9AA,E2,First PCT,1000\n\
                   Q99,E1,Nowhere,9AB,E3,Second PCT,2000\n";
    let list = "pct_code,pct_ons_code,pct_name,sha_code,sha_name,named_gp_practices,residents_mid2011\n\
                9AA,E2,First PCT,Q99,Nowhere,12,1000\n\
                9AB,E3,Second PCT,Q99,Nowhere,13,2000\n";
    let one = read(pct_sha, Format::PctSha);
    let other = read(list, Format::PctList);
    assert_eq!(one.rows, other.rows);
    let kinds: Vec<_> = organisations(&one)
        .iter()
        .map(|one| (one.kind, one.region))
        .collect();
    let sha = Some(code("Q99"));
    assert_eq!(
        kinds,
        [(Kind::Region, None), (Kind::Pct, sha), (Kind::Pct, sha)]
    );
    let residents = Residents {
        pct: code("9AB"),
        residents: 2000,
        as_of: day("2011-06-30"),
    };
    assert!(
        one.records()
            .any(|record| *record == Record::Residents(residents))
    );
}

#[test]
fn practices_of_a_day_bring_their_membership() {
    let text = "practice_code,name,postcode,pct_code,joined_pct,left_pct,open_date,status_2025_09,close_date\n\
                Z99001,THE SURGERY,ZZ1 1ZZ,9AA,20010401,20130331,19740401,A,\n";
    let reading = read(text, Format::PracticePct);
    let expected = membership("Z99001", "9AA", "2001-04-01", Some("2013-03-31"));
    assert_eq!(reading.rows[1].record, Record::Membership(expected));
    assert_eq!(reading.rows[1].number, 2);
}

#[test]
fn eccg_tells_groups_locations_and_hubs_apart() {
    let row = |code: &str, closed: &str, role: &str| {
        format!(
            r#""{code}","A NAME","Y63","QZZ","","","","","","","20130401","{closed}","","{role}","","","","","","","","1","","","","","""#
        ) + "\r\n"
    };
    let text = row("99A", "20200331", "")
        + &row("99B", "", "RO319|RO326")
        + &row("9Q1X", "", "RO218").replace("9Q1X", "99H")
        + &row("9Z9Z9", "", "RO327");
    let reading = read(&text, Format::Eccg);
    let kinds: Vec<Kind> = organisations(&reading).iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Ccg, Kind::SubIcb, Kind::Hub]);
    assert_eq!(reading.report.skipped.len(), 1);
}

#[test]
fn sub_icb_headers_may_have_spaces_at_their_ends() {
    let text = "Sub ICB Location ODS Code ,Sub ICB Location Name ,Sub ICB Location Non-Primary Role,\
                ICB Code,Integrated Care Board Name ,ICB Non-Primary Role,Region Code,Region Name\n\
                99G,\"NORTH, SOUTH ICB - 99G\",SUB ICB LOCATION ,QZZ,NORTH BOARD ,BOARD ,Y99,EAST\n";
    let reading = read(text, Format::SubicbIcbRegion);
    let listed: Vec<_> = organisations(&reading)
        .iter()
        .map(|one| {
            (
                one.kind,
                one.name.as_str(),
                one.parent.map(|p| p.to_string()),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            (Kind::Region, "EAST", None),
            (Kind::Icb, "NORTH BOARD", Some("Y99".to_owned())),
            (
                Kind::SubIcb,
                "NORTH, SOUTH ICB - 99G",
                Some("QZZ".to_owned())
            ),
        ]
    );
}

#[test]
fn icb_names_are_read_whatever_the_year() {
    let text = "ICB24CD,ICB24CDH,ICB24NM,ObjectId\nE54000999,QZZ,NHS Nowhere Board,1\n";
    let reading = read(text, Format::IcbNames);
    assert_eq!(organisations(&reading)[0].code, code("QZZ"));
}

#[test]
fn patients_are_read_by_header_name_and_only_in_total() {
    let text = "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n\
                X,01May2022,GP,99G,Z99001,ZZ1 1ZZ,ALL,ALL,5983\n\
                X,2026-01-01,GP,99G,Z99001,ZZ1 1ZZ,ALL,ALL,6000\n\
                X,01JAN2021,GP,99G,Z99002,ZZ1 1ZZ,ALL,ALL,1\n\
                X,01JAN2021,GP,99G,Z99002,ZZ1 1ZZ,MALE,ALL,1\n";
    let reading = read(text, Format::Patients);
    let size = |practice: &str, patients, as_of: &str| {
        Record::ListSize(ListSize {
            practice: code(practice),
            patients,
            as_of: day(as_of),
        })
    };
    let expected = [
        size("Z99001", 5983, "2022-05-01"),
        size("Z99001", 6000, "2026-01-01"),
        size("Z99002", 1, "2021-01-01"),
    ];
    assert!(reading.records().eq(expected.iter()));
    assert_eq!(reading.report.skipped["counts only one sex or age"], 1);
}

#[test]
fn condensed_tables_are_read() {
    let text = "code,kind,name,postcode,region,opened,closed\n\
                Z99001,practice,\"SMITH, JONES\",ZZ1 1ZZ,,1974-04-01,2017-10-31\n\
                9AA,pct,First PCT,,Q99,,\n";
    let listed = read(text, Format::Organisations);
    let kinds: Vec<_> = organisations(&listed).iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Practice, Kind::Pct]);

    let text = "child,parent,from,to\nZ99001,9AA,2001-04-01,2013-03-31\n9AA,Q99,2006-10-01,\n";
    let expected = [
        membership("Z99001", "9AA", "2001-04-01", Some("2013-03-31")),
        membership("9AA", "Q99", "2006-10-01", None),
    ];
    let reading = read(text, Format::Memberships);
    assert!(
        reading
            .records()
            .eq(expected.map(Record::Membership).iter())
    );

    let sizes = read(
        "practice,patients,as_of\nZ99001,10,2022-05-01\n",
        Format::ListSizes,
    );
    assert_eq!(sizes.rows.len(), 1);
    let residents = read(
        "pct,residents,as_of\n9AA,1000,2011-06-30\n",
        Format::Residents,
    );
    assert_eq!(residents.rows.len(), 1);
}

#[test]
fn every_format_is_found_by_its_word() {
    for format in Format::ALL {
        assert_eq!(format.word().parse(), Ok(format));
    }
    assert!("epraccurr".parse::<Format>().is_err());
}
