//! What the people of a campaign, or of one of its practices, mean to do next.

use precede_model::{
    Lifecycle, Role, Standing, StepState, Track,
    definition::{Kind, StepIx},
};

use super::{
    Deed, Intent, Scene, Spot, acknowledgement, alarm, answer, approval, batch, consult, list,
    notice, optional, publicity, sign_off, task,
};
use crate::diary::DAY;

/// Takes one intent after the other.
pub(crate) type Out<'a> = &'a mut dyn FnMut(Intent);

/// What is meant to be done for the campaign as a whole.
pub(crate) fn of_campaign(scene: &Scene<'_>, out: Out<'_>) {
    match scene.campaign.lifecycle {
        Lifecycle::Planned => out(start(scene)),
        Lifecycle::Running { .. } => {
            for ix in scene.def.campaign_steps() {
                of_step(scene, *ix, None, out);
            }
        }
        Lifecycle::Paused { .. } | Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => {}
    }
}

/// What is meant to be done for one practice.
pub(crate) fn of_track(scene: &Scene<'_>, track: &Track, out: Out<'_>) {
    if !scene.campaign.is_running() {
        return;
    }
    alarm::of_lead(scene, track, out);
    if !track.facts.batches.is_empty() {
        batch::of_mail_house(scene, track, out);
    }
    if track.standing != Standing::Tranche {
        return;
    }
    for ix in scene.def.track_steps() {
        of_step(scene, *ix, Some(track), out);
    }
}

/// The PCT's lead starts a planned campaign; a national programme starts them over some weeks.
fn start(scene: &Scene<'_>) -> Intent {
    let most = 20 * DAY;
    let slot = scene
        .diary
        .after(scene.world.opened)
        .later(scene.chance("start").between(0, most));
    Intent {
        slot,
        is_once: false,
        by: Role::PctLead,
        step: None,
        deed: Deed::Start,
    }
}

fn of_step<'a>(scene: &'a Scene<'a>, ix: StepIx, track: Option<&'a Track>, out: Out<'_>) {
    let Some(spot) = scene.spot(ix, track) else {
        return;
    };
    match spot.state {
        StepState::Open(open) => {
            if optional::is_passed_over(&spot) {
                return out(optional::intent(&spot, open));
            }
            of_open(&spot, open, out);
        }
        StepState::Done(done) => of_done(&spot, done, out),
        StepState::Pending => {
            if let Kind::Publicity { .. } = spot.step.kind {
                publicity::too_early(&spot, out);
            }
        }
        StepState::Skipped(_) => {}
    }
}

fn of_open(spot: &Spot<'_>, open: &precede_model::Open, out: Out<'_>) {
    match &spot.step.kind {
        Kind::Task { establishes, .. } => task::finish(spot, open, establishes, out),
        Kind::Approval { by, .. } => approval::sign(spot, open, by, out),
        Kind::Consult { .. } => consult::go_on(spot, open, out),
        Kind::Notice { .. } => notice::telephone(spot, open, out),
        Kind::Acknowledgement { chase, .. } => acknowledgement::acknowledge(spot, open, chase, out),
        Kind::Answer => answer::answer(spot, open, out),
        Kind::Publicity { .. } => {
            publicity::open(spot, open, out);
            publicity::close(spot, out);
        }
        Kind::List => list::bring(spot, open, out),
        Kind::Batch { .. } => batch::renew_list(spot, open, out),
        Kind::SignOff { by, .. } => sign_off::sign(spot, open, *by, out),
        Kind::Period | Kind::Permit | Kind::Recurring { .. } => {}
    }
}

fn of_done(spot: &Spot<'_>, done: &precede_model::Done, out: Out<'_>) {
    match &spot.step.kind {
        Kind::Task { establishes, .. } => task::count_again(spot, establishes, out),
        Kind::Acknowledgement { .. } => acknowledgement::take_back(spot, done, out),
        Kind::Answer => answer::come_back(spot, done, out),
        Kind::Publicity { .. } => publicity::close(spot, out),
        Kind::SignOff { by, .. } => sign_off::withdraw(spot, done, *by, out),
        Kind::Approval { .. }
        | Kind::Consult { .. }
        | Kind::Notice { .. }
        | Kind::List
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::Permit
        | Kind::Recurring { .. } => {}
    }
}
