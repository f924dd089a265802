//! What a command costs on a campaign of 53 practices, the median PCT of 2010. Measured, never asserted:
//! `cargo test --release -p precede-engine speed -- --nocapture`.

use std::time::Instant;

use precede_model::{Act, Actor, Command, Evidence, How, Role};

use super::{
    scr::{acknowledge, gp},
    world::{World, at},
};
use crate::{advance_in_place, decide_in_place, explained};

const ROUNDS: u32 = 200;

#[test]
fn a_command_on_53_practices() {
    let codes: Vec<String> = (0..53).map(|number| format!("A81{number:03}")).collect();
    let practices: Vec<&str> = codes.iter().map(String::as_str).collect();
    let mut told = World::scr(&practices);
    told.prepared().to(at("2010-01-05T10:00"));
    let mut ready = told.clone();
    for practice in &practices[1..] {
        ready.ready(practice).unwrap();
    }
    let mut posted = World::scr(&practices);
    posted.posted();
    println!(
        "practice ready, all chased: {:.1} µs",
        command(&told, practices[0])
    );
    println!(
        "practice ready, the last:   {:.1} µs",
        command(&ready, practices[0])
    );
    for (name, world) in [("told", &told), ("posted", &posted)] {
        println!("time alone, {name}:         {:.1} µs", time(world));
        println!("clone of the campaign:      {:.1} µs", clone(world));
    }
}

/// Explaining one practice: all its acts and publicity, with evidence and dates, where only time is missing too.
#[test]
fn an_explanation_on_53_practices() {
    let codes: Vec<String> = (0..53).map(|number| format!("A81{number:03}")).collect();
    let practices: Vec<&str> = codes.iter().map(String::as_str).collect();
    let mut told = World::scr(&practices);
    told.prepared().to(at("2010-01-05T10:00"));
    let mut ready = told.clone();
    practices.iter().for_each(|one| ready.ready(one).unwrap());
    ready.materials();
    let mut posted = World::scr(&practices);
    posted.posted();
    let mut held = World::scr(&practices);
    held.chosen();
    for (name, world) in [
        ("told", &told),
        ("ready", &ready),
        ("posted", &posted),
        ("chosen", &held),
    ] {
        println!("explain a practice, {name}: {:.1} µs", explaining(world));
    }
}

fn explaining(world: &World) -> f64 {
    let practice = Some(world.campaign.tracks[7].practice);
    let began = Instant::now();
    for _ in 0..ROUNDS {
        for act in Act::ALL {
            let of = practice.filter(|_| act != Act::Publicity);
            let asked = (act.into(), of);
            std::hint::black_box(explained(&world.def, &world.campaign, asked, world.now).unwrap());
        }
    }
    began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

fn command(world: &World, practice: &str) -> f64 {
    let command = Command {
        by: Actor::Person(gp(practice).parse().unwrap()),
        role: Role::Practice,
        happened: None,
        confirmed_by: None,
        evidence: Evidence::default(),
        order: acknowledge(practice, How::Link),
    };
    let mut copies: Vec<_> = (0..ROUNDS).map(|_| world.campaign.clone()).collect();
    let began = Instant::now();
    for copy in &mut copies {
        decide_in_place(&world.def, copy, &command, world.now).unwrap();
    }
    began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

fn time(world: &World) -> f64 {
    let mut copy = world.campaign.clone();
    let began = Instant::now();
    for _ in 0..ROUNDS {
        std::hint::black_box(advance_in_place(&world.def, &mut copy, world.now));
    }
    began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

fn clone(world: &World) -> f64 {
    let began = Instant::now();
    for _ in 0..ROUNDS {
        std::hint::black_box(world.campaign.clone());
    }
    began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}
