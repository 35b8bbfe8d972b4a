"""Submissions made to gain points without earning them. None gains one.

tests/forgeries/code/*.py is put into the first exercise's cell, the other exercises stay empty;
tests/forgeries/notebook/*.py defines forge(notebook), which works on a blank submission.
"""

import runpy
from pathlib import Path

import pytest

from autograder.grading import lesson
from autograder.grading.judge import judge
from autograder.grading.sandbox import Limits
from tests import grading_course
from tests.grading_course import AUTOMATIC, answered, as_bytes
from tests.needs_sandbox import needs_sandbox

pytestmark = needs_sandbox

FORGERIES = sorted((Path(__file__).parent / "forgeries").glob("*/*.py"))
LIMITS = Limits(cell=20, call=5, submission=60)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return lesson.load(grading_course.make(tmp_path_factory.mktemp("course")), grading_course.LESSON)[0]


@pytest.mark.parametrize("path", FORGERIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_forgery_gains_no_point(small, path, record_property):
    exercises = [cell.grade_id for cell in small.cells if cell.role == "solution"]
    if path.parent.name == "code":
        submission = answered(**dict.fromkeys(exercises, "") | {exercises[0]: path.read_text()})
    else:
        submission = answered()
        runpy.run_path(str(path))["forge"](submission)
    result = judge(small, as_bytes(submission), (1, 2, 3), LIMITS, alone=True)
    gained = {name: verdict.points for name, verdict in result.tests.items() if verdict.points != 0}
    states = sorted({verdict.state for verdict in result.tests.values()})
    record_property("forgery", (path.stem, ", ".join(states), str(sum(filter(None, gained.values())))))
    assert not gained
    assert result.tests.keys() == AUTOMATIC.keys()


def test_there_are_enough_forgeries():
    assert len(FORGERIES) >= 25
