//! How much a file may ask of its reader. A pack comes from anybody.

/// Limits of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: usize,
    /// Lists and maps within one another.
    pub depth: usize,
    /// Keys, values, lists and maps, aliases counted as what they stand for.
    pub nodes: usize,
    /// Uses of an anchor (`*name`).
    pub aliases: usize,
}

impl Default for Limits {
    /// 8 MiB, 40 levels, a million nodes, 200 aliases: ten times the largest pack file met.
    fn default() -> Self {
        Self {
            bytes: 8 << 20,
            depth: 40,
            nodes: 1_000_000,
            aliases: 200,
        }
    }
}
