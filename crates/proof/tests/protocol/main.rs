//! The daemon's protocol put to the proof: shipped, broken, and counted once more by another explorer.

mod shipped;
mod twins;
