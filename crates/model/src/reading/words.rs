//! The words a closed enum is written with, asked of serde so that no second list can fall behind.

use serde::{
    Deserialize,
    de::{Deserializer, Error, Visitor, value},
    forward_to_deserialize_any,
};

/// Every word of an enum that serde reads by name.
pub(crate) fn words<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut found: &'static [&'static str] = &[];
    // Always an error: the listener answers nothing, it only hears which variants are asked for.
    let _ = T::deserialize(Listener(&mut found));
    found
}

struct Listener<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Listener<'_> {
    type Error = value::Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = variants;
        Err(Error::custom("only listening"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("only listening"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::{MailUnit, Scope};

    #[test]
    fn an_enum_tells_its_words() {
        assert_eq!(words::<Scope>(), ["programme", "region", "pct", "practice"]);
        assert_eq!(words::<MailUnit>(), ["participating-practices", "pct"]);
        assert!(words::<String>().is_empty());
    }
}
