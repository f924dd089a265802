//! After the end: the ledger is exported and checked by code that shares nothing with the rules, folded to the state that
//! is stored, and counted.

use std::collections::BTreeMap;

use precede_app::{App, AppError, export_line};
use precede_engine::explained;
use precede_model::{Act, Campaign, CampaignId, Event, Happening, HeldAct, Rule};
use precede_store::EffectState;

use super::{Check, tally::Tally};

/// The rules each act is asked by, as the engine itself reads them out.
#[derive(Debug, Default)]
pub(super) struct Laws(BTreeMap<Act, Vec<Rule>>);

/// Everything wrong with a campaign's history.
pub(super) async fn judge(
    app: &App,
    id: CampaignId,
    (laws, tally): (&mut Laws, &mut Tally),
    check: Check<'_>,
) -> Result<(Vec<String>, u32), AppError> {
    let mut export = String::new();
    let mut events: Vec<Event> = Vec::new();
    let mut wrong = Vec::new();
    app.read_ledger::<AppError>(&id.stream(), |line| {
        match serde_json::from_str(&line.body) {
            Ok(event) => events.push(event),
            Err(error) => wrong.push(format!("entry {}: {error}", line.seq)),
        }
        export.push_str(&export_line(&line));
        export.push('\n');
        Ok(())
    })
    .await?;
    wrong.extend(check(&export)?);
    let stored = app.store().campaign(id).await?;
    let stored = stored.ok_or_else(|| AppError::bad(format!("`{id}` is gone")))?;
    let folded = app.fold(id).await?.campaign;
    if bytes(&folded) != bytes(&stored.campaign) || folded != stored.campaign {
        wrong.push(format!("`{id}`: its history folds to another state"));
    }
    laws.learn(app, &stored.campaign, &events).await?;
    for event in &events {
        laws.count(event, tally);
    }
    for row in app.store().effects_in(EffectState::Refused).await? {
        // R11: what is no longer planned does not leave.
        let is_unwanted = row.outcome.as_deref() == Some("no longer wanted");
        if row.campaign == id && is_unwanted {
            tally.of(Rule::R11).refused += 1;
        }
    }
    let accepted = events.iter().filter(|event| !is_refusal(event)).count();
    Ok((wrong, u32::try_from(accepted).unwrap_or(u32::MAX)))
}

/// The state as it is stored: the campaign's own part and each track.
fn bytes(campaign: &Campaign) -> Vec<String> {
    let text = |json: serde_json::Result<String>| json.expect("a state is text and numbers");
    let tracks = campaign
        .tracks
        .iter()
        .map(|track| text(serde_json::to_string(track)));
    [text(serde_json::to_string(campaign))]
        .into_iter()
        .chain(tracks)
        .collect()
}

fn is_refusal(event: &Event) -> bool {
    matches!(event.what, Happening::Refused { .. })
}

/// The act an entry records as planned or done, and for how many practices.
fn act_of(event: &Event) -> Option<(Act, u64)> {
    match &event.what {
        Happening::NoticePlanned { practices, .. } => Some((Act::Tell, practices.len() as u64)),
        Happening::NoticeHandedOver { .. } => Some((Act::Tell, 1)),
        Happening::PublicityOpened { .. } | Happening::MediaResumed { .. } => {
            Some((Act::Publicity, 1))
        }
        Happening::BatchPlanned { .. } | Happening::BatchReleased { .. } => Some((Act::Post, 1)),
        Happening::PermitPlanned { practices } => Some((Act::Permit, practices.len() as u64)),
        Happening::PermitIssued { .. } => Some((Act::Permit, 1)),
        _ => None,
    }
}

impl Laws {
    /// Asks the engine once which rules speak of each act.
    async fn learn(
        &mut self,
        app: &App,
        campaign: &Campaign,
        events: &[Event],
    ) -> Result<(), AppError> {
        let done = events.iter().filter_map(act_of);
        let unknown: Vec<Act> = done
            .map(|(act, _)| act)
            .filter(|act| !self.0.contains_key(act))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let def = app
            .def(campaign.definition, campaign.variant.as_deref())
            .await?;
        let practice = campaign.tracks.iter().map(|track| track.practice).next();
        for act in unknown {
            let of = practice.filter(|_| act != Act::Publicity);
            let now = app.now().await?;
            let asked = explained(&def, campaign, (HeldAct::from(act), of), now);
            let rules = asked?.rules.iter().map(|one| one.rule).collect();
            self.0.insert(act, rules);
        }
        Ok(())
    }

    fn count(&self, event: &Event, tally: &mut Tally) {
        let kind = kind_of(event);
        if let Some((act, times)) = act_of(event) {
            for rule in self.0.get(&act).into_iter().flatten() {
                tally.of(*rule).held += times;
            }
        }
        if let Happening::Refused { rule, missing, .. } = &event.what {
            if Rule::LAWS.contains(rule) {
                tally.of(*rule).refused += 1;
            } else {
                let words = format!("{rule} {missing}");
                *tally.other_refusals.entry(words).or_default() += 1;
            }
        }
        *tally.entries.entry(kind).or_default() += 1;
    }
}

fn kind_of(event: &Event) -> String {
    let value = serde_json::to_value(&event.what).unwrap_or_default();
    value["kind"].as_str().unwrap_or_default().to_owned()
}
