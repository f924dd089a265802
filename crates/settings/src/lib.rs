//! The only reader of configuration files and environment variables.
//!
//! One typed struct from a TOML file and `PRECEDE_…` variables. The same setting in both places with different values is
//! refused with both places named; nothing is guessed.

mod mail;
mod sources;

pub use mail::{Mail, Mode, Tls};
pub use sources::{Place, SettingsError};

use std::path::{Path, PathBuf};

use sources::Sources;

/// What the program was told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the database, captured mail and batches lie.
    pub data_dir: PathBuf,
    /// PostgreSQL (or another SQLite) instead of the data folder's own database.
    pub database_url: Option<String>,
    /// What is logged, as `tracing` filters are written.
    pub log: String,
    /// Mail.
    pub mail: Mail,
    /// Folder of the keys that sign go-live tokens, when it is not the data folder's own.
    pub permit_keys: Option<PathBuf>,
    /// Folder of templates and programmes that override those built in.
    pub templates_dir: Option<PathBuf>,
}

/// How the address of a database may begin.
const DATABASES: [&str; 4] = ["postgres:", "postgresql:", "sqlite:", "memory:"];
/// Where data lies when nobody says.
const DATA_DIR: &str = "precede-data";
/// The settings file inside the data folder.
const FILE: &str = "precede.toml";

impl Settings {
    /// Reads the settings. `data_dir` is the command line's; it wins over file and variable, because whoever types it
    /// sees it.
    ///
    /// # Errors
    /// All contradictions, unknown keys and unusable values at once.
    pub fn read(data_dir: Option<&Path>) -> Result<Self, SettingsError> {
        let variables: Vec<(String, String)> = std::env::vars()
            .filter(|(name, _)| name.starts_with("PRECEDE_"))
            .collect();
        let named = variables
            .iter()
            .find(|(name, _)| name == "PRECEDE_CONFIG")
            .map(|(_, path)| path.clone());
        let chosen = data_dir.map(Path::to_owned).or_else(|| {
            let variable = variables
                .iter()
                .find(|(name, _)| name == "PRECEDE_DATA_DIR");
            variable.map(|(_, path)| PathBuf::from(path))
        });
        let beside = chosen.clone().unwrap_or_else(|| DATA_DIR.into()).join(FILE);
        let file = match named {
            Some(path) => Some(PathBuf::from(path)),
            None => beside.exists().then_some(beside),
        };
        let mut read = Self::from_sources(&Sources::read(file.as_deref(), &variables)?)?;
        if let Some(dir) = data_dir {
            read.data_dir = dir.to_owned();
        }
        Ok(read)
    }

    fn from_sources(sources: &Sources) -> Result<Self, SettingsError> {
        let mail = Mail::from_sources(sources)?;
        if let Some(url) = sources.text("database_url")
            && !DATABASES.iter().any(|scheme| url.starts_with(scheme))
        {
            return Err(SettingsError(vec![format!(
                "`database_url` begins with none of {}: PostgreSQL and SQLite are the databases there are",
                DATABASES.join(", ")
            )]));
        }
        Ok(Self {
            data_dir: sources.text("data_dir").unwrap_or(DATA_DIR).into(),
            database_url: sources.text("database_url").map(str::to_owned),
            log: sources.text("log").unwrap_or("warn").to_owned(),
            permit_keys: sources.text("permit_keys").map(PathBuf::from),
            templates_dir: sources.text("templates_dir").map(PathBuf::from),
            mail,
        })
    }

    /// The database's address: the one named, else SQLite in the data folder.
    pub fn database(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| {
            format!(
                "sqlite://{}?mode=rwc",
                self.data_dir.join("precede.db").display()
            )
        })
    }

    /// The folder of the keys that sign go-live tokens: the one named, else `keys` in the data folder.
    pub fn permit_keys(&self) -> PathBuf {
        self.permit_keys
            .clone()
            .unwrap_or_else(|| self.data_dir.join("keys"))
    }

    /// Whether the data folder's own database is used, by one daemon at a time.
    pub fn is_embedded(&self) -> bool {
        self.database().starts_with("sqlite:")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let variables: Vec<_> = variables
            .iter()
            .map(|(n, v)| (n.to_string(), v.to_string()))
            .collect();
        Settings::from_sources(&Sources::of("precede.toml", file, &variables)?)
    }

    #[test]
    fn nothing_said_is_capture_on_sqlite() {
        let settings = read("", &[]).unwrap();
        assert_eq!(settings.mail.mode, Mode::Capture);
        assert!(settings.is_embedded());
    }

    #[test]
    fn keys_lie_in_the_data_folder_unless_a_setting_says_where() {
        let settings = read("data_dir = \"d\"\n", &[]).unwrap();
        assert_eq!(settings.permit_keys(), Path::new("d/keys"));
        let settings = read("permit_keys = \"/secret\"\n", &[]).unwrap();
        assert_eq!(settings.permit_keys(), Path::new("/secret"));
    }

    #[test]
    fn a_contradiction_names_both_places() {
        let file = "log = \"info\"\n\n[mail]\nmode = \"capture\"\n";
        let error = read(file, &[("PRECEDE_MAIL__MODE", "live")])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("precede.toml:4") && error.contains("PRECEDE_MAIL__MODE"),
            "{error}"
        );
        assert!(
            read(file, &[("PRECEDE_MAIL__MODE", "capture")]).is_ok(),
            "the same value twice is no contradiction"
        );
    }

    #[test]
    fn unknown_keys_are_refused_with_the_nearest_known() {
        let error = read("[mail]\nmod = \"capture\"\n", &[])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("mail.mod") && error.contains("mail.mode"),
            "{error}"
        );
        let error = read("", &[("PRECEDE_DATABSE_URL", "x")])
            .unwrap_err()
            .to_string();
        assert!(error.contains("PRECEDE_DATABASE_URL"), "{error}");
    }

    #[test]
    fn sending_for_real_needs_everything_it_needs() {
        let error = read("[mail]\nmode = \"live\"\n", &[])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("mail.relay_host") && error.contains("mail.from"),
            "{error}"
        );
        let error = read(
            "[mail]\nmode = \"redirect\"\nrelay_host = \"r.example\"\nfrom = \"a@b.example\"\n",
            &[],
        );
        assert!(error.unwrap_err().to_string().contains("mail.redirect_to"));
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let error = read(
            "colour = 1\n[mail]\nmode = \"loud\"\nrelay_port = \"x\"\n",
            &[],
        )
        .unwrap_err();
        assert_eq!(error.0.len(), 3, "{error}");
    }
}
