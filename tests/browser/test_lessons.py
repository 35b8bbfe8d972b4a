"""Every lesson in a real JupyterLab: as released, and solved."""

import ast
import re

import pytest

from .conftest import ROOT

RELEASED = sorted(ROOT.glob("course/*/*.ipynb"))
SOLVED = sorted(ROOT.glob("solutions/*/*.ipynb"))


def name_of(lesson):
    return lesson.parent.name


def is_not_written_yet(cell):
    return cell.error == "NotImplementedError"


def names_made_by(cell):
    """What the cell would have defined, had it run to its end."""
    return {
        node.name if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else node.id
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        or isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Store)
    }


def errors_of_its_own(cells):
    """{cell id: error} less those of exercises still to be written, and of cells that need what those would
    define."""
    missing, wrong = set(), {}
    for cell in cells:
        needed = re.search(r"name '(\w+)' is not defined", cell.text) if cell.error == "NameError" else None
        if is_not_written_yet(cell) or needed and needed.group(1) in missing:
            missing |= names_made_by(cell)
        elif cell.error:
            wrong[cell.id] = f"{cell.error}: {cell.text[-300:]}"
    return wrong


@pytest.mark.parametrize("lesson", RELEASED, ids=name_of)
def test_a_released_lesson_opens_and_shows_no_error_but_the_exercises_own(lab, copy_of, lesson):
    lab.open(copy_of(lesson))
    assert not errors_of_its_own(lab.run_each())
    assert not lab.complaints


@pytest.mark.parametrize("lesson", SOLVED, ids=name_of)
def test_a_solved_lesson_passes_from_top_to_bottom(lab, copy_of, lesson):
    lab.open(copy_of(lesson))
    cells = lab.run_each()
    wrong = {cell.id: f"{cell.error}: {cell.text[-300:]}" for cell in cells if cell.error}
    assert not wrong
    unrun = [cell.id for cell in cells if cell.type == "code" and not cell.ran and cell.source.strip()]
    assert not unrun, "these cells did not run"
    silent = [cell.id for cell in cells if cell.id.startswith("test_") and not cell.text.strip()]
    assert not silent, "these checks said nothing"
    assert not lab.complaints


def test_jupyterlab_asks_nobody_about_news(lab):
    asked = lab.ask(
        "reading the settings",
        """async () => {
        const id = '@jupyterlab/apputils-extension:notification';
        const setting = await window.jupyterapp.serviceManager.settings.fetch(id);
        return setting.schema.properties.fetchNews.default;
    }""",
    )
    assert asked == "false", (
        "JupyterLab does not find lab_settings/overrides.json (see jupyter_lab_config.py)"
    )
