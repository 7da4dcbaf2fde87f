//! Figures of a framework as of a year, kept until something is written. Scoring them
//! takes less than a millisecond, so scores are not kept.

use super::figures::{Figures, figures};
use crate::call::App;
use crate::error::AppError;
use crate::packs::LoadedFramework;
use julin_store::Tx;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Figures by framework and year, valid for one state of the store.
#[derive(Default)]
pub struct FigureCache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    stamp: Option<(i64, i64)>,
    by_key: HashMap<(String, i32), Arc<Figures>>,
}

/// Entries kept at most; a visitor turning the year in the address cannot fill memory.
const MOST_KEPT: usize = 64;

/// The figures, read or as read before from the same state.
pub fn kept_figures(
    app: &App,
    tx: &mut Tx,
    loaded: &LoadedFramework,
    year: i32,
) -> Result<Arc<Figures>, AppError> {
    let stamp = tx.stamp()?;
    let key = (loaded.id.clone(), year);
    if let Some(known) = app.figures.look_up(stamp, &key) {
        return Ok(known);
    }
    let figures = Arc::new(figures(app, tx, loaded, year)?);
    app.figures.keep(stamp, key, &figures);
    Ok(figures)
}

impl FigureCache {
    fn look_up(&self, stamp: (i64, i64), key: &(String, i32)) -> Option<Arc<Figures>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.stamp != Some(stamp) || kept.by_key.len() >= MOST_KEPT {
            *kept = Kept {
                stamp: Some(stamp),
                by_key: HashMap::new(),
            };
        }
        kept.by_key.get(key).cloned()
    }

    fn keep(&self, stamp: (i64, i64), key: (String, i32), figures: &Arc<Figures>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.stamp == Some(stamp) {
            kept.by_key.insert(key, figures.clone());
        }
    }
}
