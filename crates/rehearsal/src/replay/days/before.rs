//! Before the first of January: what the facts are, what is assumed, and what had happened.

use precede_app::AppError;

use crate::replay::{
    days::{go_to, with_sources},
    facts::{FactDate, Listed, Wave},
    play::Play,
    stage::Part,
    story::{count, date_words, day_words, list},
};

/// The facts, the assumptions, and the years before.
pub(super) async fn tell(play: &mut Play<'_>) -> Result<(), AppError> {
    let facts = play.facts;
    let story = &mut play.story;
    story.chapter("Before we begin");
    story.say(&format!(
        "What follows plays the {} from {} to {} through the rules themselves. All of it is computed: change the facts, \
         and it changes. Keys in square brackets are sources; the file of facts says what they stand for. Places in \
         round brackets are entries of the history that was written on the way.",
        facts.scenario.name,
        day_words(play.window.first),
        day_words(play.window.last),
    ));
    story.say(&format!(
        "There are {} PCTs on {}. Their waves, as far as sources name them:",
        facts.scenario.pct_count,
        day_words(facts.scenario.as_at)
    ));
    for wave in &facts.waves {
        story.item(&wave_words(wave));
    }
    if let Some(planned) = &facts.planned_uploads {
        story.item(&format!("About to upload: {}", planned_words(planned)));
    }
    for fault in &facts.discrepancies {
        story.item(&format!("The facts disagree with themselves: {fault}"));
        play.outcome.discrepancies.push(fault.to_string());
    }
    assumptions(play);
    years_before(play);
    Ok(())
}

fn wave_words(wave: &Wave) -> String {
    let named = wave.members.len();
    let stated = match wave.stated_count {
        Some(stated) => format!("{stated} by its source"),
        None => "no source counts it".to_owned(),
    };
    let is_whole = wave.complete || wave.stated_count.is_some_and(|all| named == all as usize);
    let whole = if is_whole {
        "these are all"
    } else {
        "who the others are nobody has said"
    };
    format!(
        "{} [{}]: {stated}, {named} named, {whole}: {}.",
        wave.id,
        list(&wave.sources),
        list(&wave.members)
    )
}

fn planned_words(planned: &Listed) -> String {
    format!("{} [{}].", list(&planned.members), list(&planned.sources))
}

/// What the stage is made of.
fn assumptions(play: &mut Play<'_>) {
    let number = |part| {
        let campaigns = play.stage.campaigns.iter();
        campaigns.filter(|one| one.part == part).count()
    };
    let (uploading, going_on) = (number(Part::AboutToUpload), number(Part::GoesOn));
    let (resuming, letters) = (number(Part::Resumes), number(Part::Letters));
    let from = day_words(play.window.assumed_from);
    let mut assumed = vec![
        "The rules are those of the shipped programme plan: two weeks' notice to practices, twelve weeks to choose. \
         In 2010 no such plan was in force."
            .to_owned(),
    ];
    if uploading > 0 {
        assumed.push(format!(
            "Each of the {} about to upload runs an information programme for one real practice from {from}. Which \
             practices they were no source tells.",
            count(uploading, "PCT", "PCTs")
        ));
    }
    if going_on > 0 {
        assumed.push(format!(
            "So does each of {} of the waves that go on, for two practices; the second is two weeks behind the first.",
            count(going_on, "other PCT", "other PCTs")
        ));
    }
    if resuming > 0 {
        assumed.push(format!(
            "So does {} whose first upload the facts date.",
            count(resuming, "PCT", "PCTs")
        ));
    }
    if letters > 0 {
        assumed.push(format!(
            "In {} whose letters the facts tell of, a programme for one real practice is begun on {}, and nothing more \
             is entered: no source tells what was done there.",
            count(letters, "PCT", "PCTs"),
            day_words(play.window.first)
        ));
    }
    assumed.push(
        "All people are made up. Each does in time what is asked: readiness, plan, LMC, acknowledgement, publicity, \
         letters, counts and both agreements. Nobody is written to."
            .to_owned(),
    );
    play.story
        .say("What no source tells, and the story needs, is assumed:");
    for (place, one) in assumed.into_iter().enumerate() {
        play.story.numbered(place + 1, &one);
        play.assume(one);
    }
    play.story
        .say("Further assumptions are made where they are needed. All are listed at the end.");
}

fn years_before(play: &mut Play<'_>) {
    let first = play.window.first;
    let is_before = |date: FactDate| date.latest().is_some_and(|day| day < first);
    let events = play.facts.events.iter();
    let mut before: Vec<_> = events.filter(|event| is_before(event.date)).collect();
    before.sort_by_key(|event| event.date.latest());
    if before.is_empty() {
        return;
    }
    play.story.say("What had happened before, in short:");
    for event in before {
        play.story.item(&format!(
            "{}: {}",
            date_words(event.date),
            with_sources(event)
        ));
    }
}

/// The definition, the waves, and the campaigns that run already.
pub(super) async fn start(play: &mut Play<'_>) -> Result<(), AppError> {
    play.story.chapter("The stage is set (assumed)");
    play.story.when(&day_words(play.window.assumed_from));
    let lines = play
        .lines(
            &crate::replay::play::programme_stream(play.stage.programme),
            0,
        )
        .await?;
    let of_kind = |kind: &str| {
        let found = lines.iter().filter(|line| line.kind == kind);
        found
            .map(|line| play.in_programme(line.seq))
            .collect::<Vec<_>>()
    };
    let published = of_kind("definition-published");
    let waves = of_kind("wave-defined");
    play.story.say(&format!(
        "The register of 2010 is imported and the programme plan published {}. {} as far as they are known: {}.",
        list(published),
        if waves.len() == 1 { "One wave is named" } else { "The waves are named" },
        list(waves)
    ));
    go_to(play, play.window.first, 0).await
}
