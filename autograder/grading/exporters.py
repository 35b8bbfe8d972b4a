"""Grades for upload to an LMS, as nbgrader exporter plugins:

    nbgrader export --exporter=autograder.grading.exporters.CanvasExporter --to=canvas.csv --assignment='["01_masked_attention"]'

Both are quoted as CSV wants it, and no cell starts a formula in a spreadsheet.
"""

import csv
from collections.abc import Iterator

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from autograder.grading.report import unformula


class _LmsExporter(ExportPlugin):
    """One line a student, one column an assignment."""

    default = ""

    def export(self, gradebook: Gradebook) -> None:
        assignments = [
            a for a in gradebook.assignments if not self.assignment or a.name in map(str, self.assignment)
        ]
        students = [s for s in gradebook.students if not self.student or s.id in map(str, self.student)]
        with open(self.to or self.default, "w", newline="", encoding="utf8") as file:
            lines = csv.writer(file)
            lines.writerows(self.head(assignments))
            for student in sorted(students, key=lambda s: s.id):
                lines.writerow(
                    [
                        *map(unformula, self.identity(student)),
                        *(_points(gradebook, a, student) for a in assignments),
                    ]
                )


class CanvasExporter(_LmsExporter):
    """For Canvas: Grades, Import. Students are found by their SIS login, which is nbgrader's student id."""

    default = "canvas.csv"

    def head(self, assignments: list[Assignment]) -> Iterator[list[str]]:
        yield ["Student", "ID", "SIS Login ID", "Section", *(a.name for a in assignments)]
        yield ["    Points Possible", "", "", "", *(f"{a.max_score:g}" for a in assignments)]

    def identity(self, student: Student) -> list[str]:
        name = ", ".join(filter(None, [student.last_name, student.first_name])) or student.id
        return [name, student.lms_user_id or "", student.id, ""]


class MoodleExporter(_LmsExporter):
    """For Moodle: Grades, Import, CSV file; map "Username" to the user and each assignment to its grade item."""

    default = "moodle.csv"

    def head(self, assignments: list[Assignment]) -> Iterator[list[str]]:
        yield ["Username", "First name", "Last name", "Email address", *(a.name for a in assignments)]

    def identity(self, student: Student) -> list[str]:
        return [student.id, student.first_name or "", student.last_name or "", student.email or ""]


def _points(gradebook: Gradebook, assignment: Assignment, student: Student) -> str:
    """Points after late penalties; empty without a submission, so that an import changes nothing."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return ""
    return f"{max(0.0, submission.score - (submission.late_submission_penalty or 0.0)):g}"
