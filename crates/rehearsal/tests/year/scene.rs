//! A demo on a store in memory: mail is captured in memory, manifests go to a folder of the test.

use std::{ops::ControlFlow, path::PathBuf, sync::Arc};

use precede_app::{App, AppError};
use precede_daemon::{Daemon, Outlets, Presence};
use precede_mail::CapturedMail;
use precede_mailroom::MailHouseFolder;
use precede_model::Timestamp;
use precede_rehearsal::{Demo, Ended, Finished, START, demo};
use precede_render::{Renderer, programme_text};
use precede_store::{MemoryStore, Store};
use tempfile::TempDir;

/// A store and a place for manifests; daemons come and go.
pub struct Scene {
    pub store: Arc<dyn Store>,
    folder: TempDir,
}

impl Scene {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        Self {
            store: Arc::new(MemoryStore::new(START)),
            folder,
        }
    }

    /// A fresh process: nothing is remembered but the store.
    pub fn app(&self) -> Arc<App> {
        Arc::new(App::new(self.store.clone(), Arc::new(Renderer::embedded())))
    }

    /// Runs a demo in a fresh process, until `progress` breaks it off.
    pub async fn run(
        &self,
        options: &Demo,
        progress: &mut (dyn FnMut(Timestamp) -> ControlFlow<()> + Send),
    ) -> Result<Ended, AppError> {
        let app = self.app();
        let outlets = Outlets {
            mail: Arc::new(CapturedMail::default()),
            mail_house: Arc::new(MailHouseFolder::new(self.folder.path())),
            from: "precede@rehearsal.invalid".to_owned(),
            pages: None,
        };
        let mut daemon =
            Daemon::start(app.clone(), outlets, Presence::Alone, "test".to_owned()).await?;
        demo(&app, &mut daemon, options, progress, &mut judge).await
    }

    /// Runs a demo to its end.
    pub async fn finish(&self, options: &Demo) -> Finished {
        match self.run(options, &mut |_| ControlFlow::Continue(())).await {
            Ok(Ended::Complete(finished)) => *finished,
            other => panic!("the demo did not end: {other:?}"),
        }
    }
}

/// The independent check of the ledger.
pub fn judge(export: &str) -> Result<u64, AppError> {
    let report = precede_audit::check(export.as_bytes())
        .map_err(|error| AppError::bad(error.to_string()))?;
    for violation in &report.violations {
        eprintln!("{violation:?}");
    }
    Ok(report.violations.len() as u64)
}

/// A year of some PCTs.
pub fn options(seed: u64, programme: &str, pcts: &[&str]) -> Demo {
    Demo {
        seed,
        until: None,
        pcts: pcts
            .iter()
            .map(|code| code.parse().expect("a code"))
            .collect(),
        definition: programme_text(programme).expect("it ships").to_owned(),
        data_dir: PathBuf::from("memory"),
        mail_dir: PathBuf::from("memory/mail"),
    }
}
