"""Grading a class: the gradebook, what is kept, what is run again, what kills do to it, and what is
reported."""

import contextlib
import csv
import html.parser
import io
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from autograder.grading import (
    autograded,
    batch,
    commandline,
    engine,
    overview,
    processes,
    report,
    sandbox,
    work,
)
from autograder.grading.result import Verdict
from tests import grading_course
from tests.grading_course import AUTOMATIC, LESSON, NOTEBOOK, answered, solved, submit
from tests.needs_sandbox import needs_sandbox

pytestmark = needs_sandbox

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module", autouse=True)
def the_same_code_throughout():
    """Results depend on the code that judged; while these tests run, somebody may be editing it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "_version", lambda: b"as it is")
        yield


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of five, graded once: (course, submissions by student)."""
    root = grading_course.make(tmp_path_factory.mktemp("course"))
    submit(
        root,
        "ann",
        solved(why="Because token 5 is not there yet. <script>alert(1)</script> [x](javascript:alert(1))"),
    )
    submit(root, "bob", answered())
    submit(
        root,
        "=cmd",
        solved(
            causal_attention=(
                "def causal_attention(Q, K, V):\n    return softmax(Q @ K.T / np.sqrt(Q.shape[1])) @ V"
            )
        ),
    )
    submit(root, "dan", "{")
    submit(
        root,
        'eve, "<b>x',
        solved(softmax="print('<script>alert(2)</script>')\ndef softmax(scores):\n    return np.exp(scores)"),
    )
    course = batch.Course(root)
    return course, {s.student: s for s in batch.grade(course, LESSON, workers=2)}


def standing(course):
    """{student: {grade_id: (automatic, points)}} from the gradebook."""
    book = batch.Book(course.root, course.config)
    try:
        return book.scores(batch.lesson.load(course.root, LESSON)[0])
    finally:
        book.close()


def test_the_gradebook_has_the_judges_points(graded):
    course, submissions = graded
    scores = standing(course)
    assert {name: auto for name, (auto, _) in scores["ann"].items()} == AUTOMATIC | {"why": None}
    assert {auto for auto, _ in scores["bob"].values()} == {0.0}
    assert {auto for auto, _ in scores["dan"].values()} == {0.0}
    assert scores["=cmd"]["test_causal_attention"][0] == 0.0 and scores["=cmd"]["test_softmax"][0] == 3.0


def test_an_unreadable_submission_says_why_and_stops_nobody(graded):
    assert graded[1]["dan"].result.state == "not a notebook"
    assert sum(s.result.state == "graded" for s in graded[1].values()) == 4


def test_a_second_run_judges_nothing_and_changes_nothing(graded, monkeypatch):
    course, _ = graded
    before = standing(course)
    monkeypatch.setattr(
        engine,
        "on_this_machine",
        lambda tasks, workers: nullcontext(()) if not tasks else pytest.fail("ran again"),
    )
    again = batch.grade(course, LESSON)
    assert not any(s.fresh for s in again) and standing(course) == before


def by_hand(course, student, cell, points):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
        grade = book.find_grade(cell, NOTEBOOK, LESSON, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def test_points_given_by_hand_stay_and_a_resubmission_resets_the_rest(tmp_path):
    course = batch.Course(grading_course.make(tmp_path))
    submit(tmp_path, "ann", solved(why="Because."))
    batch.grade(course, LESSON, workers=1)
    by_hand(course, "ann", "why", 2.5)
    batch.grade(course, LESSON, workers=1)
    assert standing(course)["ann"]["why"] == (None, 2.5)
    submit(tmp_path, "ann", answered(why="Because."))
    batch.grade(course, LESSON, workers=1)
    scores = standing(course)["ann"]
    assert scores["why"] == (None, 2.5)
    assert {auto for name, (auto, _) in scores.items() if name != "why"} == {0.0}


def test_being_late_costs_what_the_courses_plugin_says(tmp_path):
    from nbgrader.api import Gradebook

    root = grading_course.make(tmp_path)
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    for student, day in (("ann", "02"), ("bob", "01")):
        (submit(root, student, solved()).parent / "timestamp.txt").write_text(f"2026-01-{day} 10:00:00 UTC")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.add_assignment(LESSON, duedate="2026-01-01 12:00:00")
    batch.grade(batch.Course(root), LESSON, workers=1)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        late = {
            s: book.find_submission_notebook(NOTEBOOK, LESSON, s).late_submission_penalty
            for s in ("ann", "bob")
        }
    assert late == {"ann": sum(AUTOMATIC.values()), "bob": None}


def test_points_that_were_not_released_are_told(tmp_path):
    root = grading_course.make(tmp_path)
    path = root / "solutions" / LESSON / f"{NOTEBOOK}.ipynb"
    made = json.loads(path.read_text())
    grading_course.cell(made, "test_softmax")["metadata"]["nbgrader"]["points"] = 7
    path.write_text(json.dumps(made))
    with pytest.raises(
        batch.lesson.BrokenLesson, match="'test_softmax' is worth 7 points .*, 3 in .*: run `make release`"
    ):
        batch.lesson.load(root, LESSON)


def test_a_lost_gradebook_is_filled_again_without_running_anything(graded, monkeypatch):
    course, _ = graded
    before = standing(course)
    os.rename(course.root / "gradebook.db", course.root / "old.db")
    monkeypatch.setattr(
        engine,
        "on_this_machine",
        lambda tasks, workers: nullcontext(()) if not tasks else pytest.fail("ran again"),
    )
    batch.grade(course, LESSON)
    assert standing(course) == before


def test_a_failure_of_the_machinery_leaves_a_submission_ungraded_and_unrecorded(tmp_path, monkeypatch):
    course = batch.Course(grading_course.make(tmp_path))
    submit(tmp_path, "ann", solved())
    monkeypatch.setattr(
        engine,
        "on_this_machine",
        lambda tasks, workers: nullcontext([(n, RuntimeError("no room")) for n in range(len(tasks))]),
    )
    (one,) = batch.grade(course, LESSON)
    assert one.result is None and one.failure == "no room" and report.row(one)["state"] == "ungraded"
    assert "ann" not in standing(course)
    monkeypatch.undo()
    (again,) = batch.grade(course, LESSON, workers=1)
    assert again.fresh and report.row(again)["points"] == sum(AUTOMATIC.values())


# -- what is shown ------------------------------------------------------------------------------------


def autograded_text(course, student):
    return (course.autograded / student / LESSON / f"{NOTEBOOK}.ipynb").read_text(encoding="utf8")


def test_the_graded_notebook_is_valid_and_shows_verdicts(graded):
    import nbformat

    course, _ = graded
    for student in graded[1]:
        nbformat.validate(nbformat.reads(autograded_text(course, student), as_version=4))
    shown = autograded_text(course, "=cmd")
    assert "A causal row" in shown and "Your output is what attention gives without a mask" in shown


def test_nothing_shown_holds_hidden_tests_solutions_or_live_html(graded):
    course, _ = graded
    for student in graded[1]:
        text = autograded_text(course, student)
        assert "HIDDEN" not in text and "row[:] = 9" not in text and "seed=1" not in text
        for shown in json.loads(text)["cells"]:
            assert shown["cell_type"] != "markdown" or not re.search(
                r"<[a-zA-Z/]|javascript:", shown["source"]
            )
            assert all(
                set(o) <= {"output_type", "name", "text", "ename", "evalue", "traceback"}
                for o in shown.get("outputs", ())
            )


def test_nbgrader_makes_feedback_of_it(graded):
    course, _ = graded
    (course.root / "nbgrader_config.py").write_text("c = get_config()\n")
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", LESSON, "--student=ann"],
        cwd=course.root,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    page = (course.root / "feedback" / "ann" / LESSON / f"{NOTEBOOK}.html").read_text(encoding="utf8")
    assert "everything holds" in page and "<script>alert(1)" not in page and "row[:] = 9" not in page


def test_grades_csv_survives_odd_names_and_starts_no_formula(graded):
    lines = list(csv.DictReader(io.StringIO(report.grades(list(graded[1].values())))))
    students = {line["student"]: line for line in lines}
    assert students.keys() == {"ann", "bob", "'=cmd", "dan", 'eve, "<b>x'}
    assert (
        students["ann"]["points"] == "19"
        and students["ann"]["waiting_for_hand_grading"] == "1"
        and students["ann"]["why"] == ""
    )


def test_the_report_stands_alone_and_is_well_formed(graded):
    course, submissions = graded
    page = report.page(course, LESSON, list(submissions.values()))
    opened = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            assert tag not in ("script", "link", "iframe", "img") and not any(
                name.startswith("on") for name, _ in attributes
            )
            assert all(
                not value.startswith(("http", "//")) for name, value in attributes if name in ("src", "href")
            )
            if tag not in ("meta", "wbr"):
                opened.append(tag)

        def handle_startendtag(self, tag, attributes):
            assert tag in ("rect", "line")

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    Reader().feed(page)
    assert not opened and "<b>x" not in page
    assert "without a mask" in page and "not a notebook" in page


class Table(html.parser.HTMLParser):
    """{first cell: the others} of every row of a page's tables, as a reader sees them."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.row, self.cell = {}, [], None
        self.feed(page)

    def handle_starttag(self, tag, _):
        self.cell = "" if tag in ("td", "th") else self.cell

    def handle_data(self, data):
        self.cell = None if self.cell is None else self.cell + data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.row, self.cell = [*self.row, self.cell.replace("\N{NO-BREAK SPACE}", " ")], None
        elif tag == "tr":
            self.rows[self.row[0]], self.row = self.row[1:], []


def test_the_report_tells_what_is_wrong_from_what_is_not_written(graded):
    course, submissions = graded
    rows = Table(report.page(course, LESSON, list(submissions.values()))).rows
    assert rows["test_causal_mask"][:4] == ["3 of 4", "75 %", "", "–"]
    assert rows["test_causal_mask"][-1] == "1 not written yet"
    assert rows["test_causal_attention"][0] == "1 of 4"
    assert set(rows["test_causal_attention"][-1].split(", ")) == {
        "1 not written yet",
        "1 at “causality”",
        "1 at “equals”",
    }
    assert (rows["test_stack"][0], rows["test_stack"][-1]) == ("3 of 4", "1 not defined")
    assert rows["ann"] == ["19 of 22", "1 answer", ""]
    assert rows["bob"][:2] == ["0 of 22", ""] and rows["bob"][2].startswith(
        "not written yet: test_causal_mask, test_softmax"
    )
    assert rows["=cmd"] == ["14 of 22", "1 answer", "at “causality”: test_causal_attention"]
    assert rows["dan"][0] == "0 of 22" and rows["dan"][2].startswith(
        "not a notebook: the file is no valid JSON"
    )


@pytest.mark.parametrize(
    "state, check, end",
    [
        ("timeout", "", "timeout"),
        ("crash", "equals", "crash"),
        ("fail", "", "failed"),
        ("needs a human", "cost", "needs a human"),
        ("fail", "cost", "at “cost”"),
    ],
)
def test_the_report_says_how_a_test_ended(state, check, end):
    verdict = Verdict(state, 0.0, "", check=check)
    assert report._end(verdict).replace("\N{NO-BREAK SPACE}", " ") == end


def test_a_misconception_without_a_sentence_is_told_as_the_learner_was(graded):
    course, submissions = graded
    message = "softmax: your code changed its input scores. " + "Work on a new array. " * 30
    verdict = Verdict("fail", 0.0, message, "softmax", "inputs", "changes_input")
    (told,) = (
        cells
        for cells in Table(
            overview.with_a_name(
                overview.ideas([{"student": "ann", "tests": {"test_softmax": verdict}}]), submissions, {}
            )
        ).rows.values()
        if cells[0] == "softmax"
    )
    assert (
        told[1].startswith("your code changed its input scores. Work")
        and " …changes_input" in told[1]
        and told[2] == "ann"
    )


@pytest.mark.parametrize(
    "most, points, edges, counts",
    [
        (24, [0, 2.5, 3, 23, 24, 24], ["0", "3", "6", "9", "12", "15", "18", "21", "24"], {0: 2, 1: 1, 7: 3}),
        (5, [0, 4.5, 5], ["0", "1", "2", "3", "4", "5"], {0: 1, 4: 2}),
        (25, [25, 24, 23.5], ["0", "3", "6", "9", "12", "15", "18", "21", "24", "25"], {7: 1, 8: 2}),
        (0.5, [0.5], ["0", "0.5"], {0: 1}),
    ],
)
def test_the_histogram_has_whole_numbers_of_points_for_edges(most, points, edges, counts):
    picture = report._distribution([{"state": "graded", "automatic": most, "points": p} for p in points])
    texts = re.findall(r'<text x="([\d.]+)"[^>]*>([\d.]+)</text>', picture)
    assert [text for x, text in texts if float(x) % 56 == 0] == edges
    assert {int(float(x) // 56): int(text) for x, text in texts if float(x) % 56} == counts


def test_exports_for_lms_are_quoted(graded, tmp_path):
    from nbgrader.api import Gradebook

    from autograder.grading.exporters import CanvasExporter, MoodleExporter

    course, _ = graded
    for exporter, column in ((CanvasExporter, "SIS Login ID"), (MoodleExporter, "Username")):
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as book:
            exporter(to=str(tmp_path / "out.csv")).export(book)
        lines = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf8")))
        points = {line[column]: line[LESSON] for line in lines}
        assert points["ann"] == "19" and points["'=cmd"] == "14" and points['eve, "<b>x'] != ""


@pytest.mark.parametrize(
    "text, shown",
    [
        ("<img src=x onerror=alert(1)>", "< img src=x onerror=alert(1)>"),
        ("a < b and $q<k$", "a < b and $q< k$"),
        ("[x](JavaScript:alert(1))", "[x](JavaScript :alert(1))"),
        ("<!-- x --> </p>", "< !-- x --> < /p>"),
        ("[x](java&#115;cript&colon;alert(1))", "[x](java& #115;cript& colon;alert(1))"),
        ("[x](javascript\\:x)", "[x](javascript :x)"),
        ("[x](javascript&amp;colon;x)", "[x](javascript& amp;colon;x)"),
        ("a &lt; b & c", "a &lt; b & c"),
        (
            "$\\newcommand{\\f}[1]{\\href{#1script:x}{y}}\\f{java}$",
            "$\\newcommand{\\f}[1]{\\ href{#1script:x}{y}}\\f{java}$",
        ),
        ("![screen](attachment:screen.png)", "![screen](attachment :screen.png)"),
    ],
)
def test_a_learners_markdown_loses_its_html(text, shown):
    assert autograded.harmless(text) == shown


def test_half_characters_and_names_that_are_no_text_stop_nobody(tmp_path):
    root = grading_course.make(tmp_path)
    submit(
        root,
        "ann",
        answered(
            causal_mask="print('\\ud800')\ndef causal_mask(n):\n    raise ValueError('\\udfff')",
            why="\udc00 ![x](attachment:x.png)",
        ),
    )
    submit(root, "bob", answered())
    submit(root, "e\udcff", answered())
    course = batch.Course(root)
    submissions = batch.grade(course, LESSON, workers=2)
    assert {s.student: bool(s.result) for s in submissions} == {"ann": True, "bob": True, "e?": False}
    assert "not UTF-8" in next(s for s in submissions if s.student == "e?").failure
    json.loads(autograded_text(course, "ann"))
    report.write(course, LESSON, submissions)


def test_the_command_says_what_came_of_it_and_exits_accordingly(graded, capsys):
    course, _ = graded
    assert commandline.main(["--root", str(course.root), LESSON]) == 0
    said = capsys.readouterr().out
    assert (
        "5 submissions, 0 judged now" in said
        and "scored 0: not a notebook (dan)" in said
        and "wait for points given by hand" in said
    )
    assert commandline.main(["--root", str(course.root), "91_other"]) == 2


def test_grading_one_student_again_leaves_the_class_in_the_tables(graded, capsys):
    course, _ = graded
    assert commandline.main(["--root", str(course.root), "--student", "bob", "--fresh", LESSON]) == 0
    assert "5 submissions, 1 judged now, 4 unchanged" in capsys.readouterr().out
    lines = list(csv.DictReader((course.reports / LESSON / "grades.csv").open(encoding="utf8")))
    assert {line["student"]: line["points"] for line in lines}["ann"] == "19" and len(lines) == 5


def test_who_was_not_judged_yet_is_said_to_be_so(tmp_path, capsys):
    root = grading_course.make(tmp_path)
    submit(root, "ann", solved())
    submit(root, "bob", answered())
    assert commandline.main(["--root", str(root), "--student", "ann", LESSON]) == 0
    assert "1 not judged yet: run the command without --student" in capsys.readouterr().out
    course = batch.Course(root)
    states = {
        line["student"]: (line["state"], line["points"])
        for line in csv.DictReader((course.reports / LESSON / "grades.csv").open(encoding="utf8"))
    }
    assert states == {"ann": ("graded", "19"), "bob": ("not judged yet", "")}
    assert "bob" not in standing(course)


def test_a_student_who_handed_in_nothing_is_said_so_and_no_table_is_written(graded, capsys):
    course, _ = graded
    report.write(course, LESSON, [])
    assert commandline.main(["--root", str(course.root), "--student", "zoe", LESSON]) == 2
    assert "zoe" in capsys.readouterr().err
    assert (course.reports / LESSON / "grades.csv").read_text().count("\n") == 1


@pytest.mark.parametrize("workers", ["0", "-1"])
def test_no_workers_are_refused(graded, workers, capsys):
    with pytest.raises(SystemExit):
        commandline.main(["--root", str(graded[0].root), "--workers", workers, LESSON])
    assert "1 or more" in capsys.readouterr().err


def test_a_broken_lesson_keeps_no_other_from_being_graded(graded, capsys):
    course, _ = graded
    assert commandline.main(["--root", str(course.root), "91_other", LESSON]) == 2
    said = capsys.readouterr()
    assert "91_other: nothing was graded" in said.err and f"{LESSON}: 5 submissions" in said.out


def test_a_test_that_never_ends_holds_up_nobody_else(tmp_path, monkeypatch):
    root = grading_course.make(tmp_path)
    for path in root.glob(f"*/{LESSON}/{NOTEBOOK}.ipynb"):
        made = json.loads(path.read_text())
        grading_course.cell(made, "test_count")["source"] = "n = count(1)\nwhile n == 1:\n    pass"
        path.write_text(json.dumps(made))
    submit(root, "ann", solved())
    submit(root, "bob", answered())
    monkeypatch.setattr(engine, "SPARE", 0)
    limits = sandbox.Limits(cell=10, call=5, submission=12)
    ann, bob = batch.grade(batch.Course(root), LESSON, workers=1, limits=limits)
    assert ann.result is None and "longer than 12 s" in ann.failure
    assert bob.result.tests["test_count"].state == "fail"


def test_a_gradebook_that_somebody_else_writes_into_is_waited_for(tmp_path):
    course = batch.Course(grading_course.make(tmp_path))
    submit(tmp_path, "ann", solved())
    batch.grade(course, LESSON, workers=1)
    other = sqlite3.connect(tmp_path / "gradebook.db", check_same_thread=False)
    with contextlib.closing(other), contextlib.closing(batch.Book(course.root, course.config)) as book:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(7, other.rollback).start()  # longer than SQLite waits by itself
        book.enter(batch.lesson.load(course.root, LESSON)[0], "ann", {"test_count": 1.0})
    assert standing(course)["ann"]["test_count"] == (1.0, 1.0)


def test_a_gradebook_that_can_not_be_written_is_said_in_a_sentence(graded, monkeypatch, capsys):
    def refuse(*args):
        raise PermissionError(13, "Permission denied", "gradebook.db")

    monkeypatch.setattr(batch, "Book", refuse)
    assert commandline.main(["--root", str(graded[0].root), LESSON]) == 1
    assert "grading stopped: [Errno 13] Permission denied: 'gradebook.db'" in capsys.readouterr().err


def test_two_who_grade_at_once_have_one_secret_and_take_turns(tmp_path):
    course = batch.Course(grading_course.make(tmp_path))
    with ThreadPool(8) as pool:
        found = pool.map(lambda _: batch.Course(tmp_path).secret(), range(8))
    assert len(set(found)) == 1 and len(found[0]) == 64
    assert [path.name for path in tmp_path.glob(".course_secret*")] == [".course_secret"]
    order = []

    def second():
        with batch.Course(tmp_path).alone():
            order.append("second")

    with course.alone():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.5)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


# -- kills ----------------------------------------------------------------------------------------------


def a_class(root, size):
    """`size` submissions of which no two are equal."""
    kinds = [
        lambda n: solved(why=f"{n}"),
        lambda n: answered(why=f"{n}"),
        lambda n: solved(count=f"def count(n):\n    return n + {n}"),
        lambda n: solved(softmax=f"# {n}\ndef softmax(scores):\n    return np.exp(scores)"),
    ]
    for number in range(size):
        submit(root, f"s{number:04}", kinds[number % 4](number))


def points_of(course):
    return {
        student: {name: auto for name, (auto, _) in cells.items()}
        for student, cells in standing(course).items()
    }


def test_killed_judges_and_runners_change_no_grade(tmp_path):
    course = batch.Course(grading_course.make(tmp_path))
    a_class(tmp_path, 12)
    expected = {
        s.student: work.grade(batch._task(course, s, sandbox.Limits(), True)).tests
        for s in batch.collect(course, LESSON)[:4]
    }
    over, dice, killed = threading.Event(), random.Random(1), []

    def kill_at_random():
        while not over.wait(0.7):
            family = [
                pid
                for pid in processes.family_of(os.getpid())[1:]
                if b"grading" in _command(pid) or b"forkserver" in _command(pid)
            ]
            judges_and_runners = [
                pid for pid in family if b"inside" in _command(pid) or _parent_is_forkserver(pid)
            ]
            if judges_and_runners and len(killed) < 8:
                try:
                    os.kill(dice.choice(judges_and_runners), signal.SIGKILL)
                    killed.append(1)
                except ProcessLookupError:
                    pass

    thread = threading.Thread(target=kill_at_random)
    thread.start()
    try:
        submissions = batch.grade(course, LESSON, workers=2)
        for _ in range(3):
            if any(s.failure for s in submissions):
                submissions = batch.grade(course, LESSON, workers=2)
    finally:
        over.set()
        thread.join()
    assert killed
    got = {s.student: s.result.tests for s in submissions}
    for number in range(12):
        assert {k: v.points for k, v in got[f"s{number:04}"].items()} == {
            k: v.points for k, v in expected[f"s{number % 4:04}"].items()
        }


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _parent_is_forkserver(pid):
    try:
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
    except OSError:
        return False
    return b"forkserver" in _command(parent)


def test_a_killed_coordinator_is_taken_up_where_it_stopped(tmp_path):
    course = batch.Course(grading_course.make(tmp_path))
    a_class(tmp_path, 10)
    command = [sys.executable, "-m", "autograder", "grade", LESSON, "--workers", "2", "--root", str(tmp_path)]
    first = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    results = tmp_path / "reports" / LESSON / "results"
    deadline = time.monotonic() + 240
    while len(list(results.glob("*/*.json"))) < 3 and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    first.kill()
    first.wait()
    done = len(list(results.glob("*/*.json")))
    assert done >= 3
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr[-2000:]
    judged_now = int(re.search(r"(\d+) judged now", again.stdout).group(1))
    assert judged_now <= 10 - done + 1
    scores = points_of(course)
    assert (
        len(scores) == 10
        and scores["s0000"] == AUTOMATIC | {"why": None}
        and scores["s0001"]["test_softmax"] == 0.0
    )
