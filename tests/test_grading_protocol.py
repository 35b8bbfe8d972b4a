"""Values and arrays on their way between judge and runner, without walls: both ends in this process."""

import json
import socket
import struct
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.grading.inside.memory import Memory, Violation
from autograder.grading.inside.protocol import Channel, Lost, Peer, TooMuch, rebuilt, type_name


class Side(Peer):
    """One end; answers "call" questions and keeps what it was given."""

    def __init__(self, sock, keeps):
        super().__init__(Channel(sock), Memory(keeps))
        self.kept = {}

    def serve(self, question, *values):
        return getattr(self, question)(*values)

    def export(self, value):
        return {"mine": [self.enter(value), type_name(value)]}

    def appear(self, content):
        return Foreign(*content)

    def number_of(self, value):
        return value.number if isinstance(value, Foreign) else None

    def describe(self, error):
        return {"type": type(error).__name__, "message": str(error), "line": "line 1: x", "function": "f"}

    # what the runner's end can do
    def echo(self, value):
        self.kept["echo"] = value
        return value

    def apply(self, name, *values):
        return FUNCTIONS[name](self, *values)


class Foreign:
    def __init__(self, number, kind):
        self.number, self.kind = number, kind


FUNCTIONS = {}


def runner_does(function):
    FUNCTIONS[function.__name__] = function
    return function


@pytest.fixture(scope="module")
def judge():
    here, there = socket.socketpair()
    judge, runner = Side(here, keeps=False), Side(there, keeps=True)

    def serve():
        try:
            while True:
                runner.listen()
        except Lost:
            pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    judge.runner = runner
    yield judge
    here.close()


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.sets(st.integers(), max_size=4)
        | st.frozensets(st.text(max_size=2), max_size=3)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(value=plain)
def test_plain_data_comes_back_equal_and_of_the_same_type(judge, value):
    back = judge.ask("echo", value)
    assert back == value and type(back) is type(value)


@settings(deadline=None, max_examples=100)
@given(
    array=hnp.arrays(
        hnp.scalar_dtypes().filter(lambda d: d.kind in "biufc"),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    )
)
def test_arrays_come_back_with_their_numbers_shape_and_kind(judge, array):
    back = judge.ask("echo", array)
    assert back.shape == array.shape and back.dtype == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize(
    "view",
    [
        lambda a: a.T,
        lambda a: a[::-1],
        lambda a: a[:, 1:3],
        lambda a: a[::2, ::3],
        lambda a: a[2],
        lambda a: a[1:1],
        lambda a: np.broadcast_to(a[0], (3, 6)),
        lambda a: np.asfortranarray(a),
        lambda a: np.lib.stride_tricks.sliding_window_view(a, (2, 2)),
        lambda a: a.astype(">f8"),
        lambda a: np.ma.masked_array(a),
        lambda a: np.array(3.5),
        lambda a: a[1, 2],
    ],
)
def test_any_view_comes_back_with_its_numbers(judge, view):
    array = view(np.arange(24.0).reshape(4, 6))
    back = judge.ask("echo", array)
    np.testing.assert_array_equal(back, np.asarray(array))
    assert np.shape(back) == np.shape(array)


@runner_does
def write_into(runner, array):
    array[...] = 7


def test_an_input_that_the_other_side_writes_into_has_changed_here(judge):
    array = np.zeros((2, 3))
    judge.ask("apply", "write_into", array[:, 1])
    assert (array[:, 1] == 7).all() and (array[:, 0] == 0).all()


@runner_does
def see_around(runner, array):
    whole = array
    while isinstance(whole.base, np.ndarray):
        whole = whole.base
    runner.kept["around"] = whole
    return int(whole.sum())


@runner_does
def write_around(runner):
    runner.kept["around"][...] = 1


def test_what_lies_beside_an_array_handed_over_is_neither_seen_nor_changed(judge):
    secret = np.full(60, 9, np.uint8)
    assert judge.ask("apply", "see_around", secret[2:5]) == 27
    with pytest.raises(Violation, match="beyond the arrays"):
        judge.ask("apply", "write_around")
    assert (secret == 9).all()
    judge.clear()
    judge.runner.clear()


def test_more_of_an_array_may_be_handed_over_later(judge):
    array = np.arange(12.0)
    for piece in (array[3:5], array[:2], array[::3], array):
        judge.ask("apply", "write_into", piece)
        assert (piece == 7).all()
    assert (array == 7).all()


@runner_does
def keep(runner, array):
    runner.kept["array"] = array


@runner_does
def kept(runner):
    return runner.kept["array"]


def test_an_array_written_into_here_has_changed_there_before_the_next_call(judge):
    array = np.zeros(3)
    judge.ask("apply", "keep", array)
    array[1] = 5
    assert judge.ask("apply", "kept").tolist() == [0, 5, 0]


def test_an_array_handed_back_is_the_same_memory(judge):
    array = np.zeros(3)
    back = judge.ask("echo", array)
    array[0] = 4
    assert back[0] == 4


@runner_does
def part_of(runner, array):
    return array[1:]


def test_a_result_that_is_a_view_of_an_input_is_one_here_too(judge):
    array = np.zeros(4)
    part = judge.ask("apply", "part_of", array)
    array[2] = 3
    assert part.tolist() == [0, 3, 0]


@runner_does
def same_each_time(runner, start):
    runner.kept.setdefault("buffer", np.zeros(2))[:] = start
    return runner.kept["buffer"]


@pytest.mark.parametrize("size", [2, 300_000])
def test_a_result_overwritten_by_a_later_call_has_changed_here(judge, size):
    judge.runner.kept["buffer"] = np.zeros(size)
    first = judge.ask("apply", "same_each_time", 1.0)
    assert first[0] == 1
    judge.ask("apply", "same_each_time", 2.0)
    assert first[-1] == 2


@runner_does
def grown_in_place(runner, rows):
    if rows:
        runner.kept["grown"].resize((rows, 3), refcheck=False)
    else:
        runner.kept["grown"] = np.ones((2, 3))
    return runner.kept["grown"]


def test_an_array_resized_in_place_while_it_is_read_here_is_an_error_once(judge):
    first = judge.ask("apply", "grown_in_place", 0)
    with pytest.raises(ValueError, match="resized in place"):
        judge.ask("apply", "grown_in_place", 5)
    assert first.shape == (2, 3)
    assert judge.ask("apply", "grown_in_place", 6).shape == (6, 3)


@runner_does
def call_back(runner, function, value):
    return runner.ask("apply", "double", value)


@runner_does
def double(judge, value):
    return value * 2


def test_a_call_may_call_back_before_it_answers(judge):
    assert judge.ask("apply", "call_back", None, np.arange(3.0)).tolist() == [0, 2, 4]


@runner_does
def to_and_fro(side, left):
    return side.ask("apply", "to_and_fro", left - 1) if left else "done"


def test_calls_within_calls_have_an_end(judge):
    assert judge.ask("apply", "to_and_fro", 40) == "done"
    with pytest.raises(RecursionError, match="call each other without end"):
        judge.ask("apply", "to_and_fro", 80)
    assert judge.ask("echo", 1) == 1


@runner_does
def an_object(runner):
    runner.kept.setdefault("object", object())
    return runner.kept["object"]


def test_an_object_stays_there_and_keeps_its_number(judge):
    one, again = judge.ask("apply", "an_object"), judge.ask("apply", "an_object")
    assert one.number == again.number
    assert judge.ask("echo", one).number == one.number
    assert judge.runner.kept["echo"] is judge.runner.kept["object"]


@runner_does
def a_container(runner, name):
    body = {
        "list": "class C(list):\n    keys = property(lambda self: 'k')",
        "dict": "class Base(dict):\n    def keys(self): return 'k'\nclass C(Base): pass",
        "tuple": "class C(tuple):\n    def merged(self): pass",
        "bare list": "class C(list): pass",
        "bare set": "class C(set):\n    def __repr__(self): return ''",
        "named": "from typing import NamedTuple\nclass C(NamedTuple):\n    n: int = 0",
    }[name]
    names = {"__name__": "__main__"}
    exec(body, names)
    return names["C"]()


@pytest.mark.parametrize("name", ["list", "dict", "tuple"])
def test_a_container_of_a_learners_class_stays_there(judge, name):
    """A KVCache that is a list arrived as a list, and had no keys."""
    assert isinstance(judge.ask("apply", "a_container", name), Foreign)


@pytest.mark.parametrize("name, value", [("bare list", []), ("bare set", set()), ("named", (0,))])
def test_one_that_is_no_more_than_what_is_in_it_comes_as_that(judge, name, value):
    assert judge.ask("apply", "a_container", name) == value


@pytest.mark.parametrize("text", [np.str_("b"), type("Letter", (str,), {"__str__": lambda self: "?"})("b")])
def test_a_text_of_another_class_is_a_text(judge, text):
    FUNCTIONS["a_text"] = lambda runner: text
    assert judge.ask("apply", "a_text") == "b" and type(judge.ask("apply", "a_text")) is str


@runner_does
def raise_(runner, kind):
    raise kind("no such key")


@pytest.mark.parametrize(
    "kind",
    [
        ValueError,
        KeyError,
        NotImplementedError,
        UnicodeError,
        StopIteration,
        StopAsyncIteration,
        type("Odd", (Exception,), {}),
        type("CheckFailed", (AssertionError,), {}),
    ],
)
def test_an_exception_is_one_of_the_same_name(judge, kind):
    with pytest.raises(Exception, match="no such key") as caught:
        FUNCTIONS["raise_it"] = lambda runner: raise_(runner, kind)
        judge.ask("apply", "raise_it")
    assert type(caught.value).__name__ == kind.__name__
    assert (caught.value.learner_line, caught.value.learner_function) == ("line 1: x", "f")
    assert not isinstance(caught.value, kind) or kind.__module__ == "builtins"
    # what ends a loop of the judge's without a word
    assert not isinstance(caught.value, (StopIteration, StopAsyncIteration))


@runner_does
def much(runner, kind):
    return {
        "list": [0] * 50_000,
        "text": "x" * 50_000,
        "number": 2**9_999,
        "deep": eval("[" * 40 + "]" * 40),
        "array": np.zeros(20_000_000),
    }[kind]


@pytest.mark.parametrize("kind", ["list", "text", "number", "deep"])
def test_what_is_too_much_arrives_as_an_object(judge, kind):
    assert isinstance(judge.ask("apply", "much", kind), Foreign)


def test_an_array_too_large_to_travel_is_an_error_and_the_conversation_goes_on(judge):
    with pytest.raises(ValueError, match="too large"):
        judge.ask("apply", "much", "array")
    assert judge.ask("echo", np.ones(2)).tolist() == [1, 1]


def test_arrays_are_forgotten_when_nobody_here_holds_them(judge):
    judge.clear()
    judge.runner.clear()
    for _ in range(50):
        judge.ask("echo", np.arange(5.0))
    judge.ask("echo", 1)
    assert len(judge.runner.memory._blocks) < 5 and len(judge.memory._blocks) < 5


# -- nonsense from the other side ---------------------------------------------------------------------


def hears(frame):
    """What the judge makes of raw bytes that answer a question."""
    here, there = socket.socketpair()
    judge = Side(here, keeps=False)
    speaker = threading.Thread(target=speak, args=(there, frame))
    speaker.start()
    try:
        return judge.ask("echo", np.zeros(4))
    finally:
        here.close()
        speaker.join()
        there.close()


def speak(sock, frame):
    try:
        sock.sendall(frame)
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def frame(header, body=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack(">II", len(text), len(body)) + text + body


def reply(value, memory=(), body=b""):
    return frame({"value": value, "memory": list(memory), "forget": []}, body)


@pytest.mark.parametrize(
    "nonsense",
    [
        frame(b"{"),
        frame(b"[]"),
        frame(b"[" * 100_000),
        frame({}),
        frame({"value": 1}),
        frame({"error": 3, "memory": [], "forget": []}),
        struct.pack(">II", 2**31, 0),
        struct.pack(">II", 2, 2**31),
        reply([1, 2]),
        reply({"pickle": "x"}),
        reply({"list": 5}),
        reply({"list": [], "tuple": []}),
        reply({"set": [{"list": []}]}),
        reply({"array": [1]}),
        reply({"array": [9, "<f8", [1], [8], 0, True]}),
        reply({"array": [1, "<f8", [2**40], [0], 0, True]}),
        reply({"array": [1, "<f8", [5], [8], 0, True]}),
        reply({"array": [1, "<f8", [2], [8], -8, True]}),
        reply({"array": [1, "<f8", [-1], [8], 0, True]}),
        reply({"array": [1, "|O", [1], [8], 0, True]}),
        reply({"array": [1, "<f8", [2, 2], [8], 0, True]}),
        reply({"objects": [10**9, 10**9]}),
        reply({"array": [-1, "|b1", [2], [1], 0, True]}, [[-1, 2]], b"\x01\x02"),
        reply({"number": ["<f8", "00"]}),
        reply({"yours": 99}),
        reply({"yours": [1]}),
        reply(1, [[2, 8]], b"\0" * 8),
        reply(1, [[-1, 99]], b"\0" * 8),
        reply(1, [[-1, -8]], b""),
        reply(1, [[1, 3]], b"abc"),
        reply(1, ["x"]),
        frame({"value": 1, "memory": [], "forget": [1]}),
        reply({"list": [None] * 60_000}),
        reply({"type": "eval"}),
        reply({"range": [1, 2, 3, 4]}),
    ],
    ids=lambda f: f[8:50].decode(errors="replace"),
)
def test_nonsense_is_a_violation_and_nothing_else(nonsense):
    with pytest.raises((Violation, Lost)):
        hears(nonsense)


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_spoilt_answer_is_a_value_or_a_violation(data):
    good = bytearray(
        reply(
            {"tuple": [{"array": [-1, "<f8", [2], [8], 0, True]}, {"dict": [["a", 1.5]]}]},
            [[-1, 16]],
            bytes(16),
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        hears(bytes(good))
    except (Violation, Lost):
        pass
    except Exception as error:  # an error that the other side reports
        assert hasattr(error, "learner_line")


@pytest.mark.parametrize(
    "value",
    [range(10**9), range(0, -(10**100), -1), [np.zeros(10**7)] * 5, [np.broadcast_to(0.0, (4000, 4000))] * 3],
)
def test_what_would_be_large_once_it_is_put_into_one_array_arrives_as_an_object(judge, value):
    FUNCTIONS["large"] = lambda runner: value
    assert isinstance(judge.ask("apply", "large"), Foreign)


def nested(node, times):
    for _ in range(times):
        node = {"list": [node]}
    return node


@pytest.mark.parametrize(
    "node",
    [
        {"range": [0, 10**9, 1]},
        {"range": [0, 10**300, 1]},
        {"list": [{"objects": [20_000]}] * 2_000},
        {"objects": [20_001]},
        {"objects": [200, 200]},
        nested({"list": []}, 20),
        nested({"tuple": [1]}, 20),
        {"dict": [["a", nested({"list": []}, 20)]]},
        {"list": [{"array": [-1, "|u1", [10_000, 10_000], [0, 0], 0, False]}] * 3},
    ],
)
def test_a_message_that_says_so_all_the_same_is_a_violation(node):
    side = Side(socket.socket(), keeps=False)
    fresh = side.memory.take([[-1, 8]], [], memoryview(bytes(8)))
    with pytest.raises(Violation):
        side.decode(node)
    del fresh


def test_pieces_of_memory_without_end_are_a_violation():
    with pytest.raises(Violation, match="pieces"):
        Memory(keeps=False).take([[-1 - number, 0] for number in range(50_000)], [], b"")


def test_a_message_too_large_is_refused_before_it_is_sent(judge):
    with pytest.raises(TooMuch):
        judge.ask("echo", "x" * 30_000, [0] * 50_000)


def test_arrays_too_large_together_are_refused_before_they_are_sent(judge):
    wide = np.broadcast_to(
        0.0, (4000, 3000)
    )  # 8 bytes of memory, 96 million for whoever makes an array of it
    assert judge.ask("echo", wide).shape == wide.shape
    for many in ([wide] * 3, ([[wide, wide]], wide), {"a": [wide] * 3}):
        with pytest.raises(TooMuch, match="more numbers"):
            judge.ask("echo", many)
    assert judge.ask("echo", 1) == 1


# -- names, numbers and exceptions --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, base, called",
    [
        ("KeyError", KeyError, "KeyError"),
        ("ValueError", ValueError, "ValueError"),
        ("ZeroDivisionError", ZeroDivisionError, "ZeroDivisionError"),
        ("UnicodeDecodeError", Exception, "UnicodeDecodeError"),  # it wants more than a message
        ("StopIteration", Exception, "StopIteration"),
        ("SystemExit", Exception, "SystemExit"),
        ("KeyboardInterrupt", Exception, "KeyboardInterrupt"),
        ("int", Exception, "int"),
        ("print", Exception, "print"),
        ("NotThere", Exception, "NotThere"),
        ("not a name", Exception, "Exception"),
    ],
)
def test_an_exception_has_its_name_its_words_and_the_built_in_that_it_is(name, base, called):
    error = rebuilt(name, "no such key", "x = y[0]", "step")
    assert type(error).__name__ == called and type(error).__mro__[1] is base
    assert str(error) == "no such key" and error.args == ("no such key",)
    assert (error.learner_line, error.learner_function) == ("x = y[0]", "step")


def test_an_object_has_one_number_and_no_two_the_same():
    side, one, other = Side(socket.socket(), keeps=False), object(), object()
    numbers = [side.enter(one), side.enter(other), side.enter(one)]
    assert numbers == [1, 2, 1] and side.exports == {1: one, 2: other}
    side.clear()
    assert not side.exports and side.enter(one) == 3, "a number of before says nothing any more"


def test_a_result_too_large_is_told_without_a_line_of_the_learners(judge):
    with pytest.raises(ValueError, match="^the result is too large: a message of") as caught:
        judge.ask("apply", "much", "array")
    assert (caught.value.learner_line, caught.value.learner_function) == ("", "")


def test_a_type_is_named_in_few_characters():
    assert (type_name(5), type_name(Side), type_name(type("x" * 70, (), {})())) == ("int", "type", "x" * 60)
