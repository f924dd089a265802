//! `if` and `unless` that keep the strict mode: the language's own take a misspelt field for an empty one.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy, Output, RenderContext,
    RenderErrorReason, Renderable,
};

/// A condition that refuses a field the context does not have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Condition {
    /// `{{#if field}}`
    If,
    /// `{{#unless field}}`
    Unless,
}

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        state: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param = helper
            .param(0)
            .ok_or(RenderErrorReason::ParamNotFoundForIndex("if", 0))?;
        if param.is_value_missing() {
            let field = param.relative_path().cloned();
            return Err(RenderErrorReason::MissingVariable(field).into());
        }
        let holds = param.value().is_truthy(false);
        let chosen = match (self, holds) {
            (Self::If, true) | (Self::Unless, false) => helper.template(),
            (Self::If, false) | (Self::Unless, true) => helper.inverse(),
        };
        match chosen {
            Some(template) => template.render(registry, context, state, out),
            None => Ok(()),
        }
    }
}
