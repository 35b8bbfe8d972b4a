"""docs/contributors.md can be followed: done step by step in a copy of the repository, its recipes give a
working lesson."""

import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from autograder.release import dumps, release
from tests.needs_sandbox import needs_sandbox

pytestmark = pytest.mark.release

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "contributors.md").read_text(encoding="utf8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
RECIPES = {
    title: re.split(r"^\d+\. ", SECTIONS[title], flags=re.MULTILINE)[1:]
    for title in (
        "Add a lesson",
        "Add an exercise",
        "Add an exercise to a lesson that is there",
        "Add a misconception",
        "Add a price",
        "Add a message",
        "Add a measurement",
    )
}
"""{title: steps}, in the order of the guide."""

OF_LESSONS = (
    "Add a lesson",
    "Add an exercise",
    "Add an exercise to a lesson that is there",
    "Add a misconception",
)
MODULES = ("answers", "diagnosis", "lessons_graded", "mutation", "notebooks", "readme")
"""Of the tests that the guide says to run, those that look at a new lesson."""
SLOW = "stock or course_is_what_the_sources_give"
"""Of these, those left out: each runs nbgrader on whole lessons once more."""


def follow(step, root):
    """Do in the copy at `root` what one step says: release, or put its block into the file that it opens
    with."""
    if step.startswith("`make release`"):
        release(root, database=False)
    for language, text in re.findall(r"^ +```(\w+)\n(.*?)^ +```$", step, re.MULTILINE | re.DOTALL):
        name = re.match(r"`([\w./]+)`", step)
        assert name, f"a step with a block opens with the file it belongs to, in backticks: {step[:60]!r}"
        path, text = root / name[1], textwrap.dedent(text)
        if language == "diff":
            path.write_text(altered(path, text), encoding="utf8")
        elif language == "json" and path.exists():
            behind = re.search(r"behind `([\w-]+)`", step)
            path.write_text(with_cells(path, text, behind and behind[1]), encoding="utf8")
        else:
            assert not path.exists(), (
                f"{name[1]} is there already: the guide has to show a change, or another name"
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf8")


def altered(path, diff):
    """The file's text, lines with - gone and lines with + come."""
    old, new = ("\n".join(line[1:] for line in diff.splitlines() if line[:1] != sign) for sign in "+-")
    text = path.read_text(encoding="utf8")
    assert text.count(old) == 1, (
        f"bring the guide in line with {path.name}: {text.count(old)} places are like\n{old}"
    )
    return text.replace(old, new)


def with_cells(path, cells, behind):
    """The notebook's text, cells (JSON, with a comma after each) put behind a cell, or in front of
    `closing`."""
    notebook = json.loads(path.read_text(encoding="utf8"))
    ids = [cell["id"] for cell in notebook["cells"]]
    at = ids.index(behind) + 1 if behind else ids.index("closing")
    notebook["cells"][at:at] = json.loads(f"[{cells.rstrip().removesuffix(',')}]")
    return dumps(notebook)


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A copy of the repository in which every step was done."""
    root = tmp_path_factory.mktemp("guide")
    for name in ("autograder", "decodelab", "solutions", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (root / "docs").mkdir()
    for name in ("README.md", "nbgrader_config.py", "pyproject.toml", "docs/cost_model.md"):
        shutil.copy(ROOT / name, root / name)
    for steps in RECIPES.values():
        for step in steps:
            follow(step, root)
    return root


def python(root, *arguments):
    """Run Python in the copy, whose modules it then imports."""
    return subprocess.run([sys.executable, *arguments], cwd=root, capture_output=True, text=True)


@pytest.fixture(scope="module")
def passed(followed):
    """What passes of the tests that the guide says to run: {"test_answers.py::test_…[…]"}."""
    steps = (step for title in OF_LESSONS for step in RECIPES[title])
    picked = re.findall(r'`make test ARGS="-k \'?([^\'"]+)\'?"`', "".join(steps))
    run = python(
        followed,
        "-m",
        "pytest",
        "-q",
        "-rA",
        "-p",
        "no:cacheprovider",
        "-k",
        f"({' or '.join(picked)} or in_the_readme) and not ({SLOW})",
        *(f"tests/test_{m}.py" for m in MODULES),
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    return set(re.findall(r"^PASSED tests/(\S+)$", run.stdout, re.MULTILINE))


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_has_ten_steps_at_most(title):
    assert 0 < len(RECIPES[title]) <= 10


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_numbers_its_steps_in_order(title):
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", SECTIONS[title], re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_file_the_guide_names_exists(followed):
    named = set(re.findall(r"`([\w.]+/[\w./]+)`", GUIDE))
    assert not sorted(name for name in named if not (followed / name).exists() and not (ROOT / name).exists())


def test_the_lesson_is_released_with_its_exercise_to_do(followed):
    cells = json.loads((followed / "course" / "11_sums" / "sums.ipynb").read_text(encoding="utf8"))["cells"]
    (stub,) = ("".join(cell["source"]) for cell in cells if cell["id"] == "row_sums")
    assert stub.startswith("def row_sums(X):") and stub.endswith("raise NotImplementedError")


def test_a_right_answer_holds(followed):
    run = python(followed, "-c", "from autograder import check; check.row_sums(lambda X: X.T.sum(axis=0))")
    assert run.stdout.startswith("row_sums: everything holds."), run.stderr


def test_a_learner_with_the_misconception_is_asked_its_question(followed):
    question = re.search(r'"([^"]+\?)"\),', "".join(RECIPES["Add a misconception"]))[1]
    run = python(followed, "-c", "from autograder import check; check.row_sums(lambda X: X.T.sum(axis=1))")
    assert run.stderr.strip().endswith(question)


def passing(root, module, picked):
    """The names of the tests of a module that pass in the copy."""
    options = ("-q", "-rA", "-n", "0", "-p", "no:cacheprovider", "-k", picked)
    run = python(root, "-m", "pytest", *options, f"tests/test_{module}.py")
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    return set(re.findall(r"^PASSED tests/\S+?::(.+)$", run.stdout, re.MULTILINE))


def test_a_wrong_companion_is_told_from_a_wrong_answer(followed):
    source = (
        "from autograder import check\nfrom decodelab.designs import KVCache\n"
        "class Twice(KVCache):\n    def append(self, k, v):\n        super().append(2 * k, v)\n"
        "check.newest_value(lambda cache: cache.values[-1], Twice)"
    )
    said = python(followed, "-c", source).stderr
    assert "KVCache, which this one is judged together with, does not hold up by itself" in said


def test_the_exercise_stands_in_its_lesson_where_the_guide_puts_it(followed):
    cells = json.loads((followed / "course" / "02_kv_cache" / "kv_cache.ipynb").read_text(encoding="utf8"))[
        "cells"
    ]
    ids = [cell["id"] for cell in cells]
    assert ids[ids.index("KVCache-hints") + 1] == "newest_value-text"


def test_a_price_of_the_guide_is_the_one_counted_by_hand_and_in_the_document(followed):
    picked = "points_are_looked_up or priced_assumed_or_refused or (by_position and histogramdd)"
    passed = passing(followed, "meter_prices", picked)
    assert "test_points_are_looked_up_among_the_edges_of_each_axis" in passed
    assert "test_a_function_costs_the_same_by_position_and_by_keyword[numpy.histogramdd]" in passed
    assert "test_what_the_document_prices_has_a_price" in passing(followed, "cost_model_document", "document")


def test_a_message_of_the_guide_reaches_the_learner(followed):
    passed = passing(followed, "exercise", "followed_by_its_cause")
    assert any("read_only_array" in name for name in passed)


def test_the_tests_that_the_guide_says_to_run_pass(passed):
    right, wrong = (
        "test_a_right_answer_passes_its_check",
        "test_a_wrong_answer_fails_where_and_as_its_first_line_says",
    )
    assert (
        not {
            "test_answers.py::test_one_right_and_one_wrong_answer_get_what_they_deserve[row_sums]",
            "test_answers.py::test_one_right_and_one_wrong_answer_get_what_they_deserve[newest_value]",
            "test_mutation.py::test_a_check_notices_every_mutant_that_is_not_explained[newest_value]",
            "test_notebooks.py::test_points_add_up_to_what_the_lesson_declares[02_kv_cache]",
            f"test_answers.py::{right}[row_sums-0]",
            f"test_answers.py::{wrong}[row_sums-0]",
            "test_diagnosis.py::test_a_right_answer_has_no_misconception[row_sums]",
            "test_mutation.py::test_a_check_notices_every_mutant_that_is_not_explained[row_sums]",
            "test_notebooks.py::test_a_source_is_in_normal_form[11_sums]",
            "test_notebooks.py::test_no_answer_stands_in_course[11_sums]",
            "test_notebooks.py::test_points_add_up_to_what_the_lesson_declares[11_sums]",
            "test_readme.py::test_every_lesson_stands_in_the_readme",
        }
        - passed
    )


@needs_sandbox
def test_our_judge_gives_the_blank_lesson_nothing_and_the_solved_one_full_marks(passed):
    assert (
        not {
            "test_lessons_graded.py::test_a_blank_lesson_has_no_point_from_our_judge[11_sums]",
            "test_lessons_graded.py::test_a_solved_lesson_has_full_marks_from_our_judge[11_sums]",
        }
        - passed
    )


def test_the_line_of_the_guide_is_taken_with_its_floor_worked_out(followed):
    (id,) = re.findall(r"^ +\+(rtx[\w.-]+),", "".join(RECIPES["Add a measurement"]), re.MULTILINE)
    run = python(followed, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "tests/test_published.py")
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    for test in (
        "a_line_says_its_source_its_units_and_its_lengths",
        "a_floor_is_what_it_is_when_worked_out_once_more",
    ):
        assert f"PASSED tests/test_published.py::test_{test}[{id}]" in run.stdout
