"""Who handed in what: files with other names, in other places, in other formats, copies, and what is
missing."""

import io
import json
import zipfile

import pytest

from autograder.grading import batch, intake, lesson
from autograder.grading.course import Course
from tests import grading_course
from tests.grading_course import LESSON, NOTEBOOK, answered, as_bytes, solved

OTHER, OTHER_NOTEBOOK = "91_tiny", "tiny"


@pytest.fixture
def course(tmp_path):
    """A course of two lessons: the small one, and a tiny one with exercises of its own."""
    from tests.test_grading_recognition import notebook

    root = grading_course.make(tmp_path)
    for folder, kind in (("solutions", "source"), ("course", "release")):
        path = root / folder / OTHER / f"{OTHER_NOTEBOOK}.ipynb"
        path.parent.mkdir()
        path.write_text(json.dumps(notebook(kind)))
    (root / "submitted" / "ann").mkdir(parents=True)
    return Course(root)


def tiny():
    from tests.test_grading_recognition import notebook

    return notebook("solved")


def put(course, path, content):
    """Put a file where `ann` left it."""
    path = course.submitted / "ann" / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(content))
    return path


def found(course, name=LESSON):
    """(path below ann's folder, what is said), or the state of what can't be read, or None."""
    (one,) = lesson.load(course.root, name)
    hand_in = course.desk().find("ann", one)
    if hand_in is None:
        return None
    try:
        intake.parse(hand_in.read())
    except intake.Unreadable as problem:
        return problem.state
    return str(hand_in.path.relative_to(course.submitted / "ann")), hand_in.said


PLACE = f"{LESSON}/{NOTEBOOK}.ipynb"


def test_a_file_in_its_place_is_taken_without_a_word(course):
    put(course, PLACE, solved())
    assert found(course) == (PLACE, "")


@pytest.mark.parametrize(
    "path",
    [
        f"{LESSON}/{NOTEBOOK} (1).ipynb",
        f"{LESSON}/{NOTEBOOK}-1.ipynb",
        f"{LESSON}/{NOTEBOOK}-Copy1.ipynb",
        f"{LESSON}/{NOTEBOOK.title()}.ipynb",
        f"{LESSON}/ann_{NOTEBOOK}_final.ipynb",
        f"{LESSON}/final version 3.ipynb",
        f"{LESSON}/Untitled.ipynb",
        f"{LESSON}/{NOTEBOOK}.ipynb.json",
        f"{LESSON}/{NOTEBOOK}.ipynb.txt",
        f"{LESSON}/{NOTEBOOK}.IPYNB",
        f"{LESSON}/work/{NOTEBOOK}.ipynb",
        f"{LESSON.replace('_', '-')}/{NOTEBOOK}.ipynb",
        f"{LESSON.upper()}/{NOTEBOOK}.ipynb",
        f"{LESSON} (1)/{NOTEBOOK}.ipynb",
        f"Lesson 90/{NOTEBOOK}.ipynb",
        f"{NOTEBOOK}/{NOTEBOOK}.ipynb",
        f"{OTHER}/{NOTEBOOK}.ipynb",
        f"{OTHER}/{OTHER_NOTEBOOK}.ipynb",
        f"homework/{NOTEBOOK}.ipynb",
        f"{NOTEBOOK}.ipynb",
        "anything.ipynb",
    ],
)
def test_a_notebook_with_another_name_or_in_another_place_is_found_and_said(course, path):
    put(course, path, solved())
    assert found(course) == (path, f"found as {path}")


@pytest.mark.parametrize("name", [f"{NOTEBOOK} (1).ipynb", f"{NOTEBOOK}-Copy2.ipynb", f"../{NOTEBOOK}.ipynb"])
def test_a_copy_counts_beside_a_blank_original(course, name):
    put(course, PLACE, answered())
    path = put(course, f"{LESSON}/{name}", solved())
    assert found(course)[0] in (str(path.relative_to(course.submitted / "ann")), name.removeprefix("../"))


def test_a_blank_copy_beside_the_answers_does_not_matter(course):
    put(course, PLACE, solved())
    put(course, f"{LESSON}/{NOTEBOOK} (1).ipynb", answered())
    put(course, f"{LESSON}/.ipynb_checkpoints/{NOTEBOOK}-checkpoint.ipynb", answered(why="earlier"))
    assert found(course) == (PLACE, "")


def test_an_equal_copy_does_not_matter(course):
    put(course, PLACE, solved())
    put(course, f"{LESSON}/{NOTEBOOK} (1).ipynb", json.dumps(solved(), indent=3))
    assert found(course) == (PLACE, "")


def test_of_two_states_of_the_same_work_the_fuller_one_counts(course):
    whole = solved()
    part = answered(causal_mask=grading_course.cell(whole, "causal_mask")["source"])
    put(course, PLACE, part)
    put(course, f"{LESSON}/{NOTEBOOK}_new.ipynb", whole)
    assert found(course)[0] == f"{LESSON}/{NOTEBOOK}_new.ipynb"


def test_two_notebooks_with_different_answers_go_to_a_person(course):
    put(course, PLACE, solved())
    put(course, f"{LESSON}/{NOTEBOOK} (1).ipynb", solved(count="def count(n):\n    return 7"))
    assert found(course) == "two notebooks"


def test_a_broken_copy_beside_a_good_file_does_not_matter(course):
    put(course, PLACE, solved())
    put(course, f"{LESSON}/{NOTEBOOK} (1).ipynb", "{")
    assert found(course) == (PLACE, "")


def test_a_good_copy_counts_beside_a_broken_file(course):
    put(course, PLACE, "{")
    put(course, f"{LESSON}/{NOTEBOOK} (1).ipynb", solved())
    assert found(course)[0] == f"{LESSON}/{NOTEBOOK} (1).ipynb"


def test_another_lessons_notebook_under_this_ones_name_is_said_and_counts_for_its_own(course):
    put(course, PLACE, tiny())
    assert found(course) == "another lesson"
    assert found(course, OTHER) == (PLACE, f"found as {PLACE}")


def test_two_lessons_that_changed_places_are_both_found(course):
    put(course, PLACE, tiny())
    put(course, f"{OTHER}/{OTHER_NOTEBOOK}.ipynb", solved())
    assert found(course)[0] == f"{OTHER}/{OTHER_NOTEBOOK}.ipynb"
    assert found(course, OTHER)[0] == PLACE


def test_a_notebook_without_any_exercise_goes_to_a_person(course):
    put(course, PLACE, {"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}, "source": "1 + 1"}]})
    assert found(course) == "another notebook"


def test_the_notebook_of_one_lesson_is_none_of_another(course):
    put(course, PLACE, solved())
    assert found(course, OTHER) is None


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, as_bytes(content))
    return data.getvalue()


def test_a_zip_with_one_notebook_is_that_notebook(course):
    put(
        course,
        f"{LESSON}/{NOTEBOOK}.zip",
        zipped({"work/small.ipynb": solved(), "__MACOSX/small.ipynb": b"x", "a.txt": b""}),
    )
    path = f"{LESSON}/{NOTEBOOK}.zip/work/small.ipynb"
    assert found(course) == (path, f"found as {path}")


def test_of_a_zip_with_all_lessons_each_lesson_takes_its_own(course):
    files = {
        f"{LESSON}/{NOTEBOOK}.ipynb": solved(),
        f"{OTHER}/{OTHER_NOTEBOOK}.ipynb": tiny(),
        "predictions.json": b"{}",
    }
    put(course, f"{LESSON}/my_work.zip", zipped(files))
    assert found(course)[0] == f"{LESSON}/my_work.zip/{LESSON}/{NOTEBOOK}.ipynb"
    assert found(course, OTHER)[0] == f"{LESSON}/my_work.zip/{OTHER}/{OTHER_NOTEBOOK}.ipynb"


def test_paths_in_a_zip_lead_nowhere_else(course):
    secret = course.root / "secret.ipynb"
    secret.write_bytes(as_bytes(solved()))
    put(
        course,
        f"{LESSON}/a.zip",
        zipped({str(secret): solved(), "../../../secret.ipynb": solved(), "b\\..\\c.ipynb": b""}),
    )
    assert found(course) == "other format"


@pytest.mark.parametrize(
    "content",
    [zipped({"1.txt": b"1"}), zipped({}), b"PK\x03\x04 not a zip"],
    ids=["texts", "nothing", "broken"],
)
def test_a_zip_without_a_notebook_goes_to_a_person(course, content):
    put(course, f"{LESSON}/{NOTEBOOK}.zip", content)
    assert found(course) == "other format"
    (one,) = lesson.load(course.root, LESSON)
    assert course.desk().find("ann", one).problem.person


@pytest.mark.parametrize(
    "mark", ["\n\n# In[ ]:\n\n", "\n\n# %%\n", "\n\n"], ids=["nbconvert", "percent", "plain"]
)
def test_a_script_that_defines_the_exercises_is_graded(course, mark):
    text = mark.join(c["source"] for c in solved()["cells"] if c["cell_type"] == "code")
    put(course, f"{LESSON}/{NOTEBOOK}.py", "#!/usr/bin/env python\n" + text)
    assert found(course) == (f"{LESSON}/{NOTEBOOK}.py", f"found as {LESSON}/{NOTEBOOK}.py")


def test_a_module_that_the_notebook_imports_comes_along(course):
    put(course, PLACE, solved(count="from helpers import count"))
    put(course, f"{LESSON}/helpers.py", "def count(n):\n    return n * (n + 1) // 2")
    put(course, f"{LESSON}/others.py", "x = 1")
    (one,) = lesson.load(course.root, LESSON)
    first, *rest = intake.parse(course.desk().find("ann", one).read())
    assert first.source.startswith("%%writefile helpers.py\ndef count") and len(rest) == len(one.cells)


def test_a_script_beside_its_notebook_does_not_matter(course):
    put(course, PLACE, solved())
    put(
        course,
        f"{LESSON}/{NOTEBOOK}.py",
        "\n".join(c["source"] for c in solved()["cells"] if c["cell_type"] == "code"),
    )
    assert found(course) == (PLACE, "")


def test_a_helper_module_beside_the_notebook_does_not_matter(course):
    put(course, PLACE, solved())
    put(course, f"{LESSON}/helpers.py", "def half(n):\n    return n / 2")
    put(course, f"{LESSON}/data.csv", "1,2")
    assert found(course) == (PLACE, "")


@pytest.mark.parametrize("name", ["small.html", "small.pdf", "answers.docx", "photo.jpg", "notes.py"])
def test_what_can_not_be_graded_goes_to_a_person_by_name(course, name):
    put(course, f"{LESSON}/{name}", "<html>")
    assert found(course) == "other format"
    (one,) = lesson.load(course.root, LESSON)
    assert name in course.desk().find("ann", one).problem.message


def test_an_empty_folder_is_said_and_none_is_nothing(course):
    assert found(course) is None
    (course.submitted / "ann" / LESSON).mkdir()
    assert found(course) == "missing"
    put(course, f"{LESSON}/timestamp.txt", "2026-01-01 10:00:00 UTC")
    assert found(course) == "missing"


def test_links_are_never_followed(course):
    secret = course.root / "gradebook.db"
    secret.write_text("secret")
    path = course.submitted / "ann" / PLACE
    path.parent.mkdir()
    path.symlink_to(secret)
    assert found(course) == "symlink"
    path.unlink()
    (path.parent / "small (1).ipynb").symlink_to(secret)
    assert found(course) == "missing"
    (course.submitted / "bob").symlink_to(course.submitted / "ann")
    (one,) = lesson.load(course.root, LESSON)
    put(course, PLACE, solved())
    with pytest.raises(intake.Unreadable, match="link"):
        course.desk().find("bob", one).read()


def test_what_lies_in_no_students_folder_is_said(course):
    (course.submitted / "small.ipynb").write_text(json.dumps(solved()))
    (course.submitted / LESSON / "bob").mkdir(parents=True)
    (course.submitted / ".DS_Store").write_text("")
    desk = course.desk()
    assert desk.students == ["ann"]
    assert sorted(said.split()[0] for said in desk.strays) == [LESSON, "small.ipynb"]


def test_everyone_is_named_who_handed_in_nothing(course):
    put(course, PLACE, solved())
    (course.submitted / "bob").mkdir()
    assert batch.absent(course, batch.collect(course, LESSON), {"ann", "cid"}) == ["bob", "cid"]


def test_lessons_are_those_that_somebody_handed_in_wherever_it_lies(course):
    assert course.lessons() == []
    put(course, "anything.ipynb", tiny())
    assert course.lessons() == [OTHER]


def test_a_lesson_of_the_first_edition_is_told_where_it_went(course):
    (course.root / "solutions" / "05_predicting_latency").mkdir()
    with pytest.raises(
        lesson.BrokenLesson, match="04_predicting_latency of the first edition is 05_predicting_latency"
    ):
        lesson.load(course.root, "04_predicting_latency")
    for new in ("03_counting_a_step", "04_timing_a_step"):
        (course.root / "solutions" / new).mkdir()
    assert "two lessons now" in lesson.where_it_went(course.root, "03_cost_of_a_step")
    assert lesson.where_it_went(course.root, LESSON) == ""


def test_a_class_is_looked_through_without_being_held_in_memory(course):
    import tracemalloc

    def peak(students):
        for number in range(students):
            made = solved(why=f"{number}")
            made["cells"][0]["outputs"] = [{"output_type": "stream", "text": "x" * 1_000_000}]
            path = course.submitted / f"s{number}" / PLACE
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(made))
        tracemalloc.start()
        tasks = batch.Tasks(course, batch.collect(course, LESSON), batch.Limits(), True)
        assert [len(tasks[n]["given"]["data"]) > 1_000_000 for n in range(len(tasks))] == students * [True]
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = peak(2), peak(24)
    assert many - few < 5_000_000


def test_a_file_that_changes_while_the_class_is_graded_is_not_graded_as_another(course):
    put(course, PLACE, solved())
    tasks = batch.Tasks(course, batch.collect(course, LESSON), batch.Limits(), True)
    put(course, PLACE, answered())
    with pytest.raises(batch.Changed):
        tasks[0]
