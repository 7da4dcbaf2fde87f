//! What the batch finds in a part of the table: for each rule the rows it holds for and
//! those for which it is unknown. A pair that is not listed is a no.
//!
//! Must not know: how it was found.

/// The rows of a part of the table and what was found for them.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// First row of the part.
    pub(super) first: u32,
    /// How many rows it has.
    pub(super) length: u32,
    /// The rows of the part, in the orders the bits of hits go by; each order begins with
    /// a word of its own.
    pub(super) order: Vec<u32>,
    pub(super) hits: Vec<Hit>,
}

/// A rule and 64 rows of a part, some of which it holds for or may hold for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The rule, by its place in the list.
    pub rule: u32,
    /// Which 64 rows: see [`Part::row`].
    pub word: u32,
    /// Rows it holds for.
    pub yes: u64,
    /// Rows for which it is unknown.
    pub unknown: u64,
}

/// A rule that holds for a row, or may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Answer(u32);

/// Room for answers by row, to be used again.
#[derive(Debug, Clone, Default)]
pub struct ByRow {
    starts: Vec<u32>,
    answers: Vec<Answer>,
}

impl Part {
    /// The rows it is about, as positions in the table.
    pub fn rows(&self) -> std::ops::Range<usize> {
        let first = self.first as usize;
        first..first + self.length as usize
    }

    /// What was found, in an order that depends on the rules and the table alone.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// The row of one bit of a hit.
    #[inline]
    pub fn row(&self, word: u32, bit: u32) -> usize {
        (self.first + self.order[(word * 64 + bit) as usize]) as usize
    }

    /// Every rule and row with a verdict: `Some(true)` for yes, `None` for unknown.
    pub fn each(&self, mut visit: impl FnMut(u32, usize, Option<bool>)) {
        for hit in &self.hits {
            for (bits, verdict) in [(hit.yes, Some(true)), (hit.unknown, None)] {
                each_bit(bits, |bit| {
                    visit(hit.rule, self.row(hit.word, bit), verdict)
                });
            }
        }
    }

    /// Row by row, in order: the rules that hold or may hold for it, in order.
    pub fn each_row(&self, room: &mut ByRow, mut visit: impl FnMut(usize, &[Answer])) {
        room.starts.clear();
        room.starts.resize(self.length as usize + 1, 0);
        for hit in &self.hits {
            let own = &self.order[hit.word as usize * 64..];
            each_bit(hit.yes | hit.unknown, |bit| {
                room.starts[own[bit as usize] as usize + 1] += 1;
            });
        }
        for at in 1..room.starts.len() {
            room.starts[at] += room.starts[at - 1];
        }
        let all = room.starts.last().map_or(0, |end| *end as usize);
        room.answers.clear();
        room.answers.resize(all, Answer(0));
        for hit in &self.hits {
            let own = &self.order[hit.word as usize * 64..];
            each_bit(hit.yes | hit.unknown, |bit| {
                let next = &mut room.starts[own[bit as usize] as usize];
                let unknown = (hit.unknown >> bit) as u32 & 1;
                room.answers[*next as usize] = Answer(hit.rule << 1 | unknown);
                *next += 1;
            });
        }
        let mut start = 0;
        for (row, end) in (self.first as usize..).zip(&room.starts[..self.length as usize]) {
            let end = *end as usize;
            // A few sorted runs.
            room.answers[start..end].sort();
            visit(row, &room.answers[start..end]);
            start = end;
        }
    }
}

impl Answer {
    /// From a rule, by its place, and whether it is certain.
    pub(super) fn new(rule: u32, certain: bool) -> Self {
        Self(rule << 1 | u32::from(!certain))
    }

    /// The rule, by its place in the list.
    pub fn rule(self) -> u32 {
        self.0 >> 1
    }

    /// `Some(true)` for yes, `None` for unknown.
    pub fn verdict(self) -> Option<bool> {
        (self.0 & 1 == 0).then_some(true)
    }
}

#[inline(always)]
fn each_bit(mut bits: u64, mut visit: impl FnMut(u32)) {
    while bits != 0 {
        visit(bits.trailing_zeros());
        bits &= bits - 1;
    }
}
