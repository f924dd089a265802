//! Publicity: when it was live and whether it ran its minimum.

use crate::calendar::Instant;

/// Every opening of publicity, in order.
#[derive(Debug, Default)]
pub(crate) struct Publicity(Vec<Opening>);

#[derive(Debug)]
struct Opening {
    step: Option<String>,
    from: Instant,
    minimum_until: Instant,
    until: Option<Instant>,
}

impl Publicity {
    /// It opened, and has run its minimum at `minimum_until`.
    pub fn open(&mut self, step: Option<String>, from: Instant, minimum_until: Instant) {
        self.0.push(Opening {
            step,
            from,
            minimum_until,
            until: None,
        });
    }

    /// It closed; that of one step only, if the step is named.
    pub fn close(&mut self, step: Option<&str>, at: Instant) {
        for opening in &mut self.0 {
            if step.is_none() || opening.step.as_deref() == step {
                opening.until.get_or_insert(at);
            }
        }
    }

    /// Whether it is live at an instant.
    pub fn is_live(&self, at: Instant) -> bool {
        self.0
            .iter()
            .any(|opening| opening.from <= at && opening.until.is_none_or(|until| at < until))
    }

    /// When it first ran its minimum without being closed before; it may be still to come.
    pub fn minimum_over(&self) -> Option<Instant> {
        let stayed = |opening: &&Opening| {
            opening
                .until
                .is_none_or(|until| opening.minimum_until <= until)
        };
        self.0
            .iter()
            .filter(stayed)
            .map(|opening| opening.minimum_until)
            .min()
    }
}
