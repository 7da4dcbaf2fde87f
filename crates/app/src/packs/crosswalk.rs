//! Crosswalks as shown: parallel lists and how their items answer to each other.

use super::Packs;
use crate::contract::{CrosswalkRow, CrosswalkView};
use julin_model::{Locator, Text};
use julin_pack::Pack;
use julin_pack::kind::{At, Crosswalk};

impl Packs {
    /// The crosswalks of the pack at a position.
    pub fn crosswalks_of_pack(&self, index: usize) -> Vec<CrosswalkView> {
        let pack = &self.packs[index];
        pack.crosswalks
            .iter()
            .map(|document| view(pack, &document.stem, &document.value))
            .collect()
    }

    /// The crosswalks in which a framework stands: with a list named after it or with items
    /// `<name>/<code>`.
    pub fn crosswalks_of_framework(&self, id: &str) -> Vec<CrosswalkView> {
        let of_pack = |pack: &Pack| {
            let named = pack.crosswalks.iter().filter(|c| names(&c.value, id));
            let views = named.map(|document| view(pack, &document.stem, &document.value));
            views.collect::<Vec<_>>()
        };
        self.packs.iter().flat_map(of_pack).collect()
    }

    /// Codes of two frameworks that stand for each other, from the crosswalks that have a
    /// list for each: a list is named after its framework, an item `<name>/<code>`.
    pub(crate) fn matching_nodes(&self, first: &str, second: &str) -> Vec<(String, String)> {
        let documents = self.packs.iter().flat_map(|pack| &pack.crosswalks);
        documents
            .flat_map(|document| pairs(&document.value, first, second))
            .collect()
    }
}

/// Does a framework have a part in the crosswalk?
fn names(crosswalk: &Crosswalk, id: &str) -> bool {
    let name = id.rsplit('/').next().unwrap_or(id);
    let item_of = |item: &str| item.split_once('/').is_some_and(|(of, _)| of == name);
    let lists = &crosswalk.lists;
    lists.iter().any(|list| {
        list.id == id || list.id == name || list.items.iter().any(|item| item_of(&item.id))
    })
}

fn pairs(crosswalk: &Crosswalk, first: &str, second: &str) -> Vec<(String, String)> {
    let list = |id: &str| crosswalk.lists.iter().find(|list| list.id == id);
    let (Some(first), Some(second)) = (list(first), list(second)) else {
        return Vec::new();
    };
    let code = |list: &julin_pack::kind::CrosswalkList, row: &julin_pack::kind::CrosswalkRow| {
        let known = |id: &&String| list.items.iter().any(|item| item.id == **id);
        let item = row.items.iter().flatten().find(known)?;
        let code = item.split_once('/').map_or(item.as_str(), |(_, code)| code);
        Some(code.to_owned())
    };
    let both = |row| Some((code(first, row)?, code(second, row)?));
    crosswalk.rows.iter().filter_map(both).collect()
}

fn view(pack: &Pack, stem: &str, crosswalk: &Crosswalk) -> CrosswalkView {
    let row = |row: &julin_pack::kind::CrosswalkRow| {
        let cell = |list: &julin_pack::kind::CrosswalkList| {
            let named = |id: &String| list.items.iter().find(|item| item.id == *id);
            let item = row.items.iter().flatten().find_map(named)?;
            let place = item
                .at
                .as_ref()
                .or(list.at.as_ref())
                .and_then(|at| place(pack, at));
            Some((item.id.clone(), item.label.clone(), place))
        };
        CrosswalkRow {
            items: crosswalk.lists.iter().map(cell).collect(),
            basis: format!("{:?}", row.basis).to_lowercase(),
            note: row.note.clone(),
        }
    };
    CrosswalkView {
        id: format!("{}/{stem}", pack.id),
        title: crosswalk.title.clone(),
        lists: crosswalk
            .lists
            .iter()
            .map(|list| (list.id.clone(), Text::clone(&list.title)))
            .collect(),
        rows: crosswalk.rows.iter().map(row).collect(),
    }
}

fn place(pack: &Pack, at: &At) -> Option<(String, Locator)> {
    let locator = Locator {
        spot: at.spot.clone().unwrap_or_default(),
        phrase: at.phrase.clone(),
    };
    let source = at.source.as_ref().map(ToString::to_string);
    let cited = at
        .reference
        .as_ref()
        .map(|key| format!("{}.{key}", pack.id));
    Some((source.or(cited)?, locator))
}
