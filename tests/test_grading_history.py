"""history.jsonl: what was judged when, with which version, what changed at a regrade and why."""

import json
import stat
from datetime import datetime

import pytest

from autograder.grading import batch
from autograder.grading.history import FILE, History
from tests.grading_course import AUTOMATIC, LESSON, NOTEBOOK, answered, solved, submit
from tests.test_grading_book import (  # noqa: F401, the fixtures among them
    command,
    course,
    grade,
    judge,
    laid_out,
)


def lines(course):  # noqa: F811
    return [json.loads(line) for line in (course.root / FILE).read_text(encoding="ascii").splitlines()]


@pytest.mark.slow
def test_every_judgement_leaves_a_line_that_says_what_changed_and_why(course, judge, monkeypatch):  # noqa: F811
    submit(course.root, "ann", answered(softmax="pass"))
    (course.root / "submitted" / "ann" / LESSON / "timestamp.txt").write_text("2026-01-02 10:00:00 UTC")
    grade(course)
    grade(course)
    (first,) = lines(course)
    assert (first["student"], first["lesson"], first["notebook"]) == ("ann", LESSON, NOTEBOOK)
    assert first["why"] == ["judged for the first time"] and first["changed"] == {}
    assert first["handed_in"] == "2026-01-02T10:00:00+00:00" and first["judged"] > "2026-11"
    assert first["points"]["test_softmax"] == 0 or first["verdicts"]["test_softmax"]["state"] == "pass"
    assert set(first["made_from"]) == {"submission", "checks", "lesson", "modules", "options"}

    submit(course.root, "ann", solved())
    grade(course)
    again = lines(course)[-1]
    assert again["why"] == ["another submission"]
    assert again["changed"]["test_causal_mask"] == [0.0, AUTOMATIC["test_causal_mask"]]

    monkeypatch.setattr(batch, "_version", lambda: b"mended")
    judge["points"] = lambda cells: {"test_softmax": 0.0}
    entry = grade(course)["ann"].entry
    other, fault = lines(course)[-2:]
    assert other["why"] == ["another version of the checks"]
    assert other["changed"] == {"test_softmax": [AUTOMATIC["test_softmax"], 0.0]}
    assert other["verdicts"]["test_softmax"]["state"] == "fail"
    assert entry == fault and fault["changed"] == {"test_softmax": [0.0, None]}, "the solution fails it, too"
    assert fault["why"] == ["a test was found to be at fault, or sound"]

    (course.root / "overrides.csv").write_text(
        f"student,lesson,cell,points,reason\nann,{LESSON},test_softmax,full,ill"
    )
    grade(course)
    assert lines(course)[-1]["why"] == ["overrides.csv"]
    assert lines(course)[-1]["changed"] == {"test_softmax": [None, AUTOMATIC["test_softmax"]]}

    grade(course, ("fresh", True))
    assert lines(course)[-1]["why"] == ["judged again"] and lines(course)[-1]["changed"] == {}
    assert len(lines(course)) == 6, "one line for each, none for runs that changed nothing"
    assert stat.S_IMODE((course.root / FILE).stat().st_mode) == 0o600
    assert b"secret" not in (course.root / FILE).read_bytes()
    passes = History(course.root, LESSON).first_pass
    assert passes["ann", "test_causal_mask"] == "2026-01-02T10:00:00+00:00", "when it was handed in"


def enter(history, student="ann", points=1.0, **made_from):
    parts = {"submission": "a", "checks": "b", "lesson": "c", "modules": "d"} | made_from
    verdicts = {"test": {"state": "pass" if points else "fail", "misconception": ""}}
    return history.enter(student, NOTEBOOK, parts, verdicts, {"test": points}, {}, datetime(2026, 1, 2))


HOSTILE = 'x"\n{"student": "bob"}\r\x1b[2J\u202e=cmd|\ud800é'


def test_names_of_others_stay_inside_their_line(tmp_path):
    enter(History(tmp_path, LESSON), HOSTILE)
    enter(History(tmp_path, LESSON), "bob")
    text = (tmp_path / FILE).read_bytes()
    assert text.count(b"\n") == 2 and not any(byte < 32 and byte != 10 or byte > 126 for byte in text)
    assert [student for student, _ in History(tmp_path, LESSON).last] == [HOSTILE, "bob"]


def test_a_line_that_a_crash_cut_off_costs_no_other(tmp_path):
    enter(History(tmp_path, LESSON))
    whole = (tmp_path / FILE).read_text()
    for cut in (1, len(whole) // 2, len(whole) - 2):
        (tmp_path / FILE).write_text(whole + whole[:cut])
        enter(History(tmp_path, LESSON), "bob")
        assert {student for student, _ in History(tmp_path, LESSON).last} == {"ann", "bob"}
    (tmp_path / FILE).write_text(whole + f'null\n[1, "{LESSON}"]\n{{"lesson": "{LESSON}"}}\n\x00\n')
    assert enter(History(tmp_path, LESSON)) is None, "the last whole line counts, whatever stands below it"


def test_other_lessons_are_other_histories_and_the_first_pass_stays(tmp_path):
    enter(History(tmp_path, "91_other"))
    history = History(tmp_path, LESSON)
    assert history.last == {} and history.first_pass == {}
    enter(history, points=0.0)
    assert History(tmp_path, LESSON).first_pass == {}
    enter(history, submission="z")
    first = History(tmp_path, LESSON).first_pass
    assert set(first) == {("ann", "test")}
    enter(History(tmp_path, LESSON), points=0.0, submission="y")
    assert History(tmp_path, LESSON).first_pass == first
