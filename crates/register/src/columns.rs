//! The columns of each format. Parsers speak of *slots*: places in these lists, wherever the
//! column stands in the file.

use crate::format::Format;

/// How a format's columns are found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// By place: every row has exactly these columns.
    Plain(&'static [&'static str]),
    /// By the names in the first row. Other columns may stand between them.
    Header {
        /// Without these the file is refused. They are the first slots.
        required: &'static [&'static str],
        /// Read where present. They are the slots after the required ones.
        optional: &'static [&'static str],
    },
}

impl Shape {
    /// The name of the column a slot stands for.
    pub(crate) fn slot_name(self, slot: usize) -> &'static str {
        match self {
            Self::Plain(names) => names[slot],
            Self::Header { required, optional } => required
                .get(slot)
                .unwrap_or_else(|| &optional[slot - required.len()]),
        }
    }
}

/// A header's name as compared: without stray spaces, in one case, and without the year that
/// the ONS puts into its names (`ICB24CDH`).
pub(crate) fn plain_name(name: &str) -> String {
    let name = name
        .trim_start_matches('\u{feff}')
        .trim()
        .to_ascii_lowercase();
    if name.starts_with("icb") && !name.contains(' ') {
        return name.chars().filter(|c| !c.is_ascii_digit()).collect();
    }
    name
}

/// The 27 columns of the register's common layout, as `epraccur` uses them.
const ODS_27: &[&str] = &[
    "organisation code",
    "name",
    "national grouping",
    "high level health geography",
    "address line 1",
    "address line 2",
    "address line 3",
    "address line 4",
    "address line 5",
    "postcode",
    "open date",
    "close date",
    "status",
    "sub-type or role",
    "commissioner or parent",
    "join date",
    "left date",
    "telephone",
    "unused 19",
    "unused 20",
    "unused 21",
    "amended record",
    "unused 23",
    "provider or purchaser",
    "unused 25",
    "prescribing setting",
    "unused 27",
];

const EPCMEM: &[&str] = &[
    "practice code",
    "parent code",
    "parent type",
    "join date",
    "left date",
    "amended record",
];

/// A header whose columns are all needed.
const fn all(required: &'static [&'static str]) -> Shape {
    Shape::Header {
        required,
        optional: &[],
    }
}

pub(crate) fn shape_of(format: Format) -> Shape {
    match format {
        Format::Epraccur | Format::Ebranchs | Format::Eccg => Shape::Plain(ODS_27),
        Format::Epcmem => Shape::Plain(EPCMEM),
        Format::PctSha => all(&[
            "pct_code",
            "pct_name",
            "sha_code",
            "sha_name",
            "residents_mid2011",
        ]),
        Format::PctList => all(&[
            "pct_code",
            "pct_name",
            "sha_code",
            "sha_name",
            "residents_mid2011",
            "named_gp_practices",
        ]),
        Format::PracticePct => all(&[
            "practice_code",
            "name",
            "postcode",
            "pct_code",
            "joined_pct",
            "left_pct",
            "open_date",
            "close_date",
        ]),
        Format::SubicbIcbRegion => all(&[
            "sub icb location ods code",
            "sub icb location name",
            "icb code",
            "integrated care board name",
            "region code",
            "region name",
        ]),
        Format::IcbNames => all(&["icbcdh", "icbnm"]),
        Format::Patients => Shape::Header {
            required: &["extract_date", "code", "number_of_patients"],
            optional: &["type", "sex", "age"],
        },
        Format::Organisations => all(&[
            "code", "kind", "name", "postcode", "region", "opened", "closed",
        ]),
        Format::Memberships => all(&["child", "parent", "from", "to"]),
        Format::ListSizes => all(&["practice", "patients", "as_of"]),
        Format::Residents => all(&["pct", "residents", "as_of"]),
    }
}
