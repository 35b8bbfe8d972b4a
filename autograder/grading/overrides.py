"""overrides.csv, beside the gradebook: what a class changes about points, in place of edited notebooks.

One line a change: `student,lesson,cell,points,reason`. The student is an id or `all`, the cell a test's or an
answer's grade id; points are one of

    2.5       what they have, whatever the judge or Formgrader says
    full      all points of the cell
    worth 4   for all: what the test is worth from now on; points go up or down with it
    dropped   for all: the question is worth nothing any more

The reason is shown to the learner. A line counts from the next `make grade` on, one that is gone no longer.
"""

import dataclasses
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.grading import lesson, tables
from autograder.grading.tables import Mistaken

FILE = "overrides.csv"
ALL = "all"
EXPECTED = "expected student or all, lesson, cell, points, reason"


@dataclass(frozen=True)
class Override:
    """One line. worth: whether it says what the cell is worth, not what somebody has; points None means all
    of them."""

    student: str
    lesson: str
    cell: str
    points: float | None
    worth: bool
    reason: str


class Overrides:
    """What the lines say, for one lesson at a time."""

    def __init__(self, lines: Iterable[Override] = ()) -> None:
        self._lines = list(lines)

    def priced(self, one: lesson.Lesson) -> lesson.Lesson:
        """The Lesson with what its cells are worth in this class."""
        worth = {o.cell: o.points for o in self._of(one) if o.worth}
        if not worth:
            return one
        cells = tuple(dataclasses.replace(c, points=worth.get(c.grade_id, c.points)) for c in one.cells)
        return dataclasses.replace(one, cells=cells)

    def changes(self, one: lesson.Lesson, student: str) -> dict[str, tuple[float, str]]:
        """{cell: (points, sentence for the learner)} of what a student has by a line, the one of their own
        before that of all."""
        worth = {c.grade_id: c.points for c in self.priced(one).cells}
        changes = {}
        for o in sorted(self._of(one), key=lambda o: (o.student != ALL, not o.worth)):
            if o.worth and not worth[o.cell]:
                changes[o.cell] = (0.0, f"Dropped: this question counts for nobody. {o.reason}")
            elif not o.worth and worth[o.cell] and o.student in (ALL, student):
                points = worth[o.cell] if o.points is None else o.points
                changes[o.cell] = (points, f"Changed to {points:g} of {worth[o.cell]:g} points: {o.reason}")
        return changes

    def points(
        self, one: lesson.Lesson, student: str, given: Mapping[str, float | None]
    ) -> dict[str, float | None]:
        """Automatic points ({cell: points or None} for what cells are worth in the release) as they count in
        this class."""
        before = {c.grade_id: c.points for c in one.cells}
        after = {c.grade_id: c.points for c in self.priced(one).cells}
        scaled = {
            name: points * after[name] / before[name] if points and before[name] != after[name] else points
            for name, points in given.items()
        }
        return scaled | {name: points for name, (points, _) in self.changes(one, student).items()}

    def notes(self, one: lesson.Lesson, student: str) -> dict[str, str]:
        """{cell: what the learner reads there}."""
        said = {
            o.cell: f"Worth {o.points:g} points now: {o.reason}"
            for o in self._of(one)
            if o.worth and o.points
        }
        return said | {name: sentence for name, (_, sentence) in self.changes(one, student).items()}

    def students(self, name: str) -> set[str]:
        """Who is named for a lesson."""
        return {o.student for o in self._lines if o.lesson == name} - {ALL}

    def _of(self, one: lesson.Lesson) -> list[Override]:
        cells = {c.grade_id for c in one.cells}
        return [o for o in self._lines if o.lesson == one.name and o.cell in cells]


def read(root: str | os.PathLike[str]) -> Overrides:
    """The Overrides of a course; raises Mistaken, with the line, on one that can't be meant."""
    lessons: dict[str, dict[str, lesson.Cell]] = {}
    seen: dict[tuple[str, str, str, bool], Override] = {}

    def understand(row: list[str]) -> Override:
        override = _line(root, row, lessons)
        key = (override.student, override.lesson, override.cell, override.worth)
        if key in seen:
            raise Mistaken(f"a second line for {override.student}, {override.lesson} and {override.cell}")
        seen[key] = override
        return override

    path = Path(root, FILE)
    found = tables.read(path, understand, ("student", "lesson"))
    for number, override in found.items():  # what a question is worth may stand below what somebody has of it
        worth = seen.get((ALL, override.lesson, override.cell, True))
        most = worth.points if worth else lessons[override.lesson][override.cell].points
        if not override.worth and most and (override.points or 0) > most:
            raise tables.at(
                path,
                number,
                f"{override.points:g} points of {override.cell}, which is worth {most:g}; what goes beyond "
                "is extra credit, in Formgrader",
            )
    return Overrides(found.values())


def _line(
    root: str | os.PathLike[str], row: list[str], lessons: dict[str, dict[str, lesson.Cell]]
) -> Override:
    if len(row) < 5 or not all(row[:4]) or not any(row[4:]):
        raise Mistaken(f"{EXPECTED}, found {', '.join(row)!r}")
    student, name, cell, points = row[:4]
    student = ALL if student.lower() == ALL else student
    if name not in lessons:
        try:
            cells = [c for one in lesson.load(root, name) for c in one.cells if c.role in ("test", "answer")]
        except lesson.BrokenLesson as problem:
            raise Mistaken(str(problem).rstrip(".")) from None
        lessons[name] = {c.grade_id: c for c in cells}
    if cell not in lessons[name]:
        raise Mistaken(f"{name} has no graded cell {cell!r}; it has {', '.join(lessons[name])}")
    number, worth = _points(points, student, lessons[name][cell])
    return Override(student, name, cell, number, worth, ", ".join(filter(None, row[4:])))


def _points(text: str, student: str, cell: lesson.Cell) -> tuple[float | None, bool]:
    """(points or None for all of them, whether it is what the cell is worth)."""
    word, _, rest = text.lower().partition(" ")
    if word == "full" and not rest:
        return None, False
    worth = word in ("worth", "dropped")
    if worth and student != ALL:
        raise Mistaken(
            f"what a question is worth is the same for all; give {student} a number of points, or `full`"
        )
    if word == "dropped" and not rest:
        return 0.0, True
    try:
        points = float((rest if worth else text).replace(",", "."))
    except ValueError:
        points = -1.0
    if not 0 <= points < float("inf"):
        raise Mistaken(f"{text!r} is no number of points; write 2.5, full, worth 4 or dropped")
    if worth and points and cell.role == "answer":
        raise Mistaken(
            f"{cell.grade_id} is graded by hand; change its points in solutions/ and run `make release`"
        )
    if worth and points and not cell.points:
        raise Mistaken(f"{cell.grade_id} has no points to go up or down; change them in solutions/")
    return points, worth
