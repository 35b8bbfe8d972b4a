"""The judge's end of the conversation: what it takes from a runner, and for how long it waits.

The runner here is made up: it says what no honest one does.
"""

import dataclasses
import functools
import json
import socket
import struct
import weakref

import numpy as np
import pytest

from autograder.grading import remote
from autograder.grading.inside.memory import Memory, Violation
from autograder.grading.inside.protocol import Lost
from autograder.grading.remote import (
    MAX_BOUND,
    MAX_HANDED_BACK,
    MAX_PIECE,
    MAX_PRINTED,
    MAX_SOURCE,
    START,
    Infrastructure,
    RemoteFunction,
    RemoteObject,
    RunnerLost,
    Session,
)
from autograder.grading.result import Output
from autograder.grading.room import bare
from autograder.grading.sandbox import Limits, Refused
from decodelab.published import MACHINES


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
        self._seconds, self._asking, self._bound = seconds, False, ()

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


def test_what_an_answer_may_call_of_the_courses_own_takes_more():
    talk = Talk()
    talk._bound = (len,)
    assert talk.serve("call", len, [np.zeros(MAX_BOUND // 8)], {}) == MAX_BOUND // 8
    for args, kwargs in (([np.zeros(MAX_BOUND // 8 + 1)], {}), ([], {"a": np.zeros(MAX_BOUND // 8 + 1)})):
        with pytest.raises(ValueError, match=f"len takes arrays of up to {MAX_BOUND:,} bytes"):
            talk.serve("call", len, args, kwargs)


def test_a_function_that_gets_too_much_is_named():
    large = [np.zeros(MAX_HANDED_BACK // 8 + 1)]

    def probe(a):
        pass

    for function, name in ((probe, "probe"), (functools.partial(probe), "this function")):
        with pytest.raises(ValueError) as refused:
            Talk().serve("call", function, large, {})
        assert str(refused.value) == f"{name} takes arrays of up to 32,000 bytes; it was given 32,008"


def test_what_is_no_array_is_handed_on_as_it_is():
    given = [np.zeros(MAX_HANDED_BACK // 8), [1], "a", None]
    got = Talk().serve("call", lambda *args: args, given, {})
    assert got[0] is not given[0] and all(a is b for a, b in zip(got[1:], given[1:]))


def test_arrays_up_to_the_bound_are_taken():
    half = np.zeros(MAX_HANDED_BACK // 16)
    assert Talk().serve("call", lambda a, b: len(a) + len(b), [half], {"b": half}) == 2 * len(half)


# -- what a runner reports ----------------------------------------------------------------------------


@pytest.mark.parametrize("told", [{"a": 1, "b": 2}, {"b": 2}, ["a"], None, "a", {1: 2}])
def test_names_that_nobody_asked_for_are_tampering(told):
    with pytest.raises(RunnerLost) as lost:
        Talk(told).names(["a"])
    assert (lost.value.state, lost.value.message) == (
        "tampered",
        "the runner's answer about names makes no sense",
    )


def test_names_that_are_there_are_taken():
    assert Talk({"a": 1}).names(["a", "b"]) == {"a": 1}
    assert Talk({"a": 1, "b": 2}).names(["a", "b"]) == {"a": 1, "b": 2}


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
    with pytest.raises(RunnerLost) as lost:
        Talk(told).run("a", "pass")
    assert (lost.value.state, lost.value.message) == (
        "tampered",
        "the runner's report on a cell makes no sense",
    )


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
        ("memory", False, "crash", "^used more than 1.2 GB of memory$"),
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
    with pytest.raises(RunnerLost) as lost, Talk(runner=runner).within(7):
        raise Lost("closed")
    assert (lost.value.state, lost.value.killed) == ("crash", by_others)
    assert lost.value.message == "the process that ran this code ended"


# -- what is asked, and what the answers become -------------------------------------------------------


class Asked(Talk):
    """A Talk that keeps the questions."""

    def __init__(self, answer=None, **more):
        super().__init__(answer, **more)
        self.questions, self._proxies = [], weakref.WeakValueDictionary()

    def ask(self, *question):
        self.questions.append(question)
        if isinstance(self.answer_, Exception):
            raise self.answer_
        return self.answer_


@pytest.mark.parametrize("length", [0, 1, MAX_PIECE, MAX_PIECE + 1, 3 * MAX_PIECE, MAX_SOURCE])
def test_a_cell_is_sent_whole_in_pieces(length):
    source = "".join(chr(97 + n % 26) for n in range(length))
    talk = Asked({"printed": "p", "error": None})
    assert talk.run("a cell", source) == Output("p", None)
    ((what, label, pieces),) = talk.questions
    assert (what, label, "".join(pieces)) == ("run", "a cell", source)
    assert all(0 < len(piece) <= MAX_PIECE for piece in pieces)
    assert talk.process.allowed == [talk.limits.cell, None]


def test_a_cell_is_measured_in_bytes():
    talk = Asked({"printed": "", "error": None})
    told = talk.run("a", "é" * (MAX_SOURCE // 2 + 1))
    assert told == Output("", f"this cell was not run: it has more than {MAX_SOURCE:,} bytes")
    assert not talk.questions


def test_names_are_asked_for_within_the_time_of_a_cell():
    talk = Asked({"a": 1})
    talk.names(["a", "b"])
    assert talk.questions == [("names", "a", "b")] and talk.process.allowed == [talk.limits.cell, None]


def test_a_driver_is_named_and_what_it_counts_is_read_as_json():
    talk = Asked(['{"n": [1, 2.5, ', 'NaN, Infinity, -Infinity], "said": "é"}'], limits=Limits(call=7))
    counted = talk.drive(test_names_are_asked_for_within_the_time_of_a_cell, ["f"], {"n": 3})
    name = "test_names_are_asked_for_within_the_time_of_a_cell"
    assert talk.questions == [("drive", __name__, name, ["f"], {"n": 3})]
    assert counted["n"][:2] == [1, 2.5] and str(counted["n"][2:]) == "[nan, inf, -inf]"
    assert counted["said"] == "é" and talk.process.allowed == [7, None]


def test_counts_that_are_no_data_are_put_down_to_the_runner():
    with pytest.raises(RunnerLost) as lost:
        Asked(["{"]).drive(len, [], {})
    assert (lost.value.state, lost.value.message) == ("tampered", "counts that are no data")


def test_an_exception_in_place_of_an_answer_is_tampering():
    with pytest.raises(RunnerLost) as lost:
        Asked(ValueError("x" * 900)).names(["a"])
    told = "ValueError in place of an answer: " + "x" * 900
    assert (lost.value.state, lost.value.message) == ("tampered", f"the runner sent {told[:300]}")


@pytest.mark.parametrize("gone", [Lost("closed"), Violation("rubbish")])
def test_a_runner_that_is_gone_is_no_exception_in_place_of_an_answer(gone):
    talk = Asked(gone)
    talk.process.killed_from_outside = lambda: False
    with pytest.raises(RunnerLost, match="ended|sent rubbish"):
        talk.names(["a"])


def test_between_two_tests_both_sides_forget(monkeypatch):
    talk = Asked()
    talk.exports, talk._numbers, talk.memory = {1: len}, {id(len): 1}, Memory(keeps=False)
    talk._proxies[3] = kept = RemoteFunction(talk, 3, "f")
    talk.forget()
    assert talk.questions == [("clear",)] and not talk.exports and not talk._proxies and kept is not None


def test_what_counts_against_a_submission_is_work_and_doing_nothing():
    assert Talk(runner=Runner(used=3, idle=4)).used == 7


# -- a learner's objects ------------------------------------------------------------------------------


def test_every_use_of_a_learners_object_is_a_question_of_its_own():
    talk = Asked(5, limits=Limits(call=7))
    thing = RemoteFunction(talk, 3, "f")
    assert (thing.keys, len(thing), thing[2], thing(1, n=2)) == (5, 5, 5, 5)
    assert talk.questions == [
        ("get", thing, "keys"),
        ("length", thing),
        ("item", thing, 2),
        ("call", thing, (1,), {"n": 2}),
    ]
    assert talk.process.allowed == [7, None] * 4
    assert repr(thing) == "<f of the learner's>" and thing.remote_session() is talk


@pytest.mark.parametrize(
    "told, truth", [(True, True), (False, False), (1, False), ("yes", False), (None, False)]
)
def test_only_true_is_true(told, truth):
    talk = Asked(told)
    thing = RemoteFunction(talk, 3, "f")
    assert bool(thing) is truth and talk.questions == [("truth", thing)]


@pytest.mark.parametrize("told, items", [([1, 2], [1, 2]), ([], []), (None, []), ((1, 2), []), ("ab", [])])
def test_items_come_as_a_list_or_not_at_all(told, items):
    talk = Asked(told)
    thing = RemoteFunction(talk, 3, "f")
    assert list(iter(thing)) == items and talk.questions == [("items", thing)]


def test_names_that_python_asks_for_are_not_passed_on():
    talk = Asked(5)
    thing = RemoteFunction(talk, 3, "f")
    with pytest.raises(AttributeError, match="__wrapped__"):
        thing.__wrapped__  # noqa: B018
    with pytest.raises(TypeError, match="a RemoteFunction is no array"):
        np.asarray(thing)
    assert not talk.questions and thing._own == 5


# -- what goes over, and what comes --------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, base, kind, name",
    [
        ([4, "function", "softmax", True], RemoteFunction, "function", "softmax"),
        ([4, "KVCache", "", False], RemoteObject, "KVCache", "KVCache"),
        ([4, "KVCache", "", 1], RemoteObject, "KVCache", "KVCache"),
        ([4, "not a name", "", True], RemoteFunction, "object", "object"),
    ],
)
def test_an_object_appears_under_its_class_and_name(content, base, kind, name):
    talk = Asked()
    thing = talk.appear(content)
    assert type(thing).__mro__[1] is base and type(thing).__name__ == kind and thing.__name__ == name
    assert thing.remote_session() is talk
    assert talk.number_of(thing) == 4 and talk.appear([4, "other", "other", True]) is thing
    assert talk.appear([5, *content[1:]]) is not thing


@pytest.mark.parametrize("content", [["4", "a", "b", True], [4, 5, "b", True], [4, "a", None, True]])
def test_an_object_without_number_or_name_is_a_violation(content):
    with pytest.raises(Violation, match="^an object without number or name$"):
        Asked().appear(content)


def test_values_of_the_judges_own_have_no_number_of_the_learners():
    assert Talk().number_of(5) is None and Talk().number_of(len) is None


def test_functions_go_over_as_numbers_and_types_not_at_all():
    talk = Asked()
    talk.exports, talk._numbers, talk._entered = {}, {}, 0
    assert talk.export(len) == {"mine": [1, "len"]}
    assert talk.export(functools.partial(len)) == {"mine": [2, "function"]}
    assert talk.export(len) == {"mine": [1, "len"]} and talk.exports[1] is len
    for value in (int, Talk, object(), {1}.__iter__()):
        with pytest.raises(TypeError) as refused:
            talk.export(value)
        assert str(refused.value) == (
            f"a {type(value).__name__} can't be handed to a learner's code: only plain data, arrays, "
            "functions and what came from there can"
        )


def test_a_record_of_the_courses_own_goes_over_by_name_and_fields():
    machine = next(iter(MACHINES.values()))
    talk = Asked()
    talk._left, talk._room = 100, 1000
    ((name, fields),) = [talk.export(machine)["record"]]
    assert name == "Machine" and fields == [getattr(machine, f.name) for f in dataclasses.fields(machine)]
    impostor = type("Machine", (), {})()
    with pytest.raises(TypeError, match="a Machine can't be handed"):
        talk.export(impostor)


def test_an_exception_of_the_judges_is_told_by_type_and_message_without_a_line():
    told = Talk().describe(KeyError("x" * 3000))
    assert told == {"type": "KeyError", "message": "'" + "x" * 1999, "line": "", "function": ""}


# -- from its start to its end --------------------------------------------------------------------------


class Started(Runner):
    """A process whose other end says one thing, or nothing, and that can be refused."""

    says, refusal, complaint_ = b'{"value": null, "memory": [], "forget": []}', None, "no bubblewrap"
    made = []

    def __init__(self, *given):
        super().__init__()
        self.given, self.closed, self.looked_at = given, 0, 0
        self.socket, there = socket.socketpair()
        if self.says:
            there.sendall(struct.pack(">II", len(self.says), 0) + self.says)
            self.there = there
        Started.made.append(self)

    def expect_unprivileged(self):
        self.looked_at += 1
        if self.refusal:
            raise self.refusal

    def complaint(self):
        return self.complaint_

    def killed_from_outside(self):
        return False

    def close(self):
        self.closed += 1


@pytest.fixture
def started(monkeypatch):
    monkeypatch.setattr(remote, "Process", Started)
    monkeypatch.setattr(Started, "made", [])
    return monkeypatch


def test_a_session_starts_a_runner_and_looks_who_it_is(started):
    limits = Limits(submission=77)
    session = Session(limits, False, ["/secret"], None, True, "a room")
    (process,) = Started.made
    assert process.given == (limits, False, ["/secret"], "a room") and process.looked_at == 1
    assert process.allowed == [START, None] and not process.closed
    assert session.alone and session._seconds == 77 and session.limits is limits
    assert session.memory.keeps is False and session.channel.socket is process.socket
    assert session._bound == () and dict(session._proxies) == {}
    assert json.loads(process.there.recv(1000)[8:])["ask"] == "clear"
    session.close()
    assert process.closed == 1


def test_a_session_starts_behind_walls_unless_told_otherwise(started):
    session = Session(seconds=5)
    assert Started.made[0].given == (Limits(), True, (), None) and Started.made[0].allowed[0] == 5
    assert not session.alone and session._seconds == 5


@pytest.mark.parametrize(
    "complaint, said", [("no bubblewrap", "no bubblewrap"), ("", "the process that ran this code ended")]
)
def test_a_runner_that_does_not_start_is_nobodys_fault(started, complaint, said):
    started.setattr(Started, "says", b"")
    started.setattr(Started, "complaint_", complaint)
    with pytest.raises(Infrastructure) as failure:
        Session()
    assert str(failure.value) == f"the runner did not start: {said}" and Started.made[0].closed == 1


@pytest.mark.parametrize(
    "refusal, raised, said",
    [
        (Refused("it would run as root"), Refused, "it would run as root"),
        (OSError("no such process"), Infrastructure, "the runner did not start: no bubblewrap"),
    ],
)
def test_a_runner_that_is_not_what_it_should_be_is_ended(started, refusal, raised, said):
    started.setattr(Started, "refusal", refusal)
    with pytest.raises(raised) as failure:
        Session()
    assert str(failure.value) == said and Started.made[0].closed == 1


def test_whether_there_is_a_sandbox_is_tried_in_a_bare_room(started):
    remote.probe()
    (process,) = Started.made
    assert process.given == (Limits(), True, (), bare()) and process.closed == 1


def test_without_a_sandbox_it_is_said_what_to_do(started):
    started.setattr(Started, "says", b"")
    with pytest.raises(Refused) as refusal:
        remote.probe()
    assert str(refusal.value) == (
        "Grading runs learners' code inside bubblewrap, and that does not work here: the runner did not "
        "start: no bubblewrap\nIn a container or on a hardened kernel, user namespaces may have to be "
        "allowed. With --no-sandbox their code runs unprotected in your account: only for answers that you "
        "would run yourself."
    )


def test_names_of_the_learners_may_stand_for_functions_of_the_judges():
    talk = Asked()
    talk.bind({"f": len, "g": abs})
    assert talk.questions == [("bind", {"f": len, "g": abs})] and talk._bound == (len, abs)
    assert talk.process.allowed == [talk.limits.cell, None]
