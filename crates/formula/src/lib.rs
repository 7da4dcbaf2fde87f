//! Formulas over named fields, written in CEL syntax (Common Expression Language)
//! and evaluated with three values: true, false, unknown.
//!
//! What there is: numbers, texts, `true` and `false`; `+ - * /`, unary minus;
//! `< <= > >= == !=`; `&& || !`; `a ? b : c`; field names, dotted if wanted;
//! `prior(field)` for the year before, `prior(field, 2)` for the one before that;
//! `min(…)` and `max(…)`; `ln(a)`, the natural logarithm; `a in ['x', 'y']`; `'x' in set`
//! and `size(set)`; `a.startsWith('x')`; `date('2026-04-01')`, `years_since(day)`,
//! `days_since(day)` and `as_of`, the day asked about; `null`, a value nobody knows; and
//! where the caller knows units, a unit as a function of a number: `cny_10k(1500)`.
//!
//! Where it departs from CEL, on purpose:
//! - There is one kind of number. `1 / 2` is 0.5 and `1 == 1.0` holds.
//! - A field without a value is *unknown*, and unknown spreads: `0 * unknown`,
//!   `unknown in ['x']` and `null == null` are unknown. Only `false && x` and `true || x` do not depend on `x`.
//! - Division by zero, the logarithm of zero or less, and results beyond the range of
//!   numbers are unknown, and reported as a [`Problem`]; never zero, never infinity.
//!
//! Reading order: [`token`] → [`parse`] and [`call`] → [`tree`] (and its kinds), then the two
//! evaluators [`columns`] (many units at once) and [`single`] (one value, with a
//! trace).
//!
//! Must not know: what an indicator, a policy or a park is.

pub mod call;
pub mod columns;
pub mod error;
pub mod formula;
pub mod parse;
pub mod single;
pub mod token;
pub mod trace;
pub mod tree;

pub use call::AS_OF;
pub use columns::{ColumnOutcome, ColumnProblem};
pub use error::{FormulaError, FormulaErrorKind, Problem, ProblemKind, Span};
pub use formula::{Formula, Kind, Need};
pub use single::{CLOSE, Outcome, Scope, are_close, years_between};
pub use tree::{Between, Binary, Literal, Node, Part, PartId, Unary};
