"""Progress says which exercises of a learner's saved notebooks pass."""

import shutil
from pathlib import Path

import pytest

from autograder import progress
from autograder.grading.lesson import load
from autograder.release import notebooks
from tests.answers.sample_class import submissions

ROOT = Path(__file__).resolve().parents[1]
LESSON = "02_kv_cache"


@pytest.fixture
def said(tmp_path, capsys):
    """said(learner): what progress prints for the sample class's notebook of that learner."""
    for folder in ("solutions", "course"):
        shutil.copytree(ROOT / folder / LESSON, tmp_path / folder / LESSON)

    def show(learner):
        notebooks(tmp_path / "course")[LESSON].write_text(submissions(LESSON)[learner], encoding="utf8")
        progress.show(tmp_path)
        return capsys.readouterr().out

    return show


def test_a_blank_notebook_has_everything_before_it(said):
    assert (
        "[.......] 0 of 7 exercises, 0 of 24 automatic points · core path 0 of 5 · optional 0 of 1 · next: "
        "what_is_reusable" in said("blank")
    )


@pytest.mark.slow
def test_a_half_done_notebook_shows_what_is_next(said):
    assert (
        "[####...] 4 of 7 exercises, 13 of 24 automatic points · core path 4 of 5 · "
        "optional 0 of 1 · next: attend" in said("half_done")
    )


@pytest.mark.slow
def test_a_finished_notebook_is_complete(said):
    assert (
        "[#######] 7 of 7 exercises, 24 of 24 automatic points · core path 5 of 5 · "
        "optional 1 of 1 · complete" in said("perfect")
    )


def test_the_core_path_of_each_lesson_has_exercises_and_leaves_some_out():
    on_core = {}
    for name in notebooks(ROOT / "solutions"):
        (lesson,) = load(ROOT, name)
        if lesson.tests:
            on_core[name[:2]] = progress.core(lesson)
            assert 0 < len(on_core[name[:2]]) <= len(lesson.tests), name
    assert "test_block_step" in on_core["06"] and "test_fit_line" in on_core["04"]
    assert not {"test_find_leaks", "test_multi_head_attention", "test_sneaky_attention"} & on_core["01"]


def test_a_notebook_that_lost_a_test_cell_is_reported_and_not_fatal(said):
    assert "can't be read" in said("deleted_cell")


@pytest.mark.slow
def test_a_notebook_shows_the_folder_it_is_in(tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "course" / LESSON, tmp_path / "mine" / LESSON)
    notebooks(tmp_path / "mine")[LESSON].write_text(submissions(LESSON)["perfect"], encoding="utf8")
    monkeypatch.chdir(tmp_path / "mine" / LESSON)
    progress.show()
    first, second = capsys.readouterr().out.splitlines()
    assert str(tmp_path / "mine") in first and second.endswith("complete")


def test_a_notebook_under_another_name_is_missed(tmp_path, capsys):
    shutil.copytree(ROOT / "course" / LESSON, tmp_path / LESSON)
    path = notebooks(tmp_path)[LESSON]
    path.rename(path.with_name("copy.ipynb"))
    progress.show(folder=tmp_path)
    assert f"{path.name} is not there" in capsys.readouterr().out
