"""The parts of nbgrader that people click on: Validate for learners, Formgrader for instructors."""

import json
import subprocess
import sys

from tests.answers import sample_class

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


def test_formgrader_lists_every_lesson(lab, server):
    lessons = sorted(path.parent.name for path in (server.folder / "solutions").glob("*/*.ipynb"))
    lab.page.goto(f"{server.url}/formgrader?token={server.token}")
    for lesson in lessons:
        lab.page.get_by_role("link", name=lesson, exact=True).first.wait_for()


def test_formgrader_shows_points_and_message_of_a_graded_submission(lab, server):
    lesson = LESSON.parent.name
    student, notebook = next(
        (name, text)
        for name, text in sample_class.submissions(lesson).items()
        if name.startswith("wrong_causal_attention")
    )
    submitted = server.folder / "submitted" / student / lesson
    submitted.mkdir(parents=True)
    (submitted / LESSON.name).write_text(notebook, encoding="utf8")
    subprocess.run(
        [sys.executable, "-m", "autograder", "grade", lesson],
        cwd=server.folder,
        check=True,
        capture_output=True,
    )
    result = server.folder / "reports" / lesson / "results" / student / f"{LESSON.stem}.json"
    said = json.loads(result.read_text(encoding="utf8"))["tests"]["test_causal_attention"]["message"]
    assert said.startswith("causal_attention: ")
    lab.page.goto(f"{server.url}/formgrader/gradebook/{lesson}/{LESSON.stem}?token={server.token}")
    lab.page.get_by_role("link", name="Submission #1").click()
    message = lab.page.locator("pre", has_text=said.splitlines()[0]).first
    message.wait_for()
    assert said in message.inner_text()
    for cell, points in (
        ("test_softmax", "2"),
        ("test_causal_attention", "0"),
    ):  # filled in by the page's script, in its time
        lab.page.locator(f"#{cell}[placeholder='{points}']").wait_for()
