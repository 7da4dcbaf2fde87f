"""The yardstick of `cargo xtask bench criteria`: the same rules by DuckDB.

    criteria.py FOLDER

Reads `firms.csv` and `rules.sql` (one condition a line) and counts, for each rule, the
firms it holds for and those for which it is unknown; one thread. Loading is not timed.
Prints `cpu SECONDS`, `yes COUNT`, `unknown COUNT`.
"""

import sys
import time

import duckdb

FLAGS, WORDS, SETS, COLUMNS = range(6, 12), (0, 1, 4, 5), (2, 3), 60
TOGETHER = 50


def kind(column):
    return "BOOLEAN" if column in FLAGS else "VARCHAR" if column in WORDS + SETS else "DOUBLE"


def value(column):
    if column not in SETS:
        return f"c{column}"
    # A set is written with a dash before it: an empty one is not an unknown one.
    items = f"substr(c{column}, 2)"
    split = f"CASE WHEN {items} = '' THEN []::VARCHAR[] ELSE string_split({items}, ';') END"
    return f"CASE WHEN c{column} IS NOT NULL THEN {split} END AS c{column}"


def main():
    folder = sys.argv[1]
    base = duckdb.connect()
    base.execute("SET threads = 1")
    types = ", ".join(f"'c{column}': '{kind(column)}'" for column in range(COLUMNS))
    values = ", ".join(value(column) for column in range(COLUMNS))
    base.execute(
        f"CREATE TABLE firms AS SELECT {values} FROM read_csv('{folder}/firms.csv', "
        f"header = false, nullstr = 'NULL', columns = {{{types}}})"
    )
    with open(f"{folder}/rules.sql") as file:
        rules = file.read().splitlines()
    yes = unknown = 0
    start = time.process_time()
    for first in range(0, len(rules), TOGETHER):
        own = rules[first : first + TOGETHER]
        wanted = ", ".join(f"count_if({rule}), count_if(({rule}) IS NULL)" for rule in own)
        counts = base.execute(f"SELECT {wanted} FROM firms").fetchone()
        yes += sum(counts[0::2])
        unknown += sum(counts[1::2])
    print(f"cpu {time.process_time() - start:.4f}\nyes {yes}\nunknown {unknown}")


main()
