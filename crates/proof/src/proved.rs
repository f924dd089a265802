//! The shipped definitions that this version of the engine has been shown to run soundly: content by its digest, with the
//! states that were explored. `tests/definitions/proved.rs` explores them all again and holds this table to it, so a change of the
//! engine, of the laws or of a definition that is not looked at anew breaks the build.

/// One shipped definition in one of its variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proved {
    /// SHA-256 of its text.
    pub digest: &'static str,
    /// The variant; empty where it has none.
    pub variant: &'static str,
    /// Different states, within the quick bounds.
    pub states: usize,
}

/// Whether this content was proved when this version was made: what was explored for each of its variants.
pub fn proved(digest: &str) -> impl Iterator<Item = &'static Proved> {
    PROVED.iter().filter(move |one| one.digest == digest)
}

/// Every shipped definition and variant.
pub const PROVED: &[Proved] = &[
    Proved {
        digest: "e52b49ce97908279ef698832d3bba06ec1c7947dd1f313b2978612f57f703dee",
        variant: "",
        states: 63_941,
    },
    Proved {
        digest: "be9cfeab3114d0229e6380a6ebc0d89661ce1a48dc07ffcb2f9dbc4e2aaecba0",
        variant: "2010-01",
        states: 157_382,
    },
    Proved {
        digest: "be9cfeab3114d0229e6380a6ebc0d89661ce1a48dc07ffcb2f9dbc4e2aaecba0",
        variant: "2010-10",
        states: 157_382,
    },
    Proved {
        digest: "94aa4402bbbdabe1a97232924d8015db73498ec344c278d17192da3b8f01868d",
        variant: "message",
        states: 232_826,
    },
    Proved {
        digest: "94aa4402bbbdabe1a97232924d8015db73498ec344c278d17192da3b8f01868d",
        variant: "letter",
        states: 235_035,
    },
];
