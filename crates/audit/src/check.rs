//! The check itself: line by line, each in its own stream.

use std::{collections::HashMap, io::BufRead};

use crate::{
    campaign::{Audit, Finding},
    chain::Chain,
    clock::Clock,
    event::Event,
    line::{Line, ReadError},
    report::{Report, Rule, Violation},
};

/// Reads an export (JSON lines, streams interleaved as they come) and reports every broken law.
///
/// Empty lines are passed over. The answer does not depend on how streams are interleaved.
///
/// # Errors
///
/// [`ReadError`] with the number of the line, when the source fails or a line is not a ledger entry.
pub fn check(mut reader: impl BufRead) -> Result<Report, ReadError> {
    let mut streams: HashMap<String, Stream> = HashMap::new();
    let mut report = Report {
        entries: 0,
        violations: Vec::new(),
    };
    let mut buffer = Vec::new();
    for number in 1.. {
        buffer.clear();
        let read = reader.read_until(b'\n', &mut buffer);
        if read.map_err(|source| ReadError::Io {
            line: number,
            source,
        })? == 0
        {
            break;
        }
        if buffer.trim_ascii().is_empty() {
            continue;
        }
        let malformed = |source| ReadError::Malformed {
            line: number,
            source,
        };
        let line: Line = serde_json::from_slice(&buffer).map_err(malformed)?;
        let event = Event::read(&line).map_err(malformed)?;
        report.entries += 1;
        let stream = match streams.get_mut(&line.campaign) {
            Some(stream) => stream,
            None => streams
                .entry(line.campaign.clone())
                .or_insert_with(|| Stream::of(&line)),
        };
        stream.take(&line, event, &mut report.violations);
    }
    for (campaign, stream) in &mut streams {
        stream.end(campaign, &mut report.violations);
    }
    report.violations.sort_by(|a, b| {
        (&a.campaign, a.seq, a.rule, &a.practice).cmp(&(&b.campaign, b.seq, b.rule, &b.practice))
    });
    Ok(report)
}

/// One stream: its chain and its clock, and for a campaign its audit.
struct Stream {
    chain: Chain,
    clock: Clock,
    audit: Option<Audit>,
}

impl Stream {
    /// Only campaigns have laws of their own; any other stream is a chain.
    fn of(line: &Line) -> Self {
        let is_campaign = line.campaign.starts_with("campaign:");
        Self {
            chain: Chain::default(),
            clock: Clock::default(),
            audit: is_campaign.then(Audit::default),
        }
    }

    /// Follows the chain and judges the entry; an entry has at most one violation of each rule.
    fn take(&mut self, line: &Line, event: Event, violations: &mut Vec<Violation>) {
        let mut faults = self.chain.follow(line);
        faults.extend(self.clock.follow(&event));
        let (seq, practice) = (event.seq, event.practice.clone());
        let mut findings = Vec::new();
        if let Some(audit) = &mut self.audit {
            faults.extend(audit.begin(&event));
            findings = audit.judge(event);
        }
        if !faults.is_empty() {
            findings.push(Finding {
                rule: Rule::Chain,
                seq,
                practice,
                faults,
            });
        }
        violations.extend(named(&line.campaign, findings));
    }

    /// Nothing follows: what had to has not.
    fn end(&mut self, campaign: &str, violations: &mut Vec<Violation>) {
        let findings = self.audit.as_mut().map(Audit::end);
        violations.extend(named(campaign, findings.unwrap_or_default()));
    }
}

fn named(campaign: &str, findings: Vec<Finding>) -> impl Iterator<Item = Violation> {
    findings.into_iter().map(move |finding| Violation {
        rule: finding.rule,
        campaign: campaign.to_owned(),
        practice: finding.practice,
        seq: finding.seq,
        why: finding.faults.join("; "),
    })
}
