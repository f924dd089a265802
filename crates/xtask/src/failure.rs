//! How a task ends when it does not end well.

use std::fmt;
use std::io;

/// The result of a task or a part of one.
pub type Outcome<T> = Result<T, Failure>;

/// Why a task stopped. Each kind has its own exit code, the same as the product's.
#[derive(Debug)]
pub enum Failure {
    /// The task ran and found something wrong (exit 1).
    Wanting(String),
    /// The command line makes no sense (exit 2).
    Usage(String),
    /// A program, a file or a server this task needs is not there (exit 3).
    Unavailable(String),
}

impl Failure {
    /// The process exit code of this kind of failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Wanting(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Unavailable(_) => 3,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Wanting(text) | Failure::Usage(text) | Failure::Unavailable(text) => {
                formatter.write_str(text)
            }
        }
    }
}

/// Turns an input or output error into a failure that says what was being done,
/// for example ``read `Cargo.toml`: no such file``.
pub fn cannot(what: impl fmt::Display) -> impl FnOnce(io::Error) -> Failure {
    move |error| Failure::Unavailable(format!("cannot {what}: {error}"))
}
