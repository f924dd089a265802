//! Whether a claim still stands at the moment its mail goes on the wire (E6).

use std::time::Duration;

use async_trait::async_trait;

/// The claim of one mail, asked of whoever keeps it.
#[async_trait]
pub trait Standing: Send + Sync {
    /// Lets the claim outlast so long from now. `false`: it has run out and another daemon has taken it over.
    ///
    /// # Errors
    /// In words, when nobody can be asked.
    async fn renew(&self, lasts: Duration) -> Result<bool, String>;
}

/// A claim that nobody else can take over: there is no other daemon.
#[derive(Debug, Clone, Copy)]
pub struct Undisputed;

#[async_trait]
impl Standing for Undisputed {
    async fn renew(&self, _: Duration) -> Result<bool, String> {
        Ok(true)
    }
}
