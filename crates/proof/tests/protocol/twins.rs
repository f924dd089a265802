//! Each rule left out gives a counterexample; `twins.out` tells the shortest story of each, and is reviewed like prose.

use std::fmt::Write;

use precede_proof::protocol::{Breach, Broken, World, explore, tell};

/// The rule, the world in which it is missed, and what happens there.
fn twins() -> Vec<(Broken, World, Breach)> {
    let notices = World::notices_in_order;
    let letters = World::letters;
    vec![
        (Broken::OutcomeWithoutFence, notices(), Breach::TwoInData),
        (Broken::RenewalWithoutFence, notices(), Breach::TwoInData),
        (Broken::FenceDoesNotGrow, notices(), Breach::TwoInData),
        (Broken::OwnerIsAHost, notices(), Breach::TwoInData),
        (Broken::SessionWithoutLease, notices(), Breach::TwoInData),
        (Broken::MarginNotAsked, notices(), Breach::TwoInData),
        (Broken::ClaimOnSnapshot, notices(), Breach::TwoInData),
        (
            Broken::WarrantOutside,
            letters().within([0, 0, 0, 1]),
            Breach::ClaimedInPause,
        ),
        (
            Broken::ReleaseApart,
            notices().within([1, 0, 0, 0]),
            Breach::Lost,
        ),
        (
            Broken::ReleaseFirst,
            notices().within([1, 0, 0, 0]),
            Breach::AfterItsSuccessor,
        ),
        (
            Broken::PlannedTogether,
            notices(),
            Breach::BeforeItsPredecessor,
        ),
        (Broken::SilenceIsYes, notices(), Breach::DoneWithoutLeaving),
        (
            Broken::CauseNotAsked,
            letters().within([0, 0, 0, 1]),
            Breach::ClaimedWithoutCause,
        ),
        (Broken::SendingAfterAct, notices(), Breach::TwoInData),
        (
            Broken::NewMessageId,
            notices().within([1, 0, 0, 0]),
            Breach::OtherMessageId,
        ),
        (
            Broken::BatchRepeated,
            letters().within([1, 0, 0, 0]),
            Breach::BatchTwice,
        ),
        (Broken::LiveClaimTakenBack, notices(), Breach::TwoInData),
        (
            Broken::DirectiveWithoutVersion,
            letters().within([0, 0, 0, 1]),
            Breach::ClaimedUnderDirective,
        ),
        (
            Broken::GuardNotCompared,
            World::started_beside_a_directive().within([0, 0, 0, 1]),
            Breach::ClaimedUnderDirective,
        ),
        (
            Broken::PauseNotAsked,
            letters().within([0, 0, 0, 1]),
            Breach::ClaimedInPause,
        ),
        (
            Broken::RestoreSends,
            World::restored(),
            Breach::ClaimedOnRestoreHold,
        ),
        (
            Broken::ClaimedTogetherAgain,
            World::two_campaigns(),
            Breach::ClaimedTogetherAgain,
        ),
    ]
}

#[test]
fn each_rule_left_out_is_missed() {
    let mut told = String::new();
    let mut sound = Vec::new();
    let twins = twins();
    let is_tried = |broken: &Broken| twins.iter().any(|(left_out, ..)| left_out == broken);
    assert!(
        Broken::ALL.iter().all(is_tried),
        "every rule is left out once"
    );
    let is_met = |breach: &Breach| twins.iter().any(|(.., expected)| expected == breach);
    assert!(
        Breach::ALL.iter().all(is_met),
        "every property can be broken"
    );
    for (broken, world, expected) in twins {
        if !sound.contains(&world) {
            let whole = explore(&world, 3_000_000);
            assert!(whole.is_whole && whole.found.is_none(), "{}", world.name);
            sound.push(world.clone());
        }
        let world = world.without(broken);
        let found = explore(&world, 3_000_000).found;
        let (breach, way) = found.unwrap_or_else(|| panic!("{broken:?} is not caught"));
        assert_eq!(
            breach,
            expected,
            "{broken:?}:\n{}",
            tell(&world, &way, breach)
        );
        writeln!(told, "{broken:?}\n{}", tell(&world, &way, breach)).unwrap();
    }
    print!("{told}");
    assert_eq!(told, include_str!("twins.out"), "read what is printed");
}
