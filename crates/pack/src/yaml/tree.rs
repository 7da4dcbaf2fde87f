//! The tree of a file: every key and value with its line and column.

use super::{Limits, Sink};
use julin_model::Diagnostic;
use serde_saphyr::granit_parser::{
    ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, options,
};
use std::collections::{HashMap, HashSet};

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Pos {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it starts; a map starts at its first key.
    pub pos: Pos,
    /// What it is.
    pub data: Data,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// A word, number or text, with `plain` false when quoted or in a block.
    Scalar {
        /// The text after unescaping.
        text: Box<str>,
        /// Written without quotes.
        plain: bool,
    },
    /// A list.
    Seq(Vec<Node>),
    /// Keys, always scalars, and values in the order of the file; no key twice.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// True for a scalar that stands for nothing.
    pub fn is_null(&self) -> bool {
        matches!(&self.data, Data::Scalar { text, plain: true } if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Key and value of a map's entry.
    pub fn entry(&self, key: &str) -> Option<(&Self, &Self)> {
        let Data::Map(entries) = &self.data else {
            return None;
        };
        entries
            .iter()
            .find(|(k, _)| k.text() == Some(key))
            .map(|(k, v)| (k, v))
    }

    /// The value of a map's entry.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The items of a list.
    pub fn items(&self) -> &[Self] {
        match &self.data {
            Data::Seq(items) => items,
            _ => &[],
        }
    }

    /// How many nodes, and how many levels.
    fn measure(&self) -> (usize, usize) {
        let add = |(nodes, depth): (usize, usize), node: &Self| {
            let (n, d) = node.measure();
            (nodes + n, depth.max(d + 1))
        };
        match &self.data {
            Data::Scalar { .. } => (1, 1),
            Data::Seq(items) => items.iter().fold((1, 1), add),
            Data::Map(entries) => entries.iter().flat_map(|(k, v)| [k, v]).fold((1, 1), add),
        }
    }
}

/// Reads one document. What stops the reading and what does not both go to the sink.
pub fn parse(text: &str, limits: Limits, sink: &Sink) -> Option<Node> {
    let options = options! { emit_comments: false, disallow_directives: true };
    let mut builder = Builder::new(limits, sink);
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, span)) => builder.event(event, pos(span.start)),
            Err(error) => Err(syntax(&error)),
        };
        if let Err(stop) = step {
            sink.push(stop.0, stop.1);
            return None;
        }
    }
    if builder.root.is_none() {
        sink.push(
            Diagnostic::error("pack.empty-file"),
            Pos { line: 1, column: 1 },
        );
    }
    builder.root
}

type Step = Result<(), Box<Stop>>;

/// What stops the reading, and where.
struct Stop(Diagnostic, Pos);

fn stop(diagnostic: Diagnostic, pos: Pos) -> Box<Stop> {
    Box::new(Stop(diagnostic, pos))
}

/// A list or map being read.
struct Open {
    pos: Pos,
    anchor: usize,
    key: Option<Node>,
    data: Data,
}

struct Builder<'a> {
    limits: Limits,
    sink: &'a Sink,
    stack: Vec<Open>,
    anchors: HashMap<usize, (Node, usize, usize)>,
    nodes: usize,
    aliases: usize,
    root: Option<Node>,
    documents: usize,
}

impl<'a> Builder<'a> {
    fn new(limits: Limits, sink: &'a Sink) -> Self {
        let (stack, anchors) = (Vec::new(), HashMap::new());
        Self {
            limits,
            sink,
            stack,
            anchors,
            nodes: 0,
            aliases: 0,
            root: None,
            documents: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, pos: Pos) -> Step {
        if event.tag().is_some() {
            return Err(stop(Diagnostic::error("pack.yaml.tag"), pos));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(stop(Diagnostic::error("pack.yaml.several-documents"), pos));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, _) => {
                let data = Data::Scalar {
                    text: text.into(),
                    plain: style == ScalarStyle::Plain,
                };
                self.count(1, pos)?;
                self.add(Node { pos, data }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.open(pos, anchor, Data::Seq(Vec::new())),
            Event::MappingStart(_, anchor, _) => self.open(pos, anchor, Data::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, pos),
            _ => Ok(()),
        }
    }

    fn count(&mut self, nodes: usize, pos: Pos) -> Step {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= self.limits.nodes {
            return Ok(());
        }
        Err(stop(
            Diagnostic::error("pack.too-many-nodes").with("limit", self.limits.nodes),
            pos,
        ))
    }

    fn depth(&self, more: usize, pos: Pos) -> Step {
        if self.stack.len() + more <= self.limits.depth {
            return Ok(());
        }
        Err(stop(
            Diagnostic::error("pack.too-deep").with("limit", self.limits.depth),
            pos,
        ))
    }

    fn open(&mut self, pos: Pos, anchor: usize, data: Data) -> Step {
        self.count(1, pos)?;
        self.depth(1, pos)?;
        if let Some(Open {
            key: None,
            data: Data::Map(_),
            ..
        }) = self.stack.last()
        {
            return Err(stop(Diagnostic::error("pack.yaml.key-not-text"), pos));
        }
        self.stack.push(Open {
            pos,
            anchor,
            key: None,
            data,
        });
        Ok(())
    }

    fn close(&mut self) -> Step {
        let Some(Open {
            pos,
            anchor,
            mut data,
            ..
        }) = self.stack.pop()
        else {
            return Ok(());
        };
        if let Data::Map(entries) = &mut data {
            self.drop_duplicates(entries);
        }
        self.add(Node { pos, data }, anchor)
    }

    fn drop_duplicates(&self, entries: &mut Vec<(Node, Node)>) {
        let mut seen = HashSet::with_capacity(entries.len());
        let mut twice = Vec::new();
        for (index, (key, _)) in entries.iter().enumerate() {
            if !seen.insert(key.text().unwrap_or_default()) {
                let text = key.text().unwrap_or_default();
                self.sink.push(
                    Diagnostic::error("pack.duplicate-key").with("key", text),
                    key.pos,
                );
                twice.push(index);
            }
        }
        for index in twice.into_iter().rev() {
            entries.remove(index);
        }
    }

    fn alias(&mut self, anchor: usize, pos: Pos) -> Step {
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            let limit = self.limits.aliases;
            return Err(stop(
                Diagnostic::error("pack.too-many-aliases").with("limit", limit),
                pos,
            ));
        }
        let Some(&(_, nodes, depth)) = self.anchors.get(&anchor) else {
            return Err(stop(Diagnostic::error("pack.yaml.unknown-anchor"), pos));
        };
        self.count(nodes, pos)?;
        self.depth(depth, pos)?;
        let Some((node, ..)) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        let node = node.clone();
        self.add(node, 0)
    }

    fn add(&mut self, node: Node, anchor: usize) -> Step {
        if anchor > 0 {
            let (nodes, depth) = node.measure();
            self.count(nodes, node.pos)?;
            self.anchors.insert(anchor, (node.clone(), nodes, depth));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open {
                data: Data::Seq(items),
                ..
            }) => items.push(node),
            Some(Open {
                key,
                data: Data::Map(entries),
                ..
            }) => match key.take() {
                Some(key) => entries.push((key, node)),
                None if node.text().is_some() => *key = Some(node),
                None => return Err(stop(Diagnostic::error("pack.yaml.key-not-text"), node.pos)),
            },
            Some(_) => {}
        }
        Ok(())
    }
}

fn pos(marker: Marker) -> Pos {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Pos {
        line: small(marker.line().max(1)),
        column: small(marker.col() + 1),
    }
}

fn syntax(error: &ScanError) -> Box<Stop> {
    use ErrorKind as K;
    let code = match error.kind() {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart => "pack.yaml.tab",
        K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::UnclosedFlowCollection { .. }
        | K::MismatchedFlowCollectionEnd { .. }
        | K::MisplacedFlowCollectionEnd
        | K::ExpectedFlowMappingSeparator
        | K::ExpectedFlowSequenceSeparator => "pack.yaml.bracket",
        K::UnclosedQuotedScalar
        | K::InvalidTrailingSingleQuotedScalar
        | K::InvalidTrailingDoubleQuotedScalar
        | K::InvalidQuotedScalarIndent
        | K::InvalidFlowScalarIndent
        | K::DocumentIndicatorInQuotedScalar
        | K::InvalidQuotedScalarHexEscape
        | K::UnknownQuotedScalarEscape => "pack.yaml.quote",
        K::SimpleKeyExpected
        | K::InvalidSimpleKey
        | K::ExpectedBlockMappingKey
        | K::MappingKeyNotAllowed
        | K::MappingValueNotAllowed
        | K::InvalidColonPlacement => "pack.yaml.key",
        K::InvalidIndentation | K::ExpectedBlockSequenceEntry | K::BlockSequenceEntryNotAllowed => {
            "pack.yaml.indent"
        }
        K::UnknownAnchor | K::MissingAnchorOrAliasName => "pack.yaml.unknown-anchor",
        K::RecursionLimitExceeded => "pack.too-deep",
        K::DirectiveDisallowed | K::UndeclaredTagHandle => "pack.yaml.tag",
        _ => "pack.yaml.syntax",
    };
    let limit = Limits::default().depth;
    stop(
        Diagnostic::error(code).with("limit", limit),
        pos(*error.marker()),
    )
}
