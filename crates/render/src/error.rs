//! Why a mail could not be rendered, or a template not be taken.

use handlebars::RenderErrorReason;

/// Why a mail could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// There is no such template.
    #[error("there is no e-mail template `{template}`")]
    Unknown {
        /// Its name.
        template: String,
    },
    /// The template names a field the context does not have.
    #[error("template `{template}` names the field `{field}`, which its context does not have")]
    MissingField {
        /// The file, for example `reminder/body.txt.hbs`.
        template: String,
        /// The field.
        field: String,
    },
    /// Anything else.
    #[error("template `{template}` cannot be rendered: {reason}")]
    Failed {
        /// The file.
        template: String,
        /// What the template language says.
        reason: String,
    },
    /// The subject is empty once rendered.
    #[error("template `{template}` gives an empty subject")]
    EmptySubject {
        /// The file.
        template: String,
    },
}

impl RenderError {
    pub(crate) fn new(template: &str, error: &handlebars::RenderError) -> Self {
        let template = template.to_owned();
        match error.reason() {
            RenderErrorReason::MissingVariable(field) => Self::MissingField {
                template,
                field: field.clone().unwrap_or_else(|| "?".to_owned()),
            },
            reason => Self::Failed {
                template,
                reason: reason.to_string(),
            },
        }
    }
}

/// Why a folder of templates cannot be taken. One line names every file at fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A template lacks one of its three files.
    #[error("e-mail template `{template}` has no file `{file}`")]
    Incomplete {
        /// The template.
        template: String,
        /// The file it lacks.
        file: &'static str,
    },
    /// A file is not in the language of templates.
    #[error("template `{file}` cannot be read: {reason}")]
    Broken {
        /// The file.
        file: String,
        /// What is wrong, with its line.
        reason: String,
    },
    /// A file has a name no template has.
    #[error(
        "`{file}` is no template file: call it <name>/subject.txt.hbs, body.txt.hbs or body.html.hbs"
    )]
    Stray {
        /// The file.
        file: String,
    },
}
