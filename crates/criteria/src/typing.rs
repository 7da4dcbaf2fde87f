//! What each part of an expression yields and measures, and whether its sides fit: 万元
//! against 元 is settled by units, 元 against 人 is a mistake, and so is a number without
//! a unit beside a quantity whose unit is not the base unit.
//!
//! Must not know: conditions, values.

use crate::dictionary::{DAYS, Dictionary, FieldKind, Scale, YEARS};
use crate::dimension::Dimension;
use crate::names::{Meaning, Names};
use julin_formula::{Between, Binary, Formula, Literal, Need, Node, PartId, Span, Unary};

/// What a number measures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measure {
    /// Its dimension.
    pub dimension: Dimension,
    /// Its unit, when that is not the base unit.
    pub unit: Option<String>,
    /// A number written without a unit.
    pub bare: Option<f64>,
    /// It has a score in it.
    pub score: bool,
    /// No field decides it.
    pub constant: bool,
}

/// What a part yields.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `null`: fits everywhere.
    Null,
    /// A number.
    Number(Measure),
    /// Yes or no, and whether a score decides it.
    Flag(bool),
    /// A word.
    Word,
    /// A day.
    Day,
    /// A set, which is no value by itself.
    Set,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Code of the message.
    pub code: &'static str,
    /// Where in the expression.
    pub span: Span,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

type Typed = Result<Type, Fault>;

/// The type of a whole expression. `derived` gives the types of derived values.
pub fn type_of(
    formula: &Formula,
    names: &Names,
    derived: &[Type],
    dictionary: &dyn Dictionary,
) -> Typed {
    let typing = Typing {
        formula,
        names,
        derived,
        dictionary,
    };
    let mut types: Vec<Type> = Vec::with_capacity(formula.parts().len());
    for id in 0..formula.parts().len() {
        let found = typing.part(id, &types)?;
        types.push(found);
    }
    let whole = types.pop().unwrap_or(Type::Null);
    if whole == Type::Set {
        return Err(typing.fault("criteria.set-alone", formula.parts().len() - 1, &[]));
    }
    Ok(whole)
}

struct Typing<'a> {
    formula: &'a Formula,
    names: &'a Names,
    derived: &'a [Type],
    dictionary: &'a dyn Dictionary,
}

/// The measure of numbers of a unit.
pub fn measure(scale: Option<&Scale>) -> Measure {
    Measure {
        dimension: scale.map_or_else(Dimension::default, |own| Dimension::of(&own.dimension)),
        unit: scale
            .filter(|own| !own.is_base())
            .map(|own| own.unit.clone()),
        ..Measure::default()
    }
}

impl Type {
    fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Number(_) => "number",
            Self::Flag(_) => "flag",
            Self::Word => "word",
            Self::Day => "date",
            Self::Set => "set",
        }
    }

    fn reads_score(&self) -> bool {
        match self {
            Self::Number(own) => own.score,
            Self::Flag(score) => *score,
            _ => false,
        }
    }
}

impl Typing<'_> {
    fn fault(&self, code: &'static str, part: PartId, args: &[(&'static str, String)]) -> Fault {
        Fault {
            code,
            span: self.formula.parts()[part].span,
            args: args.to_vec(),
        }
    }

    fn part(&self, id: PartId, types: &[Type]) -> Typed {
        let number = |dimension: &str| {
            Type::Number(Measure {
                dimension: Dimension::of(dimension),
                ..Measure::default()
            })
        };
        Ok(match &self.formula.parts()[id].node {
            Node::Null => Type::Null,
            Node::Flag(_) => Type::Flag(false),
            Node::Text(_) => Type::Word,
            Node::Day(_) => Type::Day,
            Node::Number(bare) => Type::Number(Measure {
                bare: Some(*bare),
                constant: true,
                ..Measure::default()
            }),
            Node::Quantity(_, unit, _) => Type::Number(Measure {
                constant: true,
                ..measure(Scale::of(unit, self.dictionary).as_ref())
            }),
            Node::Need(index) => self.need(id, &self.formula.needs()[*index])?,
            Node::Size(index) => {
                self.set(id, *index)?;
                number("count")
            }
            Node::Holds(word, index) => {
                self.wants(*word, types, "word")?;
                self.set(id, *index)?;
                Type::Flag(false)
            }
            Node::Begins(word, stem) => {
                self.wants(*word, types, "word")?;
                self.wants(*stem, types, "word")?;
                Type::Flag(false)
            }
            Node::OneOf(inner, list) => self.one_of(*inner, list, types)?,
            Node::Since(unit, day, _) => {
                self.wants(*day, types, "date")?;
                let unit = if *unit == Between::Years { YEARS } else { DAYS };
                Type::Number(measure(Scale::of(unit, self.dictionary).as_ref()))
            }
            Node::Unary(operator, inner) => self.unary(*operator, *inner, types)?,
            Node::Binary(operator, left, right) => {
                self.binary(*operator, (*left, *right), types)?
            }
            Node::Choose(condition, then, otherwise) => {
                let asked = self.wants(*condition, types, "flag")?;
                let sides = (*then, *otherwise);
                let mut found = self.same(sides, types)?;
                if asked.reads_score() || found.reads_score() {
                    return Err(self.fault("criteria.score-use", id, &[]));
                }
                if let Type::Number(own) = &mut found {
                    own.constant = self.is_constant(id);
                }
                found
            }
        })
    }

    /// True when no field decides a part.
    fn is_constant(&self, id: PartId) -> bool {
        let parts = self.formula.parts();
        let fixed = |node: &Node| match node {
            Node::Need(index) => self.names.is_constant(&self.formula.needs()[*index]),
            Node::Holds(..) | Node::Size(_) => false,
            _ => true,
        };
        parts[parts[id].first..=id]
            .iter()
            .all(|part| fixed(&part.node))
    }

    fn need(&self, id: PartId, need: &Need) -> Typed {
        let meaning = self.names.meaning(&need.field);
        if need.prior() && !matches!(meaning, Meaning::Field(_) | Meaning::Nothing) {
            return Err(self.fault("criteria.prior-of", id, &[("name", need.field.clone())]));
        }
        Ok(match meaning {
            Meaning::AsOf => Type::Day,
            Meaning::Threshold(threshold) => Type::Number(Measure {
                constant: true,
                ..measure(Some(&threshold.scale))
            }),
            Meaning::Derived(place) => match self.derived.get(place) {
                Some(Type::Number(own)) => Type::Number(Measure {
                    bare: None,
                    ..own.clone()
                }),
                Some(found) => found.clone(),
                None => Type::Null,
            },
            Meaning::Score => Type::Number(Measure {
                dimension: Dimension::of("score"),
                score: true,
                ..Measure::default()
            }),
            Meaning::Field(field) => match &field.kind {
                FieldKind::Number { .. } => Type::Number(measure(field.scale.as_ref())),
                FieldKind::Word => Type::Word,
                FieldKind::Set => Type::Set,
                FieldKind::Flag => Type::Flag(false),
                FieldKind::Date => Type::Day,
            },
            Meaning::Nothing => return Err(self.unknown(id, &need.field)),
        })
    }

    fn unknown(&self, id: PartId, name: &str) -> Fault {
        let args = [("name", name.to_owned())];
        let mut fault = self.fault("criteria.unknown-name", id, &args);
        if let Some(meant) = self.dictionary.suggest(name) {
            fault.code = "criteria.unknown-name-meant";
            fault.args.push(("meant", meant));
        }
        fault
    }

    fn set(&self, id: PartId, index: usize) -> Result<(), Fault> {
        let need = &self.formula.needs()[index];
        match self.need(id, need)? {
            Type::Set => Ok(()),
            other => Err(self.wrong(id, "set", &other)),
        }
    }

    fn wrong(&self, id: PartId, wants: &str, found: &Type) -> Fault {
        let args = [
            ("wants", wants.to_owned()),
            ("found", found.name().to_owned()),
        ];
        self.fault("criteria.kind", id, &args)
    }

    fn wants<'t>(&self, part: PartId, types: &'t [Type], wanted: &str) -> Result<&'t Type, Fault> {
        let found = &types[part];
        if found.name() == wanted || *found == Type::Null {
            Ok(found)
        } else {
            Err(self.wrong(part, wanted, found))
        }
    }

    fn number(&self, part: PartId, types: &[Type]) -> Result<Measure, Fault> {
        match self.wants(part, types, "number")? {
            Type::Number(own) => Ok(own.clone()),
            _ => Ok(Measure {
                bare: Some(0.0),
                constant: true,
                ..Measure::default()
            }),
        }
    }

    fn one_of(&self, inner: PartId, list: &[Literal], types: &[Type]) -> Typed {
        match list.first() {
            Some(Literal::Number(first)) => {
                let own = self.number(inner, types)?;
                if own.score {
                    return Err(self.fault("criteria.score-use", inner, &[]));
                }
                let bare = Measure {
                    bare: Some(*first),
                    constant: true,
                    ..Measure::default()
                };
                self.fit((inner, inner), &own, &bare)?;
            }
            _ => {
                self.wants(inner, types, "word")?;
            }
        }
        Ok(Type::Flag(false))
    }

    fn unary(&self, operator: Unary, inner: PartId, types: &[Type]) -> Typed {
        if operator == Unary::Not {
            let found = self.wants(inner, types, "flag")?;
            return Ok(Type::Flag(found.reads_score()));
        }
        let own = self.number(inner, types)?;
        if own.score {
            return Err(self.fault("criteria.score-use", inner, &[]));
        }
        if operator == Unary::Ln {
            if !own.dimension.is_plain() {
                let args = [("dimension", own.dimension.to_string())];
                return Err(self.fault("criteria.ln-unit", inner, &args));
            }
            return Ok(Type::Number(Measure {
                constant: own.constant,
                ..Measure::default()
            }));
        }
        Ok(Type::Number(Measure {
            bare: own.bare.map(|number| -number),
            ..own
        }))
    }

    fn binary(&self, operator: Binary, sides: (PartId, PartId), types: &[Type]) -> Typed {
        if operator.is_logical() {
            let left = self.wants(sides.0, types, "flag")?;
            let right = self.wants(sides.1, types, "flag")?;
            return Ok(Type::Flag(left.reads_score() || right.reads_score()));
        }
        if operator.is_comparison() {
            return self.comparison(operator, sides, types);
        }
        let (left, right) = (self.number(sides.0, types)?, self.number(sides.1, types)?);
        let misused = match operator {
            Binary::Subtract => right.score,
            Binary::Multiply => {
                let scales = |other: &Measure| other.bare.is_some_and(|number| number > 0.0);
                (left.score && !scales(&right)) || (right.score && !scales(&left))
            }
            Binary::Divide => {
                right.score || (left.score && right.bare.is_none_or(|number| number <= 0.0))
            }
            _ => false,
        };
        if misused {
            let at = if right.score { sides.1 } else { sides.0 };
            return Err(self.fault("criteria.score-use", at, &[]));
        }
        // `1 - share` can only mean the whole less the share.
        let whole = |one: &Measure, other: &Measure| {
            one.bare == Some(1.0) && other.dimension.is_plain() && other.bare.is_none()
        };
        Ok(Type::Number(match operator {
            Binary::Multiply => product(&left, &right, 1),
            Binary::Divide => product(&left, &right, -1),
            Binary::Add | Binary::Subtract if whole(&left, &right) => right,
            Binary::Add | Binary::Subtract if whole(&right, &left) => left,
            _ => self.fit(sides, &left, &right)?,
        }))
    }

    fn comparison(&self, operator: Binary, sides: (PartId, PartId), types: &[Type]) -> Typed {
        let (left, right) = (&types[sides.0], &types[sides.1]);
        let found = self.same(sides, types)?;
        let ordered = matches!(found, Type::Number(_) | Type::Day | Type::Null);
        if !ordered && !matches!(operator, Binary::Equal | Binary::Differs) {
            return Err(self.wrong(sides.0, "number", &found));
        }
        let score = left.reads_score() || right.reads_score();
        let held_against = |other: &Type| match other {
            Type::Number(own) => own.constant,
            Type::Null => true,
            _ => false,
        };
        let fine = held_against(left) || held_against(right);
        if score && !fine {
            return Err(self.fault("criteria.score-use", sides.0, &[]));
        }
        Ok(Type::Flag(score))
    }

    /// The type two sides share.
    fn same(&self, sides: (PartId, PartId), types: &[Type]) -> Typed {
        match (&types[sides.0], &types[sides.1]) {
            (Type::Number(left), Type::Number(right)) => {
                Ok(Type::Number(self.fit(sides, left, right)?))
            }
            (Type::Flag(left), Type::Flag(right)) => Ok(Type::Flag(*left || *right)),
            (Type::Set, other) | (other, Type::Set) => {
                Err(self.wrong(sides.0, other.name(), &Type::Set))
            }
            (Type::Null, other) | (other, Type::Null) => Ok(other.clone()),
            (left, right) if left == right => Ok(left.clone()),
            (left, right) => Err(self.wrong(sides.1, left.name(), right)),
        }
    }

    /// The measure of a sum, or that two numbers can be compared.
    fn fit(
        &self,
        sides: (PartId, PartId),
        left: &Measure,
        right: &Measure,
    ) -> Result<Measure, Fault> {
        for (bare, other, part) in [(left, right, sides.0), (right, left, sides.1)] {
            if let (Some(number), Some(unit), None) = (bare.bare, &other.unit, other.bare)
                && number != 0.0
            {
                let args = [("number", number.to_string()), ("unit", unit.clone())];
                return Err(self.fault("criteria.bare-number", part, &args));
            }
        }
        let fits = left.dimension == right.dimension || left.bare.is_some() || right.bare.is_some();
        if !fits {
            let mut fault = self.fault("criteria.units-differ", sides.0, &[]);
            fault.span = fault.span.to(self.formula.parts()[sides.1].span);
            fault.args = vec![
                ("left", left.dimension.to_string()),
                ("right", right.dimension.to_string()),
            ];
            return Err(fault);
        }
        let own = if left.bare.is_some() { right } else { left };
        Ok(Measure {
            dimension: own.dimension.clone(),
            unit: left.unit.clone().or_else(|| right.unit.clone()),
            bare: left.bare.and(right.bare),
            score: left.score || right.score,
            constant: left.constant && right.constant,
        })
    }
}

fn product(left: &Measure, right: &Measure, sign: i32) -> Measure {
    let dimension = left.dimension.joined(&right.dimension, sign);
    let unit = match (left.bare, right.bare) {
        (Some(_), _) => right.unit.clone(),
        (_, Some(_)) => left.unit.clone(),
        _ if dimension.is_plain() => None,
        _ => left.unit.clone().or_else(|| right.unit.clone()),
    };
    let bare = left.bare.zip(right.bare);
    Measure {
        dimension,
        unit,
        bare: bare.map(|(x, y)| if sign > 0 { x * y } else { x / y }),
        score: left.score || right.score,
        constant: left.constant && right.constant,
    }
}
