//! A year of a few PCTs in memory, with the real daemon.

mod scene;

mod behaviour;
mod direct;
mod faults;
mod replayed;
mod resuming;
