//! R11: nothing leaves that was not written down before, nothing twice, and no mail goes to a practice that has gone.

use precede_model::{Act, Happening};

use super::{Leaving, Place, Stage};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    let practice = leaving.practice;
    match leaving.act {
        Act::Publicity => None,
        Act::Tell => {
            let practice = practice?;
            if !practice.mail {
                return Some("the mail was not written down first");
            }
            matches!(practice.place, Place::Gone | Place::Released)
                .then_some("the practice is no longer in the campaign")
        }
        Act::Post => {
            let Happening::BatchReleased { batch } = leaving.event.what else {
                return None;
            };
            let mut letters = practice?.letters.iter();
            let is_written = letters.any(|one| one.number == batch && one.stage == Stage::Planned);
            (!is_written).then_some("the letters were not written down first, or had been stopped")
        }
        Act::Permit => (practice?.permit != Stage::Planned)
            .then_some("the permit was not written down first, or had been revoked"),
    }
}
