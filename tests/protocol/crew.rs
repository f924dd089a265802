//! Three daemons and the people, each with connections of its own to one database, and its simulated clock.

use precede_model::Timestamp;
use precede_store::{Expect, Record, SqlStore, Store, StreamRow, Write};
use precede_testkit::start;

/// Seconds of a tick: what a claim lasts that is not on the wire.
pub const TICK_SECONDS: u32 = 5;

/// Who is at work.
pub struct Crew {
    /// The daemons' connections.
    pub daemons: Vec<SqlStore>,
    /// The people's, and the clock's.
    pub people: SqlStore,
    now: Timestamp,
    clock: Option<StreamRow>,
}

impl Crew {
    /// Opens the connections.
    pub async fn at_work_on(url: &str) -> Self {
        let mut daemons = Vec::new();
        for _ in 0..3 {
            daemons.push(SqlStore::connect(url).await.expect("the database is there"));
        }
        let people = SqlStore::connect(url).await.expect("the database is there");
        let mut crew = Self {
            daemons,
            people,
            now: start(),
            clock: None,
        };
        crew.tick().await;
        crew
    }

    /// The database's clock.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The clock goes on by a tick.
    pub async fn tick(&mut self) {
        self.now = self.now.plus_seconds(i64::from(TICK_SECONDS));
        let row = self.clock.take();
        let mut write = Write::to("daemon", row.map_or(Expect::New, Expect::Row));
        write.records = vec![Record::Simulated(self.now)];
        let ticked = self.people.commit(&[write], self.now).await;
        let ticked = ticked.expect("nobody else moves the clock");
        self.clock = ticked.landed.into_iter().next().map(|landed| landed.row);
    }
}
