//! A run: one computation that can be rebuilt from what it keeps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is needed to compute a result again and to see that it came out the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Digest of everything below but the time: the same inputs give the same run.
    pub id: String,
    /// What was computed: `measure.ranking`.
    pub kind: String,
    /// Parameters, as canonical JSON.
    pub parameters: String,
    /// Digest of the packs used.
    pub pack_digest: String,
    /// Digest of the statements used.
    pub input_digest: String,
    /// Digest of the result.
    pub output_digest: String,
    /// Seed, for runs that draw at random.
    pub seed: Option<u64>,
    /// When it was computed.
    pub computed_at: DateTime<Utc>,
    /// The result, as JSON; may be dropped and rebuilt.
    pub result: String,
}
