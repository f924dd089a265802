//! The daemons' protocol put to the proof: as shipped, broken, and counted once more by another explorer.

mod cross_check;
mod keys;
mod shipped;
mod twins;
