//! Stories told to the engine, and what it answers. `world` is a campaign with a clock, a ledger and an outbox;
//! `scr` is what people do in the shipped Summary Care Record definition, `others` what is ordered from outside it and
//! reported to it.

mod others;
mod scr;
mod world;

mod after_the_fact;
mod alarms;
mod cases;
mod chase;
mod clocks;
mod directives;
mod dispensations;
mod earliest;
mod evidence;
mod explained;
mod journey;
mod kinds;
mod mailing;
mod membership;
mod money;
mod other_definitions;
mod pause;
mod quiet_times;
mod random;
mod rights;
mod rules;
mod second_thoughts;
mod speed;
mod stop;
mod time_alone;
mod withheld;
