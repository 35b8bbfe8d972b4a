"""Stock `nbgrader autograde` with this course's settings: what a test cell leaves behind, and the points
nbgrader then gives."""

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from autograder.grading.number_or_fail import NumberOrFail, judged
from autograder.release import release

ROOT = Path(__file__).resolve().parents[1]
MOST = 4.0
"""Points of the cells below."""


def shown(text):
    """What Jupyter records for a cell's last expression. text: its representation, usually a str."""
    result = new_output("execute_result", execution_count=1)
    result.data = {"text/plain": text}  # unchecked, as it comes from a kernel
    return result


def printed(text, stream="stdout"):
    return new_output("stream", name=stream, text=text)


DISPLAYED = new_output("display_data", {"text/plain": "3", "image/png": "iVBOR"})
ERROR = new_output("error", ename="AssertionError", evalue="row 0 moved", traceback=["row 0 moved"])


def cell(*outputs, ran=True, **mark):
    mark = {
        "grade": True,
        "solution": False,
        "locked": True,
        "grade_id": "test_f",
        "points": MOST,
        "schema_version": 3,
    } | mark
    made = new_code_cell("check.f(f)", execution_count=7 if ran else None, metadata={"nbgrader": mark})
    made.outputs = list(outputs)
    return made


def after(*outputs, **how):
    return NumberOrFail().preprocess_cell(cell(*outputs, **how), {}, 0)[0]


def left(*outputs, **how):
    """The outputs that reach nbgrader's scoring, a list."""
    return after(*outputs, **how).outputs


def points(*outputs, **how):
    """The points that nbgrader gives once the preprocessor has been there, a float."""
    return determine_grade(after(*outputs, **how))[0]


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [printed("everything holds")],
        [DISPLAYED],
        [printed("a warning", "stderr")],
        [printed("3"), DISPLAYED, printed("a warning", "stderr"), printed("4")],
    ],
    ids=len,
)
def test_a_test_that_ends_in_nothing_has_full_points(outputs):
    assert points(*outputs) == MOST


@pytest.mark.parametrize(
    "text", ["0", "0.0", "-0.0", "1", "1.5", "0.1", "1e-05", "5e-324", "4", "4.0", "3.9999999999999996"]
)
def test_a_number_of_points_is_what_it_says(text):
    assert points(shown(text)) == float(text)


REFUSED = [
    "nan",
    "inf",
    "-inf",
    "NaN",
    "Infinity",
    "1e400",
    "-1",
    "-1e-300",
    "5",
    "4.000000000000001",
    "1e308",
    "np.float64(4.0)",
    "np.int64(4)",
    "array(4.)",
    "[4]",
    "True",
    "None",
    "'4'",
    "'well done'",
    "4j",
    "Decimal('4')",
    "<f at 0x1>",
    "",
    " ",
    " 4",
    "4 ",
    "4\n",
    "+4",
    "04",
    "4.",
    ".5",
    "4.00",
    "4e0",
    "-0",
    "0_0",
    "1_0",
    "٤",
    "４",
]
"""nbgrader alone gives full points for most of these, and stops at those above the limit."""


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_no_points_and_says_why(text):
    assert points(shown(text)) == 0
    (error,) = left(shown(text))
    assert error.output_type == "error"
    assert (
        error.evalue
        == "This test has to end in a number of points from 0 to 4, or in nothing."
        == error.traceback[0]
    )


@pytest.mark.parametrize(
    "text", [["4"], ["1.", "5"], ["4", ""], [], None, 4, 4.0, True, {"4": "4"}], ids=repr
)
def test_a_representation_that_is_not_text_is_no_points(text):
    """A learner's object can send any JSON for its text; of a list of two, nbgrader makes full points."""
    assert points(shown(text)) == 0


@pytest.mark.parametrize("data", [{}, {"text/html": "4"}, {"image/png": "iVBOR"}], ids=str)
def test_a_result_without_text_is_no_points(data):
    assert points(new_output("execute_result", data, execution_count=1)) == 0


def test_a_result_without_data_is_no_points():
    result = shown("4")
    del result["data"]
    assert points(result) == 0


@pytest.mark.parametrize(
    "outputs",
    [
        [ERROR],
        [shown("4"), ERROR],
        [ERROR, shown("4")],
        [printed("ok"), ERROR],
        [shown("nan"), ERROR],
        [shown("4"), shown("4"), ERROR],
        [printed("x", "stderr"), ERROR],
    ],
    ids=str,
)
def test_an_error_is_no_points_wherever_it_stands_and_is_kept(outputs):
    assert points(*outputs) == 0
    assert [o for o in left(*outputs) if o.output_type == "error"] == [ERROR]
    assert not [o for o in left(*outputs) if o.output_type == "execute_result"]


@pytest.mark.parametrize(
    "outputs",
    [
        [shown("4"), shown("4")],
        [shown("0"), shown("4")],
        [shown("4"), shown("nan")],
        [shown("'x'"), shown("4")],
    ],
    ids=str,
)
def test_two_results_are_no_points(outputs):
    assert points(*outputs) == 0


@pytest.mark.parametrize("outputs", [[], [shown("4")], [printed("ok")]], ids=len)
def test_a_test_that_did_not_run_has_no_points(outputs):
    assert points(*outputs, ran=False) == 0
    assert left(*outputs, ran=False)[-1].evalue == "This test did not run."


def test_an_error_of_a_test_without_a_number_is_the_one_that_is_told():
    assert left(ERROR, ran=False) == [ERROR]


def test_what_was_printed_and_drawn_stays_and_warnings_go():
    assert left(printed("a"), DISPLAYED, printed("w", "stderr"), printed("b"), shown("2.5")) == [
        printed("a"),
        printed("b"),
        DISPLAYED,
        shown("2.5"),
    ]


def test_limits_are_the_cells_own():
    assert points(shown("0.5"), points=0.5) == 0.5
    assert (
        left(shown("4"), points=0.5)[0].evalue
        == "This test has to end in a number of points from 0 to 0.5, or in nothing."
    )
    assert points(shown("0"), points=0) == 0 == points(shown("1"), points=0)
    assert points(shown("10"), points="10") == 10, "metadata may hold the number as text"


@pytest.mark.parametrize(
    "other",
    [
        cell(shown("nan"), solution=True),
        cell(shown("nan"), grade=False),
        new_code_cell("1", outputs=[shown("nan")]),
        new_markdown_cell("Because.", metadata=cell().metadata),
    ],
    ids=["answer in code", "not graded", "no nbgrader", "answer in text"],
)
def test_other_cells_stay_as_they_are(other):
    before = json.dumps(other)
    assert json.dumps(NumberOrFail().preprocess_cell(other, {"a": 1}, 0)[0]) == before


def test_resources_pass_through():
    resources = {"nbgrader": {"student": "ann"}}
    assert NumberOrFail().preprocess_cell(cell(), resources, 0)[1] is resources


@given(
    st.text()
    | st.floats().map(repr)
    | st.integers().map(str)
    | st.from_regex(r"[-+ ]?[0-9_.eE]{1,6}", fullmatch=True)
)
def test_no_text_is_worth_more_than_it_says(text):
    given_points = points(shown(text))
    assert given_points == 0 or given_points == float(text) <= MOST


@given(st.floats(), st.sampled_from([0.0, 0.5, 1.0, MOST, 1e300]))
def test_every_float_counts_inside_the_limits_and_none_outside(x, most):
    assert points(shown(repr(x)), points=most) == (x if 0 <= x <= most else 0)
    assert points(shown(repr(np.float64(x))), points=most) == 0


@given(st.integers(min_value=-10, max_value=10) | st.integers(), st.sampled_from([0.0, 1.0, MOST]))
def test_every_integer_counts_inside_the_limits_and_none_outside(n, most):
    assert points(shown(str(n)), points=most) == (n if 0 <= n <= most else 0)


OUTPUTS = st.lists(
    st.sampled_from([ERROR, DISPLAYED, printed("4"), printed("w", "stderr")])
    | st.sampled_from(["0", "2.5", "4", "nan", "'x'", "-1", "5", ["4", "4"], None]).map(shown),
    max_size=5,
)


@given(OUTPUTS, st.booleans())
def test_any_mixture_of_outputs_is_full_points_one_number_or_nothing(outputs, ran):
    results = [o.data["text/plain"] for o in outputs if o.output_type == "execute_result"]
    if not ran or ERROR in outputs or len(results) > 1:
        expected = 0
    elif results:
        expected = float(results[0]) if results[0] in ("0", "2.5", "4") else 0
    else:
        expected = MOST
    before = json.dumps(outputs)
    assert points(*outputs, ran=ran) == expected
    assert json.dumps(outputs) == before, "what the kernel said is not changed in place"
    once = judged(outputs, MOST, 7 if ran else None)
    assert judged(once, MOST, 7 if ran else None) == once


ENDINGS = {
    "": 4,
    "print(4)": 4,
    "import sys; print('a warning', file=sys.stderr)": 4,
    "import warnings; warnings.warn('old')": 4,
    "from IPython.display import display; display(3)": 4,
    "None": 4,
    "4;": 4,
    "0": 0,
    "1": 1,
    "2.5": 2.5,
    "4.0": 4,
    "float(np.float64(1.5))": 1.5,
    "round(10 / 3, 2)": 3.33,
    "1e-5": 1e-5,
    "float('nan')": 0,
    "float('inf')": 0,
    "-1": 0,
    "5": 0,
    "np.float64(4)": 0,
    "np.int64(4)": 0,
    "np.array(4.0)": 0,
    "np.True_": 0,
    "True": 0,
    "'4'": 0,
    "[4]": 0,
    "f": 0,
    "4 + 0j": 0,
    "Odd()": 0,
    "Broken()": 0,
    "raise AssertionError('no')": 0,
    "raise SystemExit": 0,
    "assert f() == 5": 0,
    "1 / 0": 0,
    "f(": 0,
}
"""{last lines of a test cell: points of 4}, run by a real kernel."""

ANSWER = '''def f():
    return 4

class Odd:
    """Sends a list where Jupyter expects text."""
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": ["4", ""]}

class Broken:
    def __repr__(self):
        return None
'''


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{ending: points in the gradebook} after stock `nbgrader autograde` with the course's own settings."""
    root, lesson = tmp_path_factory.mktemp("course"), "90_points"
    mark = {"schema_version": 3, "cell_type": "code", "task": False}
    answer = {**mark, "grade": False, "solution": True, "locked": False, "grade_id": "f"}
    test = {**mark, "grade": True, "solution": False, "locked": True, "points": MOST}
    cells = [
        new_code_cell("import numpy as np", id="imports"),
        new_code_cell(f"### BEGIN SOLUTION\n{ANSWER}### END SOLUTION", id="f", metadata={"nbgrader": answer}),
    ]
    cells += [
        new_code_cell(
            f"f()\n{ending}", id=f"test_{n}", metadata={"nbgrader": {**test, "grade_id": f"test_{n}"}}
        )
        for n, ending in enumerate(ENDINGS)
    ]
    source = root / "solutions" / lesson / "points.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(json.dumps(new_notebook(cells=cells)), encoding="utf8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    with mock.patch(
        "autograder.release.faults", lambda *given, **named: []
    ):  # tests that release would refuse
        release(root)
    cells[1].source = ANSWER
    for c in cells[2:]:  # a learner who wants the tests skipped
        c.source, c.metadata["tags"] = "4", ["skip-execution", "raises-exception"]
    submitted = root / "submitted" / "ann" / lesson / "points.ipynb"
    submitted.parent.mkdir(parents=True)
    submitted.write_text(json.dumps(new_notebook(cells=cells)), encoding="utf8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", lesson],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        found = {
            grade.cell.name: grade.auto_score
            for grade in book.find_submission(lesson, "ann").notebooks[0].grades
        }
    return {ending: found[f"test_{n}"] for n, ending in enumerate(ENDINGS)}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_stock_nbgrader_with_the_courses_settings_gives(ending, graded):
    assert math.isclose(graded[ending], ENDINGS[ending])
