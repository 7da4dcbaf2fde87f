//! Sets as a cell of a table holds them: codes or their names, one after the other.

use crate::packs::Packs;

/// How a cell says that a set is known to be empty; an empty cell says nothing.
const EMPTY: &str = "[]";
/// What stands between two members.
const BETWEEN: [char; 5] = [';', '；', ',', '，', '、'];

/// The members of a set: names are turned into their codes; a set said to be empty has
/// none.
pub fn set_of_words(packs: &Packs, words: &str) -> Vec<String> {
    let members = words.split(BETWEEN).map(str::trim);
    members
        .filter(|word| !word.is_empty())
        .map(|word| packs.code_of(word).unwrap_or(word).to_owned())
        .filter(|code| code != EMPTY)
        .collect()
}

/// The same the other way round.
pub fn set_in_words(members: impl IntoIterator<Item = String>) -> String {
    let words: Vec<_> = members.into_iter().collect();
    match words.is_empty() {
        true => EMPTY.to_owned(),
        false => words.join(";"),
    }
}
