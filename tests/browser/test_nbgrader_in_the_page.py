"""The parts of nbgrader that people click on: Validate for learners, Formgrader for instructors."""
import json

from .conftest import ROOT

LESSON = ROOT / "course" / "01_masked_attention" / "masked_attention.ipynb"
SOLVED = ROOT / "solutions" / "01_masked_attention" / "masked_attention.ipynb"


def validate(lab):
    """Clicks Validate and returns the text of the dialogue that reports."""
    lab.ask("saving", "() => window.jupyterapp.commands.execute('docmanager:save')")
    lab.page.get_by_text("Validate", exact=True).first.click()
    dialogue = lab.page.locator(".jp-Dialog")
    dialogue.wait_for(timeout=90_000)
    return dialogue.inner_text()


def test_validate_names_what_is_not_done_in_a_blank_lesson(lab, copy_of):
    lab.open(copy_of(LESSON))
    assert "NotImplementedError" in validate(lab)


def test_validate_passes_a_solved_lesson(lab, copy_of):
    lab.open(copy_of(SOLVED))
    assert "passes all the tests" in validate(lab)


def test_formgrader_lists_every_lesson_and_opens_one(lab, server):
    lessons = sorted(path.parent.name for path in (server.folder / "solutions").glob("*/*.ipynb"))
    lab.page.goto(f"{server.url}/formgrader?token={server.token}")
    for lesson in lessons:
        lab.page.get_by_role("link", name=lesson, exact=True).first.wait_for()
