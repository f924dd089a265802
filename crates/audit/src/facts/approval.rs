//! Signatures.

/// A content two people signed.
#[derive(Debug, Clone)]
pub(crate) struct Approval {
    /// Who signed first and second, as far as they are named.
    pub signers: [Option<String>; 2],
    /// Whether another person had signed the same content before.
    pub by_two: bool,
    /// What a pack holds.
    pub contents: Vec<String>,
}

/// The first signatures given so far: who signed which content.
#[derive(Debug, Clone, Default)]
pub(crate) struct FirstSignatures(Vec<(String, String)>);

impl FirstSignatures {
    /// A person signed a content.
    pub fn sign(&mut self, person: &str, digest: String) {
        self.0.push((person.to_owned(), digest));
    }

    /// Whether this person had signed this content.
    pub fn has(&self, person: &str, digest: &str) -> bool {
        self.0
            .iter()
            .any(|(signer, content)| signer == person && content == digest)
    }
}
