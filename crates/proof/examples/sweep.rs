//! Deletes each arrow of a definition in turn, and other single edits.
use precede_model::definition::*;
fn verdict(definition: &Definition) -> String {
    let model = precede_proof::Model::new(definition, None).unwrap();
    let checked = model.check(precede_proof::Bounds::QUICK);
    match &checked.found {
        None if checked.is_whole => format!("sound ({})", checked.states()),
        None => "NOT WHOLE".to_owned(),
        Some(found) => format!("refused {} steps: {:?}", found.way.len(), found.fault),
    }
}
fn main() {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).unwrap();
        let whole = parse(&text, &file, &|_| true).unwrap();
        println!("== {file}: {}", verdict(&whole));
        for ix in 0..whole.steps.len() {
            for arrow in 0..whole.steps[ix].after.len() {
                let mut one = whole.clone();
                let gone = one.steps[ix].after.remove(arrow);
                println!(
                    "{} no longer after {}: {}",
                    one.steps[ix].id,
                    one.steps[gone.step.0 as usize].id,
                    verdict(&one)
                );
            }
            for arrow in 0..whole.steps[ix].after.len() {
                if whole.steps[ix].after[arrow].wait.is_some() {
                    let mut one = whole.clone();
                    one.steps[ix].after[arrow].wait = None;
                    println!("{} no wait: {}", one.steps[ix].id, verdict(&one));
                }
            }
            {
                let mut one = whole.clone();
                one.steps[ix].optional = !one.steps[ix].optional;
                println!(
                    "{} optional {}: {}",
                    one.steps[ix].id,
                    one.steps[ix].optional,
                    verdict(&one)
                );
            }
            {
                let mut one = whole.clone();
                one.steps[ix].after.clear();
                println!("{} after nothing: {}", one.steps[ix].id, verdict(&one));
            }
        }
    }
}
