"""Grading on a dask cluster: the same points as on one machine, also if a worker is killed on the way."""

import contextlib
import subprocess
import sys
import time

import pytest

from autograder.grading import batch
from tests import grading_course
from tests.grading_course import LESSON, answered, solved, submit
from tests.needs_sandbox import needs_sandbox

pytest.importorskip("distributed", reason="no dask here: uv pip install -r tests/requirements.txt")
pytestmark = needs_sandbox


@pytest.fixture
def cluster(tmp_path):
    """(address of the scheduler, its two workers' processes), ended with the test."""
    where = tmp_path / "scheduler.json"

    def start(name, *options):
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{name}",
            "--scheduler-file",
            str(where),
            "--no-dashboard",
            "--host",
            "127.0.0.1",
            *options,
        ]
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return stack.enter_context(_ended(process))

    from distributed import Client

    with contextlib.ExitStack() as stack:
        scheduler = start("scheduler", "--port", "0")
        workers = [
            start(
                "worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / f"worker{k}")
            )
            for k in (1, 2)
        ]
        while not where.exists():
            assert scheduler.poll() is None, "dask's scheduler ended before it was ready"
            time.sleep(0.1)
        with Client(scheduler_file=str(where), timeout=120) as client:
            client.wait_for_workers(2, timeout=120)
            address = client.scheduler.address
        yield address, workers


@contextlib.contextmanager
def _ended(process):
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_worker_killed_half_way_changes_no_grade(tmp_path, cluster):
    address, workers = cluster
    kinds = [
        solved(),
        answered(),
        solved(softmax="def softmax(scores):\n    return np.exp(scores)"),
        solved(count="import os\ndef count(n):\n    os._exit(0)"),
    ]
    here, there = ((tmp_path / name) for name in ("here", "there"))
    for root in (here, there):
        grading_course.make(root)
        for number in range(8):
            submit(
                root, f"s{number:02}", {**kinds[number % 4], "metadata": {"number": number}}
            )  # no two are equal

    def kill_one(done, total):
        if done == 3:
            workers[0].kill()

    alone = batch.grade(batch.Course(here), LESSON)
    together = batch.grade(batch.Course(there), LESSON, scheduler=address, progress=kill_one)
    assert workers[0].wait() < 0 and workers[1].poll() is None
    points = [
        {s.student: {name: verdict.points for name, verdict in s.result.tests.items()} for s in submissions}
        for submissions in (alone, together)
    ]
    assert points[0] == points[1] and len(points[1]) == 8 and all(s.fresh for s in together)
