"""The twelve questions before and after the course: believable, the same twice, read and never run, and
reported."""

import json
import re
from pathlib import Path

import pytest

from autograder import before_and_after as questions
from autograder.before_and_after import (
    LETTERS,
    NAMES,
    QUESTIONS,
    UNKNOWN,
    answers_in,
    right,
    show,
    understood,
)
from autograder.grading import learned
from autograder.grading.course import Course
from autograder.lessons import CHECKS
from tests import grading_course
from tests.grading_course import LESSON, solved, submit
from tests.test_class_report import Reader

ROOT = Path(__file__).resolve().parents[1]
RIGHT = [question.right for question in QUESTIONS]


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_each_wrong_option_is_a_misconception_of_the_catalogue_and_one_is_right(question):
    ideas = [idea for _, idea in question.options]
    assert len(ideas) == 4 and ideas.count("") == 1 and len(set(ideas)) == 4
    for idea in filter(None, ideas):
        exercise, id = idea.split("/")
        assert id in {m.id for m in CHECKS[exercise].misconceptions}
        assert all(questions.sentence(idea))


def test_right_options_stand_in_every_place_and_are_not_given_away_by_their_length():
    assert set(RIGHT) == set(LETTERS) and all(RIGHT.count(letter) <= 5 for letter in LETTERS)
    longest = [max(q.options, key=lambda option: len(option[0]))[1] for q in QUESTIONS]
    assert longest.count("") <= 4


@pytest.mark.parametrize("when", questions.OPENING)
def test_the_notebooks_are_what_the_questions_give_and_show_no_right_letter(when, tmp_path):
    questions.write(tmp_path)
    kept = ROOT / "course" / f"{when}.ipynb"
    assert kept.read_bytes() == (tmp_path / kept.name).read_bytes(), "run `make release`"
    notebook = json.loads(kept.read_text(encoding="utf8"))
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert code[:-1] == [f'{name} = ""' for name in NAMES]
    text = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "not graded" in text and text.count(f"**{UNKNOWN})** I don't know.") == 12
    assert not re.search(r"\w+/\w+_\w+", text), "no id of a misconception"


def test_letters_are_understood_however_they_are_written_and_nothing_is_run():
    assert understood(["B", " c) ", "(d)", "e", "f", "", None, 3]) == ["b", "c", "d", "e", "", "", "", ""]
    cells = ['q1 = "B"   # or c?', "q2 = 'a'\nq3=\"d\"", "q4 = __import__('os').system('false')", "print(q5)"]
    assert answers_in(cells)[:5] == ["b", "a", "d", "", ""]


def test_before_nothing_is_told_and_after_each_wrong_idea_gets_its_question(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    show("before", ["a"] * 11 + [""])
    said = capsys.readouterr().out
    assert "Not answered yet: 12." in said and "11 of 12 answered" in said and "right" not in said
    notebook = questions.notebook("before")
    for cell in notebook["cells"]:
        if cell["id"] in NAMES:
            cell["source"] = [f'{cell["id"]} = "a"\n']
    (tmp_path / "before.ipynb").write_text(json.dumps(notebook))
    show("after", [*RIGHT[:10], "a", "e"])
    said = capsys.readouterr().out
    assert f"Right before the course: {right(['a'] * 12)} of 12. Right now: 10." in said
    assert (
        questions.sentence("generation_seconds/new_tokens_only")[1] in said and "look into the lesson" in said
    )
    (tmp_path / "before.ipynb").write_text("[]")
    show("after", RIGHT)
    assert "Right: 12 of 12. (There is no before.ipynb" in capsys.readouterr().out


def _hand_in(course, student, name, letters):
    notebook = questions.notebook("before")
    for cell in notebook["cells"]:
        if cell["id"] in NAMES:
            cell["source"] = [f'{cell["id"]} = "{letters[NAMES.index(cell["id"])]}"']
    path = course.submitted / student / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))
    return path


def test_the_report_says_what_was_learned_and_that_it_is_not_validated(tmp_path):
    course = Course(grading_course.make(tmp_path))
    assert learned.section(learned.handed_in(course)) == ""
    _hand_in(course, "ann", "before.ipynb", ["a"] * 12)
    _hand_in(course, "ann", "deep/After (1).ipynb", RIGHT)
    _hand_in(course, "bob", "before_and_after/before.ipynb", ["a", *RIGHT[1:11], ""])
    _hand_in(course, "bob", "after.ipynb", ["a", *RIGHT[1:11], "e"])
    _hand_in(course, "cat", "before.ipynb", [""] * 12)
    _hand_in(course, "<b>dan", "after.ipynb", ["z<script>"] * 12)
    (course.submitted / "eve").mkdir()
    (course.submitted / "eve" / "before.ipynb").write_text('{"cells": [[]]')
    found = learned.handed_in(course)
    assert {student: set(one) for student, one in found.items()} == {
        "ann": {"before", "after"},
        "bob": {"before", "after"},
    }
    page = Reader(learned.section(found)).text
    before, after = (right(["a"] * 12) + 10) / 2, 11
    assert f"{before:.1f} of 12 were right before and {after:.1f} after" in page
    assert f"{100 * (after - before) / (12 - before):.0f} % of what could be gained" in page
    assert "not validated on classes yet" in page and "causal_attention/no_mask" in page
    assert learned.gain(12, 12, 12) is None and learned.gain(4, 8, 12) == 0.5


def test_they_are_no_lessons_hand_in(tmp_path):
    from autograder.grading import lesson

    course = Course(grading_course.make(tmp_path))
    (one,) = lesson.load(course.root, LESSON)
    _hand_in(course, "ann", "before.ipynb", RIGHT)
    assert course.desk().find("ann", one) is None
    submit(course.root, "ann", solved())
    hand_in = course.desk().find("ann", one)
    assert hand_in.said == "" and hand_in.path.name == "small.ipynb" and course.lessons() == [LESSON]
