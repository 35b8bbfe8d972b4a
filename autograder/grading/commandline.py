"""`python -m autograder grade`: grades lessons and says what came of it."""

import argparse
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when judges are
    from autograder.grading.batch import Course, Submission

EXIT_CODES = """\
exit codes: 0 all graded; 1 something could not be graded by no fault of a learner's (what, is said: a test to mend,
a command to run again); 2 nothing of a lesson was graded (no such lesson, no sandbox); 130 stopped by Ctrl-C."""  # noqa: E501


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    sys.unraisablehook = _repeat_an_unheard_interrupt
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one more would end the end in a traceback
        command = " ".join(["python -m autograder grade", *(a for a in arguments if a != "--fresh")])
        print(
            f"\nStopped. What was judged until then is kept; go on with: {command}",
            file=sys.stderr,
        )
        return 130


def _repeat_an_unheard_interrupt(unraisable: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C that comes while Python runs a callback, as imports do, is ignored there: it comes once more."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        again = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(unraisable)


def _main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m autograder grade",
        description=__doc__,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "lesson", nargs="*", help="e.g. 01_masked_attention; every submitted lesson by default"
    )
    parser.add_argument(
        "--student", action="append", metavar="S", help="only this one; may be given several times"
    )
    parser.add_argument(
        "--workers",
        type=_at_least_one,
        default=os.cpu_count(),
        metavar="N",
        help="submissions judged at once (%(default)s)",
    )
    parser.add_argument(
        "--scheduler", metavar="tcp://…", help="(or tls://…) have the workers of a dask cluster do it"
    )
    parser.add_argument(
        "--no-sandbox", action="store_true", help="run learners' code unprotected in your account"
    )
    parser.add_argument("--fresh", action="store_true", help="judge again what was judged before")
    parser.add_argument("--root", default=".", help="the course's folder (%(default)s)")
    options = parser.parse_args(arguments)

    from autograder.grading import engine

    if not options.scheduler:
        engine.prepare()
    from sqlalchemy.exc import SQLAlchemyError

    from autograder.grading import batch, cluster, lesson, remote, report, sandbox, tables
    from autograder.grading.gradebook import CellsChanged

    course = batch.Course(options.root)
    names = options.lesson or course.lessons()
    if not names:
        print(
            f"Nothing to grade: {course.submitted} holds no <student>/<lesson>/<notebook>.ipynb of a lesson "
            "in solutions/.",
            file=sys.stderr,
        )
        return 2
    desk, handed_in = course.desk(), [one for one in course.desk().all_lessons() if one.name in names]
    unknown = [s for s in options.student or () if not any(desk.find(s, one) for one in handed_in)]
    if unknown:
        print(
            f"Nothing was graded. {course.submitted} has no {' or '.join(names)} of {', '.join(unknown)}.",
            file=sys.stderr,
        )
        return 2
    if options.no_sandbox:
        print(
            "WARNING: without a sandbox learners' code can read and change everything your account can: "
            "solutions, the\ngradebook, your keys. Use it for answers that you would run yourself.",
            file=sys.stderr,
        )
    elif not options.scheduler:
        try:
            remote.probe()
        except sandbox.Refused as refusal:
            print(f"Nothing was graded. {refusal}", file=sys.stderr)
            return 2
    code = 0
    for name in names:
        try:
            with course.alone():
                submissions = _grade(batch, course, name, options)
                absent = batch.absent(course, submissions, course.class_list)
                pages = report.write(course, name, submissions, absent)
        except (lesson.BrokenLesson, CellsChanged, cluster.Unfit, tables.Mistaken) as problem:
            print(f"{name}: nothing was graded. {problem}", file=sys.stderr)
            code = 2
            continue
        except (OSError, SQLAlchemyError) as problem:
            print(
                f"\n{name}: grading stopped: {getattr(problem, 'orig', None) or problem}.\n"
                "What was judged until then is kept. When that is put right, run the command again.",
                file=sys.stderr,
            )
            code = max(code, 1)
            continue
        _summarise(name, submissions, absent, pages)
        _say_what_was_changed(course, name, submissions)
        code = max(code, any(s.failure or _tests_at_fault(s) for s in submissions))
    _say_what_else(course)
    return code


def _at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} workers can't do anything; 1 or more")
    return number


def _grade(batch: ModuleType, course: "Course", name: str, options: argparse.Namespace) -> "list[Submission]":
    from tqdm import tqdm

    with tqdm(desc=name, unit=" submissions", dynamic_ncols=True) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return batch.grade(
            course,
            name,
            options.student,
            options.workers,
            options.scheduler,
            not options.no_sandbox,
            options.fresh,
            progress=show,
        )


def _tests_at_fault(submission: "Submission") -> list[str]:
    tests = submission.result.tests if submission.result else {}
    return [name for name, verdict in tests.items() if verdict.state == "ungraded"]


def _summarise(
    name: str, submissions: "Sequence[Submission]", absent: Sequence[str], pages: Sequence[str]
) -> None:
    from autograder.grading.report import row

    rows = [row(s) for s in submissions]
    states = Counter(r["state"] for r in rows)
    graded = [r for r in rows if r["state"] == "graded"]
    fresh = sum(s.fresh for s in submissions)
    unchanged = len(rows) - fresh - states["ungraded"] - states["not judged yet"]
    print(
        f"\n{name}: {len(rows)} submissions, {fresh} judged now, {unchanged} unchanged since they were judged"
    )
    if graded:
        full = sum(r["points"] == r["automatic"] for r in graded)
        print(f"  {len(graded):5} graded; {full} with full marks in everything that is judged automatically")
    for state, count in sorted(states.items()):
        if state not in ("graded", "ungraded", "not judged yet"):
            those = [r for r in rows if r["state"] == state]
            what = "not graded, a person has to look" if those[0]["person"] else "scored 0"
            print(f"  {count:5} {what}: {state} ({_names(r['student'] for r in those)})")
    ended = Counter(v.state for s in submissions if s.result for v in s.result.tests.values())
    for state, count in sorted(ended.items()):
        if state in ("timeout", "crash", "tampered"):
            print(f"  {count:5} tests scored 0: {state}")
    faults = Counter(test for s in submissions for test in _tests_at_fault(s))
    if faults:
        print(
            f"  {sum(faults.values()):5} tests NOT GRADED, the tests are at fault; mend them and run the "
            "command again:"
        )
        for test, count in faults.items():
            said = next(
                s.result.tests[test].message for s in submissions if s.result and test in _tests_at_fault(s)
            )
            print(f"        {test} ({count} learners): {one_line(said)[:300]}")
    waiting = [r for r in rows if r["by_hand"]]
    if waiting:
        print(
            f"  {len(waiting):5} wait for points given by hand: {sum(r['by_hand'] for r in waiting)} "
            "answers, in Formgrader"
        )
    if states["not judged yet"]:
        print(f"  {states['not judged yet']:5} not judged yet: run the command without --student")
    if states["ungraded"]:
        print(f"  {states['ungraded']:5} NOT GRADED, by no fault of theirs; run the command again:")
        for s in submissions:
            if s.failure:
                print(f"        {one_line(s.student)}: {one_line(s.failure)[:200]}")
    for s in submissions:
        if s.said:
            print(f"        {one_line(s.student)}: {one_line(s.said)}")
    if absent:
        print(f"  {len(absent):5} handed in nothing: {_names(absent)}")
    for page in pages:
        print(f"  {Path(page)}")


def _say_what_was_changed(course: "Course", name: str, submissions: "Sequence[Submission]") -> None:
    """Which points follow overrides.csv, and whom it names in vain."""
    changed = Counter(
        cell for s in submissions if s.result for cell in course.overrides.notes(s.lesson, s.student)
    )
    if changed:
        print(f"  {sum(changed.values()):5} points changed by overrides.csv: ", end="")
        print(", ".join(f"{cell} ({count})" for cell, count in changed.items()))
    for student in sorted(course.overrides.students(name) - {s.student for s in submissions}):
        print(f"        overrides.csv names {one_line(student)}, who has handed in nothing of {name}.")


def _say_what_else(course: "Course") -> None:
    """What lies in submitted/ or stands in the gradebook that belongs to no student or no lesson of today."""
    from autograder.grading import lesson

    if course.added:
        print(f"Were not in the class list, and were added to it: {_names(sorted(course.added))}")
    for stray in course.desk().strays:
        print(f"In {course.submitted.name}/: {one_line(stray)}")
    for old in sorted(course.assignments & lesson.MOVED.keys()):
        if said := lesson.where_it_went(course.root, old):
            print(f"The gradebook has points for {old}; they stay under that name. {said}")
    for student, name in sorted(course.extensions):
        if student not in course.class_list:
            print(f"extensions.csv names {one_line(student)} for {name}, who is not in the class list.")


def _names(students: Iterable[str]) -> str:
    """Everyone, by name."""
    return ", ".join(map(one_line, students))


def one_line(text: str) -> str:
    """Text of others without what would move a terminal's cursor."""
    return "".join(c if c.isprintable() else "?" for c in text)
