//! Steps open, are passed over, and come along.

use precede_model::{
    Act, Actor, ConsultStage, Happening, Open, OrganisationCode, Progress, SkipReason, Skipped,
    StepId, StepState, Timestamp, definition::Kind, facts::Permit,
};

use super::{Scene, open_of};

impl Scene<'_> {
    pub(super) fn progress(&mut self) {
        match &self.event.what {
            Happening::StepOpened {
                practices,
                occurrence,
            } => {
                let open = Open {
                    occurrence: *occurrence,
                    since: self.event.at,
                    progress: Progress::Fresh,
                };
                self.each(practices, |state| *state = StepState::Open(open.clone()));
                self.unplan_permits(practices);
            }
            Happening::StepSkipped {
                steps,
                practices,
                why,
            } => self.skip(steps, practices, *why),
            Happening::NoticePlanned {
                practices, number, ..
            } => {
                self.each(practices, |state| planned_notice(state, *number));
            }
            Happening::NoticeHandedOver { number, .. } => self.handed_over(*number),
            Happening::NoticeFailed { number: 0, .. } => {
                self.own(|open| open.progress = Progress::Failed)
            }
            Happening::NoticeFailed { .. } => {}
            Happening::ConsultBegun { stage, .. } => {
                let at = self.event.counts_from;
                self.own(|open| consulted(open, *stage, at));
            }
            Happening::ApprovalSigned { digest, .. } => {
                if let Some(by) = self.event.actor.person() {
                    self.own(|open| {
                        open.progress = Progress::Signed {
                            by,
                            digest: *digest,
                        }
                    });
                }
            }
            Happening::Escalated { practices, .. } => {
                self.each(practices, |state| {
                    chasing(state, |chase| chase.escalated = true)
                });
            }
            Happening::ChaseEnded { practices } => {
                self.each(practices, |state| {
                    chasing(state, |chase| chase.ended = true)
                });
                let at = self.event.counts_from;
                for practice in practices {
                    if let Some(ix) = self.campaign.track_ix(*practice) {
                        self.campaign.tracks[ix].facts.chase_ended = Some(at);
                    }
                }
            }
            Happening::RecurringFired { number } => {
                let last = self.event.at;
                self.own(|open| {
                    open.progress = Progress::Fired {
                        number: *number,
                        last,
                    }
                });
            }
            // A reminder the daemon may not send is due again, under a key of its own. Any other refusal changes
            // nothing: what follows from the daemon's own is an event beside it.
            Happening::Refused { act, .. } if self.is_of_reminder(act) => {
                self.own(|open| {
                    if let Progress::Chasing {
                        reminders, refused, ..
                    } = &mut open.progress
                    {
                        *reminders = reminders.saturating_sub(1);
                        *refused = refused.saturating_add(1);
                    }
                });
            }
            _ => {}
        }
    }

    /// Only the daemon names the act; what people ask for goes by the command's word.
    fn is_of_reminder(&self, act: &str) -> bool {
        let is_chase = |ix| matches!(self.def.step(ix).kind, Kind::Acknowledgement { .. });
        self.event.actor == Actor::Precede
            && act == Act::Tell.to_string()
            && self.step().is_some_and(is_chase)
    }

    /// A permit's step that opens again holds no planned permit.
    fn unplan_permits(&mut self, practices: &[OrganisationCode]) {
        let is_permit = |ix| matches!(self.def.step(ix).kind, Kind::Permit);
        if !self.step().is_some_and(is_permit) {
            return;
        }
        for practice in practices {
            if let Some(ix) = self.campaign.track_ix(*practice) {
                let permit = &mut self.campaign.tracks[ix].facts.permit;
                if *permit == Permit::Planned {
                    *permit = Permit::None;
                }
            }
        }
    }

    fn handed_over(&mut self, number: u16) {
        let at = self.event.counts_from;
        if number > 0 {
            return;
        }
        if let Some(track) = self.track() {
            track.facts.told.get_or_insert(at);
        }
        // Told by telephone meanwhile: the step was done then.
        let Some(ix) = self.step() else { return };
        if !matches!(
            self.state(ix, self.event.practice),
            Some(StepState::Done(_))
        ) {
            self.finish_step(ix);
        }
    }

    fn skip(&mut self, steps: &[StepId], practices: &[OrganisationCode], why: SkipReason) {
        let (at, by) = (self.event.at, self.event.actor);
        let subjects: Vec<_> = if practices.is_empty() {
            vec![None]
        } else {
            practices.iter().copied().map(Some).collect()
        };
        for step in steps {
            let Some((ix, _)) = self.def.find(*step) else {
                continue;
            };
            for practice in &subjects {
                if let Some(state) = self.state(ix, *practice) {
                    *state = StepState::Skipped(Skipped {
                        occurrence: state.occurrence(),
                        at,
                        by,
                        why,
                    });
                }
            }
        }
    }
}

fn planned_notice(state: &mut StepState, number: u16) {
    if number == 0 {
        open_of(state, |open| open.progress = Progress::Planned);
    } else {
        chasing(state, |chase| {
            chase.reminders = number.try_into().unwrap_or(u8::MAX);
        });
    }
}

/// How far a chase has come.
#[derive(Default)]
struct Chase {
    reminders: u8,
    escalated: bool,
    ended: bool,
    refused: u8,
}

fn chasing(state: &mut StepState, change: impl FnOnce(&mut Chase)) {
    open_of(state, |open| {
        let mut chase = match open.progress {
            Progress::Chasing {
                reminders,
                escalated,
                ended,
                refused,
            } => Chase {
                reminders,
                escalated,
                ended,
                refused,
            },
            _ => Chase::default(),
        };
        change(&mut chase);
        open.progress = Progress::Chasing {
            reminders: chase.reminders,
            escalated: chase.escalated,
            ended: chase.ended,
            refused: chase.refused,
        };
    });
}

fn consulted(open: &mut Open, stage: ConsultStage, at: Timestamp) {
    let (mut papers, mut meeting) = match open.progress {
        Progress::Consulting { papers, meeting } => (papers, meeting),
        _ => (None, None),
    };
    match stage {
        ConsultStage::Papers => papers = Some(at),
        ConsultStage::Meeting => meeting = Some(at),
    }
    open.progress = Progress::Consulting { papers, meeting };
}
