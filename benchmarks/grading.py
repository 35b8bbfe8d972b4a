"""Submissions a minute: this grader against stock `nbgrader autograde` and `otter run`, same submissions,
same machine, in turn.

    [OTTER=/tmp/otter/bin/otter] python benchmarks/grading.py [rounds]

All start from the command line and with nothing graded, so start-up is in the figure. The submissions are the
sample class of lesson 01 less those that stock nbgrader stops at (unreadable files) or waits for (an endless
loop). Writes benchmarks/results/grading.json.

otter-grader is not needed; with OTTER, its command in an environment of its own that also has the course's
packages

    python3.11 -m venv /tmp/otter && /tmp/otter/bin/pip install otter-grader==7.0.0 -r requirements.txt

each submission is graded by `otter run`, one after the other: that command takes one and starts anew for the
next, and `otter grade`, which takes many at once, needs Docker. Otter is given the same answers and the same
test cells, hidden tests included, each as an otter test of the same points that runs where the lesson's test
cell stands.
"""

import functools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from provenance import ROOT, provenance

sys.path.insert(0, str(ROOT))
from tests.answers import sample_class  # noqa: E402

LESSON = "01_masked_attention"
LEFT_OUT = {"not_a_notebook", "corrupt_json", "endless_loop", "deleted_cell"}
KEPT = 2
"""Every KEPT-th of them: stock nbgrader takes its time."""
OTTER = os.environ.get("OTTER")
"""The command of otter-grader, a path, or None: then it takes no part."""
OTTER_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name, points = {name!r}, {points!r}


@test_case()
def test(env):
    exec({source!r}, env)
"""
RESULTS = Path(__file__).parent / "results" / "grading.json"
COPIES = {"": 1, ", 5 copies": 5}
"""How often each submission is there, by what the result calls it: with five copies start-up counts for
less."""


def course(folder, copies=1):
    """A course with the sample class in submitted/; returns how many submissions."""
    for name in ("solutions", "course"):
        shutil.copytree(ROOT / name / LESSON, folder / name / LESSON)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    kept = [(name, text) for name, text in sample_class.submissions(LESSON).items() if name not in LEFT_OUT][
        ::KEPT
    ]
    made = {f"{name}_{copy}": text for copy in range(copies) for name, text in kept}
    for learner, text in made.items():
        path = folder / "submitted" / learner / LESSON / "masked_attention.ipynb"
        path.parent.mkdir(parents=True)
        # a trailing space a copy: equal files would be judged once
        path.write_text(text + " " * int(learner.rpartition("_")[2]), encoding="utf8")
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"from autograder.release import release; release({str(folder)!r}, [{LESSON!r}])",
        ],
        check=True,
        capture_output=True,
    )
    return len(made)


def otter_assignment(folder):
    """Make otter's autograder.zip of a course's lesson, and its submissions otter's: {learner: path of the
    notebook}."""
    lesson = json.loads((folder / "solutions" / LESSON / "masked_attention.ipynb").read_text(encoding="utf8"))
    tests = {
        cell["id"]: OTTER_TEST.format(name=cell["id"], points=mark["points"], source="".join(cell["source"]))
        for cell in lesson["cells"]
        if (mark := cell["metadata"].get("nbgrader", {})).get("grade") and not mark["solution"]
    }
    (folder / "tests").mkdir()  # where `otter generate` looks for them
    for name, test in tests.items():
        (folder / "tests" / f"{name}.py").write_text(test, encoding="utf8")
    subprocess.run(
        [OTTER, "generate", "--no-config", "--no-requirements", "--no-environment"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    notebooks = {path.parents[1].name: path for path in sorted((folder / "submitted").glob("*/*/*.ipynb"))}
    for path in notebooks.values():
        notebook = json.loads(path.read_text(encoding="utf8"))
        for cell in notebook["cells"]:
            if cell["id"] in tests:
                cell |= {"source": "", "metadata": {"otter": {"tests": [cell["id"]]}}}
        path.write_text(json.dumps(notebook), encoding="utf8")
    return notebooks


def seconds(command, folder, **environment):
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "OPENBLAS_NUM_THREADS": "1",
            **environment,
        },
    )
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return time.perf_counter() - started


def measure(command, copies=1):
    with tempfile.TemporaryDirectory() as folder:
        count = course(Path(folder), copies)
        taken = seconds(command, folder)
    print(f"{Path(command[0]).name} {command[1]}: {count} submissions in {taken:.1f} s", flush=True)
    return count / taken * 60


def measure_otter():
    """As `measure`, by `otter run` for one submission after the other."""
    with tempfile.TemporaryDirectory() as folder:
        course(Path(folder))
        notebooks = otter_assignment(Path(folder))
        taken = sum(
            seconds(
                [OTTER, "run", str(path), "--autograder", "autograder.zip", "--output-dir", str(path.parent)],
                folder,
                PYTHONPATH=str(ROOT),
            )
            for path in notebooks.values()
        )
        results = json.loads((notebooks["perfect_0"].parent / "results.json").read_text())
    scored = [test for test in results["tests"] if "score" in test]
    if not scored or any(test["score"] < test["max_score"] for test in scored):
        sys.exit(f"otter run gives a perfect submission less than full marks: {json.dumps(results)[:2000]}")
    print(f"otter run: {len(notebooks)} submissions in {taken:.1f} s", flush=True)
    return len(notebooks) / taken * 60


def main(rounds):
    stock = [str(Path(sys.executable).parent / "nbgrader"), "autograde", LESSON]
    ours = [sys.executable, "-m", "autograder", "grade", LESSON, "--workers", str(os.cpu_count())]
    peers = {
        f"{name}{of}": functools.partial(measure, command, copies)
        for of, copies in COPIES.items()
        for name, command in (("stock nbgrader autograde", stock), ("this grader", ours))
    } | {"otter run": measure_otter}
    versions = {"nbgrader": version("nbgrader")}
    if OTTER:
        said = subprocess.run([OTTER, "--version"], check=True, capture_output=True, text=True).stdout
        versions["otter_grader"] = re.search(r"Otter-Grader version: (\S+)", said)[1]
    else:
        print("OTTER is not set: otter run takes no part.", flush=True)
        del peers["otter run"]
    about, rates = provenance(**versions), {name: [] for name in peers}
    for _ in range(rounds):
        for name, peer in peers.items():
            rates[name].append(peer())
        print({name: round(values[-1], 1) for name, values in rates.items()}, flush=True)
    middle = {name: round(statistics.median(values), 1) for name, values in rates.items()}
    ratios = {
        name: round(
            rate
            / middle[
                "stock nbgrader autograde" + next((of for of in COPIES if of and name.endswith(of)), "")
            ],
            1,
        )
        for name, rate in middle.items()
    }
    result = {
        "submissions_per_minute": middle,
        "ratio_to_stock_on_the_same_submissions": ratios,
        "rounds": rounds,
        "provenance": about,
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
