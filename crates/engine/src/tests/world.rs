//! One campaign with its clock, its ledger and its outbox: what app, store and daemon are to the engine.
//!
//! Every move is checked as it is made: the ledger folds to the same state, time does nothing twice at one instant and
//! nothing early, no wake lies at or before now, and no effect is planned under a key that was used before.

use std::{collections::BTreeSet, sync::Arc};

use precede_model::{
    Actor, Campaign, CampaignId, Command, Digest, Effect, EffectKey, Event, Evidence, Happening,
    Order, OrganisationCode, Outgoing, PersonId, Refusal, Role, StepState, Timestamp,
    definition::parse,
};

use crate::{
    Decision, Def, NoWarrant, advance, apply, begin, decide, refused,
    time::holidays::tests::shipped, warrant,
};

const DEFINITIONS: [(&str, &str); 3] = [
    (
        "scr",
        include_str!("../../../../templates/programmes/scr.toml"),
    ),
    (
        "shared-care-record",
        include_str!("../../../../templates/programmes/shared-care-record.toml"),
    ),
    (
        "announcement",
        include_str!("../../../../templates/programmes/announcement.toml"),
    ),
];

/// A campaign on its way.
#[derive(Clone)]
pub struct World {
    pub def: Def,
    pub campaign: Campaign,
    pub now: Timestamp,
    pub events: Vec<Event>,
    /// Effects not yet claimed.
    pub outbox: Vec<Effect>,
    pub recalled: Vec<(OrganisationCode, u16)>,
    pub wake: Option<Timestamp>,
    pub refusals: Vec<Refusal>,
    used: BTreeSet<EffectKey>,
    told_up_to: usize,
}

/// What became of the effects the daemon found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Performed {
    pub left: usize,
    pub refused: Vec<precede_model::Unmet>,
    pub not_wanted: usize,
    pub held: usize,
}

pub fn code(text: &str) -> OrganisationCode {
    text.parse().expect("test codes are names")
}

pub fn at(text: &str) -> Timestamp {
    let whole = match text.len() {
        10 => format!("{text}T00:00:00Z"),
        16 => format!("{text}:00Z"),
        _ => text.to_owned(),
    };
    whole.parse().expect("test instants are instants")
}

pub fn def(name: &str, change: impl Fn(String) -> String) -> Def {
    let (_, text) = DEFINITIONS.iter().find(|(own, _)| *own == name).unwrap();
    let text = change((*text).to_owned());
    let definition =
        parse(&text, name, &|_| true).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
    let calendar = shipped().get(definition.calendar).clone();
    Def::compile(Arc::new(definition), None, Arc::new(calendar)).unwrap()
}

impl World {
    /// A planned campaign of a shipped definition.
    pub fn planned(name: &str, practices: &[&str], reach: &[&str]) -> Self {
        Self::of(def(name, |text| text), practices, reach)
    }

    pub fn of(def: Def, practices: &[&str], reach: &[&str]) -> Self {
        let now = at("2010-01-04T09:00");
        let id = CampaignId {
            programme: def.definition.code,
            pct: code("5PY"),
            tranche: "all".parse().unwrap(),
        };
        let codes = |list: &[&str]| list.iter().map(|text| code(text)).collect();
        let plan = def.plan(id, codes(practices), codes(reach));
        let first = Event {
            at: now,
            happened: now,
            counts_from: now,
            pct: id.pct,
            practice: None,
            step: None,
            actor: Actor::Person("lead".parse().unwrap()),
            evidence: Evidence::default(),
            what: Happening::CampaignPlanned(Box::new(plan)),
        };
        let campaign = begin(&def, id.pct, &first).expect("a plan begins a campaign");
        Self {
            def,
            campaign,
            now,
            events: vec![first],
            outbox: Vec::new(),
            recalled: Vec::new(),
            wake: None,
            refusals: Vec::new(),
            used: BTreeSet::new(),
            told_up_to: 1,
        }
    }

    /// A person's order. A refusal is recorded as the app does it.
    pub fn order(&mut self, role: Role, person: &str, order: Order) -> Result<(), Refusal> {
        let by = Actor::Person(person.parse().expect("test people are names"));
        self.command(Command {
            by,
            role,
            happened: None,
            confirmed_by: None,
            evidence: Evidence {
                reason: Some("as agreed".to_owned()),
                ..Evidence::default()
            },
            order,
        })
    }

    /// The same, for evidence of an earlier day.
    pub fn order_of(
        &mut self,
        (role, person): (Role, &str),
        (happened, confirmed_by): (Timestamp, Option<&str>),
        order: Order,
    ) -> Result<(), Refusal> {
        self.command(Command {
            by: Actor::Person(person.parse::<PersonId>().unwrap()),
            role,
            happened: Some(happened),
            confirmed_by: confirmed_by.map(|id| id.parse().unwrap()),
            evidence: Evidence::default(),
            order,
        })
    }

    pub fn command(&mut self, command: Command) -> Result<(), Refusal> {
        match decide(&self.def, &self.campaign, &command, self.now) {
            Ok(decision) => {
                self.take(decision);
                Ok(())
            }
            Err(refusal) => {
                let noted = refused(&self.def, &self.campaign, &command, &refusal, self.now);
                self.events.extend(noted.events);
                self.refusals.push(refusal.clone());
                Err(refusal)
            }
        }
    }

    fn by_precede(&mut self, order: Order) {
        let command = Command {
            by: Actor::Precede,
            role: Role::Administrator,
            happened: None,
            confirmed_by: None,
            evidence: Evidence::default(),
            order,
        };
        self.command(command)
            .expect("the engine takes the daemon's own word");
    }

    /// Time alone, at this instant.
    pub fn advance(&mut self) {
        let decision = advance(&self.def, &self.campaign, self.now);
        self.take(decision);
    }

    fn take(&mut self, decision: Decision) {
        for event in &decision.events {
            apply(&self.def, &mut self.campaign, event);
        }
        self.events.extend(decision.events);
        for effect in decision.effects {
            let is_new = self.used.insert(effect.key);
            // Asking twice for the same batch back is asking once.
            let is_recall = matches!(effect.what, Outgoing::Recall { .. });
            assert!(
                is_new || is_recall,
                "`{}` is planned twice: the outbox would swallow the second",
                effect.key
            );
            self.outbox.extend(is_new.then_some(effect));
        }
        self.wake = decision.next_wake;
        assert!(
            self.wake.is_none_or(|wake| wake > self.now),
            "wakes at {:?}, and it is {}",
            self.wake,
            self.now
        );
        let again = advance(&self.def, &self.campaign, self.now);
        assert_eq!(again.events, [], "time moves twice at {}", self.now);
        assert_eq!(again.effects, []);
        assert_eq!(again.next_wake, self.wake);
    }

    /// Everything in the outbox is claimed under a warrant and performed, as the daemon does it.
    pub fn daemon(&mut self) -> Performed {
        let mut performed = Performed::default();
        let mut kept = Vec::new();
        while !self.outbox.is_empty() {
            for effect in std::mem::take(&mut self.outbox) {
                match self.warrant(&effect) {
                    Ok(()) => {
                        performed.left += 1;
                        self.perform(&effect);
                    }
                    Err(NoWarrant::NoLongerWanted) => performed.not_wanted += 1,
                    Err(NoWarrant::Held) => {
                        performed.held += 1;
                        kept.push(effect);
                    }
                    Err(NoWarrant::Refused(unmet)) => {
                        performed.refused.push(unmet);
                        self.not_released(&effect, unmet);
                    }
                }
            }
        }
        self.outbox = kept;
        performed
    }

    pub fn warrant(&self, effect: &Effect) -> Result<(), NoWarrant> {
        let asked = (1, effect.key, &effect.what);
        warrant(&self.def, &self.campaign, asked, self.now).map(|given| {
            assert_eq!(given.key(), effect.key);
            assert_eq!(given.act(), effect.what.act());
        })
    }

    fn perform(&mut self, effect: &Effect) {
        let practice = effect.key.subject.expect("every act is of one practice");
        let step = effect.key.step;
        let order = match effect.what {
            Outgoing::Notice {
                template, number, ..
            } => Order::HandedOver {
                step,
                practice,
                template,
                number,
                message_id: format!("{}@precede.invalid", effect.key),
            },
            Outgoing::Batch { batch, .. } => Order::Released { practice, batch },
            Outgoing::Permit => Order::PermitIssued {
                step,
                practice,
                digest: Digest::of("evidence"),
            },
            Outgoing::Recall { batch } => return self.recalled.push((practice, batch)),
            Outgoing::Digest { .. } => return,
        };
        self.by_precede(order);
    }

    fn not_released(&mut self, effect: &Effect, unmet: precede_model::Unmet) {
        let act = effect.what.act().expect("only acts are refused");
        let batch = match effect.what {
            Outgoing::Batch { batch, .. } => Some(batch),
            _ => None,
        };
        self.by_precede(Order::NotReleased {
            step: effect.key.step,
            practice: effect.key.subject.expect("every act is of one practice"),
            act,
            batch,
            unmet,
        });
    }

    /// The relay takes no mail: every notice that is due fails.
    pub fn relay_refuses(&mut self) {
        for effect in std::mem::take(&mut self.outbox) {
            let Outgoing::Notice {
                template, number, ..
            } = effect.what
            else {
                self.outbox.push(effect);
                continue;
            };
            self.by_precede(Order::NotHandedOver {
                step: effect.key.step,
                practice: effect.key.subject.unwrap(),
                template,
                number,
                reason: "no address".to_owned(),
            });
        }
    }

    /// Goes to an instant, with the daemon at work at every wake on the way. Nothing happens a microsecond early.
    pub fn to(&mut self, until: Timestamp) -> &mut Self {
        self.daemon();
        while let Some(wake) = self.wake.filter(|wake| *wake <= until) {
            let before = Timestamp::from_micros(wake.micros() - 1);
            let early = advance(&self.def, &self.campaign, before);
            assert_eq!(early.events, [], "happened before {wake}");
            let had = self.events.len();
            self.now = wake;
            self.advance();
            // What a wake was set for may have gone stale on the way; what happens was waited for to the last.
            let moved = self.events.len() > had;
            assert!(!moved || early.next_wake == Some(wake), "forgot to wake");
            self.daemon();
        }
        assert!(self.now <= until, "`{until}` is in the past");
        self.now = until;
        self.advance();
        self.daemon();
        self
    }

    /// Goes to an instant with the daemon down: nothing moves until it is back.
    pub fn down_until(&mut self, until: Timestamp) -> &mut Self {
        assert!(self.now <= until);
        self.now = until;
        self.advance();
        self
    }

    /// What happened since the last time this was asked, one line an event: kind, practices, and what tells it apart.
    pub fn news(&mut self) -> Vec<String> {
        let news = self.events[self.told_up_to..].iter().map(line).collect();
        self.told_up_to = self.events.len();
        news
    }

    /// The last event of a kind, in words.
    pub fn count(&self, kind: &str) -> usize {
        let is = |event: &&Event| line(event).split(' ').next() == Some(kind);
        self.events.iter().filter(is).count()
    }

    pub fn state(&self, step: &str, practice: Option<&str>) -> &StepState {
        let (ix, _) = self.def.find(step.parse().unwrap()).expect("a known step");
        let place = practice.map(|practice| self.campaign.track_ix(code(practice)).unwrap());
        self.def.state(&self.campaign, place, ix).unwrap()
    }

    pub fn is_open(&self, step: &str, practice: Option<&str>) -> bool {
        matches!(self.state(step, practice), StepState::Open(_))
    }

    pub fn is_done(&self, step: &str, practice: Option<&str>) -> bool {
        matches!(self.state(step, practice), StepState::Done(_))
    }

    pub fn facts(&self, practice: &str) -> &precede_model::facts::TrackFacts {
        &self.campaign.track(code(practice)).unwrap().facts
    }

    /// The ledger as an export gives it.
    pub fn export(&self) -> String {
        let stream = self.campaign.id.stream();
        let mut prev: Option<Digest> = None;
        let mut text = String::new();
        for (seq, event) in (1..).zip(&self.events) {
            let body = serde_json::to_string(event).unwrap();
            let hash = Digest::chained(prev, &body);
            let line = serde_json::json!({
                "campaign": stream, "seq": seq, "hash": hash, "body": body,
                "prev": prev.map_or(String::new(), |prev| prev.to_string()),
            });
            text.push_str(&line.to_string());
            text.push('\n');
            prev = Some(hash);
        }
        text
    }

    /// The independent check finds no broken law, and the ledger alone gives this very state.
    pub fn check(&self) {
        let report = precede_audit::check(self.export().as_bytes()).expect("the export is read");
        assert_eq!(report.entries, self.events.len() as u64);
        let broken: Vec<String> = report
            .violations
            .iter()
            .map(|violation| format!("{violation:?}"))
            .collect();
        assert!(broken.is_empty(), "{broken:#?}\n{}", self.tail());
        self.check_fold();
    }

    fn check_fold(&self) {
        let lines: Vec<String> = (self.events.iter())
            .map(|event| serde_json::to_string(event).unwrap())
            .collect();
        let mut events = lines
            .iter()
            .map(|line| serde_json::from_str::<Event>(line).unwrap());
        let mut folded = begin(&self.def, code("5PY"), &events.next().unwrap()).unwrap();
        for event in events {
            apply(&self.def, &mut folded, &event);
        }
        assert_eq!(folded, self.campaign, "the ledger folds to another state");
        let text = serde_json::to_string(&self.campaign).unwrap();
        let mut read: Campaign = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        for track in &self.campaign.tracks {
            let text = serde_json::to_string(track).unwrap();
            let track: precede_model::Track = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&track).unwrap(), text);
            read.tracks.push(track);
        }
        assert_eq!(read, self.campaign);
    }

    fn tail(&self) -> String {
        let lines: Vec<String> = (1..)
            .zip(&self.events)
            .map(|(seq, event)| format!("{seq} {} {}", event.at, line(event)))
            .collect();
        lines.join("\n")
    }
}

/// `kind practices what-tells-it-apart`.
pub fn line(event: &Event) -> String {
    let kind = serde_json::to_value(&event.what).unwrap()["kind"]
        .as_str()
        .unwrap()
        .to_owned();
    let practices: Vec<String> = match event.what.practices() {
        [] => event.practice.iter().map(ToString::to_string).collect(),
        several => several.iter().map(ToString::to_string).collect(),
    };
    let step = event.step.map(|step| step.to_string());
    let tail = match &event.what {
        Happening::StepOpened { occurrence: 1, .. } => step,
        Happening::StepOpened { occurrence, .. } => step.map(|step| format!("{step}#{occurrence}")),
        Happening::StepSkipped { steps, .. } => Some(format!("{} steps", steps.len())),
        Happening::NoticePlanned { number, .. } | Happening::NoticeHandedOver { number, .. } => {
            (*number > 0).then(|| format!("reminder {number}"))
        }
        Happening::BatchPlanned { batch, items, .. } => Some(format!("{batch} of {items}")),
        Happening::BatchReleased { batch }
        | Happening::BatchStopped { batch }
        | Happening::RecallAsked { batch }
        | Happening::BatchPosted { batch, .. } => Some(batch.to_string()),
        Happening::Refused { rule, missing, .. } => Some(format!("{rule} {missing}")),
        Happening::TaskDone { .. } | Happening::RecurringFired { .. } => step,
        Happening::AlarmRaised { alarm, about } => Some(format!("{alarm} {about}")),
        Happening::AlarmCleared { alarm } => Some(alarm.to_string()),
        Happening::CaseOpened { about, .. } => Some(about.to_string()),
        Happening::FactWithdrawn { fact } => Some(fact.to_string()),
        Happening::DirectiveRecorded(record) => Some(record.directive.directive.to_string()),
        Happening::DirectiveLifted { directive, .. } => Some(directive.to_string()),
        Happening::DispensationRecorded(granted) => Some(granted.dispensation.to_string()),
        Happening::DispensationEnded { dispensation, why } => Some(format!("{dispensation} {why}")),
        Happening::MediaResumed { media } => Some(media.join(",")),
        Happening::PublicityOpened { media, waiting, .. } if !waiting.is_empty() => {
            Some(format!("{}, later {}", media.join(","), waiting.join(",")))
        }
        _ => None,
    };
    let parts = [Some(kind), Some(practices.join(",")), tail];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}
