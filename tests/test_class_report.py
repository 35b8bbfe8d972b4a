"""The report of a class: what each test tells, failures without a name, learners' code, and how it went over
the lessons."""

import ast
import html.parser
import json
import math
import random
import re
import statistics

import pytest

from autograder.grading import batch, items, kept, overview, report, trends, unnamed
from autograder.grading.autograded import replace
from autograder.grading.course import Course
from autograder.grading.handed_in import HandIn
from autograder.grading.kept import Submission
from autograder.grading.lesson import load
from autograder.grading.result import Result, Shown, Verdict, to_json
from autograder.kit.fingerprint import fingerprint
from tests import grading_course
from tests.grading_course import LESSON

HOSTILE = "</pre><script>alert(1)</script>\u202e<b>x"
HALF = fingerprint([0.5, [1.0, 2.0]])
OTHER = fingerprint([0.7, [1.0, 2.0]])


def failed(exercise="softmax", check="equals", misconception="", gave=(), message="off"):
    return Verdict("fail", 0.0, message, exercise, check, misconception, gave=list(gave))


def submission(course, student, answers, **verdicts):
    """One that was judged: {exercise: source}; tests that are not named pass."""
    (one,) = load(course.root, LESSON)
    tests = {
        cell.grade_id: verdicts.get(cell.grade_id, Verdict("pass", cell.points, "")) for cell in one.tests
    }
    cells = tuple(
        Shown("code", source, name, {"nbgrader": {"grade_id": name}}, theirs=True)
        for name, source in answers.items()
    )
    made = Submission(student, one, HandIn(course.root, course.root), b"", key=student)
    made.result = Result(student, "graded", "", tests, {}, cells)
    made.scores = {name: (v.points, v.points) for name, v in tests.items()}
    replace(kept.place(course, made), to_json(made.result))
    made.result = made.result.without_cells()
    return made


@pytest.fixture
def course(tmp_path):
    return Course(grading_course.make(tmp_path))


@pytest.fixture
def submissions(course):
    axis = (
        "import numpy as np\n\ndef softmax(scores):\n    return np.exp(scores) / np.exp(scores).sum(axis=0)"
    )
    half = "def softmax(scores):\n    return 0.5 * np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)"
    long = (
        "def softmax(scores):\n    e = np.exp(scores)\n    total = e.sum(axis=-1, keepdims=True)\n"
        "    return e / (2 * total)"
    )
    named = failed(misconception="softmax_over_queries")
    return [
        submission(course, "ann", {"softmax": half}, test_softmax=failed(gave=HALF)),
        submission(course, "bob", {"softmax": long}, test_softmax=failed(gave=HALF)),
        submission(course, "cat", {"softmax": half}, test_softmax=failed(check="dtype", gave=HALF)),
        submission(course, "dan", {"softmax": "x = 1"}, test_softmax=failed(gave=OTHER)),
        submission(course, "eve", {"softmax": axis}, test_softmax=named),
        submission(course, "fay", {"softmax": axis}, test_softmax=named),
        submission(course, HOSTILE, {"softmax": HOSTILE}, test_softmax=failed(message=HOSTILE)),
        submission(course, "gus", {}),
        submission(course, "hal", {}, test_causal_mask=failed("causal_mask", message=(
            "causal_mask: not "
            "written yet. Replace"
        ))),
        submission(course, "ida", {}, test_stack=Verdict("timeout", 0.0, "")),
    ]  # fmt: skip


class Reader(html.parser.HTMLParser):
    """Refuses what runs or is loaded; ids and targets of a page."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.targets, self.text, self.opened = [], [], "", []
        self.feed(page)
        assert self.opened == []

    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "link", "iframe", "img", "b")
        for name, value in attributes:
            assert not name.startswith("on") and not (
                name in ("src", "href") and value.startswith(("http", "//"))
            )
            if name == "id":
                self.ids.append(value)
            if name == "href" and value.startswith("#"):
                self.targets.append(value[1:])
        if tag not in ("meta", "wbr", "rect", "line"):
            self.opened.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("rect", "line"):
            assert self.opened.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_page_stands_alone_leads_nowhere_else_and_runs_nothing_that_a_learner_wrote(course, submissions):
    page = report.page(course, LESSON, submissions)
    read = Reader(page)
    assert len(read.ids) == len(set(read.ids)) and set(read.targets) <= set(read.ids) and read.targets
    assert "\u202e" not in page and r"\u202e" in page
    assert "alert(1)" in read.text and "prefers-color-scheme: dark" in page


def test_answers_that_give_the_same_are_one_group_with_the_shortest_of_them_and_a_stub(course, submissions):
    rows = [report.row(s) for s in submissions]
    found = overview.failures_without_a_name(rows)
    assert [[s for s, _ in g.holders] for g in found] == [["ann", "bob"], ["cat"], ["dan"]]
    read = Reader(report.page(course, LESSON, submissions)).text
    assert (
        "softmax, at “equals”: 2 learners" in read
        and "2 more, each of which gives something of its own" in read
    )
    shown = read.split("The shortest answer:")[1]
    assert shown.startswith("def softmax(scores):\n    return 0.5")
    assert "a stub for autograder/lessons/masked_attention/softmax.py" in shown
    assert overview.unclear(rows) == 1, (
        "the one that gave nothing; not those that were never written or took too long"
    )


def test_a_stub_is_python_that_makes_the_misconception(course, submissions):
    from autograder.kit.misconception import Misconception

    for source in (
        "def softmax(s):\n    return softmax(s[:-1]) if s else s",
        "softmax = lambda s: 2 * s",
        "def broken(:",
    ):
        made = unnamed.stub("softmax", source)
        ast.parse(made)
        if "broken" not in source:
            page = {"MISCONCEPTIONS": [], "Misconception": Misconception}
            exec(made, page)
            (one,) = page["MISCONCEPTIONS"]
            assert one.id == "name_it" and callable(one.answer[0])
    assert unnamed.page_of("KVCache") == "autograder/lessons/kv_cache/kv_cache.py"
    assert unnamed.page_of("nothing_of_ours") == ""


def test_a_misconception_leads_to_the_code_of_those_who_have_it_and_a_mark_to_the_misconception(
    course, submissions
):
    page = report.page(course, LESSON, submissions)
    idea = re.search(r'<tr id="m1">.*?</tr>', page, re.DOTALL)[0]
    assert "softmax_<wbr>over_<wbr>queries" in idea and "sum(axis=0)" in idea and "eve, fay" in idea
    assert idea.count("<pre") == 1, "equal texts are shown once"
    line = re.search(r'<tr><th scope="row">eve</th>.*?</tr>', page)[0]
    assert '<a href="#m1"><span aria-hidden="true">✗</span><span class="unseen">failed</span></a>' in line
    assert re.search(r'<tr><th scope="row">ann</th>.*?href="#u1"', page)
    assert ">·</span>" in re.search(r'<tr><th scope="row">hal</th>.*?</tr>', page)[0]


def test_discrimination_is_the_correlation_with_the_points_in_all_other_tests():
    draw = random.Random(5)
    rows = []
    for number in range(40):
        skill = draw.random()
        tests = {
            name: Verdict(*(("pass", 2.0) if passes else ("fail", 0.0)), "")
            for name, passes in (
                ("a", skill > 0.4),
                ("b", skill > 0.6),
                ("c", draw.random() > 0.5),
                ("all", True),
                ("none", False),
            )
        }
        rows.append({"student": str(number), "tests": tests})
    found = {item.test: item for item in items.analyse(["a", "b", "c", "all", "none"], rows)}
    for name in "abc":
        passed = [float(r["tests"][name].state == "pass") for r in rows]
        rest = [sum(v.points for n, v in r["tests"].items() if n != name) for r in rows]
        assert math.isclose(found[name].discrimination, statistics.correlation(passed, rest))
    assert found["a"].discrimination > items.LOW > found["c"].discrimination
    assert found["all"].discrimination is None and found["none"].share == 0
    assert all(item.discrimination is None for item in items.analyse(["a"], rows[:9])), (
        "nine learners say nothing"
    )


def test_half_had_passed_by_the_middle_of_the_known_times():
    rows = [{"student": s, "tests": {"a": Verdict("pass", 1.0, "")}} for s in "wxyz"]
    times = {("w", "a"): "2026-01-04", ("x", "a"): "2026-01-02", ("y", "a"): "2026-01-03"}
    assert items.analyse(["a"], rows, times)[0].first_pass == "2026-01-03"
    assert items.analyse(["a"], rows)[0].first_pass is None


def test_a_second_lesson_shows_how_it_went_and_what_comes_back(course, submissions):
    report.write(course, LESSON, submissions)
    assert "From lesson to lesson" not in (course.reports / LESSON / "report.html").read_text()
    other = {**json.loads((course.reports / LESSON / trends.FILE).read_text()), "lesson": "91_other"}
    (course.reports / "91_other").mkdir()
    (course.reports / "91_other" / trends.FILE).write_text(json.dumps(other))
    (course.reports / "92_torn").mkdir()
    (course.reports / "92_torn" / trends.FILE).write_text("{")
    report.write(course, LESSON, submissions)
    read = Reader((course.reports / LESSON / "report.html").read_text(encoding="utf8")).text
    assert "From lesson to lesson" in read and f"{LESSON}: 2, 91_other: 2" in read


def test_what_changed_in_this_run_is_said_with_its_reason(course, submissions):
    submissions[0].entry = {
        "changed": {"test_softmax": [3.0, None], "why": [None, 2]},
        "why": ["another submission"],
    }
    submissions[1].entry = {"changed": {}, "why": ["judged again"]}
    read = Reader(report.page(course, LESSON, submissions)).text
    assert "test_softmax: 3 → for a person; why: for a person → 2" in read and "another submission" in read
    assert "judged again" not in read


def test_a_class_that_nobody_is_in_has_a_report(course):
    assert Reader(report.page(course, LESSON, [])).text and batch.absent(course, [], ["ann"]) == ["ann"]
