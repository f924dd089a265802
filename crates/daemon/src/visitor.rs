//! People of a rehearsal: they act only through the application, in the daemon's own ticks.

use async_trait::async_trait;
use precede_app::{AppError, Tick};
use precede_engine::Def;
use precede_model::{Campaign, Timestamp};

/// Somebody who acts while a simulated clock runs.
#[async_trait]
pub trait Visitor: Send {
    /// Sees a campaign as it is: at the start, and whenever it has moved.
    fn look(&mut self, campaign: &Campaign, def: &Def, now: Timestamp);

    /// When they next want to act.
    fn next(&self) -> Option<Timestamp>;

    /// They act; what they order is written with the tick.
    ///
    /// # Errors
    /// The application's.
    async fn visit(&mut self, tick: &mut Tick<'_>) -> Result<(), AppError>;
}

/// Nobody: time alone.
#[derive(Debug, Default, Clone, Copy)]
pub struct Nobody;

#[async_trait]
impl Visitor for Nobody {
    fn look(&mut self, _: &Campaign, _: &Def, _: Timestamp) {}

    fn next(&self) -> Option<Timestamp> {
        None
    }

    async fn visit(&mut self, _: &mut Tick<'_>) -> Result<(), AppError> {
        Ok(())
    }
}
