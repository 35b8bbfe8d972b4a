"""What comes in: a submitted file is read with care, and the notebook to run is rebuilt from the release.

Only sources are taken from a submission: answers by grade id, and what the learner added, in the learner's
order. Tags, metadata, outputs, changed tests and files beside the notebook don't survive.
"""

import json
import os
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from autograder.grading.lesson import source_of
from autograder.grading.needed import trim

MAX_FILE = 25_000_000
MAX_SOURCES = 1_000_000
MAX_CELLS = 2_000
"""Bytes of a file, characters of all its sources, cells."""


class Unreadable(Exception):
    """A submission that can't be graded: `state` is a word for the table, the message says what to do."""

    def __init__(self, state, message):
        super().__init__(message)
        self.state, self.message = state, message


@dataclass
class Rebuilt:
    """One cell of the notebook that is graded: role and grade_id as in the release ("code" and "text" if added),
    what the learner sees (`source`) and what runs (`code`, empty for tests and texts)."""

    role: str
    grade_id: str
    source: str
    cell_type: str
    released: object = None
    code: str = ""
    note: str = ""


def read(folder, notebook):
    """The bytes of folder/notebook.ipynb. Follows no symlink, opens nothing else."""
    folder = Path(folder)
    path = folder / f"{notebook}.ipynb"
    for part in (folder.parent, folder, path):
        if part.is_symlink():
            raise Unreadable("symlink", f"{part.name} is a link to another file; submit the notebook itself.")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        others = sorted(legible(p.name)[:60] for p in folder.glob("*.ipynb"))
        if others:
            raise Unreadable(
                "renamed",
                f"expected {notebook}.ipynb, found {', '.join(others[:3])}. Rename it to {notebook}.ipynb.",
            ) from None
        raise Unreadable("missing", f"there is no {notebook}.ipynb.") from None
    except OSError as error:
        raise Unreadable("unreadable", f"{notebook}.ipynb can't be opened: {error.strerror}.") from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise Unreadable("unreadable", f"{notebook}.ipynb is no ordinary file.")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > MAX_FILE:
            raise Unreadable(
                "too large",
                f"{notebook}.ipynb has {status.st_size / 1e6:.0f} MB, at most {MAX_FILE / 1e6:.0f} "
                "are read. Clear the outputs (Kernel, Restart and Clear Outputs) and submit again.",
            )
        return file.read(MAX_FILE + 1)


def parse(data):
    """The cells of a notebook's bytes: [{"cell_type", "source", "id", "grade_id"}]."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Unreadable("not a notebook", "the file is not text, so it is no notebook.") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            "not a notebook", f"the file is no valid JSON, so it is no notebook ({str(error)[:100]})."
        ) from None
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise Unreadable("not a notebook", "the file is JSON, but no notebook.")
    version = notebook["nbformat"]
    if version != 4:
        version = version if isinstance(version, (int, float)) else "?"
        raise Unreadable(
            "old format",
            f"the notebook has format {version}; format 4 is needed. Open it in JupyterLab, save it, "
            "submit again.",
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list) or len(cells) > MAX_CELLS:
        raise Unreadable("not a notebook", f"the notebook has no list of up to {MAX_CELLS} cells.")
    try:
        cells = [_cell(cell) for cell in cells]
    except (AttributeError, TypeError, KeyError):
        raise Unreadable("not a notebook", "a cell of the notebook is not what a cell should be.") from None
    if sum(len(cell["source"]) for cell in cells) > MAX_SOURCES:
        raise Unreadable("too large", f"the cells hold more than {MAX_SOURCES:,} characters of text.")
    return cells


def rebuild(lesson, cells):
    """The notebook to grade, a list of Rebuilt: the release's cells with the learner's answers, the learner's own
    cells where they put them, and nothing else."""
    known = {cell.grade_id: cell for cell in lesson.cells if cell.grade_id}
    by_id = {cell.id: cell for cell in lesson.cells if cell.id}
    by_source = {cell.source: cell for cell in lesson.cells if not cell.grade_id}
    seen, rebuilt = Counter(), []
    for cell in cells:
        released = known.get(cell["grade_id"]) or by_id.get(cell["id"]) or by_source.get(cell["source"])
        if released is None:
            rebuilt += _added(cell)
            continue
        key = released.grade_id or released.id
        seen[key] += 1
        if seen[key] > 1 and released.role == "test":
            continue  # a test counts once
        if seen[key] > 1:
            rebuilt += _added(cell)
        elif released.role in ("solution", "answer"):
            rebuilt.append(
                Rebuilt(released.role, released.grade_id, cell["source"], released.cell_type, released)
            )
        elif released.role == "code" and not released.grade_id:
            rebuilt.append(
                Rebuilt(
                    "code",
                    "",
                    cell["source"] if cell["cell_type"] == "code" else released.source,
                    "code",
                    released,
                )
            )
        else:
            rebuilt.append(
                Rebuilt(released.role, released.grade_id, released.source, released.cell_type, released)
            )
    _put_back(lesson, rebuilt)
    _decide_what_runs(rebuilt)
    return rebuilt


def blank(lesson, note):
    """The release as it is, for a submission that could not be read."""
    return [Rebuilt(c.role, c.grade_id, c.source, c.cell_type, c, note=note) for c in lesson.cells]


def _put_back(lesson, rebuilt):
    """Cells of the release that the submission lacks, each after the cell it follows there."""
    for index, released in enumerate(lesson.cells):
        if any(cell.released is released for cell in rebuilt):
            continue
        before = lesson.cells[index - 1] if index else None
        at = next(
            (i + 1 for i, cell in enumerate(rebuilt) if before is not None and cell.released is before), 0
        )
        note = "This cell was missing from the submission." if released.grade_id else ""
        rebuilt.insert(
            at,
            Rebuilt(
                released.role, released.grade_id, released.source, released.cell_type, released, note=note
            ),
        )


def _decide_what_runs(rebuilt):
    """Learners' code runs whole; of the release's own cells only what something needs."""
    code = [cell for cell in rebuilt if cell.cell_type == "code"]
    inputs = []
    for cell in code:
        if cell.role == "test":
            inputs.append((cell.released.test, True))
        else:
            untouched = (
                cell.role == "code" and cell.released is not None and cell.source == cell.released.source
            )
            inputs.append((cell.source, not untouched))
    for cell, source in zip(code, trim(inputs)):
        cell.code = "" if cell.role == "test" else source


def _added(cell):
    if cell["cell_type"] not in ("code", "markdown"):
        return []
    return [Rebuilt("code" if cell["cell_type"] == "code" else "text", "", cell["source"], cell["cell_type"])]


def _cell(cell):
    mark = cell.get("metadata", {}).get("nbgrader")
    grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
    if not isinstance(cell.get("source"), (str, list)):
        raise TypeError
    kind = cell["cell_type"]
    return {
        "cell_type": kind if isinstance(kind, str) else "",
        "source": legible(source_of(cell)),
        "id": cell["id"] if isinstance(cell.get("id"), str) else "",
        "grade_id": grade_id if isinstance(grade_id, str) else "",
    }


def legible(text):
    """The text without halves of characters, which JSON and file names may hold and no file can."""
    return text.encode(errors="replace").decode()


def _no_constant(name):
    raise ValueError(f"{name} is no JSON")
