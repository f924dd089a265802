//! `use a::{b, c::{self, d as e}};` spelled out as `a::b`, `a::c`, `a::c::d`.

use super::lexer;

/// Cuts the `use` statements out of `code`: their offsets, and their trees without `use` and `;`.
pub fn cut(code: &mut String) -> Vec<(usize, String)> {
    let mut statements = Vec::new();
    let mut from = 0;
    while let Some(start) = next_use(code, from) {
        let end = code[start..]
            .find(';')
            .map_or(code.len(), |end| start + end);
        statements.push((start, code[start + "use ".len()..end].to_owned()));
        lexer::blank(code, start..end);
        from = end;
    }
    statements
}

/// All paths of a tree.
pub fn spell_out(tree: &str) -> Vec<String> {
    let mut paths = Vec::new();
    spell(String::new(), tree, &mut paths);
    paths
}

fn spell(prefix: String, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    if let Some((head, inner)) = tree.split_once('{') {
        let inner = inner.trim_end().trim_end_matches('}');
        let closed = inner.matches('{').count() - inner.matches('}').count();
        let inner = format!("{inner}{}", "}".repeat(closed));
        for branch in branches(&inner) {
            spell(format!("{prefix}{}", head.trim()), branch, paths);
        }
    } else if !tree.is_empty() {
        let name = tree.split_whitespace().next().unwrap_or_default();
        let path = format!("{prefix}{name}");
        paths.push(
            path.trim_start_matches(':')
                .trim_end_matches("::self")
                .to_owned(),
        );
    }
}

/// The parts between the commas that are not inside braces.
fn branches(inner: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    inner
        .split(move |c| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c == ',' && depth == 0
        })
        .collect()
}

/// The next word `use` that begins a statement, not the end or the beginning of a longer word.
fn next_use(code: &str, from: usize) -> Option<usize> {
    code[from..]
        .match_indices("use ")
        .map(|(index, _)| from + index)
        .find(|index| {
            !code[..*index].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '#')
        })
}
