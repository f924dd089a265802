//! The durable step as the limit writes it: the five statements a transition costs at least.
//!
//! Load and lock the campaign, move it on if its version is still the one loaded, append to the
//! ledger, arm the timer, plan the effect. Sizes are those of real rows: heads of 64 characters, an
//! event of some 300.

use std::fmt::Write;

/// How many campaigns the steps are spread over; about a national programme in tranches.
pub const CAMPAIGNS: u64 = 1_000;

/// Tables and rows to begin with, for either database.
pub fn schema() -> String {
    format!(
        "create table campaign (id bigint primary key, version bigint not null, \
         head text not null, state text not null);
create table ledger (campaign bigint not null, seq bigint not null, prev text not null, \
         hash text not null, body text not null, primary key (campaign, seq));
create table timer (campaign bigint not null, step text not null, due bigint not null, \
         primary key (campaign, step));
create index timer_due on timer (due);
create table outbox (campaign bigint not null, step text not null, subject text not null, \
         occurrence bigint not null, state text not null, due bigint not null, \
         payload text not null, primary key (campaign, step, subject, occurrence));
with recursive n (id) as (select 1 union all select id + 1 from n where id < {CAMPAIGNS})
insert into campaign select id, 0, '{HEAD}', '{STATE}' from n;
"
    )
}

/// One step as a script of pgbench: a campaign by chance, its version read under the lock.
pub fn pgbench_script() -> String {
    let (lock, rest) = statements(":campaign", ":version", ":seq", " for update");
    format!(
        "\\set campaign random(1, {CAMPAIGNS})\nbegin;\n{lock} \\gset\n\
         \\set seq :version + 1\n{rest}commit;\n"
    )
}

/// `count` steps one by one as a script of sqlite3, over all campaigns in turn.
pub fn sqlite_script(count: u64) -> String {
    let mut script = String::from("pragma synchronous = full;\n");
    for step in 0..count {
        let campaign = (step % CAMPAIGNS + 1).to_string();
        let version = step / CAMPAIGNS;
        let (read, rest) = statements(
            &campaign,
            &version.to_string(),
            &(version + 1).to_string(),
            "",
        );
        // Writing to a string cannot fail.
        let _ = write!(script, "begin immediate;\n{read};\n{rest}commit;\n");
    }
    script
}

const HEAD: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
// No colon stands right before a letter or digit: pgbench would take it for a variable.
const STATE: &str = r#"{"lifecycle":"running","steps":[["open", 1271408400000000],["done", 1271408400000000],["pending"],["pending"]],"facts":{"told": 1271408400000000,"informed": null}}"#;
const BODY: &str = r#"{"at": 1271408400000000,"happened": 1271408400000000,"counts_from": 1271408400000000,"kind":"notice-handed-over","pct":"5PY","practice":"D81001","step":"tell-practice","actor":"precede","evidence":{},"template":"practice-notice","number": 0,"message_id":"0123456789abcdef@precede.invalid"}"#;
const PAYLOAD: &str = r#"{"template":"practice-notice","to":"practice-manager","number": 0}"#;

/// The statement that loads the campaign, and the four that follow.
fn statements(campaign: &str, version: &str, seq: &str, lock: &str) -> (String, String) {
    let load = format!("select version from campaign where id = {campaign}{lock}");
    let rest = format!(
        "update campaign set version = {seq}, head = '{HEAD}', state = '{STATE}' \
         where id = {campaign} and version = {version};
insert into ledger (campaign, seq, prev, hash, body) \
         values ({campaign}, {seq}, '{HEAD}', '{HEAD}', '{BODY}');
insert into timer (campaign, step, due) values ({campaign}, 'practice-ready', {seq}) \
         on conflict (campaign, step) do update set due = excluded.due;
insert into outbox (campaign, step, subject, occurrence, state, due, payload) \
         values ({campaign}, 'tell-practice', 'D81001', {seq}, 'planned', {seq}, '{PAYLOAD}');
"
    );
    (load, rest)
}
