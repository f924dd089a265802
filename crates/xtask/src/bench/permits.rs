//! Go-live tokens signed and verified a second on one core, beside the bare signatures of OpenSSL.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::comparison::{Aim, Comparison};
use super::measured::{Measured, json_of, spell};
use crate::failure::{Failure, Outcome, cannot};
use crate::programs::{OPENSSL, ensure, find};

const SECONDS: u32 = 5;

/// Measures both.
///
/// # Errors
///
/// When OpenSSL is missing or cannot measure itself.
pub fn measure(program: &Path, print: &mut impl FnMut(Comparison)) -> Outcome<()> {
    let (sign, verify) = openssl()?;
    let mut command = Command::new(program);
    command.args(["bench-permits", "--seconds", &SECONDS.to_string(), "--json"]);
    let answer = json_of(&mut command).map_err(|failure| failure.to_string());
    for (title, key, limit, aim) in [
        ("go-live tokens signed on one core", "sign", sign, 2_000.0),
        (
            "go-live tokens verified on one core, with a list of revocations",
            "verify",
            verify,
            20_000.0,
        ),
    ] {
        print(Comparison {
            title,
            unit: "tokens",
            limit: Some(limit),
            product: answer
                .clone()
                .and_then(|answer| figures(&answer, key, &command)),
            aim: Aim::Rate(aim),
            notes: vec!["the limit signs bare bytes, without claims or base64".to_owned()],
        });
    }
    Ok(())
}

fn figures(answer: &Value, key: &str, command: &Command) -> Result<Measured, String> {
    let figures = &answer[key];
    let (Some(done), Some(seconds)) = (figures["tokens"].as_u64(), figures["seconds"].as_f64())
    else {
        return Err(format!("`bench-permits` printed no `{key}`: {answer}"));
    };
    Ok(measured(command, done, seconds))
}

/// Signatures made and verified, by the wall clock as ours are.
fn openssl() -> Outcome<(Measured, Measured)> {
    ensure(&[OPENSSL])?;
    let mut command = Command::new(find(OPENSSL)?);
    command.args(["speed", "-mr", "-elapsed", "-seconds", &SECONDS.to_string()]);
    command.arg("ed25519");
    let output = command.output().map_err(cannot("run `openssl speed`"))?;
    // Each result is a line of its own on standard error: what, how many, bits, name, seconds.
    let text = String::from_utf8_lossy(&output.stderr);
    let mut results = text.lines().filter_map(result);
    match (results.next(), results.next()) {
        (Some(sign), Some(verify)) => Ok((
            measured(&command, sign.0, sign.1),
            measured(&command, verify.0, verify.1),
        )),
        _ => Err(Failure::Unavailable(format!(
            "`openssl speed` printed no results for Ed25519: {text}"
        ))),
    }
}

/// How many in how many seconds, of a line like `+R8:10771:253:Ed25519:0.50`.
fn result(line: &str) -> Option<(u64, f64)> {
    let fields: Vec<&str> = line.strip_prefix("+R")?.split(':').collect();
    let [_, done, _, "Ed25519", seconds] = fields.as_slice() else {
        return None;
    };
    let seconds = seconds.parse().ok().filter(|seconds| *seconds > 0.0)?;
    Some((done.parse().ok()?, seconds))
}

fn measured(command: &Command, done: u64, seconds: f64) -> Measured {
    Measured {
        command: spell(command),
        done,
        seconds,
        commits: None,
        fsyncs: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openssls_own_lines_are_read() {
        assert_eq!(result("+R9:4854:253:Ed25519:0.56"), Some((4854, 0.56)));
        for line in [
            "+DTP:253:sign:Ed25519:1",
            "+F6:0:253:Ed25519:21542.0:8667.8",
            "+R9:1:253:Ed25519:0.00",
            "",
        ] {
            assert_eq!(result(line), None, "{line}");
        }
    }

    #[test]
    fn an_answer_without_figures_is_no_measurement() {
        let command = Command::new("precede");
        let answer = serde_json::json!({ "sign": { "tokens": 10, "seconds": 2.0 } });
        let sign = figures(&answer, "sign", &command).expect("complete");
        assert_eq!((sign.done, sign.seconds), (10, 2.0));
        assert!(figures(&answer, "verify", &command).is_err());
    }
}
