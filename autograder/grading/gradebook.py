"""The one writer into nbgrader's gradebook. Points given by hand stay; everything else follows the judge."""

import contextlib
import os
import sys
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from autograder.grading.lesson import Lesson  # noqa: E402
from autograder.grading.result import Result  # noqa: E402
from autograder.grading.roster import Roster  # noqa: E402

# A grammar that jsonschema would compile for 2 s and nobody here needs.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat  # noqa: E402
from nbgrader.api import (  # noqa: E402
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.dbutil import ALEMBIC_DIR  # noqa: E402
from sqlalchemy import create_engine, inspect, make_url, text  # noqa: E402
from traitlets.config import Config, PyFileConfigLoader  # noqa: E402


def settings(root: str | os.PathLike[str]) -> Config:
    """The course's nbgrader_config.py as a traitlets Config; empty if there is none."""
    if not Path(root, "nbgrader_config.py").exists():
        return Config()
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


MAKES_THE_DIFFERENCE = "(Points by hand stay in the gradebook; extra credit makes the difference.)"

PATIENCE = 60
"""Seconds to wait for somebody else who is writing into the gradebook."""


class CellsChanged(Exception):
    """The lesson has other tests now than those its submissions were graded with."""


class Book:
    """nbgrader's gradebook, opened once."""

    def __init__(self, root: str | os.PathLike[str], config: Config | None = None) -> None:
        self.config = settings(root) if config is None else config
        self.root = Path(root)
        self.url = self.config.CourseDirectory.get("db_url") or f"sqlite:///{self.root / 'gradebook.db'}"
        self.course = self.config.CourseDirectory.get("course_id") or "default_course"
        self._make_private()
        self._say_its_version()
        self._gradebook = Gradebook(self.url, self.course)
        if self.url.startswith("sqlite"):  # Formgrader may be writing
            self._gradebook.db.execute(text(f"PRAGMA busy_timeout = {1000 * PATIENCE}"))

    def _make_private(self) -> None:
        """A gradebook that is a file is its owner's alone, from the start."""
        url = make_url(self.url)
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            os.close(os.open(url.database, os.O_RDWR | os.O_CREAT, 0o600))
            with contextlib.suppress(PermissionError):  # somebody else's, who may keep it open to a group
                os.chmod(url.database, 0o600)

    def _say_its_version(self) -> None:
        """Note in a new gradebook which of nbgrader's layouts it has.

        nbgrader would ask a process of its own, which takes 4 s and answers Ctrl-C with a traceback.
        """
        engine = create_engine(self.url)
        with engine.begin() as connection:
            if not inspect(connection).get_table_names():
                from alembic.migration import MigrationContext  # a quarter of a second, once a course
                from alembic.script import ScriptDirectory

                MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")
        engine.dispose()

    def close(self) -> None:
        self._gradebook.close()

    def class_list(self) -> set[str]:
        """Who is in nbgrader's class list, with or without a submission: a set of student ids."""
        return {student for (student,) in self._gradebook.db.query(Student.id)}

    def assignments(self) -> set[str]:
        """Names of the assignments that the gradebook knows."""
        return {name for (name,) in self._gradebook.db.query(Assignment.name)}

    def register(self, lesson: Lesson) -> None:
        """Enter the lesson's cells and points, unless they are there; raises CellsChanged."""
        if self._worth(lesson) != {
            c.grade_id: c.points for c in lesson.cells if c.role in ("test", "answer")
        }:
            self.expect_same_cells(lesson)
            self.save_cells(lesson)

    def _worth(self, lesson: Lesson) -> dict[str, float] | None:
        """{graded cell: points} as the gradebook has it, or None if it does not know the lesson."""
        with contextlib.suppress(MissingEntry):
            notebook = self._gradebook.find_notebook(lesson.notebook, lesson.name)
            return {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
        return None

    def expect_same_cells(self, lesson: Lesson) -> None:
        """Raises CellsChanged if cells came or went after submissions of the lesson were graded."""
        try:
            notebook = self._gradebook.find_notebook(lesson.notebook, lesson.name)
        except MissingEntry:
            return
        there = {cell.name for cell in notebook.source_cells}
        cells = {cell.grade_id for cell in lesson.cells if cell.grade_id}
        if notebook.submissions and there != cells:
            changed = ", ".join(f"`{name}`" for name in sorted(there ^ cells))
            raise CellsChanged(
                f"Graded cells were added to {lesson.name} or taken away after it was first graded: "
                f"{changed}.\nEither restore them, or start over with `nbgrader db assignment remove "
                f"{lesson.name} --force` (which also drops points given by hand) and run the command again."
            )

    def save_cells(self, lesson: Lesson, root: str | os.PathLike[str] | None = None) -> None:
        """What `nbgrader generate_assignment` would enter, by nbgrader's own steps, of the solutions/ below
        root."""
        from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells, SaveCells

        self._gradebook.update_or_create_assignment(lesson.name)
        source = Path(root or self.root, "solutions", lesson.name, f"{lesson.notebook}.ipynb")
        notebook = nbformat.read(source, as_version=4)
        resources = {"nbgrader": {"notebook": lesson.notebook, "assignment": lesson.name, "db_url": self.url}}
        for step in (LockCells, ClearSolutions, ComputeChecksums, SaveCells):
            notebook, resources = step(config=self.config).preprocess(notebook, resources)
        worth = {cell.grade_id: cell.points for cell in lesson.cells}
        saved = self._gradebook.find_notebook(lesson.notebook, lesson.name)
        for cell in (*saved.grade_cells, *saved.task_cells):
            cell.max_score = worth.get(cell.name, cell.max_score)  # a class may change it
        self._gradebook.db.commit()
        self._gradebook.db.expire_all()

    def scores(self, lesson: Lesson) -> dict[str, dict[str, tuple[float | None, float | None]]]:
        """{student: {grade_id: (automatic points or None, points or None if still to be given)}} as they
        stand."""
        rows = (
            self._gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == lesson.name, Notebook.name == lesson.notebook)
        )
        scores: dict[str, dict[str, tuple[float | None, float | None]]] = {}
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

    def totals(self, lesson: Lesson) -> tuple[dict[str, float], float]:
        """({student: points after late penalties} of who handed in, points of the whole lesson)."""
        try:
            assignment = self._gradebook.find_assignment(lesson.name)
        except MissingEntry:
            return {}, 0.0
        points = {s.student_id: total(s) for s in assignment.submissions}
        return points, float(assignment.max_score)

    def enroll(self, roster: Roster) -> None:
        """Everybody of a roster into the class list, with names, e-mail and the LMS's number."""
        book = self._gradebook
        there = {student.id: student for student in book.db.query(Student)}
        for one in roster:
            new = {
                "first_name": one.first_name or None,
                "last_name": one.last_name or None,
                "email": one.email or None,
                "lms_user_id": one.canvas_id or one.moodle_id or None,
            }
            if one.id not in there:
                book.db.add(Student(id=one.id, **new))
            for column, value in new.items() if one.id in there else ():
                if getattr(there[one.id], column) != value:
                    setattr(there[one.id], column, value)
        book.db.commit()

    def enter(
        self,
        lesson: Lesson,
        student: str,
        automatic: Mapping[str, float | None],
        timestamp: datetime | None = None,
        due: datetime | None = None,
        changes: Mapping[str, tuple[float, str]] | None = None,
        said: Mapping[str, str] | None = None,
    ) -> None:
        """Write one submission's automatic points: {grade_id: points, or None where a human decides}.

        Points given by hand stay and are put up for review, as nbgrader does after a resubmission. For
        timestamp and due see `be_late`. changes: {grade_id: (points, why)} by overrides.csv, which count
        before points by hand.
        said: {grade_id: a comment of the judge's}.
        """
        book = self._gradebook
        book.update_or_create_student(student)
        with book.db.no_autoflush:
            book.update_or_create_submission(lesson.name, student)
            notebook = book.find_submission_notebook(lesson.notebook, lesson.name, student)
            for grade in notebook.grades:
                grade.auto_score = automatic.get(grade.cell.name, 0.0)
                grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
            changed = dict(changes or {})
            self._change(notebook, changed)
            self._comment_on(notebook, said or {})
            unanswered = {name for name, points in automatic.items() if points == 0.0}
            for comment in notebook.comments:
                name = comment.cell.name
                if name in changed:
                    comment.auto_comment = changed[name][1]
                elif said and name in said:
                    comment.auto_comment = said[name]
                else:
                    comment.auto_comment = "No response." if name in unanswered else None
        book.db.commit()
        self.be_late(lesson, {student: (timestamp, due)})

    def _comment_on(self, notebook: SubmittedNotebook, names: Collection[str]) -> None:
        """See to it that cells have a comment: nbgrader gives tests none."""
        there = {comment.cell.name for comment in notebook.comments}
        for grade in notebook.grades:
            if grade.cell.name in set(names) - there:
                self._gradebook.db.add(Comment(cell_id=grade.cell_id, notebook=notebook))
        self._gradebook.db.flush()

    def _change(self, notebook: SubmittedNotebook, changes: dict[str, tuple[float, str]]) -> None:
        """Points of some cells, above those given by hand: these stay, and extra credit makes the difference.

        Each such cell has a comment, so that the extra credit can be taken back when there is no change any
        more.
        """
        comments = {comment.cell.name: comment for comment in notebook.comments}
        for grade in notebook.grades:
            name = grade.cell.name
            if name in comments and (comments[name].auto_comment or "").endswith(MAKES_THE_DIFFERENCE):
                grade.extra_credit = None
            if name not in changes:
                continue
            points, why = changes[name]
            grade.auto_score, grade.needs_manual_grade = points, False
            if grade.manual_score not in (None, points) and not grade.extra_credit:
                grade.extra_credit = points - grade.manual_score
                changes[name] = (points, f"{why} {MAKES_THE_DIFFERENCE}")
            if name not in comments:
                self._gradebook.db.add(Comment(cell_id=grade.cell_id, notebook=notebook))
        self._gradebook.db.flush()

    def be_late(self, lesson: Lesson, times: Mapping[str, tuple[datetime | None, datetime | None]]) -> None:
        """Have penalties follow due dates, extensions, settings and points as they are now.

        times: {student: (when it was handed in or None, the due time that an extension gives or None)}. The
               plugin
        that the course names sets the price, as in nbgrader's AssignLatePenalties.
        """
        db = self._gradebook.db
        db.expire_all()
        submissions = (
            db.query(SubmittedAssignment)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == lesson.name, SubmittedAssignment.student_id.in_(list(times)))
        )
        for submission in submissions:
            timestamp, due = times[submission.student_id]
            if submission.timestamp != timestamp:
                submission.timestamp = timestamp
            if due is None and submission.assignment.duedate is not None:
                due = submission.duedate
            late = 0 if timestamp is None or due is None else max(0, (timestamp - due).total_seconds())
            for notebook in submission.notebooks:
                if notebook.name == lesson.notebook and (
                    late or notebook.late_submission_penalty is not None
                ):
                    penalty = self._price(submission.student_id, notebook.score, late)
                    if notebook.late_submission_penalty != penalty:
                        notebook.late_submission_penalty = penalty
        db.commit()
        db.expire_all()

    def _price(self, student: str, score: float, late: float) -> float | None:
        if not late:
            return None
        from nbgrader.preprocessors import AssignLatePenalties

        step = AssignLatePenalties(config=self.config)
        step.init_plugin()
        penalty = step.plugin_inst.late_submission_penalty(student, score, late)
        return None if penalty is None else min(max(penalty, 0), score)


def total(submission: SubmittedAssignment) -> float:
    """Points after late penalties."""
    return max(0.0, float(submission.score - (submission.late_submission_penalty or 0.0)))


def timestamp_of(folder: str | os.PathLike[str]) -> datetime | None:
    """The time in a submission's timestamp.txt, as nbgrader's collect writes it, or None; raises ValueError
    if the file is there and says no time."""
    path = Path(folder, "timestamp.txt")
    if path.is_symlink() or not path.exists():
        return None
    from nbgrader.utils import parse_utc

    try:
        with open(path, encoding="utf8") as file:
            return parse_utc(file.read(100).strip())
    except (OSError, ValueError, OverflowError, TypeError):
        raise ValueError("timestamp.txt says no time, so nothing is late") from None


def automatic_points(lesson: Lesson, result: Result) -> dict[str, float | None]:
    """{grade_id: points} of one result; None where a human decides, or the test may be at fault."""
    points = {
        grade_id: None if verdict.unsettled else verdict.points for grade_id, verdict in result.tests.items()
    }
    return points | {grade_id: None if changed else 0.0 for grade_id, changed in result.answers.items()}
