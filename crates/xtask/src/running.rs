//! Child processes and temporary folders that never outlive the task, however it ends.
//!
//! Each child gets its own process group, so a Ctrl-C reaches this program alone, which then stops
//! the children in reverse order and removes the folders. The same happens on SIGTERM and SIGHUP,
//! and, by `Drop`, when a task returns early.

use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::{Outcome, cannot};

/// How long a child may take over an orderly end before it is killed.
const PATIENCE: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(10);

/// What has to be undone, oldest first.
static HELD: Mutex<Vec<Held>> = Mutex::new(Vec::new());

#[derive(Clone)]
enum Held {
    Process(Arc<Mutex<Child>>),
    Folder(PathBuf),
}

/// Starts the thread that cleans up when the task is interrupted. Call it once, before any child.
///
/// # Errors
///
/// When the system refuses the signal handlers.
pub fn clean_up_when_interrupted() -> Outcome<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(cannot("listen for interrupts"))?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            eprintln!("\ninterrupted: stopping what was started");
            let mut held = lock(&HELD);
            while let Some(thing) = held.pop() {
                undo(&thing);
            }
            process::exit(128 + signal);
        }
    });
    Ok(())
}

/// A started program; stopped when dropped.
pub struct Running {
    child: Arc<Mutex<Child>>,
}

impl Running {
    /// Starts `command` without standard input, in a process group of its own.
    ///
    /// # Errors
    ///
    /// When the program cannot be started.
    pub fn start(command: &mut Command) -> io::Result<Running> {
        let mut held = lock(&HELD);
        let child = command.stdin(Stdio::null()).process_group(0).spawn()?;
        let child = Arc::new(Mutex::new(child));
        held.push(Held::Process(Arc::clone(&child)));
        Ok(Running { child })
    }

    /// Runs `f` on the child, for example to take its output.
    pub fn with<T>(&self, f: impl FnOnce(&mut Child) -> T) -> T {
        f(&mut lock(&self.child))
    }

    /// Sends a signal, by its name without `SIG`, to the program and all it started.
    pub fn signal(&self, signal: &str) {
        signal_group(signal, lock(&self.child).id());
    }

    /// The exit status, or `None` while the program runs.
    ///
    /// # Errors
    ///
    /// When the system cannot tell.
    pub fn status(&self) -> io::Result<Option<ExitStatus>> {
        lock(&self.child).try_wait()
    }

    /// Waits for the end. Polls, because the cleaning thread needs the child in between.
    ///
    /// # Errors
    ///
    /// When the system cannot tell.
    pub fn wait(&self) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.status()? {
                return Ok(status);
            }
            thread::sleep(POLL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&self.child);
        lock(&HELD).retain(
            |held| !matches!(held, Held::Process(child) if Arc::ptr_eq(child, &self.child)),
        );
    }
}

/// A folder below the system's temporary folder; removed when dropped.
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes an empty folder whose name tells what it is for.
    ///
    /// # Errors
    ///
    /// When the temporary folder does not allow it.
    pub fn new(purpose: &str) -> Outcome<Scratch> {
        let name = format!("precede-{purpose}-{}", crate::random::hex(8)?);
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).map_err(cannot(format_args!("make `{}`", path.display())))?;
        lock(&HELD).push(Held::Folder(path.clone()));
        Ok(Scratch { path })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        undo(&Held::Folder(self.path.clone()));
        lock(&HELD).retain(|held| !matches!(held, Held::Folder(path) if *path == self.path));
    }
}

fn undo(held: &Held) {
    match held {
        Held::Process(child) => stop(child),
        Held::Folder(path) => {
            if let Err(error) = fs::remove_dir_all(path)
                && error.kind() != io::ErrorKind::NotFound
            {
                eprintln!("cannot remove `{}`: {error}", path.display());
            }
        }
    }
}

/// SIGINT to the child's group, which is a fast shutdown for PostgreSQL; SIGKILL when that does not
/// help in time.
fn stop(child: &Mutex<Child>) {
    let mut child = lock(child);
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    signal_group("INT", child.id());
    let asked = Instant::now();
    while asked.elapsed() < PATIENCE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(POLL);
    }
    signal_group("KILL", child.id());
    // Nothing more can be done when even this fails; the process is named for the operator.
    if child.wait().is_err() {
        eprintln!("process {} could not be stopped", child.id());
    }
}

/// `kill` of the shell: std cannot send signals, and `/bin/kill` is missing from small systems.
fn signal_group(signal: &str, group: u32) {
    let script = format!("kill -{signal} -{group}");
    if let Err(error) = Command::new("sh").args(["-c", &script]).status() {
        eprintln!("cannot run `{script}`: {error}");
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_stops_the_whole_group() {
        let scratch = Scratch::new("test").expect("a temporary folder");
        let pid_file = scratch.path().join("pid");
        let inner = format!("echo $$ > {}; exec sleep 600", pid_file.display());
        let mut command = Command::new("sh");
        command
            .args(["-c", "sh -c \"$INNER\"; true"])
            .env("INNER", inner);
        let running = Running::start(&mut command).expect("sh runs");
        let grandchild = loop {
            match fs::read_to_string(&pid_file) {
                Ok(pid) if pid.ends_with('\n') => break pid.trim().to_owned(),
                _ => thread::sleep(POLL),
            }
        };
        drop(running);
        let probe = format!("kill -0 {grandchild} 2>/dev/null");
        let alive = Command::new("sh")
            .args(["-c", &probe])
            .status()
            .expect("sh runs");
        assert!(!alive.success(), "the grandchild outlived its group");
    }

    #[test]
    fn dropping_a_scratch_folder_removes_it() {
        let scratch = Scratch::new("test").expect("a temporary folder");
        let path = scratch.path().to_path_buf();
        fs::write(path.join("file"), "text").expect("writable");
        drop(scratch);
        assert!(!path.exists());
    }
}
