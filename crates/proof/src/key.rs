//! A state in its canonical form: what cannot change what follows is left out. Instants become ages, and ages that
//! nothing counts from are dropped; people are told apart only where a rule compares them; practices are put in order,
//! so that two whose states are exchanged are one state. States are known by a digest of 128 bits of this form.

use precede_engine::{Def, moves};
use precede_model::{
    Actor, Answer, Campaign, Effect, Length, Lifecycle, Name, Outgoing, Progress, Standing,
    StepState, Timestamp, Track,
    definition::StepIx,
    facts::{BatchState, Permit},
};

use crate::{
    laws::{History, Place, Practice, Stage},
    state::State,
};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;
/// Ages beyond this are all the same; longer than any wait of a programme.
const AGE_MAX: i64 = 3_000 * DAY;

/// Makes keys of one definition's states.
pub struct Keys<'a> {
    def: &'a Def,
    /// How long a step's times matter; `None`: not at all.
    horizons: Vec<Option<i64>>,
    /// How long lead times matter.
    lead: i64,
    /// Practices that are not alike and so are not exchanged: a mark each.
    marks: Vec<(precede_model::OrganisationCode, u8)>,
    buffer: Vec<u8>,
    parts: Vec<Vec<u8>>,
}

impl<'a> Keys<'a> {
    /// For a definition. Practices with different marks are not exchanged.
    pub fn new(def: &'a Def, marks: Vec<(precede_model::OrganisationCode, u8)>) -> Self {
        let horizons = def
            .definition
            .indexed()
            .map(|(ix, _)| moves::horizon(def, ix).map(seconds))
            .collect();
        Self {
            def,
            horizons,
            lead: seconds(def.policy.practice_lead),
            marks,
            buffer: Vec::with_capacity(512),
            parts: Vec::new(),
        }
    }

    /// The digest of a state's canonical form.
    pub fn key(&mut self, state: &State) -> u128 {
        self.write(state);
        digest(&self.buffer)
    }

    /// How many bytes the canonical form of the state keyed last has.
    pub fn size(&self) -> usize {
        self.buffer.len()
    }

    fn write(&mut self, state: &State) {
        let mut out = std::mem::take(&mut self.buffer);
        out.clear();
        let ages = Ages {
            now: state.now,
            stops: !state.campaign.holds.is_empty(),
        };
        let now = state.now.micros().div_euclid(SECOND);
        put_age(&mut out, now.rem_euclid(7 * DAY));
        out.extend([
            state.outside,
            state.choices,
            u8::from(state.is_disturbed) | u8::from(state.has_lost) << 1,
        ]);
        self.campaign(&mut out, &state.campaign, ages);
        common(&mut out, &state.history, ages);
        let mut parts = std::mem::take(&mut self.parts);
        parts.resize_with(state.campaign.tracks.len(), Vec::new);
        for (part, track) in parts.iter_mut().zip(&state.campaign.tracks) {
            part.clear();
            let mark = self.marks.iter().find(|(code, _)| *code == track.practice);
            part.push(mark.map_or(0, |(_, mark)| *mark));
            self.track(part, track, ages);
            for hold in &state.campaign.holds {
                part.push(hold.concerns(Some(track.practice)).into());
            }
            for effect in state
                .outbox
                .iter()
                .filter(|one| one.key.subject == Some(track.practice))
            {
                self.effect(part, effect, track);
            }
            if let Some(practice) = state.history.practice(track.practice) {
                of_practice(part, practice, ages, self.lead);
            }
        }
        parts.sort_unstable();
        for part in &parts {
            out.push(part.len() as u8);
            out.extend_from_slice(part);
        }
        self.parts = parts;
        self.buffer = out;
    }

    fn campaign(&self, out: &mut Vec<u8>, campaign: &Campaign, ages: Ages) {
        out.push(match campaign.lifecycle {
            Lifecycle::Planned => 0,
            Lifecycle::Running { .. } => 1,
            Lifecycle::Paused { .. } => 2,
            Lifecycle::Withdrawn { .. } => 3,
            Lifecycle::Closed { .. } => 4,
        });
        for (ix, state) in self.def.campaign_steps().iter().zip(&campaign.steps) {
            self.step(out, *ix, state, ages);
        }
        let facts = &campaign.facts;
        out.push(u8::from(facts.readiness.is_some()) | u8::from(facts.lmc.is_some()) << 1);
        put_actor(out, facts.readiness.map(|signed| signed.by));
        for approved in [&facts.plan, &facts.pack] {
            match approved {
                None => out.push(0),
                Some(one) => {
                    out.push(1 + one.contents.len() as u8);
                    put_actor(out, Some(Actor::Person(one.first)));
                    put_actor(out, Some(Actor::Person(one.second)));
                }
            }
        }
        out.push(facts.publicity.len() as u8);
        for one in &facts.publicity {
            out.push(u8::from(one.is_notice));
            put_name(out, one.step);
            ages.put(out, one.since, AGE_MAX);
            ages.put(out, one.minimum_until, AGE_MAX);
            ages.put_option(out, one.closed, AGE_MAX);
        }
        established(out, &facts.established);
        for one in &facts.directives {
            out.push(0xd0 | u8::from(one.lifted.is_some()));
            out.extend(one.acts.iter().map(|act| *act as u8));
        }
        for one in &facts.dispensations {
            out.push(0xe0 | u8::from(one.ended.is_some()));
            if one.ended.is_none() {
                ages.put(out, one.terms.until, AGE_MAX);
            }
        }
        for one in facts
            .quiet_times
            .iter()
            .filter(|one| one.is_quiet(ages.now))
        {
            out.push(0xf0);
            ages.put(out, one.until, AGE_MAX);
        }
        out.push(facts.quiet_times.len() as u8 | (facts.waiting_media.len() as u8) << 4);
        let amounts = [
            facts.spending.proposed.as_ref().map(|(_, one)| one.amount),
            facts.spending.approved.as_ref().map(|one| one.amount),
        ];
        for amount in amounts {
            out.push(amount.map_or(0, |amount| 1 + u8::from(amount.hundredths() > 0)));
        }
        for hold in &campaign.holds {
            out.push(1);
            ages.put(out, hold.from, AGE_MAX);
            ages.put_option(out, hold.until, AGE_MAX);
        }
    }

    fn step(&self, out: &mut Vec<u8>, ix: StepIx, state: &StepState, ages: Ages) {
        let horizon = self.horizons[usize::from(ix.0)];
        match state {
            StepState::Pending => out.push(0),
            StepState::Open(open) => {
                match &open.progress {
                    Progress::Fresh => out.push(1),
                    Progress::Signed { by, .. } => {
                        out.push(2);
                        put_name(out, *by);
                    }
                    Progress::Consulting { papers, meeting } => {
                        out.push(3);
                        ages.put_option(out, *papers, AGE_MAX);
                        out.push(meeting.is_some().into());
                    }
                    Progress::Chasing {
                        reminders,
                        escalated,
                        ended,
                        refused,
                    } => {
                        let flags = u8::from(*escalated) | u8::from(*ended) << 1;
                        out.extend([4, *reminders, flags, (*refused).min(2)]);
                    }
                    Progress::Planned => out.push(5),
                    Progress::Failed => out.push(6),
                    Progress::Fired { .. } => out.push(7),
                }
                if let Some(horizon) = horizon {
                    ages.put(out, open.since, horizon);
                }
            }
            StepState::Done(done) => {
                out.push(8);
                if let Some(horizon) = horizon {
                    ages.put(out, done.at, horizon);
                }
            }
            StepState::Skipped(skipped) => {
                out.push(9 + skipped.why as u8);
                out.push(u8::from(skipped.occurrence > 0));
                if let Some(horizon) = horizon {
                    ages.put(out, skipped.at, horizon);
                }
            }
        }
    }

    fn track(&self, out: &mut Vec<u8>, track: &Track, ages: Ages) {
        out.push(match track.standing {
            Standing::Tranche => 0,
            Standing::Reach => 1,
            Standing::Released { .. } => 2,
            Standing::Left { .. } => 3,
            Standing::Closed { .. } => 4,
            Standing::Merged { .. } => 5,
        });
        out.push(answer(track.answer));
        for (ix, state) in self.def.track_steps().iter().zip(&track.steps) {
            self.step(out, *ix, state, ages);
        }
        let facts = &track.facts;
        ages.put_option(out, facts.told, self.lead);
        ages.put_option(out, facts.informed.map(|signed| signed.at), self.lead);
        let flags = [
            facts.chase_ended.is_some(),
            facts.reconciled.is_some(),
            facts.notice_period_ended.is_some(),
        ];
        out.push(flags.iter().fold(0, |sum, flag| sum << 1 | u8::from(*flag)));
        if let Some(list) = &facts.list {
            out.push(1);
            ages.put(out, list.extracted, AGE_MAX);
            ages.put(out, list.deaths_checked, AGE_MAX);
        }
        for batch in &facts.batches {
            out.push(0x20 | u8::from(batch.recalled));
            put_age(out, batch.items.into());
            match batch.state {
                BatchState::Planned => out.push(0),
                BatchState::Released { .. } => out.push(1),
                BatchState::Stopped { .. } => out.push(2),
                BatchState::Posted {
                    posted,
                    expected_receipt,
                    returned,
                    period_ended,
                    ..
                } => {
                    out.push(
                        3 | u8::from(returned > 0) << 4 | u8::from(period_ended.is_some()) << 5,
                    );
                    out.push(u8::from(posted > 0));
                    ages.put(out, self.def.midnight(expected_receipt), AGE_MAX);
                }
            }
        }
        if let Some(count) = &facts.opt_outs {
            out.push(0x40 | u8::from(count.coded == count.received));
            ages.put(out, count.at, AGE_MAX);
        }
        for signed in [facts.practice_agreed, facts.pct_agreed] {
            put_actor(out, signed.map(|signed| signed.by));
            ages.put_option(out, signed.map(|signed| signed.at), AGE_MAX);
        }
        out.push(match facts.permit {
            Permit::None => 0,
            Permit::Planned => 1,
            Permit::Issued { .. } => 2,
            Permit::Revoked { .. } => 3,
        });
        established(out, &facts.established);
        let standing = facts
            .alarms
            .iter()
            .filter(|one| one.cleared.is_none())
            .count();
        out.push(facts.alarms.len() as u8 | (standing as u8) << 4);
    }

    fn effect(&self, out: &mut Vec<u8>, effect: &Effect, track: &Track) {
        let (tag, number) = match &effect.what {
            Outgoing::Notice { number, .. } => (0x61, *number),
            Outgoing::Batch { batch, .. } => (0x62, *batch),
            Outgoing::Permit => (0x63, 0),
            Outgoing::Recall { batch } => (0x64, *batch),
            Outgoing::Digest { .. } => (0x65, 0),
        };
        let found = self.def.find(effect.key.step).map(|(ix, _)| ix);
        let is_current = found.is_some_and(|ix| {
            let state = &track.steps[self.def.slot(ix)];
            state.occurrence() == effect.key.occurrence
        });
        out.extend([tag, number as u8, u8::from(is_current)]);
        out.push(found.map_or(0xff, |ix| ix.0 as u8));
    }
}

/// Ages at one moment.
#[derive(Clone, Copy)]
struct Ages {
    now: Timestamp,
    /// A clock stood still: waits are longer than their lengths, and no age is cut short.
    stops: bool,
}

impl Ages {
    fn put(self, out: &mut Vec<u8>, at: Timestamp, horizon: i64) {
        let age = (self.now.micros() - at.micros()).div_euclid(SECOND);
        let most = if self.stops { AGE_MAX } else { horizon };
        put_age(out, age.clamp(-AGE_MAX, most));
    }

    fn put_option(self, out: &mut Vec<u8>, at: Option<Timestamp>, horizon: i64) {
        match at {
            None => out.push(0),
            Some(at) => {
                out.push(1);
                self.put(out, at, horizon);
            }
        }
    }
}

fn put_age(out: &mut Vec<u8>, age: i64) {
    out.extend_from_slice(&(age as i32).to_le_bytes());
}

fn put_actor(out: &mut Vec<u8>, actor: Option<Actor>) {
    match actor {
        None => out.push(0),
        Some(Actor::Precede) => out.push(1),
        Some(Actor::Person(id)) => put_name(out, id),
    }
}

/// A name in four bytes: the few names of a world are tested to differ.
fn put_name<const N: usize>(out: &mut Vec<u8>, name: Name<N>) {
    out.extend_from_slice(&short(name).to_le_bytes());
}

pub(crate) fn short<const N: usize>(name: Name<N>) -> u32 {
    let words = name.bytes().chunks(8);
    let digest = words.fold(0x9e37_79b9_7f4a_7c15, |digest, word| {
        let mut whole = [0; 8];
        whole[..word.len()].copy_from_slice(word);
        fold(digest ^ u64::from_le_bytes(whole), 0xa076_1d64_78bd_642f)
    });
    (digest >> 32) as u32
}

fn established(out: &mut Vec<u8>, facts: &[precede_model::facts::Established]) {
    // The latest of a name counts. Their order does not, and most bear on no rule's reading of time.
    let mut known = [0_u64; 16];
    let mut count = 0;
    for one in facts.iter().rev() {
        let name = u64::from(short(one.fact)) << 32;
        let is_known = known[..count].iter().any(|other| other >> 32 == name >> 32);
        if !is_known && count < known.len() {
            let by = one.signed.by.person();
            known[count] = name | by.map_or(0, |id| u64::from(short(id)));
            count += 1;
        }
    }
    known[..count].sort_unstable();
    out.push(count as u8);
    for one in &known[..count] {
        out.extend_from_slice(&one.to_le_bytes());
    }
}

fn answer(answer: Option<Answer>) -> u8 {
    match answer {
        None => 0,
        Some(Answer::TakesPart) => 1,
        Some(Answer::NotYet) => 2,
        Some(Answer::Declines) => 3,
    }
}

fn common(out: &mut Vec<u8>, history: &History, ages: Ages) {
    out.push(
        u8::from(history.lmc)
            | u8::from(history.helpline) << 1
            | u8::from(history.lifted) << 2
            | u8::from(history.directive.is_some()) << 3
            | u8::from(history.leave.is_some()) << 4
            | u8::from(history.leave_ended) << 5
            | u8::from(history.pack.is_some()) << 6
            | u8::from(history.plan.is_some()) << 7,
    );
    put_actor(out, history.readiness);
    let signers = [
        history.plan,
        history.pack.as_ref().map(|(one, two, _)| (*one, *two)),
    ];
    for (one, two) in signers.into_iter().flatten() {
        out.push(u8::from(one == two));
    }
    for live in &history.publicity {
        ages.put(out, live.minimum, AGE_MAX);
        ages.put_option(out, live.until, AGE_MAX);
    }
    if let Some(until) = history.quiet_until.filter(|until| *until > ages.now) {
        ages.put(out, until, AGE_MAX);
    }
}

fn of_practice(out: &mut Vec<u8>, one: &Practice, ages: Ages, lead: i64) {
    out.push(match one.place {
        Place::Inside => 0,
        Place::Reached => 1,
        Place::Released => 2,
        Place::Gone => 3,
    });
    out.push(answer(one.answer) | one.fit << 3);
    ages.put_option(out, one.told, lead);
    ages.put_option(out, one.informed, lead);
    if let Some((extracted, deaths, _)) = one.list {
        ages.put(out, extracted, AGE_MAX);
        ages.put(out, deaths, AGE_MAX);
    }
    for letters in &one.letters {
        out.push(
            stage(letters.stage) | u8::from(letters.answered) << 3 | u8::from(letters.ended) << 4,
        );
        if let Some((items, day)) = letters.posted {
            out.push(u8::from(items > 0));
            put_age(out, ages.now.micros().div_euclid(SECOND * DAY) - day);
        }
    }
    out.push(
        stage(one.permit)
            | u8::from(one.notice_ended) << 3
            | u8::from(one.reconciled) << 4
            | u8::from(one.mail) << 5,
    );
    out.push(one.alarms);
    if let Some((at, all)) = one.counted {
        out.push(all.into());
        ages.put(out, at, AGE_MAX);
    }
    for (at, by) in [one.agreed, one.pct_agreed].into_iter().flatten() {
        ages.put(out, at, AGE_MAX);
        put_actor(out, Some(by));
    }
}

/// 128 bits of a text: two lanes of folded multiplications, each over all of it. No secret is needed, for nobody chooses
/// states so that they collide; the bound on chance is in docs/proof.md.
fn digest(text: &[u8]) -> u128 {
    let mut lanes = [
        0x243f_6a88_85a3_08d3_u64,
        0x1319_8a2e_0370_7344_u64 ^ text.len() as u64,
    ];
    let mut words = text.chunks_exact(8);
    for word in &mut words {
        let word = u64::from_le_bytes(word.try_into().expect("eight bytes"));
        mix(&mut lanes, word);
    }
    let mut last = [0; 8];
    last[..words.remainder().len()].copy_from_slice(words.remainder());
    mix(&mut lanes, u64::from_le_bytes(last));
    mix(&mut lanes, 0x9e37_79b9_7f4a_7c15);
    u128::from(lanes[0]) << 64 | u128::from(lanes[1])
}

fn mix(lanes: &mut [u64; 2], word: u64) {
    lanes[0] = fold(lanes[0] ^ word, 0xa076_1d64_78bd_642f);
    lanes[1] = fold(lanes[1].rotate_left(23) ^ word, 0xe703_7ed1_a0b4_28db);
}

fn fold(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two);
    (product as u64) ^ (product >> 64) as u64 ^ one.rotate_left(32)
}

fn stage(stage: Stage) -> u8 {
    match stage {
        Stage::Nothing => 0,
        Stage::Planned => 1,
        Stage::Left => 2,
        Stage::TakenBack => 3,
    }
}

/// A length in seconds, working days with the weekends they may span, and a day more for midnights.
fn seconds(length: Length) -> i64 {
    match length {
        Length::Hours(hours) => i64::from(hours) * 3_600 + DAY,
        Length::Days(days) => (i64::from(days) + 1) * DAY,
        Length::WorkingDays(days) => (i64::from(days) * 7 / 5 + 4) * DAY,
    }
}
