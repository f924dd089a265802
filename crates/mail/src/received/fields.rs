//! Blocks of `Name: value` lines, as headers and reports are made of.

/// Most fields of one block that are kept.
const FIELDS_MAX: usize = 200;

/// One block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value under a name, in whatever case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Whether there is a field of this name.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes in the fields of a block that was cut off this one.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }
}

/// The blocks of a text, parted by empty lines. A line that is no field belongs to the value before it, for some
/// servers break a long answer without indenting it.
pub fn blocks(text: &str) -> Vec<Fields> {
    let mut blocks = Vec::new();
    let mut current = Fields::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            if !current.is_empty() {
                blocks.push(std::mem::take(&mut current));
            }
        } else if let Some((name, value)) = field(line) {
            if current.0.len() < FIELDS_MAX {
                current.0.push((name.to_owned(), value.trim().to_owned()));
            }
        } else if let Some((_, value)) = current.0.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    }
    if !current.is_empty() {
        blocks.push(current);
    }
    blocks
}

/// The first block of a text.
pub fn first_block(text: &str) -> Fields {
    let text = text.trim_start_matches(['\r', '\n']);
    let end = text
        .match_indices('\n')
        .find(|(at, _)| {
            text[at + 1..]
                .lines()
                .next()
                .is_none_or(|line| line.trim().is_empty())
        })
        .map_or(text.len(), |(at, _)| at);
    blocks(&text[..end]).into_iter().next().unwrap_or_default()
}

/// A line as a field: a name of letters, digits and hyphens from its very beginning.
pub fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let sound = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    sound.then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_fold_and_part() {
        let found = blocks("A: one\n two\n550-x [1]:2 y\n\n\nb : three\n");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].get("a"), Some("one two 550-x [1]:2 y"));
        assert_eq!(found[1].get("B"), Some("three"));
    }

    #[test]
    fn the_first_block_ends_at_an_empty_line() {
        let found = first_block("\r\nA: 1\r\nB: 2\r\n\r\nC: 3\r\n");
        assert!(found.has("B") && !found.has("C"));
    }
}
