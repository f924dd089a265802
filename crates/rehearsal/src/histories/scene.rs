//! What somebody who orders sees: the campaign as it is, its plan, and where it plays.

use precede_app::Said;
use precede_engine::Def;
use precede_model::{
    Campaign, Evidence, Order, OrganisationCode, PersonId, Role, Standing, Timestamp, Track,
    programme::ProgrammeOrder,
};

use super::ground::Ground;

/// The campaign and all that orders are made of.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub def: &'a Def,
    pub campaign: &'a Campaign,
    pub ground: &'a Ground,
    pub now: Timestamp,
}

/// What somebody does.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// An order to a campaign.
    Order {
        by: PersonId,
        said: Said,
        order: Box<Order>,
    },
    /// An order of the programme.
    Programme(Box<ProgrammeOrder>),
    /// Nothing until then.
    Wait(Timestamp),
}

impl Scene<'_> {
    /// An order by the person of a role, with a reason.
    pub fn by(&self, role: Role, practice: Option<OrganisationCode>, order: Order) -> Deed {
        Deed::Order {
            by: self.ground.person(role, self.campaign.id.pct, practice),
            said: Said {
                evidence: Evidence {
                    reason: Some("as agreed".to_owned()),
                    ..Evidence::default()
                },
                ..Said::default()
            },
            order: Box::new(order),
        }
    }

    /// Practices that are in the campaign.
    pub fn present(&self) -> impl Iterator<Item = &Track> {
        let tracks = self.campaign.tracks.iter();
        tracks.filter(|track| matches!(track.standing, Standing::Tranche | Standing::Reach))
    }

    /// So many hours from now, or before it.
    pub fn hours(&self, hours: i64) -> Timestamp {
        self.now.plus_seconds(3_600 * hours)
    }
}
