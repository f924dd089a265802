//! The product beside the limit, as a person and as a program reads it.

use std::fmt;

use serde_json::{Value, json};

use super::measured::Measured;

/// One line of the benchmark.
pub struct Comparison {
    pub title: &'static str,
    /// What is counted, for example `steps`.
    pub unit: &'static str,
    /// `None` where no outside program does the same.
    pub limit: Option<Measured>,
    /// The reason when the product could not be measured.
    pub product: Result<Measured, String>,
    pub aim: Aim,
    /// Findings beside the figures, for example on correctness.
    pub notes: Vec<String>,
}

/// What the project hopes to reach; never asserted.
#[derive(Clone, Copy)]
pub enum Aim {
    /// At least this share of the limit.
    Ratio(f64),
    /// At least so many units a second.
    Rate(f64),
    /// At most so many seconds.
    Seconds(f64),
}

impl Comparison {
    fn ratio(&self) -> Option<f64> {
        Some(self.product.as_ref().ok()?.rate() / self.limit.as_ref()?.rate())
    }

    fn to_json(&self) -> Value {
        json!({
            "title": self.title,
            "unit": self.unit,
            "limit": self.limit.as_ref().map(Measured::to_json),
            "product": self.product.as_ref().ok().map(Measured::to_json),
            "failure": self.product.as_ref().err(),
            "ratio": self.ratio(),
            "aim": self.aim.to_string(),
            "notes": self.notes,
        })
    }
}

/// All comparisons as one JSON list.
pub fn to_json(comparisons: &[Comparison]) -> Value {
    comparisons.iter().map(Comparison::to_json).collect()
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.title)?;
        if let Some(limit) = &self.limit {
            write_measured(formatter, "limit", limit, self.unit)?;
        }
        match &self.product {
            Ok(product) => write_measured(formatter, "product", product, self.unit)?,
            Err(reason) => writeln!(formatter, "  product  not measured: {reason}")?,
        }
        if let Some(ratio) = self.ratio() {
            writeln!(formatter, "  ratio    {ratio:.2}")?;
        }
        writeln!(formatter, "  aim      {}", self.aim)?;
        for note in &self.notes {
            writeln!(formatter, "  note     {note}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Aim::Ratio(ratio) => write!(formatter, "at least {ratio:.2} of the limit"),
            Aim::Rate(rate) => write!(formatter, "at least {rate:.0} a second"),
            Aim::Seconds(seconds) => write!(formatter, "at most {seconds:.1} s"),
        }
    }
}

fn write_measured(
    formatter: &mut fmt::Formatter<'_>,
    name: &str,
    measured: &Measured,
    unit: &str,
) -> fmt::Result {
    writeln!(formatter, "  {name:<8} {}", measured.command)?;
    write!(
        formatter,
        "           {:.0} {unit}/s ({} in {:.2} s)",
        measured.rate(),
        measured.done,
        measured.seconds
    )?;
    if let Some(commits) = measured.commits {
        write!(formatter, ", {commits} commits")?;
    }
    match &measured.fsyncs {
        Some(counted) if Some(counted.commits) == measured.commits => {
            writeln!(formatter, ", {} fsyncs", counted.fsyncs)
        }
        Some(counted) => writeln!(
            formatter,
            ", fsyncs counted in a shorter run: {} for {} commits",
            counted.fsyncs, counted.commits
        ),
        None => writeln!(formatter),
    }
}

#[cfg(test)]
mod tests {
    use super::super::measured::Fsyncs;
    use super::*;

    fn measured(command: &str, done: u64) -> Measured {
        let fsyncs = Some(Fsyncs {
            fsyncs: 7,
            commits: done,
        });
        Measured {
            command: command.to_owned(),
            done,
            seconds: 2.0,
            commits: Some(done),
            fsyncs,
        }
    }

    fn comparison(product: Result<Measured, String>) -> Comparison {
        Comparison {
            title: "steps",
            unit: "steps",
            limit: Some(measured("pgbench -c 32", 1000)),
            product,
            aim: Aim::Ratio(0.8),
            notes: vec![],
        }
    }

    #[test]
    fn shows_both_and_their_ratio() {
        let expected = "\
steps
  limit    pgbench -c 32
           500 steps/s (1000 in 2.00 s), 1000 commits, 7 fsyncs
  product  precede
           450 steps/s (900 in 2.00 s), 900 commits, 7 fsyncs
  ratio    0.90
  aim      at least 0.80 of the limit
";
        assert_eq!(
            comparison(Ok(measured("precede", 900))).to_string(),
            expected
        );
    }

    #[test]
    fn a_product_that_failed_has_no_ratio() {
        let failed = comparison(Err("exit 2".to_owned()));
        assert!(
            failed.to_string().contains("product  not measured: exit 2"),
            "{failed}"
        );
        assert_eq!(failed.to_json()["ratio"], Value::Null);
    }
}
