//! Every template with every sample of its context.

use std::collections::BTreeMap;

use precede_render::{
    DigestContext, EscalationContext, MailContext, NoticeContext, ReminderContext, RenderError,
    Rendered, Renderer, TemplateError,
};

/// Renders a template with the context that belongs to it.
fn both_samples(renderer: &Renderer, template: &str) -> [Rendered; 2] {
    fn render<C: MailContext>(renderer: &Renderer, template: &str) -> [Rendered; 2] {
        [C::sample(), C::bare_sample()].map(|context| {
            renderer
                .render(template, &context)
                .unwrap_or_else(|error| panic!("{error}"))
        })
    }
    match template {
        "reminder" => render::<ReminderContext>(renderer, template),
        "escalation" => render::<EscalationContext>(renderer, template),
        "digest" => render::<DigestContext>(renderer, template),
        _ => render::<NoticeContext>(renderer, template),
    }
}

#[test]
fn all_templates_render_with_all_samples() {
    let renderer = Renderer::embedded();
    let names: Vec<_> = renderer.names().collect();
    assert_eq!(
        names,
        [
            "digest",
            "escalation",
            "practice-briefing",
            "reminder",
            "tell-practice",
            "tell-practice-sharing"
        ]
    );
    for name in names {
        for mail in both_samples(&renderer, name) {
            assert!(
                mail.subject.len() > 20 && !mail.subject.contains('\n'),
                "{name}"
            );
            assert!(mail.html.starts_with("<!doctype html>"), "{name}");
            assert!(
                mail.text.lines().all(|line| line.len() <= 100),
                "{name}\n{}",
                mail.text
            );
            assert!(!mail.text.contains("\n\n\n\n"), "{name}\n{}", mail.text);
            for left in ["{{", "}}", "&amp;", "&#x"] {
                assert!(!mail.text.contains(left), "{name}: {left}\n{}", mail.text);
                assert!(!mail.subject.contains(left), "{name}: {}", mail.subject);
            }
            assert!(!mail.html.contains("{{"), "{name}");
        }
    }
}

#[test]
fn every_mail_says_what_when_and_whom_to_ask() {
    let renderer = Renderer::embedded();
    for name in [
        "tell-practice",
        "tell-practice-sharing",
        "practice-briefing",
    ] {
        let [full, bare] = both_samples(&renderer, name);
        for said in [
            "The Surgery & Partners",
            "F81006",
            "South West Essex PCT",
            "Friday 16 April 2010",
            "Friday 30 April 2010",
            "Tuesday 4 May 2010",
            "10 working days",
            "01632 960 001",
            "desk@pct.example",
            "scr/5PY/all",
        ] {
            assert!(full.text.contains(said), "{name}: {said}\n{}", full.text);
            let escaped = said.replace('&', "&amp;");
            assert!(
                full.html.contains(&escaped),
                "{name}: {said}\n{}",
                full.html
            );
        }
        assert!(!full.text.contains("by telephone"), "{name}");
        assert!(bare.text.contains("by telephone"), "{name}\n{}", bare.text);
        assert!(bare.html.contains("by telephone"), "{name}");
        assert!(!bare.text.contains("http"), "{name}");
    }
}

#[test]
fn the_address_to_confirm_on_stands_alone() {
    let renderer = Renderer::embedded();
    let url = "https://precede.example/a/F81006?t=1&k=2";
    for name in [
        "tell-practice",
        "tell-practice-sharing",
        "practice-briefing",
        "reminder",
    ] {
        let [full, _] = both_samples(&renderer, name);
        let lines: Vec<_> = full.text.lines().collect();
        let at = lines.iter().position(|line| *line == url);
        let at = at.unwrap_or_else(|| panic!("{name}\n{}", full.text));
        assert!(
            lines[at - 1].is_empty() && lines[at + 1].is_empty(),
            "{name}"
        );
        assert!(
            !full.html.contains("t=1&k"),
            "{name}: the address is escaped"
        );
    }
}

#[test]
fn a_shipped_definition_finds_all_its_templates() {
    let renderer = Renderer::embedded();
    for name in precede_render::programmes() {
        let text = precede_render::programme_text(name).unwrap();
        let read = precede_model::definition::parse(text, name, &|name| renderer.has(name));
        assert!(read.is_ok(), "{:#?}", read.err());
    }
}

#[test]
fn a_missing_field_is_named_with_its_template() {
    let broken = BTreeMap::from([(
        "reminder/body.txt.hbs".to_owned(),
        "To {{practise_name}}".to_owned(),
    )]);
    let renderer = Renderer::with_folder(&broken).unwrap();
    let error = renderer
        .render("reminder", &ReminderContext::sample())
        .unwrap_err();
    assert_eq!(
        error,
        RenderError::MissingField {
            template: "reminder/body.txt.hbs".to_owned(),
            field: "practise_name".to_owned(),
        }
    );
    assert_eq!(
        error.to_string(),
        "template `reminder/body.txt.hbs` names the field `practise_name`, which its context does not have"
    );
}

#[test]
fn a_missing_field_in_a_condition_or_list_is_an_error_too() {
    for text in [
        "{{#if acknowledgment_url}}x{{/if}}",
        "{{#each practises}}x{{/each}}",
        "{{#unless contact.fax}}x{{/unless}}",
        "{{contact.fax}}",
        "{{#if confirm_by}}{{else if confirmed_by}}x{{/if}}{{#unless acknowledgement_url}}{{else}}{{x}}{{/unless}}",
    ] {
        let broken = BTreeMap::from([("tell-practice/body.html.hbs".to_owned(), text.to_owned())]);
        let renderer = Renderer::with_folder(&broken).unwrap();
        let error = renderer.render("tell-practice", &NoticeContext::sample());
        assert!(
            matches!(&error, Err(RenderError::MissingField { template, .. }) if template == "tell-practice/body.html.hbs"),
            "{text}: {error:?}"
        );
    }
}

#[test]
fn no_value_can_begin_another_header() {
    let renderer = Renderer::embedded();
    for name in [
        "X\r\nBcc: all@nhs.example",
        "X\nBcc: all@nhs.example",
        "X\u{2028}Bcc: all@nhs.example",
        "X\u{0}\u{85}Bcc: all@nhs.example",
    ] {
        let context = NoticeContext {
            practice_name: name.to_owned(),
            ..NoticeContext::sample()
        };
        let mail = renderer.render("tell-practice", &context).unwrap();
        assert!(
            mail.subject.contains("X Bcc: all@nhs.example"),
            "{}",
            mail.subject
        );
        assert!(!mail.subject.contains(char::is_control));
        assert!(!mail.subject.contains('\u{2028}'));
    }
}

#[test]
fn values_are_escaped_in_html_only() {
    let renderer = Renderer::embedded();
    let context = NoticeContext {
        practice_name: "<script>alert('x')</script>".to_owned(),
        ..NoticeContext::sample()
    };
    let mail = renderer.render("tell-practice", &context).unwrap();
    assert!(!mail.html.contains("<script"));
    assert!(mail.html.contains("&lt;script&gt;"));
    assert!(mail.text.contains("<script>alert('x')</script>"));
}

#[test]
fn a_folder_replaces_one_file_and_adds_whole_templates() {
    let mut texts = BTreeMap::from([(
        "reminder/subject.txt.hbs".to_owned(),
        "Ours: {{practice_code}}".to_owned(),
    )]);
    for file in ["subject.txt", "body.txt", "body.html"] {
        texts.insert(format!("thanks/{file}.hbs"), "Thanks".to_owned());
    }
    let renderer = Renderer::with_folder(&texts).unwrap();
    let reminder = renderer
        .render("reminder", &ReminderContext::sample())
        .unwrap();
    assert_eq!(reminder.subject, "Ours: F81006");
    assert!(reminder.text.contains("This is reminder 1."));
    assert!(renderer.has("thanks") && !Renderer::embedded().has("thanks"));
}

#[test]
fn folders_that_cannot_be_taken_say_why() {
    let taken = |path: &str, text: &str| {
        let texts = BTreeMap::from([(path.to_owned(), text.to_owned())]);
        Renderer::with_folder(&texts).map(|_| ()).unwrap_err()
    };
    assert_eq!(
        taken("thanks/body.txt.hbs", "x"),
        TemplateError::Incomplete {
            template: "thanks".to_owned(),
            file: "subject.txt.hbs"
        }
    );
    assert!(matches!(
        taken("reminder/body.txt.hbs", "{{#if x}}"),
        TemplateError::Broken { .. }
    ));
    for path in [
        "reminder/notes.txt",
        "reminder.hbs",
        "/body.txt.hbs",
        "a/b/body.txt.hbs",
    ] {
        assert!(
            matches!(taken(path, "x"), TemplateError::Stray { .. }),
            "{path}"
        );
    }
}

#[test]
fn what_is_not_there_is_named() {
    let error = Renderer::embedded()
        .render("none", &NoticeContext::sample())
        .unwrap_err();
    assert_eq!(error.to_string(), "there is no e-mail template `none`");
}

#[test]
fn an_empty_subject_is_refused() {
    let texts = BTreeMap::from([("digest/subject.txt.hbs".to_owned(), " \n".to_owned())]);
    let renderer = Renderer::with_folder(&texts).unwrap();
    let error = renderer
        .render("digest", &DigestContext::sample())
        .unwrap_err();
    assert!(matches!(error, RenderError::EmptySubject { .. }));
}
