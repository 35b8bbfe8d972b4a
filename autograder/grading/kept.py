"""One notebook of one student, and the files that are kept of it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.grading import lesson
from autograder.grading.course import Course
from autograder.grading.handed_in import HandIn
from autograder.grading.result import Result, Shown, from_json


@dataclass
class Submission:
    """One notebook of one student: where it lies, its key, its result once there is one, and, if grading
    itself failed, the failure. With neither it was not judged yet.

    depends  a digest of all that its result depends on beside itself
    said     what to know of how it was handed in
    made_from  a digest of each thing that its result depends on; entry: what was written into the history, if
               anything
    """

    student: str
    lesson: lesson.Lesson
    hand_in: HandIn
    depends: bytes
    key: str = ""
    result: Result | None = None
    failure: str = ""
    fresh: bool = False
    scores: dict = field(default_factory=dict)
    said: str = ""
    made_from: dict[str, str] = field(default_factory=dict)
    entry: dict[str, Any] | None = None


def autograded_place(course: Course, submission: Submission) -> Path:
    """The notebook that Formgrader and feedback show."""
    return _below(course.autograded / submission.student / submission.lesson.name, submission, ".ipynb")


def place(course: Course, submission: Submission) -> Path:
    """The result."""
    return _below(
        course.reports / submission.lesson.name / "results" / submission.student, submission, ".json"
    )


def marker(course: Course, submission: Submission) -> Path:
    """What says that a result was entered, and which one."""
    return place(course, submission).with_suffix(".entered")


def _below(folder: Path, submission: Submission, suffix: str) -> Path:
    return folder / f"{submission.lesson.notebook}{suffix}"


def read(path: str | os.PathLike[str], key: str) -> Result | None:
    """The result in a file, if there is one under this key."""
    try:
        kept = from_json(Path(path).read_text(encoding="utf8"))
    except (OSError, ValueError):
        return None
    return kept if kept.key == key else None


def shown(course: Course, submission: Submission) -> tuple[Shown, ...]:
    """The cells of a judged submission, which stay on the disk."""
    kept = read(place(course, submission), submission.key)
    return kept.cells if kept else ()


def recorded(course: Course, submission: Submission) -> Result | None:
    """The result of an earlier run under the same key, without its cells, or None."""
    kept = read(place(course, submission), submission.key)
    return None if kept is None else kept.without_cells()
