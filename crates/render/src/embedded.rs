//! The folder `templates/` as it was when the binary was built, so that the binary needs no repository beside it.

use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../templates");

/// The text of a shipped programme definition, for example of `scr`.
pub fn programme_text(name: &str) -> Option<&'static str> {
    let file = TEMPLATES.get_file(format!("programmes/{name}.toml"))?;
    file.contents_utf8()
}

/// Names of the shipped programme definitions, in alphabetical order.
pub fn programmes() -> Vec<&'static str> {
    let mut names: Vec<_> = TEMPLATES
        .get_dir("programmes")
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| file.path().file_name()?.to_str()?.strip_suffix(".toml"))
        .collect();
    names.sort_unstable();
    names
}

/// Path below `emails/` (`reminder/body.txt.hbs`) and text of every shipped template.
pub(crate) fn emails() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEMPLATES
        .get_dir("emails")
        .into_iter()
        .flat_map(Dir::dirs)
        .flat_map(Dir::files)
        .filter_map(|file| {
            let path = file.path().to_str()?.strip_prefix("emails/")?;
            Some((path, file.contents_utf8()?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_programmes_ship() {
        assert_eq!(programmes(), ["announcement", "scr", "shared-care-record"]);
        for name in programmes() {
            let text = programme_text(name).expect("it is listed");
            assert!(text.contains(&format!("code = \"{name}\"")));
        }
        assert_eq!(programme_text("none"), None);
    }
}
