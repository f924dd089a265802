//! Reads typed values from the spanned tree, reporting what is not of the type.

use std::str::FromStr;

use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    fault::Faults,
    nearest::{list, suggestion},
    words::words,
};
use crate::{Length, Name};

/// One value of the file with its place and its key in words.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The key in words of the file, for example `step.tell-practice.after`.
    pub key: String,
    /// Where the value begins, in bytes.
    pub offset: usize,
    value: &'a DeValue<'a>,
}

impl<'a> Node<'a> {
    /// A value under the key it is known by.
    pub fn new(key: String, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self {
            key,
            offset: value.span().start,
            value: value.get_ref(),
        }
    }

    /// Reports this value.
    pub fn fault(&self, faults: &mut Faults, what: impl Into<String>, remedy: impl Into<String>) {
        faults.add(self.offset, &*self.key, what, remedy);
    }

    /// Whether it is a list, where one word may stand for a list of one.
    pub fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// How many items a list has; none for anything else.
    pub(crate) fn len(&self) -> usize {
        self.value.as_array().map_or(0, |items| items.len())
    }

    /// Whether it is a table, where an id may stand for a table.
    pub fn is_table(&self) -> bool {
        self.value.is_table()
    }

    /// A text in quotes.
    pub fn text(&self, faults: &mut Faults) -> Option<&'a str> {
        self.typed(self.value.as_str(), "a text in quotes", faults)
    }

    /// A text shown to people: it must say something.
    pub fn title(&self, faults: &mut Faults) -> Option<String> {
        let text = self.text(faults)?.trim();
        if text.is_empty() {
            self.fault(faults, "is empty", "write what people should read");
            return None;
        }
        Some(text.to_owned())
    }

    /// `true` or `false`.
    pub fn boolean(&self, faults: &mut Faults) -> Option<bool> {
        self.typed(self.value.as_bool(), "`true` or `false`", faults)
    }

    /// A whole number within bounds, inclusive.
    pub fn number(&self, from: u32, to: u32, faults: &mut Faults) -> Option<u32> {
        let number = self
            .value
            .as_integer()
            .and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok())
            .filter(|n| (from..=to).contains(n));
        self.typed(
            number,
            &format!("a whole number from {from} to {to}"),
            faults,
        )
    }

    /// The items of a list, under the key of the list.
    pub fn items(&self, faults: &mut Faults) -> Option<Vec<Self>> {
        let array = self.typed(self.value.as_array(), "a list in brackets", faults)?;
        Some(
            array
                .iter()
                .map(|item| Self::new(self.key.clone(), item))
                .collect(),
        )
    }

    /// The value as a table.
    pub fn table(&self, faults: &mut Faults) -> Option<Table<'a>> {
        let entries = self.typed(self.value.as_table(), "a table", faults)?;
        Some(Table {
            key: self.key.clone(),
            offset: self.offset,
            entries,
        })
    }

    /// A length of time, for example `10wd`.
    pub fn length(&self, faults: &mut Faults) -> Option<Length> {
        let text = self.text(faults)?;
        let length = text.parse().ok();
        if length.is_none() {
            self.fault(
                faults,
                format!("`{text}` is not a length of time"),
                "write a whole number and `h`, `d`, `w` or `wd`, at most twenty years, for example `10wd`",
            );
        }
        length
    }

    /// A list of lengths, each with its node.
    pub fn lengths(&self, faults: &mut Faults) -> Option<Vec<(Self, Length)>> {
        let items = self.items(faults)?;
        items
            .into_iter()
            .map(|item| item.length(faults).map(|length| (item, length)))
            .collect()
    }

    /// One word of a closed list.
    pub fn word<T>(&self, called: &str, faults: &mut Faults) -> Option<T>
    where
        T: FromStr + for<'de> Deserialize<'de>,
    {
        let text = self.text(faults)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.unknown(called, text, words::<T>(), faults);
        }
        value
    }

    /// A list of words of a closed list, none of them twice.
    pub fn words<T>(&self, called: &str, faults: &mut Faults) -> Option<Vec<T>>
    where
        T: FromStr + PartialEq + for<'de> Deserialize<'de>,
    {
        let items = self.items(faults)?;
        let mut read = Vec::with_capacity(items.len());
        let mut is_whole = true;
        for item in &items {
            match item.word::<T>(called, faults) {
                Some(value) if read.contains(&value) => {
                    item.fault(faults, "names the same thing twice", "remove one of them");
                    is_whole = false;
                }
                Some(value) => read.push(value),
                None => is_whole = false,
            }
        }
        is_whole.then_some(read)
    }

    /// An id: short, ASCII, without spaces.
    pub fn name<const N: usize>(&self, faults: &mut Faults) -> Option<Name<N>> {
        let text = self.text(faults)?;
        match text.parse() {
            Ok(name) => Some(name),
            Err(error) => {
                self.fault(
                    faults,
                    error.to_string(),
                    format!(
                        "use at most {N} letters, digits and hyphens, no accents and no spaces"
                    ),
                );
                None
            }
        }
    }

    /// Reports a word that is none of the known ones, and names the nearest.
    pub fn unknown(&self, called: &str, word: &str, known: &[&str], faults: &mut Faults) {
        self.fault(
            faults,
            format!("`{word}` is no {called}"),
            suggestion(word, known),
        );
    }

    fn typed<T>(&self, value: Option<T>, wanted: &str, faults: &mut Faults) -> Option<T> {
        if value.is_none() {
            let got = self.value.type_str();
            self.fault(
                faults,
                format!("this {got} is not what belongs here"),
                format!("write {wanted}"),
            );
        }
        value
    }
}

/// One table of the file.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The table's key in words of the file; empty for the whole file.
    pub key: String,
    /// Where the table begins, in bytes.
    pub offset: usize,
    entries: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    /// The file as a table.
    pub fn root(tree: &'a Spanned<DeTable<'a>>) -> Self {
        Self {
            key: String::new(),
            offset: 0,
            entries: tree.get_ref(),
        }
    }

    /// The same table under a name people recognise, for example `step.tell-practice`.
    pub fn named(self, key: String) -> Self {
        Self { key, ..self }
    }

    /// The value of a key that may be missing.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.entries.get(key)?;
        Some(Node::new(self.path(key), value))
    }

    /// A key that must be there.
    pub fn need(&self, key: &str, remedy: &str, faults: &mut Faults) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() {
            self.missing(key, remedy, faults);
        }
        node
    }

    /// Reports a key that must be there.
    pub fn missing(&self, key: &str, remedy: &str, faults: &mut Faults) {
        faults.add(self.offset, self.path(key), "is missing", remedy);
    }

    /// Tables of a `[[key]]`, none if there is no such key.
    pub fn tables(&self, key: &str, faults: &mut Faults) -> Vec<Table<'a>> {
        let items = self.get(key).and_then(|node| node.items(faults));
        items
            .unwrap_or_default()
            .iter()
            .filter_map(|item| item.table(faults))
            .collect()
    }

    /// Key, its node and the offset of the key itself, for all entries.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Node<'a>, usize)> + '_ {
        self.entries.iter().map(|(key, value)| {
            let node = Node::new(self.path(key.get_ref()), value);
            (&**key.get_ref(), node, key.span().start)
        })
    }

    /// Reports keys that are not among the known ones.
    pub fn only(&self, known: &[&str], faults: &mut Faults) {
        for (key, node, offset) in self.entries() {
            if !known.contains(&key) {
                let remedy = match super::nearest::nearest(key, known.iter().copied()) {
                    Some(close) => format!("write `{close}`, or remove it"),
                    None => format!("remove it; known here are {}", list(known)),
                };
                faults.add(offset, node.key, "is an unknown key", remedy);
            }
        }
    }

    fn path(&self, key: &str) -> String {
        if self.key.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.key)
        }
    }
}
