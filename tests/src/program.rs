//! The real binary, built by the same cargo into the same folder.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// Where `precede` is. The first caller has it built.
///
/// # Panics
/// When it does not build.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(build)
}

fn build() -> PathBuf {
    // A test runs as TARGET/PROFILE/deps/scenarios-HASH; the product lies two folders up.
    let here = std::env::current_exe().expect("a running test has a path");
    let profile = here
        .ancestors()
        .nth(2)
        .expect("tests run from TARGET/PROFILE/deps");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "build",
        "--quiet",
        "--package",
        "precede-cli",
        "--bin",
        "precede",
    ]);
    command
        .arg("--target-dir")
        .arg(profile.parent().expect("a profile lies in a target folder"));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    if profile.ends_with("release") {
        command.arg("--release");
    }
    let status = command.status().expect("cargo can be run");
    assert!(status.success(), "`precede` does not build");
    profile.join("precede")
}
