//! What has happened so far, folded from events alone: what the laws are stated over. It shares nothing with the
//! engine's facts; where both say the same they say it by different means.

use std::sync::Arc;

use precede_model::{
    Act, Actor, Answer, Event, Happening, HeldAct, How, Money, OrganisationCode, PersonId, Side,
    Timestamp, WithdrawnFact,
    definition::{PackPart, PostClass},
    facts::{Budget, Directive, Dispensation},
};

/// A campaign's history as the laws need it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Who signed readiness.
    pub readiness: Option<Actor>,
    /// Who signed the plan.
    pub plan: Option<(PersonId, PersonId)>,
    /// Who signed the pack, and what it holds.
    pub pack: Option<(PersonId, PersonId, Arc<Vec<PackPart>>)>,
    /// The LMC was consulted.
    pub lmc: bool,
    /// A test call was answered.
    pub helpline: bool,
    /// Publicity, in order of opening.
    pub publicity: Vec<Live>,
    /// What binds: the directive, and leave from it.
    pub directive: Option<Arc<Directive>>,
    /// When the directive was lifted.
    pub lifted: bool,
    /// Leave to go on under it.
    pub leave: Option<Arc<Dispensation>>,
    /// The leave has ended.
    pub leave_ended: bool,
    /// Quiet until then.
    pub quiet_until: Option<Timestamp>,
    /// The approved budget.
    pub budget: Option<Arc<Budget>>,
    /// Practices by code.
    pub practices: Vec<Arc<Practice>>,
}

/// One opening of publicity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Live {
    /// Since when.
    pub since: Timestamp,
    /// When its minimum has run.
    pub minimum: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Whether it is a public notice.
    pub is_notice: bool,
}

/// One practice so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// Its code.
    pub code: OrganisationCode,
    /// Where it stands.
    pub place: Place,
    /// What it answered.
    pub answer: Option<Answer>,
    /// When it was told.
    pub told: Option<Timestamp>,
    /// When a person there acknowledged.
    pub informed: Option<Timestamp>,
    /// Its list: extracted, deaths checked, people to write to.
    pub list: Option<(Timestamp, Timestamp, u32)>,
    /// Its letters.
    pub letters: Vec<Letters>,
    /// The period of a public notice was ended.
    pub notice_ended: bool,
    /// The mailing added up.
    pub reconciled: bool,
    /// When opt-outs were counted, and whether all were coded.
    pub counted: Option<(Timestamp, bool)>,
    /// Training, system, data quality: a bit each.
    pub fit: u8,
    /// When and by whom it agreed.
    pub agreed: Option<(Timestamp, Actor)>,
    /// When and by whom the PCT agreed.
    pub pct_agreed: Option<(Timestamp, Actor)>,
    /// The permit.
    pub permit: Stage,
    /// The mail planned last: reminders are counted on from the notice.
    pub mail: bool,
    /// Alarms that nobody has cleared.
    pub alarms: u8,
}

/// Where a practice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the tranche.
    Inside,
    /// Publicity touches its patients.
    Reached,
    /// Released by name.
    Released,
    /// Left, closed or merged.
    Gone,
}

/// How far an act has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is written.
    Nothing,
    /// It is written down and has not left.
    Planned,
    /// It has left.
    Left,
    /// It was taken back.
    TakenBack,
}

/// One batch of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters {
    /// Its number.
    pub number: u16,
    /// How many.
    pub items: u32,
    /// Class.
    pub class: PostClass,
    /// How far it has come.
    pub stage: Stage,
    /// Posted, and the day after which they have arrived.
    pub posted: Option<(u32, i64)>,
    /// All are answered for.
    pub answered: bool,
    /// Their period was ended.
    pub ended: bool,
}

impl History {
    /// Of a campaign with these practices in the tranche and in reach.
    pub fn of(tranche: &[OrganisationCode], reach: &[OrganisationCode]) -> Self {
        let inside = tranche.iter().map(|code| fresh(*code, Place::Inside));
        let reached = reach.iter().map(|code| fresh(*code, Place::Reached));
        let mut practices: Vec<_> = inside.chain(reached).map(Arc::new).collect();
        practices.sort_by_key(|one| one.code);
        Self {
            practices,
            ..Self::default()
        }
    }

    /// A practice.
    pub fn practice(&self, code: OrganisationCode) -> Option<&Practice> {
        let place = self
            .practices
            .binary_search_by_key(&code, |one| one.code)
            .ok()?;
        Some(&self.practices[place])
    }

    fn change(&mut self, code: Option<OrganisationCode>, change: impl FnOnce(&mut Practice)) {
        let Some(code) = code else { return };
        if let Ok(place) = self.practices.binary_search_by_key(&code, |one| one.code) {
            change(Arc::make_mut(&mut self.practices[place]));
        }
    }

    /// Goes on by one event.
    pub fn fold(&mut self, event: &Event) {
        let at = event.counts_from;
        let of = event.practice;
        match &event.what {
            Happening::ReadinessSigned => self.readiness = Some(event.actor),
            Happening::PlanApproved { .. } => self.plan = both(event),
            Happening::PackApproved { contents, .. } => {
                self.pack = both(event).map(|(one, two)| (one, two, Arc::new(contents.clone())));
            }
            Happening::LmcConsulted { .. } => self.lmc = true,
            Happening::TaskDone { facts } => {
                for fact in facts {
                    self.shown(of, fact.as_str());
                }
            }
            Happening::FactAdopted { fact, .. } => {
                if fact.as_str() == "readiness" {
                    self.readiness = Some(event.actor);
                }
                self.shown(of, fact.as_str());
            }
            Happening::PublicityOpened {
                media,
                minimum_until,
                ..
            } => self.publicity.push(Live {
                since: at,
                minimum: *minimum_until,
                until: None,
                is_notice: media.iter().any(|medium| medium == "public-notice"),
            }),
            Happening::PublicityClosed => {
                if let Some(live) = self.publicity.last_mut() {
                    live.until.get_or_insert(at);
                }
            }
            Happening::DirectiveRecorded(record) => {
                self.directive = Some(Arc::new(record.directive.clone()));
                self.lifted = false;
            }
            Happening::DirectiveLifted { .. } => self.lifted = true,
            Happening::DispensationRecorded(granted) => {
                self.leave = Some(Arc::new((**granted).clone()));
                self.leave_ended = false;
            }
            Happening::DispensationEnded { .. } => self.leave_ended = true,
            Happening::QuietTimeRecorded(quiet) => self.quiet_until = Some(quiet.until),
            Happening::QuietTimeCancelled { .. } => self.quiet_until = None,
            Happening::BudgetApproved { budget } => self.budget = Some(Arc::new(budget.clone())),
            Happening::FactWithdrawn { fact } => self.false_after_all(*fact, of),
            Happening::NoticePlanned { practices, .. } => {
                for code in practices {
                    self.change(Some(*code), |one| one.mail = true);
                }
            }
            Happening::PermitPlanned { practices } => {
                for code in practices {
                    self.change(Some(*code), |one| one.permit = Stage::Planned);
                }
            }
            Happening::PermitRevoked { practices } => {
                for code in practices.iter().copied().chain(of) {
                    self.change(Some(code), |one| one.permit = Stage::TakenBack);
                }
            }
            // The daemon's own word that the rules refused it when it was to leave.
            Happening::Refused { act, .. } if event.actor == Actor::Precede => {
                if *act == Act::Permit.to_string() {
                    self.change(of, |one| one.permit = Stage::Nothing);
                }
            }
            Happening::PracticeJoined {
                told_at,
                informed_at,
                answer,
                ..
            } => self.joined(of, (*told_at, *informed_at, *answer)),
            _ => self.change(of, |practice| practice.fold(event)),
        }
    }

    fn joined(
        &mut self,
        of: Option<OrganisationCode>,
        (told, informed, answer): (Option<Timestamp>, Option<Timestamp>, Option<Answer>),
    ) {
        let Some(code) = of else { return };
        if let Err(place) = self.practices.binary_search_by_key(&code, |one| one.code) {
            let joiner = Arc::new(fresh(code, Place::Inside));
            self.practices.insert(place, joiner);
        }
        self.change(of, |one| {
            one.place = Place::Inside;
            one.told = one.told.or(told).or(informed);
            one.informed = informed.or(one.informed);
            one.answer = answer.or(one.answer);
        });
    }

    fn shown(&mut self, of: Option<OrganisationCode>, fact: &str) {
        match of {
            None => self.helpline |= fact == "helpline",
            Some(_) => self.change(of, |one| one.fit |= fit_bit(fact)),
        }
    }

    fn false_after_all(&mut self, fact: WithdrawnFact, of: Option<OrganisationCode>) {
        match fact {
            WithdrawnFact::Readiness => self.readiness = None,
            WithdrawnFact::Plan => self.plan = None,
            WithdrawnFact::Pack => self.pack = None,
            WithdrawnFact::Lmc => self.lmc = false,
            WithdrawnFact::Publicity => self.publicity.clear(),
            WithdrawnFact::Helpline => self.helpline = false,
            WithdrawnFact::List => self.change(of, |one| one.list = None),
            WithdrawnFact::OptOuts => self.change(of, |one| one.counted = None),
            WithdrawnFact::Training => self.change(of, |one| one.fit &= !fit_bit("training")),
            WithdrawnFact::System => self.change(of, |one| one.fit &= !fit_bit("system")),
            WithdrawnFact::DataQuality => {
                self.change(of, |one| one.fit &= !fit_bit("data-quality"));
            }
        }
    }

    /// Whether an order holds an act of a practice, or of everybody, at an instant.
    pub fn is_held(
        &self,
        act: HeldAct,
        practice: Option<OrganisationCode>,
        now: Timestamp,
    ) -> bool {
        let Some(directive) = self.directive.as_ref().filter(|_| !self.lifted) else {
            return false;
        };
        let is_named = |named: &[precede_model::facts::NamedCoverage], whole: bool| {
            practice
                .and_then(|code| named.iter().find(|one| one.practice == code))
                .map_or(whole, |one| {
                    one.coverage == precede_model::programme::Coverage::Covered
                })
        };
        let exempt = precede_model::programme::Coverage::Exempt;
        let is_out = practice
            .and_then(|code| directive.named.iter().find(|one| one.practice == code))
            .map_or(directive.coverage, |one| one.coverage)
            == exempt;
        if !directive.acts.contains(&act) || now < directive.from || is_out {
            return false;
        }
        let has_leave = self.leave.as_ref().is_some_and(|leave| {
            !self.leave_ended
                && leave.terms.from <= now
                && now < leave.terms.until
                && leave.acts.contains(&act)
                && is_named(
                    &leave.named,
                    leave.coverage == precede_model::programme::Coverage::Covered,
                )
        });
        !has_leave
    }

    /// What letters cost that are planned or have left, all practices together.
    pub fn committed(&self) -> Money {
        let Some(budget) = &self.budget else {
            return Money::ZERO;
        };
        let all = self.practices.iter().flat_map(|one| &one.letters);
        let costing = all.filter(|letters| matches!(letters.stage, Stage::Planned | Stage::Left));
        costing.fold(Money::ZERO, |sum, letters| {
            let each = budget.unit_cost.get(&letters.class).copied();
            let items = letters.posted.map_or(letters.items, |_| letters.items);
            sum.plus(each.unwrap_or(Money::ZERO).times(items))
        })
    }
}

impl Practice {
    /// Whether it is inside and has not declined.
    pub fn takes_part(&self) -> bool {
        self.place == Place::Inside && self.answer != Some(Answer::Declines)
    }

    fn fold(&mut self, event: &Event) {
        let at = event.counts_from;
        match &event.what {
            Happening::NoticeHandedOver { number: 0, .. } => {
                self.told.get_or_insert(at);
            }
            Happening::PracticeInformed { .. } => {
                if event.evidence.how != Some(How::Link) {
                    self.told.get_or_insert(at);
                }
                self.informed = Some(at);
            }
            Happening::InformedWithdrawn => self.informed = None,
            Happening::SilentReleased => self.place = Place::Released,
            Happening::PracticeLeft { .. }
            | Happening::PracticeClosed
            | Happening::PracticeMerged { .. } => self.place = Place::Gone,
            Happening::PracticeAnswered { answer } => self.answer = Some(*answer),
            Happening::ListAccepted(list) => {
                self.list = Some((list.extracted, list.deaths_checked, list.to_post));
            }
            Happening::Reconciled(_) => self.reconciled = true,
            Happening::OptOutsCoded {
                count,
                received,
                passed_on,
            } => self.counted = Some((at, count == received && received == passed_on)),
            Happening::PracticeAgreed { .. } => self.agreed = Some((at, event.actor)),
            Happening::PctAgreed { .. } => self.pct_agreed = Some((at, event.actor)),
            Happening::AgreementWithdrawn { by: Side::Practice } => self.agreed = None,
            Happening::AgreementWithdrawn { by: Side::Pct } => self.pct_agreed = None,
            Happening::PermitIssued { .. } => self.permit = Stage::Left,
            Happening::PeriodEnded { batch: None, .. } => self.notice_ended = true,
            Happening::AlarmRaised { .. } => self.alarms = self.alarms.saturating_add(1),
            Happening::AlarmCleared { .. } => self.alarms = self.alarms.saturating_sub(1),
            _ => self.letters(event),
        }
    }

    fn letters(&mut self, event: &Event) {
        let (number, change): (u16, &dyn Fn(&mut Letters)) = match &event.what {
            Happening::BatchPlanned {
                batch,
                items,
                class,
                ..
            } => {
                return self.letters.push(Letters {
                    number: *batch,
                    items: *items,
                    class: *class,
                    stage: Stage::Planned,
                    posted: None,
                    answered: false,
                    ended: false,
                });
            }
            Happening::BatchReleased { batch } => (*batch, &|one| one.stage = Stage::Left),
            Happening::BatchStopped { batch } => (*batch, &|one| {
                one.stage = Stage::TakenBack;
                one.answered = true;
            }),
            Happening::PeriodEnded {
                batch: Some(batch), ..
            } => (*batch, &|one| one.ended = true),
            Happening::BatchPosted {
                batch,
                items,
                spoiled,
                stopped,
                expected_receipt,
            } => {
                let epoch = chrono::NaiveDate::default();
                let day = (*expected_receipt - epoch).num_days();
                let (posted, sum) = (*items, items + spoiled + stopped);
                return self.of(*batch, |one| {
                    one.posted = Some((posted, day));
                    one.answered = sum == one.items;
                });
            }
            _ => return,
        };
        self.of(number, change);
    }

    fn of(&mut self, number: u16, change: impl FnOnce(&mut Letters)) {
        if let Some(found) = self.letters.iter_mut().find(|one| one.number == number) {
            change(found);
        }
    }
}

/// All three of training, system and data quality.
pub(super) const FIT: u8 = 0b111;

fn fit_bit(fact: &str) -> u8 {
    match fact {
        "training" => 0b001,
        "system" => 0b010,
        "data-quality" => 0b100,
        _ => 0,
    }
}

fn both(event: &Event) -> Option<(PersonId, PersonId)> {
    Some((event.evidence.first?, event.actor.person()?))
}

fn fresh(code: OrganisationCode, place: Place) -> Practice {
    Practice {
        code,
        place,
        answer: None,
        told: None,
        informed: None,
        list: None,
        letters: Vec::new(),
        notice_ended: false,
        reconciled: false,
        counted: None,
        fit: 0,
        agreed: None,
        pct_agreed: None,
        permit: Stage::Nothing,
        mail: false,
        alarms: 0,
    }
}

/// The act an event is the leaving of.
pub(super) fn act_of(event: &Event) -> Option<Act> {
    match event.what {
        Happening::NoticeHandedOver { .. } => Some(Act::Tell),
        Happening::PublicityOpened { .. } | Happening::MediaResumed { .. } => Some(Act::Publicity),
        Happening::BatchReleased { .. } => Some(Act::Post),
        Happening::PermitIssued { .. } => Some(Act::Permit),
        _ => None,
    }
}
