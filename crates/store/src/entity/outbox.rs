//! An effect planned for the outside world.

use precede_model::{EffectKey, OrganisationCode, StepId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::{OutboxRow, StoreError, entity::column, prepared::damaged};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub what: String,
    pub repeatable: i64,
    pub not_before: i64,
    pub state: String,
    pub attempts: i64,
    pub crashes: i64,
    pub owner: Option<String>,
    pub fence: Option<i64>,
    pub until: Option<i64>,
    pub outcome: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for OutboxRow {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            campaign: column::parsed("campaign", &row.stream)?,
            key: effect_key(&row.key)?,
            what: column::json("effect", &row.what)?,
            not_before: Timestamp::from_micros(row.not_before),
            state: row.state.parse()?,
            attempts: u32::try_from(row.attempts).map_err(|fault| damaged("attempts", fault))?,
            fence: row.fence,
            until: row.until.map(Timestamp::from_micros),
            outcome: row.outcome,
            stream: row.stream,
        })
    }
}

/// The key as stored: its bytes sort as its parts do. A blank is no part of any name, and sorts before all of them.
pub(crate) fn stored_key(key: EffectKey) -> String {
    let subject = key.subject.as_ref().map_or("", OrganisationCode::as_str);
    format!(
        "{} {subject} {:05} {:05}",
        key.step, key.occurrence, key.number
    )
}

/// Reads a stored key.
///
/// # Errors
/// `Damaged` when it is none.
pub(crate) fn effect_key(text: &str) -> Result<EffectKey, StoreError> {
    let fault = || damaged("effect key", text);
    let parts: Vec<&str> = text.split(' ').collect();
    let [step, subject, occurrence, number] = parts[..] else {
        return Err(fault());
    };
    Ok(EffectKey {
        step: column::parsed::<StepId>("step", step)?,
        subject: match subject {
            "" => None,
            code => Some(column::parsed("practice", code)?),
        },
        occurrence: occurrence.parse().map_err(|_| fault())?,
        number: number.parse().map_err(|_| fault())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_keys_sort_as_keys_do_and_are_read_back() {
        let keys = [
            "a/-/1/0",
            "a/F81006/1/2",
            "a/F81006/1/10",
            "a/F81006/2/0",
            "a/F810060/1/0",
            "a-b/-/1/0",
            "a-b/F1/300/0",
            "a.b/-/1/0",
            "ab/-/65535/65535",
        ];
        let mut keys: Vec<EffectKey> = keys.iter().map(|key| key.parse().unwrap()).collect();
        keys.sort_unstable();
        let stored: Vec<String> = keys.iter().copied().map(stored_key).collect();
        let mut sorted = stored.clone();
        sorted.sort_unstable();
        assert_eq!(stored, sorted);
        for (key, text) in keys.into_iter().zip(&stored) {
            assert_eq!(effect_key(text).unwrap(), key);
        }
        assert!(effect_key("a b c").is_err());
    }
}
