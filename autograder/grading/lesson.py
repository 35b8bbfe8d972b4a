"""A lesson's notebook as the grader needs it: the tests from solutions/, everything else from course/."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cell:
    """One cell of the release.

    role   "test" (judged, never run by the runner), "solution" (code the learner writes), "answer" (graded
           by hand), "code" or "text"
    source as released; `test` is a test's whole source, hidden part included
    """

    role: str
    id: str
    grade_id: str
    source: str
    cell_type: str
    points: float = 0.0
    test: str = ""
    metadata: dict = None


@dataclass(frozen=True)
class Lesson:
    """name "01_masked_attention", notebook "masked_attention", and the cells of the release in order."""

    name: str
    notebook: str
    cells: tuple

    @property
    def tests(self):
        return [cell for cell in self.cells if cell.role == "test"]


class BrokenLesson(ValueError):
    """solutions/ and course/ don't fit together, or a notebook isn't one."""


def load(root, name):
    """The lessons' notebooks, one Lesson each; a lesson usually has one."""
    sources = sorted(Path(root, "solutions", name).glob("*.ipynb"))
    if not sources:
        there = sorted(path.name for path in Path(root, "solutions").glob("*/"))
        raise BrokenLesson(f"solutions/{name} has no notebook. Lessons here: {', '.join(there) or 'none'}.")
    return [_lesson(name, path, Path(root, "course", name, path.name)) for path in sources]


def to_json(lesson):
    """The lesson as text, to travel to another machine."""
    return json.dumps(
        {"name": lesson.name, "notebook": lesson.notebook, "cells": [vars(cell) for cell in lesson.cells]}
    )


def from_json(text):
    fields = json.loads(text)
    return Lesson(fields["name"], fields["notebook"], tuple(Cell(**cell) for cell in fields["cells"]))


def source_of(cell):
    """The source of a cell of a notebook's JSON, as text."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _lesson(name, source_path, release_path):
    if not release_path.exists():
        raise BrokenLesson(f"{release_path} is missing: run `make release` after changes to solutions/.")
    source, release = (json.loads(path.read_text(encoding="utf8")) for path in (source_path, release_path))
    tests = {_mark(cell)["grade_id"]: source_of(cell) for cell in source["cells"] if _role(cell) == "test"}
    worth, given = (
        {_mark(cell)["grade_id"]: _mark(cell)["points"] for cell in one["cells"] if "points" in _mark(cell)}
        for one in (source, release)
    )
    for grade_id in worth.keys() & given.keys():
        if worth[grade_id] != given[grade_id]:
            raise BrokenLesson(
                f"{grade_id!r} is worth {worth[grade_id]:g} points in {source_path}, {given[grade_id]:g} in "
                f"{release_path}: run `make release`."
            )
    cells = []
    for cell in release["cells"]:
        mark, role = _mark(cell), _role(cell)
        if role == "test" and mark["grade_id"] not in tests:
            raise BrokenLesson(
                f"the test {mark['grade_id']!r} of {release_path} is not in {source_path}: run `make release`."
            )
        cells.append(
            Cell(
                role,
                cell.get("id", ""),
                mark.get("grade_id", ""),
                source_of(cell),
                cell["cell_type"],
                float(mark.get("points", 0)),
                tests.pop(mark["grade_id"]) if role == "test" else "",
                cell["metadata"],
            )
        )
    if tests:
        raise BrokenLesson(
            f"the tests {sorted(tests)} of {source_path} are not in {release_path}: run `make release`."
        )
    return Lesson(name, source_path.stem, tuple(cells))


def _mark(cell):
    return cell["metadata"].get("nbgrader") or {}


def _role(cell):
    mark = _mark(cell)
    if mark.get("grade") and not mark.get("solution") and cell["cell_type"] == "code":
        return "test"
    if mark.get("grade") or mark.get("task"):
        return "answer"
    if mark.get("solution") and cell["cell_type"] == "code":
        return "solution"
    return "code" if cell["cell_type"] == "code" else "text"
