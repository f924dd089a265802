//! For tests alone: every kind of store, fresh and empty, and made-up campaigns to put into it.

mod copies;
mod samples;
mod stores;

pub use copies::Original;
pub use samples::{campaign, key, notice, start};
pub use stores::{POSTGRES_URL, TestStore, store, stores};
