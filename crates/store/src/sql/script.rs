//! A commit as SQL. On SQLite: one run of statements under the write lock, the first of which fails if a check finds
//! fault; and the same in two, a query that checks and a run that changes, to be told which. On PostgreSQL: one statement, whose parts are common table expressions and whose last act is to refuse if a part fell
//! short. Values are `$1`, `$2` … on both: on SQLite such a name keeps its number across the statements of a run, which
//! `?1` does not. Either way the number of round trips does not grow with the number of writes.

use sea_orm::{DbBackend, Statement, Value};

use crate::sql::rows::Rows;

/// SQL in the making.
pub(super) struct Script {
    backend: DbBackend,
    changes: Vec<(&'static str, String)>,
    values: Vec<Value>,
    checks: Vec<String>,
}

impl Script {
    pub fn new(backend: DbBackend) -> Self {
        Self {
            backend,
            changes: Vec::new(),
            values: Vec::new(),
            checks: Vec::new(),
        }
    }

    pub fn is_sqlite(&self) -> bool {
        self.backend == DbBackend::Sqlite
    }

    /// Rows for changes and checks, as a `FROM` item named `w`.
    pub fn rows<const N: usize>(&mut self, rows: &Rows<'_, N>) -> String {
        rows.source(self.backend, &mut self.values)
    }

    /// A number for changes and checks.
    pub fn number(&mut self, number: i64) -> String {
        self.values.push(number.into());
        format!("${}", self.values.len())
    }

    /// Adds a change. Checks of PostgreSQL refer to what it returns by its name.
    pub fn change(&mut self, name: &'static str, sql: String) {
        self.changes.push((name, sql));
    }

    /// Adds a query that returns a row `said` for each refusal.
    pub fn check(&mut self, sql: String) {
        self.checks.push(sql);
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Makes the change at an index fail when it is run, to see what is left behind.
    pub fn fail(&mut self, ix: usize) {
        let failing = if self.is_sqlite() {
            "json('injected')"
        } else {
            "precede_refuse('injected')"
        };
        let sql = format!("INSERT INTO clock (name, at) VALUES ({failing}, 0)");
        if self.is_sqlite() {
            self.changes.insert(ix, ("injected", sql));
        } else {
            self.changes.push(("injected", sql));
        }
    }

    /// As [`Script::fail`], and worse where the database has a process for each connection: that process is killed.
    pub fn kill(&mut self, ix: usize) {
        if self.is_sqlite() {
            self.fail(ix);
            return;
        }
        let sql = "INSERT INTO clock (name, at) SELECT 'injected', 0 \
                   WHERE pg_terminate_backend(pg_backend_pid())";
        self.changes.push(("injected", sql.to_owned()));
    }

    /// SQLite's whole transaction as one run. What a check says is no JSON, so that to read it as such ends the run
    /// before the first change; the transaction is then still open.
    pub fn as_one_run(&self) -> (String, &[Value]) {
        let changes: Vec<_> = self.changes.iter().map(|(_, sql)| sql.as_str()).collect();
        let sql = format!(
            "BEGIN IMMEDIATE; SELECT json(said) FROM ({}) LIMIT 1; {}; COMMIT",
            self.checks.join(" UNION ALL "),
            changes.join("; ")
        );
        (sql, &self.values)
    }

    /// SQLite's statements within a transaction: the check, then the changes.
    pub fn into_two(self) -> (Statement, Statement) {
        let changes: Vec<_> = self.changes.into_iter().map(|(_, sql)| sql).collect();
        let checks = format!("{} LIMIT 1", self.checks.join(" UNION ALL "));
        (
            Statement::from_sql_and_values(self.backend, checks, self.values.clone()),
            Statement::from_sql_and_values(self.backend, changes.join("; "), self.values),
        )
    }

    /// PostgreSQL's statement.
    pub fn into_one(self) -> Statement {
        let parts: Vec<_> = self
            .changes
            .iter()
            .map(|(name, sql)| format!("{name} AS ({sql})"))
            .collect();
        let sql = format!(
            "WITH {} SELECT precede_refuse(said) FROM ({}) AS refusals",
            parts.join(", "),
            self.checks.join(" UNION ALL ")
        );
        Statement::from_sql_and_values(self.backend, sql, self.values)
    }
}
