//! One cell: how many answered, median and quartiles, shares.
//!
//! Quantiles are type 7 (linear between order statistics, as spreadsheets compute them).
//! Lowest and highest are not given: each is the answer of one member.
//!
//! Must not know: why a cell is hidden.

use super::protect::Plan;
use super::{Answer, Answers, Cell, Hidden};
use crate::statistics::quantile_of_sorted;

/// Median and quartiles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// A quarter lies below.
    pub lower: f64,
    /// Half lies below.
    pub median: f64,
    /// A quarter lies above.
    pub upper: f64,
}

/// One option of a choice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Share of the answers, 0 to 1; `None` where hidden.
    pub share: Option<f64>,
    /// Why it is hidden.
    pub hidden: Option<Hidden>,
}

pub(super) fn cell(given: &Answers<'_>, plan: &Plan, at: usize) -> Cell {
    let members: Vec<usize> = plan.members(at).collect();
    if !plan.shows(at) {
        return Cell {
            answers: None,
            hidden: Some(why(members.len(), given.minimum)),
            quartiles: None,
            shares: Vec::new(),
        };
    }
    let number = |i: &usize| match given.answers[*i] {
        Some(Answer::Number(n)) => Some(n),
        _ => None,
    };
    let numbers: Vec<f64> = members.iter().filter_map(number).collect();
    let share = |option: usize| {
        let wanted = Some(Answer::Option(option));
        let chose = members.iter().filter(|i| given.answers[**i] == wanted);
        let chose = chose.count();
        let open = plan.shows_option(at, option) && !members.is_empty();
        Share {
            share: open.then(|| chose as f64 / members.len() as f64),
            hidden: (!open && !members.is_empty()).then(|| why(chose, given.minimum)),
        }
    };
    Cell {
        answers: Some(members.len()),
        hidden: None,
        quartiles: quartiles(numbers),
        shares: (0..given.options).map(share).collect(),
    }
}

fn why(answers: usize, minimum: usize) -> Hidden {
    if answers < minimum {
        Hidden::TooFew
    } else {
        Hidden::Protects
    }
}

fn quartiles(mut numbers: Vec<f64>) -> Option<Quartiles> {
    numbers.sort_by(f64::total_cmp);
    Some(Quartiles {
        lower: quantile_of_sorted(&numbers, 0.25)?,
        median: quantile_of_sorted(&numbers, 0.5)?,
        upper: quantile_of_sorted(&numbers, 0.75)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::question;

    /// Worked by hand; R's `quantile(c(1, 2, 4, 8, 16, 32))` (type 7) gives the same.
    #[test]
    fn quartiles_lie_between_order_statistics() {
        let found = quartiles(vec![32.0, 1.0, 2.0, 16.0, 8.0, 4.0]);
        let expected = Quartiles {
            lower: 2.5,
            median: 6.0,
            upper: 14.0,
        };
        assert_eq!(found, Some(expected));
    }

    fn chosen(list: &[usize]) -> Vec<Option<Answer>> {
        list.iter().map(|o| Some(Answer::Option(*o))).collect()
    }

    #[test]
    fn shares_add_to_one_where_all_are_shown() {
        let answers = chosen(&[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        let table = question(&Answers {
            answers: &answers,
            options: 2,
            groups: &[],
            minimum: 5,
        });
        assert_eq!(table.all.answers, Some(12));
        let shares: Vec<_> = table.all.shares.iter().map(|s| s.share).collect();
        assert_eq!(shares, [Some(0.5), Some(0.5)]);
    }

    #[test]
    fn an_option_few_chose_is_hidden_with_the_one_that_would_give_it_away() {
        let answers = chosen(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
        let table = question(&Answers {
            answers: &answers,
            options: 2,
            groups: &[],
            minimum: 5,
        });
        let hidden: Vec<_> = table.all.shares.iter().map(|s| s.hidden).collect();
        assert_eq!(hidden, [Some(Hidden::Protects), Some(Hidden::TooFew)]);
    }

    #[test]
    fn a_hidden_cell_is_no_zero() {
        let answers = vec![Some(Answer::Number(3.0)); 4];
        let table = question(&Answers {
            answers: &answers,
            options: 0,
            groups: &[],
            minimum: 5,
        });
        assert_eq!(
            (table.all.answers, table.all.quartiles, table.all.hidden),
            (None, None, Some(Hidden::TooFew))
        );
    }

    #[test]
    fn nobody_answered_is_zero_answers_and_nothing_more() {
        let table = question(&Answers {
            answers: &[None, None],
            options: 2,
            groups: &[],
            minimum: 5,
        });
        assert_eq!((table.all.answers, table.all.hidden), (Some(0), None));
        assert!(table.all.shares.iter().all(|s| s.share.is_none()));
    }
}
