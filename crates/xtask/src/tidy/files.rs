//! The files to judge.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Outcome, cannot};

/// A file that is text.
pub struct TextFile {
    /// Path from the workspace's root, with `/`.
    pub path: String,
    pub text: String,
}

/// The text files below `root` that git tracks or would add. Files that are not UTF-8, such as
/// pictures and compressed tables, are left out.
///
/// # Errors
///
/// `Unavailable` outside a git repository.
pub fn of(root: &Path) -> Outcome<Vec<TextFile>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .map_err(cannot("run `git`"))?;
    if !output.status.success() {
        return Err(Failure::Unavailable(format!(
            "`git ls-files` failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    let listing = String::from_utf8_lossy(&output.stdout);
    let paths = listing.split('\0').filter(|path| !path.is_empty());
    Ok(paths.filter_map(|path| read(root, path)).collect())
}

/// A listed file may be gone: deleted, but the deletion not committed yet.
fn read(root: &Path, path: &str) -> Option<TextFile> {
    let text = String::from_utf8(fs::read(root.join(path)).ok()?).ok()?;
    Some(TextFile {
        path: path.to_owned(),
        text,
    })
}
