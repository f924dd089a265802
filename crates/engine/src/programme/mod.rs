//! A programme as a whole: waves, directives, dispensations, quiet times. Pure like the rest: the app brings the places
//! of the register and keeps the chain.

mod coverage;
mod decide;

use precede_model::{
    OrganisationCode, Timestamp,
    programme::{
        DispensationState, Lifted, Programme, ProgrammeEvent, ProgrammeHappening, Settled,
        StrayUpload,
    },
};

pub use coverage::{Judged, Place, Why, inside, judge};
pub use decide::{NotAcceptable, decide_programme};

/// Moves a programme by one event of its chain.
pub fn apply_programme(programme: &mut Programme, event: &ProgrammeEvent) {
    let at = event.at;
    let state = |programme: &mut Programme, id, state: DispensationState| {
        let known = programme.dispensations.iter_mut();
        for one in known.filter(|one| one.id == id) {
            one.state = state.clone();
        }
    };
    match &event.what {
        ProgrammeHappening::WaveDefined(wave) => {
            programme.waves.retain(|one| one.id != wave.id);
            programme.waves.push(wave.clone());
        }
        ProgrammeHappening::DirectiveIssued(directive) => {
            programme.directives.push((**directive).clone());
        }
        ProgrammeHappening::DirectiveAmended(directive) => {
            let known = programme.directives.iter_mut();
            for one in known.filter(|one| one.id == directive.id) {
                one.clone_from(directive);
            }
        }
        ProgrammeHappening::DirectiveLifted { directive, lifted } => {
            lift(programme, *directive, lifted);
        }
        ProgrammeHappening::CoverageSettled {
            directive,
            coverage,
        } => {
            let (Some(pct), Some(by)) = (event.pct, event.actor.person()) else {
                return;
            };
            let settled = Settled {
                pct,
                coverage: *coverage,
                by,
                at,
            };
            let known = programme.directives.iter_mut();
            for one in known.filter(|one| one.id == *directive) {
                one.settled.push(settled.clone());
            }
        }
        ProgrammeHappening::DispensationAsked(asked) => {
            programme.dispensations.push((**asked).clone());
        }
        ProgrammeHappening::DispensationDiscussed { dispensation } => {
            state(programme, *dispensation, DispensationState::UnderDiscussion);
        }
        ProgrammeHappening::DispensationGranted {
            dispensation,
            terms,
        } => {
            let granted = DispensationState::Granted(terms.clone());
            state(programme, *dispensation, granted);
        }
        ProgrammeHappening::DispensationRefused { dispensation } => {
            state(programme, *dispensation, DispensationState::Refused);
        }
        ProgrammeHappening::DispensationWithdrawn { dispensation } => {
            state(programme, *dispensation, DispensationState::Withdrawn);
        }
        ProgrammeHappening::QuietTimeSet(quiet) => {
            programme.quiet_times.retain(|one| one.id != quiet.id);
            programme.quiet_times.push(quiet.clone());
        }
        ProgrammeHappening::QuietTimeCancelled { quiet_time } => {
            let known = programme.quiet_times.iter_mut();
            for one in known.filter(|one| one.id == *quiet_time) {
                one.cancelled = true;
            }
        }
        ProgrammeHappening::UploadReported { .. } => {
            programme
                .uploads
                .extend(event.practice.map(|practice| StrayUpload {
                    practice,
                    at,
                    cleared: None,
                }));
        }
        ProgrammeHappening::UploadCleared => clear(programme, event.practice, at),
        ProgrammeHappening::Other => {}
    }
}

fn lift(programme: &mut Programme, directive: precede_model::FactName, lifted: &Lifted) {
    let known = programme.directives.iter_mut();
    for one in known.filter(|one| one.id == directive) {
        one.lifted = Some(lifted.clone());
    }
}

fn clear(programme: &mut Programme, practice: Option<OrganisationCode>, at: Timestamp) {
    let known = programme.uploads.iter_mut();
    for one in known.filter(|one| Some(one.practice) == practice) {
        one.cleared.get_or_insert(at);
    }
}
