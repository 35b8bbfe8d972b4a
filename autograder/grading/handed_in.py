"""Who handed in what: a student's notebook of a lesson, wherever it lies and whatever it is called.

Its place is submitted/<student>/<lesson>/<notebook>.ipynb. What lies elsewhere, bears another name or is no
notebook is taken where it is plain what is meant, by what it contains; else a person is told. Files of other
lessons, equal copies, and blanks beside the right file don't matter.
"""

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading import intake, lesson, rebuild
from autograder.grading.cells import bare, binds_of, normal
from autograder.grading.lesson import Cell, Lesson

MAX_DEPTH, MAX_FILES, MAX_MODULES = 4, 500, 20
"""Folders within folders, and files, that are looked at of one student; modules that may lie beside a
notebook."""

ENOUGH = 1 / 3
"""Of a lesson's exercises, the share that a notebook has to hold to be one of that lesson."""

SCRIPTS, ARCHIVES = (".py",), (".zip",)
LATE_MARK = "late_mark.txt"
"""In a student's folder of a lesson: that an LMS marks it as late, in its words."""

BEFORE_AND_AFTER = re.compile(r"(before|after)\b[^/]*\.ipynb", re.IGNORECASE)
"""Twelve questions on the whole course (learned.py): no lesson's hand-in."""

IGNORED = {"timestamp.txt", LATE_MARK, "feedback", "thumbs.db", "desktop.ini"}


@dataclass
class HandIn:
    """A student's file of a lesson, somewhere below a folder, or why there is none (`problem`).

    said  where it was found, if not in its place
    """

    path: Path
    below: Path
    problem: intake.Unreadable | None = None
    said: str = ""

    def read(self) -> bytes:
        """What `intake.parse` takes; raises Unreadable."""
        if self.problem is not None:
            raise self.problem
        archive = self.archive()
        if archive is not None:
            return intake.unzipped(intake.read(archive, self.below), str(self.path.relative_to(archive)))
        data = intake.read(self.path, self.below)
        if self.path.suffix.lower() in SCRIPTS:
            return intake.SCRIPT.encode() + data
        return self._with_modules(data)

    def _with_modules(self, data: bytes) -> bytes:
        """The notebook, with modules that lie beside it and that it imports in cells that write them."""
        cells = []
        for path in sorted(self.path.parent.glob("*.py"))[:MAX_MODULES]:
            if path.stem.isidentifier() and re.search(rf"\b(import|from)\s+{path.stem}\b".encode(), data):
                try:
                    text = intake.read(path, self.below).decode()
                except (intake.Unreadable, UnicodeDecodeError):
                    continue
                source = f"%%writefile {path.name}\n{text}"
                cells.append({"cell_type": "code", "metadata": {}, "outputs": [], "source": source})
        if not cells:
            return data
        try:
            notebook = json.loads(data)
            return json.dumps(notebook | {"cells": cells + notebook["cells"]}).encode()
        except (ValueError, TypeError, KeyError, RecursionError):
            return data

    def archive(self) -> Path | None:
        """The zip in which the file lies, or None: what is in a zip has a path through it."""
        return next((p for p in self.path.parents if p.suffix.lower() in ARCHIVES and p.is_file()), None)


@dataclass
class Desk:
    """The folder submitted/ of a course, as it is now.

    students  names of their folders
    strays    sentences on what lies in no student's folder
    """

    course: Path
    folder: Path
    students: list = field(default_factory=list)
    strays: list = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files: dict[str, list[Path]] = {}
        self._lessons: dict[Path, set[str]] = {}
        self._held: dict[Path, list[intake.Given] | intake.Unreadable] = {}
        self._others: dict[tuple[Path, str], intake.Unreadable | None] = {}
        names = {path.name for path in Path(self.course, "solutions").glob("*/")}
        for entry in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if entry.name.startswith((".", "__MACOSX")) or entry.name.lower() in IGNORED:
                continue
            shown = intake.legible(entry.name)
            if not entry.is_dir() and not entry.is_symlink():
                self.strays.append(f"{shown} lies in no student's folder; whose is it?")
            elif entry.name in names or entry.name in lesson.MOVED:
                self.strays.append(
                    f"{shown} is a lesson's name where a student's should be: the way is <student>/<lesson>/."
                )
            else:
                self.students.append(entry.name)

    def find(self, student: str, one: Lesson) -> HandIn | None:
        """The HandIn of a student for a lesson (a Lesson), or None if there is nothing."""
        exact = self.folder / student / one.name / f"{one.notebook}.ipynb"
        files = self._files_of(student)
        alike = [path for path in files if path != exact and self._is_alike(path, student, one)]
        readable = [path for path in alike if intake.is_notebook(path.name) or path.suffix.lower() in SCRIPTS]
        there = os.path.lexists(exact)
        other = self._other_lesson(exact, one) if there else None
        if there and not other and not readable:
            return HandIn(exact, self.folder)
        pool = [exact] * there + readable
        held = [path for path in pool if self._is_of(path, one)]
        if not held and (other or not there):
            rest = [
                path
                for path in files
                if intake.is_notebook(path.name)
                and path not in pool
                and not self._in_its_place(path, student)
            ]
            held = [path for path in rest if self._is_of(path, one)]
        if held:
            return self._best(student, exact, held, one)
        if there:
            return HandIn(exact, self.folder, other)
        return self._nothing(student, exact, alike, one)

    def somebodys(self, one: Lesson) -> bool:
        """Whether anybody handed in something of a lesson."""
        return any(self.find(student, one) for student in self.students)

    def late_mark(self, student: str, one: lesson.Lesson) -> str:
        """What an LMS says of being late, "" if nothing."""
        try:
            return (
                intake.read(self.folder / student / one.name / LATE_MARK, self.folder).decode()[:100].strip()
            )
        except (intake.Unreadable, UnicodeDecodeError):
            return ""

    # -- files ------------------------------------------------------------------------------------------

    def _files_of(self, student: str) -> list[Path]:
        if student not in self._files:
            found: list[Path] = []
            todo = [(self.folder / student, 0)]
            while todo and len(found) < MAX_FILES:
                folder, depth = todo.pop(0)
                if folder.is_symlink():
                    continue
                try:
                    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
                except OSError:
                    continue
                for entry in entries[:MAX_FILES]:
                    if entry.name.startswith((".", "__MACOSX")) or entry.name.lower() in IGNORED:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if depth < MAX_DEPTH:
                            todo.append((Path(entry.path), depth + 1))
                    elif entry.is_file(follow_symlinks=False) and not BEFORE_AND_AFTER.fullmatch(entry.name):
                        path = Path(entry.path)
                        inside = intake.notebooks_in(path) if path.suffix.lower() in ARCHIVES else []
                        found += [path / name for name in inside[:MAX_FILES]] or [path]
            self._files[student] = found
        return self._files[student]

    def _is_alike(self, path: Path, student: str, one: Lesson) -> bool:
        """Whether a file's folder or name speaks of the lesson."""
        *folders, name = path.relative_to(self.folder / student).parts
        return any(speaks_of(part, one) for part in (*folders, _stem(name)))

    def _nothing(self, student: str, exact: Path, alike: list[Path], one: Lesson) -> HandIn | None:
        """What to say of a student without a notebook that holds enough of the lesson."""
        notebooks = [path for path in alike if intake.is_notebook(path.name)]
        if len(notebooks) == 1:
            said = f"found as {self._shown(student, notebooks[0])}"
            return HandIn(notebooks[0], self.folder, self._other_lesson(notebooks[0], one), said)
        if alike:
            names = ", ".join(self._shown(student, path) for path in alike[:3])
            return HandIn(
                alike[0],
                self.folder,
                intake.Unreadable(
                    "other format",
                    f"{names} can't be graded: {one.notebook}.ipynb, the notebook itself, is needed.",
                    person=True,
                ),
            )
        if exact.parent.parent.is_symlink() or exact.parent.is_symlink():
            return HandIn(exact, self.folder)  # reading it says so
        if exact.parent.is_dir():
            missing = intake.Unreadable("missing", f"there is no {one.notebook}.ipynb.")
            return HandIn(exact, self.folder, missing)
        return None

    # -- contents ---------------------------------------------------------------------------------------

    def _cells(self, path: Path) -> list[intake.Given] | intake.Unreadable:
        """The cells of a file, or the Unreadable that came of reading it. Only the last one is kept."""
        if path not in self._held:
            self._held.clear()
            try:
                self._held[path] = intake.parse(HandIn(path, self.folder).read())
            except intake.Unreadable as problem:
                self._held[path] = problem
        return self._held[path]

    def _is_of(self, path: Path, one: Lesson) -> bool:
        return one.name in self._lessons_of(path)

    def _lessons_of(self, path: Path) -> set[str]:
        """Names of the lessons of which a file holds most; none if it can't be read or holds too little of
        any."""
        if path not in self._lessons:
            self._lessons[path] = set()
            cells = self._cells(path)
            if not isinstance(cells, intake.Unreadable):
                shares = {one.name: _share(cells, one) for one in self.all_lessons()}
                most = max(shares.values(), default=0)
                if most >= ENOUGH:
                    self._lessons[path] = {name for name, share in shares.items() if share == most}
        return self._lessons[path]

    def all_lessons(self) -> list[Lesson]:
        if not hasattr(self, "_all"):
            self._all = []
            for path in sorted(Path(self.course, "solutions").glob("*/")):
                try:
                    self._all += lesson.load(self.course, path.name)
                except lesson.BrokenLesson:
                    continue
        return self._all

    def _in_its_place(self, path: Path, student: str) -> bool:
        """Whether a file lies in the place of the lesson that it holds: then it is no other lesson's."""
        place = path.relative_to(self.folder / student).parts
        return any(
            place == (one.name, f"{one.notebook}.ipynb") and self._other_lesson(path, one) is None
            for one in self.all_lessons()
        )

    def _other_lesson(self, path: Path, one: Lesson) -> intake.Unreadable | None:
        """An Unreadable if a file in a lesson's place plainly holds another notebook, else None."""
        if (path, one.name) not in self._others:
            self._others[path, one.name] = self._is_another(path, one)
        return self._others[path, one.name]

    def _is_another(self, path: Path, one: Lesson) -> intake.Unreadable | None:
        try:
            data = HandIn(path, self.folder).read()
        except intake.Unreadable:
            return None
        marks = set(re.findall(rb'"grade_id"\s*:\s*"([^"]+)"', data))
        graded = {cell.grade_id.encode() for cell in _graded(one)}
        if not graded or len(graded & marks) >= ENOUGH * len(graded) and len(marks - graded) < len(graded):
            return None
        held = self._lessons_of(path)
        if one.name in held or isinstance(cells := self._cells(path), intake.Unreadable):
            return None
        if held:
            which = " and ".join(sorted(held))
            return intake.Unreadable(
                "another lesson", f"{path.name} holds {which}, not {one.name}.", person=True
            )
        if not _share(cells, one):
            return intake.Unreadable(
                "another notebook", f"{path.name} holds none of the exercises of {one.name}.", person=True
            )
        return None

    def _best(self, student: str, exact: Path, held: list[Path], one: Lesson) -> HandIn:
        """Of several files of a lesson, the one that holds all that the others do."""
        work = {path: _work(self._cells(path), one) for path in held}
        written = [path for path in held if work[path]]
        held = [path for path in written if path.suffix.lower() not in SCRIPTS] or written or held
        best = [path for path in held if all(work[path] >= work[other] for other in held)]
        if not best:
            names = " and ".join(self._shown(student, path) for path in held[:3])
            return HandIn(
                held[0],
                self.folder,
                intake.Unreadable(
                    "two notebooks",
                    f"{names} hold different answers. Leave the one that counts as "
                    f"{one.name}/{one.notebook}.ipynb, and take the others away.",
                    person=True,
                ),
            )
        chosen = exact if exact in best else best[0]
        return HandIn(
            chosen, self.folder, said="" if chosen == exact else f"found as {self._shown(student, chosen)}"
        )

    def _shown(self, student: str, path: Path) -> str:
        return intake.legible(str(path.relative_to(self.folder / student)))[:100]


def _graded(one: Lesson) -> list[Cell]:
    return [cell for cell in one.cells if cell.role in ("test", "solution", "answer")]


def _share(cells: list[intake.Given], one: Lesson) -> float:
    """What share of a lesson's exercises a notebook holds, by marks and ids or by definitions."""
    graded = _graded(one)
    names = {cell.grade_id for cell in cells} | {cell.id for cell in cells}
    by_mark = sum(cell.grade_id in names for cell in graded) / len(graded) if graded else 0
    solutions = [cell for cell in graded if cell.role == "solution"]
    defined = set().union(*(binds_of(cell.code) for cell in cells if cell.cell_type == "code"))
    by_name = (
        sum(bool(defined & set(cell.defines)) for cell in solutions) / len(solutions) if solutions else 0
    )
    binds_of.cache_clear()
    return max(by_mark, by_name)


def _work(cells: list[intake.Given] | intake.Unreadable, one: Lesson) -> set[tuple[str, str]]:
    """What of a notebook is the learner's work: a set of (exercise, what stands there)."""
    if isinstance(cells, intake.Unreadable):
        return set()
    made = rebuild.notebook(one, cells)
    return {
        (cell.grade_id, bare(cell.source) if cell.cell_type == "code" else normal(cell.source))
        for cell in made
        if cell.theirs and cell.source.strip()
    }


def _stem(name: str) -> str:
    """A file's name without its endings, a browser's number and a system's mark of a copy."""
    stem = re.sub(r"\.(ipynb|json|txt|py|zip|html?|pdf|docx?)\b", "", name, flags=re.IGNORECASE)
    return re.sub(r"(?i)([\s_-]*(\(\d+\)|copy\s?\d*|kopie|\d+))+$", "", stem)


def speaks_of(name: str, one: Lesson) -> bool:
    """Whether a file's or folder's name means the lesson, however it is spelled: by its words, or its number
    alone."""
    squeezed = _squeezed(name)
    number = re.match(r"0*(\d+)_", one.name)
    return _squeezed(one.notebook) in squeezed or (
        number is not None and re.fullmatch(rf"(lesson|week|unit|l|w)?0*{number[1]}", squeezed) is not None
    )


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
