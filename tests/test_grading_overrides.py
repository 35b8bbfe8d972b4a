"""overrides.csv: what a class changes about points counts from the next run on, is said, and goes with its
line."""

import contextlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading import autograded, overrides, tables
from autograder.grading.overrides import FILE
from autograder.grading.result import Shown, from_json, to_json
from tests.grading_course import AUTOMATIC, LESSON, NOTEBOOK, answered, solved, submit
from tests.test_grading_book import (  # noqa: F401, the fixtures among them
    command,
    course,
    grade,
    gradebook,
    judge,
    laid_out,
    scores,
)

pytestmark = pytest.mark.slow

FULL = sum(AUTOMATIC.values())
HEADING = "student,lesson,cell,points,reason\n"


@pytest.fixture
def written(monkeypatch):
    """What was written into autograded notebooks: the judge's stand-in shows no cells."""
    notes = {}

    def remember(path, result):
        notes[path.parts[-3]] = result

    monkeypatch.setattr(autograded, "write", remember)
    return notes


def put(course, *lines):  # noqa: F811
    (course.root / FILE).write_text(HEADING + "".join(f"{line}\n" for line in lines))


def total(course, student):  # noqa: F811
    with gradebook(course) as book:
        return book.find_submission(LESSON, student).score


def test_a_line_counts_is_said_and_goes_again(course, capsys):  # noqa: F811
    submit(course.root, "ann", answered(softmax="pass", why="because"))
    submit(course.root, "bob", solved())
    grade(course)
    before = total(course, "ann")
    put(
        course,
        f"ann,{LESSON},test_softmax,1.5,her idea was right, the axis was not",
        f"all,{LESSON},test_count,full,the text of the task was wrong",
        f"all,{LESSON},test_q4_keys,dropped,two options were right",
        f"all,{LESSON},test_twice,worth 4,it took longer than we thought",
        f"zoe,{LESSON},test_twice,1,she is ill",
    )
    assert command(course, LESSON) == 0
    said = capsys.readouterr().out
    assert "test_count (2)" in said and "test_softmax (1)" in said
    assert "overrides.csv names zoe, who has handed in nothing" in said
    with gradebook(course) as book:
        worth = {c.name: c.max_score for c in book.find_notebook(NOTEBOOK, LESSON).grade_cells}
        comments = book.find_submission_notebook(NOTEBOOK, LESSON, "ann").comments
        told = {c.cell.name: c.auto_comment for c in comments if c.auto_comment}
    assert (worth["test_q4_keys"], worth["test_twice"]) == (0, 4)
    assert told["test_softmax"] == "Changed to 1.5 of 3 points: her idea was right, the axis was not"
    assert told["test_q4_keys"] == "Dropped: this question counts for nobody. two options were right"
    ann, bob = (grade(course)[student].scores for student in ("ann", "bob"))
    assert (ann["test_softmax"], bob["test_softmax"]) == ((1.5, 1.5), (3.0, 3.0))
    assert ann["test_count"][1] == AUTOMATIC["test_count"]
    assert total(course, "ann") == before - 1.5 + 2, "and what ann has is what the lines say"
    assert bob["test_twice"] == (4.0, 4.0), "points go up with what they are worth"

    (course.root / FILE).unlink()
    assert command(course, LESSON) == 0 and "overrides.csv" not in capsys.readouterr().out
    assert total(course, "ann") == before
    with gradebook(course) as book:
        assert book.find_notebook(NOTEBOOK, LESSON).max_score == FULL + 3


def test_points_by_hand_stay_below_a_line_and_come_back(course):  # noqa: F811
    submit(course.root, "ann", solved(why="because"))
    grade(course)
    with gradebook(course) as book:
        for cell, points in (("why", 1.0), ("test_count", 0.5)):
            book.find_grade(cell, NOTEBOOK, LESSON, "ann").manual_score = points
        book.db.commit()
    put(course, f"ann,{LESSON},why,2.5,seen again", f"ann,{LESSON},test_count,full,seen again")
    for _ in range(2):
        now = grade(course)["ann"].scores
        assert (now["why"][1], now["test_count"][1]) == (2.5, 2.0)
    with gradebook(course) as book:  # somebody changes a point below the line
        assert book.find_grade("why", NOTEBOOK, LESSON, "ann").manual_score == 1.0
        book.find_grade("why", NOTEBOOK, LESSON, "ann").manual_score = 2.0
        book.db.commit()
    assert grade(course)["ann"].scores["why"][1] == 2.5
    put(course, f"all,{LESSON},why,dropped,nobody understood the question")
    assert grade(course)["ann"].scores["why"][1] == 0
    put(course)
    now = grade(course)["ann"].scores
    assert (now["why"][1], now["test_count"][1]) == (2.0, 0.5)


def test_the_graded_notebook_says_why(course, written, judge, monkeypatch):  # noqa: F811
    submit(course.root, "ann", solved())
    put(course, f"ann,{LESSON},test_count,1,one of two")
    grade(course)
    cell = Shown("code", "", metadata={"nbgrader": {"grade_id": "test_count"}}, test="test_count")
    place = course.reports / LESSON / "results" / "ann" / f"{NOTEBOOK}.json"
    place.write_text(to_json(replace(from_json(place.read_text()), cells=(cell,))))
    put(course, f"ann,{LESSON},test_count,1,one of the two cases")
    grade(course)
    assert written["ann"].cells[0].note == "Changed to 1 of 2 points: one of the two cases"


@pytest.mark.parametrize(
    "line, said",
    [
        (f"ann,{LESSON},test_count,2", "expected student or all, lesson, cell, points, reason"),
        (f"ann,{LESSON},test_count,2,", "expected student or all, lesson, cell, points, reason"),
        ("ann,91_other,test_count,2,why not", "91_other has no notebook"),
        (f"ann,{LESSON},test_cuont,2,why not", "no graded cell 'test_cuont'; it has test_causal_mask"),
        (f"ann,{LESSON},test_count,many,why not", "'many' is no number of points; write 2.5, full, worth 4"),
        (f"ann,{LESSON},test_count,-1,why not", "is no number of points"),
        (f"ann,{LESSON},test_count,nan,why not", "is no number of points"),
        (f"ann,{LESSON},test_count,3,why not", "3 points of test_count, which is worth 2"),
        (f"ann,{LESSON},test_count,dropped,why not", "what a question is worth is the same for all"),
        (f"all,{LESSON},why,worth 5,why not", "why is graded by hand"),
        (f"ann,{LESSON},test_softmax,1,a\nann,{LESSON},test_softmax,2,b", "a second line for ann"),
    ],
)
def test_a_line_that_can_not_be_meant_stops_grading_with_its_number(course, capsys, line, said):  # noqa: F811
    submit(course.root, "ann", solved())
    put(course, f"all,{LESSON},test_count,1,a line that is right", *line.split("\n"))
    assert command(course, LESSON) == 2
    error = capsys.readouterr().err
    assert f"{FILE}, line {2 + len(line.splitlines())}: " in error and said in error
    assert not (course.root / "reports").exists(), "and nothing is applied half"


def test_a_line_of_ones_own_comes_before_that_of_all_and_excel_is_read(course):  # noqa: F811
    text = (
        f"Student;Lesson;Cell;Points;Reason\nall;{LESSON};test_count;0,5;for all\n\n"
        f"ann;{LESSON};test_count;FULL;hers\n"
    )
    (course.root / FILE).write_bytes(text.encode("utf-8-sig"))
    table = overrides.read(course.root)
    from autograder.grading import lesson

    (one,) = lesson.load(course.root, LESSON)
    assert table.points(one, "ann", {"test_count": 0.0})["test_count"] == 2.0
    assert table.points(one, "bob", {"test_count": None})["test_count"] == 0.5
    (course.root / FILE).write_bytes(b"\xff\xfe")
    with contextlib.suppress(tables.Mistaken):
        pytest.fail(f"read {overrides.read(course.root)}")


def test_the_lines_of_the_guide_can_be_meant(tmp_path):
    root = Path(__file__).resolve().parents[1]
    guide = (root / "docs" / "instructors.md").read_text(encoding="utf8")
    (block,) = re.findall(r"```\n(student,lesson,cell,.*?)```", guide, re.DOTALL)
    (tmp_path / FILE).write_text(block)
    for folder in ("solutions", "course"):
        (tmp_path / folder).symlink_to(root / folder)
    assert overrides.read(tmp_path).students("01_masked_attention") == {"ann"}
