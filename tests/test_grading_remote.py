"""The judge's end of the conversation: what it takes from a runner, and for how long it waits.

The runner here is made up: it says what no honest one does.
"""

import numpy as np
import pytest

from autograder.grading.inside.memory import Violation
from autograder.grading.inside.protocol import Lost
from autograder.grading.remote import MAX_HANDED_BACK, MAX_PRINTED, RemoteFunction, RunnerLost, Session
from autograder.grading.result import Output
from autograder.grading.sandbox import Limits


class Runner:
    """Stands for the process: keeps what it was allowed."""

    def __init__(self, used=0.0, idle=0.0):
        self.used, self.idle, self.killed_for, self.allowed = used, idle, None, []

    def allow(self, seconds):
        self.allowed.append(seconds)

    def kill(self):
        self.killed_for = "nonsense"


class Talk(Session):
    """A Session whose runner gives the same answer to everything."""

    def __init__(self, answer=None, runner=None, seconds=100.0, limits=Limits()):
        self.answer_, self.process, self.limits, self.alone = answer, runner or Runner(), limits, False
        self._seconds, self._asking = seconds, False

    def ask(self, *question):
        return self.answer_


# -- what a learner's code may ask the judge to do ----------------------------------------------------


@pytest.mark.parametrize("function", [int, float, complex, bool, np.float64, type, list])
def test_a_type_is_never_called_for_a_learner(function):
    with pytest.raises(Violation, match="does not answer"):
        Talk().serve("call", function, ["5"], {})


def test_a_learners_own_object_is_not_called_from_here():
    proxy = RemoteFunction(Talk(), 1, "theirs")
    with pytest.raises(Violation, match="does not answer"):
        Talk().serve("call", proxy, [], {})


@pytest.mark.parametrize("question", ["get", "names", "run", "drive", "clear", ""])
def test_nothing_but_a_call_is_answered(question):
    with pytest.raises(Violation, match="does not answer"):
        Talk().serve(question, lambda *given: given, [], {})


@pytest.mark.parametrize("function", [None, 5, "abs"])
def test_what_is_no_function_is_not_called(function):
    with pytest.raises(Violation, match="does not answer"):
        Talk().serve("call", function, [], {})


def test_a_function_of_the_judges_gets_arrays_as_they_are_now():
    kept = []
    array, named = np.zeros(3), np.zeros(2)
    Talk().serve("call", lambda a, b: kept.extend((a, b)), [array], {"b": named})
    array[:], named[:] = 7, 7  # the learner's code writes into them later
    assert kept[0].tolist() == [0, 0, 0] and kept[1].tolist() == [0, 0]


@pytest.mark.parametrize(
    "args, kwargs",
    [
        ([np.zeros(MAX_HANDED_BACK // 8 + 1)], {}),
        ([], {"a": np.zeros(MAX_HANDED_BACK // 8 + 1)}),
        ([np.zeros(MAX_HANDED_BACK // 16 + 1)], {"a": np.zeros(MAX_HANDED_BACK // 16)}),
    ],
    ids=["by place", "by name", "together"],
)
def test_arrays_that_a_function_of_the_judges_gets_are_bounded(args, kwargs):
    called = []
    with pytest.raises(ValueError, match="takes arrays of up to 32,000 bytes"):
        Talk().serve("call", lambda *given, **named: called.append(given), args, kwargs)
    assert not called


def test_arrays_up_to_the_bound_are_taken():
    half = np.zeros(MAX_HANDED_BACK // 16)
    assert Talk().serve("call", lambda a, b: len(a) + len(b), [half], {"b": half}) == 2 * len(half)


# -- what a runner reports ----------------------------------------------------------------------------


@pytest.mark.parametrize("told", [{"a": 1, "b": 2}, {"b": 2}, ["a"], None, "a", {1: 2}])
def test_names_that_nobody_asked_for_are_tampering(told):
    with pytest.raises(RunnerLost, match="about names") as lost:
        Talk(told).names(["a"])
    assert lost.value.state == "tampered"


def test_names_that_are_there_are_taken():
    assert Talk({"a": 1}).names(["a", "b"]) == {"a": 1}


def test_what_a_cell_printed_and_raised_is_cut():
    long = "x" * (MAX_PRINTED + 1)
    output = Talk({"printed": long, "error": long}).run("a", "pass")
    assert (len(output.printed), len(output.error)) == (MAX_PRINTED, MAX_PRINTED)
    assert Talk({"printed": "", "error": None}).run("a", "pass") == Output("", None)


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"printed": "x"},
        {"error": None},
        {"printed": 3, "error": None},
        {"printed": "", "error": 3},
    ],
)
def test_a_report_on_a_cell_that_is_none_is_tampering(told):
    with pytest.raises(RunnerLost, match="makes no sense") as lost:
        Talk(told).run("a", "pass")
    assert lost.value.state == "tampered"


def test_a_cell_too_large_is_not_sent():
    sent = Talk()
    sent.ask = lambda *question: pytest.fail("it was sent")
    assert "more than" in sent.run("a", "x" * 600_001).error


@pytest.mark.parametrize("counts", [["{"], ["1", 2], 3, ["[" * 100_000]])
def test_counts_that_are_no_data_are_tampering(counts):
    with pytest.raises(RunnerLost, match="no data"):
        Talk(counts).drive(test_counts_that_are_no_data_are_tampering, [], {})


# -- for how long it may go on ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "used, idle, asked, allowed",
    [(0, 0, 20, 20), (90, 0, 20, 10), (90, 5, 20, 5), (99, 1, 20, 0), (120, 0, 20, 0), (10, 10, 20, 20)],
)
def test_a_question_gets_no_more_time_than_the_submission_has_left(used, idle, asked, allowed):
    runner = Runner(used, idle)
    with Talk(runner=runner, seconds=100).within(asked):
        pass
    assert runner.allowed == [allowed, None]


def test_questions_within_questions_share_one_limit():
    runner = Runner()
    talk = Talk(runner=runner)
    with talk.within(7), talk.within(20), talk.within(20):
        assert runner.allowed == [7]
    assert runner.allowed == [7, None]
    with talk.within(5):
        assert runner.allowed[-1] == 5


def test_an_answer_at_the_last_moment_is_too_late():
    runner = Runner()
    with pytest.raises(RunnerLost, match="took longer than 7 s"), Talk(runner=runner).within(7):
        runner.killed_for = "time"
    assert runner.allowed[-1] is None


def test_nonsense_ends_the_runner():
    runner = Runner()
    with pytest.raises(RunnerLost, match="the runner sent rubbish") as lost, Talk(runner=runner).within(7):
        raise Violation("rubbish")
    assert lost.value.state == "tampered" and runner.killed_for == "nonsense"
    assert runner.allowed[-1] is None


@pytest.mark.parametrize(
    "killed_for, alone, state, said",
    [
        ("memory", False, "crash", "more than 1.2 GB of memory"),
        ("files", False, "crash", "more than 20,000 files"),
        ("time", False, "timeout", "took longer than 7 s"),
        ("idle", True, "timeout", "did nothing for 7 s"),
        ("idle", False, "disturbed", "did nothing for 7 s"),
        ("file", True, "disturbed", "waited for a file for 7 s"),
        ("crowded", True, "disturbed", "after 70 s a learner's code still waited"),
    ],
)
def test_a_runner_that_was_ended_says_for_what(killed_for, alone, state, said):
    runner = Runner()
    talk = Talk(runner=runner)
    talk.alone = alone
    with pytest.raises(RunnerLost, match=said) as lost, talk.within(7):
        runner.killed_for = killed_for
    assert (lost.value.state, lost.value.killed) == (state, False)


@pytest.mark.parametrize("by_others", [True, False])
def test_a_runner_that_is_gone_says_whether_others_may_have_ended_it(by_others):
    runner = Runner()
    runner.killed_from_outside = lambda: by_others
    with pytest.raises(RunnerLost, match="the process that ran this code ended") as lost:
        with Talk(runner=runner).within(7):
            raise Lost("closed")
    assert (lost.value.state, lost.value.killed) == ("crash", by_others)
