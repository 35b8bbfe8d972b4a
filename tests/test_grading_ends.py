"""A command that is killed or interrupted leaves nothing behind: no process, no half-written file, no
traceback."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.grading.processes import family_of
from tests import grading_course
from tests.grading_course import LESSON, solved, submit
from tests.needs_sandbox import needs_sandbox
from tests.process_state import state

pytestmark = needs_sandbox

ROOT = Path(__file__).resolve().parents[1]
LOOPS = "%time y = 1\nimport time\ndef count(n):\n    return n\nwhile True:\n    pass"


def command(root, *arguments, said=subprocess.DEVNULL):
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "autograder",
            "grade",
            LESSON,
            "--workers",
            "1",
            "--root",
            str(root),
            *arguments,
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=said,  # a pipe would be waited for until the last process that holds it is gone
        text=True,
        start_new_session=True,
    )


def wait_for(what, seconds=120):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, what
        time.sleep(0.02)
    return found


def runs(pid):
    """The pids of a command's family once the learner's endless loop turns, else None."""
    family = family_of(pid)
    looping = [
        p for p in family if b"inside" in cmdline(p) and b"bwrap" not in cmdline(p)[:20] and spent(p) > 150
    ]
    return family if looping else None


def cmdline(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def spent(pid):
    """Ticks of processor time."""
    try:
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
    except OSError:
        return 0


@pytest.mark.parametrize("walls", [[], ["--no-sandbox"]], ids=["walled", "without walls"])
def test_a_killed_command_leaves_no_process_behind(tmp_path, walls):
    submit(grading_course.make(tmp_path), "ann", solved(count=LOOPS))
    grading = command(tmp_path, *walls)
    family = wait_for(lambda: runs(grading.pid))
    assert len(family) >= 3, "the fork server, the judge and the runner are there"
    grading.kill()
    grading.wait()
    wait_for(lambda: all(state(pid) in ("gone", "Z") for pid in family[1:]), seconds=10)


def loads(pid):
    """The pids of a command's family once the process that judges are forked from loads its modules."""
    family = family_of(pid)
    return family if any(b"forkserver" in cmdline(p) and spent(p) > 2 for p in family) else None


@pytest.mark.parametrize("when", [loads, runs])
def test_control_c_ends_in_one_sentence_and_what_to_run(tmp_path, when):
    submit(grading_course.make(tmp_path), "ann", solved(count=LOOPS))
    grading = command(tmp_path, "--fresh", said=subprocess.PIPE)
    family = wait_for(lambda: when(grading.pid))
    os.killpg(grading.pid, signal.SIGINT)  # as a terminal does: everybody in the group gets it
    _, said = grading.communicate(timeout=240)
    assert grading.returncode == 130, said
    assert "Traceback" not in said and "KeyboardInterrupt" not in said
    sentence = said.splitlines()[-1]
    assert sentence.startswith(
        "Stopped. What was judged until then is kept; go on with: python -m autograder grade"
    )
    assert "--fresh" not in sentence
    wait_for(lambda: all(state(pid) in ("gone", "Z") for pid in family), seconds=10)
