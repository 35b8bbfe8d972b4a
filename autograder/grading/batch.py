"""Grades what lies in submitted/: finds it, has it judged, records each result, brings the gradebook in line.

Results are kept in reports/<lesson>/results/, one file a submission, under a key made of everything they
depend on: submission, lesson, checks, secret. Whatever has a result under today's key is not run again, so a
batch that was killed goes on where it stopped, and a second run does nothing.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from autograder.grading import (
    autograded,
    carried,
    cluster,
    engine,
    extensions,
    intake,
    kept,
    lesson,
    overrides,
    proof,
    roster,
    version,
    work,
)
from autograder.grading.course import Course
from autograder.grading.gradebook import Book, automatic_points, timestamp_of
from autograder.grading.handed_in import HandIn
from autograder.grading.history import History
from autograder.grading.kept import Submission
from autograder.grading.result import Result, to_json
from autograder.grading.sandbox import Limits
from autograder.grading.work import Task

__all__ = ["Changed", "Course", "Submission", "absent", "collect", "grade"]


Due = Mapping[tuple[str, str], datetime]
"""{(student, lesson): the due time that an extension gives}"""


class Changed(Exception):
    """A file is another one than it was when the class was looked through."""


def collect(course: Course, name: str) -> list[Submission]:
    """Every submission of a lesson, a list of Submission. Each file is read, none is kept."""
    found, desk, judge = [], course.desk(), _version()
    for one in lesson.load(course.root, name):
        parts: dict[str, str | bytes] = {
            "checks": judge,
            "modules": version.of_own_modules(course.root, one),
            "secret": course.secret(),
            "lesson": lesson.to_json(one),
            "options": f"errors carried forward: {course.carries}",
        }
        depends = _digest(*parts.values())
        told = {name: _short(part) for name, part in parts.items() if name != "secret"}
        for student in desk.students:
            hand_in = desk.find(student, one)
            if hand_in is None:
                continue
            shown = intake.legible(student)
            said = "; ".join(filter(None, [hand_in.said, desk.late_mark(student, one)]))
            submission = Submission(shown, one, hand_in, depends, said=said)
            if shown != student:
                submission.failure = "the folder's name is not UTF-8; rename it"
            else:
                content = _content(hand_in)[1]
                submission.key = _digest(depends, content).hex()
                submission.made_from = told | {"submission": _short(content)}
            found.append(submission)
    return found


def absent(course: Course, submissions: Sequence[Submission], class_list: Collection[str] = ()) -> list[str]:
    """Who is in the class list or has a folder in submitted/, and has handed in nothing of this lesson."""
    everyone = {*class_list, *map(intake.legible, course.desk().students)}
    return sorted(everyone - {s.student for s in submissions})


def _content(hand_in: HandIn) -> tuple[bytes | intake.Unreadable, bytes]:
    """(what was handed in, bytes or an Unreadable; what of it goes into the key)."""
    try:
        data = hand_in.read()
        return data, data
    except intake.Unreadable as problem:
        return problem, f"{problem.state}: {problem.message}".encode()


def _digest(*parts: str | bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        part = part.encode() if isinstance(part, str) else part
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def _short(part: str | bytes) -> str:
    return _digest(part).hex()[:16]


def grade(
    course: Course,
    name: str,
    students: Collection[str] | None = None,
    workers: int = 2,
    scheduler: str | None = None,
    walled: bool = True,
    fresh: bool = False,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Submission]:
    """Grade a lesson; returns its Submissions. progress(done, total) is called after each.

    students   judge the submissions of these only; of the others, results of earlier runs are returned
    """
    due, course.overrides = extensions.read(course.root), overrides.read(course.root)
    students_here = roster.read(course.root)
    submissions = collect(course, name)
    chosen = [s for s in submissions if not students or s.student in students]
    course.make_private()
    if fresh:  # their results go first, so that a run that is interrupted goes on being fresh
        for submission in chosen:
            kept.place(course, submission).unlink(missing_ok=True)
    for submission in submissions:
        submission.result = None if submission.failure else kept.recorded(course, submission)
    alike: dict[str, list[Submission]] = {}
    for submission in chosen:
        if submission.result is None and not submission.failure:
            alike.setdefault(submission.key, []).append(submission)
    groups, waiting = list(alike.values()), sum(map(len, alike.values()))
    tasks = Tasks(course, [group[0] for group in groups], limits or Limits(), walled)
    history = History(course.root, name, version.name())
    lessons = list({id(s.lesson): s.lesson for s in submissions}.values())
    # A new gradebook takes nbgrader a second or two to lay out: the first submissions are judged meanwhile.
    with (
        _judging(tasks, workers, scheduler) as outcomes,
        contextlib.closing(Book(course.root, course.config)) as book,
    ):
        book.enroll(students_here)
        known = book.class_list()
        for one in lessons:
            book.register(course.overrides.priced(one))
        done = len(chosen) - waiting
        progress(done, len(chosen))
        for number, outcome in outcomes:
            for submission in groups[number]:
                if isinstance(outcome, Result):
                    autograded.replace(kept.place(course, submission), to_json(outcome))
                    submission.result, submission.fresh = outcome.without_cells(), True
                    _enter(course, book, history, submission, submission.result, due)
                else:
                    submission.failure = str(outcome)
                done += 1
                progress(done, len(chosen))
        for one in lessons:
            theirs = [s for s in submissions if s.lesson is one]
            _settle(course, one, theirs, limits or Limits(), walled, scheduler)
            _bring_in_line(course, book, history, theirs, due)
            book.be_late(one, {s.student: _times(course, s, due) for s in theirs if s.result is not None})
            scores = book.scores(one)
            for submission in theirs:
                submission.scores = scores.get(submission.student, {})
                submission.lesson = course.overrides.priced(one)
        course.class_list, course.assignments, course.extensions = book.class_list(), book.assignments(), due
        course.added |= course.class_list - known if known else set()
    return submissions


def _judging(
    tasks: engine.Tasks, workers: int, scheduler: str | None
) -> AbstractContextManager[Iterator[tuple[int, engine.Outcome]]]:
    if scheduler:
        return cluster.on_a_cluster(tasks, scheduler)
    return engine.on_this_machine(tasks, workers)


class Tasks:
    """The tasks of some submissions, each made when it is asked for: a class's files are never in memory
    together."""

    def __init__(
        self, course: Course, submissions: Sequence[Submission], limits: Limits, walled: bool
    ) -> None:
        self._course, self._submissions, self._limits, self._walled = course, submissions, limits, walled

    def __len__(self) -> int:
        return len(self._submissions)

    def __getitem__(self, number: int) -> Task:
        submission = self._submissions[number]
        given, content = _content(submission.hand_in)
        if _digest(submission.depends, content).hex() != submission.key:
            raise Changed(f"{submission.hand_in.path.name} was changed while the class was graded")
        return _task(self._course, submission, self._limits, self._walled, given)


def _task(
    course: Course,
    submission: Submission,
    limits: Limits,
    walled: bool,
    given: bytes | intake.Unreadable | None = None,
) -> Task:
    seed = hashlib.sha256(f"{course.secret()} {submission.key}".encode()).digest()
    words = [int.from_bytes(seed[at : at + 4], "big") for at in range(0, 16, 4)]
    return work.task(
        submission.key,
        lesson.to_json(submission.lesson),
        _content(submission.hand_in)[0] if given is None else given,
        words,
        limits,
        walled,
        course.hidden(),
        course.carries,
    )


def _settle(
    course: Course,
    one: lesson.Lesson,
    submissions: list[Submission],
    limits: Limits,
    walled: bool,
    scheduler: str | None,
) -> None:
    """Have tests that may be at fault tried on the lesson's solution; what it doesn't pass stays ungraded."""
    names = proof.doubtful([s.result for s in submissions if s.result is not None])
    if not names:
        return
    path = course.root / "solutions" / one.name / f"{one.notebook}.ipynb"
    depends = submissions[0].depends
    key = _digest(depends, b"solution", path.read_bytes()).hex()
    solution = Submission("", one, HandIn(path, course.root), depends, key)
    place = course.reports / one.name / f"{one.notebook}-solution.json"
    solution.result = kept.read(place, solution.key)
    if solution.result is None:
        task = _task(course, solution, limits, walled)
        with _judging([task], 1, scheduler) as outcomes:
            ((_, outcome),) = outcomes
        if not isinstance(outcome, Result):
            for submission in submissions:
                if submission.result is not None:
                    unproved = proof.unproved(submission.result.tests, str(outcome))
                    submission.result = replace(submission.result, tests=unproved)
            return
        solution.result = outcome.without_cells()
        autograded.replace(place, to_json(solution.result))
    faults = proof.at_fault(solution.result, names)
    for submission in submissions:
        if submission.result is not None and submission.result.graded:
            settled = proof.settled(submission.result.tests, names, faults)
            submission.result = replace(submission.result, tests=settled)


def _bring_in_line(
    course: Course, book: Book, history: History, submissions: list[Submission], due: Due
) -> None:
    """Gradebook and autograded notebooks say what the results say; nothing is touched that does already."""
    standing = book.scores(submissions[0].lesson) if submissions else {}
    for submission in submissions:
        if submission.result is None:
            continue
        there = standing.get(submission.student, {})
        automatic = {name: auto for name, (auto, _) in there.items()}
        points, changes, _ = _decided(course, submission, submission.result)
        in_line = automatic == points and all(
            there[name][1] == changed for name, (changed, _) in changes.items()
        )
        marker = kept.marker(course, submission)
        if (
            not in_line
            or not marker.exists()
            or marker.read_text() != _mark(course, submission, submission.result)
        ):
            _enter(course, book, history, submission, submission.result, due)
        elif not kept.autograded_place(course, submission).exists():
            autograded.write(
                kept.autograded_place(course, submission), _with_cells(course, submission, submission.result)
            )
        _stamp(course, submission)


def _enter(
    course: Course, book: Book, history: History, submission: Submission, result: Result, due: Due
) -> None:
    """One result into gradebook, history and autograded notebook; the marker says last that all are done."""
    points, changes, notes = _decided(course, submission, result)
    times = _times(course, submission, due)
    said = carried.comments(result.tests)
    book.enter(submission.lesson, submission.student, points, *times, changes, said)
    entry = history.enter(
        submission.student,
        submission.lesson.notebook,
        submission.made_from,
        {test: {"state": v.state, "misconception": v.misconception} for test, v in result.tests.items()},
        points,
        notes,
        times[0],
        submission.fresh and submission.entry is None,
    )
    submission.entry = entry or submission.entry
    autograded.write(kept.autograded_place(course, submission), _with_cells(course, submission, result))
    autograded.replace(kept.marker(course, submission), _mark(course, submission, result))


def _stamp(course: Course, submission: Submission) -> None:
    """What nbgrader's collect wrote, beside the autograded notebook: release_feedback wants it."""
    folder = course.submitted / submission.student / submission.lesson.name
    for name in ("timestamp.txt", "submission_secret.txt"):
        there = kept.autograded_place(course, submission).with_name(name)
        try:
            text = intake.read(folder / name, course.submitted).decode()
        except (intake.Unreadable, UnicodeDecodeError):
            there.unlink(missing_ok=True)
            continue
        if len(text) < 1000 and not (there.exists() and there.read_text(encoding="utf8") == text):
            autograded.replace(there, text)


def _decided(
    course: Course, submission: Submission, result: Result
) -> tuple[dict[str, float | None], dict[str, tuple[float, str]], dict[str, str]]:
    """A result's automatic points as they count with overrides.csv, what that changes, and what the learner
    reads of it."""
    one, student, table = submission.lesson, submission.student, course.overrides
    points = table.points(one, student, automatic_points(one, result))
    return points, table.changes(one, student), table.notes(one, student)


def _mark(course: Course, submission: Submission, result: Result) -> str:
    """What the marker of a submission holds when gradebook and autograded notebook say what is to be said."""
    _, changes, notes = _decided(course, submission, result)
    return json.dumps([submission.key, changes, notes]) if notes else submission.key


def _times(course: Course, submission: Submission, due: Due) -> tuple[datetime | None, datetime | None]:
    """(when it was handed in, the due time of an extension), None for what there is not."""
    stamp, said = None, ""
    for folder in (
        (submission.hand_in.archive() or submission.hand_in.path).parent,
        course.submitted / submission.student / submission.lesson.name,
    ):
        try:
            stamp = stamp or timestamp_of(folder)
        except ValueError as problem:
            said = str(problem)
    if said and said not in submission.said:
        submission.said = "; ".join(filter(None, [submission.said, said]))
    return stamp, due.get((submission.student, submission.lesson.name))


def _with_cells(course: Course, submission: Submission, result: Result) -> Result:
    """The whole result: verdicts as they were settled, what a person decided, and the notebook to be shown,
    which stays on the disk."""
    _, _, notes = _decided(course, submission, result)
    cells = []
    for cell in kept.shown(course, submission):
        note = notes.get(((cell.metadata or {}).get("nbgrader") or {}).get("grade_id", ""))
        cells.append(replace(cell, note=" ".join(filter(None, [cell.note, note]))) if note else cell)
    return replace(result, cells=tuple(cells))


def _version() -> bytes:
    return version.of_the_judge()
