"""roster.csv, beside the gradebook: who is who, here and in an LMS.

A heading, then one line a student. `id` is what folders of submitted/ and nbgrader's gradebook call them; the
other columns may be left out or empty, and stand in any order:

    id             jsmith
    first_name     Jane             last_name        Smith            email       jane.smith@example.org
    canvas_id      12345, "ID" in Canvas's gradebook and the first number in the names of its downloads
    sis_user_id    "SIS User ID"    sis_login_id     "SIS Login ID"   section     "Section", in the same place
    moodle_id      "ID number" of Moodle's profile                    moodle_username
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from autograder.grading import tables
from autograder.grading.tables import Mistaken

FILE = "roster.csv"
ONCE = ("id", "email", "canvas_id", "sis_user_id", "sis_login_id", "moodle_id", "moodle_username")
"""Columns in which no two students have the same."""


@dataclass(frozen=True)
class Student:
    """A line of the roster."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    section: str = ""
    moodle_id: str = ""
    moodle_username: str = ""

    @property
    def names(self) -> set[str]:
        """How an LMS may write their name, in letters and digits only."""
        return {plain(self.first_name + self.last_name), plain(self.last_name + self.first_name)} - {""}


COLUMNS = tuple(field.name for field in fields(Student))


class Roster:
    """Everybody, found by what some column says of them."""

    def __init__(self, students: Iterable[Student] = ()) -> None:
        self.students = {student.id: student for student in students}

    def __iter__(self) -> Iterator[Student]:
        return iter(self.students.values())

    def __bool__(self) -> bool:
        return bool(self.students)

    def of(self, **known: str) -> Student | None:
        """The student of whom one of these is true, e.g. of(canvas_id="12345", email=""): the first that
        anybody has."""
        for column, value in known.items():
            for student in self if value else ():
                if getattr(student, column).casefold() == value.casefold():
                    return student
        return None

    def named(self, name: str) -> list[Student]:
        """Everybody who is called like that."""
        return [student for student in self if plain(name) in student.names]


def plain(name: str) -> str:
    """A name's letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).casefold()


def read(root: str | os.PathLike[str]) -> Roster:
    """The Roster of a course, empty without a file; raises Mistaken, with the line, on what can't be
    meant."""
    path, heading = Path(root, FILE), [""]
    seen: dict[tuple[str, str], str] = {}

    def understand(row: list[str]) -> Student | None:
        if heading == [""]:
            heading[:] = _heading(row)
            return None
        if len([cell for cell in row[len(heading) :] if cell]):
            raise Mistaken(f"{len(row)} cells, and the heading has {len(heading)}")
        student = Student(**{"id": "", **dict(zip(heading, row))})
        if not _is_folder(student.id):
            raise Mistaken(f"expected an id that can be a folder's name, found {student.id!r}")
        for column in ONCE:
            value = getattr(student, column).casefold()
            if value and (column, value) in seen:
                raise Mistaken(
                    f"{column} {getattr(student, column)!r} is that of {seen[column, value]} already"
                )
            seen[column, value] = student.id
        return student

    found = tables.read(path, understand, ()).values()
    return Roster(student for student in found if student)


def _heading(row: list[str]) -> list[str]:
    names = [cell.lower().replace(" ", "_") for cell in row]
    unknown = [name for name in names if name not in COLUMNS]
    if "id" not in names or unknown or len(set(names)) != len(names):
        what = f"; there is no column {unknown[0]!r}" if unknown else ""
        raise Mistaken(f"expected a heading with id and any of {', '.join(COLUMNS[1:])}{what}")
    return names


def _is_folder(name: str) -> bool:
    return bool(name) and not name.startswith(".") and not re.search(r"[/\\\x00-\x1f]", name)
