//! The five stories: small, and between them every kind of commit and effect.

use precede_model::{
    ClockEffect, HeldAct, Order, Report,
    programme::{ProgrammeOrder, Scope, Terms},
};

use super::script::{
    Deed::{self, Directed, Ordered, Registered, Requested, Until},
    HERE, Scenario, THERE, chosen, code, list, lmc, name, posted, prepared, publicised, ready,
    ready_by_link, signed_off, takes_part,
};

/// All of them.
pub fn all() -> Vec<Scenario> {
    vec![
        practices_told(),
        letters(),
        permit_revoked(),
        directive(),
        register_change(),
    ]
}

/// Practices are told; one answers, one is reminded and answers then.
fn practices_told() -> Scenario {
    Scenario {
        name: "practices told, reminder and acknowledgement",
        before: prepared(HERE, "lead", "approver"),
        deeds: vec![
            Ordered(HERE, "lead", lmc()),
            Until("2010-01-04T09:05:00Z"),
            Ordered(HERE, "manager", ready_by_link("F81001")),
            Until("2010-01-05T10:00:00Z"),
            Ordered(HERE, "staff", ready("F81002")),
            Ordered(HERE, "manager-2", takes_part("F81002")),
            Until("2010-01-05T10:05:00Z"),
        ],
    }
}

/// Letters of two practices: lists, batches released, posted, returned.
fn letters() -> Scenario {
    let returned = Order::Returned {
        practice: code("F81001"),
        batch: 1,
        items: 3,
        reason: "gone away".to_owned(),
    };
    let spoiled = Order::Posted {
        practice: code("F81002"),
        batch: 1,
        items: 48,
        spoiled: 2,
        stopped: 0,
    };
    Scenario {
        name: "letters listed, batched, released, posted, returned",
        before: publicised(),
        deeds: vec![
            Ordered(HERE, "staff", list("F81001", 100)),
            Ordered(HERE, "staff", list("F81002", 50)),
            Until("2010-01-06T09:05:00Z"),
            Ordered(HERE, "mailer", posted("F81001", 1, 100)),
            Ordered(HERE, "mailer", spoiled),
            Until("2010-01-07T09:00:00Z"),
            Ordered(HERE, "staff", returned),
            Until("2010-01-07T09:05:00Z"),
        ],
    }
}

/// A permit is issued; the acknowledgement it rests on is taken back, and given again.
fn permit_revoked() -> Scenario {
    let taken_back = Order::WithdrawAcknowledgement {
        practice: code("F81001"),
    };
    Scenario {
        name: "permit issued, acknowledgement taken back",
        before: chosen(),
        deeds: vec![
            Ordered(HERE, "manager", signed_off("practice-agrees", "F81001")),
            Ordered(HERE, "lead", signed_off("pct-agrees", "F81001")),
            Until("2010-01-12T09:05:00Z"),
            Ordered(HERE, "staff", taken_back),
            Until("2010-01-12T09:10:00Z"),
            Ordered(HERE, "manager", ready_by_link("F81001")),
            Until("2010-01-12T09:15:00Z"),
        ],
    }
}

/// A directive holds letters while a batch is at the mail house: it is asked back. One practice is let off; the
/// directive is lifted; the other's letters are planned again.
fn directive() -> Scenario {
    let scope = || Scope {
        areas: vec![name("pct:5PY")],
        except: Vec::new(),
    };
    let at = |text: &str| name(text);
    let issued = ProgrammeOrder::Issue {
        id: name("dh-1"),
        authority: "Department of Health".to_owned(),
        reference: "letter".to_owned(),
        acts: vec![HeldAct::Post],
        scope: scope(),
        from: at("2010-01-06T09:00:00Z"),
        clock: ClockEffect::Runs,
    };
    let asked = ProgrammeOrder::Ask {
        id: name("second"),
        directive: name("dh-1"),
        applicant: "South West Essex".to_owned(),
        scope: Scope {
            areas: vec![name("practice:F81002")],
            except: Vec::new(),
        },
        acts: vec![HeldAct::Post],
    };
    let granted = ProgrammeOrder::Grant {
        id: name("second"),
        terms: Terms {
            from: at("2010-01-06T09:00:00Z"),
            until: at("2010-02-01T00:00:00Z"),
            conditions: Vec::new(),
        },
    };
    let lifted = ProgrammeOrder::Lift {
        id: name("dh-1"),
        authority: "Department of Health".to_owned(),
        reference: "second letter".to_owned(),
    };
    let stopped = Order::Stopped {
        practice: code("F81001"),
        batch: 1,
    };
    Scenario {
        name: "directive with recall, dispensation, lift",
        before: publicised(),
        deeds: vec![
            Ordered(HERE, "staff", list("F81001", 100)),
            Until("2010-01-06T09:05:00Z"),
            Directed("dh-1", issued),
            Until("2010-01-06T09:10:00Z"),
            Ordered(HERE, "mailer", stopped),
            Ordered(HERE, "staff", list("F81002", 50)),
            Until("2010-01-06T09:15:00Z"),
            Requested(asked),
            Requested(ProgrammeOrder::Discuss(name("second"))),
            Requested(granted),
            Until("2010-01-06T09:20:00Z"),
            Directed("dh-1", lifted),
            Until("2010-01-06T09:25:00Z"),
        ],
    }
}

/// One practice moves to another PCT, one merges; newcomers are reported; the campaign pauses and goes on.
fn register_change() -> Scenario {
    let members = "child,parent,from,to\nF81001,5PX,2010-01-06,\nF81002,F81003,2010-01-06,\n";
    let newcomers = Order::Report(Report::Newcomers {
        practice: code("F81003"),
        count: 3,
    });
    let mut before = prepared(HERE, "lead", "approver");
    before.push(Ordered(HERE, "lead", lmc()));
    before.extend(prepared(THERE, "lead-px", "approver-px"));
    before.push(Ordered(THERE, "lead-px", lmc()));
    before.push(Until("2010-01-04T09:05:00Z"));
    let deeds: Vec<Deed> = vec![
        Ordered(HERE, "staff", ready("F81001")),
        Registered("newer.csv", members),
        Ordered(HERE, "lead", Order::Pause(ClockEffect::Stops)),
        Until("2010-01-05T10:00:00Z"),
        Ordered(HERE, "lead", Order::Resume),
        Ordered(HERE, "staff", newcomers),
        Until("2010-01-06T10:00:00Z"),
    ];
    Scenario {
        name: "practices move and merge, pause and resume",
        before,
        deeds,
    }
}
