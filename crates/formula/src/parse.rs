//! Tokens into parts, after the grammar of CEL: `?:` binds weakest, then `||`, `&&`,
//! comparisons, `+ -`, `* /`, unary. Kinds are checked on the way.
//!
//! The grammar is held against the `cel` crate in a test. Its own parser is not used:
//! it recurses once per operator, keeps no span of a part and words its errors itself.

use crate::error::{FormulaError, FormulaErrorKind as Wrong, Span};
use crate::formula::{Formula, Kind, Need};
use crate::token::{Token, tokens};
use crate::tree::{Binary, Node, Part, PartId, Unary};

/// Longest formula, in bytes.
pub const MAX_LENGTH: usize = 4096;
/// Deepest nesting of brackets, functions, signs and choices.
pub const MAX_DEPTH: usize = 64;

/// Words CEL keeps for itself or for its other literals.
const RESERVED: [&str; 19] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "null",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Weakest first; operators of one row bind equally and from the left.
const LEVELS: [&[(&str, Binary)]; 5] = [
    &[("||", Binary::Or)],
    &[("&&", Binary::And)],
    &[
        ("<=", Binary::AtMost),
        (">=", Binary::AtLeast),
        ("==", Binary::Equal),
        ("!=", Binary::Differs),
        ("<", Binary::Less),
        (">", Binary::More),
    ],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[("*", Binary::Multiply), ("/", Binary::Divide)],
];

/// The level at which `in` stands, among the comparisons.
const RELATIONS: usize = 2;

/// Compiles a text.
pub(crate) fn parse(
    text: &str,
    base: &dyn Fn(&str, f64) -> Option<f64>,
) -> Result<Formula, FormulaError> {
    let whole = Span {
        start: 0,
        end: text.len(),
    };
    if text.len() > MAX_LENGTH {
        return Err(FormulaError::new(Wrong::TooLong, whole, text));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(FormulaError::new(Wrong::Empty, whole, text));
    }
    let mut parser = Parser {
        text,
        base,
        tokens,
        next: 0,
        depth: 0,
        parts: Vec::new(),
        needs: Vec::new(),
    };
    parser.choice()?;
    match parser.tokens.get(parser.next) {
        Some((_, span)) => Err(parser.error(Wrong::Unexpected, *span)),
        None => Ok(Formula {
            text: text.to_owned(),
            parts: parser.parts,
            needs: parser.needs,
        }),
    }
}

pub(crate) struct Parser<'a> {
    pub(crate) text: &'a str,
    pub(crate) base: &'a dyn Fn(&str, f64) -> Option<f64>,
    pub(crate) tokens: Vec<(Token, Span)>,
    pub(crate) next: usize,
    depth: usize,
    pub(crate) parts: Vec<Part>,
    needs: Vec<Need>,
}

pub(crate) type Parsed = Result<PartId, FormulaError>;

impl Parser<'_> {
    pub(crate) fn error(&self, kind: Wrong, span: Span) -> FormulaError {
        FormulaError::new(kind, span, self.text)
    }

    /// The error for what stands next, or for the end.
    pub(crate) fn unexpected(&self) -> FormulaError {
        match self.tokens.get(self.next) {
            Some((_, span)) => self.error(Wrong::Unexpected, *span),
            None => self.error(
                Wrong::End,
                Span {
                    start: self.text.len(),
                    end: self.text.len(),
                },
            ),
        }
    }

    pub(crate) fn take(&mut self, sign: &str) -> Option<Span> {
        let (token, span) = self.tokens.get(self.next)?;
        let hit = matches!(token, Token::Sign(found) if *found == sign);
        let span = *span;
        hit.then(|| {
            self.next += 1;
            span
        })
    }

    pub(crate) fn expect(&mut self, sign: &str) -> Result<Span, FormulaError> {
        self.take(sign).ok_or_else(|| self.unexpected())
    }

    pub(crate) fn push(&mut self, node: Node, span: Span, kind: Kind, first: PartId) -> PartId {
        self.parts.push(Part {
            node,
            span,
            kind,
            first,
        });
        self.parts.len() - 1
    }

    pub(crate) fn nested(&mut self, inner: fn(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let span = self
                .tokens
                .get(self.next)
                .map_or(Span::default(), |(_, span)| *span);
            return Err(self.error(Wrong::TooDeep, span));
        }
        let part = inner(self);
        self.depth -= 1;
        part
    }

    pub(crate) fn choice(&mut self) -> Parsed {
        let condition = self.binary(0)?;
        if self.take("?").is_none() {
            return Ok(condition);
        }
        self.want(condition, Kind::Flag)?;
        let then = self.binary(0)?;
        self.expect(":")?;
        let otherwise = self.nested(Self::choice)?;
        let kind = self.same_kind(then, otherwise)?;
        let span = self.parts[condition].span.to(self.parts[otherwise].span);
        let first = self.parts[condition].first;
        Ok(self.push(Node::Choose(condition, then, otherwise), span, kind, first))
    }

    fn binary(&mut self, level: usize) -> Parsed {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        loop {
            left = if level == RELATIONS && self.take_word("in") {
                self.membership(left)?
            } else if let Some(operator) = self.operator(operators) {
                let right = self.binary(level + 1)?;
                self.join(operator, left, right)?
            } else {
                return Ok(left);
            };
        }
    }

    fn operator(&mut self, among: &[(&str, Binary)]) -> Option<Binary> {
        among
            .iter()
            .find_map(|(sign, operator)| self.take(sign).map(|_| *operator))
    }

    pub(crate) fn join(&mut self, operator: Binary, left: PartId, right: PartId) -> Parsed {
        let kind = match operator {
            Binary::And | Binary::Or => {
                self.want(left, Kind::Flag)?;
                self.want(right, Kind::Flag)?
            }
            Binary::Equal | Binary::Differs => {
                self.same_kind(left, right)?;
                Kind::Flag
            }
            _ if operator.is_comparison() && self.has_day(left, right) => {
                self.same_kind(left, right)?;
                Kind::Flag
            }
            _ => {
                self.want(left, Kind::Number)?;
                self.want(right, Kind::Number)?;
                if operator.is_comparison() {
                    Kind::Flag
                } else {
                    Kind::Number
                }
            }
        };
        let span = self.parts[left].span.to(self.parts[right].span);
        let first = self.parts[left].first;
        Ok(self.push(Node::Binary(operator, left, right), span, kind, first))
    }

    fn has_day(&self, left: PartId, right: PartId) -> bool {
        [left, right]
            .iter()
            .any(|id| self.parts[*id].kind == Kind::Day)
    }

    /// Checks that a part can be of the wanted kind, and returns that kind.
    pub(crate) fn want(&self, part: PartId, kind: Kind) -> Result<Kind, FormulaError> {
        let found = &self.parts[part];
        if found.kind == kind || found.kind == Kind::Any {
            return Ok(kind);
        }
        let wrong = match kind {
            Kind::Flag => Wrong::WantsFlag,
            Kind::Day => Wrong::WantsDay,
            Kind::Text => Wrong::WantsText,
            Kind::Number | Kind::Any => Wrong::WantsNumber,
        };
        Err(self.error(wrong, found.span))
    }

    /// The kind two parts share; `Any` gives way to the other.
    pub(crate) fn same_kind(&self, left: PartId, right: PartId) -> Result<Kind, FormulaError> {
        match (self.parts[left].kind, self.parts[right].kind) {
            (a, b) if a == b => Ok(a),
            (Kind::Any, kind) | (kind, Kind::Any) => Ok(kind),
            _ => Err(self.error(
                Wrong::KindsDiffer,
                self.parts[left].span.to(self.parts[right].span),
            )),
        }
    }

    fn unary(&mut self) -> Parsed {
        let (start, operator) = if let Some(start) = self.take("-") {
            (start, Unary::Minus)
        } else if let Some(start) = self.take("!") {
            (start, Unary::Not)
        } else {
            return self.primary();
        };
        let inner = self.nested(Self::unary)?;
        let wanted = if operator == Unary::Minus {
            Kind::Number
        } else {
            Kind::Flag
        };
        let kind = self.want(inner, wanted)?;
        let (span, first) = (start.to(self.parts[inner].span), self.parts[inner].first);
        Ok(self.push(Node::Unary(operator, inner), span, kind, first))
    }

    fn primary(&mut self) -> Parsed {
        let Some((token, span)) = self.tokens.get(self.next).cloned() else {
            return Err(self.unexpected());
        };
        let here = self.parts.len();
        match token {
            Token::Number(value) => {
                self.next += 1;
                Ok(self.push(Node::Number(value), span, Kind::Number, here))
            }
            Token::Text(text) => {
                self.next += 1;
                Ok(self.push(Node::Text(text), span, Kind::Text, here))
            }
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.nested(Self::choice)?;
                let end = self.expect(")")?;
                self.parts[inner].span = span.to(end);
                Ok(inner)
            }
            Token::Name => {
                self.next += 1;
                self.name(span)
            }
            Token::Sign(_) => Err(self.unexpected()),
        }
    }

    fn name(&mut self, span: Span) -> Parsed {
        let (word, here) = (span.of(self.text), self.parts.len());
        let literal = match word {
            "true" => Some((Node::Flag(true), Kind::Flag)),
            "false" => Some((Node::Flag(false), Kind::Flag)),
            "null" => Some((Node::Null, Kind::Any)),
            _ => None,
        };
        if let Some((node, kind)) = literal {
            return Ok(self.push(node, span, kind, here));
        }
        if self.take("(").is_some() {
            return self.call(span);
        }
        let (field, span) = self.field(span)?;
        let need = self.need(Need::now(field), span);
        if self.take(".").is_some() {
            return self.method(need);
        }
        Ok(need)
    }

    /// The rest of a field name, whose first word is read.
    pub(crate) fn field(&mut self, first: Span) -> Result<(String, Span), FormulaError> {
        let (mut field, mut whole, mut word) = (first.of(self.text).to_owned(), first, first);
        loop {
            if RESERVED.contains(&word.of(self.text)) {
                return Err(self.error(Wrong::Reserved, word));
            }
            if self.before_method() || self.take(".").is_none() {
                return Ok((field, whole));
            }
            let Some((Token::Name, span)) = self.tokens.get(self.next) else {
                return Err(self.unexpected());
            };
            (word, whole) = (*span, whole.to(*span));
            self.next += 1;
            field = format!("{field}.{}", word.of(self.text));
        }
    }

    pub(crate) fn need(&mut self, need: Need, span: Span) -> PartId {
        let index = self.need_index(need);
        let here = self.parts.len();
        self.push(Node::Need(index), span, Kind::Any, here)
    }

    /// The place of a need in the list of needs.
    pub(crate) fn need_index(&mut self, need: Need) -> usize {
        let known = self.needs.iter().position(|other| *other == need);
        known.unwrap_or_else(|| {
            self.needs.push(need);
            self.needs.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> (Wrong, usize) {
        let error = Formula::compile(text).unwrap_err();
        (error.kind, error.position)
    }

    #[test]
    fn lists_the_fields_it_needs_once_each() {
        let formula = Formula::compile("(a / b) / (prior(a) / prior(b)) - 1 + a.of.c").unwrap();
        let expected = [
            Need::now("a"),
            Need::now("b"),
            Need::before("a"),
            Need::before("b"),
            Need::now("a.of.c"),
        ];
        assert_eq!(formula.needs(), expected);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(wrong(""), (Wrong::Empty, 1));
        assert_eq!(wrong("a +"), (Wrong::End, 4));
        assert_eq!(wrong("(a"), (Wrong::End, 3));
        assert_eq!(wrong("a b"), (Wrong::Unexpected, 3));
        assert_eq!(wrong("a + * b"), (Wrong::Unexpected, 5));
        assert_eq!(wrong("sum(a)"), (Wrong::Function, 1));
        assert_eq!(wrong("max(a)"), (Wrong::Arguments, 1));
        assert_eq!(wrong("ln()"), (Wrong::Unexpected, 4));
        assert_eq!(wrong("ln(a, b)"), (Wrong::Unexpected, 5));
        assert_eq!(wrong("ln(a > 1)"), (Wrong::WantsNumber, 4));
        assert_eq!(wrong("prior(a + 1)"), (Wrong::Prior, 7));
        assert_eq!(wrong("prior(2)"), (Wrong::Prior, 7));
        assert_eq!(wrong("a.if"), (Wrong::Reserved, 3));
        assert_eq!(wrong("in == a"), (Wrong::Reserved, 1));
        assert_eq!(wrong("1 && a"), (Wrong::WantsFlag, 1));
        assert_eq!(wrong("a < b < c"), (Wrong::WantsNumber, 1));
        assert_eq!(wrong("a ? 1 : 'x'"), (Wrong::KindsDiffer, 5));
        assert_eq!(wrong("a = b"), (Wrong::Character, 3));
    }

    #[test]
    fn hostile_depth_and_length_are_refused() {
        assert_eq!(wrong(&"(".repeat(4000)).0, Wrong::TooDeep);
        assert_eq!(wrong(&"-".repeat(4000)).0, Wrong::TooDeep);
        assert_eq!(
            wrong(&format!("{}1", "a ? 1 : ".repeat(400))).0,
            Wrong::TooDeep
        );
        assert_eq!(wrong(&"days_since(".repeat(300)).0, Wrong::TooDeep);
        assert_eq!(wrong(&"a".repeat(5000)).0, Wrong::TooLong);
        assert_eq!(wrong(&"(".repeat(1 << 20)).0, Wrong::TooLong);
        // A long flat sum is not deep.
        assert!(Formula::compile(&format!("a{}", " + a".repeat(1000))).is_ok());
    }
}
