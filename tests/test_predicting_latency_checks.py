"""Lesson 05's checks beyond the sample answers: numbers of any type, here and behind the grader's pipe."""

from pathlib import Path

import pytest

from autograder import check
from autograder.grading.remote import Session
from autograder.kit.closed_forms import as_number
from autograder.kit.verdict import CheckFailed
from tests.needs_sandbox import needs_sandbox

ANSWERS = Path(__file__).parent / "answers" / "arithmetic_intensity" / "right"


@needs_sandbox
@pytest.mark.parametrize("style", ["fraction", "decimal"])
def test_a_number_that_does_not_cross_the_pipe_counts_in_grading_as_in_a_notebook(style):
    session = Session()
    try:
        assert session.run("answer", (ANSWERS / f"{style}.py").read_text()).error is None
        check.arithmetic_intensity(*session.names(["arithmetic_intensity"]).values())
    finally:
        session.close()


@pytest.mark.parametrize("value", [True, "0.5", 0.5j, [0.5], object()])
def test_what_is_no_number_is_not_taken_for_one(value):
    with pytest.raises(CheckFailed, match="expected one number"):
        as_number(value, "f()")


@pytest.mark.parametrize("answer", ["bd", "b, d", "B) D)", "(b)(d)", "b & d", "b\nd"])
def test_letters_of_a_quiz_may_be_set_apart_in_any_way(answer, capsys):
    check.quiz("two_operations", lambda: answer)


@pytest.mark.parametrize("answer", ["", " ", ")", "?"])
def test_a_quiz_without_a_letter_is_not_called_half_right(answer):
    with pytest.raises(CheckFailed, match="the answer is .*; expected the letters"):
        check.quiz("two_operations", lambda: answer)
