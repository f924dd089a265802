//! What people type: dates, times, campaigns.

use chrono::{NaiveDate, NaiveDateTime};
use precede_app::App;
use precede_engine::time::instant_of;
use precede_model::{CampaignId, OrganisationCode, Timestamp};

use crate::errors::CliError;

/// The zone of what people type here. Definitions carry their own for what they compute.
pub const ZONE: chrono_tz::Tz = chrono_tz::Europe::London;

/// An instant: `2010-01-04T09:00` is London's wall clock; with `Z` or an offset it is taken as written; a date alone is
/// its midnight.
pub fn instant(text: &str) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    if let Some(wall) = wall(text) {
        return Ok(instant_of(wall, ZONE));
    }
    let day: NaiveDate = text.parse().map_err(|_| {
        format!("`{text}` is no time: write 2010-01-04T09:00 (London), 2010-01-04T09:00:00Z or 2010-01-04")
    })?;
    Ok(precede_engine::time::midnight(day, ZONE))
}

fn wall(text: &str) -> Option<NaiveDateTime> {
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

/// When something happened: a date alone is that day (now, if it is today; else noon).
pub fn happened(text: &str, now: Timestamp) -> Result<Timestamp, CliError> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        if day == now.day(ZONE) {
            return Ok(now);
        }
        let noon = day
            .and_hms_opt(12, 0, 0)
            .ok_or_else(|| CliError::Usage(format!("`{text}` is no date")))?;
        return Ok(instant_of(noon, ZONE));
    }
    instant(text).map_err(CliError::Usage)
}

/// A campaign: `scr/5PY/all`, or a PCT's code when only one campaign is its.
pub async fn campaign(app: &App, text: &str) -> Result<CampaignId, CliError> {
    if text.contains('/') {
        return text.parse().map_err(|error| {
            CliError::Usage(format!(
                "`{text}` is no campaign: {error}; write scr/5PY/all"
            ))
        });
    }
    let pct: OrganisationCode = text
        .parse()
        .map_err(|error| CliError::Usage(format!("`{text}`: {error}")))?;
    let all = app.store().campaigns().await?;
    let of_pct: Vec<CampaignId> = all.into_iter().filter(|id| id.pct == pct).collect();
    match of_pct.as_slice() {
        [one] => Ok(*one),
        [] => Err(CliError::Usage(format!(
            "`{text}` has no campaign: plan one with `precede campaign plan {text} --as PERSON`"
        ))),
        several => {
            let names: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(CliError::Usage(format!(
                "`{text}` has several campaigns: write one of {}",
                names.join(", ")
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_clock_dates_and_instants_are_read() {
        assert_eq!(
            instant("2010-07-04T09:00").unwrap().to_string(),
            "2010-07-04T08:00:00Z"
        );
        assert_eq!(
            instant("2010-01-04T09:00:00Z").unwrap().to_string(),
            "2010-01-04T09:00:00Z"
        );
        assert_eq!(
            instant("2010-07-04").unwrap().to_string(),
            "2010-07-03T23:00:00Z"
        );
        assert!(instant("next Tuesday").is_err());
    }
}
