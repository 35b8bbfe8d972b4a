"""Grades a large class while the command is killed again and again: is everybody graded in the end, and all alike?

    python benchmarks/grading_killed.py [copies] [seconds]        # 125 copies of each of 8 submissions; killed within 80 s

SIGKILL comes at a random moment, to the command alone or to its whole group; the command is then started anew, until it says
that it is done. Copies of the same submission must have the same points. Needs ten minutes for a thousand.
"""

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


def grade(folder, within, rng):
    """Run the command until it ends by itself; returns how often it was killed."""
    kills = 0
    while True:
        running = subprocess.Popen([sys.executable, "-m", "autograder", "grade", LESSON], cwd=folder, start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if running.wait(timeout=rng.uniform(within / 8, within)) == 0:
                return kills
        except subprocess.TimeoutExpired:
            (os.killpg if rng.random() < 0.5 else os.kill)(running.pid, signal.SIGKILL)
            running.wait()
            kills += 1


def points(folder):
    """{submission without the number of its copy: the set of points that its copies have}, and how many there are."""
    alike, count = defaultdict(set), 0
    for path in Path(folder, "reports", LESSON, "results").glob("*/*.json"):
        tests = json.loads(path.read_text())["tests"]
        alike[path.parent.name.rpartition("_")[0]].add(tuple(sorted((name, verdict["points"]) for name, verdict in tests.items())))
        count += 1
    return alike, count


def main(copies=125, within=80):
    with tempfile.TemporaryDirectory() as folder:
        submissions, started = course(Path(folder), copies), time.monotonic()
        kills = grade(folder, within, random.Random(1))
        alike, count = points(folder)
        print(f"{count} of {submissions} graded in {time.monotonic() - started:.0f} s, killed {kills} times; "
              f"{sum(len(kinds) == 1 for kinds in alike.values())} of {len(alike)} submissions have the same points in every copy")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
