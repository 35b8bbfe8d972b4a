"""extensions.csv, beside the gradebook: who may hand in a lesson later, and until when.

One line a learner and lesson: `student,lesson,due`, the time with its zone, as in
`ann,01_masked_attention,2026-11-09 23:59 Europe/Berlin` or `ann,01_masked_attention,2026-11-09 23:59 +01:00`.
"""

import os
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

from autograder.grading import lesson, tables
from autograder.grading.tables import Mistaken

FILE = "extensions.csv"


def read(root: str | os.PathLike[str]) -> dict[tuple[str, str], datetime]:
    """{(student, lesson): new due time, in UTC and without a zone, as nbgrader keeps times}; {} without a
    file."""
    due: dict[tuple[str, str], datetime] = {}

    def understand(row: list[str]) -> None:
        key, time = _line(root, row)
        if due.setdefault(key, time) != time:
            raise Mistaken(f"a second time for {key[0]} and {key[1]}")

    tables.read(Path(root, FILE), understand, ("student", "lesson"))
    return due


def _line(root: str | os.PathLike[str], row: list[str]) -> tuple[tuple[str, str], datetime]:
    if len([cell for cell in row if cell]) != 3:
        raise Mistaken(f"expected student, lesson and new due time, found {', '.join(row)!r}")
    student, name, time = row[:3]
    if not Path(root, "solutions", name).is_dir():
        raise Mistaken(lesson.where_it_went(root, name).rstrip(".") or f"there is no lesson {name!r}")
    return (student, name), _utc(time)


def _utc(text: str) -> datetime:
    """A date and time with its zone, in UTC."""
    moment, zone = text, None
    *before, last = text.split()
    if before and not last[0].isdigit():
        moment = " ".join(before)
        try:
            zone = datetime.fromisoformat(f"2000-01-01T00:00{last}").tzinfo
        except ValueError:
            try:
                zone = zoneinfo.ZoneInfo(last)
            except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
                raise Mistaken(f"{last!r} is no time zone; write Europe/Berlin or +01:00, say") from None
    try:
        time = datetime.fromisoformat(moment)
    except ValueError:
        raise Mistaken(f"{text!r} is no time; write 2026-11-09 23:59 +01:00, say") from None
    if len(moment) <= 10:
        raise Mistaken(f"{text!r} is a day; give the time of the day as well")
    time = time if time.tzinfo else time.replace(tzinfo=zone)
    if time.tzinfo is None:
        raise Mistaken(f"{text!r} has no zone; write {text} +01:00 or {text} Europe/Berlin, say")
    return time.astimezone(UTC).replace(tzinfo=None)
