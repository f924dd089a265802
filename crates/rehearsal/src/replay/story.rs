//! The story as people read it: headings, days, and paragraphs broken to a line's length.

use chrono::NaiveDate;

use super::facts::FactDate;

/// Characters in a line.
const WIDTH: usize = 100;

/// The lines told so far.
#[derive(Debug, Default)]
pub(super) struct Story {
    text: String,
    told: Option<String>,
}

impl Story {
    /// A chapter.
    pub fn chapter(&mut self, title: &str) {
        let line = "=".repeat(title.chars().count());
        let gap = if self.text.is_empty() { "" } else { "\n" };
        self.text += &format!("{gap}{title}\n{line}\n");
        self.told = None;
    }

    /// What follows happened then; said once.
    pub fn when(&mut self, when: &str) {
        if self.told.as_deref() != Some(when) {
            self.text += &format!("\n{when}\n");
            self.told = Some(when.to_owned());
        }
    }

    /// A paragraph under the day.
    pub fn say(&mut self, words: &str) {
        self.wrapped("  ", "  ", words);
    }

    /// One of several under a paragraph.
    pub fn item(&mut self, words: &str) {
        self.wrapped("    - ", "      ", words);
    }

    /// One of several that are numbered.
    pub fn numbered(&mut self, number: usize, words: &str) {
        self.wrapped(&format!("{number:>4}. "), "      ", words);
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// All of it.
    pub fn into_text(self) -> String {
        self.text
    }

    fn wrapped(&mut self, first: &str, rest: &str, words: &str) {
        let mut line = first.to_owned();
        let mut is_begun = false;
        for word in words.split_whitespace() {
            let room = line.chars().count() + word.chars().count();
            if is_begun && room >= WIDTH {
                self.text += &format!("{line}\n");
                line = rest.to_owned();
                is_begun = false;
            }
            if is_begun {
                line.push(' ');
            }
            line += word;
            is_begun = true;
        }
        self.text += &format!("{line}\n");
    }
}

/// `Friday 16 April 2010`.
pub(super) fn day_words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// `Friday 16 April 2010`, or `In April 2010`.
pub(super) fn date_words(date: FactDate) -> String {
    match date {
        FactDate::Exact(day) => day_words(day),
        FactDate::Month { .. } => format!("In {date}"),
        FactDate::Unknown => "On a day no source tells".to_owned(),
    }
}

/// `one PCT`, `2 PCTs`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {one}"),
        1 => format!("one {one}"),
        _ => format!("{number} {many}"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: ToString>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| word.to_string()).collect();
    match words.as_slice() {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_broken_between_words() {
        let mut story = Story::default();
        story.chapter("April");
        story.when("Friday 16 April 2010");
        story.say(&"word ".repeat(30));
        story.when("Friday 16 April 2010");
        story.item("one");
        let text = story.into_text();
        assert!(text.starts_with("April\n=====\n\nFriday 16 April 2010\n  word word"));
        assert_eq!(text.matches("Friday").count(), 1);
        assert!(
            text.lines().all(|line| line.chars().count() <= WIDTH),
            "{text}"
        );
        assert!(text.ends_with("\n    - one\n"));
    }

    #[test]
    fn dates_and_lists_read_like_prose() {
        let day = NaiveDate::from_ymd_opt(2010, 4, 16).unwrap();
        assert_eq!(date_words(FactDate::Exact(day)), "Friday 16 April 2010");
        let month = FactDate::Month {
            year: 2010,
            month: 3,
        };
        assert_eq!(date_words(month), "In March 2010");
        assert_eq!(list(["5PY", "5QA", "5GC"]), "5PY, 5QA and 5GC");
        assert_eq!(list::<&str>([]), "none");
        assert_eq!(count(2, "permit", "permits"), "2 permits");
    }
}
