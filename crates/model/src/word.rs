//! Reads and writes a closed enum by the one word serde knows it by.

/// Gives enums `FromStr` and `Display` by their serde word.
macro_rules! by_word {
    ($($kind:ty),*) => {$(
        impl std::str::FromStr for $kind {
            type Err = serde::de::value::Error;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                use serde::de::IntoDeserializer;
                serde::Deserialize::deserialize(word.into_deserializer())
            }
        }

        impl std::fmt::Display for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                serde::Serialize::serialize(self, f)
            }
        }
    )*};
}
pub(crate) use by_word;
