//! The programme plans of the histories: the shipped ones in each variant, and small ones drawn by lot. Those may be
//! unsound: edges of their order are left out, so that nothing but the rules stands between an act and its evidence.

use std::fmt::Write as _;

use super::dice::Dice;

/// Texts of the shipped programmes.
#[derive(Debug, Clone, Copy)]
pub struct ShippedTexts<'a> {
    /// Summary Care Record.
    pub scr: &'a str,
    /// Shared care record.
    pub sharing: &'a str,
    /// Announcement with invitations.
    pub announcement: &'a str,
}

/// A plan to be published: text, variant, and what it is called in a tally.
pub(super) struct Drawn {
    pub text: String,
    pub variant: Option<&'static str>,
    pub name: &'static str,
}

/// A history's plan, under its programme's code.
pub(super) fn draw(shipped: ShippedTexts<'_>, code: &str, dice: &mut Dice) -> Drawn {
    let named = |text: &str, from: &str, variant, name| Drawn {
        text: text.replacen(
            &format!("code = \"{from}\""),
            &format!("code = \"{code}\""),
            1,
        ),
        variant,
        name,
    };
    match dice.below(20) {
        0..4 => named(shipped.scr, "scr", Some("2010-01"), "scr, January 2010"),
        4..8 => named(shipped.scr, "scr", Some("2010-10"), "scr, October 2010"),
        8..11 => {
            let announcement = shipped.announcement;
            named(announcement, "announcement", None, "announcement")
        }
        11 | 12 => {
            let sharing = shipped.sharing;
            named(
                sharing,
                "shared-care-record",
                Some("message"),
                "sharing, message",
            )
        }
        13 | 14 => {
            let sharing = shipped.sharing;
            named(
                sharing,
                "shared-care-record",
                Some("letter"),
                "sharing, letter",
            )
        }
        _ => Drawn {
            text: small(code, dice),
            variant: None,
            name: "small, drawn by lot",
        },
    }
}

/// One step of a small plan.
struct Step<'a> {
    id: &'a str,
    words: String,
    after: &'a [&'a str],
}

/// A small plan: every kind of act, numbers by lot, one edge in eight left out.
fn small(code: &str, dice: &mut Dice) -> String {
    let by_notice = dice.one_in(4);
    let mut text = head(code, by_notice, dice);
    let media = if by_notice {
        r#"["public-notice", "press"]"#
    } else {
        dice.pick(&[
            r#"["press", "radio"]"#,
            r#"["radio"]"#,
            r#"["posters", "press"]"#,
        ])
    };
    let leaves_out = dice.one_in(2);
    for step in steps(media, dice) {
        // An acknowledgement without its notice could not be read.
        let is_needed = step.id == "ready";
        let kept = step
            .after
            .iter()
            .filter(|_| is_needed || !(leaves_out && dice.one_in(8)));
        let after: Vec<String> = kept.map(|id| format!("\"{id}\"")).collect();
        writeln!(
            text,
            "[[phase.step]]\nid = \"{}\"\ntitle = \"{}\"\n{}\nafter = [{}]\n",
            step.id,
            step.id,
            step.words,
            after.join(", ")
        )
        .expect("text can be written to text");
    }
    text
}

fn head(code: &str, by_notice: bool, dice: &mut Dice) -> String {
    let means = if by_notice {
        r#"["public-notice", "addressed-letter"]"#
    } else {
        r#"["addressed-letter"]"#
    };
    let budget = dice.pick(&["required", "optional", "optional"]);
    let capacity = if dice.one_in(3) {
        "batch_capacity = 300\n"
    } else {
        ""
    };
    let (lead, period) = (dice.between(1, 8), dice.between(1, 6));
    let count = dice.between(1, 2);
    format!(
        r#"code = "{code}"
title = "A small plan"
zone = "Europe/London"
calendar = "england-and-wales"
informs_by = {means}
[policy]
practice_lead = "{lead}wd"
decision_period = "{period}w"
list_max_age = "14d"
death_recheck_max_age = "3d"
permit_life = "24h"
opt_out_count_max_age = "{count}wd"
delivery_days = {{ second-class = "4wd", first-class = "2wd" }}
post_class = "second-class"
pack = ["letter", "freephone", "return-address"]
unit_cost = {{ second-class = "30p", first-class = "40p" }}
budget = "{budget}"
{capacity}
[[phase]]
id = "all"
title = "All of it"

"#
    )
}

fn steps<'a>(media: &str, dice: &mut Dice) -> Vec<Step<'a>> {
    let step = |id, words: &str, after| Step {
        id,
        words: words.to_owned(),
        after,
    };
    let lasts = dice.between(1, 3);
    vec![
        step(
            "readiness",
            "for = \"pct\"\nkind = \"task\"\nowner = \"region-lead\"\nestablishes = [\"readiness\"]",
            &[],
        ),
        step(
            "plan",
            "for = \"pct\"\nkind = \"approval\"\nsubject = \"plan\"\nby = [\"pct-lead\", \"pct-approver\"]",
            &["readiness"],
        ),
        step(
            "consult-lmc",
            "for = \"pct\"\nkind = \"consult\"\nowner = \"pct-staff\"\nof = \"lmc\"\ncycle = \"14d\"",
            &["plan"],
        ),
        step(
            "tell",
            "for = \"practice\"\nkind = \"notice\"\nto = \"practice\"\ntemplate = \"tell-practice\"",
            &["consult-lmc"],
        ),
        step(
            "ready",
            "for = \"practice\"\nkind = \"acknowledgement\"\nof = \"tell\"\nremind = [\"2wd\", \"4wd\"]\nescalate = \"5wd\"\nchase_end = \"8wd\"",
            &["tell"],
        ),
        step(
            "answer",
            "for = \"practice\"\nkind = \"answer\"",
            &["ready"],
        ),
        step(
            "pack",
            "for = \"pct\"\nkind = \"approval\"\nsubject = \"pack\"\nby = [\"pct-lead\", \"pct-approver\"]",
            &["plan"],
        ),
        step(
            "helpline",
            "for = \"pct\"\nkind = \"task\"\nowner = \"helpline\"\nestablishes = [\"helpline\"]",
            &["plan"],
        ),
        step(
            "publicity",
            &format!("for = \"pct\"\nkind = \"publicity\"\nlasts = \"{lasts}w\"\nmedia = {media}"),
            &["plan", "tell", "ready", "consult-lmc", "helpline"],
        ),
        step(
            "list",
            "for = \"practice\"\nkind = \"list\"\nowner = \"pct-staff\"",
            &["ready", "answer", "pack", "helpline", "publicity"],
        ),
        step(
            "batch",
            "for = \"practice\"\nkind = \"batch\"\nowner = \"mail-house\"",
            &["list", "ready", "pack", "publicity"],
        ),
        step(
            "period",
            "for = \"practice\"\nkind = \"period\"",
            &["batch", "publicity"],
        ),
        step(
            "opt-outs",
            "for = \"practice\"\nkind = \"task\"\nowner = \"practice\"\nestablishes = [\"opt-outs\"]",
            &["period"],
        ),
        step(
            "fitness",
            "for = \"practice\"\nkind = \"task\"\nowner = \"pct-staff\"\nestablishes = [\"training\", \"system\", \"data-quality\"]",
            &["answer"],
        ),
        step(
            "reconciled",
            "for = \"practice\"\nkind = \"task\"\nowner = \"pct-staff\"\nestablishes = [\"reconciled\"]",
            &["batch", "period"],
        ),
        step(
            "practice-agrees",
            "for = \"practice\"\nkind = \"sign-off\"\nby = \"practice\"\nasks = \"agrees\"",
            &["opt-outs", "fitness"],
        ),
        step(
            "pct-agrees",
            "for = \"practice\"\nkind = \"sign-off\"\nby = \"pct-lead\"\nasks = \"agrees\"",
            &["practice-agrees", "reconciled"],
        ),
        step(
            "permit",
            "for = \"practice\"\nkind = \"permit\"",
            &[
                "publicity",
                "period",
                "opt-outs",
                "fitness",
                "reconciled",
                "practice-agrees",
                "pct-agrees",
            ],
        ),
    ]
}
