//! The one place through which statements outside a commit reach the driver: a test can let any of them be the last.

use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use crate::sql::fault::Faults;

/// Connections to a database.
#[derive(Debug, Clone)]
pub(super) struct Door {
    /// The driver's, for commits, which have points of their own.
    pub connection: DatabaseConnection,
    faults: Arc<Faults>,
}

impl Door {
    pub fn new(connection: DatabaseConnection, faults: Arc<Faults>) -> Self {
        Self { connection, faults }
    }

    /// A statement that writes has a point after it too: done, and its answer lost.
    fn after(&self, is_write: bool) -> Result<(), DbErr> {
        if is_write { self.faults.pass() } else { Ok(()) }
    }
}

fn is_write(sql: &str) -> bool {
    !sql.starts_with("SELECT")
}

#[async_trait]
impl ConnectionTrait for Door {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.faults.pass()?;
        let done = self.connection.execute_raw(statement).await?;
        self.after(true)?;
        Ok(done)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.faults.pass()?;
        let done = self.connection.execute_unprepared(sql).await?;
        self.after(true)?;
        Ok(done)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let is_write = is_write(&statement.sql);
        self.faults.pass()?;
        let found = self.connection.query_one_raw(statement).await?;
        self.after(is_write)?;
        Ok(found)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let is_write = is_write(&statement.sql);
        self.faults.pass()?;
        let found = self.connection.query_all_raw(statement).await?;
        self.after(is_write)?;
        Ok(found)
    }
}
