"""Grades what lies in submitted/: finds it, has it judged, records every result, brings the gradebook in line.

Results are kept in reports/<lesson>/results/, one file a submission, under a key made of everything they
depend on: submission, lesson, checks, secret. Whatever has a result under today's key is not run again, so a
batch that was killed goes on where it stopped, and a second run does nothing.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy

import autograder
import decodelab
from autograder.grading import autograded, engine, intake, lesson, work
from autograder.grading.gradebook import Book, automatic_points, settings, timestamp_of
from autograder.grading.sandbox import Limits


@dataclass
class Submission:
    """One notebook of one student: the folder it lies in, its key, its result once there is one, and, if
    grading itself failed, the failure. With neither it was not judged yet."""

    student: str
    lesson: lesson.Lesson
    folder: Path
    given: object
    key: str
    result: dict | None = None
    failure: str = ""
    fresh: bool = False
    scores: dict = field(default_factory=dict)


class Course:
    """The folders of a course, from nbgrader_config.py."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.config = settings(self.root)
        self.submitted = self._folder("submitted_directory", "submitted")
        self.autograded = self._folder("autograded_directory", "autograded")
        self.reports = self.root / "reports"

    def _folder(self, setting, default):
        return self.root / (self.config.CourseDirectory.get(setting) or default)

    def lessons(self):
        """Names of lessons that somebody submitted."""
        return sorted(
            {
                path.name
                for path in self.submitted.glob("*/*")
                if (self.root / "solutions" / path.name).is_dir()
            }
        )

    def secret(self):
        """What makes the checks' inputs unforeseeable: 32 bytes beside the gradebook, made on first use."""
        path = self.root / ".course_secret"
        if not path.exists():
            descriptor, whole = tempfile.mkstemp(dir=self.root, prefix=".course_secret-")
            try:
                with os.fdopen(descriptor, "w") as file:
                    file.write(secrets.token_hex(32))
                with contextlib.suppress(FileExistsError):  # whoever grades at the same moment was first
                    os.link(whole, path)
            finally:
                os.unlink(whole)
        return path.read_text().strip()

    @contextlib.contextmanager
    def alone(self):
        """Wait until nobody else grades this course: there is one writer, and what one has judged the other need not."""
        self.secret()
        with open(self.root / ".course_secret") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Somebody else is grading this course; waiting until they are done.", file=sys.stderr)
                fcntl.flock(file, fcntl.LOCK_EX)
            except OSError:
                pass  # a disk that knows no locks
            yield

    def hidden(self):
        """What no learner's code may see."""
        return [self.root]


def collect(course, name):
    """Every submission of a lesson, a list of Submission; reads the files."""
    found = []
    version, secret = _version(), course.secret()
    for one in lesson.load(course.root, name):
        text = lesson.to_json(one)
        for folder in sorted(course.submitted.glob(f"*/{name}")):
            student = folder.parent.name
            try:
                given = intake.read(folder, one.notebook)
                content = given
            except intake.Unreadable as problem:
                given, content = problem, f"{problem.state}: {problem.message}".encode()
            if intake.legible(student) != student:
                said = "the folder's name is not UTF-8; rename it"
                found.append(Submission(intake.legible(student), one, folder, given, "", failure=said))
                continue
            digest = hashlib.sha256()
            for part in (version, secret.encode(), text.encode(), content):
                digest.update(len(part).to_bytes(8, "big") + part)
            found.append(Submission(student, one, folder, given, digest.hexdigest()))
    return found


def grade(
    course,
    name,
    students=None,
    workers=2,
    scheduler=None,
    walled=True,
    fresh=False,
    limits=Limits(),
    progress=lambda done, total: None,
):
    """Grade a lesson; returns its Submissions. progress(done, total) is called after each.

    students   judge the submissions of these only; of the others, results of earlier runs are returned
    """
    submissions = collect(course, name)
    chosen = [s for s in submissions if not students or s.student in students]
    for submission in submissions:
        submission.result = (
            None if submission.failure or fresh and submission in chosen else _recorded(course, submission)
        )
    waiting = [s for s in chosen if s.result is None and not s.failure]
    todo = {s.key: s for s in waiting}
    twins = [s for s in waiting if todo[s.key] is not s]
    tasks = [_task(course, s, limits, walled) for s in todo.values()]
    lessons = {id(s.lesson): s.lesson for s in submissions}.values()
    judging = engine.on_a_cluster(tasks, scheduler) if scheduler else engine.on_this_machine(tasks, workers)
    # A new gradebook takes nbgrader a second or two to lay out: the first submissions are judged meanwhile.
    with judging as outcomes, contextlib.closing(Book(course.root, course.config)) as book:
        for one in lessons:
            book.register(one)
        _bring_in_line(course, book, [s for s in submissions if s.result is not None])
        done = len(chosen) - len(waiting)
        progress(done, len(chosen))
        for task, outcome in outcomes:
            for submission in [todo[task["key"]]] + [s for s in twins if s.key == task["key"]]:
                if isinstance(outcome, Exception) or outcome is None:
                    submission.failure = str(outcome)
                else:
                    submission.result, submission.fresh = outcome, True
                    _record(course, submission)
                    _enter(course, book, submission)
                done += 1
                progress(done, len(chosen))
        for one in lessons:
            scores = book.scores(one)
            for submission in submissions:
                if submission.lesson is one:
                    submission.scores = scores.get(submission.student, {})
    return submissions


def _task(course, submission, limits, walled):
    seed = hashlib.sha256(f"{course.secret()} {submission.key}".encode()).digest()
    words = [int.from_bytes(seed[at : at + 4], "big") for at in range(0, 16, 4)]
    return work.task(
        submission.key,
        lesson.to_json(submission.lesson),
        submission.given,
        words,
        limits,
        walled,
        course.hidden(),
    )


def _bring_in_line(course, book, submissions):
    """Gradebook and autograded notebooks say what the recorded results say; nothing is touched that does already."""
    standing = {}
    for submission in submissions:
        one = submission.lesson
        if one.name not in standing:
            standing[one.name] = book.scores(one)
        there = {name: auto for name, (auto, _) in standing[one.name].get(submission.student, {}).items()}
        marker = _marker(course, submission)
        if (
            there != automatic_points(one, submission.result)
            or not marker.exists()
            or marker.read_text() != submission.key
        ):
            _enter(course, book, submission)
        elif not _autograded(course, submission).exists():
            autograded.write(_autograded(course, submission), submission.result)


def _enter(course, book, submission):
    """One result into gradebook and autograded notebook; the marker says last that both are done."""
    one = submission.lesson
    book.enter(
        one, submission.student, automatic_points(one, submission.result), timestamp_of(submission.folder)
    )
    autograded.write(_autograded(course, submission), submission.result)
    autograded.replace(_marker(course, submission), submission.key)


def _autograded(course, submission):
    return (
        course.autograded
        / submission.student
        / submission.lesson.name
        / f"{submission.lesson.notebook}.ipynb"
    )


def _marker(course, submission):
    return _place(course, submission).with_suffix(".entered")


def _place(course, submission):
    return (
        course.reports
        / submission.lesson.name
        / "results"
        / submission.student
        / f"{submission.lesson.notebook}.json"
    )


def _recorded(course, submission):
    """The result of an earlier run under the same key, or None."""
    try:
        result = json.loads(_place(course, submission).read_text(encoding="utf8"))
    except (OSError, ValueError):
        return None
    return result if result.get("key") == submission.key else None


def _record(course, submission):
    autograded.replace(_place(course, submission), json.dumps(submission.result))


def _version():
    """A digest of what judges: code and data."""
    digest = hashlib.sha256(numpy.__version__.encode())
    for package in (autograder, decodelab):
        folder = Path(package.__file__).parent
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.digest()
