//! The two evaluators, and a plain recursive one written for this test alone, agree on
//! formulas made at random; and the grammar is that of the `cel` crate.

use cel::common::ast::{Expr, LiteralValue};
use julin_formula::{Formula, Need, Scope};
use julin_model::Value;
use proptest::prelude::*;

/// A formula as a tree: what the text must mean.
#[derive(Debug, Clone)]
enum Tree {
    Number(f64),
    Field(&'static str),
    Two(&'static str, Box<Tree>, Box<Tree>),
    Call(&'static str, Box<Tree>, Box<Tree>),
    Minus(Box<Tree>),
    Ln(Box<Tree>),
    Not(Box<Tree>),
    Choose(Box<Tree>, Box<Tree>, Box<Tree>),
}

const FIELDS: [(&str, Option<f64>); 6] = [
    ("a", Some(0.0)),
    ("b", Some(1.0)),
    ("c", Some(-2.5)),
    ("d", Some(1e300)),
    ("gone", None),
    ("e.f", Some(7.0)),
];

fn numbers() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        prop_oneof![Just(0.0), Just(0.5), Just(3.0), Just(1e200)].prop_map(Tree::Number),
        prop::sample::select(FIELDS.map(|(name, _)| name).to_vec()).prop_map(Tree::Field),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let two = (
            prop::sample::select(vec!["+", "-", "*", "/"]),
            inner.clone(),
            inner.clone(),
        );
        let call = (
            prop::sample::select(vec!["min", "max"]),
            inner.clone(),
            inner.clone(),
        );
        prop_oneof![
            4 => two.prop_map(|(op, a, b)| Tree::Two(op, Box::new(a), Box::new(b))),
            1 => call.prop_map(|(op, a, b)| Tree::Call(op, Box::new(a), Box::new(b))),
            1 => inner.clone().prop_map(|a| Tree::Minus(Box::new(a))),
            1 => inner.clone().prop_map(|a| Tree::Ln(Box::new(a))),
            1 => (conditions(inner.clone()), inner.clone(), inner)
                .prop_map(|(c, a, b)| Tree::Choose(Box::new(c), Box::new(a), Box::new(b))),
        ]
    })
}

fn conditions(
    numbers: impl Strategy<Value = Tree> + Clone + 'static,
) -> impl Strategy<Value = Tree> {
    let sign = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let leaf = (sign, numbers.clone(), numbers)
        .prop_map(|(op, a, b)| Tree::Two(op, Box::new(a), Box::new(b)));
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (
                prop::sample::select(vec!["&&", "||"]),
                inner.clone(),
                inner.clone()
            )
                .prop_map(|(op, a, b)| Tree::Two(op, Box::new(a), Box::new(b))),
            inner.prop_map(|a| Tree::Not(Box::new(a))),
        ]
    })
}

/// The text of a tree with every bracket written.
fn text(tree: &Tree) -> String {
    match tree {
        Tree::Number(x) => format!("{x:?}"),
        Tree::Field(name) => (*name).to_owned(),
        Tree::Two(op, a, b) => format!("({} {op} {})", text(a), text(b)),
        Tree::Call(name, a, b) => format!("{name}({}, {})", text(a), text(b)),
        Tree::Minus(a) => format!("-({})", text(a)),
        Tree::Ln(a) => format!("ln({})", text(a)),
        Tree::Not(a) => format!("!({})", text(a)),
        Tree::Choose(c, a, b) => format!("({} ? {} : {})", text(c), text(a), text(b)),
    }
}

/// What a tree means. Conditions are 1 and 0, `None` is unknown.
fn plain(tree: &Tree) -> Option<f64> {
    let flag = |yes: bool| Some(if yes { 1.0 } else { 0.0 });
    match tree {
        Tree::Number(x) => Some(*x),
        Tree::Field(name) => FIELDS.iter().find(|(n, _)| n == name)?.1,
        Tree::Minus(a) => Some(-plain(a)?),
        Tree::Ln(a) => plain(a).filter(|x| *x > 0.0).map(f64::ln),
        Tree::Not(a) => flag(plain(a)? == 0.0),
        Tree::Choose(c, a, b) => {
            if plain(c)? == 1.0 {
                plain(a)
            } else {
                plain(b)
            }
        }
        Tree::Call("min", a, b) => Some(plain(a)?.min(plain(b)?)),
        Tree::Call(_, a, b) => Some(plain(a)?.max(plain(b)?)),
        Tree::Two("&&", a, b) => match (plain(a), plain(b)) {
            (Some(0.0), _) | (_, Some(0.0)) => Some(0.0),
            (a, b) => a.and(b),
        },
        Tree::Two("||", a, b) => match (plain(a), plain(b)) {
            (Some(1.0), _) | (_, Some(1.0)) => Some(1.0),
            (a, b) => a.and(b),
        },
        Tree::Two(op, a, b) => {
            let (a, b) = (plain(a)?, plain(b)?);
            match *op {
                "+" => Some(a + b),
                "-" => Some(a - b),
                "*" => Some(a * b),
                "/" => Some(a / b).filter(|_| b != 0.0),
                "<" => flag(a < b),
                "<=" => flag(a <= b),
                ">" => flag(a > b),
                ">=" => flag(a >= b),
                "==" => flag(a == b),
                _ => flag(a != b),
            }
            .filter(|x| x.is_finite())
        }
    }
}

struct Fields;

impl Scope for Fields {
    fn value(&self, need: &Need) -> Option<Value> {
        FIELDS
            .iter()
            .find(|(name, _)| *name == need.field)?
            .1
            .map(Value::Number)
    }
}

fn number(value: Option<Value>) -> Option<f64> {
    match value? {
        Value::Number(x) => Some(x),
        Value::Flag(yes) => Some(if yes { 1.0 } else { 0.0 }),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn three_ways_give_one_answer(tree in numbers()) {
        let text = text(&tree);
        let Ok(formula) = Formula::compile(&text) else {
            prop_assert!(text.len() > 200, "{text}");
            return Ok(());
        };
        let expected = plain(&tree);
        let single = formula.evaluate(&Fields);
        prop_assert_eq!(number(single.value.clone()), expected, "{}", text);
        let cells: Vec<[f64; 1]> = formula
            .needs()
            .iter()
            .map(|need| [number(Fields.value(need)).unwrap_or(f64::NAN)])
            .collect();
        let column = |need: &Need| {
            let at = formula.needs().iter().position(|other| other == need)?;
            Some(cells[at].as_slice())
        };
        let columns = formula.evaluate_columns(1, column);
        prop_assert_eq!(Some(columns.values[0]).filter(|x| !x.is_nan()), expected, "{}", text);
        let told: Vec<_> = columns.problems.iter().map(|p| p.problem).collect();
        prop_assert_eq!(told, single.problems, "{}", text);
        prop_assert_eq!(formula.trace(&Fields).value, expected, "{}", text);
    }

    /// Any text at all is either compiled or refused with a place inside it.
    #[test]
    fn no_text_brings_the_compiler_down(text in "[a-c0-9+*/()?:!<>=&|. ,'\"prior-]{0,60}|.{0,40}") {
        if let Err(error) = Formula::compile(&text) {
            prop_assert!(error.position <= text.chars().count() + 1);
            prop_assert!(error.span.end <= text.len());
        }
    }

    /// What this compiler accepts, the `cel` crate reads as the same tree.
    #[test]
    fn the_grammar_is_that_of_cel(
        first in operand(),
        rest in prop::collection::vec((prop::sample::select(vec![
            "+", "-", "*", "/", "<", ">=", "==", "!=", "&&", "||", "? 2 :", "? a - b :", ") +", "- (",
        ]), operand()), 1..7),
    ) {
        let mut text = first.to_owned();
        for (operator, operand) in rest {
            text = match operator {
                ") +" => format!("({text}) + {operand}"),
                "- (" => format!("{operand} - ({text})"),
                operator => format!("{text} {operator} {operand}"),
            };
        }
        let units = |unit: &str, number: f64| (unit == "cny_10k").then_some(number * 1e4);
        let Ok(formula) = Formula::compile_with(&text, &units) else { return Err(TestCaseError::reject("kinds")) };
        let tree = cel::parser::Parser::new().parse(&text);
        prop_assert!(tree.is_ok(), "cel refuses {}", text);
        prop_assert_eq!(shape_of_cel(&tree.unwrap().expr), formula.to_string(), "{}", text);
    }
}

fn operand() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b.c",
        "2",
        "1.5",
        "-a",
        "!a",
        "min(a, b)",
        "prior(a)",
        "ln(a)",
        "(a + b)",
        "null",
        "prior(a, 2)",
        "cny_10k(1500)",
        "size(titles)",
        "days_since(d)",
        "years_since(date('2026-04-01'))",
        "b.c in ['x', 'y']",
        "'hnte' in titles",
        "a in [1.5, 2, -3]",
        "a.b.startsWith('C39')",
        "d >= date('2026-04-01')",
    ])
}

/// The cel crate's tree, written as `Display` of a formula writes ours.
fn shape_of_cel(expr: &Expr) -> String {
    match expr {
        Expr::Ident(name) => name.clone(),
        Expr::Select(select) => format!("{}.{}", shape_of_cel(&select.operand.expr), select.field),
        Expr::Literal(LiteralValue::Int(n)) => format!("{:?}", *n.inner() as f64),
        Expr::Literal(LiteralValue::Double(x)) => format!("{:?}", x.inner()),
        Expr::Literal(LiteralValue::String(text)) => format!("{:?}", text.inner()),
        Expr::Literal(LiteralValue::Null) => "null".to_owned(),
        Expr::List(list) => {
            let items: Vec<_> = list
                .elements
                .iter()
                .map(|e| shape_of_cel(&e.expr))
                .collect();
            format!("[{}]", items.join(", "))
        }
        Expr::Call(call) if call.target.is_some() => {
            let receiver = call
                .target
                .as_ref()
                .map(|target| shape_of_cel(&target.expr));
            let receiver = receiver.unwrap_or_default();
            let argument = shape_of_cel(&call.args[0].expr);
            format!("{receiver}.{}({argument})", call.func_name)
        }
        Expr::Call(call) => {
            let args: Vec<_> = call
                .args
                .iter()
                .map(|arg| shape_of_cel(&arg.expr))
                .collect();
            let name = call.func_name.trim_matches('_');
            match (name, args.as_slice()) {
                ("?_:", [c, a, b]) => format!("({c} ? {a} : {b})"),
                ("-" | "!", [a]) => format!("{name}{a}"),
                ("min" | "max", [a, b]) => format!("{name}({a}, {b})"),
                ("@in", [a, b]) => format!("({a} in {b})"),
                (_, [a]) => format!("{name}({a})"),
                ("prior", [a, years]) => format!("prior({a}, {})", years.trim_end_matches(".0")),
                ("&&" | "||", _) => {
                    let mut clauses = Vec::new();
                    flatten(expr, &call.func_name, &mut clauses);
                    let rest = clauses.split_off(1).into_iter();
                    rest.fold(clauses.remove(0), |left, right| {
                        format!("({left} {name} {right})")
                    })
                }
                (op, [a, b]) => format!("({a} {op} {b})"),
                other => panic!("{other:?}"),
            }
        }
        other => panic!("{other:?}"),
    }
}

/// The cel crate balances chains of `&&` and `||`; here they lean to the left again.
fn flatten(expr: &Expr, operator: &str, into: &mut Vec<String>) {
    match expr {
        Expr::Call(call) if call.func_name == operator => {
            call.args
                .iter()
                .for_each(|arg| flatten(&arg.expr, operator, into));
        }
        other => into.push(shape_of_cel(other)),
    }
}

#[test]
fn precedence_and_side_by_example() {
    let pairs = [
        ("a - b - c", "((a - b) - c)"),
        ("a + b * c / d", "(a + ((b * c) / d))"),
        ("a || b && c == d + 1", "(a || (b && (c == (d + 1.0))))"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("-a * !b + 1", "((-a * !b) + 1.0)"),
    ];
    for (text, shape) in pairs.into_iter().take(4) {
        assert_eq!(Formula::compile(text).unwrap().to_string(), shape);
    }
    assert!(
        Formula::compile(pairs[4].0).is_err(),
        "a condition is no number"
    );
}
