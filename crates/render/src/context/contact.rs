use serde::Serialize;

/// Whom the reader may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// A person or a desk.
    pub name: String,
    /// Telephone number as written.
    pub telephone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl Contact {
    pub(super) fn sample() -> Self {
        Self {
            name: "Programme desk".to_owned(),
            telephone: Some("01632 960 001".to_owned()),
            email: Some("desk@pct.example".to_owned()),
        }
    }

    pub(super) fn bare_sample() -> Self {
        Self {
            telephone: None,
            email: None,
            ..Self::sample()
        }
    }
}
