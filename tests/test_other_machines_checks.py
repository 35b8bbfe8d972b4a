"""Lesson 07's checks beyond the sample answers: records behind the grader's pipe, and one slip that costs
points once."""

import contextlib
import io
from pathlib import Path

import pytest

from autograder import check
from autograder.grading.inside.memory import Violation
from autograder.grading.remote import Session
from autograder.kit.verdict import CheckFailed
from decodelab import detective, floor
from decodelab.published import RECORDS
from tests.needs_sandbox import needs_sandbox

ANSWERS = Path(__file__).parent / "answers"

SLIP = """
from dataclasses import replace

def step_seconds(model, machine, batch, context, weight_bits=16, cache_bits=16, n_machines=1):
    return model.parameters * weight_bits / 8 / machine.bytes_per_second   # no caches, no arithmetic, one machine

def seconds_a_step(measurement):
    return measurement.value / 1000

"""  # noqa: E501


def answer():
    """The solution of the lesson to `impossible`, which calls the functions above."""
    text = (ANSWERS / "impossible" / "right" / "plain.py").read_text()
    return text.replace("from decodelab.floor import seconds_a_step, step_seconds\n", "")


@pytest.fixture(scope="module")
def session():
    session = Session()
    yield session
    session.close()


def handed_in(session, source, *names):
    """The learner's objects of these names, in the runner's process."""
    assert session.run("answer", source).error is None
    return session.names(names).values()


@needs_sandbox
def test_records_arrive_as_what_they_are(session):
    (told,) = handed_in(
        session,
        "from dataclasses import replace\n"
        "from decodelab.published import Measurement\n"
        "def told(ms):\n"
        "    return [(m.id, m.model.name, m.machine.memory_bytes, replace(m, batch=3).batch,\n"
        "             isinstance(m, Measurement), len({m, m.model, m.machine})) for m in ms]",
        "told",
    )
    ms = detective.measurements()
    assert told(ms) == [(m.id, m.model.name, m.machine.memory_bytes, 3, True, 3) for m in ms]


@needs_sandbox
def test_a_record_that_a_learner_hands_back_is_an_object_of_theirs(session):
    (first,) = handed_in(session, "def first(ms): return ms[0]", "first")
    given = first(detective.measurements())
    assert type(given) not in RECORDS.values() and given.id == "a"


def test_the_judge_takes_no_record_from_the_other_side():
    from autograder.grading.inside.protocol import Peer

    with pytest.raises(Violation, match="a record 'Model'"):
        Peer(None, None).decode({"record": ["Model", []]})


@needs_sandbox
@pytest.mark.parametrize(
    "exercise, style",
    [
        ("step_seconds", "fractions"),
        ("seconds_a_step", "replaced"),
        ("fixed_and_speed", "lstsq"),
        ("impossible", "generator"),
        ("largest_batch", "numpy_object"),
    ],
)
def test_a_right_answer_passes_behind_the_walls(session, exercise, style, capsys):
    source = (ANSWERS / exercise / "right" / f"{style}.py").read_text()
    getattr(check, exercise)(*handed_in(session, source, exercise))


@needs_sandbox
@pytest.mark.parametrize(
    "mistake, named", [("records", "measurements_for_ids"), ("a_set", "a_set"), ("gb", "gb_for_gib")]
)
def test_a_wrong_answer_is_named_behind_the_walls(session, mistake, named):
    source = (ANSWERS / "impossible" / "wrong" / f"{mistake}.py").read_text()
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(CheckFailed) as caught:
        check.impossible(*handed_in(session, source, "impossible"))
    assert caught.value.misconception == named


@needs_sandbox
def test_a_slip_in_an_earlier_exercise_costs_points_once(session, capsys):
    step_seconds, impossible = handed_in(session, SLIP + answer(), "step_seconds", "impossible")
    with pytest.raises(CheckFailed):
        check.step_seconds(step_seconds)
    check.impossible(impossible)
    assert "judged with the course's step_seconds" in capsys.readouterr().out


def test_their_own_functions_are_theirs_again_afterwards(capsys):
    names = {}
    exec(SLIP + answer(), names)
    before = names["step_seconds"]
    check.impossible(names["impossible"])
    assert names["step_seconds"] is before
    assert "in place of yours" in capsys.readouterr().out


def test_a_wrong_answer_does_not_pass_because_of_the_help():
    names = {}
    exec(SLIP + answer().replace("0.98", "0.9"), names)
    with pytest.raises(CheckFailed):
        check.impossible(names["impossible"])


def test_an_answer_that_needs_no_help_is_told_nothing_of_it(capsys):
    check.impossible(floor.impossible)
    assert "in place of yours" not in capsys.readouterr().out


def test_a_message_says_what_the_measurement_holds_and_took():
    with pytest.raises(CheckFailed) as caught:
        check.impossible(lambda measurements: [m.id for m in measurements])
    assert "GiB; its step took" in caught.value.message and "it can be true" in caught.value.message


@pytest.mark.parametrize("result", ["m1, m2", 5, {"m1": True}, [1, 2], [["m1"]]])
def test_what_is_no_list_of_ids_is_told_so(result):
    with pytest.raises(CheckFailed, match="expected a list of ids"):
        check.impossible(lambda measurements: result)


@needs_sandbox
@pytest.mark.parametrize(
    "kind, style",
    [("wrong", "sorts_in_place"), ("wrong", "generator_with_a_slip"), ("right", "takes_them_off")],
)
def test_the_same_verdict_falls_in_a_notebook_and_behind_the_walls(session, kind, style):
    source = (ANSWERS / "impossible" / kind / f"{style}.py").read_text()
    names, verdicts = {}, []
    exec(source, names)
    for answer in (names["impossible"], *handed_in(session, source, "impossible")):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                check.impossible(answer)
            verdicts.append("passes")
        except CheckFailed as failure:
            verdicts.append((failure.check, failure.misconception))
    assert verdicts[0] == verdicts[1] and (verdicts[0] == "passes") == (kind == "right")
