//! What was reported of a practice: alarms, and which cases are incidents.

/// Cases that say something went wrong; the others are complaints, requests and apologies.
const INCIDENTS: [&str; 9] = [
    "personal-data-breach",
    "upload-without-permit",
    "acknowledgement-taken-back",
    "agreement-taken-back",
    "list-wrong",
    "publicity-never-ran",
    "death-before-extract",
    "fact-taken-back",
    "posted-against-rule",
];

/// Whether a case is an incident.
pub(crate) fn is_incident(about: &str) -> bool {
    INCIDENTS.contains(&about)
}

/// Alarms of one practice that nobody has cleared, by number, with what each is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alarms(std::collections::BTreeMap<u64, String>);

impl Alarms {
    /// One is raised.
    pub fn raise(&mut self, alarm: u64, about: &str) {
        self.0.insert(alarm, about.to_owned());
    }

    /// One is cleared.
    pub fn clear(&mut self, alarm: u64) {
        self.0.remove(&alarm);
    }

    /// The first that stands.
    pub fn standing(&self) -> Option<(u64, &str)> {
        let (alarm, about) = self.0.first_key_value()?;
        Some((*alarm, about))
    }

    /// Whether one of a kind stands.
    pub fn stands(&self, about: &str) -> bool {
        self.0.values().any(|one| one == about)
    }
}
