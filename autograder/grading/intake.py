"""What comes in: a handed-in file is read with care, and its cells are taken out.

Only types, sources and the names by which a cell can be known leave this module. Everything else in the file,
outputs first of all, is thrown away.
"""

import io
import json
import os
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.grading.lesson import source_of

MAX_FILE = 25_000_000
MAX_SOURCES = 1_000_000
MAX_CELLS = 2_000
MAX_MEMBERS = 10_000
"""Bytes of a file, characters of all its sources, cells; files in a zip."""


class Unreadable(Exception):
    """A submission that can't be graded: `state` is a word for the table, the message says what to do.

    person  whether there may be work in it that a machine can't see: then a person decides, not a 0
    """

    def __init__(self, state: str, message: str, person: bool = False) -> None:
        super().__init__(message)
        self.state, self.message, self.person = state, message, person


@dataclass
class Given:
    """One cell as handed in. `code` is what of it Python runs, if that differs from what the learner
    wrote."""

    cell_type: str
    source: str
    id: str = ""
    grade_id: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        if self.cell_type == "code":
            self.code = self.source


def read(path: str | os.PathLike[str], below: str | os.PathLike[str] | None = None) -> bytes:
    """The bytes of a file. Follows no link, neither here nor in a folder below `below` (three above, if left
    out)."""
    path = Path(path)
    below = path.parent.parent.parent if below is None else Path(below)
    for part in (*reversed(path.parents), path):
        if below in part.parents and part.is_symlink():
            raise Unreadable("symlink", f"{part.name} is a link to another file; submit the notebook itself.")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Unreadable("missing", f"there is no {path.name}.") from None
    except OSError as error:
        raise Unreadable("unreadable", f"{path.name} can't be opened: {error.strerror}.") from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise Unreadable("unreadable", f"{path.name} is no ordinary file.")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > MAX_FILE:
            raise Unreadable(
                "too large",
                f"{path.name} has {status.st_size / 1e6:.0f} MB, at most {MAX_FILE / 1e6:.0f} "
                "are read. Clear the outputs (Kernel, Restart and Clear Outputs) and submit again.",
                person=True,
            )
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable("too large", f"{path.name} grew while it was read.", person=True)
    return data


def parse(data: bytes) -> list[Given]:
    """The cells of what was handed in: a notebook's bytes, or a Python script's with SCRIPT in front."""
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise Unreadable("not a notebook", "the file is not text, so it is no notebook.") from None
    if text.startswith(SCRIPT):
        return _checked(_cells_of_script(text.removeprefix(SCRIPT)))
    try:
        # NaN and Infinity stand in outputs of Plotly and others, and numbers of any length: outputs are not
        # looked at
        notebook = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < 20 else 0)
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
            person=True,
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list) or len(cells) > MAX_CELLS:
        raise Unreadable("not a notebook", f"the notebook has no list of up to {MAX_CELLS} cells.")
    try:
        cells = [_cell(cell) for cell in cells]
    except (AttributeError, TypeError, KeyError):
        raise Unreadable("not a notebook", "a cell of the notebook is not what a cell should be.") from None
    return _checked(cells)


SCRIPT = "# handed in as a Python script\n"
"""In front of a script's text, so that `parse` knows one."""

_CELL_MARK = re.compile(r"^# (?:In\s?\[[\d ]*\]:|%%.*)$", re.MULTILINE)


def _cells_of_script(text: str) -> list[Given]:
    """Cells of a script: what stands between marks as `jupyter nbconvert --to script` and editors write
    them."""
    return [
        Given("code", legible(part).strip("\n"))
        for part in _CELL_MARK.split(_lf(text).removeprefix("\ufeff"))
        if part.strip()
    ]


def notebooks_in(path: str | os.PathLike[str]) -> list[str]:
    """Names of the notebooks in a zip; none if it can't be read."""
    try:
        if os.stat(path, follow_symlinks=False).st_size > MAX_FILE:
            return []
        with zipfile.ZipFile(path) as archive:
            names = [one.filename for one in archive.infolist()[:MAX_MEMBERS]]
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        return []
    return [name for name in names if is_notebook(name) and not re.search(r"^/|\\|(^|/)\.\.?(/|$)", name)]


def unzipped(data: bytes, name: str) -> bytes:
    """The bytes of one file in a zip; raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as file:
            data = file.read(MAX_FILE + 1)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
        KeyError,
    ) as error:
        raise Unreadable(
            "other format", f"the zip can't be unpacked ({str(error)[:100]}).", person=True
        ) from None
    if len(data) > MAX_FILE:
        raise Unreadable("too large", "the notebook in the zip is too large.", person=True)
    return data


def is_notebook(name: str) -> bool:
    """Whether a file's path is a notebook's: browsers add .json or .txt, systems hide copies in folders of
    their own."""
    parts = re.split(r"[\\/]", name)
    return bool(re.search(r"\.ipynb(\.json|\.txt)?$", parts[-1], re.IGNORECASE)) and not any(
        part.startswith(".") or part == "__MACOSX" for part in parts
    )


def _checked(cells: list[Given]) -> list[Given]:
    if len(cells) > MAX_CELLS or sum(len(cell.source) for cell in cells) > MAX_SOURCES:
        raise Unreadable(
            "too large", f"the cells hold more than {MAX_SOURCES:,} characters of text.", person=True
        )
    return cells


def _cell(cell: dict[str, Any]) -> Given:
    mark = (cell.get("metadata") or {}).get("nbgrader")
    grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
    if not isinstance(cell.get("source"), (str, list)):
        raise TypeError
    kind = cell["cell_type"]
    return Given(
        kind if isinstance(kind, str) else "",
        legible(_lf(_source(cell))),
        cell["id"] if isinstance(cell.get("id"), str) else "",
        grade_id if isinstance(grade_id, str) else "",
    )


def _source(cell: dict[str, Any]) -> str:
    """The source of a cell; some tools write its lines without their ends."""
    lines = cell["source"]
    if isinstance(lines, list) and not any(str(line).endswith("\n") for line in lines[:-1]):
        return "\n".join(lines)
    return source_of(cell)


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def legible(text: str) -> str:
    """The text without halves of characters, which JSON and file names may hold and no file can."""
    return text.encode(errors="replace").decode()
