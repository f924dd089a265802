//! Where the workspace is and how its own cargo is called.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};

/// The folder of the workspace's `Cargo.toml`.
///
/// Asked of cargo at run time, never fixed at build time: one build cache may serve several clones.
pub fn root() -> Outcome<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .ok_or_else(|| Failure::Usage("start this program as `cargo xtask`".to_owned()))?;
    Path::new(&manifest)
        .ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| Failure::Usage("start this program as `cargo xtask`".to_owned()))
}

/// The cargo that started this task, in the workspace's folder, writing where [`target_dir`] says.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    // What cargo tells this task about its own package would reach the build scripts of others, which then build anew.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    if let Some(folder) = target_dir() {
        command.env("CARGO_TARGET_DIR", folder);
    }
    command
}

/// The build folder to ask for: with `CI=true` and none chosen, a cache outside the clone, so that
/// the next clone does not build everything again. `None` leaves the choice to cargo.
fn target_dir() -> Option<PathBuf> {
    if env::var_os("CARGO_TARGET_DIR").is_some() || env::var("CI").ok()? != "true" {
        return None;
    }
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("precede/target"))
}
