"""What learners wrote for an exercise, from the notebooks that were judged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.grading import kept
from autograder.grading.course import Course
from autograder.grading.kept import Submission

MOST = 6_000
"""Characters of an answer that a page shows."""


@dataclass(frozen=True)
class Answer:
    """One text, and who handed it in: equal texts are one."""

    source: str
    students: tuple[str, ...]


def cell_of(submission: Submission, test: str, exercise: str) -> str:
    """The grade id of the cell in which an exercise is solved, "" if there is none.

    The one that defines the exercise's name; a quiz or an exercise of an instructor's own: the last before
    its test.
    """
    cells = submission.lesson.cells
    for cell in cells:
        if cell.role == "solution" and exercise and exercise in cell.defines:
            return cell.grade_id
    place = next((i for i, cell in enumerate(cells) if cell.grade_id == test), 0)
    return next((cell.grade_id for cell in reversed(cells[:place]) if cell.role == "solution"), "")


def sources(course: Course, submission: Submission) -> dict[str, str]:
    """{grade id: what stands in that cell} of one judged submission."""
    return {
        grade_id: cell.source
        for cell in kept.shown(course, submission)
        if (grade_id := ((cell.metadata or {}).get("nbgrader") or {}).get("grade_id"))
    }


def alike(pairs: Iterable[tuple[str, str]]) -> list[Answer]:
    """Of (student, source) each text once, the shortest first."""
    found: dict[str, list[str]] = {}
    for student, source in pairs:
        found.setdefault(source.strip(), []).append(student)
    return [
        Answer(cut(text), tuple(found[text])) for text in sorted(found, key=lambda t: (len(t), t)) if text
    ]


def cut(source: str) -> str:
    return source if len(source) <= MOST else source[:MOST] + "\n# … and more"


Sources = dict[str, dict[str, str]]
"""{student: {grade id: source}}"""


def of_class(course: Course, submissions: Sequence[Submission]) -> Sources:
    """What everyone wrote who failed a test: nobody else's code is shown."""
    return {
        s.student: sources(course, s)
        for s in submissions
        if s.result is not None and any(v.state != "pass" for v in s.result.tests.values())
    }
