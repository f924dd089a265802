//! Each kind of damage refuses the whole file, and says where and what to do.

use std::io::Write;

use precede_register::{ERRORS_MAX, Format, Refused, read_all};

const MEMBERSHIP: &str = "\"Z99001\",\"9E1\",\"W\",\"20010401\",\"20130331\",\"0\"\r\n";

fn practice(code: &str) -> String {
    format!(
        r#""{code}","THE SURGERY","Y63","QZZ","1 NO STREET","","","","","ZZ1 1ZZ","19740401","","A","B","99C","20200401","","","","","","0","","99C","","4","""#
    ) + "\n"
}

fn refused(bytes: impl AsRef<[u8]>, format: Format) -> Refused {
    read_all(bytes.as_ref(), Some(format)).expect_err("the file must be refused")
}

/// The only error, as text.
fn error(bytes: impl AsRef<[u8]>, format: Format) -> String {
    let refused = refused(bytes, format);
    assert_eq!(refused.errors.len(), 1, "{refused}");
    refused.of_file("f.csv").to_string()
}

#[test]
fn a_missing_column_is_named_as_such() {
    let text = practice("Z99001").replace("\"THE SURGERY\",", "");
    assert_eq!(
        error(text, Format::Epraccur),
        "`f.csv` row 1: a missing column: 26 columns where epraccur has 27; restore the columns; \
         if this is the last row the file was cut off: fetch it again"
    );
    let missing = error("child,parent,from\nZ1,9AA,20010401\n", Format::Memberships);
    assert!(missing.contains("the column `to` is missing"), "{missing}");
}

#[test]
fn a_file_with_a_missing_column_is_still_recognised() {
    let text = practice("Z99001").replace("\"THE SURGERY\",", "");
    let refused = read_all(text.as_bytes(), None).unwrap_err();
    assert!(refused.to_string().contains("epraccur has 27"), "{refused}");
}

#[test]
fn moved_columns_are_noticed() {
    let text =
        practice("Z99001").replace("\"Z99001\",\"THE SURGERY\"", "\"THE SURGERY\",\"Z99001\"");
    let moved = error(text, Format::Epraccur);
    assert!(
        moved.contains("row 1, column 1 (organisation code), `THE SURGERY`"),
        "{moved}"
    );
}

#[test]
fn latin_1_bytes_are_placed() {
    let mut bytes = (practice("Z99001") + &practice("Z99002")).into_bytes();
    let place = bytes.len() - practice("Z99002").len() + "\"Z99002\",\"".len();
    bytes[place] = 0xE9;
    let latin = error(&bytes, Format::Epraccur);
    assert_eq!(
        latin,
        "`f.csv` row 2, column 2 (name): the byte 0xE9 is not UTF-8; save the file as UTF-8"
    );
}

#[test]
fn a_cut_off_file_is_noticed_wherever_it_was_cut() {
    let whole = practice("Z99001") + &practice("Z99002");
    let first = practice("Z99001").len();
    // All but the last two bytes: without the line end alone the last row is provably whole.
    for cut in first + 1..whole.len() - 1 {
        let refused = refused(&whole[..cut], Format::Epraccur);
        assert!(
            refused.errors.iter().all(|error| error.row == 2),
            "{refused}"
        );
    }
    assert!(read_all(whole.trim_end().as_bytes(), None).is_ok());
    assert!(read_all(whole.as_bytes(), None).is_ok());
}

#[test]
fn a_number_that_may_have_been_cut_is_not_taken() {
    let text = "practice,patients,as_of\nZ99001,10,2022-05-01\nZ99002,10,2022-05-0";
    assert!(
        error(text, Format::ListSizes).contains("not a day"),
        "a cut day"
    );
    let text = "EXTRACT_DATE,CODE,NUMBER_OF_PATIENTS\n01May2022,Z99001,59";
    assert!(error(text, Format::Patients).contains("row 2: the last row has no line end"));
}

#[test]
fn a_quotation_mark_left_open_does_not_swallow_the_file_silently() {
    let text = practice("Z99001").replace("\"THE SURGERY\"", "\"THE SURGERY") + &practice("Z99002");
    let refused = refused(text, Format::Epraccur);
    assert_eq!(refused.errors[0].row, 1);
}

#[test]
fn a_packed_file_cut_short_is_refused() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for number in 0..2000 {
        packer
            .write_all(practice(&format!("Z{number:05}")).as_bytes())
            .unwrap();
    }
    let packed = packer.finish().unwrap();
    let cut = refused(&packed[..packed.len() / 2], Format::Epraccur);
    assert!(cut.to_string().contains("cut off"), "{cut}");
}

#[test]
fn a_duplicate_names_both_rows() {
    let text = practice("Z99001") + &practice("Z99002") + &practice("Z99001");
    let twice = error(text, Format::Epraccur);
    assert!(
        twice.contains("row 3: the code `Z99001` stands in row 1 and again in row 3"),
        "{twice}"
    );
}

#[test]
fn impossible_days_are_refused() {
    let text = practice("Z99001").replace("19740401", "20130230");
    let day = error(text, Format::Epraccur);
    assert!(
        day.contains("column 11 (open date), `20130230`: is not a day of the calendar"),
        "{day}"
    );
    let text = MEMBERSHIP.replace("20130331", "20010331");
    let order = error(text, Format::Epcmem);
    assert!(
        order.contains("column 5 (left date)") && order.contains("before the first"),
        "{order}"
    );
}

#[test]
fn overlapping_memberships_are_refused_and_adjoining_ones_are_not() {
    let next = MEMBERSHIP.replace("9E1", "99K");
    let overlap = next
        .replace("20010401", "20130331")
        .replace("\"20130331\",\"0\"", "\"\",\"0\"");
    let both = error(MEMBERSHIP.to_owned() + &overlap, Format::Epcmem);
    assert!(
        both.contains("row 2: two memberships of `Z99001` overlap") && both.contains("row 1"),
        "{both}"
    );
    let adjoining = overlap.replace("20130331", "20130401");
    assert!(read_all((MEMBERSHIP.to_owned() + &adjoining).as_bytes(), None).is_ok());
}

#[test]
fn another_kind_of_file_is_named() {
    let other = error(MEMBERSHIP, Format::Epraccur);
    assert!(
        other.contains("this looks like epcmem, not epraccur"),
        "{other}"
    );
    let unknown = read_all(&b"a,b,c\n1,2,3\n"[..], None).unwrap_err();
    assert!(
        unknown.to_string().contains("like no register file"),
        "{unknown}"
    );
}

#[test]
fn an_empty_file_is_refused() {
    for bytes in ["", "\n\n"] {
        assert!(error(bytes, Format::Epcmem).contains("the file is empty"));
    }
}

#[test]
fn all_errors_come_at_once_up_to_a_bound() {
    let bad = MEMBERSHIP.replace("20010401", "x");
    let three = refused(bad.repeat(3), Format::Epcmem);
    assert_eq!((three.errors.len(), three.more), (3, false));
    let many = refused(bad.repeat(500), Format::Epcmem);
    assert_eq!((many.errors.len(), many.more), (ERRORS_MAX, true));
}

#[test]
fn damage_never_panics() {
    let whole = practice("Z99001") + &practice("Z99002");
    for place in 0..whole.len() {
        for byte in [0, b'"', b',', b'\n', 0xFF, 0x1F] {
            let mut bytes = whole.clone().into_bytes();
            bytes[place] = byte;
            let _ = read_all(&bytes[..], Some(Format::Epraccur));
            let _ = read_all(&bytes[..], None);
        }
    }
}
