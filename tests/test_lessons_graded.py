"""Every lesson, blank and solved, through both graders: nothing for the one, everything for the other."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading import lesson as lessons
from autograder.grading.judge import judge
from autograder.release import notebooks, release
from tests.needs_sandbox import needs_sandbox

pytestmark = pytest.mark.release

ROOT = Path(__file__).resolve().parents[1]
GRADED = [name for name in notebooks(ROOT / "solutions") if not name.startswith("00")]


def solved(name):
    return notebooks(ROOT / "solutions")[name].read_bytes()


def blank(name):
    return notebooks(ROOT / "course")[name].read_bytes()


@pytest.fixture(scope="module")
def judged():
    """judged(lesson, submission) -> {test: (points, most)} by our judge, behind its walls."""

    def points(name, submission):
        (lesson,) = lessons.load(ROOT, name)
        verdicts = judge(lesson, submission, (1, 2)).tests
        return {cell.grade_id: (verdicts[cell.grade_id].points, cell.points) for cell in lesson.tests}

    return points


@needs_sandbox
@pytest.mark.parametrize("name", GRADED)
def test_a_solved_lesson_has_full_marks_from_our_judge(name, judged):
    assert not {test: points for test, (points, most) in judged(name, solved(name)).items() if points != most}


@needs_sandbox
@pytest.mark.parametrize("name", GRADED)
def test_a_blank_lesson_has_no_point_from_our_judge(name, judged):
    assert not {test: points for test, (points, _) in judged(name, blank(name)).items() if points != 0}


@needs_sandbox
def test_a_name_that_lacks_for_a_cell_that_stopped_is_told_with_it_and_no_misconception():
    """The cell of softmax stops; causal_attention calls it, and a second exercise another name that is
    nowhere."""
    notebook = json.loads(solved("01_masked_attention"))
    for cell in notebook["cells"]:
        if cell["id"] == "softmax":
            cell["source"] = ["scale = 1 / 0\n", "def softmax(scores):\n", "    return scores\n"]
        if cell["id"] == "query_key_pairs":
            cell["source"] = ["def query_key_pairs(n):\n", "    return triangle(n)\n"]
    (lesson,) = lessons.load(ROOT, "01_masked_attention")
    tests = judge(lesson, json.dumps(notebook).encode(), (1, 2)).tests
    stopped, nowhere = tests["test_causal_attention"], tests["test_query_key_pairs"]
    assert "ZeroDivisionError" in stopped.message and "run its cell" not in stopped.message, stopped.message
    assert stopped.misconception == "" and nowhere.misconception == "not_defined:triangle"


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """stock(lesson) -> {learner: (points, {cell: error name})} by `nbgrader autograde`."""

    def grade(name):
        root = tmp_path_factory.mktemp(name)
        (root / "solutions").mkdir()
        shutil.copytree(ROOT / "solutions" / name, root / "solutions" / name)
        shutil.copy(ROOT / "nbgrader_config.py", root)
        release(root)
        file = notebooks(root / "course")[name].name
        for learner, text in (("blank", blank(name)), ("solved", solved(name))):
            folder = root / "submitted" / learner / name
            folder.mkdir(parents=True)
            (folder / file).write_bytes(text)
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", name],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=900,
            env={**os.environ, "PATH": path, "OPENBLAS_NUM_THREADS": "1"},
        )
        assert run.returncode == 0, run.stderr[-3000:]
        return {learner: _graded(root, learner, name, file) for learner in ("blank", "solved")}

    return grade


def _graded(root, learner, name, file):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        points = sum(
            grade.auto_score or 0
            for notebook in gradebook.find_submission(name, learner).notebooks
            for grade in notebook.grades
        )
    cells = json.loads((root / "autograded" / learner / name / file).read_text(encoding="utf8"))["cells"]
    return points, {
        cell["id"]: output["ename"]
        for cell in cells
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    }


OF_ONE_KIND = (
    "02_kv_cache",
    "03_counting_a_step",
    "04_timing_a_step",
    "05_predicting_latency",
    "07_other_machines",
)
"""Lessons for which stock nbgrader does nothing that it doesn't do for the others."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.thorough if name in OF_ONE_KIND else ()) for name in GRADED],
)
def test_stock_nbgrader_gives_full_marks_and_none(name, stock):
    most = sum(cell.points for cell in lessons.load(ROOT, name)[0].tests)
    graded = stock(name)
    assert graded["solved"] == (most, {})
    points, errors = graded["blank"]
    assert points == 0
    assert set(errors.values()) == {"NotImplementedError"}, "a learner's notebook raises nothing else"
