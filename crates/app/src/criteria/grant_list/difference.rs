//! What facts and packs of today would make of a list: who would come, who would go. The
//! list itself does not move.

use super::super::audience::{ask_all, shown};
use super::super::origin::Scope;
use super::super::rule::compiled;
use super::draft::GrantDraftInput;
use super::open::{now, open};
use super::view::line;
use crate::call::{Answer, App, Call};
use crate::contract::{AudienceRow, GrantDifference, GrantMember};
use julin_model::EntityId;
use std::collections::BTreeMap;

/// The difference between the draft as kept, less those struck, and one drawn up now.
pub fn grant_difference(app: &App, _call: &Call, number: u32) -> Answer<GrantDifference> {
    app.store.read(|tx| {
        let opened = open(tx, number)?;
        let draft = &opened.draft;
        let moment = now(app);
        let input = GrantDraftInput {
            rule: draft.rule.clone(),
            as_of: draft.as_of,
            known_at: moment,
        };
        let (run, fresh) = input.draw_up(app, tx)?;
        let by_id = |members: &[GrantMember]| -> BTreeMap<EntityId, GrantMember> {
            let own = members.iter().cloned();
            own.map(|member| (member.entity.id.clone(), member))
                .collect()
        };
        let (listed, eligible) = (by_id(&draft.eligible), by_id(&fresh.eligible));
        let rule = compiled(app, &draft.rule)?;
        let scope = Scope {
            data: None,
            as_of: draft.as_of,
            known_at: Some(moment),
        };
        let asked = ask_all(app, tx, rule, scope)?;
        let now_of: BTreeMap<&EntityId, AudienceRow> = asked
            .rows
            .iter()
            .filter(|row| listed.contains_key(&row.entity.id))
            .map(|row| (&row.entity.id, shown(rule, row)))
            .collect();
        let struck = opened.list.strikes();
        let stays = |id: &EntityId| !struck.contains_key(id.as_str());
        let (mut goes, mut changed) = (Vec::new(), Vec::new());
        for (id, member) in listed.iter().filter(|(id, _)| stays(id)) {
            match eligible.get(id) {
                None => goes.push((member.clone(), now_of.get(id).cloned())),
                Some(fresh) if fresh.amount != member.amount => {
                    changed.push((member.clone(), fresh.amount));
                }
                Some(_) => {}
            }
        }
        let comes = eligible.iter().filter(|(id, _)| !listed.contains_key(id));
        Ok(GrantDifference {
            line: line(&opened),
            now: moment,
            same_packs: run.head.pack_digest == opened.run.pack_digest,
            comes: comes.map(|(_, member)| member.clone()).collect(),
            goes,
            changed,
        })
    })
}
