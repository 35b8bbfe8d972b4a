"""Grading on a dask cluster whose two workers share nothing, over TLS: the same points as on one machine,
also if a worker is killed on the way; a worker of another version is refused."""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import time

import pytest

from autograder.grading import batch, commandline
from tests import grading_course
from tests.documents import ROOT, block
from tests.grading_course import LESSON, answered, solved, submit
from tests.needs_sandbox import needs_sandbox

pytest.importorskip("distributed", reason="no dask here: uv pip install -r tests/requirements.txt")
pytestmark = needs_sandbox


@pytest.fixture
def cluster(tmp_path):
    """(address of the scheduler, its two workers' processes, a way to start another), ended with the test.

    Each worker has a copy of the project of its own, a folder and a home of its own; TLS is as
    docs/grading.md sets it up.
    """
    from distributed import Client

    (openssl,) = block("docs/grading.md", "openssl req")
    subprocess.run(
        shlex.split(openssl.replace("4096", "2048")), cwd=tmp_path, check=True, stderr=subprocess.DEVNULL
    )
    settings = "\n".join(block("docs/grading.md", "distributed:")).replace("/home/grader", str(tmp_path))
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "grading.yaml").write_text(settings)
    where = tmp_path / "scheduler.json"

    def start(name, folder, *options):
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", "--scheduler-file", str(where)]
        command += ["--no-dashboard", "--host", "127.0.0.1", *options]
        surroundings = {
            "PYTHONPATH": str(folder),
            "HOME": str(folder),
            "DASK_CONFIG": str(tmp_path / "settings"),
        }
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **surroundings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return stack.enter_context(_ended(process))

    def worker(name, change=""):
        folder = tmp_path / name
        for package in ("autograder", "decodelab"):
            shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
        with open(folder / "autograder" / "check.py", "a") as file:
            file.write(change)
        return start("worker", folder, "--nthreads", "1", "--no-nanny", "--protocol", "tls", "--name", name)

    def wait_for(number):
        with Client(scheduler_file=str(where), timeout=120) as client:
            client.wait_for_workers(number, timeout=120)
            return client.scheduler.address

    with contextlib.ExitStack() as stack, _configured(tmp_path / "settings"):
        scheduler = start("scheduler", tmp_path, "--port", "0", "--protocol", "tls")
        workers = [worker("one"), worker("two")]
        while not where.exists():
            assert scheduler.poll() is None, "dask's scheduler ended before it was ready"
            time.sleep(0.1)
        yield wait_for(2), workers, lambda *how: (worker(*how), wait_for(2))


@contextlib.contextmanager
def _configured(folder):
    """dask's settings in this process as they are with a grading.yaml in ~/.config/dask."""
    import dask

    (settings,) = dask.config.collect_yaml([str(folder)])
    with dask.config.set(
        {"distributed": dask.config.merge(dask.config.get("distributed"), settings["distributed"])}
    ):
        yield


@contextlib.contextmanager
def _ended(process):
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_worker_killed_half_way_changes_no_grade_and_one_of_another_version_is_refused(
    tmp_path, cluster, capsys
):
    address, workers, start = cluster
    assert address.startswith("tls://")
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

    start("old", "# a line that the others do not have\n")
    arguments = ["--root", str(there), LESSON, "--scheduler", address, "--fresh"]
    assert commandline.main(arguments) == 2
    said = capsys.readouterr().err
    assert (
        "nothing was graded. workers are another version than this machine" in said
        and said.count("tls://") == 1
    )
