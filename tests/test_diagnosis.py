"""Misdiagnosis is worse than none: every misconception is told from right answers and from every other."""

import contextlib
import io
from functools import partial

import numpy as np
import pytest

from autograder import check
from autograder.kit import diagnosis, exercise
from autograder.kit.misconception import Misconception
from autograder.kit.verdict import CheckFailed
from autograder.lessons import CHECKS, LESSONS
from tests.answers import all_answers, load_objects

KNOWN = [(name, m) for name, each in CHECKS.items() for m in each.misconceptions]


def _diagnose(name, *objects):
    its_check = getattr(check, name)
    theirs = diagnosis.given(its_check.probe, objects, exercise.quiet)
    return diagnosis.diagnose(its_check.misconceptions, its_check.probe, theirs, exercise.quiet)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name, known", KNOWN, ids=[f"{name}-{m.id}-{k}" for k, (name, m) in enumerate(KNOWN)]
)
def test_a_misconception_fails_its_exercise_and_is_taken_for_no_other(name, known):
    with pytest.raises(CheckFailed) as failure, contextlib.redirect_stdout(io.StringIO()):
        getattr(check, name)(*known.answer)
    assert failure.value.misconception == known.id, str(failure.value)


def test_misconceptions_say_one_thing_and_ask_for_another():
    for _, known in KNOWN:
        assert known.sentence.endswith(".") and "?" not in known.sentence, known.id
        assert "?" in known.question, known.id


RIGHT = [a for a in all_answers() if a.kind == "right"]


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_a_right_answer_has_no_misconception(name):
    for answer in RIGHT:
        if answer.exercise == name:
            assert _diagnose(name, *load_objects(name, answer.path)) is None, str(answer)


def test_wrong_ideas_of_one_name_lead_to_one_question():
    for name in (*LESSONS["03_counting_a_step"].EXERCISES, *LESSONS["04_timing_a_step"].EXERCISES):
        known = CHECKS[name].misconceptions
        assert len({(m.id, m.question) for m in known}) == len({m.id for m in known})


# -- how matching works, on an exercise made up for it ------------------------------------------------


def _doubled(x, *, factor=2, offset=0):
    return factor * x + offset


def _probe(doubled, rng):
    yield doubled(rng.normal(size=3))
    yield doubled(rng.normal(size=2))


def _known(id, answer):
    return Misconception(id, (answer,), f"{id}.", f"{id}?")


def _found(answer, *known):
    """The id that is found where nothing but these misconceptions is known."""
    theirs = diagnosis.given(_probe, (answer,), contextlib.nullcontext)
    found = diagnosis.diagnose(known, _probe, theirs, contextlib.nullcontext)
    return found and found.id


TRIPLED, SHIFTED = (
    _known("tripled", partial(_doubled, factor=3)),
    _known("shifted", partial(_doubled, offset=1)),
)


def test_the_same_numbers_are_the_same_misconception_however_they_are_made():
    assert _found(lambda x: x + x + x, TRIPLED, SHIFTED) == "tripled"


def test_numbers_of_no_known_misconception_are_not_named():
    assert _found(lambda x: 4 * x, TRIPLED, SHIFTED) is None


def test_two_misconceptions_at_once_are_both_named():
    assert _found(lambda x: 3 * x + 1, TRIPLED, SHIFTED) == "tripled+shifted"


def test_two_misconceptions_that_cancel_out_are_not_named():
    def doubled(x, *, before=0, after=0):
        return 2 * (x + before) + after

    too_early, too_late = (
        _known(id, partial(doubled, **part)) for id, part in (("a", {"before": 1}), ("b", {"after": -2}))
    )
    assert _found(lambda x: 2 * x, too_early, too_late) is None


def test_two_misconceptions_that_give_the_same_numbers_are_not_named():
    assert _found(lambda x: 3 * x, TRIPLED, _known("other", lambda x: 3 * x)) is None


def test_one_misconception_may_have_several_implementations():
    assert _found(lambda x: 3 * x, TRIPLED, _known("tripled", lambda x: 3 * x)) == "tripled"


def test_agreeing_on_some_inputs_is_not_enough():
    assert _found(lambda x: np.where(len(x) == 3, 3 * x, 2 * x), TRIPLED) is None


def test_an_answer_that_raises_half_way_matches_one_that_raises_there_too():
    three_only = partial(np.dot, np.diag([3.0, 3.0, 3.0]))
    assert _found(three_only, TRIPLED) is None
    assert _found(three_only, _known("three_only", lambda x: (3 * x).reshape(3))) == "three_only"


def test_an_answer_that_always_raises_is_not_named():
    def raises(x):
        raise ValueError

    assert _found(raises, _known("raises", raises)) is None


def test_a_result_that_is_no_number_matches_nothing():
    assert _found(lambda x: ["three", "words", "here"], TRIPLED, SHIFTED) is None


def test_not_a_number_is_matched_by_not_a_number():
    assert _found(lambda x: x * np.nan, TRIPLED, _known("lost", lambda x: np.full(len(x), np.nan))) == "lost"


def test_a_result_too_few_is_no_match():
    def each_number(doubled, rng):
        yield from doubled(rng.normal(size=3))

    theirs = diagnosis.given(each_number, (lambda x: 3 * x[:2],), contextlib.nullcontext)
    assert diagnosis.diagnose((TRIPLED,), each_number, theirs, contextlib.nullcontext) is None


def test_a_known_answer_is_worked_out_once_however_many_are_compared_with_it():
    asked = []
    known = _known("tripled", lambda x: asked.append(len(x)) or 3 * x)
    _found(lambda x: 3 * x, known)
    once = list(asked)
    assert once and _found(lambda x: x + x + x, known) == "tripled" and asked == once
