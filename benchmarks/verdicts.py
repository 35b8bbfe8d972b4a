"""Does a check ever change its mind? Verdicts repeated while all cores are busy; writes
results/verdicts.json.

    .venv/bin/python -m benchmarks.verdicts [repeats] [seconds] [exercise …]

Of every exercise (or those named) one right answer (plain.py) and one wrong one that is named are put to
their check up to `repeats` times (1,000), or for as many as `seconds` (60) of CPU time allow, while one
process a core keeps that core busy. Half of the repeats use the inputs of a notebook, half new ones each
time. A flip is a verdict
(passed, or what failed and as which misconception) other than the first.
"""

import contextlib
import io
import json
import multiprocessing
import os
import sys
import time

from autograder.kit.verdict import CheckFailed
from benchmarks.provenance import ROOT, provenance
from tests.answers import all_answers

RESULT = ROOT / "benchmarks" / "results" / "verdicts.json"


def chosen(exercises=()):
    """One right answer and one named wrong one of each of these exercises (default: of all), a list."""
    answers = all_answers()
    picked = []
    for exercise in exercises or sorted({a.exercise for a in answers}):
        mine = [a for a in answers if a.exercise == exercise]
        picked += [a for a in mine if str(a).endswith("/right/plain")]
        picked += [a for a in mine if a.diagnosis][:1]
    return picked


def verdict(answer, seed):
    """ "passed", or what failed and as which misconception."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            answer.run(seed)
    except CheckFailed as failure:
        return f"{failure.check}: {failure.misconception}"
    return "passed"


def repeated(task):
    """One row of the table: how often an answer was judged, and how often not as the first time."""
    answer, repeats, seconds = task
    first, started = verdict(answer, 0), time.process_time()
    row = {
        "answer": str(answer),
        "verdict": first,
        "same_inputs": 0,
        "flips": 0,
        "new_inputs": 0,
        "flips_on_new_inputs": 0,
    }
    for k in range(1, repeats + 1):
        flipped = verdict(answer, 0 if k % 2 else k) != first
        inputs = "same_inputs" if k % 2 else "new_inputs"
        row[inputs] += 1
        row["flips" if k % 2 else "flips_on_new_inputs"] += flipped
        if time.process_time() - started > seconds:
            break
    row["cpu_ms_each"] = round(1e3 * (time.process_time() - started) / k, 1)
    return row


def _keep_busy():
    while True:
        sum(range(10**6))


def main(repeats=1000, seconds=60, *exercises):
    facts = provenance()
    busy = [multiprocessing.Process(target=_keep_busy, daemon=True) for _ in range(os.cpu_count())]
    for process in busy:
        process.start()
    rows = []
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for row in pool.imap(repeated, [(answer, repeats, seconds) for answer in chosen(exercises)]):
            rows.append(row)
            print(
                f"{row['answer']:58}{row['same_inputs'] + row['new_inputs']:6} times {row['cpu_ms_each']:8} "
                f"ms  {row['flips']} flips, {row['flips_on_new_inputs']} on new inputs  ({row['verdict']})",
                flush=True,
            )
            RESULT.write_text(json.dumps({"provenance": facts, "rows": rows}, indent=1) + "\n")
    for process in busy:
        process.terminate()
    judged = sum(row["same_inputs"] + row["new_inputs"] for row in rows)
    print(
        f"{judged} verdicts on {len(rows)} answers: {sum(row['flips'] for row in rows)} flips, "
        f"{sum(row['flips_on_new_inputs'] for row in rows)} on new inputs"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:])
