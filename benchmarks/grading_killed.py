"""Grades a large class while the command is killed again and again: is everybody graded in the end, and all
alike?

    python benchmarks/grading_killed.py [copies] [seconds]        # 125 copies of each of 8 submissions;
    killed within 80 s

SIGKILL comes at random moments: every few seconds to one of the command's processes (judges, runners, walls,
the server that forks them), now and then to the command alone or to its whole group. The command is started
anew until it says that all are graded. Copies of the same submission must have the same points. Needs a
quarter of an hour for a thousand.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from grading import LESSON, course

from autograder.grading.processes import family_of


def grade(folder, within, rng):
    """Run the command until all are graded; returns how often it was killed, and how often one of its
    processes was."""
    kills = parts = 0
    while True:
        running = subprocess.Popen(
            [sys.executable, "-m", "autograder", "grade", LESSON],
            cwd=folder,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        over = time.monotonic() + rng.uniform(within / 8, within)
        while time.monotonic() < over and running.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(rng.uniform(1, 6))
            if members := family_of(running.pid)[1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(rng.choice(members), signal.SIGKILL)
                    parts += 1
        if running.poll() == 0:
            return kills, parts
        if running.poll() is None:
            (os.killpg if rng.random() < 0.5 else os.kill)(running.pid, signal.SIGKILL)
            kills += 1
        running.wait()


def points(folder):
    """{submission without the number of its copy: the set of points that its copies have}, and how many there
    are."""
    alike, count = defaultdict(set), 0
    for path in Path(folder, "reports", LESSON, "results").glob("*/*.json"):
        tests = json.loads(path.read_text())["tests"]
        alike[path.parent.name.rpartition("_")[0]].add(
            tuple(sorted((name, verdict["points"]) for name, verdict in tests.items()))
        )
        count += 1
    return alike, count


def main(copies=125, within=80):
    with tempfile.TemporaryDirectory() as folder:
        course(Path(folder))
        subprocess.run(
            [sys.executable, "-m", "autograder", "grade", LESSON], cwd=folder, check=True, capture_output=True
        )
        undisturbed, _ = points(folder)
    with tempfile.TemporaryDirectory() as folder:
        submissions, started = course(Path(folder), copies), time.monotonic()
        kills, parts = grade(folder, within, random.Random(1))
        seconds = time.monotonic() - started
        disturbed, count = points(folder)
    alike = sum(disturbed[name] == undisturbed[name] for name in undisturbed)
    print(
        f"{count} of {submissions} graded in {seconds:.0f} s. The command was killed {kills} times, one of "
        f"its processes {parts} times. All copies of {alike} of {len(undisturbed)} submissions have the "
        "points of an undisturbed run."
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
