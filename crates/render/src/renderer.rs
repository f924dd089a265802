//! Renders a mail's subject, text and HTML.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::{Handlebars, no_escape};
use serde::Serialize;

use crate::{
    condition::Condition,
    embedded,
    error::{RenderError, TemplateError},
};

/// A rendered mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line without control characters.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML with every value escaped.
    pub html: String,
}

/// One of the three files of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `subject.txt.hbs`
    Subject,
    /// `body.txt.hbs`
    Text,
    /// `body.html.hbs`
    Html,
}

impl Part {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Subject, Self::Text, Self::Html];

    /// The file's name.
    pub fn file(self) -> &'static str {
        match self {
            Self::Subject => "subject.txt.hbs",
            Self::Text => "body.txt.hbs",
            Self::Html => "body.html.hbs",
        }
    }
}

/// Holds the templates, read once.
#[derive(Debug, Clone)]
pub struct Renderer {
    /// Subjects and texts: nothing is escaped.
    plain: Handlebars<'static>,
    /// HTML: every value is escaped.
    html: Handlebars<'static>,
    names: BTreeSet<String>,
}

impl Renderer {
    /// The shipped templates.
    pub fn embedded() -> Self {
        Self::with_folder(&BTreeMap::new()).expect("shipped templates are read by a test")
    }

    /// The shipped templates, with those of a folder over them.
    ///
    /// `texts` maps a path below the folder's `emails/`, for example `reminder/body.txt.hbs`, to the file's text. A
    /// single file may be replaced; a new template needs all three.
    ///
    /// # Errors
    ///
    /// The first file that is not a template, cannot be read or is missing.
    pub fn with_folder(texts: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut all: BTreeMap<&str, &str> = embedded::emails().collect();
        all.extend(texts.iter().map(|(path, text)| (&**path, &**text)));
        let mut renderer = Self {
            plain: registry(no_escape),
            html: registry(handlebars::html_escape),
            names: BTreeSet::new(),
        };
        for (path, text) in &all {
            renderer.take(path, text)?;
        }
        renderer.check_whole(&all)?;
        Ok(renderer)
    }

    /// Whether there is a template of this name.
    pub fn has(&self, template: &str) -> bool {
        self.names.contains(template)
    }

    /// The names of all templates, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Renders one mail.
    ///
    /// # Errors
    ///
    /// An unknown template, or a field the template names and the context lacks; both with their names.
    pub fn render<C: Serialize>(
        &self,
        template: &str,
        context: &C,
    ) -> Result<Rendered, RenderError> {
        if !self.has(template) {
            return Err(RenderError::Unknown {
                template: template.to_owned(),
            });
        }
        // Made once, so that the three parts are sure to see the same values.
        let context = handlebars::Context::wraps(context)
            .map_err(|error| RenderError::new(template, &error))?;
        let subject = one_line(&self.part(template, Part::Subject, &context)?);
        if subject.is_empty() {
            return Err(RenderError::EmptySubject {
                template: path(template, Part::Subject),
            });
        }
        Ok(Rendered {
            subject,
            text: self.part(template, Part::Text, &context)?,
            html: self.part(template, Part::Html, &context)?,
        })
    }

    fn part(
        &self,
        template: &str,
        part: Part,
        context: &handlebars::Context,
    ) -> Result<String, RenderError> {
        let path = path(template, part);
        self.registry_of(part)
            .render_with_context(&path, context)
            .map_err(|error| RenderError::new(&path, &error))
    }

    fn registry_of(&self, part: Part) -> &Handlebars<'static> {
        match part {
            Part::Subject | Part::Text => &self.plain,
            Part::Html => &self.html,
        }
    }

    fn take(&mut self, path: &str, text: &str) -> Result<(), TemplateError> {
        let found = path.split_once('/').and_then(|(name, file)| {
            let part = Part::ALL.into_iter().find(|part| part.file() == file)?;
            (!name.is_empty()).then_some((name, part))
        });
        let Some((name, part)) = found else {
            return Err(TemplateError::Stray {
                file: path.to_owned(),
            });
        };
        let registry = match part {
            Part::Subject | Part::Text => &mut self.plain,
            Part::Html => &mut self.html,
        };
        registry
            .register_template_string(path, text)
            .map_err(|error| TemplateError::Broken {
                file: path.to_owned(),
                reason: error.to_string(),
            })?;
        self.names.insert(name.to_owned());
        Ok(())
    }

    fn check_whole(&self, all: &BTreeMap<&str, &str>) -> Result<(), TemplateError> {
        for name in &self.names {
            for part in Part::ALL {
                if !all.contains_key(&*path(name, part)) {
                    return Err(TemplateError::Incomplete {
                        template: name.clone(),
                        file: part.file(),
                    });
                }
            }
        }
        Ok(())
    }
}

fn registry(escape: fn(&str) -> String) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    registry.register_helper("if", Box::new(Condition::If));
    registry.register_helper("unless", Box::new(Condition::Unless));
    registry
}

fn path(template: &str, part: Part) -> String {
    format!("{template}/{}", part.file())
}

/// A subject is one header line: whatever a value holds, it can neither end the line nor begin another header.
fn one_line(text: &str) -> String {
    let is_break = |c: char| c.is_control() || c.is_whitespace();
    text.split(is_break)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
