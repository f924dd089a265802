//! What comes back by mail: real samples where they are there, hand-written ones, and bytes that mean harm.

mod answers;
mod hostile;
mod samples;
mod servers;
