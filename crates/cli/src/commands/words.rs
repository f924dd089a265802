//! Closed lists of the model as words on the command line.

/// A word on the command line for each value of an enum of the model.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident => $of:ident { $($word:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, clap::ValueEnum)]
        pub enum $name { $($word),* }
        impl From<$name> for $of {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word),* }
            }
        }
    };
}
pub(super) use words;
