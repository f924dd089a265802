//! A definition as a picture: steps from left to right in the order in which they can happen, and below them the story
//! of a counterexample, if there is one. Plain SVG, laid out here.

use std::fmt::Write;

use precede_model::definition::{Definition, Scope, StepDef};

use crate::report::Counterexample;

const WIDTH: usize = 188;
const HEIGHT: usize = 48;
const ACROSS: usize = 236;
const DOWN: usize = 66;
const TOP: usize = 92;
const LEFT: usize = 28;
/// Letters of the small print that fit into a box.
const SMALL_PRINT: usize = 38;
/// Letters of a title in one line of a box, and of a sentence across the picture.
const LINE: usize = 27;

/// Draws a definition, and what is wrong with it.
pub fn draw(definition: &Definition, wrong: Option<&Counterexample>) -> String {
    let places = places(definition);
    let columns = places.iter().map(|place| place.0 + 1).max().unwrap_or(1);
    let rows = places.iter().map(|place| place.1 + 1).max().unwrap_or(1);
    let width = (LEFT * 2 + columns * ACROSS).max(760);
    let below = TOP + rows * DOWN + 24;
    let sentences = wrong.map_or_else(Vec::new, |wrong| sentences(wrong, width));
    let height = below
        + if sentences.is_empty() {
            0
        } else {
            52 + sentences.len() * 20
        };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Helvetica, Arial, sans-serif\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    text(&mut svg, (LEFT, 34), 19, "#212b32", &definition.title);
    legend(&mut svg);
    for (ix, step) in definition.steps.iter().enumerate() {
        for after in &step.after {
            let before = usize::from(after.step.0);
            let is_implied = is_implied(definition, ix, before);
            arrow(
                &mut svg,
                (places[before], places[ix]),
                is_implied,
                after.wait.map(|wait| wait.to_string()),
            );
        }
    }
    for (step, place) in definition.steps.iter().zip(&places) {
        let is_wrong = wrong.and_then(|wrong| {
            wrong
                .lines
                .iter()
                .position(|line| step.id.as_str() == line.step)
        });
        node(&mut svg, step, *place, is_wrong);
    }
    if let Some(wrong) = wrong {
        let y = below + 10;
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#d8dde0\"/>",
            y - 8,
            width - LEFT,
            y - 8
        );
        text(
            &mut svg,
            (LEFT, y + 16),
            15,
            "#b0170f",
            &format!("What can go wrong ({})", wrong.rule),
        );
        for (line, sentence) in sentences.iter().enumerate() {
            text(
                &mut svg,
                (LEFT, y + 40 + line * 20),
                13,
                "#212b32",
                sentence,
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Column and row of each step: as far right as its longest way from a beginning, in file order from the top.
fn places(definition: &Definition) -> Vec<(usize, usize)> {
    let mut depth = vec![0_usize; definition.steps.len()];
    // The steps wait for one another in no circle, so this settles.
    for _ in 0..definition.steps.len() {
        for (ix, step) in definition.steps.iter().enumerate() {
            for after in &step.after {
                depth[ix] = depth[ix].max(depth[usize::from(after.step.0)] + 1);
            }
        }
    }
    let mut rows = vec![0_usize; definition.steps.len() + 1];
    let place = |depth: &usize| {
        let row = rows[*depth];
        rows[*depth] += 1;
        (*depth, row)
    };
    depth.iter().map(place).collect()
}

/// Whether an arrow says no more than others together.
fn is_implied(definition: &Definition, step: usize, before: usize) -> bool {
    let mut todo: Vec<usize> = definition.steps[step]
        .after
        .iter()
        .map(|after| usize::from(after.step.0))
        .filter(|other| *other != before)
        .collect();
    let mut seen = vec![false; definition.steps.len()];
    while let Some(at) = todo.pop() {
        if at == before {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            todo.extend(
                definition.steps[at]
                    .after
                    .iter()
                    .map(|after| usize::from(after.step.0)),
            );
        }
    }
    false
}

fn corner((column, row): (usize, usize)) -> (usize, usize) {
    (LEFT + column * ACROSS, TOP + row * DOWN)
}

fn arrow(
    svg: &mut String,
    (from, to): ((usize, usize), (usize, usize)),
    is_implied: bool,
    wait: Option<String>,
) {
    let ((x1, y1), (x2, y2)) = (corner(from), corner(to));
    let (x1, y1, x2, y2) = (x1 + WIDTH, y1 + HEIGHT / 2, x2 - 2, y2 + HEIGHT / 2);
    let bend = (x2.saturating_sub(x1)) / 2;
    let look = if is_implied {
        "stroke=\"#c8d0d4\" stroke-width=\"1\" stroke-dasharray=\"3 4\""
    } else {
        "stroke=\"#4c6272\" stroke-width=\"1.5\" marker-end=\"url(#tip)\""
    };
    let _ = writeln!(
        svg,
        "<path d=\"M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}\" fill=\"none\" {look}/>",
        x1 + bend,
        x2.saturating_sub(bend)
    );
    if let (Some(wait), false) = (wait, is_implied) {
        text(
            svg,
            (x2.saturating_sub(40), y2.saturating_sub(5)),
            11,
            "#4c6272",
            &wait,
        );
    }
}

fn node(svg: &mut String, step: &StepDef, place: (usize, usize), wrong: Option<usize>) {
    let (x, y) = corner(place);
    let fill = match step.scope {
        Scope::Programme | Scope::Region => "#e8edee",
        Scope::Pct => "#d6e8f7",
        Scope::Practice => "#dff0e2",
    };
    let (stroke, thick) = match (wrong, step.act()) {
        (Some(0), _) => ("#b0170f", 3),
        (Some(_), _) => ("#d47500", 3),
        (None, Some(_)) => ("#212b32", 2),
        (None, None) => ("#aeb7bd", 1),
    };
    let dash = if step.optional {
        " stroke-dasharray=\"6 4\""
    } else {
        ""
    };
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"5\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{thick}\"{dash}/>"
    );
    let lines = wrapped(&step.title, LINE);
    let first = if lines.len() > 1 { y + 18 } else { y + 23 };
    for (line, words) in lines.iter().take(2).enumerate() {
        let words = if line == 1 && lines.len() > 2 {
            format!("{words} …")
        } else {
            words.clone()
        };
        text(svg, (x + 8, first + line * 14), 12, "#212b32", &words);
    }
    text(
        svg,
        (x + 8, y + HEIGHT - 5),
        9,
        "#4c6272",
        &small_print(step),
    );
}

/// What stands below a title, as much of it as the box is wide.
fn small_print(step: &StepDef) -> String {
    let whole = format!("{} · {} · line {}", step.id, step.kind_word(), step.line);
    if whole.chars().count() <= SMALL_PRINT {
        return whole;
    }
    format!("{} · line {}", step.id, step.line)
}

fn legend(svg: &mut String) {
    svg.push_str("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#4c6272\"/></marker></defs>\n");
    let kinds = [
        ("#e8edee", "programme, region"),
        ("#d6e8f7", "PCT"),
        ("#dff0e2", "practice"),
    ];
    let mut x = LEFT;
    for (fill, words) in kinds {
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"50\" width=\"16\" height=\"12\" rx=\"2\" fill=\"{fill}\" stroke=\"#aeb7bd\"/>"
        );
        text(svg, (x + 22, 60), 11, "#4c6272", words);
        x += 40 + words.len() * 7;
    }
    text(
        svg,
        (x, 60),
        11,
        "#4c6272",
        "thick border: an act · broken border: optional · faint arrow: implied by others",
    );
}

fn text(svg: &mut String, (x, y): (usize, usize), size: usize, fill: &str, words: &str) {
    let words = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\">{words}</text>"
    );
}

fn sentences(wrong: &Counterexample, width: usize) -> Vec<String> {
    let most = (width - 2 * LEFT) / 7;
    let told = wrong.story.iter().map(|sentence| sentence.text.clone());
    let mend = wrong
        .mend
        .iter()
        .map(|mend| format!("What would mend it: {mend}."));
    told.chain(mend)
        .flat_map(|sentence| wrapped(&sentence, most))
        .collect()
}

fn wrapped(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
