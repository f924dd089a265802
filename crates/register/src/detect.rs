//! Which format a file has, by its first row.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::columns::{Shape, plain_name};
use crate::date::date;
use crate::format::Format;
use crate::input::{GZIP_MAGIC, PEEK};

/// The format a file's first bytes look like; some thousand bytes are enough, packed by gzip or
/// not. A file that is nearly of a format (a column missing, say) is given that format, so that
/// reading it can say what is wrong. `None` when it is like none.
pub fn detect(first: &[u8]) -> Option<Format> {
    let row = FirstRow::of(&unpacked(first))?;
    row.exact().or_else(|| row.nearest())
}

/// The format whose first row this is without doubt; used to notice a file of another kind than
/// the one asked for. `first` is unpacked.
pub(crate) fn detect_exact(first: &[u8]) -> Option<Format> {
    FirstRow::of(first)?.exact()
}

fn unpacked(first: &[u8]) -> Vec<u8> {
    if !first.starts_with(&GZIP_MAGIC) {
        return first.to_vec();
    }
    let mut plain = vec![0; PEEK];
    let mut filled = 0;
    let mut packed = MultiGzDecoder::new(first);
    // The end of the excerpt is no fault: what came out before it is what we look at.
    while let Ok(read @ 1..) = packed.read(&mut plain[filled..]) {
        filled += read;
    }
    plain.truncate(filled);
    plain
}

/// The fields of a first row.
struct FirstRow(Vec<String>);

impl FirstRow {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut row = csv::ByteRecord::new();
        let found = reader.read_byte_record(&mut row).ok()?;
        let text = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
        found.then(|| Self(row.iter().map(text).collect()))
    }

    fn field(&self, place: usize) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }

    fn exact(&self) -> Option<Format> {
        match self.0.len() {
            27 if self.is_branch() => Some(Format::Ebranchs),
            27 if self.is_group() => Some(Format::Eccg),
            27 if self.is_practice() => Some(Format::Epraccur),
            6 if self.is_membership() => Some(Format::Epcmem),
            _ => self.by_header(|known, required| known == required),
        }
    }

    /// A branch's code is its practice's and three digits; its parent is a practice.
    fn is_branch(&self) -> bool {
        self.field(0).len() == 9 && self.field(14).len() == 6 && self.field(12).is_empty()
    }

    /// Groups and locations have codes of three or five characters, a region and a board.
    fn is_group(&self) -> bool {
        matches!(self.field(0).len(), 3 | 5)
            && self.field(2).starts_with('Y')
            && self.field(3).starts_with('Q')
    }

    fn is_practice(&self) -> bool {
        self.field(0).len() == 6
            && matches!(self.field(12), "A" | "C" | "D" | "P")
            && self.field(25).parse::<u8>().is_ok()
    }

    fn is_membership(&self) -> bool {
        self.field(2) == "W" && date(self.field(3)).is_some()
    }

    /// The format with the most required columns in this header, if enough of them are there.
    fn by_header(&self, enough: impl Fn(usize, usize) -> bool) -> Option<Format> {
        let names: Vec<String> = self.0.iter().map(|name| plain_name(name)).collect();
        Format::ALL
            .into_iter()
            .filter_map(|format| {
                let Shape::Header { required, .. } = format.shape() else {
                    return None;
                };
                let known = required
                    .iter()
                    .filter(|name| names.iter().any(|n| n == *name))
                    .count();
                enough(known, required.len()).then_some((known, format))
            })
            .max_by_key(|(known, _)| *known)
            .map(|(_, format)| format)
    }

    fn nearest(&self) -> Option<Format> {
        let by_header = self.by_header(|known, required| known > 1 && 2 * known > required);
        let dated = self.0.iter().any(|field| date(field).is_some());
        match self.0.len() {
            _ if by_header.is_some() => by_header,
            12..=40 if self.is_branch() => Some(Format::Ebranchs),
            12..=40 if dated && matches!(self.field(0).len(), 3 | 5) => Some(Format::Eccg),
            12..=40 if dated => Some(Format::Epraccur),
            3..=9 if dated => Some(Format::Epcmem),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_names() {
        let known = [
            ("child,parent,from,to\n", Format::Memberships),
            (
                "\u{feff}code,kind,name,postcode,region,opened,closed\n",
                Format::Organisations,
            ),
            ("ICB26CD,ICB26CDH,ICB26NM,ObjectId\n", Format::IcbNames),
            ("CODE,EXTRACT_DATE,NUMBER_OF_PATIENTS\n", Format::Patients),
            (
                "sha_code,sha_ons_code,sha_name,pct_code,pct_ons_code,pct_name,residents_mid2011\n",
                Format::PctSha,
            ),
            (
                "pct_code,pct_name,sha_code,sha_name,named_gp_practices,residents_mid2011\n",
                Format::PctList,
            ),
        ];
        for (header, format) in known {
            assert_eq!(detect(header.as_bytes()), Some(format), "{header}");
        }
    }

    #[test]
    fn a_missing_column_does_not_hide_the_format() {
        assert_eq!(detect(b"child,parent,from\n"), Some(Format::Memberships));
        let row = b"\"A81001\",\"5E1\",\"20010401\",\"\",\"0\"\n";
        assert_eq!(detect(row), Some(Format::Epcmem));
    }

    #[test]
    fn what_is_like_no_register_is_none() {
        for bytes in [
            &b""[..],
            b"hello\n",
            b"a,b,c\n1,2,3\n",
            b"\x1f\x8b\x08",
            b"{\"a\": 1}\n",
        ] {
            assert_eq!(detect(bytes), None);
        }
    }
}
