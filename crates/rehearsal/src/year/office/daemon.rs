//! The daemon of one campaign, and how it dies.

use precede_app::evidence;
use precede_daemon::{NO_ADDRESS, Outcome, order_of, reference};
use precede_engine::{Warrant, warrant};
use precede_model::{Digest, EffectKey, Order, Outgoing, Refusal, Timestamp};
use precede_store::EffectState;

use super::Office;
use crate::year::{book::Turned, draft::Draft, faults::Fault, outside::Mail};

/// Effects claimed together, as the daemon does on a simulated clock.
const EFFECTS_AT_ONCE: usize = 500;
/// Sender of every mail: what follows the `@` is in each Message-ID.
pub(in crate::year) const FROM: &str = "precede@rehearsal.invalid";

/// The daemon has died: nothing after this instant was done.
pub(super) struct Died;

/// An effect under way.
struct Claimed {
    warrant: Warrant,
    key: EffectKey,
    what: Outgoing,
    evidence: Option<Digest>,
}

impl<'a> Office<'a> {
    /// Timers and people of this instant, in one commit.
    pub(super) fn time_and_people(&mut self, now: Timestamp, is_up: bool) -> Result<(), Died> {
        let mut draft = Draft::of(self.common.def, &self.book, now);
        if is_up && self.book.wake.is_some_and(|wake| wake <= now) {
            draft.advance();
            if self.strikes(Fault::TimerTwice, now) {
                self.fire_again(&mut draft);
            }
        }
        let is_visited = self.people_at.is_some_and(|next| next <= now);
        if is_visited && self.strikes(Fault::ClockBehind, now) {
            self.commit(draft);
            draft = Draft::of(self.common.def, &self.book, now);
            // The daemon wrote between the person's look at the clock and their order.
            let behind = self.mischief.about("seconds").between(1, 55);
            draft.now = now.plus_seconds(-i64::from(behind));
            self.contrary_in(&mut draft);
            self.commit(draft);
            draft = Draft::of(self.common.def, &self.book, now);
        }
        if is_visited {
            self.people_act(&mut draft);
        }
        if is_up && self.strikes(Fault::DiesBeforeCommit, now) {
            return Err(Died);
        }
        let is_touched = draft.is_touched;
        self.commit(draft);
        if is_visited && !is_touched {
            self.look(now);
        }
        Ok(())
    }

    fn fire_again(&mut self, draft: &mut Draft<'_>) {
        let before = draft.events.len();
        draft.advance();
        if draft.events.len() != before {
            let now = draft.now;
            self.wrong.push(format!(
                "a timer that fires twice at {now} does something twice"
            ));
        }
    }

    /// Effects that may leave now: claimed, performed, recorded. Says whether there is anything new to look at.
    pub(super) fn effects(&mut self, now: Timestamp) -> Result<bool, Died> {
        if self.strikes(Fault::ContraryBeforeClaim, now) {
            self.contrary(now);
        }
        let (claimed, is_written) = self.claim(now)?;
        if claimed.is_empty() {
            return Ok(is_written);
        }
        if self.strikes(Fault::DiesAfterClaim, now) {
            return Err(Died);
        }
        if self.strikes(Fault::ContraryBeforeOutcome, now) {
            // After the claim, which is what tells the two apart.
            let seconds = self.mischief.about("seconds").between(1, 50);
            self.contrary(now.plus_seconds(i64::from(seconds)));
        }
        let fence = self.book.fence;
        let mut performed = Vec::with_capacity(claimed.len());
        for claimed in claimed {
            performed.push(self.perform(claimed, now));
            if self.strikes(Fault::DiesAmidActs, now) {
                return Err(Died);
            }
        }
        if self.strikes(Fault::DiesAfterActs, now) {
            return Err(Died);
        }
        self.record(&performed, fence, now);
        let is_settled = |outcome: &Outcome| !matches!(outcome, Outcome::Later(_));
        Ok(performed.iter().any(|(.., outcome)| is_settled(outcome)))
    }

    /// Stores `sending` for each due effect whose warrant can be taken. Says whether anything was written.
    fn claim(&mut self, now: Timestamp) -> Result<(Vec<Claimed>, bool), Died> {
        let mut due = self.book.due(now);
        due.truncate(EFFECTS_AT_ONCE);
        let mut draft = Draft::of(self.common.def, &self.book, now);
        let mut claimed = Vec::with_capacity(due.len());
        for key in due {
            let Some(what) = self.book.row(key).map(|row| row.what.clone()) else {
                continue;
            };
            let warrant = draft.claim((key, &what), self.book.fence);
            let warrant = self.taken(warrant, (key, now)).flatten();
            let is_permit = what == Outgoing::Permit;
            claimed.extend(warrant.map(|warrant| Claimed {
                warrant,
                key,
                what,
                evidence: is_permit.then(|| evidence(&draft.campaign, key.subject)),
            }));
        }
        if self.strikes(Fault::DiesBeforeClaim, now) {
            return Err(Died);
        }
        if self.strikes(Fault::Overtaken, now) {
            self.contrary(now);
        }
        let (is_written, has_moved) = (draft.is_touched, draft.version != self.book.version);
        match self.book.commit(draft) {
            Ok(()) if has_moved => {
                let words = format!("a claim on a campaign that has moved is taken at {now}");
                self.wrong.push(words);
            }
            Ok(()) => {}
            // Nothing is claimed; the next round begins from what is there now.
            Err(Turned::Moved) if has_moved => return Ok((Vec::new(), true)),
            Err(turned) => {
                self.turned_away(now, turned);
                return Ok((Vec::new(), false));
            }
        }
        if is_written {
            self.look(now);
        }
        Ok((claimed, is_written))
    }

    /// Performs one effect, outside any transaction.
    fn perform(&mut self, claimed: Claimed, now: Timestamp) -> (EffectKey, Outgoing, Outcome) {
        let Claimed {
            warrant,
            key,
            what,
            evidence,
        } = claimed;
        debug_assert_eq!(warrant.key(), key, "a warrant is for its effect alone");
        let left = |reference: String| Outcome::Left {
            answer: String::new(),
            reference,
        };
        let outcome = match (&what, key.subject) {
            (Outgoing::Notice { .. }, Some(practice)) => {
                let mail = Mail {
                    at: now,
                    practice,
                    key,
                    id: reference(self.id(), key, FROM),
                };
                self.hand_over(mail, now)
            }
            (Outgoing::Batch { batch, .. }, Some(practice)) => {
                self.outside.release(practice, *batch);
                left(String::new())
            }
            (Outgoing::Permit, _) => left(
                evidence
                    .map(|digest| digest.to_string())
                    .unwrap_or_default(),
            ),
            _ => left(String::new()),
        };
        (key, what, outcome)
    }

    fn hand_over(&mut self, mail: Mail, now: Timestamp) -> Outcome {
        if self.common.land.world.has_no_address(mail.practice) {
            return Outcome::Failed(NO_ADDRESS.to_owned());
        }
        if self.strikes(Fault::RelayAway, now) {
            return Outcome::Later("the relay is away".to_owned());
        }
        let reference = mail.id.clone();
        self.outside.mails.push(mail);
        if self.strikes(Fault::LostReply, now) {
            return Outcome::Later("the relay's answer was lost".to_owned());
        }
        Outcome::Left {
            answer: String::new(),
            reference,
        }
    }

    /// Records what became of them, as at the instant of their claim.
    fn record(&mut self, performed: &[(EffectKey, Outgoing, Outcome)], fence: i64, now: Timestamp) {
        let draft = self.outcomes(performed, fence, now);
        self.commit(draft);
        if !self.strikes(Fault::OutcomeTwice, now) {
            return;
        }
        // A daemon thought dead brings the same once more.
        let is_settled = |one: &&(_, _, Outcome)| !matches!(one.2, Outcome::Later(_));
        if performed.iter().find(is_settled).is_some() {
            let mut again = Draft::of(self.common.def, &self.book, now);
            for (key, _, _) in performed {
                again.finish.push((*key, Some(fence), EffectState::Done));
            }
            again.is_touched = true;
            if self.book.commit(again) != Err(Turned::Fenced) {
                self.wrong
                    .push(format!("an outcome brought twice is taken twice at {now}"));
            }
        }
    }

    fn outcomes(
        &mut self,
        performed: &[(EffectKey, Outgoing, Outcome)],
        fence: i64,
        now: Timestamp,
    ) -> Draft<'a> {
        let mut draft = Draft::of(self.common.def, &self.book, now);
        for (key, what, outcome) in performed {
            let Some((state, _)) = outcome.stands() else {
                continue;
            };
            let order = order_of((*key, what), outcome);
            let answer = draft.settle(*key, (Some(fence), state), order);
            self.taken(answer, (*key, now));
        }
        draft
    }

    /// What the engine did not take of the daemon is wrong: what has left has left.
    fn taken<T>(
        &mut self,
        answer: Result<T, Refusal>,
        (key, now): (EffectKey, Timestamp),
    ) -> Option<T> {
        match answer {
            Ok(taken) => Some(taken),
            Err(refusal) => {
                self.wrong.push(format!(
                    "the word about `{key}` is not taken at {now}: {refusal}"
                ));
                None
            }
        }
    }

    /// Whether a daemon is at work; one that has come back recovers first.
    pub(super) fn is_up(&mut self, now: Timestamp) -> bool {
        let Some(back) = self.daemon_back else {
            return true;
        };
        if back > now {
            return false;
        }
        if self.strikes(Fault::DiesInRecovery, now) {
            self.daemon_back = Some(now.plus_seconds(60));
            return false;
        }
        self.daemon_back = None;
        self.book.recover();
        self.settle_half_done(now);
        self.self_check();
        true
    }

    /// The daemon dies; mostly another is there at once.
    pub(super) fn die(&mut self, now: Timestamp) {
        let chance = self.mischief.about("away");
        let minutes = match chance.below(10) {
            0..6 => 0,
            6..8 => chance.about("minutes").between(1, 180),
            _ => chance.about("minutes").between(180, 3 * 1440),
        };
        self.daemon_back = Some(now.plus_seconds(60 * i64::from(minutes)));
        if self.strikes(Fault::ContraryWhileDead, now) {
            self.contrary(now.plus_seconds(1));
        }
    }

    /// Staff look into the mail house's folder and say what became of effects in doubt (R11).
    fn settle_half_done(&mut self, now: Timestamp) {
        let mut doubtful = self.book.in_state(EffectState::InDoubt);
        doubtful.extend(self.book.in_state(EffectState::Quarantined));
        if doubtful.is_empty() {
            return;
        }
        let mut draft = Draft::of(self.common.def, &self.book, now);
        for key in doubtful {
            let (state, order) = self.word_of_staff(key, now);
            let answer = draft.settle(key, (None, state), order);
            self.taken(answer, (key, now));
        }
        self.commit(draft);
    }

    /// It left, or it is taken back and done anew. What does not lie in the folder has not left; what lies there and might not
    /// leave any more is taken back.
    fn word_of_staff(&mut self, key: EffectKey, now: Timestamp) -> (EffectState, Option<Order>) {
        let anew = (EffectState::Planned, None);
        let what = self.book.row(key).map(|row| row.what.clone());
        let (Some(what @ Outgoing::Batch { batch, .. }), Some(practice)) = (what, key.subject)
        else {
            return anew;
        };
        let lies_there = self.outside.manifests.contains_key(&(practice, batch));
        let asked = (self.book.version, key, &what);
        let might_leave = warrant(self.common.def, &self.book.campaign, asked, now).is_ok();
        let chance = self.mischief.about("staff").about(&key.to_string());
        if lies_there && might_leave && chance.is_one_of(500) {
            let order = Order::Released { practice, batch };
            return (EffectState::Done, Some(order));
        }
        self.outside.take_back(practice, batch);
        anew
    }
}
