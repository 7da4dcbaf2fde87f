//! JSON: an array of objects, or one object after the other (JSON lines). Elements are
//! found in a window over the text and parsed one by one. Nested objects become columns
//! `outer / inner`; lists stay as their JSON text.

use super::row::{Cell, RawRow};
use super::{RowSource, text::TextStream};
use crate::error::{IntakeError, Problem};
use julin_model::Place;
use serde_json::{Map, Value};
use std::collections::{HashMap, VecDeque};

/// Elements looked at for the names of columns.
pub const NAMES_FROM: usize = 1000;
/// Longest element, in bytes.
const ELEMENT_LIMIT: usize = 16 << 20;
/// Integers from here on lose digits as a float: they are identifiers, kept as text.
const EXACT: f64 = 9e15;

/// Elements of a JSON text as rows.
pub(crate) struct JsonSource {
    text: TextStream,
    file: String,
    element: u32,
    in_array: bool,
    columns: Columns,
    waiting: VecDeque<Map<String, Value>>,
}

impl JsonSource {
    /// Opens a text and reads its first elements for the names of columns.
    pub(crate) fn new(text: TextStream, file: &str) -> Result<Self, IntakeError> {
        let mut source = Self {
            text,
            file: file.to_owned(),
            element: 0,
            in_array: false,
            columns: Columns::default(),
            waiting: VecDeque::new(),
        };
        source.skip_space()?;
        if source.text.window().first() == Some(&b'[') {
            source.in_array = true;
            source.text.consume(1);
        }
        while source.waiting.len() < NAMES_FROM {
            let Some(element) = source.read_element()? else {
                break;
            };
            source.columns.learn(&element, "");
            source.waiting.push_back(element);
        }
        source.element = 0;
        if source.waiting.is_empty() {
            return Err(Problem::Empty.in_file(file));
        }
        Ok(source)
    }

    fn fail(&self, problem: Problem) -> IntakeError {
        problem.at(Place::line(&self.file, u64::from(self.element), 0))
    }

    fn skip_space(&mut self) -> Result<(), IntakeError> {
        loop {
            let window = self.text.window();
            let space = window
                .iter()
                .take_while(|b| b.is_ascii_whitespace() || **b == b',')
                .count();
            let used_up = space == window.len();
            self.text.consume(space);
            if !used_up || self.text.at_end() {
                return Ok(());
            }
            self.text.grow().map_err(|p| p.in_file(&self.file))?;
        }
    }

    fn read_element(&mut self) -> Result<Option<Map<String, Value>>, IntakeError> {
        self.skip_space()?;
        match self.text.window().first() {
            None if self.in_array => {
                return Err(self.fail(Problem::Truncated("the list is not closed".to_owned())));
            }
            None => return Ok(None),
            Some(b']') if self.in_array => return Ok(None),
            _ => {}
        }
        self.element += 1;
        let length = loop {
            if let Some(length) = element_length(self.text.window()) {
                break length;
            }
            let found = self.text.window().len();
            if found > ELEMENT_LIMIT {
                let (found, limit) = (found as u64, ELEMENT_LIMIT as u64);
                return Err(self.fail(Problem::TooLarge {
                    what: "cell",
                    found,
                    limit,
                }));
            }
            if self.text.at_end() {
                return Err(self.fail(Problem::Truncated("the element is not closed".to_owned())));
            }
            self.text.grow().map_err(|p| p.in_file(&self.file))?;
        };
        let parsed = serde_json::from_slice(&self.text.window()[..length]);
        let element = parsed.map_err(|e| self.fail(Problem::Malformed(e.to_string())))?;
        self.text.consume(length);
        Ok(Some(element))
    }
}

impl RowSource for JsonSource {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, IntakeError> {
        let element = match self.waiting.pop_front() {
            Some(element) => {
                self.element += 1;
                element
            }
            None => match self.read_element()? {
                Some(element) => element,
                None => return Ok(false),
            },
        };
        row.start(self.element);
        self.columns.fill(row, &element);
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }

    fn column_names(&self) -> Option<&[String]> {
        Some(&self.columns.names)
    }
}

/// Length of the element at the start of the text; `None` when it goes on.
fn element_length(text: &[u8]) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' | b',' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Names of columns, in order of first appearance.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Columns {
    /// Adds the names an element has.
    pub(crate) fn learn(&mut self, element: &Map<String, Value>, prefix: &str) {
        for (key, value) in element {
            let name = format!("{prefix}{key}");
            if let Value::Object(inner) = value {
                self.learn(inner, &format!("{name} / "));
            } else if !self.positions.contains_key(&name) {
                self.positions.insert(name.clone(), self.names.len());
                self.names.push(name);
            }
        }
    }

    /// Fills a row from an element. Names never seen go beyond the last column, where
    /// they are found as a row with too many cells.
    pub(crate) fn fill(&self, row: &mut RawRow, element: &Map<String, Value>) {
        self.put(row, element, "");
    }

    fn put(&self, row: &mut RawRow, element: &Map<String, Value>, prefix: &str) {
        for (key, value) in element {
            if let Value::Object(inner) = value {
                self.put(row, inner, &format!("{prefix}{key} / "));
                continue;
            }
            let known = if prefix.is_empty() {
                self.positions.get(key)
            } else {
                self.positions.get(&format!("{prefix}{key}"))
            };
            let column = known
                .copied()
                .unwrap_or_else(|| row.width().max(self.names.len()));
            match value {
                Value::Null | Value::Object(_) => {}
                Value::Bool(flag) => row.set(column, Cell::Flag(*flag)),
                Value::String(text) => row.set(column, Cell::Text(text.as_bytes())),
                Value::Number(number) => match number.as_f64().filter(|n| n.abs() < EXACT) {
                    Some(n) => row.set(column, Cell::Number(n)),
                    None => row.set(column, Cell::Text(number.to_string().as_bytes())),
                },
                list @ Value::Array(_) => row.set(column, Cell::Text(list.to_string().as_bytes())),
            }
        }
    }
}
