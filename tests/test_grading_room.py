"""The answer is not in the room: what a runner has of decodelab, and what becomes of who asks for more."""

import ast
import contextlib
import importlib
import inspect
import io
import json
import re
from pathlib import Path

import pytest

from autograder.grading import lesson, room
from autograder.grading.judge import COURSES_CODE, judge
from autograder.grading.remote import Session
from autograder.kit import diagnosis
from autograder.lessons import CHECKS
from autograder.release import notebooks
from tests import grading_course
from tests.answers import companion
from tests.grading_course import AUTOMATIC, as_bytes, solved
from tests.needs_sandbox import needs_sandbox

ROOT = Path(__file__).resolve().parents[1]
LESSONS = [one for name in notebooks(ROOT / "solutions") for one in lesson.load(ROOT, name)]


def modules_in(contents):
    """{name without decodelab's: module} of those that a Room has."""
    names = {
        path.split("/")[1].removesuffix(".py") for path in contents.files if path.startswith("decodelab/")
    }
    return {name: importlib.import_module(f"decodelab.{name}") for name in names & room._modules()}


def top_of(contents, name):
    """Names of functions and classes that a module has in a Room."""
    tree = ast.parse(contents.files[f"decodelab/{name}.py"])
    return {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def exercises_of(one):
    called = {name for cell in one.tests for name in re.findall(r"\bcheck\.(\w+)\(", cell.test)}
    return [check for name, check in CHECKS.items() if name in called]


@pytest.mark.slow
@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
def test_nothing_in_the_room_answers_an_exercise(one, monkeypatch):
    monkeypatch.setattr(
        diagnosis, "diagnose", lambda *given: None
    )  # why an answer is wrong matters to nobody here
    found = []
    contents = room.of(one)
    for name, module in modules_in(contents).items():
        given = room._defines(name) if (room.PROJECT / name).is_dir() else top_of(contents, name)
        for member, value in inspect.getmembers(module, callable):
            if member.startswith("_") or member not in given:
                continue
            for check in exercises_of(one):
                objects = [value, *map(companion, check.names[1:])]
                with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
                    check(*objects)
                    found.append(f"{name}.{member} is an answer to {check.exercise}")
    assert not found


@pytest.mark.slow
@pytest.mark.parametrize("one", LESSONS, ids=lambda one: one.name)
def test_what_the_notebook_imports_is_in_the_room_or_holds_an_answer(one):
    contents = room.of(one)
    imported = {name for cell in one.cells for name in room._imports(cell.source)}
    missing = imported - modules_in(contents).keys() - room.SHOW
    assert all("answers" in contents.absent[name] for name in missing)
    assert room._modules() == modules_in(contents).keys() | contents.absent.keys()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return lesson.load(grading_course.make(tmp_path_factory.mktemp("course")), grading_course.LESSON)[0]


@needs_sandbox
@pytest.mark.parametrize(
    "answer",
    [
        "from decodelab.reference import softmax",
        "from decodelab import reference\ndef softmax(scores):\n"
        "    return reference.softmax(scores).astype(scores.dtype)",
        "import decodelab.reference as r\nsoftmax = lambda s: r.softmax(s)",
    ],
)
def test_the_courses_own_answer_is_not_there_and_the_report_says_so(small, answer):
    result = judge(small, as_bytes(solved(softmax=answer)), (1, 2))
    verdict = result.tests["test_softmax"]
    assert verdict.points == 0 and verdict.misconception == COURSES_CODE
    assert "decodelab.reference.softmax is not there when answers are graded" in " ".join(
        verdict.message.split()
    )


@needs_sandbox
def test_who_compares_with_the_courses_answer_loses_the_comparison_only(small):
    compared = (
        "from decodelab import reference, no_such_module\n"
        "assert np.allclose(reference.softmax(np.ones((2, 3))), 1 / 3)\n"
    )
    answer = grading_course.cell(solved(), "softmax")["source"]
    submission = solved(softmax=compared.replace(", no_such_module", "") + answer)
    result = judge(small, as_bytes(submission), (1, 2))
    assert {name: verdict.points for name, verdict in result.tests.items()} == AUTOMATIC


def test_of_a_module_that_the_notebook_uses_what_answers_is_left_out_with_what_leads_to_it():
    """Lesson 03 hands out the cache and asks for the step."""
    (one,) = (one for one in LESSONS if one.name == "03_counting_a_step")
    left = top_of(room.of(one), "designs")
    assert "KVCache" in left and not left & {"decode_step", "four"}


@needs_sandbox
def test_what_only_shows_something_does_nothing_in_a_runner(small):
    shown = (
        "from decodelab import explorers, figures\nfrom decodelab.figures.times import first_and_last\n"
        "class Mine(explorers.MaskExplorer):\n    pass\nfig = figures.draw_mask_and_leak(np.ones((2, 2)))\n"
        "fig.axes[0].set_title('a')\nexplorers.MaskExplorer(query=5)\n"
    )
    answer = grading_course.cell(solved(), "softmax")["source"]
    result = judge(small, as_bytes(solved(softmax=shown + answer)), (1, 2))
    assert {name: verdict.points for name, verdict in result.tests.items()} == AUTOMATIC
    assert not any(cell.output and cell.output.error for cell in result.cells)


@needs_sandbox
def test_an_answer_is_judged_with_functions_that_are_not_in_its_room():
    """Lesson 07: whoever has an earlier exercise wrong loses that one, in grading as in a notebook."""
    (one,) = (one for one in LESSONS if one.name == "07_other_machines")
    answers = ROOT / "tests" / "answers"
    wrong = next(iter(sorted((answers / "step_seconds" / "wrong").glob("*.py"))))
    session = Session(contents=room.of(one))
    try:
        source = grading_course.cell(
            json.loads((ROOT / "solutions" / one.name / f"{one.notebook}.ipynb").read_text()), "impossible"
        )["source"]
        for label, code in (("a", "import numpy as np"), ("b", wrong.read_text()), ("c", "".join(source))):
            assert session.run(label, code).error is None
        assert session.run("d", "def seconds_a_step(m):\n    raise NotImplementedError").error is None
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            CHECKS["impossible"](*session.names(["impossible"]).values())
        assert "in place of yours" in said.getvalue()
    finally:
        session.close()


@needs_sandbox
def test_lesson_02_is_not_solved_by_an_import():
    (one,) = (one for one in LESSONS if one.name == "02_kv_cache")
    session = Session(contents=room.of(one))
    try:
        assert session.run("a", "from decodelab.designs import KVCache, decode_step").error is None
        assert "NotInGrading" in session.run("b", "KVCache(2, 2)\nx = 1").error
        assert session.names(["x"]) == {"x": 1}
        told = session.run(
            "c", "import os\nfrom decodelab import Meter\nprint(os.listdir('/grading/decodelab'))"
        )
        assert "designs" not in told.printed and "meter" in told.printed
        assert "ModuleNotFoundError" in session.run("d", "import decodelab.nothing_like_it").error
        assert "NotInGrading" in session.run("e", "class Mine(KVCache):\n    pass").error
    finally:
        session.close()


@needs_sandbox
def test_what_stands_below_an_import_that_fails_can_be_counted():
    """The rest of such a cell is compiled once more, and np.exp another way where no import of np is seen."""
    (one,) = (one for one in LESSONS if one.name == "02_kv_cache")
    session = Session(contents=room.of(one))
    try:
        cell = "from __future__ import annotations\nimport numpy as np\nimport not_there as nt\nnt.set()\n"
        cell += "def f(x):\n    return np.exp(x)"
        assert "No module named 'not_there'" in session.run("a", cell).error
        counted = "from decodelab import Meter\nwith Meter(f) as meter:\n    f(np.ones(3))"
        assert session.run("b", counted).error is None
    finally:
        session.close()


@needs_sandbox
def test_what_a_cell_asks_in_vain_costs_the_answer_below_it_nothing():
    """`import torch`, a line that uses it, and input(): right answers below them had no points."""
    (one,) = (one for one in LESSONS if one.name == "01_masked_attention")
    session = Session(contents=room.of(one))
    try:
        seeded = "import not_there\nnot_there.manual_seed(0)\ndef f():\n    return 1\na = f()"
        assert "ModuleNotFoundError" in session.run("a", seeded).error
        asked = "n = int(input('how many? '))\nprint(n)\ndef g():\n    return 2\nb = g()"
        assert "EOFError" in session.run("b", asked).error
        assert "NameError" in session.run("c", "never_defined\nc = 3").error
        assert session.names(["a", "b", "c"]) == {"a": 1, "b": 2}
    finally:
        session.close()


@needs_sandbox
def test_an_import_of_what_is_not_there_leaves_the_learners_own_alone():
    """A right attend_incrementally that imports the course's cache cost its author three exercises."""
    (one,) = (one for one in LESSONS if one.name == "02_kv_cache")
    session = Session(contents=room.of(one))
    try:
        assert session.run("a", "class KVCache:\n    mine = 1").error is None
        told = session.run(
            "b", "from decodelab.designs import (\n    KVCache, decode_step)\nx = KVCache.mine"
        )
        assert told.error is None and "your KVCache is" in told.printed
        assert "NotInGrading" in session.run("c", "decode_step(1)").error
        told = session.run("d", "from decodelab.designs import KVCache as Mine\ny = Mine.mine")
        assert told.error is None and session.names(["x", "y"]) == {"x": 1, "y": 1}
        inside = "def f():\n    from decodelab.designs import KVCache\n    return KVCache.mine\nz = f()"
        assert session.run("e", inside).error is None and session.names(["z"]) == {"z": 1}
        assert session.run("f", "from decodelab import Meter\nfrom decodelab.meter import *").error is None
        told = session.run("h", "from decodelab import designs\nw = designs.KVCache.mine")
        assert told.error is None and session.names(["w"]) == {"w": 1}
        assert (
            "NotInGrading"
            in session.run(
                "g",
                "def decode_step():\n    from decodelab.designs import "
                "decode_step\n    return decode_step()\ndecode_step()",
            ).error
        )
    finally:
        session.close()
