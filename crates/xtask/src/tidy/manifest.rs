//! Compares each member's `Cargo.toml` with the arrows.

use toml::{Table, Value};

use super::Finding;
use super::arrows::{self, Allowed, DEV_ONLY};
use super::files::TextFile;

/// What a dependency is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Product,
    Tests,
}

/// The forbidden arrows among all members.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
        .flat_map(check_manifest)
        .collect()
}

fn check_manifest(file: &TextFile) -> Vec<Finding> {
    let manifest: Table = match file.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => {
            let what = format!("it is not TOML: {}", error.message());
            return vec![finding(file, 1, what, "correct it".to_owned())];
        }
    };
    let package = manifest
        .get("package")
        .and_then(|package| package.get("name"));
    let Some(from) = package.and_then(Value::as_str).and_then(our_crate) else {
        return Vec::new();
    };
    let Some(allowed) = arrows::from(from) else {
        let what = format!("the crate `{from}` has no place in the house");
        return vec![finding(
            file,
            1,
            what,
            "give it a line in `tidy/arrows.rs`".to_owned(),
        )];
    };
    dependencies(&manifest)
        .into_iter()
        .filter(|(_, target, usage)| !is_allowed(from, allowed, target, *usage))
        .map(|(key, target, _)| {
            let what = format!("`{from}` may not depend on `{target}`");
            finding(file, line_of(&file.text, &key), what, remedy(&target))
        })
        .collect()
}

fn is_allowed(from: &str, allowed: Allowed, target: &str, usage: Use) -> bool {
    if target == DEV_ONLY {
        return usage == Use::Tests || from == "tests";
    }
    match allowed {
        Allowed::Any => true,
        Allowed::Only(targets) => {
            targets.contains(&target)
                || usage == Use::Tests && arrows::in_tests(from).contains(&target)
        }
    }
}

fn remedy(target: &str) -> String {
    if target == DEV_ONLY {
        return format!("move `{target}` to `[dev-dependencies]`");
    }
    "move the code to a crate that may, or argue for the new arrow in `tidy/arrows.rs`".to_owned()
}

/// Our own crates a manifest depends on: key, crate and use, those for one platform included.
fn dependencies(manifest: &Table) -> Vec<(String, String, Use)> {
    let platforms = manifest.get("target").and_then(Value::as_table);
    let tables = platforms
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    let mut found = Vec::new();
    for table in tables.chain([manifest]) {
        for (section, usage) in [
            ("dependencies", Use::Product),
            ("build-dependencies", Use::Product),
            ("dev-dependencies", Use::Tests),
        ] {
            let entries = table.get(section).and_then(Value::as_table);
            for (key, value) in entries.into_iter().flatten() {
                // A dependency may go by another name than its package.
                let package = value.get("package").and_then(Value::as_str).unwrap_or(key);
                if let Some(target) = our_crate(package) {
                    found.push((key.clone(), target.to_owned(), usage));
                }
            }
        }
    }
    found
}

fn our_crate(package: &str) -> Option<&str> {
    match package {
        "xtask" => Some(package),
        _ => package.strip_prefix("precede-"),
    }
}

fn line_of(text: &str, key: &str) -> usize {
    let names_key = |line: &str| {
        let rest = line.trim_start().trim_start_matches('"').strip_prefix(key);
        rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=', '"']))
    };
    text.lines()
        .position(names_key)
        .map_or(1, |index| index + 1)
}

fn finding(file: &TextFile, line: usize, what: String, remedy: String) -> Finding {
    Finding {
        file: file.path.clone(),
        line,
        what,
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, dependencies: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n\n{dependencies}");
        let file = TextFile {
            path: "crates/x/Cargo.toml".to_owned(),
            text,
        };
        check(&[file]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_allowed_arrow_passes() {
        let dependencies = "[dependencies]\nprecede-engine.workspace = true\nserde = \"1\"\n\
                            [dev-dependencies]\nprecede-testkit.workspace = true\n";
        assert_eq!(findings("precede-app", dependencies), Vec::<String>::new());
        assert_eq!(
            findings("someone-elses", dependencies),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_forbidden_arrow_is_named_with_its_line() {
        let found = findings(
            "precede-engine",
            "[dependencies]\nprecede-store.workspace = true\n",
        );
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("crates/x/Cargo.toml:5: `engine` may not depend on `store`; "),
            "{found:?}"
        );
    }

    #[test]
    fn audit_depends_on_nothing_of_ours_not_even_for_one_platform() {
        let dependencies = "[target.'cfg(unix)'.dependencies]\nprecede-model.workspace = true\n";
        assert_eq!(findings("precede-audit", dependencies).len(), 1);
        let renamed = "[build-dependencies]\nm = { package = \"precede-model\", path = \"..\" }\n";
        assert_eq!(findings("precede-audit", renamed).len(), 1);
    }

    #[test]
    fn the_testkit_is_for_tests_alone() {
        let found = findings(
            "precede-cli",
            "[dependencies]\nprecede-testkit.workspace = true\n",
        );
        assert!(found[0].contains("`[dev-dependencies]`"), "{found:?}");
    }

    #[test]
    fn an_unknown_crate_needs_a_place() {
        assert!(findings("precede-attic", "")[0].contains("no place in the house"));
    }

    #[test]
    fn a_broken_manifest_is_named() {
        assert!(findings("precede-app", "[dependencies\n")[0].contains("not TOML"));
    }
}
