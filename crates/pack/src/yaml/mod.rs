//! Strict YAML with positions: text → tree ([`parse`]) → plain serde structs ([`read`]).
//!
//! The parser's events are those of serde-saphyr; the tree is ours, because one pass
//! must give several findings per file and the place of every key and value.
//! Must not know: packs, kinds, what a key means.

mod de;
mod error;
mod limits;
mod positions;
mod scalar;
mod sink;
mod tree;

pub use de::read;
pub use limits::Limits;
pub use positions::Positions;
pub(crate) use positions::dropped_ids;
pub use sink::Sink;
pub use tree::{Data, Node, Pos, parse};
