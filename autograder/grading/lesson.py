"""A lesson's notebook as the grader needs it: the tests from solutions/, everything else from course/."""

import ast
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.grading.needed import names_bound, parsed


@dataclass(frozen=True)
class Cell:
    """One cell of the release.

    role   "test" (judged, never run by the runner), "solution" (code the learner writes), "answer" (graded
           by hand), "code" or "text"
    source as released; `test` is a test's whole source, hidden part included
    defines the names that a solution's cell is there to define
    """

    role: str
    id: str
    grade_id: str
    source: str
    cell_type: str
    points: float = 0.0
    test: str = ""
    metadata: dict | None = None
    defines: tuple = ()


@dataclass(frozen=True)
class Lesson:
    """name "01_masked_attention", notebook "masked_attention", the cells of the release in order, and every
    name that the solved notebook's own cells bind."""

    name: str
    notebook: str
    cells: tuple
    names: tuple = ()

    @property
    def tests(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.role == "test"]


MOVED = {
    "03_cost_of_a_step": ("03_counting_a_step", "04_timing_a_step"),
    "04_predicting_latency": ("05_predicting_latency",),
    "05_real_model": ("06_real_model",),
}
"""Lessons of the first edition, and what they are now."""


def where_it_went(root: str | os.PathLike[str], name: str) -> str:
    """A sentence on what became of a lesson of the first edition; "" if there is nothing to say."""
    now = [new for new in MOVED.get(name, ()) if Path(root, "solutions", new).is_dir()]
    if not now or Path(root, "solutions", name).is_dir():
        return ""
    what = f"is two lessons now, {' and '.join(now)}" if len(now) > 1 else f"is {now[0]} now"
    return f"{name} of the first edition {what}: exercises kept their names and points."


class BrokenLesson(ValueError):
    """solutions/ and course/ don't fit together, or a notebook isn't one."""


def load(root: str | os.PathLike[str], name: str, folder: str = "solutions") -> list[Lesson]:
    """The lessons' notebooks, one Lesson each; a lesson usually has one.

    folder: where the sources are. In a handout, which has none, "course" makes lessons of the tests that
            learners see.
    """
    sources = sorted(Path(root, folder, name).glob("*.ipynb"))
    if not sources:
        there = sorted(path.name for path in Path(root, folder).glob("*/"))
        raise BrokenLesson(
            where_it_went(root, name)
            or f"{folder}/{name} has no notebook. Lessons here: {', '.join(there) or 'none'}."
        )
    return [_lesson(name, path, Path(root, "course", name, path.name)) for path in sources]


def to_json(lesson: Lesson) -> str:
    """The lesson as text, to travel to another machine."""
    return json.dumps(vars(lesson) | {"cells": [vars(cell) for cell in lesson.cells]})


def from_json(text: str) -> Lesson:
    fields = json.loads(text)
    cells = tuple(Cell(**cell | {"defines": tuple(cell["defines"])}) for cell in fields["cells"])
    return Lesson(**fields | {"cells": cells, "names": tuple(fields["names"])})


def source_of(cell: dict[str, Any]) -> str:
    """The source of a cell of a notebook's JSON, as text."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _lesson(name: str, source_path: Path, release_path: Path) -> Lesson:
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
    solved = {_mark(cell).get("grade_id"): source_of(cell) for cell in source["cells"]}
    cells = []
    for cell in release["cells"]:
        mark, role = _mark(cell), _role(cell)
        if role == "test" and mark["grade_id"] not in tests:
            raise BrokenLesson(
                f"the test {mark['grade_id']!r} of {release_path} is not in "
                f"{source_path}: run `make release`."
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
                _defines(source_of(cell), solved.get(mark.get("grade_id"), "")) if role == "solution" else (),
            )
        )
    if tests:
        raise BrokenLesson(
            f"the tests {sorted(tests)} of {source_path} are not in {release_path}: run `make release`."
        )
    names = set().union(*(_bound(source_of(c)) for c in source["cells"] if c["cell_type"] == "code"))
    return Lesson(name, source_path.stem, tuple(cells), tuple(sorted(names)))


def _defines(stub: str, solution: str) -> tuple[str, ...]:
    """What the stub begins to define; where it is empty, what the solution defines."""
    return tuple(sorted(_bound(stub) or _bound(solution)))


def _bound(source: str) -> set[str]:
    tree = parsed(source)
    return names_bound(tree) if isinstance(tree, ast.Module) else set()


def _mark(cell: dict[str, Any]) -> dict[str, Any]:
    return cell["metadata"].get("nbgrader") or {}


def _role(cell: dict[str, Any]) -> str:
    mark = _mark(cell)
    if mark.get("grade") and not mark.get("solution") and cell["cell_type"] == "code":
        return "test"
    if mark.get("grade") or mark.get("task"):
        return "answer"
    if mark.get("solution") and cell["cell_type"] == "code":
        return "solution"
    return "code" if cell["cell_type"] == "code" else "text"
