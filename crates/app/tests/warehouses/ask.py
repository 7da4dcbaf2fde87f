"""Asks queries of DuckDB (its own dialect or standard SQL) or of a local Spark and
compares the answers.

Usage: ask.py duckdb|ansi|spark work.json
"""

import datetime
import json
import sys

# Below the smallest normal number digits are lost, all of them in the end: which, depends
# on the order of the steps.
SMALLEST = sys.float_info.min


def typed(kind, value):
    if kind == "date" and value is not None:
        return datetime.date.fromisoformat(value)
    if kind == "number" and value is not None:
        return float(value)
    return value


def rows(work):
    for row in work["rows"]:
        yield [row["entity_id"]] + [typed(kind, row[name]) for name, kind in work["columns"]]


def duckdb(work):
    import duckdb

    types = {"number": "DOUBLE", "word": "VARCHAR", "set": "VARCHAR[]", "flag": "BOOLEAN", "date": "DATE"}
    columns = "".join(f', "{name}" {types[kind]}' for name, kind in work["columns"])
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE firms (entity_id VARCHAR{columns})")
    marks = ", ".join("?" * (1 + len(work["columns"])))
    connection.executemany(f"INSERT INTO firms VALUES ({marks})", list(rows(work)))
    for query in work["queries"]:
        yield from connection.execute(query).fetchall()


def spark(work):
    from pyspark.sql import SparkSession
    from pyspark.sql import types as t

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "3g")
        .getOrCreate()
    )
    types = {
        "number": t.DoubleType(),
        "word": t.StringType(),
        "set": t.ArrayType(t.StringType()),
        "flag": t.BooleanType(),
        "date": t.DateType(),
    }
    fields = [t.StructField("entity_id", t.StringType())]
    fields += [t.StructField(name, types[kind]) for name, kind in work["columns"]]
    frame = session.createDataFrame(list(rows(work)), t.StructType(fields)).coalesce(2)
    frame.cache().createOrReplaceTempView("firms")
    for statement in work["before"]:
        session.sql(statement)
    for query in work["queries"]:
        yield from (tuple(row) for row in session.sql(query).collect())
    session.stop()


def same(one, other):
    """Of amounts the last binary digit may differ."""
    if one is None or other is None:
        return one == other
    *rest, amount, unit = one
    *others, other_amount, other_unit = other
    if amount is not None and other_amount is not None:
        close = abs(amount - other_amount) <= max(1e-15 * abs(amount), SMALLEST)
    else:
        close = amount == other_amount
    return close and rest == others and unit == other_unit


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        work = json.load(file)
    ask = {"duckdb": duckdb, "ansi": duckdb, "spark": spark}[sys.argv[1]]
    there = {(rule, entity): tuple(rest) for entity, rule, *rest in ask(work)}
    here = {(rule, entity): tuple(rest) for rule, entity, *rest in work["answers"]}
    wrong = [key for key in here if not same(there.get(key), here[key])]
    for key in wrong[:5]:
        print("differs:", key, "there", there.get(key), "here", here[key])
    amounts = sum(1 for line in here.values() if line[3] is not None)
    print(f"{len(here)} answers, {amounts} amounts, {len(wrong)} differ")
    sys.exit(1 if wrong or len(there) != len(here) else 0)


main()
