//! Random frameworks and figures from a seed: several levels, gaps, groups that count
//! downwards, weights of all sizes, all ways that look at one unit only.

use julin_measure::{
    Aggregate, AggregateKind, Column, ColumnKind, Direction, Framework, FrameworkSpec, GroupSpec,
    IndicatorSpec, Matrix, Unit,
};
use julin_model::Text;

/// A small generator (splitmix64), the same everywhere.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }
}

/// The same tree may be built again with other weights and ways: `variant` changes only
/// those.
pub fn spec(seed: u64, variant: u64, kinds: &[AggregateKind]) -> FrameworkSpec {
    let mut spec: FrameworkSpec =
        serde_saphyr::from_str("{title: {zh: 甲, en: A}, units_of: park, groups: []}").unwrap();
    spec.method.range = [1.0, 100.0];
    spec.method.minimum_coverage = 0.0;
    let mut making = Making {
        shape: Random(seed),
        details: Random(seed ^ variant.wrapping_mul(0x1234_5678_9abc_def1)),
        kinds,
        count: 0,
    };
    spec.method.aggregate = making.aggregate();
    let groups = 1 + making.shape.below(3);
    spec.groups = (0..groups).map(|_| making.group(1)).collect();
    making.places(&mut spec.method.aggregate, groups);
    spec
}

pub fn framework(spec: &FrameworkSpec) -> Framework {
    Framework::from_spec("index", spec).framework.unwrap()
}

struct Making<'a> {
    shape: Random,
    details: Random,
    kinds: &'a [AggregateKind],
    count: usize,
}

impl Making<'_> {
    fn aggregate(&mut self) -> Aggregate {
        let mut aggregate = Aggregate::of(self.kinds[self.details.below(self.kinds.len())]);
        if aggregate.kind == AggregateKind::Power {
            aggregate.exponent = Some([-2.0, 0.5, 2.0][self.details.below(3)]);
        }
        aggregate
    }

    /// Ordered weights have a weight for every place.
    fn places(&mut self, aggregate: &mut Aggregate, count: usize) {
        if aggregate.kind == AggregateKind::OrderedWeights {
            aggregate.places = (0..count).map(|_| 0.1 + self.details.share()).collect();
        }
    }

    fn weight(&mut self) -> Option<f64> {
        Some(0.1 + 10.0 * self.details.share())
    }

    fn group(&mut self, depth: usize) -> GroupSpec {
        self.count += 1;
        let text = format!("{{id: g{}, label: {{zh: 乙, en: B}}}}", self.count);
        let mut group: GroupSpec = serde_saphyr::from_str(&text).unwrap();
        group.weight = self.weight();
        let mut aggregate = self.aggregate();
        if self.shape.chance(0.2) {
            group.direction = Direction::Down;
        }
        if depth < 3 && self.shape.chance(0.4) {
            let below = 1 + self.shape.below(2);
            group.groups = (0..below).map(|_| self.group(depth + 1)).collect();
        }
        let indicators = 1 + self.shape.below(4);
        group.indicators = (0..indicators).map(|_| self.indicator()).collect();
        self.places(&mut aggregate, group.groups.len() + indicators);
        group.aggregate = Some(aggregate);
        group
    }

    fn indicator(&mut self) -> IndicatorSpec {
        self.count += 1;
        let text = format!("{{id: i{}, label: {{zh: 丙, en: C}}}}", self.count);
        let mut indicator: IndicatorSpec = serde_saphyr::from_str(&text).unwrap();
        indicator.weight = self.weight();
        if self.shape.chance(0.3) {
            indicator.direction = Direction::Down;
        }
        indicator
    }
}

/// Ready values of all indicators; some are missing.
pub fn figures(framework: &Framework, units: usize, gaps: f64, random: &mut Random) -> Matrix {
    let unit = |n| Unit {
        id: format!("u{n}"),
        label: Text::same(format!("Unit {n}")),
    };
    let mut matrix = Matrix::new((0..units).map(unit).collect());
    for (_, node) in framework.indicators() {
        let values = (0..units)
            .map(|_| {
                let value = random.share() * 50.0 + 5.0;
                if random.chance(gaps) { f64::NAN } else { value }
            })
            .collect();
        matrix
            .insert(ColumnKind::Indicator, &node.code, Column::new(values))
            .unwrap();
    }
    matrix
}
