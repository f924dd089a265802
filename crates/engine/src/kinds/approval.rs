//! `approval`: two different people sign the same content.

use precede_model::{
    Command, Digest, Evidence, Happening, Missing, OrganisationCode, Progress, Refusal, Role, Rule,
    StepId, Unmet,
    definition::{Approval, Kind, PackPart},
};

use super::{allow, bad_evidence, find, wrong_kind};
use crate::{
    evidence::{Dated, dated},
    run::{Run, Subject},
    twins::{self, Twin},
};

/// Signs; the second signature approves.
pub(crate) fn sign(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, Option<OrganisationCode>),
    (digest, contents): (Digest, &[PackPart]),
) -> Result<(), Refusal> {
    let found = find(run, step, practice)?;
    let Kind::Approval { subject, by } = &found.step.kind else {
        return Err(wrong_kind(practice, found.step.owner));
    };
    allow(command, by, practice)?;
    let begins_again = begins_again(command, &found.open.progress, digest);
    if !begins_again {
        four_eyes(run, command, *subject, &found.open.progress)?;
    }
    let dated = dated(run.def, command, found.since(), run.now)?;
    let signed = match found.open.progress {
        Progress::Signed { by, digest } if !begins_again => Some((by, digest)),
        _ => None,
    };
    let Some((first, signed)) = signed else {
        return first_signature(run, command, (found.subject, *subject, digest), dated);
    };
    if signed != digest {
        return Err(bad_evidence(
            Missing::SameContent,
            practice,
            Role::PctApprover,
        ));
    }
    if *subject == Approval::Pack {
        is_whole(run, contents)?;
    }
    let what = match subject {
        Approval::Plan => Happening::PlanApproved { digest },
        Approval::Pack => Happening::PackApproved {
            digest,
            contents: contents.to_vec(),
        },
        Approval::Other(name) => Happening::SubjectApproved {
            subject: name.to_string(),
            digest,
        },
    };
    let evidence = Evidence {
        first: Some(first),
        confirmed_by: command.confirmed_by,
        ..command.evidence.clone()
    };
    run.record(found.subject, what, (command.by, evidence), dated);
    Ok(())
}

fn first_signature(
    run: &mut Run<'_>,
    command: &Command,
    (at, subject, digest): (Subject, Approval, Digest),
    dated: Dated,
) -> Result<(), Refusal> {
    let what = Happening::ApprovalSigned {
        subject: subject.word().to_owned(),
        digest,
    };
    run.tell(command, at, what, dated);
    Ok(())
}

/// Who signed first signs other content: the first signature is given anew, for the second can only meet the same.
fn begins_again(command: &Command, progress: &Progress, digest: Digest) -> bool {
    matches!(progress, Progress::Signed { by, digest: signed }
        if Some(*by) == command.by.person() && *signed != digest)
}

/// A pack without all its parts is refused when it is signed, for R3 would hold every letter of it later.
fn is_whole(run: &Run<'_>, contents: &[PackPart]) -> Result<(), Refusal> {
    let listed = run
        .def
        .definition
        .steps
        .iter()
        .filter_map(|step| match &step.kind {
            Kind::Batch { pack } if pack.is_empty() => Some(run.def.policy.pack.as_slice()),
            Kind::Batch { pack } => Some(pack.as_slice()),
            _ => None,
        });
    if listed.flatten().all(|part| contents.contains(part)) {
        return Ok(());
    }
    Err(Unmet {
        rule: Rule::R3,
        missing: Missing::PackWhole,
        practice: None,
        who: Role::PctApprover,
        from: None,
    }
    .into())
}

/// The second is not the first, and who signed readiness does not sign the plan (R2).
fn four_eyes(
    run: &Run<'_>,
    command: &Command,
    subject: Approval,
    progress: &Progress,
) -> Result<(), Refusal> {
    let person = command.by.person();
    let refuse = |rule, missing| {
        Err(Unmet {
            rule,
            missing,
            practice: None,
            who: Role::PctApprover,
            from: None,
        }
        .into())
    };
    if twins::is(Twin::OnePairOfEyes) {
        return Ok(());
    }
    if person.is_none() {
        return refuse(Rule::Rights, Missing::Role);
    }
    if matches!(progress, Progress::Signed { by, .. } if Some(*by) == person) {
        return refuse(Rule::Rights, Missing::SecondPerson);
    }
    let readiness_by = run
        .campaign
        .facts
        .readiness
        .and_then(|signed| signed.by.person());
    if subject == Approval::Plan && readiness_by == person {
        return refuse(Rule::R2, Missing::DifferentPeople);
    }
    Ok(())
}
