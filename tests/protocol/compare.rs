//! What the database says, beside what the model says.

use precede_proof::protocol::{Row, Stands, State, World};
use precede_store::{EffectState, OutboxRow, Store};

use super::{
    crew::{Crew, TICK_SECONDS},
    deeds::Deeds,
};

/// In what they differ, in words.
pub async fn compare(crew: &Crew, deeds: &Deeds, (world, state): (&World, &State)) -> Vec<String> {
    let mut differs = Vec::new();
    for (place, campaign) in state.campaigns[..world.campaigns].iter().enumerate() {
        let row = crew.people.stream(&deeds.stream(place)).await;
        let version = row.expect("it is read").map_or(0, |row| row.version);
        if version != u64::from(campaign.version) {
            let said = campaign.version;
            differs.push(format!(
                "campaign {place} has version {version}, not {said}"
            ));
        }
    }
    for (place, row) in state.rows[..world.effects.len()].iter().enumerate() {
        let stream = deeds.stream(world.effects[place].campaign);
        let stored = crew.people.effect(&stream, deeds.key(world, place)).await;
        let is = stored
            .expect("it is read")
            .map(|row| seen(crew, deeds, &row));
        let said = told(row);
        if is != said {
            differs.push(format!("effect {place} is {is:?}, not {said:?}"));
        }
    }
    differs
}

/// State, claims, whose claim, and ticks until that ends.
type Seen = (EffectState, u32, Option<u8>, Option<u8>);

fn seen(crew: &Crew, deeds: &Deeds, row: &OutboxRow) -> Seen {
    let tick = i64::from(TICK_SECONDS) * 1_000_000;
    let left = row.until.map(|until| {
        let ticks = (until.micros() - crew.now().micros()).max(0) / tick;
        u8::try_from(ticks).unwrap_or(u8::MAX)
    });
    let fence = row.fence.map(|fence| deeds.life_of(fence));
    (row.state, row.attempts, fence, left)
}

fn told(row: &Row) -> Option<Seen> {
    let state = match row.stands {
        Stands::Absent => return None,
        Stands::Planned => EffectState::Planned,
        Stands::Sending => EffectState::Sending,
        Stands::Done => EffectState::Done,
        Stands::Failed => EffectState::Failed,
        Stands::Refused => EffectState::Refused,
        Stands::Held => EffectState::Held,
        Stands::InDoubt => EffectState::InDoubt,
        Stands::Quarantined => EffectState::Quarantined,
    };
    let fence = (row.fence > 0).then_some(row.fence);
    let left = (row.stands == Stands::Sending).then_some(row.left);
    Some((state, u32::from(row.attempts), fence, left))
}
