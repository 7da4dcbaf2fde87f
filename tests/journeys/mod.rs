//! What people do in each kind of case, from the first word to the end. One file per kind.
//! Days that bind a journey are long past or far ahead, so that it runs on any day.

pub mod accompaniment;
pub mod agreement;
pub mod award;
pub mod cultivation;
pub mod joint_education;
pub mod reform;
pub mod relay;
pub mod review;
pub mod selection;
pub mod talent;
pub mod visit;

use crate::journey::Journey;

/// All of them; with `JULIN_JOURNEY` those whose name has that in it.
pub fn all() -> Vec<Journey> {
    let wanted = std::env::var("JULIN_JOURNEY").unwrap_or_default();
    let mut all = vec![
        visit::journey(),
        agreement::journey(),
        cultivation::journey(),
        selection::journey(),
        review::journey(),
        award::journey(),
        talent::journey(),
        relay::journey(),
        reform::journey(),
        accompaniment::journey(),
        joint_education::journey(),
    ];
    all.retain(|journey| journey.name.contains(&wanted));
    all
}
