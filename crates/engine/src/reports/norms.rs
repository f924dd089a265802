//! What is far from the norm: letters that came back, and the share of patients who said no.

use precede_model::{Campaign, OrganisationCode, Track, facts::BatchState};

/// In 2010 up to 3 in 100 packs came back (`S22`); three times that share is far from it.
const RETURNS_PERCENT_MAX: u64 = 9;
/// Fewer letters than these say nothing about a share.
const RETURNS_MIN: u64 = 10;
/// Opt-outs of a practice against the rest of its PCT: this many times as many is far above.
const OPT_OUTS_TIMES: u64 = 5;
/// Fewer opt-outs than these say nothing about a share.
const OPT_OUTS_MIN: u64 = 50;
/// None at all among so many letters, where others had some, is near none. In 2009 about 8 in 1,000 said no (`S07`).
const LETTERS_FOR_NONE: u64 = 2_000;

/// Whether more came back than ever should.
pub(super) fn returns_are_far(posted: u32, returned: u32) -> bool {
    let (posted, returned) = (u64::from(posted), u64::from(returned));
    returned >= RETURNS_MIN && returned * 100 > posted * RETURNS_PERCENT_MAX
}

/// Whether a practice's count of opt-outs stands far from the rest of its campaign's.
pub(super) fn opt_outs_are_far(campaign: &Campaign, practice: OrganisationCode) -> bool {
    let Some(own) = campaign.track(practice).and_then(share) else {
        return false;
    };
    let others = campaign
        .tracks
        .iter()
        .filter(|track| track.practice != practice)
        .filter_map(share);
    let (coded, letters) = others.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    if letters == 0 {
        return false;
    }
    let is_far_above =
        own.0 >= OPT_OUTS_MIN && own.0 * letters > OPT_OUTS_TIMES * coded.max(1) * own.1;
    // Where others had at least 1 in 1,000.
    let is_near_none = own.0 == 0 && own.1 >= LETTERS_FOR_NONE && coded * 1_000 >= letters;
    is_far_above || is_near_none
}

/// Opt-outs coded and letters posted of one practice; `None` while it has not counted or nothing was posted.
fn share(track: &Track) -> Option<(u64, u64)> {
    let coded = track.facts.opt_outs?.coded;
    let posted = track.facts.batches.iter().map(|batch| match batch.state {
        BatchState::Posted { posted, .. } => u64::from(posted),
        BatchState::Planned | BatchState::Released { .. } | BatchState::Stopped { .. } => 0,
    });
    let posted: u64 = posted.sum();
    (posted > 0).then_some((u64::from(coded), posted))
}
