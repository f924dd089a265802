//! `precede mail`: reads what came back by mail.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::Subcommand;
use precede_mail::received::{self, Received};
use serde_json::{Value, json};

use crate::{answer::Answer, context::Context, errors::CliError};

/// Mail that came in.
#[derive(Subcommand)]
pub enum Command {
    /// Tells bounces, automatic replies and complaints apart
    #[command(after_help = "Examples:
  precede mail classify returned.eml
  precede mail classify maildir/new --json
  cat returned.eml | precede mail classify -

One line a message. With --json one object a line: file, kind (bounce, auto-reply, complaint, other), recipients,
permanent (true, false or null: the worst of all recipients), and status and reason of the first recipient.
A file that cannot be read is named on stderr; the others are read, and the exit code is 2.")]
    Classify {
        /// Messages, folders of messages, or - for standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// Does it.
pub fn run(context: &Context, Command::Classify { files }: Command) -> Result<Answer, CliError> {
    let mut unread = false;
    for named in files {
        for file in within(&named) {
            let read = file.and_then(|file| {
                let bytes = bytes_of(&file)?;
                Ok((file, received::classify(&bytes)))
            });
            match read {
                Ok((file, received)) => {
                    if print(context.json, &file, &received).is_err() {
                        // The reader went away: nobody is left to tell.
                        return Ok(Answer::silent());
                    }
                }
                Err(error) => {
                    eprintln!("cannot read {error}");
                    unread = true;
                }
            }
        }
    }
    Ok(Answer {
        code: if unread { 2 } else { 0 },
        ..Answer::silent()
    })
}

/// The most bytes taken from one message: many times what the reading looks at.
const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// The files that a name stands for: itself, or all files of a folder by name.
fn within(named: &Path) -> Vec<Result<PathBuf, String>> {
    if !named.is_dir() {
        return vec![Ok(named.to_owned())];
    }
    let entries = match fs::read_dir(named) {
        Ok(entries) => entries,
        Err(error) => return vec![Err(format!("`{}`: {error}", named.display()))],
    };
    let mut files = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) if entry.path().is_dir() => {}
            Ok(entry) => files.push(Ok(entry.path())),
            Err(error) => files.push(Err(format!("`{}`: {error}", named.display()))),
        }
    }
    files.sort();
    files
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(BYTES_MAX).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|open| open.take(BYTES_MAX).read_to_end(&mut bytes))
    };
    read.map(|_| bytes)
        .map_err(|error| format!("`{}`: {error}", file.display()))
}

fn print(as_json: bool, file: &Path, received: &Received) -> io::Result<()> {
    let line = if as_json {
        in_json(file, received).to_string()
    } else {
        in_words(file, received)
    };
    writeln!(io::stdout(), "{line}")
}

fn in_json(file: &Path, received: &Received) -> Value {
    let first = received.recipients.first();
    let recipients: Vec<&str> = received
        .recipients
        .iter()
        .map(|to| to.address.as_str())
        .collect();
    json!({
        "file": file.display().to_string(),
        "kind": received.kind.as_str(),
        "recipients": recipients,
        "permanent": received.permanent(),
        "status": first.map_or("", |to| to.status.as_str()),
        "reason": first.map_or("", |to| to.reason.as_str()),
    })
}

fn in_words(file: &Path, received: &Received) -> String {
    let mut line = format!("{}: {}", file.display(), received.kind.as_str());
    for (nth, to) in received.recipients.iter().enumerate() {
        let standing = match to.permanent {
            Some(true) => ", for good",
            Some(false) => ", for now",
            None => "",
        };
        let separator = if nth == 0 { ": " } else { "; " };
        let status = if to.status.is_empty() {
            String::new()
        } else {
            format!(" {}", to.status)
        };
        line += &format!(
            "{separator}{}{standing} ({}{status})",
            to.address,
            to.reason.as_str()
        );
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNCE: &[u8] = b"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n\
        <a@x.example>:\n452 4.2.2 full\n\n<b@x.example>:\n550 5.1.1 no such user\n";

    #[test]
    fn the_worst_recipient_decides_and_the_first_names_the_reason() {
        let read = received::classify(BOUNCE);
        assert_eq!(
            in_json(Path::new("m.eml"), &read),
            json!({
                "file": "m.eml",
                "kind": "bounce",
                "recipients": ["a@x.example", "b@x.example"],
                "permanent": true,
                "status": "4.2.2",
                "reason": "mailbox-full",
            })
        );
        assert_eq!(
            in_words(Path::new("m.eml"), &read),
            "m.eml: bounce: a@x.example, for now (mailbox-full 4.2.2); \
             b@x.example, for good (no-such-mailbox 5.1.1)"
        );
    }

    #[test]
    fn a_folder_means_its_files_by_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "a"] {
            fs::write(folder.path().join(name), BOUNCE).unwrap();
        }
        fs::create_dir(folder.path().join("c")).unwrap();
        let names: Vec<_> = within(folder.path())
            .into_iter()
            .map(|file| file.unwrap().file_name().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["a", "b"]);
        assert!(
            bytes_of(&folder.path().join("d"))
                .unwrap_err()
                .contains("/d`")
        );
    }
}
