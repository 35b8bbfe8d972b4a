"""The course as a learner meets it: a real JupyterLab, started as `make lab` starts it, in a real Chromium.

Needs `pip install -r tests/requirements.txt` and a Chromium (Debian: `apt-get install chromium`).
Without them these tests are skipped and say so; where CI=true they fail instead: CI must not skip them.
"""

import os
import shutil
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

from .lab import CHROMIUM_FLAGS, Lab, Server

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def what_is_missing():
    if find_spec("playwright") is None:
        return "the Python package playwright (pip install -r tests/requirements.txt)"
    if CHROMIUM is None:
        return "a Chromium (Debian and Ubuntu: apt-get install chromium)"
    return None


def pytest_collection_modifyitems(items):
    missing = what_is_missing()
    if missing and os.environ.get("CI") != "true":
        skip = pytest.mark.skip(reason=f"browser tests need {missing}")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def browser():
    missing = what_is_missing()
    if missing:
        pytest.fail(
            f"CI must run the browser tests, and {missing} is not installed: .ci/run has to install it."
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """JupyterLab on a copy of the course's root, so that no test touches the real notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    root = folder / "root"
    root.mkdir()
    for name in ("course", "solutions", "lab_settings"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("nbgrader_config.py", "jupyter_lab_config.py"):
        shutil.copy(ROOT / name, root)
    running = Server(root, folder / "jupyter.log")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def window(browser):
    """One browser window for all tests, so that JupyterLab's scripts are fetched once; each test gets its own
    page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)  # patient: the machine may be busy with other things
    yield context
    context.close()


@pytest.fixture
def lab(window, server):
    """A fresh page with JupyterLab in a workspace of its own; its kernels are shut down afterwards."""
    with window.new_page() as page:
        yield Lab(page, server)
    server.shut_kernels_down()


@pytest.fixture(scope="session")
def notebook(server):
    """Writes a notebook of given code cells into a folder of its own; returns its path for `lab.open`."""
    import nbformat

    numbers = count()

    def write(*sources):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        book.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
        path = server.folder / f"written-{next(numbers)}" / "notebook.ipynb"
        path.parent.mkdir()
        nbformat.write(book, path)
        return path.relative_to(server.folder)

    return write


@pytest.fixture
def copy_of(server, tmp_path):
    """Copies a lesson's folder beside the original for this test alone; returns the notebook's path for
    `lab.open`."""

    def copy(lesson):
        folder = server.folder / f"{tmp_path.name}-{lesson.parent.name}"
        shutil.copytree(lesson.parent, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        return (folder / lesson.name).relative_to(server.folder)

    return copy
