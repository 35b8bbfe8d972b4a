"""Gradebook, batch and command around a judge that answers at once: nothing here runs a learner's code."""

import contextlib
import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import get_alembic_version

from autograder.grading import (
    autograded,
    batch,
    commandline,
    engine,
    extensions,
    kept,
    lesson,
    report,
    version,
)
from autograder.grading.result import Result, Verdict
from tests import grading_course
from tests.grading_course import AUTOMATIC, LESSON, NOTEBOOK, answered, solved, submit

pytestmark = pytest.mark.slow  # nbgrader takes seconds to load

JUDGED = []
"""(student's why, the seed) of everything that the stand-in for the judge was given."""


def verdicts(cells, **points):
    """The stand-in's verdicts: full points where the answer is not the stub, or as said."""
    given = {c["metadata"].get("nbgrader", {}).get("grade_id"): c["source"] for c in cells}
    made = {}
    for name, most in AUTOMATIC.items():
        got = points.get(name, 0.0 if "NotImplementedError" in given.get(name[5:], "") else most)
        state = "pass" if got == most else "ungraded" if got is None else "fail"
        made[name] = Verdict(state, got, "")
    return made


@pytest.fixture(autouse=True)
def judge(monkeypatch):
    """A judge that answers at once; judge["points"](cells) -> {test: points} changes what it says."""
    import base64

    said = {"points": lambda cells: {}, "stop": None, "unsettled": set()}

    def result(task):
        try:
            cells = json.loads(base64.b64decode(task["given"]["data"]))["cells"]
        except (KeyError, ValueError):
            person = task["given"].get("person", False)
            tests = verdicts([], **dict.fromkeys(AUTOMATIC, None if person else 0.0))
            ends = "needs a human" if person else "fail"
            tests = {name: replace(verdict, state=ends) for name, verdict in tests.items()}
            state = task["given"].get("state", "not a notebook")
            return Result(task["key"], state, "", tests, {"why": person})
        tests = verdicts(cells, **said["points"](cells))
        for name in said["unsettled"]:
            tests[name] = replace(tests[name], unsettled=tests[name].state != "pass")
        why = next((c["source"] for c in cells if c["id"] == "why"), "")
        JUDGED.append((why, tuple(task["seed"])))
        return Result(task["key"], "graded", "", tests, {"why": why != "*Your answer here.*"})

    @contextlib.contextmanager
    def at_once(tasks, workers):
        def outcomes():
            for number in range(len(tasks)):
                if said["stop"] == number:
                    raise KeyboardInterrupt
                yield number, result(tasks[number])

        yield outcomes()

    monkeypatch.setattr(engine, "on_this_machine", at_once)
    monkeypatch.setattr(engine, "prepare", lambda: None)
    JUDGED.clear()
    heard = signal.getsignal(signal.SIGINT)
    yield said
    signal.signal(signal.SIGINT, heard)  # a command that was interrupted no longer listens


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    """A gradebook without entries."""
    root = tmp_path_factory.mktemp("gradebook")
    batch.Book(root).close()
    return root / "gradebook.db"


@pytest.fixture
def course(tmp_path, laid_out):
    root = grading_course.make(tmp_path)
    shutil.copy(laid_out, root / "gradebook.db")
    return batch.Course(root)


def grade(course, *arguments):
    return {s.student: s for s in batch.grade(batch.Course(course.root), LESSON, **dict(arguments))}


def command(course, *arguments):
    return commandline.main(["--root", str(course.root), "--no-sandbox", *arguments])


@contextlib.contextmanager
def gradebook(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        yield book


def scores(course):
    with contextlib.closing(batch.Book(course.root, course.config)) as book:
        return book.scores(lesson.load(course.root, LESSON)[0])


def penalty(course, student="ann"):
    with gradebook(course) as book:
        return book.find_submission_notebook(NOTEBOOK, LESSON, student).late_submission_penalty


def due(course, time):
    with gradebook(course) as book:
        book.update_or_create_assignment(LESSON, duedate=time)


def late_class(course, method="zero", *students):
    settings = (
        "c = get_config()\n" + method
        if "\n" in method
        else (f"c = get_config()\nc.LateSubmissionPlugin.penalty_method = '{method}'\n")
    )
    (course.root / "nbgrader_config.py").write_text(settings)
    for student in students or ("ann",):
        path = submit(course.root, student, solved(why=student))
        (path.parent / "timestamp.txt").write_text("2026-01-02 10:00:00 UTC")


FULL = sum(AUTOMATIC.values())


# -- being late -----------------------------------------------------------------------------------------


def test_a_new_gradebook_says_its_layouts_version_as_nbgrader_would(tmp_path, monkeypatch):
    """And asks no process of its own: Ctrl-C ended that one in a traceback."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: pytest.fail("asked"))
    with contextlib.closing(batch.Book(tmp_path)):
        pass
    with contextlib.closing(batch.Book(tmp_path)):  # one that is there already is left alone
        pass
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    with contextlib.closing(sqlite3.connect(tmp_path / "gradebook.db")) as db:
        assert db.execute("select version_num from alembic_version").fetchall() == [(get_alembic_version(),)]


def test_a_due_date_that_changes_changes_the_penalty_up_and_down(course):
    late_class(course)
    due(course, "2026-01-01 12:00:00")
    grade(course)
    assert penalty(course) == FULL
    due(course, "2026-01-03 12:00:00")
    grade(course)
    assert penalty(course) is None
    due(course, "2026-01-02 09:59:59")
    grade(course)
    assert penalty(course) == FULL and len(JUDGED) == 1, "and nothing is judged again for it"


def test_settings_time_stamps_and_points_by_hand_change_the_penalty(course):
    late_class(course, "none")
    due(course, "2026-01-01 12:00:00")
    grade(course)
    assert penalty(course) is None
    late_class(course, "zero")
    grade(course)
    assert penalty(course) == FULL
    with gradebook(course) as book:
        book.find_grade("why", NOTEBOOK, LESSON, "ann").manual_score = 2.5
        book.db.commit()
    grade(course)
    assert penalty(course) == FULL + 2.5
    stamp = course.submitted / "ann" / LESSON / "timestamp.txt"
    stamp.write_text("2026-01-01 11:00:00 UTC")
    grade(course)
    assert penalty(course) is None
    stamp.write_text("2026-01-09 11:00:00 UTC")
    grade(course)
    assert penalty(course) == FULL + 2.5
    stamp.unlink()
    grade(course)
    assert penalty(course) is None


def test_an_extension_moves_one_learners_due_date_and_goes_again(course):
    late_class(course, "zero", "ann", "bob")
    due(course, "2026-01-01 12:00:00")
    path = course.root / extensions.FILE
    path.write_text(f"student,lesson,due\nann,{LESSON},2026-01-02 11:00 +01:00\n")
    grade(course)
    assert (penalty(course, "ann"), penalty(course, "bob")) == (None, FULL)
    path.write_text(f"ann, {LESSON}, 2026-01-02 10:59 Europe/Berlin\n")
    grade(course)
    assert penalty(course, "ann") == FULL
    path.write_text(f"ann;{LESSON};2026-01-05T00:00Z\n")
    grade(course)
    assert penalty(course, "ann") is None
    path.unlink()
    grade(course)
    assert penalty(course, "ann") == FULL


def test_an_extension_that_nbgrader_gave_counts_as_well(course):
    late_class(course)
    due(course, "2026-01-01 12:00:00")
    grade(course)
    with gradebook(course) as book:
        book.grant_extension(LESSON, "ann", days=2)
    grade(course)
    assert penalty(course) is None


@pytest.mark.parametrize(
    "line, said",
    [
        ("ann,90_small", "line 1: expected student, lesson and new due time"),
        ("ann,91_other,2026-01-02 10:00 UTC", "there is no lesson '91_other'"),
        ("ann,90_small,2026-01-02 10:00", "has no zone"),
        ("ann,90_small,2026-01-02 UTC", "give the time of the day"),
        ("ann,90_small,tomorrow UTC", "is no time"),
        ("ann,90_small,2026-01-02 10:00 Mars/Base", "'Mars/Base' is no time zone"),
        (
            "ann,90_small,2026-01-02 10:00 UTC\nann,90_small,2026-01-03 10:00 UTC",
            "line 2: a second time for ann",
        ),
    ],
)
def test_an_extension_that_can_not_be_meant_stops_grading_with_its_line(course, capsys, line, said):
    submit(course.root, "ann", solved())
    (course.root / extensions.FILE).write_text(line)
    assert command(course, LESSON) == 2
    assert said in capsys.readouterr().err and not JUDGED


def test_times_with_zones_are_read():
    expected = datetime(2026, 1, 2, 10, 30)
    for text in (
        "2026-01-02 10:30 UTC",
        "2026-01-02T10:30:00Z",
        "2026-01-02 11:30 +01:00",
        "2026-01-02 11:30+01:00",
        "2026-01-02 05:30 America/New_York",
    ):
        assert extensions._utc(text) == expected
    assert expected == datetime(2026, 1, 2, 10, 30, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize("price, expected", [(-5.0, 0), (1000.0, FULL), (4.0, 4.0), (None, None)])
def test_a_penalty_is_never_below_nothing_or_above_the_score(course, price, expected):
    late_class(
        course,
        "from nbgrader.plugins import LateSubmissionPlugin\n"
        "class Plugin(LateSubmissionPlugin):\n"
        f"    def late_submission_penalty(self, student, score, late):\n        return {price}\n"
        "c.AssignLatePenalties.plugin_class = Plugin\n",
    )
    due(course, "2026-01-01 12:00:00")
    grade(course)
    assert penalty(course) == expected


def test_a_time_stamp_that_is_a_link_or_says_no_time_is_not_believed(course, capsys):
    late_class(course)
    due(course, "2026-01-01 12:00:00")
    stamp = course.submitted / "ann" / LESSON / "timestamp.txt"
    stamp.rename(course.root / "elsewhere.txt")
    stamp.symlink_to(course.root / "elsewhere.txt")
    grade(course)
    assert penalty(course) is None
    stamp.unlink()
    stamp.write_text("yesterday, I think")
    assert command(course, LESSON) == 0
    assert penalty(course) is None and "ann: timestamp.txt says no time" in capsys.readouterr().out


# -- points ---------------------------------------------------------------------------------------------


def test_points_given_by_hand_are_put_up_for_review_after_a_resubmission(course):
    submit(course.root, "ann", solved())
    grade(course)
    with gradebook(course) as book:
        one = book.find_grade("test_count", NOTEBOOK, LESSON, "ann")
        one.manual_score, one.extra_credit, one.needs_manual_grade = 1.5, 0.25, False
        book.db.commit()
    grade(course)
    assert scores(course)["ann"]["test_count"] == (2.0, 1.75), "extra credit counts"
    submit(course.root, "ann", solved(why="Another."))
    grade(course)
    with gradebook(course) as book:
        one = book.find_grade("test_count", NOTEBOOK, LESSON, "ann")
        assert (one.manual_score, one.extra_credit, one.needs_manual_grade) == (1.5, 0.25, True)


def test_an_answer_that_was_left_empty_says_so_until_there_is_one(course):
    def comment():
        with gradebook(course) as book:
            return book.find_comment("why", NOTEBOOK, LESSON, "ann").comment

    submit(course.root, "ann", answered())
    grade(course)
    assert comment() == "No response." and scores(course)["ann"]["why"] == (0.0, 0.0)
    submit(course.root, "ann", answered(why="Because."))
    grade(course)
    assert comment() is None and scores(course)["ann"]["why"] == (None, None)


def test_scores_of_cells_that_a_result_does_not_name_do_not_stay(course):
    submit(course.root, "ann", solved())
    grade(course)
    submit(course.root, "ann", "{")
    grade(course)
    assert {auto for auto, _ in scores(course)["ann"].values()} == {0.0}


# -- what is judged, and when ---------------------------------------------------------------------------


def test_two_equal_submissions_are_both_graded(course):
    for student in ("ann", "bob", "cid"):
        submit(course.root, student, solved(why="The same."))
    graded = grade(course)
    assert len(JUDGED) == 1 and all(s.fresh and s.result for s in graded.values())
    assert {student: auto["test_count"][0] for student, auto in scores(course).items()} == dict.fromkeys(
        graded, 2.0
    )


def test_a_result_under_another_key_does_not_count_as_entered(course):
    submit(course.root, "ann", solved(why="One."))
    grade(course)
    with gradebook(course) as book:  # somebody else's autograde, say
        book.find_grade("test_count", NOTEBOOK, LESSON, "ann").needs_manual_grade = True
        book.db.commit()
    marker = course.reports / LESSON / "results" / "ann" / f"{NOTEBOOK}.entered"
    marker.write_text("another key")
    grade(course)
    with gradebook(course) as book:
        assert not book.find_grade("test_count", NOTEBOOK, LESSON, "ann").needs_manual_grade
    assert marker.read_text() != "another key" and len(JUDGED) == 1


def test_another_secret_or_lesson_or_submission_is_another_key_and_another_seed(course):
    submit(course.root, "ann", solved())
    (first,) = batch.collect(course, LESSON)
    grade(course)
    (course.root / ".course_secret").write_text("another")
    (second,) = batch.collect(course, LESSON)
    grade(course)
    submit(course.root, "ann", solved(why="Another."))
    (third,) = batch.collect(course, LESSON)
    path = course.root / "solutions" / LESSON / f"{NOTEBOOK}.ipynb"
    path.write_text(path.read_text().replace("seed=11", "seed=12"))
    (fourth,) = batch.collect(course, LESSON)
    assert len({s.key for s in (first, second, third, fourth)}) == 4
    assert len({seed for _, seed in JUDGED}) == 2


def test_the_version_looks_into_files(tmp_path, monkeypatch):
    package = tmp_path / "autograder"
    (package / "lessons").mkdir(parents=True)
    page = package / "lessons" / "page.py"
    page.write_text("right = 'a'")
    monkeypatch.setattr(version.autograder, "__path__", [str(package)])
    first = version.of_the_judge()
    assert version.of_the_judge() == first
    page.write_text("right = 'b'")
    assert version.of_the_judge() != first
    page.write_text("right = 'a'")
    page.rename(package / "page.py")
    assert version.of_the_judge() != first


def test_a_module_of_the_courses_own_that_was_mended_judges_again(course, monkeypatch):
    monkeypatch.setattr(batch, "_version", lambda: b"as it is")
    path = course.root / "solutions" / LESSON / f"{NOTEBOOK}.ipynb"
    path.write_text(path.read_text().replace("import numpy as np", "import numpy as np, my_checks"))
    (course.root / "my_checks.py").write_text("from my_tools import tool")
    (course.root / "my_tools").mkdir()
    (course.root / "my_tools" / "__init__.py").write_text("")
    (course.root / "my_tools" / "deep.py").write_text("1")
    submit(course.root, "ann", solved())
    path = course.root / "course" / LESSON / f"{NOTEBOOK}.ipynb"
    path.write_text(path.read_text().replace("import numpy as np", "import numpy as np, my_checks"))

    def key():
        return batch.collect(course, LESSON)[0].key

    keys = [key(), key()]
    (course.root / "my_checks.py").write_text("from my_tools import tool  # mended")
    keys.append(key())
    (course.root / "my_tools" / "deep.py").write_text("2")
    keys.append(key())
    (course.root / "unrelated.py").write_text("2")
    keys.append(key())
    assert keys[0] == keys[1] and keys[3] == keys[4] and len(set(keys)) == 3


def test_fresh_judges_again_what_was_judged_and_only_of_those_who_are_named(course):
    for student in ("ann", "bob"):
        submit(course.root, student, solved(why=student))
    grade(course)
    grade(course, ("fresh", True), ("students", ["bob"]))
    assert [why for why, _ in JUDGED] == ["ann", "bob", "bob"]


def test_an_interrupted_fresh_run_goes_on_being_fresh(course, judge, capsys):
    for student in ("ann", "bob", "cid"):
        submit(course.root, student, solved(why=student))
    grade(course)
    judge["stop"] = 1
    assert command(course, "--fresh", LESSON) == 130
    said = capsys.readouterr().err
    assert "Stopped. What was judged until then is kept" in said and "Traceback" not in said
    assert "--fresh" not in said and LESSON in said
    judge["stop"] = None
    JUDGED.clear()
    assert command(course, LESSON) == 0
    assert [why for why, _ in JUDGED] == ["bob", "cid"]


# -- tests at fault -------------------------------------------------------------------------------------


def test_a_test_that_the_solution_does_not_pass_is_ungraded_for_all_and_named(course, judge, capsys):
    submit(course.root, "ann", solved())
    submit(course.root, "bob", answered())
    judge["points"] = lambda cells: {"test_count": 0.0}
    assert command(course, LESSON) == 1
    said = capsys.readouterr().out
    assert "2 tests NOT GRADED" in said and "test_count (2 learners)" in said
    assert scores(course)["ann"]["test_count"] == (None, None)
    assert scores(course)["ann"]["test_softmax"][0] == 3.0 and scores(course)["bob"]["test_softmax"][0] == 0.0
    judged = len(JUDGED)
    assert command(course, LESSON) == 1 and len(JUDGED) == judged, "nothing is run again to say so once more"
    rows = {line["student"]: line for line in csv.DictReader((course.reports / LESSON / "grades.csv").open())}
    assert rows["ann"]["test_count"] == "" and rows["ann"]["test_softmax"] == "3"


def test_what_nobody_passes_but_the_solution_does_counts(course, judge):
    submit(course.root, "bob", answered())
    assert grade(course)["bob"].result.tests["test_count"].state == "fail"
    assert scores(course)["bob"]["test_count"] == (0.0, 0.0)


def test_a_stop_that_may_be_the_tests_fault_counts_only_if_the_solution_passes(course, judge):
    submit(course.root, "ann", solved())
    submit(course.root, "bob", answered())
    judge["unsettled"] = {"test_count"}
    assert grade(course)["bob"].result.tests["test_count"].points == 0.0
    assert scores(course)["bob"]["test_count"] == (0.0, 0.0)


def test_a_test_that_can_not_be_tried_on_the_solution_leaves_only_doubts_ungraded(course, judge, monkeypatch):
    submit(course.root, "bob", answered())
    judge["unsettled"] = {"test_count"}
    monkeypatch.setattr(kept, "read", lambda path, key, read=kept.read: read(path, key))
    real = engine.on_this_machine

    @contextlib.contextmanager
    def no_solution(tasks, workers):
        if isinstance(tasks, list):
            yield iter([(0, RuntimeError("no room"))])
        else:
            with real(tasks, workers) as outcomes:
                yield outcomes

    monkeypatch.setattr(engine, "on_this_machine", no_solution)
    tests = grade(course)["bob"].result.tests
    assert tests["test_count"].state == "ungraded" and "no room" in tests["test_count"].message
    assert tests["test_softmax"].state == "fail"


# -- what is said, and who may read it ------------------------------------------------------------------


def test_the_summary_names_everyone(course, capsys):
    with gradebook(course) as book:
        for student in ("ann", "zoe"):
            book.add_student(student)
    submit(course.root, "ann", solved())
    submit(course.root, "bob", answered()).rename(course.submitted / "bob" / LESSON / "renamed (2).ipynb")
    (course.submitted / "cid").mkdir()
    submit(course.root, "dan", "{")
    (course.submitted / "small_by_eve.ipynb").write_text("{}")
    for number in range(40):
        submit(course.root, f"broken{number}", "{")
    assert command(course, LESSON) == 0
    said = capsys.readouterr().out
    assert "bob: found as 90_small/renamed (2).ipynb" in said
    assert "2 handed in nothing: cid, zoe" in said
    assert "Were not in the class list, and were added to it: bob, broken0" in said
    assert "small_by_eve.ipynb lies in no student's folder" in said
    assert "broken39" in said and "dan" in said, "nobody is cut off"
    rows = {
        line["student"]: line["state"]
        for line in csv.DictReader((course.reports / LESSON / "grades.csv").open())
    }
    assert rows["zoe"] == rows["cid"] == "nothing handed in" and rows["ann"] == "graded"
    assert "zoe" in (course.reports / LESSON / "report.html").read_text()


def test_a_hand_in_that_a_person_has_to_look_at_has_no_points_yet(course, capsys):
    path = course.submitted / "ann" / LESSON / "small.pdf"
    path.parent.mkdir(parents=True)
    path.write_text("%PDF")
    submit(course.root, "bob", solved())
    assert command(course, LESSON) == 0
    assert "1 not graded, a person has to look: other format (ann)" in capsys.readouterr().out
    assert set(scores(course)["ann"].values()) == {(None, None)}
    rows = {line["student"]: line for line in csv.DictReader((course.reports / LESSON / "grades.csv").open())}
    assert (rows["ann"]["points"], rows["bob"]["points"]) == ("", "19")


def test_a_student_without_this_lesson_is_said_so_and_nobody_is_judged(course, capsys):
    submit(course.root, "ann", solved())
    (course.submitted / "bob").mkdir()
    assert command(course, "--student", "bob", LESSON) == 2
    assert "bob" in capsys.readouterr().err and not JUDGED


def test_gradebook_reports_and_results_are_their_owners_alone(course):
    os.chmod(course.root / "gradebook.db", 0o644)
    course.reports.mkdir(mode=0o755)
    submit(course.root, "ann", solved())
    assert command(course, LESSON) == 0
    assert stat.S_IMODE((course.root / "gradebook.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(course.reports.stat().st_mode) == 0o700
    for path in [*course.reports.rglob("*"), *course.autograded.rglob("*")]:
        assert path.is_dir() or stat.S_IMODE(path.stat().st_mode) == 0o600, path
    (course.root / "gradebook.db").unlink()


@pytest.mark.parametrize(
    "name, shown",
    [
        ("ann\x1b[31m", "ann[31m"),
        ("ann\r=cmd|' /C calc'!A0", "ann=cmd|' /C calc'!A0"),
        ("\x1b=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\u200b=1+1", "'=1+1"),
        ("\ufeff@x", "'@x"),
        ("a\nb\u2028c", "abc"),
        ("\u202eann", "ann"),
        ("Ann-Marie O'Neil", "Ann-Marie O'Neil"),
        ("José Müller 李", "José Müller 李"),
    ],
)
def test_nothing_but_what_one_can_see_reaches_a_csv_and_no_formula(course, name, shown):
    assert report.unformula(name) == shown
    text = report.grades([], [name])
    assert [line["student"] for line in csv.DictReader(io.StringIO(text))] == [shown]


def test_no_escape_character_of_a_name_reaches_a_file_or_the_terminal(course, capsys):
    submit(course.root, "ann\x1b[2J", solved())
    submit(course.root, "bob\x1b]0;x\x07", "{")
    assert command(course, LESSON) == 0
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err and "\x07" not in said.out
    assert "\x1b" not in (course.reports / LESSON / "grades.csv").read_text()


def test_a_gradebook_of_the_first_edition_is_told_where_its_lessons_went(course, capsys):
    (course.root / "solutions" / "06_real_model").mkdir()
    with gradebook(course) as book:
        book.add_assignment("05_real_model")
    submit(course.root, "ann", solved())
    assert command(course, LESSON) == 0
    assert (
        "05_real_model; they stay under that name. 05_real_model of the first edition is 06_real_model now"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    "text",
    ["[x](data:text/html,<b>)", "[x]: DATA:text/html;base64,PGI+", "![x](data :x)", "<data:text/html,x>"],
)
def test_data_links_are_dead(text):
    import re

    assert not re.search(r"(?i)data:\S", autograded.harmless(text))
