//! An indicator among those of the same group of the framework: what the ways by row,
//! regression and expectation–maximisation look at.

use crate::framework::NodeId;
use crate::spec::Direction;

/// One indicator of a family.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// Its node.
    pub id: NodeId,
    /// Which way is better.
    pub direction: Direction,
    /// Its values, NaN where missing.
    pub column: &'a [f64],
}

/// The indicators of one group.
#[derive(Debug, Clone)]
pub struct Family<'a> {
    /// All of them, in the order of the framework.
    pub members: Vec<Member<'a>>,
    /// Place of the indicator to be estimated.
    pub own: usize,
}

impl<'a> Family<'a> {
    /// The family of the indicator `id`, which is one of the members.
    pub fn new(id: NodeId, members: impl Iterator<Item = (NodeId, Direction, &'a [f64])>) -> Self {
        let members: Vec<Member<'a>> = members
            .map(|(id, direction, column)| Member {
                id,
                direction,
                column,
            })
            .collect();
        let own = members.iter().position(|member| member.id == id);
        Self {
            own: own.unwrap_or(0),
            members,
        }
    }

    /// Nodes of the members.
    pub fn ids(&self) -> Vec<NodeId> {
        self.members.iter().map(|member| member.id).collect()
    }

    /// Columns of the members.
    pub fn columns(&self) -> Vec<&'a [f64]> {
        self.members.iter().map(|member| member.column).collect()
    }

    /// Places of the others.
    pub fn others(&self) -> impl Iterator<Item = usize> {
        (0..self.members.len()).filter(|place| *place != self.own)
    }

    /// How many units.
    pub fn units(&self) -> usize {
        self.members.first().map_or(0, |member| member.column.len())
    }
}
