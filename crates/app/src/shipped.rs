//! Tables of public facts built into the binary: the same files as in `data/`, with their sources named there.

use std::sync::LazyLock;

use precede_engine::time::Calendars;

/// Bank holidays: calendar, date, title.
pub const HOLIDAYS: &str = include_str!("../../../data/holidays.csv");

/// The calendars of all divisions.
pub fn calendars() -> &'static Calendars {
    static CALENDARS: LazyLock<Calendars> =
        LazyLock::new(|| Calendars::parse(HOLIDAYS).expect("the shipped table is read by a test"));
    &CALENDARS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_holidays_can_be_read() {
        super::calendars();
    }
}
