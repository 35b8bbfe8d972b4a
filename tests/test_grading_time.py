"""A time-out is held against a learner only if it comes back with nothing beside it."""

import os
import signal
import threading
import time

import pytest

from autograder.grading import batch, engine, judge, processes
from autograder.grading.remote import Infrastructure
from autograder.grading.sandbox import Limits
from tests import grading_course
from tests.grading_course import AUTOMATIC, LESSON, as_bytes, solved, submit
from tests.needs_sandbox import needs_sandbox

pytestmark = needs_sandbox

SHORT = Limits(cell=5, call=1)
SLEEPS = solved(count="import time\ndef count(n):\n    time.sleep(1000)")
LOOPS = solved(count="def count(n):\n    while True:\n        pass")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return batch.lesson.load(grading_course.make(tmp_path_factory.mktemp("course")), LESSON)[0]


def points(result):
    return {name: verdict.points for name, verdict in result.tests.items()}


def test_code_that_does_nothing_is_tried_again_alone_before_it_counts(small):
    with pytest.raises(judge.Disturbed, match="did nothing for 1 s"):
        judge.judge(small, as_bytes(SLEEPS), (1, 2), SHORT)
    result = judge.judge(small, as_bytes(SLEEPS), (1, 2), SHORT, alone=True)
    assert points(result) == AUTOMATIC | {"test_count": 0.0}
    assert result.tests["test_count"].state == "timeout"
    assert "did nothing for 1 s" in result.tests["test_count"].message


def test_code_that_something_else_held_up_is_no_time_out(small):
    """A runner is stopped from outside, as whoever waits for a file that another holds."""
    over = threading.Event()

    def stop_a_runner():
        while not over.wait(0.05):
            family = processes.family_of(os.getpid())  # browsers of other tests, too
            if inside := [pid for pid in family if os.path.exists(f"/proc/{pid}/root/tmp/busy")]:
                os.kill(inside[-1], signal.SIGSTOP)
                return

    stopping = threading.Thread(target=stop_a_runner)
    stopping.start()
    try:
        with pytest.raises(judge.Disturbed):
            judge.judge(
                small, as_bytes(solved(count="open('/tmp/busy', 'w')\nwhile True: pass")), (1, 2), SHORT
            )
    finally:
        over.set()
        stopping.join()
    assert points(judge.judge(small, as_bytes(solved()), (1, 2), SHORT)) == AUTOMATIC


def test_where_the_processor_is_not_to_be_had_nobody_is_graded(small, monkeypatch):
    limits = Limits(call=0.5, patience=3)
    monkeypatch.setattr(processes, "processor_seconds", lambda family: 0.0)
    monkeypatch.setattr(processes, "waited_for_processor", lambda family: time.monotonic())
    with pytest.raises(judge.Disturbed, match="still waited for the processor"):
        judge.judge(small, as_bytes(LOOPS), (1, 2), limits)
    with pytest.raises(Infrastructure, match="too slow or too busy"):
        judge.judge(small, as_bytes(LOOPS), (1, 2), limits, alone=True)


def test_the_batch_waits_with_what_was_held_up_until_all_else_is_done(tmp_path, monkeypatch):
    course = batch.Course(grading_course.make(tmp_path))
    for student, submission in (
        ("ann", SLEEPS),
        ("bob", solved()),
        ("cem", LOOPS),
        ("dan", solved(why="Mine.")),
    ):
        submit(tmp_path, student, submission)
    submissions, made = batch.collect(course, LESSON), []
    monkeypatch.setattr(
        engine._Work, "make", lambda self, *due, make=engine._Work.make: made.append(due) or make(self, *due)
    )
    with engine.on_this_machine([batch._task(course, s, SHORT, True) for s in submissions], 2) as done:
        outcomes = [(submissions[n].student, (n, True) in made, outcome) for n, outcome in done]
    assert [(student, alone) for student, alone, _ in outcomes][-1] == ("ann", True)
    assert not any(alone for _, alone, _ in outcomes[:-1])
    lost = AUTOMATIC | {"test_count": 0.0}
    expected = {"ann": lost, "bob": AUTOMATIC, "cem": lost, "dan": AUTOMATIC}
    assert {student: points(outcome) for student, _, outcome in outcomes} == expected


def test_processor_seconds_of_children_count_once_they_ended_too():
    before = processes.processor_seconds([os.getpid()])
    child = os.fork()
    if child == 0:
        end = time.process_time() + 0.3
        while time.process_time() < end:
            pass
        os._exit(0)
    os.waitpid(child, 0)
    assert 0.25 < processes.processor_seconds([os.getpid()]) - before
