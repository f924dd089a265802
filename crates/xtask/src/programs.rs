//! The few programs that are not Rust: found, or installed on Debian and its kin, or asked for.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome, cannot};

/// A program a task needs and the Debian package that brings it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program {
    name: &'static str,
    package: &'static str,
}

/// Makes a PostgreSQL cluster.
pub const INITDB: Program = Program {
    name: "initdb",
    package: "postgresql",
};
/// The PostgreSQL server.
pub const POSTGRES: Program = Program {
    name: "postgres",
    package: "postgresql",
};
/// PostgreSQL's command line.
pub const PSQL: Program = Program {
    name: "psql",
    package: "postgresql",
};
/// PostgreSQL's own benchmark.
pub const PGBENCH: Program = Program {
    name: "pgbench",
    package: "postgresql",
};
/// An SMTP server of another house, written in Python.
pub const AIOSMTPD: Program = Program {
    name: "aiosmtpd",
    package: "python3-aiosmtpd",
};
/// SQLite's command line.
pub const SQLITE3: Program = Program {
    name: "sqlite3",
    package: "sqlite3",
};
/// The cryptography of most other programs, with a benchmark of its own.
pub const OPENSSL: Program = Program {
    name: "openssl",
    package: "openssl",
};
/// Counts system calls of a program.
pub const STRACE: Program = Program {
    name: "strace",
    package: "strace",
};

/// Installs the packages of those `programs` that are missing; does nothing when none is.
///
/// # Errors
///
/// `Unavailable`, naming what to install, when packages are missing and cannot be installed here.
pub fn ensure(programs: &[Program]) -> Outcome<()> {
    let mut packages = missing_packages(programs);
    if packages.is_empty() {
        return Ok(());
    }
    eprintln!("installing {}", packages.join(" "));
    let installed = install(&packages);
    packages = missing_packages(programs);
    if packages.is_empty() {
        return Ok(());
    }
    let why = installed
        .err()
        .map_or_else(String::new, |error| format!(" ({error})"));
    Err(Failure::Unavailable(format!(
        "please install {0}, for example `apt-get install {0}`: neither root nor `sudo -n` could \
         do it here{why}",
        packages.join(" ")
    )))
}

/// Where `program` is: on the PATH, or in the newest `/usr/lib/postgresql/*/bin`, where Debian
/// keeps what is not for everyday use.
///
/// # Errors
///
/// `Unavailable`, naming the package.
pub fn find(program: Program) -> Outcome<PathBuf> {
    locate(program.name).ok_or_else(|| {
        Failure::Unavailable(format!(
            "`{}` is missing: please install the package `{}`",
            program.name, program.package
        ))
    })
}

/// Where the program `name` is, if anywhere.
pub fn locate(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.extend(["/usr/sbin", "/sbin"].map(PathBuf::from));
    folders.extend(postgres_folders());
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// True for the superuser, who may install and who must not run PostgreSQL.
///
/// # Errors
///
/// When `id` cannot be run.
pub fn is_root() -> Outcome<bool> {
    let output = Command::new("id")
        .arg("-u")
        .output()
        .map_err(cannot("run `id`"))?;
    Ok(output.stdout.trim_ascii() == b"0")
}

/// Debian's versioned folders, newest first.
fn postgres_folders() -> Vec<PathBuf> {
    let Ok(entries) = Path::new("/usr/lib/postgresql").read_dir() else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by(|one, other| other.cmp(one));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

fn missing_packages(programs: &[Program]) -> Vec<&'static str> {
    let mut packages: Vec<&str> = programs
        .iter()
        .filter(|program| locate(program.name).is_none())
        .map(|program| program.package)
        .collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

fn install(packages: &[&str]) -> Outcome<()> {
    apt(&["update", "-qq"])?;
    let mut arguments = vec!["install", "--yes", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn apt(arguments: &[&str]) -> Outcome<()> {
    let mut command = if is_root()? {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else {
        let mut command = Command::new("sudo");
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    // Standard output belongs to the task's own report.
    let status = command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .map_err(cannot("run `apt-get`"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Unavailable(format!(
            "`apt-get {}` failed: {status}",
            arguments.join(" ")
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_names_its_package() {
        let program = Program {
            name: "no-such-program",
            package: "no-such-package",
        };
        let failure = find(program).expect_err("the program does not exist");
        assert_eq!(failure.exit_code(), 3);
        assert!(
            failure.to_string().contains("`no-such-package`"),
            "{failure}"
        );
    }

    #[test]
    fn packages_are_named_once() {
        let missing = Program {
            name: "no-such-program",
            package: "p",
        };
        let other = Program {
            name: "no-such-other",
            package: "p",
        };
        assert_eq!(missing_packages(&[missing, other]), ["p"]);
    }
}
