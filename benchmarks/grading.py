"""Submissions a minute: this grader against stock `nbgrader autograde`, same submissions, same machine, in turn.

    python benchmarks/grading.py [rounds]

Both start from the command line and an empty gradebook, so start-up is in the figure. The submissions are the sample
class of lesson 01 less those that stock nbgrader stops at (unreadable files) or waits for (an endless loop).
Writes benchmarks/results/grading.json.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from provenance import ROOT, provenance

sys.path.insert(0, str(ROOT))
from tests.answers import sample_class  # noqa: E402

LESSON = "01_masked_attention"
LEFT_OUT = {"not_a_notebook", "corrupt_json", "endless_loop", "deleted_cell"}
KEPT = 2
"""Every KEPT-th of them: stock nbgrader takes its time."""
COPIES = 5
"""Of each submission for this grader in the third measurement, where start-up no longer counts."""


def course(folder, copies=1):
    """A course with the sample class in submitted/; returns how many submissions."""
    for name in ("solutions", "course"):
        shutil.copytree(ROOT / name / LESSON, folder / name / LESSON)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    kept = [(name, text) for name, text in sample_class.submissions(LESSON).items() if name not in LEFT_OUT][::KEPT]
    made = {f"{name}_{copy}": text for copy in range(copies) for name, text in kept}
    for learner, text in made.items():
        path = folder / "submitted" / learner / LESSON / "masked_attention.ipynb"
        path.parent.mkdir(parents=True)
        # a trailing space a copy: equal files would be judged once
        path.write_text(text + " " * int(learner.rpartition("_")[2]), encoding="utf8")
    subprocess.run([sys.executable, "-c", f"from autograder.release import release; release({str(folder)!r}, [{LESSON!r}])"],
                   check=True, capture_output=True)
    return len(made)


def seconds(command, folder):
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "OPENBLAS_NUM_THREADS": "1"})
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return time.perf_counter() - started


def measure(command, copies=1):
    with tempfile.TemporaryDirectory() as folder:
        count = course(Path(folder), copies)
        taken = seconds(command, folder)
    print(f"{Path(command[0]).name} {command[1]}: {count} submissions in {taken:.1f} s", flush=True)
    return count / taken * 60


def main(rounds):
    stock = [str(Path(sys.executable).parent / "nbgrader"), "autograde", LESSON]
    ours = [sys.executable, "-m", "autograder", "grade", LESSON, "--workers", str(os.cpu_count())]
    rates = {"stock nbgrader autograde": [], "this grader": [], f"this grader, {COPIES} copies": []}
    for _ in range(rounds):
        rates["stock nbgrader autograde"].append(measure(stock))
        rates["this grader"].append(measure(ours))
        rates[f"this grader, {COPIES} copies"].append(measure(ours, COPIES))
        print({name: round(values[-1], 1) for name, values in rates.items()}, flush=True)
    middle = {name: round(statistics.median(values), 1) for name, values in rates.items()}
    peer = middle["stock nbgrader autograde"]
    result = {"submissions_per_minute": middle, "ratio_to_stock": {name: round(rate / peer, 1) for name, rate in middle.items()},
              "rounds": rounds, "provenance": provenance()}
    (Path(__file__).parent / "results" / "grading.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
