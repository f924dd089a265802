//! Words no file of the project may hold.
//!
//! The list is put together from halves, because this file is judged as well.

use super::Finding;
use super::files::TextFile;

/// A word, what it is, and what to write instead.
struct Word {
    text: &'static str,
    what: &'static str,
    remedy: &'static str,
}

const REGISTRY: &str = "the host of a package registry";
const REGISTRY_REMEDY: &str =
    "name the package alone: which registry serves it is the user's choice";
const MACHINE: &str = "a path of somebody's machine";
const MACHINE_REMEDY: &str = "write it relative to the workspace, or as a setting";
const TOOL: &str = "the name of a tool outside the project";
const TOOL_REMEDY: &str = "leave it out";

const WORDS: &[Word] = &[
    Word {
        text: concat!("crates", ".io"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("npm", "js."),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("pypi", ".org"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("python", "hosted.org"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("ruby", "gems.org"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("proxy.go", "lang.org"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("repo.maven", ".apache"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("deb.debian", ".org"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("docker", ".io/"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("ghcr", ".io"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("quay", ".io"),
        what: REGISTRY,
        remedy: REGISTRY_REMEDY,
    },
    Word {
        text: concat!("/wo", "rk/"),
        what: MACHINE,
        remedy: MACHINE_REMEDY,
    },
    Word {
        text: concat!("/ro", "ot/"),
        what: MACHINE,
        remedy: MACHINE_REMEDY,
    },
    Word {
        text: concat!("/ho", "me/"),
        what: MACHINE,
        remedy: MACHINE_REMEDY,
    },
    Word {
        text: concat!("/Us", "ers/"),
        what: MACHINE,
        remedy: MACHINE_REMEDY,
    },
    Word {
        text: concat!("fa", "rm-"),
        what: TOOL,
        remedy: TOOL_REMEDY,
    },
];

/// Lock files name registries because cargo and npm write them so.
const LOCK_FILES: &[&str] = &["Cargo.lock", "package-lock.json"];

/// The forbidden words of all files.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let is_lock = |path: &str| {
        path.rsplit('/')
            .next()
            .is_some_and(|name| LOCK_FILES.contains(&name))
    };
    files
        .iter()
        .filter(|file| !is_lock(&file.path))
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for word in WORDS.iter().filter(|word| word.occurs_in(line)) {
            findings.push(Finding {
                file: file.path.clone(),
                line: index + 1,
                what: format!("`{}` is {}", word.text, word.what),
                remedy: word.remedy.to_owned(),
            });
        }
    }
    findings
}

impl Word {
    /// A word that is the middle of a longer one does not count: a relative path or an address may
    /// well hold a folder of that name.
    fn occurs_in(&self, line: &str) -> bool {
        line.match_indices(self.text).any(|(index, _)| {
            !line[..index].ends_with(|c: char| c.is_alphanumeric() || "_-~}$".contains(c))
                || self.what == REGISTRY
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
        .len()
    }

    #[test]
    fn every_word_goes_red() {
        for word in WORDS {
            let text = format!("first line\nsee {}something", word.text);
            let findings = check(&[TextFile {
                path: "docs/a.md".to_owned(),
                text,
            }]);
            assert_eq!(findings.len(), 1, "{}", word.text);
            assert_eq!(
                (findings[0].line, findings[0].file.as_str()),
                (2, "docs/a.md")
            );
        }
    }

    #[test]
    fn registries_are_found_inside_addresses() {
        assert_eq!(found("a.md", concat!("https://static.crates", ".io/x")), 1);
    }

    #[test]
    fn lock_files_and_relative_paths_pass() {
        assert_eq!(found("Cargo.lock", concat!("https://crates", ".io")), 0);
        assert_eq!(
            found("a.md", concat!("frame", "/wo", "rk/x and ~", "/ho", "me/y")),
            0
        );
        assert_eq!(found("a.md", concat!("a windfa", "rm-house")), 0);
    }
}
