//! What people do in the Summary Care Record definition, one call a deed.

use std::collections::BTreeMap;

use precede_model::{
    Answer, Digest, How, OptOutCounts, Order, PatientList, Position, Refusal, Role, Side,
    Timestamp, definition::PackPart,
};

use super::world::{World, at, code};

/// Every part of the pack of variant 2010-01.
pub const WHOLE: [PackPart; 5] = [
    PackPart::Letter,
    PackPart::Leaflet,
    PackPart::Freephone,
    PackPart::ReturnAddress,
    PackPart::AlternativeFormats,
];

type Answered = Result<(), Refusal>;

impl World {
    /// A started campaign.
    pub fn scr(practices: &[&str]) -> Self {
        let mut world = Self::planned("scr", practices, &[]);
        world.start();
        world
    }

    pub fn start(&mut self) {
        self.order(Role::PctLead, "lead", Order::Start).unwrap();
    }

    /// Readiness, plan and the LMC: practices are told.
    pub fn prepared(&mut self) -> &mut Self {
        self.done(Role::RegionLead, "region", "readiness").unwrap();
        self.signed("plan", &[]).unwrap();
        self.lmc(Position::Neutral).unwrap();
        self.daemon();
        self
    }

    /// Prepared; practices ready and taking part from Tuesday 5 January 2010 on; pack, slot and helpline there;
    /// publicity live since 10:00 on Tuesday 19 January, when the lead has run.
    pub fn publicised(&mut self) -> &mut Self {
        self.prepared();
        self.to(at("2010-01-05T10:00"));
        for practice in self.tranche() {
            self.ready(&practice).unwrap();
            self.answers(&practice, Answer::TakesPart).unwrap();
        }
        self.materials();
        self.to(at("2010-01-19T10:00"));
        self.publicity().unwrap();
        self
    }

    /// Publicised; lists of 1,000 each accepted on Wednesday 20 January, batches with the mail house.
    pub fn released(&mut self) -> &mut Self {
        self.publicised();
        self.to(at("2010-01-20T10:00"));
        for practice in self.tranche() {
            self.list(&practice, 1_000).unwrap();
        }
        self.daemon();
        self
    }

    /// Released; all posted on Friday 22 January.
    pub fn posted(&mut self) -> &mut Self {
        self.released();
        self.to(at("2010-01-22T16:00"));
        for practice in self.tranche() {
            self.posts(&practice, 1, 1_000).unwrap();
        }
        self
    }

    /// Posted; the period has run (2 February is the latest receipt, 28 April its end): only signatures are missing.
    pub fn chosen(&mut self) -> &mut Self {
        self.posted();
        self.to(at("2010-04-28T09:00"));
        for practice in self.tranche() {
            self.fit(&practice).unwrap();
            self.reconciled(&practice).unwrap();
            self.opt_outs(&practice, 12).unwrap();
        }
        self
    }

    /// Chosen; both have signed, and the permit waits in the outbox.
    pub fn permit_planned(&mut self) -> &mut Self {
        self.chosen();
        for practice in self.tranche() {
            self.practice_agrees(&practice).unwrap();
            self.pct_agrees(&practice).unwrap();
        }
        self
    }

    pub fn materials(&mut self) {
        self.signed("pack", &WHOLE).unwrap();
        self.done(Role::PctStaff, "staff", "slot-booked").unwrap();
        self.done(Role::Helpline, "helpline", "helpline").unwrap();
    }

    pub fn tranche(&self) -> Vec<String> {
        (self.campaign.tracks.iter())
            .filter(|track| track.takes_part())
            .map(|track| track.practice.to_string())
            .collect()
    }

    pub fn done(&mut self, role: Role, person: &str, step: &str) -> Answered {
        let order = Order::Finish {
            step: step.parse().unwrap(),
            practice: None,
            counts: None,
        };
        self.order(role, person, order)
    }

    pub fn done_for(&mut self, role: Role, step: &str, practice: &str) -> Answered {
        let order = Order::Finish {
            step: step.parse().unwrap(),
            practice: Some(code(practice)),
            counts: None,
        };
        let person = format!("{role}");
        self.order(role, &person, order)
    }

    /// Two people sign.
    pub fn signed(&mut self, step: &str, contents: &[PackPart]) -> Answered {
        self.signs(Role::PctLead, "lead", (step, contents))?;
        self.signs(Role::PctApprover, "approver", (step, contents))
    }

    pub fn signs(
        &mut self,
        role: Role,
        person: &str,
        (step, contents): (&str, &[PackPart]),
    ) -> Answered {
        let order = Order::Sign {
            step: step.parse().unwrap(),
            practice: None,
            digest: Digest::of(step),
            contents: contents.to_vec(),
        };
        self.order(role, person, order)
    }

    pub fn lmc(&mut self, position: Position) -> Answered {
        let order = Order::TakePosition {
            step: "consult-lmc".parse().unwrap(),
            practice: None,
            position,
        };
        self.order(Role::PctLead, "lead", order)
    }

    pub fn ready(&mut self, practice: &str) -> Answered {
        let order = acknowledge(practice, How::Link);
        self.order(Role::Practice, &gp(practice), order)
    }

    pub fn ready_by_telephone(&mut self, practice: &str) -> Answered {
        let order = acknowledge(practice, How::Phone);
        self.order(Role::PctStaff, "staff", order)
    }

    pub fn not_ready_after_all(&mut self, practice: &str) -> Answered {
        let practice_code = code(practice);
        let order = Order::WithdrawAcknowledgement {
            practice: practice_code,
        };
        self.order(Role::Practice, &gp(practice), order)
    }

    pub fn answers(&mut self, practice: &str, answer: Answer) -> Answered {
        let order = Order::Answer {
            practice: code(practice),
            answer,
        };
        self.order(Role::Practice, &gp(practice), order)
    }

    pub fn release_silent(&mut self, practice: &str) -> Answered {
        let order = Order::ReleaseSilent {
            practice: code(practice),
        };
        self.order(Role::Director, "director", order)
    }

    pub fn publicity(&mut self) -> Answered {
        let step = "publicity".parse().unwrap();
        self.order(Role::PctLead, "lead", Order::OpenPublicity { step })
    }

    pub fn publicity_ends(&mut self) -> Answered {
        let step = "publicity".parse().unwrap();
        self.order(Role::PctLead, "lead", Order::ClosePublicity { step })
    }

    pub fn list(&mut self, practice: &str, to_post: u32) -> Answered {
        let list = patients(self.now, to_post);
        self.list_of(practice, list)
    }

    pub fn list_of(&mut self, practice: &str, list: PatientList) -> Answered {
        let order = Order::AcceptList {
            step: "list".parse().unwrap(),
            practice: code(practice),
            list: Box::new(list),
        };
        self.order(Role::PctStaff, "staff", order)
    }

    pub fn posts(&mut self, practice: &str, batch: u16, items: u32) -> Answered {
        self.posts_with(practice, batch, (items, 0, 0))
    }

    pub fn posts_with(
        &mut self,
        practice: &str,
        batch: u16,
        (items, spoiled, stopped): (u32, u32, u32),
    ) -> Answered {
        let order = Order::Posted {
            practice: code(practice),
            batch,
            items,
            spoiled,
            stopped,
        };
        self.order(Role::MailHouse, "mailer", order)
    }

    pub fn stops(&mut self, practice: &str, batch: u16) -> Answered {
        let order = Order::Stopped {
            practice: code(practice),
            batch,
        };
        self.order(Role::MailHouse, "mailer", order)
    }

    pub fn returns(&mut self, practice: &str, batch: u16, items: u32) -> Answered {
        let order = Order::Returned {
            practice: code(practice),
            batch,
            items,
            reason: "gone away".to_owned(),
        };
        self.order(Role::MailHouse, "mailer", order)
    }

    pub fn opt_outs(&mut self, practice: &str, count: u32) -> Answered {
        self.opt_outs_of(practice, (count, count, count))
    }

    pub fn opt_outs_of(
        &mut self,
        practice: &str,
        (received, passed_on, coded): (u32, u32, u32),
    ) -> Answered {
        let order = Order::Finish {
            step: "opt-outs-coded".parse().unwrap(),
            practice: Some(code(practice)),
            counts: Some(OptOutCounts {
                coded,
                received,
                passed_on,
            }),
        };
        self.order(Role::Practice, &gp(practice), order)
    }

    pub fn fit(&mut self, practice: &str) -> Answered {
        self.done_for(Role::PctStaff, "fitness", practice)
    }

    pub fn reconciled(&mut self, practice: &str) -> Answered {
        self.done_for(Role::PctStaff, "reconciled", practice)
    }

    pub fn practice_agrees(&mut self, practice: &str) -> Answered {
        let order = sign_off("practice-agrees", practice);
        self.order(Role::Practice, &gp(practice), order)
    }

    pub fn pct_agrees(&mut self, practice: &str) -> Answered {
        let order = sign_off("pct-agrees", practice);
        self.order(Role::PctLead, "lead", order)
    }

    pub fn takes_agreement_back(&mut self, practice: &str) -> Answered {
        let order = Order::WithdrawAgreement {
            practice: code(practice),
            side: Side::Practice,
        };
        self.order(Role::Practice, &gp(practice), order)
    }
}

/// The person of a practice.
pub fn gp(practice: &str) -> String {
    format!("gp-{practice}")
}

pub fn acknowledge(practice: &str, how: How) -> Order {
    Order::Acknowledge {
        step: None,
        practice: code(practice),
        how,
        name_role: Some("manager".to_owned()),
    }
}

pub fn sign_off(step: &str, practice: &str) -> Order {
    Order::SignOff {
        step: step.parse().unwrap(),
        practice: code(practice),
        instrument: None,
    }
}

/// A list extracted and checked at this instant, three rows left out.
pub fn patients(now: Timestamp, to_post: u32) -> PatientList {
    PatientList {
        holder: "5PY".to_owned(),
        agreement: "agreement 7".to_owned(),
        agreement_expires: "2012-03-31".parse().unwrap(),
        digest: Digest::of("list"),
        extracted: now,
        deaths_checked: now,
        rows: to_post + 3,
        excluded: BTreeMap::from([("dead".to_owned(), 2), ("duplicate".to_owned(), 1)]),
        to_post,
    }
}
