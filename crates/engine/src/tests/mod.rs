//! Stories told to the engine, and what it answers. `world` is a campaign with a clock, a ledger and an outbox;
//! `scr` is what people do in the shipped Summary Care Record definition.

mod scr;
mod world;

mod chase;
mod earliest;
mod evidence;
mod explained;
mod journey;
mod kinds;
mod mailing;
mod membership;
mod other_definitions;
mod pause;
mod random;
mod rights;
mod rules;
mod speed;
mod stop;
mod time_alone;
