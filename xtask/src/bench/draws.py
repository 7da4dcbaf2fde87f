"""The yardstick of `cargo xtask bench draws`: the same draws by vectorised numpy.

178 units, 46 indicators in five groups, all weights varied by 25 %; alone, or with three
normalisations and three aggregations. Figures and draws come from SplitMix64, so the
ranks are the same numbers as the program's. Counted are rank histograms, rank and score
sums; pairs and percentiles are left out, which favours numpy.

    draws.py arithmetic|mixed DRAWS [RANKS_FILE]

Prints `cpu SECONDS`; with a file, compares the ranks of the first draws with it and
prints `same COUNT`.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import sys
import time

import numpy as np

UNITS, INDICATORS, NOISE, SEED, SEED_OF_FIGURES = 178, 46, 0.25, 7, 2024
LOW, HIGH = 1.0, 100.0
BATCH = 256
GROUP_OF = np.arange(INDICATORS) // 10
GROUPS = GROUP_OF[-1] + 1


def splitmix(seed, position):
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (position.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def tables():
    """Normalised scores, one table for each normalisation: [kind][unit, indicator]."""
    position = np.arange(UNITS * INDICATORS).reshape(UNITS, INDICATORS)
    values = 1000.0 * splitmix(SEED_OF_FIGURES, position)
    down = np.arange(INDICATORS) % 9 == 0
    low, high = values.min(axis=0), values.max(axis=0)
    share = (values - low) / (high - low)
    share = np.where(down, 1.0 - share, share)
    minmax = LOW + share * (HIGH - LOW)
    z = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    zscore = 100.0 + 10.0 * np.where(down, -z, z)
    facing = np.where(down, -values, values)
    rank = 1.0 + facing.argsort(axis=0).argsort(axis=0)
    return [minmax, zscore, rank.astype(np.float64)]


def weights(rows, dimensions, order):
    """Shares of the indicators in the index: [draw, indicator]."""
    base_own = (1 + np.arange(INDICATORS) % 4).astype(np.float64)
    base_group = 10.0 + 10.0 * np.arange(GROUPS)
    position = rows[:, None] * dimensions + np.arange(INDICATORS + GROUPS)
    factor = 1.0 + NOISE * (2.0 * splitmix(SEED, position) - 1.0)
    group = factor[:, order < 0] * base_group
    own = factor[:, order >= 0] * base_own
    group /= group.sum(axis=1, keepdims=True)
    totals = np.add.reduceat(own, np.arange(0, INDICATORS, 10), axis=1)
    return own * (group / totals)[:, GROUP_OF]


def main():
    variant, draws = sys.argv[1], int(sys.argv[2])
    mixed = variant == "mixed"
    # Coordinates follow the framework: each group, then its indicators.
    order = np.concatenate(
        [np.r_[-1, np.flatnonzero(GROUP_OF == group)] for group in range(GROUPS)]
    )
    dimensions = INDICATORS + GROUPS + (2 if mixed else 0)
    prepared = tables()
    ready = [[table.T.copy(), np.log(table).T.copy(), (1.0 / table).T.copy()] for table in prepared]
    histogram = np.zeros((UNITS, UNITS), dtype=np.int64)
    sums = np.zeros(UNITS)
    keep = 1000 if len(sys.argv) > 3 else 0
    kept = np.zeros((keep, UNITS), dtype=np.int64)
    columns = np.arange(UNITS)
    offsets = columns * UNITS

    def block(rows, table, way):
        share = weights(rows, dimensions, order)
        scores = share @ ready[table][way]
        if way == 1:
            np.exp(scores, out=scores)
        elif way == 2:
            np.divide(1.0, scores, out=scores)
        places = scores.argsort(axis=1)
        ranks = np.empty_like(places)
        np.put_along_axis(ranks, places, (UNITS - 1 - columns)[None, :], axis=1)
        histogram.ravel()[:] += np.bincount((ranks + offsets).ravel(), minlength=UNITS * UNITS)
        sums[:] += scores.sum(axis=0)
        wanted = rows < keep
        if wanted.any():
            kept[rows[wanted]] = ranks[wanted] + 1

    start = time.process_time()
    for first in range(0, draws, 4096):
        rows = np.arange(first, min(first + 4096, draws))
        if mixed:
            u = splitmix(SEED, rows[:, None] * dimensions + INDICATORS + GROUPS + np.arange(2))
            table, way = (u * 3.0).astype(int).T
        else:
            table = way = np.zeros(len(rows), dtype=int)
        for kind in range(3):
            for how in range(3):
                chosen = rows[(table == kind) & (way == how)]
                for at in range(0, len(chosen), BATCH):
                    block(chosen[at : at + BATCH], kind, how)
    print(f"cpu {time.process_time() - start:.4f}")
    if keep:
        ours = np.loadtxt(sys.argv[3], dtype=np.int64)
        count = min(keep, draws)
        print(f"same {int((ours[:count] == kept[:count]).all(axis=1).sum())} of {count}")


main()
