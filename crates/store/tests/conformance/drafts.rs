//! Drafts of rules: every version kept, an unchanged text kept once.

use crate::support::*;
use julin_store::{NewDraft, StoreError};

#[test]
fn every_version_of_a_draft_is_kept_in_order() {
    on_both(|store, _| {
        let draft = |rule: &str, text: &str| NewDraft {
            rule: rule.into(),
            base: "p/base".into(),
            text: text.into(),
            note: "改门槛".into(),
        };
        let add = |new: NewDraft, time| {
            store
                .write::<_, StoreError>(|tx| tx.add_draft(&new, at(time), "tester"))
                .unwrap()
        };
        assert_eq!(add(draft("p/r", "a: 1\n"), 1), 1);
        assert_eq!(add(draft("p/other", "x"), 2), 1);
        assert_eq!(add(draft("p/r", "a: 2\n"), 3), 2);
        assert_eq!(
            add(draft("p/r", "a: 2\n"), 4),
            2,
            "the same text is one version"
        );
        assert_eq!(add(draft("p/r", "a: 1\n"), 5), 3, "going back is a version");
        let found = store.read::<_, StoreError>(|tx| tx.drafts("p/r")).unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|own| (own.version, own.what.text.as_str()))
            .collect();
        assert_eq!(told, [(1, "a: 1\n"), (2, "a: 2\n"), (3, "a: 1\n")]);
        assert_eq!(
            (found[1].author.as_str(), found[1].saved_at),
            ("tester", at(3))
        );
        let rules = store
            .read::<_, StoreError>(|tx| tx.drafted_rules())
            .unwrap();
        let base = || "p/base".to_owned();
        assert_eq!(
            rules,
            [("p/other".to_owned(), base()), ("p/r".to_owned(), base())]
        );
        assert!(
            store
                .read::<_, StoreError>(|tx| tx.drafts("p/none"))
                .unwrap()
                .is_empty()
        );
    });
}
