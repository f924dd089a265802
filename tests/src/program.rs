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
    // What cargo tells this test about its own package would reach the build scripts of others, which then build anew.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    if profile.ends_with("release") {
        command.arg("--release");
    }
    let status = command.status().expect("cargo can be run");
    assert!(status.success(), "`precede` does not build");
    profile.join("precede")
}
