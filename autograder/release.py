"""Makes course/ from solutions/: `make release`.

Sources are brought into normal form (no outputs, plain metadata, cell ids kept) and released by nbgrader into
a temporary folder. What is wrong with a source is said cell by cell; a lesson whose solution changed is
judged, solved and blank. Only when all that went well for all lessons do sources, course/ and gradebook
change. Of a lesson only its notebook is released: other files beside it may hold answers.
"""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from traitlets.config import Config

from autograder import before_and_after
from autograder.lessons import LESSONS
from autograder.source_check import faults

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def notebooks(folder):
    """The lessons' notebooks below solutions/ or course/: {lesson: path}, in order."""
    return {path.parent.name: path for path in sorted(Path(folder).glob("[0-9][0-9]_*/*.ipynb"))}


def normal_form(notebook):
    """The notebook (a dict) without anything that running or viewing it left behind; raises ValueError on bad
    ids."""
    ids = [cell.get("id") for cell in notebook["cells"]]
    if None in ids or len(set(ids)) != len(ids):
        raise ValueError(
            "every cell needs an id of its own; "
            f"missing: {ids.count(None)}, twice: {sorted({str(i) for i in ids if ids.count(i) > 1})}"
        )
    cells = []
    for cell in notebook["cells"]:
        kept = {
            "cell_type": cell["cell_type"],
            "id": cell["id"],
            "metadata": {k: v for k, v in cell["metadata"].items() if k in ("nbgrader", "tags", "jupyter")},
            "source": _lines(cell["source"]),
        }
        if cell["cell_type"] == "code":
            kept |= {"execution_count": None, "outputs": []}
        cells.append(dict(sorted(kept.items())))
    return {
        "cells": cells,
        "metadata": {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def dumps(notebook):
    """The text of a notebook file, as nbformat writes it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def normalise(path):
    """Bring one source notebook into normal form; returns True if the file changed."""
    path = Path(path)
    new = _in_normal_form(path)
    if new != path.read_text(encoding="utf8"):
        path.write_text(new, encoding="utf8")
        return True
    return False


def _in_normal_form(path):
    try:
        return dumps(normal_form(json.loads(path.read_text(encoding="utf8"))))
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path}: {error}") from error


class NotReleased(ValueError):
    """Something has to be mended first; nothing was changed."""


def release(root=".", lessons=None, database=True, judged=False):
    """Release lessons (all by default) of the course at `root`; returns the paths written.

    database: also enter the assignments into the gradebook, which stock `nbgrader autograde` asks for.
    judged:   only if the solution of what changed has full marks and the blank has none
    """
    root = Path(root).resolve()
    sources = notebooks(root / "solutions")
    unknown = set(lessons or ()) - sources.keys()
    if unknown:
        raise ValueError(f"no such lesson: {', '.join(sorted(unknown))}. There are: {', '.join(sources)}.")
    chosen = {lesson: sources[lesson] for lesson in lessons or sources}
    with tempfile.TemporaryDirectory(prefix="release-", dir=root) as temporary:
        new = Path(temporary)
        _make(root, new, chosen)
        if judged:
            _judge(root, new, list(chosen))
        if database:
            _enter(root, new, list(chosen))
        _swap(root, new, chosen)
    if _is_whole(sources) and not lessons:
        before_and_after.write(root / "course")
    return [root / "course" / lesson / source.name for lesson, source in chosen.items()]


def _is_whole(sources):
    """Whether these are all of the course's lessons: before.ipynb and after.ipynb, which are about it, come
    along then."""
    return sources.keys() >= LESSONS.keys()


def made(root, new):
    """Every lesson of the course at `root` released into new/course; {lesson: path}. Nothing of the course
    changes."""
    sources = notebooks(root / "solutions")
    _make(root, new, sources)
    if _is_whole(sources):
        before_and_after.write(new / "course")
    return {lesson: new / "course" / lesson / source.name for lesson, source in sources.items()}


def main(arguments):
    """The command `python -m autograder release [lesson …]`."""
    try:
        for path in release(lessons=arguments, judged=True):
            print(path)
    except ValueError as problem:
        sys.exit(f"Nothing was released. {problem}")
    return 0


def _make(root, new, chosen):
    for lesson, source in chosen.items():
        (new / "solutions" / lesson).mkdir(parents=True)
        (new / "solutions" / lesson / source.name).write_text(_in_normal_form(source), encoding="utf8")
    problems = [p for lesson, source in chosen.items() for p in _generated(root, new, lesson, source)]
    if problems:
        raise NotReleased("\n".join(problems))


def _generated(root, new, lesson, source):
    """Have nbgrader release new/solutions/<lesson> into new/course; gives what is wrong, in its words and
    ours."""
    from nbgrader.apps import NbGrader
    from nbgrader.converters import GenerateAssignment, NbGraderException
    from nbgrader.coursedir import CourseDirectory

    text = (new / "solutions" / lesson / source.name).read_text(encoding="utf8")
    said = [f"{source.relative_to(root)}: {fault}" for fault in faults(json.loads(text))]
    app = NbGrader(config_file=str(root / "nbgrader_config"))
    app.load_cwd_config = False
    app.load_config_file(suppress_errors=False)
    settings = Config(app.config)
    settings.CourseDirectory.update(
        root=str(root),
        source_directory=str(new / "solutions"),
        assignment_id=lesson,
        release_directory=str(new / "course"),
    )
    settings.GenerateAssignment.no_database = True
    settings.SaveCells.enabled = False
    words = _Words()
    converter = GenerateAssignment(coursedir=CourseDirectory(config=settings), config=settings)
    converter.log = logging.Logger("nbgrader")
    converter.log.addHandler(words)
    try:
        converter.start()
    except NbGraderException as error:
        said.append(f"{source.relative_to(root)}: nbgrader says: {words.last or error}")
    return said


class _Words(logging.Handler):
    """Keeps the last line of what nbgrader complains of: its error."""

    last = ""

    def emit(self, record):
        if record.levelno >= logging.ERROR:
            lines = [line for line in record.getMessage().splitlines() if "Error" in line and line[:1] != " "]
            self.last = lines[-1] if lines else self.last


def _judge(root, new, lessons):
    """Judge the solution and the blank of lessons whose source is another one than when they were judged
    last."""
    from autograder.grading import engine, lesson, remote, sandbox, work

    record = root / "build" / "released.json"
    known = json.loads(record.read_text()) if record.exists() else {}
    digests = {
        name: hashlib.sha256(
            b"".join(p.read_bytes() for p in (new / "solutions" / name).glob("*"))
        ).hexdigest()
        for name in lessons
    }
    changed = [one for name in lessons if known.get(name) != digests[name] for one in lesson.load(new, name)]
    changed = [one for one in changed if one.tests]
    walled = True
    if changed:
        print(f"Judging, solved and blank: {', '.join(one.name for one in changed)}.", flush=True)
        try:
            remote.probe()
        except sandbox.Refused:
            walled = False
            print("There is no sandbox here: what only a sandbox refuses is not seen.", flush=True)
    skipped = [name for name in lessons if known.get(name) == digests[name]]
    if skipped:
        print(f"Not judged again, since their sources did not change: {', '.join(skipped)}.", flush=True)
    tasks = [
        work.task(
            f"{one.name} {kind}",
            lesson.to_json(one),
            (new / kind / one.name / f"{one.notebook}.ipynb").read_bytes(),
            [secrets.randbits(32)],
            sandbox.Limits(),
            walled,
            [root],
        )
        for one in changed
        for kind in ("solutions", "course")
    ]
    problems = []
    with engine.on_this_machine(tasks, os.cpu_count()) as outcomes:
        for number, outcome in sorted(outcomes, key=lambda pair: pair[0]):
            kind = ("solutions", "course")[number % 2]
            problems += _misjudged(changed[number // 2], kind, outcome)
    if problems:
        raise NotReleased("\n".join(problems))
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps(known | digests, indent=1))


def _misjudged(one, kind, outcome):
    """What is wrong with the judgement of a lesson's solution (kind "solutions") or of its blank
    ("course")."""
    from autograder.grading.result import Result

    where = f"solutions/{one.name}/{one.notebook}.ipynb"
    if not isinstance(outcome, Result):
        return [f"{where} could not be judged: {outcome}. Try again."]
    said = []
    for cell in one.tests:
        verdict = outcome.tests[cell.grade_id]
        if kind == "solutions" and verdict.points != cell.points:
            points = "no points" if verdict.points is None else f"{verdict.points:g} points"
            said.append(
                f"{where}: the solution has {points} of {cell.points:g} in cell `{cell.grade_id}`. Mend the "
                f"solution or the test. It was told: {verdict.message[:600]}"
            )
        elif kind == "course" and verdict.points != 0:
            said.append(
                f"{where}: a notebook without an answer has points in cell `{cell.grade_id}`. Does its test "
                "look at the answer? Is the whole answer between BEGIN SOLUTION and END SOLUTION?"
            )
    return said


def _enter(root, new, lessons):
    """The lessons' cells into the gradebook: of all, or of none."""
    from autograder.grading import lesson
    from autograder.grading.gradebook import Book, CellsChanged

    made = [one for name in lessons for one in lesson.load(new, name)]
    with contextlib.closing(Book(root)) as book:
        try:
            for one in made:
                book.expect_same_cells(one)
        except CellsChanged as problem:
            raise NotReleased(str(problem)) from None
        for one in made:
            book.save_cells(one, new)


def _swap(root, new, lessons):
    """Put what was made into its place; if that stops halfway, everything is as before."""
    (root / "course").mkdir(exist_ok=True)
    done = []
    try:
        for lesson, source in lessons.items():
            for made, target in (
                (new / "course" / lesson, root / "course" / lesson),
                (new / "solutions" / lesson / source.name, source),
            ):
                if made.is_file() and made.read_bytes() == target.read_bytes():
                    continue
                old = new / "old" / str(len(done))
                old.parent.mkdir(exist_ok=True)
                if target.exists():
                    target.rename(old)
                done.append((target, old))
                os.rename(made, target)
    except BaseException:
        for target, old in reversed(done):
            if old.exists():
                shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
                old.rename(target)
        raise


def _lines(source):
    return (
        source.splitlines(keepends=True)
        if isinstance(source, str)
        else "".join(source).splitlines(keepends=True)
    )
