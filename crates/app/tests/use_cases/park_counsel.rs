//! What a park is told it could do: peers, short boards, practices for a weak axis.

use crate::office::Office;
use julin_app::contract::ParkView;
use julin_app::data::{ParkInput, park};
use julin_app::packs::{LoadInput, load_facts};
use julin_model::Status;

fn view(office: &Office, id: &str, framework: Option<&str>, peers: &[&str]) -> ParkView {
    let input = ParkInput {
        id: id.to_owned(),
        framework: framework.map(str::to_owned),
        peers: peers.iter().map(|peer| (*peer).to_owned()).collect(),
        as_of: 2025,
    };
    park(&office.app, &office.call, &input).unwrap()
}

fn loaded() -> Office {
    let office = Office::new();
    load_facts(&office.app, &office.call, &LoadInput::default()).unwrap();
    office
}

/// The packs assign practices to the five leads by the field `axis`; those abroad by the
/// speaker of the forum, all others by the editors.
#[test]
fn practices_serve_the_axis_of_what_is_behind_and_told_ones_come_first() {
    let office = loaded();
    // First in the nation: not behind anybody in the one lead it has a figure for.
    let first = view(&office, "zgc", Some("zgc/five-leads"), &[]);
    assert_eq!(first.counsel.weak, None);
    let shown = view(&office, "cnz-wuhu", Some("zgc/five-leads"), &[]);
    let weak = shown.counsel.weak.expect("it is behind the others");
    assert_eq!(weak.axis, "lead-2");
    assert!(weak.axis.starts_with("lead-"), "{}", weak.axis);
    assert!(weak.of as usize >= weak.practices.len());
    let told: Vec<bool> = (weak.practices.iter())
        .map(|one| one.status == Status::Reported)
        .collect();
    assert!(told[0], "every lead has an example the speaker assigned");
    assert!(told.windows(2).all(|pair| pair[0] >= pair[1]), "{told:?}");
    for one in &weak.practices {
        let fields = one.practice.figures.iter().map(|f| f.field.as_str());
        let known = ["lesson", "instrument", "outcome", "evidence_grade"];
        assert!(fields.clone().all(|field| known.contains(&field)));
        let links = one.practice.others.iter().map(|other| other.kind.as_str());
        assert!(
            links
                .clone()
                .all(|kind| ["acted_in", "told_by"].contains(&kind))
        );
    }
}

#[test]
fn peers_are_chosen_by_similarity_only_when_none_are_named() {
    let office = loaded();
    let shown = view(&office, "zgc", Some("zgc/five-leads"), &[]);
    let profile = shown.profile.unwrap();
    assert!(shown.peers_by_similarity && profile.series.len() > 1);
    let peer = profile.series[1].unit.id.to_string();
    let named = view(&office, "zgc", Some("zgc/five-leads"), &[&peer]);
    assert!(!named.peers_by_similarity);
    assert_eq!(named.profile.unwrap().series.len(), 2);
}

/// What a short board could bring is told in the order of what it brings.
#[test]
fn short_boards_come_by_their_gain() {
    let office = loaded();
    for id in ["zgc", "xian-htz", "wuhan-ehl"] {
        let input = ParkInput {
            id: id.to_owned(),
            as_of: 2025,
            ..ParkInput::default()
        };
        let Ok(shown) = park(&office.app, &office.call, &input) else {
            continue;
        };
        let boards = &shown.counsel.boards;
        assert!(boards.iter().all(|board| board.score != board.others));
        assert!(
            boards
                .windows(2)
                .all(|pair| pair[0].potential >= pair[1].potential)
        );
    }
}
