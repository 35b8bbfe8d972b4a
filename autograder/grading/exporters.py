"""Grades for upload to an LMS, as nbgrader exporter plugins:

    nbgrader export --exporter=autograder.grading.exporters.CanvasExporter --to=canvas.csv
    --assignment='["01_masked_attention"]'

Both are quoted as CSV wants it, and no cell starts a formula in a spreadsheet.
"""

import csv
from collections.abc import Iterator

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from autograder.grading import roster
from autograder.grading.gradebook import total
from autograder.grading.report import unformula


class _LmsExporter(ExportPlugin):
    """One line a student, one column an assignment."""

    default = ""

    def export(self, gradebook: Gradebook) -> None:
        self.roster = roster.read(self.config.CourseDirectory.get("root") or ".")
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
    """For Canvas: Grades, Import. It finds students by ID, else SIS user ID, else SIS login ID; these stand
    in roster.csv.

    Without a roster the login is nbgrader's student id.
    """

    default = "canvas.csv"

    def head(self, assignments: list[Assignment]) -> Iterator[list[str]]:
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(a.name for a in assignments)]
        yield ["    Points Possible", "", "", "", "", *(f"{a.max_score:g}" for a in assignments)]

    def identity(self, student: Student) -> list[str]:
        name = ", ".join(filter(None, [student.last_name, student.first_name])) or student.id
        one = self.roster.of(id=student.id)
        if one is None:
            return [name, student.lms_user_id or "", "", student.id, ""]
        login = one.sis_login_id or ("" if one.canvas_id or one.sis_user_id else one.id)
        return [name, one.canvas_id, one.sis_user_id, login, one.section]


class MoodleExporter(_LmsExporter):
    """For Moodle: Grades, Import, CSV file; map "Email address", "ID number" or "Username" to the user and
    each assignment to its grade item."""

    default = "moodle.csv"

    def head(self, assignments: list[Assignment]) -> Iterator[list[str]]:
        yield [
            *("Username", "First name", "Last name", "ID number", "Email address"),
            *(a.name for a in assignments),
        ]

    def identity(self, student: Student) -> list[str]:
        one = self.roster.of(id=student.id)
        names = [student.first_name or "", student.last_name or ""]
        username = one.moodle_username if one and one.moodle_username else student.id
        return [username, *names, one.moodle_id if one else "", student.email or ""]


def _points(gradebook: Gradebook, assignment: Assignment, student: Student) -> str:
    """Points after late penalties; empty without a submission, so that an import changes nothing."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return ""
    return f"{total(submission):g}"
