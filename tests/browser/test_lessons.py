"""Every lesson in a real JupyterLab: as released, and solved."""
import pytest

from .conftest import ROOT

RELEASED = sorted(ROOT.glob("course/*/*.ipynb"))
SOLVED = sorted(ROOT.glob("solutions/*/*.ipynb"))


def name_of(lesson):
    return lesson.parent.name


def is_not_written_yet(cell):
    return cell.error == "NotImplementedError"


@pytest.mark.parametrize("lesson", RELEASED, ids=name_of)
def test_a_released_lesson_opens_and_shows_no_error_but_the_exercises_own(lab, copy_of, lesson):
    lab.open(copy_of(lesson))
    wrong = {cell.id: f"{cell.error}: {cell.text[-300:]}" for cell in lab.run_each()
             if cell.error and not is_not_written_yet(cell)}
    assert not wrong
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
    asked = lab.ask("reading the settings", """async () => {
        const id = '@jupyterlab/apputils-extension:notification';
        const setting = await window.jupyterapp.serviceManager.settings.fetch(id);
        return setting.schema.properties.fetchNews.default;
    }""")
    assert asked == "false", "JupyterLab does not find lab_settings/overrides.json (see jupyter_lab_config.py)"
