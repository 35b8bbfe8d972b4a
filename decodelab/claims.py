"""The measurements behind lesson 04's three claims, from claims.csv: what was measured, where and when stands
in its head."""

import csv
from pathlib import Path

FILE = Path(__file__).with_name("claims.csv")


def load():
    """(counts, times): {design: {n: multiply-adds of a step}} and {design: {n: seconds of a step}}."""
    counts, times = {}, {}
    with open(FILE, newline="", encoding="utf8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            n = int(row["n"])
            counts.setdefault(row["design"], {})[n] = int(row["multiply_adds"])
            times.setdefault(row["design"], {})[n] = float(row["seconds"])
    return counts, times


def provenance():
    """Machine, versions, date and method, as text."""
    return "\n".join(
        line[2:] for line in FILE.read_text(encoding="utf8").splitlines() if line.startswith("#")
    )
