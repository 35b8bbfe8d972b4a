"""An [ok] line is a promise: for each there is a sample answer that breaks it, and fails there.

Which aspects a check has, and what it says of each, is read off a run on a right answer; which of them an
answer breaks stands in its first line.
"""

import collections
import contextlib
import functools
import io
from unittest import mock

import pytest

from autograder.kit import exercise
from autograder.lessons import CHECKS
from tests.answers import all_answers

ANSWERS = collections.defaultdict(list)
for _answer in all_answers():
    ANSWERS[_answer.exercise].append(_answer)

NOT_BROKEN = {}
"""{(exercise, aspect): why no wrong answer can fail there}."""


@functools.cache
def _aspects(name):
    """{aspect: what it says} of a check, as a right answer meets them; those that say nothing promise
    nothing."""
    said = collections.defaultdict(list)

    @contextlib.contextmanager
    def noting(check, statement):
        with plain(check, statement):
            yield
        said[check].append(statement)

    plain, pages = exercise.aspect, {CHECKS[name].__wrapped__.__globals__["__name__"]}
    right = next(a for a in ANSWERS[name] if a.kind == "right")
    with contextlib.ExitStack() as patched:
        for page in pages:
            patched.enter_context(mock.patch(f"{page}.aspect", noting))
        patched.enter_context(contextlib.redirect_stdout(io.StringIO()))
        right.run()
    return {check: statements for check, statements in said.items() if any(statements)}


@pytest.mark.parametrize("name", [name for name in CHECKS if ANSWERS[name]])
def test_every_promise_of_a_check_is_broken_by_some_sample_answer_that_fails_there(name):
    broken = {answer.fails for answer in ANSWERS[name] if answer.kind == "wrong"}
    unbroken = {
        check: statements
        for check, statements in _aspects(name).items()
        if check not in broken and (name, check) not in NOT_BROKEN
    }
    assert not unbroken, (
        f"{name} says this, and no answer in tests/answers/{name}/wrong fails there: {unbroken}. Write one "
        "that breaks it "
        "(first line: `# fails: <aspect>; diagnosis: <id or none>`), or take the line away."
    )


@pytest.mark.parametrize("name", [name for name in CHECKS if ANSWERS[name]])
def test_an_answer_fails_at_an_aspect_that_its_check_has(name):
    known = _aspects(name).keys() | {"defined", "inputs", "quiz", "numerics"}
    for answer in ANSWERS[name]:
        assert answer.kind == "right" or answer.fails in known, answer
