use std::collections::BTreeMap;

use precede_model::{
    Missing, Order,
    definition::PostClass,
    facts::{Batch, Budget},
};

use super::*;
use crate::{
    Said,
    testing::{code, furnished, name, told},
};

fn budget(pounds: &str) -> Order {
    Order::SignBudget(Budget {
        amount: name(pounds),
        unit_cost: BTreeMap::from([(PostClass::Bulk, name("25.7p"))]),
    })
}

fn letters_of(number: u16, items: u32, state: BatchState) -> Batch {
    Batch {
        number,
        items,
        class: PostClass::Bulk,
        post_by: name("2010-03-01T00:00:00Z"),
        cost: Some(name::<Money>("25.7p").times(items)),
        recalled: false,
        state,
    }
}

#[tokio::test]
async fn a_budget_takes_two_people_under_the_same_amounts() {
    let app = furnished().await;
    let id = told(&app).await;
    let sign = |by: &str, pounds: &str| app.tell(id, name(by), Said::default(), budget(pounds));
    sign("lead", "12000").await.unwrap();
    let line = &app.spending(Some(id), Breakdown::Total).await.unwrap()[0];
    assert_eq!(line.approved, None);
    assert_eq!(line.proposed.as_ref().unwrap().by, name("lead"));
    for (by, pounds, missing) in [
        ("lead", "12000", Missing::SecondPerson),
        ("approver", "13000", Missing::SameContent),
    ] {
        let refused = sign(by, pounds).await;
        let Err(AppError::Refused(refusal)) = refused else {
            panic!("{by} approves nothing: {refused:?}")
        };
        assert_eq!(refusal.unmet.missing, missing);
    }
    sign("approver", "12000").await.unwrap();
    let status = app.status(id).await.unwrap();
    let line = status.budget.expect("a budget was approved");
    assert_eq!(line.left, Some(name("12000")));
    assert_eq!((line.unit_cost, line.proposed), (Some(name("25.7p")), None));
}

#[tokio::test]
async fn sums_by_practice_add_up_to_the_campaigns() {
    let app = furnished().await;
    let id = told(&app).await;
    for by in ["lead", "approver"] {
        app.tell(id, name(by), Said::default(), budget("1000"))
            .await
            .unwrap();
    }
    let mut tick = app.tick(app.now().await.unwrap());
    let (campaign, def) = tick.campaign(id).await.unwrap();
    let mut campaign = campaign.clone();
    let posted = BatchState::Posted {
        at: name("2010-02-01T10:00:00Z"),
        posted: 990,
        spoiled: 10,
        stopped: 0,
        expected_receipt: "2010-02-10".parse().unwrap(),
        returned: 12,
        period_ended: None,
    };
    let stopped = BatchState::Stopped {
        at: name("2010-02-01T10:00:00Z"),
    };
    for (practice, batches) in [
        (
            "F81001",
            vec![letters_of(1, 500, stopped), letters_of(2, 1000, posted)],
        ),
        ("F81002", vec![letters_of(1, 100, BatchState::Planned)]),
    ] {
        let place = campaign.track_ix(code(practice)).unwrap();
        campaign.tracks.get_mut(place).unwrap().facts.batches = batches;
    }
    let line = spending_line(def, &campaign);
    assert_eq!(line.spent, name("257"));
    assert_eq!(line.committed, name("25.70"));
    assert_eq!(line.left, Some(name("717.30")));
    assert_eq!(line.letters, 1100, "stopped letters cost nothing");
    let practices = of_practices(def, &campaign);
    let codes: Vec<_> = practices.iter().map(|one| one.practice).collect();
    assert_eq!(codes, [code("F81001"), code("F81002")]);
    let spent = practices
        .iter()
        .fold(Money::ZERO, |sum, one| sum.plus(one.spent));
    assert_eq!(spent, line.spent);
    assert_eq!(practices[1].letters, 100);
}
