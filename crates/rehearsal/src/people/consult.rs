//! Consultations: papers go out, most bodies meet, some never answer; then the cycle ends by itself.

use precede_app::Said;
use precede_model::{ConsultStage, Open, Order, Position, Progress, definition::Kind};

use super::{Deed, Spot, intents::Out};

pub(crate) fn go_on(spot: &Spot<'_>, open: &Open, out: Out<'_>) {
    let (papers, meeting) = match open.progress {
        Progress::Consulting { papers, meeting } => (papers, meeting),
        _ => (None, None),
    };
    let owner = spot.step.owner;
    let Some(papers) = papers else {
        return out(spot.intent(
            spot.days(open.since, "papers", 0, 3),
            owner,
            Deed::SendPapers,
        ));
    };
    if spot.chance("silent").is_one_of(150) {
        return;
    }
    if meeting.is_none() && spot.chance("meets").is_one_of(700) {
        return out(spot.intent(spot.days(papers, "meeting", 4, 12), owner, Deed::Meet));
    }
    let from = meeting.unwrap_or(papers);
    out(spot.intent(spot.days(from, "position", 1, 6), owner, Deed::TakePosition));
}

pub(crate) fn order(spot: &Spot<'_>, deed: Deed) -> Option<(Said, Order)> {
    let Kind::Consult { .. } = spot.step.kind else {
        return None;
    };
    let (step, practice) = (spot.step.id, spot.practice());
    let order = match deed {
        Deed::SendPapers => Order::Consult {
            step,
            practice,
            stage: ConsultStage::Papers,
        },
        Deed::Meet => Order::Consult {
            step,
            practice,
            stage: ConsultStage::Meeting,
        },
        _ => Order::TakePosition {
            step,
            practice,
            position: position(spot),
        },
    };
    Some((Said::default(), order))
}

fn position(spot: &Spot<'_>) -> Position {
    match spot.chance("view").below(100) {
        0..55 => Position::Supports,
        55..88 => Position::Neutral,
        _ => Position::Objects,
    }
}
