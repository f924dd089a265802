//! Orders of others, as their entries carry them, for the tests of R8 and R12.

use serde_json::{Value, json};

/// A directive over acts, from before the story, with this coverage.
pub fn directive(acts: &[&str], coverage: &str) -> Value {
    json!({
        "directive": "d1", "amendment": 0, "authority": "dh", "reference": "letter 1", "acts": acts,
        "from": "2010-01-01T00:00:00Z", "clock": "runs", "coverage": coverage, "practices": [],
    })
}

/// The same, with practices named beside the coverage of the PCT.
pub fn naming(acts: &[&str], coverage: &str, named: &[(&str, &str)]) -> Value {
    let mut order = directive(acts, coverage);
    order["named"] = named
        .iter()
        .map(|(practice, coverage)| json!({"practice": practice, "coverage": coverage}))
        .collect();
    order
}

/// A dispensation from it for acts, in date over the whole story.
pub fn dispensation(acts: &[&str], coverage: &str) -> Value {
    json!({
        "dispensation": "x1", "directive": "d1", "acts": acts, "from": "2010-01-01T00:00:00Z",
        "until": "2011-01-01T00:00:00Z", "coverage": coverage,
    })
}

/// An order with a field changed.
pub fn with(mut order: Value, field: &str, value: Value) -> Value {
    order[field] = value;
    order
}
