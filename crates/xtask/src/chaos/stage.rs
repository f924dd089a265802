//! What the daemons are to do: many campaigns of one programme, each a chain of notices to every practice.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::failure::{Failure, Outcome, cannot};
use crate::postgres::Postgres;
use crate::running::Scratch;

/// Notices to each practice, one after another.
pub const NOTICES: usize = 8;
/// Practices of each campaign.
const PRACTICES: usize = 30;
/// Effects waiting below which another campaign is started.
const WAITING_MIN: u64 = 60;
/// The database.
pub const DATABASE: &str = "chaos";

/// The database with its campaigns, and the hand that starts them.
pub struct Stage {
    program: PathBuf,
    folder: PathBuf,
    url: String,
    campaigns: usize,
    started: usize,
}

impl Stage {
    /// Makes the database, its register, people and programme, and plans the campaigns.
    ///
    /// # Errors
    ///
    /// When the product refuses any of it.
    pub fn set(
        (program, scratch): (&Path, &Scratch),
        postgres: &Postgres,
        campaigns: usize,
    ) -> Outcome<Stage> {
        postgres.create_database(DATABASE)?;
        let folder = scratch.path().join("people");
        fs::create_dir(&folder).map_err(cannot("make a folder"))?;
        let stage = Stage {
            program: program.to_owned(),
            url: postgres.url(DATABASE),
            folder,
            campaigns,
            started: 0,
        };
        stage.furnish()?;
        for campaign in 0..campaigns {
            let pct = pct(campaign);
            let words = [
                "campaign",
                "plan",
                &pct,
                "--programme",
                "chaos",
                "--as",
                "nina",
            ];
            stage.precede(&words)?;
        }
        Ok(stage)
    }

    fn furnish(&self) -> Outcome<()> {
        let (mut organisations, mut memberships, mut contacts) = (
            "code,kind,name,postcode,region,opened,closed\nQ35,region,East,,,2006-07-01,\n"
                .to_owned(),
            "child,parent,from,to\n".to_owned(),
            "code,name,e-mail,role,language,from,to\n".to_owned(),
        );
        for campaign in 0..self.campaigns {
            let pct = pct(campaign);
            let _ = writeln!(organisations, "{pct},pct,Trust {campaign},,Q35,2006-10-01,");
            let _ = writeln!(memberships, "{pct},Q35,2006-10-01,");
            for practice in practices(campaign) {
                let _ = writeln!(
                    organisations,
                    "{practice},practice,Surgery {practice},CM1 1AA,,1990-01-01,"
                );
                let _ = writeln!(memberships, "{practice},{pct},2006-10-01,");
                let desk = format!("desk@{}.example", practice.to_lowercase());
                let _ = writeln!(contacts, "{practice},The desk,{desk},practice,en,,");
            }
        }
        for (name, text) in [
            ("organisations.csv", organisations.as_str()),
            ("memberships.csv", &memberships),
            ("contacts.csv", &contacts),
            ("chaos.toml", include_str!("programme.toml")),
        ] {
            fs::write(self.folder.join(name), text).map_err(cannot("write the register"))?;
        }
        for line in [
            "init",
            "register import organisations.csv memberships.csv",
            "contacts import contacts.csv",
            "person add nina --role programme-lead --organisation NATIONAL",
            "person add keeper --role administrator --organisation NATIONAL",
            "programme publish chaos.toml --as nina",
        ] {
            self.precede(&line.split(' ').collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Types a command; the answer as JSON.
    ///
    /// # Errors
    ///
    /// When it ends with another code than 0.
    pub fn precede(&self, words: &[&str]) -> Outcome<Value> {
        let output = Command::new(&self.program)
            .args(["--data-dir", ".", "--json"])
            .args(words)
            .current_dir(&self.folder)
            .env("PRECEDE_DATABASE_URL", &self.url)
            .output()
            .map_err(cannot("run precede"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::Wanting(format!(
                "`precede {}`: {text}{said}",
                words.join(" ")
            )));
        }
        serde_json::from_str(text.lines().last().unwrap_or_default())
            .map_err(|error| Failure::Wanting(format!("precede did not print JSON: {error}")))
    }

    /// Starts another campaign when little is left to do. Returns whether there is still work to come.
    ///
    /// # Errors
    ///
    /// When it is refused for good; while the database restarts nothing is.
    pub fn keep_busy(&mut self, waiting: u64) -> bool {
        if waiting < WAITING_MIN && self.started < self.campaigns {
            let pct = format!("chaos/{}/all", pct(self.started));
            // Refused in the middle of an outage, it is asked again the next time; started in it, it is refused then.
            let answer = self.precede(&["campaign", "start", &pct, "--as", "nina"]);
            let is_started = match &answer {
                Ok(_) => true,
                Err(failure) => failure.to_string().contains("refused"),
            };
            self.started += usize::from(is_started);
        }
        self.started < self.campaigns
    }

    /// Practices of the campaigns that were started.
    pub fn told(&self) -> BTreeSet<String> {
        (0..self.started).flat_map(practices).collect()
    }

    /// Campaigns started.
    pub fn started(&self) -> usize {
        self.started
    }
}

fn pct(campaign: usize) -> String {
    format!("T{campaign:02}")
}

fn practices(campaign: usize) -> impl Iterator<Item = String> {
    (0..PRACTICES).map(move |practice| format!("A{:05}", 1 + campaign * PRACTICES + practice))
}
