//! The shipped definitions that this version of the engine has been shown to run soundly: content by its digest, with the
//! states that were explored. `tests/proved.rs` explores them all again and holds this table to it, so a change of the
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
pub const PROVED: &[Proved] = &[];
