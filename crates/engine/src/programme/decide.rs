//! What a person's order causes in a programme, or what is wrong with it in plain words. Nothing is half taken.

use precede_model::{
    FactName, HeldAct, OrganisationCode, Timestamp,
    programme::{
        Area, Coverage, Directive, Dispensation, DispensationState, Lifted, Programme,
        ProgrammeCommand, ProgrammeHappening, ProgrammeOrder, Scope, Terms, Wave,
    },
};

use super::coverage::{Place, inside, judge};
use crate::rules::can_be_condition;

/// Why an order cannot be taken: everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct NotAcceptable(pub Vec<String>);

/// An event with the PCT and the practice it speaks of.
pub type Happened = (
    ProgrammeHappening,
    Option<OrganisationCode>,
    Option<OrganisationCode>,
);

/// What an order causes. `places` are the PCTs of the day, and the practices the order names.
///
/// # Errors
/// Everything that is wrong with it, in plain words.
pub fn decide_programme(
    programme: &Programme,
    places: &[Place],
    command: &ProgrammeCommand,
    now: Timestamp,
) -> Result<Happened, NotAcceptable> {
    let happening = match &command.order {
        ProgrammeOrder::DefineWave(wave) => {
            let mut wave = wave.clone();
            wave.members.sort_unstable();
            wave.members.dedup();
            let named = wave.members.len();
            if wave.stated_count.is_some_and(|all| named > all as usize) {
                return no(format!(
                    "wave `{}` names {named} PCTs but is said to have {}: say how many there are with --stated",
                    wave.id,
                    wave.stated_count.unwrap_or_default()
                ));
            }
            if let Some(all) = wave
                .stated_count
                .filter(|all| wave.complete && named < *all as usize)
            {
                return no(format!(
                    "wave `{}` is said to have {all} PCTs and to be complete, but names {named}: name them all, or leave \
                     out --complete",
                    wave.id
                ));
            }
            all(set_free(programme, places, &wave))?;
            ProgrammeHappening::WaveDefined(wave)
        }
        ProgrammeOrder::Issue { .. } => issue(programme, places, &command.order)?,
        ProgrammeOrder::Amend { .. } => amend(programme, places, &command.order)?,
        ProgrammeOrder::Lift {
            id,
            authority,
            reference,
        } => {
            in_force(programme, *id)?;
            ordered_by(authority, reference)?;
            ProgrammeHappening::DirectiveLifted {
                directive: *id,
                lifted: Lifted {
                    at: now,
                    authority: authority.clone(),
                    reference: reference.clone(),
                },
            }
        }
        ProgrammeOrder::Settle { id, pct, coverage } => {
            return settle(programme, places, (*id, *pct, *coverage));
        }
        ProgrammeOrder::Ask { .. } => ask(programme, places, &command.order)?,
        ProgrammeOrder::Discuss(id) => {
            pending(programme, *id)?;
            ProgrammeHappening::DispensationDiscussed { dispensation: *id }
        }
        ProgrammeOrder::Grant { id, terms } => grant(programme, *id, terms, now)?,
        ProgrammeOrder::Refuse(id) => {
            pending(programme, *id)?;
            ProgrammeHappening::DispensationRefused { dispensation: *id }
        }
        ProgrammeOrder::TakeBack(id) => take_back(programme, *id, now)?,
        ProgrammeOrder::SetQuietTime(quiet) => {
            let mut wrong = Vec::new();
            if quiet.until <= quiet.from {
                wrong.push(format!(
                    "quiet time `{}` ends before it begins: --until must lie after --from",
                    quiet.id
                ));
            }
            if quiet.reference.trim().is_empty() {
                wrong.push("a quiet time needs who ordered it: give --reference".to_owned());
            }
            wrong.extend(contradictions(programme, &quiet.scope));
            let mut somewhere = places.iter();
            if !somewhere.any(|place| inside(programme, &quiet.scope, *place) != Coverage::Exempt) {
                wrong.push(nobody());
            }
            all(wrong)?;
            ProgrammeHappening::QuietTimeSet(quiet.clone())
        }
        ProgrammeOrder::CancelQuietTime(id) => {
            match programme.quiet_time(*id) {
                Some(quiet) if !quiet.cancelled => {}
                Some(_) => return no(format!("quiet time `{id}` was called off already")),
                None => return no(format!("there is no quiet time `{id}`")),
            }
            ProgrammeHappening::QuietTimeCancelled { quiet_time: *id }
        }
        ProgrammeOrder::ReportUpload { practice, records } => {
            let what = ProgrammeHappening::UploadReported { records: *records };
            let place = places
                .iter()
                .find(|place| place.practice == Some(*practice));
            return Ok((what, place.map(|place| place.pct), Some(*practice)));
        }
        ProgrammeOrder::ClearUpload(practice) => {
            let mut standing = programme.uploads.iter();
            if !standing.any(|one| one.practice == *practice && one.cleared.is_none()) {
                return no(format!("no upload of `{practice}` waits to be looked into"));
            }
            return Ok((ProgrammeHappening::UploadCleared, None, Some(*practice)));
        }
    };
    Ok((happening, None, None))
}

fn issue(
    programme: &Programme,
    places: &[Place],
    order: &ProgrammeOrder,
) -> Result<ProgrammeHappening, NotAcceptable> {
    let ProgrammeOrder::Issue {
        id,
        authority,
        reference,
        acts,
        scope,
        from,
        clock,
    } = order
    else {
        return no("this is no new directive".to_owned());
    };
    let mut wrong = Vec::new();
    if programme.directive(*id).is_some() {
        wrong.push(format!(
            "directive `{id}` is there already: amend it, or give the new one another id"
        ));
    }
    let directive = Directive {
        id: *id,
        amendment: 0,
        authority: authority.clone(),
        reference: reference.clone(),
        acts: sorted(acts),
        scope: scope.clone(),
        from: *from,
        clock: *clock,
        lifted: None,
        settled: Vec::new(),
    };
    check(programme, places, &directive, &mut wrong);
    all(wrong)?;
    Ok(ProgrammeHappening::DirectiveIssued(Box::new(directive)))
}

fn amend(
    programme: &Programme,
    places: &[Place],
    order: &ProgrammeOrder,
) -> Result<ProgrammeHappening, NotAcceptable> {
    let ProgrammeOrder::Amend {
        id,
        authority,
        reference,
        acts,
        scope,
        clock,
    } = order
    else {
        return no("this changes no directive".to_owned());
    };
    let before = in_force(programme, *id)?;
    let amended = Directive {
        amendment: before.amendment.saturating_add(1),
        authority: authority.clone(),
        reference: reference.clone(),
        acts: acts
            .as_ref()
            .map_or_else(|| before.acts.clone(), |acts| sorted(acts)),
        scope: scope.clone().unwrap_or_else(|| before.scope.clone()),
        clock: clock.unwrap_or(before.clock),
        // What was settled was settled about the scope of then; about another one nobody has said anything yet.
        settled: match scope {
            Some(scope) if *scope != before.scope => Vec::new(),
            _ => before.settled.clone(),
        },
        ..before.clone()
    };
    let mut wrong = Vec::new();
    check(programme, places, &amended, &mut wrong);
    all(wrong)?;
    Ok(ProgrammeHappening::DirectiveAmended(Box::new(amended)))
}

/// What every directive needs: who, where it is written, which acts, and somebody it is about.
fn check(programme: &Programme, places: &[Place], directive: &Directive, wrong: &mut Vec<String>) {
    if let Err(NotAcceptable(lacks)) = ordered_by(&directive.authority, &directive.reference) {
        wrong.extend(lacks);
    }
    if directive.acts.is_empty() {
        wrong.push("a directive names the acts it holds: give --holds".to_owned());
    }
    wrong.extend(contradictions(programme, &directive.scope));
    let mut judged = places
        .iter()
        .map(|place| judge(programme, directive, *place));
    if !judged.any(|judged| judged.coverage.holds()) {
        wrong.push(nobody());
    }
}

/// Places that directives in force hold, and would no longer hold were a wave so: only another order lifts a directive.
/// Whom nobody could place before may well prove to be outside.
fn set_free(programme: &Programme, places: &[Place], wave: &Wave) -> Vec<String> {
    let mut after = programme.clone();
    after.waves.retain(|one| one.id != wave.id);
    after.waves.push(wave.clone());
    let mut wrong = Vec::new();
    for directive in programme
        .directives
        .iter()
        .filter(|one| one.lifted.is_none())
    {
        for place in places {
            let before = judge(programme, directive, *place);
            let is_held = before.coverage == Coverage::Covered && !before.conflict;
            if is_held && judge(&after, directive, *place).coverage == Coverage::Exempt {
                wrong.push(format!(
                    "directive `{}` holds `{}`, and a wave cannot set it free: lift or amend the directive, or settle \
                     what it says",
                    directive.id, place.pct
                ));
            }
        }
    }
    wrong
}

/// Waves nobody has named, and areas that are both inside and left out.
fn contradictions(programme: &Programme, scope: &Scope) -> Vec<String> {
    let named = scope.areas.iter().chain(&scope.except);
    let unknown = named.filter_map(|area| match area {
        Area::Wave(wave) if programme.wave(*wave).is_none() => Some(format!(
            "wave `{wave}` is not known: name it first with `precede wave set`"
        )),
        _ => None,
    });
    let both = (scope.areas.iter()).filter(|area| scope.except.contains(area));
    unknown
        .chain(both.map(|area| format!("`{area}` is both held and left out")))
        .collect()
}

fn settle(
    programme: &Programme,
    places: &[Place],
    (id, pct, coverage): (FactName, OrganisationCode, Coverage),
) -> Result<Happened, NotAcceptable> {
    let directive = in_force(programme, id)?;
    let place = places
        .iter()
        .find(|place| place.pct == pct && place.practice.is_none());
    let Some(place) = place else {
        return no(format!("`{pct}` is no PCT of the register on this day"));
    };
    // A word that was wrong can be put right: the question is whether the scope itself says it.
    let unsettled = Directive {
        settled: Vec::new(),
        ..directive.clone()
    };
    let judged = judge(programme, &unsettled, *place);
    if coverage == Coverage::Unproved {
        return no("settle it as `covered` or as `exempt`".to_owned());
    }
    if judged.coverage != Coverage::Unproved && !judged.conflict {
        return no(format!(
            "nothing is to be settled: `{pct}` is {} under directive `{id}`",
            judged.coverage
        ));
    }
    let what = ProgrammeHappening::CoverageSettled {
        directive: id,
        coverage,
    };
    Ok((what, Some(pct), None))
}

fn ask(
    programme: &Programme,
    places: &[Place],
    order: &ProgrammeOrder,
) -> Result<ProgrammeHappening, NotAcceptable> {
    let ProgrammeOrder::Ask {
        id,
        directive,
        applicant,
        scope,
        acts,
    } = order
    else {
        return no("this asks for nothing".to_owned());
    };
    let known = in_force(programme, *directive)?;
    let mut wrong = Vec::new();
    if programme.dispensation(*id).is_some() {
        wrong.push(format!("dispensation `{id}` is there already"));
    }
    if applicant.trim().is_empty() {
        wrong.push("a dispensation names who asks: give --applicant".to_owned());
    }
    let acts = if acts.is_empty() {
        known.acts.clone()
    } else {
        sorted(acts)
    };
    wrong.extend(contradictions(programme, scope));
    wrong.extend(wider_acts(known, &acts));
    wrong.extend(wider_scope(programme, places, known, scope));
    all(wrong)?;
    Ok(ProgrammeHappening::DispensationAsked(Box::new(
        Dispensation {
            id: *id,
            directive: *directive,
            applicant: applicant.clone(),
            scope: scope.clone(),
            acts,
            state: DispensationState::Asked,
        },
    )))
}

fn wider_acts(directive: &Directive, acts: &[HeldAct]) -> Vec<String> {
    let wider = acts.iter().filter(|act| !directive.acts.contains(act));
    wider
        .map(|act| {
            format!(
                "the dispensation is wider than its directive: `{}` does not hold `{act}`",
                directive.id
            )
        })
        .collect()
}

/// A dispensation reaches nobody whom its directive does not hold, and somebody whom it does.
fn wider_scope(
    programme: &Programme,
    places: &[Place],
    directive: &Directive,
    scope: &Scope,
) -> Vec<String> {
    let reached: Vec<&Place> = places
        .iter()
        .filter(|place| inside(programme, scope, **place) != Coverage::Exempt)
        .collect();
    if reached.is_empty() {
        return vec![nobody()];
    }
    let beyond = reached.into_iter().filter(|place| {
        inside(programme, scope, **place) == Coverage::Covered
            && !judge(programme, directive, **place).coverage.holds()
    });
    let beyond: Vec<String> = beyond
        .map(|place| place.practice.unwrap_or(place.pct).to_string())
        .collect();
    if beyond.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "the dispensation is wider than its directive: `{}` does not hold {}: leave them out with --except",
        directive.id,
        beyond.join(", ")
    )]
}

fn grant(
    programme: &Programme,
    id: FactName,
    terms: &Terms,
    now: Timestamp,
) -> Result<ProgrammeHappening, NotAcceptable> {
    let asked = pending(programme, id)?;
    in_force(programme, asked.directive)?;
    let mut wrong = Vec::new();
    if terms.until <= terms.from {
        wrong.push(
            "the dispensation ends before it begins: --until must lie after --from".to_owned(),
        );
    }
    if terms.until <= now {
        wrong.push(
            "the dispensation would have lapsed already: --until lies in the past".to_owned(),
        );
    }
    let no_condition = terms.conditions.iter();
    for rule in no_condition.filter(|rule| !can_be_condition(**rule)) {
        wrong.push(format!(
            "`{rule}` cannot be a condition: name rules from R1 to R7, which facts of a practice or a campaign fulfil"
        ));
    }
    all(wrong)?;
    Ok(ProgrammeHappening::DispensationGranted {
        dispensation: id,
        terms: terms.clone(),
    })
}

fn take_back(
    programme: &Programme,
    id: FactName,
    now: Timestamp,
) -> Result<ProgrammeHappening, NotAcceptable> {
    match programme.dispensation(id).map(|one| one.as_at(now)) {
        Some(
            DispensationState::Asked
            | DispensationState::UnderDiscussion
            | DispensationState::Granted(_),
        ) => Ok(ProgrammeHappening::DispensationWithdrawn { dispensation: id }),
        Some(state) => no(format!("dispensation `{id}` is {} already", state.word())),
        None => no(format!("there is no dispensation `{id}`")),
    }
}

fn in_force(programme: &Programme, id: FactName) -> Result<&Directive, NotAcceptable> {
    match programme.directive(id) {
        Some(directive) if directive.lifted.is_none() => Ok(directive),
        Some(_) => no(format!("directive `{id}` was lifted already")),
        None => no(format!(
            "there is no directive `{id}`: see `precede directive list`"
        )),
    }
}

fn pending(programme: &Programme, id: FactName) -> Result<&Dispensation, NotAcceptable> {
    match programme.dispensation(id) {
        Some(one)
            if matches!(
                one.state,
                DispensationState::Asked | DispensationState::UnderDiscussion
            ) =>
        {
            Ok(one)
        }
        Some(one) => no(format!(
            "dispensation `{id}` is {} already",
            one.state.word()
        )),
        None => no(format!("there is no dispensation `{id}`: ask for it first")),
    }
}

fn ordered_by(authority: &str, reference: &str) -> Result<(), NotAcceptable> {
    let mut wrong = Vec::new();
    if authority.trim().is_empty() {
        wrong.push("a directive names the authority that orders it: give --authority".to_owned());
    }
    if reference.trim().is_empty() {
        wrong.push("a directive names the letter it stands in: give --reference".to_owned());
    }
    all(wrong)
}

fn nobody() -> String {
    "the scope matches nobody in the register on this day: see `precede register show`".to_owned()
}

fn sorted(acts: &[HeldAct]) -> Vec<HeldAct> {
    let mut acts = acts.to_vec();
    acts.sort_unstable();
    acts.dedup();
    acts
}

fn all(wrong: Vec<String>) -> Result<(), NotAcceptable> {
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(NotAcceptable(wrong))
    }
}

fn no<T>(why: String) -> Result<T, NotAcceptable> {
    Err(NotAcceptable(vec![why]))
}

#[cfg(test)]
mod tests;
