//! Quantiles of the gamma distribution, for Dirichlet weights: `k` independent gamma
//! numbers divided by their sum follow a Dirichlet distribution.
//!
//! By inverting the distribution, one coordinate of a draw makes one number, so that
//! quasi-random points keep their evenness. The regularised incomplete gamma function is
//! computed by series and by continued fraction, its logarithm of gamma after Lanczos
//! (coefficients of Godfrey, g = 7, n = 9), its inverse from Wilson and Hilferty's
//! approximation by Halley steps held between bounds.
//!
//! Source: Press et al., *Numerical Recipes*, 3rd edition, sections 6.1 and 6.2;
//! Devroye, *Non-Uniform Random Variate Generation* (1986), XI.4.
//!
//! Worked example: with shape 1 the quantile of p is `-ln(1 - p)`.

const STEPS: usize = 200;
const LANCZOS: [f64; 8] = [
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];

/// Natural logarithm of the gamma function of a positive number.
pub fn ln_gamma(x: f64) -> f64 {
    if x < 0.5 {
        // Reflection keeps the small shapes accurate.
        let sine = (std::f64::consts::PI * x).sin();
        return (std::f64::consts::PI / sine).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let mut sum = 0.999_999_999_999_809_9;
    for (n, coefficient) in LANCZOS.iter().enumerate() {
        sum += coefficient / (x + n as f64 + 1.0);
    }
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// Share of a gamma distribution of this shape (and scale 1) that lies below `x`.
pub fn below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (shape * x.ln() - x - ln_gamma(shape)).exp();
    if x < shape + 1.0 {
        let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..STEPS * 10 {
            at += 1.0;
            term *= x / at;
            sum += term;
            if term < sum * f64::EPSILON {
                break;
            }
        }
        return (front * sum).min(1.0);
    }
    // Lentz's method for the continued fraction of the upper share.
    let tiny = f64::MIN_POSITIVE / f64::EPSILON;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut fraction = d;
    for n in 1..STEPS * 10 {
        let n = n as f64;
        let a = -n * (n - shape);
        b += 2.0;
        d = 1.0 / not_zero(a * d + b, tiny);
        c = not_zero(b + a / c, tiny);
        fraction *= d * c;
        if (d * c - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    (1.0 - front * fraction).max(0.0)
}

fn not_zero(x: f64, tiny: f64) -> f64 {
    if x.abs() < tiny { tiny } else { x }
}

/// The number below which a share `p` of the distribution lies.
pub fn quantile(shape: f64, p: f64) -> f64 {
    if p <= 0.0 || shape <= 0.0 {
        return 0.0;
    }
    let p = p.min(1.0 - f64::EPSILON);
    // For a small shape nearly everything lies close to zero, where the first term of
    // the series is exact.
    let small = ((p.ln() + ln_gamma(shape + 1.0)) / shape).exp();
    if small < 1e-9 {
        return small;
    }
    let mut x = if shape > 0.5 { cubed(shape, p) } else { small }.max(small * 0.5);
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..STEPS {
        let miss = below(shape, x) - p;
        if miss > 0.0 {
            high = x
        } else {
            low = x
        }
        let density = ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp();
        let step = miss / density;
        let step = step / (1.0 - 0.5 * (step * ((shape - 1.0) / x - 1.0)).min(1.0));
        let mut next = x - step;
        if !(next > low && next < high) {
            next = if high.is_finite() {
                0.5 * (low + high)
            } else {
                x * 2.0
            };
        }
        if (next - x).abs() <= 1e-14 * x {
            return next;
        }
        x = next;
    }
    x
}

/// Wilson and Hilferty: the cube root is nearly normal.
fn cubed(shape: f64, p: f64) -> f64 {
    let t = (-2.0 * p.min(1.0 - p).ln()).sqrt();
    let z = t - (2.30753 + t * 0.27061) / (1.0 + t * (0.99229 + t * 0.04481));
    let z = if p < 0.5 { -z } else { z };
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    shape * root.max(0.01).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example() {
        for p in [1e-6_f64, 0.1, 0.5, 0.9, 0.999_999] {
            let expected = -(1.0 - p).ln();
            assert!((quantile(1.0, p) / expected - 1.0).abs() < 1e-9, "{p}");
        }
    }

    /// Factorials, and the square root of pi.
    #[test]
    fn known_values_of_gamma() {
        assert!((ln_gamma(5.0) - 24_f64.ln()).abs() < 1e-12);
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-12);
        assert!((ln_gamma(0.01) - 99.432_585_119_150_6_f64.ln()).abs() < 1e-10);
    }

    /// With shape k/2 twice the quantile is that of chi-squared with k degrees of freedom;
    /// 3.841459 and 18.307038 are the 95 % points of 1 and 10 in every table.
    #[test]
    fn known_quantiles_of_chi_squared() {
        assert!((2.0 * quantile(0.5, 0.95) - 3.841_458_8).abs() < 1e-6);
        assert!((2.0 * quantile(5.0, 0.95) - 18.307_038).abs() < 1e-6);
    }

    #[test]
    fn the_quantile_is_the_inverse() {
        for shape in [0.05, 0.3, 0.9, 1.0, 2.5, 20.0, 400.0] {
            for p in [0.001, 0.05, 0.3, 0.5, 0.8, 0.99] {
                let back = below(shape, quantile(shape, p));
                assert!((back - p).abs() < 1e-10, "{shape} {p}: {back}");
            }
        }
    }
}
