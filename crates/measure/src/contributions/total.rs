//! One field's total over firms, with and without each of them.

use super::firms::RollUp;

/// The total of a field.
#[derive(Debug, Clone)]
pub(super) struct Total<'a> {
    rule: RollUp,
    values: &'a [f64],
    /// The zone's own figure.
    pub(super) with: f64,
    /// What all firms make, and its rounding error.
    sum: Exact,
    /// Firms with a value.
    pub(super) known: usize,
}

impl<'a> Total<'a> {
    pub(super) fn new(rule: RollUp, with: f64, values: &'a [f64]) -> Self {
        let mut sum = Exact::default();
        let present = || values.iter().filter(|value| value.is_finite());
        for value in present() {
            sum.add(rule.amount(*value));
        }
        Self {
            rule,
            values,
            with,
            sum,
            known: present().count(),
        }
    }

    /// What the firms make together; NaN where none has a value.
    pub(super) fn firms(&self) -> f64 {
        self.made(self.sum, self.known)
    }

    /// The zone's figure without a firm: unchanged where the firm has no value.
    pub(super) fn without(&self, firm: usize) -> f64 {
        let value = self.values[firm];
        if !value.is_finite() || self.with.is_nan() {
            return self.with;
        }
        let mut rest = self.sum;
        rest.add(-self.rule.amount(value));
        match self.rule {
            RollUp::Mean => {
                let mut figure = Exact::of(self.with);
                figure.add(-self.firms());
                figure.add(self.made(rest, self.known - 1));
                figure.value()
            }
            RollUp::Sum | RollUp::Count => {
                let mut figure = Exact::of(self.with);
                figure.subtract(self.sum);
                figure.subtract(rest.negative());
                figure.value()
            }
        }
    }

    fn made(&self, sum: Exact, known: usize) -> f64 {
        match self.rule {
            _ if known == 0 => f64::NAN,
            RollUp::Mean => sum.value() / known as f64,
            RollUp::Sum | RollUp::Count => sum.value(),
        }
    }
}

/// A number and what rounding has taken from it.
#[derive(Debug, Clone, Copy, Default)]
struct Exact {
    high: f64,
    low: f64,
}

impl Exact {
    fn of(value: f64) -> Self {
        Self {
            high: value,
            low: 0.0,
        }
    }

    /// Adds a number; its rounding error by the two-sum of Knuth.
    fn add(&mut self, value: f64) {
        let sum = self.high + value;
        let part = sum - self.high;
        let lost = (self.high - (sum - part)) + (value - part);
        let low = self.low + lost;
        self.high = sum + low;
        self.low = low - (self.high - sum);
    }

    fn subtract(&mut self, other: Self) {
        self.add(-other.high);
        self.add(-other.low);
    }

    fn negative(self) -> Self {
        Self {
            high: -self.high,
            low: -self.low,
        }
    }

    fn value(self) -> f64 {
        self.high + self.low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_giant_can_be_taken_away() {
        let values = [1e16, 0.1, 0.2, f64::NAN];
        let total = Total::new(RollUp::Sum, 1e16 + 2.0, &values);
        // The zone reports 1e16 + 2: 1.7 more than its firms.
        assert!((total.without(0) - 2.0).abs() < 1e-12);
        assert_eq!(total.without(3), 1e16 + 2.0);
        let alone = Total::new(RollUp::Sum, 1e16, &values);
        assert!(alone.without(0).abs() < 1e-12);
    }

    #[test]
    fn counts_and_means() {
        let values = [4.0, 0.0, 8.0, f64::NAN];
        let count = Total::new(RollUp::Count, 2.0, &values);
        assert_eq!([0, 1, 3].map(|firm| count.without(firm)), [1.0, 2.0, 2.0]);
        let mean = Total::new(RollUp::Mean, 4.0, &values);
        assert_eq!([0, 1, 3].map(|firm| mean.without(firm)), [4.0, 6.0, 4.0]);
        let only = Total::new(RollUp::Mean, 4.0, &[4.0]);
        assert!(only.without(0).is_nan());
    }
}
