//! A list built again: its run computed anew, the acts recorded applied to what came out.

use super::confirm::frozen;
use super::open::{Opened, members, open};
use crate::call::{Answer, App, Call};
use crate::contract::{GrantRebuilt, Rebuilt};
use crate::error::AppError;
use crate::runs::Request;
use julin_criteria::grant_list::{Act, Event, GrantList};
use julin_model::{Digest, Run};

/// Builds a list again and says whether run and confirmed bytes came out the same.
pub fn rebuild_grant_list(app: &App, _call: &Call, number: u32) -> Answer<GrantRebuilt> {
    let opened = app.store.read(|tx| open(tx, number))?;
    let again = Request::of_run(&opened.run)?.perform(Some(app), &|_| true)?;
    let kept = &opened.run;
    let run = Rebuilt {
        id: kept.id.clone(),
        kind: kept.kind.clone(),
        same_packs: again.head.pack_digest == kept.pack_digest,
        same_figures: again.head.input_digest == kept.input_digest,
        same_result: again.head.output_digest == kept.output_digest,
        output_digest: again.head.output_digest.clone(),
        kept_digest: kept.output_digest.clone(),
    };
    let confirmation = opened.events.iter().find_map(|event| match &event.act {
        Act::Confirm { list, by, .. } => Some((event, list, by)),
        _ => None,
    });
    let Some((event, list, by)) = confirmation else {
        return Ok(GrantRebuilt {
            list: number,
            run,
            same_list: None,
            digests: None,
        });
    };
    let before = replayed(&opened, again, event)?;
    let built = frozen(&before, by, event.at)?;
    let digests = [list, &built].map(|bytes| Digest::of_bytes(bytes.as_bytes()));
    Ok(GrantRebuilt {
        list: number,
        run,
        same_list: Some(*list == built),
        digests: Some(digests),
    })
}

/// The list as it stood before an act, on the run computed again.
fn replayed(opened: &Opened, again: Run, event: &Event) -> Answer<Opened> {
    let earlier = opened.events.iter().filter(|own| own.number < event.number);
    let events: Vec<Event> = earlier.cloned().collect();
    let draft = serde_json::from_str(&again.result).map_err(AppError::internal)?;
    Ok(Opened {
        number: opened.number,
        list: GrantList::replay(members(&draft), &events),
        events,
        run: again.head,
        draft,
    })
}
