"""The one writer into nbgrader's gradebook. Points given by hand stay; everything else follows the judge."""

import contextlib
import os
import sys
from pathlib import Path

sys.modules.setdefault(
    "rfc3987_syntax", None
)  # a grammar that jsonschema would compile for 2 s and nobody here needs

import nbformat  # noqa: E402
from nbgrader.api import (  # noqa: E402
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import text  # noqa: E402
from traitlets.config import Config, PyFileConfigLoader  # noqa: E402


def settings(root):
    """The course's nbgrader_config.py as a traitlets Config; empty if there is none."""
    if not Path(root, "nbgrader_config.py").exists():
        return Config()
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


PATIENCE = 60
"""Seconds to wait for somebody else who is writing into the gradebook."""


class CellsChanged(Exception):
    """The lesson has other tests now than those its submissions were graded with."""


class Book:
    """nbgrader's gradebook, opened once."""

    def __init__(self, root, config=None):
        self.config = settings(root) if config is None else config
        self.root = Path(root)
        self.url = self.config.CourseDirectory.get("db_url") or f"sqlite:///{self.root / 'gradebook.db'}"
        # nbgrader starts alembic by name to lay out a new gradebook
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self.course = self.config.CourseDirectory.get("course_id") or "default_course"
        self._gradebook = Gradebook(self.url, self.course)
        if self.url.startswith("sqlite"):  # Formgrader may be writing
            self._gradebook.db.execute(text(f"PRAGMA busy_timeout = {1000 * PATIENCE}"))

    def close(self):
        self._gradebook.close()

    def register(self, lesson):
        """Enter the lesson's cells and points, unless they are there; raises CellsChanged."""
        wanted = {cell.grade_id: cell.points for cell in lesson.cells if cell.role in ("test", "answer")}
        with contextlib.suppress(MissingEntry):
            notebook = self._gradebook.find_notebook(lesson.notebook, lesson.name)
            cells = [*notebook.grade_cells, *notebook.task_cells]
            if {cell.name: cell.max_score for cell in cells} == wanted:
                return
        self._gradebook.update_or_create_assignment(lesson.name)
        self._save_cells(lesson)

    def _save_cells(self, lesson):
        """What `nbgrader generate_assignment` would enter, by nbgrader's own steps."""
        from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells, SaveCells

        notebook = nbformat.read(
            self.root / "solutions" / lesson.name / f"{lesson.notebook}.ipynb", as_version=4
        )
        resources = {"nbgrader": {"notebook": lesson.notebook, "assignment": lesson.name, "db_url": self.url}}
        try:
            for step in (LockCells, ClearSolutions, ComputeChecksums, SaveCells):
                notebook, resources = step(config=self.config).preprocess(notebook, resources)
        except RuntimeError as error:
            raise CellsChanged(
                f"{error}.\nTests were added to {lesson.name} or taken away after it was first graded. Either restore them, or "
                f"start over with `nbgrader db assignment remove {lesson.name} --force` (which also drops points given by hand) "
                "and grade again."
            ) from None
        self._gradebook.db.expire_all()

    def scores(self, lesson):
        """{student: {grade_id: (automatic points or None, points or None if still to be given)}} as they stand."""
        rows = (
            self._gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == lesson.name, Notebook.name == lesson.notebook)
        )
        scores = {}
        for student, name, grade in rows:
            given = grade.auto_score if grade.manual_score is None else grade.manual_score
            scores.setdefault(student, {})[name] = (
                grade.auto_score,
                None
                if grade.needs_manual_grade and grade.manual_score is None
                else (given or 0.0) + (grade.extra_credit or 0.0),
            )
        self._gradebook.db.expire_all()
        return scores

    def enter(self, lesson, student, automatic, timestamp=None):
        """Write one submission's automatic points: {grade_id: points, or None where a human decides}.

        Points given by hand stay and are put up for review, as nbgrader does after a resubmission.
        """
        book = self._gradebook
        book.update_or_create_student(student)
        kept = {} if timestamp is None else {"timestamp": timestamp}
        with book.db.no_autoflush:
            book.update_or_create_submission(lesson.name, student, **kept)
            notebook = book.find_submission_notebook(lesson.notebook, lesson.name, student)
            for grade in notebook.grades:
                grade.auto_score = automatic.get(grade.cell.name, 0.0)
                grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
            unanswered = {name for name, points in automatic.items() if points == 0.0}
            for comment in notebook.comments:
                comment.auto_comment = "No response." if comment.cell.name in unanswered else None
            notebook.late_submission_penalty = None
        book.db.commit()
        self._penalise(book.find_submission(lesson.name, student), lesson.notebook)
        book.db.expire_all()

    def _penalise(self, submission, name):
        """What nbgrader's AssignLatePenalties would do: the plugin that the course names sets the price of being late."""
        if not submission.total_seconds_late:
            return
        from nbgrader.preprocessors import AssignLatePenalties

        notebook = next(n for n in submission.notebooks if n.name == name)
        step = AssignLatePenalties(config=self.config)
        step.init_plugin()
        penalty = step.plugin_inst.late_submission_penalty(
            submission.student_id, notebook.score, submission.total_seconds_late
        )
        notebook.late_submission_penalty = None if penalty is None else min(max(penalty, 0), notebook.score)
        self._gradebook.db.commit()


def timestamp_of(folder):
    """The time in a submission's timestamp.txt, as nbgrader's collect writes it, or None."""
    path = Path(folder, "timestamp.txt")
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 100:
        return None
    from nbgrader.utils import parse_utc

    try:
        return parse_utc(path.read_text().strip())
    except (OSError, ValueError, OverflowError):
        return None


def automatic_points(lesson, result):
    """{grade_id: points} of one result; None where a human decides, as for written answers that were changed."""
    points = {grade_id: verdict["points"] for grade_id, verdict in result["tests"].items()}
    return points | {grade_id: None if changed else 0.0 for grade_id, changed in result["answers"].items()}
