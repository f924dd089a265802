//! Lifecycle events move the campaign as a whole.

use precede_model::{ClockEffect, Happening, Hold, Lifecycle};

use super::Scene;

impl Scene<'_> {
    pub(super) fn lifecycle(&mut self) {
        let at = self.event.at;
        self.campaign.lifecycle = match &self.event.what {
            Happening::CampaignStarted => Lifecycle::Running { since: at },
            Happening::CampaignPaused { clock } => {
                self.hold(*clock);
                Lifecycle::Paused { since: at }
            }
            Happening::CampaignResumed => {
                if let Some(hold) = self
                    .campaign
                    .holds
                    .iter_mut()
                    .rev()
                    .find(|hold| hold.until.is_none() && hold.directive.is_none())
                {
                    hold.until = Some(at);
                }
                Lifecycle::Running { since: at }
            }
            Happening::CampaignReopened => Lifecycle::Running { since: at },
            Happening::CampaignWithdrawn => Lifecycle::Withdrawn { at },
            Happening::CampaignClosed => Lifecycle::Closed { at },
            _ => return,
        };
    }

    fn hold(&mut self, clock: ClockEffect) {
        self.campaign.holds.push(Hold {
            from: self.event.at,
            until: None,
            clock,
            directive: None,
            practices: Vec::new(),
        });
    }
}
