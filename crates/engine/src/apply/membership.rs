//! Practices that join, leave, close, merge or are released by name.

use precede_model::{
    Answer, Done, Happening, OrganisationCode, Standing, StepState, Timestamp, definition::Kind,
    facts::Signed,
};

use super::{Scene, fresh_track, is_given_back};

impl Scene<'_> {
    pub(super) fn membership(&mut self) {
        let Some(practice) = self.event.practice else {
            return;
        };
        let at = self.event.at;
        let standing = match &self.event.what {
            Happening::PracticeJoined {
                told_at,
                informed_at,
                answer,
                ..
            } => {
                return self.join(practice, (*told_at, *informed_at, *answer));
            }
            Happening::PracticeLeft { .. } => Standing::Left { at },
            Happening::PracticeClosed => Standing::Closed { at },
            Happening::PracticeMerged { into } => Standing::Merged { at, into: *into },
            Happening::SilentReleased => Standing::Released { at },
            _ => return,
        };
        if let Some(track) = self.track() {
            track.standing = standing;
        }
    }

    /// A practice that joins is not told a second time: what it brings finishes the steps it answers.
    fn join(
        &mut self,
        practice: OrganisationCode,
        (told, informed, answer): (Option<Timestamp>, Option<Timestamp>, Option<Answer>),
    ) {
        let place = match self.place_of(practice) {
            Ok(place) => place,
            Err(place) => {
                let fresh = fresh_track(self.def, practice, Standing::Tranche);
                self.campaign.tracks.insert(place, fresh);
                place
            }
        };
        let track = &mut self.campaign.tracks[place];
        track.standing = Standing::Tranche;
        track.answer = answer.or(track.answer);
        let facts = &mut track.facts;
        // A practice that comes back, or was only in reach, keeps what is true of it.
        facts.told = [facts.told, told].into_iter().flatten().min();
        facts.informed = informed
            .map(|at| Signed {
                at,
                by: self.event.actor,
            })
            .or(facts.informed);
        facts.chase_ended = None;
        self.clocks_of_joiner(practice);
        let track = &mut self.campaign.tracks[place];
        for ix in self.def.track_steps() {
            let brought = match self.def.step(*ix).kind {
                Kind::Notice { .. } => told.or(informed),
                Kind::Acknowledgement { .. } => informed,
                Kind::Answer => answer
                    .filter(|answer| *answer != Answer::NotYet)
                    .map(|_| self.event.at),
                _ => None,
            };
            let state = &mut track.steps[self.def.slot(*ix)];
            match (brought, &state) {
                (_, StepState::Done(_)) => {}
                (Some(at), _) => {
                    *state = StepState::Done(Done {
                        occurrence: state.occurrence().max(1),
                        at,
                        by: self.event.actor,
                    });
                }
                (None, StepState::Skipped(skipped)) if is_given_back(skipped) => {
                    *state = StepState::Pending;
                }
                (None, _) => {}
            }
        }
    }

    fn place_of(&self, practice: OrganisationCode) -> Result<usize, usize> {
        self.campaign
            .tracks
            .binary_search_by_key(&practice, |track| track.practice)
    }
}
