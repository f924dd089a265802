//! What is ordered from outside a campaign and reported to it, one call a deed: directives, dispensations, quiet times,
//! money, enquiries, alarms, uploads, deaths, second thoughts.

use precede_model::{
    AlarmKind, CaseKind, ClockEffect, EnquiryReason, FactName, HeldAct, Money, Order, Refusal,
    Report, Role, Rule, WithdrawnFact,
    facts::{Budget, Directive, Dispensation, NamedCoverage, QuietTime},
    programme::{Coverage, Terms},
};

use super::world::{World, at, code};

type Answered = Result<(), Refusal>;

pub fn name(text: &str) -> FactName {
    text.parse().expect("test names are names")
}

/// A directive over the whole PCT, in force for long, under which clocks go on.
pub fn directive(id: &str, acts: &[HeldAct]) -> Directive {
    Directive {
        directive: name(id),
        amendment: 0,
        authority: "DH".to_owned(),
        reference: "letter of 16 April".to_owned(),
        acts: acts.to_vec(),
        from: at("2010-01-01"),
        clock: ClockEffect::Runs,
        coverage: Coverage::Covered,
        named: Vec::new(),
        conflict: false,
        lifted: None,
    }
}

/// A dispensation for the whole PCT, in date for long, without conditions.
pub fn dispensation(id: &str, directive: &Directive) -> Dispensation {
    Dispensation {
        dispensation: name(id),
        directive: directive.directive,
        acts: directive.acts.clone(),
        terms: Terms {
            from: at("2010-01-01"),
            until: at("2012-01-01"),
            conditions: Vec::new(),
        },
        coverage: Coverage::Covered,
        named: Vec::new(),
        ended: None,
    }
}

/// The same, from one instant until another.
pub fn dispensation_of(
    id: &str,
    directive: &Directive,
    (from, until): (&str, &str),
) -> Dispensation {
    let mut granted = dispensation(id, directive);
    granted.terms.from = at(from);
    granted.terms.until = at(until);
    granted
}

/// The same, while a rule holds.
pub fn dispensation_if(id: &str, directive: &Directive, rule: Rule) -> Dispensation {
    let mut granted = dispensation(id, directive);
    granted.terms.conditions.push(rule);
    granted
}

pub fn named(practice: &str, coverage: Coverage) -> Vec<NamedCoverage> {
    vec![NamedCoverage {
        practice: code(practice),
        coverage,
    }]
}

pub fn money(text: &str) -> Money {
    text.parse().expect("test amounts are amounts")
}

/// A budget at 25 pence a bulk letter.
pub fn budget(amount: &str) -> Budget {
    Budget {
        amount: money(amount),
        unit_cost: [(precede_model::definition::PostClass::Bulk, money("25p"))].into(),
    }
}

impl World {
    pub fn binds(&mut self, directive: Directive) -> Answered {
        self.of_programme(Order::Bind(Box::new(directive)))
    }

    pub fn lifts(&mut self, directive: &str) -> Answered {
        self.of_programme(Order::Unbind {
            directive: name(directive),
            authority: "DH".to_owned(),
            reference: "letter of 4 May".to_owned(),
        })
    }

    pub fn grants(&mut self, granted: Dispensation) -> Answered {
        self.of_programme(Order::Dispense(Box::new(granted)))
    }

    pub fn takes_grant_back(&mut self, dispensation: &str) -> Answered {
        self.of_programme(Order::EndDispensation(name(dispensation)))
    }

    pub fn keeps_quiet(&mut self, id: &str, (from, until): (&str, &str)) -> Answered {
        self.of_programme(Order::KeepQuiet(QuietTime {
            quiet_time: name(id),
            from: at(from),
            until: at(until),
            reference: "Cabinet Office".to_owned(),
            cancelled: None,
        }))
    }

    pub fn calls_quiet_off(&mut self, id: &str) -> Answered {
        self.of_programme(Order::EndQuiet(name(id)))
    }

    fn of_programme(&mut self, order: Order) -> Answered {
        self.order(Role::ProgrammeLead, "nina", order)
    }

    /// Two people sign.
    pub fn budgets(&mut self, budget: &Budget) -> Answered {
        self.signs_budget(Role::PctLead, "lead", budget)?;
        self.signs_budget(Role::PctApprover, "approver", budget)
    }

    pub fn signs_budget(&mut self, role: Role, person: &str, budget: &Budget) -> Answered {
        self.order(role, person, Order::SignBudget(budget.clone()))
    }

    pub fn asks(&mut self, practice: &str, about: EnquiryReason) -> Answered {
        let practice = code(practice);
        let report = Report::Enquiry { practice, about };
        self.reports(Role::Helpline, "helpline", report)
    }

    pub fn raises(&mut self, practice: &str, about: AlarmKind) -> Answered {
        let practice = code(practice);
        let report = Report::RaiseAlarm { practice, about };
        self.reports(Role::PctStaff, "staff", report)
    }

    pub fn clears(&mut self, practice: &str, alarm: u16) -> Answered {
        let practice = code(practice);
        self.reports(
            Role::PctLead,
            "lead",
            Report::ClearAlarm { practice, alarm },
        )
    }

    /// Clears every alarm that stands at a practice.
    pub fn clears_all(&mut self, practice: &str) {
        let standing: Vec<u16> = (self.facts(practice).alarms.iter())
            .filter(|alarm| alarm.cleared.is_none())
            .map(|alarm| alarm.alarm)
            .collect();
        for alarm in standing {
            self.clears(practice, alarm).unwrap();
        }
    }

    pub fn uploads(&mut self, practice: &str) -> Answered {
        let report = Report::Upload {
            practice: code(practice),
            // Fewer than any list of these tests has left to share.
            records: Some(90),
        };
        self.reports(Role::PctStaff, "staff", report)
    }

    pub fn newcomers(&mut self, practice: &str, count: u32) -> Answered {
        let practice = code(practice);
        self.reports(
            Role::PctStaff,
            "staff",
            Report::Newcomers { practice, count },
        )
    }

    pub fn death(&mut self, practice: &str, known_before_extract: bool) -> Answered {
        let report = Report::Death {
            practice: code(practice),
            known_before_extract,
        };
        self.reports(Role::Helpline, "helpline", report)
    }

    pub fn opens_case(&mut self, practice: Option<&str>, about: CaseKind) -> Answered {
        let practice = practice.map(code);
        self.reports(
            Role::PctStaff,
            "staff",
            Report::OpenCase { practice, about },
        )
    }

    pub fn reports(&mut self, role: Role, person: &str, report: Report) -> Answered {
        self.order(role, person, Order::Report(report))
    }

    pub fn takes_fact_back(&mut self, fact: WithdrawnFact, practice: Option<&str>) -> Answered {
        let practice = practice.map(code);
        self.order(
            Role::PctStaff,
            "staff",
            Order::WithdrawFact { fact, practice },
        )
    }

    pub fn revokes(&mut self, role: Role, practice: &str) -> Answered {
        let practice = code(practice);
        self.order(role, &format!("{role}"), Order::RevokePermit { practice })
    }
}
