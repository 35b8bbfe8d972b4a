"""What becomes of the sample answers, exercise by exercise; of NumPy under the meter; how long checks take.
Writes results/answers.json.

    .venv/bin/python -m benchmarks.answers [exercise …]
    .venv/bin/python -m benchmarks.answers --from FOLDER [exercise …]

FOLDER holds answers of your own, FOLDER/<exercise>/{right,wrong}/*.py. Every answer is put to its check once,
on a notebook's inputs. Named: failed with a misconception; misnamed: with another than its first line says,
which only a sample answer does. Times are processor seconds of checks that right answers passed: the median,
and the slowest. Ten minutes on a quiet core.
"""

import contextlib
import io
import json
import statistics
import sys
import time
import warnings
from pathlib import Path

from autograder.kit.verdict import CheckFailed
from autograder.lessons import CHECKS
from benchmarks.provenance import ROOT, provenance
from decodelab.meter import calls
from decodelab.meter.numpy_prices import ASSUMED, REFUSED
from tests.answers import Answer, all_answers
from tests.test_meter_prices import FUNCTIONS, METHODS

RESULT = ROOT / "benchmarks" / "results" / "answers.json"
COLUMNS = ("accepted", "refused", "named", "without a name", "misnamed", "passed")


def of_folder(folder):
    """Answers of somebody else, who has not said what they should fail at."""
    return [
        Answer(path, *path.parts[-3:-1])
        for path in sorted(Path(folder).glob("*/*/*.py"))
        if path.parts[-3] in CHECKS and path.parts[-2] in ("right", "wrong")
    ]


def outcome(answer):
    """(one of COLUMNS, processor seconds)"""
    started = time.process_time()
    failure = None
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer.run()
    except CheckFailed as raised:
        failure = raised
    seconds = time.process_time() - started
    if answer.kind == "right":
        return "refused" if failure else "accepted", seconds
    if failure is None:
        return "passed", seconds
    if not failure.misconception:
        return "without a name", seconds
    said = answer.diagnosis is None or answer.diagnosis == failure.misconception
    return "named" if said else "misnamed", seconds


def by_exercise(answers):
    """{exercise: {column: how many, "median", "slowest": seconds}}, in course order."""
    table = {}
    for exercise in CHECKS:
        mine = [outcome(a) for a in answers if a.exercise == exercise]
        if mine:
            right = [seconds for what, seconds in mine if what == "accepted"]
            table[exercise] = {column: sum(what == column for what, _ in mine) for column in COLUMNS}
            table[exercise] |= {
                "median": round(statistics.median(right), 3) if right else None,
                "slowest": round(max(right), 3) if right else None,
            }
            print(row(exercise, table[exercise]), flush=True)
    return table


def row(name, numbers):
    told = "".join(f"{numbers.get(column, ''):>16}" for column in COLUMNS)
    times = "".join(
        f"{'' if numbers.get(key) is None else numbers[key]:>10}" for key in ("median", "slowest")
    )
    return f"{name:30}{told}{times}"


def numpy_callables():
    """How many public callables of numpy, its linalg and fft, and array methods, are priced in which way."""
    names = {calls.numpy_name(function) for function in FUNCTIONS.values()} | METHODS
    return {
        "all": len(names),
        "priced": len(names - ASSUMED - set(REFUSED)),
        "assumed linear": len(names & ASSUMED),
        "refused": len(names & set(REFUSED)),
    }


def main(*arguments):
    folder = arguments[1] if arguments[:1] == ("--from",) else None
    wanted = arguments[2:] if folder else arguments
    answers = [
        a for a in (of_folder(folder) if folder else all_answers()) if not wanted or a.exercise in wanted
    ]
    facts = provenance()
    print(row("", dict(zip((*COLUMNS, "median", "slowest"), (*COLUMNS, "median s", "slowest s")))))
    table = by_exercise(answers)
    whole = {column: sum(numbers[column] for numbers in table.values()) for column in COLUMNS}
    print(row("all", whole))
    failed = whole["named"] + whole["without a name"] + whole["misnamed"]
    print(f"{whole['named'] / failed:.1%} of {failed} wrong answers that failed are named" if failed else "")
    counted = numpy_callables()
    print("NumPy: " + ", ".join(f"{number} {what}" for what, number in counted.items()))
    if not folder and not wanted:
        RESULT.write_text(
            json.dumps({"provenance": facts, "exercises": table, "numpy": counted}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
