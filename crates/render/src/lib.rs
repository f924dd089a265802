//! Handlebars: a typed context goes in, a mail comes out. Also holds the shipped templates and programme texts.
//!
//! Rendering is strict: a field a template names and the context lacks is an error, never an empty place in a mail.
//! This room reads no file; texts of a folder that overrides the shipped ones arrive as an argument.

mod condition;
mod context;
mod embedded;
mod error;
mod renderer;
mod words;

pub use context::{
    ComingStep, Contact, DigestContext, EscalationContext, MailContext, NoticeContext,
    ReminderContext, SilentPractice, StepCount, Waiting,
};
pub use embedded::{programme_text, programmes};
pub use error::{RenderError, TemplateError};
pub use renderer::{Part, Rendered, Renderer};
pub use words::{date_words, length_words};
