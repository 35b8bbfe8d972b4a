"""The decode steps of tests/answers/decode_step_cost and the verdict each of them must get.

Table of what they do get, and how long it takes:  python -m tests.decode_step_cost_corpus
"""

import argparse
import importlib.util
import json
import platform
import re
import time
from pathlib import Path

import numpy as np

ANSWERS = Path(__file__).parent / "answers" / "decode_step_cost"


def answers():
    """Paths of all sample steps, right ones first."""
    return sorted(ANSWERS.glob("right/*.py")) + sorted(ANSWERS.glob("wrong/*.py"))


def expected_verdict(path):
    """The id in the header of a sample, `# verdict: recompute; why`; "ok" if its cost is as it should be."""
    return re.match(r"# verdict: ([\w-]+);", path.read_text(encoding="utf-8")).group(1)


def load(path):
    """The sample as a module of its own."""
    spec = importlib.util.spec_from_file_location(f"sample_{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(path, **parameters):
    """(report, seconds to count, seconds to judge) of one sample, its data sent through JSON as in
    grading."""
    from autograder.cost.decode_step import judge_decode_steps
    from decodelab.meter.drivers import count_decode_steps

    sample = load(path)
    start = time.perf_counter()
    data = count_decode_steps(sample.decode_step, sample.KVCache, **parameters)
    counted = time.perf_counter()
    report = judge_decode_steps(json.loads(json.dumps(data)))
    return report, counted - start, time.perf_counter() - counted


def verdict(report):
    """The finding's id, or "ok"."""
    return report.finding.id if report.finding else "ok"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of file names; all samples if none")
    parser.add_argument(
        "--budget", type=int, help="work allowed for each sequence; the drivers' own if absent"
    )
    parser.add_argument("-v", action="store_true", help="print what each finding says")
    options = parser.parse_args()
    chosen = [
        p
        for p in answers()
        if not options.names or any(name in f"{p.parent.name}/{p.name}" for name in options.names)
    ]
    print(f"Python {platform.python_version()}, numpy {np.__version__}")
    wrong, slowest = 0, 0.0
    for path in chosen:
        report, counting, judging = judge(path, **({"budget": options.budget} if options.budget else {}))
        met = verdict(report) == expected_verdict(path)
        wrong += not met
        slowest = max(slowest, counting + judging)
        notes = "; ".join(note.split(".")[0] for note in report.notes)
        print(
            f"{path.parent.name}/{path.stem:<44} {verdict(report):<20} "
            f"{'as expected' if met else 'EXPECTED ' + expected_verdict(path):<24}{counting:6.2f} + "
            f"{judging:.2f} s  {notes[:90]}"
        )
        if options.v and report.finding:
            print("    " + str(report.finding).replace("\n", "\n    "))
    print(f"{len(chosen) - wrong} of {len(chosen)} as expected; slowest {slowest:.2f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
