use precede_model::{Evidence, Order, WithdrawnFact};

use super::*;
use crate::{
    App, AppError, Said,
    testing::{code, furnished, name, told},
};

async fn taken_back(app: &App, by: &str, order: Order) -> Result<Vec<Consequence>, AppError> {
    let said = Said {
        evidence: Evidence {
            reason: Some("it was not so".to_owned()),
            ..Evidence::default()
        },
        ..Said::default()
    };
    let events = app.tell(name("scr/5PY/all"), name(by), said, order).await?;
    Ok(consequences(&events))
}

#[tokio::test]
async fn a_word_taken_back_opens_its_step_again() {
    let app = furnished().await;
    told(&app).await;
    let order = Order::WithdrawFact {
        fact: WithdrawnFact::Plan,
        practice: None,
    };
    let caused = taken_back(&app, "lead", order).await.unwrap();
    assert_eq!(
        caused,
        [Consequence::StepReopened {
            step: name("plan"),
            practices: Vec::new(),
        }],
        "nothing had rested on it yet"
    );
}

#[tokio::test]
async fn what_is_not_there_cannot_be_taken_back() {
    let app = furnished().await;
    told(&app).await;
    let order = Order::WithdrawFact {
        fact: WithdrawnFact::List,
        practice: Some(code("F81001")),
    };
    let refused = taken_back(&app, "lead", order).await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
}

#[test]
fn an_incident_says_who_sees_to_it_and_who_must_be_told() {
    let opened = Consequence::CaseOpened {
        case: 2,
        about: CaseKind::ListWrong,
        practice: Some(code("F81006")),
        owner: Role::PctLead,
        tell: vec![Role::CaldicottGuardian, Role::MailHouse],
        due: name("2010-07-01T08:30:00Z"),
    };
    assert_eq!(
        opened.words(),
        "incident 2 [F81006]: a patient list was wrong, and something had rested on it; the PCT's lead sees to it by \
         1 July 2010 09:30; must be told: the Caldicott Guardian, the mail house"
    );
    let revoked = Consequence::PermitRevoked {
        practices: vec![code("F81006"), code("F81010")],
    };
    assert_eq!(revoked.words(), "go-live approval revoked [F81006, F81010]");
}
