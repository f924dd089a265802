//! What every command needs: settings, and on demand the store, the application and the daemon's outlets.

use std::{
    collections::BTreeMap,
    fs::{File, TryLockError},
    hash::{BuildHasher, Hasher, RandomState},
    path::{Path, PathBuf},
    sync::Arc,
};

use precede_app::{App, AppError};
use precede_daemon::{Daemon, Outlets, Presence};
use precede_mail::{CaptureFolder, Mailer, Relay, RelaySettings, TlsMode};
use precede_model::PersonId;
use precede_render::Renderer;
use precede_settings::{Mail, Mode, Settings, Tls};
use precede_store::{SqlStore, Store};

use crate::{arguments::Cli, errors::CliError, hold};

/// The address of a database that is gone with the process.
pub const MEMORY: &str = "memory:";

/// The wiring.
pub struct Context {
    /// As read.
    pub settings: Settings,
    /// Whether answers are JSON.
    pub json: bool,
    person: Option<PersonId>,
}

impl Context {
    /// Reads the settings and starts the log.
    ///
    /// # Errors
    /// Contradictory or unusable settings.
    pub fn new(cli: &Cli) -> Result<Self, CliError> {
        let settings = Settings::read(cli.data_dir.as_deref())?;
        let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
            .map_err(|error| CliError::Usage(format!("log: {error}: write for example `info`")))?;
        // A second call in one process (tests) leaves the first in place.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .try_init();
        Ok(Self {
            settings,
            json: cli.json,
            person: cli.person,
        })
    }

    /// The same with other settings.
    pub fn with(&self, settings: Settings) -> Self {
        Self {
            settings,
            json: self.json,
            person: self.person,
        }
    }

    /// Who acts. Acting commands need `--as`.
    ///
    /// # Errors
    /// When nobody is named.
    pub fn person(&self) -> Result<PersonId, CliError> {
        self.person.ok_or_else(|| {
            CliError::Usage(
                "say who acts: `--as PERSON` (see `precede person add --help`)".to_owned(),
            )
        })
    }

    /// Who acts, if anybody is named.
    pub fn person_if_named(&self) -> Option<PersonId> {
        self.person
    }

    /// The application on the data folder's database.
    ///
    /// # Errors
    /// When there is no data folder, or its database is of another version or not available.
    pub async fn app(&self) -> Result<Arc<App>, CliError> {
        self.require_folder()?;
        let store = SqlStore::connect(&self.settings.database()).await?;
        self.over(Arc::new(store))
    }

    /// Refuses where there is neither a data folder nor another database.
    ///
    /// # Errors
    /// As it says.
    pub fn require_folder(&self) -> Result<(), CliError> {
        let folder = &self.settings.data_dir;
        if self.settings.database_url.is_some() || folder.join("precede.db").exists() {
            return Ok(());
        }
        Err(CliError::Usage(format!(
            "`{}` is no data folder: make one with `precede --data-dir {} init`; where its database is another one, say \
             which in PRECEDE_DATABASE_URL",
            folder.display(),
            folder.display()
        )))
    }

    /// The application over a store.
    ///
    /// # Errors
    /// When the folder of templates cannot be read.
    pub fn over(&self, store: Arc<dyn Store>) -> Result<Arc<App>, CliError> {
        Ok(Arc::new(App::new(store, Arc::new(self.renderer()?))))
    }

    fn renderer(&self) -> Result<Renderer, CliError> {
        let Some(folder) = &self.settings.templates_dir else {
            return Ok(Renderer::embedded());
        };
        let mut texts = BTreeMap::new();
        collect(&folder.join("emails"), Path::new(""), &mut texts)?;
        Renderer::with_folder(&texts).map_err(|error| CliError::Usage(error.to_string()))
    }

    /// A daemon on this data folder, alone on an embedded database. The lock lasts as long as the guard.
    ///
    /// # Errors
    /// When another daemon works in the folder, or mail settings do not suit its clock.
    pub async fn daemon(&self, app: Arc<App>) -> Result<(Daemon, FolderLock), CliError> {
        let lock = FolderLock::take(&self.settings.data_dir)?;
        let is_simulated = app.store().simulated().await?.is_some();
        let presence = if self.settings.is_embedded() || is_simulated {
            Presence::Alone
        } else {
            Presence::Among
        };
        let outlets = self.outlets(is_simulated)?;
        let daemon = Daemon::start(app, outlets, presence, random_owner()).await?;
        // What lives in memory alone is never restored.
        if self.settings.database() != MEMORY {
            hold::check(
                &self.settings.data_dir,
                &self.settings.database(),
                daemon.fence(),
            )?;
        }
        Ok((daemon, lock))
    }

    /// Where effects go.
    ///
    /// # Errors
    /// When a simulated clock is to send for real, or the relay's settings cannot be used.
    pub fn outlets(&self, is_simulated: bool) -> Result<Outlets, CliError> {
        let Settings { mail, data_dir, .. } = &self.settings;
        if is_simulated && !matches!(mail.mode, Mode::Capture | Mode::TestRelay) {
            return Err(CliError::App(AppError::bad(
                "this data folder's clock is simulated: mail.mode must be capture or test-relay"
                    .to_owned(),
            )));
        }
        let mailer: Arc<dyn Mailer> = match mail.mode {
            Mode::Capture => Arc::new(CaptureFolder::new(data_dir.join("mail"))),
            Mode::TestRelay | Mode::Redirect | Mode::Live => Arc::new(relay(mail)?),
        };
        Ok(Outlets {
            mail: mailer,
            mail_house: Arc::new(precede_mailroom::MailHouseFolder::new(
                data_dir.join("batches"),
            )),
            from: mail.from.clone(),
            pages: None,
        })
    }
}

fn relay(mail: &Mail) -> Result<Relay, CliError> {
    let password = match &mail.password_file {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                CliError::Unavailable(format!("mail.password_file `{path}`: {error}"))
            })?;
            Some(text.lines().next().unwrap_or_default().to_owned())
        }
    };
    let settings = RelaySettings {
        host: mail.relay_host.clone().unwrap_or_default(),
        port: mail.relay_port,
        tls: match mail.tls {
            Tls::StartTls => TlsMode::StartTls,
            Tls::Implicit => TlsMode::Implicit,
            Tls::None => TlsMode::Plain,
        },
        credentials: mail.user.clone().zip(password),
        redirect_to: mail.redirect_to.clone(),
        idle: std::time::Duration::from_secs(mail.relay_idle_seconds.into()),
        is_trial: mail.mode == Mode::TestRelay,
    };
    Relay::new(settings).map_err(|error| CliError::Usage(error.to_string()))
}

/// Template texts below a folder, by their path.
fn collect(
    folder: &Path,
    below: &Path,
    texts: &mut BTreeMap<String, String>,
) -> Result<(), CliError> {
    let fault =
        |error: std::io::Error| CliError::Unavailable(format!("`{}`: {error}", folder.display()));
    if !folder.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = below.join(entry.file_name());
        if entry.path().is_dir() {
            collect(&entry.path(), &name, texts)?;
        } else if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "hbs")
        {
            let text = std::fs::read_to_string(entry.path()).map_err(fault)?;
            texts.insert(name.display().to_string(), text);
        }
    }
    Ok(())
}

/// The data folder is one daemon's at a time.
pub struct FolderLock(
    #[expect(dead_code, reason = "the lock lasts as long as the file is open")] File,
);

impl FolderLock {
    /// Takes the lock, or says that another has it.
    ///
    /// # Errors
    /// When the folder is in use or cannot be written.
    pub fn take(folder: &Path) -> Result<Self, CliError> {
        let path: PathBuf = folder.join("daemon.lock");
        let file = File::create(&path)
            .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(CliError::Unavailable(format!(
                "`{}` is in use by another daemon: stop it first, or wait until it has finished",
                folder.display()
            ))),
            Err(TryLockError::Error(error)) => Err(CliError::Unavailable(format!(
                "`{}` cannot be locked: {error}",
                path.display()
            ))),
        }
    }
}

/// An id drawn at start: never a host, a process number or a configured name (E4).
pub fn random_owner() -> String {
    let draw = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", draw(), draw())
}
