"""`make release`: what is wrong is said cell by cell, solution and blank are judged first, and all or nothing
changes."""

import contextlib
import json
import shutil

import pytest

from autograder import release as releases
from autograder.grading import engine, remote
from autograder.grading.result import Result, Verdict
from autograder.release import NotReleased, release
from tests import grading_course
from tests.grading_course import AUTOMATIC, LESSON, NOTEBOOK

pytestmark = pytest.mark.release

OTHER = "91_other"


@pytest.fixture
def root(tmp_path):
    """A course of two lessons, of which only the sources are there, as they would be after editing."""
    grading_course.make(tmp_path)
    shutil.rmtree(tmp_path / "course")
    shutil.copytree(tmp_path / "solutions" / LESSON, tmp_path / "solutions" / OTHER)
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ClearSolutions.code_stub = {'python': 'raise NotImplementedError'}\n"
        "c.ClearSolutions.text_stub = '*Your answer here.*'\n"
    )
    return tmp_path


@pytest.fixture
def judge(monkeypatch):
    """A judge that answers at once: full marks for a solution and none for a blank, unless told otherwise."""
    said = {"judged": [], "solutions": {}, "course": {}}

    @contextlib.contextmanager
    def at_once(tasks, workers):
        def outcome(task):
            lesson, kind = task["key"].split()
            said["judged"].append((lesson, kind))
            points = (AUTOMATIC if kind == "solutions" else dict.fromkeys(AUTOMATIC, 0.0)) | said[kind].get(
                lesson, {}
            )
            tests = {
                name: Verdict("pass" if got else "fail", got, "as it was told")
                for name, got in points.items()
            }
            return Result(task["key"], "graded", "", tests, {})

        yield ((number, outcome(task)) for number, task in enumerate(tasks))

    monkeypatch.setattr(engine, "on_this_machine", at_once)
    monkeypatch.setattr(remote, "probe", lambda: None)
    return said


def source(root, lesson=LESSON):
    return root / "solutions" / lesson / f"{NOTEBOOK}.ipynb"


def change(root, cell, old, new, lesson=LESSON):
    made = json.loads(source(root, lesson).read_text())
    one = grading_course.cell(made, cell)
    text = "".join(one["source"])
    assert old in text
    one["source"] = text.replace(old, new)
    source(root, lesson).write_text(json.dumps(made))


def everything(root):
    """{path: content} of all files of the course."""
    return {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}


def refused(root, **options):
    before = everything(root)
    with pytest.raises(NotReleased) as problem:
        release(root, **options)
    assert everything(root) == before, "nothing may change"
    return str(problem.value)


def test_a_solution_without_full_marks_is_refused_with_its_cell(root, judge):
    judge["solutions"][OTHER] = {"test_count": 1.0, "test_softmax": None}
    said = refused(root, judged=True, database=False)
    assert f"solutions/{OTHER}/{NOTEBOOK}.ipynb: the solution has 1 points of 2 in cell `test_count`" in said
    assert "has no points of 3 in cell `test_softmax`" in said and "as it was told" in said


def test_a_blank_with_points_is_refused_with_its_cell(root, judge):
    judge["course"][LESSON] = {"test_stack": 4.0}
    said = refused(root, judged=True, database=False)
    assert "a notebook without an answer has points in cell `test_stack`" in said


def test_a_lesson_that_could_not_be_judged_is_refused(root, judge, monkeypatch):
    @contextlib.contextmanager
    def no_room(tasks, workers):
        yield ((n, RuntimeError("no room")) for n in range(len(tasks)))

    monkeypatch.setattr(engine, "on_this_machine", no_room)
    assert "could not be judged: no room" in refused(root, judged=True, database=False)


def test_only_lessons_whose_source_changed_are_judged_and_that_is_said(root, judge, capsys):
    release(root, judged=True, database=False)
    assert set(judge["judged"]) == {
        (lesson, kind) for lesson in (LESSON, OTHER) for kind in ("solutions", "course")
    }
    judge["judged"].clear()
    change(root, "count", "n * (n + 1) // 2", "(n + 1) * n // 2")
    capsys.readouterr()
    release(root, judged=True, database=False)
    assert set(judge["judged"]) == {(LESSON, "solutions"), (LESSON, "course")}
    said = capsys.readouterr().out
    assert f"Judging, solved and blank: {LESSON}." in said
    assert f"Not judged again, since their sources did not change: {OTHER}." in said


def test_what_was_refused_is_judged_again(root, judge):
    judge["course"][LESSON] = {"test_stack": 4.0}
    refused(root, judged=True, database=False)
    judge["judged"].clear()
    refused(root, judged=True, database=False)
    assert (LESSON, "course") in judge["judged"]


def test_a_fault_in_one_lesson_releases_no_other(root, judge):
    release(root, judged=True, database=False)
    change(root, "count", "//", "/ /", OTHER)
    change(root, "why", "Because", "Since", LESSON)
    assert f"solutions/{OTHER}/{NOTEBOOK}.ipynb: cell `count` is no Python" in refused(root, database=False)


@pytest.mark.parametrize(
    "cell, old, new, ours, theirs",
    [
        (
            "count",
            "### END SOLUTION",
            "",
            "`### BEGIN SOLUTION` without its `### END SOLUTION`",
            "no end solution",
        ),
        ("count", "### BEGIN SOLUTION", "", "`### END SOLUTION` without a `### BEGIN SOLUTION`", ""),
        ("test_stack", "### END HIDDEN TESTS", "", "without its `### END HIDDEN TESTS`", "end hidden tests"),
        ("count", "n * (n + 1) // 2", "n * (n + 1 // 2", "is no Python ('(' was never closed, line 3", ""),
        ("test_count", "2.0", "return 2.0", "is no Python ('return' outside function", ""),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_with_its_name_and_a_remedy(root, cell, old, new, ours, theirs):
    change(root, cell, old, new)
    said = refused(root, database=False)
    assert f"cell `{cell}`" in said and ours in said
    assert any(word in said for word in ("Add that line", "Mend it"))
    assert theirs.lower() in said.lower() and ("nbgrader says: " in said) == bool(theirs)


def marked(root, cell, **changes):
    made = json.loads(source(root).read_text())
    grading_course.cell(made, cell)["metadata"]["nbgrader"].update(changes)
    source(root).write_text(json.dumps(made))


def test_a_grade_id_that_stands_twice_is_said_with_both_cells(root):
    marked(root, "test_count", grade_id="test_stack")
    said = refused(root, database=False)
    assert "cell `test_count` has the grade id 'test_stack'" in said and "cell `test_stack`" in said
    assert "nbgrader says: " in said


def test_points_that_are_no_number_are_said(root):
    marked(root, "test_count", points=-1)
    assert "cell `test_count` is graded and has no number of points" in refused(root, database=False)


def test_points_that_do_not_add_up_to_what_the_texts_say_are_said(root):
    change(root, "opening", "# A small lesson", "# A small lesson\n\n**10 minutes · 21 points**")
    assert "cell `opening` announces 21 points, and the graded cells have 22" in refused(root, database=False)
    change(root, "opening", "21 points", "22 points")
    release(root, database=False)
    change(root, "opening", "**10 minutes", "### All (3 points)\n\n**10 minutes")
    assert "cell `opening` announces 3 points" in refused(root, database=False)


def test_cells_that_came_after_grading_release_nothing(root, tmp_path, judge):
    from nbgrader.api import Gradebook

    release(root, judged=True)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.add_student("ann")
        book.add_submission(OTHER, "ann")
    marked(root, "test_count", points=3)  # the first lesson changes, too, and would be entered first
    made = json.loads(source(root, OTHER).read_text())
    made["cells"] = [c for c in made["cells"] if c["id"] != "test_twice"]
    source(root, OTHER).write_text(json.dumps(made))
    before = everything(root)
    judge["solutions"][LESSON] = {"test_count": 3.0}
    with pytest.raises(NotReleased, match="`test_twice`"):
        release(root)
    after = everything(root)
    assert {p: c for p, c in after.items() if p.suffix != ".db"} == {
        p: c for p, c in before.items() if p.suffix != ".db"
    }
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        assert book.find_grade_cell("test_count", NOTEBOOK, LESSON).max_score == 2


def test_an_exchange_of_files_that_stops_halfway_leaves_everything_as_it_was(root, judge, monkeypatch):
    release(root, judged=True, database=False)
    for lesson in (LESSON, OTHER):
        change(root, "opening", "# A small lesson", "# Another lesson", lesson)
    before, moved = everything(root), []

    def stops(made, target, rename=releases.os.rename):
        moved.append(target)
        if len(moved) == 3:
            raise OSError("no space left")
        rename(made, target)

    monkeypatch.setattr(releases.os, "rename", stops)
    with pytest.raises(OSError, match="no space left"):
        release(root, database=False)
    assert everything(root) == before


def test_the_command_says_what_is_wrong_and_nothing_else(root, monkeypatch, capsys):
    change(root, "count", "### END SOLUTION", "")
    monkeypatch.chdir(root)
    with pytest.raises(SystemExit) as end:
        releases.main([])
    assert str(end.value.code).startswith(
        "Nothing was released. solutions/90_small/small.ipynb: cell `count`"
    )
