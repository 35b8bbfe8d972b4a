"""`python -m autograder export FILE LESSON …`: points into a file of the LMS's own, which it takes back.

FILE is what Canvas exports of its gradebook, or Moodle's grading worksheet of one assignment. Names and
numbers in it stay as they are; what is written is FILE-graded.csv beside it: of Canvas's columns those that
say who somebody is and those of the lessons, of Moodle's all. Whoever has handed in nothing is left as they
are.
"""

import argparse
import contextlib
import csv
import io
import re
import sys
from pathlib import Path

from autograder.grading import lesson, roster, tables
from autograder.grading.autograded import replace
from autograder.grading.gradebook import Book, settings
from autograder.grading.handed_in import speaks_of


class Sheet:
    """An LMS's file: its heading, its rows, and where in them somebody and their grade stand."""

    def __init__(self, path: Path) -> None:
        text = tables.text_of(path)
        self.delimiter = tables.delimiter_of(text)
        # as they are: Moodle's names may have spaces that belong to them
        self.rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter) if any(row)
        ]
        self.heading = self.rows[0] if self.rows else []
        self.columns = {name.strip().lower(): at for at, name in enumerate(self.heading)}
        if "identifier" in self.columns and "grade" in self.columns:
            self.lms = "Moodle"
        elif {"id", "section"} <= self.columns.keys() and {"student", "lastname"} & self.columns.keys():
            self.lms = "Canvas"
        else:
            raise tables.Mistaken(
                f"{path.name} is neither a gradebook that Canvas exported (Student, ID, …, Section) nor a "
                "grading worksheet of Moodle's in English (Identifier, …, Grade)."
            )

    def cell(self, row: list[str], column: str) -> str:
        at = self.columns.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    def is_a_student(self, row: list[str]) -> bool:
        """Whether a row is about somebody: Canvas has rows of points, and of assignments that are posted by
        hand."""
        return row is not self.heading and bool(
            self.cell(row, "id" if self.lms == "Canvas" else "identifier")
        )

    def student(self, row: list[str], known: roster.Roster) -> str | None:
        """Who a row is about: an id of the roster; without one, the number that an import gave them."""
        number = self.cell(row, "id" if self.lms == "Canvas" else "identifier")
        found = (
            known.of(
                canvas_id=number,
                sis_user_id=self.cell(row, "sis user id"),
                sis_login_id=self.cell(row, "sis login id"),
            )
            if self.lms == "Canvas"
            else known.of(
                email=self.cell(row, "email address"),
                moodle_id=self.cell(row, "id number"),
                moodle_username=self.cell(row, "username"),
            )
        )
        name = self._name(row)
        same = known.named(name) if found is None else []
        alike = [
            r for r in self.rows if self.is_a_student(r) and roster.plain(self._name(r)) == roster.plain(name)
        ]
        if len(same) == len(alike) == 1 and not (self.lms == "Canvas" and same[0].canvas_id):
            found = same[0]
        digits = re.sub(r"\D", "", number)
        return found.id if found else f"{self.lms.lower()}_{digits}"

    def _name(self, row: list[str]) -> str:
        first_and_last = self.cell(row, "lastname") + self.cell(row, "firstname")
        return self.cell(row, "student") or self.cell(row, "full name") or first_and_last

    def column(self, one: lesson.Lesson, named: str | None) -> int:
        """The column of a lesson's points."""
        if self.lms == "Moodle":
            return self.columns["grade"]
        start = self.columns["section"] + 1
        found = [
            at
            for at, name in enumerate(self.heading)
            if at >= start and (name == named if named else speaks_of(re.sub(r" \(\d+\)$", "", name), one))
        ]
        if len(found) != 1:
            what = f"no column {named!r}" if named else "no column" if not found else f"{len(found)} columns"
            raise tables.Mistaken(
                f"the gradebook has {what} for {one.name}. Say which with --column, as it stands in the "
                f"file: {', '.join(repr(name) for name in self.heading[start:])}."
            )
        return found[0]

    def most(self, row: list[str], column: int) -> float | None:
        """What the LMS gives at most, None if it does not say."""
        if self.lms == "Moodle":
            return _number(self.cell(row, "maximum grade"))
        points = next((r for r in self.rows if r[0].strip().startswith("Points Possible")), None)
        return _number(points[column]) if points and column < len(points) else None


def main(arguments: list[str]) -> int:
    """The command; its exit code is 1 if somebody's points found no place."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder export", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("file", type=Path, help="what Canvas or Moodle exported")
    parser.add_argument("lesson", nargs="+", help="e.g. 01_masked_attention; one for Moodle")
    parser.add_argument("--column", help="Canvas's column of the lesson, if its title does not say so")
    parser.add_argument(
        "--scale", action="store_true", help="where the LMS gives more or less points at most, scale"
    )
    parser.add_argument("--root", default=".", help="the course's folder (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        return _export(options)
    except (tables.Mistaken, lesson.BrokenLesson) as problem:
        print(f"Nothing was written. {problem}", file=sys.stderr)
        return 2


def _export(options: argparse.Namespace) -> int:
    sheet, known = Sheet(options.file), roster.read(options.root)
    if len(options.lesson) > 1 and (sheet.lms == "Moodle" or options.column):
        raise tables.Mistaken("a worksheet of Moodle's, and --column, are for one lesson at a time.")
    filled, without, said = [], [], []
    students = {sheet.student(row, known): row for row in sheet.rows if sheet.is_a_student(row)}
    for name in options.lesson:
        (one,) = lesson.load(options.root, name)
        column = sheet.column(one, options.column)
        filled.append(column)
        points, most = _points(options.root, one)
        for student, got in sorted(points.items()):
            row = students.get(student)
            if row is None:
                without.append(f"{student} ({name}: {got:g})")
                continue
            there = sheet.most(row, column)
            if there is not None and there != most and not options.scale:
                raise tables.Mistaken(
                    f"{sheet.lms} gives {there:g} points for {name} at most, and here it is worth {most:g}. "
                    f"Change that in {sheet.lms} and export again, or let --scale scale the points."
                )
            got = got if there is None or not most else got * there / most
            row.extend([""] * (column + 1 - len(row)))
            row[column] = f"{got:.2f}".rstrip("0").rstrip(".")
        said.append(f"{name}: points of {len(points.keys() & students.keys())} students")
    target = options.file.with_name(f"{options.file.stem}-graded.csv")
    replace(target, _text(sheet, filled))
    print("\n".join(said))
    if without:
        print(f"  {len(without):5} have points, and no row in {options.file.name}: {', '.join(without)}")
    print(f"  {target}")
    return 1 if without else 0


def _text(sheet: Sheet, filled: list[int]) -> str:
    """The file for the LMS. Canvas takes what it does not find as unchanged; other columns could be old by
    then."""
    kept = range(len(sheet.heading))
    if sheet.lms == "Canvas":
        kept = [at for at in kept if at <= sheet.columns["section"] or at in filled]  # type: ignore[assignment]
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=sheet.delimiter)
    lines.writerows([row[at] if at < len(row) else "" for at in kept] for row in sheet.rows)
    return text.getvalue()


def _points(root: str, one: lesson.Lesson) -> tuple[dict[str, float], float]:
    """({student: points after late penalties} of who handed in, what the lesson is worth in this class)."""
    with contextlib.closing(Book(root, settings(root))) as book:
        return book.totals(one)


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
