//! Who may touch the clock, the network, files, the environment and the database.
//!
//! Code under `#[cfg(test)]` and the `tests` folders of the crates are not judged: a test may make a
//! file to read.

use super::Finding;
use super::files::TextFile;
use super::source::{self, Mention, Source};

/// One kind of touch and the crates it is for.
struct Touch {
    paths: &'static [Path],
    place: Place,
    remedy: &'static str,
}

/// Where a touch is at home.
enum Place {
    /// In these crates alone.
    Only(&'static [&'static str]),
    /// Anywhere but in these.
    NotIn(&'static [&'static str]),
}

/// How a touch looks in the code.
enum Path {
    /// A path that starts so: `std::fs`, or the name of a crate.
    From(&'static str),
    /// These segments anywhere in a path: `Utc::now`, also as `chrono::Utc::now`.
    Holds(&'static str),
}

use Path::{From, Holds};

/// What belongs where. The first line that fits a mention decides what is said about it.
const TOUCHES: &[Touch] = &[
    Touch {
        paths: &[
            From("std::fs"),
            From("std::net"),
            From("std::env"),
            From("std::process"),
            From("std::time::SystemTime"),
            From("tokio"),
            From("rand"),
            Holds("SystemTime::now"),
            Holds("Instant::now"),
            Holds("Utc::now"),
            Holds("Local::now"),
            Holds("thread::sleep"),
        ],
        place: Place::NotIn(&["model", "engine", "proof", "permit"]),
        remedy: "this crate touches nothing: take it as an argument",
    },
    Touch {
        paths: &[From("sea_orm"), From("sea_orm_migration"), From("sqlx")],
        place: Place::Only(&["store", "migrations", "testkit"]),
        remedy: "ask a repository of `store`, which returns model types",
    },
    Touch {
        paths: &[From("lettre")],
        place: Place::Only(&["mail"]),
        remedy: "ask `mail`, which demands a warrant",
    },
    Touch {
        paths: &[From("std::env")],
        place: Place::Only(&["settings", "cli", "xtask", "testkit", "tests"]),
        remedy: "take it from `settings`",
    },
    Touch {
        paths: &[Holds("tokio::spawn"), Holds("tokio::task::spawn")],
        place: Place::Only(&["daemon", "cli", "web", "testkit", "tests"]),
        remedy: "let `daemon` start the task",
    },
    Touch {
        paths: &[
            Holds("Utc::now"),
            Holds("Local::now"),
            Holds("SystemTime::now"),
        ],
        place: Place::Only(&["cli", "xtask", "testkit", "tests"]),
        remedy: "take `now` as an argument; `cli` makes the clock",
    },
    Touch {
        paths: &[Holds("ClaimProof::committed")],
        place: Place::Only(&["store"]),
        remedy: "only the transaction that stored `sending` may make this proof",
    },
];

/// The touches that are not where they belong.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let sources: Vec<(&str, &str, Source)> = files
        .iter()
        .filter_map(|file| Some((file.path.as_str(), crate_of(&file.path)?, &file.text)))
        .map(|(path, name, text)| (path, name, source::read(text)))
        .collect();
    let test_files: Vec<String> = sources.iter().flat_map(test_files).collect();
    let mut findings = Vec::new();
    for (path, name, source) in &sources {
        if test_files
            .iter()
            .any(|test_file| path.starts_with(test_file))
        {
            continue;
        }
        for mention in &source.mentions {
            if let Some(touch) = TOUCHES.iter().find(|touch| touch.forbids(name, mention)) {
                findings.push(Finding {
                    file: (*path).to_owned(),
                    line: mention.line,
                    what: format!("`{name}` may not touch `{}`", mention.path),
                    remedy: touch.remedy.to_owned(),
                });
            }
        }
    }
    findings.dedup();
    findings
}

impl Touch {
    fn forbids(&self, name: &str, mention: &Mention) -> bool {
        let at_home = match self.place {
            Place::Only(crates) => crates.contains(&name),
            Place::NotIn(crates) => !crates.contains(&name),
        };
        !at_home && self.paths.iter().any(|path| path.fits(mention))
    }
}

impl Path {
    fn fits(&self, mention: &Mention) -> bool {
        let segments: Vec<&str> = mention.path.split("::").collect();
        let wanted = |path: &'static str| path.split("::").collect::<Vec<_>>();
        match self {
            // One word alone is a path in a `use`, elsewhere just a name.
            From(path) => {
                segments.starts_with(&wanted(path)) && (mention.imported || segments.len() > 1)
            }
            Holds(path) => {
                let wanted = wanted(path);
                segments
                    .windows(wanted.len())
                    .any(|window| window == wanted)
            }
        }
    }
}

/// The crate whose product code the file is; `None` for all other files.
fn crate_of(path: &str) -> Option<&str> {
    if !path.ends_with(".rs") {
        return None;
    }
    let (folder, _) = path.split_once("/src/")?;
    let name = folder.strip_prefix("crates/").unwrap_or(folder);
    (!name.contains('/')).then_some(name)
}

/// The files and folders behind the `#[cfg(test)] mod name;` of a file, as beginnings of paths.
fn test_files((path, _, source): &(&str, &str, Source)) -> Vec<String> {
    let stem = path.trim_end_matches(".rs");
    let folder = ["/lib", "/main", "/mod"]
        .iter()
        .find_map(|root| stem.strip_suffix(root))
        .unwrap_or(stem);
    let ways = |name: &String| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/")];
    source.test_modules.iter().flat_map(ways).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let file = TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        check(&[file]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_touch_is_found_where_it_does_not_belong_and_allowed_where_it_does() {
        for (text, wrong, right) in [
            ("use std::{fs, io};", "model", "app"),
            (
                "fn f() { std::net::TcpStream::connect(a); }",
                "engine",
                "mail",
            ),
            ("use std::process::Command;", "proof", "cli"),
            ("use std::time::{Duration, SystemTime};", "engine", "daemon"),
            ("fn f() { let t = Instant::now(); }", "engine", "daemon"),
            ("fn f() { std::thread::sleep(d); }", "model", "cli"),
            ("use tokio;", "engine", "store"),
            ("use tokio::sync::Mutex;", "proof", "app"),
            ("fn f() -> u8 { rand::random() }", "engine", "rehearsal"),
            ("use sea_orm::EntityTrait;", "app", "store"),
            ("use sea_orm_migration::prelude::*;", "cli", "migrations"),
            ("fn f() { sqlx::query(q); }", "daemon", "store"),
            ("use lettre::Message;", "daemon", "mail"),
            ("use std::env;", "store", "settings"),
            ("fn f() { std::env::var(name); }", "app", "cli"),
            ("fn f() { tokio::spawn(task); }", "store", "daemon"),
            ("fn f() { chrono::Utc::now(); }", "app", "cli"),
            ("fn f() { Local::now(); }", "render", "testkit"),
            ("fn f() { std::time::SystemTime::now(); }", "store", "cli"),
            (
                "fn f() { model::ClaimProof::committed(row); }",
                "daemon",
                "store",
            ),
        ] {
            let at = |name| found(&format!("crates/{name}/src/lib.rs"), text);
            assert_eq!(at(wrong).len(), 1, "{text} in {wrong}");
            assert_eq!(at(right), Vec::<String>::new(), "{text} in {right}");
        }
    }

    #[test]
    fn a_finding_says_where_what_and_what_to_do() {
        assert_eq!(
            found("crates/engine/src/a/b.rs", "\n\nuse std::fs;\n"),
            [
                "crates/engine/src/a/b.rs:3: `engine` may not touch `std::fs`; \
              this crate touches nothing: take it as an argument"
            ]
        );
    }

    #[test]
    fn words_that_only_look_alike_pass() {
        let text = "// std::fs\nfn rand(tokio: u8) -> u8 { operand::x(tokio) } use std::fmt;\n\
                    const S: &str = \"Utc::now\"; fn g() { my::tokio::x(); }";
        assert_eq!(
            found("crates/engine/src/lib.rs", text),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_members_beside_crates_are_judged_too() {
        assert_eq!(found("migrations/src/lib.rs", "use std::env;").len(), 1);
        assert_eq!(found("tests/src/lib.rs", "use lettre::Message;").len(), 1);
    }

    #[test]
    fn test_code_is_not_judged() {
        let lib = "#[cfg(test)]\nmod fixtures;\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        let file = |path: &str, text: &str| TextFile {
            path: format!("crates/engine/{path}"),
            text: text.to_owned(),
        };
        let files = [
            file("src/lib.rs", lib),
            file("src/fixtures.rs", "use std::fs;"),
            file("src/fixtures/more.rs", "use std::fs;"),
            file("tests/all.rs", "use std::fs;"),
        ];
        assert_eq!(check(&files), []);
        assert_eq!(check(&[file("src/other.rs", "use std::fs;")]).len(), 1);
    }
}
