//! Optional steps: three campaigns in ten pass over those that nothing else rests on.

use precede_app::Said;
use precede_model::{Open, Order, definition::Kind};

use super::{Deed, Intent, Spot, acknowledgement::reasoned};

/// Whether the campaign does without this step. Letters stay: what counts them cannot add up nothing.
pub(crate) fn is_passed_over(spot: &Spot<'_>) -> bool {
    let is_small = matches!(
        spot.step.kind,
        Kind::Task { .. } | Kind::Approval { .. } | Kind::Consult { .. }
    );
    spot.step.optional && is_small && spot.scene.chance("does without").is_one_of(300)
}

pub(crate) fn intent(spot: &Spot<'_>, open: &Open) -> Intent {
    spot.intent(
        spot.days(open.since, "skip", 1, 4),
        spot.step.owner,
        Deed::Skip,
    )
}

pub(crate) fn order(spot: &Spot<'_>) -> (Said, Order) {
    let order = Order::Skip {
        step: spot.step.id,
        practice: spot.practice(),
    };
    (reasoned("not needed here"), order)
}
