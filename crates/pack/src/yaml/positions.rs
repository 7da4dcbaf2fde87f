//! Where the value of a path stands in its file.

use super::{Data, Node, Pos, Sink};
use std::sync::Arc;

/// Answers for paths such as `groups.0.indicators.3.field`.
#[derive(Debug, Clone, PartialEq)]
pub struct Positions(Arc<Node>);

impl Positions {
    /// The positions of a tree, without the list items that were left out of the value,
    /// so that indexes of the value and of the path agree.
    pub(crate) fn new(read: Arc<Node>, sink: &Sink) -> Self {
        if sink.dropped_none() {
            return Self(read);
        }
        // Items are told apart by where the tree that was read has them.
        let kept = mask(&read, sink);
        let mut root = Node::clone(&read);
        prune(&mut root, &mut kept.into_iter());
        Self(Arc::new(root))
    }

    /// Positions of no file.
    pub(crate) fn empty() -> Self {
        let data = Data::Map(Vec::new());
        Self(Arc::new(Node {
            pos: Pos::default(),
            data,
        }))
    }

    /// Where the value stands; the nearest enclosing value when the path leads nowhere.
    pub fn at(&self, path: &str) -> Pos {
        self.walk(path).1.pos
    }

    /// Where the key of the value stands; the item itself for list items.
    pub fn key(&self, path: &str) -> Pos {
        let (key, node) = self.walk(path);
        key.unwrap_or(node).pos
    }

    /// The node of a path, if the path leads to one.
    pub fn node(&self, path: &str) -> Option<&Node> {
        let mut node = self.root();
        let mut rest = path;
        while !rest.is_empty() {
            let (next, left) = step(node, rest)?;
            (node, rest) = (next.1, left);
        }
        Some(node)
    }

    /// The whole tree.
    pub fn root(&self) -> &Node {
        &self.0
    }

    fn walk(&self, path: &str) -> (Option<&Node>, &Node) {
        let (mut key, mut node, mut rest) = (None, self.root(), path);
        while !rest.is_empty() {
            let Some((next, left)) = step(node, rest) else {
                break;
            };
            (key, node, rest) = (next.0, next.1, left);
        }
        (key, node)
    }
}

/// Identifiers of list items that were left out, as far as they name one.
pub(crate) fn dropped_ids(root: &Node, sink: &Sink) -> Vec<String> {
    let mut ids = Vec::new();
    if !sink.dropped_none() {
        visit(root, &mut |item| {
            let named = item
                .get("id")
                .or_else(|| item.get("code"))
                .and_then(Node::text);
            ids.extend(named.filter(|_| sink.is_dropped(item)).map(str::to_owned));
        });
    }
    ids
}

type Entry<'a> = (Option<&'a Node>, &'a Node);

/// One step along a path. Keys may hold dots: the longest key that fits is taken.
fn step<'a, 'p>(node: &'a Node, path: &'p str) -> Option<(Entry<'a>, &'p str)> {
    match &node.data {
        Data::Scalar { .. } => None,
        Data::Seq(items) => {
            let (index, rest) = path.split_once('.').unwrap_or((path, ""));
            items
                .get(index.parse::<usize>().ok()?)
                .map(|item| ((None, item), rest))
        }
        Data::Map(entries) => {
            let fits = |(key, value): &'a (Node, Node)| {
                let rest = path.strip_prefix(key.text()?)?;
                let rest = if rest.is_empty() {
                    rest
                } else {
                    rest.strip_prefix('.')?
                };
                Some(((Some(key), value), rest))
            };
            entries
                .iter()
                .filter_map(fits)
                .min_by_key(|(_, rest)| rest.len())
        }
    }
}

/// For every list item in order of the file: is it kept?
fn mask(node: &Node, sink: &Sink) -> Vec<bool> {
    let mut kept = Vec::new();
    visit(node, &mut |item| kept.push(!sink.is_dropped(item)));
    kept
}

fn visit(node: &Node, see: &mut impl FnMut(&Node)) {
    match &node.data {
        Data::Scalar { .. } => {}
        Data::Seq(items) => items.iter().for_each(|item| {
            see(item);
            visit(item, see);
        }),
        Data::Map(entries) => entries.iter().for_each(|(_, value)| visit(value, see)),
    }
}

fn prune(node: &mut Node, kept: &mut impl Iterator<Item = bool>) {
    match &mut node.data {
        Data::Scalar { .. } => {}
        Data::Seq(items) => items.retain_mut(|item| {
            let keep = kept.next().unwrap_or(true);
            prune(item, kept);
            keep
        }),
        Data::Map(entries) => entries.iter_mut().for_each(|(_, value)| prune(value, kept)),
    }
}
