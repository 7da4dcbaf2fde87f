//! Where findings of one file are collected while reading goes on.

use super::{Node, Pos};
use julin_model::{Diagnostic, Place};
use std::cell::RefCell;
use std::collections::HashSet;

/// Tells nodes of one tree apart: they do not move while a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ItemAddress(usize);

impl ItemAddress {
    pub(super) fn of(node: &Node) -> Self {
        Self(std::ptr::from_ref(node).addr())
    }
}

/// Findings of one file, and the list items that could not be read.
#[derive(Debug)]
pub struct Sink {
    file: String,
    found: RefCell<Vec<Diagnostic>>,
    dropped: RefCell<HashSet<ItemAddress>>,
}

impl Sink {
    /// An empty sink for a file.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            found: RefCell::default(),
            dropped: RefCell::default(),
        }
    }

    /// Adds a finding at a position, unless it is there: a file may be read twice.
    pub fn push(&self, diagnostic: Diagnostic, pos: Pos) {
        let diagnostic = diagnostic.at(self.place(pos));
        let mut found = self.found.borrow_mut();
        if !found.contains(&diagnostic) {
            found.push(diagnostic);
        }
    }

    /// The place of a position in this file.
    pub fn place(&self, pos: Pos) -> Place {
        Place::line(&*self.file, pos.line.into(), pos.column.into())
    }

    /// Everything found, in order of discovery.
    pub fn into_found(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }

    /// Remembers a list item that is left out of the value.
    pub(super) fn drop_item(&self, item: ItemAddress) {
        self.dropped.borrow_mut().insert(item);
    }

    /// True when the item was left out of the value.
    pub(super) fn is_dropped(&self, node: &Node) -> bool {
        self.dropped.borrow().contains(&ItemAddress::of(node))
    }

    /// True when nothing was left out.
    pub(super) fn dropped_none(&self) -> bool {
        self.dropped.borrow().is_empty()
    }
}
