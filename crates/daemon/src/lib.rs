//! See the crate's place in docs/ARCHITECTURE.md.
