//! Reads Rust source as far as tidy needs: which paths does the product's own code mention, where?
//!
//! Not a parser. Comments and literals are blanked, items under `#[cfg(test)]` cut out, `use` trees
//! spelled out; what is left is read word by word. A name brought in under another by `as` is
//! judged at the `use`.

mod lexer;
mod use_tree;

/// A path in the code, such as `std::fs::read` or `Utc::now`.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    pub line: usize,
    pub path: String,
    /// Named by a `use`, where even a single word is a path.
    pub imported: bool,
}

/// What one file holds.
pub struct Source {
    pub mentions: Vec<Mention>,
    /// Modules in files of their own that exist for tests alone.
    pub test_modules: Vec<String>,
}

/// Reads the text of a file.
pub fn read(text: &str) -> Source {
    let mut code = lexer::blank_comments_and_literals(text);
    let test_modules = cut_tests(&mut code);
    let mut mentions = Vec::new();
    for (offset, statement) in use_tree::cut(&mut code) {
        let line = line_at(text, offset);
        let paths = use_tree::spell_out(&statement);
        mentions.extend(paths.into_iter().map(|path| Mention {
            line,
            path,
            imported: true,
        }));
    }
    for (index, line) in code.lines().enumerate() {
        let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let words = line
            .split(|c| !is_path(c))
            .map(|word| word.trim_matches(':'));
        for word in words.filter(|word| word.contains("::")) {
            mentions.push(Mention {
                line: index + 1,
                path: word.to_owned(),
                imported: false,
            });
        }
    }
    Source {
        mentions,
        test_modules,
    }
}

/// Blanks each item under `#[cfg(test)]` and returns the names of those that are `mod name;`.
fn cut_tests(code: &mut String) -> Vec<String> {
    const MARK: &str = "#[cfg(test)]";
    let mut modules = Vec::new();
    while let Some(start) = code.find(MARK) {
        let end = start + MARK.len() + item_length(&code[start + MARK.len()..]);
        let item = code[start + MARK.len()..end].trim();
        let name = item
            .strip_suffix(';')
            .and_then(|item| item.split("mod ").nth(1));
        modules.extend(name.map(|name| name.trim().to_owned()));
        lexer::blank(code, start..end);
    }
    modules
}

/// The length of the item `code` begins with: to its closing brace, or to its semicolon.
fn item_length(code: &str) -> usize {
    let mut braces = 0_usize;
    let mut brackets = 0_usize;
    for (index, c) in code.char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            '{' => braces += 1,
            '}' if braces <= 1 => return index + 1,
            '}' => braces -= 1,
            ';' if braces == 0 && brackets == 0 => return index + 1,
            _ => {}
        }
    }
    code.len()
}

fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<(usize, String)> {
        read(text)
            .mentions
            .into_iter()
            .map(|mention| (mention.line, mention.path))
            .collect()
    }

    #[test]
    fn comments_and_literals_are_not_code() {
        let text = "// a::b\n/* c::d /* e::f */ g::h */\nlet x = \"i::j\\\" k::l\";\n\
                    let y = r#\"m::n \" o::p\"#; let c = '\"'; let d: &'static q::r = b\"s::t\";\n";
        assert_eq!(paths(text), [(4, "q::r".to_owned())]);
    }

    #[test]
    fn items_for_tests_are_left_out() {
        let text = "#[cfg(test)]\nmod tests {\n fn f() { a::b(); }\n}\nfn g() { c::d(); }\n\
                    #[cfg(test)]\nfn h() -> [u8; 3] { e::f() }\n#[cfg(test)]\nmod fixtures;\n";
        assert_eq!(paths(text), [(5, "c::d".to_owned())]);
        assert_eq!(read(text).test_modules, ["fixtures"]);
    }

    #[test]
    fn use_trees_are_spelled_out() {
        let text = "\npub use std::{\n  fs,\n  io::{self, Read as R},\n};\nuse rand;\n";
        let expected = ["std::fs", "std::io", "std::io::Read", "rand"];
        let found: Vec<String> = paths(text).into_iter().map(|(_, path)| path).collect();
        assert_eq!(found, expected);
        assert_eq!(paths(text)[0].0, 2);
    }

    #[test]
    fn text_beyond_ascii_keeps_its_lines() {
        assert_eq!(paths("// é ünï\nlet é = a::b;\n"), [(2, "a::b".to_owned())]);
    }
}
